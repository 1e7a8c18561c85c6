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


def command(program, *words, cwd=None, env=None):
    """Run a command to its end: what `subprocess.run` gives, with the output as text."""
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("stdout", "stderr")]
        where = str(cwd or Path.cwd()), dict(os.environ if env is None else env)
        process = CONTEXT.Process(target=_run, args=(program, words, *where, streams))
        process.start()
        process.join(LONGEST)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"{program} {' '.join(words)} took more than {LONGEST} s")
        said = [path.read_text("utf-8", errors="replace") for path in streams]
        done = subprocess.CompletedProcess([program, *words], process.exitcode, *said)
        process.close()
    return done


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
