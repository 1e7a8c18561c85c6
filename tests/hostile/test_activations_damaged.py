"""The suite on lesson 03: honest work, and notebooks whose cells are damaged."""

from .cases import CELLS, WORK
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {"03-activations": WORK + CELLS}
GRADED_BY = "ordinary"
