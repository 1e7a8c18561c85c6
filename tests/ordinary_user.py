"""Commands run as an ordinary user where the tests run as root, to whom nothing is forbidden."""

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
    words = [word for top in {path.parents[-2] for path in paths} for word in ("--tmpfs", str(top))]
    for path in paths:
        for parent in reversed(path.parents[:-1]):
            words += isolation._folder(str(parent))
        words += ["--ro-bind", str(path), str(path)]
    return words


def as_nobody(words: list[str], folder: Path) -> list[str]:
    """The command of this Python with these words, run by nobody, who may write into a folder."""
    interpreter = Path(isolation.interpreter()).parents[1]
    needed = [interpreter, ROOT, Path(sys.prefix), *isolation.packages()]
    command = ["bwrap", "--dev-bind", "/", "/", *opened(list(dict.fromkeys(needed)))]
    command += ["--bind", str(folder), str(folder), "--chdir", str(folder)]
    return [*command, sys.executable, "-S", "-c", BECOME, sys.executable, *words]
