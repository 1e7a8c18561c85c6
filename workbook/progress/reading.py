"""What one saved notebook says of its learner: every exercise, how it stands, and its points.

Nothing is run. An exercise's state is what the saved output of its `check(...)` cell says, so it is
good for showing somebody the way and for nothing else: marks come from grading alone.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from workbook.former_names import present_name

RIGHT = "right"
PARTLY = "partly right"
WRONG = "not right yet"
UNWRITTEN = "not written yet"
STOPPED = "could not be checked"
UNCHECKED = "not checked yet"

STATES = (RIGHT, PARTLY, WRONG, STOPPED, UNCHECKED, UNWRITTEN)
"""How an exercise can stand. A feedback card says the same in its label; UNCHECKED is our own."""

NO_ANSWER = "YOUR ANSWER HERE"
"""What nbgrader releases in a cell for a text that a person marks."""

CARD = re.compile(r'aria-label="[^":]+: ([^",]+),')
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class UnreadableError(Exception):
    """A notebook that cannot be read; its text says why, as the end of a sentence."""


@dataclass(frozen=True)
class ExerciseRecord:
    """How one exercise stands.

    state: one of STATES. points, max_points: of its last check; max_points is 0 for a stretch.
    cell: the id of the cell where it begins. changed: whether its code differs from what was given.
    """

    name: str
    state: str
    points: float
    max_points: float
    cell: str
    changed: bool


@dataclass(frozen=True)
class LessonRecord:
    """How one lesson stands, by one saved notebook.

    folder: the lesson's name in the course, "03-activations". minutes: what it takes, as it says.
    saved: when the notebook was saved, in seconds. runs: which count each code cell's text was last
    run under, as saved: {"check(relu)": {17}}. texts: whether each text that a person marks is
    written, by name.
    """

    folder: str
    title: str
    minutes: int
    path: Path
    saved: float
    exercises: tuple[ExerciseRecord, ...]
    runs: dict[str, set[int]]
    texts: dict[str, bool] = field(default_factory=dict)

    @property
    def number(self):
        """Its number as it is written, "03"."""
        return self.folder.split("-")[0]

    @property
    def core(self):
        """The exercises that carry points."""
        return [exercise for exercise in self.exercises if exercise.max_points]

    @property
    def stretch(self):
        """The exercises without points."""
        return [exercise for exercise in self.exercises if not exercise.max_points]

    @property
    def open(self):
        """The core exercises that are not right yet."""
        return [exercise for exercise in self.core if exercise.state != RIGHT]

    @property
    def points(self):
        """The points so far."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self):
        """The points that can be had."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def begun(self):
        """Whether the learner has written code in it; running its cells to look is not enough."""
        return any(exercise.changed for exercise in self.exercises) or any(self.texts.values())

    def counted(self, state):
        """How many core exercises are in this state."""
        return sum(exercise.state == state for exercise in self.core)


def read_lesson(path):
    """Read one notebook: a LessonRecord, or None where it is no learner's notebook of the course.

    Raises UnreadableError where it cannot be told, because the file is damaged.
    """
    notebook, saved = _load(path)
    course = _table(_table(notebook.get("metadata")).get("workbook"))
    folder = course.get("lesson")
    if not isinstance(folder, str) or not folder:
        return None
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise UnreadableError("it holds no cells")
    cells = [cell for cell in cells if isinstance(cell, dict)]
    return LessonRecord(
        folder=present_name(folder),
        title=_title(cells) or folder,
        minutes=round(sum(_number(_ours(cell).get("minutes")) for cell in cells)),
        path=path,
        saved=saved,
        exercises=tuple(_exercises(cells)),
        runs=_runs(cells),
        texts=dict(_texts(cells)),
    )


def _load(path):
    """The notebook as plain data, and when it was saved."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise UnreadableError("it is no file")
        saved = path.stat().st_mtime
        notebook = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UnreadableError((error.strerror or "it cannot be opened").lower()) from None
    except (ValueError, RecursionError):
        raise UnreadableError("it is damaged") from None
    if not isinstance(notebook, dict):
        raise UnreadableError("it is no notebook")
    return notebook, saved


def _exercises(cells):
    """The records of a notebook's exercises, in its order; of a cell pasted twice, the last."""
    begins, code, checks = {}, {}, {}
    for cell in cells:
        marks = _table(_table(cell.get("metadata")).get("nbgrader"))
        name = marks.get("grade_id")
        if isinstance(heading := _ours(cell).get("exercise"), str):
            begins[heading] = cell
        if not isinstance(name, str):
            continue
        if marks.get("solution") is True:
            code[name] = cell
        elif marks.get("grade") is True and name.startswith("check-"):
            checks[name.removeprefix("check-")] = cell
    for name, check in checks.items():
        own = code.get(name, {})
        begin = begins.get(name) or own or check
        yield _exercise(name, own, check, begin)


def _exercise(name, code, check, begin):
    """One exercise's record from its cells: the code, its check, and where it begins."""
    max_points = max(0.0, _number(check["metadata"]["nbgrader"].get("points")))
    source = _text(code.get("source"))
    changed = bool(code) and _checksum(name, source) != _released(code)
    state, points = _result(check, max_points)
    written = changed and "raise NotImplementedError" not in source
    if state is None or (state == UNWRITTEN and written):
        state = UNCHECKED if written else UNWRITTEN
    cell = begin.get("id")
    return ExerciseRecord(
        name, state, points, max_points, cell if isinstance(cell, str) else "", changed
    )


def _result(check, max_points):
    """What a check's saved output says: (state, points), (None, 0) where it says nothing."""
    outputs = check.get("outputs")
    for output in reversed(outputs if isinstance(outputs, list) else []):
        data = _table(_table(output).get("data"))
        label = CARD.search(_text(data.get("text/html")))
        if label and label[1] in STATES:
            points = _number(_text(data.get("text/plain")))
            return label[1], min(max(points, 0.0), max_points)
    return None, 0.0


def _texts(cells):
    """The name of each text that a person marks, and whether anything was written into it."""
    for cell in cells:
        marks = _table(_table(cell.get("metadata")).get("nbgrader"))
        name = marks.get("grade_id")
        if isinstance(name, str) and marks.get("grade") is True and marks.get("solution") is True:
            yield name, _text(cell.get("source")).strip() not in ("", NO_ANSWER)


def _runs(cells):
    """The counts that code cells were last run under, by their text."""
    runs = {}
    for cell in cells:
        if isinstance(count := cell.get("execution_count"), int):
            runs.setdefault(_text(cell.get("source")).strip(), set()).add(count)
    return runs


def _released(cell):
    """The checksum that a code cell was released with."""
    return _table(_table(cell.get("metadata")).get("nbgrader")).get("checksum")


def _checksum(name, source):
    """nbgrader's checksum of a cell to be written in (`nbgrader.utils.compute_checksum`).

    Here in three lines, because importing nbgrader takes two seconds. The words are a cell's type
    and whether it is graded, a solution, locked.
    """
    words = (source, "code", "False", "True", "False", name)
    return hashlib.md5("".join(words).encode(errors="replace"), usedforsecurity=False).hexdigest()


def _title(cells):
    """The first heading."""
    for cell in cells:
        if cell.get("cell_type") == "markdown" and (
            found := TITLE.search(_text(cell.get("source")))
        ):
            return found[1].strip()
    return ""


def _ours(cell):
    """What the course has noted on a cell."""
    return _table(_table(cell.get("metadata")).get("workbook"))


# -- whatever a file may hold -------------------------------------------------------------------


def _table(value):
    return value if isinstance(value, dict) else {}


def _text(value):
    """A notebook's text: a string, or a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _number(value):
    """A finite number, also written as text; 0 for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return number if abs(number) < 1e6 else 0.0
