"""What a `Value` is put through: small graphs, from one step to many, and any graph at all."""

import numpy as np

from ..exercise import Call, script
from .draws import number


def lines(text: str):
    """A draw: the script with fresh numbers for {u}, {v} and {w}."""

    def draw(rng: np.random.Generator) -> Call:
        return script(text.format(u=number(rng), v=number(rng), w=number(rng)))

    return draw


def graph(rng: np.random.Generator) -> Call:
    """A draw: five sums and products of any Values before them, and all that is left added up."""
    names, unused = ["a", "b"], {"a", "b"}
    text = [f"{name} = Value({number(rng)})" for name in names]
    for name in "cdefg":
        left, right = (str(one) for one in rng.choice(names[-4:], size=2))
        text.append(f"{name} = {left} {rng.choice(['+', '*'])} {right}")
        names.append(name)
        unused = (unused | {name}) - {left, right}
    text += [f"L = {' + '.join(sorted(unused))} + b", "L.backward()"]
    return script("\n".join([*text, f"[L.data, {', '.join(f'{name}.grad' for name in names)}]"]))


SUM = """
    u = Value({u})
    v = Value({v})
    L = u + v
    L.backward()
    [L.data, u.data, L.grad, u.grad, v.grad]
"""
PRODUCT = """
    u = Value({u})
    v = Value({v})
    w = Value({w})
    k = Value(-2.0)
    L = (u * v + w) * k
    L.backward()
    [L.data, u.data, u.grad, v.grad, w.grad, k.grad]
"""
UNIT = """
    x = Value({u})
    w = Value({v})
    b = Value({w})
    a = (w * x + b).tanh()
    a.backward()
    [a.data, x.grad, w.grad, b.grad]
"""
RELU = """
    u = Value({u})
    v = Value({v})
    k = Value({w})
    L = u.relu() * k + v.relu()
    L.backward()
    [L.data, u.grad, v.grad, k.grad]
"""
EQUAL = """
    u = Value(3.0)
    v = Value(3.0)
    L = u.relu() * v + u
    L.backward()
    [L.data, u.grad, v.grad]
"""
KINK = """
    u = Value(0.0)
    k = Value(3.0)
    L = u.relu() + k
    L.backward()
    [L.data, u.grad, k.grad]
"""
TWICE = """
    u = Value({u})
    v = Value({v})
    L = u * u + u * v
    L.backward()
    [L.data, u.grad, v.grad]
"""
FORK = """
    u = Value({u})
    v = Value({v})
    p = u + v
    q = u * v
    L = p * q
    L.backward()
    [L.data, u.grad, v.grad]
"""
LONG_AND_SHORT = """
    u = Value({u})
    v = Value({v})
    s = u * v
    p = s + u
    q = p * p
    L = q + s
    L.backward()
    [L.data, s.grad, u.grad, v.grad]
"""
SHORT_FIRST = """
    u = Value({u})
    v = Value({v})
    s = u + v
    L = s + (s * s + v).tanh()
    L.backward()
    [L.data, s.grad, u.grad, v.grad]
"""
DOUBLINGS = """
    u = v = Value(1.5)
    for _ in range(6):
        v = v + v
    v.backward()
    [v.data, u.grad]
"""
TWO_RESULTS = """
    u = Value({u})
    v = Value({v})
    p = u * v
    s = u + v
    p.backward()
    s.backward()
    [p.data, s.data, u.grad, v.grad]
"""
# The step gets a gradient that is not 1, and u has one from elsewhere before it gets the step's.
AFTERWARDS = """
    u = Value({u})
    v = Value({v})
    a = {step}
    L = a * u
    L.backward()
    [L.data, a.grad, u.grad, v.grad]
"""

STEPS = "u + v", "v + u", "u * v", "v * u", "u.tanh()", "u.relu()"
ONCE_MORE = [script(AFTERWARDS.format(u=0.5, v=-1.5, step=step)) for step in STEPS]
UNDER_TANH = """
    u = Value({u})
    k = Value({v})
    L = u.tanh() * k + u.tanh()
    L.backward()
    [L.data, u.grad, k.grad]
"""
A_LONG_WAY = """
    u = Value(2.0)
    k = Value(0.5)
    v = u
    for _ in range(30):
        v = v + k
    v.backward()
    [v.data, u.grad, k.grad]
"""
