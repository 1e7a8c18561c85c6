"""Each lesson of the course through the sandbox: solved and untouched."""

import nbformat
import pytest

from autograder.course import all_lessons
from autograder.exercises import of_lesson
from autograder.grading.engine import Grader, stage_for

SEED = 77


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.folder)
def test_solved_is_full_and_untouched_is_nothing(lesson):
    exercises = of_lesson(lesson.folder)
    with stage_for(lesson) as stage:
        grader = Grader(lesson, SEED, stage)
        try:
            solved = grader.grade(nbformat.read(lesson.solved, as_version=4))
            untouched = grader.grade(nbformat.read(lesson.notebook, as_version=4))
        finally:
            grader.close()
    assert {name: v.status for name, v in solved.verdicts.items()} == dict.fromkeys(
        exercises, "passed"
    )
    assert (solved.status, solved.flags) == ("graded", [])
    assert solved.points == sum(exercise.max_points for exercise in exercises.values())
    assert {v.points for v in untouched.verdicts.values()} == {0.0}
    unwritten = {name for name, exercise in exercises.items() if exercise.starter is None}
    assert all(untouched.verdicts[name].status == "unwritten" for name in unwritten)
