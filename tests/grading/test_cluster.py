"""A class graded by Dask workers in processes of their own, one of which is killed half-way."""

import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.cli import NOT_EVERYTHING
from autograder.course import CourseError, find_lessons
from autograder.grading import cluster as cluster_module
from autograder.grading.class_run import grade_class

from ..commands import Begun
from . import quiz as quizzes

STUDENTS = 7
SCRIPTS = Path(sys.executable).parent
MARKS = """
    SELECT student.id, assignment.name, base_cell.name, grade.auto_score, grade.needs_manual_grade
    FROM grade
    JOIN base_cell ON grade.cell_id = base_cell.id
    JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
    JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN assignment ON submitted_assignment.assignment_id = assignment.id
    JOIN student ON submitted_assignment.student_id = student.id
    ORDER BY 1, 2, 3
"""


@contextmanager
def running(*words, cwd):
    """A Dask command in a process of its own, as `dask WORDS`."""
    with (cwd / "dask.log").open("a") as log:
        process = subprocess.Popen(
            [SCRIPTS / "dask", *words], cwd=cwd, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers on this machine: its address, and the workers' processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("cluster")
    words = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")
    worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with (
        running("scheduler", *words, cwd=folder),
        running(*worker, cwd=folder) as one,
        running(*worker, cwd=folder) as other,
    ):
        wait_for(lambda: workers_of(address) == 2)
        yield address, one, other


def workers_of(address):
    from distributed import Client

    with Client(address, timeout=30, set_as_default=False) as client:
        return len(client.scheduler_info()["workers"])


def wait_for(ready):
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.1)


def grade(course, *options, work="3"):
    return Begun("autograder", "grade", work, "--seed", "5", *options, cwd=course)


def marks(course):
    """What the gradebook says, cell by cell."""
    with sqlite3.connect(course / "gradebook.db") as book:
        return book.execute(MARKS).fetchall()


@pytest.fixture
def handed_in(course, submit, write_in, solutions, unhurried):
    """A class that has handed in, each a little more than the one before."""
    for number in range(STUDENTS):
        submit(f"student{number:02}", write_in(**dict(list(solutions.items())[:number])))
    submit("student05", unhurried)
    submit("torn", b'{"cells": [')
    return course


def test_plain_notebooks_get_the_same_marks(quiz, cluster):
    quizzes.submit(quiz, "right", quizzes.handed_in())
    quizzes.submit(quiz, "wrong", quizzes.handed_in("def double(x):\n    return x"))
    quizzes.submit(quiz, "untouched", quizzes.handed_in(quizzes.BLANK, "YOUR ANSWER HERE"))
    found = []
    for options in (("--jobs", "1"), ("--scheduler", cluster[0])):
        done = grade(quiz, *options, work="quiz").ended()
        assert done.returncode == 0, done
        found.append(marks(quiz))
        (quiz / "gradebook.db").unlink()
        shutil.rmtree(quiz / "autograded")
    assert found[0] == found[1] and len({row[0] for row in found[0]}) == 3
    assert len({row[3] for row in found[0]}) > 2


@pytest.mark.slow
def test_a_killed_worker_changes_nothing(handed_in, cluster):
    pytest.importorskip("distributed")
    local = grade(handed_in, "--jobs", "1").ended()
    assert local.returncode == NOT_EVERYTHING, local
    wanted = marks(handed_in)
    (handed_in / "gradebook.db").unlink()
    shutil.rmtree(handed_in / "autograded")

    address, one, _ = cluster
    begun = grade(handed_in, "--scheduler", address, "--json", "records.json")
    wait_for(lambda: len(list(handed_in.glob("autograded/*/*/record.json"))) >= 3)
    assert begun.process.is_alive(), "the class was graded before a worker could be killed"
    one.send_signal(signal.SIGKILL)
    done = begun.ended()
    assert done.returncode == NOT_EVERYTHING, done
    assert marks(handed_in) == wanted
    assert len({row[3] for row in wanted}) > 1
    records = json.loads((handed_in / "records.json").read_text())
    assert len(records) == STUDENTS + 1
    assert {record["isolation"] for record in records} == {"bubblewrap"}
    assert [r["status"] for r in records if r["student"] == "torn"] == ["ungradable"]


@pytest.mark.slow
def test_a_submission_that_no_worker_survives_is_named_and_the_class_goes_on(
    course, submit, write_in, solutions, monkeypatch
):
    """Dask gives up what its workers die of, at once here; new workers take the others."""
    distributed = pytest.importorskip("distributed")
    import dask

    def grade_or_die(task, plan):  # it is sent to the workers as it stands here
        import os

        from autograder.grading.cluster import _grade

        if task.submission.student == "bob" and not task.lost:
            os._exit(1)
        return _grade(task, plan)

    for student in ("ada", "bob", "cyd"):
        submit(student, write_in(**solutions))
    monkeypatch.setattr(cluster_module, "_grade", grade_or_die)
    lessons = find_lessons(("3",), course)
    out = course / "records.json"
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as there,
    ):
        address = there.scheduler_address
        grade_class(lessons, course / "submitted", course, None, 7, out, None, address)
    records = {record["student"]: record for record in json.loads(out.read_text())}
    assert records["bob"]["status"] == "ungradable" and records["bob"]["score"] is None
    assert "died, one by one" in records["bob"]["reason"]
    assert all(records[name]["score"] == records[name]["max_score"] for name in ("ada", "cyd"))


def test_a_cluster_without_workers_is_not_waited_for_for_ever(monkeypatch):
    class Client:
        def scheduler_info(self):
            return {"workers": {}}

    monkeypatch.setattr(cluster_module, "RETURNS_WITHIN", 0.2)
    with pytest.raises(CourseError, match="All workers are gone"):
        cluster_module._wait_for_workers(Client(), lambda: False)
    cluster_module._wait_for_workers(Client(), lambda: True)


def test_no_scheduler_there(handed_in):
    done = grade(handed_in, "--scheduler", "tcp://127.0.0.1:9").ended()
    assert done.returncode != 0
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (handed_in / "gradebook.db").exists()
