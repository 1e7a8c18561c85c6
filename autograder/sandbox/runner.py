"""Run one submission's cells, inside the student's process, at the word of the process that judges.

The parent sends a command and gets one reply. What comes back is not trusted:
a student's code shares this process and can make it say anything. Each reply bears the number of
its command, so that what was said unasked is not taken for one.

    {"do": "run", "source": …, "past": …}       → {"outputs": […], "stepped": [[line, why], …]}
    {"do": "observe", "name": …, "calls": […]}  → {"seen": […]} or {"missing": True}
    {"do": "observe", "name": …}                            the same, of calls that are known
    {"do": "expect", "calls": {name: […]}, "key": …}            → {"outputs": []}
    {"do": "prepare", "files": {…}, "variables": {…}}       → {"outputs": []}
    with "goes_on": true, for further pieces of the same files
"""

from __future__ import annotations

import builtins
import contextlib
import os
import random
import signal
import site
import socket
import sys
import time
from collections.abc import Iterator
from importlib import import_module, invalidate_caches
from io import BytesIO
from itertools import count, product
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.random  # NumPy loads it when it is first used: here once, not in each submission

from . import notebooks
from .limits import MAX_IMAGE, MAX_TEXT, limit_met
from .mistakes import ANYTHING, NOTHING
from .plain import Room, TooLarge, pack, receive, send
from .probes import observe as observe_call  # bound now: what a student patches later is not used
from .shell import Shell

for give in (site.sethelper, site.setcopyright, site.setquit):  # Python was started without them
    give()
BUILTINS = {
    name: value
    for name, value in vars(builtins).items()
    if name[0] != "_" or name in ("__import__", "__build_class__")
}
MODULE = ("__doc__", "__loader__", "__package__", "__spec__")
RESULTS = ("_", "__", "___")
MAX_FRAMES = 60
MAX_ERRORS = 5
JUST_NOW = 1.0
"""Seconds, far more than the steps in which a file system counts."""

own: dict[str, Any] = {"calls": {}, "key": b""}
"""What this submission alone is asked, by the function's name: arguments, and whether to spoil."""

known: dict[str, list] = {}
"""What every submission of a class is asked, by the function's name; read once for all."""
_begun = bytearray()

called: dict[str, Any] = {}
"""What could last be called by each of these names, for where a mere value has taken its name."""

REHEARSED = """
import numpy as np
def rehearsed(x):
    return np.maximum(x, 0)
print(rehearsed(1.0))
rehearsed()
rehearsed(-1.0)
"""
REHEARSALS = 4
SHAPES = [*product(range(1, 9)), *product(range(1, 5), repeat=2)]
"""Of the arrays that functions are mostly asked about."""

FIGURE = """
%matplotlib inline
import matplotlib.pyplot as plt
plt.plot([1])
plt.show()
plt.close("all")
"""


def new_shell() -> Shell:
    """A shell for one submission."""
    return Shell.instance(colors="nocolor", xmode="Plain")  # the usual one takes 20 times longer


def warm_up(shell: Shell) -> None:
    """Import what a submission is likely to need: the library, and what an error takes."""
    for name in ("workbook.nn", "workbook.checkpoints"):
        import_module(name)
    _rehearse(shell)
    _begin_anew(shell)


def _rehearse(shell: Shell) -> None:
    """Do often what is done for every submission: Python runs faster what it has run before."""
    calls = [[[np.ones(shape)], {}] for shape in [(), *SHAPES]]
    cell = {"do": "run", "source": REHEARSED, "past": ANYTHING}
    observed = {"do": "observe", "name": "rehearsed", "calls": [*calls, [[], {}]]}
    own["key"] = bytes(8)
    _answer(BytesIO((pack(cell) + pack(observed)) * REHEARSALS), BytesIO(), shell)
    own["key"] = b""


def warm_up_figures(shell: Shell) -> None:
    """Import what a figure takes, and find the fonts."""
    shell.execute(FIGURE)
    _begin_anew(shell)


def _begin_anew(shell: Shell) -> None:
    """Forget what was run. What the module of every notebook has stays: IPython forgets it too."""
    given = {name: vars(shell.user_module)[name] for name in MODULE}
    shell.reset(new_session=False)
    vars(shell.user_module).update(given | dict.fromkeys(RESULTS, ""))


def learn(piece: bytes) -> None:
    """Keep the calls of an observation, the command for which comes in pieces."""
    _begun.extend(piece)
    with contextlib.suppress(EOFError):  # there is more to come
        command = receive(BytesIO(_begun))
        known[command["name"]] = command["calls"]
        _begun.clear()


def serve(connection: socket.socket, shell: Shell) -> None:
    """Answer commands until the parent hangs up."""
    np.random.seed(0)  # what draws from the global generators draws the same at every grading
    random.seed(0)
    sys.path.append("")  # what a cell writes can be imported, and hides nothing
    notebooks.install()
    before = time.time() - 2 * JUST_NOW
    os.utime(".", (before, before))  # the folder is new, and nothing has been written into it yet
    with connection.makefile("rb") as commands, connection.makefile("wb") as replies:
        _answer(commands, replies, shell)


def _answer(commands: BinaryIO, replies: BinaryIO, shell: Shell) -> None:
    """Answer commands until there are no more."""
    actions = {"run": run, "observe": observe, "prepare": prepare, "expect": expect}
    for number in count():
        try:
            command = receive(commands)
        except EOFError:
            return
        reply = actions[command.pop("do")](shell, **command)
        try:
            send(replies, reply | {"number": number})
        except TooLarge as error:
            send(replies, {"too_large": str(error), "number": number})


def prepare(
    _shell: Shell,
    files: dict[str, np.ndarray],
    variables: dict[str, str],
    hides: bool = True,
    goes_on: bool = False,
) -> dict:
    """Put files into the work folder, from which modules can then be imported; set variables.

    hides: a module among them hides others of its name, as it does in a kernel. goes_on: these are
    further pieces of files that have begun.
    """
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab" if goes_on else "wb") as stream:
            stream.write(content.tobytes())
    os.environ.update(variables)
    if hides and sys.path[0] != "":
        sys.path.insert(0, "")
    invalidate_caches()
    return {"outputs": []}


def run(shell: Shell, source: str, past: str = NOTHING) -> dict:
    """Run one cell; its outputs have nbformat's form. past: what it goes on after."""
    shell.execute(source, past)
    tidy()
    _find_new_modules()
    there = shell.user_ns
    called.update((name, there[name]) for name in own["calls"] if callable(there.get(name)))
    outputs = [
        {"output_type": "stream", "name": name, "text": stream.text}
        for name, stream in (("stdout", shell.stdout), ("stderr", shell.stderr))
        if stream.text
    ]
    with contextlib.suppress(Exception):  # what is shown may be anything
        outputs += [_rich("display_data", data) for data in shell.displayed]
        outputs += [_rich("execute_result", data) for data in shell.results[:1]]
    outputs += [_error(*raised) for raised in shell.errors[-MAX_ERRORS:]]
    return {"outputs": outputs, "stepped": [list(each) for each in shell.stepped]}


def _error(error: BaseException, traceback: list[str]) -> dict:
    if len(traceback) > MAX_FRAMES:
        traceback = [*traceback[:10], "…", *traceback[-MAX_FRAMES + 10 :]]
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": _message(error)[:MAX_TEXT],
        "traceback": [line[:MAX_TEXT] for line in traceback],
    }


def expect(_shell: Shell, calls: dict[str, list], key: str) -> dict:
    """Keep what each function is asked besides, and the key of the arguments' fingerprints."""
    own.update(calls=calls, key=bytes.fromhex(key))
    return {"outputs": []}


def observe(shell: Shell, name: str, calls: list | None = None) -> dict:
    """Run the calls on the student's function of that name, and this submission's own behind.

    calls: by default those that are known.
    """
    if name not in shell.user_ns:
        return {"missing": True}
    implementation = shell.user_ns[name]
    if not callable(implementation):
        implementation = called.get(name, implementation)
    calls = known[name] if calls is None else calls
    calls = [(*call, False) for call in calls] + own["calls"].get(name, [])
    room = Room()  # together they have to go into one message
    with _unseen(shell):
        seen = [
            observe_call(implementation, tuple(args), kwargs, own["key"], spoil, room)
            for args, kwargs, spoil in calls
        ]
    for error in (row["error"] for row in seen if "error" in row):
        error["message"] = _with_limit(error["type"], error["message"])
    tidy()
    return {"seen": seen}


@contextlib.contextmanager
def _unseen(shell: Shell) -> Iterator[None]:
    """Around calls, of which nobody sees what they show: no figure is drawn, none stays open."""
    with contextlib.suppress(Exception):  # a student may have put anything in its place
        shell.display_formatter.format = _nothing_to_see
    yield
    with contextlib.suppress(Exception):
        del shell.display_formatter.format
        if plt := sys.modules.get("matplotlib.pyplot"):
            plt.close("all")


def _nothing_to_see(*_shown: Any, **_options: Any) -> tuple[dict, dict]:
    return {}, {}


def tidy() -> None:
    """Undo what one cell did to all of Python, and what would interrupt the next one."""
    vars(builtins).update(BUILTINS)
    for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        if signal.getitimer(timer)[0]:
            signal.setitimer(timer, 0)


def _find_new_modules() -> None:
    """Have the next import see what a cell has just written into the work folder."""
    with contextlib.suppress(OSError):  # the folder may have been removed
        if time.time() - os.stat(".").st_mtime < JUST_NOW:
            invalidate_caches()


def _with_limit(kind: str, message: str) -> str:
    """An error's message, and the limit that it comes from."""
    limit = limit_met(kind, message)
    return f"{message} ({limit})".lstrip() if limit else message


def _message(error: BaseException) -> str:
    try:
        return _with_limit(type(error).__name__, str(error))
    except Exception:  # a student's own exception may fail at that
        return ""


def _rich(kind: str, data: dict[str, Any]) -> dict:
    """An output of a kind that a notebook can hold: text cut short, oversized pictures dropped."""
    kept = {}
    for mime, content in data.items():
        if not isinstance(content, str):
            continue
        if mime.startswith("image/"):
            if len(content) <= MAX_IMAGE:
                kept[mime] = content
        else:
            kept[mime] = content[:MAX_TEXT]
    return {"output_type": kind, "data": kept, "metadata": {}}


def main() -> None:
    """Entry where nothing can be forked: calls the grader back, at its port and with its word."""
    port, word = sys.argv[1:3]
    with socket.create_connection(("127.0.0.1", int(port))) as connection:
        connection.sendall(f"{word}\n".encode())
        serve(connection, new_shell())


if __name__ == "__main__":
    main()
