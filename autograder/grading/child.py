"""The student's process, seen from the process that judges: start it, ask it, outlive it."""

from __future__ import annotations

import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import Any

from ..sandbox.plain import MAX_BYTES, TooLarge, pack, unpack


class ChildLost(Exception):
    """The student's process gave no usable reply; the message says why in a learner's words."""


class Child:
    """One process that runs one submission's code.

    stage: the folder that it may import from. Its working folder is fresh and goes with it.
    """

    def __init__(self, stage: Path):
        self._folder = tempfile.mkdtemp(prefix="submission-")
        their_commands, self._commands = os.pipe()
        self._replies, their_replies = os.pipe()
        # -S: no .pth files, through which the course's own package could be imported
        command = [
            sys.executable,
            "-S",
            "-m",
            "autograder.runner",
            str(their_commands),
            str(their_replies),
        ]
        self._process = subprocess.Popen(
            command,
            cwd=self._folder,
            env=_environment(stage, self._folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(their_commands, their_replies),
            start_new_session=True,
        )
        os.close(their_commands)
        os.close(their_replies)

    def ask(self, seconds: float, **command: Any) -> Any:
        """Send a command and wait for its reply.

        Raises ChildLost when the time is over, the process is gone, or the reply is malformed.
        """
        deadline = time.monotonic() + seconds
        try:
            self._write(pack(command), deadline)
            (length,) = struct.unpack("<I", self._read(4, deadline))
            if length > MAX_BYTES:
                raise ChildLost("it handed over more data than is allowed")
            reply = unpack(self._read(length, deadline))
        except BrokenPipeError:
            raise ChildLost(self._last_words()) from None
        except TimeoutError:
            raise ChildLost(
                f"it was still running after {seconds:g} seconds and was stopped"
            ) from None
        except (ValueError, TypeError, LookupError, RecursionError, TooLarge):
            raise ChildLost("what it handed over could not be read") from None
        if isinstance(reply, dict) and "too_large" in reply:
            raise ChildLost(f"what it returned is too large: {reply['too_large']}")
        return reply

    def _write(self, data: bytes, deadline: float) -> None:
        os.set_blocking(self._commands, False)
        while data:
            if not select.select([], [self._commands], [], max(0, deadline - time.monotonic()))[1]:
                raise TimeoutError
            data = data[os.write(self._commands, data) :]

    def _read(self, size: int, deadline: float) -> bytes:
        parts = []
        while size:
            if not select.select([self._replies], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            part = os.read(self._replies, min(size, 2**20))
            if not part:
                raise BrokenPipeError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _last_words(self) -> str:
        """Why the process ended, as far as its exit status tells."""
        try:
            code = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "it closed its connection to the grader"
        if code < 0:
            return f"it crashed Python ({signal.Signals(-code).name})"
        return "it ended the whole Python process"

    def close(self) -> None:
        """Kill the process and all that it started in its session, and remove its folder."""
        for end in (self._commands, self._replies):
            os.close(end)
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _environment(stage: Path, home: str) -> dict[str, str]:
    """An environment that tells a student's code nothing about the grader's machine or user."""
    return {
        "PATH": os.defpath,
        "HOME": home,
        "PYTHONPATH": os.pathsep.join(
            [str(stage), *dict.fromkeys(map(sysconfig.get_path, ("purelib", "platlib")))]
        ),
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": home,
        "MPLCONFIGDIR": home,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
    }
