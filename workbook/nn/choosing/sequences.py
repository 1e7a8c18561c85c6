"""What a recurrent network (RNN) does with a sequence: one step, used again at every time."""

import numpy as np

__all__ = ["rnn_forward", "rnn_step"]


def rnn_step(x, h, W_x, W_h, b):
    """One step of a recurrent layer: tanh(x @ W_x + h @ W_h + b).

    x: (D,) float array, what comes in at this time. h: (H,) float array, the state from before, all
        that is remembered. W_x: (D, H) float array, from input to state. W_h: (H, H) float array,
        from unit to unit. b: (H,) float array.
    Returns: (H,) float array, the new state. The arguments are left as they were.

    Example: rnn_step(np.array([1.0]), np.array([0.0]), np.array([[2.0]]), np.array([[3.0]]),
    np.array([-2.0])) is array([0.0]): 1 · 2 + 0 · 3 − 2 is 0, and tanh(0) is 0.

    Source: PyTorch's RNNCell, which keeps W_x and W_h transposed, and b in two parts.
    """
    return np.tanh(x @ W_x + h @ W_h + b)


def rnn_forward(X, h0, W_x, W_h, b):
    """A recurrent layer over a whole sequence: the same step, with the same weights, at each time.

    X: (T, D) float array, one row per time; T may be 0. h0: (H,) float array, the state before the
        first step. W_x, W_h, b: as in `rnn_step`, the same at all times.
    Returns: (T, H) float array: row t is the state *after* step t. The last row is what the layer
        hands on, where one answer for the whole sequence is wanted. The arguments are left as they
        were.

    Example, with weights that only pass on: rnn_forward(np.array([[0.0], [0.0]]), np.array([0.5]),
    np.array([[1.0]]), np.array([[1.0]]), np.array([0.0])) is array([[0.4621], [0.4318]]), tanh of
    0.5 and tanh of that: the memory fades.

    Source: PyTorch's RNN, for one layer and one sequence.
    """
    states = np.zeros((len(X), len(h0)))
    h = h0
    for t, x in enumerate(X):
        h = rnn_step(x, h, W_x, W_h, b)
        states[t] = h
    return states
