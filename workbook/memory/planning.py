"""When will you sit down next? An entry for a calendar, which the view of progress repeats."""

import contextlib
import os
import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbook.memory.answers_file import event
from workbook.memory.keeping import answers_here

NAME = "next-sitting.ics"
TITLE = "Neural networks from scratch"
WORDS = (
    "Begin with the review: open lessons/review.ipynb, or type `autograder review` in a terminal. "
    "Then go on where the view of progress says."
)


class PlanError(ValueError):
    """A time that cannot be planned; a notebook shows its one line, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


def plan(when, minutes=30):
    """Write down when you will sit down next: `plan("2027-03-01 18:00")`.

    when: a local time, as text or as a datetime. minutes: how long.
    Returns a sentence that says where the calendar entry lies. Raises PlanError.
    """
    answers = answers_here()
    if answers is None:
        return _written(Path.cwd(), time_of(when), minutes)
    return plan_in(answers, when, minutes)


def plan_in(answers, when, minutes=30):
    """The same in the folder of this `AnswersFile`, which keeps it. Raises PlanError."""
    when = time_of(when)
    sentence = _written(answers.path.parent, when, minutes)
    with contextlib.suppress(OSError):  # then the calendar alone knows of it
        text = when.isoformat(timespec="minutes")
        answers.append(event("plan", "next", when=text, minutes=minutes))
    return sentence


def _written(folder, when, minutes):
    path = write_entry(folder, when, minutes, datetime.now(UTC))
    return f"{said(when)}, for {minutes} minutes. Open {path.name} to put it into your calendar."


def time_of(when):
    """A local time from text such as "2027-03-01 18:00". Raises PlanError."""
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when.strip())
        except ValueError:
            raise PlanError(
                f"{when!r} is no time: write year-month-day hour:minute, as in 2027-03-01 18:00."
            ) from None
    if when.tzinfo:
        when = when.astimezone().replace(tzinfo=None)
    return when.replace(second=0, microsecond=0)


def write_entry(folder, when, minutes, now):
    """Write the calendar entry into a folder, in place of an earlier one, and return its path.

    Raises PlanError where the folder takes nothing.
    """
    path = Path(folder) / NAME
    try:
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".next-sitting")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(entry(when, minutes, now))
        os.replace(draft, path)
    except OSError as error:
        raise PlanError(f"{path.name} cannot be written: {error.strerror or error}.") from None
    return path


def entry(when, minutes, now):
    """The calendar entry as text (RFC 5545), with a reminder ten minutes before.

    when: a local time, which stays local ("floating"). now: in UTC.
    """
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Neural networks from scratch//Workbook//EN",
        "BEGIN:VEVENT",
        f"UID:sitting-{when:%Y%m%dT%H%M}-{stamp}@neural-networks-workbook",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{when:%Y%m%dT%H%M%S}",
        f"DTEND:{when + timedelta(minutes=minutes):%Y%m%dT%H%M%S}",
        f"SUMMARY:{_escaped(TITLE)}",
        f"DESCRIPTION:{_escaped(WORDS)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(TITLE)}",
        "TRIGGER:-PT10M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def said(when):
    """ "Monday 1 March, 18:00"."""
    return f"{when:%A} {when.day} {when:%B}, {when:%H:%M}"


def _escaped(text):
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line):
    """A line in pieces of 75 octets; ours are ASCII."""
    pieces = [line[:75]] + [line[i : i + 74] for i in range(75, len(line), 74)]
    return "\r\n ".join(pieces)
