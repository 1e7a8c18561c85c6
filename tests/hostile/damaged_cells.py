"""Cells deleted, doubled, moved, retyped (rows 11 and 12).

Whatever became of the cells, the code that the student wrote counts, and what was mended is said.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from .case import NOTHING, Case, Expected, Material, code_cell, index, save

Damage = Callable[[dict, Material], None]
DAMAGES: list[tuple[str, tuple[int, ...], str, Damage]] = []


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    name = material.target
    missing = material.expected(NOTHING, "partial", reason=f"{name} is not there", flag=name)
    return [
        *(damaged(material, *row) for row in DAMAGES),
        damaged(material, "answer-deleted", (12,), "", _delete, missing),
    ]


def damaged(
    m: Material, id: str, rows: tuple, flag: str, harm: Damage, expected: Expected | None = None
) -> Case:
    """The case of a solved notebook after some harm; it keeps full marks if nothing is expected."""

    def fill(folder: Path) -> None:
        notebook = m.notebook()
        harm(notebook, m)
        save(notebook, folder / m.file)

    expected = expected or m.expected(flag=flag.replace("TARGET", m.target))
    return Case(id, rows, m.lesson, fill, expected, largest=12_000_000)


def damage(
    id: str, *rows: int, flag: str = "", among: list = DAMAGES
) -> Callable[[Damage], Damage]:
    """Register what is done to a solved notebook, which keeps full marks. A flag may say TARGET."""
    return lambda function: among.append((id, rows, flag, function)) or function


def check(notebook: dict, m: Material) -> dict:
    """The cell that checks the target."""
    return notebook["cells"][index(notebook, f"check-{m.target}")]


def answer(notebook: dict, m: Material) -> dict:
    """The cell in which the target is to be written."""
    return notebook["cells"][index(notebook, m.target)]


def _delete(notebook: dict, m: Material) -> None:
    notebook["cells"].remove(answer(notebook, m))


# Checks -------------------------------------------------------------------------------------------


@damage("check-edited", 11, flag="check of TARGET")
def _(notebook, m):
    check(notebook, m)["source"] = "2.0"


@damage("check-commented-out", 11, flag="check of TARGET")
def _(notebook, m):
    check(notebook, m)["source"] = f"# check({m.target})\nprint('fine')"


@damage("check-deleted", 11, flag="check of TARGET")
def _(notebook, m):
    notebook["cells"].remove(check(notebook, m))


@damage("all-checks-deleted", 11, flag="check of TARGET")
def _(notebook, m):
    notebook["cells"] = [c for c in notebook["cells"] if not c["id"].startswith("check-")]


@damage("check-doubled", 11, flag="check of TARGET")
def _(notebook, m):
    at = index(notebook, f"check-{m.target}")
    notebook["cells"].insert(at, copy.deepcopy(notebook["cells"][at]))


@damage("check-moved-to-the-top", 11, flag="check of TARGET: stood before its function")
def _(notebook, m):
    cell = check(notebook, m)
    notebook["cells"].remove(cell)
    notebook["cells"].insert(0, cell)


@damage("check-turned-into-markdown", 11, flag="check of TARGET: was markdown")
def _(notebook, m):
    cell = check(notebook, m)
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@damage("check-turned-into-raw", 11, flag="check of TARGET: was raw")
def _(notebook, m):
    check(notebook, m)["cell_type"] = "raw"


@damage("check-holds-the-answer", 11, 12, flag="check of TARGET")
def _(notebook, m):
    cell = answer(notebook, m)
    check(notebook, m)["source"] = f"{cell['source']}\n\ncheck({m.target})"
    cell["source"] = ""


@damage("answer-and-check-merged", 11, 12, flag="check of TARGET")
def _(notebook, m):
    cell = check(notebook, m)
    answer(notebook, m)["source"] += f"\n\n{cell['source']}"
    notebook["cells"].remove(cell)


@damage("check-has-forged-outputs", 11, 17)
def _(notebook, m):
    text = {"text/plain": "1000000.0", "text/html": "<script>window.attacked = 1</script>"}
    check(notebook, m)["outputs"] = [
        {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": text}
    ]


# Answers ------------------------------------------------------------------------------------------


@damage("answer-pasted-twice", 12, flag="TARGET: written 2 times")
def _(notebook, m):
    at = index(notebook, m.target)
    notebook["cells"].insert(at, code_cell(f"def {m.target}(z):\n    return z"))


@damage("a-wrong-version-far-below", 12)
def _(notebook, m):
    notebook["cells"].append(code_cell(f"def {m.target}(z):\n    return z"))


@damage("a-right-version-far-below", 12, flag="TARGET: written anew below its check")
def _(notebook, m):
    notebook["cells"].append(code_cell(answer(notebook, m)["source"]))
    answer(notebook, m)["source"] = f"def {m.target}(z):\n    return z"


@damage("answer-copied-with-its-metadata", 12, flag="TARGET: written 2 times")
def _(notebook, m):
    at = index(notebook, m.target)
    notebook["cells"].insert(at, copy.deepcopy(notebook["cells"][at]))


@damage("answer-in-a-new-cell-at-the-end", 12, flag="TARGET: written in another cell than its own")
def _(notebook, m):
    notebook["cells"].append(code_cell(answer(notebook, m)["source"]))
    answer(notebook, m)["source"] = f"def {m.target}(z):\n    raise NotImplementedError()"


@damage("answer-moved-to-the-end", 12, flag="check of TARGET: stood before its function")
def _(notebook, m):
    cell = answer(notebook, m)
    notebook["cells"].remove(cell)
    notebook["cells"].append(cell)


@damage("answer-split-in-two", 12)
def _(notebook, m):
    at = index(notebook, m.target)
    notebook["cells"].insert(at, code_cell(f"def helper(z):\n    return {m.right}"))
    answer(notebook, m)["source"] = f"def {m.target}(z):\n    return helper(z)"


@damage("answer-turned-into-markdown", 12, flag="TARGET: its cell was markdown")
def _(notebook, m):
    cell = answer(notebook, m)
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@damage("answer-turned-into-raw", 12, flag="TARGET: its cell was raw")
def _(notebook, m):
    answer(notebook, m)["cell_type"] = "raw"


@damage("answer-written-into-an-explore-cell", 12, flag="TARGET")
def _(notebook, m):
    cells = notebook["cells"]
    explore = next(c for c in reversed(cells) if "explore" in c["metadata"].get("tags", []))
    explore["source"] = f"def {m.target}(z):\n    return {m.right}"
    answer(notebook, m)["source"] = ""


@damage("function-overwritten-in-a-scratch-cell", 12)
def _(notebook, m):
    scratch = f"{m.target} = {m.target}(np.array([1.0]))\nprint({m.target})"
    notebook["cells"].append(code_cell(scratch))


@damage("function-tried-out-before-its-check", 12)
def _(notebook, m):
    at = index(notebook, f"check-{m.target}")
    notebook["cells"].insert(at, code_cell(f"result = {m.target}(np.array([1.0]))\nresult"))


@damage("what-was-handed-out-pasted-behind-it", 11, 12)
def _(notebook, m):
    notebook["cells"] += m.untouched()["cells"]


@damage("the-whole-notebook-pasted-twice", 11, 12, flag="TARGET: written 2 times")
def _(notebook, m):
    notebook["cells"] += copy.deepcopy(notebook["cells"])


@damage("given-imports-deleted", 11, flag="was missing")
def _(notebook, m):
    cells = notebook["cells"]
    cells.remove(next(c for c in cells if c["source"].startswith("import numpy as np")))


@damage("all-given-text-deleted", 11)
def _(notebook, m):
    notebook["cells"] = [c for c in notebook["cells"] if c["cell_type"] == "code"]


@damage("comments-and-a-long-text-added", 12)
def _(notebook, m):
    notebook["cells"].insert(0, code_cell("# " + "x" * 5_000_000))
    answer(notebook, m)["source"] += "\n\n# done!"


@damage("a-thousand-empty-cells", 12)
def _(notebook, m):
    notebook["cells"][2:2] = [code_cell("", f"empty-{number}") for number in range(1000)]
