"""Run one submission's cells, inside the student's process, at the word of the process that judges.

The parent sends a command and gets one reply. What comes back is not trusted:
a student's code shares this process and can make it say anything.

    {"do": "run", "source": …}                      → {"outputs": […], "error": name or None}
    {"do": "observe", "name": …, "probe": …, "calls": […]}  → {"seen": […]} or {"missing": True}
"""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from . import probes
from .plain import TooLarge, receive, send
from .probes import observe as observe_call  # bound now: what a student patches later is not used

MAX_TEXT = 20_000
MAX_IMAGE = 1_000_000


class Results(DisplayHook):
    """Keeps the value of a cell's last line, where IPython would print it."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.shell.results.append(format_dict)

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython without a terminal and without a memory on disk; keeps results and the last traceback."""

    displayhook_class = Results
    last_traceback: list[str] = []
    results: list[dict] = []

    def init_history(self) -> None:
        from IPython.core.history import HistoryManager

        self.history_manager = HistoryManager(shell=self, enabled=False)

    def enable_gui(self, gui=None) -> None:
        """Asked for by `%matplotlib`; there is no screen."""

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.last_traceback = list(stb)


def new_shell() -> Shell:
    """A shell for one submission."""
    return Shell.instance(colors="nocolor")


def serve(commands: BinaryIO, replies: BinaryIO, shell: Shell) -> None:
    """Answer commands until the parent hangs up."""
    actions = {"run": run, "observe": observe}
    while True:
        try:
            command = receive(commands)
        except EOFError:
            return
        try:
            send(replies, actions[command.pop("do")](shell, **command))
        except TooLarge as error:
            send(replies, {"too_large": str(error)})


def run(shell: Shell, source: str) -> dict:
    """Run one cell; its outputs have nbformat's form."""
    shell.last_traceback, shell.results = [], []
    with capture_output() as captured:
        result = shell.run_cell(source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    outputs = [
        {"output_type": "stream", "name": name, "text": text[:MAX_TEXT]}
        for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr))
        if text
    ]
    outputs += [
        {"output_type": "display_data", "data": _bounded(rich.data or {}), "metadata": {}}
        for rich in captured.outputs[:50]
    ]
    outputs += [
        {"output_type": "execute_result", "data": _bounded(data), "metadata": {}}
        for data in shell.results[:1]
    ]
    if error is not None:
        traceback = [line[:MAX_TEXT] for line in shell.last_traceback[-60:]]
        name = type(error).__name__
        outputs.append(
            {
                "output_type": "error",
                "ename": name,
                "evalue": str(error)[:MAX_TEXT],
                "traceback": traceback,
            }
        )
    return {"outputs": outputs, "error": None if error is None else type(error).__name__}


def observe(shell: Shell, name: str, probe: str, calls: list) -> dict:
    """Run the calls on the student's function of that name."""
    if name not in shell.user_ns:
        return {"missing": True}
    implementation = shell.user_ns[name]
    how = getattr(probes, probe)
    return {
        "seen": [observe_call(implementation, tuple(args), kwargs, how) for args, kwargs in calls]
    }


def _bounded(data: dict[str, Any]) -> dict[str, str]:
    """The parts of an output that a notebook can hold, text cut short, oversized pictures dropped."""
    kept = {}
    for kind, content in data.items():
        if not isinstance(content, str):
            continue
        if kind.startswith("image/"):
            if len(content) <= MAX_IMAGE:
                kept[kind] = content
        else:
            kept[kind] = content[:MAX_TEXT]
    return kept


def main() -> None:
    """Entry of the child: commands arrive on one inherited file descriptor, replies leave on another."""
    commands, replies = (int(word) for word in sys.argv[1:3])
    with open(commands, "rb") as reading, open(replies, "wb") as writing:
        serve(reading, writing, new_shell())


if __name__ == "__main__":
    main()
