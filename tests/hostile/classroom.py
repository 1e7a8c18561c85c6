"""Grade cases as a class, a good student behind every few, all in one run, in a PID namespace.

Where the grader itself is brought down, the run goes on behind the case that did it. Root, whom
nothing is forbidden, has another grader than an ordinary user; the suite is run as either.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder.course import CourseError
from autograder.grading.process.isolation import choose

from ..ordinary_user import as_nobody, own
from .case import ROOT, Case, Material, save

HERE = Path(__file__).parent

#: Short, so that a suite with many hanging submissions ends soon; nothing honest takes as long.
#: What takes more than a moment while others wait is asked again behind them, with its full limits.
LIMITS = {"CHECK_SECONDS": 1.0, "CELL_SECONDS": 2.0, "HURRIED_SECONDS": 0.4}
SECRET = {"HOSTILE_SECRET": "nothing that a student's code may see"}
SECONDS = 420
BEHIND = 12
"""After so many cases comes a good student, whom none of them may have cost anything."""
CI = os.environ.get("CI") == "true"


@dataclass
class Outcome:
    """What came of one submission: its record and graded notebook, or why there is none."""

    record: dict | None = None
    notebook: Path | None = None
    failure: str = ""

    def card(self, exercise: str) -> str:
        """What the notebook shows a reader under the check of an exercise."""
        cells = json.loads(self.notebook.read_text("utf-8"))["cells"]
        (cell,) = (cell for cell in cells if cell["id"] == f"check-{exercise}")
        shown = "".join(cell["outputs"][0]["data"]["text/html"])
        return html.unescape(re.sub(r"<[^>]*>", " ", shown))


@dataclass
class Classroom:
    """A course with submissions, and what grading them has come to.

    lessons, and the cases by their lessons, in the order in which they are graded.
    """

    course: Path
    lessons: tuple[str, ...]
    cases: list[Case]
    ordinary: bool = False  # graded by an ordinary user, where the tests run as root
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    alive: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    megabytes: int = 0
    _order: list[str] = field(default_factory=list)  # in which students are graded

    def grade(self, limits: dict[str, float] = LIMITS, jobs: int = 1) -> None:
        """Hand in the cases, with a good student before and behind every few; grade them all."""
        make_course(self.course, self.lessons)
        for lesson in self.lessons:
            good, cases = Material(lesson), [case for case in self.cases if case.lesson == lesson]
            good_ones = [f"000-good-{lesson}", *dict.fromkeys(map(self._behind, cases))]
            self._order += sorted([*good_ones, *map(self._name, cases)])
            for name in good_ones:
                folder = self._folder(name, lesson)
                folder.mkdir(parents=True)
                save(good.notebook(), folder / good.file)
            for case in cases:
                case.write(self._folder(self._name(case), lesson))
        if self.ordinary:
            own(self.course.parent)
        before = self._files()
        while any(not self._done(path.name) for path in (self.course / "submitted").iterdir()):
            died = self._run(limits, jobs)
            self._collect()
            if died is None:
                break
            self._skip_culprit(died)
        after = self._files()
        self.changed = sorted(
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        )

    def of(self, case: Case) -> tuple[Outcome, Outcome]:
        """A case's own outcome, and the one of the next good student behind it."""
        return self.outcomes[self._name(case)], self.outcomes[self._behind(case)]

    def _name(self, case: Case) -> str:
        return f"{self.cases.index(case) + 1:03}-{case.id}"

    def _behind(self, case: Case) -> str:
        """The good student who comes next behind a case, in the same lesson."""
        own = [each for each in self.cases if each.lesson == case.lesson]
        last = own.index(case) // BEHIND * BEHIND + BEHIND - 1
        return f"{self._name(own[min(last, len(own) - 1)])}-then-good"

    def _run(self, limits: dict[str, float], jobs: int) -> str | None:
        """Grade once; None where that went well, else how the grader ended."""
        script = str(HERE / "session.py")
        words = ["-P", script, str(self.course), str(jobs), json.dumps(limits)]
        grade = as_nobody(words, self.course) if self.ordinary else [sys.executable, *words]
        home = {"HOME": str(self.course)} if self.ordinary else {}
        environment = os.environ | SECRET | home
        try:
            done = subprocess.run(
                namespace(grade), cwd=self.course, env=environment, timeout=SECONDS,
                capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"the grader hung for {SECONDS} seconds"
        *said, alive = done.stdout.splitlines()
        self.alive += json.loads(alive)
        if done.returncode:
            return f"the grader ended with status {done.returncode}: {done.stderr[-1500:]}"
        self.megabytes = max(self.megabytes, int(said[-2]))
        return None

    def _collect(self) -> None:
        """Take in the records that are there, and take their submissions out of the next run."""
        for path in sorted((self.course / "autograded").glob("*/*/record.json")):
            student = path.parents[1].name
            if student not in self.outcomes:
                (notebook,) = path.parent.glob("*.ipynb")
                self.outcomes[student] = Outcome(json.loads(path.read_text()), notebook)

    def _skip_culprit(self, died: str) -> None:
        """Blame the first submission without a record, and leave all that are done for later."""
        aside = self.course / "set-aside"
        aside.mkdir(exist_ok=True)
        there = set(os.listdir(self.course / "submitted"))
        waiting = [name for name in self._order if name in there]
        culprit = next(name for name in waiting if name not in self.outcomes)
        self.outcomes[culprit] = Outcome(failure=died)
        for name in waiting:
            if name in self.outcomes:
                (self.course / "submitted" / name).rename(aside / name)

    def _files(self) -> dict[str, str]:
        """A hash of every file that grading must not touch, wherever submissions are just now."""
        found = fingerprints(self.course / "solutions") | fingerprints(self.course / "submitted")
        found |= fingerprints(self.course / "set-aside")
        return found | {"seed": (self.course / ".autograder-seed").read_text()}

    def _done(self, student: str) -> bool:
        return student in self.outcomes

    def _folder(self, student: str, lesson: str) -> Path:
        return self.course / "submitted" / student / lesson


def make_course(course: Path, lessons: tuple[str, ...]) -> None:
    """A course folder with these lessons, and nothing submitted yet."""
    course.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    (course / ".autograder-seed").write_text("1234567\n")
    for lesson in lessons:
        shutil.copytree(
            ROOT / "solutions" / lesson, course / "solutions" / lesson,
            ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True,
        )  # fmt: skip


def namespace(command: list[str]) -> list[str]:
    """The command in a PID namespace of its own, which ends with it; all that it started too.

    Behind what it prints comes a line that says what it left behind: see `first_process`.
    """
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    # -P: the names of this folder's modules are not to hide those of the standard library
    first = [sys.executable, "-P", str(HERE / "first_process.py")]
    return [
        "unshare",
        *user,
        "--fork",
        "--pid",
        "--uts",
        "--mount-proc",
        "--kill-child",
        *first,
        *command,
    ]


def isolated() -> bool:
    """Whether bubblewrap and namespaces are to be had."""
    try:
        done = subprocess.run(namespace(["true"]), capture_output=True)
        return choose().protects and done.returncode == 0
    except (CourseError, FileNotFoundError):
        return False


#: Whether students' code is isolated on this machine, so that dangerous cases may be run.
ISOLATED = isolated()


def fingerprints(folder: Path) -> dict[str, str]:
    """A hash of every file below a folder; of large ones, the size."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            small = path.stat().st_size < 2**25
            content = path.read_bytes() if small else str(path.stat().st_size).encode()
            found[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return found


def marks_left(course: Path) -> list[str]:
    """What cases wrote in places where a submission must not write."""
    packages = Path(np.__file__).parent
    places = [course, course / "solutions", course / "submitted", packages, ROOT, Path("/")]
    places += [Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/etc", "/var")]
    return [str(path) for place in places for path in place.glob("hostile[-_]was[-_]here*")]
