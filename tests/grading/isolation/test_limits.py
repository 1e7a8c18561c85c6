"""What a submission may use up, and that the limit it met is named."""

from __future__ import annotations

import pytest

from autograder.grading.process import child, submission_run
from autograder.grading.process.child import Sandbox
from autograder.grading.process.isolation import BUBBLEWRAP, NONE
from autograder.grading.process.replies import size
from autograder.grading.process.submission_run import FULL, Run
from autograder.sandbox.plain import pack


def test_memory_of_one_process_is_limited(run, sandbox):
    error = run(sandbox, "import numpy\nnumpy.ones(10 * 2**27)").error
    assert error.startswith("MemoryError") and "4 GB of memory" in error


def test_memory_of_all_processes_together_is_limited(run, small, monkeypatch):
    share = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        kept = b"x" * (250 * 2**20)
        time.sleep(20)
        os._exit(0)
time.sleep(20)
"""
    monkeypatch.setattr(child, "MEMORY", 600 * 2**20)
    lost = run(small, share, 19).lost
    assert lost.startswith("together with the processes that it started it used more than ")
    assert lost.endswith(" of memory, which is the limit")
    assert run(small, "print(1)").printed == 1


SHARES = """
import mmap, os, time
kept = mmap.mmap(-1, 250 * 2**20) if TOGETHER else None
for _ in range(4):
    if os.fork() == 0:
        kept = kept or mmap.mmap(-1, 250 * 2**20)
        for place in range(0, len(kept), 4096):
            kept[place] = 1
        time.sleep(20)
        os._exit(0)
time.sleep(SECONDS)
print(len(kept or ""))
"""


def test_memory_that_processes_may_share_is_counted(run, small, monkeypatch):
    monkeypatch.setattr(child, "MEMORY", 600 * 2**20)
    apart = SHARES.replace("TOGETHER", "False").replace("SECONDS", "20")
    assert "memory, which is the limit" in run(small, apart, 19).lost


def test_memory_that_is_shared_is_counted_once(run, small):
    together = SHARES.replace("TOGETHER", "True").replace("SECONDS", "2")
    assert run(small, together).printed == 250 * 2**20


def test_nobody_makes_themselves_the_last_to_go_where_memory_runs_out(run, sandbox):
    lowers = """
said = [open("/proc/self/oom_score_adj").read().strip()]
for name in ("oom_score_adj", "oom_adj", "autogroup", "timerslack_ns", "comm"):
    try:
        open(f"/proc/self/{name}", "w").write("0")
        said.append(name)
    except OSError:
        pass
print(said)
"""
    assert run(sandbox, lowers).printed == ["1000"]


SPINS = """
import os, signal, time
usual = os.getpriority(os.PRIO_PROCESS, 0)
end = time.monotonic() + SECONDS
children = []
for _ in range(COUNT):
    children.append(os.fork())
    if children[-1] == 0:
        while os.getpriority(os.PRIO_PROCESS, 0) == usual and time.monotonic() < end:
            pass
        os._exit(os.getpriority(os.PRIO_PROCESS, 0) - usual)
first, status = os.wait()
for child in children:
    if child != first:
        os.kill(child, signal.SIGKILL)
print(os.waitstatus_to_exitcode(status))
"""


def test_a_crowd_of_processes_weighs_as_much_as_one(run, sandbox):
    """Those that run are told by the system to step back; a few are not."""
    crowd = SPINS.replace("COUNT", "12").replace("SECONDS", "100")
    assert run(sandbox, crowd, 110).printed > 0
    few = SPINS.replace("COUNT", "3").replace("SECONDS", "1")
    assert run(sandbox, few, 110).printed == 0


def test_processor_time_is_limited(run, small, monkeypatch):
    monkeypatch.setattr(child, "CPU_SECONDS", 1)
    assert "1 seconds of processor time" in run(small, "while True: pass").lost


def test_the_number_of_processes_is_limited(run, sandbox):
    bomb = """
import os, time
count = 0
try:
    while count < 2000:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        count += 1
except OSError:
    print(count)
    raise
"""
    printed, error, _ = run(sandbox, bomb)
    assert 32 <= printed < 64
    assert "a submission may have 64 processes" in error
    assert run(sandbox, "print(1)").printed == 1


def test_the_disk_is_limited_and_given_back(run, sandbox):
    fill = "for i in range(20):\n    open(f'{place}/{i}', 'wb').write(bytes(10 * 2**20))"
    for place in ("/tmp", "/dev/shm"):
        error = run(sandbox, f"place = {place!r}\n{fill}").error
        assert "a submission may write 64 MB" in error
    error = run(sandbox, "open('one', 'wb').write(bytes(10**8))").error
    assert "a submission may write 64 MB" in error
    assert run(sandbox, "print(open('one', 'wb').write(bytes(60 * 2**20)))").printed == 60 * 2**20


def test_open_files_are_limited(run, sandbox):
    error = run(sandbox, "kept = [open('/dev/null') for _ in range(2000)]").error
    assert "a submission may have 256 files open" in error


def test_a_limit_that_a_function_meets_is_named(sandbox):
    process = sandbox.child()
    process.ask(20, do="run", source="import numpy\ndef f(n):\n    return numpy.ones(n * 2**27)")
    reply = process.ask(20, do="observe", name="f", calls=[[[10], {}]])
    process.close()
    assert "4 GB of memory" in reply["seen"][0]["error"]["message"]


def test_outputs_that_are_too_many_hide_no_error_and_no_value(sandbox, monkeypatch):
    """By them a plain notebook's graded cells are marked."""
    monkeypatch.setattr(submission_run, "MAX_OUTPUT", 10)
    sources = ("print('seen' * 10)", "print(1)\nassert False, 'x' * 10**5", "print(2)\n0.5")
    commands = [pack({"do": "run", "source": source}) for source in sources]
    process = Run(sandbox, commands)
    try:
        _, failed, valued = (process.cell() for _ in commands)
    finally:
        process.close()
    assert [out.output_type for out in failed] == ["stream", "error"]
    assert [out.output_type for out in valued] == ["stream", "execute_result"]
    assert valued[1].data["text/plain"] == "0.5" and failed[0].text == valued[0].text == FULL
    assert size(failed) < 5_000


def test_time_is_limited_also_for_one_that_will_not_stop(run, sandbox):
    stubborn = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    assert "still running after 1 seconds" in run(sandbox, stubborn, 1).lost
    assert run(sandbox, "print(1)").printed == 1


@pytest.mark.parametrize(
    "source, why",
    [
        ("import os; os._exit(0)", "ended the whole Python process"),
        ("import ctypes; ctypes.string_at(0)", "crashed Python (SIGSEGV)"),
        ("import os, time; os.close(3); time.sleep(60)", "closed its connection"),
    ],
)
@pytest.mark.parametrize("way", [BUBBLEWRAP, NONE], ids=lambda way: way.name)
def test_how_a_process_ended_is_told(run, stage, way, source, why):
    with Sandbox(stage, way) as sandbox:
        assert why in run(sandbox, source).lost


def test_one_that_was_killed_is_not_said_to_have_crashed(run, stage):
    """A system does that whose memory runs out before a submission's own limit is met."""
    with Sandbox(stage, NONE) as sandbox:
        lost = run(sandbox, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)").lost
    assert lost == "it was killed from outside, as a system does whose memory runs out"
