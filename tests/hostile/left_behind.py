"""Threads, processes and surroundings that a submission leaves behind; none survives (row 10)."""

from __future__ import annotations

from .case import EITHER, FULL, NOTHING, Case, Material, Trick

TRICKS = [
    Trick("leaves-threads", (10,), """
        import threading, time
        for daemon in (True, False):
            threading.Thread(target=time.sleep, args=(60,), daemon=daemon).start()
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("leaves-a-busy-thread", (10,), """
        import threading, time
        def spin(until=time.time() + 20):
            while time.time() < until: pass
        threading.Thread(target=spin, daemon=True).start()
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("leaves-processes", (10,), """
        import subprocess, sys
        wait = [sys.executable, "-c", "import time; time.sleep(61)"]
        subprocess.Popen(wait)
        subprocess.Popen(wait, start_new_session=True)
        def TARGET(z):
            return RIGHT
        """, FULL, isolated=True),
    Trick("leaves-a-daemon", (10,), """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.closerange(0, 256)
                time.sleep(62)
            os._exit(0)
        def TARGET(z):
            return RIGHT
        """, FULL, isolated=True),
    Trick("a-shell-that-kills-everybody", (10, 20), "def TARGET(z):\n    return RIGHT", FULL,
          isolated=True, before="![ -e 'COURSE' ] || kill -9 -1"),
    Trick("a-server-of-its-own", (10, 20), """
        import socket, threading
        server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=server.accept, daemon=True).start()
        socket.create_connection(server.getsockname()).sendall(b"hello")
        def TARGET(z):
            return RIGHT
        """, FULL, isolated=True),
    Trick("a-process-in-every-call", (10,), """
        import os, time
        def TARGET(z):
            if os.fork() == 0:
                os.setsid()
                time.sleep(63)
                os._exit(0)
            return z
        """, NOTHING, EITHER, isolated=True),
    Trick("spoils-its-surroundings", (4, 10), """
        import os, sys
        os.chdir("/")
        os.environ.clear()
        sys.path.clear()
        sys.stdout = sys.stderr = sys.stdin = None
        def TARGET(z):
            return RIGHT
        """, FULL),
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    return [material.case(trick) for trick in TRICKS]
