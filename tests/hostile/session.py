"""Grade a course in a process of its own: `python session.py COURSE JOBS LIMITS`.

LIMITS is a JSON object of the engine's limits in seconds. Its last line on standard output is the
megabytes of memory that the grader took.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from autograder.course import find_lessons
from autograder.grading import class_run
from autograder.grading.process import submission_run as run

SEED = 20_240_601


def main(course: str, jobs: str, limits: str) -> None:
    """Grade everything that is in the course's `submitted` folder."""
    os.chdir(course)
    for name, seconds in json.loads(limits).items():
        assert hasattr(run, name), f"the engine has no limit named {name}"
        setattr(run, name, seconds)
    root = Path(course)
    class_run.grade_class(find_lessons(), root / "submitted", root, int(jobs), SEED, None)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
