"""Submissions behind walls: a cell goes in, what came of it comes out.

Every attempt is bounded by construction, so that one that succeeds harms nobody. Tests look at the
host's side too: a file that was to be changed, a server to be reached, a process left behind.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from typing import NamedTuple

import pytest

from autograder.grading.engine import stage_for
from autograder.grading.process import isolation
from autograder.grading.process.child import ChildLost, Sandbox
from autograder.grading.process.isolation import BUBBLEWRAP, IsolationError


class Answer(NamedTuple):
    """What came of a cell: what it printed, as a value; its error; why its process was lost."""

    printed: object = None
    error: str = ""
    lost: str = ""


ATTEMPT = """
import ctypes, os, signal, socket
libc = ctypes.CDLL(None, use_errno=True)

def system(function, *arguments):
    if getattr(libc, function)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), function)

outcomes = {}
for action in ACTIONS:
    try:
        exec(action)
        outcomes[action] = "done"
    except OSError as error:
        outcomes[action] = error.errno
print(outcomes)
"""


@pytest.fixture(scope="session")
def run():
    """A function: run one cell as a submission of its own."""

    def run_cell(sandbox: Sandbox, source: str, seconds: float = 20.0) -> Answer:
        process = sandbox.child()
        try:
            reply = process.ask(seconds, do="run", source=source)
        except ChildLost as lost:
            return Answer(lost=str(lost))
        finally:
            process.close()
        outputs = {output["output_type"]: output for output in reply["outputs"]}
        printed = ast.literal_eval(outputs.get("stream", {"text": "None"})["text"].strip())
        error = outputs.get("error")
        return Answer(printed, f"{error['ename']}: {error['evalue']}" if error else "")

    return run_cell


@pytest.fixture(scope="session")
def attempt(run):
    """A function: what came of each action, a statement: the error's number, or "done".

    An action may call `system(function, *arguments)`, a function of the C library.
    """

    def attempt_all(sandbox: Sandbox, *actions: str) -> dict[str, int | str]:
        return run(sandbox, f"ACTIONS = {actions!r}\n{ATTEMPT}").printed

    return attempt_all


@pytest.fixture(scope="session")
def attempting():
    """A function: the source of such a cell."""
    return lambda *actions: f"ACTIONS = {actions!r}\n{ATTEMPT}"


@pytest.fixture(scope="module", autouse=True)
def bubblewrap():
    """These tests need bubblewrap; on a machine that tests everything it must be there."""
    try:
        return isolation.choose()
    except IsolationError as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def stage(lesson):
    with stage_for(lesson) as folder:
        yield folder


@pytest.fixture(scope="module")
def sandbox(stage):
    with Sandbox(stage, BUBBLEWRAP) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def one_wall(stage, tmp_path_factory):
    """A sandbox without the filter on system calls: the namespaces must do without it."""
    with altered(
        stage, tmp_path_factory, "seccomp.py", r"    if platform.*\n.*", "    return None"
    ) as box:
        yield box


@pytest.fixture(scope="module")
def small(stage, tmp_path_factory):
    """A sandbox whose limits are reached without straining the machine: 600 MB, 1 second."""
    changes = "MEMORY = .*", "MEMORY = 600 * 2**20", "CPU_SECONDS = .*", "CPU_SECONDS = 1"
    with altered(stage, tmp_path_factory, "limits.py", *changes) as box:
        yield box


def altered(stage, tmp_path_factory, module, *changes):
    """A sandbox with changes to a module of its own: pattern, replacement, and so on."""
    copy = shutil.copytree(stage, tmp_path_factory.mktemp("altered") / "stage")
    path = copy / "autograder" / module
    text = path.read_text("utf-8")
    for pattern, replacement in zip(changes[::2], changes[1::2], strict=True):
        text, count = re.subn(pattern, replacement, text, count=1)
        assert count, pattern
    path.write_text(text, "utf-8")
    return Sandbox(copy, BUBBLEWRAP)


@pytest.fixture(params=["sandbox", "one_wall"])
def walls(request):
    """A sandbox with both walls, and one with the namespaces alone."""
    return request.getfixturevalue(request.param)
