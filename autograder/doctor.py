"""What is installed, what is missing, and how students' code would be run."""

from __future__ import annotations

import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

PACKAGES = (
    "numpy",
    "matplotlib",
    "jupyterlab",
    "nbgrader",
    "ipywidgets",
    "anywidget",
    "jupytext",
    "latex2mathml",
)


class Finding(NamedTuple):
    """One thing that was looked at; an optional one may be missing."""

    what: str
    good: bool
    said: str
    optional: bool = False


def findings() -> list[Finding]:
    """Everything that the course needs, in the order in which a person would mend it."""
    rows = [Finding("Python", True, platform.python_version())]
    rows += [_package(name) for name in PACKAGES]
    chromium = shutil.which("chromium")
    rows.append(
        Finding(
            "Chromium",
            chromium is not None,
            chromium or "only tests need it: apt-get install chromium",
            True,
        )
    )
    return rows


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "pip install -r requirements.txt")
