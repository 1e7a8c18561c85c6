"""Which submissions are graded already, so that a grader that was killed goes on where it was.

A submission is finished where the gradebook holds its fingerprint, written together with its marks,
and the record beside its graded notebook is the one that was written then. The fingerprint covers
all that a mark depends on: what was handed in, the source, the seed, the isolation, and the code
and packages that grade. It is kept nowhere but in the gradebook, because the seed is in it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

import autograder

from ...course import CONFIG, CourseError, Lesson
from ...exercises.found_in_class import FILE as FOUND_IN_CLASS
from ...own_files import content_of
from ..process import submission_run as run
from .fingerprints import take_in_folder
from .plain_assignments import Assignment

TABLE = "autograder_finished"
"""A table of this project's own in the gradebook; nbgrader takes no notice of it."""

PACKAGES = ("numpy", "nbgrader", "nbformat", "ipython", "matplotlib")


def basis(work: Lesson | Assignment, seed: int, *options: object) -> str:
    """The part of the fingerprint that is the same for a whole class."""
    digest = hashlib.sha256()
    versions = [sys.version, *(version(name) for name in PACKAGES)]
    limits = run.CELL_SECONDS, run.CHECK_SECONDS, run.SUBMISSION_SECONDS
    digest.update(repr((work.folder, seed, options, versions, limits)).encode())
    package = Path(autograder.__file__).parent
    folders = package, package.parent / "workbook"
    kinds = ("*.py", "*.npz", "*.toml")
    code = [path for each in folders for kind in kinds for path in each.rglob(kind)]
    if isinstance(work, Lesson):
        found = work.root / FOUND_IN_CLASS
        source = [work.solved, *([found] if found.is_file() else [])]
    else:
        source = [work.root / CONFIG, *(path for path in work.source.rglob("*") if path.is_file())]
    for path in [*sorted(code), *sorted(source)]:
        content = content_of(path)
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def fingerprint(basis: str, folder: Path) -> str:
    """The fingerprint of one submission, which is all that is in its folder."""
    return with_basis(basis, contents(folder))


def with_basis(basis: str, content: str) -> str:
    """The fingerprint of a submission with these contents."""
    return hashlib.sha256(f"{basis}{content}".encode()).hexdigest()


def contents(folder: Path) -> str:
    """A fingerprint of what is in a folder, whatever it is graded by."""
    digest = hashlib.sha256()
    take_in_folder(folder, digest)
    return digest.hexdigest()


def digest_of(record: bytes) -> str:
    return hashlib.sha256(record).hexdigest()


class Finished:
    """What the gradebook says is finished of one lesson or assignment.

    It is asked without nbgrader, which takes long to import. A gradebook that is not the course's
    file gradebook.db is not asked: then everything is graded again.
    """

    def __init__(self, root: Path, work: Lesson | Assignment):
        self.root, self.folder = root, work.folder
        self._rows = {student: pair for student, *pair in self._ask()}

    @property
    def students(self) -> set[str]:
        """All of whom something was graded."""
        return set(self._rows)

    def has(self, student: str, basis: str, submission: Path) -> bool:
        """Whether what a student handed in, the folder `submission`, is finished."""
        row = self._rows.get(student)
        if row is None:
            return False
        try:
            record = content_of(record_path(self.root, student, self.folder))
        except CourseError:
            return False
        return row == [fingerprint(basis, submission), digest_of(record)]

    def _ask(self) -> list[tuple[str, str, str]]:
        database = self.root / "gradebook.db"
        if not database.is_file():
            return []
        # not only for reading: what a killed grader left half-written has to be rolled back first
        connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)
        try:
            return connection.execute(
                f"SELECT s.student_id, f.fingerprint, f.record FROM {TABLE} f "
                "JOIN submitted_assignment s ON s.id = f.submission_id "
                "JOIN assignment a ON a.id = s.assignment_id WHERE a.name = ?",
                [self.folder],
            ).fetchall()
        except sqlite3.Error:  # no such table yet, or no gradebook
            return []
        finally:
            connection.close()


def record_path(root: Path, student: str, folder: str) -> Path:
    """Where the record of a graded submission is."""
    return root / "autograded" / student / folder / "record.json"
