"""Softmax with cross-entropy: the cost, and its gradient at the logits."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import labels, numbers


def batch(N: int, K: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(labels(rng, N, K), numbers(rng, N, K))

    return draw


BY_HAND = call(np.array([1]), np.array([[np.log(3.0), 0.0]]))
TWO = call(np.array([0, 1]), np.array([[0.0, 1.0], [2.0, 0.0]]))
# How many classes there are, logits.shape[1] says, and not the largest label.
THIRD_UNUSED = call(
    np.array([1, 0, 1]), np.array([[0.5, -1.0, 1.5], [1.0, 0.0, 2.0], [-0.5, 1.0, 0.5]])
)
FIRST_ALONE = call(np.array([0, 0]), np.array([[1.0, 0.5, -0.5, 2.0], [0.0, 1.5, -1.0, 0.5]]))
FAR = call(np.array([0, 2]), np.array([[-1000.0, 1000.0, 0.0], [0.0, -1000.0, 1000.0]]))

softmax_cross_entropy_backward = Exercise(
    reference=nn.softmax_cross_entropy_backward,
    statement="Where the way back begins: the cost of a batch of logits, and its gradient.",
    aspects=[
        Aspect(
            "values",
            1,
            "the mean cost and (softmax − one-hot) / N",
            [BY_HAND, TWO, THIRD_UNUSED, batch(3, 3), batch(2, 3)],
        ),
        Aspect(
            "shape",
            0.5,
            "any number of samples and classes, arguments as they were",
            [FIRST_ALONE, batch(1, 4), batch(4, 2), batch(5, 3)],
            pure=True,
        ),
        Aspect(
            "finite",
            0.5,
            "right for scores of ±1000, without a warning",
            [
                FAR,
                call(np.array([1]), np.array([[1000.0, -1000.0]])),
                call(np.array([0]), np.array([[-1000.0, 1000.0]])),
            ],
            quiet=True,
        ),
    ],
    hints=[
        "Lesson 04's functions want one-hot rows. How does a label become one?",
        "nn.one_hot(labels, K) with K = logits.shape[1] gives Y.",
        "With Y, lesson 04 has both: nn.softmax_cross_entropy(Y, logits) and its _grad.",
    ],
)


def _parts(labels, logits):
    Y = nn.one_hot(labels, logits.shape[1])
    return Y, nn.softmax(logits), nn.softmax_cross_entropy(Y, logits)


@softmax_cross_entropy_backward.misconception(
    "values",
    "The cost is a mean, so its gradient holds the 1/N: divide softmax − one-hot by N.",
)
def forgets_the_mean(labels, logits):
    Y, P, cost = _parts(labels, logits)
    return cost, P - Y


@softmax_cross_entropy_backward.misconception(
    "values",
    "The sign is turned: it is softmax − one-hot. The right class's score has a negative slope, "
    "because raising it lowers the cost.",
)
def label_minus_softmax(labels, logits):
    Y, P, cost = _parts(labels, logits)
    return cost, (Y - P) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "values",
    "This is the gradient at the probabilities, −Y / P; the way back through softmax is still "
    "missing, and the two together make softmax − one-hot.",
)
def stops_before_softmax(labels, logits):
    Y, P, cost = _parts(labels, logits)
    return cost, -Y / np.maximum(P, 1e-12) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "values",
    "The softmax ran down the columns, over the samples; each row is one sample: axis=1.",
)
def softmax_over_the_samples(labels, logits):
    Y = nn.one_hot(labels, logits.shape[1])
    P = nn.softmax(logits.T).T
    picked = np.maximum(P[np.arange(len(Y)), labels], 1e-12)
    return float(-np.mean(np.log(picked))), (P - Y) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "values",
    "`P[:, labels]` takes whole columns; one entry in each row is wanted: P[np.arange(N), labels].",
)
def takes_whole_columns(labels, logits):
    _, P, cost = _parts(labels, logits)
    P[:, labels] -= 1
    return cost, P / len(labels)


@softmax_cross_entropy_backward.misconception(
    "values",
    "The division is by all N · K entries; the mean runs over the N samples alone.",
)
def divides_by_all_entries(labels, logits):
    Y, P, cost = _parts(labels, logits)
    return cost / logits.shape[1], (P - Y) / logits.size


@softmax_cross_entropy_backward.misconception(
    "values",
    "The cost is the sum of the losses here; it is their mean, as its gradient is.",
)
def cost_as_a_sum(labels, logits):
    Y, P, cost = _parts(labels, logits)
    return cost * len(Y), (P - Y) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "values", "The softmax is there, but nothing was subtracted where the right class is."
)
def softmax_alone(labels, logits):
    Y, P, cost = _parts(labels, logits)
    return cost, P / len(Y)


@softmax_cross_entropy_backward.misconception(
    "finite",
    "e^1000 is more than a float can hold: subtract each row's largest score first, or let "
    "nn.softmax and lesson 04 do it.",
)
def overflowing_exponential(labels, logits):
    Y = nn.one_hot(labels, logits.shape[1])
    E = np.exp(logits)
    P = E / np.sum(E, axis=1, keepdims=True)
    return float(-np.sum(Y * np.log(P)) / len(Y)), (P - Y) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "finite",
    "With a wrong class at 1000 the probability of the right one rounds to 0; a floor under it "
    "hides the cost. Work with log-probabilities: z_k − ln Σ e^(z_j).",
)
def floor_under_the_probability(labels, logits):
    Y, P, _ = _parts(labels, logits)
    return nn.cross_entropy(Y, P), (P - Y) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "values",
    "Softmax was applied twice in the cost: nn.softmax_cross_entropy takes the logits, and makes "
    "the probabilities itself.",
)
def softmax_twice(labels, logits):
    Y, P = nn.one_hot(labels, logits.shape[1]), nn.softmax(logits)
    return nn.softmax_cross_entropy(Y, P), (P - Y) / len(Y)


@softmax_cross_entropy_backward.misconception(
    "values",
    "The arguments have changed places: nn.softmax_cross_entropy and its _grad take the truth "
    "first, (y_true, y_pred), as in all of lesson 04.",
)
def logits_as_the_truth(labels, logits):
    Y = nn.one_hot(labels, logits.shape[1])
    return nn.softmax_cross_entropy(logits, Y), nn.softmax_cross_entropy_grad(logits, Y)


@softmax_cross_entropy_backward.misconception(
    "values",
    "The number of classes was taken from the largest label that occurs. The scores say how many "
    "there are: K = logits.shape[1].",
)
def as_many_classes_as_labels(labels, logits):
    Y = np.eye(labels.max() + 1)[labels]
    P = nn.softmax(logits)
    return float(-np.sum(Y * np.log(np.maximum(P, 1e-300))) / len(Y)), (P - Y) / len(Y)


@softmax_cross_entropy_backward.alternative
def by_picking_entries(labels, logits):
    rows = np.arange(len(labels))
    Z = logits - logits.max(axis=1, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1
    return -log_p[rows, labels].mean(), dlogits / len(labels)


@softmax_cross_entropy_backward.alternative
def sample_by_sample(labels, logits):
    cost, rows = 0.0, []
    for k, z in zip(labels, logits, strict=True):
        z = z - np.max(z)
        total = np.log(np.sum(np.exp(z)))
        cost += (total - z[k]) / len(labels)
        row = np.exp(z - total)
        row[k] -= 1
        rows.append(row / len(labels))
    return [cost, np.array(rows)]


@softmax_cross_entropy_backward.misconception(
    "values",
    "The labels themselves were subtracted; it is the one-hot rows: 1 in each label's own column.",
)
def subtracts_the_labels(labels, logits):
    cost, _ = nn.softmax_cross_entropy_backward(labels, logits)
    return cost, (nn.softmax(logits) - np.reshape(labels, (-1, 1))) / len(labels)


@softmax_cross_entropy_backward.misconception(
    "values",
    "The cost is a mean over all N · K entries here; each row has one loss: sum over the classes, "
    "then the mean over the rows.",
)
def mean_over_all_entries(labels, logits):
    cost, dlogits = nn.softmax_cross_entropy_backward(labels, logits)
    return cost / logits.shape[1], dlogits


@softmax_cross_entropy_backward.misconception(
    "values",
    "The slope of the softmax was multiplied in once more; softmax − one-hot holds it already.",
)
def slope_once_more(labels, logits):
    cost, dlogits = nn.softmax_cross_entropy_backward(labels, logits)
    p = nn.softmax(logits)
    return cost, dlogits * p * (1 - p)
