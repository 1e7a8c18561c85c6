"""`nbgrader …` and `autograder …` as a shell would run them, without the seconds of their imports.

Each command is a process of its own with its own folder, environment and streams. It is forked from
a process that has imported nbgrader once, and that holds nothing of a test's.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "autograder.quick_imports",
        "nbgrader.apps.nbgraderapp",
        "autograder.grading.gradebook.quick_nbgrader",
        "autograder.grading.nbgrader.steps",
        "autograder.grading.class_run",
    ]
)
LONGEST = 300  # seconds


class Begun:
    """A command that runs: its process, and what it has said so far."""

    def __init__(self, program, *words, cwd=None, env=None):
        self.words = [program, *words]
        self._folder = tempfile.TemporaryDirectory()
        self._streams = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        where = str(cwd or Path.cwd()), dict(os.environ if env is None else env)
        self.process = CONTEXT.Process(target=_run, args=(program, words, *where, self._streams))
        self.process.start()

    @property
    def said(self):
        """What stands on its standard output and on its standard error, as text."""
        return [
            path.read_text("utf-8", errors="replace") if path.exists() else ""
            for path in self._streams
        ]

    def ended(self):
        """Wait for its end: what `subprocess.run` gives, with the output as text."""
        self.process.join(LONGEST)
        if self.process.exitcode is None:
            self.process.kill()
            raise TimeoutError(f"{' '.join(self.words)} took more than {LONGEST} s")
        done = subprocess.CompletedProcess(self.words, self.process.exitcode, *self.said)
        self.process.close()
        self._folder.cleanup()
        return done


def command(program, *words, cwd=None, env=None):
    """Run a command to its end: what `subprocess.run` gives, with the output as text."""
    return Begun(program, *words, cwd=cwd, env=env).ended()


def _run(program, words, folder, environment, streams):
    """Be the command."""
    for stream, path in zip((sys.stdout, sys.stderr), streams, strict=True):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream.fileno())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [program, *words]
    if program == "nbgrader":
        from nbgrader.apps.nbgraderapp import main
    else:
        from autograder.cli import main
    main()
