"""`read_digits`: a whole network of one's own, judged by what it reads on the sealed images."""

import numpy as np

from workbook import nn

from ...sandbox.plain import Script
from ..exercise import Aspect, Exercise, call, confirmed
from ..with_seeds import generator, seeded
from .sealed import afresh, is_changed, is_whole_task, the_same_for_all, told

# Images inked on the left or on the right half, 40 to learn from and 6 to read.
HALVES = """
    rng = np.random.default_rng({other})
    on_the_right = np.arange(46) % 2
    ink = (np.arange(64) % 8 >= 4) == on_the_right[:, np.newaxis]
    X = np.where(ink, rng.integers(9, 17, ink.shape), rng.integers(0, 4, ink.shape)) * 1.0
    y = np.where(on_the_right, {right}, {left})
    read_digits(X[:40], y[:40], X[40:], np.random.default_rng({seed}))
"""
# Nothing can be learnt of these labels, so whatever is random shows.
NOISE = """
    rng = np.random.default_rng({other})
    X, X_new = rng.integers(0, 17, (60, 64)) * 1.0, rng.integers(0, 17, (200, 64)) * 1.0
    y = rng.integers(0, 3, 60)
    [read_digits(X, y, X_new, np.random.default_rng(s)) for s in [{seed}, {seed}]]
"""


def plain(left: int, right: int):
    """A draw: which of two labels, as code that can be pasted."""
    return seeded(HALVES.format(left=left, right=right, seed="{seed}", other="{other}"))


def halves(labels: tuple[int, ...], M: int):
    """A draw: the same as arguments, with M images to be read."""

    def draw(rng: np.random.Generator):
        right = rng.permutation(np.arange(40 + M) % 2)
        ink = np.repeat(right[:, np.newaxis], 64, axis=1) == np.arange(64) % 8 // 4
        X = np.where(ink, rng.integers(9, 17, ink.shape), rng.integers(0, 4, ink.shape)) * 1.0
        y = np.array(labels)[right]
        return call(X[:40], y[:40], X[40:], generator(rng))

    return draw


def judged(value, asked):
    """Labels of plain images as they are; of the sealed ones, in words."""
    if isinstance(asked.args[0], Script) and "for s in" in asked.args[0].text:
        one, same = (np.asarray(labels).tolist() for labels in value)
        return {"with the same seed": "the same labels" if one == same else "other labels"}
    if not is_whole_task(asked):  # a few plain images
        return value
    return told(value, asked, 0.9 if is_changed(asked) else 0.96)


FIXED = the_same_for_all()

read_digits = Exercise(
    reference=nn.read_digits,
    statement="Train a network of your own on labelled images, and read others with it.",
    summary=judged,
    seconds=30.0,
    aspects=[
        Aspect(
            "labels",
            2,
            "images inked on the left and on the right get their labels, any integers",
            [plain(7, 3), plain(2, 5), plain(-4, 25)],
        ),
        Aspect(
            "reads",
            5,
            "at least 90 % right on the sealed images, renamed and changed anew, and not as the "
            "nearest training images have it",
            confirmed(afresh, 2),
        ),
        Aspect(
            "reads well",
            6,
            "at least 96 % right on the sealed images as they are, with names and a seed that "
            "never change, and 90 % on changed ones once more",
            [FIXED, afresh],
        ),
        Aspect(
            "edges",
            1,
            "one image, and none; the same seed gives the same labels; arguments left as they were",
            [*confirmed(halves((4, 1), 1), 0, 10), halves((0, 1), 0), seeded(NOISE)],
            pure=True,
        ),
    ],
    hints=[
        "classes, labels = np.unique(y_train, return_inverse=True) gives labels 0, 1, 2 … to train "
        "with; in the end classes[...] turns them back into what y_train has.",
        "nn.init_params, nn.minibatches, nn.mlp_loss_and_grads and nn.adam are all that a loop "
        "needs. Keep one state of adam for each W and each b.",
        "64 inputs, 64 units with relu, one output per class; adam with lr=0.003, batches of 32, "
        "30 epochs. Which of these matter, your own validation part will tell you.",
    ],
)


def loop(images, labels, X, rng, epochs=20, hidden=(64,), lr=0.003, scheme="he"):
    """The sound training with its parts handed in; places of the classes."""
    params = nn.init_params([64, *hidden, int(labels.max()) + 1], rng, scheme)
    states = [[None, None] for _ in params]
    for _ in range(epochs):
        for X_batch, y_batch in nn.minibatches(images / 16, labels, 32, rng):
            _, grads = nn.mlp_loss_and_grads(params, X_batch, y_batch, "relu")
            for i in range(len(params)):
                W, states[i][0] = nn.adam(params[i][0], grads[i][0], states[i][0], lr=lr)
                b, states[i][1] = nn.adam(params[i][1], grads[i][1], states[i][1], lr=lr)
                params[i] = (W, b)
    logits, _ = nn.forward(X / 16, params, [nn.relu] * len(hidden) + [lambda Z: Z])
    return np.argmax(logits, axis=1)


@read_digits.alternative
def plain_descent_and_tanh(X_train, y_train, X, rng):
    """Another network: tanh, Xavier, SGD with momentum of its own, larger batches."""
    images, classes = 2 * (X_train / 16) - 1, sorted(set(y_train.tolist()))
    labels = np.array([classes.index(label) for label in y_train.tolist()])
    params = nn.init_params([64, 80, len(classes)], rng, "xavier")
    speed = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    for _ in range(20):
        for X_batch, y_batch in nn.minibatches(images, labels, 20, rng):
            _, grads = nn.mlp_loss_and_grads(params, X_batch, y_batch, "tanh")
            speed = [
                (0.9 * vW + dW, 0.9 * vb + db)
                for (vW, vb), (dW, db) in zip(speed, grads, strict=True)
            ]
            params = [
                (W - 0.02 * vW, b - 0.02 * vb)
                for (W, b), (vW, vb) in zip(params, speed, strict=True)
            ]
    logits, _ = nn.forward(2 * (X / 16) - 1, params, [nn.tanh, lambda Z: Z])
    return np.array([classes[place] for place in logits.argmax(axis=1)], dtype=int)


@read_digits.alternative
def two_hidden_layers(X_train, y_train, X, rng):
    classes, labels = np.unique(y_train, return_inverse=True)
    return classes[loop(X_train, labels, X, rng, hidden=(64, 32))]
