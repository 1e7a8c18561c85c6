"""What a folder or a file is, by its name: a lesson's, however it is written, or a student's.

A name that is not written as it should be counts only where one lesson alone fits it.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...course import Lesson
from .platform_names import is_zips

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_AROUND = {
    "lesson", "lessons", "week", "unit", "chapter", "part", "assignment", "exercise", "exercises",
    "homework", "hw", "task", "notebook", "submission", "submitted", "submit", "solution", "answer",
    "answers", "final", "finished", "done", "copy", "new", "corrected", "master", "main", "my",
    "of", "de", "von", "kopie", "copie", "copia", "no", "nr", "ipynb", "json", "txt", "zip", "gz",
    "conflicted", "version", "v",
}  # fmt: skip
"""Words that learners and systems write around a lesson's name."""
_CROWD = _AROUND | {
    "late", "submissions", "resubmission", "resubmissions", "resubmitted", "files", "attachments",
    "download", "downloads", "inbound", "all", "class", "students", "everybody", "everyone",
}  # fmt: skip
"""Words that make the name of a folder in which several students' work lies."""
LONGEST_NAME = 100
"""Letters of a name that is in no encoding; each of its bytes is shown as four."""

EXCHANGE = re.compile(
    r"(?P<who>[^+]+)\+(?P<work>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d [^+]+)(?:\+[^+]*)?", re.DOTALL
)
"""The name of a folder in nbgrader's exchange, which may end with a random part."""


@dataclass(frozen=True)
class Known:
    """A lesson or an assignment as names know it. folder: its name in the course.

    former: names that the folder had before.
    """

    folder: str
    notebooks: tuple[str, ...]
    former: tuple[str, ...] = ()

    @classmethod
    def of_lesson(cls, lesson: Lesson) -> Known:
        return cls(lesson.folder, (lesson.name,), lesson.former)

    def spellings(self) -> Iterator[tuple[str, ...]]:
        """The names that mean it, as words and numbers: the folder's, its parts', a notebook's."""
        whole = _tokens(self.folder)
        yield whole
        if len(whole) > 1 and whole[0].isdigit():
            yield whole[1:]
            yield whole[:1]
        for name in (*self.notebooks, *self.former):
            yield _tokens(name)


class Names:
    """Everything that can be handed in, found by names."""

    def __init__(
        self,
        works: Iterable[Known],
        untouched: Callable[[str, Path], bool] = lambda work, place: False,
    ):
        """untouched: whether what lies somewhere for a work is known to be as it was handed out."""
        self.untouched = untouched
        self.works = {work.folder: work for work in works}
        former = {name: work.folder for work in self.works.values() for name in work.former}
        self.folders = former | {folder: folder for folder in self.works}
        self._spelt: dict[str, set[str]] = {}
        numbers: set[str] = set()
        for work in self.works.values():
            spellings = {"".join(tokens) for tokens in work.spellings()}
            number, *beside = _tokens(work.folder)
            if beside and number in numbers:  # of two lessons with one number, it means the first
                spellings.discard(number)
            numbers.add(number)
            for spelling in spellings:
                self._spelt.setdefault(spelling, set()).add(work.folder)

    def exact(self, name: str) -> str:
        """The lesson or assignment whose folder has, or once had, this very name; else ""."""
        return self.folders.get(name, "")

    def fitting(self, name: str) -> str:
        """The one lesson or assignment that a name fits, "" where none or several do."""
        tokens = _tokens(name)
        bare = tuple(token for token in tokens if token not in _AROUND)
        found: set[str] = set()
        for spelt in {tokens, bare, *_without_counter(bare)}:
            found |= self._spelt.get("".join(spelt), set())
        found = {folder for folder in found if self._number_fits(folder, bare)}
        return found.pop() if len(found) == 1 else ""

    def student_beside(self, name: str) -> tuple[str, str]:
        """A student and a lesson in one name, such as `ada_activations`; "" where it is unclear."""
        before, _, last = name.rpartition(" - ")
        if before.strip() and not self.fitting(name) and (work := self.worded(last)):
            return before.strip(), work
        parts = re.split(r"[_\s+-]+", name)
        if not self.fitting(name):
            for at in range(1, len(parts)):
                if work := self.worded("-".join(parts[at:])):
                    return _up_to(name, parts, at), work
        return "", ""

    def student_behind(self, name: str) -> str:
        """A student behind a lesson's name, as hosts of repositories put them; else ""."""
        for mark in re.finditer("-", name):
            if self.worded(name[: mark.start()]) and not self.fitting(name):
                return name[mark.end() :]
        return ""

    def worded(self, name: str) -> str:
        """As `fitting`, but the lesson has to be named by a word; a number may be a student's."""
        work = self.fitting(name)
        return work if work and re.search(r"[^\W\d_]", name) else ""

    def _number_fits(self, folder: str, tokens: tuple[str, ...]) -> bool:
        """Whether a number before the name is the lesson's own, or was once."""
        numbers = {_tokens(name)[0] for name in (folder, *self.works[folder].former)}
        is_numbered = _tokens(folder)[0].isdigit() and bool(tokens) and tokens[0].isdigit()
        return not is_numbered or tokens[0] in numbers


def student_of(name: str) -> str:
    """A student's name as a gradebook can hold it, though a folder's may be in no encoding."""
    return students([Path(name)])[0]


def students(folders: Iterable[Path]) -> list[str]:
    """Students' names as a gradebook can hold them, no two alike, though folders' may be in no
    encoding."""
    raw = [os.fsencode(folder.name) for folder in folders]
    shown = [name.decode("utf-8", "backslashreplace") for name in raw]
    times = Counter(shown)
    return [
        f"{name[:LONGEST_NAME]}-{hashlib.sha256(given).hexdigest()[:8]}"
        if name.encode() != given and (times[name] > 1 or len(name) > LONGEST_NAME)
        else name
        for given, name in zip(raw, shown, strict=True)
    ]


def alike(student: str) -> str:
    """What is the same for names that people take for one: other letters of the same looks."""
    return "".join(unicodedata.normalize("NFKC", student).casefold().split())


def from_exchange(name: str) -> tuple[str, str, str] | None:
    """Student, assignment and time in the name of a folder of nbgrader's exchange."""
    found = EXCHANGE.fullmatch(name)
    return (found["who"], found["work"], found["when"]) if found else None


def is_crowd(name: str) -> bool:
    """Whether a folder's name is none of a student's: "Late submissions", or a zip's."""
    words = {token for token in _tokens(name) if not token.isdigit()}
    return (bool(words) and words <= _CROWD) or is_zips(name)


def _tokens(name: str) -> tuple[str, ...]:
    """The words and numbers of a name, in one form: "03_Activations" → ("3", "activations")."""
    found = _TOKEN.findall(unicodedata.normalize("NFKC", name).casefold())
    return tuple(str(int(token)) if token.isdigit() else token for token in found)


def _without_counter(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The same without the number that counts copies: "activations (1)"."""
    while len(tokens) > 1 and tokens[-1].isdigit():
        tokens = tokens[:-1]
        yield tokens


def _up_to(name: str, parts: list[str], at: int) -> str:
    """The beginning of a name, up to the part with that number."""
    pattern = r"[_\s+-]+".join(map(re.escape, parts[:at]))
    found = re.match(pattern, name)
    return found[0] if found else ""
