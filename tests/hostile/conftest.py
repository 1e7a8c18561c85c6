"""The suite's course, graded once for each of its modules."""

from __future__ import annotations

import contextlib
import socket

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
    """A module's test of one case is run for every case of its LESSON that its MODULES make."""
    if "case" in metafunc.fixturenames:
        cases = all_cases(metafunc.module.LESSON, metafunc.module.MODULES)
        metafunc.parametrize("case", cases, ids=[case.id for case in cases])


@pytest.fixture(scope="module")
def graded(request, tmp_path_factory):
    """A classroom: the cases of a module that were asked for, if they may be run here, graded."""
    lesson = request.module.LESSON
    own = [item for item in request.session.items if item.path == request.path]
    cases = [item.callspec.params["case"] for item in own if hasattr(item, "callspec")]
    course = tmp_path_factory.mktemp("hostile") / "course"
    room = Classroom(course, lesson, [case for case in cases if ISOLATED or not case.isolated])
    with socket.create_server(LISTENER, reuse_port=True), socket.socket(socket.AF_UNIX) as named:
        with contextlib.suppress(OSError):  # bound for the other lesson, at the same time
            named.bind(f"\0hostile-suite-{LISTENER[1]}")
            named.listen()
        room.grade()
    return room
