"""What two texts or two pieces of code have in common: winnowed fingerprints, by copydetect.

Code is compared by its tokens, in which every name is the same and comments are none, so that other
names hide nothing; texts by their words alone, without numbers, which all get from the same cells.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby

import numpy as np

from ...course import CourseError

LONGEST = 20_000
"""Characters of one answer that are compared and shown."""
MANY = 10
"""What more students than these have written alike comes from somewhere else than one of them."""
_WORD = re.compile(r"[^\W\d_]+")
_SNAP = re.compile(r"\w+")


@dataclass(frozen=True)
class Kind:
    """How one kind of answer is compared.

    gram: characters of the shortest passage that counts, names of code being one each. at_least:
    characters that a pair shares; share: of what is its own, in one of the two at least.
    """

    name: str
    gram: int
    at_least: int
    share: float


CODE = Kind("code", 25, 80, 1 / 2)
TEXT = Kind("text", 30, 120, 1 / 3)


@dataclass(frozen=True)
class Piece:
    """A piece of an answer, and whether the other one has it too."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Side:
    """One of a pair. share: of what is the student's own, how much the other one has, 0 to 1."""

    student: str
    share: float
    pieces: tuple[Piece, ...]
    is_cut: bool


@dataclass(frozen=True)
class Pair:
    """Two answers to one question that share passages. shared: so many characters, as compared."""

    shared: int
    sides: tuple[Side, Side]


def must_be_installed() -> None:
    """Raises CourseError where the package is missing that compares."""
    try:
        import copydetect  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "copydetect":
            raise
        raise CourseError(
            "`autograder similar` needs the package copydetect: "
            "python -m pip install -e '.[similarity]'"
        ) from None


def alike(answers: dict[str, str], known: Iterable[str], kind: Kind) -> list[Pair]:
    """The pairs among answers to one question that are worth reading, the most alike first.

    answers: by student. known: what anybody may have from the course, such as stub and reference;
    it counts for nothing. Neither does what more than MANY have written alike.
    """
    known = np.unique([h for text in known for h in _fingerprint(text, kind).hashes])
    often = Counter(h for text in answers.values() for h in _fingerprint(text, kind, known).hashes)
    common = [found for found, count in often.items() if count > MANY]
    known = np.unique(np.concatenate([known, common])) if common else known
    prints = {who: _fingerprint(text, kind, known) for who, text in answers.items()}
    pairs = (
        _pair(one, other, answers, prints, kind)
        for one, other in combinations(sorted(answers), 2)
        if not prints[one].hashes.isdisjoint(prints[other].hashes)
    )
    return sorted(filter(None, pairs), key=_by_likeness)


def _by_likeness(pair: Pair) -> tuple:
    return -max(side.share for side in pair.sides), -pair.shared, [s.student for s in pair.sides]


def _pair(one: str, other: str, answers: dict, prints: dict, kind: Kind) -> Pair | None:
    from copydetect import compare_files

    shared, shares, slices = compare_files(prints[one], prints[other])
    if shared < kind.at_least or max(shares) < kind.share:
        return None
    sides = (
        Side(who, float(share), _pieces(answers[who], where, kind), len(answers[who]) > LONGEST)
        for who, share, where in zip((one, other), shares, slices, strict=True)
    )
    return Pair(int(shared), tuple(sides))


def _fingerprint(text: str, kind: Kind, known: np.ndarray | None = None):
    """copydetect's fingerprint: of every passage, so that it is the same in each run.

    (Where there are few of many to choose from, which are chosen depends on Python's hash seed.)
    """
    from copydetect import CodeFingerprint

    is_code = kind is CODE
    compared = text[:LONGEST] if is_code else " ".join(word for word, _ in _words(text))
    known = () if known is None else known
    return CodeFingerprint("", kind.gram, 1, known, is_code, "python", io.StringIO(compared))


def _words(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text in lower case, and where each begins."""
    return ((found[0].lower(), found.start()) for found in _WORD.finditer(text[:LONGEST]))


def _pieces(text: str, slices: np.ndarray, kind: Kind) -> tuple[Piece, ...]:
    """An answer in pieces that the other has and has not; a word is in one of them."""
    text = text[:LONGEST]
    places = np.arange(len(text) + 1)
    if kind is TEXT:  # back from the words alone to where they stand
        at = [start + n for word, start in _words(text) for n in range(len(word) + 1)]
        places = np.array([*at, len(text)])
    shared = np.zeros(len(text), bool)
    for start, end in np.clip(slices.astype(int), 0, len(places) - 1).T:
        shared[places[start] : places[end - 1] + 1] = True
    whole = np.any if kind is CODE else np.all  # a name is one token, and shared as a whole
    for word in _SNAP.finditer(text):
        shared[word.start() : word.end()] = whole(shared[word.start() : word.end()])
    runs = groupby(zip(text, shared, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(letter for letter, _ in run), bool(is_in)) for is_in, run in runs)
