"""What lies in the folder that was handed in: names, links, several files (rows 16 and 19)."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from .case import FULL, NOTHING, Case, Material, save

Fill = Callable[[Path, Material], None]
FOUND: list[tuple[str, tuple[int, ...], str, Fill]] = []
REFUSED: list[tuple[str, tuple[int, ...], str, Fill]] = []


def found(id: str, *rows: int, flag: str = "") -> Callable[[Fill], Fill]:
    """Register a folder in which a solved notebook is found, and gets full marks."""
    return lambda function: FOUND.append((id, rows, flag, function)) or function


def refused(id: str, reason: str, *rows: int) -> Callable[[Fill], Fill]:
    """Register a folder that cannot be graded; reason is what its record must say."""
    return lambda function: REFUSED.append((id, rows, reason, function)) or function


# Names --------------------------------------------------------------------------------------------


@found("renamed", 16, flag="the file was named My work.ipynb")
def _(folder, m):
    save(m.notebook(), folder / "My work.ipynb")


@found("downloaded-twice", 16, flag="the file was named")
def _(folder, m):
    save(m.notebook(), folder / f"{m.file[:-6]} (1).ipynb")


@found("upper-case", 16, flag="the file was named")
def _(folder, m):
    save(m.notebook(), folder / m.file.upper())


@found("named-like-a-command", 16, flag="the file was named")
def _(folder, m):
    save(m.notebook(), folder / "-rf `reboot` $(reboot) <script>\n'\";.ipynb")


@found("in-a-folder-of-its-own", 16, flag="the file was named")
def _(folder, m):
    (folder / "work").mkdir()
    save(m.notebook(), folder / "work" / m.file)


@found("with-an-extra-notebook", 16, flag="several notebooks")
def _(folder, m):
    save(m.notebook(), folder / m.file)
    save(m.untouched(), folder / "scratch.ipynb")


@found("with-checkpoints", 16)
def _(folder, m):
    (folder / ".ipynb_checkpoints").mkdir()
    save(m.untouched(), folder / ".ipynb_checkpoints" / f"{m.file[:-6]}-checkpoint.ipynb")
    (folder / f"._{m.file}").write_bytes(b"\0\5\x16\7Mac OS X")
    save(m.notebook(), folder / m.file)


@found("renamed-with-checkpoints", 16, flag="the file was named")
def _(folder, m):
    (folder / ".ipynb_checkpoints").mkdir()
    save(m.untouched(), folder / ".ipynb_checkpoints" / "work-checkpoint.ipynb")
    (folder / "._work.ipynb").write_bytes(b"\0\5\x16\7Mac OS X")
    save(m.notebook(), folder / "work.ipynb")


@found("with-an-environment-beside", 16)
def _(folder, m):
    packages = folder / "venv" / "lib"
    packages.mkdir(parents=True)
    for number in range(2_100):
        (packages / f"module-{number}.py").touch()
    save(m.untouched(), packages / "example.ipynb")
    save(m.notebook(), folder / m.file)


@found("in-letters-of-another-form", 16, flag="the file was named")
def _(folder, m):
    save(m.notebook(), folder / f"E\u0301tude \u200b\u202e{m.file}")


@refused("two-notebooks", "several notebooks", 16)
def _(folder, m):
    save(m.notebook(), folder / "one.ipynb")
    save(m.notebook(), folder / "two.ipynb")


@refused("nothing-handed-in", "no notebook", 16)
def _(folder, m):
    pass


@refused("a-script-handed-in", "no notebook", 16)
def _(folder, m):
    (folder / f"{m.file[:-6]}.py").write_text(m.solutions[m.target])


@refused("a-folder-with-the-notebooks-name", "no notebook", 16)
def _(folder, m):
    (folder / m.file).mkdir()


@refused("a-pipe-with-the-notebooks-name", "no notebook", 16, 19)
def _(folder, m):
    os.mkfifo(folder / m.file)


# Links --------------------------------------------------------------------------------------------


@found("a-time-that-is-a-link", 19, 20)
def _(folder, m):
    (folder / "timestamp.txt").symlink_to(folder.parents[2] / ".autograder-seed")
    save(m.notebook(), folder / m.file)


@refused("link-to-the-solutions", "link", 19, 20)
def _(folder, m):
    (folder / m.file).symlink_to(folder.parents[2] / "solutions" / m.lesson / m.file)


@refused("relative-link-to-the-solutions", "link", 19, 20)
def _(folder, m):
    (folder / m.file).symlink_to(f"../../../solutions/{m.lesson}/{m.file}")


@refused("renamed-link-to-the-solutions", "link", 19, 20)
def _(folder, m):
    (folder / "work.ipynb").symlink_to(folder.parents[2] / "solutions" / m.lesson / m.file)


@refused("link-to-nowhere", "link", 19)
def _(folder, m):
    (folder / m.file).symlink_to("nowhere.ipynb")


@refused("link-to-itself", "link", 19)
def _(folder, m):
    (folder / m.file).symlink_to(m.file)


@refused("folder-is-a-link-to-a-classmate", "link", 19, 20)
def _(folder, m):
    other = folder.parents[1] / "000-good" / m.lesson
    folder.rmdir()
    folder.symlink_to(other, target_is_directory=True)


@refused("inner-folder-is-a-link", "no notebook", 19, 20)
def _(folder, m):
    (folder / "work").symlink_to(folder.parents[2] / "solutions" / m.lesson)


@refused("link-to-an-endless-file", "link", 19)
def _(folder, m):
    (folder / m.file).symlink_to("/dev/zero")


@found("linked-within-the-folder", 19)
def _(folder, m):
    save(m.notebook(), folder / "work.txt")
    (folder / m.file).symlink_to("work.txt")


# When it was handed in ----------------------------------------------------------------------------

TIMESTAMPS = {
    "in-words": b"yesterday, I promise",
    "of-another-encoding": b"\xff\xfe\x00\x01",
    "of-the-year-one": b"0001-01-01 00:00:00 +14:00",
    "of-the-year-9999": b"9999-12-31 23:59:59 -14:00",
    "of-many-digits": b"9" * 1000,
    "empty": b"",
    "long": b"2026-01-01 " * 100_000,
}

# Files beside the notebook: none is imported, so none can make the answer right ------------------

#: A module that shows that it was imported, by making the function right.
PAYLOAD = "import builtins\nbuiltins.hostile_file_was_used = True\n"
USES_IT = """
import builtins
def TARGET(z):
    return RIGHT if hasattr(builtins, "hostile_file_was_used") else z
"""
BESIDE = (
    "numpy.py", "numpy/__init__.py", "conftest.py", "sitecustomize.py", "usercustomize.py",
    "autograder/__init__.py", "autograder/runner.py", "workbook/__init__.py",
    "json.py", "struct.py", "IPython/__init__.py", "ipython_config.py",
    "profile_default/startup/00-first.py",
    ".ipython/profile_default/startup/00-first.py", "nbgrader_config.py", "jupyter_config.py",
    "lib/python3/site-packages/evil.py",
)  # fmt: skip


def _beside(name: str) -> Fill:
    def fill(folder: Path, m: Material) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAYLOAD)
        save(m.notebook(**{m.target: m.code(USES_IT)}), folder / m.file)

    return fill


def _beside_binary(folder: Path, m: Material) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name in ("../../../solutions/hostile-was-here", "/hostile-was-here", "numpy.py"):
            zipped.writestr(name, PAYLOAD)
    (folder / "work.zip").write_bytes(archive.getvalue())
    (folder / "evil.pth").write_text(f"import builtins; {PAYLOAD.splitlines()[1]}\n")
    (folder / "pyvenv.cfg").write_text("home = .\n")
    (folder / "data").symlink_to("/")
    with (folder / "large.bin").open("wb") as file:
        file.truncate(2**33)
    save(m.notebook(**{m.target: m.code(USES_IT)}), folder / m.file)


def _imports_beside(folder: Path, m: Material) -> None:
    (folder / "mine.py").write_text(f"import numpy as np\ndef answer(z):\n    return {m.right}\n")
    own = f"from mine import answer\ndef {m.target}(z):\n    return answer(z)"
    save(m.notebook(**{m.target: own}), folder / m.file)


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""

    def case(id: str, rows: tuple[int, ...], fill: Fill, expected) -> Case:
        return Case(id, rows, material.lesson, lambda folder: fill(folder, material), expected)

    def stamped(data: bytes) -> Fill:
        def fill(folder: Path, m: Material) -> None:
            (folder / "timestamp.txt").write_bytes(data)
            save(m.notebook(), folder / m.file)

        return fill

    timed, untimed = material.expected(), material.expected(flag="does not tell when it was handed")
    wrong = material.expected(NOTHING)
    return [
        *(
            case(id, rows, fill, material.expected(FULL, flag=flag))
            for id, rows, flag, fill in FOUND
        ),
        *(case(id, rows, fill, material.ungradable(why)) for id, rows, why, fill in REFUSED),
        *(
            case(
                f"handed-in-at-a-time-{name}",
                (16, 19),
                stamped(data),
                timed if name.startswith("of-the-year") else untimed,
            )
            for name, data in TIMESTAMPS.items()
        ),
        *(
            case(f"beside-it-{name.replace('/', '-')}", (19,), _beside(name), wrong)
            for name in BESIDE
        ),
        case("beside-it-an-archive-and-links", (19,), _beside_binary, wrong),
        case("imports-a-file-beside-it", (19,), _imports_beside, material.expected()),
    ]
