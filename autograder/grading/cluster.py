"""Grade on several machines: a Dask scheduler hands out the submissions, one at a time.

Needs the extra `cluster`: pip install -e ".[cluster]". Scheduler and workers are started with
Dask's own commands, on a network that one trusts, and every worker sees the course's folder under
the same path. A worker that dies costs nothing: what it had in hand goes to another one. Each has
one judge, a process of its own, which may be lost as on a single machine; a submission at which the
workers themselves die is given up by Dask, and then by the grader.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from ..course import CourseError
from .engine import stage_for
from .judges import Judges, Lost
from .outcome import Outcome, Plan, Submission
from .process.isolation import IsolationError, choose
from .submissions import Result, Task, in_turns, judges_for

if TYPE_CHECKING:
    from distributed import Client

ANSWERS_WITHIN = 5
"""Seconds in which a scheduler must answer."""
RETURNS_WITHIN = 60
"""Seconds for which a cluster may be without any worker."""
LOOK_SECONDS = 0.05


def grade_on_cluster(
    scheduler: str, plan: Plan, submissions: list[Submission]
) -> Iterator[Outcome]:
    """Grade submissions by a plan; yields each outcome as it is done.

    scheduler: its address, such as tcp://10.0.0.5:8786. Raises CourseError where nothing answers
    there, where it has no workers, and where these do not see the course or cannot isolate.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CourseError(
            '--scheduler needs Dask; install it with: pip install -e ".[cluster]"'
        ) from None
    try:
        client = Client(scheduler, timeout=ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, ImportError):
        raise CourseError(
            f"No Dask scheduler answers at {scheduler}. Start one with `dask scheduler`, and "
            "workers with `dask worker ADDRESS --nthreads 1`."
        ) from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise CourseError(
                f"The scheduler at {scheduler} has no workers yet. "
                f"Start some with `dask worker {scheduler} --nthreads 1`."
            )
        try:
            ask = partial(_ask, client, plan)
            yield from in_turns(plan, submissions, ask, side_by_side=True)
        finally:
            client.run(_close, on_error="ignore")


def _ask(client: Client, plan: Plan, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
    """Have the workers do tasks; each with its result, as they are done."""
    from distributed import KilledWorker, as_completed

    tasks = list(tasks)
    futures = client.map(_grade, tasks, plan=plan, pure=False)
    task_of = dict(zip((future.key for future in futures), tasks, strict=True))
    done = as_completed(futures, loop=client.loop)
    del futures  # a notebook is kept on the cluster no longer than needed
    while done.count():
        _wait_for_workers(client, done.has_ready)
        for future in done.next_batch(block=False):
            error = future.exception()
            if isinstance(error, KilledWorker):
                yield task_of[future.key], Lost("the workers that had it in hand died, one by one")
            elif error is not None:
                raise error
            else:
                yield task_of[future.key], future.result()


def _wait_for_workers(client: Client, is_ready: Callable[[], bool]) -> None:
    """Wait until something is done. Raises CourseError where nobody has been there to do it."""
    alone_since = None
    while not is_ready():
        time.sleep(LOOK_SECONDS)
        if client.scheduler_info()["workers"]:
            alone_since = None
            continue
        alone_since = alone_since or time.monotonic()
        if time.monotonic() > alone_since + RETURNS_WITHIN:
            raise CourseError(
                "All workers are gone. What was graded is kept; start some workers, then run this "
                "again."
            )


# On a worker --------------------------------------------------------------------------------------

_one_at_a_time = threading.RLock()
_open = ExitStack()
_ready: Plan | None = None
_judges: Judges | None = None


def _grade(task: Task, plan: Plan) -> Result:
    """Grade one submission; what is needed for its lesson stays ready for the next one."""
    global _ready, _judges
    submitted = task.submission.folder.parents[1]
    with _one_at_a_time:
        if not submitted.is_dir():
            raise CourseError(
                f"A worker does not see {submitted}: every worker must see the course's "
                "folder under the same path."
            )
        if _ready != plan:
            _close()
            try:
                choose(plan.isolation.name)
            except IsolationError as error:
                raise CourseError(f"On a worker: {error}") from None
            stage = _open.enter_context(stage_for(plan.lesson))
            _judges = _open.enter_context(judges_for(plan, stage, 1))
            _ready = plan
        ((_, result),) = _judges.each([task])
        return result


def _close() -> None:
    """End what was kept ready."""
    global _ready
    with _one_at_a_time:
        _ready = None
        _open.close()


atexit.register(_close)
