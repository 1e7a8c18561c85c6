"""`autograder present` as a process, as a lecturer starts it."""

import os
import re
import subprocess
import sys

from ..conftest import ROOT
from .conftest import HOST


class Server:
    """`autograder present 05` as a process, with the addresses that it printed."""

    def __init__(self, root):
        self.root, self.port, self.process = root, 0, None
        self.start()

    def start(self):
        """Start it, the second time at the same port, which may take a moment to be free."""
        for _ in range(50):
            command = [sys.executable, "-m", "autograder", "present", "05"]
            self.process = subprocess.Popen(
                [*command, "--host", HOST, "--port", str(self.port)],
                cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip
            said = []
            for line in self.process.stdout:
                said.append(line)
                if "Ctrl+C" in line:
                    self.said = "".join(said)
                    self.pages = dict(re.findall(r"(\w+):\s+(http\S+)", "".join(said)))
                    self.port = int(re.search(r":(\d+)/", self.pages["Phones"])[1])
                    return
            self.process.wait()
            assert "is in use" in "".join(said), said
        raise AssertionError(f"port {self.port} did not become free")

    def kill(self):
        """As the power does it: no last word is written."""
        self.process.kill()
        self.process.communicate()
