"""How an implementation is exercised, and what is seen of it, as plain data.

Mostly it is called. A class, or whatever takes more than one call, is put through a `Script`.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import linecache
import re
import traceback
import warnings
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from types import CodeType
from typing import Any

import numpy as np

from .plain import MAX_BYTES, Code, Room, Script, plain

MAX_PRINTED = 2_000
MAX_SAID, MAX_WARNED = 2_000, 1_000
"""Letters of what an exception or a warning says, and warnings of one call."""
MAX_PARTS = 10_000
"""Parts of an argument that are looked at; what is given has far fewer."""
_LOG, _NEGATIVE = np.log, np.array(-1.0)
SPOILT = "invalid value encountered in log"
"""What NumPy warns of in an observation that is spoilt."""
_OF_FIGURES = "figure.max_open_warning"  # Matplotlib's, of many open figures, is none of NumPy's
_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*")
SCRIPT = "check"  # the name under which a script's lines stand in a traceback
_ATOMS = (type(None), bool, int, float, complex, str)
_NAME_OF_TYPE = vars(type)["__name__"].__get__  # whatever its metaclass says


class _Printed(io.StringIO):
    """The beginning of what a call prints; it stays open, whoever closes standard output."""

    def write(self, text: str) -> int:
        if self.tell() < MAX_PRINTED:
            super().write(text[:MAX_PRINTED])
        return len(text)

    def close(self) -> None:
        pass


def observe(
    implementation: Callable,
    args: tuple,
    kwargs: dict,
    key: bytes | None = None,
    spoil: bool = False,
    room: Room | None = None,
) -> dict:
    """Run one call, or the one script that is its argument, and say what could be seen.

    key: then, in place of "changed", "left" has the fingerprints of the arguments afterwards, for
    whoever knows what they were. spoil: make NumPy warn and change an argument, whatever the
    implementation does. An observation that does not say so is not to be believed. room: what the
    values of several calls may take together.

    Returns: dict with either "value", or "error" {type, message, line, where}; and
    "changed": positions of the arguments that were modified; "warned": what NumPy warned of;
    "printed": what the call wrote to standard output, cut to 2,000 characters.
    """
    given_args, given_kwargs = [given(a) for a in args], {k: given(v) for k, v in kwargs.items()}
    seen: dict[str, Any] = {}
    written = _Printed()
    with (
        np.errstate(over="warn", divide="warn", invalid="warn", under="ignore"),
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(written),
    ):
        warnings.simplefilter("always")
        if spoil:
            _LOG(_NEGATIVE)
        try:
            if args and isinstance(args[0], Script):
                seen["value"] = plain(run(args[0], implementation), room=room)
            else:
                seen["value"] = plain(implementation(*given_args, **given_kwargs), room=room)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a learner's SystemExit must not end the check
            seen["error"] = describe_error(error)
    before, after = [*args, *kwargs.values()], [*given_args, *given_kwargs.values()]
    if spoil:
        _spoil(after)
    if key is None:
        seen["changed"] = [
            i
            for i, (was, now) in enumerate(zip(before, after, strict=True))
            if not isinstance(was, Code | Script) and not same(was, now)
        ]
    else:
        seen["left"] = fingerprints(before, after, key)
    words = {_words_of(w.message) for w in caught if issubclass(w.category, RuntimeWarning)}
    seen["warned"] = sorted(said for said in words if _OF_FIGURES not in said)[:MAX_WARNED]
    seen["printed"] = written.getvalue()[:MAX_PRINTED]
    return seen


def given(argument: Any) -> Any:
    """What an implementation is given for an argument: a copy, or what its source says."""
    if isinstance(argument, Code):
        return eval(argument.text, {"np": np})
    if isinstance(argument, np.ndarray):
        return argument.copy()
    return copy.deepcopy(argument)


def run(script: Script, implementation: Any) -> Any:
    """Run a script's statements; the value of its last line, which is an expression."""
    statements, last = _compiled(script.text)
    names = {"np": np, script.name: implementation}
    linecache.cache[SCRIPT] = (len(script.text), None, script.text.splitlines(True), SCRIPT)
    exec(statements, names)
    return eval(last, names)


@lru_cache(maxsize=4096)  # a judge runs a check's few scripts on every known mistake
def _compiled(text: str) -> tuple[CodeType, CodeType]:
    *statements, last = ast.parse(text).body
    return (
        compile(ast.Module(statements, []), SCRIPT, "exec"),
        compile(ast.Expression(last.value), SCRIPT, "eval"),
    )


def same(before: Any, after: Any) -> bool:
    """Whether an argument is still what it was: shape, dtype and every entry, NaN included."""
    try:
        return _same(before, after)
    except Exception:  # of what was put into it, which may fail at anything
        return False


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        return (
            before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(_same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_same(before[k], after[k]) for k in before)
    return before is after or before == after or (type(before) is type(after) and callable(before))


def fingerprints(before: list, after: list, key: bytes) -> str:
    """What tells each argument from any other: shape, dtype and every entry; of code, nothing.

    One word for each, in a text, which takes less time on the wire than a list.
    """
    return " ".join(
        "code" if isinstance(was, Code | Script) else _fingerprint(now, key)
        for was, now in zip(before, after, strict=True)
    )


def _fingerprint(argument: Any, key: bytes) -> str:
    """What is put into an argument may be anything: it is never asked for more than its type, and
    beyond what may be handed over it is not looked at."""
    if type(argument) is np.ndarray and argument.nbytes <= MAX_BYTES:  # most are
        content = f"{argument.dtype.str}{argument.shape}".encode() + argument.tobytes()
        return blake2b(content, key=key, digest_size=8).hexdigest()
    digest = blake2b(key=key, digest_size=8)
    waiting, parts, size = [argument], 0, 0
    while waiting:
        part, parts = waiting.pop(), parts + 1
        kind = type(part)
        if issubclass(kind, np.generic):  # what it is on the other side of the wire
            part = part.item()
            kind = type(part)
        size += part.nbytes if kind is np.ndarray else len(part) if kind is str else 0
        if parts > MAX_PARTS or size > MAX_BYTES:  # more than anything that is given; or in itself
            return "endless"
        if kind is np.ndarray:
            digest.update(f"{part.dtype.str}{part.shape}".encode())
            digest.update(part.tobytes())
        elif kind is list or kind is tuple:
            digest.update(f"list{len(part)}".encode())
            waiting += part
        elif kind is dict:
            named = ((str(n) if type(n) in _ATOMS else "", inner) for n, inner in part.items())
            pairs = sorted(named, key=lambda pair: pair[0])
            digest.update(f"dict{[name for name, _ in pairs]!r}".encode())
            waiting += [inner for _, inner in pairs]
        elif kind in _ATOMS:
            words = hex(part) if kind is int else repr(part)  # of any length
            digest.update(f"{kind.__name__}{words}".encode())
        else:
            digest.update(_NAME_OF_TYPE(kind).encode())
    return digest.hexdigest()


def can_be_spoilt(argument: Any) -> bool:
    return isinstance(argument, np.ndarray) and argument.size > 0


def _spoil(arguments: list) -> None:
    """Change one bit of the first array that has any."""
    for argument in arguments:
        if can_be_spoilt(argument):
            argument.flags.writeable = True
            argument.reshape(-1).view(np.uint8)[0] ^= 1
            return


def describe_error(error: BaseException) -> dict:
    """An exception as plain data: its type, its message, and the learner's line that raised it.

    where: the function that the line is in. values: what the names at that line hold, in words.
    """
    steps = list(traceback.walk_tb(error.__traceback__))
    own = [step for step in steps if _is_learners(step[0].f_code.co_filename)] or steps[-1:]
    frame, number = own[-1]
    line = linecache.getline(frame.f_code.co_filename, number, frame.f_globals).strip()
    return {
        "type": _NAME_OF_TYPE(type(error)),
        "message": _words_of(error)[:500],
        "line": line[:200],
        "where": frame.f_code.co_name,
        "values": _values_at(line, frame.f_locals) if frame.f_code.co_filename != SCRIPT else {},
    }


def _words_of(error: BaseException) -> str:
    """What an exception or a warning says; a learner's own may fail at that."""
    try:
        return str(error)[:MAX_SAID]
    except Exception:
        return ""


def _values_at(line: str, names: dict[str, Any]) -> dict[str, str]:
    """What the names that stand in a line hold, in words: `X`, an array of shape (3, 2)."""
    try:
        found = dict.fromkeys(_NAME.findall(line))
        return {name: _in_words(names[name]) for name in found if name in names}
    except Exception:  # whatever a value is, describing it must not hide the error
        return {}


def _in_words(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else "a single value"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of {len(value)}"
    if value is None or type(value) in (bool, int, float):
        return repr(value)[:30]
    return f"of type {type(value).__name__}"[:60]


def _is_learners(filename: str) -> bool:
    """Code typed into a notebook lives in a file of IPython's making, outside every package."""
    ours = filename == "<string>"  # a function that is an argument of the call
    return "ipykernel_" in filename or (
        filename.startswith("<") and "frozen" not in filename and not ours
    )
