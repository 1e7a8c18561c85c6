"""What a submission leaves behind: nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.grading.process.child import Sandbox
from autograder.grading.process.isolation import BUBBLEWRAP, NONE

ROOT = Path(__file__).resolve().parents[3]


def alive(marker: str) -> list[str]:
    """The processes on this machine whose command line holds a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if marker.encode() in line:
            found.append(line.replace(b"\0", b" ").decode())
    return found


def becomes(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether a condition comes true within some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def started(marker: str) -> bool:
    return becomes(lambda: bool(alive(marker)))


def gone(marker: str) -> bool:
    return becomes(lambda: not alive(marker))


def sleeper(marker: str) -> str:
    """A cell that starts a process in a session of its own, whose parents are gone at once."""
    return f"""
import os, subprocess, sys
if os.fork() == 0:
    os.setsid()
    subprocess.Popen(["sh", "-c", "sleep 60; : {marker}"])
    os._exit(0)
os.wait()
"""


@pytest.mark.parametrize("way", [BUBBLEWRAP, NONE], ids=lambda way: way.name)
def test_no_process_survives_its_submission(stage, way):
    marker = uuid.uuid4().hex
    with Sandbox(stage, way) as sandbox:
        process = sandbox.child()
        process.ask(20, do="run", source=sleeper(marker))
        assert started(marker)
        process.close()
        sandbox.child().close()
        assert gone(marker)


@pytest.mark.parametrize("way", ["bubblewrap", "none"])
def test_no_process_survives_the_grader(stage, way):
    marker = uuid.uuid4().hex
    script = f"""
import sys, time
from pathlib import Path
from autograder.grading.process.child import Sandbox
from autograder.grading.process.isolation import Isolation
process = Sandbox(Path({str(stage)!r}), Isolation({way!r})).child()
process.ask(20, do="run", source=sys.stdin.read())
print("running", flush=True)
time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as grader:
        grader.stdin.write(sleeper(marker).encode())
        grader.stdin.close()
        assert grader.stdout.readline() == b"running\n"
        assert started(marker)
        grader.send_signal(signal.SIGKILL)
    assert gone(marker)


def test_a_parent_that_dies_is_replaced(run, stage):
    with Sandbox(stage, BUBBLEWRAP) as sandbox:
        assert run(sandbox, "print(1)").printed == 1
        sandbox._parent._process.kill()
        sandbox._parent._process.wait()
        assert run(sandbox, "print(2)").printed == 2
