"""Installed into the environment's etc/jupyter, where JupyterLab looks (see pyproject.toml).

It holds no more than this call, so that a change of `workbook.lab` needs no new installation.
"""

from workbook.lab import configure

configure(get_config())  # noqa: F821 - Jupyter supplies it
