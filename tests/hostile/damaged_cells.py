"""Cells deleted, doubled, moved, retyped, and metadata that lies (rows 11 to 13).

Whatever became of the cells, the code that the student wrote counts, and what was mended is said.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from .case import NOTHING, Case, Expected, Material, code_cell, index, save

Damage = Callable[[dict, Material], None]
DAMAGES: list[tuple[str, tuple[int, ...], str, Damage]] = []


def damage(id: str, *rows: int, flag: str = "") -> Callable[[Damage], Damage]:
    """Register what is done to a solved notebook, which keeps full marks. A flag may say TARGET."""

    def register(function: Damage) -> Damage:
        DAMAGES.append((id, rows, flag, function))
        return function

    return register


def check(notebook: dict, m: Material) -> dict:
    return notebook["cells"][index(notebook, f"check-{m.target}")]


def answer(notebook: dict, m: Material) -> dict:
    return notebook["cells"][index(notebook, m.target)]


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


@damage("answer-copied-with-its-metadata", 12, flag="TARGET: written 2 times")
def _(notebook, m):
    at = index(notebook, m.target)
    notebook["cells"].insert(at, copy.deepcopy(notebook["cells"][at]))


@damage("answer-in-a-new-cell-at-the-end", 12, flag="TARGET: written 2 times")
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


# Metadata -----------------------------------------------------------------------------------------


@damage("metadata-of-the-answer-lost", 11)
def _(notebook, m):
    answer(notebook, m)["metadata"] = {}


@damage("metadata-of-the-check-lost", 11, flag="check of TARGET: had lost its metadata")
def _(notebook, m):
    check(notebook, m)["metadata"] = {}


@damage("all-metadata-and-ids-lost", 11, flag="check of TARGET: had lost its metadata")
def _(notebook, m):
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"], cell["id"] = {}, f"n{number}"
    notebook["metadata"] = {}


@damage("grade-ids-all-equal", 13, flag="metadata")
def _(notebook, m):
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {})["grade_id"] = m.target


@damage("grade-ids-swapped", 13, flag="check of TARGET: was edited")
def _(notebook, m):
    one, other = answer(notebook, m)["metadata"], check(notebook, m)["metadata"]
    one["nbgrader"], other["nbgrader"] = other["nbgrader"], one["nbgrader"]


@damage("own-cell-claims-to-be-the-check", 13, 17, flag="check of TARGET: was there 2 times")
def _(notebook, m):
    meta = check(notebook, m)["metadata"]
    notebook["cells"].append(code_cell("1000.0") | {"metadata": copy.deepcopy(meta)})


LIES = {
    "grade-id-renamed": {"grade_id": "mine"},
    "grade-id-a-number": {"grade_id": 7},
    "points-a-thousand": {"points": 1000},
    "points-in-words": {"points": "two"},
    "points-negative": {"points": -5},
    "points-not-a-number": {"points": float("nan")},
    "grade-false": {"grade": False},
    "solution-true": {"solution": True, "locked": False},
    "task-true": {"task": True},
    "schema-version-lost": {"schema_version": None},
    "schema-version-99": {"schema_version": 99},
    "checksum-changed": {"checksum": "0" * 32},
}

SHAPES = {"a-list": ["no"], "a-string": "no", "nothing": None, "a-number": 1}


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    damages = [*DAMAGES]
    for name, lie in LIES.items():
        flag = "" if name == "checksum-changed" else "metadata"
        damages.append((name, (13,), flag, lambda n, m, lie=lie: _lie(n, m, lie)))
    for name, value in SHAPES.items():
        damages += [
            (f"nbgrader-metadata-is-{name}", (13,), "had lost its metadata",
             lambda n, m, v=value: _set(n, "metadata", {"nbgrader": v})),
            (f"metadata-is-{name}", (11, 14), "metadata",
             lambda n, m, v=value: _set(n, "metadata", v)),
            (f"tags-are-{name}", (11, 14), "", lambda n, m, v=value: _set_tags(n, v)),
        ]  # fmt: skip
    found = [_case(material, *row) for row in damages]
    return [*found, _deleted(material), _doubled_last_wrong(material), _hidden(material)]


def _case(material: Material, id: str, rows: tuple, flag: str, harm: Damage) -> Case:
    def fill(folder: Path) -> None:
        notebook = material.notebook()
        harm(notebook, material)
        save(notebook, folder / material.file)

    expected = material.expected(flag=flag.replace("TARGET", material.target))
    return Case(id, rows, material.lesson, fill, expected, largest=12_000_000)


def _lie(notebook: dict, material: Material, lie: dict) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(lie)


def _set(notebook: dict, key: str, value: object) -> None:
    for cell in notebook["cells"]:
        cell[key] = copy.deepcopy(value)


def _set_tags(notebook: dict, value: object) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "tags" not in cell["metadata"]:
            cell["metadata"]["tags"] = value


def _deleted(material: Material) -> Case:
    def harm(notebook: dict, m: Material) -> None:
        notebook["cells"].remove(answer(notebook, m))

    name = material.target
    expected = material.expected(NOTHING, "partial", reason=f"{name} is not there", flag=name)
    case = _case(material, "answer-deleted", (12,), "", harm)
    return Case(case.id, case.rows, case.lesson, case.fill, expected)


def _doubled_last_wrong(material: Material) -> Case:
    def harm(notebook: dict, m: Material) -> None:
        notebook["cells"].append(code_cell(f"def {m.target}(z):\n    return z"))

    expected = material.expected(NOTHING, flag=f"{material.target}: written 2 times")
    case = _case(material, "answer-pasted-twice-the-last-one-wrong", (12,), "", harm)
    return Case(case.id, case.rows, case.lesson, case.fill, expected)


def _hidden(material: Material) -> Case:
    """Every cell tagged so that grading would not run it: tags are the instructor's to give."""

    def harm(notebook: dict, m: Material) -> None:
        _set_tags(notebook, ["explore"])

    expected = Expected("graded", material.max_points)
    case = _case(material, "own-cells-tagged-explore", (13,), "", harm)
    return Case(case.id, case.rows, case.lesson, case.fill, expected)
