"""Lesson 13: the capstone: from pixels to a network that reads digits, and what may be said of it.

An image is a row of 64 pixels, each from 0 (paper) to 16 (ink). `score(settings, seed)` trains one
model and says how well it does. Every function leaves its arguments as they were.
"""

import numpy as np

from .. import nn  # the whole library; here, lessons 01 to 11 of it

__all__ = [
    "ablation",
    "augmented_split",
    "confident_errors",
    "nearest_centroid",
    "read_digits",
    "scale_pixels",
    "summarise_seeds",
]


def scale_pixels(X):
    """Bring pixels from the range 0 to 16 into the range 0 to 1.

    16 is the most that a pixel of these images can have, since it counts 16 dots: that is known
    before any image is seen. So nothing is learnt from the data, and the same image gives the same
    numbers whatever other images come with it.

    X: (N, D) array of integers or floats from 0 to 16, a row per image; N may be 0.
    Returns: (N, D) float array. X is left as it was.

    Example: scale_pixels(np.array([[0, 4, 8], [8, 8, 8]])) is array([[0.0, 0.25, 0.5],
    [0.5, 0.5, 0.5]]).

    Asked as well: no pixel need be 16, and all of a row or column may be alike.
    """
    return X / 16


def nearest_centroid(X_train, y_train, X):
    """The baseline: compare each image with the mean image of every class.

    For each label, take the mean of all training images with that label: its centroid. An image
    gets the label of the centroid at the smallest Euclidean distance.

    X_train: (N, D) float array, a row per image; N ≥ 1. y_train: (N,) integer array, their labels:
        any integers, not only 0, 1, 2 and so on. X: (M, D) float array, images to be read; M may
        be 0.
    Returns: (M,) integer array of labels that occur in y_train. Where two centroids are equally
        near, the smaller label. The arguments are left as they were.

    Example: nearest_centroid(np.array([[0.0], [2.0], [9.0]]), np.array([4, 4, 7]),
    np.array([[3.0], [8.0], [5.0]])) is array([4, 7, 4]): the centroids are 1 and 9, and 5 lies half
    way.
    """
    classes = np.unique(y_train)
    centroids = np.stack([np.mean(X_train[y_train == c], axis=0) for c in classes])
    squares = np.sum((X[:, np.newaxis] - centroids) ** 2, axis=2)
    return classes[np.argmin(squares, axis=1)]


def read_digits(X_train, y_train, X, rng):
    """Train a network of your own on labelled images, and read others with it.

    Everything is yours to choose: layers, activation, initial weights, optimizer, learning rate,
    batches, epochs, remedies. Choose on the training images alone.

    X_train: (N, 64) float array, raw pixels from 0 to 16, a row per image; N ≥ 40.
    y_train: (N,) integer array, their labels: any integers, at least two different ones.
    X: (M, 64) float array, raw pixels of the images to be read; M may be 0.
    rng: a random generator, such as np.random.default_rng(7). All randomness comes from it.
    Returns: (M,) integer array of labels that occur in y_train. The arguments are left as they
        were.

    Example: with images inked on the left half (label 7) or on the right half (label 3),
    read_digits(X_train, y_train, one_inked_on_the_left, rng) is array([7]).

    What is judged: the labels, and that they are a network's. What lessons 01 to 11 have in nn may
    be called. (The lesson's own network, in workbook.plots, is not there when it is graded.)
    - Two plain labels, learnt from 40 images; the same seed gives the same labels.
    - On the 500 sealed images, after training on the 1,297 that you have. There each digit is
      renamed, in your training labels and in the truth alike: say, every 3 is called 8, and every 8
      is called 5. Only what was learnt from y_train is right; a table of these well-known images
      is not. With names that are always the same and rng = np.random.default_rng(12), at least
      96 % right.
    - The same with names, order and seed drawn afresh, and with changed images, in X_train and in X
      alike: all are mirrored or turned, each pixel has up to 1 more or less ink, and the first and
      the last column of each scanned image are filled with blots, each pixel 0 or 16 by chance. At
      least 90 % right, and not the labels of the nearest training images: these are misled by the
      blots, a network learns that they say nothing. Nor those of the nearest when the blots are
      left out, label by label; nor every one right, to which no network that was tried here came.
    - All of it may take 30 seconds; one training need not take more than one.
    """
    classes, labels = np.unique(y_train, return_inverse=True)
    params = nn.init_params([X_train.shape[1], 64, len(classes)], rng, "he")
    states = [[None, None] for _ in params]
    for _ in range(20):
        for X_batch, y_batch in nn.minibatches(X_train / 16, labels, 32, rng):
            _, grads = nn.mlp_loss_and_grads(params, X_batch, y_batch, "relu")
            for i, ((W, b), (dW, db)) in enumerate(zip(params, grads, strict=True)):
                W, states[i][0] = nn.adam(W, dW, states[i][0], lr=0.003)
                b, states[i][1] = nn.adam(b, db, states[i][1], lr=0.003)
                params[i] = (W, b)
    logits, _ = nn.forward(X / 16, params, [nn.relu, lambda Z: Z])
    return classes[np.argmax(logits, axis=1)]


def confident_errors(y_true, probs, n):
    """The wrong predictions of which the model was surest: the first to look at.

    The prediction for a row is the class with the largest probability; that probability is how sure
    the model was. Of the rows where the prediction is not the label, give the n surest.

    y_true: (N,) integer array, labels from 0 to K − 1; N may be 0.
    probs: (N, K) float array, the probabilities of the K classes; no row has two largest ones.
    n: int ≥ 0.
    Returns: integer array of row numbers, the surest error first; of equally sure ones the smaller
        row number first. Where there are fewer than n errors, all of them; where there is none,
        an empty integer array. The arguments are left as they were.

    Example: confident_errors(np.array([0, 1, 1, 0]),
    np.array([[0.6, 0.4], [0.7, 0.3], [0.2, 0.8], [0.1, 0.9]]), 2) is array([3, 1]).
    """
    wrong = np.flatnonzero(np.argmax(probs, axis=1) != y_true)
    order = np.argsort(-np.max(probs, axis=1)[wrong], kind="stable")
    return wrong[order[:n]]


def ablation(score, settings, name, off, seeds):
    """Take one part away, with all else the same: what did it contribute, seed by seed?

    score: function (settings, seed) → float, such as a validation accuracy after a training that
        draws everything from that seed.
    settings: dict, the whole recipe. name: the key of the part in question. off: the value that the
        part has where it is switched off, such as 0.0 or False.
    seeds: list of ints. For each seed both models are trained with this very seed.
    Returns: (len(seeds),) float array: score with the part, minus score without it. settings is
        left as it was.

    Example: ablation(lambda s, seed: s["units"] + s["lam"] * seed, {"units": 8, "lam": 2.0},
    "lam", 0.5, [1, 3]) is array([1.5, 4.5]): 10 − 8.5, then 14 − 9.5.
    """
    without = {**settings, name: off}
    return np.array([score(settings, seed) - score(without, seed) for seed in seeds], dtype=float)


def summarise_seeds(scores):
    """One recipe, trained with several seeds: what may be said of its score?

    scores: (S,) float array, one score per seed; S ≥ 2.
    Returns: (mean, spread, lowest), three floats. spread is the sample standard deviation,
        √(Σ (score − mean)² / (S − 1)): these few seeds stand for all the others. scores is left as
        it was.

    Example: summarise_seeds(np.array([0.9, 0.8, 1.0])) is (0.9, 0.1, 0.8).

    NumPy's np.std divides by S unless told otherwise; statistics.stdev and pandas divide by S − 1.
    """
    return float(np.mean(scores)), float(np.std(scores, ddof=1)), float(np.min(scores))


def augmented_split(X, y, n_val, copies, rng):
    """Part images into training and validation, and add noisy copies to the training part.

    Each copy is a training image plus normal noise of mean 0 and standard deviation 1 on every
    pixel, with the image's own label. (Copies may leave the range of pixels; here that does no
    harm.)

    X: (N, D) float array, a row per image. y: (N,) integer array, their labels. n_val: int, from 1
        to N − 1. copies: int ≥ 0, how many copies each training image gets. rng: a random
        generator; which images are for validation is drawn from it, and the noise too.
    Returns: ((X_train, y_train), (X_val, y_val)). Validation: n_val of the images as they came. The
        training part: the N − n_val others as they came, and `copies` noisy copies of each.
        Rows may stand in any order, each beside its own label. The arguments are left as they
        were.

    Example: 10 images, n_val 4 and 2 copies give 4 images for validation and 6 · 3 = 18 for
    training.
    """
    order = rng.permutation(len(X))
    val, train = order[:n_val], order[n_val:]
    noisy = [X[train] + rng.normal(0, 1, X[train].shape) for _ in range(copies)]
    X_train = np.concatenate([X[train], *noisy])
    y_train = np.concatenate([y[train]] * (copies + 1))
    return (X_train, y_train), (X[val], y[val])
