"""Files that are no notebook, or barely one, and notebooks of other versions (rows 14 and 15)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat

from .case import NOTHING, Case, Material, code_cell, index

Make = Callable[[Material], bytes]
READABLE: list[tuple[str, Make]] = []
UNREADABLE: list[tuple[str, str, Make]] = []


def readable(id: str) -> Callable[[Make], Make]:
    """Register a strange file with a solved notebook in it, which keeps full marks."""

    def register(function: Make) -> Make:
        READABLE.append((id, function))
        return function

    return register


def unreadable(id: str, reason: str) -> Callable[[Make], Make]:
    """Register a file that cannot be graded; reason is what its record must say."""

    def register(function: Make) -> Make:
        UNREADABLE.append((id, reason, function))
        return function

    return register


def edited(m: Material, edit: Callable[[dict], object]) -> bytes:
    """A solved notebook after an edit."""
    notebook = m.notebook()
    edit(notebook)
    return json.dumps(notebook).encode()


# Readable -----------------------------------------------------------------------------------------


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


# Unreadable ---------------------------------------------------------------------------------------


@unreadable("empty-file", "empty")
def _(m):
    return b""


@unreadable("only-blank-space", "empty")
def _(m):
    return b" \n\t\n" * 100


@unreadable("only-zeros", "empty")
def _(m):
    return bytes(100_000)


@unreadable("cut-off", "cut off")
def _(m):
    whole = edited(m, bool)
    return whole[: len(whole) // 2]


@unreadable("cut-off-at-the-last-character", "cut off")
def _(m):
    return edited(m, bool)[:-1]


@unreadable("conflict-marks", "conflict")
def _(m):
    text = json.dumps(m.notebook(), indent=1)
    at = text.index(f'"id": "{m.target}"')
    at = text.rindex("\n", 0, at) + 1
    mine = f'   "id": "{m.target}",\n'
    return f"{text[:at]}<<<<<<< HEAD\n{mine}=======\n{mine}>>>>>>> theirs\n{text[at:]}".encode()


@unreadable("a-list", "holds no notebook")
def _(m):
    return b"[1, 2]"


@unreadable("a-number", "holds no notebook")
def _(m):
    return b"42"


@unreadable("null", "holds no notebook")
def _(m):
    return b"null"


@unreadable("an-empty-object", "no cells")
def _(m):
    return b"{}"


@unreadable("cells-that-are-text", "no cells")
def _(m):
    return edited(m, lambda n: n.update(cells="def"))


@unreadable("no-cells", "no cells")
def _(m):
    return edited(m, lambda n: n.update(cells=[]))


@unreadable("a-web-page", "web page")
def _(m):
    return b"<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"


@unreadable("an-archive", "not text")
def _(m):
    return b"PK\x03\x04" + bytes(range(256)) * 100


@unreadable("noise", "not text")
def _(m):
    return b"\x89PNG\r\n\x1a\n" + bytes(range(255, 0, -1)) * 100


@unreadable("a-script", "not a readable notebook")
def _(m):
    return f"def {m.target}(z):\n    return {m.right}\n".encode()


@unreadable("a-hundred-thousand-brackets", "not a readable notebook")
def _(m):
    return b"[" * 100_000 + b"]" * 100_000


@unreadable("an-object-of-objects", "not a readable notebook")
def _(m):
    return b'{"cells": ' + b'{"a": ' * 100_000 + b"1" + b"}" * 100_001


@unreadable("something-behind-the-notebook", "not a readable notebook")
def _(m):
    return edited(m, bool) + b'\n{"cells": []}'


@unreadable("of-another-lesson", "none of this lesson")
def _(m):
    own = {"cell_type": "code", "id": "a", "source": "x = 1", "metadata": {}, "outputs": [],
           "execution_count": None}  # fmt: skip
    return json.dumps({"cells": [own], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    found = []
    for id, make in READABLE:
        found.append(Case(id, (14,), material.lesson, _filler(material, make), material.expected()))
    for id, reason, make in UNREADABLE:
        expected = material.ungradable(reason)
        found.append(Case(id, (15,), material.lesson, _filler(material, make), expected))
    found += [_sparse(material), _nul_in_answer(material), _bomb_for_parsers(material)]
    return found


def _filler(material: Material, make: Make) -> Callable[[Path], None]:
    return lambda folder: (folder / material.file).write_bytes(make(material))


def _sparse(material: Material) -> Case:
    """A file of a gigabyte that takes no room on the disk."""

    def fill(folder: Path) -> None:
        with (folder / material.file).open("wb") as file:
            file.truncate(2**30)

    return Case("a-gigabyte", (15,), material.lesson, fill, material.ungradable("larger than"))


def _nul_in_answer(material: Material) -> Case:
    def fill(folder: Path) -> None:
        notebook = material.notebook()
        notebook["cells"][index(notebook, material.target)]["source"] += "\n# \0"
        (folder / material.file).write_text(json.dumps(notebook))

    expected = material.expected(NOTHING, "partial", reason=f"{material.target} is not there")
    return Case("a-nul-in-the-answer", (3, 14), material.lesson, fill, expected)


def _bomb_for_parsers(material: Material) -> Case:
    """Cells of the student's own that are slow, or too deep, for Python's parser."""
    bombs = ["(" * 10_000, "x" + ".a" * 50_000, "-" * 50_000 + "1", "lambda:" * 10_000 + "1",
             "a=" * 10_000 + "1", "x = '''" + "y" * 1_000_000, "if 1:\n" * 1000]  # fmt: skip

    def fill(folder: Path) -> None:
        notebook = material.notebook()
        notebook["cells"] += [code_cell(bomb, f"bomb-{i}") for i, bomb in enumerate(bombs)]
        (folder / material.file).write_text(json.dumps(notebook))

    return Case("bombs-for-parsers", (4, 5), material.lesson, fill, material.expected(),
                largest=12_000_000)  # fmt: skip
