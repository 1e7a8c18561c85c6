"""What judging one submission may take of the machine: a judge reads, compares and prints what
strangers wrote, and so has limits of its own beside those of the students' processes.

Memory is a limit of the judge's process, for all that it does. Processor time is counted for a
submission, and within it for each exercise, so that what is met at one exercise costs that alone.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

MEMORY = 2 * 2**30
"""Bytes of address space that a judge may have beyond those with which it starts."""
EXERCISE_SECONDS = 10.0
"""Seconds of processor time for what one exercise answered."""
EXPLAINING_SECONDS = 5.0
"""Seconds of processor time for the reason behind what is wrong in it; then none is told."""
SUBMISSION_SECONDS = 60.0
"""Seconds of processor time for all of a submission: reading, mending, judging, printing."""
SPARE_SECONDS = 120.0
"""Seconds that a judge may take longer than the submission itself may run, on a busy machine."""

TOO_MUCH = f"more than the {MEMORY // 2**30} GB of memory that a judge has"
BEFORE_THE_GRADER = 500
"""The system's score for whom to end first where memory runs out; a student's is 1000."""


class LimitMet(BaseException):
    """Processor time is over. No `except Exception` on the way out takes it for an error."""


def enter() -> None:
    """Put this process, a judge, under the limit of memory, where the system has such limits."""
    try:
        import resource  # not there on Windows

        held = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError):
        return
    # the soft limit alone: a student's process, started from here, gets its own
    highest = resource.getrlimit(resource.RLIMIT_AS)[1]
    bound = held * resource.getpagesize() + MEMORY
    if highest == resource.RLIM_INFINITY or bound < highest:
        resource.setrlimit(resource.RLIMIT_AS, (bound, highest))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(BEFORE_THE_GRADER), "ascii")


@contextlib.contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise LimitMet in a block that takes more seconds of processor time; inside of another one,
    what is left of that at most.

    Where a program is not to be interrupted (in a thread, on Windows) there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return
    now = time.process_time()
    if _ends and _ends[-1] <= now:
        raise LimitMet
    usual = signal.signal(signal.SIGPROF, _over)
    _ends.append(min([now + seconds, *_ends]))
    _set_timer()
    try:
        yield
    finally:
        _ends.pop()
        _set_timer()
        signal.signal(signal.SIGPROF, usual)


_ends: list[float] = []
"""By which processor time the blocks in which this process is are to be left, the inmost last."""


def _set_timer() -> None:
    """Be interrupted at the end that comes next, and again where that is taken for another one."""
    left = max(_ends[-1] - time.process_time(), 1e-3) if _ends else 0
    signal.setitimer(signal.ITIMER_PROF, left, 1.0 if _ends else 0)


def _over(*_signal: object) -> None:
    raise LimitMet
