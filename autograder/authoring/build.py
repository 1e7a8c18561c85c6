"""Build notebooks from a lesson's source.

A source is a percent script: prose, code to see with, and placeholders. From it come the solved
notebook, the learner's notebook (through nbgrader's own generate_assignment) and the live deck.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..course import CourseError, Lesson
from ..exercises import of_lesson
from ..own_files import configuration, content_of, notebook_of
from .deck_stamp import stamped
from .glossary import with_hints
from .held import check_held, folded
from .source import cells_of, head_of
from .stub import code_of, starter_of

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_KEYS = ("items", "minutes", "stop", "question", "exercise", "held")


def build(lesson: Lesson, check: bool = False) -> list[str]:
    """Write a lesson's notebooks where they are out of date; with `check`, only compare.

    Returns: one line for each file that was (or would have to be) written or kept.
    Raises CourseError where the source names an exercise or a question that does not exist.
    """
    cells = expand(lesson)
    solved = solved_notebook(lesson, cells)
    made = {
        lesson.solved: solved,
        lesson.notebook: learners_notebook(lesson, solved),
        lesson.deck: _deck_notebook(lesson, cells),
    }
    report = []
    for path, notebook in made.items():
        text = nbformat.writes(notebook) + "\n"
        old = _old(path)
        if old == text:
            continue
        name = path.relative_to(lesson.root)
        if path == lesson.notebook and old and worked_in(path):
            report.append(f"{name}: somebody has worked in it; kept as it is")
        elif check:
            report.append(f"{name}: out of date; run `autograder build {lesson.folder}`")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            report.append(f"{name}: written")
    return report


def build_review(root: Path, check: bool = False) -> list[str]:
    """Write the notebook *Review*, which belongs to no lesson, as `build` writes a lesson's.

    It is written over where somebody has run it: there is nothing to write in it, and what was
    answered is kept elsewhere.
    """
    source, path = root / "solutions" / "review.py", root / "lessons" / "review.ipynb"
    if not source.is_file():
        return []
    cells = cells_of(source)
    _give_ids(cells)
    notebook = nbformat.v4.new_notebook(
        cells=[folded(_clean(cell)) for cell in cells],
        metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}},
    )
    if _old(path) and _digest_in(path) == digest(notebook):
        return []
    name = path.relative_to(root)
    if check:
        return [f"{name}: out of date; run `autograder build`"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    return [f"{name}: written"]


def reset(lesson: Lesson) -> Path | None:
    """Write a fresh learner's notebook; move one that was worked in aside and return its path."""
    kept = None
    if os.path.lexists(lesson.notebook) and worked_in(lesson.notebook):
        number = 1
        while (kept := lesson.notebook.with_stem(f"{lesson.name}-mine-{number}")).exists():
            number += 1
        lesson.notebook.rename(kept)
    build(lesson)
    return kept


def write_deck(lesson: Lesson) -> str:
    """Write the deck as one HTML file that opens from disk."""
    from .deck import deck_html

    notebook = notebook_of(lesson.deck, f"`autograder build {lesson.folder}` makes it anew")
    page = deck_html(notebook, lesson.root / "slides" / "theme.css")
    lesson.deck_html.write_text(stamped(page, lesson), "utf-8")
    return f"{lesson.deck_html.relative_to(lesson.root)}: written"


def deck_is_current(lesson: Lesson) -> bool:
    """Whether the live deck is what the source gives now."""
    text = nbformat.writes(_deck_notebook(lesson, expand(lesson))) + "\n"
    return _old(lesson.deck) == text


def expand(lesson: Lesson) -> list[NotebookNode]:
    """The source's cells with every placeholder replaced, each with a stable id."""
    if not lesson.source.is_file():
        raise CourseError(f"{lesson.source} is missing: a lesson is built from it.")
    placed: list[str] = []
    cells: list[NotebookNode] = []
    for cell in cells_of(lesson.source):
        if "exercise" in cell.metadata:
            placed.append(cell.metadata["exercise"])
            cells += _exercise_cells(lesson, cell)
        elif "question" in cell.metadata:
            cells.append(_question_cell(cell))
        elif "manual" in cell.metadata:
            cells.append(_answer_cell(lesson, cell))
        else:
            cells.append(cell)
    missing = [name for name in of_lesson(lesson.folder) if name not in placed]
    if missing:
        raise CourseError(f"{lesson.source.name} has no placeholder for: {', '.join(missing)}.")
    check_held(lesson.source.name, cells)
    _give_ids(cells)
    return cells


def solved_notebook(lesson: Lesson, cells: list[NotebookNode]) -> NotebookNode:
    """The notebook with every solution in it, without outputs; nbgrader's source."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    for cell in cells:
        if cell.metadata.get("only") != "deck":
            notebook.cells.append(folded(_clean(cell)))
    with_hints(lesson, notebook.cells)
    return notebook


def learners_notebook(lesson: Lesson, solved: NotebookNode) -> NotebookNode:
    """What nbgrader releases of a solved notebook, with a digest by which later work is noticed."""
    from nbgrader.apps import NbGraderAPI

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "solutions", lesson.folder, lesson.solved.name)
        source.parent.mkdir(parents=True)
        nbformat.write(solved, source)
        config = configuration(lesson.root)
        config.CourseDirectory.root = folder
        config.CourseDirectory.db_url = f"sqlite:///{folder}/gradebook.db"
        outcome = NbGraderAPI(config=config).generate_assignment(lesson.folder)
        if not outcome["success"]:
            said = (outcome["log"] or "it does not say why").strip().splitlines()[-1]
            raise CourseError(f"nbgrader could not release {lesson.folder}: {said}")
        notebook = nbformat.read(
            Path(folder, "release", lesson.folder, lesson.solved.name), as_version=4
        )
    notebook.metadata["workbook"] = {"lesson": lesson.folder, "released": digest(notebook)}
    return notebook


def _old(path: Path) -> str:
    """What stands in a file that the build writes, "" where there is none.

    Raises CourseError where something else is in its place.
    """
    if not os.path.lexists(path):
        return ""
    return content_of(path, "`autograder build` makes it anew").decode("utf-8", "replace")


def digest(notebook: NotebookNode) -> str:
    """A fingerprint of a notebook's cells that does not change with outputs or metadata."""
    text = "\0".join(f"{cell.cell_type}\0{cell.source}" for cell in notebook.cells)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _digest_in(path: Path) -> str:
    """The fingerprint of a notebook that may be damaged, which has none then."""
    try:
        return digest(notebook_of(path))
    except CourseError:
        return ""


def worked_in(path: Path) -> bool:
    """Whether a learner's notebook differs from what was released, or holds outputs.

    A file that cannot be read counts as worked in: somebody may want to rescue it.
    """
    try:
        notebook = notebook_of(path)
        released = notebook.metadata["workbook"]["released"]
    except Exception:
        return True
    return released != digest(notebook) or any(cell.get("outputs") for cell in notebook.cells)


# -- cells --------------------------------------------------------------------------------


def _exercise_cells(lesson: Lesson, placeholder: NotebookNode) -> Iterator[NotebookNode]:
    """Heading, code to write, and graded check of one exercise."""
    name = placeholder.metadata["exercise"]
    exercises = of_lesson(lesson.folder)
    if name not in exercises:
        raise CourseError(
            f"{lesson.source.name} places {name!r}, which {lesson.folder} does not declare."
        )
    exercise = exercises[name]
    points = f"{exercise.max_points:g}"
    worth = "1 point" if points == "1" else f"{points} points"
    if exercise.stretch:  # what is harder than the rest, or a lesson of which nothing is marked
        worth = "no points" if all(one.stretch for one in exercises.values()) else "stretch"
    verb = "Break it" if exercise.starter else "Write it"
    heading = nbformat.v4.new_markdown_cell(
        f"### {verb} · `{name}` · {worth}\n\n{exercise.statement}"
    )
    heading.metadata["exercise"] = name
    code = nbformat.v4.new_code_cell(code_of(exercise.reference, exercise.given))
    code.metadata["nbgrader"] = _nbgrader(name, solution=True)
    if exercise.starter:
        code.metadata["starter"] = starter_of(exercise)
    check = nbformat.v4.new_code_cell(f"check({name})")
    check.metadata["nbgrader"] = _nbgrader(
        f"check-{name}", grade=True, locked=True, points=exercise.max_points
    )
    yield from (heading, code, check)


def _nbgrader(
    grade_id: str, *, grade=False, solution=False, locked=False, points: float | None = None
) -> dict:
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is None:
        return metadata
    # JupyterLab writes 2.0 as 2, and git is not to see a notebook change that was only opened
    return {**metadata, "points": int(points) if points == int(points) else points}


def _answer_cell(lesson: Lesson, placeholder: NotebookNode) -> NotebookNode:
    """A text that learners write and a person marks; the placeholder's own text is a model answer.

    nbgrader releases the cell without it, and keeps the cell's mark for a person.
    """
    name, points = placeholder.metadata["manual"], placeholder.metadata.get("points", 0)
    if placeholder.cell_type != "markdown" or not points > 0:
        raise CourseError(
            f"{lesson.source.name}: manual={name!r} is to stand on a [markdown] cell with points."
        )
    if name in of_lesson(lesson.folder):
        raise CourseError(f"{lesson.source.name}: manual={name!r} is the name of an exercise.")
    placeholder.metadata["nbgrader"] = _nbgrader(name, grade=True, solution=True, points=points)
    return placeholder


def _question_cell(placeholder: NotebookNode) -> NotebookNode:
    name = placeholder.metadata["question"]
    cell = nbformat.v4.new_code_cell(f'ask("{name}")', metadata=placeholder.metadata)
    cell.metadata["tags"] = ["explore"]
    return cell


def _give_ids(cells: list[NotebookNode]) -> None:
    """Ids that survive a rebuild: an exercise's name, "section-3", else a hash of the text.

    A link to a section is "…/toolbox.ipynb#cell-id=section-3", in JupyterLab and in HTML.
    """
    seen: dict[str, int] = {}
    for cell in cells:
        text = f"{cell.cell_type}\0{cell.source}"
        heading = re.search(r"^## (\d+) · ", cell.source, re.M)
        begins = heading and cell.metadata.get("only") != "deck" and cell.cell_type == "markdown"
        own = (
            cell.metadata.get("nbgrader", {}).get("grade_id")
            or (f"section-{heading[1]}" if begins else "")
            or hashlib.sha256(text.encode()).hexdigest()[:8]
        )
        seen[own] = seen.get(own, 0) + 1
        cell["id"] = own if seen[own] == 1 else f"{own}-{seen[own]}"


def _clean(cell: NotebookNode) -> NotebookNode:
    """A cell with only the metadata that a notebook needs."""
    new = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    kept = new(cell.source, id=cell.id)
    ours = {key: cell.metadata[key] for key in CELL_KEYS if key in cell.metadata}
    for key in ("nbgrader", "tags", "starter", "jupyter"):
        if key in cell.metadata:
            kept.metadata[key] = cell.metadata[key]
    if ours:
        kept.metadata["workbook"] = ours
    return kept


def _deck_notebook(lesson: Lesson, cells: list[NotebookNode]) -> NotebookNode:
    from .deck import deck_notebook

    return deck_notebook(cells, head_of(lesson)["title"])
