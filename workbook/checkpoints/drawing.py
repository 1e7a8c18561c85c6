"""Numbers that are drawn anew when a question is asked again, and sums made of them.

A question that has them says so, and its texts hold sums between double angle brackets::

    [question.numbers]
    n = [3, 4, 5]        # lessons, decks and banks show the first of each
    m = [2, 5]

    prompt = "How many weights has a layer from <<n>> to <<m>>?"
    text = "<<n * m>>"

A sum may use + - * / // % **, brackets, and round, abs, min, max, sqrt, exp, log. `rules` tries
every combination: no two options may then be the same.
"""

import ast
import itertools
import math
import operator
import re

SUM = re.compile(r"<<(.+?)>>", re.DOTALL)
_BINARY = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
}  # fmt: skip
_FUNCTIONS = {
    "round": round, "abs": abs, "min": min, "max": max, "sqrt": math.sqrt, "exp": math.exp,
    "log": math.log,
}  # fmt: skip


class SumError(ValueError):
    """A sum that cannot be worked out; its text says why."""


def first(numbers):
    """The numbers that a lesson shows: the first of each."""
    return {name: values[0] for name, values in numbers.items()}


def drawn(numbers, rng):
    """Numbers drawn with `rng`, a `random.Random`."""
    return {name: rng.choice(values) for name, values in numbers.items()}


def combinations(numbers):
    """Every way to draw the numbers."""
    for values in itertools.product(*numbers.values()):
        yield dict(zip(numbers, values, strict=True))


def filled(text, values):
    """A text with its sums worked out. Outside code a minus is written as one, −3.

    Raises SumError.
    """
    pieces = text.split("`")  # every second one is code, where a minus is a hyphen
    return "`".join(
        _filled(piece, values, "-" if place % 2 else "−") for place, piece in enumerate(pieces)
    )


def _filled(piece, values, minus):
    return SUM.sub(lambda found: _shown(worked_out(found[1], values), minus), piece)


def worked_out(text, values):
    """The value of a sum of these numbers. Raises SumError."""
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, values)
    except (SyntaxError, ArithmeticError, TypeError, ValueError) as error:
        raise SumError(f"<<{text}>> cannot be worked out: {error}") from None


def _value(node, values):
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, ast.Name) and node.id in values:
        return values[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _FUNCTIONS:
        return _FUNCTIONS[node.func.id](*(_value(each, values) for each in node.args))
    raise ValueError(f"{ast.unparse(node)} is neither a number of this question nor a sum")


def _shown(value, minus):
    """A number as people write it."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text.replace("-", minus)
