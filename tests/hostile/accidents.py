"""What may happen to files on the way to the grader, in whatever lesson (rows 28 and 29).

Each accident is done to the folder of somebody who handed in good work. None stops the class; what
cannot be read is named, and all else gets its marks.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FULL, NAMED = "full marks", "no mark, and the reason"


class Accident(NamedTuple):
    """befalls: done to a folder and the notebook in it. outcome: for who may read everything, and
    for an ordinary user. says: what the reason then says."""

    befalls: Callable[[Path, Path], object]
    outcome: str = FULL
    ordinary: str = ""
    says: str = ""

    def expected(self, is_root: bool) -> str:
        return self.outcome if is_root else self.ordinary or self.outcome


def long_path(folder: Path, _notebook: Path) -> None:
    """Folders in one another, far below what any path can name."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("x" * 200, dir_fd=here)
        below = os.open("x" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


def many(folder: Path, _notebook: Path) -> None:
    (folder / "data").mkdir()
    for number in range(2_100):
        (folder / "data" / str(number)).touch()


def listener(folder: Path, _notebook: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as named:
        named.bind("socket")
    os.chdir(here)


def inner(folder: Path) -> None:
    """A folder with something in it."""
    folder.mkdir()
    (folder / "own.txt").write_text("mine")


def links(folder: Path, _notebook: Path) -> None:
    for name, to in (("one", "other"), ("other", "one"), ("nowhere", "gone"), ("up", "..")):
        (folder / name).symlink_to(to)


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def called_like_the_graders(folder: Path, notebook: Path) -> None:
    for name in ("timestamp.txt", "record.json", f"{notebook.stem}.html"):
        (folder / name).mkdir()
        (folder / name / "own.txt").write_text("mine")


def graded(folder: Path) -> Path:
    """Where the graded notebook is to go; its parent is made."""
    student, lesson = folder.parent.name, folder.name
    target = folder.parents[2] / "autograded" / student / lesson
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def closed_folder(folder: Path, _notebook: Path) -> None:
    target = graded(folder)
    (target / "record.json" / "more").mkdir(parents=True)
    (target / "record.json").chmod(0o555)
    target.chmod(0o555)


UNREADABLE = "Permission denied"
ACCIDENTS = {
    "unreadable-notebook": Accident(lambda f, n: n.chmod(0), FULL, NAMED, UNREADABLE),
    "unreadable-folder": Accident(lambda f, n: f.chmod(0), FULL, NAMED),
    "a-folder-not-to-be-entered": Accident(lambda f, n: f.chmod(0o644), FULL, NAMED),
    "an-unreadable-file-beside": Accident(lambda f, n: (f / "own.txt").touch(0)),
    "an-unreadable-folder-beside": Accident(lambda f, n: (f / "own").mkdir(0)),
    "an-unreadable-time": Accident(lambda f, n: (f / "timestamp.txt").touch(0)),
    "a-path-too-long": Accident(long_path),
    "72-bytes-in-no-encoding": Accident(lambda f, n: (f / os.fsdecode(b"\xff" * 72)).touch()),
    "250-bytes-in-no-encoding": Accident(lambda f, n: (f / os.fsdecode(b"\xfe" * 250)).mkdir()),
    "renamed-in-no-encoding": Accident(
        lambda f, n: n.rename(f / os.fsdecode(b"\xe9\xff" * 30 + b".ipynb"))
    ),
    "a-folder-named-record.part": Accident(lambda f, n: inner(f / "record.part")),
    "a-folder-named-record.json": Accident(lambda f, n: inner(f / "record.json")),
    "a-record-of-its-own": Accident(lambda f, n: (f / "record.json").write_text('{"score": 1e9}')),
    "a-time-of-three-gigabytes": Accident(lambda f, n: sparse(f / "timestamp.txt", 3 * 2**30)),
    "a-time-that-is-a-folder": Accident(lambda f, n: (f / "timestamp.txt").mkdir()),
    "folders-called-like-the-graders-files": Accident(called_like_the_graders),
    "a-time-that-is-a-pipe": Accident(lambda f, n: os.mkfifo(f / "timestamp.txt")),
    "a-pipe-beside": Accident(lambda f, n: os.mkfifo(f / "pipe")),
    "a-socket-beside": Accident(listener),
    "links-that-lead-nowhere": Accident(links),
    "thousands-of-files": Accident(many),
    "its-graded-folder-is-a-file": Accident(lambda f, n: graded(f).touch()),
    "its-graded-folder-is-a-link": Accident(lambda f, n: graded(f).symlink_to("/")),
    "its-graded-folder-is-closed": Accident(closed_folder),
    "the-notebook-is-gone": Accident(lambda f, n: n.unlink(), NAMED, says="no notebook"),
    "the-folder-is-a-file": Accident(lambda f, n: shutil.rmtree(f) or f.touch(), NAMED),
}
