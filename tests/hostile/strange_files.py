"""Notebooks of other versions, with keys lost or values of wrong kinds; all are graded (row 14)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat

from .case import NOTHING, Case, Material, code_cell, index

Make = Callable[[Material], bytes]
READABLE: list[tuple[str, Make]] = []


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    found = [
        Case(id, (14,), material.lesson, filler(material, make), material.expected())
        for id, make in READABLE
    ]
    return [*found, _nul_in_answer(material), _bomb_for_parsers(material)]


def filler(material: Material, make: Make) -> Callable[[Path], None]:
    """What writes a file under the name that the notebook should have."""
    return lambda folder: (folder / material.file).write_bytes(make(material))


def edited(m: Material, edit: Callable[[dict], object]) -> bytes:
    """A solved notebook after an edit."""
    notebook = m.notebook()
    edit(notebook)
    return json.dumps(notebook).encode()


def readable(id: str) -> Callable[[Make], Make]:
    """Register a strange file with a solved notebook in it, which keeps full marks."""
    return lambda function: READABLE.append((id, function)) or function


@readable("lines-that-lost-their-ends")
def _(m):
    def edit(notebook):
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"]).split("\n")

    return edited(m, edit)


@readable("nbformat-3")
def _(m):
    notebook = nbformat.from_dict(m.notebook())
    return nbformat.v3.writes_json(nbformat.convert(notebook, 3)).encode()


@readable("nbformat-3-by-hand")
def _(m):
    cells = [
        {"cell_type": "code", "language": "python", "collapsed": False, "input": c["source"],
         "outputs": [], "metadata": {}}
        if c["cell_type"] == "code"
        else {"cell_type": "markdown", "source": [c["source"]], "metadata": {}}
        for c in m.notebook()["cells"]
    ]  # fmt: skip
    notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""},
                "worksheets": [{"cells": cells, "metadata": {}}]}  # fmt: skip
    return json.dumps(notebook).encode()


@readable("nbformat-4.4-without-ids")
def _(m):
    def edit(notebook):
        notebook["nbformat_minor"] = 4
        for cell in notebook["cells"]:
            del cell["id"]

    return edited(m, edit)


@readable("nbformat-4.5-without-ids")
def _(m):
    return edited(m, lambda n: [c.pop("id") for c in n["cells"]])


@readable("ids-equal")
def _(m):
    return edited(m, lambda n: [c.update(id="same") for c in n["cells"]])


@readable("ids-strange")
def _(m):
    strange = ["", " ", "x" * 1000, 7, None, ["a"], "<b>", "\0", "ü"]
    return edited(m, lambda n: [c.update(id=strange[i % 9]) for i, c in enumerate(n["cells"])])


@readable("sources-as-lists")
def _(m):
    return edited(
        m, lambda n: [c.update(source=c["source"].splitlines(keepends=True)) for c in n["cells"]]
    )


@readable("outputs-missing")
def _(m):
    return edited(m, lambda n: [c.pop("outputs", 0) for c in n["cells"]])


@readable("execution-counts-missing")
def _(m):
    return edited(m, lambda n: [c.pop("execution_count", 0) for c in n["cells"]])


@readable("outputs-of-no-kind")
def _(m):
    outputs = [None, 5, {"output_type": "magic"}, {"data": "x"}, [[]]]
    return edited(m, lambda n: [c.update(outputs=outputs) for c in n["cells"]])


@readable("cell-metadata-missing")
def _(m):
    return edited(m, lambda n: [c.pop("metadata") for c in n["cells"]])


@readable("notebook-metadata-missing")
def _(m):
    return edited(m, lambda n: n.pop("metadata"))


@readable("cell-types-missing")
def _(m):
    return edited(m, lambda n: [c.pop("cell_type") for c in n["cells"] if "outputs" in c])


@readable("a-cell-of-no-kind-added")
def _(m):
    more = [None, 5, "text", [], {}, {"cell_type": "sql", "source": "SELECT 1"},
            {"cell_type": "code", "source": None}, {"cell_type": "code", "source": 5},
            {"cell_type": "code", "source": [1, None]}]  # fmt: skip
    return edited(m, lambda n: n["cells"].extend(more))


@readable("minor-version-99")
def _(m):
    return edited(m, lambda n: n.update(nbformat_minor=99))


@readable("minor-version-missing")
def _(m):
    return edited(m, lambda n: n.pop("nbformat_minor"))


@readable("version-missing")
def _(m):
    return edited(m, lambda n: (n.pop("nbformat"), n.pop("nbformat_minor")))


@readable("version-in-words")
def _(m):
    return edited(m, lambda n: n.update(nbformat="4", nbformat_minor="five"))


@readable("version-of-the-future")
def _(m):
    return edited(m, lambda n: n.update(nbformat=5, nbformat_minor=0))


@readable("unknown-kernel")
def _(m):
    kernel = {"name": "fortran-77", "display_name": "FORTRAN", "language": "fortran"}
    return edited(m, lambda n: n["metadata"].update(kernelspec=kernel, language_info={"name": "R"}))


@readable("no-kernel")
def _(m):
    return edited(m, lambda n: n["metadata"].update(kernelspec=None, language_info=None))


@readable("more-keys-than-known")
def _(m):
    def edit(notebook):
        notebook["extra"] = {"deep": [1]}
        for cell in notebook["cells"]:
            cell.update(extra=1, attachments={"a.png": {"image/png": "no"}})

    return edited(m, edit)


@readable("byte-order-mark")
def _(m):
    return b"\xef\xbb\xbf" + edited(m, bool)


@readable("numbers-of-5000-digits")
def _(m):
    digits = b"9" * 5000
    return edited(m, bool).replace(b'"execution_count": null', b'"execution_count": ' + digits)


@readable("keys-twice")
def _(m):
    return b'{"cells": [], "nbformat": 3, ' + edited(m, bool)[1:]


@readable("not-json-numbers")
def _(m):
    return edited(m, lambda n: n["metadata"].update(a=float("nan"), b=float("inf")))


@readable("utf-16")
def _(m):
    return json.dumps(m.notebook()).encode("utf-16")


@readable("windows-line-ends")
def _(m):
    text = json.dumps(m.notebook(), indent=1).replace("\n", "\r\n")
    return text.replace("\\n", "\\r\\n").encode()


@readable("blank-lines-around")
def _(m):
    return b"\n\n  " + edited(m, bool) + b"\n\n\n"


@readable("thirty-megabytes-of-outputs")
def _(m):
    data = {"image/png": "A" * 30_000_000}
    picture = {"output_type": "display_data", "metadata": {}, "data": data}
    return edited(m, lambda n: n["cells"][1].update(outputs=[picture]))


@readable("half-characters")
def _(m):
    text = "\ud800 \0 \x1b[31m"
    strange = {"cell_type": "markdown", "id": "half", "metadata": {}, "source": text}
    own = code_cell("word = 'a\\ud800'")
    own["source"] += " # \ud800"
    return edited(m, lambda n: n["cells"].extend([strange, own]))


@readable("an-answer-beside-half-a-character")
def _(m):
    return edited(m, lambda n: n["cells"].insert(0, code_cell("# \udfff\nx = 1")))


def _nul_in_answer(material: Material) -> Case:
    def fill(folder: Path) -> None:
        notebook = material.notebook()
        notebook["cells"][index(notebook, material.target)]["source"] += "\n# \0"
        (folder / material.file).write_text(json.dumps(notebook))

    expected = material.expected(NOTHING, "partial", reason=f"{material.target} is not there")
    return Case("a-nul-in-the-answer", (3, 14), material.lesson, fill, expected)


def _bomb_for_parsers(material: Material) -> Case:
    """Cells of the student's own that are slow, or too deep, for Python's parser."""
    bombs = ["(" * 10_000, "x" + ".a" * 10_000, "-" * 10_000 + "1", "lambda:" * 10_000 + "1",
             "a=" * 10_000 + "1", "x = '''" + "y" * 200_000, "if 1:\n" * 1000]  # fmt: skip

    def fill(folder: Path) -> None:
        notebook = material.notebook()
        notebook["cells"] += [code_cell(bomb, f"bomb-{i}") for i, bomb in enumerate(bombs)]
        (folder / material.file).write_text(json.dumps(notebook))

    return Case("bombs-for-parsers", (4, 5), material.lesson, fill, material.expected(),
                largest=12_000_000)  # fmt: skip
