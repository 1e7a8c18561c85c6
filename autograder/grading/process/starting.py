"""What starts a process for a submission: a warm parent that forks it, elsewhere Python anew."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ... import sandbox
from ...sandbox.walls import End
from ...sandbox.warm import DRAW, END, HELLO, KNOW, KNOWS, PIECE, START, STOP
from .isolation import (
    Isolation,
    IsolationError,
    behind_bubblewrap,
    environment,
    interpreter,
    packages,
    refused,
)

ANSWER_SECONDS = 60.0
"""Far more than an answer takes; a machine may be very busy."""


class Start(NamedTuple):
    """A process that was started: a connection to it, and what ends it.

    short: what it can be told in fewer words, by the whole command.
    """

    connection: socket.socket
    end: Callable[..., End | None]
    short: Mapping[bytes, bytes] = MappingProxyType({})


def lay_sandbox(stage: Path) -> None:
    """Copy into a folder what a sandbox starts with, under the name `autograder`, for all to read.

    With its bytecode, which is good for as long as the sources have the times that they had.
    """
    shutil.copytree(Path(sandbox.__file__).parent, stage / "autograder")
    open_to_all(stage)


def open_to_all(folder: Path) -> None:
    """Let everybody read a folder: submissions run as another user where root grades."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


class WarmStarts:
    """The process of `autograder.sandbox.warm`, behind walls or not. A lost one is replaced."""

    def __init__(self, stage: Path, isolation: Isolation):
        self.stage, self.isolation = stage, isolation
        self._short: Mapping[bytes, bytes] = {}
        self._launch()

    @staticmethod
    def works_here() -> bool:
        return sys.platform == "linux"

    def know(self, short: Mapping[bytes, bytes]) -> None:
        """Have what every submission is told known before, so that it can be told in short.

        short: that, by the whole command.
        """
        self._short = short

    def start(self, draws: bool) -> Start:
        """Have a process forked.

        draws: it is going to draw; when others have drawn already, it finds all that it needs.
        """
        try:
            return self._start(draws)
        except (OSError, EOFError):  # the parent is gone; how that came about is not known
            self.close()
            self._launch()
        try:
            return self._start(draws)
        except (OSError, EOFError) as error:
            raise refused(str(error) or "it ended at once") from None

    def _start(self, draws: bool) -> Start:
        self._settle()
        self._control.settimeout(ANSWER_SECONDS)
        if self._started and not self._is_told:  # a single submission has nothing of it
            for command in self._short:
                for at in range(0, len(command), PIECE):
                    self._control.send(KNOW + command[at : at + PIECE])
            self._is_told = True
        self._control.send(DRAW if draws else START)
        answer, descriptors, *_ = socket.recv_fds(self._control, 100, 1)
        if not descriptors:
            raise EOFError
        self._is_running = self._started = True
        connection = socket.socket(fileno=descriptors[0])
        connection.settimeout(ANSWER_SECONDS)
        said = connection.recv(1000)
        if said != HELLO:
            connection.close()
            raise EOFError(said.decode("utf-8", "replace"))
        return Start(connection, self._end, self._short if answer == KNOWS else {})

    def _end(self, tell: bool, wait: bool = True) -> End | None:
        """End the running process. tell: say how it ended. wait: it may be about to end itself."""
        if self._is_running:
            self._is_running = False
            self._owes_an_answer = True
            with contextlib.suppress(OSError):
                self._control.send(END if tell and wait else STOP)
        if not tell:
            return None
        try:
            return self._settle() or End(0, 0.0, "")
        except (OSError, EOFError):
            return End(0, 0.0, "")

    def _settle(self) -> End | None:
        """Wait until the parent is ready for the next; returns how the last one ended."""
        if not self._is_ready:
            self._wait_for_ready()
        self._end(False)
        if not self._owes_an_answer:
            return None
        self._owes_an_answer = False
        return End(**self._hear(ANSWER_SECONDS))

    def _wait_for_ready(self) -> None:
        try:
            said = self._hear(ANSWER_SECONDS)
        except (OSError, EOFError):
            said = {}
        complaint = said.get("error")
        if not said:
            self._process.kill()
            lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
            complaint = lines[-1] if lines else "it ended without a word"
        self._process.stderr.close()
        if complaint:
            raise refused(complaint) if self.isolation.protects else IsolationError(complaint)
        self._is_ready = True

    def _hear(self, seconds: float) -> dict:
        self._control.settimeout(seconds)
        message = self._control.recv(10_000)
        if not message:
            raise EOFError
        return json.loads(message)

    def _launch(self) -> None:
        self._is_ready = self._is_running = self._owes_an_answer = False
        self._started = self._is_told = False
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        walls = "walls" if self.isolation.protects else "no-walls"
        # -S: no .pth files, through which the course's own package could be imported
        words = ["-S", "-m", "autograder.warm", str(theirs.fileno()), walls]
        home = None
        if self.isolation.protects:
            command, variables = behind_bubblewrap(self.stage, words)
        else:
            home = tempfile.TemporaryDirectory(prefix="submissions-", dir=self.stage.parent)
            command = [interpreter(), *words]
            variables = environment(str(self.stage), map(str, packages()), home.name)
            variables["TMPDIR"] = home.name
        with theirs:
            self._process = subprocess.Popen(
                command,
                cwd=home.name if home else "/",
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the grader, which then hangs up
            )
        self._finish = weakref.finalize(
            self, _finish, self._control, self._process, home, os.getpid()
        )

    def close(self) -> None:
        """Hang up; the parent ends, and with it whatever is left of a submission."""
        self._finish()

    def let_go(self) -> None:
        """Leave it to a fork of this process; it is waited for here all the same, by `close`."""
        self._control.close()


def _finish(
    control: socket.socket,
    process: subprocess.Popen,
    home: tempfile.TemporaryDirectory | None,
    owner: int,
) -> None:
    if os.getpid() != owner:  # a fork of the grader drops its copy; the process is not its own
        control.close()
        return
    with contextlib.suppress(OSError):
        control.shutdown(socket.SHUT_RDWR)  # also for copies that a forked process may hold
    control.close()
    process.terminate()  # it may be busy, and not look
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stderr.close()
    if home:
        home.cleanup()


class ColdStarts:
    """Starts Python anew for each submission, unprotected: for systems that cannot do better."""

    def __init__(self, stage: Path):
        self._stage = stage
        self._end: Callable[..., End | None] = lambda *_: None

    def start(self, draws: bool) -> Start:
        """Start a process."""
        folder = tempfile.TemporaryDirectory(
            prefix="submission-", dir=self._stage.parent, ignore_cleanup_errors=True
        )
        word = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            variables = environment(str(self._stage), map(str, packages()), folder.name)
            variables |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
            process = subprocess.Popen(
                [sys.executable, "-S", "-m", "autograder.runner", str(port), word],
                cwd=folder.name,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._end = lambda *_: _end_process(process, folder)
            try:
                return Start(self._answer(server, word), self._end)
            except TimeoutError:
                raise IsolationError("Python did not start for a submission.") from None

    def _answer(self, server: socket.socket, word: str) -> socket.socket:
        """The connection on which the process says the word."""
        server.settimeout(ANSWER_SECONDS)
        while True:
            connection, _ = server.accept()
            connection.settimeout(ANSWER_SECONDS)
            with contextlib.suppress(OSError):
                if connection.recv(100) == f"{word}\n".encode():
                    return connection
            connection.close()

    def know(self, short: Mapping[bytes, bytes]) -> None:
        """Nothing is known before in Python started anew."""

    def close(self) -> None:
        self._end(False)


def _end_process(process: subprocess.Popen, folder: tempfile.TemporaryDirectory) -> End:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0.2)  # one that is about to end may say how
    process.kill()
    code = process.wait()
    folder.cleanup()
    return End(code, 0.0, "")
