"""Cost and gradients of a whole network."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, fixed
from .draws import labels, network, numbers


def net(N: int, sizes: list[int], activation: str):
    def draw(rng: np.random.Generator) -> Call:
        y = labels(rng, N, sizes[-1])
        return call(network(rng, sizes), numbers(rng, N, sizes[0]), y, activation)

    return draw


BY_HAND = call(
    [
        (np.array([[1.0]]), np.array([0.0])),
        (np.array([[0.0, np.log(3.0)]]), np.array([0.0, 0.0])),
    ],
    np.array([[1.0]]),
    np.array([0]),
    "relu",
)
SQUARE = call(
    [
        (np.array([[1.0, -0.5], [0.5, 2.0]]), np.array([0.5, -0.25])),
        (np.array([[0.5, -1.0], [1.5, 0.25]]), np.array([0.25, 0.5])),
    ],
    np.array([[1.0, 0.5], [-0.5, 1.5]]),
    np.array([0, 1]),
    "tanh",
)

mlp_loss_and_grads = Exercise(
    reference=nn.mlp_loss_and_grads,
    statement="Forward, cost, and back: all gradients of a network of any depth.",
    aspects=[
        Aspect(
            "two layers",
            1.5,
            "cost and gradients of a network with one hidden layer",
            [BY_HAND, SQUARE, net(3, [2, 2, 2], "tanh"), net(2, [2, 3, 2], "sigmoid")],
        ),
        Aspect(
            "any depth",
            1.5,
            "three and four layers; one layer alone",
            [
                net(2, [2, 2, 2, 2], "tanh"),
                net(3, [3, 2, 4, 2], "sigmoid"),
                net(2, [2, 3, 2, 2, 3], "tanh"),
                net(3, [2, 3], "tanh"),
            ],
        ),
        Aspect(
            "relu, other shapes",
            1,
            "relu too, other shapes, arguments as they were",
            [
                *fixed(net(3, [2, 4, 3, 2], "relu"), 0),
                net(4, [3, 5, 3], "relu"),
                net(1, [1, 2, 4], "relu"),
                net(3, [2, 4, 3, 2], "relu"),
            ],
            pure=True,
        ),
    ],
    hints=[
        "nn.forward(X, params, activations) returns the logits and a cache of pairs (A, Z). Which "
        "function does the last layer get?",
        "Begin with dZ at the logits. Then, from the last layer to the first: dense_backward with "
        "that layer's A and W, and, unless it was the first, the activation before it.",
        "The activation between layers i − 1 and i took cache[i − 1][1]: that is the Z for its "
        "slope.",
    ],
)


def _forward(params, X, activation, last=np.positive):
    f = getattr(nn, activation)
    return nn.forward(X, params, [f] * (len(params) - 1) + [last])


def _end(logits, y):
    Y = nn.one_hot(y, logits.shape[1])
    return nn.softmax_cross_entropy(Y, logits), nn.softmax_cross_entropy_grad(Y, logits)


def _back(params, cache, dZ, step, bias=lambda dZ: np.sum(dZ, axis=0)):
    """From dZ at the last layer to the first; step(dA, i) leads through the activation after it."""
    grads = []
    for i in reversed(range(len(params))):
        grads.insert(0, (cache[i][0].T @ dZ, bias(dZ)))
        if i > 0:
            dZ = step(dZ @ params[i][0].T, i - 1)
    return grads


def _variant(params, X, y, activation, step=None, scale=1.0, **options):
    """A right answer but for what is given."""
    slope = getattr(nn, f"{activation}_grad")
    logits, cache = _forward(params, X, activation)
    cost, dZ = _end(logits, y)
    if step is None:
        return cost, _back(
            params, cache, scale * dZ, lambda dA, i: dA * slope(cache[i][1]), **options
        )
    return cost, _back(
        params, cache, scale * dZ, lambda dA, i: step(dA, cache, i, slope), **options
    )


@mlp_loss_and_grads.misconception(
    "two layers",
    "The activation's slope is missing: between two layers the gradient is multiplied by f′(Z).",
)
def no_slope_between_layers(params, X, y, activation):
    return _variant(params, X, y, activation, lambda dA, cache, i, slope: dA)


@mlp_loss_and_grads.misconception(
    "two layers",
    "The slope was taken at A, after the activation; it belongs to Z, before it.",
)
def slope_after_the_activation(params, X, y, activation):
    f = getattr(nn, activation)
    return _variant(
        params, X, y, activation, lambda dA, cache, i, slope: dA * slope(f(cache[i][1]))
    )


@mlp_loss_and_grads.misconception(
    "two layers",
    "The gradients belong to the sum of the losses: they are N times too large. dZ at the logits "
    "holds the 1/N.",
)
def gradients_of_the_sum(params, X, y, activation):
    return _variant(params, X, y, activation, scale=len(X))


@mlp_loss_and_grads.misconception(
    "two layers",
    "The 1/N came in twice: dZ at the logits holds it already.",
)
def divides_twice(params, X, y, activation):
    return _variant(params, X, y, activation, scale=1 / len(X))


@mlp_loss_and_grads.misconception(
    "two layers",
    "The activation was applied to the last layer as well; its Z are the logits, and softmax "
    "follows at once.",
)
def activates_the_logits(params, X, y, activation):
    f, slope = getattr(nn, activation), getattr(nn, f"{activation}_grad")
    scores, cache = _forward(params, X, activation, f)
    cost, dA = _end(scores, y)
    return cost, _back(
        params, cache, dA * slope(cache[-1][1]), lambda dA, i: dA * slope(cache[i][1])
    )


@mlp_loss_and_grads.misconception(
    "two layers",
    "The gradients stand from the last layer to the first; turn the list round before you return "
    "it.",
)
def last_layer_first(params, X, y, activation):
    cost, grads = _variant(params, X, y, activation)
    return cost, grads[::-1]


@mlp_loss_and_grads.misconception(
    "two layers",
    "db is a mean over the samples here; it is the sum, because dZ holds the 1/N already.",
)
def mean_for_the_bias(params, X, y, activation):
    return _variant(params, X, y, activation, bias=lambda dZ: np.mean(dZ, axis=0))


@mlp_loss_and_grads.misconception(
    "two layers",
    "The cost is the sum of the losses; it is their mean.",
)
def cost_as_a_sum(params, X, y, activation):
    cost, grads = _variant(params, X, y, activation)
    return cost * len(X), grads


@mlp_loss_and_grads.misconception(
    "two layers",
    "Softmax was applied twice: the last layer's Z go into the cross-entropy as logits, not as "
    "probabilities.",
)
def softmax_twice(params, X, y, activation):
    slope = getattr(nn, f"{activation}_grad")
    P, cache = _forward(params, X, activation, nn.softmax)
    cost, dZ = _end(P, y)
    return cost, _back(params, cache, dZ, lambda dA, i: dA * slope(cache[i][1]))


@mlp_loss_and_grads.misconception(
    "any depth",
    "This works for two layers only: with more, the way back goes on, one layer after another.",
)
def two_layers_at_most(params, X, y, activation):
    cost, grads = _variant(params, X, y, activation)
    zeros = [(0 * dW, 0 * db) for dW, db in grads[:-2]]
    return cost, zeros + grads[-2:]


@mlp_loss_and_grads.misconception(
    "relu, other shapes",
    "For relu the slope is 1 or 0, by the sign of Z; another activation's slope was used here.",
)
def tanh_slope_for_relu(params, X, y, activation):
    if activation != "relu":
        return _variant(params, X, y, activation)
    return _variant(
        params, X, y, activation, lambda dA, cache, i, slope: dA * nn.tanh_grad(cache[i][1])
    )


@mlp_loss_and_grads.misconception(
    "relu, other shapes",
    "The parameters were moved: this function computes gradients, and somebody else consumes them.",
)
def moves_the_parameters(params, X, y, activation):
    cost, grads = _variant(params, X, y, activation)
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W -= 0.1 * dW
        b -= 0.1 * db
    return cost, grads


@mlp_loss_and_grads.alternative
def layer_calls_layer(params, X, y, activation):
    f, slope = getattr(nn, activation), getattr(nn, f"{activation}_grad")

    def through(A, rest):
        """Gradient for A, and those of the layers in rest."""
        (W, b), later = rest[0], rest[1:]
        Z = A @ W + b
        if later:
            cost, dA, grads = through(f(Z), later)
            dZ = dA * slope(Z)
        else:
            (cost, dZ), grads = _end(Z, y), []
        return cost, dZ @ W.T, [(A.T @ dZ, dZ.sum(axis=0)), *grads]

    cost, _, grads = through(X, params)
    return cost, grads


@mlp_loss_and_grads.alternative
def with_slopes_from_outputs(params, X, y, activation):
    slopes = {
        "sigmoid": lambda A: A * (1 - A),
        "tanh": lambda A: 1 - A**2,
        "relu": lambda A: (A > 0) * 1.0,
    }
    kept = [X]
    for W, b in params[:-1]:
        kept.append(getattr(nn, activation)(kept[-1] @ W + b))
    W, b = params[-1]
    cost, dZ = _end(kept[-1] @ W + b, y)
    grads = []
    while kept:
        A, (W, _) = kept.pop(), params[len(kept)]
        grads.append([np.einsum("nd,nh->dh", A, dZ), np.einsum("nh->h", dZ)])
        dZ = np.einsum("nh,dh->nd", dZ, W) * slopes[activation](A)
    return [cost, grads[::-1]]
