"""Write a graded notebook quickly."""

from __future__ import annotations

import json
from pathlib import Path

from nbformat import NotebookNode


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook that is known to be in nbformat's form; half characters become "?".

    `nbformat.write` copies and validates the whole notebook and indents its lines, which takes
    longer than grading it.
    """
    path.write_bytes(json.dumps(notebook, ensure_ascii=False).encode("utf-8", "replace"))
