"""A learner's own folder, and a kernel that works in it."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from workbook.memory import keeping
from workbook.memory.answers_file import AnswersFile, event

from ..conftest import ROOT

START = "00-start-here/start-here.ipynb"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A course's folder with one lesson, in which a kernel seems to run."""
    target = tmp_path / "course" / "lessons" / START
    target.parent.mkdir(parents=True)
    shutil.copy(ROOT / "lessons" / START, target)
    monkeypatch.chdir(target.parent)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)  # nbgrader leaves it behind
    monkeypatch.setattr(keeping, "_in_notebook", lambda: True)
    monkeypatch.setattr(keeping, "_told", set())
    return tmp_path / "course"


@pytest.fixture
def answers(home):
    """The file of answers in that folder."""
    return AnswersFile(home)


@pytest.fixture
def weeks_ago(answers):
    """A function: answer these items that long ago, all wrong."""

    def write(items, days=20, lesson="01-neuron"):
        at = datetime.now(UTC) - timedelta(days=days)
        answers.append(*(event("answer", i, at, right=False, lesson=lesson) for i in items))

    return write
