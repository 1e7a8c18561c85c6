"""The card in a notebook whose kernel runs: with "Where?" and "What did my code do?" as buttons."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import anywidget
import traitlets


class LiveCard(anywidget.AnyWidget):
    """The card and two questions that the kernel answers when one is asked.

    html: the card. where, trace: the answers in plain text, "" until they are asked for.
    """

    _esm = files(__package__).joinpath("live_card.js").read_text("utf-8")

    html = traitlets.Unicode().tag(sync=True)
    where = traitlets.Unicode().tag(sync=True)
    trace = traitlets.Unicode().tag(sync=True)

    def __init__(self, feedback: Any):
        super().__init__(html=feedback._repr_html_())
        self._feedback = feedback
        self.on_msg(self._asked)

    def _asked(self, _widget: Any, question: Any, _buffers: Any) -> None:
        if question == "where":
            self.where = self._feedback.place
        elif question == "trace":
            self.trace = self._feedback.steps


def view_of(feedback: Any) -> dict[str, Any]:
    """The live card as a notebook's output names it; nothing where no kernel runs."""
    from IPython import get_ipython

    if not hasattr(get_ipython(), "kernel"):
        return {}
    bundle = LiveCard(feedback)._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    return {kind: view for kind, view in data.items() if kind.endswith("widget-view+json")}
