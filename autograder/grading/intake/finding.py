"""Find which notebook was handed in: under its own name, renamed, among others, behind a link."""

from __future__ import annotations

from pathlib import Path

from ...course import CourseError

_DEEPEST, _MOST_FILES = 5, 2_000


def find_notebook(folder: Path, wanted: str) -> tuple[Path, list[str]]:
    """The notebook in a folder that was handed in, and what was odd about it.

    wanted: the name that it should have. Another name does where it is the only notebook. Links
    that lead out of the folder are refused: to a classmate's work, say, or to the solutions.
    Raises CourseError where it is not clear which notebook is meant.
    """
    if folder.is_symlink():
        raise CourseError(f"{folder.name} is a link; the folder itself was not handed in.")
    found, too_many = _notebooks(folder)
    for path in found:
        _refuse_leading_out(path, folder)
    top = [path for path in found if path.parent == folder]
    exact = [path for path in top if path.name == wanted]
    if too_many and not exact:
        raise CourseError(f"more than {_MOST_FILES} files were handed in, and no {wanted}.")
    if exact:
        others = [shown(path.name) for path in top if path.name != wanted]
        flag = f"several notebooks: {wanted} was graded, {', '.join(others)} was not"
        return exact[0], [flag] if others else []
    candidates = top or found
    if not candidates:
        raise CourseError(f"no notebook was handed in (expected {wanted}).")
    if len(candidates) > 1:
        names = ", ".join(shown(path.name) for path in candidates[:5])
        raise CourseError(f"several notebooks and none named {wanted}: {names}.")
    return candidates[0], [f"the file was named {shown(str(candidates[0].relative_to(folder)))}"]


def shown(name: str, longest: int = 80) -> str:
    """A file's name, which a student chose, as it may stand in a line of text."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:longest]


def _notebooks(folder: Path) -> tuple[list[Path], bool]:
    """The notebooks that may be meant, and whether there were too many files to look at them all.

    What systems and editors leave behind is left out; links are there.
    """
    waiting, found, seen = [(folder, 0)], [], 0
    while waiting:
        here, depth = waiting.pop(0)
        try:
            entries = sorted(here.iterdir())
        except OSError:
            if depth:  # what lies beside the notebook is no reason not to look at it
                continue
            raise CourseError(f"{shown(here.name)} is not a folder that can be opened.") from None
        seen += len(entries)
        for path in entries:
            if path.name.startswith((".", "__MACOSX")):
                continue
            if path.is_symlink() or _is_file(path):
                found += [path] if path.suffix.lower() == ".ipynb" else []
            elif path.is_dir() and depth < _DEEPEST:
                waiting.append((path, depth + 1))
        if seen > _MOST_FILES:
            return found, True
    return found, False


def _refuse_leading_out(path: Path, folder: Path) -> None:
    if not path.is_symlink():
        return
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise CourseError(f"{shown(path.name)} is a link that leads nowhere.") from None
    if not (target.is_relative_to(folder.resolve()) and target.is_file()):
        raise CourseError(f"{shown(path.name)} is a link; the notebook itself was not handed in.")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
