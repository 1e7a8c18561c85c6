"""Logarithms, the standard deviation, and slopes."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed


def factors(rng: np.random.Generator) -> Call:
    return call(rng.uniform(0.1, 3.0, 5).round(2))


log_of_product = Exercise(
    reference=nn.log_of_product,
    statement="The logarithm of a product, without the product.",
    aspects=[
        Aspect(
            "values",
            1,
            "the logarithm of the product",
            [call(np.array([2.0, 0.5, np.e])), *confirmed(factors, 0)],
        ),
        Aspect(
            "tiny",
            1,
            "a product that no float can hold still has its logarithm; an empty one has 0",
            [
                call(code("np.full(1000, 0.001)")),
                call(code("np.full(400, 1e200)")),
                call(np.zeros(0)),
            ],
            quiet=True,
        ),
    ],
    hints=[
        "ln(a · b) = ln a + ln b.",
        "np.log takes the logarithm of every entry.",
        "return float(np.sum(np.log(p)))",
    ],
    stretch=True,
)


@log_of_product.misconception(
    "tiny", "The product of many small numbers is 0 in floats; add the logarithms instead."
)
def product_first(p):
    with np.errstate(over="ignore", divide="ignore"):
        return float(np.log(np.prod(p)))


@log_of_product.misconception(
    "values",
    "The logarithm of a sum is not the sum of logarithms; take np.log of every entry first.",
)
def log_of_the_sum(p):
    return float(np.log(np.sum(p) + (len(p) == 0)))


@log_of_product.misconception(
    "values", "ln of a product is the sum of logarithms, not their product."
)
def product_of_logs(p):
    return float(np.prod(np.log(p)))


@log_of_product.misconception("values", "np.log10 is the logarithm to base 10; ln is np.log.")
def base_ten(p):
    return float(np.sum(np.log10(p)))


@log_of_product.misconception("values", "This is the mean of the logarithms; asked is their sum.")
def mean_of_logs(p):
    return float(np.mean(np.log(p))) if len(p) else 0.0


@log_of_product.alternative
def one_after_another(p):
    total = 0.0
    for number in p:
        total += np.log(number)
    return float(total)


@log_of_product.alternative
def with_the_method(p):
    return float(np.log(p).sum())


def numbers(rng: np.random.Generator) -> Call:
    return call(rng.normal(2, 3, 6).round(2))


standard_deviation = Exercise(
    reference=nn.standard_deviation,
    statement="The root of the mean squared distance from the mean.",
    aspects=[
        Aspect(
            "values",
            1,
            "the root of the mean of the squared distances from the mean",
            [call(np.array([1.0, 3.0, 5.0, 7.0])), *confirmed(numbers, 0)],
        ),
        Aspect(
            "same",
            1,
            "moved numbers have the same spread, and alike ones none",
            [
                call(np.array([101.0, 103.0, 105.0, 107.0])),
                call(np.array([4.0, 4.0, 4.0, 6.0, 2.0])),
                call(np.array([4.0, 4.0, 4.0])),
                call(np.array([2.5])),
            ],
            pure=True,
        ),
    ],
    hints=[
        "First the mean, then every number's distance from it.",
        "Distances of both signs cancel; squares do not. Take the mean of the squares.",
        "np.sqrt of that mean.",
    ],
    stretch=True,
)


@standard_deviation.misconception(
    "values", "This is the variance, the mean square itself; the standard deviation is its root."
)
def without_the_root(x):
    return float(np.mean((x - np.mean(x)) ** 2))


@standard_deviation.misconception(
    "values",
    "This is the mean of the distances without their signs; asked is the root of the mean square.",
)
def mean_distance(x):
    return float(np.mean(np.abs(x - np.mean(x))))


@standard_deviation.misconception(
    "values",
    "Distances of both signs cancel, so that their mean is always 0; take the mean of their "
    "squares.",
)
def signed_distances(x):
    return float(np.mean(x - np.mean(x)))


@standard_deviation.misconception(
    "values", "The mean has to be taken off first; this measures how far the numbers lie from 0."
)
def distance_from_zero(x):
    return float(np.sqrt(np.mean(x**2)))


@standard_deviation.misconception(
    "values", "This divides by N − 1, as for a sample; the course divides by N."
)
def by_one_less(x):
    return float(np.std(x, ddof=1)) if len(x) > 1 else 0.0  # whose nan would be like nothing


@standard_deviation.misconception(
    "values", "A sum grows with the number of entries; take the mean of the squares."
)
def sum_of_squares(x):
    return float(np.sqrt(np.sum((x - np.mean(x)) ** 2)))


@standard_deviation.alternative
def from_numpy(x):
    return float(np.std(x))


@standard_deviation.alternative
def mean_of_squares_less_square_of_mean(x):
    mean = sum(x) / len(x)
    return float((sum((one - mean) ** 2 for one in x) / len(x)) ** 0.5)


def points(rng: np.random.Generator) -> Call:
    return call(rng.uniform(-3, 3, 4).round(2))


slope_of_a_chain = Exercise(
    reference=nn.slope_of_a_chain,
    statement="Use the chain rule: the slope of (3x + 1)².",
    aspects=[
        Aspect("numbers", 1, "the slope at one place", [call(1.0), call(0.0), call(-2.5)]),
        Aspect(
            "arrays",
            1,
            "the slope at every place of an array",
            [call(np.array([1.0, -1.0])), *confirmed(points, 0)],
        ),
    ],
    hints=[
        "Call the inside s = 3x + 1. What is the slope of s², as s moves?",
        "And how far does s move when x moves by 1? Multiply.",
        "return 2 * (3 * x + 1) * …",
    ],
    stretch=True,
)


@slope_of_a_chain.misconception(
    "numbers",
    "The inside moves 3 times as far as x: this factor is missing. The chain rule multiplies "
    "slopes.",
)
def forgets_the_inside(x):
    return 2 * (3 * x + 1)


@slope_of_a_chain.misconception("numbers", "This is y itself, not its slope.")
def the_value_itself(x):
    return (3 * x + 1) ** 2


@slope_of_a_chain.misconception(
    "numbers",
    "This is 6x. The square reaches over the whole bracket, so its slope is 2s at s = 3x + 1, "
    "not 2x.",
)
def outer_slope_at_x(x):
    return 2 * x * 3


@slope_of_a_chain.misconception(
    "numbers", "The two slopes are multiplied, not added: 2s · 3, not 2s + 3."
)
def adds_the_slopes(x):
    return 2 * (3 * x + 1) + 3


@slope_of_a_chain.alternative
def multiplied_out(x):
    return 18 * x + 6


@slope_of_a_chain.alternative
def step_by_step(x):
    inside = 3 * x + 1
    outer_slope = 2 * inside
    return outer_slope * 3


def two(*shape: int):
    def draw(rng: np.random.Generator) -> Call:
        u, v = rng.uniform(-3, 3, (2, *shape)).round(2)
        return call(u, v) if shape else call(float(u), float(v))

    return draw


partial_slopes = Exercise(
    reference=nn.partial_slopes,
    statement="Two partial slopes: one number moves, the other stands still.",
    aspects=[
        Aspect(
            "numbers",
            1,
            "the slope along u, then the slope along v",
            [call(1.0, 5.0), call(2.0, -1.0), *confirmed(two(), 0)],
        ),
        Aspect(
            "arrays",
            1,
            "both for every entry of two arrays",
            [call(np.array([1.0, 0.5, -2.0]), np.array([5.0, 2.0, 3.0])), *confirmed(two(3), 0)],
        ),
    ],
    hints=[
        "Along u: read v as if it were a number, say 5. The slope of 5u² + 15?",
        "Along v: read u² as a number. The slope of 7v + 3v?",
        "return 2 * u * v, …",
    ],
    stretch=True,
)


@partial_slopes.misconception(
    "numbers", "Along u, 3v stands still, and what stands still has the slope 0; it is not added."
)
def keeps_the_constant(u, v):
    return 2 * u * v + 3 * v, u**2 + 3


@partial_slopes.misconception(
    "numbers", "The two results are the wrong way round: first along u, then along v."
)
def the_wrong_way_round(u, v):
    return u**2 + 3, 2 * u * v


@partial_slopes.misconception(
    "numbers", "Along u, v is a factor that stays: the slope of u²·v is 2u·v, not 2u."
)
def loses_the_factor(u, v):
    return 2 * u, u**2 + 3


@partial_slopes.misconception(
    "numbers", "Along v, the slope of 3v is 3: each step of v adds 3, and v itself is gone."
)
def keeps_v_in_its_slope(u, v):
    return 2 * u * v, u**2 + 3 * v


@partial_slopes.misconception(
    "numbers", "Along v, the term 3v moves too, with slope 3; it is missing."
)
def loses_the_sum(u, v):
    return 2 * u * v, u**2


@partial_slopes.misconception(
    "numbers", "Only one number moves at a time; these are both slopes added up."
)
def moves_both(u, v):
    both = 2 * u * v + u**2 + 3
    return both, both


@partial_slopes.alternative
def by_the_product_rule(u, v):
    return np.multiply(2 * u, v), u * u + 3


@partial_slopes.alternative
def term_by_term(u, v):
    along_u = v * (u + u)
    along_v = u**2 * 1 + 3
    return along_u, along_v
