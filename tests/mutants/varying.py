"""Inputs of a mutant's own: calls in the domain of an exercise's statement that no check asks.

Some are the exercise's own draws under other seeds. Most are made of its calls by one change to
one argument: scaled, negated, rounded, one entry 0 or 1000 or tied with another, rows left out,
doubled or in another order; of code and scripts, another number. A change that leaves the
statement's domain (`domains`) is dropped, as is one that makes the reference warn or fail.
"""

import inspect
import re
from collections.abc import Iterator

import numpy as np

from autograder.exercises.exercise import Aspect, Call, Exercise
from autograder.sandbox.plain import Code, Script
from autograder.sandbox.probes import given

from .domains import ROWS, in_domain
from .domains_of_training import SCRIPTS_AS_THEY_STAND

OWN_DRAWS, CHANGED = 20, 400
OF_A_TRAINING = 1, 6
"""How many of either are made; fewer of what trains for seconds."""

_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+")


def varied(exercise: Exercise) -> list[tuple[Aspect, Call]]:
    """The calls, each with the aspect whose demands it is judged by."""
    own_draws, changed = (OWN_DRAWS, CHANGED) if exercise.seconds is None else OF_A_TRAINING
    rngs = (np.random.default_rng([11, i]) for i in range(own_draws))
    own = [pair for rng in rngs for pair in exercise.draw(rng)]
    distinct = list({repr(call): (aspect, call) for aspect, call in own}.values())
    rng, found = np.random.default_rng(13), list(distinct)
    for at in rng.integers(len(distinct), size=changed):
        aspect, call = distinct[at]
        found += [(aspect, other) for other in _changed_call(exercise, call, rng)]
    return list({repr(call): (aspect, call) for aspect, call in found}.values())


def _changed_call(exercise: Exercise, call: Call, rng: np.random.Generator) -> Iterator[Call]:
    """The call with one change, where that stays in the statement's domain."""
    if call.args and isinstance(call.args[0], Script):
        if exercise.name not in SCRIPTS_AS_THEY_STAND:
            script = call.args[0]
            yield Call((Script(_other_number(script.text, rng), script.name),), {})
        return
    arguments = inspect.signature(exercise.reference).bind(*call.args, **call.kwargs).arguments
    names = list(arguments)
    along_rows = [n for n in names if n in ROWS and isinstance(arguments[n], np.ndarray)]
    if along_rows and rng.random() < 0.3:
        rows = len(arguments[along_rows[rng.integers(len(along_rows))]])
        taken = _rows(rows, rng)
        changed = {n: arguments[n][taken] for n in along_rows if len(arguments[n]) == rows}
    else:
        name = names[rng.integers(len(names))]
        changed = {name: _changed(arguments[name], rng)}
    arguments |= changed
    if in_domain(exercise, arguments):
        yield Call(tuple(arguments.values()), {})


def _rows(n: int, rng: np.random.Generator) -> np.ndarray:
    """Which rows to take: in another order, some of them, some twice, a single one, none."""
    if n == 0:
        return np.zeros(0, int)
    ways = rng.permutation(n), rng.permutation(n)[: n // 2], rng.integers(n, size=n + 2)
    return [*ways, np.arange(n)[::-1], np.zeros(1, int), np.zeros(0, int)][rng.integers(6)]


def _changed(value: object, rng: np.random.Generator) -> object:
    """A value of the same type and shape with one change."""
    if isinstance(value, bool | str | None):
        return value
    if isinstance(value, Code):
        other = Code(_other_number(value.text, rng))
        return other if _can_be_made(other) else value
    if isinstance(value, int):
        return max(0, value + int(rng.choice([-1, 1, 2])))
    if isinstance(value, float):
        return float(_changed_array(np.array([value]), rng)[0])
    if isinstance(value, dict) and value:
        key = list(value)[rng.integers(len(value))]
        return value | {key: _changed(value[key], rng)}
    if isinstance(value, list | tuple) and value:
        at, items = rng.integers(len(value)), list(value)
        items[at] = _changed(items[at], rng)
        return type(value)(items)
    if isinstance(value, np.ndarray) and value.size:
        return _changed_array(value, rng)
    return value


def _can_be_made(argument: Code) -> bool:
    """Whether the source is still a value; of a function, nothing is known before it is called."""
    try:
        given(argument)
    except Exception:
        return False
    return True


def _changed_array(value: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    changed = value.copy()
    if value.dtype.kind != "f":
        return rng.permutation(changed.ravel()).reshape(value.shape)
    one, other = rng.integers(value.size, size=2)
    match rng.integers(9):
        case 0:
            changed *= rng.choice([1e-3, 0.1, 0.5, 2.0, 10.0, 1000.0])
        case 1:
            changed = -changed
        case 2:
            changed = np.round(changed)
        case 3:
            changed.flat[one] = rng.choice([0.0, 0.5, 1.0, -1.0, 1000.0, -1000.0])
        case 4:
            changed.flat[one] = changed.flat[other]
        case 5:
            changed += rng.choice([-1.0, -0.1, 1e-7, 0.1, 1.0])
        case 6:
            changed = rng.permutation(changed.ravel()).reshape(value.shape)
        case 7:
            changed.flat[one] = -changed.flat[one]
        case _:
            changed = np.round(rng.normal(0, 2, value.shape), 2)
    return changed


def _other_number(text: str, rng: np.random.Generator) -> str:
    """Source with one of its floats replaced."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    one = found[rng.integers(len(found))]
    number = float(one.group())
    other = rng.choice([number * 2, number / 2, number + 1, 0.0, 0.25, 3.0])
    return f"{text[: one.start()]}{other}{text[one.end() :]}"
