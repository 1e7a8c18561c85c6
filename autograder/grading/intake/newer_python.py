"""Whether code that this Python cannot read is written for a newer one, and for which.

Each new form is put into an old one; what can be read then is right in the newer Python. Nothing is
run, and nothing is graded so: it is for the person who has to find out why a cell failed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable

from nbformat import NotebookNode

from .definitions import LONGEST, without_magics

_TYPE = r"^([ \t]*)type[ \t]+(\w+)[ \t]*(?:\[[^\]\n]*\])?[ \t]*="
_GENERIC = r"^([ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+)[ \t]*\[[^\]\n]*\]"
_SEVERAL = r"^([ \t]*except[ \t]*\*?)[ \t]*([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)[ \t]*:"
_FORMS = (
    ((3, 12), re.compile(_TYPE, re.M), r"\1\2 ="),
    ((3, 12), re.compile(_GENERIC, re.M), r"\1"),
    ((3, 14), re.compile(_SEVERAL, re.M), r"\1 (\2):"),
)
"""What is new, since which version, and how it was written before."""
_STRING = re.compile(r"""(?<![\w])([A-Za-z]{0,2})('{3}|"{3}|'|")""")
_KINDS = {"f": (3, 12), "t": (3, 14)}
_DEEPEST = 6


class _Unreadable(ValueError):
    """A text in quotes that is not right in any Python."""


def python_needed(source: str) -> str:
    """ "3.12" where a cell can be read by that Python and later ones alone; "" where it is not so.

    Only what this Python does not read is looked at.
    """
    if len(source) > LONGEST or _is_read(source):
        return ""
    try:
        text, since = _plain(without_magics(source), 0)
    except _Unreadable:
        return ""
    for version, form, before in _FORMS:
        text, count = form.subn(before, text)
        since = max(since, version) if count else since
    is_newer = since > sys.version_info[:2] and _is_read(text)
    return f"{since[0]}.{since[1]}" if is_newer else ""


def say_python_needed(outputs: Iterable[NotebookNode], source: str) -> None:
    """Have a cell's error say so where its code needs a newer Python. source: the cell's."""
    for output in outputs:
        if output.output_type != "error" or output.ename != "SyntaxError":
            continue
        if needed := python_needed(source):
            here = ".".join(map(str, sys.version_info[:2]))
            output.evalue += f" (this needs Python {needed}; it was run with {here})"
            output.traceback = [*output.traceback, f"This needs Python {needed}, not {here}."]


def _is_read(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _plain(text: str, depth: int) -> tuple[str, tuple[int, int]]:
    """The text with an empty string for each that has fields, and the Python that those need.

    Raises _Unreadable where a field holds no expression, or a string has no end.
    """
    kept, since, at = [], (3, 0), 0
    while at < len(text):
        found = _STRING.search(text, at)
        comment = text.find("#", at)
        if 0 <= comment < (found.start() if found else len(text)):
            end = text.find("\n", comment)
            at, before = (end if end >= 0 else len(text)), at
            kept.append(text[before:at])
            continue
        if found is None:
            kept.append(text[at:])
            break
        kind = next((k for k in _KINDS if k in found[1].lower()), "")
        end, fields = _end(text, found, bool(kind), depth)
        literal = text[found.start() : end]
        kept.append(text[at : found.start()])
        kept.append("''" + "\\\n" * literal.count("\n") if kind else literal)
        if kind == "t" or (kind and not _is_read(literal)):
            since = max(since, _KINDS[kind])
        for field in fields:
            plain, inner = _plain(field, depth + 1)
            since = max(since, inner)
            if not _is_read(f"({plain}\n)"):
                raise _Unreadable
        at = end
    return "".join(kept), since


def _end(text: str, opened: re.Match, has_fields: bool, depth: int) -> tuple[int, list[str]]:
    """Where a string ends, and the expressions in its fields."""
    if depth > _DEEPEST:
        raise _Unreadable
    quote, at, fields = opened[2], opened.end(), []
    while at < len(text):
        if text.startswith(quote, at):
            return at + len(quote), fields
        if text[at] == "\\" or (has_fields and text.startswith("{{", at)):
            at += 2
        elif has_fields and text[at] == "{":
            expression, at = _field(text, at + 1, depth)
            fields += expression
        elif text[at] == "\n" and len(quote) == 1:
            break
        else:
            at += 1
    raise _Unreadable


def _field(text: str, start: int, depth: int) -> tuple[list[str], int]:
    """The expressions of a field, those of its format's fields too, and where it ends."""
    brackets, at, found = 0, start, None
    more: list[str] = []
    while at < len(text):
        sign = text[at]
        string = _STRING.match(text, at) if found is None else None
        if string:
            at, _ = _end(text, string, any(k in string[1].lower() for k in _KINDS), depth + 1)
            continue
        if sign == "{" and found is not None:
            inner, at = _field(text, at + 1, depth + 1)
            more += inner
            continue
        if sign in "([{":
            brackets += 1
        elif sign == "}" and not brackets:
            found = text[start:at] if found is None else found
            return [found.rstrip().removesuffix("="), *more], at + 1
        elif sign in ")]}":
            brackets -= 1
        elif found is None and not brackets and _ends_expression(text, at):
            found = text[start:at]
        at += 1
    raise _Unreadable


def _ends_expression(text: str, at: int) -> bool:
    return text[at] == ":" or (text[at] == "!" and text[at + 1 : at + 2] != "=")
