"""Files that hold no notebook to grade: each record says why, and gives no mark (row 15)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from .case import Case, Material
from .strange_files import Make, edited, filler

UNREADABLE: list[tuple[str, str, Make]] = []


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    found = [
        Case(id, (15,), material.lesson, filler(material, make), material.ungradable(reason))
        for id, reason, make in UNREADABLE
    ]
    return [*found, _sparse(material)]


def unreadable(id: str, reason: str) -> Callable[[Make], Make]:
    """Register a file that cannot be graded; reason is what its record must say."""
    return lambda function: UNREADABLE.append((id, reason, function)) or function


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


@unreadable("two-million-cells", "more than 10000 cells")
def _(m):
    return b'{"cells": [' + b"{}," * 2_000_000 + b"{}]}"


@unreadable("six-million-parts", "more parts than a notebook")
def _(m):
    return b'{"metadata": [' + b"[]," * 6_000_000 + b'[]], "cells": [{}]}'


@unreadable("something-behind-the-notebook", "not a readable notebook")
def _(m):
    return edited(m, bool) + b'\n{"cells": []}'


@unreadable("of-another-lesson", "none of this lesson")
def _(m):
    own = {"cell_type": "code", "id": "a", "source": "x = 1", "metadata": {}, "outputs": [],
           "execution_count": None}  # fmt: skip
    return json.dumps({"cells": [own], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _sparse(material: Material) -> Case:
    """A file of a gigabyte that takes no room on the disk."""

    def fill(folder: Path) -> None:
        with (folder / material.file).open("wb") as file:
            file.truncate(2**30)

    return Case("a-gigabyte", (15,), material.lesson, fill, material.ungradable("larger than"))
