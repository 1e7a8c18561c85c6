"""The model inspector: look into the layers of one's own model while it trains.

The kernel trains, by the model's own `train_on_batch`, and takes down what is in each layer after
some steps; the page asks for steps, and draws what comes back (`model_inspector.js`).

A model is anything with `layers` and `train_on_batch(X, y)`, which returns the cost, alone or first
in a dict. A layer has `forward(A)` or `forward(A, training)`, and may have `params`, the names of
its arrays: the gradient of `W` is `dW`.
"""

import inspect
import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import style
from workbook.explore import page_source, page_style
from workbook.explore.sampling import Fault, _quietly

BINS = 24
"""Bars of a histogram."""

PROBE = 64
"""Samples whose activations are looked at: the first ones."""

SHOWN = (12, 24)
"""Samples and units whose activations are drawn one by one, at most."""

MOST_COSTS = 200
"""Points of the cost's curve that are sent at most."""

GOALS = (
    {
        "kind": "all",
        "text": "Look at every layer, and find the one with most parameters.",
        "lesson": "A dense layer has inputs × units weights and one bias for each unit. A layer "
        "without parameters only changes what passes through.",
    },
    {
        "kind": "halved",
        "text": "Train until the cost is at most half of what it was after the first step.",
        "lesson": "Look at the spread of weights and activations now: they have moved in every "
        "layer, for each step moves all layers at once.",
    },
)
"""What each goal asks, and what it teaches once it is met; by `kind` the page knows when."""


class ModelInspector(anywidget.AnyWidget):
    """Train a model step by step, and look at shapes, parameters, activations and gradients.

    model: with `layers` and `train_on_batch(X, y)`, see this module. X (N, D), y: to train on.
    batch_size: rows of each step, drawn anew from `seed`; all where there are no more.

    `layer` is the one that is looked at, from 0. `fault` says why the model could not go on, or "".
    Raises TypeError where the model has no layers or no train_on_batch.
    """

    _esm = page_source(__file__)
    _css = page_style(__file__)

    layer = traitlets.Int(0, min=0).tag(sync=True)
    seen = traitlets.List(traitlets.Int()).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    fault = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    @staticmethod
    def asks_kernel(_state):
        """Whether it stands still on a page without a kernel: a learner's model is run there."""
        return True

    def __init__(self, model, X, y, batch_size=32, seed=0, **kwargs):
        if not getattr(model, "layers", None) or not callable(
            getattr(model, "train_on_batch", None)
        ):
            raise TypeError(
                f"ModelInspector takes a model with layers and train_on_batch, and a "
                f"{type(model).__name__} has not both."
            )
        self.model, self.X, self.y = model, np.asarray(X, dtype=float), np.asarray(y)
        self.batch_size, self.rng = batch_size, np.random.default_rng(seed)
        self.costs, self._count = [], 0
        super().__init__(_goals=list(GOALS), **kwargs)
        self.on_msg(self._asked)
        self.train(0)

    def train(self, steps):
        """Take so many steps, each on a batch drawn anew, and show how the model stands."""
        self._count += 1
        try:
            with _quietly():
                for _ in range(steps):
                    self._step()
                layers = looked_into(self.model, self.X[:PROBE])
        except Fault as fault:
            self._failed(str(fault))
        except NotImplementedError:
            self._failed(
                "A method of the model is not written yet: write it and run this cell again."
            )
        except Exception as error:
            reason = " ".join(str(error).split()) or "no message"
            self._failed(f"The model raised {type(error).__name__}: {reason}")
        else:
            with self.hold_sync():
                self.fault = ""
                self._frame = self._framed(layers)
                self.alt = self._described()

    def _step(self):
        rows = self.rng.permutation(len(self.X))[: self.batch_size]
        measured = self.model.train_on_batch(self.X[rows], self.y[rows])
        cost = next(iter(measured.values())) if isinstance(measured, dict) else measured
        try:
            self.costs.append(float(cost))
        except (TypeError, ValueError):
            raise Fault(
                f"train_on_batch returned {type(measured).__name__}: expected the cost, or a dict "
                "that begins with it."
            ) from None

    def _failed(self, reason):
        with self.hold_sync():
            self.fault = reason
            self._frame = {"count": self._count, "layers": []}

    def _framed(self, layers):
        """What the page draws from; `count` makes each frame another one."""
        every = max(1, -(-len(self.costs) // MOST_COSTS))
        costs = [[k, _finite(cost)] for k, cost in enumerate(self.costs, start=1)]
        shown = costs[::every] + (costs[-1:] if (len(costs) - 1) % every else [])
        return {
            "count": self._count,
            "steps": len(self.costs),
            "samples": len(self.X[:PROBE]),
            "costs": shown,
            "layers": layers,
        }

    def _asked(self, _widget, message, _buffers):
        """Train as many steps as the page asks for."""
        steps = message.get("steps") if isinstance(message, dict) else None
        if isinstance(steps, int) and 0 < steps <= 1000:
            self.train(steps)

    def _described(self):
        """The text alternative of the still picture."""
        layers = self._frame["layers"]
        total = sum(layer["count"] for layer in layers)
        shapes = ", ".join(f"{layer['name']} with {layer['count']}" for layer in layers)
        return (
            f"A model of {len(layers)} layers with {total} parameters after {len(self.costs)} "
            f"steps: {shapes}; of each layer the spread of its activations."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        still = None if self.fault else _still(self._frame["layers"])
        return style.with_still(live, self.fault or self.alt, still)


def looked_into(model, X):
    """What is in each layer when X (N, D) passes through: a list of dicts of plain data.

    Raises Fault where a layer gives something that is no array with a row for each sample.
    """
    build = getattr(model, "prepare", None)  # a model that has not met data has no weights yet
    A = X if build is None else build(X)
    found = []
    for layer in model.layers:
        name, takes = type(layer).__name__, list(np.shape(A))
        A = _forward(layer, A)
        if not isinstance(A, np.ndarray) or len(A) != len(X):
            raise Fault(
                f"{name}.forward returned no array with a row for each of {len(X)} samples."
            )
        params = [_parameter(layer, one) for one in getattr(layer, "params", ())]
        found.append(
            {
                "name": name,
                "takes": takes,
                "gives": list(A.shape),
                "count": sum(one["size"] for one in params),
                "params": params,
                "activations": _spread(A),
                "zero": float(np.mean(A == 0)) if A.size else 0.0,
                "map": [
                    [_finite(a) for a in row]
                    for row in A.reshape(len(A), -1)[: SHOWN[0], : SHOWN[1]]
                ],
            }
        )
    return found


def _forward(layer, A):
    """A layer's output when it is not training."""
    takes_training = "training" in inspect.signature(layer.forward).parameters
    return layer.forward(A, training=False) if takes_training else layer.forward(A)


def _parameter(layer, name):
    """One array that a layer learns, and its gradient where there is one already."""
    array = np.asarray(getattr(layer, name), dtype=float)
    grad = getattr(layer, f"d{name}", None)
    grad = None if grad is None else np.asarray(grad, dtype=float)
    size = float(np.linalg.norm(array))
    return {
        "name": name,
        "shape": list(array.shape),
        "size": int(array.size),
        "values": _spread(array),
        "gradient": None if grad is None else _spread(grad),
        "ratio": None if grad is None or not size else _finite(np.linalg.norm(grad) / size),
    }


def _finite(number):
    """A number as JSON can hold it; None for infinity and what is no number."""
    return float(number) if np.isfinite(number) else None


def _spread(array):
    """Mean, standard deviation and a histogram of an array's finite numbers."""
    flat = np.ravel(array)
    finite = flat[np.isfinite(flat)]
    if not finite.size:
        return {"mean": None, "std": None, "low": 0.0, "high": 0.0, "counts": [0] * BINS}
    counts, edges = np.histogram(finite, BINS)
    return {
        "mean": float(finite.mean()),
        "std": float(finite.std()),
        "low": float(edges[0]),
        "high": float(edges[-1]),
        "counts": counts.tolist(),
    }


def _still(layers):
    """Draw the spread of each layer's activations: (bytes of a PNG, its width in CSS pixels)."""
    with mpl.rc_context(style.RC):
        figure = Figure(figsize=(max(3.4, 2.4 * len(layers)), 2.6))
        for ax, layer in zip(
            np.ravel(figure.subplots(1, len(layers), squeeze=False)), layers, strict=True
        ):
            spread = layer["activations"]
            edges = np.linspace(spread["low"], spread["high"], BINS + 1)
            ax.stairs(spread["counts"], edges, fill=True, color=style.BLUE)
            ax.set(title=layer["name"], xlabel="activation", yticks=[])
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())
