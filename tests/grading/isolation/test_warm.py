"""What a submission's process has imported before it begins: what those before it needed."""

import pytest

from autograder.grading.process.child import ChildLost, Sandbox
from autograder.grading.process.isolation import NONE
from autograder.grading.process.submission_run import Run
from autograder.sandbox.plain import pack

ASK = "import sys; print('matplotlib.pyplot' in sys.modules)"


@pytest.mark.parametrize("draws, has_it", [(True, [False, False, True]), (False, [False] * 3)])
def test_matplotlib_is_there_for_the_third_that_draws(stage, draws, has_it):
    found = []
    with Sandbox(stage, NONE) as sandbox:
        for _ in range(3):
            process = sandbox.child(draws)
            (said,) = process.ask(20, do="run", source=ASK)["outputs"]
            found.append(said["text"].strip() == "True")
            process.close()
    assert found == has_it


def test_every_notebooks_module_has_what_a_kernels_has(stage, run):
    """The first as the fourth, before which something was run and forgotten."""
    names = ["__name__", "__package__", "__spec__", "help", "copyright", "quit"]
    source = (
        f"import __main__\nprint([hasattr(__main__, n) or n in dir(__builtins__) for n in {names}])"
    )
    spawns = (
        "import multiprocessing as m; p = m.get_context('spawn').Process(target=abs, args=(1,))"
    )
    with Sandbox(stage, NONE) as sandbox:
        found = [run(sandbox, source).printed for _ in range(3)]
        ended = run(sandbox, f"{spawns}\np.start(); p.join(); print(p.exitcode)").printed
    assert found == [[True] * len(names)] * 3 and ended == 0


@pytest.mark.parametrize("size", [3, 50_000], ids=["short", "in pieces"])
def test_what_a_class_is_asked_is_sent_to_the_first_alone(stage, size):
    """Later processes know it, and answer alike; also after their parent was lost."""
    asked = [[["a"] * size], {}]
    whole = pack({"do": "observe", "name": "count", "calls": [asked]})
    define = pack({"do": "run", "source": "count = len"})
    key = pack({"do": "expect", "calls": {}, "key": "00" * 8})
    sent, answers = [], []
    with Sandbox(stage, NONE) as sandbox:
        sandbox.know({whole: pack({"do": "observe", "name": "count"})})
        for turn in range(7):
            process = sandbox.child()
            process.send(key, define, whole)
            sent.append(len(process._outgoing) - len(key) - len(define))
            answers.append([process.receive(20) for _ in range(3)][-1]["seen"][0]["value"])
            process.close()
            if turn == 3:
                sandbox._parent._process.kill()
    assert answers == [size] * 7
    assert sent[2] == sent[3] == sent[6] < sent[0] == sent[1] == sent[4] == len(whole)


SEEN = """
import builtins, random, sys, warnings
import numpy as np
names = sorted(set(dir()) | set(get_ipython().user_ns)), sorted(dir(builtins)), sys.path[-2:]
count = get_ipython().execution_count
state = np.geterr(), warnings.filters, random.random(), np.random.rand(), count, In, Out
print([*map(str, names), *map(str, state)])
"""


def test_a_later_submission_sees_nothing_of_what_was_rehearsed(stage, run):
    """Names, settings, draws and history are those of the first one, before which nothing ran."""
    with Sandbox(stage, NONE) as sandbox:
        first, *later = [run(sandbox, SEEN).printed for _ in range(4)]
    for each in later:
        assert each == first


@pytest.mark.parametrize(
    "source, draws", [("import matplotlib.pyplot as plt", True), ("import numpy", False)]
)
def test_who_draws_is_seen_in_the_cells(source, draws):
    asked = []

    class NoSandbox:
        def child(self, draws):
            asked.append(draws)
            raise ChildLost("there is none")

    Run(NoSandbox(), [pack({"do": "run", "source": source})]).cell()
    assert set(asked) == {draws}


COARSE = """
import os, time
later = time.time() + 3600
open("one.py", "w").close()
os.utime(".", (later, later))
import one
"""


def test_what_a_cell_writes_is_found_also_where_the_clock_of_files_is_coarse(stage):
    """Two files in one tick leave their folder with the time at which the first was looked for."""
    write = "open('two.py', 'w').close(); os.utime('.', (later, later))"
    with Sandbox(stage, NONE) as sandbox:
        process = sandbox.child()
        said = [process.ask(20, do="run", source=cell)["outputs"]
                for cell in (COARSE, write, "import two")]  # fmt: skip
        process.close()
    assert said == [[], [], []]
