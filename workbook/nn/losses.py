"""Lesson 04: losses, as costs, and their gradients with respect to the predictions.

The cost is the mean loss, one float. A gradient has the shape of the predictions and holds the
1/N of that mean. N ≥ 1 in every cost: nothing has no mean. Every function leaves its arguments
alone.
"""

import numpy as np

__all__ = [
    "bce_from_logits", "bce_from_logits_grad", "binary_cross_entropy", "cross_entropy",
    "eps_insensitive", "eps_insensitive_grad", "hinge", "hinge_grad", "huber", "huber_grad",
    "layer_mse", "log_cosh", "log_cosh_grad", "mae", "mae_grad", "mse", "mse_grad", "one_hot",
    "quantile_loss", "quantile_loss_grad", "softmax_cross_entropy", "softmax_cross_entropy_grad",
]  # fmt: skip


def mse(y_true, y_pred):
    """Mean squared error: the mean of r² over all elements, where r = y_pred − y_true.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). Both are left as they were.
    Returns: one float, ≥ 0, in the square of the unit of y.

    Example: mse(np.array([1.0, 2.0]), np.array([4.0, 1.0])) is 5.0.
    """
    return float(np.mean((y_pred - y_true) ** 2))


def mse_grad(y_true, y_pred):
    """How the mean squared error changes with each prediction: its slope in every entry of y_pred.

    The mean is over all elements: N for (N,), but N · K for (N, K).

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). Both are left as they were.
    Returns: float array of the shape of y_pred.

    Example: mse_grad(np.array([1.0, 2.0]), np.array([4.0, 1.0])) is array([3.0, -1.0]).
    """
    return 2 * (y_pred - y_true) / y_pred.size


def mae(y_true, y_pred):
    """Mean absolute error: the mean of |r| over all elements, where r = y_pred − y_true.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). Both are left as they were.
    Returns: one float, ≥ 0, in the unit of y.

    Example: mae(np.array([1.0, 2.0]), np.array([4.0, 1.0])) is 2.0.
    """
    return float(np.mean(np.abs(y_pred - y_true)))


def mae_grad(y_true, y_pred):
    """How the mean absolute error changes with each prediction: sign(r) / size.

    r = y_pred − y_true; size is the number of all elements. At the kink r = 0 the course takes 0,
    as PyTorch does.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). Both are left as they were.
    Returns: float array of the shape of y_pred.

    Example: mae_grad(np.array([1.0, 2.0]), np.array([4.0, 2.0])) is array([0.5, 0.0]).
    """
    return np.sign(y_pred - y_true) / y_pred.size


def huber(y_true, y_pred, delta):
    """Huber's cost: r²/2 for small errors, delta · (|r| − delta/2) for large ones; their mean.

    Small means |r| ≤ delta, where r = y_pred − y_true. PyTorch's HuberLoss is the same.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). delta: float > 0.
    Returns: one float, the mean over all elements. The arguments are left as they were.

    Example: huber(np.array([0.0, 0.0]), np.array([1.0, 4.0]), 2.0) is 3.25.
    """
    r = np.abs(y_pred - y_true)
    return float(np.mean(np.where(r <= delta, r**2 / 2, delta * (r - delta / 2))))


def huber_grad(y_true, y_pred, delta):
    """How Huber's cost changes with each prediction: r / size, but never beyond ±delta / size.

    r = y_pred − y_true; size is the number of all elements. There is no kink.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). delta: float > 0.
    Returns: float array of the shape of y_pred. The arguments are left as they were.

    Example: huber_grad(np.array([0.0, 0.0]), np.array([1.0, -4.0]), 2.0) is array([0.5, -1.0]).
    """
    return np.clip(y_pred - y_true, -delta, delta) / y_pred.size


def log_cosh(y_true, y_pred):
    """The mean of ln(cosh(r)) over all elements, r = y_pred − y_true; cosh(r) = (e^r + e^(−r)) / 2.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). Both are left as they were.
    Returns: one float, near r²/2 for small errors and near |r| − ln 2 for large ones. Errors of
        ±1000 give a finite number, and NumPy warns of nothing.

    Example: log_cosh(np.array([0.0, 5.0]), np.array([np.log(2.0), 5.0])) is np.log(1.25) / 2.
    """
    r = np.abs(y_pred - y_true)
    return float(np.mean(r + np.log1p(np.exp(-2 * r)) - np.log(2)))


def log_cosh_grad(y_true, y_pred):
    """How the log-cosh cost changes with each prediction: tanh(r) / size.

    r = y_pred − y_true; size is the number of all elements.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). Both are left as they were.
    Returns: float array of the shape of y_pred. Asked as well: errors of ±1000 give finite numbers,
        and NumPy warns of nothing.

    Example: log_cosh_grad(np.array([0.0, 5.0]), np.array([np.log(2.0), 5.0])) is array([0.3, 0.0]).
    """
    return np.tanh(y_pred - y_true) / y_pred.size


def quantile_loss(y_true, y_pred, tau):
    """Quantile (pinball) cost: each unit too low costs tau, each unit too high costs 1 − tau.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). tau: float, 0 < tau < 1.
    Returns: one float, the mean over all elements. The arguments are left as they were.

    Example: quantile_loss(np.array([10.0, 10.0]), np.array([8.0, 14.0]), 0.75) is 1.25.
    """
    too_low = y_true - y_pred
    return float(np.mean(np.maximum(tau * too_low, (tau - 1) * too_low)))


def quantile_loss_grad(y_true, y_pred, tau):
    """How the quantile cost changes with each prediction.

    Too low: −tau / size; too high: (1 − tau) / size; size is the number of all elements. At the
    kink y_pred = y_true the course takes 0.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). tau: float, 0 < tau < 1.
    Returns: float array of the shape of y_pred. The arguments are left as they were.

    Example: quantile_loss_grad(np.array([10.0, 10.0]), np.array([8.0, 14.0]), 0.75)
    is array([-0.375, 0.125]).
    """
    return ((y_pred > y_true) * (1 - tau) - (y_pred < y_true) * tau) / y_pred.size


def eps_insensitive(y_true, y_pred, eps):
    """ε-insensitive cost: errors up to eps are free, beyond it each unit costs 1; the mean.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). eps: float ≥ 0.
    Returns: one float, the mean over all elements. The arguments are left as they were.

    Example: eps_insensitive(np.array([1.0, 2.0]), np.array([4.0, 1.5]), 1.0) is 1.0.
    """
    return float(np.mean(np.maximum(np.abs(y_pred - y_true) - eps, 0)))


def eps_insensitive_grad(y_true, y_pred, eps):
    """How the ε-insensitive cost changes with each prediction.

    sign(r) / size where |r| > eps, else 0; r = y_pred − y_true; size is the number of all elements.
    At the kinks |r| = eps the course takes 0.

    y_true, y_pred: float arrays of the same shape, (N,) or (N, K). eps: float ≥ 0.
    Returns: float array of the shape of y_pred. The arguments are left as they were.

    Example: eps_insensitive_grad(np.array([1.0, 2.0]), np.array([4.0, 1.5]), 1.0)
    is array([0.5, 0.0]).
    """
    r = y_pred - y_true
    return np.sign(r) * (np.abs(r) > eps) / y_pred.size


def hinge(y_true, y_pred):
    """Hinge cost for labels −1 and +1: the mean of max(0, 1 − y_true · y_pred).

    y_true: float array (N,) of −1.0 and 1.0. y_pred: float array (N,), scores of any size (not
        probabilities); the sign of a score is the decision. Both are left as they were.
    Returns: one float.

    Example: hinge(np.array([1.0, -1.0, 1.0]), np.array([3.0, -0.5, -1.5])) is 1.0.
    """
    return float(np.mean(np.maximum(0, 1 - y_true * y_pred)))


def hinge_grad(y_true, y_pred):
    """How the hinge cost changes with each score: −y_true / N where y_true · y_pred < 1, else 0.

    At the kink y_true · y_pred = 1 the course takes 0.

    y_true: float array (N,) of −1.0 and 1.0. y_pred: float array (N,), scores of any size.
    Returns: float array (N,). Both arguments are left as they were.

    Example: hinge_grad(np.array([1.0, -1.0]), np.array([3.0, -0.5])) is array([0.0, 0.5]).
    """
    return np.where(y_true * y_pred < 1, -y_true, 0.0) / y_pred.size


def binary_cross_entropy(y_true, y_pred, floor=1e-12):
    """Binary cross-entropy of probabilities: the mean of −[y ln p + (1 − y) ln(1 − p)].

    y_true: float array of 0.0 and 1.0, (N,) or (N, K). y_pred: probabilities p of a 1, same shape.
    floor: p below it counts as floor, and p above 1 − floor as 1 − floor, so that no ln 0 occurs.
    Returns: one float, the mean over all elements. The arguments are left as they were. Asked as
        well: p = 0 and p = 1 give a finite number, and NumPy warns of nothing. (Keras clips p at
        1e-7; PyTorch does not clip p, but takes no logarithm below −100.)

    Example: binary_cross_entropy(np.array([1.0, 0.0]), np.array([0.5, 0.5])) is np.log(2.0).
    """
    p = np.clip(y_pred, floor, 1 - floor)
    return float(-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)))


def bce_from_logits(y_true, logits):
    """Binary cross-entropy of sigmoid(z): the mean of max(z, 0) − y z + ln(1 + e^(−|z|)).

    y_true: float array of 0.0 and 1.0, (N,) or (N, K). logits: floats z of any size, same shape.
    Returns: one float, the mean over all elements. Both arguments are left as they were. Asked as
        well: z = ±1000 is right, not merely finite, and NumPy warns of nothing.

    Example: bce_from_logits(np.array([1.0, 0.0]), np.array([0.0, 0.0])) is np.log(2.0).
    """
    z = logits
    return float(np.mean(np.maximum(z, 0) - y_true * z + np.log1p(np.exp(-np.abs(z)))))


def bce_from_logits_grad(y_true, logits):
    """How that cost changes with each logit: (sigmoid(z) − y) / size.

    size is the number of all elements.

    y_true: float array of 0.0 and 1.0, (N,) or (N, K). logits: floats z of any size, same shape.
    Returns: float array of the shape of logits. Both arguments are left as they were. Asked as
        well: z = ±1000 gives finite numbers, and NumPy warns of nothing.

    Example: bce_from_logits_grad(np.array([1.0, 0.0]), np.array([0.0, np.log(3.0)]))
    is array([-0.25, 0.375]).
    """
    e = np.exp(-np.abs(logits))
    return (np.where(logits >= 0, 1, e) / (1 + e) - y_true) / logits.size


def one_hot(labels, n_classes):
    """Turn class numbers into rows with a single 1: row n has its 1 in column labels[n].

    labels: integer array (N,), from 0 to n_classes − 1; N may be 0. n_classes: int ≥ 1.
    Returns: float array (N, n_classes), also when some class does not occur in labels.

    Example: one_hot(np.array([2, 0]), 3) is array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]).
    """
    return np.eye(n_classes)[labels]


def cross_entropy(y_true, y_pred, floor=1e-12):
    """Categorical cross-entropy of probabilities: the mean over N samples of −Σ_k y_k ln p_k.

    y_true: float array (N, K), one-hot rows. y_pred: float array (N, K), probabilities per row.
    floor: p below it counts as floor, so that no ln 0 occurs.
    Returns: one float: each sample's sum over its K classes, then the mean over the N samples.
        Asked as well: p = 0 and p = 1 give a finite number, and NumPy warns of nothing. The
        arguments are left as they were.

    Example: cross_entropy(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]])) is np.log(4.0).
    """
    return float(-np.sum(y_true * np.log(np.maximum(y_pred, floor))) / len(y_true))


def softmax_cross_entropy(y_true, logits):
    """Categorical cross-entropy of softmax(logits): the mean over samples of −Σ_k y_k ln p_k.

    For each row, ln p_k = z_k − ln Σ_j e^(z_j): probabilities are not needed on the way.

    y_true: float array (N, K), one-hot rows. logits: float array (N, K), scores z of any size.
    Returns: one float. Both arguments are left as they were. Asked as well: scores of ±1000 are
        right, not merely finite, and NumPy warns of nothing.

    Example: softmax_cross_entropy(np.array([[0.0, 1.0]]), np.array([[np.log(3.0), 0.0]]))
    is np.log(4.0).
    """
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return float(-np.sum(y_true * log_p) / len(y_true))


def softmax_cross_entropy_grad(y_true, logits):
    """How that cost changes with each score: (softmax(logits) − y_true) / N, row by row.

    y_true: float array (N, K), one-hot rows. logits: float array (N, K), scores of any size.
    Returns: float array (N, K); every row sums to 0. Both arguments are left as they were. Asked as
        well: scores of ±1000 give finite numbers, and NumPy warns of nothing.

    Example: softmax_cross_entropy_grad(np.array([[0.0, 1.0]]), np.array([[np.log(3.0), 0.0]]))
    is array([[0.75, -0.75]]).
    """
    E = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return (E / np.sum(E, axis=1, keepdims=True) - y_true) / len(y_true)


def layer_mse(y_true, X, W, b):
    """Mean squared error of a layer with one output unit, y_pred = X @ W + b.

    y_true: float array (N,), one true number per sample. X: (N, D). W: (D, 1). b: (1,).
    Returns: one float: each sample's prediction is compared with its own true number, and with no
        other. The arguments are left as they were.

    Example: layer_mse(np.array([2.0, 4.0]), np.array([[1.0], [2.0]]), np.array([[2.0]]),
    np.array([0.0])) is 0.0.
    """
    y_pred = (X @ W + b)[:, 0]
    return float(np.mean((y_pred - y_true) ** 2))
