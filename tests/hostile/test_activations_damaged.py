"""The suite on lesson 03, first half: honest work, and notebooks whose cells are damaged.

Damaged files and folders are the same in every lesson; lesson 00 has them.
"""

from . import damaged_cells, damaged_metadata, ordinary
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

LESSON = "03-activations"
MODULES = (ordinary, damaged_cells, damaged_metadata)
