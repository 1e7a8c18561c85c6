"""A notebook run for a page: in a kernel, with pictures as SVG and the state of every widget.

`PageError` is what every page that is made of a notebook is refused with.
"""

from copy import deepcopy

import nbclient
from nbclient.exceptions import CellExecutionError

from ..course import CourseError

EXECUTION_SECONDS = 120


class PageError(CourseError):
    """A page that cannot be built. The message names the cell and what to do."""


def executed(notebook, folder, kernel=None):
    """A copy of a notebook with the outputs of its cells, and its widgets' states in the metadata.

    notebook: left as it is. folder: where its cells run. kernel: the manager of a running kernel,
    in which they are run; by default a new one. Raises PageError where a cell fails.
    """
    copy = deepcopy(notebook)
    client = nbclient.NotebookClient(
        copy,
        km=kernel,
        kernel_name="python3",
        timeout=EXECUTION_SECONDS,
        resources={"metadata": {"path": str(folder)}},
        # SVG is sharp on any projector; the kernel has nothing to say to who builds a page.
        extra_arguments=["--InlineBackend.figure_formats=svg", "--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failed = next(cell for cell in copy.cells if _failed(cell))
        raise PageError(f"{named(failed)} fails: {error.ename}: {error.evalue}") from error
    finally:
        if kernel is not None and client.kc is not None:
            client.kc.stop_channels()  # a kernel of its own is ended with them
    return copy


def named(cell):
    """How a message names a cell: by its first line."""
    line = cell.source.strip().splitlines()[0] if cell.source.strip() else cell.id
    return f"The cell «{line}»"


def _failed(cell):
    return any(output.output_type == "error" for output in cell.get("outputs", ()))
