"""What an error of Python's or NumPy's means for the learner's own values.

`errors.toml` has a pattern and a sentence for each of the commonest; an error that it does not know
is shown as it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Cause(NamedTuple):
    """One kind of error: patterns of its type and message, and what to say, also in a loop."""

    type: re.Pattern
    message: re.Pattern
    say: str
    in_for: str


RAISED = (
    "This error is raised on purpose, at a line of your own: what is asked for before it was so in "
    "this call, in which an answer is wanted."
)


@cache
def causes() -> tuple[Cause, ...]:
    """The known kinds of error, the special before the general."""
    data = tomllib.loads(files(__package__).joinpath("errors.toml").read_text("utf-8"))
    return tuple(
        Cause(
            re.compile(e["type"]),
            re.compile(e["message"], re.DOTALL),
            e["say"],
            e.get("in_for", e["say"]),
        )
        for e in data["error"]
    )


def cause_of(error: dict) -> tuple[str, dict] | None:
    """What kind of error it is, with the numbers and names that it speaks of.

    error: type, message, and where it is known values: what the names at its line hold, in words.
    """
    for cause in causes():
        found = cause.type.fullmatch(error["type"]) and cause.message.search(error["message"])
        if found:
            groups = {name: (value or "").strip() for name, value in found.groupdict().items()}
            say = cause.in_for if error.get("line", "").startswith("for ") else cause.say
            return "error", {"say": say, "groups": groups, "values": error.get("values", {})}
    if error.get("line", "").startswith("raise "):
        return "error", {"say": RAISED, "groups": {}, "values": error.get("values", {})}
    return None
