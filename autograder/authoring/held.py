"""A prediction is held back: what decides a question stays folded until the learner has answered.

A source cell says `held="question-id"`. In the notebook its Markdown is folded under a line that
invites to look, its code is folded and has to be run; in the deck it comes after the reveal by
standing behind the question.
"""

from __future__ import annotations

from collections.abc import Iterable

from nbformat import NotebookNode

from ..course import CourseError

SUMMARY = "Answered? Then look"


def check_held(source: str, cells: Iterable[NotebookNode]) -> None:
    """Raises CourseError where a cell is held for a question that does not stand above it."""
    asked = set()
    for cell in cells:
        asked.add(cell.metadata.get("question"))
        question = cell.metadata.get("held")
        if question and question not in asked:
            raise CourseError(f"{source}: held={question!r}, but no such question stands above it.")


def folded(cell: NotebookNode) -> NotebookNode:
    """A notebook's cell as it opens: folded where it is held, its input where that is plumbing.

    cell: one of a notebook that is being built; it is changed.
    """
    held = cell.metadata.get("workbook", {}).get("held")
    if held and cell.cell_type == "markdown":
        cell.source = f"<details><summary>{SUMMARY}</summary>\n\n{cell.source}\n\n</details>"
    elif cell.cell_type == "code" and (held or "hide-input" in cell.metadata.get("tags", ())):
        cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}
    return cell
