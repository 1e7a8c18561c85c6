"""What a sitting says of itself, in a notebook and in a terminal."""

from datetime import date

from workbook.memory.today import MINUTES, SECONDS, minutes_of, next_after

KINDS = {
    "question": "question",
    "exercise": "exercise of yours",
    "mistake": "mistake of yours",
}

A_SITTING = 60 * MINUTES // SECONDS["question"]
"""As many questions as ten minutes hold; that more are waiting helps nobody."""


def opening(dues, waiting, events, now):
    """What is to be done, in a sentence or two."""
    if not dues:
        return "Nothing is due today. " + closing(events, now)
    count, minutes = len(dues), minutes_of(dues)
    left = [due for due in dues if due.answer is None]
    lessons = sorted({due.lesson.split("-")[0] for due in dues if due.lesson})
    which = f" from lesson{'s' * (len(lessons) > 1)} {', '.join(lessons)}" if lessons else ""
    words = f"{count} due today{which}: about {minutes} minute{'s' * (minutes > 1)}."
    if len(left) < count:
        words += f" {count - len(left)} answered, {len(left)} to go."
    if waiting > count:
        words += f" Another {waiting - count} can wait: the likeliest to be forgotten come first."
    return words


def closing(events, now):
    """When it goes on, in a sentence; "" where that is never."""
    following = next_after(events, now)
    if not following:
        return ""
    day, count = following
    when = said_day(day, now.date())
    if count > A_SITTING:
        return f"More is due on {when}: about ten minutes again."
    return f"The next {'is' if count == 1 else f'{count} are'} due on {when}."


def about(due):
    """ "question, lesson 03"."""
    lesson = f", lesson {due.lesson.split('-')[0]}" if due.lesson else ""
    return KINDS[due.kind] + lesson


def said_day(day: date, today: date):
    """ "Monday 1 March", with the year where it is another."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}"
