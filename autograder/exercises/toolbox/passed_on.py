"""Functions that are handed over, generators that are handed over, several results."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed


def line_and_place(rng: np.random.Generator) -> Call:
    """A draw: the function of a straight line, and three places."""
    slope, shift = rng.uniform(1.5, 4.0, 2).round(2)
    return call(code(f"lambda t: {slope} * t + {shift}"), rng.normal(0, 3, 3).round(2))


apply_twice = Exercise(
    reference=nn.apply_twice,
    statement="Apply a function to what it gave.",
    aspects=[
        Aspect(
            "numbers",
            1,
            "f is applied to f(x)",
            [
                call(code("lambda t: 3 * t + 1"), 2.0),
                call(code("lambda t: t * t"), 3.0),
                call(code("lambda t: t + 5"), -1.0),
            ],
        ),
        Aspect(
            "arrays",
            1,
            "works for any function, also one of arrays",
            [
                call(code("lambda t: 2 * t - 1"), np.array([1.0, -2.0, 0.5])),
                call(code("np.cumsum"), np.array([1.0, 2.0, 4.0])),
                line_and_place,
            ],
        ),
    ],
    hints=[
        "f is the function itself; f(x) calls it.",
        "Give f(x) a name, then call f again.",
        "return f(f(x))",
    ],
    stretch=True,
)


@apply_twice.misconception("numbers", "f is called once; what it gives has to go into f again.")
def calls_it_once(f, x):
    return f(x)


@apply_twice.misconception(
    "numbers", "Twice f(x) doubles the result; asked is f of the result, f(f(x))."
)
def doubles_the_result(f, x):
    return 2 * f(x)


@apply_twice.misconception(
    "numbers", "f(x) * f(x) multiplies the result by itself; asked is f of the result, f(f(x))."
)
def multiplies_results(f, x):
    return f(x) * f(x)


@apply_twice.misconception(
    "numbers", "This is the function f, not what it gives: f(x) with brackets calls it."
)
def hands_back_the_function(f, x):
    return f


@apply_twice.alternative
def with_a_name(f, x):
    once = f(x)
    return f(once)


@apply_twice.alternative
def in_a_loop(f, x):
    for _ in range(2):
        x = f(x)
    return x


def noise_on(*shape: int):
    """A draw: numbers of this shape, a std, and a generator with a seed of its own."""

    def draw(rng: np.random.Generator) -> Call:
        x = rng.normal(0, 3, shape).round(2)
        generator = code(f"np.random.default_rng({rng.integers(1000)})")
        return call(x, round(rng.uniform(0.5, 3.0), 2), generator)

    return draw


add_noise = Exercise(
    reference=nn.add_noise,
    statement="Add random numbers from a generator that is handed in, and return them too.",
    aspects=[
        Aspect(
            "values",
            1,
            "the sum and the noise, in this order, with the spread std",
            [
                call(np.array([1.0, 2.0]), 0.5, code("np.random.default_rng(7)")),
                *confirmed(noise_on(4), 1),
            ],
        ),
        Aspect(
            "shape",
            1,
            "every entry of a table gets its own draw; x is left as it was",
            [*confirmed(noise_on(2, 3), 1), noise_on(3, 1)],
            pure=True,
        ),
    ],
    hints=[
        "rng.normal(mean, standard deviation, shape) draws an array.",
        "The shape is that of x. Draw once and give it a name: a second call draws other numbers.",
        "return x + noise, noise",
    ],
    stretch=True,
)


@add_noise.misconception(
    "values", "Two calls of rng draw two different sets of numbers; draw once and keep them."
)
def draws_twice(x, std, rng):
    return x + rng.normal(0.0, std, x.shape), rng.normal(0.0, std, x.shape)


@add_noise.misconception(
    "shape", "One draw for all shifts everything by the same number; pass the shape of x."
)
def one_draw_for_all(x, std, rng):
    noise = np.full(x.shape, rng.normal(0.0, std))
    return x + noise, noise


@add_noise.misconception(
    "values", "rng.normal takes the standard deviation, not its square: pass std itself."
)
def squares_the_std(x, std, rng):
    noise = rng.normal(0.0, std**2, x.shape)
    return x + noise, noise


@add_noise.misconception(
    "values", "The two results are the wrong way round: first the sum, then the noise."
)
def results_swapped(x, std, rng):
    noise = rng.normal(0.0, std, x.shape)
    return noise, x + noise


@add_noise.misconception(
    "values", "The sum alone came back; the noise is wanted with it: return x + noise, noise."
)
def forgets_the_noise(x, std, rng):
    return x + rng.normal(0.0, std, x.shape)


@add_noise.misconception(
    "values", "A generator made inside draws the same numbers in every call; use the one handed in."
)
def brings_its_own(x, std, rng):
    noise = np.random.default_rng(0).normal(0.0, std, x.shape)
    return x + noise, noise


@add_noise.misconception(
    "shape",
    "This writes into the caller's array, as `x += noise` does; `x + noise` makes a new one.",
)
def adds_in_place(x, std, rng):
    noise = rng.normal(0.0, std, x.shape)
    x += noise
    return x, noise


@add_noise.alternative
def scaled_afterwards(x, std, rng):
    noise = std * rng.standard_normal(x.shape)
    return x + noise, noise


@add_noise.alternative
def the_noise_last(x, std, rng):
    drawn = rng.normal(size=x.shape)
    return np.add(x, std * drawn), np.multiply(std, drawn)
