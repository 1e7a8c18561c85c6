"""The sandbox of the first submission, begun before all else is imported.

A sandbox takes as long to start as the grader takes to import what it judges with, and nobody has a
mark before both are done; so they start side by side. `head_start` begins one, which nothing is
imported for but this; `stage_for` puts into its folder what a lesson's submissions may import; the
process that grades first takes it over, in a fork most often.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .isolation import Isolation, IsolationError, choose
from .starting import WarmStarts, lay_sandbox
from .temporary_folders import temporary_folder


class _Begun:
    """What was begun, and is nobody's yet. folder: the stage; None when a lesson has it."""

    folder: Path | None = None
    sandbox: WarmStarts | None = None

    def begin(self, folder: Path, isolation: Isolation) -> None:
        lay_sandbox(folder)
        self.folder, self.sandbox = folder, WarmStarts(folder, isolation)

    def given_away(self) -> None:
        """A fork has it from now on: only when it hangs up as well does the sandbox end."""
        if self.sandbox:
            self.sandbox.let_go()
            self.sandbox = None


_begun = _Begun()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_parent=_begun.given_away)


@contextmanager
def head_start(isolation: str | None) -> Iterator[None]:
    """Begin a sandbox, if there can be one; what is not taken over meanwhile is closed.

    isolation: as `choose` takes it. What is wrong with it is said where it is needed.
    """
    with ExitStack() as stack:
        if WarmStarts.works_here():
            try:
                chosen = choose(isolation)
                folder = stack.enter_context(temporary_folder()) / "stage"
                folder.mkdir()
                _begun.begin(folder, chosen)
                stack.callback(_begun.sandbox.close)
            except (IsolationError, OSError):
                pass
        try:
            yield
        finally:
            _begun.folder = _begun.sandbox = None


def begun_stage() -> Path | None:
    """The folder of the sandbox that was begun, for the first that asks, to be filled."""
    folder, _begun.folder = _begun.folder, None
    return folder


def sandbox_on(stage: Path, isolation: Isolation) -> WarmStarts:
    """A sandbox that starts in the background, or has been begun on that stage before."""
    begun = _begun.sandbox
    if begun and (begun.stage, begun.isolation) == (stage, isolation):
        _begun.sandbox = None
        return begun
    return WarmStarts(stage, isolation)
