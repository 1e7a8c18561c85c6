"""Train a learner's own network in small slices, and say in plain arrays how it stands.

The page asks for a slice, gets one, draws it and asks for the next: so the kernel is never busy for
longer than a slice, other cells run in between, and nothing trains when nobody looks.
"""

import time
from dataclasses import dataclass

import numpy as np

from workbook import nn
from workbook.data import toy
from workbook.explore.sampling import Fault, _quietly, _time_limit

SLICE = 0.03
"""Seconds of training per slice."""

SAMPLES = 200
NOISE = {"XOR": 0.3, "moons": 0.1, "circles": 0.08, "spirals": 0.03}
REACH = 1.8
"""The plane is shown from −REACH to REACH in both directions."""

FINE, COARSE = 41, 21
"""Points per side of the decision surface, and of a hidden unit's picture."""

MOST_POINTS = 150
"""Points of the cost's curve that are sent at most."""


@dataclass(frozen=True)
class Setting:
    """All that decides a run: data set, hidden layers, units in each, activation, start, seed."""

    data: str = "XOR"
    layers: int = 1
    units: int = 4
    activation: str = "tanh"
    start: str = "random"
    seed: int = 0

    @property
    def sizes(self):
        """Inputs, hidden layers, two classes."""
        return [2, *[self.units] * self.layers, 2]


def plane(points):
    """A square grid over the shown plane: (points², 2), row by row from the lowest."""
    line = np.linspace(-REACH, REACH, points)
    return np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)


class Trainer:
    """One run of a learner's class `MLP` (see `nn.MLP` for what it must offer).

    X (200, 2) and y (200,) are the data, `model` the learner's network, `epoch` the steps made.
    Raises Fault, with a sentence for the learner, when the network cannot be made or trained.
    """

    def __init__(self, mlp, setting):
        self.setting = setting
        self.X, self.y = toy.TOYS[setting.data](
            SAMPLES, NOISE[setting.data], np.random.default_rng(1)
        )
        self.model, self.epoch = self._guarded(lambda: mlp(self._initial(), setting.activation)), 0

    def _initial(self):
        """Parameters as the setting's start says; ReLU gets He's spread, the others Xavier's."""
        rng = np.random.default_rng(self.setting.seed)
        scheme = "he" if self.setting.activation == "relu" else "xavier"
        if self.setting.start == "zeros":
            scheme = "zeros"
        params = nn.init_params(self.setting.sizes, rng, scheme)
        if self.setting.start == "equal":
            params = [(np.full_like(W, 0.5), b) for W, b in params]
        return params

    def train(self, lr, seconds=SLICE, steps=None):
        """Make `steps` steps, or as many as fit into `seconds`; each is a fit of one epoch."""
        begun, made = time.perf_counter(), 0
        while made < steps if steps else time.perf_counter() - begun < seconds:
            self._guarded(lambda: self.model.fit(self.X.copy(), self.y.copy(), lr, 1))
            made += 1
        self.epoch += made

    def surface(self):
        """The probability of class 1 over the plane, from the model's own predict_proba."""
        P = self._guarded(lambda: np.asarray(self.model.predict_proba(plane(FINE)), dtype=float))
        if P.shape != (FINE**2, 2):
            raise Fault(f"predict_proba returned shape {P.shape}, expected {(FINE**2, 2)}.")
        return np.ascontiguousarray(P[:, 1])

    def hidden_units(self):
        """What each hidden unit answers over the plane: (layers · units, COARSE²)."""
        f = getattr(nn, self.setting.activation)
        params = self._guarded(lambda: [(np.asarray(W), np.asarray(b)) for W, b in self._params()])
        with np.errstate(all="ignore"):
            _, cache = nn.forward(plane(COARSE), params, [f] * (len(params) - 1) + [np.positive])
        return np.concatenate([A.T for A, _ in cache[1:]])

    def different_units(self):
        """How many different units the first hidden layer has."""
        W, b = self._params()[0]
        return nn.distinct_units(np.round(W, 9), np.round(b, 9))

    def costs(self):
        """Pairs (step, cost) from loss_history, thinned to MOST_POINTS: (n, 2)."""
        history = self._guarded(lambda: np.array(self.model.loss_history, dtype=float))
        if history.shape != (self.epoch,):
            raise Fault(f"loss_history has {history.size} entries after {self.epoch} steps.")
        kept = np.unique(np.linspace(0, max(self.epoch - 1, 0), MOST_POINTS).astype(int))
        kept = kept[: self.epoch]
        return np.stack([kept.astype(float), history[kept]], axis=1)

    def share_right(self):
        """The share of the points that the model's own predict puts into the right class."""
        answers = self._guarded(lambda: np.asarray(self.model.predict(self.X.copy())))
        if answers.shape != self.y.shape:
            raise Fault(f"predict returned shape {answers.shape}, expected {self.y.shape}.")
        return float(np.mean(answers == self.y))

    def _params(self):
        return self.model.params

    def _guarded(self, ask):
        """What the learner's code gives, or a Fault: their errors and endless loops end here."""
        try:
            with _quietly(), _time_limit("MLP"):
                return ask()
        except NotImplementedError:
            raise Fault("MLP is not written yet: write it and run this cell again.") from None
        except Fault:
            raise Fault(
                "MLP was still running after 3 seconds: look for a loop that never ends."
            ) from None
        except Exception as error:
            reason = " ".join(str(error).split()) or "no message"
            raise Fault(f"MLP raised {type(error).__name__}: {reason}") from None
