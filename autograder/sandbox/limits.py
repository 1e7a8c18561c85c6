"""What one submission may use of the machine, and the words for a limit that was met."""

from __future__ import annotations

import errno
import os
import re

MEMORY = 4 * 2**30
"""Bytes of address space of one process, and of memory that all its processes hold together."""
CPU_SECONDS = 600
"""Seconds of processor time of one process. No step may take nearly as many (the grader's own
clock sees to that): this ends what goes on beside it."""
PROCESSES = 64
"""Processes and threads at a time."""
CROWD = 8
"""Running processes and threads of a submission beyond which all of them weigh as much as one."""
DISK = 64 * 2**20
"""Bytes of the work folder, and so of one file."""
FILES = 256
"""Open files of one process."""
MAX_OUTPUTS, MAX_TEXT, MAX_IMAGE = 60, 20_000, 1_000_000
"""Outputs of one cell that are kept, and characters of each, which is a text or a picture."""
MAX_STEPPED = 10
"""Lines of one cell that are told where they failed and the rest was run."""

_OF_ERRNO = {
    errno.EAGAIN: f"a submission may have {PROCESSES} processes",
    errno.EFBIG: f"a submission may write {DISK // 2**20} MB",
    errno.EMFILE: f"a submission may have {FILES} files open",
    errno.ENOSPC: f"a submission may write {DISK // 2**20} MB",
}


def restrict(own_user_namespace: bool, own: int | None = None) -> None:
    """Put this process and all that it starts under the limits, for good.

    own: this process's folder in a /proc that may be written to, where the usual one is none.

    own_user_namespace: only there is the number of processes counted for the submission alone;
    elsewhere it would be all that this user runs on the machine, and is left as it is.
    """
    import resource  # not there on Windows

    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: DISK,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_CORE: 0,
    }
    if own_user_namespace:
        bounds[resource.RLIMIT_NPROC] = PROCESSES
    # Where memory runs out all the same, the system is to end a submission, not the grader.
    path = "oom_score_adj" if own is not None else "/proc/self/oom_score_adj"
    score = os.open(path, os.O_WRONLY, dir_fd=own)
    os.write(score, b"1000")
    os.close(score)
    for kind, wanted in bounds.items():
        highest = resource.getrlimit(kind)[1]
        bound = wanted if highest == resource.RLIM_INFINITY else min(wanted, highest)
        resource.setrlimit(kind, (bound, bound))


def limit_met(kind: str, message: str) -> str:
    """The limit that an exception of this kind and message comes from, "" where it is none."""
    if kind == "MemoryError":
        return f"a submission may use {MEMORY // 2**30} GB of memory"
    found = re.match(r"\[Errno (\d+)\]", message)
    return _OF_ERRNO.get(int(found[1]), "") if found else ""
