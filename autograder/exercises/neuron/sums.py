"""What one unit computes for one sample: its sum, and its answer."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from .draws import one_unit, quarter, quarters
from .wording import FORGETS_THE_BIAS

TWO = call(np.array([2.0, 3.0]), np.array([4.0, -1.0]), 1.0)
WITHOUT_BIAS = call(np.array([1.0, 2.0]), np.array([3.0, -5.0]), 0.0)

weighted_sum = Exercise(
    reference=nn.weighted_sum,
    statement="Multiply every input by its weight, add the products up, and add the bias.",
    aspects=[
        Aspect(
            "values",
            1,
            "w₁x₁ + w₂x₂ + b for two inputs",
            [TWO, *confirmed(lambda rng: one_unit(rng, 2), 0)],
        ),
        Aspect(
            "any number of inputs",
            0.5,
            "one input, or five",
            [
                lambda rng: call(np.array([2.0]), np.array([1.5]), quarter(rng)),
                *confirmed(lambda rng: one_unit(rng, 5), 0),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves x and w as they were",
            [WITHOUT_BIAS, *confirmed(lambda rng: one_unit(rng, 3), 0)],
            pure=True,
        ),
    ],
    hints=[
        "Take x = (2, 3) and w = (4, −1) and do it on paper. How many numbers do you end with?",
        "`w * x` gives the products. What turns several numbers into one?",
        "`w @ x` multiplies and adds up in one go. Only the bias is missing then.",
    ],
)


@weighted_sum.misconception("values", FORGETS_THE_BIAS)
def products_only(x, w, b):
    return np.sum(w * x)


@weighted_sum.misconception(
    "values",
    "`*` gives one product for each input, and they are still apart: a unit adds them up, so one "
    "number comes out.",
)
def products_not_summed(x, w, b):
    return w * x + b


@weighted_sum.misconception(
    "values",
    "The bias is added to every product, so it is counted once for each input; it comes once, "
    "after the sum.",
)
def bias_for_every_input(x, w, b):
    return np.sum(w * x + b)


@weighted_sum.misconception(
    "values",
    "Inputs and weights are summed apart and then multiplied; each input must meet its own weight "
    "first.",
)
def sums_before_products(x, w, b):
    return np.sum(x) * np.sum(w) + b


@weighted_sum.misconception(
    "values", "Weights are added to the inputs here; a weight multiplies its input."
)
def adds_the_weights(x, w, b):
    return np.sum(x + w) + b


@weighted_sum.misconception(
    "values", "The sum is multiplied by the bias; a bias is added, it scales nothing."
)
def multiplies_by_the_bias(x, w, b):
    return np.sum(w * x) * b


@weighted_sum.misconception(
    "values", "This is an average: a unit adds the products up and does not divide by their number."
)
def averages(x, w, b):
    return np.mean(w * x) + b


@weighted_sum.misconception(
    "values",
    "`return` stands inside the loop, so the function ends after the first product; move it out "
    "of the loop.",
)
def returns_inside_the_loop(x, w, b):
    z = b
    for x_i, w_i in zip(x, w, strict=True):
        z = z + w_i * x_i
        return z


@weighted_sum.misconception(
    "values",
    "Every turn of the loop overwrites z, so only the last product is left; add to z instead.",
)
def keeps_the_last_product(x, w, b):
    for x_i, w_i in zip(x, w, strict=True):
        z = w_i * x_i
    return z + b


@weighted_sum.misconception(
    "pure",
    "This writes into the caller's x, as `x *= w` does, and its inputs are lost; `x * w` makes a "
    "new array.",
)
def multiplies_in_place(x, w, b):
    x *= w
    return x.sum() + b


@weighted_sum.alternative
def with_a_loop(x, w, b):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
    return z


@weighted_sum.alternative
def sum_of_products(x, w, b):
    return sum(w_i * x_i for w_i, x_i in zip(w, x, strict=True)) + b


@weighted_sum.alternative
def bias_as_a_weight(x, w, b):
    return np.append(x, 1.0) @ np.append(w, b)


def half_up(rng: np.random.Generator) -> Call:
    """Any unit, with an activation that treats both signs in its own way."""
    return call(quarters(rng, 2), quarters(rng, 2), quarter(rng), code("lambda z: 10 - 2 * z"))


neuron = Exercise(
    reference=nn.neuron,
    statement="One artificial neuron: the weighted sum, then whatever activation it was given.",
    aspects=[
        Aspect(
            "values",
            1,
            "activation(w₁x₁ + w₂x₂ + b)",
            [
                call(np.array([2.0, 1.0]), np.array([1.0, -3.0]), -1.0, code("abs")),
                call(np.array([3.0, 2.0]), np.array([0.5, -1.0]), 2.0, code("lambda z: z ** 2")),
                half_up,
            ],
        ),
        Aspect(
            "any activation",
            1,
            "uses the activation that it is given, also the step",
            [
                call(
                    np.array([1.0, 2.0]),
                    np.array([3.0, -1.0]),
                    2.0,
                    code("lambda z: z"),
                ),
                call(
                    np.array([1.0, 2.0, 1.0]),
                    np.array([-3.0, 1.0, -1.0]),
                    2.0,
                    code("lambda z: 1.0 if z >= 0 else 0.0"),
                ),
                call(
                    np.array([2.0, 1.0]),
                    np.array([1.0, -3.0]),
                    -1.0,
                    code("lambda z: 5.0 if z >= 0 else -5.0"),
                ),
                lambda rng: call(
                    quarters(rng, 3), quarters(rng, 3), quarter(rng), code("lambda z: z / 2 + 7")
                ),
            ],
        ),
    ],
    hints=[
        "It is two lines: what does the unit compute first, and what happens to that number?",
        "`activation` is a function, like abs or your own step. How is a function called?",
        "First z = w @ x + b. Then the answer is activation(z).",
    ],
)


@neuron.misconception("values", "The activation never gets a chance: z still has to go through it.")
def forgets_to_answer(x, w, b, activation):
    return w @ x + b


@neuron.misconception(
    "values",
    "The bias is added after the activation; it belongs to the sum, so the activation sees it.",
)
def bias_after_the_answer(x, w, b, activation):
    return activation(w @ x) + b


@neuron.misconception("values", "The bias is missing: the activation gets w₁x₁ + w₂x₂ + … + b.")
def no_bias_at_all(x, w, b, activation):
    return activation(w @ x)


@neuron.misconception(
    "values",
    "Every product goes through the activation by itself; a unit adds up first and answers once.",
)
def answers_for_each_input(x, w, b, activation):
    return sum(activation(product) for product in w * x) + b


@neuron.misconception(
    "values",
    "The activation is applied to the inputs; the weighted sum comes first, and it is the sum that "
    "is activated.",
)
def activates_the_inputs(x, w, b, activation):
    return w @ np.array([activation(x_i) for x_i in x]) + b


@neuron.misconception(
    "any activation",
    "A step is built in, whatever activation was given; call the function that came as the fourth "
    "argument.",
)
def always_a_step(x, w, b, activation):
    return 1.0 if w @ x + b >= 0 else 0.0


@neuron.misconception(
    "values",
    "The function itself is handed back instead of its answer: call it, with z in round brackets.",
)
def returns_the_function(x, w, b, activation):
    z = w @ x + b  # noqa: F841
    return activation


@neuron.misconception(
    "values",
    "The answer is multiplied by z; the activation's answer is all that leaves the unit.",
)
def multiplies_by_the_answer(x, w, b, activation):
    z = w @ x + b
    return z * activation(z)


@neuron.alternative
def in_a_loop(x, w, b, activation):
    z = b
    for x_i, w_i in zip(x, w, strict=True):
        z = z + x_i * w_i
    return activation(z)


@neuron.alternative
def through_weighted_sum(x, w, b, activation):
    return activation(nn.weighted_sum(x, w, b))


@neuron.alternative
def with_np_dot(x, w, b, activation):
    return activation(np.dot(x, w) + b)


@weighted_sum.misconception(
    "values", "The last input is left out: range(len(x) - 1) ends one too soon."
)
def leaves_out_the_last(x, w, b):
    return float(np.sum(x[:-1] * w[:-1]) + b)
