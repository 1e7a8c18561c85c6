"""Measurements of lesson 06: what a gradient check says of the functions in *Break it*."""

import numpy as np

from workbook import nn


def errors_of_layers(network, seed=0):
    """The relative error of each gradient of a network with one hidden layer, by parameter.

    network: function with the arguments and results of `nn.hidden_layer_grads`.
    """
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=3), 1.0
    shapes = {"W1": (3, 2), "b1": (2,), "w2": (2,), "b2": ()}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}

    def checked(place, name):
        def outcome(entries):
            changed = {**parameters, name: entries.reshape(shapes[name])}
            return network(x, *changed.values(), y)

        start = np.ravel(parameters[name])
        return nn.grad_check(
            lambda entries: outcome(entries)[0],
            lambda entries: np.ravel(outcome(entries)[place]),
            start,
        )[0]

    return {name: checked(place, name) for place, name in enumerate(shapes, start=1)}


def errors_of_batches(unit, sizes=(1, 2, 10), seed=0):
    """The relative error of a unit's gradient for batches of several sizes, by size.

    unit: function with the arguments and results of `nn.batch_grads`.
    """
    rng = np.random.default_rng(seed)
    errors = {}
    for N in sizes:
        X, y = rng.normal(size=(N, 2)), rng.integers(0, 2, N).astype(float)
        errors[N] = nn.grad_check(
            lambda theta, X=X, y=y: unit(X, y, theta[:2], theta[2])[0],
            lambda theta, X=X, y=y: np.append(*unit(X, y, theta[:2], theta[2])[1:]),
            rng.normal(size=3),
        )[0]
    return errors


def gradients_used(step, lr, x=1.0, w1=0.5, w2=2.0, y=3.0):
    """The gradients that a training step has used: (old − new) / lr, for w1 and for w2.

    step: function with the arguments and results of `nn.chain_step`.
    """
    new = np.array(step(x, w1, w2, y, lr))
    return (np.array([w1, w2]) - new) / lr


def gradients_measured(x=1.0, w1=0.5, w2=2.0, y=3.0, h=1e-5):
    """The gradients of the same two units for w1 and for w2, measured by central differences."""

    def loss(weights):
        return (weights[1] * np.tanh(weights[0] * x) - y) ** 2

    start = np.array([w1, w2])
    return np.array([(loss(start + s) - loss(start - s)) / (2 * h) for s in h * np.eye(2)])
