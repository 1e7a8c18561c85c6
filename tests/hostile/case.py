"""What a case of the suite is: a submission, how it is made, and the mark that a human would give.

Cases are made from a lesson's released notebook with its solutions typed in. One exercise, the
target, is what a case plays its trick on; all others are solved, so that a trick which costs, or
earns, more than it should shows in them.
"""

from __future__ import annotations

import copy
import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from autograder.authoring.stub import code_of
from autograder.course import Lesson
from autograder.exercises import module_name, of_lesson

ROOT = Path(__file__).resolve().parents[2]

#: A lesson's target, and an expression that solves it for an argument z. `return z` earns nothing.
#: Where its arguments are others, there is no expression: tricks that need one are not tried there.
TARGETS = {
    "00-start-here": ("double", "2 * np.asarray(z)"),
    "01-neuron": ("weighted_sum", ""),
    "02-forward-propagation": ("init_params", ""),
    "03-activations": ("relu", "np.maximum(z, 0)"),
    "04-losses": ("mse", ""),
    "05-gradient-descent": ("gd_step", ""),
    "06-backpropagation": ("sigmoid_backward", ""),
    "07-layers": ("gradient_norms", ""),
    "08-training": ("has_converged", ""),
    "09-optimizers": ("momentum", ""),
    "11-choosing": ("oversampled_split", ""),
}

#: Where a listener of the suite waits for submissions that reach out of their sandbox.
LISTENER = ("127.0.0.1", 47613)

NOTHING, PARTLY, FULL = "nothing", "partly", "full"
EITHER = "graded or partial"


@dataclass(frozen=True)
class Expected:
    """An honest human's outcome.

    status: a record's status, or two joined by " or ". points: by exercise, None where no mark may
    be given. reason and flag: text that the record's reason, or one of its flags, must hold. says:
    text that the target's card must hold, such as the name of a limit; or two, of which a busy
    machine meets the other one first.
    """

    status: str
    points: Mapping[str, float] | None
    reason: str = ""
    flag: str = ""
    says: str = ""

    def differences(self, record: dict) -> list[str]:
        """What differs from a record of `autograder grade --json`; nothing where it is right."""
        found = []
        if record["status"] not in self.status.split(" or "):
            found.append(f"status {record['status']!r}, expected {self.status!r}")
        if self.points is None:
            if record["score"] is not None:
                found.append(f"was given {record['score']:g} points, expected no mark")
        else:
            found += self._wrong_points(record)
        if self.reason.lower() not in record["reason"].lower():
            found.append(f"reason {record['reason']!r} does not say {self.reason!r}")
        if self.flag and not any(self.flag in flag for flag in record["flags"]):
            found.append(f"flags {record['flags']} do not say {self.flag!r}")
        return found

    def _wrong_points(self, record: dict) -> list[str]:
        given = {exercise["name"]: exercise["points"] for exercise in record["exercises"]}
        names = sorted(given.keys() | self.points.keys())
        return [
            f"{name}: {given.get(name)} points, expected {self.points.get(name)}"
            for name in names
            if given.get(name) != self.points.get(name)
        ]


@dataclass(frozen=True, eq=False)
class Case:
    """One submission of the suite.

    rows: of the table of what a grader must survive. fill: puts the submission into its folder.
    isolated: it is dangerous, or means nothing, where students' code is not isolated.
    largest: bytes that its graded notebook may have.
    """

    id: str
    rows: tuple[int, ...]
    lesson: str
    fill: Callable[[Path], None]
    expected: Expected
    isolated: bool = False
    largest: int = 3_000_000

    def write(self, folder: Path) -> None:
        """Write the submission into `<course>/submitted/<student>/<lesson>`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        self.fill(folder)

    def __str__(self) -> str:
        return self.id


class Trick(NamedTuple):
    """Code in the target's place. It holds TARGET for the function's name, RIGHT for an answer.

    before: code of a cell of its own, right before the target's.
    """

    id: str
    rows: tuple[int, ...]
    source: str
    earns: str = NOTHING
    status: str = "graded"
    reason: str = ""
    isolated: bool = False
    before: str = ""
    says: str = ""


class Material:
    """A lesson as cases need it: its released notebook as plain JSON, its solutions, its points."""

    def __init__(self, lesson: str):
        self.lesson = lesson
        self.target, self.right = TARGETS[lesson]
        self.exercises = of_lesson(lesson)
        self.max_points = {name: e.max_points for name, e in self.exercises.items()}
        self.solutions = {name: code_of(e.reference) for name, e in self.exercises.items()}
        self.path = Lesson(lesson, ROOT).notebook
        self._released = json.loads(self.path.read_text("utf-8"))
        for cell in self._released["cells"]:
            cell["source"] = "".join(cell["source"])

    @property
    def file(self) -> str:
        """The name under which the notebook is to be handed in."""
        return self.path.name

    def notebook(self, **sources: str) -> dict:
        """The notebook, every exercise solved but those that are given here by name."""
        notebook = copy.deepcopy(self._released)
        typed = self.solutions | sources
        for cell in notebook["cells"]:
            cell["source"] = typed.get(cell["id"], cell["source"])
        return notebook

    def untouched(self) -> dict:
        return copy.deepcopy(self._released)

    def code(self, source: str, course: Path = Path()) -> str:
        """A trick's source for this lesson, and for a submission in that course."""
        words = {
            "TARGET": self.target,
            "RIGHT": self.right,
            "MODULE": module_name(self.lesson),
            "LESSON": self.lesson,
            "NOTEBOOK": self.file,
            "CALLS": str(sum(len(a.calls) for a in self.exercises[self.target].aspects)),
            "COURSE": str(course),
            "PROJECT": str(ROOT),
            "PORT": str(LISTENER[1]),
        }
        source = textwrap.dedent(source).strip("\n")
        for word, meant in words.items():
            source = source.replace(word, meant)
        return source

    def points(self, earned: str) -> dict[str, float]:
        """Points by exercise: all of them, except that the target earned what is said."""
        share = {FULL: 1.0, NOTHING: 0.0, PARTLY: 0.75}[earned]
        return self.max_points | {self.target: share * self.max_points[self.target]}

    def expected(self, earns: str = FULL, status: str = "graded", **words: str) -> Expected:
        """The usual outcome: the target earned this, everything else is full."""
        return Expected(status, self.points(earns), **words)

    def ungradable(self, reason: str) -> Expected:
        return Expected("ungradable", None, reason)

    def case(self, trick: Trick) -> Case:
        """The case in which the target's cell holds a trick."""

        def fill(folder: Path) -> None:
            course = folder.parents[2]
            notebook = self.notebook(**{self.target: self.code(trick.source, course)})
            if trick.before:
                at = index(notebook, self.target)
                notebook["cells"].insert(at, code_cell(self.code(trick.before, course)))
            save(notebook, folder / self.file)

        reason = trick.reason.replace("TARGET", self.target)
        expected = self.expected(trick.earns, trick.status, reason=reason, says=trick.says)
        return Case(trick.id, trick.rows, self.lesson, fill, expected, trick.isolated)


def index(notebook: dict, id: str) -> int:
    """Where the cell of that id stands."""
    return next(i for i, cell in enumerate(notebook["cells"]) if cell["id"] == id)


def code_cell(source: str, id: str = "my-own") -> dict:
    """A cell that a student made."""
    return {
        "cell_type": "code",
        "id": id,
        "source": source,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }


def save(notebook: object, path: Path) -> None:
    """Write a notebook, or whatever has become of it, as JSON."""
    path.write_text(json.dumps(notebook), "utf-8")
