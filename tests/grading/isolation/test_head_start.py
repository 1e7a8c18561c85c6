"""The first sandbox is begun before everything is imported, used once, and never left over."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time

import pytest

from autograder.grading.engine import stage_for
from autograder.grading.process import head_start as head_start_module
from autograder.grading.process.child import Sandbox
from autograder.grading.process.head_start import head_start
from autograder.grading.process.isolation import BUBBLEWRAP, NONE

from .test_leftovers import ROOT, becomes

ASK = "import workbook.nn, autograder; print(workbook.nn.__name__, autograder.__file__)"


def begun(sandbox):
    """The process behind a sandbox."""
    return sandbox._parent._process


def ended(process):
    return becomes(lambda: process.poll() is not None)


def test_nothing_large_is_imported_before_it_begins():
    code = (
        "import sys, autograder.cli, autograder.grading.process.head_start\n"
        "print({'numpy', 'nbformat', 'IPython', 'nbgrader.api'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "set()\n", done.stderr


@pytest.mark.parametrize("way", [BUBBLEWRAP, NONE], ids=lambda way: way.name)
def test_the_first_has_it_with_the_lesson_in_it_and_the_second_one_of_its_own(lesson, way):
    with head_start(way.name), stage_for(lesson) as stage:
        with Sandbox(stage, way) as first, Sandbox(stage, way) as second:
            assert begun(first).pid < begun(second).pid
            said = [box.child().ask(20, do="run", source=ASK)["outputs"] for box in (first, second)]
            assert said[0] == said[1] and "workbook.nn /" in said[0][0]["text"]
        assert ended(begun(first)) and ended(begun(second))
    assert not stage.exists()


def test_another_isolation_does_not_get_it(lesson):
    with head_start("none"), stage_for(lesson) as stage, Sandbox(stage, BUBBLEWRAP) as sandbox:
        assert sandbox._parent.isolation == BUBBLEWRAP
        where = "import os; print(os.getcwd())"
        (said,) = sandbox.child().ask(20, do="run", source=where)["outputs"]
        assert said["text"] == "/tmp/course/lessons/lesson\n"


def test_a_second_lesson_has_a_folder_of_its_own(lesson):
    with head_start("none"), stage_for(lesson) as one, stage_for(lesson) as other:
        assert one != other and (other / "workbook" / "nn").is_dir()


def test_what_nobody_wants_is_closed(lesson):
    with head_start("none"):
        with stage_for(lesson):
            pass
        process = head_start_module._begun.sandbox._process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.parametrize("end", ["closes it", "is killed"])
def test_a_fork_takes_it_over_and_it_ends_with_that_fork(lesson, end):
    with head_start("none"), stage_for(lesson) as stage:
        process = head_start_module._begun.sandbox._process
        said, saying = multiprocessing.Pipe()
        child = os.fork()
        if child == 0:
            sandbox = Sandbox(stage, NONE)
            submission = sandbox.child()
            (output,) = submission.ask(20, do="run", source="print(6 * 7)")["outputs"]
            if end == "closes it":
                submission.close()
                sandbox.close()
            saying.send((begun(sandbox).pid, output["text"]))
            time.sleep(60)
        with Sandbox(stage, NONE) as another:  # also before the fork has said a word
            assert begun(another).pid != process.pid
        assert said.recv() == (process.pid, "42\n")
        if end == "closes it":
            assert ended(process)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert ended(process)


def test_what_cannot_begin_is_no_error_yet(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with head_start(None):
        assert head_start_module._begun.sandbox is None
