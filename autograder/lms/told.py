"""What `collect` and `return` say at their end: each match, and each thing that has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..grading.intake.finding import shown
from .collecting import CHANGED, IN_THE_WAY, NEW, OLDER, SAME, Collection
from .deliveries import CANVAS

if TYPE_CHECKING:
    from .returning import Returned

_WIDEST = 30


def of_collection(found: Collection, lesson: str, dry_run: bool) -> Iterator[str]:
    """The lines about a zip: a table of who was matched with what, then what was not."""
    yield f"From {found.platform}: {_count(len(found.rows), 'submission')} of {lesson}."
    rows = [
        (
            shown(row.student, _WIDEST),
            shown(_called(row), _WIDEST),
            row.match.how,
            row.state,
            _count(row.files, "file"),
            "; ".join(row.notes),
        )
        for row in found.rows
        if dry_run or row.notes or row.state in (NEW, CHANGED)
    ]
    yield from _table([("student", "in the zip", "known", "state", "files", "notes"), *rows])
    if found.left:
        yield "Left alone:"
    for each in found.left:
        yield f"  {each}"
    if found.missing is not None:
        yield from _missing([person.shown for person in found.missing])
    yield _summary(found, dry_run)


def of_return(done: Returned, name: str) -> Iterator[str]:
    """The lines about a table of marks. name: its file."""
    column = f", column {shown(done.column, 60)}" if done.platform == CANVAS else ""
    for title, some in (("Left blank, as there is no mark:", done.blank),
                        ("Left alone:", done.left)):  # fmt: skip
        yield from [title] * bool(some)
        yield from (f"  {who}: {why}" for who, why in some)
    for title, names in (("Rows of nobody who handed in", done.nobody),
                         ("Students with a mark and without a row", done.homeless)):  # fmt: skip
        yield from [f"{title} ({len(names)}): {', '.join(names)}"] * bool(names)
    if done.comments is not None:
        yield f"{_count(done.commented, 'comment')} in the column {shown(done.comments, 60)}"
        theirs = ", ".join(done.own_words)
        yield from [f"A person's comment stays ({len(done.own_words)}): {theirs}"] * bool(theirs)
    if done.feedback:
        yield f"{_count(done.feedback.pages, 'feedback page')} packed"
        none = ", ".join(done.feedback.without)
        yield from [f"Without a feedback page: {none}"] * bool(none)
    yield (
        f"{name} ({done.platform}{column}): {done.filled} of {_count(done.rows, 'row')} have their "
        f"mark, {done.changed} of them new"
    )
    if done.kept:
        yield f"The file as it was is {done.kept.name}"


def _called(row) -> str:
    delivery = row.match.delivery
    return delivery.name if delivery.name == delivery.key else f"{delivery.name} {delivery.key}"


def _missing(names: list[str]) -> Iterator[str]:
    if not names:
        yield "Everybody on the roster handed in something."
        return
    yield f"On the roster, but not in the zip ({len(names)}):"
    yield from (f"  {name}" for name in sorted(names))


def _summary(found: Collection, dry_run: bool) -> str:
    states = Counter(row.state for row in found.rows)
    order = (NEW, CHANGED, SAME, OLDER, IN_THE_WAY)
    counts = [f"{states[state]} {state}" for state in order if states[state]]
    bare = sum(not row.complete for row in found.rows)
    counts += [f"{bare} without a notebook"] * bool(bare)
    counts += [f"{_count(len(found.left), 'thing')} left alone"] * bool(found.left)
    said = ", ".join(counts) or "nothing was found"
    return f"Nothing was changed (--dry-run): {said}" if dry_run else said


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns; nothing where there is but a header."""
    rows = list(rows)
    if len(rows) < 2:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
