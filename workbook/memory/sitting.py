"""A sitting of ten minutes: what is due today, one question after the other, in a notebook."""

from datetime import datetime
from pathlib import Path

import anywidget
import traitlets

from workbook import checkpoints
from workbook.checkpoints.asking import again
from workbook.checkpoints.markup import to_plain
from workbook.checkpoints.widget import Ask
from workbook.memory.items import asked
from workbook.memory.keeping import answers_here, kept_here
from workbook.memory.planning import PlanError, plan
from workbook.memory.sitting_words import about, closing, opening
from workbook.memory.today import MINUTES, all_due, put_today

LETTERS = "ABCDE"
NOTHING_KEPT = (
    "Nothing is kept here. Open this notebook in the folder of your lessons: what you answer there "
    "comes back when you are about to forget it."
)
NOTHING_ANSWERED = (
    "Nothing has been answered yet. Answer questions and check exercises in the lessons: from "
    "tomorrow on, what you are about to forget comes back here."
)


def review(minutes=MINUTES):
    """What is due today, to be answered here: the widget, as a cell's last line.

    minutes: how long it may take.
    """
    now = datetime.now().astimezone()
    events, notes = kept_here()
    put = put_today(events, now, question_of, minutes)
    words = opening([due for due, _ in put], len(all_due(events, now)), events, now)
    if not events:
        words = NOTHING_ANSWERED if answers_here() else NOTHING_KEPT
    return Sitting(put, words, closing(events, now), " ".join(notes))


def question_of(due):
    """The question for what is due, and the order of its options; None where there is none."""
    return asked(due.item, due.seed, checkpoints.find, checkpoints.variant)


class Sitting(anywidget.AnyWidget):
    """Put what is due, one after the other; the page (`sitting.js`) goes through them by itself.

    `answers` has, for each question, the place of the option that was committed to, −1 before.
    `plan_at` is the local time at which the learner means to sit down next; `plan_said` what came
    of it.
    """

    answers = traitlets.List(traitlets.Int()).tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    after = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    plan_at = traitlets.Unicode().tag(sync=True)
    plan_said = traitlets.Unicode().tag(sync=True)
    _questions = traitlets.List().tag(sync=True)

    # A question's own page comes first; of two modules in one only the last may export.
    _esm = "\n".join(
        [
            *(line for line in Ask._esm.splitlines() if not line.startswith("export default")),
            Path(__file__).with_name("sitting.js").read_text("utf-8"),
        ]
    )
    _css = Ask._css + Path(__file__).with_name("sitting.css").read_text("utf-8")

    def __init__(self, put, words, after, note=""):
        """put: pairs of a `Due` and (its question, the order of its options)."""
        self._asks = [again(due, *found) for due, found in put]
        super().__init__(
            _questions=[
                ask._question | {"from": about(due)}
                for (due, _), ask in zip(put, self._asks, strict=True)
            ],
            answers=[ask.choice if ask.answered else -1 for ask in self._asks],
            words=words,
            after=after,
            note=note,
        )
        self.observe(self._answered, "answers")
        self.observe(self._planned, "plan_at")

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; where no kernel runs, the questions without answers."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/plain"] = repr(self)
        return data, metadata

    def _answered(self, change):
        """Keep what was just answered, and say when it goes on after that."""
        for ask, old, new in zip(self._asks, change.old, change.new, strict=False):
            if new not in (old, -1):
                ask.answered = False
                ask.choice = new
                ask.answered = True
                self.note = ask.note or self.note
        self.after = closing(kept_here()[0], datetime.now().astimezone())

    def _planned(self, _change):
        try:
            self.plan_said = plan(self.plan_at) if self.plan_at else ""
        except PlanError as error:
            self.plan_said = str(error)

    def __repr__(self):
        """The questions in plain lines, without their answers."""
        lines = [self.words]
        for number, ask in enumerate(self._asks, 1):
            lines.append(f"\n{number}. {to_plain(ask.question.prompt)}")
            options = zip(LETTERS, ask.question.options, strict=False)
            lines += [f"   {letter}. {to_plain(option.text)}" for letter, option in options]
        return "\n".join(lines)
