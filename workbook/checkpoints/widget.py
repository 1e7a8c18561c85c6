"""The widget that puts a question: commit to an answer first, then see why each option tempts."""

import html
from pathlib import Path

import anywidget
import traitlets

from workbook import style
from workbook.checkpoints.markup import to_html, to_plain
from workbook.explore import page_source

HEADINGS = {"predict": "Predict", "checkpoint": "Checkpoint", "review": "Review"}
LETTERS = "ABCDE"


class Ask(anywidget.AnyWidget):
    """Put one `Question`; the page (`widget.js`) answers it without asking the kernel.

    `choice` is the position of the option that is chosen (−1: none yet), `answered` whether the
    learner has committed to it. Explanations enter the page only then.

    keep: called with the choice that was committed to, gives a sentence for the learner or "".
    earlier: what was answered before, (choice, "Your answer of 3 May."); it is shown.
    heading: in place of the word for the question's kind.
    """

    _esm = page_source(__file__)
    _css = style.WIDGET_CSS + Path(__file__).with_suffix(".css").read_text(encoding="utf-8")

    choice = traitlets.Int(-1).tag(sync=True)
    answered = traitlets.Bool(False).tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    _earlier = traitlets.Unicode().tag(sync=True)
    _question = traitlets.Dict().tag(sync=True)

    def __init__(self, question, keep=None, earlier=None, heading="", **kwargs):
        self.question = question
        if earlier:
            kwargs |= {"choice": earlier[0], "answered": True, "_earlier": earlier[1]}
        content = rendered(question)
        super().__init__(_question=content | {"heading": heading or content["heading"]}, **kwargs)
        self._keep = keep
        self.observe(self._committed, "answered")

    def _committed(self, change):
        """Keep the answer; one that is taken back is no earlier one any more."""
        self._earlier = ""
        if change.new and self._keep and 0 <= self.choice < len(self.question.options):
            self.note = self._keep(self.choice)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; where no kernel runs, the question without its answer."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["text/plain"] = _as_text(self.question)
        data["text/html"] = _as_html(self.question)
        return data, metadata


def rendered(question):
    """The question as the page wants it: ready HTML."""
    options = [
        {"text": to_html(option.text), "right": option.right, "why": to_html(option.why)}
        for option in question.options
    ]
    return {
        "id": question.id,
        "heading": HEADINGS[question.kind],
        "scenario": to_html(question.scenario),
        "prompt": to_html(question.prompt),
        "options": options,
    }


def _as_text(question):
    """The question and its options in plain lines, without the answer."""
    lines = [to_plain(question.scenario), to_plain(question.prompt)]
    for letter, option in zip(LETTERS, question.options, strict=False):
        lines.append(f"{letter}. {to_plain(option.text)}")
    return "\n".join(line for line in lines if line)


def _as_html(question):
    """The question and its options as a still page, without the answer.

    Letters are text: JupyterLab takes a list's own kind of numbers away.
    """
    texts = [to_html(option.text) for option in question.options]
    options = "".join(map(_lettered, LETTERS, texts))
    return (
        f"<section><p><strong>{html.escape(HEADINGS[question.kind])}</strong></p>"
        f"{to_html(question.scenario)}{to_html(question.prompt)}{options}"
        f"{style.run_me('the text of the question')}</section>"
    )


def _lettered(letter, text):
    """An option's HTML, which begins with its letter."""
    mark = f"<p><strong>{letter}.</strong> "
    return mark + text.removeprefix("<p>") if text.startswith("<p>") else f"{mark}</p>{text}"
