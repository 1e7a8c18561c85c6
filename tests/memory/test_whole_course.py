"""A learner's sixty days with the course's own questions and exercises, on a clock passed in."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from autograder import recall
from autograder.exercises import of_lesson
from workbook.checkpoints import find, load_all, variant
from workbook.memory.answers_file import AnswersFile, event
from workbook.memory.items import asked
from workbook.memory.known import knowledge
from workbook.memory.schedule import exercise_item, kind_of, mistake_item, standings
from workbook.memory.today import minutes_of, put_today

START = datetime(2026, 1, 5, 17, tzinfo=UTC)
DAYS, EVERY = 60, 3
AWAY = range(30, 44)
"""Two weeks in which nobody sits down."""


class Days:
    """Sits down every third day: first what is due, then half of a lesson's time a new lesson."""

    def __init__(self, folder):
        self.answers, self.rng = AnswersFile(folder), random.Random(11)
        self.sittings, self.gaps, self.last = {}, {True: [], False: []}, {}
        lessons = iter(load_all().items())
        for day in range(0, DAYS, EVERY):
            now = START + timedelta(days=day)
            if day in AWAY:
                continue
            self.review(day, now)
            self.lesson(*next(lessons, ("", [])), now)
        self.end = START + timedelta(days=DAYS)

    def review(self, day, now):
        kept = self.answers.read().events
        put = put_today(kept, now, lambda due: asked(due.item, due.seed, find, variant))
        self.sittings[day], events = [due for due, _ in put], []
        for due, (question, order) in put:
            assert sum(option.right for option in question.options) == 1
            assert sorted(order) == list(range(len(question.options)))
            right = self.rng.random() < 0.8
            if due.item in self.last:
                before, was_right = self.last[due.item]
                self.gaps[was_right].append(day - before)
            self.last[due.item] = day, right
            events.append(event("answer", due.item, now, right=right, seed=due.seed))
        if events:
            self.answers.append(*events)

    def lesson(self, folder, questions, now):
        """Answer a lesson's questions; write its exercises, some wrong at first."""
        events = []
        for question in questions:
            if question.kind != "review":
                right = self.rng.random() < 0.7
                events.append(event("answer", question.id, now, right=right, lesson=folder))
        for name, exercise in of_lesson(folder).items() if folder else ():
            if self.rng.random() < 0.2:
                mistake = self.rng.choice(exercise.misconceptions).name
                events.append(
                    event("check", name, now, status="failed", misconception=mistake, lesson=folder)
                )
            events.append(event("check", name, now, status="passed", lesson=folder))
        if events:
            self.answers.append(*events)


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    recall.register()
    return Days(tmp_path_factory.mktemp("learner"))


def test_every_sitting_is_ten_minutes_at_most_also_after_two_weeks(days):
    minutes = {day: minutes_of(dues) for day, dues in days.sittings.items()}
    assert max(minutes.values()) <= 10
    back = min(day for day in minutes if day >= AWAY.stop)
    assert minutes[back] >= 8, "who comes back has ten minutes' work, and no more"
    assert minutes[0] == 0


def test_questions_exercises_and_mistakes_all_come_back(days):
    kinds = Counter(kind_of(due.item) for dues in days.sittings.values() for due in dues)
    assert min(kinds["question"], kinds["exercise"], kinds["mistake"]) >= 5
    for dues in days.sittings.values():
        assert len({due.item for due in dues}) == len(dues)


def test_what_was_wrong_came_back_sooner(days):
    right, wrong = (sum(gaps) / len(gaps) for gaps in (days.gaps[True], days.gaps[False]))
    assert wrong < 0.8 * right


def test_all_that_was_done_stands_at_the_end(days):
    kept = days.answers.read()
    found = standings(kept.events, days.end)
    mistakes = {mistake_item(e.item, e.data["misconception"])
                for e in kept.events if e.get("misconception", str)}  # fmt: skip
    passed = {exercise_item(e.item) for e in kept.events if e.data.get("status") == "passed"}
    answered = {e.item for e in kept.events if e.what == "answer"}
    assert set(found) == mistakes | passed | answered and len(found) > 200
    view = knowledge(kept, days.end)
    assert view.known + view.fading == len(found)
    assert all(view.lessons[s.lesson].asked for s in found.values())
