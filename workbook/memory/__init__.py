"""What a learner answered and checked is kept, and asked again when it is about to be forgotten.

In comes every answer to a question and every check, in one file of the learner's own
(`answers_file`, `keeping`); out goes what is due (`schedule`, `today`), the question for it
(`items`), a sitting of ten minutes (`sitting`), and what is known and what is fading
(`known`). Open `today` first. `simulation` shows on invented learners what it is good for.

Importing this loads none of them, and nothing of it leaves the machine.
"""

from importlib import import_module

_HOME = {"answers_of": "known", "plan": "planning", "review": "sitting", "take_in": "known"}

__all__ = ["answers_of", "plan", "review", "take_in"]


def __getattr__(name):
    """Import a module when what it holds is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"workbook.memory has no {name!r}: it has {', '.join(__all__)}.")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
