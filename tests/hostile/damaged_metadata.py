"""Metadata that is lost, of a strange kind, or promises what a student cannot (rows 11, 13, 14)."""

from __future__ import annotations

import copy
from functools import partial

from .case import Case, Material, code_cell
from .damaged_cells import answer, check, damage, damaged

DAMAGES: list = []
lost_or_swapped = partial(damage, among=DAMAGES)

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
    damages = [*DAMAGES, ("own-cells-tagged-explore", (13,), "", _tagged(["explore"]))]
    for name, lie in LIES.items():
        flag = "" if name == "checksum-changed" else "metadata"
        damages.append((name, (13,), flag, partial(_lie, lie)))
    for name, value in SHAPES.items():
        damages += [
            (f"nbgrader-metadata-is-{name}", (13,), "had lost its metadata",
             partial(_replace, {"nbgrader": value})),
            (f"metadata-is-{name}", (11, 14), "metadata", partial(_replace, value)),
            (f"tags-are-{name}", (11, 14), "", _tagged(value)),
        ]  # fmt: skip
    return [damaged(material, *row) for row in damages]


def _lie(lie: dict, notebook: dict, _m: Material) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(lie)


def _replace(metadata: object, notebook: dict, _m: Material) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = copy.deepcopy(metadata)


def _tagged(tags: object):
    """Every code cell with these tags; "explore" would keep a cell from being run."""

    def harm(notebook: dict, _m: Material) -> None:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code" and "tags" not in cell["metadata"]:
                cell["metadata"]["tags"] = tags

    return harm


@lost_or_swapped("metadata-of-the-answer-lost", 11)
def _(notebook, m):
    answer(notebook, m)["metadata"] = {}


@lost_or_swapped("metadata-of-the-check-lost", 11, flag="check of TARGET: had lost its metadata")
def _(notebook, m):
    check(notebook, m)["metadata"] = {}


@lost_or_swapped("all-metadata-and-ids-lost", 11, flag="check of TARGET: had lost its metadata")
def _(notebook, m):
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"], cell["id"] = {}, f"n{number}"
    notebook["metadata"] = {}


@lost_or_swapped("grade-ids-all-equal", 13, flag="metadata")
def _(notebook, m):
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {})["grade_id"] = m.target


@lost_or_swapped("grade-ids-swapped", 13, flag="check of TARGET: was edited")
def _(notebook, m):
    one, other = answer(notebook, m)["metadata"], check(notebook, m)["metadata"]
    one["nbgrader"], other["nbgrader"] = other["nbgrader"], one["nbgrader"]


@lost_or_swapped(
    "own-cell-claims-to-be-the-check", 13, 17, flag="check of TARGET: was there 2 times"
)
def _(notebook, m):
    meta = check(notebook, m)["metadata"]
    notebook["cells"].append(code_cell("1000.0") | {"metadata": copy.deepcopy(meta)})
