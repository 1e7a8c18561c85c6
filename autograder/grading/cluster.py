"""Grade on several machines: a Dask scheduler hands out the submissions, one at a time.

Needs the extra `cluster`: pip install -e ".[cluster]". Scheduler and workers are started with
Dask's own commands, on a network that one trusts, and every worker sees the course's folder under
the same path. A worker that dies costs nothing: what it had in hand goes to another one.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import ExitStack

from ..course import CourseError
from .engine import stage_for
from .outcome import Outcome, Plan, Submission
from .process.isolation import IsolationError, choose
from .submissions import grade_submission, start_worker, stop_worker

ANSWERS_WITHIN = 5
"""Seconds in which a scheduler must answer."""


def grade_on_cluster(
    scheduler: str, plan: Plan, submissions: list[Submission]
) -> Iterator[Outcome]:
    """Grade submissions by a plan; yields each outcome as it is done.

    scheduler: its address, such as tcp://10.0.0.5:8786. Raises CourseError where nothing answers
    there, where it has no workers, and where these do not see the course or cannot isolate.
    """
    try:
        from distributed import Client, as_completed
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
        futures = client.map(_grade, submissions, plan=plan, pure=False)
        done = as_completed(futures, with_results=True, loop=client.loop)
        try:
            for future, result in done:
                future.release()  # a notebook is kept on the cluster no longer than needed
                yield result
        finally:
            client.run(_close)


# On a worker --------------------------------------------------------------------------------------

_one_at_a_time = threading.RLock()
_open = ExitStack()
_ready: Plan | None = None


def _grade(submission: Submission, plan: Plan) -> Outcome:
    """Grade one submission; what is needed for its lesson stays ready for the next one."""
    global _ready
    with _one_at_a_time:
        if not submission.folder.is_dir():
            raise CourseError(
                f"A worker does not see {submission.folder}: every worker must see the course's "
                "folder under the same path."
            )
        if _ready != plan:
            _close()
            try:
                choose(plan.isolation.name)
                start_worker(plan, _open.enter_context(stage_for(plan.lesson)))
            except IsolationError as error:
                raise CourseError(f"On a worker: {error}") from None
            _open.callback(stop_worker)
            _ready = plan
        return grade_submission(submission)


def _close() -> None:
    """End what was kept ready."""
    global _ready
    with _one_at_a_time:
        _ready = None
        _open.close()


atexit.register(_close)
