"""Import this before a gradebook is opened: nbgrader then starts quickly, and ends at once.

To learn the version that a new gradebook starts with, nbgrader runs the program `alembic`, which
takes seconds and is not on the path where no environment is activated. The answer stands in
nbgrader's own folder. Each cell of a notebook that the gradebook is told of is a transaction of its
own, which a disk writes down before the next one is begun: here all of a notebook's are one. Its
steps open the gradebook a dozen times for each submission, and put all that they ask into SQL anew
each time: here that is remembered. At its end Python looks through all that nbgrader has made for
what could be given back, a third of a second in which everything is about to be given back anyway.
"""

import atexit
import functools
import gc
import os

import nbgrader.api
from nbgrader.preprocessors import SaveCells
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url

from .soundness import newest_versions


def newest_migration() -> str:
    """The newest version of the gradebook's tables that this nbgrader knows."""
    (version,) = newest_versions()
    return version


def in_one_transaction(save):
    """nbgrader's way to save what a notebook's cells are, all of them or none."""

    @functools.wraps(save)
    def saved(step, notebook):
        session = step.gradebook.db
        session.commit = session.flush
        try:
            save(step, notebook)
        finally:
            del session.commit
        session.commit()

    return saved


def engine_of(database: str, **options) -> Engine:
    """SQLAlchemy's engine for a gradebook; one for all who open the same file, in which no
    connection is kept, so that a file that takes its place is found."""
    url = url_of(database)
    if url.get_backend_name() == "sqlite" and os.path.isabs(url.database or ""):
        return _engine_of_file(url, **options)
    return create_engine(url, **options)


def url_of(database: str) -> URL:
    """A gradebook's address. nbgrader puts a path into it as it is, whatever signs are in that: a
    "?" in a folder's name would end it, and the gradebook be a file beside the course."""
    path = database.removeprefix("sqlite:///")
    if path != database and "?" in path and os.path.isdir(os.path.dirname(path)):
        return URL.create("sqlite", database=path)
    return make_url(database)


@functools.lru_cache(16)
def _engine_of_file(url: URL, **options) -> Engine:
    return create_engine(url, poolclass=NullPool, **options)


nbgrader.api.get_alembic_version = newest_migration
nbgrader.api.create_engine = engine_of
SaveCells._create_notebook = in_one_transaction(SaveCells._create_notebook)
atexit.register(gc.freeze)
