"""Invented learners, to see what asking when it is due is good for. None of it was measured.

A learner goes through a course of `LESSONS` lessons in sixty days and forgets after one of three
curves, none of which is the one that the schedule assumes. Whoever does not know guesses, and is
right one time in four. Ways to review are compared on the same learner (`WAYS`):

- "due": what the schedule says, at most ten minutes a day;
- "five": five questions drawn from what came before, with each lesson, as the notebooks have them;
- a number: everything again after so many days, and after so many again.
"""

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from workbook.memory.answers_file import Event
from workbook.memory.schedule import Schedule
from workbook.memory.today import MINUTES, chosen, in_order

DAYS = 60
LESSONS, PER_LESSON, EVERY = 13, 26, 4
"""How many lessons, how much is asked in each, and the days from one to the next."""

WAYS = ("due", "five", 10, 14)

GUESS = 0.25
RIGHT_AT_FIRST = 0.7
START = datetime(2026, 1, 5, 17, tzinfo=UTC)

CURVES = {
    "exponential": lambda t, s: 0.9 ** (t / s),
    "power": lambda t, s: (1 + (0.9**-2 - 1) * t / s) ** -0.5,
    "plateau": lambda t, s: 0.25 + 0.75 * (0.65 / 0.75) ** (t / s),
}
"""Three ways to forget: the probability to know something t days after it was last called to mind.
With a strength of s days it is 0.9 after s days."""


@dataclass
class Trace:
    """What one learner knows of one item: its strength in days, and when it was last refreshed."""

    strength: float
    day: int


@dataclass
class Run:
    """What came of it: the mean probability to know what was taught, by day, and the questions."""

    retention: list[float] = field(default_factory=list)
    asked: int = 0
    events: list[Event] = field(default_factory=list)

    @property
    def mean(self):
        """Over all days and all that was taught until then."""
        return sum(self.retention) / len(self.retention)

    @property
    def last(self):
        """On the last day."""
        return self.retention[-1]


class Learner:
    """An invented learner who forgets after one of `CURVES`; the same for the same seed."""

    def __init__(self, curve, seed=0):
        self._curve, self._rng = CURVES[curve], random.Random(seed)
        self.traces = {}

    def learn(self, item, day):
        """Meet an item in its lesson; whether the first answer was right. Some are harder."""
        self.traces[item] = Trace(self._rng.lognormvariate(math.log(3), 0.5), day)
        return self._rng.random() < RIGHT_AT_FIRST

    def knows(self, item, day):
        """The probability to know it."""
        trace = self.traces[item]
        return self._curve(day - trace.day, trace.strength)

    def answer(self, item, day):
        """Answer, read why, and know it better: most where it was nearly forgotten."""
        known = self.knows(item, day)
        knew = self._rng.random() < known
        trace = self.traces[item]
        trace.strength *= 1 + 20 * (1 - known) * trace.strength**-0.2 if knew else 0.4
        trace.strength = max(trace.strength, 1.0)
        trace.day = day
        return knew or self._rng.random() < GUESS


def simulate(curve, way, seed=0):
    """Let a learner go through the course and review in one of the ways above: a `Run`."""
    learner, run, reviewer = Learner(curve, seed), Run(), Reviewer(way, seed)
    for day in range(DAYS):
        at = START + timedelta(days=day)
        if learner.traces:
            run.retention.append(_mean(learner.knows(item, day) for item in learner.traces))
        for item in reviewer.todays(learner, day, at):
            right = learner.answer(item, day)
            run.asked += 1
            _note(run, reviewer, item, at, right)
        if day % EVERY == 0 and day // EVERY < LESSONS:
            for number in range(PER_LESSON):
                item = f"lesson-{day // EVERY:02}-question-{number:02}"
                _note(run, reviewer, item, at, learner.learn(item, day))
    return run


class Reviewer:
    """Says what is asked on a day, in one of the ways."""

    def __init__(self, way, seed):
        self.schedule = Schedule()
        self._way, self._rng, self._begun = way, random.Random(seed + 1), {}

    def todays(self, learner, day, at):
        """The items that are asked on this day."""
        for item in learner.traces.keys() - self._begun.keys():
            self._begun[item] = learner.traces[item].day
        items = sorted(self._begun)
        if self._way == "due":
            return self._due(at)
        if self._way == "five":
            today = day % EVERY == 0 and day // EVERY < LESSONS
            return self._rng.sample(items, min(5, len(items))) if today else []
        ages = {item: day - self._begun[item] for item in items}
        return [item for item, age in ages.items() if age and age % self._way == 0]

    def _due(self, at):
        midnight = at.replace(hour=0)
        tonight = midnight + timedelta(days=1)
        waiting = [s for s in self.schedule.found.values() if s.due < tonight]
        return [due.item for due in chosen(in_order(waiting, midnight, at.date(), {}), MINUTES)]


def _note(run, reviewer, item, at, right):
    event = Event(at, "answer", item, {"right": right, "lesson": item[:9]})
    run.events.append(event)
    reviewer.schedule.count(event, at)


def _mean(values):
    values = list(values)
    return sum(values) / len(values)
