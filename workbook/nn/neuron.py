"""Lesson 01: one artificial neuron, what it decides, and how it learns from its mistakes.

A unit adds up, z = Σ wᵢxᵢ + b, and answers, a = f(z). Units whose f is a threshold go back to
McCulloch and Pitts (1943), the rule by which one learns to Rosenblatt's perceptron (1958). Every
function leaves its arguments as they were.
"""

import numpy as np

__all__ = [
    "gate_weights",
    "neuron",
    "perceptron_epoch",
    "perceptron_update",
    "predict",
    "step",
    "train_perceptron",
    "weighted_sum",
    "xor",
]


def weighted_sum(x, w, b):
    """The sum that a unit makes: every input times its weight, all added up, plus the bias.

    z = w₁x₁ + w₂x₂ + … + b

    x: (D,) float array, the inputs. w: (D,) float array, one weight for each input.
    b: float, the bias.
    Returns: one number z. x and w are left as they were.

    Example: weighted_sum(np.array([2.0, 3.0]), np.array([4.0, -1.0]), 1.0) is 6.0.
    """
    return w @ x + b


def step(z):
    """Answer 1 where z is 0 or more, otherwise 0.

    z: float array of any shape (empty too), or one float.
    Returns: numbers (not True and False) of the same shape as z. z is left as it was.

    Example: step(np.array([-2.0, 0.0, 3.0])) is array([0.0, 1.0, 1.0]).
    """
    return np.where(z >= 0, 1.0, 0.0)


def neuron(x, w, b, activation):
    """One artificial neuron: add up, then answer.

    z = w₁x₁ + w₂x₂ + … + b, and the answer is a = activation(z).

    x: (D,) float array, the inputs. w: (D,) float array, the weights. b: float, the bias.
    activation: a function that takes one number and returns one number. It may be any function.
    Returns: one number a. x and w are left as they were.

    Example: neuron(np.array([2.0, 1.0]), np.array([1.0, -3.0]), -1.0, abs) is 2.0.
    (The sum is −2, and abs turns −2 into 2.)
    """
    return activation(w @ x + b)


def predict(X, w, b):
    """Let one step unit answer for many samples at once.

    X: (N, D) float array, one row per sample; N may be 0.
    w: (D,) float array, the weights. b: float, the bias.
    Returns: (N,) array of numbers, 1 where the sample's z is 0 or more, otherwise 0. X and w are
        left as they were.

    Example: predict(np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 3.0]]), np.array([1.0, -1.0]), -1.0)
    is array([0.0, 1.0, 0.0]).
    """
    return np.where(X @ w + b >= 0, 1.0, 0.0)


def gate_weights(name):
    """Weights and a bias that turn one step unit into a logic gate.

    The unit has two inputs, each 0 or 1, and answers 1 where w₁x₁ + w₂x₂ + b ≥ 0.

    name: "AND" (1 only if both inputs are 1), "OR" (1 if at least one input is 1) or
        "NAND" (not AND: 0 only if both inputs are 1).
    Returns: (w, b), where w is an array of two numbers and b is one number. Many answers are right.

    Example: for a gate that copies x₁ and ignores x₂, (np.array([2.0, 0.0]), -1.0) would do.
    """
    gates = {
        "AND": (np.array([1.0, 1.0]), -1.5),
        "OR": (np.array([1.0, 1.0]), -0.5),
        "NAND": (np.array([-1.0, -1.0]), 1.5),
    }
    return gates[name]


def xor(x1, x2):
    """Exclusive or, made of three step units: 1 if exactly one of the two inputs is 1.

    Two units look at the inputs, one as OR and one as NAND. A third unit takes their two answers
    and acts as AND.

    x1, x2: float arrays of the same shape, or two floats; every number is 0 or 1.
    Returns: numbers (not True and False) of the same shape: 0 or 1. The inputs are left as they
        were.

    Example: xor(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    is array([0.0, 1.0, 1.0, 0.0]).
    """
    either = step(x1 + x2 - 0.5)
    not_both = step(1.5 - x1 - x2)
    return step(either + not_both - 1.5)


def perceptron_update(w, b, x, y, lr):
    """Show a step unit one sample, and let it learn from its mistake.

    The unit answers a = 1 if w₁x₁ + w₂x₂ + … + b ≥ 0, otherwise a = 0. Its error is y − a. Then
    each weight changes by lr · error · its input, and the bias changes by lr · error.

    w: (D,) float array, the weights. b: float, the bias. x: (D,) float array, one sample.
    y: 0.0 or 1.0, the answer wanted. lr: float above 0, the learning rate.
    Returns: (w, b), the new weights (D,) and the new bias. w and x are left as they were.

    Example: perceptron_update(np.array([1.0, 1.0]), 0.0, np.array([2.0, 3.0]), 0.0, 0.5)
    is (array([0.0, -0.5]), -0.5).
    """
    answer = 1.0 if w @ x + b >= 0 else 0.0
    error = y - answer
    return w + lr * error * x, b + lr * error


def train_perceptron(X, y, lr, epochs):
    """Train a step unit: show it all samples in turn, many times over.

    Start with weights 0 and bias 0. One epoch goes through the samples once, from the first row to
    the last, and updates w and b after every sample, as perceptron_update does.

    X: (N, D) float array, one row per sample. y: (N,) float array of 0.0 and 1.0, the answers
    wanted. lr: float above 0, the learning rate. epochs: int, how many times to go through X.
    Returns: (w, b, mistakes): the weights (D,), the bias, and a list with one whole number for each
        epoch, how many samples were answered wrongly in it. X and y are left as they were.

    Example: train_perceptron(np.array([[1.0], [-1.0]]), np.array([0.0, 1.0]), 1.0, 2)
    is (array([-1.0]), -1.0, [1, 0]).
    """
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for n in range(len(X)):
            answer = 1.0 if w @ X[n] + b >= 0 else 0.0
            error = y[n] - answer
            w = w + lr * error * X[n]
            b = b + lr * error
            if error != 0:
                wrong = wrong + 1
        mistakes.append(wrong)
    return w, b, mistakes


def perceptron_epoch(X, y, w, b, lr):
    """One epoch of a step unit's training: go through all samples once, updating after each.

    X: (N, D) float array, one row per sample; N ≥ 1. y: (N,) float array of 0.0 and 1.0, the
    answers wanted. w: (D,) float array, the weights so far. b: float, the bias so far.
    lr: float above 0, the learning rate.
    Returns: (w, b, wrong): the new weights, the new bias, and how many samples were answered
        wrongly, a whole number. X, y and w are left as they were.

    Example: perceptron_epoch(np.array([[1.0], [0.0]]), np.array([0.0, 0.0]), np.array([1.0]), 0.0,
    1.0) is (array([0.0]), -1.0, 1).
    """
    wrong = 0
    for n in range(len(X)):
        answer = 1.0 if w @ X[n] + b >= 0 else 0.0
        error = y[n] - answer
        w = w + lr * error * X[n]
        b = b + lr * error
        if error != 0:
            wrong = wrong + 1
    return w, b, wrong
