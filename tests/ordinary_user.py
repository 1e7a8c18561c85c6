"""Commands run as an ordinary user where the tests run as root, to whom nothing is forbidden."""

import stat
import subprocess
import sys
from pathlib import Path

from autograder.grading.process import isolation

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534

BECOME = f"""
import os, sys
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
os.execv(sys.argv[1], sys.argv[1:])
"""


def opened(paths: list[Path]) -> list[str]:
    """Bubblewrap's words for folders that all may reach, whoever's home they lie in."""
    paths = [path for path in paths if not path.is_relative_to("/usr")]
    words = []
    for top in {path.parents[-2] for path in paths}:  # /tmp stays one that all may write into
        mode = stat.S_IMODE(top.stat().st_mode) | 0o755
        words += ["--perms", f"{mode:04o}", "--tmpfs", str(top)]
    for path in paths:
        words += [*above(path), "--ro-bind", str(path), str(path)]
    return words


def above(path: Path) -> list[str]:
    """Bubblewrap's words for the folders above a path, where they are not there yet."""
    return [
        word for parent in reversed(path.parents[:-1]) for word in isolation._folder(str(parent))
    ]


def as_nobody(words: list[str], folder: Path) -> list[str]:
    """The command of this Python with these words, run by nobody, who may write into a folder."""
    interpreter = Path(isolation.interpreter()).parents[1]
    needed = [interpreter, ROOT, Path(sys.prefix), *isolation.packages()]
    command = ["bwrap", "--dev-bind", "/", "/", *opened(list(dict.fromkeys(needed)))]
    command += [*above(folder), "--bind", str(folder), str(folder), "--chdir", str(folder)]
    return [*command, sys.executable, "-S", "-c", BECOME, sys.executable, *words]


def own(folder: Path) -> None:
    """Give a folder to the ordinary user; what is closed to everybody stays so."""
    subprocess.run(["chown", "-R", "-h", f"{NOBODY}:{NOBODY}", folder], check=True)
