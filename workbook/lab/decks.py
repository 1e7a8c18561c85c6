"""A slide show ends with its page: JupyterLab would open every later one in its midst.

The extension jupyterlab-slideshow notes in the user's settings that a deck runs. Where the browser
was closed meanwhile, the note stays, and JupyterLab opens blank the next time. Here it lives as
long as the page: it is dropped when a page asks for all settings, which each does at its start, and
when the deck is stopped.
"""

import re
from pathlib import Path

import json5
from jupyterlab_server import handlers
from jupyterlab_server.settings_handler import SettingsHandler

PLUGIN = "jupyterlab-slideshow:plugin"
FILE = Path("jupyterlab-slideshow") / "plugin.jupyterlab-settings"
"""Where its settings are, in the folder of the user's settings."""

_NOTE = re.compile(r'"active"\s*:\s*(true|false)\s*,?')


class ForgetfulSettings(SettingsHandler):
    """JupyterLab's settings, but that a running deck is forgotten with its page."""

    def get(self, schema_name=""):
        """Answer with the settings; at a page's start, of which no deck runs yet."""
        if not schema_name:
            forget(self.settings_dir)
        return super().get(schema_name)

    def put(self, schema_name):
        """Save a setting; that no deck runs is no setting."""
        super().put(schema_name)
        if schema_name == PLUGIN and b"true" not in self.request.body:
            forget(self.settings_dir)


def forget(settings_dir):
    """Drop the note that a deck runs; other settings of the slide show stay as they are."""
    path = Path(settings_dir) / FILE
    if not path.is_file():
        return
    kept = _NOTE.sub("", path.read_text("utf-8"))
    try:
        empty = json5.loads(kept) == {}
    except ValueError:
        return  # somebody's own hand: JupyterLab says what is wrong with it
    if empty:
        path.unlink()
    else:
        path.write_text(kept, "utf-8")


def install():
    """Let JupyterLab's server answer so. A later one may have no such place: then a note stays."""
    if getattr(handlers, "SettingsHandler", None) is SettingsHandler:
        handlers.SettingsHandler = ForgetfulSettings
