"""Start grading a course and kill the grader in the middle: `python killed.py COURSE RECORDS`.

It kills the one process that was started, once that many records are written; with 0, a second and
a half after the start. What is left of the grader then has to notice by itself.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path


def main(course: str, records: str) -> None:
    """Exits with 0 where the grader was killed before it was done."""
    grader = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", "--jobs", "2", "--seed", "7"],
        cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + 60
    time.sleep(0 if int(records) else 1.5)
    while grader.poll() is None and time.monotonic() < end:
        if len(list(Path(course).glob("autograded/*/*/record.json"))) >= int(records):
            break
        time.sleep(0.01)
    grader.send_signal(signal.SIGKILL)
    sys.exit(grader.wait() != -signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
