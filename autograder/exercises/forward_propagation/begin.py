"""Exercise on the parameters with which a network begins."""

from itertools import pairwise

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed, script
from .drawn_weights import summary


def network(scheme: str):
    """A function that draws sizes large enough to measure a spread, and a seed."""

    def draw(rng: np.random.Generator) -> Call:
        low, high = np.array([40, 90, 30]), np.array([50, 110, 40])
        seed = rng.integers(1000)
        return call(
            rng.integers(low, high).tolist(), code(f"np.random.default_rng({seed})"), scheme
        )

    return draw


def small_zeros(rng: np.random.Generator) -> Call:
    sizes = rng.choice(np.arange(1, 6), 3, replace=False).tolist()
    return call(sizes, code("np.random.default_rng(1)"), "zeros")


def twice_one_seed(rng: np.random.Generator) -> Call:
    seed, scheme = rng.integers(1000), rng.choice(["he", "xavier"])
    return script(f"""
        first = init_params([3, 4, 2], np.random.default_rng({seed}), "{scheme}")
        second = init_params([3, 4, 2], np.random.default_rng({seed}), "{scheme}")
        other = init_params([3, 4, 2], np.random.default_rng({seed + 1}), "{scheme}")
        [first, second, other]
    """)


init_params = Exercise(
    reference=nn.init_params,
    statement="The weights and biases with which a network begins, by one of three schemes.",
    summary=summary,
    aspects=[
        Aspect(
            "zeros",
            1,
            "one pair (W, b) per layer, W (D, H) and b (H,); all 0 with “zeros”",
            [call([1, 2], code("np.random.default_rng(7)"), "zeros"), *confirmed(small_zeros, 0)],
        ),
        Aspect(
            "spread",
            1,
            "“he” and “xavier”: weights with mean 0 and the scheme's spread, biases 0",
            [*confirmed(network("he"), 0), *confirmed(network("xavier"), 0)],
        ),
        Aspect(
            "seed",
            1,
            "the same seed gives the same parameters, another seed gives others",
            [*confirmed(twice_one_seed, 0, 2)],
        ),
    ],
    hints=[
        "Go through neighbouring sizes, as in layer_shapes, and build one pair (W, b) for each.",
        "rng.normal(0.0, std, (D, H)) draws a whole W. Which std does each scheme want?",
        (
            'A dict keeps the schemes apart: {"zeros": 0.0, "he": np.sqrt(2 / D), …}[scheme]. The '
            "biases are np.zeros(H)."
        ),
    ],
)

ROOTS = {
    "zeros": lambda D, H: 0.0,
    "he": lambda D, H: np.sqrt(2 / D),
    "xavier": lambda D, H: np.sqrt(2 / (D + H)),
}


def drawn(sizes, rng, scheme, roots=ROOTS):
    """The reference with another table of spreads."""
    return [(rng.normal(0.0, roots[scheme](D, H), (D, H)), np.zeros(H)) for D, H in pairwise(sizes)]


@init_params.misconception(
    "zeros", "W is turned round: rows are inputs and columns are units, (D, H)."
)
def weights_transposed(sizes, rng, scheme):
    return [(W.T, b) for W, b in drawn(sizes, rng, scheme)]


@init_params.misconception(
    "zeros", "A bias vector has one axis, (H,); this one has a second axis of length 1."
)
def bias_as_a_row(sizes, rng, scheme):
    return [(W, b[np.newaxis]) for W, b in drawn(sizes, rng, scheme)]


@init_params.misconception(
    "zeros", "The last layer is missing: the output layer has weights and biases too."
)
def without_the_output_layer(sizes, rng, scheme):
    return drawn(sizes, rng, scheme)[:-1]


@init_params.misconception(
    "zeros", "“zeros” asks for weights of exactly 0; small random ones are another scheme."
)
def never_zero(sizes, rng, scheme):
    return drawn(sizes, rng, "he" if scheme == "zeros" else scheme)


@init_params.misconception(
    "spread",
    "2 / D is the variance; rng.normal takes the standard deviation, its square root.",
)
def variance_for_spread(sizes, rng, scheme):
    return drawn(
        sizes, rng, scheme, {name: lambda D, H, f=f: f(D, H) ** 2 for name, f in ROOTS.items()}
    )


@init_params.misconception(
    "spread",
    "√(1 / D) goes by the name of Xavier in some notes; Glorot's scheme, PyTorch's and this "
    "course's, counts both sides: √(2 / (D + H)).",
)
def inputs_alone_for_xavier(sizes, rng, scheme):
    return drawn(sizes, rng, scheme, ROOTS | {"xavier": lambda D, H: np.sqrt(1 / D)})


@init_params.misconception(
    "spread", "“he” goes by the number of inputs D, over which each unit sums; here it went by H."
)
def units_for_inputs(sizes, rng, scheme):
    return drawn(sizes, rng, scheme, ROOTS | {"he": lambda D, H: np.sqrt(2 / H)})


@init_params.misconception(
    "spread",
    "0.01 for all layers forgets how many inputs a unit sums over; the spread depends on D.",
)
def a_hundredth(sizes, rng, scheme):
    tiny = {"zeros": ROOTS["zeros"], **dict.fromkeys(("he", "xavier"), lambda D, H: 0.01)}
    return drawn(sizes, rng, scheme, tiny)


@init_params.misconception(
    "spread", "Drawn from the standard normal, and not scaled: multiply by the scheme's spread."
)
def not_scaled(sizes, rng, scheme):
    ones = {"zeros": ROOTS["zeros"], **dict.fromkeys(("he", "xavier"), lambda D, H: 1.0)}
    return drawn(sizes, rng, scheme, ones)


@init_params.misconception(
    "spread",
    "rng.random draws between 0 and 1, so no weight is negative; the weights need mean 0.",
)
def positive_weights(sizes, rng, scheme):
    return [(rng.random((D, H)) * ROOTS[scheme](D, H), np.zeros(H)) for D, H in pairwise(sizes)]


@init_params.misconception(
    "spread",
    "A uniform draw from −s to s has the standard deviation s / √3; stretch its limits by √3.",
)
def uniform_within_the_spread(sizes, rng, scheme):
    roots = ((D, H, ROOTS[scheme](D, H)) for D, H in pairwise(sizes))
    return [(rng.uniform(-s, s, (D, H)), np.zeros(H)) for D, H, s in roots]


@init_params.misconception(
    "spread", "The biases were drawn at random; here they all begin at 0, only weights are drawn."
)
def random_biases(sizes, rng, scheme):
    return [
        (W, ROOTS[scheme](*W.shape) * rng.normal(size=len(b))) for W, b in drawn(sizes, rng, scheme)
    ]


@init_params.misconception(
    "spread",
    "One row was drawn and repeated for every input; ask for the whole shape (D, H) at once.",
)
def one_row_repeated(sizes, rng, scheme):
    return [
        (np.tile(rng.normal(0, ROOTS[scheme](D, H), (1, H)), (D, 1)), np.zeros(H))
        for D, H in pairwise(sizes)
    ]


@init_params.misconception(
    "seed",
    "np.random draws from a generator of its own; the numbers must come from `rng`, or a seed "
    "cannot repeat them.",
)
def global_generator(sizes, rng, scheme):
    return drawn(sizes, np.random.default_rng(), scheme)


@init_params.misconception(
    "seed",
    "A generator was made inside the function, so `rng` has no say and every network begins alike.",
)
def seed_of_its_own(sizes, rng, scheme):
    return drawn(sizes, np.random.default_rng(42), scheme)


@init_params.alternative
def layer_by_layer(sizes, rng, scheme):
    params = []
    for i in range(1, len(sizes)):
        D, H = sizes[i - 1], sizes[i]
        if scheme == "zeros":
            W = np.zeros((D, H))
        elif scheme == "he":
            W = rng.standard_normal((D, H)) * np.sqrt(2 / D)
        else:
            W = rng.standard_normal((D, H)) * np.sqrt(2 / (D + H))
        params.append((W, np.zeros(H)))
    return params


@init_params.alternative
def uniform_draws(sizes, rng, scheme):
    limits = ((D, H, np.sqrt(3) * ROOTS[scheme](D, H)) for D, H in pairwise(sizes))
    return [[rng.uniform(-limit, limit, (D, H)), np.zeros(H)] for D, H, limit in limits]


@init_params.alternative
def last_layer_first(sizes, rng, scheme):
    turned = drawn(sizes[::-1], rng, "he")
    return [
        (W.T * ROOTS[scheme](*W.T.shape) / np.sqrt(2 / len(W)), np.zeros(W.shape[0]))
        for W, _ in turned[::-1]
    ]
