"""What lesson 11 measures of families: moved bars, fading memories, gradients through 20 layers."""

from functools import cache

import numpy as np

from workbook import nn
from workbook.plots.activations_measured import Table
from workbook.plots.choosing_measured import small_network

SIDE = 10
"""Pixels on each side of the small images."""

LEFT, RIGHT = (1, 2, 3), (6, 7, 8)
"""The columns in which a bar's middle may lie."""

UPRIGHT = np.array([[-1.0, 2.0, -1.0]] * 3)
"""A kernel that answers to upright bars; turned, `UPRIGHT.T`, it answers to lying ones."""


# Images -------------------------------------------------------------------------------------------


def bars(n, columns, rng):
    """Noisy images (n, SIDE, SIDE), each with a bar of three pixels; label 1 where it is upright.

    columns: where the bar's middle may lie.
    """
    y = rng.permutation(np.arange(n) % 2)
    images = rng.normal(0, 0.15, (n, SIDE, SIDE))
    for image, label in zip(images, y, strict=True):
        row, column = rng.integers(1, SIDE - 1), rng.choice(columns)
        if label:
            image[row - 1 : row + 2, column] += 1
        else:
            image[row, column - 1 : column + 2] += 1
    return images, y


def strongest(images):
    """For each image the largest answer anywhere to an upright and to a lying bar: (n, 2)."""
    return np.array(
        [[nn.conv2d(image, kernel).max() for kernel in (UPRIGHT, UPRIGHT.T)] for image in images]
    )


@cache
def moved_bars(seeds=5):
    """Shares that are right for bars on the left and on the right, after training on the left.

    Returns {"network": (left, right), "convolution": (left, right)}.
    """
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        images, y = bars(500, LEFT, rng)
        model = small_network(
            SIDE**2, (32, "relu"), (1, "sigmoid"), "binary_crossentropy", 0.003, rng
        )
        model.fit(images.reshape(500, -1), y, epochs=30, verbose=0)
        w, b = nn.logistic_regression_fit(strongest(images), y, 0.01)
        for columns in (LEFT, RIGHT):
            new, u = bars(300, columns, rng)
            by_network = model.predict(new.reshape(300, -1))[:, 0] > 0.5
            by_kernels = strongest(new) @ w + b > 0
            found.append([np.mean(by_network == u), np.mean(by_kernels == u)])
    shares = np.mean(np.reshape(found, (seeds, 2, 2)), axis=0)
    return {"network": tuple(shares[:, 0]), "convolution": tuple(shares[:, 1])}


def bars_table():
    """Trained on the left half, asked about both; return a `Table`."""
    found = moved_bars()
    learnt = {
        "network": ("dense network, 32 units", nn.count_params([SIDE**2, 32, 1])),
        "convolution": ("two kernels, largest answer", 2 * 9 + 3),
    }
    rows = [
        (name, str(count), *(f"{share:.0%}" for share in found[key]))
        for key, (name, count) in learnt.items()
    ]
    head = ("model", "parameters", "new bars on the left", "new bars on the right")
    title = "Upright or lying? Trained with bars on the left alone; means of five"
    return Table(title, head, tuple(rows))


# Sequences ----------------------------------------------------------------------------------------


def states(inputs, w_h, w_x=1.0, b=0.0):
    """The states of a recurrent unit, step by step, for a sequence of numbers: (T,)."""
    h, seen = np.zeros(1), []
    for x in inputs:
        h = nn.rnn_step(np.array([x]), h, np.array([[w_x]]), np.array([[w_h]]), np.array([b]))
        seen.append(h[0])
    return np.array(seen)


def memory_of_the_first(w_h, steps):
    """How much the last state changes with the first input: a slope, measured."""

    def last(first):
        return states([first[0], *[0.0] * (steps - 1)], w_h)[-1]

    return float(nn.numeric_grad(last, np.array([0.5]), 1e-5)[0])


# Gradients through depth --------------------------------------------------------------------------

DEPTH, WIDTH, BATCH = 20, 32, 64

XAVIER = np.sqrt(1 / WIDTH)
HE = np.sqrt(2 / WIDTH)


def deep(f, slope, spread, rng, normalised=False, residual=False):
    """Forward and back through DEPTH layers without biases: (the answer, the layers' dW).

    f, slope: an activation and its derivative. spread: the standard deviation of the weights.
    normalised: each unit's sums get mean 0 and spread 1 over the batch before f. residual: a
    layer's answer is its input plus f(…). The gradient that comes in at the end is 1 everywhere.
    """
    A = rng.normal(size=(BATCH, WIDTH))
    weights, cache = rng.normal(0, spread, (DEPTH, WIDTH, WIDTH)), []
    for W in weights:
        Z = A @ W
        std = Z.std(axis=0) if normalised else 1.0
        Z = (Z - Z.mean(axis=0)) / std if normalised else Z
        cache.append((A, Z, std))
        A = f(Z) + A if residual else f(Z)
    dA, grads = np.ones_like(A), []
    for W, (X, Z, std) in zip(weights[::-1], reversed(cache), strict=True):
        dZ = dA * slope(Z)
        if normalised:  # the way back through mean and spread
            dZ = (dZ - dZ.mean(axis=0) - Z * (dZ * Z).mean(axis=0)) / std
        grads.append(X.T @ dZ)
        dA = dZ @ W.T + dA if residual else dZ @ W.T
    return A, grads[::-1]


def first_gradient(name):
    """The size of the first layer's gradient in one row of the table below: median of 5 draws."""
    options = CURES[name]
    sizes = []
    for seed in range(5):
        _, grads = deep(*options[:3], np.random.default_rng(seed), **dict(options[3:]))
        sizes.append(np.linalg.norm(grads[0]) / (BATCH * WIDTH))
    return float(np.median(sizes))


CURES = {
    "sigmoid": (nn.sigmoid, nn.sigmoid_grad, XAVIER),
    "ReLU alone, small weights": (nn.relu, nn.relu_grad, 0.05),
    "ReLU, He's weights": (nn.relu, nn.relu_grad, HE),
    "sigmoid, normalised": (nn.sigmoid, nn.sigmoid_grad, XAVIER, ("normalised", True)),
    "sigmoid, residual": (nn.sigmoid, nn.sigmoid_grad, XAVIER, ("residual", True)),
    "ReLU alone, large weights": (nn.relu, nn.relu_grad, 0.5),
}
"""Name → activation, its slope, the spread of the weights, and what else is done."""


def clipped(grads, most):
    """All gradients times one factor, so that their joint length is at most `most`."""
    length = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * min(1.0, most / length) for g in grads]
