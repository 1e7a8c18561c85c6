"""What a learner answered to checkpoint questions, where what was handed in tells it.

A notebook holds it where JupyterLab was told to save the state of widgets (*Settings*, *Save Widget
State Automatically*); and a learner may hand in their own file of answers beside it. No mark
depends on it; it may say anything, and is believed for statistics alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from workbook.checkpoints import Question, load
from workbook.memory import answers_of
from workbook.memory.answers_file import NAME

STATE = "application/vnd.jupyter.widget-state+json"
MOST = 5_000
"""Widgets of a notebook that are looked at."""
LARGEST = 2_000_000
"""Bytes of a learner's own file that are read: some ten thousand answers."""


def checkpoint_answers(notebook: NotebookNode, options: Mapping[str, int]) -> dict[str, int]:
    """The option that was chosen for each question, from 0, in a notebook as it was handed in.

    options: how many each question of the lesson has, by its id. What is no answer is left out; of
    several to one question the last one in the file counts.
    """
    found = {}
    for state in _states(notebook):
        question = state.get("_question")
        name = question.get("id") if isinstance(question, dict) else None
        choice = state.get("choice")
        if not isinstance(name, str) or state.get("answered") is not True:
            continue
        if type(choice) is int and 0 <= choice < options.get(name, 0):
            found[name] = choice
    return found


def answers_in_file(folder: Path, options: Mapping[str, int]) -> dict[str, int]:
    """The option that was chosen first for each question, by the learner's own file in a folder.

    Empty where they did not hand it in. options: as for `checkpoint_answers`.
    """
    path, found = folder / NAME, {}
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return found
        answers = answers_of(path)
    except OSError:  # it may not be read: it costs nobody a mark
        return found
    for answer in answers:
        if answer.option is not None and 0 <= answer.option < options.get(answer.question, 0):
            found.setdefault(answer.question, answer.option)
    return found


def options_of(lesson: str) -> dict[str, int]:
    """How many options each question of a lesson has, by its id; a lesson may have no questions."""
    return {question.id: len(question.options) for question in questions_of(lesson)}


def questions_of(lesson: str) -> list[Question]:
    """A lesson's questions, by its folder; none where it has none."""
    try:
        return load(lesson)
    except LookupError:
        return []


def _states(notebook: NotebookNode) -> list[dict]:
    place: object = notebook.metadata
    for key in ("widgets", STATE, "state"):
        place = place.get(key) if isinstance(place, dict) else None
    models = list(place.values())[:MOST] if isinstance(place, dict) else []
    states = [model.get("state") for model in models if isinstance(model, dict)]
    return [state for state in states if isinstance(state, dict)]
