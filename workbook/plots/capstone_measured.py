"""What lesson 13 measures: splits, baselines, recipes with and without a remedy, leaks.

Everything is measured on the images that learners have; the sealed ones are left alone. It calls
earlier lessons' functions only, so that it runs while this lesson's are still to be written. Images
are raw pixels, 0 to 16, wherever they are handed on, as `read_digits` is given them; each network
scales them for itself.
"""

from functools import cache
from time import perf_counter

import numpy as np

from workbook import nn
from workbook.data.digits import load_digits

RECIPE = {"units": 64, "epochs": 20, "lr": 0.003, "lam": 0.0, "dropout": 0.0, "shifts": 0.0}
"""The settings of `train`. lam: λ of L2. shifts: the share of the images that are moved, by up to
one pixel, all those of a batch in one direction."""

SEEDS = (0, 1, 2, 3, 4)
"""The seeds with which everything is trained that is said of the lesson's recipe."""


@cache
def my_split():
    """1,000 images to train with and 297 to choose with, drawn once for the whole lesson.

    Returns: ((X, y), (X_val, y_val)); pixels are raw, from 0 to 16.
    """
    order = np.random.default_rng(0).permutation(1297)
    X, y = load_digits()
    return (X[order[:1000]], y[order[:1000]]), (X[order[1000:]], y[order[1000:]])


def train(settings, train_set, rng, each_epoch=None):
    """Train one network by a recipe; its params. each_epoch(params) is called after every epoch.

    All parameters lie in one long vector, on which the optimizer takes one step: that is quicker.
    """
    (X, y), sizes = (train_set[0] / 16, train_set[1]), [64, settings["units"], 10]
    params = nn.init_params(sizes, rng, "he")
    theta, state = np.concatenate([part.ravel() for pair in params for part in pair]), None
    for _ in range(settings["epochs"]):
        for X_batch, y_batch in nn.minibatches(X, y, 32, rng):
            grads = _gradients(settings, _parts(theta, sizes), X_batch, y_batch, rng)
            theta, state = nn.adam(theta, grads, state, lr=settings["lr"])
        if each_epoch:
            each_epoch(_parts(theta, sizes))
    return _parts(theta, sizes)


def _parts(theta, sizes):
    """The pairs (W, b) that lie in one long vector, as views of it."""
    D, H, K = sizes
    first, hidden, last = D * H, D * H + H, D * H + H + H * K
    W1, W2 = theta[:first].reshape(D, H), theta[hidden:last].reshape(H, K)
    return [(W1, theta[first:hidden]), (W2, theta[last:])]


def _gradients(settings, params, X, y, rng):
    """The gradient of one batch as one long vector, with whatever remedy the recipe has.

    X: pixels from 0 to 1.
    """
    if settings["shifts"]:
        dx, dy = (int(d) for d in rng.integers(-1, 2, 2))
        moved = nn.shift_images(X.reshape(-1, 8, 8), dx, dy).reshape(-1, 64)
        X = np.where(rng.random((len(X), 1)) < settings["shifts"], moved, X)
    (W1, b1), (W2, b2) = params
    Z = X @ W1 + b1
    A, mask = np.maximum(Z, 0), 1.0
    if settings["dropout"]:
        A, mask = nn.dropout_forward(A, settings["dropout"], rng, True)
    dlogits = (nn.softmax(A @ W2 + b2) - np.eye(10)[y]) / len(y)
    dZ = (dlogits @ W2.T) * mask * (Z > 0)
    dW1, dW2 = X.T @ dZ, A.T @ dlogits
    if lam := settings["lam"]:
        dW1, dW2 = dW1 + lam * W1, dW2 + lam * W2
    return np.concatenate([dW1.ravel(), dZ.sum(axis=0), dW2.ravel(), dlogits.sum(axis=0)])


def probabilities(params, X):
    """The probability of each class for raw pixels X (N, 64): (N, 10)."""
    return nn.forward(X / 16, params, [nn.relu, nn.softmax])[0]


def right(params, data):
    """The share of images that are read rightly."""
    X, y = data
    return nn.accuracy(y, np.argmax(probabilities(params, X), axis=1))


def experiment(settings, seed):
    """Train by a recipe and a seed: the share of the 297 validation images that is read rightly."""
    return _experiment(tuple(sorted(settings.items())), seed)


@cache
def _experiment(items, seed):
    train_set, val_set = my_split()
    return right(train(dict(items), train_set, np.random.default_rng(seed)), val_set)


@cache
def model(seed=0):
    """The lesson's network: trained by the recipe with a seed, on the 1,000 training images."""
    return train(RECIPE, my_split()[0], np.random.default_rng(seed))


@cache
def curve(epochs=30):
    """Cost and accuracy on both parts after each epoch: a dict of lists."""
    seen = {"loss": [], "val_loss": [], "acc": [], "val_acc": []}

    def note(params):
        for part, data in zip(("", "val_"), my_split(), strict=True):
            probs = probabilities(params, data[0])
            seen[f"{part}loss"].append(
                float(-np.mean(np.log(probs[np.arange(len(data[1])), data[1]])))
            )
            seen[f"{part}acc"].append(right(params, data))

    train({**RECIPE, "epochs": epochs}, my_split()[0], np.random.default_rng(0), note)
    return seen


# Baselines ----------------------------------------------------------------------------------------


def most_common(train_set, X):
    """The most frequent digit, whatever the image."""
    return np.full(len(X), np.argmax(np.bincount(train_set[1])))


def centroids(train_set, X):
    """The digit of the nearest mean image."""
    means = np.stack([np.mean(train_set[0][train_set[1] == c], axis=0) for c in range(10)])
    return np.argmin(_squares(X, means), axis=1)


def nearest_neighbour(train_set, X):
    """The digit of the single nearest training image."""
    return train_set[1][np.argmin(_squares(X, train_set[0]), axis=1)]


def no_hidden_layer(train_set, X, seed=0, epochs=RECIPE["epochs"]):
    """Softmax of one dense layer, trained just as the network is."""
    rng, (images, y) = np.random.default_rng(seed), train_set
    wide = np.column_stack([images / 16, np.ones(len(y))])
    W, state = np.zeros((65, 10)), None  # the last row is the bias
    for _ in range(epochs):
        for X_batch, y_batch in nn.minibatches(wide, y, 32, rng):
            errors = (nn.softmax(X_batch @ W) - np.eye(10)[y_batch]) / len(y_batch)
            W, state = nn.adam(W, X_batch.T @ errors, state, lr=RECIPE["lr"])
    return np.argmax(X / 16 @ W[:-1] + W[-1], axis=1)


def network(train_set, X, seed=0, epochs=RECIPE["epochs"]):
    """The lesson's recipe."""
    params = train({**RECIPE, "epochs": epochs}, train_set, np.random.default_rng(seed))
    return np.argmax(probabilities(params, X), axis=1)


def _squares(X, rows):
    """Squared distances, (len(X), len(rows)), by (x − r)² = x² − 2 x r + r²."""
    return np.sum(X**2, axis=1)[:, np.newaxis] - 2 * X @ rows.T + np.sum(rows**2, axis=1)


def score(method, train_set, val_set, **options):
    """The share that a method reads rightly, and the seconds that all of it took."""
    start = perf_counter()
    read = method(train_set, val_set[0], **options)
    return nn.accuracy(val_set[1], read), perf_counter() - start


@cache
def five_methods(epochs=40):
    """All methods on the 297 images, the trained ones with SEEDS and as many epochs: (S,) each."""
    found = {}
    for method in (most_common, centroids, no_hidden_layer, network, nearest_neighbour):
        trained = method in (no_hidden_layer, network)
        options = [{"seed": seed, "epochs": epochs} for seed in SEEDS] if trained else [{}]
        shares = [score(method, *my_split(), **one)[0] for one in options]
        found[method.__name__] = np.array(shares)
    return found


# Splits -------------------------------------------------------------------------------------------


@cache
def known_and_new_hands(parts=4):
    """Accuracies by method, for validation rows at random and for whole stretches of the file."""
    X, y = load_digits()
    found = {}
    order = np.random.default_rng(1).permutation(len(y))
    for way, rows in (("at random", order), ("in stretches", np.arange(len(y)))):
        for val in np.array_split(rows, parts):
            rest = np.setdiff1d(rows, val)
            for method in (centroids, nearest_neighbour, network):
                share, _ = score(method, (X[rest], y[rest]), (X[val], y[val]))
                found.setdefault((method.__name__, way), []).append(share)
    return found


@cache
def peeking(tries=20, n_train=100, n_test=100, draws=200):
    """The best of many seeds by some test images, and what it reads of all the others.

    The same network is trained on few images with `tries` seeds. Then, `draws` times, n_test of all
    other images are drawn as test images, and the best network by these is chosen.

    Returns: (draws, 4) array of shares: the chosen one's on the test images and on the others; the
    mean of all networks on the test images and on the others.
    """
    (X, y), (X_val, y_val) = my_split()
    pool = np.concatenate([X[n_train:], X_val]), np.concatenate([y[n_train:], y_val])
    right = []
    for seed in range(tries):
        params = train(RECIPE, (X[:n_train], y[:n_train]), np.random.default_rng(seed))
        right.append(np.argmax(probabilities(params, pool[0]), axis=1) == pool[1])
    right, found = np.array(right), []
    for draw in range(draws):
        order = np.random.default_rng(draw).permutation(len(pool[1]))
        test, other = (right[:, rows].mean(axis=1) for rows in np.split(order, [n_test]))
        best = np.argmax(test)
        found.append((test[best], other[best], test.mean(), other.mean()))
    return np.array(found)


@cache
def leak(split, n=200, n_val=60, copies=4, tries=5):
    """Mean accuracy on the validation part that `split` makes of n images, and on new images."""
    (X, y), new = my_split()
    shares = []
    for seed in range(tries):
        rng = np.random.default_rng(seed)
        part, val = split(X[:n], y[:n], n_val, copies, rng)
        params = train(RECIPE, part, rng)
        shares.append((right(params, val), right(params, new)))
    return tuple(np.mean(shares, axis=0))
