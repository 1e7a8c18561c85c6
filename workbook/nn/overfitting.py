"""Lesson 10: overfitting: how it is seen, and four remedies: L2, dropout, early stopping, shifts.

`params` is a list of pairs (W, b), one per layer, and a history is a dict of lists with one entry
per epoch, both as in the lessons before. Every function leaves its arguments as they were.
"""

import numpy as np

__all__ = [
    "diagnose_fit",
    "dropout_backward",
    "dropout_forward",
    "early_stopping",
    "fit_early_stopping",
    "generalization_gap",
    "l2_penalty",
    "l2_penalty_grad",
    "shift_images",
]


def generalization_gap(history, window=5):
    """How much worse the network does on new data at the end, in a way that one epoch cannot move.

    The gap of an epoch is its validation loss minus its training loss. Take the median of the gaps
    of the last `window` epochs; of all epochs, where there are fewer.

    history: dict with the lists "loss" and "val_loss" of floats, of the same length, at least 1.
        Other keys may be there.
    window: int ≥ 1.
    Returns: float. It is negative where validation is the lower of the two. history is left as it
        was.

    Example: generalization_gap({"loss": [0.5, 0.25, 0.25, 0.25],
    "val_loss": [0.5, 0.5, 2.25, 0.75]},
    3) is 0.5. The gaps are 0, 0.25, 2, 0.5; of the last three, 0.5 is in the middle.
    """
    gaps = np.array(history["val_loss"]) - np.array(history["loss"])
    return float(np.median(gaps[-window:]))


def diagnose_fit(train_acc, val_acc, baseline):
    """Say in a word how well a classifier fits, from two accuracies and what guessing would give.

    An accuracy is judged by its *skill*, the share of the way from the baseline to perfect:
    skill = (accuracy − baseline) / (1 − baseline). So 0 is as good as guessing, and 1 is perfect.
    The first of these rules that holds decides:

        "guessing": the training skill is 0 or less;
        "underfitting": the training skill is below 0.5;
        "overfitting": the validation skill is more than 0.25 below the training skill;
        "good fit": otherwise.

    train_acc, val_acc: floats from 0 to 1. baseline: float, at least 0 and below 1: the accuracy
        of always naming the most common class.
    Returns: one of the four labels. (Accuracies exactly on a limit are not asked, except
        train_acc == baseline.)

    Example: diagnose_fit(0.98, 0.6, 0.5) is "overfitting": the skills are 0.96 and 0.2.
    diagnose_fit(0.98, 0.98, 0.98) is "guessing".
    """
    train_skill = (train_acc - baseline) / (1 - baseline)
    val_skill = (val_acc - baseline) / (1 - baseline)
    if train_skill <= 0:
        return "guessing"
    if train_skill < 0.5:
        return "underfitting"
    return "overfitting" if train_skill - val_skill > 0.25 else "good fit"


def early_stopping(val_losses, patience):
    """When to stop training, and which epoch's parameters to keep.

    Go through the epochs in their order, as if the later ones had not happened yet. An epoch is the
    best so far when its loss is *lower* than every one before it; an equal one is no better. Stop
    after the first epoch that is `patience` epochs later than the best so far. If there is none,
    stop after the last epoch of the list.

    val_losses: list of floats, the validation loss after each epoch, at least 1. patience: int ≥ 1.
    Returns: (best, stop), two ints; epochs are counted from 0. best is the epoch with the lowest
        loss among those up to stop. val_losses is left as it was.

    Example: early_stopping([5.0, 3.0, 4.0, 2.0, 3.0, 3.0, 1.0], 2) is (3, 5): epoch 3 has the
    lowest loss so far, and epochs 4 and 5 are no better. The 1 after that is never seen.

    Source: the rule is that of Keras's EarlyStopping with min_delta = 0.
    """
    best = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(val_losses) - 1


def l2_penalty(params, lam):
    """The price of large weights, which is added to the cost: λ/2 times the sum of all squares.

    All entries of all W count; the biases b do not.

    params: list of pairs (W, b), one per layer; W is (D, H), b is (H,). lam: float λ ≥ 0.
    Returns: float. The arguments are left as they were.

    Example: l2_penalty([(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))], 0.5) is 1.25: a half
    of 0.5, times 1 + 4.

    Where books differ: the half is that of PyTorch's weight_decay, whose gradient is λ W. Keras's
    L2(λ) has no half. PyTorch decays biases as well unless told not to; most books leave them out.
    """
    return float(lam / 2 * sum(np.sum(W**2) for W, _ in params))


def l2_penalty_grad(params, lam):
    """The gradient of `l2_penalty`, which is added to the gradient of the cost.

    params: list of pairs (W, b), one per layer; W is (D, H), b is (H,). lam: float λ ≥ 0.
    Returns: list of pairs (dW, db), one per layer, each of the shape of what it belongs to. The
        arguments are left as they were.

    Example: l2_penalty_grad([(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))], 0.5) is
    [(array([[0.5, -1.0]]), array([0.0, 0.0]))].
    """
    return [(lam * W, np.zeros_like(b)) for W, b in params]


def dropout_forward(A, p, rng, training):
    """Dropout: while training, set each entry to 0 with probability p, and scale up the others.

    Each entry is dropped or kept by itself, at random. What is kept is divided by 1 − p, so that
    the mean stays what it was (*inverted* scaling). When the training is over nothing is dropped
    and nothing is scaled.

    A: float array of any shape (empty too), what a layer gives. p: float, the probability of
        *dropping*, at least 0 and below 1. rng: a random generator, such as
        np.random.default_rng(7).
    training: True, or False for A as it is.
    Returns: (dropped, mask), two float arrays of the shape of A. mask holds the factor of each
        entry, 0 or 1 / (1 − p), and dropped is A * mask. With training=False the mask is all ones.
        The arguments are left as they were.

    Example: dropout_forward(np.array([[1.0, 2.0, 3.0, 4.0]]), 0.5, rng, True) may be
    (array([[2.0, 0.0, 0.0, 8.0]]), array([[2.0, 0.0, 0.0, 2.0]])).

    Asked as well: the same seed gives the same mask, and the next call with the same rng another.
    Which entries are dropped is for chance to choose: what is compared is factors, products and how
    many are dropped.

    Sources: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, 2014. There, p is the
    probability of *keeping*, and the scaling is done at test time. PyTorch and Keras do as here.
    """
    if not training:
        return A.copy(), np.ones(A.shape)
    mask = (rng.random(A.shape) >= p) / (1 - p)
    return A * mask, mask


def dropout_backward(d_dropped, mask):
    """The way back through dropout: from ∂cost/∂dropped to ∂cost/∂A.

    d_dropped: float array of any shape (empty too), ∂cost/∂dropped. mask: float array of the same
        shape, as dropout_forward has returned it with what went forward.
    Returns: ∂cost/∂A, a float array of the same shape. The arguments are left as they were.

    Example: dropout_backward(np.array([[5.0, 6.0, 7.0]]), np.array([[2.0, 0.0, 2.0]])) is
    array([[10.0, 0.0, 14.0]]).
    """
    return d_dropped * mask


def shift_images(X, dx, dy):
    """Move every image by whole pixels: augmentation, if the label bears it.

    What is pushed over an edge is lost, and 0 comes in at the opposite one.

    X: (N, rows, columns) float array, N grey images; N may be 0.
    dx: int, how many columns to the right; a negative one moves to the left.
    dy: int, how many rows down (row 0 is at the top); a negative one moves up.
    Returns: float array of the shape of X. X is left as it was.

    Example: shift_images(np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]), 1, 0) is
    array([[[0.0, 1.0, 2.0], [0.0, 4.0, 5.0]]]).

    Asked as well: both at once; no shift at all; a shift larger than the image, which leaves 0
    alone.
    """
    rows, columns = X.shape[1:]
    moved = np.zeros_like(X)
    from_y, to_y = max(0, -dy), max(0, dy)
    from_x, to_x = max(0, -dx), max(0, dx)
    kept = X[:, from_y : max(0, rows - to_y), from_x : max(0, columns - to_x)]
    moved[:, to_y : to_y + kept.shape[1], to_x : to_x + kept.shape[2]] = kept
    return moved


def fit_early_stopping(w, grad_fn, val_loss_fn, lr, patience, epochs):
    """Gradient descent that stops early and gives back the best weights, not the last ones.

    Begin with w as the best so far. In each epoch take one step, w − lr · grad_fn(w), and look at
    val_loss_fn there. If it is lower than the best so far, these weights are the best now. Stop
    when `patience` epochs in a row have not been better, or after `epochs` epochs.

    w: (D,) float array, where it starts. grad_fn: function of w (D,), the gradient of the training
        cost, (D,). val_loss_fn: function of w (D,), the validation loss, a float. lr: float > 0.
    patience, epochs: ints ≥ 1.
    Returns: (D,) float array, the weights with the lowest validation loss. w is left as it was.

    Example: fit_early_stopping(np.array([4.0]), lambda w: np.array([1.0]), lambda w: abs(w[0] - 2),
    1.0, 2, 10) is array([2.0]): it walks over 4, 3, 2, 1, 0, and 2 was the best.
    """
    w = w.copy()
    best_w, lowest, waited = w.copy(), val_loss_fn(w), 0
    for _ in range(epochs):
        w -= lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = w.copy(), loss, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best_w
