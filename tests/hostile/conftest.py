"""The suite's course, graded once for each lesson, and its closing line."""

from __future__ import annotations

import socket

import pytest

from .case import LISTENER
from .cases import all_cases
from .classroom import ISOLATED, Classroom

pytest.register_assert_rewrite("tests.hostile.suite")


def pytest_generate_tests(metafunc):
    """A module's test of one case is run for every case of its LESSON that its MODULES make."""
    if "case" in metafunc.fixturenames:
        cases = all_cases(metafunc.module.LESSON, metafunc.module.MODULES)
        metafunc.parametrize("case", cases, ids=[case.id for case in cases])


@pytest.fixture(scope="module")
def graded(request, tmp_path_factory):
    """A classroom in which all cases of the module's lesson that may be run here are graded."""
    lesson = request.module.LESSON
    cases = all_cases(lesson, request.module.MODULES)
    course = tmp_path_factory.mktemp("hostile") / "course"
    room = Classroom(course, lesson, [case for case in cases if ISOLATED or not case.isolated])
    with socket.create_server(LISTENER, reuse_port=True):
        room.grade()
    return room


def pytest_terminal_summary(terminalreporter):
    """How many cases were graded as a human would have graded them."""
    counts = {
        outcome: sum(
            "tests/hostile/" in report.nodeid and "::test_case[" in report.nodeid
            for report in terminalreporter.stats.get(outcome, [])
        )
        for outcome in ("passed", "failed", "skipped", "error")
    }
    right, wrong = counts["passed"], counts["failed"] + counts["error"]
    if right + wrong:
        terminalreporter.write_line(f"hostile suite: {right} of {right + wrong} right")
    if counts["skipped"]:
        reason = "there is no isolation here, so dangerous cases were not run"
        terminalreporter.write_line(f"hostile suite: {counts['skipped']} SKIPPED: {reason}")
