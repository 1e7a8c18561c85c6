"""The processes that judge may be lost: that costs one mark, and nothing else, once and for all."""

import ctypes
import json
import os
import pickle
import signal
import time
from collections import Counter
from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest

from autograder.course import CourseError, find_lessons
from autograder.grading import submissions
from autograder.grading.class_run import grade_class
from autograder.grading.engine import Grader
from autograder.grading.gradebook.marks import Marks
from autograder.grading.gradebook.records import Record
from autograder.grading.intake.naming import students
from autograder.grading.judge_limits import LimitMet, processor_time
from autograder.grading.judges import Judges, Lost
from autograder.grading.outcome import Outcome, Plan, Submission
from autograder.grading.process.isolation import NONE
from autograder.grading.submissions import Task, Yielded, in_turns

from ..hostile.case import Material, save
from ..hostile.classroom import make_course

LESSON = "00-start-here"
"""The shortest: each judge that takes a lost one's place draws its tasks."""


def take_memory():
    """What harms no machine, because the limit is met on the way."""
    kept = []
    while True:
        kept.append(np.empty(2**26, np.uint8))  # counted as taken, though nothing is written to it


def loop():
    while True:
        pass


DEATHS = {
    "killed": (lambda: os.kill(os.getpid(), signal.SIGKILL), "ended from outside"),
    "ended": (lambda: os._exit(3), "status 3"),
    "crashed": (lambda: ctypes.string_at(0), "SIGSEGV"),
    "memory": (take_memory, "memory that a judge has"),
    "processor": (loop, "more processor time"),
    "raises": (lambda: 1 / 0, "ZeroDivisionError"),
    "exits": (lambda: exit(), "SystemExit"),
}
"""How judging a submission may end, by the student's name, and what its record then says."""

DEADLY = ("killed", "ended", "crashed")
"""Those that take the judge's process with them."""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder of its own, the current one, with a short lesson and nothing submitted."""
    make_course(tmp_path, (LESSON,))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hand_in(course, student):
    """Hand in a solved notebook."""
    material = Material(LESSON)
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True)
    save(material.notebook(), folder / material.file)


@pytest.fixture
def deadly(course, monkeypatch):
    """A class with each way to lose a judge in it, and a good student behind each."""
    choose = submissions.choose_notebook

    def choose_or_die(listing, wanted):
        name = listing.folder.parent.name
        if name in DEATHS:
            with (course / "tried").open("a") as tried:
                tried.write(f"{name}\n")
            DEATHS[name][0]()
        return choose(listing, wanted)

    for name in DEATHS:
        hand_in(course, name)
        hand_in(course, f"{name}-then-good")
    monkeypatch.setattr(submissions, "choose_notebook", choose_or_die)
    # of processor time, of which good work takes a tenth, on a busy machine too
    monkeypatch.setattr(submissions, "SUBMISSION_SECONDS", 1.0)
    monkeypatch.setattr(Grader, "judging_seconds", lambda *_: 1.0)
    return course


def grade(course, jobs, regrade=False):
    """Records by student, without what may differ."""
    out = course / "records.json"
    lessons = find_lessons((LESSON,), course)
    grade_class(
        lessons, course / "submitted", course, jobs, 7, out, isolation="none", regrade=regrade
    )
    return {record["student"]: record | {"seconds": 0} for record in json.loads(out.read_text())}


def tried(course):
    """How often each deadly submission was read since this was asked last."""
    path = course / "tried"
    counted = Counter(path.read_text().split()) if path.exists() else Counter()
    path.unlink(missing_ok=True)
    return counted


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_submission_that_a_judge_does_not_survive_is_named_and_the_class_goes_on(deadly, jobs):
    records = grade(deadly, jobs)
    for name, (_, why) in DEATHS.items():
        assert records[name]["status"] == "ungradable" and records[name]["score"] is None
        assert why in records[name]["reason"], name
        good = records[f"{name}-then-good"]
        assert good["status"] == "graded" and good["score"] == good["max_score"]
    attempts = tried(deadly)  # two judges may both have had it in hand
    assert all(2 <= attempts[name] <= 4 for name in DEADLY)
    assert all(attempts[name] <= jobs for name in DEATHS.keys() - set(DEADLY))
    assert grade(deadly, jobs) == records
    assert tried(deadly) == {}, "a rerun dies at the same place"
    if jobs > 1:
        assert grade(deadly, jobs, regrade=True) == records


def test_a_judge_that_was_killed_from_outside_changes_nothing(course, monkeypatch):
    """As the system does it for want of memory, whoever's fault that is; later it is not."""
    choose = submissions.choose_notebook

    def die_once(listing, wanted):
        if listing.folder.parent.name == "bob" and not (course / "died").exists():
            (course / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return choose(listing, wanted)

    for name in ("ada", "bob", "cyd"):
        hand_in(course, name)
    monkeypatch.setattr(submissions, "choose_notebook", die_once)
    records = grade(course, 2)
    assert [record["status"] for record in records.values()] == ["graded"] * 3
    assert (course / "died").exists()


# The processes alone ------------------------------------------------------------------------------


@contextmanager
def doing(name):
    """What the judges of these tests do: call a piece that can be called, give back another."""
    yield lambda piece: DEATHS[piece][0]() if piece in DEATHS else time.sleep(piece) or piece


@pytest.mark.parametrize("count", [1, 3])
def test_every_piece_has_one_answer_whoever_dies(count):
    pieces = [0, 0.01, "killed", 0, "crashed", 0, 0, "ended", 0.02, 0]
    with Judges(count, partial(doing, "it"), 60.0) as judges:
        answers = list(judges.each(pieces))
        assert sorted(map(str, (piece for piece, _ in answers))) == sorted(map(str, pieces))
        lost = [piece for piece, answer in answers if isinstance(answer, Lost)]
        # one whose answer was on its way when its judge died is lost, too, and is asked again
        assert set(lost) >= {"killed", "crashed", "ended"} and len(lost) <= 6
        assert list(judges.each([0])) == [(0, 0)], "they are to be had again"


def test_one_that_never_answers_is_ended():
    with Judges(2, partial(doing, "it"), 2.0) as judges:
        answers = dict(judges.each([1_000, "killed", 0]))
    assert answers[0] == 0 and answers[1_000].late and not answers["killed"].late


def test_nobody_waits_behind_one_that_is_long_at_its_piece():
    """The next piece in its hand is taken over by another judge."""
    with Judges(2, partial(doing, "it"), 60.0) as judges:
        order = [piece for piece, _ in judges.each([3, 0, 0.1, 0.2, 0.3])]
    assert order[-1] == 3 and len(order) == 5


def test_what_says_nothing_about_one_piece_ends_the_run():
    @contextmanager
    def unable():
        raise CourseError("no sandbox here")
        yield

    with Judges(2, unable, 60.0) as judges, pytest.raises(CourseError, match="no sandbox"):
        list(judges.each([1, 2, 3]))


def test_processor_time_is_counted_inside_of_processor_time():
    """Who takes the end of the outer block for that of an inner one is given no more time."""
    met, begun = 0, time.process_time()  # each inner one in full would take 200 seconds
    with processor_time(0.6):
        for _ in range(1_000):
            try:
                with processor_time(0.2):
                    loop()
            except LimitMet:
                met += 1
    assert met == 1_000 and time.process_time() - begun < 100
    with pytest.raises(LimitMet), processor_time(0.1):
        loop()
    with processor_time(60):
        pass


# In turns -----------------------------------------------------------------------------------------


class Class:
    """Students with what comes of each attempt at their work; notes who was asked, and how."""

    def __init__(self, **attempts):
        self.attempts = {name: list(results) for name, results in attempts.items()}
        self.asked = []

    def ask(self, tasks):
        tasks = list(tasks)
        for task in tasks:
            student = task.submission.student
            self.asked.append((student, "hurried" if task.hurried else len(tasks)))
            yield task, outcome(task) if task.lost else self.attempts[student].pop(0)(task)

    def grade(self, side_by_side=True):
        plan = Plan(None, 7, NONE)
        given = [Submission(name, SOME, None) for name in self.attempts]
        return [each.record for each in in_turns(plan, given, self.ask, side_by_side)]


class SOME:
    folder = "some"


def outcome(task, is_starved=False):
    student = task.submission.student
    record = Record(student, "some", "graded", task.lost, 1.0, 1.0, 0.0)
    return Outcome(task.submission, record, Marks(), is_starved=is_starved)


def yields(task):
    return Yielded()


def starved(task):
    return outcome(task, is_starved=True)


def killed(task):
    return Lost("killed")


def late(task):
    return Lost("it took too long", late=True)


def test_who_meets_a_time_limit_comes_after_all_others():
    group = Class(ada=[yields, outcome], bob=[outcome], cyd=[yields, outcome], dan=[outcome])
    assert [record.student for record in group.grade()] == ["bob", "dan", "ada", "cyd"]
    assert group.asked[4:] == [("ada", 2), ("cyd", 2)], "not hurried any more"


def test_who_may_have_been_harmed_by_others_is_asked_again_alone():
    group = Class(ada=[yields, starved, outcome], bob=[killed, outcome], cyd=[outcome])
    assert [record.student for record in group.grade()] == ["cyd", "bob", "ada"]
    assert group.asked[-2:] == [("bob", 1), ("ada", 1)]


def test_where_nothing_else_runs_nobody_was_harmed():
    group = Class(ada=[yields, starved], bob=[outcome])
    assert [record.student for record in group.grade(side_by_side=False)] == ["bob", "ada"]


def test_a_single_submission_has_nobody_to_yield_to():
    group = Class(ada=[outcome])
    group.grade()
    assert group.asked == [("ada", 1)]


def test_what_kills_twice_is_given_up_with_the_reason():
    group = Class(ada=[killed, killed], bob=[late], cyd=[outcome])
    records = {record.student: record.reason for record in group.grade()}
    assert "killed" in records["ada"] and "too long" in records["bob"] and not records["cyd"]
    assert [student for student, _ in group.asked].count("bob") == 2, "tried, then given up"


def test_no_two_students_have_the_same_name(tmp_path):
    raw = [b"Jos\xe9", b"Jos\\xe9", b"\xff" * 72, b"\xff" * 71 + b"\xfe", "José".encode()]
    names = students([tmp_path / os.fsdecode(each) for each in raw])
    assert len(set(names)) == len(raw) and names[4] == "José" and names[1] == r"Jos\xe9"
    assert max(len(name.encode()) for name in names) < 200
    assert students([tmp_path / os.fsdecode(raw[0])]) == [r"Jos\xe9"]


def test_the_task_of_a_class_can_be_pickled(lesson, tmp_path):
    task = Task(Submission("ada", lesson, tmp_path), hurried=True)
    assert pickle.loads(pickle.dumps(task)) == task


def test_a_judge_that_cannot_be_made_ready_is_no_piece_lost():
    """Whatever is missing for all, it says nothing about any of them."""

    @contextmanager
    def start():
        raise KeyError("a file of the course's")
        yield

    with Judges(2, start, 20) as judges, pytest.raises(CourseError, match="a file of the course"):
        list(judges.each(range(5)))


def test_what_is_missing_for_all_leaves_every_record_alone(course, monkeypatch):
    hand_in(course, "ada")
    monkeypatch.setattr(submissions, "options_of", lambda lesson: {}["damaged"])
    with pytest.raises(CourseError, match="no judge can be made ready"):
        grade_class(find_lessons((LESSON,), course), course / "submitted", course, 1, 7)
    assert not (course / "autograded").exists()
