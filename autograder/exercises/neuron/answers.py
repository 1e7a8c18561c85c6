"""The answer of a step unit: for one sum, for an array of sums, for many samples."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import TABLE, quarter, quarters
from .wording import FORGETS_THE_BIAS, ONE_ANSWER, PLUS_MINUS, STRICTLY_ABOVE, YES_OR_NO

SIGNS = np.array([[-1.0, 2.0], [3.0, -4.0]])


def with_both_signs(*shape: int):
    """A draw of numbers without a 0, the first one negative and the last one positive."""

    def draw(rng: np.random.Generator) -> Call:
        z = quarters(rng, *shape)
        z.flat[0], z.flat[-1] = -abs(z.flat[0]), abs(z.flat[-1])
        return call(z)

    return draw


step = Exercise(
    reference=nn.step,
    statement="Answer 1 where z is 0 or more, otherwise 0.",
    aspects=[
        Aspect(
            "values",
            1,
            "1 above 0, and 0 below",
            [
                call(np.array([-2.0, 3.0])),
                call(np.array([0.25, -0.25])),
                *confirmed(with_both_signs(4), 8),
            ],
        ),
        Aspect(
            "zero",
            0.5,
            "at exactly 0 the answer is 1",
            [call(np.array([-1.0, 0.0, 1.0])), call(np.array([0.0, -0.5]))],
        ),
        Aspect(
            "shape",
            0.5,
            "keeps the shape and leaves z as it was: one number, a table, an empty array",
            [
                call(-1.5),
                call(2.0),
                call(SIGNS),
                call(np.array([[0.25], [-0.25]])),
                *confirmed(with_both_signs(2, 3), 0),
                call(np.zeros(0)),
            ],
            pure=True,
        ),
    ],
    hints=[
        "What should come out for −2, for 0, and for 3? Write the three answers down first.",
        "`z >= 0` asks the question of every number at once, and gives True or False for each.",
        "`np.where(question, 1.0, 0.0)` puts 1 where the answer is yes, and 0 elsewhere.",
    ],
)


@step.misconception("zero", STRICTLY_ABOVE)
def strictly_above(z):
    return np.where(z > 0, 1.0, 0.0)


@step.misconception("values", YES_OR_NO)
def true_and_false(z):
    return z >= 0


@step.misconception("values", ONE_ANSWER)
def one_question_for_all(z):
    if z >= 0:
        return 1.0
    return 0.0


@step.misconception("values", PLUS_MINUS)
def minus_one_for_no(z):
    return np.where(z >= 0, 1.0, -1.0)


@step.misconception(
    "values",
    "`np.sign` has three answers, −1, 0 and 1; a step has two, and 0 is the one for negative z.",
)
def three_answers(z):
    return np.sign(z)


@step.misconception(
    "zero",
    "`np.heaviside` takes its answer at 0 as a second argument, and here that is 1.",
)
def half_at_zero(z):
    return np.heaviside(z, 0.5)


@step.misconception(
    "values", "The two answers have changed places: 1 belongs to z ≥ 0, and 0 to what is below."
)
def turned_round(z):
    return np.where(z >= 0, 0.0, 1.0)


@step.misconception(
    "values", "This keeps the size of z; a step forgets it: every z of 0 or more gives exactly 1."
)
def keeps_the_size(z):
    return np.maximum(z, 0)


@step.misconception(
    "shape",
    "Assigning to `z[…]` writes the answers over the caller's numbers (and fails for a single "
    "float); make a new array.",
)
def writes_into_z(z):
    z[z >= 0] = 1
    z[z < 0] = 0
    return z


@step.misconception(
    "shape",
    "For a single number `z >= 0` is a plain True or False, which has no `.astype`; "
    "`np.where` takes numbers and arrays alike.",
)
def arrays_alone_have_astype(z):
    return (z >= 0).astype(float)


@step.alternative
def question_as_number(z):
    return (np.asarray(z) >= 0) * 1.0


@step.alternative
def heaviside(z):
    return np.heaviside(z, 1.0)


@step.alternative
def whole_numbers(z):
    return np.where(z < 0, 0, 1)


@step.alternative
def number_by_number(z):
    return np.vectorize(lambda one: 1.0 if one >= 0 else 0.0, otypes=[float])(z)


def samples(N: int, D: int):
    """A draw of N samples with D inputs, and a unit to answer them; no sum is 0."""

    def draw(rng: np.random.Generator) -> Call:
        X, w, b = quarters(rng, N, D), quarters(rng, D), quarter(rng)
        return draw(rng) if np.any(X @ w + b == 0) else call(X, w, b)

    return draw


predict = Exercise(
    reference=nn.predict,
    statement="One step unit, many samples: answer each row of X with 1 or 0.",
    aspects=[
        Aspect(
            "values",
            1,
            "1 where the row's sum is 0 or more, otherwise 0",
            [
                call(
                    np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 3.0]]),
                    np.array([1.0, -1.0]),
                    -1.0,
                ),
                call(np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([-1.0, 1.0]), 1.0),
                call(TABLE, np.array([-2.0, 3.0]), -0.5),
            ],
        ),
        Aspect(
            "shape",
            0.5,
            "one answer per row: one sample, more samples than inputs, none at all",
            [
                call(np.array([[1.0, -2.0]]), np.array([3.0, 1.0]), -2.0),
                samples(2, 3),
                *confirmed(samples(5, 2), 0),
                call(np.zeros((0, 2)), np.array([1.0, 1.0]), 0.5),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves X and w as they were",
            [call(TABLE, np.array([2.0, -1.0]), -0.5), *confirmed(samples(3, 2), 2)],
            pure=True,
        ),
    ],
    hints=[
        "For one row it is the step of a weighted sum. Which shape has `X @ w` for N rows?",
        "`X @ w + b` gives one sum z for each row. What does your step make of an array?",
        "Two lines: z = X @ w + b, then np.where(z >= 0, 1.0, 0.0).",
    ],
)


@predict.misconception("values", FORGETS_THE_BIAS)
def without_the_bias(X, w, b):
    return np.where(X @ w >= 0, 1.0, 0.0)


@predict.misconception("values", "These are the sums z; each still has to become 1 or 0.")
def sums_not_answers(X, w, b):
    return X @ w + b


@predict.misconception("values", STRICTLY_ABOVE)
def needs_more_than_zero(X, w, b):
    return np.where(X @ w + b > 0, 1.0, 0.0)


@predict.misconception("values", YES_OR_NO)
def yes_and_no(X, w, b):
    return X @ w + b >= 0


@predict.misconception("values", ONE_ANSWER)
def one_answer_for_all(X, w, b):
    return 1.0 if X @ w + b >= 0 else 0.0


@predict.misconception("values", PLUS_MINUS)
def answers_minus_one(X, w, b):
    return np.where(X @ w + b >= 0, 1.0, -1.0)


@predict.misconception(
    "values",
    "`w @ X` runs along the columns of X; a sample is a row, so X stands on the left: `X @ w`.",
)
def weights_on_the_left(X, w, b):
    return np.where(w @ X + b >= 0, 1.0, 0.0)


@predict.misconception(
    "values",
    "`X * w` leaves one product for each input; sum them along each row, or use `X @ w`.",
)
def a_product_for_each_input(X, w, b):
    return np.where(X * w + b >= 0, 1.0, 0.0)


@predict.misconception(
    "values",
    "`np.sum` without an axis adds up the whole table, all samples together; sum along each row, "
    "axis 1.",
)
def sums_the_whole_table(X, w, b):
    return np.where(np.sum(X * w) + b >= 0, 1.0, 0.0)


@predict.misconception(
    "values",
    "The sums run down the columns, axis 0; a sample is a row, so sum along axis 1.",
)
def sums_down_the_columns(X, w, b):
    return np.where(np.sum(X * w, axis=0) + b >= 0, 1.0, 0.0)


@predict.misconception(
    "values",
    "The answers stand in a column, shape (N, 1); w has one axis, so `X @ w` has one as well.",
)
def a_column_of_answers(X, w, b):
    return np.where(X @ w.reshape(-1, 1) + b >= 0, 1.0, 0.0)


@predict.misconception(
    "values",
    "The weighted sum is compared with b, as if b were a threshold; the bias is added, and the sum "
    "compared with 0.",
)
def bias_as_threshold(X, w, b):
    return np.where(X @ w >= b, 1.0, 0.0)


@predict.alternative
def by_step(X, w, b):
    return nn.step(X @ w + b)


@predict.alternative
def row_by_row(X, w, b):
    return np.array([1 if w @ x + b >= 0 else 0 for x in X], dtype=int)


@predict.alternative
def products_then_rows(X, w, b):
    return (np.sum(X * w, axis=1) >= -b) * 1.0
