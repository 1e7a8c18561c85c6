"""What a submission can see and reach: nothing but what is its own."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import socket
import sys
import uuid
from pathlib import Path

import pytest

from autograder.grading.process import isolation
from autograder.grading.process.child import Sandbox
from autograder.grading.process.isolation import BUBBLEWRAP
from autograder.sandbox import limits

ROOT = Path(__file__).resolve().parents[3]
DENIED = {errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOSPC, errno.EINVAL}
STATUS = """
with open("/proc/self/status") as file:
    print(dict(line.rstrip("\\n").split(":\\t", 1) for line in file))
"""

# Files --------------------------------------------------------------------------------------------


def test_nothing_of_the_course_or_of_the_host_can_be_read(attempt, sandbox, tmp_path):
    for name in ("gradebook.db", "seed.txt", "submitted/bob/03-activations/activations.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("secret")
    secrets = [path for path in tmp_path.rglob("*") if path.is_file()]
    secrets += [ROOT / "solutions", ROOT / "autograder/exercises", ROOT / "workbook/nn", ROOT]
    secrets += [tmp_path, Path.home() / ".ssh", Path("/etc/shadow"), Path("/var"), Path("/home")]
    above = Path(isolation.interpreter()).parents  # these are there, with nothing else in them
    secrets = [path for path in secrets if path not in above]
    actions = [f"os.open({str(path)!r}, os.O_RDONLY)" for path in secrets]
    outcomes = attempt(sandbox, *actions)
    assert set(outcomes.values()) == {errno.ENOENT}, outcomes


def test_who_asks_for_the_user_is_told_of_the_student_alone(run, sandbox):
    """As people name their own machine's folders: `getpwuid` and the like need not fail."""
    source = """
import getpass, grp, os, pwd
from pathlib import Path
user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
at_home = os.path.expanduser("~") == str(Path.home())
print((user, group, getpass.getuser(), at_home, len(pwd.getpwall())))
"""
    assert run(sandbox, source).printed == ("student", "student", "student", True, 1)


def test_what_can_be_seen_is_the_interpreter_the_packages_and_the_stage(run, sandbox):
    source = """
import os, sys
leave = ("/usr", "/proc", "/dev/pts", "/packages", sys.base_prefix)
seen = []
for folder, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if os.path.join(folder, f) not in leave]
    seen += [os.path.join(folder, name) for name in files]
print((sorted(os.listdir("/")), [name for name in seen if not name.startswith("/dev/")]))
"""
    top, files = run(sandbox, source).printed
    expected = {"bin", "course", "dev", "etc", "packages", "proc", "sbin", "tmp", "usr"}
    expected |= {"lib", "lib32", "lib64", "libx32"}
    assert set(top) <= expected | {Path(isolation.interpreter()).parts[1]}
    stage = [name for name in files if name.startswith("/course/")]
    assert "/course/autograder/runner.py" in stage
    assert not [name for name in stage if re.search(r"exercise|nn/activations|judge|seed", name)]
    assert all(name.startswith(("/course/", "/etc/")) for name in files)


def test_a_course_that_is_installed_among_the_packages_is_covered(
    run, stage, tmp_path, monkeypatch
):
    """As `pip install .` without -e does it."""
    packages = [*isolation.packages(), tmp_path / "site-packages"]
    own = {packages[-1] / name for name in ("workbook", "workbook/nn", "course")}
    for folder in own:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "solution.py").write_text("secret")
    monkeypatch.setattr(isolation, "packages", lambda: packages)
    monkeypatch.setattr(isolation, "_own_folders", lambda: own)
    with Sandbox(stage, BUBBLEWRAP) as sandbox:
        source = "import os; print([os.listdir(f'/packages/%d/{name}') for name in names])"
        source = source.replace("%d", str(len(packages) - 1))
        assert run(sandbox, f"names = ['workbook', 'course']\n{source}").printed == [[], []]


def test_nothing_can_be_written_but_the_work_folder(attempt, run, walls, stage, tmp_path):
    def print_of_host():
        files = [path for folder in (stage, tmp_path) for path in sorted(folder.rglob("*"))]
        return hashlib.sha256(
            b"".join(f"{p}".encode() + (p.read_bytes() if p.is_file() else b"") for p in files)
        ).hexdigest()

    (tmp_path / "gradebook.db").write_text("marks")
    before = print_of_host()
    places = ("/", "/course", "/course/autograder", "/packages", "/packages/0", "/etc", "/usr")
    places += ("/dev", "/usr/share/fonts", "/usr/local", "/proc", sys.base_prefix, tmp_path, ROOT)
    actions = [f"os.close(os.open('{place}/left', os.O_CREAT | os.O_WRONLY))" for place in places]
    actions += [f"os.unlink('{tmp_path}/gradebook.db')", "os.unlink('/course/autograder/warm.py')"]
    actions += ["os.chmod('/course/autograder/warm.py', 0o777)", "os.utime('/packages/0')"]
    outcomes = attempt(walls, *actions)
    assert set(outcomes.values()) <= DENIED, outcomes
    assert print_of_host() == before
    for place in ("", "../", "/tmp/"):
        own = f"open('{place}mine', 'w').write('1'); print(open('{place}mine').read())"
        assert run(walls, own).printed == 1


def test_one_submission_leaves_nothing_to_the_next(run, walls):
    places = ("/tmp", "/dev/shm", "/dev", "/usr/share/fonts", "/dev/pts")
    leave = f"""
import os
for place in {places}:
    try:
        open(f"{{place}}/left", "w").write("word")
    except OSError:
        pass
print([place for place in {places} if "left" in os.listdir(place)])
"""
    assert run(walls, leave).printed == ["/tmp", "/dev/shm"]
    look = f"import os; print([place for place in {places} if 'left' in os.listdir(place)])"
    assert run(walls, look).printed == []
    run(walls, "import numpy; numpy.pi = 4")
    assert run(walls, "import numpy; print(numpy.pi > 3.5)").printed is False


def test_the_environment_tells_nothing(run, stage, monkeypatch):
    monkeypatch.setenv("COURSE_SECRET", "42-is-the-seed")
    with Sandbox(stage, BUBBLEWRAP) as sandbox:
        source = "import os; print((sorted(os.environ), open('/proc/self/environ').read()))"
        names, whole = run(sandbox, source).printed
    assert "42-is-the-seed" not in whole
    assert "COURSE_SECRET" not in names
    assert os.environ["PATH"] not in whole


DESCRIPTORS = """
import os
found = {}
for name in os.listdir("/proc/self/fd"):
    try:
        found[int(name)] = os.readlink(f"/proc/self/fd/{name}").split(":")[0]
    except FileNotFoundError:
        pass  # the listing's own
print(found)
"""
NOTHING_BUT = {0: "/dev/null", 1: "/dev/null", 2: "/dev/null", 3: "socket"}


def test_no_descriptor_is_inherited_but_the_connection(run, sandbox):
    assert run(sandbox, DESCRIPTORS).printed == NOTHING_BUT


def test_nor_from_a_grader_that_holds_more_than_a_submission_may(run, stage):
    """The grader's own line to the sandbox then has a number above a submission's limit."""
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(limits.FILES + 50)]
    try:
        with Sandbox(stage, BUBBLEWRAP) as sandbox:
            assert run(sandbox, DESCRIPTORS).printed == NOTHING_BUT
    finally:
        for descriptor in held:
            os.close(descriptor)


def test_only_its_own_processes_can_be_seen(run, sandbox):
    source = """
import os
print((os.getpid(), os.getpgrp(), os.getsid(0), [p for p in os.listdir("/proc") if p.isdecimal()]))
"""
    assert run(sandbox, source).printed == (1, 1, 1, ["1"])


def test_the_warm_parent_cannot_be_reached(attempt, walls):
    """A new parent would have another process ID."""
    warm = walls._parent._process.pid
    actions = [f"os.kill({pid}, signal.SIGKILL)" for pid in (warm, warm + 1, 2, 3)]
    actions += [f"system('ptrace', 16, {pid}, 0, 0)" for pid in (warm, 2)]
    actions += ["os.open('/proc/2/mem', os.O_RDWR)"]
    outcomes = attempt(walls, *actions)
    assert set(outcomes.values()) <= {errno.ESRCH, errno.ENOENT, errno.EPERM}, outcomes
    assert walls._parent._process.pid == warm and walls._parent._process.poll() is None


def test_a_signal_to_everybody_stays_inside(run, walls):
    warm = walls._parent._process.pid
    signals = "assert os.getpid() == 1\nfor target in (-1, 0):\n    os.kill(target, signal.SIGKILL)"
    run(walls, f"import os, signal\n{signals}")
    assert run(walls, "print(1)").printed == 1
    assert walls._parent._process.pid == warm and walls._parent._process.poll() is None


@pytest.mark.parametrize("words", ["start", "stop", "end", '{"ready": true}', "\\0" * 64])
def test_what_is_written_to_the_connection_is_only_a_bad_answer(run, sandbox, words):
    lost = run(sandbox, f"import os; os.write(3, b'{words}'); os.write(3, b'{words}' * 9)").lost
    assert lost in (
        "what it handed over could not be read",
        "it handed over more data than is allowed",
    )
    assert run(sandbox, "print(1)").printed == 1


def test_no_socket_leads_out(attempt, walls, tmp_path):
    servers = [socket.create_server(("127.0.0.1", 0))]
    servers += [socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)]
    path, abstract = str(tmp_path / "socket"), f"\0{uuid.uuid4()}"
    servers[1].bind(path)
    servers[2].bind(abstract)
    for server in servers:
        server.listen()
        server.setblocking(False)
    port = servers[0].getsockname()[1]
    actions = [f"socket.create_connection(('127.0.0.1', {port}), 2)"]
    actions += ["socket.create_connection(('192.0.2.1', 80), 2)"]
    actions += [f"socket.socket(socket.AF_UNIX).connect({name!r})" for name in (path, abstract)]
    outcomes = attempt(walls, *actions)
    assert set(outcomes.values()) <= {errno.ECONNREFUSED, errno.ENETUNREACH, errno.ENOENT}, outcomes
    for server in servers:
        with pytest.raises(BlockingIOError):
            server.accept()
        server.close()


def test_privileges_are_gone_and_cannot_be_had_back(attempt, run, walls):
    new = {"users": 0x10000000, "mounts": 0x20000, "network": 0x40000000, "processes": 0x20000000}
    actions = [f"system('unshare', {flag})" for flag in new.values()]
    actions += [f"system('unshare', {new['users'] | flag})" for flag in new.values()]
    actions += ["system('mount', b'tmpfs', b'/tmp', b'tmpfs', 0, None)"]
    actions += ["system('mount', None, b'/course', None, 32 | 4096, None)"]
    actions += ["system('umount2', b'/tmp', 2)", "system('umount2', b'/proc', 2)"]
    actions += ["os.chroot('/tmp')", "os.setuid(0)", "os.setgroups([0])", "os.setgid(0)"]
    outcomes = attempt(walls, *actions)
    assert set(outcomes.values()) <= DENIED, outcomes
    status = run(walls, STATUS).printed
    assert status["CapEff"] == status["CapPrm"] == status["CapInh"] == "0" * 16
    assert status["NoNewPrivs"] == "1" and status["Uid"].split() == ["1000"] * 4
    mounts = run(walls, "print([l.split()[4:6] for l in open('/proc/self/mountinfo')])").printed
    assert all("nosuid" in options for _, options in mounts)
    writable = {place for place, options in mounts if options.startswith("rw")}
    assert {place for place in writable if not place.startswith("/dev/")} == {"/tmp", "/proc"}


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="there is no filter for this processor"
)
def test_the_filter_refuses_what_no_lesson_needs(attempt, run, sandbox):
    assert run(sandbox, STATUS).printed["Seccomp"] == "2"
    actions = ["os.memfd_create('hidden')", "socket.socket(16, 3)", "socket.socket(40, 1)"]
    outcomes = attempt(sandbox, *actions)
    assert set(outcomes.values()) == {errno.EPERM, errno.EAFNOSUPPORT}
    usual = """
import socket, subprocess, threading
thread = threading.Thread(target=print, args=(7,))
thread.start()
thread.join()
subprocess.run(["true"], check=True)
socket.socketpair()
"""
    assert run(sandbox, usual).printed == 7
