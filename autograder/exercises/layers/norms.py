"""The size of each layer's gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import network


def gradients(sizes: list[int]):
    def draw(rng: np.random.Generator) -> Call:
        return call(network(rng, sizes))

    return draw


gradient_norms = Exercise(
    reference=nn.gradient_norms,
    statement="One number per layer: how large is its gradient?",
    aspects=[
        Aspect(
            "values",
            1,
            "√(Σ dW² + Σ db²) for each layer",
            [
                call([(np.array([[3.0]]), np.array([4.0]))]),
                call([(np.array([[1.0, -2.0], [2.0, 4.0]]), np.array([0.0, 0.0]))]),
                gradients([2, 2]),
            ],
        ),
        Aspect(
            "layers",
            0.5,
            "one entry per layer, the first layer first, grads as it was",
            [
                call(
                    [
                        (np.array([[3.0]]), np.array([4.0])),
                        (np.array([[0.0, 2.0]]), np.array([0.0, 0.0])),
                    ]
                ),
                gradients([2, 3, 2]),
                gradients([3, 1, 4, 2]),
            ],
            pure=True,
        ),
    ],
    hints=[
        "What is the length of the vector that holds all numbers of one layer's dW and db?",
        "np.sum(dW**2) adds up the squares of a whole matrix. Which root, and of which sum?",
        "A list with one number per layer, made into an array by np.array.",
    ],
)


def _per_layer(grads, size):
    return np.array([size(dW, db) for dW, db in grads])


@gradient_norms.misconception(
    "values", "The root is missing: this is the norm's square, 25 instead of 5."
)
def squared_norm(grads):
    return _per_layer(grads, lambda dW, db: np.sum(dW**2) + np.sum(db**2))


@gradient_norms.misconception(
    "values", "The norm of dW and that of db were added; the squares are added, then the root."
)
def adds_two_norms(grads):
    return _per_layer(grads, lambda dW, db: np.linalg.norm(dW) + np.linalg.norm(db))


@gradient_norms.misconception("values", "The bias belongs to the layer too: add Σ db².")
def weights_alone(grads):
    return _per_layer(grads, lambda dW, db: np.linalg.norm(dW))


@gradient_norms.misconception(
    "values",
    "This is the root of the mean square; a norm takes the sum.",
)
def mean_for_sum(grads):
    return _per_layer(grads, lambda dW, db: np.sqrt(np.mean(np.append(dW, db) ** 2)))


@gradient_norms.misconception(
    "values", "These are sums of sizes; a norm adds squares and takes the root."
)
def sum_of_sizes(grads):
    return _per_layer(grads, lambda dW, db: np.abs(dW).sum() + np.abs(db).sum())


@gradient_norms.misconception(
    "values",
    "`np.linalg.norm(dW, 2)` of a matrix is its largest singular value; here the plain root of the "
    "sum of squares is wanted, without the 2.",
)
def spectral_norm(grads):
    return _per_layer(grads, lambda dW, db: np.hypot(np.linalg.norm(dW, 2), np.linalg.norm(db)))


@gradient_norms.misconception(
    "layers", "This is one norm for the whole network; each layer gets its own."
)
def one_for_the_network(grads):
    total = sum(np.sum(dW**2) + np.sum(db**2) for dW, db in grads)
    return np.array([np.sqrt(total)])


@gradient_norms.misconception("layers", "The last layer stands first; keep the order of grads.")
def last_layer_first(grads):
    return nn.gradient_norms(grads)[::-1]


@gradient_norms.alternative
def with_one_long_vector(grads):
    return np.array([np.linalg.norm(np.concatenate([dW.ravel(), db])) for dW, db in grads])


@gradient_norms.alternative
def with_hypot(grads):
    sizes = np.zeros(len(grads))
    for i, (dW, db) in enumerate(grads):
        sizes[i] = np.hypot(np.linalg.norm(dW), np.linalg.norm(db))
    return sizes


@gradient_norms.misconception(
    "values",
    "dW² + db² adds db to every row of dW, so that it counts once for each input: sum each by "
    "itself, then add.",
)
def bias_in_every_row(grads):
    return np.array([np.sqrt(np.sum(dW**2 + db**2)) for dW, db in grads])
