"""Import this before a gradebook is opened: nbgrader then starts quickly, and ends at once.

To learn the version that a new gradebook starts with, nbgrader runs the program `alembic`, which
takes seconds and is not on the path where no environment is activated. The answer stands in
nbgrader's own folder. At its end Python looks through all that nbgrader has made for what could be
given back, a third of a second in which everything is about to be given back anyway.
"""

import atexit
import gc
from pathlib import Path

import nbgrader.api
from alembic.script import ScriptDirectory


def newest_migration() -> str:
    """The newest version of the gradebook's tables that this nbgrader knows."""
    scripts = Path(nbgrader.api.__file__).parent / "alembic"
    return ScriptDirectory(str(scripts)).get_current_head()


nbgrader.api.get_alembic_version = newest_migration
atexit.register(gc.freeze)
