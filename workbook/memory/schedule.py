"""When each thing is due: FSRS, fed with every answer that was kept.

Things are called items: a question by its id, an exercise that was passed as "exercise/relu", a
mistake that a check named as "mistake/relu/squares". Pure functions of events and a clock.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

RETENTION = 0.85
"""The level: the probability of knowing a thing at which it becomes due.

At 0.9, what FSRS takes by itself, the course would need more than ten minutes a day (`simulation`).
"""

AGAIN_AFTER = timedelta(hours=6)
"""An answer sooner than this after the last one is no recall: its explanation was just read."""

MISTAKE_AFTER = timedelta(days=3)
"""How long after a mistake a question about it comes, at the earliest."""

EXERCISE, MISTAKE = "exercise", "mistake"
KINDS = ("question", EXERCISE, MISTAKE)


@dataclass(frozen=True)
class Standing:
    """How well one item is likely known.

    due: when it is to be asked again. last: when it was, and `right` how that went. times: how
    often an answer counted. lesson: its lesson's folder, "" where that was not kept.
    """

    item: str
    lesson: str
    due: Any
    last: Any
    right: bool
    times: int
    card: Any

    def recall(self, now):
        """The probability that it is known now, as FSRS estimates it."""
        return _scheduler().get_card_retrievability(self.card, now)


def exercise_item(exercise):
    return f"{EXERCISE}/{exercise}"


def mistake_item(exercise, misconception):
    return f"{MISTAKE}/{exercise}/{misconception}"


def kind_of(item):
    """One of KINDS; something else for an item that this edition does not know."""
    head, slash, _ = item.partition("/")
    return head if slash else "question"


def standings(events, now):
    """How every item stands: {item: Standing}.

    events: in the order of their time. now: a clock in UTC; what is dated later counts as now.
    """
    schedule = Schedule()
    for event in events:
        schedule.count(event, min(event.at, now))
    return schedule.found


class Schedule:
    """How every item stands after the events that were counted: `found`, {item: Standing}."""

    def __init__(self):
        self.found = {}
        self._failed = set()

    def count(self, event, at):
        """Count one event; at: its time, in UTC."""
        lesson = event.get("lesson", str, "")
        if event.what == "answer":
            self._answered(event.item, lesson, at, "Good" if event.data["right"] else "Again")
        elif event.what == "check":
            self._checked(event, lesson, at)

    def _checked(self, event, lesson, at):
        """A check that passed begins an exercise; one that named a mistake begins that mistake."""
        item, status = exercise_item(event.item), event.data["status"]
        if status == "passed":
            if item not in self.found:
                self._answered(item, lesson, at, "Hard" if event.item in self._failed else "Good")
        elif status in ("partial", "failed"):
            self._failed.add(event.item)
            if name := event.get("misconception", str):
                mistake = mistake_item(event.item, name)
                self._answered(mistake, lesson, at, "Again", at + MISTAKE_AFTER)

    def _answered(self, item, lesson, at, rating, not_before=None):
        """Count one answer, unless the last one was just before it."""
        from fsrs import Card, Rating

        if kind_of(item) not in KINDS:  # of another edition of the course
            return
        old = self.found.get(item)
        if old and at - old.last < AGAIN_AFTER:
            return
        card = old.card if old else Card(card_id=0, due=at)
        card, _ = _scheduler().review_card(card, Rating[rating], at)
        due = max(card.due, not_before) if not_before else card.due
        times = old.times + 1 if old else 1
        lesson = lesson or (old.lesson if old else "")
        self.found[item] = Standing(item, lesson, due, at, rating != "Again", times, card)


@cache
def _scheduler():
    """FSRS with its own parameters. It is imported late: it takes 30 ms."""
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
    )
