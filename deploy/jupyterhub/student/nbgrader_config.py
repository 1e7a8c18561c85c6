"""nbgrader for a student: where the exchange is, and that lessons are fetched into `lessons`."""

from pathlib import Path

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "neural-networks"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "my-answers*.jsonl"
]  # fmt: skip
c.Exchange.root = str(Path(__file__).resolve().parents[1] / "exchange")
c.Exchange.assignment_dir = str(Path.home() / "lessons")  # in full: nbgrader goes there itself
