"""The suite on lesson 03: forged answers, and fifteen exercises beside them unharmed."""

from .cases import FORGED
from .suite import (  # noqa: F401
    test_case,
    test_nothing_survives,
    test_nothing_was_written_outside,
    test_the_graders_memory_is_bounded,
)

CASES = {"03-activations": FORGED}
