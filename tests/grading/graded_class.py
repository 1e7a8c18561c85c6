"""A class that has been graded, made without running anything: records, notebooks and gradebook."""

import shutil
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat

from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.grading.attempts import Came, note
from autograder.grading.gradebook.marks import Marks
from autograder.grading.gradebook.opening import open_gradebook
from autograder.grading.gradebook.records import ExerciseRecord, Record
from autograder.grading.outcome import Outcome, Submission, as_file, keep

ROOT = Path(__file__).resolve().parents[2]


def make_course(root, *folders):
    """A course folder with these lessons' sources; the lessons."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for folder in folders:
        shutil.copytree(ROOT / "solutions" / folder, root / "solutions" / folder)
    return [Lesson(folder, root) for folder in folders]


def result(name, share=1.0, lesson="03-activations", **more):
    """What came of an exercise of which a share of the points was reached."""
    most = of_lesson(lesson)[name].max_points
    status = "passed" if share == 1 else "partial" if share else "failed"
    return ExerciseRecord(name, share * most, most, **{"status": status, **more})


def record(student, lesson, exercises, **more):
    """A graded submission's record."""
    most = sum(each.max_points for each in exercises)
    given = sum(each.points or 0.0 for each in exercises)
    made = Record(student, lesson, "graded", "", given, most, 0.1, exercises=exercises)
    return replace(made, **more)


def write(lesson, records, notebooks=None, timestamps=None):
    """Put records where grading puts them, with their marks in the gradebook.

    notebooks, timestamps: by student; without one, the released notebook, and no time.
    """
    released = nbformat.read(ROOT / "lessons" / lesson.folder / lesson.notebook.name, as_version=4)
    with open_gradebook(lesson.root, [lesson]) as book:
        for each in records:
            notebook = (notebooks or {}).get(each.student, released)
            marks = Marks.of_lesson(lesson.name, each.exercises)
            if each.status == "ungradable":
                marks = Marks.ungradable(each.reason)
            submission = Submission(each.student, lesson, lesson.root)
            kept = {lesson.solved.name: as_file(deepcopy(notebook))}
            keep(lesson.root, Outcome(submission, each, marks, kept))
            when = (timestamps or {}).get(each.student)
            book.write(each.student, lesson.folder, marks, when and datetime.fromisoformat(when))


def first_attempt(root, student, lesson, points):
    """Note an attempt before the one that counts."""
    handed_in = root / "submitted"
    handed_in.mkdir(exist_ok=True)
    came = Came("first", "graded", sum(points.values()), 20, points=points)
    return note(root, student, lesson, handed_in, came)
