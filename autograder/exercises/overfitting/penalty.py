"""`l2_penalty` and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import network


def layers(*sizes: int):
    """A draw: a network of these sizes and a strength."""

    def draw(rng: np.random.Generator) -> Call:
        return call(network(rng, *sizes), round(float(rng.uniform(0.1, 0.9)), 2))

    return draw


def without_strength(rng: np.random.Generator) -> Call:
    return call(network(rng, 2, 2), 0.0)


ONE = [(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))]
BY_HAND = call(ONE, 0.5)
NO_BIAS = call([(np.array([[3.0], [1.0]]), np.zeros(1))], 0.1)

l2_penalty = Exercise(
    reference=nn.l2_penalty,
    statement="The price of large weights: λ/2 times the sum of all squared weights.",
    aspects=[
        Aspect(
            "one layer",
            1,
            "λ/2 times the sum of the squares of W; the biases do not count",
            [BY_HAND, NO_BIAS, layers(2, 3)],
        ),
        Aspect(
            "all layers",
            1,
            "every layer's weights, in a network of any depth; 2 layers and more",
            [layers(3, 2, 2), layers(2, 3, 1, 2)],
            pure=True,
        ),
    ],
    hints=[
        "What is left of the formula when the network has one layer with one weight?",
        "for W, b in params: goes through the layers; np.sum(W**2) is one layer's share.",
        "Add the layers' sums up, and multiply by lam / 2 at the end. float(…) makes it plain.",
    ],
)


def squares(params, what=lambda W, b: np.sum(W**2)) -> float:
    return float(sum(what(W, b) for W, b in params))


@l2_penalty.misconception(
    "one layer",
    "The half is missing. Keras leaves it out as well; here it is λ/2, and so the gradient is λ W.",
)
def without_the_half(params, lam):
    return lam * squares(params)


@l2_penalty.misconception(
    "one layer",
    "The biases were added too; a bias only shifts, and costs nothing here.",
)
def with_the_biases(params, lam):
    return lam / 2 * squares(params, lambda W, b: np.sum(W**2) + np.sum(b**2))


@l2_penalty.misconception("one layer", "Absolute values make an L1 penalty; L2 takes the squares.")
def absolute_values(params, lam):
    return lam / 2 * squares(params, lambda W, b: np.sum(np.abs(W)))


@l2_penalty.misconception(
    "one layer",
    "The root was taken: that is the length of W. The penalty is the sum of squares itself.",
)
def length_of_the_weights(params, lam):
    return lam / 2 * squares(params, lambda W, b: np.linalg.norm(W))


@l2_penalty.misconception(
    "one layer",
    "The mean of the squares shrinks as the network grows; the penalty is their sum.",
)
def mean_of_the_squares(params, lam):
    return lam / 2 * squares(params, lambda W, b: np.mean(W**2))


@l2_penalty.misconception(
    "one layer",
    "np.sum(W)**2 squares the sum, and there weights of different signs cancel; square each first.",
)
def square_of_the_sum(params, lam):
    return lam / 2 * squares(params, lambda W, b: np.sum(W) ** 2)


@l2_penalty.misconception(
    "one layer",
    "W @ W.T or np.dot multiplies rows with each other; the square of each entry is W**2.",
)
def matrix_product_for_squares(params, lam):
    return lam / 2 * squares(params, lambda W, b: np.sum(W @ W.T))


@l2_penalty.misconception(
    "all layers", "Only the first layer is counted; return after the loop, not inside it."
)
def first_layer_alone(params, lam):
    return lam / 2 * squares(params[:1])


@l2_penalty.misconception(
    "all layers", "The sum is set anew in each layer, so that only the last one is left."
)
def last_layer_alone(params, lam):
    return lam / 2 * squares(params[-1:])


@l2_penalty.misconception(
    "one layer",
    "The half is missing, and the biases were added too. It is λ/2 times the squares of the "
    "weights alone.",
)
def biases_and_no_half(params, lam):
    return lam * squares(params, lambda W, b: np.sum(W**2) + np.sum(b**2))


@l2_penalty.misconception(
    "one layer",
    "The root was taken, and the half is missing: this is λ times the length of W. The penalty "
    "is λ/2 times the sum of squares itself.",
)
def length_and_no_half(params, lam):
    return lam * squares(params, lambda W, b: np.linalg.norm(W))


@l2_penalty.alternative
def one_long_vector(params, lam):
    w = np.concatenate([W.ravel() for W, _ in params])
    return 0.5 * lam * float(w @ w)


@l2_penalty.alternative
def weight_by_weight(params, lam):
    total = 0.0
    for layer in params:
        for row in layer[0]:
            for w in row:
                total += float(w) * float(w)
    return total * lam / 2


l2_penalty_grad = Exercise(
    reference=nn.l2_penalty_grad,
    statement="The gradient of the L2 penalty: a pair for each layer.",
    aspects=[
        Aspect(
            "one layer",
            1,
            "λ W beside zeros in the shape of b",
            [BY_HAND, NO_BIAS, layers(2, 3)],
        ),
        Aspect(
            "all layers",
            1,
            "one pair for each layer, in their order; the arguments are left as they were",
            [layers(3, 2, 2), layers(2, 3, 1, 2), without_strength],
            pure=True,
        ),
    ],
    hints=[
        "What is the derivative of λ/2 · w² by w?",
        "The biases are in no term of the penalty, so their gradient is 0: np.zeros_like(b).",
        "A list with one pair (lam * W, np.zeros_like(b)) for every (W, b) in params.",
    ],
)


def pairs(params, weight, bias=lambda b: np.zeros_like(b)):
    return [(weight(W), bias(b)) for W, b in params]


@l2_penalty_grad.misconception(
    "one layer",
    "The 2 of the square and the half of λ/2 cancel, and λ W is left; 2 λ W belongs to a penalty "
    "without the half.",
)
def twice_too_large(params, lam):
    return pairs(params, lambda W: 2 * lam * W)


@l2_penalty_grad.misconception(
    "one layer", "The half is still there: the derivative of w² is 2 w, and so λ W is left."
)
def half_is_left(params, lam):
    return pairs(params, lambda W: lam / 2 * W)


@l2_penalty_grad.misconception(
    "one layer",
    "The biases have a gradient here, though they are in no term of the penalty; theirs is 0.",
)
def decays_the_biases(params, lam):
    return pairs(params, lambda W: lam * W, lambda b: lam * b)


@l2_penalty_grad.misconception(
    "one layer",
    "λ times the sign of W is the gradient of an L1 penalty; with L2 large weights are pulled "
    "harder.",
)
def signs_alone(params, lam):
    return pairs(params, lambda W: lam * np.sign(W))


@l2_penalty_grad.misconception(
    "one layer",
    "The minus belongs to the update, θ − α g; the gradient itself points uphill, away from 0.",
)
def turned_round(params, lam):
    return pairs(params, lambda W: -lam * W)


@l2_penalty_grad.misconception(
    "one layer", "A single 0 for the biases; their gradient has the shape of b."
)
def one_zero_for_the_biases(params, lam):
    return pairs(params, lambda W: lam * W, lambda b: 0.0)


@l2_penalty_grad.misconception(
    "one layer", "Only the weights' gradients are there; each layer needs a pair (dW, db)."
)
def without_the_pairs(params, lam):
    return [lam * W for W, _ in params]


@l2_penalty_grad.misconception(
    "all layers",
    "The layers stand in the wrong order. The way back goes from last to first, but the list "
    "begins with the first.",
)
def last_layer_first(params, lam):
    return pairs(params, lambda W: lam * W)[::-1]


@l2_penalty_grad.alternative
def layer_by_layer(params, lam):
    grads = []
    for layer in params:
        dW = layer[0].copy()
        dW *= lam
        grads.append([dW, 0.0 * layer[1]])
    return grads


@l2_penalty_grad.alternative
def as_a_tuple(params, lam):
    return tuple((np.multiply(W, lam), np.zeros(b.shape)) for W, b in params)


@l2_penalty.misconception(
    "one layer",
    "The root of the whole sum was taken: that is the length of all weights. The penalty is the "
    "sum of squares itself.",
)
def length_of_all(params, lam):
    return lam / 2 * float(np.sqrt(sum(np.sum(W**2) for W, _ in params)))
