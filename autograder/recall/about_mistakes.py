"""What is wrong here? Code with a known mistake, of the kind that was made once."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections.abc import Iterator
from typing import Any

from ..exercises import all_exercises
from ..exercises.exercise import Exercise, Misconception
from .code_text import LONGEST_CODE, definition_of, fenced, named
from .drafts import Draft, draft, sentence

OURS = "autograder.exercises"


def about_a_mistake(exercise: Exercise, name: str, rng: random.Random) -> Draft | None:
    """A question about the mistake of this name, in this exercise or in another that can have it.

    None where the course does not know the mistake any more, or where its code cannot be shown.
    """
    found = [each for each in exercise.misconceptions if each.name == name]
    if not found:
        return None
    places = list(_of_the_same_kind(exercise, found[0]))
    rng.shuffle(places)
    for place, mistake in places:
        if made := _about(place, mistake, rng):
            return made
    return None


def about_any_mistake(exercise: Exercise, rng: random.Random) -> Draft | None:
    """A question about one of an exercise's known mistakes."""
    for mistake in rng.sample(exercise.misconceptions, len(exercise.misconceptions)):
        if made := _about(exercise, mistake, rng):
            return made
    return None


def _of_the_same_kind(
    exercise: Exercise, mistake: Misconception
) -> Iterator[tuple[Exercise, Misconception]]:
    """Where the same mistake can be made: here, and in what came before with the same reason."""
    for name, (_, other) in all_exercises().items():
        for each in other.misconceptions:
            if each is mistake or each.why == mistake.why:
                yield other, each
        if name == exercise.name:
            return


def _about(exercise: Exercise, mistake: Misconception, rng: random.Random) -> Draft | None:
    code = _code(exercise, mistake)
    if code is None:
        return None
    text = f"{sentence(exercise.statement)} This `{exercise.name}` does not:\n\n{fenced(code)}"
    wrong = {
        sentence(other.why): f"That would be another mistake: {_words(other.name)}."
        for other in exercise.misconceptions
        if other.why != mistake.why
    }
    aspect = next(a.sentence for a in exercise.aspects if a.name == mistake.exposed_by)
    why = f"So this does not hold: {sentence(aspect)}"
    return draft(text, "What is wrong here?", (sentence(mistake.why), why), wrong, rng)


def _words(name: str) -> str:
    """A misconception's name as words, also that of a class: "forgets the activation"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _code(exercise: Exercise, mistake: Misconception) -> str | None:
    """The mistake's code under the exercise's name; of a class what differs from the right one."""
    node = definition_of(mistake.wrong)
    if node is None:
        return None
    named(node, exercise.name)
    right = definition_of(exercise.reference)
    if isinstance(node, ast.ClassDef) and isinstance(right, ast.ClassDef):
        as_asked = {ast.dump(method) for method in right.body}
        node.body = [m for m in node.body if ast.dump(m) not in as_asked] or node.body
        node.bases = [ast.Name(f"Right{exercise.name}", ast.Load())] if node.bases else []
    helpers = _helpers(node, mistake.wrong)
    if helpers is None:
        return None
    code = "\n\n".join(map(ast.unparse, [*helpers, node]))
    return code if len(code.splitlines()) <= LONGEST_CODE else None


def _helpers(node: ast.AST, wrong: Any) -> list[ast.AST] | None:
    """What else of ours the code uses: without it, it could not be read. None where it is too much.

    Ours are the functions and numbers beside the known mistakes; numbers come as `NAME = 0.5`.
    """
    names = getattr(wrong, "__globals__", None) or vars(sys.modules[wrong.__module__])
    found: dict[str, ast.AST] = {}
    waiting = [node]
    while waiting:
        for name in _not_its_own(waiting.pop()):
            value = names.get(name)
            if name in found or value is None or value is wrong:
                continue
            if isinstance(value, int | float):
                found[name] = ast.parse(f"{name} = {value!r}").body[0]
            elif getattr(value, "__module__", "").startswith(OURS):
                inner = definition_of(value)
                if inner is None or value.__module__ != wrong.__module__:
                    return None
                found[name] = inner
                waiting.append(inner)
            elif isinstance(value, list | tuple | dict | str):
                return None
    return list(reversed(found.values()))


def _not_its_own(node: ast.AST) -> Iterator[str]:
    """The names that code uses and does not bind itself."""
    inner = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    bound = {n.id for n in inner if isinstance(n.ctx, ast.Store)}
    bound |= {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    bound |= {n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    yield from dict.fromkeys(n.id for n in inner if n.id not in bound)
