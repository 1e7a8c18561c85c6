"""`autograder present`: the checks before, the server's life, and what stays when it ends.

Stopping the server does not end the class: the same command goes on where it was. A class ends when
the lecturer says so (on the notes' page, or with `--end`), or when it was left for three hours.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from tornado.ioloop import PeriodicCallback

from ..authoring.build import deck_is_current
from ..authoring.deck_stamp import page_as_it_is_now
from ..course import CourseError, Lesson, find_lessons
from . import pages, report
from .address import join_address, listening, own_address
from .ledger import FOLDER, Ledger, is_fresh, path_of, played
from .limits import raise_file_limit
from .passes import names_of_this_machine
from .questions import Asked, questions_of
from .room import BEAT, Room
from .server import server

PORT = 8765

Say = Callable[[str], None]


def present(lesson: Lesson, host: str | None, port: int, fresh: bool, say: Say) -> None:
    """Serve a lesson's deck with votes until the class is over, or the server is stopped.

    host: where to listen, by default this machine's address in its network. fresh: begin a new
    session where one was left. say: told where the pages are, and where the report is.
    Raises CourseError, in one line, where that cannot be.
    """
    asked, deck = _checked(lesson)
    host = host or own_address()
    with _alone(lesson):
        _end_old_sessions(lesson.root, lesson, fresh, say)
        sockets = listening(host, port)
        try:
            join = join_address(host, sockets[0].getsockname()[1])
            ledger = _ledger(lesson, asked)
            page = pages.live_deck(deck, asked, join)
            room = Room(lesson, ledger, asked, join, page, pages.slides_of(page))
            _serve(room, sockets, names_of_this_machine(host), say)
        finally:
            for each in sockets:
                each.close()


def end(lesson: Lesson, say: Say) -> None:
    """End a session that was left: write its report, forget its votes.

    Raises CourseError where there is none, or it is still being presented.
    """
    path = path_of(lesson.root, lesson.folder)
    if not path.is_file():
        raise CourseError(f"No session of {lesson.folder} was left.")
    with _alone(lesson):
        _end(path, lesson, say)


# -- before -----------------------------------------------------------------------------------


def _checked(lesson: Lesson) -> tuple[dict[str, Asked], str]:
    """The questions and the deck's page, if all is as the source has it."""
    if not deck_is_current(lesson):
        name = lesson.deck.relative_to(lesson.root)
        command = f"`autograder build --slides {lesson.folder}`"
        raise CourseError(f"{name} is out of date: run {command}.")
    return questions_of(lesson), page_as_it_is_now(lesson)


@contextlib.contextmanager
def _alone(lesson: Lesson) -> Iterator[None]:
    """Be the only one that presents this lesson."""
    path = path_of(lesson.root, lesson.folder).with_suffix(".lock")
    try:
        path.parent.mkdir(exist_ok=True)
        lock = FileLock(path, thread_local=False)
        lock.acquire(timeout=0)
    except Timeout:
        raise CourseError(
            f"{lesson.folder} is being presented already; stop that first (Ctrl+C there)."
        ) from None
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CourseError(f"{path} cannot be made or locked: {why}.") from None
    try:
        yield
    finally:
        lock.release()


def _end_old_sessions(root: Path, lesson: Lesson, fresh: bool, say: Say) -> None:
    """End what was left too long ago to go on, and with `fresh` this lesson's in any case."""
    for path in sorted((root / FOLDER).glob("*.jsonl")):
        this = path == path_of(root, lesson.folder)
        if is_fresh(path) and not (this and fresh):
            continue
        try:
            (other,) = find_lessons((path.stem,), root)
            if this:
                _end(path, other, say)
            else:
                with _alone(other):
                    _end(path, other, say)
        except CourseError as error:
            say(f"{path.relative_to(root)} is left as it is: {error}")


def _end(path: Path, lesson: Lesson, say: Say) -> None:
    heading, state = played(path)
    asked = questions_of(lesson)
    rows = report.rows_of(state, {id: q for id, q in asked.items() if _same(heading, q)})
    _say_written(report.write(lesson, heading, rows), lesson.root, say)
    path.unlink()


def _same(heading, question: Asked) -> bool:
    """Whether a question still has as many options as when it was voted on."""
    return heading.options.get(question.id) == len(question.choices)


def _ledger(lesson: Lesson, asked: dict[str, Asked]) -> Ledger:
    path = path_of(lesson.root, lesson.folder)
    options = {id: len(question.choices) for id, question in asked.items()}
    if not path.is_file():
        return Ledger.begin(path, lesson.folder, options)
    ledger = Ledger.resume(path)
    if dict(ledger.heading.options) != options:
        ledger.close()
        raise CourseError(
            f"The session that was left had other questions than the deck has now: "
            f"`autograder present {lesson.folder} --fresh` ends it and begins a new one."
        )
    return ledger


# -- while it runs ----------------------------------------------------------------------------


def _serve(room: Room, sockets: list, names: frozenset[str], say: Say) -> None:
    # Tornado's own lines about broken requests have the asker's address in them.
    for name in ("tornado.general", "tornado.access"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_run(room, sockets, names, say))
    if room.over.is_set():
        say("The class is over.")
        written = report.paths(room.lesson, room.ledger.heading)
        _say_written([path for path in written if path.exists()], room.lesson.root, say)
        return
    _say_written(room.write_report(), room.lesson.root, say)
    room.ledger.close()
    say(
        f"Stopped; `autograder present {room.lesson.folder}` goes on where it was, "
        "with --end it ends the class and forgets the votes."
    )


async def _run(room: Room, sockets: list, names: frozenset[str], say: Say) -> None:
    _end_at_a_signal(asyncio.current_task())
    door = server(room, names, raise_file_limit())
    door.add_sockets(sockets)
    beats = PeriodicCallback(room.beat, 1000 * BEAT)
    sweeps = PeriodicCallback(lambda: door.sweep(room.all_streams()), 5000)
    beats.start()
    sweeps.start()
    room.look()
    try:
        _say_where(room, say)
        await room.over.wait()
        await asyncio.sleep(0.3)  # the last answers leave
    finally:
        beats.stop()
        sweeps.stop()
        door.stop()
        room.leave()


def _end_at_a_signal(task: asyncio.Task) -> None:
    """Ctrl+C and `kill` end the task where it waits, never in the middle of an answer."""
    with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl+C interrupts
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _say_where(room: Room, say: Say) -> None:
    key = room.ledger.heading.desk
    say(f"Phones:  {room.join}")
    say(f"Deck:    {room.join}desk?key={key}    open it on the projector")
    say(f"Notes:   {room.join}desk?key={key}&to=notes    for your eyes alone")
    if room.state.serials:
        say(f"It goes on where it was: {room.state.serials} votes were opened.")
    say("Ctrl+C stops the server.")


def _say_written(paths: list[Path], root: Path, say: Say) -> None:
    if not paths:
        say("Nothing was voted on, so there is no report.")
    for path in paths:
        say(f"{path.relative_to(root)}: written")
