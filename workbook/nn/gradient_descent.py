"""Lesson 05: gradients measured, gradient descent, the edge of divergence, where a descent stops.

θ (`theta`) holds parameters, J(θ) is the cost, ∇J(θ) its gradient and α (`lr`) the learning rate.
Every function leaves its arguments as they were.
"""

import numpy as np

__all__ = [
    "classify_stationary",
    "descend_keep_best",
    "fit_linear",
    "gd_step",
    "gradient_descent",
    "linear_regression_grad",
    "max_stable_lr",
    "numeric_grad",
    "numeric_hessian",
]


def numeric_grad(f, x, h):
    """Measure the gradient of f at x by central differences.

    Entry i is (f(x with x_i + h) − f(x with x_i − h)) / (2h): one coordinate is nudged to either
    side, all others stay where they are.

    f: a function that takes an array of x's shape and returns one float.
    x: float array of any shape, such as (D,) or (2, 3). h: float, h > 0, the size of the nudge.
    Returns: floats of the same shape as x. x is left as it was.

    Example: numeric_grad(lambda x: x[0] ** 2 + 3 * x[1], np.array([2.0, 5.0]), 0.1)
    is array([4.0, 3.0]).

    Asked as well: a large h such as 0.5, so the h that is handed in has to be used.
    """
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[i] = h
        grad[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return grad


def gd_step(theta, grad, lr):
    """One step of gradient descent: against the gradient, θ − α ∇J.

    theta: float array of any shape, or one float: the parameters θ.
    grad: the gradient of the cost at theta, of the same shape. lr: float, the learning rate α.
    Returns: floats of the same shape as theta. theta and grad are left as they were.

    Example: gd_step(np.array([1.0, 5.0]), np.array([2.0, -4.0]), 0.5) is array([0.0, 7.0]).
    """
    return theta - lr * grad


def gradient_descent(grad_fn, theta0, lr, steps):
    """Walk downhill: take `steps` steps of gradient descent and keep every point on the way.

    Row 0 of the path is theta0. Each next row is the row before it minus lr times the gradient
    there, so the gradient is computed anew at every point.

    grad_fn: a function that takes theta (D,) and returns the gradient (D,) there.
    theta0: (D,) float array, the start. lr: float, the learning rate. steps: int, steps ≥ 0.
    Returns: (steps + 1, D) float array, the path. theta0 is left as it was.

    Example: gradient_descent(lambda theta: 2 * theta, np.array([8.0]), 0.25, 3)
    is array([[8.0], [4.0], [2.0], [1.0]]).

    Asked as well: steps = 0 gives the start alone, of shape (1, D).
    """
    path = [theta0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    return np.array(path)


def max_stable_lr(H):
    """The edge of divergence on a quadratic bowl: 2 / λmax, λmax being H's largest eigenvalue.

    Below this learning rate gradient descent on J(θ) = ½ θᵀ H θ comes nearer to the minimum with
    every step; above it, it runs away.

    H: (D, D) float array, symmetric: the second derivatives of J. No eigenvalue of H is negative
        (beyond rounding), and one at least is above 0.
    Returns: one float. H is left as it was.

    Example: max_stable_lr(np.array([[3.0, 1.0], [1.0, 3.0]])) is 0.5.
    (That H has the eigenvalues 2 and 4.)
    """
    return float(2 / np.max(np.linalg.eigvalsh(H)))


def classify_stationary(H):
    """What is a point whose gradient is 0? Ask the eigenvalues of the Hessian there.

    An eigenvalue between −1e-6 and 1e-6 counts as 0, since floats are rounded.

    H: (D, D) float array, symmetric: the second derivatives of J at the point. D ≥ 1.
    Returns: a text. H is left as it was.
        "minimum": all eigenvalues are above 0, so J rises in every direction.
        "maximum": all are below 0, so J falls in every direction.
        "saddle": one at least is above 0 and one at least below, whatever the others are.
        "flat": anything else. Some are 0 and the rest has one sign, or all are 0: the second
            derivatives cannot decide.

    Example: classify_stationary(np.array([[1.0, 2.0], [2.0, 1.0]])) is "saddle".
    (That H has the eigenvalues 3 and −1.)
    """
    eigenvalues = np.linalg.eigvalsh(H)
    rises, falls = eigenvalues > 1e-6, eigenvalues < -1e-6
    if rises.any() and falls.any():
        return "saddle"
    if rises.all():
        return "minimum"
    if falls.all():
        return "maximum"
    return "flat"


def linear_regression_grad(X, y, w, b):
    """The gradient of a straight line's cost: mean squared error of X @ w + b against y.

    The cost is J = (1/N) Σ (prediction − y)², a mean over all N samples.

    X: (N, D) float array, N ≥ 1, one row per sample. y: (N,) floats, the truth.
    w: (D,) floats, the weights. b: float, the bias.
    Returns: (dw, db): dw of shape (D,) with ∂J/∂w, and db, one float, ∂J/∂b. The arguments are
        left as they were.

    Example: linear_regression_grad(np.array([[1.0], [2.0]]), np.array([3.0, 5.0]),
    np.array([1.0]), 0.0) is (array([-8.0]), -5.0).
    """
    error = X @ w + b - y
    return 2 * X.T @ error / len(y), float(2 * np.mean(error))


def fit_linear(X, y, lr, steps):
    """Fit a straight line by gradient descent on the mean squared error, all samples in each step.

    All weights and the bias begin at 0. Every step computes both gradients at the same (w, b), and
    only then moves both. Exactly `steps` steps are taken, whether or not the minimum is reached.

    X: (N, D) float array, N ≥ 1, one row per sample. y: (N,) floats, the truth.
    lr: float, the learning rate. steps: int, steps ≥ 0.
    Returns: (w, b): w of shape (D,), b one float. X and y are left as they were.

    Example: fit_linear(np.array([[1.0], [2.0]]), np.array([3.0, 5.0]), 0.1, 1)
    is (array([1.3]), 0.8).

    Asked as well: steps = 0 gives zeros; many steps come close to the line of least squares.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        error = X @ w + b - y
        w, b = w - lr * 2 * X.T @ error / len(y), b - lr * 2 * np.mean(error)
    return w, float(b)


def descend_keep_best(f, grad_fn, theta0, lr, steps):
    """Gradient descent that remembers the best point it has seen, the start included.

    f: the cost, a function that takes theta (D,) and returns one float.
    grad_fn: a function that takes theta (D,) and returns the gradient (D,) there.
    theta0: (D,) float array, the start. lr: float, the learning rate. steps: int, steps ≥ 0.
    Returns: (best, best_cost): the point (D,) with the lowest cost among all steps + 1 points, the
        first such where several are equal, and its cost, one float. theta0 is left as it was.

    Example: descend_keep_best(lambda t: t[0] ** 2, lambda t: 2 * t, np.array([2.0]), 1.5, 3)
    is (array([2.0]), 4.0). (The path is 2, −4, 8, −16: it never gets better than its start.)
    """
    theta = theta0.copy()
    best, best_cost = theta, f(theta)
    for _ in range(steps):
        theta = theta - lr * grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = theta, cost
    return best, best_cost


def numeric_hessian(f, x, h):
    """Measure the Hessian of f at x: all second derivatives, by central differences.

    Entry (i, j) is ∂²f / ∂x_i ∂x_j. With a nudge of h along i and one of h along j, it is
    (f(+, +) − f(+, −) − f(−, +) + f(−, −)) / (4h²). Harder than the others.

    f: a function that takes an array (D,) and returns one float. x: (D,) float array.
    h: float, h > 0, the size of the nudge.
    Returns: (D, D) float array, symmetric up to rounding. x is left as it was.

    Example: numeric_hessian(lambda x: x[0] ** 2 + 3 * x[0] * x[1], np.array([1.0, 2.0]), 0.01)
    is array([[2.0, 3.0], [3.0, 0.0]]).

    Asked only for f made of first, second and third powers, for which every central formula is
    exact, and compared to within 1e-5.
    """
    nudges = h * np.eye(len(x))
    H = np.empty((len(x), len(x)))
    for i, u in enumerate(nudges):
        for j, v in enumerate(nudges):
            H[i, j] = (f(x + u + v) - f(x + u - v) - f(x - u + v) + f(x - u - v)) / (4 * h**2)
    return H
