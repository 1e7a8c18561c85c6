"""From an exercise that was passed, or a mistake that was made, to a small question about it.

In comes an item of `workbook.memory` and a seed; out goes a question with its options, made of the
exercise's own calls, reference and misconceptions. Open `asking` first: it chooses between what a
call gives (`about_calls`), which line is wrong (`about_lines`) and what is wrong with some code
(`about_mistakes`). `code_text` has the code as it is shown. Nothing here runs code of a learner's.
"""

from __future__ import annotations

from typing import Any

from workbook.memory import items
from workbook.memory.schedule import EXERCISE, MISTAKE


def _asked_for(item: str, seed: int) -> Any:
    from .asking import question_for  # only when one is due: nothing of it slows a first cell

    return question_for(item, seed)


def register() -> None:
    """Let due exercises and mistakes be asked for."""
    for kind in (EXERCISE, MISTAKE):
        items.register(kind, _asked_for)
