"""nbgrader on this course: its steps mapped on these folders, and the engine plugged into them."""

from pathlib import Path

import autograder.grading.gradebook.blank_marks
import autograder.grading.gradebook.quick_nbgrader
import autograder.grading.nbgrader.converting  # noqa: F401
from autograder.course import all_lessons
from autograder.grading.nbgrader.pages import offline

c = get_config()  # noqa: F821

c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "neural-networks"
c.CourseDirectory.source_directory = "solutions"
# What nbgrader ignores, the lessons' own sources, which hold the solutions, the engine's notes, and
# samples for the person who marks texts.
lessons = (lesson.source.name for lesson in all_lessons(Path(__file__).resolve().parent))
usual = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]
c.CourseDirectory.ignore = [*usual, "record.json", "marking.md", "my-answers*.jsonl", *lessons]

# Releasing: a "break it" exercise hands out its buggy code where others hand out an empty stub.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "autograder.grading.gradebook.lesson_cells.GiveStarters",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grading: the notebook is mended, run in a process of its own, and judged in this one. Plain
# nbgrader notebooks run in the same sandbox. To change how, knowingly:
#     c.JudgeElsewhere.isolation = "none"    students' code runs unprotected, and reports say so
#     c.SaveMarks.stderr_fails = True        output on standard error fails a cell, as in nbgrader
#     c.JudgeElsewhere.cells_seconds = 900   what the cells of one submission may take, not 300
c.Autograde.exporter_class = "autograder.grading.nbgrader.steps.ReadAnything"
c.Autograde.sanitize_preprocessors = [
    "autograder.grading.nbgrader.steps.MendCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.grading.nbgrader.steps.JudgeElsewhere",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.grading.nbgrader.steps.SaveMarks",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Exporting: a mark that was not given is blank in grades.csv, with the reason, and no 0.
c.ExportApp.plugin_class = "autograder.grading.nbgrader.exporting.ExportMarks"

# Where students and instructors share a machine; the default is a folder of the whole system.
exchange = Path(c.CourseDirectory.root, "exchange")
exchange.mkdir(exist_ok=True)
c.Exchange.root = str(exchange)

# Feedback and Formgrader's pages: formulas as MathML, no script from the network or from a student.
offline(c)
