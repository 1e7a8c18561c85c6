"""A notebook of before lesson 11 was divided: what it holds of today's lesson is graded."""

import nbformat

from autograder.course import Lesson
from autograder.exercises import of_lesson
from autograder.grading.engine import Grader, stage_for

from .conftest import ROOT

MOVED = ("Dense", "Sequential")
"""What lesson 11 held, and 12 holds today."""
NEW = ("roc_curve", "best_threshold")
"""What lesson 11 has gained since."""


def of_before():
    """Lesson 11 solved, as its notebooks were: with what moved, and without what is new."""
    lesson, later = Lesson("11-choosing", ROOT), Lesson("12-keras", ROOT)
    notebook = nbformat.read(lesson.solved, as_version=4)
    gone = {name for new in NEW for name in (new, f"check-{new}")}
    notebook.cells = [cell for cell in notebook.cells if cell.id not in gone]
    imports = next(cell for cell in notebook.cells if "from workbook import nn" in cell.source)
    imports.source = imports.source.replace("import nn", "import keras_parts, nn")
    moved = {name for one in MOVED for name in (one, f"check-{one}")}
    cells = nbformat.read(later.solved, as_version=4).cells
    notebook.cells += [cell for cell in cells if cell.id in moved]
    return lesson, notebook


def test_all_that_it_holds_of_today_counts_and_the_rest_does_no_harm():
    lesson, notebook = of_before()
    with stage_for(lesson) as stage:
        grader = Grader(lesson, 77, stage)
        try:
            graded = grader.grade(notebook)
        finally:
            grader.close()
    exercises = of_lesson(lesson.folder)
    assert not set(MOVED) & set(exercises) and set(NEW) <= set(exercises)
    passed = {name for name, verdict in graded.verdicts.items() if verdict.status == "passed"}
    assert passed == set(exercises) - set(NEW)
    assert graded.points == sum(exercises[name].max_points for name in passed)
    assert all(any(flag.startswith(f"{name}: ") for flag in graded.flags) for name in NEW)
