"""After class: what became of each question, as a page and as tables. Counts alone, no voters."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..course import Lesson
from . import pages
from .counting import counts, gain, moves, share
from .ledger import Heading
from .questions import LETTERS, Asked, Choice
from .session import State

FOLDER = Path("report", "votes")


@dataclass(frozen=True)
class Row:
    """One question that was voted on.

    votes: the counts of the first vote and, where there was one, the second. shares: of right
    answers. moved: `[i][j]` phones that went from option i to j, None without a second vote.
    tempting: the wrong options that drew most in the last vote, most first: (count, option).
    """

    question: Asked
    votes: tuple[tuple[int, ...], ...]
    shares: tuple[float | None, ...]
    gain: float | None
    moved: list[list[int]] | None
    tempting: list[tuple[int, Choice]]


def rows_of(state: State, asked: Mapping[str, Asked]) -> list[Row]:
    """A row for each question that was voted on, in the deck's order."""
    return [_row(state, asked[id]) for id in asked if id in state.ballots]


def _row(state: State, question: Asked) -> Row:
    options, ballots = len(question.choices), state.ballots[question.id]
    votes = tuple(counts(ballot, options) for ballot in ballots)
    shares = tuple(share(each, question.right) for each in votes)
    wrong = [
        (votes[-1][place], choice)
        for place, choice in enumerate(question.choices)
        if not choice.right and votes[-1][place]
    ]
    return Row(
        question=question,
        votes=votes,
        shares=shares,
        gain=gain(*shares) if len(shares) == 2 else None,
        moved=moves(*ballots, options) if len(ballots) == 2 else None,
        tempting=sorted(wrong, key=lambda each: -each[0])[:2],
    )


def page(lesson: Lesson, heading: Heading, rows: list[Row]) -> str:
    """The report as one HTML page."""
    return pages.report_of(rows, lesson.folder, said_when(heading))


def paths(lesson: Lesson, heading: Heading) -> list[Path]:
    """Where a session's report goes: the page, the counts, who moved where."""
    stem = f"{lesson.folder}.{heading.began.replace(' ', '-')}"
    folder = lesson.root / FOLDER
    return [folder / f"{stem}{ending}" for ending in (".html", ".csv", ".moves.csv")]


def write(lesson: Lesson, heading: Heading, rows: list[Row]) -> list[Path]:
    """Write page, counts and moves into `report/votes/`; their paths, none where there is no row.

    A file that is there already, of the same session, is replaced as a whole or stays as it is.
    """
    if not rows:
        return []
    texts = (
        page(lesson, heading, rows),
        _table(
            ("lesson", "question", "round", "option", "count"),
            (
                (lesson.folder, row.question.id, number, letter, count)
                for row in rows
                for number, votes in enumerate(row.votes, start=1)
                for letter, count in zip(LETTERS, votes, strict=False)
            ),
        ),
        _table(
            ("lesson", "question", "first", "second", "count"),
            (
                (lesson.folder, row.question.id, LETTERS[i], LETTERS[j], count)
                for row in rows
                for i, line in enumerate(row.moved or ())
                for j, count in enumerate(line)
            ),
        ),
    )
    written = paths(lesson, heading)
    written[0].parent.mkdir(parents=True, exist_ok=True)
    for path, text in zip(written, texts, strict=True):
        _replace(path, text)
    return written


def said_when(heading: Heading) -> str:
    """When the class began, for people: "2026-11-28, 10:15"."""
    day, _, time = heading.began.partition(" ")
    return f"{day}, {time[:2]}:{time[2:4]}"


def _table(head, rows) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([head, *rows])
    return stream.getvalue()


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, "utf-8", newline="")
        fresh.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
