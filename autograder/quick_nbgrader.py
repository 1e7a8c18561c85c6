"""Import this before a new gradebook is made: nbgrader then starts at once.

To learn the version that a new gradebook starts with, nbgrader runs the program `alembic`, which
takes seconds and is not on the path where no environment is activated. The answer stands in
nbgrader's own folder.
"""

from pathlib import Path

import nbgrader.api
from alembic.script import ScriptDirectory


def newest_migration() -> str:
    """The newest version of the gradebook's tables that this nbgrader knows."""
    scripts = Path(nbgrader.api.__file__).parent / "alembic"
    return ScriptDirectory(str(scripts)).get_current_head()


nbgrader.api.get_alembic_version = newest_migration
