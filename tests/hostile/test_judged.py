"""The suite on lessons 02 and 11: what is aimed at the judge."""

from .cases import JUDGED
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {
    "02-forward-propagation": JUDGED,
    "11-choosing": JUDGED,
}
