"""Exercise on a whole network: forward propagation, with a cache for the way back."""

from itertools import pairwise

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from ..value_text import literal
from .draws import numbers

FUNCTIONS = ("np.tanh", "np.square", "np.negative", "lambda z: np.maximum(z, 0)", "lambda z: z")


def drawn_network(rng: np.random.Generator, N: int, sizes: list[int]):
    """A batch, parameters, and the source of a list of activations, all different."""
    layers = list(pairwise(sizes))
    params = [(numbers(rng, D, H), numbers(rng, H)) for D, H in layers]
    chosen = rng.choice(len(FUNCTIONS), len(layers), replace=False)
    return numbers(rng, N, sizes[0]), params, f"[{', '.join(FUNCTIONS[i] for i in chosen)}]"


def shown(X, params, activations: str, wanted: str) -> Call:
    """A script that runs the network and shows what is wanted of it: "Y", "cache"."""
    return script(
        f"X = {literal(X)}\n"
        f"params = {literal(params)}\n"
        f"Y, cache = forward(X, params, {activations})\n"
        f"{wanted}"
    )


def asked(wanted: str, N: int, *sizes: int):
    """A function that draws a batch of N and a network of these sizes."""
    return lambda rng: shown(*drawn_network(rng, N, list(sizes)), wanted)


CHAIN = (
    np.array([[1.0]]),
    [(np.array([[2.0]]), np.array([1.0])), (np.array([[-3.0]]), np.array([4.0]))],
    "[np.square, np.negative]",
)
SQUARE = (
    np.array([[1.0, 2.0], [-1.0, 0.0]]),
    [
        (np.array([[1.0, -2.0], [0.0, 3.0]]), np.array([0.5, 2.0])),
        (np.array([[2.0, 0.0], [1.0, -1.0]]), np.array([-1.0, 3.0])),
    ],
    "[np.abs, np.square]",
)

forward = Exercise(
    reference=nn.forward,
    statement=(
        "A batch on its way through a whole network. Keep what came into each layer, and its sums: "
        "the way back will need them."
    ),
    aspects=[
        Aspect(
            "output",
            1.5,
            "Y is the last layer's activation, for any number of layers",
            [
                shown(*CHAIN, "Y"),
                shown(*SQUARE, "Y"),
                asked("Y", 2, 2, 3, 1),
                asked("Y", 1, 3, 2),
                asked("Y", 0, 2, 1, 3, 2),
            ],
        ),
        Aspect(
            "cache",
            1,
            "cache holds (A, Z) of each layer: what came in, and the sums before f",
            [shown(*CHAIN, "cache"), *confirmed(asked("cache", 2, 3, 2, 1), 0)],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves X and params as they were",
            [*confirmed(asked("[Y, X, params]", 2, 2, 3, 1), 1)],
        ),
    ],
    hints=[
        "Take one sample and two layers, and go through them on paper. What goes into layer 2?",
        "One variable travels: begin with A = X. Each layer makes Z of A, and the next A of Z.",
        (
            "for (W, b), f in zip(params, activations): Z = A @ W + b; append (A, Z) to the cache; "
            "only then A = f(Z)."
        ),
    ],
)


def run(X, params, activations, layer):
    """A forward pass in which `layer(A, W, b, f)` gives the new A and the cache's entry."""
    A, cache = X, []
    for (W, b), f in zip(params, activations, strict=True):
        A, entry = layer(A, W, b, f)
        cache.append(entry)
    return A, cache


@forward.misconception(
    "output",
    "X went into every layer; each layer takes what the layer before it gave.",
)
def inputs_into_every_layer(X, params, activations):
    A, cache = X, []
    for (W, b), f in zip(params, activations, strict=True):
        Z = X @ W + b
        cache.append((X, Z))
        A = f(Z)
    return A, cache


@forward.misconception(
    "output", "No activation was applied: after each sum Z comes A = f(Z), with that layer's f."
)
def no_activation(X, params, activations):
    return run(X, params, activations, lambda A, W, b, f: (A @ W + b, (A, A @ W + b)))


@forward.misconception(
    "output",
    "The last layer's activation is missing: Y is f(Z) there too, with the last f of the list.",
)
def output_not_activated(X, params, activations):
    _, cache = nn.forward(X, params, activations)
    return cache[-1][1], cache


@forward.misconception(
    "output", "The first layer's f was used everywhere; each layer has its own in the list."
)
def first_activation_everywhere(X, params, activations):
    return nn.forward(X, params, [activations[0]] * len(params))


@forward.misconception("output", "The biases are missing: each layer computes Z = A @ W + b.")
def without_biases(X, params, activations):
    return nn.forward(X, [(W, 0 * b) for W, b in params], activations)


@forward.misconception(
    "output", "Weights multiply, biases are added: each layer computes Z = A @ W + b."
)
def multiplies_by_the_biases(X, params, activations):
    return run(X, params, activations, lambda A, W, b, f: (f(A @ W * b), (A, A @ W * b)))


@forward.misconception(
    "output",
    "The order is turned round: samples are rows here, so A stands on the left of W.",
)
def weights_first(X, params, activations):
    return run(X, params, activations, lambda A, W, b, f: (f(W @ A + b), (A, W @ A + b)))


@forward.misconception(
    "output",
    "Only the first layer was computed: `return` stands inside the loop and ends it at once.",
)
def returns_too_early(X, params, activations):
    return nn.forward(X, params[:1], activations[:1])


@forward.misconception("output", "Y alone came back; the cache is wanted with it: return Y, cache.")
def forgets_the_cache(X, params, activations):
    return nn.forward(X, params, activations)[0]


@forward.misconception(
    "cache",
    "The cache holds what came out of each layer; the way back needs what came in.",
)
def caches_what_came_out(X, params, activations):
    return run(X, params, activations, lambda A, W, b, f: (f(A @ W + b), (f(A @ W + b), A @ W + b)))


@forward.misconception(
    "cache", "The pair is turned round: first A, what came in, then Z, the sums."
)
def pairs_turned_round(X, params, activations):
    Y, cache = nn.forward(X, params, activations)
    return Y, [(Z, A) for A, Z in cache]


@forward.misconception(
    "cache",
    "The second part of each pair is f(Z); the sums before the activation are wanted.",
)
def caches_activations_for_sums(X, params, activations):
    return run(X, params, activations, lambda A, W, b, f: (f(A @ W + b), (A, f(A @ W + b))))


@forward.misconception(
    "pure", "`params.pop(0)` empties the caller's list: the network is gone after one call."
)
def uses_the_params_up(X, params, activations):
    A, cache = X, []
    for f in activations:
        W, b = params.pop(0)
        cache.append((A, A @ W + b))
        A = f(cache[-1][1])
    return A, cache


@forward.alternative
def with_indices(X, params, activations):
    A, cache = X, []
    for i in range(len(params)):
        Z = np.dot(A, params[i][0]) + params[i][1]
        cache += [[A, Z]]
        A = activations[i](Z)
    return A, cache


@forward.alternative
def by_recursion(X, params, activations):
    if not params:
        return X, []
    Z = np.einsum("nd,dh->nh", X, params[0][0]) + params[0][1]
    Y, rest = by_recursion(activations[0](Z), params[1:], activations[1:])
    return Y, [(X, Z), *rest]


@forward.alternative
def lists_of_all(X, params, activations):
    inputs, sums = [X], []
    for (W, b), f in zip(params, activations, strict=True):
        sums.append(inputs[-1] @ W + b)
        inputs.append(f(sums[-1]))
    return inputs[-1], list(zip(inputs[:-1], sums, strict=True))


@forward.misconception(
    "output",
    "Every layer was given X; each takes what the layer before it gave: A = f(Z), then A @ W.",
)
def every_layer_gets_x(X, params, activations):
    cache, A = [], X
    for (W, b), f in zip(params, activations, strict=True):
        Z = X @ W + b
        cache.append((A, Z))
        A = f(Z)
    return A, cache
