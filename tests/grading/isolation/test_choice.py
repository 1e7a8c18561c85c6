"""Which isolation is chosen, and what is done where it cannot be had."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.engine import Grader
from autograder.grading.process import isolation
from autograder.grading.process import starting as parents
from autograder.grading.process.isolation import BUBBLEWRAP, NONE, IsolationError

from ...ordinary_user import opened

ROOT = Path(__file__).resolve().parents[3]
DENIED = {errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOSPC, errno.ENETUNREACH}


def test_bubblewrap_is_the_default_and_none_is_asked_for():
    assert isolation.choose() == isolation.choose("bubblewrap") == BUBBLEWRAP
    assert isolation.choose("none") == NONE
    with pytest.raises(IsolationError, match="no isolation named 'docker'"):
        isolation.choose("docker")


def test_without_bubblewrap_nothing_is_run(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(IsolationError) as refusal:
        isolation.choose()
    assert "apt-get install bubblewrap" in str(refusal.value)
    assert "--isolation none" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_on_another_system_nothing_is_run(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(IsolationError, match=r"Linux alone.*--isolation none"):
        isolation.choose()


def test_a_sandbox_that_does_not_start_is_no_zero(lesson, stage, released, monkeypatch, tmp_path):
    """As where user namespaces are forbidden."""
    program = tmp_path / "bwrap"
    program.write_text(
        "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    grader = Grader(lesson, 1, stage)
    with pytest.raises(IsolationError) as refusal:
        grader.grade(released)
    assert "setting up uid map: Permission denied" in str(refusal.value)
    assert "--isolation none" in str(refusal.value)


def test_a_system_that_cannot_fork_starts_python_anew(
    lesson, stage, write_in, solutions, monkeypatch
):
    monkeypatch.setattr(parents.WarmStarts, "works_here", staticmethod(lambda: False))
    monkeypatch.setattr("autograder.grading.process.submission_run.CHECK_SECONDS", 1.0)
    loop = "def relu(z):\n    while True: pass"
    grader = Grader(lesson, 1, stage, NONE)
    graded = grader.grade(write_in(**{**solutions, "relu": loop}))
    grader.close()
    assert graded.points == graded.max_points - graded.verdicts["relu"].max_points
    assert "still running after 1 seconds" in graded.reason


@pytest.mark.skipif(os.getuid() != 0, reason="everything else here has run as an ordinary user")
def test_an_ordinary_user_is_protected_as_well(attempting, stage):
    """The interpreter may lie in root's home; a mount namespace of the test's own opens the way."""
    script = f"""
import os, sys
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
sys.path[:0] = {[str(ROOT), *map(str, isolation.packages())]!r}
from pathlib import Path
from autograder.grading.process.child import Sandbox
from autograder.grading.process.isolation import BUBBLEWRAP
with Sandbox(Path("/stage"), BUBBLEWRAP) as sandbox:
    process = sandbox.child()
    print(process.ask(20, do="run", source=sys.argv[1])["outputs"])
"""
    places = ("/", "/course", "/packages/0", "/usr/share/fonts", "/dev", str(ROOT), "/stage")
    actions = [f"open('{place}/left', 'w')" for place in places]
    actions += ["socket.create_connection(('192.0.2.1', 80), 2)", "system('unshare', 0x10000000)"]
    actions += ["os.open('/proc/2/mem', os.O_RDONLY)"]
    needed = [Path(isolation.interpreter()).parents[1], ROOT, *isolation.packages()]
    command = ["bwrap", "--dev-bind", "/", "/", *opened(needed)]
    command += ["--ro-bind", str(stage), "/stage", "--chdir", "/"]
    done = subprocess.run(
        [*command, isolation.interpreter(), "-S", "-c", script, attempting(*actions)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (output,) = ast.literal_eval(done.stdout)
    outcomes = ast.literal_eval(output["text"])
    assert set(outcomes.values()) <= DENIED, outcomes
