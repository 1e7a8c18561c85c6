"""The suite on lesson 07: what people do in notebooks, and a kernel takes."""

from .cases import HABITS
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

LESSON = "07-layers"
MODULES = HABITS
GRADED_BY = "ordinary"
