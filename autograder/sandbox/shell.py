"""IPython for a submission: without a terminal, without a memory on disk, and with quick cells.

Most cells are plain Python. They are compiled and executed here, which takes a tenth of the time of
IPython's own way round; cells that cannot be read go that way.

A line that fails need not end its cell: see `Patience`.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import subprocess
import sys
from inspect import CO_COROUTINE
from types import CodeType, TracebackType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell
from IPython.utils.text import SList

from .limits import MAX_STEPPED, MAX_TEXT
from .missing import Lost
from .mistakes import ANYTHING, NOTHING, SURROUNDINGS

OFFLINE = "there is no network in grading"
_RUNS_ITS_LINES = re.compile(r"\s*%%(time|capture)[ \t]*(?:\n|$)")
"""Magics over a cell that leave its lines as they are: each of these may fail by itself."""

_OVER_A_CELL = re.compile(r"\s*%%(\w+)[^\n]*(?:\n|$)")

NO_LOOP = "no running event loop"
"""Raised by what expects the loop that a kernel runs its cells in."""


class Written(io.TextIOBase):
    """What was written to an output, of which no more than 20,000 characters are kept."""

    encoding = "utf-8"

    def __init__(self, name: str):
        self.name, self.text = name, ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if len(self.text) < MAX_TEXT:
            self.text = (self.text + text)[:MAX_TEXT]
        return len(text)


class Results(DisplayHook):
    """Keeps the value of a cell's last line, where IPython would print it."""

    def quiet(self) -> bool:
        return self.shell.source.rstrip().endswith(";")

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.results.append(format_dict)

    def finish_displayhook(self) -> None:
        pass


class Displays(DisplayPublisher):
    """Keeps what `display` shows, no more than 50 things of a cell."""

    def publish(self, data: dict, *_args: Any, **_more: Any) -> None:
        if len(self.shell.displayed) < 50:
            self.shell.displayed.append(data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.displayed.clear()


class Cell:
    """The statements of one cell.

    name: of its code in tracebacks. source: as the student wrote it.
    """

    def __init__(self, name: str, source: str, statements: list[ast.stmt]):
        self.name, self.source, self.statements = name, source, statements
        self.compiled: list[CodeType] = []

    def first_step(self, error: BaseException) -> TracebackType | None:
        """Where in this cell an exception came by first; None where it did not."""
        step = error.__traceback__
        while step is not None and not self._is_own(step.tb_frame.f_code):
            step = step.tb_next
        return step

    def failed(self, error: BaseException, since: int) -> int | None:
        """Which statement, from one on, was running when this was raised; None if none is known."""
        step = self.first_step(error)
        if step is None:
            return None
        positions = list(step.tb_frame.f_code.co_positions())
        line, _, column, _ = positions[step.tb_lasti // 2]
        here = line or step.tb_lineno, column or 0
        begun = [i for i in range(since, len(self.statements)) if self._start(i) <= here]
        return begun[-1] if begun else None

    def _is_own(self, code: CodeType) -> bool:
        return code.co_filename == self.name and code.co_name == "<module>"

    def replace(self, number: int, statement: ast.stmt) -> None:
        """Put another statement in the place of one."""
        self.statements[number], self.compiled = statement, []

    def _start(self, number: int) -> tuple[int, int]:
        statement = self.statements[number]
        nodes = [statement, *getattr(statement, "decorator_list", ())]
        return min((node.lineno, node.col_offset) for node in nodes)

    def line_of(self, number: int) -> str:
        """The first line of a statement."""
        lines = self.source.splitlines()
        at = self._start(number)[0] - 1
        return lines[at].strip()[:200] if at < len(lines) else ""


class Shell(InteractiveShell):
    """Runs cells and keeps what they show: see `execute`.

    To who asks `get_ipython()` for its class it is what a notebook has.
    """

    displayhook_class = Results
    display_pub_class = Displays

    def __init__(self, **options: Any):
        self.clear("")
        self._lost = Lost()
        super().__init__(**options)
        self._untouched = self._ways_of_reading()

    def clear(self, source: str) -> None:
        """Forget what was shown; source: the cell that comes next."""
        self.source = source
        self.stdout, self.stderr = Written("stdout"), Written("stderr")
        self.last_traceback: list[str] = []
        self.errors: list[tuple[BaseException, list[str]]] = []
        self.stepped: list[tuple[str, str]] = []
        self.results: list[dict] = []
        self.displayed: list[dict] = []

    def execute(self, source: str, past: str = NOTHING) -> BaseException | None:
        """Run a cell; returns what ended it. What it showed is in this shell's attributes.

        past: after what mistakes of a line the next one is run all the same. Then `stepped` has
        that line and why, and `errors` what was raised, with its traceback.
        """
        self.clear(source)
        usual = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.stdout, self.stderr
        try:
            magic = _RUNS_ITS_LINES.match(source) or self._lost_magic(source, past)
            cell = self._read(_without(magic) if magic else source)
            if cell is not None:
                if magic and not _RUNS_ITS_LINES.match(source):
                    why = f"UsageError: Cell magic `%%{magic[1]}` not found."
                    self.stepped.append((magic[0].strip()[:200], why))
                error = self._execute(cell, past)
                if magic and magic[1] == "capture":
                    self._hide()
                return error
            result = self.run_cell(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
            if error is not None:
                self.errors.append((error, self.last_traceback))
            return error
        finally:
            sys.stdout, sys.stderr = usual
            if self.user_ns is not vars(self.user_module):  # put elsewhere by a student's code
                self.user_ns = vars(self.user_module)

    def _lost_magic(self, source: str, past: str) -> re.Match | None:
        """A magic over a cell that is missing here, where its lines are run without it."""
        magic = _OVER_A_CELL.match(source) if past != NOTHING else None
        return magic if magic and self.find_cell_magic(magic[1]) is None else None

    def _hide(self) -> None:
        """Forget what a cell showed but for its errors."""
        self.stdout.text = self.stderr.text = ""
        self.displayed.clear()
        self.results.clear()

    def _execute(self, cell: Cell, past: str) -> BaseException | None:
        info = ExecutionInfo(cell.source, False, False, True, None)
        self.events.trigger("pre_run_cell", info)  # at this word %autoreload looks at modules
        self.events.trigger("pre_execute")
        try:
            with self.builtin_trap, self.display_trap:
                at, in_loop = 0, False
                while True:
                    try:
                        for part in self._compiled(cell, at):
                            self._run_part(part, in_loop)
                        return None
                    except BaseException as error:  # exit() in a cell ends that cell
                        failed = cell.failed(error, at)
                        if failed is not None and not in_loop and _wants_loop(error):
                            at, in_loop = failed, True
                            continue
                        self._show(error, cell)
                        self.errors.append((error, self.last_traceback))
                        goes_on = None if failed is None else self._next(cell, failed, error, past)
                        if goes_on is None:
                            return error
                        at = goes_on
        finally:
            self.events.trigger("post_execute")  # figures are shown at this word
            self.events.trigger("post_run_cell", ExecutionResult(info))

    def _show(self, error: BaseException, cell: Cell) -> None:
        """Keep an exception's traceback from its cell on; where it cannot be shown, none."""
        self.last_traceback = []
        known = type(error), error, cell.first_step(error) or error.__traceback__
        with contextlib.suppress(Exception):
            self.showtraceback(known, tb_offset=0, exception_only=isinstance(error, SystemExit))

    def _run_part(self, part: CodeType, in_loop: bool) -> None:
        """Execute statements; those that await, and those that ask for it, in an event loop."""
        if in_loop or part.co_flags & CO_COROUTINE:
            self.loop_runner(self._awaited(part))
        else:
            exec(part, self.user_global_ns, self.user_ns)

    async def _awaited(self, part: CodeType) -> None:
        made = eval(part, self.user_global_ns, self.user_ns)
        if part.co_flags & CO_COROUTINE:
            await made

    def _next(self, cell: Cell, failed: int, error: BaseException, past: str) -> int | None:
        """The statement with which a cell goes on when one has failed, which is noted.

        None where it does not go on.
        """
        statement = cell.statements[failed]
        is_lost = past != NOTHING and self._lost.is_why(error)
        goes_on = {
            NOTHING: False,
            SURROUNDINGS: is_lost or _is_magic(statement),
            ANYTHING: is_lost
            or (isinstance(error, Exception) and not isinstance(error, MemoryError)),
        }[past]
        if not goes_on:
            return None
        bare, taken = self._lost.taken_out(statement) if is_lost else (statement, [])
        if len(self.stepped) < MAX_STEPPED:
            why = f"{type(error).__name__}: {_words(error)}"
            self.stepped.append((", ".join(taken)[:200] or cell.line_of(failed), why))
        if taken:
            cell.replace(failed, bare)
            return failed
        if is_lost:
            self._lost.add(statement)
        return failed + 1

    def _read(self, source: str) -> Cell | None:
        """The cell's statements, its magics as calls; None where IPython must read it."""
        if self._ways_of_reading() != self._untouched:
            return None
        is_one_line = len(source.splitlines()) == 1  # and may be a magic's bare name: `ls`
        for read in (self.transform_cell,) if is_one_line else (str, self.transform_cell):
            try:
                text = read(source)
                name = self.compile.cache(text, self.execution_count)
                cell = Cell(name, source, self.compile.ast_parse(text, name).body)
                self._compiled(cell, 0)
                return cell
            except Exception:
                continue
        return None

    def _compiled(self, cell: Cell, at: int) -> list[CodeType]:
        """The statements from one on, and the last one's value where it is an expression."""
        if cell.compiled and at == 0:
            return cell.compiled
        body = cell.statements[at:]
        whole: list[tuple[ast.AST, str]] = [(ast.Module(body, []), "exec")]
        if body and isinstance(body[-1], ast.Expr):
            whole = [(ast.Module(body[:-1], []), "exec"), (ast.Interactive(body[-1:]), "single")]
        with self.compile.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
            cell.compiled = [self.compile(part, cell.name, mode) for part, mode in whole]
        return cell.compiled

    def system(self, command: str) -> None:
        """`!command`: what it prints is the cell's."""
        self.user_ns["_exit_code"] = self._ask_system(command, sys.stdout)

    def getoutput(self, command: str, split: bool = True, depth: int = 0) -> Any:
        """`lines = !command`"""
        text = io.StringIO()
        self._ask_system(self.var_expand(command, depth + 2), text)
        return SList(text.getvalue().splitlines()) if split else text.getvalue()

    def _ask_system(self, command: str, output: Any) -> int:
        if _needs_network(command):
            print(f"{command.strip()[:200]}: not run, {OFFLINE}", file=self.stderr)
            self.stepped.append((f"!{command.strip()}"[:200], OFFLINE))
            return 1
        done = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        output.write(done.stdout[:MAX_TEXT].decode("utf-8", "replace"))
        return done.returncode

    def _ways_of_reading(self) -> tuple:
        """What a student may have changed of how a cell is read."""
        reader = self.input_transformer_manager
        lists = (reader.cleanup_transforms, reader.line_transforms, reader.token_transformers)
        lists += (self.input_transformers_post, self.ast_transformers)
        return tuple(map(len, lists))

    def init_history(self) -> None:
        self.history_manager = HistoryManager(shell=self, enabled=False)

    def enable_gui(self, gui: str | None = None) -> None:
        """Asked for by `%matplotlib`; there is no screen."""

    def ask_exit(self) -> None:
        """Asked for by `exit()`; there is a next cell."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
        """stb: lines, or what a student's `_render_traceback_` gave for them, mostly nothing."""
        lines = stb if isinstance(stb, list) else []
        self.last_traceback = [line for line in lines if isinstance(line, str)]


Shell.__name__ = "ZMQInteractiveShell"

_NETWORK = (
    "apt",
    "apt-get",
    "conda",
    "curl",
    "gdown",
    "kaggle",
    "mamba",
    "npm",
    "pip",
    "pip3",
    "uv",
    "wget",
)


def _without(magic: re.Match) -> str:
    """A cell without the magic at its beginning; its lines keep their numbers."""
    return "pass" + "\n" * magic[0].count("\n") + magic.string[magic.end() :]


def _needs_network(command: str) -> bool:
    """Whether a shell command installs or fetches something."""
    words = [word.rpartition("/")[2].strip("\"'") for word in command.split()[:4]]
    words = words[words[:1] == ["sudo"] :]
    is_pip = words[1:3] == ["-m", "pip"]
    is_git = words[:1] == ["git"] and words[1:2] in (["clone"], ["fetch"], ["pull"])
    return is_pip or is_git or bool(words and words[0] in _NETWORK)


def _wants_loop(error: BaseException) -> bool:
    return isinstance(error, RuntimeError) and _words(error) == NO_LOOP


def _is_magic(statement: ast.stmt) -> bool:
    """Whether a statement is a magic or a shell command, which were written as such."""
    called = (node.func for node in ast.walk(statement) if isinstance(node, ast.Call))
    return any(isinstance(f, ast.Name) and f.id == "get_ipython" for f in called)


def _words(error: BaseException) -> str:
    """An exception's message; a student's own may fail at that."""
    try:
        return str(error)[:200]
    except Exception:
        return ""
