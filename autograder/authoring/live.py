"""Explorables and questions that live in a page without a kernel: from disk, offline.

A widget's state is in the executed notebook: its script, its styles, its traits, its bytes. `Live`
writes each script and each style into the page once, and at a widget's place its traits, around a
still for where no script runs. `live.js` then is to the widget's script what JupyterLab is: a
model.

What asks its kernel for something (the playground has its network trained there) has a stand-in:
its class says `alone()`, which returns the stand-in's script and what that needs. What can have
none, since it runs a learner's own functions, says so by `asks_kernel(state)`; it stays a still.
"""

import base64
import html
import json
import re
from importlib import import_module, resources

WIDGET = "application/vnd.jupyter.widget-view+json"
STATES = "application/vnd.jupyter.widget-state+json"
REMEMBERED = ("choice", "answered", "goals_met", "named", "cured")
"""The traits that are a reader's own: what a page with a `key` keeps in the browser."""

_NOT_SENT = {"_esm", "_css", "_anywidget_id", "layout", "tabbable", "tooltip"}


class Live:
    """The living widgets of one page.

    notebook: an executed notebook, with its widgets' states in its metadata. key: what names the
    page in the browser's storage; "" for a page that remembers nothing.
    """

    def __init__(self, notebook, key=""):
        self.key = key
        self.states = notebook.metadata.get("widgets", {}).get(STATES, {}).get("state", {})
        self.scripts, self.styles, self._places = [], [], {}

    def can(self, model_id):
        """Whether this widget lives without a kernel: it brings all that it needs."""
        state = self.states.get(model_id, {}).get("state", {})
        asks = getattr(_class_of(state), "asks_kernel", lambda state: False)
        return "_esm" in state and not asks(state)

    def lives_in(self, cell):
        """Whether a cell shows a widget that lives without a kernel."""
        shown = (output.get("data", {}).get(WIDGET, {}) for output in cell.get("outputs", ()))
        return any(self.can(view.get("model_id")) for view in shown)

    def place(self, model_id, still):
        """The HTML of a widget's place: its traits, and the still (HTML) that it takes over."""
        sent = self.states[model_id]
        state = sent["state"]
        told = {
            "module": self._number(self.scripts, state["_esm"]),
            "state": {name: value for name, value in state.items() if name not in _NOT_SENT},
            "bytes": [[part["path"], part["data"]] for part in sent.get("buffers", ())],
        }
        if state.get("_css"):
            self._number(self.styles, state["_css"])
        stand_in = _alone(_class_of(state))
        if stand_in:
            source, material = stand_in
            told["alone"] = {"module": self._number(self.scripts, source), "material": material}
        name = self._name(state)
        if self.key:
            told["key"], told["remembered"] = f"{self.key}/{name}", REMEMBERED
        kind = "question" if "_question" in state else "explorable"
        return (
            f'<div class="live" data-kind="{kind}" data-name="{html.escape(name)}">'
            f'<div class="still">{still}</div>'
            f'<script type="application/json" class="live-state">{_json(told)}</script></div>'
        )

    def head(self):
        """The styles that the widgets need, as elements of the page's head."""
        return "\n".join(f"<style>{css}</style>" for css in self.styles)

    def foot(self):
        """The scripts that the widgets need, as the last elements of the page's body."""
        modules = [
            f'<script type="text/plain" class="live-module">{in_script(source)}</script>'
            for source in self.scripts
        ]
        host = resources.files(__package__).joinpath("live.js").read_text("utf-8")
        return "\n".join([*modules, f"<script>{in_script(host)}</script>"])

    def _name(self, state):
        """What a place is called in the page: the question's id, or the class; told apart."""
        question = state.get("_question", {}).get("id")
        name = question or state.get("_anywidget_id", "").rpartition(".")[2] or "widget"
        self._places[name] = self._places.get(name, 0) + 1
        return name if self._places[name] == 1 else f"{name}-{self._places[name]}"

    @staticmethod
    def _number(known, text):
        if text not in known:
            known.append(text)
        return known.index(text)


def in_script(source):
    """JavaScript such that it can stand inside a `<script>` element.

    Within its strings, "<\\/" is "</"; to the page's parser it is no end of the script.
    """
    return re.sub(r"<(/script|!--)", r"<\\\1", source)


def _class_of(state):
    """The course's class of a widget with these traits; None of any other."""
    module, _, name = state.get("_anywidget_id", "").rpartition(".")
    return getattr(import_module(module), name, None) if module.startswith("workbook.") else None


def _alone(widget):
    """The stand-in of a widget's kernel: (its script, what it is given), or None."""
    if not hasattr(widget, "alone"):
        return None
    source, material = widget.alone()
    return source, {name: _packed(value) for name, value in material.items()}


def _packed(value):
    """Bytes as JSON can hold them."""
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _json(value):
    """JSON such that it can stand inside a `<script>` element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
