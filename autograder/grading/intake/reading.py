"""Read a notebook that was handed in, whatever state it is in.

A notebook is taken apart into its cells' types, texts, ids and metadata; nothing else of it counts.
So old and future versions of the format, missing keys and strange values do no harm. Where nothing
can be read, a CourseError says why in words that a student can act on.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path, PurePath

import nbformat
from nbformat import NotebookNode

from ...course import CourseError
from .cell import Cell
from .finding import LARGEST, Candidate, shown
from .unpacking import unpack

_MOST_CELLS, _MOST_PARTS = 10_000, 5_000_000
_ODD = "put right when it was read"
_CODE_KEYS = {"outputs", "execution_count", "input", "prompt_number"}


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook. Raises CourseError with the reason where that cannot be done."""
    name = shown(str(path), 1000)
    if not os.path.exists(path):
        raise CourseError(f"{name} does not exist.")
    if os.path.isdir(path):
        raise CourseError(f"{name} is a folder; name a notebook in it.")
    if not os.path.isfile(path):
        raise CourseError(f"{name} is not a readable notebook: it is not a file.")
    try:
        if path.stat().st_size > LARGEST:
            raise CourseError(
                f"{name} is larger than {LARGEST // 2**20} MB; clear its outputs and save it again."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{name} cannot be opened: {error.strerror}.") from None
    return notebook_in(raw, name)


def read_candidate(candidate: Candidate) -> NotebookNode:
    """Read a file that may be a notebook, also where it is packed. Raises CourseError likewise."""
    if candidate.packed is None:
        return read_notebook(candidate.path)
    raw = unpack(candidate.path, candidate.packed, LARGEST)
    return notebook_in(raw, shown(candidate.packed.name, 1000))


def notebook_in(raw: bytes, name: str) -> NotebookNode:
    """The notebook in a file's bytes. name: the file's, for the reason why there is none."""
    odd: list[str] = []
    data, reason = _parse(raw, odd)
    if data is None:
        raise CourseError(f"{name} is not a readable notebook: {reason}.")
    return _notebook(data, [f"{PurePath(name).name}: {each}" for each in odd])


def take_odd(notebook: NotebookNode) -> list[str]:
    """What was put right when a notebook was read, which it then no longer says."""
    return notebook.metadata.pop(_ODD, [])


def _parse(raw: bytes, odd: list[str]) -> tuple[dict | None, str]:
    """A notebook's JSON object, or None and why there is none. odd: gets what was put right."""
    encoding = json.detect_encoding(raw)
    try:
        text, is_text = raw.decode(encoding), True
    except UnicodeDecodeError:  # a remark in another encoding: the code around it can be read
        text, is_text = _nearly(raw, encoding), False
    bare = text.strip("\0 \t\r\n\ufeff")
    if not bare:
        return None, "it is empty"
    if bare.count("{") + bare.count("[") > _MOST_PARTS:
        return None, "it has far more parts than a notebook"
    try:
        data, end = _json(bare)
    except RecursionError:
        return None, "it is nested too deeply"
    except ValueError as error:
        return None, _not_json(bare, error) if is_text else "it is not text"
    if not isinstance(data, dict):
        return None, "it holds no notebook"
    if not is_text:
        odd.append("some of its letters are in no known encoding")
    if end < len(bare):
        odd.append("what stands behind its end was left out")
    if isinstance(data.get("content"), dict) and "cells" not in data:  # as a server hands it out
        data = data["content"]
    cells = _cells(data)
    if len(cells) > _MOST_CELLS:
        return None, f"it has more than {_MOST_CELLS} cells"
    return (data, "") if cells else (None, "it has no cells")


def _nearly(raw: bytes, encoding: str) -> str:
    """The text of a file that is in no encoding throughout, or in one of Windows."""
    text = raw.decode(encoding, "replace")
    lost = text.count("\ufffd")
    others = len(text) - len(text.encode("ascii", "ignore")) - lost
    return text if lost <= others else raw.decode("cp1252", "replace")


def _json(text: str) -> tuple[object, int]:
    """What a text begins with, with tabs and ends of lines in its strings as they are; its end.

    Behind it may stand the end of an older, longer file, which a disk has kept; not one more
    object: nobody can tell which of them is meant. Numbers may be of any length; none counts.
    """
    data, end = json.JSONDecoder(parse_int=float, strict=False).raw_decode(text)
    if end < len(text) and re.search(r"^\s*[{\[]", text[end:]):
        raise json.JSONDecodeError("Extra data", text, end)
    return data, end


def _not_json(text: str, error: ValueError) -> str:
    if str(error).startswith("Extra data"):
        return "there is another one behind it in the same file"
    if re.search(r"^(<<<<<<<|>>>>>>>)", text, re.MULTILINE):
        return "it holds the marks of a merge conflict (<<<<<<<)"
    if text.startswith("<"):
        return "it is a web page"
    torn = str(error).startswith("Unterminated") or getattr(error, "pos", 0) > len(text) - 6
    if text.startswith("{") and torn:
        return "it is cut off"
    return "it is not JSON"


def _cells(data: dict) -> list[dict]:
    """The cells, which nbformat 3 keeps in worksheets; what is no cell is left out."""
    sheets = data.get("worksheets")
    lists = [data.get("cells")]
    if isinstance(sheets, list):
        lists += [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells
            if isinstance(cell, dict)]  # fmt: skip


def _notebook(data: dict, odd: list[str]) -> NotebookNode:
    """A notebook of the current version with what counts of another one, outputs left out.

    odd: what there is to say of the file; it goes with the notebook, see `take_odd`.
    """
    metadata = data.get("metadata")
    workbook = metadata.get("workbook") if isinstance(metadata, dict) else None
    kept = {"workbook": workbook} if isinstance(workbook, dict) else {}
    kept |= {_ODD: odd} if odd else {}
    cells = [_cell(cell) for cell in _cells(data)]
    metadata = nbformat.from_dict(kept)
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=cells)


def _cell(given: dict) -> Cell:
    kind = given.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        kind = "code" if given.keys() & _CODE_KEYS else "markdown"
    more = {}
    if kind == "code":
        more = {"outputs": [], "execution_count": None}
    elif pictures := _attachments(given.get("attachments")):
        more = {"attachments": nbformat.from_dict(pictures)}
    return Cell(
        cell_type=kind,
        id=given["id"] if isinstance(given.get("id"), str) else "",
        metadata=_metadata(given.get("metadata")),
        source=_text(given.get("source", given.get("input"))),
        **more,
    )


def _attachments(given: object) -> dict[str, dict[str, str]]:
    """The pictures that were pasted into a text, which a person may have to mark."""
    bundles = given.items() if isinstance(given, dict) else ()
    return {
        name: {mime: _text(data) for mime, data in bundle.items() if isinstance(data, str | list)}
        for name, bundle in bundles
        if isinstance(bundle, dict)
    }


def _metadata(given: object) -> NotebookNode:
    """A cell's metadata, as far as they have the form that they should have."""
    kept = NotebookNode()
    if not given or not isinstance(given, dict):
        return kept
    if isinstance(given.get("nbgrader"), dict):
        kept["nbgrader"] = nbformat.from_dict(given["nbgrader"])
    tags = given.get("tags")
    if isinstance(tags, list):
        known = (tag for tag in tags if isinstance(tag, str) and tag and "," not in tag)
        kept["tags"] = list(dict.fromkeys(known))  # as the format has it: each once, no comma
    return kept


def _text(source: object) -> str:
    """A cell's text, in one piece and without half characters, which no file can hold.

    Programs that write notebooks by themselves may forget the ends of the lines in a list of them.
    """
    lines = source if isinstance(source, list) else [source]
    lines = [line for line in lines if isinstance(line, str)]
    ends_lost = len(lines) > 1 and not any("\n" in line for line in lines)
    text = ("\n" if ends_lost else "").join(lines)
    return text.encode("utf-8", "replace").decode()
