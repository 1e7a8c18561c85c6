"""What is likely known, what is fading, and how long it took: for the learner, from their file."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from workbook.memory.answers_file import NAME, Event, kept_in
from workbook.memory.schedule import RETENTION, kind_of, standings
from workbook.memory.today import all_due, due_today, minutes_of, next_after

PAUSE = timedelta(minutes=10)
"""More than this between two answers is no work that can be seen."""

FIRST = timedelta(minutes=2)
"""What the first answer after a pause stands for."""


@dataclass(frozen=True)
class LessonLevel:
    """How a lesson's items stand, and the minutes that were spent on it."""

    known: int = 0
    fading: int = 0
    minutes: int = 0

    @property
    def asked(self):
        """How many items of it were ever asked or passed."""
        return self.known + self.fading


@dataclass(frozen=True)
class Knowledge:
    """What a learner's file says at one moment.

    due: what a review of ten minutes asks today, and has not asked yet; waiting: how many more are
    due. next: (date, how many) after today. plan: when the learner means to sit down next, a local
    time. lessons: by folder. notes: what is to be said of the file.
    """

    known: int
    fading: int
    due: int
    minutes: int
    waiting: int
    next: tuple[date, int] | None
    plan: datetime | None
    lessons: dict[str, LessonLevel] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def knowledge(kept, now):
    """The `Knowledge` in a file as it was read (a `Kept`); None where it holds nothing at all.

    now: with the learner's own time zone.
    """
    notes = tuple(kept.said())
    if not kept.events and not notes:
        return None
    utc = now.astimezone(UTC)
    found = standings(kept.events, utc)
    spent = minutes_spent(kept.events)
    counts = Counter((s.lesson, s.recall(utc) >= RETENTION) for s in found.values())
    folders = sorted({s.lesson for s in found.values()} | spent.keys())
    lessons = {
        folder: LessonLevel(counts[folder, True], counts[folder, False], spent.get(folder, 0))
        for folder in folders
    }
    open_today = [due for due in due_today(kept.events, now) if due.answer is None]
    everything = [due for due in all_due(kept.events, now) if due.answer is None]
    known = sum(level.known for level in lessons.values())
    return Knowledge(
        known=known,
        fading=len(found) - known,
        due=len(open_today),
        minutes=minutes_of(open_today),
        waiting=len(everything) - len(open_today),
        next=next_after(kept.events, now),
        plan=_plan(kept.events, now),
        lessons=lessons,
        notes=notes,
    )


def unreadable(error):
    """The `Knowledge` in a file that may not be read: one note."""
    note = f"{NAME} cannot be read: {error.strerror or error}."
    return Knowledge(0, 0, 0, 0, 0, None, None, notes=(note,))


def minutes_spent(events):
    """The minutes of work that answers and checks show, by lesson, rounded.

    Each stands for the time since the one before it; after a pause, for two minutes. Reading that
    ends in no answer is not seen, so it is rather too little.
    """
    spent, before = defaultdict(timedelta), None
    for event in events:
        lesson = event.get("lesson", str, "")
        if event.what == "plan" or not lesson:
            continue
        gap = event.at - before if before else PAUSE
        spent[lesson] += gap if gap < PAUSE else FIRST
        before = event.at
    return {lesson: max(1, round(time / timedelta(minutes=1))) for lesson, time in spent.items()}


@dataclass(frozen=True)
class Answer:
    """One answer to a question of the course. option: its place there, None if unknown."""

    question: str
    lesson: str
    at: datetime
    right: bool
    option: int | None


def answers_of(path):
    """The answers to questions in a file that a learner handed in: a list of `Answer`, by time.

    Anybody may write anything into such a file: it is good for a conversation, never for a mark.
    What cannot be read in it is left out. Raises OSError where there is no file.
    """
    return [
        Answer(e.item, e.get("lesson", str, ""), e.at, e.data["right"], e.get("option", int))
        for e in kept_in(path).events
        if e.what == "answer" and kind_of(e.item) == "question"
    ]


def take_in(path, answers):
    """Add the events of another file of the same form, and return how many were new.

    path: what the book saved, or a learner's file from another machine. answers: an `AnswersFile`.
    """
    have = {_mark(event) for event in answers.read().events}
    new = [event for event in kept_in(Path(path)).events if _mark(event) not in have]
    if new:
        answers.append(*(event.data for event in new))
    return len(new)


def _mark(event: Event):
    return json.dumps(event.data, sort_keys=True)


def _plan(events, now):
    """The last plan, as long as it lies ahead or was for today."""
    for event in reversed(events):
        if event.what == "plan":
            try:
                when = datetime.fromisoformat(event.get("when", str, ""))
            except ValueError:
                return None
            when = when.replace(tzinfo=None)
            return when if when.date() >= now.date() else None
    return None
