"""How submissions are kept apart from the machine that grades them, and whether they can be here.

With bubblewrap, the process that runs submissions sees the interpreter, the installed packages and
the stage, all of them read-only, at neutral paths, without a network. `autograder.sandbox.walls`
adds what each submission has of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import autograder
import workbook

from ...course import CourseError, find_root

STAGE = "/course"
INSTALL = "apt-get install bubblewrap"
_KNOWINGLY = "To run submissions unprotected all the same, choose --isolation none."
_SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")
_USERS = ("passwd", "group")
"""The sandbox's own, which know the student alone: who asks for a name gets one."""
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/alternatives")


class IsolationError(CourseError):
    """Submissions cannot be run as they should be; nothing is said about any of them by that."""


@dataclass(frozen=True)
class Isolation:
    """A way to run submissions. name: "bubblewrap", or "none" for no protection at all."""

    name: str

    @property
    def protects(self) -> bool:
        return self.name != "none"


BUBBLEWRAP = Isolation("bubblewrap")
NONE = Isolation("none")


def choose(wanted: str | None = None) -> Isolation:
    """The isolation of that name, by default the one that protects.

    Raises IsolationError where it cannot be had: grading is never unprotected by accident.
    """
    if wanted == NONE.name:
        return NONE
    if wanted not in (None, BUBBLEWRAP.name):
        raise IsolationError(f"There is no isolation named {wanted!r}: bubblewrap or none.")
    if sys.platform != "linux":
        raise IsolationError(f"Submissions can be isolated on Linux alone. {_KNOWINGLY}")
    if program() is None:
        raise IsolationError(f"Bubblewrap is missing: {INSTALL}. {_KNOWINGLY}")
    return BUBBLEWRAP


def program() -> str | None:
    """Where bubblewrap is installed, None where it is not."""
    return shutil.which("bwrap")


def version() -> str:
    """What bubblewrap says of itself: "bubblewrap 0.8.0"."""
    done = subprocess.run([program(), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def refused(reason: str) -> IsolationError:
    """The sandbox did not start; reason: what it said."""
    return IsolationError(
        f"The sandbox does not start ({reason}). On Ubuntu this may help: "
        f"sysctl kernel.apparmor_restrict_unprivileged_userns=0. {_KNOWINGLY}"
    )


def packages() -> list[Path]:
    """The folders of installed packages that this process itself imports from."""
    found = [Path(p) for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    return list(dict.fromkeys(path.resolve() for path in found if path.is_dir()))


def interpreter() -> str:
    """The Python program itself, behind a virtual environment's links."""
    return os.path.realpath(sys.executable)


def environment(stage: str, folders: Iterable[str], home: str) -> dict[str, str]:
    """An environment that tells a student's code nothing about the grader's machine or user."""
    return {
        "PATH": os.pathsep.join([os.path.dirname(interpreter()), os.defpath]),
        "HOME": home,
        "USER": "student",
        "LOGNAME": "student",
        "PYTHONPATH": os.pathsep.join([stage, *folders]),
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": home,
        "MPLCONFIGDIR": home,
        "LANG": "C.UTF-8",
        "PIP_NO_INDEX": "1",  # else it tries for a minute to reach what is not there
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def behind_bubblewrap(stage: Path, words: list[str]) -> tuple[list[str], dict[str, str]]:
    """The command and the environment that run Python with these words inside of a sandbox."""
    bound = {folder: f"/packages/{i}" for i, folder in enumerate(packages())}
    command = [
        program() or "bwrap",
        *("--unshare-pid", "--as-pid-1", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
        *("--unshare-cgroup-try", "--hostname", "sandbox", "--cap-drop", "ALL"),
        *_privileges(),
        *_system(),
        *_prefix(),
        *_folder("/packages"),
        *_words("--ro-bind", bound.items()),
        *("--ro-bind", str(stage), STAGE),
        *_words("--ro-bind", ((stage / "autograder" / name, f"/etc/{name}") for name in _USERS)),
        *("--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"),
        *_covers(bound),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"),
        *(interpreter(), *words),
    ]
    return command, environment(STAGE, bound.values(), "/tmp")


def _privileges() -> Iterator[str]:
    """What the outer sandbox may do before `walls.Walls` gives it up.

    Root keeps its own user namespace, because files may be readable to root alone until they are
    bound; Walls mounts /proc and becomes nobody. (The /proc that bubblewrap mounts for root has
    parts covered, and then the kernel admits no fresh one for a submission.)
    """
    if os.getuid() == 0:
        yield from ("--dir", "/proc")
        for capability in ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID"):
            yield from ("--cap-add", capability)
    else:
        yield from ("--unshare-user", "--proc", "/proc")


def _system() -> Iterator[str]:
    """Programs and shared libraries of the system; its fonts are not needed, and slow to list."""
    yield from ("--ro-bind", "/usr", "/usr", *_cover("/usr/share/fonts"))
    for path in map(Path, _SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", os.readlink(path), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    yield from _folder("/etc")
    for path in _SYSTEM_FILES:
        yield from ("--ro-bind-try", path, path)


def _prefix() -> Iterator[str]:
    """The Python installation, at its own path, where programs look for their libraries.

    The folders above it are made anew, and empty: they may be somebody's home.
    """
    prefix = Path(os.path.realpath(sys.base_prefix))
    if prefix.is_relative_to("/usr"):
        return
    for parent in reversed(prefix.parents[:-1]):
        yield from _folder(str(parent))
    yield from ("--ro-bind", str(prefix), str(prefix))


def _covers(bound: dict[Path, str]) -> Iterator[str]:
    """Empty folders over what is the course's own in the folders that are bound.

    That is so where the course was installed without `-e`, or keeps its files in such a folder.
    """
    prefix = Path(os.path.realpath(sys.base_prefix))
    places = {**bound, prefix: str(prefix), Path("/usr"): "/usr"}
    covered: list[str] = []
    for path in sorted(_own_folders()):
        for source, target in places.items():
            cover = Path(target, path.relative_to(source)) if path.is_relative_to(source) else None
            if cover and not any(cover.is_relative_to(other) for other in covered):
                covered.append(str(cover))
    return (word for cover in covered for word in _cover(cover))


def _cover(path: str) -> tuple[str, ...]:
    """An empty folder over what is there; read-only, or one submission could write to the next."""
    return ("--tmpfs", path, "--remount-ro", path)


def _own_folders() -> set[Path]:
    """The folders that hold the course: solutions, references, gradebook."""
    parts = {Path(package.__file__).resolve().parent for package in (autograder, workbook)}
    return parts | {find_root().resolve()}


def _folder(path: str) -> Iterator[str]:
    """An empty folder that all may enter; one that bubblewrap makes unasked is for root alone."""
    yield from ("--perms", "0755", "--dir", path)


def _words(option: str, pairs: Iterable[tuple]) -> Iterator[str]:
    for pair in pairs:
        yield from (option, *map(str, pair))
