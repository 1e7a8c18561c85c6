"""What to do where one class is rare: weights, or more samples, for the training data alone."""

import numpy as np

__all__ = ["class_weights", "oversampled_split", "smote"]


def class_weights(y):
    """A weight for each class, so that all classes have the same say in a cost.

    With N samples in K classes, a class with n samples gets N / (K n): a rare class weighs more,
    and the mean weight over all samples is 1.

    y: (N,) integer array of labels, N ≥ 1. The classes are the numbers that occur in it; they need
        not begin at 0.
    Returns: (K,) float array, the weights in the order of the sorted classes. y is left as it was.

    Example: class_weights(np.array([0, 0, 0, 1])) is array([2 / 3, 2.0]).

    Source: scikit-learn's class_weight="balanced".
    """
    _, counts = np.unique(y, return_counts=True)
    return len(y) / (len(counts) * counts)


def smote(X, k, n, rng):
    """Make synthetic samples of a rare class, between neighbours (SMOTE).

    For each new sample: draw one row of X; draw one of its k nearest other rows (Euclidean
    distance); draw one number u between 0 and 1; the new sample is row + u · (neighbour − row). It
    lies on the straight line between the two, and so all its features share one u.

    X: (M, D) float array, the samples of the rare class alone, M ≥ 2. k: int, 1 ≤ k ≤ M − 1.
    n: int ≥ 0, how many to make. rng: a random generator.
    Returns: (n, D) float array. X is left as it was.

    Example: smote(np.array([[0.0, 0.0], [4.0, 2.0]]), 1, 2, rng) may be
    array([[1.0, 0.5], [3.2, 1.6]]): both rows lie on the line from (0, 0) to (4, 2).

    Asked as well: a row is not its own neighbour; the same seed gives the same samples, another
    seed others; every row of X gets its turn, and so does each of its k neighbours. In which order
    you draw is yours to choose.

    Source: Chawla, Bowyer, Hall and Kegelmeyer, 2002. Their text says "along the line segment",
    their pseudo-code draws u anew for each feature; here, as in imbalanced-learn, it is the line.
    """
    distances = np.sqrt(np.sum((X[:, np.newaxis] - X[np.newaxis]) ** 2, axis=2))
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1)[:, :k]
    row = rng.integers(0, len(X), n)
    neighbour = nearest[row, rng.integers(0, k, n)]
    u = rng.random((n, 1))
    return X[row] + u * (X[neighbour] - X[row])


def oversampled_split(X, y, test_size, rng):
    """Part data into training and test data, and balance the training data by repeating rows.

    test_size rows, drawn at random, are the test data. Of the other rows those of the class with
    fewer samples are repeated, drawn at random with replacement, until both classes have as many.

    X: (N, D) float array, no two rows alike. y: (N,) integer array of 0 and 1.
    test_size: int, smaller than N; both classes are left among the other rows.
    rng: a random generator.
    Returns: (X_train, y_train), (X_test, y_test). Every row of X is in one of the two parts, never
        in both, beside its own label; in the test data it stands once. The order is yours to
        choose. The arguments are left as they were.

    Example: with nine zeros and three ones, and test_size 4: four rows to test with; if one of them
    is a one, the training data are six zeros, two ones, and four repeats of these two.
    """
    order = rng.permutation(len(X))
    test, train = order[:test_size], order[test_size:]
    rare = 1 if np.sum(y[train] == 1) < np.sum(y[train] == 0) else 0
    candidates = train[y[train] == rare]
    repeats = rng.choice(candidates, len(train) - 2 * len(candidates))
    train = np.concatenate([train, repeats])
    return (X[train], y[train]), (X[test], y[test])
