"""The instructor's server: as `make teach`, in the course's folder."""

import os
from pathlib import Path

from workbook.lab import configure

course = Path.home() / "neural-networks"
os.chdir(course)  # Formgrader, and nbgrader in a terminal, find the course's settings there

c = get_config()  # noqa: F821 - Jupyter supplies it
configure(c, instructor=True)
c.ServerApp.default_url = c.LabApp.default_url
c.ServerApp.root_dir = str(course)
# JupyterLab shows Formgrader in a frame, which a server behind a hub forbids.
c.ServerApp.tornado_settings["headers"] = {"Content-Security-Policy": "frame-ancestors 'self'"}
