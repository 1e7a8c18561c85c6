"""The suite on lesson 03, first half: honest work, and notebooks and folders that are damaged."""

from . import damaged_cells, damaged_files, folders, ordinary
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

LESSON = "03-activations"
MODULES = (ordinary, damaged_cells, damaged_files, folders)
