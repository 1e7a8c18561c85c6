"""Grade a course in a process of its own: `python session.py COURSE JOBS LIMITS`.

LIMITS is a JSON object of the engine's limits in seconds. Its last line on standard output is the
megabytes of memory that the largest process of the grader took.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from autograder.course import find_lessons
from autograder.grading import class_run, submissions
from autograder.grading.process import submission_run as run

SEED = 20_240_601


def main(course: str, jobs: str, limits: str) -> None:
    """Grade everything that is in the course's `submitted` folder."""
    os.chdir(course)
    for name, seconds in json.loads(limits).items():
        assert hasattr(run, name), f"the engine has no limit named {name}"
        setattr(run, name, seconds)
    root = Path(course)
    with tempfile.TemporaryDirectory() as folder:
        submissions.grade_submission = partial(measured, Path(folder), submissions.grade_submission)
        class_run.grade_class(find_lessons(), root / "submitted", root, int(jobs), SEED, None)
        print(max([megabytes(), *(int(path.read_text()) for path in Path(folder).iterdir())]))


def measured(folder: Path, grade: Callable, *arguments: object) -> object:
    """Grade a submission in a judge's process, and write down what that has taken so far."""
    result = grade(*arguments)
    (folder / str(os.getpid())).write_text(str(megabytes()))
    return result


def megabytes() -> int:
    """Of memory that this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
