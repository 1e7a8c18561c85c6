"""What the course adds to JupyterLab: the page it opens on, quieter defaults, quicker widgets.

Jupyter reads no configuration from the folder it starts in, as that would run the code of whoever
wrote the folder. So `jupyter_lab_config.py`, beside this module, is installed where Jupyter does
look, and calls `configure`. `overrides.json5` holds the changed defaults of Lab's settings.
"""

from datetime import datetime, time
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from workbook.memory.answers_file import NAME

START_HERE = "lessons/00-start-here/start-here.ipynb"
REVIEW = "lessons/review.ipynb"


def configure(c):
    """Write the course's options into `c`, the configuration that JupyterLab is loading.

    An environment may serve more than this course: Start here is opened where it is to be found.
    """
    c.LabApp.app_settings_dir = str(Path(__file__).parent)
    c.ServerApp.kernel_websocket_connection_class = PromptConnection
    first = _first_page()
    if Path(first).exists():
        c.LabApp.default_url = f"/lab/tree/{first}"


def _first_page():
    """Where a sitting begins: on what is due, once something was answered on an earlier day."""
    midnight = datetime.combine(datetime.now(), time())
    try:
        earlier = datetime.fromtimestamp(Path(NAME).stat().st_mtime) < midnight
    except OSError:
        return START_HERE
    return REVIEW if earlier and Path(REVIEW).exists() else START_HERE


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
