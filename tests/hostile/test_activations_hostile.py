"""The suite on lesson 03, second half: hostile code, and fifteen exercises beside it unharmed."""

from . import breakage, forgery, returned, spying, wire
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

LESSON = "03-activations"
MODULES = (returned, forgery, wire, breakage, spying)
