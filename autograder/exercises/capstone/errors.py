"""`confident_errors`: what an error gallery shows first."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed

FOUR = np.array([[0.6, 0.4], [0.7, 0.3], [0.2, 0.8], [0.1, 0.9]])


def drawn(N: int, K: int, n: int):
    """A draw: N predictions of K classes, about half of them wrong; no two equally sure."""

    def draw(rng: np.random.Generator):
        sure = rng.permutation(np.linspace(0.55, 0.97, N)).round(4)
        said = rng.integers(0, K, N)
        probs = np.empty((N, K))
        for i in range(N):
            rest = rng.dirichlet(np.ones(K - 1)) * (1 - sure[i])
            probs[i] = np.insert(rest, said[i], sure[i])
        wrong = rng.permutation(np.arange(N) % 2 == 0)
        y_true = np.where(wrong, (said + rng.integers(1, K, N)) % K, said)
        return call(y_true, probs, n)

    return draw


def tied(rng: np.random.Generator):
    """Wrong in every row, three of them equally sure."""
    y_true = rng.permutation([0, 0, 0, 1, 1])
    probs = np.where(y_true[:, np.newaxis] == [0, 1], 0.25, 0.75)
    return call(y_true, probs, int(rng.integers(2, 5)))


# So many equally sure errors that a sort which does not keep their order cannot hide it.
MANY_TIED = call(
    np.ones(60, dtype=int),
    np.stack([np.tile([0.75, 0.875, 0.625], 20), np.tile([0.25, 0.125, 0.375], 20)], axis=1),
    45,
)

confident_errors = Exercise(
    reference=nn.confident_errors,
    statement="The row numbers of the wrong predictions of which the model was surest.",
    aspects=[
        Aspect(
            "rows",
            3,
            "the rows of errors alone, the surest first",
            [
                call(np.array([0, 1, 1, 0]), FOUR, 2),
                # the surest error is not the one whose true class has the least probability
                call(
                    np.array([2, 2, 0]),
                    np.array([[0.6, 0.35, 0.05], [0.7, 0.1, 0.2], [0.9, 0.05, 0.05]]),
                    2,
                ),
                drawn(8, 3, 3),
                drawn(9, 4, 4),
            ],
        ),
        Aspect(
            "how many",
            1,
            "at most n: all of them where there are fewer, none where there is none",
            [
                call(np.array([0, 1, 1, 0]), FOUR, 9),
                call(np.array([0, 0, 1, 1]), FOUR, 2),
                # the surest of all is right
                call(np.array([0, 1, 1, 1]), FOUR, 1),
                *confirmed(drawn(7, 3, 20), 0),
                drawn(6, 3, 1),
            ],
        ),
        Aspect(
            "edges",
            1,
            "equally sure: the smaller row first; n = 0; no rows; arguments stay as they are",
            [
                MANY_TIED,
                tied,
                call(np.array([1, 0, 1]), np.array([[0.75, 0.25], [0.25, 0.75], [0.8, 0.2]]), 3),
                call(np.array([1, 0]), np.array([[0.75, 0.25], [0.25, 0.75]]), 0),
                call(np.zeros(0, dtype=int), np.zeros((0, 3)), 4),
                *confirmed(drawn(5, 3, 2), 2),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Which rows are wrong? np.flatnonzero turns a mask into row numbers.",
        "How sure was it there? np.max(probs, axis=1), at these rows only.",
        "np.argsort(-sure, kind='stable') orders the errors; it gives places among the errors, "
        "which have to be turned back into row numbers.",
    ],
)


def parts(y_true, probs):
    """The rows of errors, and how sure the model was there."""
    wrong = np.flatnonzero(np.argmax(probs, axis=1) != y_true)
    return wrong, np.max(probs, axis=1)[wrong]


@confident_errors.misconception(
    "rows", "argsort orders from small to large: these are the least sure errors."
)
def least_sure_first(y_true, probs, n):
    wrong, sure = parts(y_true, probs)
    return wrong[np.argsort(sure, kind="stable")[:n]]


@confident_errors.misconception(
    "rows",
    "These are places in the list of errors. The gallery needs row numbers of the data: "
    "wrong[place].",
)
def places_among_the_errors(y_true, probs, n):
    _, sure = parts(y_true, probs)
    return np.argsort(-sure, kind="stable")[:n]


@confident_errors.misconception(
    "rows",
    "Sorted by how improbable the true class was. Asked is how probable the predicted one was; "
    "with three classes that is not the same.",
)
def least_belief_in_the_truth(y_true, probs, n):
    wrong, _ = parts(y_true, probs)
    return wrong[np.argsort(probs[wrong, y_true[wrong]], kind="stable")[:n]]


@confident_errors.misconception(
    "rows", "The surest predictions of all are here, right ones too. Keep the wrong ones first."
)
def right_ones_too(y_true, probs, n):
    return np.argsort(-np.max(probs, axis=1), kind="stable")[:n]


@confident_errors.misconception(
    "rows", "The first n errors in the order of the rows; they are to be sorted by sureness first."
)
def first_n_errors(y_true, probs, n):
    return parts(y_true, probs)[0][:n]


@confident_errors.misconception(
    "edges",
    "Sorting upwards and turning round puts the larger row first where two are equally sure.",
)
def sorted_and_turned_round(y_true, probs, n):
    wrong, sure = parts(y_true, probs)
    return wrong[np.argsort(sure, kind="stable")[::-1][:n]]


@confident_errors.misconception(
    "edges",
    "Without kind='stable' argsort keeps no order among equals, and turning round puts the larger "
    "row first: np.argsort(-sure, kind='stable') has the smaller one first.",
)
def sorted_as_it_comes_and_turned_round(y_true, probs, n):
    wrong, sure = parts(y_true, probs)
    return wrong[np.argsort(sure)[::-1][:n]]


@confident_errors.misconception(
    "how many",
    "np.flatnonzero of a comparison with the n-th sureness, and the like, need n errors; give all "
    "of them where there are fewer.",
)
def none_where_there_are_fewer(y_true, probs, n):
    wrong, sure = parts(y_true, probs)
    order = np.argsort(-sure, kind="stable")
    return wrong[order[:n]] if len(wrong) >= n else np.zeros(0, dtype=int)


@confident_errors.alternative
def python_sort(y_true, probs, n):
    rows = [
        (-max(row), i)
        for i, (label, row) in enumerate(zip(y_true.tolist(), probs.tolist(), strict=True))
        if row.index(max(row)) != label
    ]
    return np.array([i for _, i in sorted(rows)[:n]], dtype=int)


@confident_errors.alternative
def right_ones_pushed_back(y_true, probs, n):
    wrong = probs.argmax(axis=1) != y_true
    sure = np.where(wrong, probs.max(axis=1), -1.0)
    return np.lexsort((np.arange(len(sure)), -sure))[: min(n, int(wrong.sum()))]


@confident_errors.misconception(
    "rows",
    "The n surest of all were taken first, and of these the wrong ones; keep the wrong ones first, "
    "then take n.",
)
def n_before_the_errors(y_true, probs, n):
    if not len(y_true):
        return np.zeros(0, dtype=int)
    rows = np.argsort(-probs.max(axis=1), kind="stable")[:n]
    return rows[probs[rows].argmax(axis=1) != y_true[rows]]


@confident_errors.misconception(
    "rows", "These are the surest *right* predictions; asked are those that are not the label: !=."
)
def right_ones_alone(y_true, probs, n):
    if not len(y_true):
        return np.zeros(0, dtype=int)
    right = np.flatnonzero(probs.argmax(axis=1) == y_true)
    return right[np.argsort(-probs[right].max(axis=1), kind="stable")][:n]


@confident_errors.misconception(
    "edges",
    "`[-n:]` with n = 0 is everything, not nothing; sort by −sure and take [:n].",
)
def last_n(y_true, probs, n):
    if not len(y_true):
        return np.zeros(0, dtype=int)
    wrong = np.flatnonzero(probs.argmax(axis=1) != y_true)
    return wrong[np.argsort(-probs[wrong].max(axis=1), kind="stable")[::-1]][-n:][::-1]
