"""Which line is wrong? A right answer with one small change, which the exercise's calls refuse."""

from __future__ import annotations

import ast
import copy
import random
import sys
from typing import NamedTuple

from ..exercises.exercise import Call, Exercise
from ..judging.sheet import Sheet
from ..judging.small_changes import variants
from ..sandbox.plain import Script
from .code_text import LONGEST_CODE, answer_text, call_text, definition_of, fenced
from .drafts import Draft, draft

MOST_TRIED = 12


class Spoilt(NamedTuple):
    """A right function with one line changed. number: of that line, from 1; before: as it was."""

    lines: list[str]
    number: int
    before: str


def about_a_line(exercise: Exercise, rng: random.Random) -> Draft | None:
    """A question about the one wrong line; None where the code is too short, or no function.

    Nothing with a `while` in it is changed: it might never end.
    """
    node = definition_of(exercise.reference)
    if not isinstance(node, ast.FunctionDef) or exercise.seconds or exercise.summary:
        return None
    if any(isinstance(inner, ast.While | ast.Lambda | ast.Yield) for inner in ast.walk(node)):
        return None
    changed = _changed(node)
    rng.shuffle(changed)
    sheet = None
    for spoilt in changed[:MOST_TRIED]:
        sheet = sheet or _fixed_sheet(exercise)
        shown = sheet and _refused(exercise, sheet, spoilt)
        if not shown:
            continue
        lines = [line.strip() for line in spoilt.lines]
        wrong = {
            f"line {number}: `{line}`": "This line is as it should be."
            for number, line in enumerate(lines, 1)
            if number not in (1, spoilt.number) and line not in ("else:", "pass")
        }
        right = f"line {spoilt.number}: `{lines[spoilt.number - 1]}`"
        why = f"It should be `{spoilt.before.strip()}`. {shown}"
        scenario = f"One line of this `{exercise.name}` was changed, and now it is wrong."
        code = "\n".join(f"{number:2}  {line}" for number, line in enumerate(spoilt.lines, 1))
        text = f"{scenario}\n\n{fenced(code)}"
        if made := draft(text, "Which line is it?", (right, why), wrong, rng):
            return made
    return None


def _changed(node: ast.FunctionDef) -> list[Spoilt]:
    """Every way to change one line of a function's body by one small change."""
    tree = ast.Module([copy.deepcopy(node)], [])
    right = ast.unparse(tree).splitlines()
    found = []
    if not 4 <= len(right) <= LONGEST_CODE:
        return found
    for _ in variants(tree):
        lines = ast.unparse(tree).splitlines()
        if len(lines) != len(right):
            continue
        differing = [i for i, (a, b) in enumerate(zip(lines, right, strict=True)) if a != b]
        if len(differing) == 1 and lines[differing[0]].strip() != "pass":
            found.append(Spoilt(lines, differing[0] + 1, right[differing[0]]))
    return found


def _fixed_sheet(exercise: Exercise) -> Sheet | None:
    """The calls that are the same in every check: a check refuses what fails at one of them."""
    calls = [
        (aspect, entry)
        for aspect in exercise.aspects
        for entry in aspect.calls
        if isinstance(entry, Call) and not any(isinstance(a, Script) for a in entry.args)
    ]
    return Sheet.of(exercise, calls) if calls else None


def _refused(exercise: Exercise, sheet: Sheet, spoilt: Spoilt) -> str | None:
    """What shows that changed code is wrong: a call with a wrong answer. None where none has."""
    names = dict(vars(sys.modules[exercise.reference.__module__]))
    try:
        exec(compile("\n".join(spoilt.lines), "<recall>", "exec"), names)
    except Exception:  # a change at random need not even be Python
        return None
    seen = sheet.observe(names[exercise.name])
    for call, row, expected, mismatch in zip(
        sheet.calls, seen, sheet.expected, sheet.mismatches(seen), strict=True
    ):
        if mismatch is None or "error" in row:
            continue
        asked, got = call_text(exercise.name, call), answer_text(row["value"])
        wanted = answer_text(expected["value"])
        if asked and got and wanted and got != wanted:
            return f"As it stands, `{asked}` returns `{got}`, not `{wanted}`."
    return None
