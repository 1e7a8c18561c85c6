"""The seal on a card: a page shows as markup what the judge made, and nothing that looks like it.

A graded notebook holds cards of the judge's beside outputs of a student's, and a student can write
HTML that looks like a card. So the judge marks its own, and who writes the notebook down seals
them: a code of the card under a key that is made from the course's secret seed.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from nbformat import NotebookNode

from ..course import CourseError
from .secret_seed import FILE, secret_seed

KEY = "autograder"
"""Where an output's metadata hold the mark, and later the seal."""
MARK = "card"
"""Put by the judge on its own outputs, while they are in the grader's memory; no file has it."""


def mark_as_card(output: NotebookNode) -> NotebookNode:
    """The same output, as the judge's own."""
    output.metadata[KEY] = MARK
    return output


def seal_cards(notebook: NotebookNode, root: Path) -> NotebookNode:
    """Seal a notebook's cards before it is written. root: the course's folder."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    cards = [output for output in outputs if output.get("metadata", {}).get(KEY) == MARK]
    key = _key(root) if cards else b""
    for card in cards:
        card.metadata[KEY] = {"seal": _code(card, key)}
    return notebook


def is_sealed(output: dict, root: Path) -> bool:
    """Whether an output read from a file is a card of the judge's, unchanged."""
    said = output.get("metadata", {}).get(KEY)
    seal = said.get("seal") if isinstance(said, dict) else None
    if not isinstance(seal, str) or not (root / FILE).is_file():
        return False
    try:
        return hmac.compare_digest(seal.encode(), _code(output, _key(root)).encode())
    except (CourseError, OSError, ValueError):  # the seed cannot be read
        return False


def _key(root: Path) -> bytes:
    return hashlib.sha256(f"cards {secret_seed(root)}".encode()).digest()


def _code(output: dict, key: bytes) -> str:
    html = output["data"].get("text/html", "")
    html = html if isinstance(html, str) else "".join(html)  # nbformat keeps it as lines
    return hmac.digest(key, html.encode("utf-8", "replace"), "sha256").hex()
