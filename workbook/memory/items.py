"""From an item that is due to the question that asks for it.

A checkpoint question asks for itself. Whoever knows exercises (`autograder`) registers how to ask
for an exercise or a mistake, so that nothing here has to import it.
"""

import hashlib
from functools import lru_cache

from workbook.memory.schedule import kind_of

_makers = {}


def register(kind, maker):
    """Let `maker(item, seed)` make the `Question` for items of a kind, or None where it cannot."""
    _makers[kind] = maker


def asked(item, seed, find, variant):
    """The question for an item: (Question, order of its options), or None where there is none.

    find, variant: those of `workbook.checkpoints`. An item of an earlier edition of the course may
    be gone.
    """
    if kind_of(item) == "question":
        try:
            return variant(find(item), seed)
        except LookupError:
            return None
    maker = _makers.get(kind_of(item))
    question = _made(maker, item, seed) if maker else None
    return (question, list(range(len(question.options)))) if question else None


@lru_cache(200)
def _made(maker, item, seed):
    """What a maker made: five cells of a lesson's review look at the same list."""
    return maker(item, seed)


def print_of(question):
    """A few letters that tell this wording of a question from any other."""
    texts = (question.scenario, question.prompt, *(option.text for option in question.options))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8]
