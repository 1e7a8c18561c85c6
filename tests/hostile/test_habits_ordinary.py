"""The suite on lessons 06 and 07: what a kernel takes, and which file is the notebook."""

from .cases import HABITS, HANDED_IN
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {
    "06-backpropagation": HANDED_IN,
    "07-layers": HABITS,
}
GRADED_BY = "ordinary"
