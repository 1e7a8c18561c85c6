"""Lesson 08: training: splits, mini-batches, the loop, and how to read what it leaves behind.

A model is given by functions. `loss_and_grads(params, X, y)` returns the cost of a batch and the
gradients; `update(params, grads)` returns new parameters and leaves the old ones as they were. What
`params` is (an array, a list of pairs) is their business alone. A history is a dict of lists, one
entry per epoch. Every function leaves its arguments as they were.
"""

import numpy as np

from . import activations as nn  # in the lesson's notebook, nn is the whole library

__all__ = [
    "accuracy",
    "diagnose",
    "has_converged",
    "iterations_per_epoch",
    "minibatches",
    "overfit_batch",
    "train",
    "train_unit",
    "train_val_test_split",
]


def iterations_per_epoch(n, batch_size):
    """How many batches, and so how many updates, one epoch has.

    Every sample is used once per epoch. The last batch may be smaller than the others.

    n: int ≥ 0, the number of samples. batch_size: int ≥ 1; it may be larger than n.
    Returns: int, n / batch_size rounded up.

    Example: iterations_per_epoch(10, 4) is 3: batches of 4, 4 and 2.
    """
    return -(-n // batch_size)


def minibatches(X, y, batch_size, rng):
    """Cut one epoch's samples into batches, in a random order.

    X: (N, D) float array, one row per sample; N may be 0. y: (N,) array, the label of each row.
    batch_size: int ≥ 1. rng: a random generator, such as np.random.default_rng(7).
    Returns: a list with one pair (X_batch, y_batch) per batch; a generator that yields the pairs is
        right as well. Every sample is in one batch, once, beside its own label. All batches hold
        batch_size samples, except that the last holds what is left. No batch is empty. The
        arguments are left as they were, X and y in their order too.

    Example: minibatches(np.array([[1.0], [2.0], [3.0]]), np.array([10, 20, 30]), 2, rng)
    may be [(array([[3.0], [1.0]]), array([30, 10])), (array([[2.0]]), array([20]))].

    Asked as well: the same seed gives the same batches, and the next call with the same rng others.
    The order itself is yours to choose: what is compared is sizes, samples and pairs.
    """
    order = rng.permutation(len(X))
    starts = range(0, len(X), batch_size)
    return [(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts]


def overfit_batch(params, loss_and_grads, update, X, y, steps):
    """Train on one and the same batch, to see whether the model can learn at all.

    A step takes the cost and the gradients on the whole batch, notes the cost, and updates.

    params: where it starts, whatever the two functions below take.
    loss_and_grads: function (params, X, y) → (cost, grads).
    update: function (params, grads) → new params.
    X: (N, D) float array. y: (N,) array. steps: int ≥ 0.
    Returns: list of `steps` floats, the cost *before* each update. The arguments are left as they
        were.

    Example, with one weight w, cost w² and its slope 2 w:
    overfit_batch(1.0, lambda w, X, y: (w**2, 2 * w), lambda w, g: w - 0.25 * g, X, y, 3)
    is [1.0, 0.25, 0.0625].
    """
    costs = []
    for _ in range(steps):
        cost, grads = loss_and_grads(params, X, y)
        costs.append(cost)
        params = update(params, grads)
    return costs


def train(params, loss_and_grads, update, train_set, val_set, batch_size, epochs, rng):
    """The training loop: epochs of mini-batches, and a history of both costs.

    In each epoch: put the training samples into a fresh random order and cut them into batches, as
    `minibatches` does; for each batch, take the gradients and update. After the epoch's last update
    take the cost on the whole training set and on the whole validation set, both at the parameters
    as they are then.

    params: where it starts. loss_and_grads: function (params, X, y) → (cost, grads).
    update: function (params, grads) → new params.
    train_set, val_set: pairs (X, y), X (N, D) and y (N,), neither empty. Nothing is ever learnt
        from val_set.
    batch_size: int ≥ 1, may be larger than N. epochs: int ≥ 0. rng: a random generator.
    Returns: a dict of three lists with one entry per epoch: "loss", the cost on train_set;
        "val_loss", the cost on val_set; "params", the parameters after that epoch. The arguments
        are left as they were.

    Example, with one weight w, cost w² and its slope 2 w, and one sample in each set:
    train(1.0, lambda w, X, y: (w**2, 2 * w), lambda w, g: w - 0.25 * g, one, other, 1, 2, rng)
    is {"loss": [0.25, 0.0625], "val_loss": [0.25, 0.0625], "params": [0.5, 0.25]}.

    Asked as well: every batch is used, a smaller last one too; the same seed gives the same
    history; each epoch has an order of its own.
    """
    (X, y), (X_val, y_val) = train_set, val_set
    history = {"loss": [], "val_loss": [], "params": []}
    for _ in range(epochs):
        for X_batch, y_batch in minibatches(X, y, batch_size, rng):
            _, grads = loss_and_grads(params, X_batch, y_batch)
            params = update(params, grads)
        history["loss"].append(loss_and_grads(params, X, y)[0])
        history["val_loss"].append(loss_and_grads(params, X_val, y_val)[0])
        history["params"].append(params)
    return history


def accuracy(y_true, y_pred):
    """The fraction of predictions that are right.

    y_true: (N,) integer array, the labels, N ≥ 1. y_pred: (N,) integer array, the predicted labels.
    Returns: float from 0 to 1. The arguments are left as they were.

    Example: accuracy(np.array([0, 1, 2, 2]), np.array([0, 1, 1, 2])) is 0.75.
    """
    return float(np.mean(y_true == y_pred))


def train_val_test_split(X, y, fractions, rng, stratify):
    """Part a data set at random into training, validation and test data.

    X: (N, D) float array, one row per sample. y: (N,) integer array, the label of each row.
    fractions: three floats that sum to 1: the training, validation and test share.
    rng: a random generator, such as np.random.default_rng(7).
    stratify: False or True. With False, N samples give round(fraction · N) to validation and to
        test, and the rest to training. With True this is done for each class by itself, so that
        every split has each class in the same proportion. (Exact halves are not asked.)
    Returns: three pairs, (X_train, y_train), (X_val, y_val), (X_test, y_test). Every row is in one
        split, once, beside its own label. The order within a split is yours to choose. The
        arguments are left as they were.

    Example: with 10 rows, train_val_test_split(X, y, (0.5, 0.3, 0.2), rng, False) gives splits of
    5, 3 and 2 rows.

    Asked as well: which rows go where is drawn from rng. The same seed gives the same splits,
    another seed others.
    """
    groups = [np.flatnonzero(y == c) for c in np.unique(y)] if stratify else [np.arange(len(y))]
    parts = [[], [], []]
    for group in groups:
        rows = rng.permutation(group)
        n_val, n_test = (round(fraction * len(rows)) for fraction in fractions[1:])
        n_train = len(rows) - n_val - n_test
        for part, piece in zip(parts, np.split(rows, [n_train, n_train + n_val]), strict=True):
            part.append(piece)
    return tuple((X[np.concatenate(part)], y[np.concatenate(part)]) for part in parts)


def has_converged(losses, tolerance, patience):
    """Whether the loss has stopped improving much.

    Compare the lowest loss of the last `patience` epochs with the lowest of all epochs before them.
    It has converged when the new one is not at least `tolerance` lower.

    losses: list of finite floats, one per epoch. tolerance: float > 0. patience: int ≥ 1.
    Returns: bool. With no epoch before the last `patience` ones there is nothing to compare with:
        False. losses is left as it was.

    Example: has_converged([8.0, 4.0, 3.5, 3.25], 1.0, 2) is True: 4 before, 3.25 since.
    has_converged([8.0, 4.0, 3.5, 3.25], 0.5, 2) is False.

    Asked as well: a loss that rises has stopped improving, so the answer is True. Whether the place
    is a good one, this function cannot know.
    """
    if len(losses) <= patience:
        return False
    return bool(min(losses[:-patience]) - min(losses[-patience:]) < tolerance)


def diagnose(history):
    """Say in a word what a pair of learning curves looks like.

    Write L for history["loss"], V for history["val_loss"], n for their length. The first of these
    rules that holds decides:

        "diverged": an entry of L is not finite (nan or inf), or L ends higher than it began;
        "overfitting": V ends more than a tenth above its lowest value, V[-1] > 1.1 · min(V);
        "still learning": the last quarter of the epochs lowered L by more than a tenth,
            L[-1] < 0.9 · L[-1 - n // 4];
        "underfitting": L ends less than a fifth below its beginning, L[-1] > 0.8 · L[0];
        "healthy": otherwise.

    history: dict with the lists "loss" and "val_loss" of floats > 0, both of length n ≥ 4. V is
        finite where L is. Other keys may be there.
    Returns: one of the five labels. history is left as it was.

    Example: diagnose({"loss": [1.0, 0.5, 0.3, 0.2], "val_loss": [1.0, 0.7, 0.8, 0.9]})
    is "overfitting".
    """
    L, V = np.array(history["loss"]), np.array(history["val_loss"])
    if not np.all(np.isfinite(L)) or L[-1] > L[0]:
        return "diverged"
    if V[-1] > 1.1 * np.min(V):
        return "overfitting"
    if L[-1] < 0.9 * L[-1 - len(L) // 4]:
        return "still learning"
    return "underfitting" if L[-1] > 0.8 * L[0] else "healthy"


def train_unit(X, y, lr, batch_size, epochs, rng):
    """Train one sigmoid unit with mini-batches and binary cross-entropy, from weights of 0.

    X: (N, D) float array, N ≥ 1. y: (N,) array of 0 and 1. lr: float > 0. batch_size: int ≥ 1.
    epochs: int ≥ 0. rng: a random generator. In every epoch the samples come in a fresh random
        order.
    Returns: (w, b), a (D,) float array and a float. The arguments are left as they were.

    Example: train_unit(np.array([[2.0], [-2.0]]), np.array([1, 0]), 1.0, 2, 1, rng)
    is (array([1.0]), 0.0): one step, with errors −0.5 and 0.5.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        order = rng.permutation(len(X))
        X, y = X[order], y[order]
        for start in range(0, len(X), batch_size):
            X_batch, y_batch = X[start : start + batch_size], y[start : start + batch_size]
            error = nn.sigmoid(X_batch @ w + b) - y_batch
            w = w - lr * X_batch.T @ error / len(X_batch)
            b = b - lr * np.mean(error)
    return w, b
