"""What Keras brings along, ready-made for lesson 12's own layers and models.

The definitions are those of Keras 3: how a cost is clipped, where Adam's ε stands, what a History
holds. Each mistake in a name or a shape gets one message in plain words.
"""

import numpy as np

from .nn import activations, losses, optimizers

FLOOR = 1e-7
"""Keras's epsilon(): a probability below it counts as it, one above 1 − it likewise."""


class Input:
    """How many numbers a sample has: Input(shape=(8,)), the first entry of a Sequential's list."""

    def __init__(self, shape):
        self.shape = tuple(shape)


class History:
    """What fit returns. `history`: a list of floats per name, one per epoch; `epoch`: 0, 1, …"""

    def __init__(self):
        self.epoch, self.history = [], {}

    def add(self, logs):
        """Append one epoch's values, a dict name → float."""
        self.epoch.append(len(self.epoch))
        for name, value in logs.items():
            self.history.setdefault(name, []).append(float(value))


# -- costs and optimizers by their names --------------------------------------------------


def binary_crossentropy(y_true, y_pred):
    """The binary cross-entropy as Keras takes it from probabilities: clipped at 1e-7."""
    return losses.binary_cross_entropy(y_true, y_pred, FLOOR)


def binary_crossentropy_grad(y_true, y_pred):
    """Its gradient with respect to y_pred: (p − y) / (p (1 − p)) / n, and 0 where p was clipped."""
    p = np.clip(y_pred, FLOOR, 1 - FLOOR)
    return np.where(p == y_pred, (p - y_true) / (p * (1 - p)), 0.0) / y_pred.size


def adam(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """One step of Adam as Keras takes it; a pair (param, state) as in lesson 09.

    θ ← θ − α √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√s + ε). Keras adds ε to the root of the *uncorrected*
    s, PyTorch (and lesson 09) to that of the corrected ŝ; and ε is 1e-7, not 1e-8.
    """
    t, m, s = (0, 0.0, 0.0) if state is None else state
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    s = beta2 * s + (1 - beta2) * grad**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return param - rate * m / (np.sqrt(s) + eps), (t, m, s)


ACTIVATIONS = {
    "linear": np.array,
    "relu": activations.relu,
    "sigmoid": activations.sigmoid,
    "tanh": activations.tanh,
}
COSTS = {
    "binary_crossentropy": (binary_crossentropy, binary_crossentropy_grad),
    "mse": (losses.mse, losses.mse_grad),
}
OPTIMIZERS = {"adam": adam, "sgd": optimizers.sgd}


def named(kind, name, known):
    """The entry of a table; ValueError says which names there are."""
    if name in known:
        return known[name]
    raise ValueError(f"There is no {kind} {name!r} here; there are {', '.join(map(repr, known))}.")


def optimizer(chosen):
    """The function of an optimizer's name, or the function itself."""
    return chosen if callable(chosen) else named("optimizer", chosen, OPTIMIZERS)


def loss(chosen):
    """(cost, its gradient, where "accuracy" cuts): of a name, or of a loss from logits.

    Probabilities are cut at 0.5. Logits are cut at 0, where their sigmoid is 0.5.
    """
    if hasattr(chosen, "grad"):
        return chosen.cost, chosen.grad, 0.0
    return *named("loss", chosen, COSTS), 0.5


# -- shapes --------------------------------------------------------------------------------


def input_size(first):
    """How many numbers a sample has, by a model's first layer; None where it does not say."""
    return first.shape[-1] if isinstance(first, Input) else getattr(first, "input_dim", None)


def known(total):
    """A count of parameters; ValueError where it is None, since a layer is not built yet."""
    if total is None:
        raise ValueError("A layer is not built: the size of its input is not known yet.")
    return total


def accuracy(y, P, cut):
    """The share of right answers: of one-hot rows the largest output, else above the cut or not."""
    if y.shape[1] > 1 and np.all(y.sum(axis=1) == 1):
        return float(np.mean(P.argmax(axis=1) == y.argmax(axis=1)))
    return float(np.mean((cut < P) == y))


def check_inputs(X, D):
    """ValueError unless X is (N, D)."""
    if np.ndim(X) != 2 or np.shape(X)[1] != D:
        raise ValueError(
            f"The input should have the shape (N, {D}), one row of {D} numbers per sample; "
            f"it has the shape {np.shape(X)}."
        )


def targets(y, n_samples, n_outputs):
    """y as floats of the output's shape, (N, K); an (N,) array becomes a column.

    Raises ValueError where y has another number of rows than X, or not one number per output.
    """
    y = np.asarray(y, dtype=float)
    y = y[:, np.newaxis] if y.ndim == 1 else y
    if len(y) != n_samples:
        raise ValueError(f"X has {n_samples} rows and y has {len(y)}; each sample needs its label.")
    if y.shape != (n_samples, n_outputs):
        raise ValueError(
            f"The model's output has the shape ({n_samples}, {n_outputs}), a row per sample; "
            f"y has the shape {y.shape}."
        )
    return y


# -- what is printed -----------------------------------------------------------------------


def show_epoch(history, epochs):
    """One line of progress, written over itself whenever its bar grows; the last epoch ends it."""
    done = len(history.epoch)
    before, now = (20 * n // epochs for n in (done - 1, done))
    if now > before:
        line = f"Epoch {done}/{epochs} {'━' * now:<20} {_values(history)}"
        print(f"\r{line:<78}", end="\n" * (done == epochs))


def _values(history):
    return " - ".join(f"{name}: {values[-1]:.4f}" for name, values in history.history.items())


def show_layers(rows, total):
    """A table of layers: what each gives, how many parameters it has, and how many all have."""
    print(f"{'layer':<24}{'output shape':<16}{'parameters':>10}")
    for kind, units, count in (*rows, ("all layers", None, total)):
        shape = "" if units is None else f"(N, {units})"
        print(f"{kind:<24}{shape:<16}{'not built' if count is None else count:>10}")
