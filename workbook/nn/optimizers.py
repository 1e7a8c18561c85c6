"""Lesson 09: optimizers, which turn a gradient into a step, and two schedules for the rate.

Every optimizer is `(param, grad, state, lr, …) -> (param, state)`. It is pure: it returns new
values and leaves its arguments as they were. `state` is None before the first step, and then
whatever the function itself returned; its form is the optimizer's own business. The definitions
are PyTorch's.
"""

import numpy as np

__all__ = [
    "adadelta",
    "adagrad",
    "adam",
    "adam_path",
    "cosine_schedule",
    "momentum",
    "nesterov",
    "rmsprop",
    "sgd",
    "step_decay",
]


def sgd(param, grad, state, lr=0.01):
    """One step of plain stochastic gradient descent: θ − α g.

    It remembers nothing, but it keeps to the form that all optimizers of this lesson share.

    param: float array of any shape. grad: its gradient g, the same shape.
    state: None before the first step; then what the step before returned.
    lr: float, the learning rate α, the same in every step.
    Returns: (param, state): the moved parameter, and None. The arguments are left as they were.

    Example: sgd(np.array([1.0, 2.0]), np.array([2.0, -4.0]), None, lr=0.5) is
    (array([0.0, 4.0]), None).
    """
    return param - lr * grad, None


def momentum(param, grad, state, lr=0.01, beta=0.9):
    """One step of SGD with momentum, as PyTorch defines it: m ← β m + g, then θ ← θ − α m.

    m is a running *sum* of gradients, in which each older one counts β times less. It is 0 before
    the first step. (Keras puts α inside, m ← β m − α g: the same path while α is constant. Some
    books multiply g by 1 − β as well: steps ten times shorter at β = 0.9.)

    param: float array of any shape. grad: its gradient g, the same shape.
    state: None before the first step; then what the step before returned. Its form is yours.
    lr: float, the learning rate α. beta: float, 0 ≤ β < 1, how much is kept.
    Returns: (param, state). All three arguments are left as they were, state too.

    Example, two steps from 1 with a gradient of 2, lr = 0.1, beta = 0.5: first m = 2, so 0.8;
    then m = 0.5 · 2 + 2 = 3, so 0.5.
    """
    m = grad if state is None else beta * state + grad
    return param - lr * m, m


def nesterov(param, grad, state, lr=0.01, beta=0.9):
    """One step of SGD with Nesterov's momentum, as PyTorch defines it: θ ← θ − α (g + β m).

    First m ← β m + g, as in `momentum`. The step then looks ahead: it adds to the gradient the part
    of the new m that will be carried on. (Nesterov's own form takes the gradient at the place
    looked ahead to; this one takes it where θ is, so that it fits any training loop.)

    param, grad, state, lr, beta: as in `momentum`. m is 0 before the first step.
    Returns: (param, state). All three arguments are left as they were, state too.

    Example, two steps from 1 with a gradient of 2, lr = 0.1, beta = 0.5: first m = 2 and the step
    is 0.1 · (2 + 1), so 0.7; then m = 3 and the step is 0.1 · (2 + 1.5), so 0.35.
    """
    m = grad if state is None else beta * state + grad
    return param - lr * (grad + beta * m), m


def adagrad(param, grad, state, lr=0.01, eps=1e-10):
    """One step of Adagrad, the *adaptive gradient*: θ ← θ − α g / (√s + ε), with s ← s + g².

    s holds, for each entry of the parameter, the sum of all its squared gradients so far, the
    present one included. It is 0 before the first step. So an entry with large gradients gets short
    steps, and all steps shrink as s grows. ε stands outside of the root, as in PyTorch.

    param: float array of any shape. grad: its gradient g, the same shape; entries may be 0.
    state: None before the first step; then what the step before returned. Its form is yours.
    lr: float, the global learning rate α. eps: float, ε > 0.
    Returns: (param, state). All three arguments are left as they were, state too.

    Example, two steps from 1, gradients 3 and then 4, lr = 0.1: first s = 9, step 0.1 · 3 / 3, so
    0.9; then s = 25, step 0.1 · 4 / 5, so 0.82.

    Asked as well: a large eps such as 0.5, which shows where it stands.
    """
    s = grad**2 if state is None else state + grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


def rmsprop(param, grad, state, lr=0.01, rho=0.99, eps=1e-8):
    """One step of RMSprop: θ ← θ − α g / (√s + ε), with s ← ρ s + (1 − ρ) g².

    s is a moving average of each entry's squared gradients: old ones fade, so that steps need not
    shrink for ever. It is 0 before the first step. ε stands outside of the root, as in PyTorch (in
    Keras it stands inside, and PyTorch's name for ρ is alpha).

    param: float array of any shape. grad: its gradient g, the same shape; entries may be 0.
    state: None before the first step; then what the step before returned. Its form is yours.
    lr: float, the learning rate α. rho: float, 0 ≤ ρ < 1. eps: float, ε > 0.
    Returns: (param, state). All three arguments are left as they were, state too.

    Example, two steps from 1, gradients 2 and then 0, lr = 0.1, rho = 0.75: first s = 0.25 · 4 = 1,
    step 0.1 · 2 / 1, so 0.8; then s = 0.75 and the step is 0, so 0.8.

    Asked as well: a large eps such as 0.5, which shows where it stands.
    """
    s = (1 - rho) * grad**2 if state is None else rho * state + (1 - rho) * grad**2
    return param - lr * grad / (np.sqrt(s) + eps), s


def adadelta(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """One step of Adadelta: the step's own size is averaged too, and stands above the root of s.

    In this order: s ← ρ s + (1 − ρ) g², then d = g · √(u + ε) / √(s + ε), then
    u ← ρ u + (1 − ρ) d², then θ ← θ − α d. s averages the squared gradients, u the squared steps d;
    both are 0 before the first step. ε stands inside both roots. With α = 1, as in the paper, d has
    the unit of θ and no rate has to be found; it begins with tiny steps, since u begins at 0.

    param: float array of any shape. grad: its gradient g, the same shape; entries may be 0.
    state: None before the first step; then what the step before returned. Its form is yours.
    lr: float, α. rho: float, 0 ≤ ρ < 1. eps: float, ε > 0.
    Returns: (param, state). All three arguments are left as they were, state too.

    Example, one step from 1 with gradient 2, lr = 1, rho = 0.5, eps = 1: s = 2, then
    d = 2 · √1 / √3 = 1.1547, so −0.1547. u is now 0.5 · d² = 0.6667, for the next step.
    """
    s, u = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * grad**2
    d = grad * np.sqrt(u + eps) / np.sqrt(s + eps)
    u = rho * u + (1 - rho) * d**2
    return param - lr * d, (s, u)


def adam(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam: momentum above, RMSprop below, both corrected for their start at 0.

    m ← β₁ m + (1 − β₁) g and s ← β₂ s + (1 − β₂) g², both 0 before the first step. In step
    t = 1, 2, 3, … the averages are still too small, by factors that are known; divide them out:
    m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ). Then θ ← θ − α m̂ / (√ŝ + ε).

    m and s themselves go on uncorrected. ε stands outside of the root, as in PyTorch.

    param: float array of any shape. grad: its gradient g, the same shape; entries may be 0.
    state: None before the first step; then what the step before returned. Its form is yours; it
        has to hold what t is.
    lr: float, the learning rate α. beta1, beta2: floats, at least 0 and below 1. eps: float, ε > 0.
    Returns: (param, state). All three arguments are left as they were, state too.

    Example: the first step is α, against the sign of g, whatever the size of g. From 1 with
    gradient 200 and lr = 0.1: m̂ = 200, ŝ = 40 000, step 0.1 · 200 / 200, so 0.9.

    Asked as well: a large eps such as 0.5, which shows where it stands.
    """
    t, m, s = (0, 0.0, 0.0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    s = beta2 * s + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return param - lr * m_hat / (np.sqrt(s_hat) + eps), (t, m, s)


def step_decay(lr0, step, drop, every):
    """A learning rate that falls in steps: multiplied by `drop` after each `every` steps.

    lr0: float, the rate at the start. step: int, the number of steps (or epochs) already done, 0 at
    the start. drop: float between 0 and 1. every: int ≥ 1.
    Returns: one float, the rate for the next step.

    Example: step_decay(0.8, 5, 0.5, 2) is 0.2. (After 2 steps 0.4, after 4 steps 0.2.)
    """
    return float(lr0 * drop ** (step // every))


def cosine_schedule(lr0, step, total, lr_min=0.0):
    """A learning rate that falls along half a cosine, from lr0 at step 0 to lr_min at step total.

    lr = lr_min + (lr0 − lr_min) · (1 + cos(π · step / total)) / 2: slowly at first, fastest in the
    middle, slowly at the end. From step `total` on it stays at lr_min. (PyTorch's
    CosineAnnealingLR is the same up to there; then it climbs again.)

    lr0: float, the rate at the start. step: int, the number of steps already done, 0 at the start.
    total: int ≥ 1. lr_min: float.
    Returns: one float, the rate for the next step.

    Example: cosine_schedule(0.8, 5, 10) is 0.4, half-way; cosine_schedule(0.8, 99, 10) is 0.0.
    """
    share = min(step / total, 1.0)
    return float(lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * share)) / 2)


def adam_path(grad_fn, theta0, lr, steps):
    """Walk downhill with Adam (β₁ = 0.9, β₂ = 0.999, ε = 1e-8), and keep every point on the way.

    Row 0 of the path is theta0; each next row is one step of Adam farther, with the gradient taken
    anew at every point.

    grad_fn: a function that takes theta (D,) and returns the gradient (D,) there.
    theta0: (D,) float array, the start. lr: float, the learning rate. steps: int, steps ≥ 0.
    Returns: (steps + 1, D) float array, the path. theta0 is left as it was.

    Example: on a constant slope every step of Adam is lr long, so
    adam_path(lambda theta: np.array([4.0]), np.array([1.0]), 0.1, 3) is
    array([[1.0], [0.9], [0.8], [0.7]]), up to rounding and ε.
    """
    theta, path = theta0, [theta0]
    m, s = np.zeros(theta.shape), np.zeros(theta.shape)
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m = 0.9 * m + 0.1 * grad
        s = 0.999 * s + 0.001 * grad**2
        m_hat = m / (1 - 0.9**t)
        s_hat = s / (1 - 0.999**t)
        theta = theta - lr * m_hat / (np.sqrt(s_hat) + 1e-8)
        path.append(theta)
    return np.array(path)
