"""The traditional method to beat, and the curve that says what more data would bring."""

import numpy as np

from ... import nn  # the whole library; here, lesson 03 of it

__all__ = ["learning_curve", "logistic_regression_fit"]


def logistic_regression_fit(X, y, lam, sample_weight=None):
    """Logistic regression: the one sigmoid unit that makes a cost as small as it can be.

    The cost is (1/N) Σ sₙ lossₙ + (λ/2) Σ wⱼ², with the binary cross-entropy of p = sigmoid(X @ w +
    b) as the loss. The bias is not penalised. It is convex, with one lowest place: from wherever,
    and by whatever method you walk there, the answer is the same.

    X: (N, D) float array, features of about the same spread. y: (N,) integer array of 0 and 1, both
        occur. lam: float λ > 0.
    sample_weight: None, which means sₙ = 1, or a (N,) float array s of positive numbers, such as
        class_weights(y)[y].
    Returns: (w, b), a (D,) float array and a float, right to four digits. The arguments are left as
        they were.

    Example: logistic_regression_fit(np.array([[1.0], [-1.0]]), np.array([1, 0]), 0.5) is
    (array([0.6748]), 0.0): there the slope, 0.5 w − sigmoid(−w), is 0.

    Gradient descent will do: the gradient is X.T @ (s (p − y)) / N + λ w, and Σ s (p − y) / N for
    b. Newton's method, which divides by the second derivatives, needs about ten steps.

    Source: scikit-learn's LogisticRegression, with C = 1 / (N λ).
    """
    s = np.ones(len(y)) if sample_weight is None else sample_weight
    A = np.column_stack([X, np.ones(len(X))])  # the bias as one more weight
    penalty = np.array([lam] * X.shape[1] + [0.0])
    theta = np.zeros(A.shape[1])

    def cost(theta):
        z = A @ theta
        losses = np.logaddexp(0.0, z) - y * z
        return np.mean(s * losses) + np.sum(penalty * theta**2) / 2

    for _ in range(100):
        p = nn.sigmoid(A @ theta)
        grad = A.T @ (s * (p - y)) / len(y) + penalty * theta
        hessian = (A.T * (s * p * (1 - p))) @ A / len(y) + np.diag(penalty)
        move = np.linalg.solve(hessian, grad)
        while np.max(np.abs(move)) > 1e-10 and cost(theta - move) > cost(theta):
            move = move / 2
        theta = theta - move
        if np.max(np.abs(move)) <= 1e-10:
            break
    return theta[:-1], float(theta[-1])


def learning_curve(fit, score, train_set, val_set, sizes):
    """How well a method does as it gets more samples to learn from.

    For each n in sizes: fit the method on the first n training samples; then score what came out,
    once on these n samples and once on the whole validation set.

    fit: function (X, y) → model, whatever a model is. score: function (model, X, y) → float.
    train_set, val_set: pairs (X, y), X (N, D) and y (N,). The training rows stand in random order
        already, as `train_val_test_split` leaves them.
    sizes: list of ints, each from 1 to N.
    Returns: (train_scores, val_scores), two float arrays with an entry per size. The arguments are
        left as they were.

    Example, a "model" that is the mean of its labels, scored by how far off it is: with labels
    [2.0, 4.0, 9.0] to learn from, one label 5.0 to validate and sizes [1, 3], the models are 2.0
    and 5.0, and the validation scores array([3.0, 0.0]).

    Source: scikit-learn's learning_curve, with one split instead of several.
    """
    (X, y), (X_val, y_val) = train_set, val_set
    train_scores, val_scores = [], []
    for n in sizes:
        model = fit(X[:n], y[:n])
        train_scores.append(score(model, X[:n], y[:n]))
        val_scores.append(score(model, X_val, y_val))
    return np.array(train_scores, float), np.array(val_scores, float)
