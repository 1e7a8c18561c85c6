"""What is to be reviewed today: one list, the same from morning to night, of about ten minutes.

The list is made of what was known before today began, so that an answer does not move the others:
a notebook that is run again shows the same questions, with today's answers in them.
"""

import random
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from workbook.memory.schedule import kind_of, standings

MINUTES = 10
SECONDS = {"question": 45, "exercise": 60, "mistake": 60}
"""What one takes, to read, to think and to read why."""


@dataclass(frozen=True)
class Due:
    """One thing to be asked today. seed: of its variant. answer: today's event, None before it."""

    item: str
    lesson: str
    recall: float
    seed: int
    answer: object = None

    @property
    def kind(self):
        """ "question", "exercise" or "mistake"."""
        return kind_of(self.item)


def due_today(events, now, minutes=MINUTES):
    """What is due today, at most some minutes of it, what is likeliest forgotten first.

    events: in the order of their time. now: with the learner's own time zone.
    """
    return chosen(all_due(events, now), minutes)


def put_today(events, now, question_for, minutes=MINUTES):
    """What is due today with its questions: pairs (`Due`, what `question_for` makes of it).

    What no question can be made of, such as one of an earlier edition of the course, takes no time.
    """
    made = ((due, found) for due in all_due(events, now) if (found := question_for(due)))
    return chosen(made, minutes, lambda pair: pair[0])


def all_due(events, now):
    """Everything that is due today, likeliest forgotten first: a list of `Due`."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo).astimezone(UTC)
    tonight = midnight + timedelta(days=1)
    before = [event for event in events if event.at < midnight]
    if not before:
        return []
    today = {
        event.item: event for event in events if event.what == "answer" and event.at >= midnight
    }
    waiting = [each for each in standings(before, midnight).values() if each.due < tonight]
    return in_order(waiting, midnight, now.date(), today)


def in_order(waiting, moment, day, answers):
    """These standings as `Due`, likeliest forgotten first; answers: the day's, by item."""
    dues = [
        Due(s.item, s.lesson, s.recall(moment), _seed(s, day), answers.get(s.item)) for s in waiting
    ]
    return sorted(dues, key=lambda due: (due.recall, _shuffled(due)))


def stand_ins(dues, fixed):
    """What stands in for each of a lesson's fixed review questions: {fixed id: Due}.

    A fixed question that is due itself keeps its place. Those for which there is nothing due are
    left out.
    """
    own = {due.item: due for due in dues if due.item in fixed}
    others = iter([due for due in dues if due.item not in own])
    placed = {}
    for id in fixed:
        due = own.get(id) or next(others, None)
        if due:
            placed[id] = due
    return placed


def minutes_of(dues):
    """How long these take, in whole minutes."""
    return -(-sum(SECONDS[due.kind] for due in dues) // 60) if dues else 0


def next_after(events, now):
    """When something is due next after today: (local date, how many that day), None for never.

    What is due today and waits is due tomorrow, too.
    """
    tomorrow = now.date() + timedelta(days=1)
    found = standings(events, now.astimezone(UTC))
    days = [max(s.due.astimezone(now.tzinfo).date(), tomorrow) for s in found.values()]
    return (min(days), days.count(min(days))) if days else None


def chosen(entries, minutes, due_of=lambda entry: entry):
    """The first of these that fit into some minutes; one at least. due_of: an entry's `Due`."""
    taken, seconds = [], 0
    for entry in entries:
        seconds += SECONDS[due_of(entry).kind]
        if taken and seconds > 60 * minutes:
            break
        taken.append(entry)
    return taken


def _seed(standing, day):
    """Another variant each time that it is asked, the same all day."""
    return zlib.crc32(f"{standing.item} {standing.times} {day}".encode())


def _shuffled(due):
    return random.Random(due.seed).random()
