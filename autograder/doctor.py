"""What is installed, what is missing, and how students' code would be run."""

from __future__ import annotations

import platform
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from .course import what_failed

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
    rows += _isolation()
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
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


def _isolation() -> list[Finding]:
    """Bubblewrap, and whether a submission starts behind it; a learner needs neither."""
    try:
        from .exercises import LESSONS
        from .grading.process import isolation
        from .grading.process.child import Sandbox
        from .grading.process.stage import make_stage
    except ImportError as error:
        return [Finding("Isolation", False, f"cannot be tried: {error}", True)]
    rows = []
    try:
        chosen = isolation.choose()
        rows.append(Finding("Bubblewrap", True, isolation.version()))
        with tempfile.TemporaryDirectory() as folder:
            make_stage(Path(folder), LESSONS[0])
            with Sandbox(Path(folder), chosen) as sandbox:
                sandbox.child().close()
    except isolation.IsolationError as error:
        return [*rows, Finding("Isolation", False, f"only grading needs it. {error}", True)]
    except OSError as error:  # such as a full folder for temporary files
        said = f"cannot be tried: {what_failed(error)}"
        return [*rows, Finding("Isolation", False, said, True)]
    return [*rows, Finding("Isolation", True, "submissions run behind bubblewrap")]
