"""Import this before a gradebook is opened: nbgrader then starts quickly, and ends at once.

To learn the version that a new gradebook starts with, nbgrader runs the program `alembic`, which
takes seconds and is not on the path where no environment is activated. The answer stands in
nbgrader's own folder. At its end Python looks through all that nbgrader has made for what could be
given back, a third of a second in which everything is about to be given back anyway.
"""

import atexit
import gc

import nbgrader.api

from .soundness import newest_versions


def newest_migration() -> str:
    """The newest version of the gradebook's tables that this nbgrader knows."""
    (version,) = newest_versions()
    return version


nbgrader.api.get_alembic_version = newest_migration
atexit.register(gc.freeze)
