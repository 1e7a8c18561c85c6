"""A question in a learner's notebook: their answer is kept, and shown when it is put again."""

from datetime import datetime

from workbook.checkpoints.widget import Ask
from workbook.memory.items import asked, print_of
from workbook.memory.keeping import answers_here, keep_answer, kept_here
from workbook.memory.sitting_words import about
from workbook.memory.today import put_today, stand_ins


def widget_for(question, lesson, reviews, find, variant):
    """The widget for a question of the course as this learner is to see it.

    lesson: its lesson's folder. reviews: the ids of that lesson's review questions, for which what
    is due stands in. find, variant: those of `workbook.checkpoints`.
    """
    if answers_here() is None:
        return Ask(question)
    events, notes = kept_here(once=True)
    note = " ".join(notes)
    if question.id in reviews:
        now = datetime.now().astimezone()
        put = put_today(events, now, lambda due: asked(due.item, due.seed, find, variant))
        due = stand_ins([due for due, _ in put], reviews).get(question.id)
        if due:
            return again(due, *next(found for each, found in put if each is due), note=note)
    wording = print_of(question)
    old = _last(events, question, wording)
    earlier = (old.data["option"], f"Your answer of {day_of(old)}.") if old else None

    def keep(choice):
        right = question.options[choice].right
        return keep_answer(question.id, right, option=choice, of=wording, lesson=lesson)

    return Ask(question, keep, earlier, note=note)


def again(due, question, order, **traits):
    """The widget that asks for something that is due; order: as `variant` gives it."""
    earlier = None
    if due.answer and due.answer.get("seed", int) == due.seed:
        option = due.answer.get("option", int, -1)
        earlier = (order.index(option), "Your answer of today.") if option in order else None
    heading = f"Review, due today: {about(due)}"
    return Ask(question, keeper(due, question, order), earlier, heading, **traits)


def keeper(due, question, order):
    """A function that keeps the answer to something that is due, by the choice that was made."""

    def keep(choice):
        right = question.options[choice].right
        return keep_answer(
            due.item, right, option=order[choice], seed=due.seed, lesson=due.lesson or None
        )

    return keep


def day_of(event):
    """ "3 May", in the learner's own time zone."""
    at = event.at.astimezone()
    return f"{at.day} {at:%B}"


def _last(events, question, wording):
    """The last answer to a question as it is worded in the lesson."""
    for event in reversed(events):
        if (event.what, event.item) == ("answer", question.id) and event.get("of", str) == wording:
            known = 0 <= event.get("option", int, -1) < len(question.options)
            return event if known else None
    return None
