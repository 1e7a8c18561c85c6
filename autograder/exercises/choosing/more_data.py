"""`learning_curve`: the same method with more and more to learn from."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code
from .draws import numbers

MEAN = code("lambda X, y: float(np.mean(y))")
FAR_OFF = code("lambda model, X, y: float(np.mean(np.abs(y - model)))")
LINE = code("lambda X, y: np.linalg.lstsq(X, y, rcond=None)[0]")
SQUARES = code("lambda w, X, y: float(np.mean((X @ w - y) ** 2))")
COUNT = code("lambda X, y: len(y)")
SEEN = code("lambda model, X, y: 100.0 * model + len(y) + float(X[0, 0])")


def drawn(fit, score, N: int, M: int, sizes: list[int]):
    """A draw: N rows to learn from and M to validate with."""

    def draw(rng: np.random.Generator) -> Call:
        sets = [(numbers(rng, n, 2), numbers(rng, n)) for n in (N, M)]
        return call(fit, score, *sets, sizes)

    return draw


BY_HAND = call(
    MEAN,
    FAR_OFF,
    (np.zeros((3, 1)), np.array([2.0, 4.0, 9.0])),
    (np.zeros((1, 1)), np.array([5.0])),
    [1, 3],
)

learning_curve = Exercise(
    reference=nn.learning_curve,
    statement="Fit a method on more and more samples, and score it each time.",
    stretch=True,
    aspects=[
        Aspect(
            "scores",
            1,
            "two arrays: on the samples learnt from, and on the validation set",
            [
                BY_HAND,
                drawn(MEAN, FAR_OFF, 8, 3, [2, 5, 8]),
                drawn(LINE, SQUARES, 9, 4, [3, 6]),
            ],
        ),
        Aspect(
            "what is used",
            1,
            "the first n rows, sizes in the order given, any model; the arguments are left alone",
            [
                drawn(COUNT, SEEN, 7, 3, [1, 4, 7]),
                drawn(COUNT, SEEN, 6, 2, [5, 2]),
                drawn(MEAN, FAR_OFF, 5, 2, []),
            ],
            pure=True,
        ),
    ],
    hints=[
        "One loop over sizes. In it: one fit, and two scores of the same model.",
        "The training score is on X[:n], y[:n], what the model has seen; the validation score on "
        "the whole of val_set.",
        "Append both to lists, and return np.array of each, as a pair.",
    ],
)


def scores(fit, score, train_set, val_set, sizes, seen=None, first=True):
    """Both arrays; `seen`: rows of the training score; `first`: whether the first n are learnt."""
    (X, y), both = train_set, []
    for n in sizes:
        rows = slice(0, n) if first else slice(len(X) - n, len(X))
        model = fit(X[rows], y[rows])
        asked = rows if seen is None else seen
        both.append((score(model, X[asked], y[asked]), score(model, *val_set)))
    return tuple(np.array(both, float).reshape(len(sizes), 2).T)


@learning_curve.misconception(
    "scores",
    "The training score was taken on all training rows; it belongs to the n that were learnt from.",
)
def scores_all_training_rows(fit, score, train_set, val_set, sizes):
    return scores(fit, score, train_set, val_set, sizes, seen=slice(None))


@learning_curve.misconception(
    "scores", "The model was fitted on all training rows each time; the curve is flat so."
)
def always_fits_on_all(fit, score, train_set, val_set, sizes):
    model = fit(*train_set)
    X, y = train_set
    train = [score(model, X[:n], y[:n]) for n in sizes]
    return np.array(train, float), np.array([score(model, *val_set) for _ in sizes], float)


@learning_curve.misconception(
    "scores", "The two arrays changed places: training scores first, then validation scores."
)
def changed_places(fit, score, train_set, val_set, sizes):
    return scores(fit, score, train_set, val_set, sizes)[::-1]


@learning_curve.misconception(
    "scores",
    "These are pairs, one per size; what is asked for is a pair of arrays, one entry per size.",
)
def pairs_of_scores(fit, score, train_set, val_set, sizes):
    return np.column_stack(scores(fit, score, train_set, val_set, sizes))


@learning_curve.misconception(
    "scores", "Of the validation set, too, only the first n rows were scored; score all of it."
)
def cuts_the_validation_set(fit, score, train_set, val_set, sizes):
    (X, y), (X_val, y_val) = train_set, val_set
    models = [fit(X[:n], y[:n]) for n in sizes]
    train = [score(m, X[:n], y[:n]) for m, n in zip(models, sizes, strict=True)]
    cut = [min(n, len(X_val) - 1) or 1 for n in sizes]
    val = [score(m, X_val[:n], y_val[:n]) for m, n in zip(models, cut, strict=True)]
    return np.array(train, float), np.array(val, float)


@learning_curve.misconception(
    "what is used", "sizes was sorted; the scores belong in the order in which sizes stands."
)
def sorts_the_sizes(fit, score, train_set, val_set, sizes):
    return scores(fit, score, train_set, val_set, sorted(sizes))


@learning_curve.misconception(
    "scores", "The last n rows were used; they are to be the first n, X[:n] and y[:n]."
)
def the_last_rows(fit, score, train_set, val_set, sizes):
    return scores(fit, score, train_set, val_set, sizes, first=False)


@learning_curve.alternative
def models_first(fit, score, train_set, val_set, sizes):
    X, y = train_set
    models = {n: fit(X[:n], y[:n]) for n in sizes}
    train = np.array([score(models[n], X[:n], y[:n]) for n in sizes], dtype=float)
    return train, np.array([score(models[n], *val_set) for n in sizes], dtype=float)


@learning_curve.alternative
def filled_in(fit, score, train_set, val_set, sizes):
    curves = np.zeros((2, len(sizes)))
    for i, n in enumerate(sizes):
        part = train_set[0][np.arange(n)], train_set[1][np.arange(n)]
        model = fit(*part)
        curves[:, i] = score(model, *part), score(model, *val_set)
    return [curves[0], curves[1]]


@learning_curve.misconception(
    "scores",
    "For the second score the model was fitted on the validation set; it learns from the n "
    "training rows alone.",
)
def fits_on_validation(fit, score, train_set, val_set, sizes):
    (X, y), own = train_set, score(fit(*val_set), *val_set)
    train_scores = [score(fit(X[:n], y[:n]), X[:n], y[:n]) for n in sizes]
    return np.array(train_scores), np.array([own] * len(sizes))
