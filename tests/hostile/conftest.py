"""The suite's course, graded once for each of its modules."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from pathlib import Path

import pytest

from .case import LISTENER
from .cases import all_cases
from .classroom import HERE, ISOLATED, Classroom

pytest.register_assert_rewrite("tests.hostile.suite")


def pytest_collection_modifyitems(items):
    """Everything here is marked, so that `-m "not hostile"` leaves none of it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("hostile")
            item.add_marker("slow")


def pytest_generate_tests(metafunc):
    """A module's test of one case is run for every case that its CASES make, lesson by lesson."""
    if "case" in metafunc.fixturenames:
        made = metafunc.module.CASES
        cases = [case for lesson, modules in made.items() for case in all_cases(lesson, modules)]
        ids = [f"{case.lesson}-{case.id}" if len(made) > 1 else case.id for case in cases]
        metafunc.parametrize("case", cases, ids=ids)


@pytest.fixture(scope="module")
def graded(request):
    """A classroom: the cases of a module that were asked for, if they may be run here, graded.

    By an ordinary user where the module says so, or HOSTILE_AS is "ordinary"; by root if "root".
    """
    own = [item for item in request.session.items if item.path == request.path]
    cases = [item.callspec.params["case"] for item in own if hasattr(item, "callspec")]
    possible = [case for case in cases if ISOLATED or not case.isolated]
    by = os.environ.get("HOSTILE_AS") or getattr(request.module, "GRADED_BY", "root")
    with (
        # not below pytest's folder, which is closed to others
        tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as folder,
        socket.create_server(LISTENER, reuse_port=True),
        socket.socket(socket.AF_UNIX) as named,
    ):
        with contextlib.suppress(OSError):  # bound for the other lesson, at the same time
            named.bind(f"\0hostile-suite-{LISTENER[1]}")
            named.listen()
        ordinary = by == "ordinary" and os.geteuid() == 0
        room = Classroom(Path(folder, "course"), tuple(request.module.CASES), possible, ordinary)
        room.grade()
        yield room
