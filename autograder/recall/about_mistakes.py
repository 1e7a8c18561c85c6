"""What is wrong here? Code with a known mistake, of the kind that was made once."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator

from ..exercises import all_exercises
from ..exercises.exercise import Exercise, Misconception
from .code_text import LONGEST_CODE, definition_of, fenced, named
from .drafts import Draft, draft, sentence


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
        node.bases = []
    code = ast.unparse(node)
    return code if len(code.splitlines()) <= LONGEST_CODE else None
