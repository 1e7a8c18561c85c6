"""`overfit_batch`: the loop without epochs and batches."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code, confirmed
from .draws import numbers

SQUARE = code("lambda w, X, y: (w**2, 2 * w)")
QUARTER = code("lambda w, g: w - 0.25 * g")
LINE = code("lambda w, X, y: (float(np.mean((X @ w - y) ** 2)), 2 * X.T @ (X @ w - y) / len(X))")
TENTH = code("lambda w, g: w - 0.1 * g")
PAIR = code(
    "lambda p, X, y: (float(np.mean((X[:, 0] * p[0] + p[1] - y) ** 2)), "
    "[float(np.mean(2 * (X[:, 0] * p[0] + p[1] - y) * X[:, 0])), "
    "float(np.mean(2 * (X[:, 0] * p[0] + p[1] - y)))])"
)
EACH = code("lambda p, g: [a - 0.05 * b for a, b in zip(p, g)]")
UPHILL = code("lambda p, g: p + 0.5 * g")


def line(N: int, steps: int):
    """A draw: a line with two weights, and how often to step."""

    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, 2), LINE, TENTH, numbers(rng, N, 2), numbers(rng, N), steps)

    return draw


def list_of_two(rng: np.random.Generator) -> Call:
    p = numbers(rng, 2).tolist()
    return call(p, PAIR, EACH, numbers(rng, 3, 1), numbers(rng, 3), 3)


ONE = np.array([[1.0]]), np.array([1.0])

overfit_batch = Exercise(
    reference=nn.overfit_batch,
    statement="Train on one and the same batch, and keep the cost before each update.",
    aspects=[
        Aspect(
            "values",
            1,
            "the cost before each update",
            [call(1.0, SQUARE, QUARTER, *ONE, 3), *confirmed(line(3, 4), 2), line(2, 1)],
        ),
        Aspect(
            "any model",
            1,
            "params of any kind, any update, no step at all; the arguments are left as they were",
            [
                list_of_two,
                call(1.0, SQUARE, UPHILL, *ONE, 3),
                call(1.0, SQUARE, QUARTER, *ONE, 14),
                lambda rng: call(float(numbers(rng) + 9), SQUARE, QUARTER, *ONE, 2),
                call(2.0, SQUARE, QUARTER, *ONE, 0),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Which two functions are handed in, and what does each give back?",
        "A step has three lines: cost and gradients from loss_and_grads; append the cost; "
        "params = update(params, grads).",
    ],
)


@overfit_batch.misconception(
    "values", "The cost is taken after the update; the first entry is that of the start."
)
def cost_after_the_update(params, loss_and_grads, update, X, y, steps):
    costs = []
    for _ in range(steps):
        params = update(params, loss_and_grads(params, X, y)[1])
        costs.append(loss_and_grads(params, X, y)[0])
    return costs


@overfit_batch.misconception(
    "values",
    "update returns the new params and they were not kept: params = update(params, grads).",
)
def drops_the_new_params(params, loss_and_grads, update, X, y, steps):
    costs = []
    for _ in range(steps):
        cost, grads = loss_and_grads(params, X, y)
        costs.append(cost)
        update(params, grads)
    return costs


@overfit_batch.misconception(
    "values",
    "One cost too many: with the cost of the start and after each update there are steps + 1.",
)
def one_cost_too_many(params, loss_and_grads, update, X, y, steps):
    costs = cost_after_the_update(params, loss_and_grads, update, X, y, steps)
    return [loss_and_grads(params, X, y)[0], *costs]


@overfit_batch.misconception("values", "This is the last cost alone; a list of all is wanted.")
def last_cost_alone(params, loss_and_grads, update, X, y, steps):
    cost = 0.0
    for _ in range(steps):
        cost, grads = loss_and_grads(params, X, y)
        params = update(params, grads)
    return cost


@overfit_batch.misconception(
    "values", "loss_and_grads returns a pair; the list should hold the costs, its first halves."
)
def keeps_the_pairs(params, loss_and_grads, update, X, y, steps):
    pairs = []
    for _ in range(steps):
        pairs.append(loss_and_grads(params, X, y))
        params = update(params, pairs[-1][1])
    return pairs


@overfit_batch.misconception(
    "values",
    "The gradients were taken once, at the start; they change with the params, so take them in "
    "every step.",
)
def gradients_taken_once(params, loss_and_grads, update, X, y, steps):
    _, grads = loss_and_grads(params, X, y)
    costs = []
    for _ in range(steps):
        costs.append(loss_and_grads(params, X, y)[0])
        params = update(params, grads)
    return costs


@overfit_batch.misconception(
    "any model",
    "It stops when the cost rises; here every step is taken, so that a fault can be seen.",
)
def stops_when_it_rises(params, loss_and_grads, update, X, y, steps):
    costs = []
    for _ in range(steps):
        cost, grads = loss_and_grads(params, X, y)
        if costs and cost > costs[-1]:
            break
        costs.append(cost)
        params = update(params, grads)
    return costs


@overfit_batch.alternative
def two_calls_per_step(params, loss_and_grads, update, X, y, steps):
    costs = []
    while len(costs) < steps:
        costs.append(loss_and_grads(params, X, y)[0])
        params = update(params, loss_and_grads(params, X, y)[1])
    return costs


@overfit_batch.alternative
def filled_array(params, loss_and_grads, update, X, y, steps):
    costs = np.empty(steps)
    for step in range(steps):
        costs[step], grads = loss_and_grads(params, X, y)
        params = update(params, grads)
    return list(costs)


@overfit_batch.misconception(
    "any model",
    "It stops when the cost is small; all `steps` steps are asked for, with a cost for each.",
)
def stops_when_it_is_small(params, loss_and_grads, update, X, y, steps):
    costs = []
    for _ in range(steps):
        cost, grads = loss_and_grads(params, X, y)
        costs.append(cost)
        if cost < 1e-3:
            break
        params = update(params, grads)
    return costs


@overfit_batch.misconception(
    "values", "params and grads have changed places: it is update(params, grads)."
)
def updates_the_gradients(params, loss_and_grads, update, X, y, steps):
    costs = []
    for _ in range(steps):
        cost, grads = loss_and_grads(params, X, y)
        costs.append(cost)
        params = update(grads, params)
    return costs
