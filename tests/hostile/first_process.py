"""The first process of a PID namespace: runs a command, then says what the command left behind.

`python first_process.py COMMAND …` passes on what the command prints; its own last line is a JSON
list of the command lines that were still there a moment later. They end with the namespace.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

MOMENT = 5.0
"""Seconds in which what belongs to the command may still end, on a busy machine too."""


def main(command: list[str]) -> None:
    status = wait_for(os.posix_spawnp(command[0], command, os.environ))
    end = time.monotonic() + MOMENT
    while others() and time.monotonic() < end:
        time.sleep(0.1)
    print(f"\n{json.dumps(others())}", flush=True)
    os._exit(min(abs(status), 255))


def wait_for(child: int) -> int:
    """Take in every process that is orphaned here until the child ends; its exit status."""
    while True:
        ended, status = os.wait()
        if ended == child:
            return os.waitstatus_to_exitcode(status)


def others() -> list[str]:
    """The command lines of all processes but this one. Those of the dead are empty."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        if path.parent.name != str(os.getpid()):
            try:
                lines.append(path.read_bytes())
            except OSError:
                continue
    return [line.replace(b"\0", b" ").decode(errors="replace")[:200] for line in lines if line]


if __name__ == "__main__":
    main(sys.argv[1:])
