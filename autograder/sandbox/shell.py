"""IPython for a submission: without a terminal, without a memory on disk, and with quick cells.

Most cells are plain Python. They are compiled and executed here, which takes a tenth of the time of
IPython's own way round; cells with magics, shell commands, `await` or mistakes in them go that way.
"""

from __future__ import annotations

import ast
import io
import sys
from types import CodeType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

from .limits import MAX_TEXT


class Written(io.TextIOBase):
    """What was written to an output, of which no more than 20,000 characters are kept."""

    encoding = "utf-8"

    def __init__(self):
        self.text = ""

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


class Shell(InteractiveShell):
    """Runs cells and keeps what they show: see `execute`."""

    displayhook_class = Results
    display_pub_class = Displays

    def __init__(self, **options: Any):
        self.clear("")
        super().__init__(**options)
        self._untouched = self._ways_of_reading()

    def clear(self, source: str) -> None:
        """Forget what was shown; source: the cell that comes next."""
        self.source = source
        self.stdout, self.stderr = Written(), Written()
        self.last_traceback: list[str] = []
        self.results: list[dict] = []
        self.displayed: list[dict] = []

    def execute(self, source: str) -> BaseException | None:
        """Run a cell; returns what it raised. What it showed is in this shell's attributes."""
        self.clear(source)
        usual = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.stdout, self.stderr
        try:
            parts = self._compiled(source)
            if parts is not None:
                return self._execute(parts)
            result = self.run_cell(source, store_history=False)
            return result.error_before_exec or result.error_in_exec
        finally:
            sys.stdout, sys.stderr = usual
            if self.user_ns is not vars(self.user_module):  # put elsewhere by a student's code
                self.user_ns = vars(self.user_module)

    def _execute(self, parts: list[CodeType]) -> BaseException | None:
        self.events.trigger("pre_execute")
        try:
            with self.builtin_trap, self.display_trap:
                for part in parts:
                    exec(part, self.user_global_ns, self.user_ns)
        except BaseException as error:  # exit() in a cell ends that cell
            self.showtraceback(exception_only=isinstance(error, SystemExit))
            return error
        finally:
            self.events.trigger("post_execute")  # figures are shown at this word
        return None

    def _compiled(self, source: str) -> list[CodeType] | None:
        """The cell's statements and its last expression; None where IPython must read it."""
        if self._ways_of_reading() != self._untouched:
            return None
        name = self.compile.cache(source, self.execution_count)
        try:
            tree = self.compile.ast_parse(source, name)
            whole: list[tuple[ast.AST, str]] = [(tree, "exec")]
            if tree.body and isinstance(tree.body[-1], ast.Expr):
                whole.append((ast.Interactive([tree.body.pop()]), "single"))
            return [self.compile(part, name, mode) for part, mode in whole]
        except Exception:
            return None

    def _ways_of_reading(self) -> tuple:
        """What a student may have changed of how a cell is read."""
        reader = self.input_transformer_manager
        lists = (reader.cleanup_transforms, reader.line_transforms, reader.token_transformers)
        lists += (self.input_transformers_post, self.ast_transformers)
        return *map(len, lists), self.ast_node_interactivity

    def init_history(self) -> None:
        self.history_manager = HistoryManager(shell=self, enabled=False)

    def enable_gui(self, gui: str | None = None) -> None:
        """Asked for by `%matplotlib`; there is no screen."""

    def ask_exit(self) -> None:
        """Asked for by `exit()`; there is a next cell."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.last_traceback = list(stb)
