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

from .plain import Code, Script, plain

MAX_PRINTED = 2_000
_LOG, _NEGATIVE = np.log, np.array(-1.0)
SPOILT = "invalid value encountered in log"
"""What NumPy warns of in an observation that is spoilt."""
_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*")
SCRIPT = "check"  # the name under which a script's lines stand in a traceback


def observe(
    implementation: Callable,
    args: tuple,
    kwargs: dict,
    key: bytes | None = None,
    spoil: bool = False,
) -> dict:
    """Run one call, or the one script that is its argument, and say what could be seen.

    key: then, in place of "changed", "left" has the fingerprints of the arguments afterwards, for
    whoever knows what they were. spoil: make NumPy warn and change an argument, whatever the
    implementation does. An observation that does not say so is not to be believed.

    Returns: dict with either "value", or "error" {type, message, line, where}; and
    "changed": positions of the arguments that were modified; "warned": what NumPy warned of;
    "printed": what the call wrote to standard output, cut to 2,000 characters.
    """
    given_args, given_kwargs = [given(a) for a in args], {k: given(v) for k, v in kwargs.items()}
    seen: dict[str, Any] = {}
    written = io.StringIO()
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
                seen["value"] = plain(run(args[0], implementation))
            else:
                seen["value"] = plain(implementation(*given_args, **given_kwargs))
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
    seen["warned"] = sorted(
        {str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)}
    )
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


@lru_cache(maxsize=512)  # a judge runs a check's few scripts on every known mistake
def _compiled(text: str) -> tuple[CodeType, CodeType]:
    *statements, last = ast.parse(text).body
    return (
        compile(ast.Module(statements, []), SCRIPT, "exec"),
        compile(ast.Expression(last.value), SCRIPT, "eval"),
    )


def same(before: Any, after: Any) -> bool:
    """Whether an argument is still what it was: shape, dtype and every entry, NaN included."""
    if isinstance(before, np.ndarray):
        return (
            before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(same, before, after))
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(same(before[k], after[k]) for k in before)
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
    if type(argument) is np.ndarray:  # most are
        content = f"{argument.dtype.str}{argument.shape}".encode() + argument.tobytes()
        return blake2b(content, key=key, digest_size=8).hexdigest()
    digest = blake2b(key=key, digest_size=8)
    waiting = [argument]
    while waiting:
        part = waiting.pop()
        if isinstance(part, np.generic):  # what it is on the other side of the wire
            part = part.item()
        if isinstance(part, np.ndarray):
            digest.update(f"{part.dtype.str}{part.shape}".encode())
            digest.update(part.tobytes())
        elif isinstance(part, list | tuple):
            digest.update(f"list{len(part)}".encode())
            waiting += part
        elif isinstance(part, dict):
            pairs = sorted(((str(name), inner) for name, inner in part.items()), key=lambda p: p[0])
            digest.update(f"dict{[name for name, _ in pairs]!r}".encode())
            waiting += [inner for _, inner in pairs]
        elif callable(part):
            digest.update(type(part).__name__.encode())
        else:
            digest.update(f"{type(part).__name__}{part!r}".encode())
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
        "type": type(error).__name__,
        "message": str(error)[:500],
        "line": line[:200],
        "where": frame.f_code.co_name,
        "values": _values_at(line, frame.f_locals) if frame.f_code.co_filename != SCRIPT else {},
    }


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
