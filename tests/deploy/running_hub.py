"""The hub of `deploy/jupyterhub`, running on loopback: its accounts, its servers, their terminals.

It has processes of its own, of which none outlives it, and behind bubblewrap accounts of its own:
the machine gets none. As root the accounts are kept apart as on a real hub. Without root they are
several names for one user, and nothing is private between them.
"""

import asyncio
import contextlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from autograder.grading.process import isolation

from ..conftest import ROOT, free_port, quickly
from ..ordinary_user import opened

IS_ROOT = os.geteuid() == 0
# nbgrader takes the name of the account; only of one named jovyan it asks JupyterHub who it is.
INSTRUCTOR = "teacher" if IS_ROOT else "jovyan"
STUDENTS = ("ada", "bob")
PROXY = Path(sys.prefix, "node_modules", ".bin", "configurable-http-proxy")
TOKEN = "the-tests-own"
# Bubblewrap's own /proc hides some of it; graders in here need a whole one for their sandboxes.
OWN_PROCESSES = [
    *("setpriv", "--pdeathsig", "KILL"),  # nothing is left where the tests are killed
    *("unshare", *(() if IS_ROOT else ("--user", "--map-current-user"))),
    *("--pid", "--fork", "--mount-proc", "--kill-child"),
]
LONGEST = 120  # seconds: a start, or a command, on a busy machine

# Ports, and who comes in; all else is as shipped.
SETTINGS = """
load_subconfig({shipped!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = set({users!r})
c.JupyterHub.services = [{{"name": "tests", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "tests", "services": ["tests"], "scopes": ["admin:users", "admin:servers", "tokens"]}}
]
"""


def missing():
    """What is missing here for a hub to run, in words; empty where nothing is."""
    if isolation.program() is None:
        return "Bubblewrap is missing: apt-get install bubblewrap"
    if shutil.which("node") is None or not PROXY.exists():
        return "JupyterHub's proxy is missing: apt-get install npm, then .ci/system"
    return ""


class RunningHub:
    """A hub laid out by `set-up` in a folder, and the users' homes beside it."""

    def __init__(self, folder):
        self.folder, self.hub, self.homes = folder, folder / "hub", folder / "home"
        self._ends = count()
        folder.chmod(0o755)
        self._accounts()
        self.set_up()
        self._start()

    def _accounts(self):
        """Write the accounts, and make their homes as `adduser` does: closed to all others."""
        names = (INSTRUCTOR, *STUDENTS)
        numbers = range(4200, 4203) if IS_ROOT else [os.getuid()] * 3
        rows = [
            f"{name}:x:{number}:{number if IS_ROOT else os.getgid()}::{self.homes / name}:/bin/bash"
            for name, number in zip(names, numbers, strict=True)
        ]
        others = [":".join(map(str, each)) for each in pwd.getpwall()] if IS_ROOT else []
        groups = numbers if IS_ROOT else {65534, os.getgid(), *os.getgroups()}
        members = "" if IS_ROOT else ",".join(names)
        (self.folder / "passwd").write_text("\n".join([*rows, *others]) + "\n")
        (self.folder / "group").write_text(
            "\n".join(["root:x:0:", *(f"g{each}:x:{each}:{members}" for each in groups)]) + "\n"
        )
        for name, number in zip(names, numbers, strict=True):
            (self.homes / name).mkdir(parents=True)
            (self.homes / name).chmod(0o700)
            if IS_ROOT:
                os.chown(self.homes / name, number, number)

    def _bubblewrap(self):
        interpreter = Path(isolation.interpreter()).parents[1]
        needed = list(dict.fromkeys([interpreter, ROOT, Path(sys.prefix), *isolation.packages()]))
        # All accounts may reach the programs and the hub, whoever's folders they lie in.
        seen = opened([*needed, self.folder]) if IS_ROOT else []
        words = ["bwrap", "--dev-bind", "/", "/", *seen, "--bind", self.folder, self.folder]
        for name in ("passwd", "group"):
            words += ["--ro-bind", self.folder / name, f"/etc/{name}"]
        return [*OWN_PROCESSES, *words]

    def set_up(self):
        """Lay out the hub's folder as the recipe says; return what that says."""
        command = [*self._bubblewrap(), ROOT / "deploy/jupyterhub/set-up", INSTRUCTOR, self.hub]
        done = subprocess.run(command, cwd="/", check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _start(self):
        port, hub_port, proxy_port = (free_port() for _ in range(3))
        self.url = f"http://127.0.0.1:{port}"
        settings = self.hub / "state" / "settings.py"
        settings.write_text(
            SETTINGS.format(
                shipped=str(self.hub / "jupyterhub_config.py"), port=port, hub_port=hub_port,
                proxy_port=proxy_port, users=[INSTRUCTOR, *STUDENTS], token=TOKEN,
            )
        )  # fmt: skip
        self.log = self.folder / "hub.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*self._bubblewrap(), *quickly("jupyterhub.app"), "-f", settings],
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            self._until(lambda: self.ask("hub/api/")["version"])
            users = (INSTRUCTOR, *STUDENTS)
            self.tokens = {
                name: self.ask(f"hub/api/users/{name}/tokens", data={})["token"] for name in users
            }
            with ThreadPoolExecutor() as pool:
                list(pool.map(self._serve, users))
        except BaseException:
            self.stop()
            raise

    def _serve(self, name):
        """Start a user's server, and wait until it answers."""
        self.ask(f"hub/api/users/{name}/server", data={})
        self._until(lambda: self._is_ready(name))

    def _is_ready(self, name):
        servers = self.ask(f"hub/api/users/{name}")["servers"]
        if "" not in servers:
            raise RuntimeError(f"{name}'s server did not start:\n{self._what_went_wrong()}")
        return servers[""]["ready"]

    def _until(self, is_done):
        end = time.monotonic() + LONGEST
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(URLError, ConnectionError):
                if is_done():
                    return
            time.sleep(0.3)
        raise RuntimeError(f"The hub did not get there:\n{self._what_went_wrong()}")

    def _what_went_wrong(self):
        """The end of the log, without what was merely asked and answered."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if "] 200 GET" not in line][-60:])

    def open(self, path, token=TOKEN, data=None):
        """The answer at `path`, as bytes and headers; `data` is sent as JSON.

        Raises urllib.error.HTTPError where it is refused.
        """
        body = None if data is None else json.dumps(data).encode()
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        with urlopen(Request(f"{self.url}/{path}", body, headers), timeout=LONGEST) as answer:
            return answer.read(), answer

    def ask(self, path, token=TOKEN, data=None):
        """What a REST interface answers at `path`; None where it is nothing."""
        body, _ = self.open(path, token, data)
        return json.loads(body) if body else None

    def status(self, path, token):
        """The status that `path` is answered with."""
        try:
            return self.open(path, token)[1].status
        except HTTPError as error:
            return error.code

    def type(self, name, command):
        """Run a line in a terminal of a user's server: its exit code, and all that it said."""
        end = self.homes / name / f"end-{next(self._ends)}"
        said, code = f"{end}-said", f"{end}-code"
        line = f"({command}) < /dev/null > {said} 2>&1; echo $? > {code}; mv {code} {end}\r"
        terminal = self.ask(f"user/{name}/api/terminals", self.tokens[name], data={})["name"]
        _in_a_loop(self._type(name, terminal, line, end))
        return int(end.read_text()), Path(said).read_text()

    async def _type(self, name, terminal, line, end):
        socket = await websocket_connect(self._socket(name, f"terminals/websocket/{terminal}"))
        socket.write_message(json.dumps(["stdin", line]))
        for _ in range(LONGEST * 10):
            if end.exists():
                socket.close()
                return
            await asyncio.sleep(0.1)
        raise TimeoutError(f"{name} waits for {line}")

    def run(self, name, code):
        """Run code in a new kernel of a user's server: what it prints, and its connection file."""
        kernel = self.ask(f"user/{name}/api/kernels", self.tokens[name], data={})["id"]
        said = _in_a_loop(self._run(name, kernel, code))
        file = self.hub / "run" / name / f"kernel-{kernel}.json"
        return said, json.loads(file.read_text())

    async def _run(self, name, kernel, code):
        socket = await websocket_connect(self._socket(name, f"api/kernels/{kernel}/channels"))
        header = {"msg_id": "1", "msg_type": "execute_request", "session": "tests",
                  "username": name, "version": "5.3", "date": "2026-01-01T00:00:00Z"}  # fmt: skip
        content = {"code": code, "silent": False, "store_history": False, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": True}  # fmt: skip
        socket.write_message(json.dumps({"header": header, "parent_header": {}, "metadata": {},
                                         "content": content, "channel": "shell"}))  # fmt: skip
        printed = ""
        while True:
            frame = await asyncio.wait_for(socket.read_message(), LONGEST)
            message = {"parent_header": {}} if isinstance(frame, bytes) else json.loads(frame)
            if message["parent_header"].get("msg_id") == "1":
                if message["msg_type"] == "stream":
                    printed += message["content"]["text"]
                elif message["msg_type"] == "execute_reply":
                    assert message["content"]["status"] == "ok", message["content"]
                    socket.close()
                    return printed

    def _socket(self, name, path):
        """The request for a websocket of a user's server."""
        return HTTPRequest(
            f"{self.url.replace('http', 'ws', 1)}/user/{name}/{path}",
            headers={"Authorization": f"token {self.tokens[name]}"},
        )

    def stop(self):
        """End the hub, and with it the proxy, every server, kernel and terminal."""
        self.process.kill()  # `unshare`: its processes die with it
        self.process.wait()


def _in_a_loop(coroutine):
    """What it returns, from an event loop in a thread: a browser's may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
