"""The lesson's *break it*: predictions are made as training, so that a row's company counts."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers


def predicted_as_training(model, X, batch_size):
    """The code that the lesson hands out: its one bug is that the model is told it is training."""
    pieces = [X[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return np.concatenate([model.forward(piece, training=True) for piece in pieces])


MODEL = """
    class Model:  # 3 * (X - mean), in training with the batch's mean; else with the kept one
        def __init__(self, mean):
            self.mean, self.rows = mean, []
        def forward(self, X, training=False):
            self.rows.append(len(X))
            if training:
                self.mean = self.mean + 0.5 * (X.mean(axis=0) - self.mean)
                return 3 * (X - X.mean(axis=0))
            return 3 * (X - self.mean)
        def predict(self, X):
            return self.forward(np.asarray(X, float))

    model = Model({mean})
    X = np.array({X})
"""
ANSWERS = MODEL + "    predict_in_batches(model, X, {size})"
SINGLY = MODEL + "    [predict_in_batches(model, X, n) for n in (1, 2, len(X))]"
AFTERWARDS = MODEL + "    [predict_in_batches(model, X, {size}), model.mean, X]"
PIECES = MODEL + "    [predict_in_batches(model, X, {size}), model.rows]"


def drawn(text: str, N: int, size: int):
    """A draw: the scenario with fresh rows."""

    def draw(rng: np.random.Generator) -> Call:
        mean, X = numbers(rng, 2).tolist(), (numbers(rng, N, 2) + 2.0 * np.arange(N)[:, None])
        return script(text.format(mean=f"np.array({mean})", X=X.round(2).tolist(), size=size))

    return draw


predict_in_batches = Exercise(
    reference=nn.predict_in_batches,
    starter=predicted_as_training,
    rtol=1e-8,
    statement=(
        "This code computes a model's answers piece by piece. It runs, the shape is right, and a "
        "row's answer changes with the rows beside it. It has one bug."
    ),
    aspects=[
        Aspect(
            "answers",
            0.5,
            "a row's answer is the same in any company, also alone; the model stays as it is",
            [
                *confirmed(drawn(SINGLY, 4, 0), 0),
                *confirmed(drawn(AFTERWARDS, 5, 2), 0),
                *confirmed(drawn(ANSWERS, 3, 3), 0),
            ],
        ),
        Aspect(
            "pieces",
            0.5,
            "pieces of batch_size, a smaller last one; all rows, in their order",
            [
                *confirmed(drawn(PIECES, 5, 2), 0),
                *confirmed(drawn(PIECES, 4, 2), 0),
                *confirmed(drawn(PIECES, 3, 8), 0),
            ],
        ),
    ],
    hints=[
        "Ask for one row alone, and for the same row with two others. Which of the two is right?",
        "Which layers look at the other rows of a batch, and when? What are they told here?",
        "A prediction is no training: training=False.",
    ],
)

predict_in_batches.misconception(
    "answers",
    "This does what the given code does: the model is told that it is training, so that batch "
    "normalisation takes mean and spread from whatever rows stand beside.",
)(predicted_as_training)


@predict_in_batches.misconception(
    "pieces",
    "Everything went forward in one piece; that hides the bug, and needs memory for all rows.",
)
def all_at_once(model, X, batch_size):
    return model.forward(X, training=True) if len(X) == 1 else model.forward(X)


@predict_in_batches.misconception(
    "pieces", "Each row went forward by itself; pieces have batch_size rows."
)
def row_by_row(model, X, batch_size):
    return np.concatenate([model.forward(X[i : i + 1]) for i in range(len(X))])


@predict_in_batches.misconception(
    "pieces", "The rows at the end, which do not fill a piece, got no answer."
)
def whole_pieces_alone(model, X, batch_size):
    stop = max(len(X) // batch_size, 1) * batch_size
    pieces = [X[s : s + batch_size] for s in range(0, stop, batch_size)]
    return np.concatenate([model.forward(piece) for piece in pieces])


@predict_in_batches.misconception(
    "answers",
    "Mean and spread were settled by a training pass over these rows first; predictions use those "
    "of the training, and leave the model as it is.",
)
def trains_first(model, X, batch_size):
    model.forward(X, training=True)
    pieces = [X[s : s + batch_size] for s in range(0, len(X), batch_size)]
    return np.concatenate([model.forward(piece) for piece in pieces])


@predict_in_batches.alternative
def grows_a_list(model, X, batch_size):
    rows = []
    for start in range(0, len(X), batch_size):
        rows.extend(model.forward(X[start : start + batch_size]))
    return np.array(rows)


@predict_in_batches.alternative
def splits_first(model, X, batch_size):
    cuts = np.arange(batch_size, len(X), batch_size)
    return np.vstack([model.forward(piece, False) for piece in np.split(X, cuts)])
