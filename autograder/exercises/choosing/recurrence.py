"""`rnn_step` and `rnn_forward`: a state that is handed on."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call
from .draws import numbers


def parameters(rng: np.random.Generator, D: int, H: int) -> tuple:
    return numbers(rng, D, H), numbers(rng, H, H), numbers(rng, H)


def step(D: int, H: int):
    """A draw: one input, one state."""
    return lambda rng: call(numbers(rng, D) / 2, numbers(rng, H) / 2, *parameters(rng, D, H))


def sequence(T: int, D: int, H: int):
    """A draw: T inputs and a first state."""

    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, T, D) / 2, numbers(rng, H) / 2, *parameters(rng, D, H))

    return draw


ONE_UNIT = (np.array([[2.0]]), np.array([[3.0]]), np.array([-2.0]))
PASSES_ON = (np.array([[1.0]]), np.array([[1.0]]), np.array([0.0]))

rnn_step = Exercise(
    reference=nn.rnn_step,
    statement="One step of a recurrent layer: a new state from the input and the old state.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "tanh of what comes in, plus what is remembered, plus the bias",
            [
                call(np.array([1.0]), np.array([0.0]), *ONE_UNIT),
                call(np.array([0.5]), np.array([0.5]), *ONE_UNIT),
                step(2, 2),
                step(3, 3),
            ],
        ),
        Aspect(
            "sizes",
            0.5,
            "more inputs than units, or fewer; the arguments are left as they were",
            [step(3, 2), step(1, 3)],
            pure=True,
        ),
    ],
    hints=[
        "Two dense layers, added: one from x, one from h. Which matrix belongs to which?",
        "x @ W_x and h @ W_h both have the shape (H,); the bias and tanh follow.",
    ],
)


@rnn_step.misconception(
    "values", "tanh is missing: without it the state may grow from step to step, for ever."
)
def without_tanh(x, h, W_x, W_h, b):
    return x @ W_x + h @ W_h + b


@rnn_step.misconception(
    "values", "The old state is not used: this is a dense layer, which remembers nothing."
)
def forgets_the_state(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + b)


@rnn_step.misconception(
    "values",
    "W_h is turned over: W_h @ h is for weights kept as in PyTorch; here it is h @ W_h.",
)
def turned_over(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + W_h @ h + b)


@rnn_step.misconception("values", "The bias is added after tanh; it belongs inside, to the sum.")
def bias_outside(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h @ W_h) + b


@rnn_step.misconception("values", "The bias is missing.")
def without_a_bias(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h @ W_h)


@rnn_step.misconception(
    "values", "This is a sigmoid, from 0 to 1; the simple recurrent layer uses tanh, from −1 to 1."
)
def sigmoid_for_tanh(x, h, W_x, W_h, b):
    return nn.sigmoid(x @ W_x + h @ W_h + b)


@rnn_step.misconception(
    "values",
    "The old state is added as it is, beside tanh; it comes in through W_h only.",
)
def adds_to_the_state(x, h, W_x, W_h, b):
    return h + np.tanh(x @ W_x + h @ W_h + b)


@rnn_step.misconception(
    "sizes", "`h[:] = …` writes the new state into the caller's array; return a new one."
)
def writes_over_the_state(x, h, W_x, W_h, b):
    h[:] = np.tanh(x @ W_x + h @ W_h + b)
    return h


@rnn_step.alternative
def one_matrix(x, h, W_x, W_h, b):
    return np.tanh(np.concatenate([x, h]) @ np.vstack([W_x, W_h]) + b)


@rnn_step.alternative
def unit_by_unit(x, h, W_x, W_h, b):
    sums = [np.dot(x, W_x[:, unit]) + np.dot(h, W_h[:, unit]) + b[unit] for unit in range(len(b))]
    return np.array([np.tanh(z) for z in sums])


rnn_forward = Exercise(
    reference=nn.rnn_forward,
    statement="Use the same step for a whole sequence, and keep every state.",
    stretch=True,
    aspects=[
        Aspect(
            "states",
            1,
            "row t is the state after step t, each made from the one before",
            [
                call(np.array([[0.0], [0.0]]), np.array([0.5]), *PASSES_ON),
                sequence(3, 2, 2),
                sequence(4, 3, 2),
            ],
        ),
        Aspect(
            "edges",
            1,
            "one step, no step at all; the arguments are left as they were",
            [sequence(1, 2, 3), sequence(0, 2, 3), sequence(3, 1, 2)],
            pure=True,
        ),
    ],
    hints=[
        "A loop over the rows of X, with a variable h that begins as h0.",
        "In each turn: h = rnn_step(x, h, W_x, W_h, b), and keep it.",
        "For T = 0 the answer is np.zeros((0, H)); an array of zeros (T, H), filled row by row, "
        "gives that by itself.",
    ],
)


def states(X, h0, W_x, W_h, b):
    h, kept = h0, np.zeros((len(X), len(h0)))
    for t, x in enumerate(X):
        h = kept[t] = np.tanh(x @ W_x + h @ W_h + b)
    return kept


@rnn_forward.misconception(
    "states",
    "Every step starts from h0 again, so that nothing is remembered; hand the new state on.",
)
def starts_anew(X, h0, W_x, W_h, b):
    return np.tanh(X @ W_x + h0 @ W_h + b)


@rnn_forward.misconception(
    "states", "Only the last state came back; all of them are asked for, one row per time."
)
def last_state_alone(X, h0, W_x, W_h, b):
    return np.vstack([h0, states(X, h0, W_x, W_h, b)])[-1]


@rnn_forward.misconception(
    "states", "h0 is among the rows; row 0 is the state *after* the first step."
)
def begins_with_h0(X, h0, W_x, W_h, b):
    return np.vstack([h0, states(X, h0, W_x, W_h, b)])


@rnn_forward.misconception(
    "states", "The states are those *before* each step; keep the one that the step gives."
)
def states_before(X, h0, W_x, W_h, b):
    return np.vstack([h0, states(X, h0, W_x, W_h, b)])[:-1]


@rnn_forward.misconception("states", "The sequence was read from its end; row 0 of X comes first.")
def reads_backwards(X, h0, W_x, W_h, b):
    return states(X[::-1], h0, W_x, W_h, b)[::-1]


@rnn_forward.misconception(
    "states",
    "The same array was appended each time and changed in place: all rows show the last state. "
    "Append copies, or make new arrays.",
)
def one_array_for_all(X, h0, W_x, W_h, b):
    kept = states(X, h0, W_x, W_h, b)
    return np.repeat(kept[-1:], len(X), axis=0)


@rnn_forward.misconception("states", "The first step starts from zeros; it starts from h0.")
def starts_from_zeros(X, h0, W_x, W_h, b):
    return states(X, np.zeros(len(h0)), W_x, W_h, b)


@rnn_forward.alternative
def appended(X, h0, W_x, W_h, b):
    kept = [h0]
    for x in X:
        kept.append(nn.rnn_step(x, kept[-1], W_x, W_h, b))
    return np.array(kept)[1:]


@rnn_forward.alternative
def inputs_first(X, h0, W_x, W_h, b):
    out = X @ W_x + b
    before = h0
    for t in range(len(out)):
        before = out[t] = np.tanh(out[t] + before @ W_h)
    return out


@rnn_step.misconception(
    "values", "tanh was taken of each part; the parts are added first: tanh(x @ W_x + h @ W_h + b)."
)
def tanh_of_each(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x) + np.tanh(h @ W_h) + b
