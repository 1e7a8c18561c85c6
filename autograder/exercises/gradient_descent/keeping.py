"""The lesson's *break it*: a descent that forgets the best point it has seen.

The same bug stood in PyTorch's transfer-learning tutorial until 2017 (pytorch/tutorials, pull
request 188): a kept `state_dict()` goes on changing as training goes on.
"""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from .draws import away_from_zero, whole


def best_moves_on(f, grad_fn, theta0, lr, steps):
    """The code that the lesson hands out: its one bug is the step in place."""
    theta = theta0.copy()
    best, best_cost = theta, f(theta)
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = theta, cost
    return best, best_cost


def past_the_edge(rng: np.random.Generator) -> Call:
    """One direction shrinks and the other grows: the cost falls at first, then it rises."""
    a, start = whole(rng, 2, 4), float(away_from_zero(rng, 1)[0])
    f = code(f"lambda t: {a} * t[0] ** 2 + 0.4 * t[1] ** 2")
    grad_fn = code(f"lambda t: np.array([{2 * a} * t[0], 0.8 * t[1]])")
    return call(f, grad_fn, np.array([0.1, start]), round(1.15 / a, 2), 12)


def runs_away(rng: np.random.Generator) -> Call:
    a = whole(rng, 1, 3)
    lr = round(1.2 / a, 2)
    return call(
        code(f"lambda t: {a} * t[0] ** 2"), code(f"lambda t: {2 * a} * t"),
        away_from_zero(rng, 1), lr, 3,
    )  # fmt: skip


HOPS = call(code("lambda t: np.abs(t[0])"), code("lambda t: np.sign(t)"), np.array([1.0]), 0.75, 4)
BY_HAND = call(code("lambda t: t[0] ** 2"), code("lambda t: 2 * t"), np.array([2.0]), 1.5, 3)
BETTER_EACH_TIME = call(
    code("lambda t: t[0] ** 2"), code("lambda t: 2 * t"), np.array([4.0]), 0.25, 2
)
TO_AND_FRO = call(code("lambda t: t[0] ** 2"), code("lambda t: 2 * t"), np.array([2.0]), 1.0, 3)

descend_keep_best = Exercise(
    reference=nn.descend_keep_best,
    starter=best_moves_on,
    statement=(
        "This descent is to remember the best point on its way. It runs, and the cost that it "
        "reports is right, but it has one bug. Find it from the symptom, and mend it."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "the point with the lowest cost, and its cost",
            [HOPS, BETTER_EACH_TIME, *confirmed(past_the_edge, 0)],
        ),
        Aspect(
            "start",
            0.5,
            "the start counts too, and of equals the first",
            [
                BY_HAND,
                *confirmed(runs_away, 11),
                TO_AND_FRO,
                call(code("lambda t: t[0] ** 2"), code("lambda t: 2 * t"), np.array([3.0]), 0.1, 0),
            ],
        ),
        Aspect("pure", 0.5, "leaves theta0 as it was", [HOPS, *confirmed(runs_away, 0)], pure=True),
    ],
    hints=[
        "Print `best` in every turn of the loop. When does it change? When should it?",
        "`best = theta` makes no second array: it is a second name for the same one.",
        "Which line changes an array in place? Let it make a new array instead, and `best` stays.",
    ],
)

descend_keep_best.misconception(
    "values",
    "This answers as the given code does: the last point, beside the lowest cost. In that code "
    "`best` is another name for `theta`, and `theta -= …` moves both.",
)(best_moves_on)


@descend_keep_best.misconception(
    "start",
    "The copy in the loop is right; the first `best = theta` still names the array that moves, so "
    "a start that was best is lost.",
)
def copies_in_the_loop_only(f, grad_fn, theta0, lr, steps):
    theta = theta0.copy()
    best, best_cost = theta, f(theta)
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = theta.copy(), cost
    return best, best_cost


@descend_keep_best.misconception(
    "pure",
    "Without the copy at the beginning the descent moves the caller's own theta0.",
)
def moves_the_callers_start(f, grad_fn, theta0, lr, steps):
    theta = theta0
    best, best_cost = theta.copy(), f(theta)
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = theta.copy(), cost
    return best, best_cost


@descend_keep_best.misconception(
    "values", "This returns the last point with its cost; the best one on the way is wanted."
)
def returns_the_last(f, grad_fn, theta0, lr, steps):
    theta = nn.gradient_descent(grad_fn, theta0, lr, steps)[-1]
    return theta, f(theta)


@descend_keep_best.misconception(
    "start", "With `<=` a later point of equal cost takes the place; the first one is wanted: `<`."
)
def later_of_equals(f, grad_fn, theta0, lr, steps):
    path = nn.gradient_descent(grad_fn, theta0, lr, steps)
    costs = [f(theta) for theta in path]
    place = max(k for k, cost in enumerate(costs) if cost == min(costs))
    return path[place], costs[place]


@descend_keep_best.misconception(
    "start", "The start is left out of the comparison; it counts as well, and may be the best."
)
def forgets_the_start(f, grad_fn, theta0, lr, steps):
    path = nn.gradient_descent(grad_fn, theta0, lr, steps)
    rest = path[1:] if steps else path
    costs = [f(theta) for theta in rest]
    return rest[int(np.argmin(costs))], min(costs)


@descend_keep_best.misconception(
    "values", "The comparison is turned: this keeps the point with the *highest* cost."
)
def keeps_the_worst(f, grad_fn, theta0, lr, steps):
    path = nn.gradient_descent(grad_fn, theta0, lr, steps)
    costs = [f(theta) for theta in path]
    return path[int(np.argmax(costs))], max(costs)


@descend_keep_best.alternative
def copies_both_times(f, grad_fn, theta0, lr, steps):
    theta = theta0.copy()
    best, best_cost = theta.copy(), f(theta)
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = theta.copy(), cost
    return best, best_cost


@descend_keep_best.alternative
def looks_back(f, grad_fn, theta0, lr, steps):
    path = [theta0]
    for _ in range(steps):
        path.append(path[-1] - lr * grad_fn(path[-1]))
    costs = [f(theta) for theta in path]
    best = int(np.argmin(costs))
    return path[best], costs[best]


@descend_keep_best.alternative
def smallest_pair(f, grad_fn, theta0, lr, steps):
    path = nn.gradient_descent(grad_fn, theta0, lr, steps)
    return min(((theta, f(theta)) for theta in path), key=lambda pair: pair[1])


@descend_keep_best.misconception(
    "values",
    "The start is copied, but in the loop best still becomes a second name for theta, which the "
    "next step changes: copy there, or step to a new array.",
)
def copies_the_start_alone(f, grad_fn, theta0, lr, steps):
    theta = theta0.copy()
    best, best_cost = theta.copy(), f(theta)
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = theta, cost
    return best, best_cost
