"""What a student's process says, made into what the judge and a notebook can rely on.

Nothing is taken over as it came. Texts are cut and hold no half characters, which no file can hold;
what has another form than it should is left out, or makes the whole reply unreadable.
"""

from __future__ import annotations

from nbformat import NotebookNode

from ...sandbox.limits import MAX_IMAGE, MAX_OUTPUTS, MAX_STEPPED, MAX_TEXT
from .child import ChildLost

MAX_LINES = 70
MAX_NAMES = 20
MAX_ROWS = 10_000
SHORT, MAX_SHORT_LINES = 200, 5
UNREADABLE = "what it handed over could not be read"


def observations(reply: object) -> list[dict] | None:
    """What was seen at each call of a function, None where there is no such function.

    Raises ChildLost where the reply says neither.
    """
    reply = reply if isinstance(reply, dict) else {}
    if reply.get("missing") is True:
        return None
    if not isinstance(reply.get("seen"), list) or len(reply["seen"]) > MAX_ROWS:
        raise ChildLost(UNREADABLE)
    return [_row(row if isinstance(row, dict) else {}) for row in reply["seen"]]


def _row(row: dict) -> dict:
    clean = {
        "left": text(row.get("left"), 2_000),
        "warned": [text(word, 500) for word in _list(row.get("warned"))],
        "printed": text(row.get("printed"), 2_000),
    }
    error = row.get("error")
    if isinstance(error, dict):
        words = ("type", "message", "line", "where")
        told = {word: text(error.get(word), 500) for word in words}
        return clean | {"error": told | {"values": _values(error.get("values"))}}
    return clean | {"value": row.get("value")}


def _values(value: object) -> dict[str, str]:
    """What the names at a failing line hold: a few, and in few words."""
    pairs = list(value.items())[:MAX_NAMES] if isinstance(value, dict) else []
    return {text(name, 50): text(words, 80) for name, words in pairs}


def outputs(reply: object) -> list[NotebookNode]:
    """The outputs of a cell in nbformat's form. Raises ChildLost where they have no such form."""
    found = reply.get("outputs") if isinstance(reply, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ChildLost(UNREADABLE)
    return [_output_of(each) for each in found[:MAX_OUTPUTS]]


def stepped_over(reply: object) -> list[tuple[str, str]]:
    """The lines of a cell that failed while the rest of it was run, each with the reason."""
    found = _list(reply.get("stepped")) if isinstance(reply, dict) else []
    pairs = [pair for pair in found if isinstance(pair, list) and len(pair) == 2]
    return [(line(pair[0], 80), line(pair[1], 120)) for pair in pairs[:MAX_STEPPED]]


def _output_of(given: dict) -> NotebookNode:
    kind = given.get("output_type")
    if kind == "stream":
        name = "stderr" if given.get("name") == "stderr" else "stdout"
        return output("stream", name=name, text=text(given.get("text")))
    if kind == "error":
        lines = [text(line) for line in _list(given.get("traceback"))[:MAX_LINES]]
        name, message = text(given.get("ename"), 100), text(given.get("evalue"))
        return output("error", ename=name, evalue=message, traceback=lines)
    if kind not in ("execute_result", "display_data") or not isinstance(given.get("data"), dict):
        raise ChildLost(UNREADABLE)
    data = NotebookNode()
    for mime, content in list(given["data"].items())[:MAX_LINES]:
        data[text(mime, 100)] = text(content, MAX_IMAGE if mime.startswith("image/") else MAX_TEXT)
    if kind == "execute_result":
        return result(data)
    return output("display_data", data=data, metadata=NotebookNode())


def result(data: NotebookNode) -> NotebookNode:
    """The value of a cell's last line."""
    return output("execute_result", data=data, metadata=NotebookNode(), execution_count=1)


def output(kind: str, **content: object) -> NotebookNode:
    """An output. nbformat's own maker validates each against the schema, which takes longer than
    most cells."""
    return NotebookNode(output_type=kind, **content)


def stopped_cell(why: str) -> NotebookNode:
    """The output of a cell that was not brought to its end."""
    return output(
        "error", ename="Stopped", evalue=why, traceback=[f"This cell was stopped: {why}."]
    )


def left_out(why: str) -> NotebookNode:
    """The output that stands for others."""
    return output("stream", name="stdout", text=why)


def in_short(given: list[NotebookNode]) -> list[NotebookNode]:
    """Of a cell's outputs what a mark may hang on, in few letters: its errors, and its value."""
    kept = []
    for each in given:
        if each.output_type == "error":
            lines = [words[:SHORT] for words in each.traceback[-MAX_SHORT_LINES:]]
            said = {"ename": each.ename, "evalue": each.evalue[:SHORT], "traceback": lines}
            kept.append(output("error", **said))
        elif each.output_type == "execute_result" and "text/plain" in each.data:
            kept.append(result(NotebookNode({"text/plain": each.data["text/plain"][:SHORT]})))
    return kept


def was_stopped(given: list[NotebookNode]) -> bool:
    """Whether these are the outputs of a cell that was not brought to its end."""
    return any(each.get("ename") == "Stopped" for each in given)


def size(given: list[NotebookNode]) -> int:
    """Characters that outputs take, about."""
    return sum(
        sum(map(len, each.get("data", {}).values()))
        + sum(map(len, each.get("traceback", ())))
        + len(each.get("text", ""))
        for each in given
    )


def text(value: object, longest: int = MAX_TEXT) -> str:
    """A text as a file can hold it, cut; of anything else, nothing."""
    if not isinstance(value, str):
        return ""
    value = value[:longest]
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def line(value: str, longest: int = 200) -> str:
    """A text as it may stand in a line for people: in one line, short, and printable."""
    words = " ".join(text(value, 10 * longest).split())
    shown = "".join(letter if letter.isprintable() else "?" for letter in words)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _list(value: object) -> list:
    return value if isinstance(value, list) else []
