"""Grade plain nbgrader notebooks: assert cells, values as partial credit, cells for a person.

The cells run in the same sandbox as a lesson's. What they come to is marked by nbgrader's own
rules, with one difference: output on standard error is no failure, unless it is told to be one.

Assert cells run inside of the student's process, as everywhere in nbgrader. The sandbox protects
the machine, the gradebook and other students; it cannot keep a student from patching what an
assertion sees. That assertions fail at all is tried, with one that cannot hold. Where more matters,
an exercise of this project's own kind is judged from outside.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, Execute, SaveAutoGrades

from ...course import CourseError
from ...sandbox.mistakes import NOTHING, SURROUNDINGS
from ...sandbox.plain import TooLarge, pack
from ..gradebook.course_settings import Settings
from ..gradebook.known_cells import known_notebooks, restore
from ..gradebook.plain_assignments import Assignment, Release
from ..intake.choosing import Several, choose_notebook, choose_several
from ..intake.files_beside import files_in, in_the_way, prepare, siblings, that_fit, without_large
from ..intake.finding import list_files, shown
from ..intake.newer_python import say_python_needed
from ..process.child import Sandbox
from ..process.isolation import Isolation
from ..process.replies import stopped_cell
from ..process.submission_run import Run, what_was_odd
from .known_notebooks import kin, wait_for_texts, wanted_of
from .marking_rules import GradedNotebooks, mark, mark_missing, mark_unread

VARIABLES = {"NBGRADER_EXECUTION": "autograde"}
"""What nbgrader sets while it runs a submission."""

NOT_BELIEVED = "its process was tampered with: an assertion that cannot hold did not fail in it"


class PlainGrader:
    """Grades submissions of one assignment; nothing of it knows the course's gradebook."""

    def __init__(
        self,
        assignment: Assignment,
        release: Release,
        stage: Path,
        isolation: Isolation,
        stderr_fails: bool = False,
        seconds: float | None = None,
    ):
        self.sandbox = Sandbox(stage, isolation)  # first of all: it starts in the background
        self.assignment, self.stderr_fails = assignment, stderr_fails
        self.seconds = seconds
        self.settings = Settings(assignment.root)
        self._until_closed = ExitStack()
        self.database = self._until_closed.enter_context(release.database())
        with Gradebook(self.database) as book:
            self.originals = known_notebooks(book, assignment.folder) or {}
        self.sanitize = [self.settings.make(step) for step in self.settings.sanitize_steps()]
        self.autograde = [self.settings.make(step) for step in _own(self.settings)]
        self.ignore = self.settings.directory.ignore
        self.wanted = wanted_of(assignment, self.originals)
        self.given = files_in(assignment.source, self.ignore)
        for name in self.settings.exclude_overwriting(assignment.folder):
            self.given.pop(name, None)

    @property
    def max_points(self) -> float:
        cells = (cell for notebook in self.originals.values() for cell in notebook.values())
        return sum(cell.metadata.nbgrader.get("points", 0.0) for cell in cells)

    def grade(self, student: str, folder: Path) -> GradedNotebooks:
        """Mend, run and mark what was handed in. Raises CourseError where nothing can be read."""
        graded = GradedNotebooks()
        there = self._find(folder)
        graded.flags += there.flags
        graded.files = files_in(folder, self.ignore, graded.flags)
        for name, module in in_the_way(graded.files, self.given).items():
            del graded.files[name]
            graded.flags.append(
                f"{shown(name)} is in the way of the assignment's {module}; it was left out"
            )
        beside = that_fit({**siblings(folder), **graded.files}, self.given, graded.flags)
        for name, originals in self.originals.items():
            if name in there.unread:
                reason = there.unread[name]
                graded.reasons.append(reason)
                graded.notebooks[name] = notice(reason)
                mark_unread(graded, name, originals, reason)
                continue
            if name not in there.found:
                graded.flags.append(f"{name}.ipynb was not handed in")
                mark_missing(graded, name, originals)
                continue
            notebook = there.found[name]
            graded.flags += restore(notebook, originals)
            graded.flags += wait_for_texts(notebook, originals, self.wanted[name].own)
            commands = list(prepare(beside, VARIABLES))
            notebook = self._run(notebook, student, name, commands, graded.flags)
            graded.notebooks[name] = notebook
            mark(graded, name, originals, notebook, self.stderr_fails)
        graded.files = without_large(graded.files, graded.flags) | self.given
        return graded

    def close(self) -> None:
        self.sandbox.close()
        self._until_closed.close()

    def _find(self, folder: Path) -> Several:
        """The handed-in notebooks by the names that they should have."""
        listing = list_files(folder)
        if len(self.wanted) == 1:
            ((name, wanted),) = self.wanted.items()
            notebook, flags = choose_notebook(listing, wanted)
            return Several({name: notebook}, {}, flags)
        there = choose_several(listing, self.wanted, lambda nb: kin(nb, self.originals))
        if not there.found:
            names = ", ".join(wanted.name for wanted in self.wanted.values())
            reasons = " ".join(there.unread.values())
            raise CourseError(reasons or f"none of the notebooks was handed in (expected {names}).")
        return there

    def _run(
        self, notebook: NotebookNode, student: str, name: str, commands: list[bytes], flags: list
    ) -> NotebookNode:
        """Take a notebook through the course's own steps, with the sandbox in place of a kernel."""
        about = {
            "student": student,
            "assignment": self.assignment.folder,
            "notebook": name,
            "db_url": self.database,
            "restored": True,  # so that MendCells need not
        }
        resources = {"nbgrader": about, "unique_key": name, "metadata": {}}
        for step in self.sanitize:
            notebook, resources = step(notebook, resources)
        for step in self.autograde:
            if isinstance(step, Execute):
                a_cell = seconds_of(step)
                flags += run_cells(self.sandbox, notebook, commands, a_cell, self.seconds)
            else:
                notebook, resources = step(notebook, resources)
        return notebook


def _own(settings: Settings) -> Iterator[type]:
    """The steps of autograding without those that write into the gradebook."""
    for step in settings.autograde_steps():
        if not issubclass(step, SaveAutoGrades | AssignLatePenalties):
            yield step


def seconds_of(step: Execute) -> float | None:
    """The seconds that a cell may take where the course says so, None for the engine's own."""
    said = step.timeout
    return float(said) if isinstance(said, int | float) and said > 0 else None


def run_cells(
    sandbox: Sandbox,
    notebook: NotebookNode,
    commands: list[bytes],
    seconds: float | None,
    total: float | None = None,
) -> list[str]:
    """Run a notebook's cells in a process of their own; they get their outputs.

    commands: what that process is told first. seconds: that a cell may take. total: that all
    may. Returns what there is to say of cells left out. Where an assertion that cannot hold does
    not fail behind them all, graded cells have that as their output.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    ahead = [command for cell in cells if (command := _command(cell))]
    asked = [cell for cell in cells if not cell.outputs]
    run = Run(sandbox, [*ahead, _cannot_hold()], seconds, total, first=commands)
    try:
        for number, cell in enumerate(cells, 1):
            cell.outputs = cell.outputs or run.cell()
            say_python_needed(cell.outputs, cell.source)
            cell.execution_count = number
        told = run.cell() if graded else []
    finally:
        run.close()
    if graded and not any(output.output_type == "error" for output in told):
        for cell in graded:
            cell.outputs = [stopped_cell(NOT_BELIEVED)]
    return what_was_odd(run, asked)


def _cannot_hold() -> bytes:
    """A cell that fails, unless somebody has seen to it that none does."""
    one, other = secrets.randbelow(1000), 1000 + secrets.randbelow(1000)
    return pack({"do": "run", "source": f"assert {one} == {other}", "past": NOTHING})


def _command(cell: NotebookNode) -> bytes | None:
    """What a process is asked to do at a cell; one that is too large is not run, and says so.

    Of a graded cell no line may fail.
    """
    cell.outputs = []
    is_graded = cell.metadata.get("nbgrader", {}).get("grade")
    past = NOTHING if is_graded else SURROUNDINGS
    try:
        return pack({"do": "run", "source": cell.source, "past": past})
    except TooLarge as error:
        cell.outputs = [stopped_cell(f"it is too large: {error}")]
        return None


def notice(reason: str) -> NotebookNode:
    """A notebook that stands where an unreadable one was."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell(f"**This could not be graded:** {reason}")]
    notebook.cells[0]["id"] = "notice"
    return notebook
