"""The suite on lesson 00, whose one exercise is the target of every case."""

from .cases import MODULES  # noqa: F401
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

LESSON = "00-start-here"
