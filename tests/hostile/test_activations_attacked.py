"""The suite on lesson 03: what breaks or leaves the process, and the exercises beside it."""

from .cases import ATTACKS
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {"03-activations": ATTACKS}
