"""Which of several files is the notebook that is meant, and what lies beside it (rows 16 and 27).

Each case is something that browsers, editors and learning platforms do to a notebook on its way.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.course import Lesson

from .case import ROOT, Case, Expected, Material, save

Fill = Callable[[Path, Material], None]
FOUND: list[tuple[str, str, Fill]] = []
REFUSED: list[tuple[str, str, Fill]] = []

NAMES = {
    "lab": "{}-Copy1.ipynb",
    "chromium": "{} (1).ipynb",
    "safari": "{}-2.ipynb",
    "firefox": "{}(1).ipynb",
    "finder": "{} copy.ipynb",
    "dropbox": "{} (conflicted copy 2026-03-01).ipynb",
    "windows": "Kopie von {}.ipynb",
    "a-person": "my work, final.ipynb",
    "two-dots": "{}..ipynb",
}
"""What copies of a notebook are called, by who makes them."""
ENDINGS = (".ipynb.json", ".ipynb.txt", ".json", ".txt", "", ".IPYNB", ".ipynb.download", ".ipynb_")


def found(id: str, flag: str = "") -> Callable[[Fill], Fill]:
    """Register a folder in which the solved notebook is found, and gets full marks."""
    return lambda function: FOUND.append((id, flag, function)) or function


def refused(id: str, reason: str) -> Callable[[Fill], Fill]:
    """Register a folder that a person has to look at; reason is what the record must say."""
    return lambda function: REFUSED.append((id, reason, function)) or function


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""

    def case(id: str, fill: Fill, expected: Expected) -> Case:
        return Case(id, (16, 27), material.lesson, lambda f: fill(f, material), expected)

    copies = [
        case(f"worked-in-a-copy-by-{who}", copied(name), material.expected(flag="not worked in"))
        for who, name in NAMES.items()
    ]
    endings = [
        case(f"ending-{ending or 'none'}", ended(ending), material.expected(flag="was named"))
        for ending in ENDINGS
    ]
    twice = Expected("graded", dict.fromkeys(material.max_points, 0.0))
    return [
        *copies,
        *endings,
        case("untouched-twice", untouched_twice, twice),
        case("untouched-in-the-whole-course", untouched_in_the_whole_course, twice),
        *(case(id, fill, material.expected(flag=flag)) for id, flag, fill in FOUND),
        *(case(id, fill, material.ungradable(reason)) for id, reason, fill in REFUSED),
    ]


def copied(name: str) -> Fill:
    """The notebook that was handed out, untouched, and the copy that was worked in."""

    def fill(folder: Path, m: Material) -> None:
        save(m.untouched(), folder / m.file)
        save(m.notebook(), folder / name.format(stem(m)))

    return fill


def ended(ending: str) -> Fill:
    return lambda folder, m: save(m.notebook(), folder / f"{stem(m)}{ending}")


def untouched_twice(folder: Path, m: Material) -> None:
    save(m.untouched(), folder / m.file)
    save(m.untouched(), folder / f"{stem(m)}-Copy1.ipynb")


def stem(m: Material) -> str:
    return m.file.removesuffix(".ipynb")


def half(m: Material) -> dict:
    """The notebook with the target still to be written."""
    released = {cell["id"]: cell["source"] for cell in m.untouched()["cells"]}
    return m.notebook(**{m.target: released[m.target]})


def wrong(m: Material) -> dict:
    return m.notebook(**{m.target: m.code("def TARGET(*z):\n    return 'wrong'")})


def other(m: Material, lesson: str = "") -> dict:
    """The released notebook of another lesson."""
    lesson = lesson or ("01-neuron" if m.lesson != "01-neuron" else "03-activations")
    return json.loads(Lesson(lesson, ROOT).notebook.read_text("utf-8"))


def texts_lost(notebook: dict) -> dict:
    """The same without any ids and metadata, as some editors save it."""
    cells = [{**cell, "metadata": {}, "id": f"c{i}"} for i, cell in enumerate(notebook["cells"])]
    return {**notebook, "metadata": {}, "cells": cells}


# Copies -------------------------------------------------------------------------------------------


@found("the-original-was-run", "not worked in")
def _(folder, m):
    original = m.untouched()
    output = {"output_type": "stream", "name": "stdout", "text": "1\n"}
    for number, cell in enumerate(original["cells"]):
        if cell["cell_type"] == "code":
            cell.update(outputs=[output], execution_count=number)
    save(original, folder / m.file)
    save(m.notebook(), folder / f"{stem(m)}-Copy1.ipynb")


@found("the-original-of-an-older-release", "not worked in")
def _(folder, m):
    original = m.untouched()
    original["cells"][0]["source"] += "\n\nThis lesson takes 120 minutes."
    told = "\0".join(f"{cell['cell_type']}\0{cell['source']}" for cell in original["cells"])
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    original["metadata"]["workbook"]["released"] = digest
    save(original, folder / m.file)
    save(m.notebook(), folder / f"{stem(m)} (1).ipynb")


@found("the-original-without-metadata", "not worked in")
def _(folder, m):
    save({**m.untouched(), "metadata": {}}, folder / m.file)
    save(m.notebook(), folder / f"{stem(m)} (1).ipynb")


@found("the-copy-in-a-folder-below", "not worked in")
def _(folder, m):
    (folder / m.lesson).mkdir()
    save(m.untouched(), folder / m.file)
    save(m.notebook(), folder / m.lesson / m.file)


@found("the-copy-has-a-mangled-ending", "not worked in")
def _(folder, m):
    save(m.untouched(), folder / m.file)
    save(m.notebook(), folder / f"{m.file}.txt")


@found("the-copy-goes-on-where-the-original-stops", "several notebooks")
def _(folder, m):
    save(half(m), folder / m.file)
    save(m.notebook(), folder / f"{stem(m)}-Copy1.ipynb")


@found("the-copy-is-an-earlier-state", "several notebooks")
def _(folder, m):
    save(m.notebook(), folder / m.file)
    save(half(m), folder / f"{stem(m)}-Copy1.ipynb")


@found("the-same-twice", "which holds the same work")
def _(folder, m):
    save(m.notebook(), folder / m.file)
    save(m.notebook(), folder / f"{stem(m)} (1).ipynb")


@found("the-newer-of-two-that-were-worked-in", "which is older")
def _(folder, m):
    save(wrong(m), folder / m.file)
    save(m.notebook(), folder / f"{stem(m)}-Copy1.ipynb")
    os.utime(folder / m.file, (1_700_000_000, 1_700_000_000))


@found("the-original-is-the-newer", "which is older")
def _(folder, m):
    save(wrong(m), folder / f"{stem(m)}-Copy1.ipynb")
    save(m.notebook(), folder / m.file)
    os.utime(folder / f"{stem(m)}-Copy1.ipynb", (1_700_000_000, 1_700_000_000))


@refused("two-that-were-worked-in-at-one-time", "worked in")
def _(folder, m):
    for name, notebook in ((m.file, wrong(m)), (f"{stem(m)}-Copy1.ipynb", m.notebook())):
        save(notebook, folder / name)
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))


@found("the-original-is-torn", "it is cut off")
def _(folder, m):
    (folder / m.file).write_text(json.dumps(m.notebook())[:-2000])
    save(m.notebook(), folder / f"{stem(m)}-Copy1.ipynb")


@refused("the-worked-in-one-is-torn", "it is cut off")
def _(folder, m):
    (folder / m.file).write_text(json.dumps(m.notebook())[:-2000])
    save(m.untouched(), folder / f"{stem(m)}-Copy1.ipynb")


# Archives -----------------------------------------------------------------------------------------


def zipped(path: Path, **notebooks: dict) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, notebook in notebooks.items():
            archive.writestr(name, json.dumps(notebook))


@found("in-a-zip", "was named")
def _(folder, m):
    zipped(folder / "work.zip", **{m.file: m.notebook()})


@found("in-a-zip-from-a-mac", "was named")
def _(folder, m):
    inside = {f"{m.lesson}/{m.file}": m.notebook(), f"__MACOSX/{m.lesson}/._{m.file}": {}}
    zipped(folder / f"{m.lesson}.zip", **inside)


@found("in-a-zip-that-is-called-a-notebook", "was named")
def _(folder, m):
    zipped(folder / m.file, **{m.file: m.notebook()})


@found("in-a-zip-beside-the-original", "not worked in")
def _(folder, m):
    save(m.untouched(), folder / m.file)
    zipped(folder / "work.zip", **{f"{stem(m)} (1).ipynb": m.notebook()})


@found("compressed", "was named")
def _(folder, m):
    (folder / f"{m.file}.gz").write_bytes(gzip.compress(json.dumps(m.notebook()).encode()))


def tarred(mode: str, **files: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@found("in-a-tar-of-a-folder", "was named")
def _(folder, m):
    work = json.dumps(m.notebook()).encode()
    files = {f"{m.lesson}/._{m.file}": b"Mac OS X", f"{m.lesson}/{m.file}": work}
    (folder / "work.tgz").write_bytes(tarred("w:gz", **files))


@found("in-a-zip-in-a-tar", "was named")
def _(folder, m):
    zipped(folder / "work.zip", **{m.file: m.notebook()})
    inner = (folder / "work.zip").read_bytes()
    (folder / "work.zip").unlink()
    (folder / "all.tar").write_bytes(tarred("w", **{"work.zip": inner}))


def the_whole_course(m: Material, notebook: dict) -> dict[str, dict]:
    """What a learner hands in who packs the folder in which they work."""
    solved = json.loads((ROOT / "solutions" / m.lesson / m.file).read_text("utf-8"))
    deck = json.loads((ROOT / "slides" / f"{m.lesson}.ipynb").read_text("utf-8"))
    return {
        f"course/lessons/{m.lesson}/{m.file}": notebook,
        f"course/slides/{m.lesson}.ipynb": deck,
        f"course/solutions/{m.lesson}/{m.file}": solved,
    }


@found("in-a-zip-of-the-whole-course", "is the course's own")
def _(folder, m):
    zipped(folder / "work.zip", **the_whole_course(m, m.notebook()))


def untouched_in_the_whole_course(folder: Path, m: Material) -> None:
    for name, notebook in the_whole_course(m, m.untouched()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        save(notebook, folder / name)


@refused("a-zip-of-a-hundred-megabytes-of-zeros", "larger than")
def _(folder, m):
    with (
        zipfile.ZipFile(folder / "work.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(m.file, "w", force_zip64=True) as stream,
    ):
        for _ in range(101):
            stream.write(bytes(2**20))


@refused("a-zip-that-is-torn", "no notebook")
def _(folder, m):
    zipped(folder / "work.zip", **{m.file: m.notebook()})
    whole = (folder / "work.zip").read_bytes()
    (folder / "work.zip").write_bytes(whole[: len(whole) // 2])


# Another lesson's ---------------------------------------------------------------------------------


@refused("another-lessons", "is the notebook of")
def _(folder, m):
    notebook = other(m)
    save(notebook, folder / f"{notebook['metadata']['workbook']['lesson'][3:]}.ipynb")


@refused("another-lessons-under-this-ones-name", "is the notebook of")
def _(folder, m):
    save(other(m), folder / m.file)


@refused("another-lessons-without-metadata", "is the notebook of")
def _(folder, m):
    save(texts_lost(other(m)), folder / m.file)


@refused("another-lessons-that-says-it-is-this-one", "is the notebook of")
def _(folder, m):
    notebook = other(m)
    notebook["metadata"]["workbook"]["lesson"] = m.lesson
    save(notebook, folder / m.file)


@found("this-ones-that-says-it-is-another")
def _(folder, m):
    notebook = m.notebook()
    notebook["metadata"]["workbook"]["lesson"] = "07-layers"
    save(notebook, folder / m.file)


@found("another-lessons-beside-it", "is the notebook of")
def _(folder, m):
    save(other(m), folder / "another.ipynb")
    save(m.notebook(), folder / m.file)


@found("another-lessons-in-its-place", "is the notebook of")
def _(folder, m):
    save(other(m), folder / m.file)
    save(m.notebook(), folder / f"{stem(m)} (1).ipynb")


@found("with-functions-of-another-lesson")
def _(folder, m):
    notebook = m.notebook()
    notebook["cells"] += [cell for cell in other(m)["cells"] if "def " in "".join(cell["source"])]
    save(notebook, folder / m.file)


# Beside it ----------------------------------------------------------------------------------------


@found("an-export-beside-it", "no notebook; it was not graded")
def _(folder, m):
    (folder / f"{stem(m)}.html").write_text("<html><body>an export</body></html>")
    save(m.notebook(), folder / m.file)


@refused("an-export-alone", "there is")
def _(folder, m):
    (folder / f"{stem(m)}.html").write_text("<html><body>an export</body></html>")


@found("other-json-beside-it", "was named")
def _(folder, m):
    (folder / "results.json").write_text('{"accuracy": 0.97}')
    (folder / "settings.json").write_text("[1, 2]")
    save(m.notebook(), folder / f"{stem(m)}.json")


@found("a-figure-and-a-secret-beside-it")
def _(folder, m):
    (folder / "figure.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "submission_secret.txt").write_text("secret")
    (folder / "record.json").write_text('{"score": 1000}')
    save(m.notebook(), folder / m.file)
