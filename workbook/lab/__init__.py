"""What the course adds to JupyterLab: the page it opens on, quieter defaults, quicker widgets.

Jupyter reads no configuration from the folder it starts in, as that would run the code of whoever
wrote the folder. So `jupyter_lab_config.py`, beside this module, is installed where Jupyter does
look, and calls `configure`. `overrides.json5` holds the changed defaults of Lab's settings.
"""

import datetime
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

START_HERE = "lessons/00-start-here/start-here.ipynb"


def configure(c):
    """Write the course's options into `c`, the configuration that JupyterLab is loading.

    An environment may serve more than this course: Start here is opened where it is to be found.
    """
    c.LabApp.app_settings_dir = str(Path(__file__).parent)
    c.ServerApp.kernel_websocket_connection_class = PromptConnection
    if Path(START_HERE).exists():
        c.LabApp.default_url = f"/lab/tree/{START_HERE}"
    begin_with_what_is_due(c)


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The link between a browser and a kernel, sending every message at once.

    A Jupyter server leaves this to Nagle's algorithm, which keeps a small message back until the
    browser has acknowledged the one before. A slider's step, to the kernel and back, takes about
    44 ms so, and about 3 ms when messages are sent at once.
    """

    def connect(self):
        """Set TCP_NODELAY on the browser's socket, then connect as usual."""
        # A later server may hold its websocket otherwise: that costs the speed, not the connection.
        set_nodelay = getattr(self.websocket_handler, "set_nodelay", None)
        if set_nodelay is not None:
            set_nodelay(True)
        return super().connect()


REVIEW = "lessons/review.ipynb"
ANSWERS = "my-answers.jsonl"
"""As `workbook.memory.answers_file` names it, which a server need not load."""


def begin_with_what_is_due(c):
    """Open on *Review* where something was answered, and last on an earlier day."""
    midnight = datetime.datetime.combine(datetime.date.today(), datetime.time())
    try:
        last = datetime.datetime.fromtimestamp(Path(ANSWERS).stat().st_mtime)
    except OSError:
        return
    if last < midnight and Path(REVIEW).exists():
        c.LabApp.default_url = f"/lab/tree/{REVIEW}"
