"""The suite on lesson 00: honest work, files and folders of all kinds, what a function returns."""

from .cases import FILES, HABITS, HANDED_IN, JUDGED, WORK
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {"00-start-here": WORK + FILES + HANDED_IN + HABITS + JUDGED}
