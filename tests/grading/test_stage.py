"""What of the course's library a submission may import, by the lesson that is graded."""

import os
import subprocess
import sys

import pytest

from autograder.exercises import LESSONS
from autograder.grading import stage

LATER = "99-later"


@pytest.mark.parametrize(
    "lesson, there",
    [
        ("03-activations", "standardize_fit"),
        ("11-choosing", "train MLP adam"),
        (LATER, "train MLP adam confusion_matrix smote conv2d rnn_step Dense Sequential"),
    ],
)
def test_solutions_of_earlier_lessons_alone_can_be_imported(lesson, there, tmp_path, monkeypatch):
    """Also where a lesson's functions fill a folder, as lesson 11's do."""
    monkeypatch.setattr(stage, "LESSONS", (*LESSONS, LATER))
    stage.make_stage(tmp_path, lesson)
    asked = "double train standardize_fit relu MLP adam confusion_matrix smote conv2d rnn_step "
    asked = (asked + "Dense Sequential").split()
    source = (
        "from workbook import nn\n"
        f"assert nn.__file__.startswith({str(tmp_path)!r})\n"
        f"print([name for name in {asked} if hasattr(nn, name)])"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", source],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    names = set(eval(found.stdout))
    assert names >= {"double", *there.split()}
    assert ("relu" in names) is (lesson != "03-activations")
    assert ("Dense" in names) is (lesson == LATER)
