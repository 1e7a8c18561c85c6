"""What the learner saw, for the person who marks their texts: outputs of cells that grading skips.

A text speaks of an error gallery or of five seeds. Grading runs none of the cells that show them,
and its stage draws nothing, because a figure may hold a solution. So when all marks are given, the
notebook is run once more, in a sandbox and a process of its own, in which the whole of `workbook`
is there as on the learner's machine. What it shows goes into the notebook, and nowhere else: no
mark depends on it. The judge's references and the sealed data are in no sandbox.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from ..sandbox.plain import TooLarge, pack
from .intake.mending import check_of
from .intake.needs import cells_needed_by
from .intake.texts import NO_ANSWER, is_answer
from .process import replies
from .process.child import Child, ChildLost, Sandbox
from .process.isolation import Isolation
from .process.stage import make_whole_stage

SECONDS = 60.0
"""That the whole of it may take; what has been shown by then is kept."""
MOST = 4_000_000
"""Characters of outputs, pictures included, that are kept of one notebook."""

_SECTION = re.compile(r"^## ", re.MULTILINE)
_QUESTION = re.compile(r"\s*(check|ask|progress)\(")


class Evidence:
    """Runs notebooks of one lesson once more. source: the lesson's own, with its solutions.

    The sandbox starts when the first text is there that wants it.
    """

    def __init__(self, source: NotebookNode, isolation: Isolation):
        self._isolation = isolation
        self._own = {cell.id: cell.source for cell in source.cells}
        self._sections = dict(_shown_for_texts(source.cells))
        self._sandbox: Sandbox | None = None

    def add(self, notebook: NotebookNode) -> None:
        """Put into a graded notebook what its cells show, as far as a written text may speak of it.

        What does not run is left as it is; nothing is raised on account of a submission.
        """
        wanted = self._wanted(notebook)
        if not wanted:
            return
        code = [cell for cell in notebook.cells if _can_be_run(cell)]
        shown = [cell for cell in code if cell.id in wanted or not self._only_looks(cell)]
        needed = cells_needed_by(shown, code)
        cells = [cell for cell in code if id(cell) in needed]
        child = self._child()
        try:
            for cell, outputs in _run(child, cells):
                if outputs and _is_better(cell, outputs):
                    cell.outputs = outputs
        finally:
            child.close()

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def _child(self) -> Child:
        if self._sandbox is None:
            self._folder = tempfile.TemporaryDirectory(prefix="evidence-")
            make_whole_stage(Path(self._folder.name))
            self._sandbox = Sandbox(Path(self._folder.name), self._isolation)
        return self._sandbox.child(draws=True)

    def _wanted(self, notebook: NotebookNode) -> frozenset[str]:
        """The ids of the lesson's own cells that the written texts of a notebook speak of."""
        written = {
            cell.metadata["nbgrader"]["grade_id"]
            for cell in notebook.cells
            if is_answer(cell) and cell.source.strip() not in ("", NO_ANSWER)
        }
        return frozenset().union(*(self._sections.get(name, ()) for name in written))

    def _only_looks(self, cell: NotebookNode) -> bool:
        """Whether it is one of the lesson's own cells for looking, as it was given."""
        return self._own.get(cell.id) == cell.source and _is_explore(cell)


def _can_be_run(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and not (check_of(cell) or _QUESTION.match(cell.source))


def _shown_for_texts(cells: list[NotebookNode]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each text of a lesson, with the cells for looking of the section that it stands in."""
    section: list[str] = []
    for cell in cells:
        if cell.cell_type == "markdown" and _SECTION.search(cell.source):
            section = []
        if cell.cell_type == "code" and _is_explore(cell):
            section.append(cell.id)
        if is_answer(cell):
            yield cell.metadata["nbgrader"]["grade_id"], frozenset(section)


def _run(
    child: Child, cells: list[NotebookNode]
) -> Iterator[tuple[NotebookNode, list[NotebookNode]]]:
    """Run cells one after the other; each with its outputs, until a limit is met."""
    end, room = time.monotonic() + SECONDS, MOST
    for cell in cells:
        try:
            child.send(pack({"do": "run", "source": cell.source}))
            outputs = replies.outputs(child.receive(max(0.0, end - time.monotonic())))
        except (ChildLost, TooLarge):
            return
        room -= replies.size(outputs)
        if room < 0:
            return
        yield cell, outputs


def _is_better(cell: NotebookNode, outputs: list[NotebookNode]) -> bool:
    """Whether these outputs say more than those that the cell got when marks were given.

    What a student's own cell came to then belongs to its mark; only a picture that it did not have
    is put in its place.
    """
    if _is_explore(cell) or not cell.outputs:
        return True
    return _has_picture(outputs) and not _has_picture(cell.outputs)


def _has_picture(outputs: list[NotebookNode]) -> bool:
    return any(mime.startswith("image/") for each in outputs for mime in each.get("data", {}))


def _is_explore(cell: NotebookNode) -> bool:
    return "explore" in cell.metadata.get("tags", [])
