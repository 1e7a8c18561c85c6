"""What learning platforms make of a person and a file: the names in what is downloaded from them.

Moodle and Canvas are after their own source; Blackboard, Brightspace and Sakai after what people
who have to put such downloads in order say of them.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

MOODLE, CANVAS, BLACKBOARD, BRIGHTSPACE, SAKAI = (
    "Moodle", "Canvas", "Blackboard", "Brightspace", "Sakai",
)  # fmt: skip

_MOODLE = re.compile(r"(?P<who>[^_]+)_(?P<key>\d+)_assignsubmission_file_?(?P<file>.*)", re.DOTALL)
_CANVAS = re.compile(
    r"(?:LATE_)?(?P<who>[^\W_]+|anon)(?:_LATE)?_(?P<key>\d+|[A-Za-z0-9]{5})_\d+_(?P<file>.+)"
)
_BLACKBOARD = re.compile(
    r"(?P<who>.+?_.+?)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
_BRIGHTSPACE = re.compile(
    r"(?P<key>\d+)-\d+ ?- ?(?P<who>.+?) ?- ?"
    r"(?P<when>(?:\w+ \d{1,2}|\d{1,2} \w+),? \d{4},? \d{1,2}[:.]?\d\d(?: ?[AP]M)?)"
    r"(?: ?- ?(?P<file>.+))?",
    re.DOTALL,
)
_SAKAI = re.compile(r"(?P<who>[^/()]+, ?[^/()]*)\((?P<key>[^/()]+)\)")
_ZIPS = re.compile(
    r".+-.+-\d+|gradebook_.+_\d{4}(?:-\d\d){5}|.+ Download .+ \d{4} \d{3,4} ?[AP]M",
    re.DOTALL | re.IGNORECASE,
)
"""How the zips of Moodle, Blackboard and Brightspace are called."""
_DAYS = "%b %d %Y", "%B %d %Y", "%d %B %Y", "%d %b %Y"
SAKAIS_SUBMISSION, SAKAIS_FEEDBACK = "Submission attachment(s)", "Feedback Attachment(s)"
_SAKAIS_OWN = ("comments.txt", "feedbacktext.html", "feedback attachment(s)", "timestamp.txt")
_BESIDE = {BRIGHTSPACE: ("index.html",), SAKAI: ("grades.csv", "grades.xls", "grades.xlsx")}
"""What they put among the students' folders."""


@dataclass(frozen=True)
class PlatformName:
    """A name that a platform made.

    key: what the platform knows the person by. file: the student's own name for the file, "" of a
    folder or a receipt. when: it was handed in, in a form that sorts; "" where that is not told.
    """

    platform: str
    key: str
    who: str
    file: str = ""
    when: str = ""

    @property
    def student(self) -> str:
        """The person's name in the course; a number alone only where marks go back by it."""
        return f"{self.who} {self.key}" if self.platform == BRIGHTSPACE else self.key

    @property
    def is_receipt(self) -> bool:
        """Whether it is Blackboard's own text about a hand-in."""
        return self.platform == BLACKBOARD and not self.file


def from_platform(name: str, is_title: Callable[[str], object]) -> PlatformName | None:
    """What a name that a platform made says, None of any other.

    is_title: whether a text may be an assignment's title, which Blackboard puts before the person.
    """
    for platform, pattern in (
        (MOODLE, _MOODLE), (BLACKBOARD, _BLACKBOARD), (CANVAS, _CANVAS),
        (BRIGHTSPACE, _BRIGHTSPACE), (SAKAI, _SAKAI),
    ):  # fmt: skip
        if found := pattern.fullmatch(name):
            said = {"file": "", "when": "", **found.groupdict(default="")}
            if platform == BLACKBOARD:
                said["key"] = said["who"] = _behind_title(said["who"], is_title)
            if platform == BRIGHTSPACE:
                said["when"] = _sorted(said["when"])
            said["file"] = said["file"].removeprefix("_")
            return PlatformName(platform, **said)
    return None


def is_zips(name: str) -> bool:
    """Whether a name is that of a platform's zip of a whole class."""
    return bool(_ZIPS.fullmatch(name))


def is_platforms_own(name: str, platforms: set[str]) -> bool:
    """Whether a platform puts a file of this name among what it has of its people."""
    is_receipt = BLACKBOARD in platforms and _BLACKBOARD.fullmatch(name) and name.endswith(".txt")
    own = {each for platform in platforms for each in _BESIDE.get(platform, ())}
    return bool(is_receipt) or name.lower() in own


def is_sakais_own(name: str) -> bool:
    """Whether Sakai puts a file or folder of this name beside what a student handed in."""
    return name.lower() in _SAKAIS_OWN


def _behind_title(words: str, is_title: Callable[[str], object]) -> str:
    """The person behind an assignment's title, both of which may hold the sign between them.

    Where it cannot be told which is which, all of it: no two people are called so.
    """
    parts = words.split("_")
    for at in range(len(parts) - 1, 0, -1):
        if len(parts) == 2 or is_title("_".join(parts[:at])):
            return "_".join(parts[at:])
    return words


def _sorted(when: str) -> str:
    """A time as Brightspace writes it in English, in a form that sorts; else ""."""
    words = when.replace(",", " ").replace(":", "").replace(".", "").split()
    if len(words) < 4:
        return ""
    month_day, hour = " ".join(words[:3]), "".join(words[3:]).upper()
    digits = hour.rstrip("APM").zfill(4)
    clock = f"{digits} {hour[-2:]}" if hour.endswith("M") else digits
    for day in _DAYS:
        with contextlib.suppress(ValueError):
            form = f"{day} {'%I%M %p' if hour.endswith('M') else '%H%M'}"
            return datetime.strptime(f"{month_day} {clock}", form).isoformat(" ")
    return ""
