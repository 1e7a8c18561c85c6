"""The suite on lessons 04 and 08: what is aimed at the judge."""

from .cases import JUDGED
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {
    "04-losses": JUDGED,
    "08-training": JUDGED,
}
GRADED_BY = "ordinary"
