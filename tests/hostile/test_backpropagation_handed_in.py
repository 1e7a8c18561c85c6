"""The suite on lesson 06: which of the files that were handed in is the notebook."""

from .cases import HANDED_IN
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

LESSON = "06-backpropagation"
MODULES = HANDED_IN
GRADED_BY = "ordinary"
