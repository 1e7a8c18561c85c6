"""What the course adds to JupyterLab: the page it opens on, quieter defaults, quicker widgets.

Jupyter reads no configuration from the folder it starts in, as that would run the code of whoever
wrote the folder. So `jupyter_lab_config.py`, beside this module, is installed where Jupyter does
look, and calls `configure`. `overrides.json5` holds the changed defaults of Lab's settings.
"""

import datetime
import os
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from workbook.lab import decks
from workbook.lab.saving import as_it_was

START_HERE = "lessons/00-start-here/start-here.ipynb"
FOLDER = Path(__file__).parent

INSTRUCTORS = ("create-assignment", "validate-assignment", "formgrader", "course-list")
"""nbgrader's plugins for JupyterLab that a learner has no use for; *Validate* knows no `check`."""


def configure(c, instructor=False):
    """Write the course's options into `c`, the configuration that JupyterLab is loading.

    instructor: whether nbgrader's tools for instructors are shown; see `instructor.py`.
    An environment may serve more than this course: Start here is opened where it is to be found.
    """
    c.LabApp.app_settings_dir = str(FOLDER)
    c.LabApp.extra_labextensions_path = [str(FOLDER / "labextensions")]
    c.LabApp.custom_css = True
    c.ServerApp.kernel_websocket_connection_class = PromptConnection
    c.ContentsManager.pre_save_hook = as_it_was
    # The one place where a server takes these two from: where `custom.css` is looked for (instead
    # of the user's own folder), and what has the last word on a page's options.
    settings = {"static_custom_path": [str(FOLDER / "custom")]}
    if not instructor:
        settings["page_config_hook"] = without_instructors_tools
    if "JUPYTERHUB_API_TOKEN" in os.environ:
        # A server behind a hub looks into these options while they are still to be put together,
        # and does not start where it finds no dictionary.
        c.ServerApp.tornado_settings = settings
    else:
        c.ServerApp.tornado_settings.update(settings)
    decks.install()
    if Path(START_HERE).exists():
        c.LabApp.default_url = f"/lab/tree/{START_HERE}"
    begin_with_what_is_due(c)


def without_instructors_tools(_handler, page_config):
    """Add nbgrader's tools for instructors to what the page must not load; return its options."""
    hidden = [f"@jupyter/nbgrader:{name}" for name in INSTRUCTORS]
    before = [name for name in page_config.get("disabledExtensions", []) if name not in hidden]
    page_config["disabledExtensions"] = before + hidden
    return page_config


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
