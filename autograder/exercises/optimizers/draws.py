"""How the optimizers of lesson 09 are put through their steps.

The form of a state is the learner's own. So it is never looked at: an optimizer takes several steps
in a row, with the state that it returned itself, and what is judged is where the parameter is.
"""

from collections.abc import Callable, Mapping

import numpy as np

from workbook import nn

from ..exercise import Call, Draw, script

Options = Mapping[str, float]


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers between 0.5 and 3 of either sign, with one decimal."""
    return (rng.uniform(0.5, 3, shape) * rng.choice([-1.0, 1.0], shape)).round(1)


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """A number with two decimals."""
    return round(float(rng.uniform(low, high)), 2)


def steps(name: str, start: list, grads: list, options: Options) -> Call:
    """Several steps in a row, one for each gradient; judged is every point on the way."""
    return script(f"""
        param, state, path = np.array({start}), None, []
        for grad in np.array({grads}):
            param, state = {name}(param, grad, state{_given(options)})
            path.append(np.copy(param))
        path
    """)


def drawn_steps(name: str, options: Callable, count: int = 4) -> Draw:
    """Several steps from a drawn start, with drawn gradients; `options(rng)` draws the settings."""

    def draw(rng: np.random.Generator) -> Call:
        grads, chosen = numbers(rng, count, 3), options(rng)
        start = _away_from_zero(rng, name, grads, chosen)
        return steps(name, start.tolist(), grads.tolist(), chosen)

    return draw


def _away_from_zero(
    rng: np.random.Generator, name: str, grads: np.ndarray, options: Options
) -> np.ndarray:
    """A start from which no point of the way has an entry near 0.

    There alone the last digits would count, and with them whether a tiny ε was added or left out.
    """
    moved, state, way = np.zeros(grads.shape[1:]), None, []
    for grad in grads:
        moved, state = getattr(nn, name)(moved, grad, state, **options)
        way.append(moved)
    start = numbers(rng, *grads.shape[1:])
    for i in np.ndindex(start.shape):
        while min(abs(start[i] + moved[i]) for moved in way) < 0.2:
            start[i] = numbers(rng)
    return start


def drawn_table(name: str, options: Options) -> Draw:
    """Two steps of a parameter that is a table (3, 2)."""

    def draw(rng: np.random.Generator) -> Call:
        grads = numbers(rng, 2, 3, 2).tolist()
        return steps(name, numbers(rng, 3, 2).tolist(), grads, options)

    return draw


def no_parameters(name: str) -> Call:
    """A step of nothing at all: an empty array stays one."""
    return script(f"""
        param, state = {name}(np.zeros(0), np.zeros(0), None)
        param, state = {name}(param, np.zeros(0), state)
        param
    """)


def same_step_twice(name: str, options: Options) -> Draw:
    """The second step is taken twice from one and the same state; both must agree.

    Its gradient is another one than the first: with equal ones Adam takes the same step again.
    """

    def draw(rng: np.random.Generator) -> Call:
        return script(f"""
            param = np.array({numbers(rng, 3).tolist()})
            grads = np.array({numbers(rng, 2, 3).tolist()})
            once, state = {name}(param, grads[0], None{_given(options)})
            twice, _ = {name}(once, grads[1], state{_given(options)})
            again, _ = {name}(once, grads[1], state{_given(options)})
            [param, grads, once, twice, again]
        """)

    return draw


def two_parameters(name: str, options: Options) -> Draw:
    """Two parameters in turn, each with a state of its own, as a network's weights and biases."""

    def draw(rng: np.random.Generator) -> Call:
        return script(f"""
            W, b, W_state, b_state = np.array({numbers(rng, 3).tolist()}), np.ones(1), None, None
            for scale in [1.0, -0.5, 2.0]:
                W, W_state = {name}(W, scale * np.ones(3), W_state{_given(options)})
                b, b_state = {name}(b, np.array([3.0]), b_state{_given(options)})
            [W, b]
        """)

    return draw


def _given(options: Options) -> str:
    """Options as they stand in a call: ", lr=0.1, beta=0.5"."""
    return "".join(f", {key}={value}" for key, value in options.items())
