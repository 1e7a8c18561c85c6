"""A whole path downhill."""

from itertools import accumulate

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from .draws import away_from_zero, bowl, whole


def walk(rng: np.random.Generator, D: int, steps: int) -> Call:
    """A path on a coupled quadratic bowl that stays short of the edge of divergence."""
    H = bowl(rng, D)
    lr = round(1.5 / float(np.linalg.norm(H, 2)), 3)
    return call(
        code(f"lambda theta: np.array({H.tolist()}) @ theta"), away_from_zero(rng, D), lr, steps
    )


def curved_walk(rng: np.random.Generator) -> Call:
    a = whole(rng)
    grad_fn = code(f"lambda theta: np.array([{a} * theta[0] ** 3, 2 * theta[1] + 1])")
    return call(grad_fn, away_from_zero(rng, 2), 0.03, 4)


DOUBLE = code("lambda theta: 2 * theta")

gradient_descent = Exercise(
    reference=nn.gradient_descent,
    statement="Walk downhill, and keep every point on the way.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "each row is the row before it, minus lr times the gradient there",
            [
                call(DOUBLE, np.array([8.0]), 0.25, 3),
                *confirmed(lambda rng: walk(rng, 2, 4), 0),
                curved_walk,
            ],
        ),
        Aspect(
            "shape",
            1,
            "steps + 1 rows, the first of which is the start; steps = 0 gives the start alone",
            [
                *confirmed(lambda rng: call(DOUBLE, away_from_zero(rng, 3), 0.1, 0), 0),
                *confirmed(lambda rng: walk(rng, 1, 2), 0),
                call(code("lambda theta: 0 * theta"), np.array([1.0, -2.0]), 0.1, 2),
                lambda rng: walk(rng, 3, 1),
            ],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves theta0 as it was",
            [
                call(DOUBLE, np.array([1.0, -2.0]), 0.1, 2),
                *confirmed(lambda rng: walk(rng, 2, 3), 0),
            ],
            pure=True,
        ),
    ],
    hints=[
        "What is the path after no step at all? After one?",
        "A list can grow: begin it with theta0, and append one new point in every turn of a loop.",
        (
            "The gradient belongs inside the loop: `path[-1] - lr * grad_fn(path[-1])` is the next "
            "point."
        ),
    ],
)


@gradient_descent.misconception(
    "values",
    "The gradient is taken once, at the start, and used for all steps; the ground changes on the "
    "way, so take it anew at every point.",
)
def gradient_of_the_start(grad_fn, theta0, lr, steps):
    grad = grad_fn(theta0)
    return np.array([theta0 - k * lr * grad for k in range(steps + 1)])


@gradient_descent.misconception(
    "values",
    "Every step begins at theta0 again, so all rows after the first are the same point; the next "
    "step begins where the last one ended.",
)
def begins_again_each_time(grad_fn, theta0, lr, steps):
    return np.array([theta0] + [theta0 - lr * grad_fn(theta0) for _ in range(steps)])


@gradient_descent.misconception(
    "values",
    "All rows are one and the same array: `-=` changes it in place, and the path holds it many "
    "times; make a new array in each step.",
)
def one_array_many_times(grad_fn, theta0, lr, steps):
    theta = theta0.copy()
    path = [theta]
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)


@gradient_descent.misconception(
    "values",
    "Every row is the caller's own array, which `-=` moves: the path holds it many times, and the "
    "start is gone; make a new array in each step.",
)
def moves_the_start_and_keeps_it(grad_fn, theta0, lr, steps):
    theta = theta0
    path = [theta]
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        path.append(theta)
    return np.array(path)


@gradient_descent.misconception(
    "pure",
    "`theta = theta0` is a second name for the caller's array, so `-=` moves their start as well.",
)
def moves_the_start(grad_fn, theta0, lr, steps):
    theta = theta0
    path = [theta.copy()]
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        path.append(theta.copy())
    return np.array(path)


@gradient_descent.misconception(
    "values", "The path climbs: along the gradient is uphill; subtract the step."
)
def climbs(grad_fn, theta0, lr, steps):
    return nn.gradient_descent(grad_fn, theta0, -lr, steps)


@gradient_descent.misconception(
    "values", "The start is missing: row 0 is theta0, and the first step leads to row 1."
)
def without_the_start(grad_fn, theta0, lr, steps):
    return nn.gradient_descent(grad_fn, theta0, lr, steps)[1:]


@gradient_descent.misconception(
    "values", "One step is missing: the path has `steps + 1` rows, the start and one for each step."
)
def one_step_short(grad_fn, theta0, lr, steps):
    return nn.gradient_descent(grad_fn, theta0, lr, max(steps - 1, 0))


@gradient_descent.misconception(
    "values", "Only the last point came back; the whole path is wanted, one row for each point."
)
def last_point_only(grad_fn, theta0, lr, steps):
    return nn.gradient_descent(grad_fn, theta0, lr, steps)[-1]


@gradient_descent.misconception(
    "values",
    "`np.append` without an axis lays all numbers in one row; collect the points in a list and "
    "make one array of it at the end.",
)
def all_in_one_row(grad_fn, theta0, lr, steps):
    return nn.gradient_descent(grad_fn, theta0, lr, steps).ravel()


@gradient_descent.misconception(
    "values", "This is a list of arrays; `np.array(path)` makes one array (steps + 1, D) of it."
)
def a_list_of_points(grad_fn, theta0, lr, steps):
    return list(nn.gradient_descent(grad_fn, theta0, lr, steps))


@gradient_descent.misconception(
    "values", "lr is missing from the step: the gradient says how steep, lr says how far."
)
def without_a_rate(grad_fn, theta0, lr, steps):
    return nn.gradient_descent(grad_fn, theta0, 1.0, steps)


@gradient_descent.alternative
def fills_a_table(grad_fn, theta0, lr, steps):
    path = np.empty((steps + 1, len(theta0)))
    path[0] = theta0
    for k in range(steps):
        path[k + 1] = path[k] - lr * grad_fn(path[k])
    return path


@gradient_descent.alternative
def stacks_rows(grad_fn, theta0, lr, steps):
    theta, path = theta0, theta0[np.newaxis]
    for _ in range(steps):
        theta = theta + (-lr) * grad_fn(theta)
        path = np.vstack([path, theta])
    return path


@gradient_descent.alternative
def accumulated(grad_fn, theta0, lr, steps):
    points = accumulate(range(steps), lambda t, _: t - lr * grad_fn(t), initial=theta0)
    return np.array(list(points))


@gradient_descent.alternative
def one_array_but_copied(grad_fn, theta0, lr, steps):
    theta = theta0.copy()
    path = [theta.copy()]
    for _ in range(steps):
        theta -= lr * grad_fn(theta)
        path.append(theta.copy())
    return np.array(path)


@gradient_descent.misconception(
    "shape",
    "It stops where the gradient is small; `steps` steps are asked for, and as many rows and one.",
)
def stops_where_it_is_flat(grad_fn, theta0, lr, steps):
    path = [theta0]
    for _ in range(steps):
        grad = grad_fn(path[-1])
        if np.linalg.norm(grad) < 1e-6:
            break
        path.append(path[-1] - lr * grad)
    return np.array(path)


@gradient_descent.misconception(
    "values", "lr shrinks from step to step; plain gradient descent keeps it."
)
def shrinks_the_rate(grad_fn, theta0, lr, steps):
    path = [theta0]
    for k in range(steps):
        path.append(path[-1] - lr / (k + 1) * grad_fn(path[-1]))
    return np.array(path)
