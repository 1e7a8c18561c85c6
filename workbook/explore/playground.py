"""The playground: the learner's own network, trained live on four sets of points.

The kernel trains, with the class that it is given (`playground_trainer.py`); the page asks for one
slice after another, draws what comes back and checks the goals (`playground.js`).
"""

import io
from pathlib import Path

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.data import toy
from workbook.explore import page_source
from workbook.explore.playground_alone import alone
from workbook.explore.playground_trainer import COARSE, FINE, REACH, Setting, Trainer
from workbook.explore.sampling import Fault

MOST_UNITS, MOST_LAYERS = 8, 3
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)

GOALS = (
    {
        "needs": {"data": "XOR", "layers": 1, "start": "random"},
        "units": 2,
        "right": (0.99, 1),
        "text": "XOR: 99 % right with as few units as can be, in one layer. Stuck? Begin anew.",
        "lesson": "Two units are enough: two lines, and the last layer says “between them”. "
        "One unit has one line only.",
    },
    {
        "needs": {"data": "XOR", "start": "zeros"},
        "epochs": 300,
        "right": (0, 0.6),
        "text": "XOR from zeros: train 300 steps, and see what has been learnt.",
        "lesson": "Nothing. The units answer 0, so the last weights get no gradient; the last "
        "weights are 0, so nothing comes back.",
    },
    {
        "needs": {"start": "equal"},
        "wide": 4,
        "epochs": 300,
        "text": "Equal weights, 4 units or more: train 300 steps, and compare the units’ pictures.",
        "lesson": "They are all the same. Equal units get equal gradients, so the layer is as wide "
        "as one unit.",
    },
    {
        "needs": {"data": "circles", "layers": 1},
        "units": 3,
        "right": (0.95, 1),
        "text": "Circles: 95 % right with no more than 3 units in one layer.",
        "lesson": "Three lines fence the inner ring in: a triangle, with rounded corners.",
    },
    {
        "needs": {"data": "spirals"},
        "right": (0.97, 1),
        "text": "Spirals: 97 % right, with whatever it takes.",
        "lesson": "A second layer combines the first one’s borders into shapes. With a single "
        "layer of 8 units only some starts get there, and they need more steps.",
    },
)
"""Challenges: what the setting needs to be, at most how many units, at least how many (`wide`) and
how many steps, between which shares of right answers; what it asks, and what it teaches."""


class Playground(anywidget.AnyWidget):
    """Train a network on XOR, moons, circles or spirals, and watch its surface and hidden units.

    mlp: the class to train, with the interface of `nn.MLP`, which is the default. When it is not
    written yet, or fails, the reason is said and nothing else happens.

    `data`, `layers`, `units`, `activation`, `start` and `lr` are what the controls show; setting
    one, except lr, begins anew. `fault` is the sentence on what is wrong, or "".
    """

    _esm = page_source(__file__)
    _css = style.WIDGET_CSS + Path(__file__).with_suffix(".css").read_text(encoding="utf-8")

    data = traitlets.Enum(tuple(toy.TOYS), "XOR").tag(sync=True)
    layers = traitlets.Int(1, min=1, max=MOST_LAYERS).tag(sync=True)
    units = traitlets.Int(4, min=1, max=MOST_UNITS).tag(sync=True)
    activation = traitlets.Enum(("tanh", "relu", "sigmoid"), "tanh").tag(sync=True)
    start = traitlets.Enum(("random", "zeros", "equal"), "random").tag(sync=True)
    lr = traitlets.Float(1.0, min=0).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    fault = traitlets.Unicode().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _frame = traitlets.Dict().tag(sync=True)
    _surface = traitlets.Bytes().tag(sync=True)
    _hidden = traitlets.Bytes().tag(sync=True)
    _costs = traitlets.Bytes().tag(sync=True)
    _points = traitlets.Bytes().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    def __init__(self, mlp=nn.MLP, **kwargs):
        if not callable(mlp):
            raise TypeError(
                f"Playground takes the class itself, as in Playground(MLP), not a "
                f"{type(mlp).__name__}."
            )
        self.mlp, self.seed, self.trainer = mlp, 0, None
        self._count = 0
        settings = {
            "fine": FINE, "coarse": COARSE, "reach": REACH, "rates": RATES,
            "units": MOST_UNITS, "layers": MOST_LAYERS, "data": list(toy.TOYS),
        }  # fmt: skip
        super().__init__(_settings=settings, _goals=list(GOALS), **kwargs)
        self.on_msg(self._asked)
        self.begin()
        self.observe(self.begin, ["data", "layers", "units", "activation", "start"])

    def begin(self, _change=None):
        """Make the network anew from the present setting, and show it untrained."""
        self._do(self._make)

    def train(self, steps=None):
        """Train one slice, or so many steps, and show the result."""
        if self.trainer and not self.fault:
            self._do(lambda: self.trainer.train(self.lr, steps=steps))

    def _make(self):
        names = ("data", "layers", "units", "activation", "start")
        setting = Setting(**{name: getattr(self, name) for name in names}, seed=self.seed)
        self.trainer = Trainer(self.mlp, setting)

    def _asked(self, _widget, message, _buffers):
        """Do what the page asks for: a slice, one step, or another random start."""
        kind = message.get("do") if isinstance(message, dict) else None
        if kind == "again":
            self.seed += 1
            self.begin()
        elif kind in ("slice", "step"):
            self.train(steps=1 if kind == "step" else None)

    def _do(self, work):
        """Do some work with the learner's class, and send how it stands, or why it failed."""
        self._count += 1
        try:
            work()
            shown = self._shown()
        except Fault as fault:
            shown = {"fault": str(fault), "_frame": {"count": self._count}}
        with self.hold_sync():
            self.set_trait("fault", shown.pop("fault", ""))
            for name, value in shown.items():
                self.set_trait(name, value)

    def _shown(self):
        """The traits that a page draws from; `count` makes each frame another one."""
        trainer = self.trainer
        costs = trainer.costs()
        frame = {
            "count": self._count,
            "epoch": trainer.epoch,
            "right": trainer.share_right(),
            "different": trainer.different_units(),
            "cost": float(costs[-1, 1]) if len(costs) else None,
            "first": float(costs[0, 1]) if len(costs) else None,
        }
        frame = {k: v if v is None or np.isfinite(v) else "nan" for k, v in frame.items()}
        points = np.column_stack([trainer.X, trainer.y])
        arrays = {
            "_surface": trainer.surface(), "_hidden": trainer.hidden_units(),
            "_costs": costs, "_points": points,
        }  # fmt: skip
        packed = {name: array.astype("<f8").tobytes() for name, array in arrays.items()}
        return packed | {"_frame": frame, "alt": self._described(frame)}

    def _described(self, frame):
        """The text alternative of the still picture."""
        layers = " and ".join([str(self.units)] * self.layers)
        return (
            f"Playground: the plane with {len(self.trainer.y)} points of the set {self.data} in "
            f"two classes, and the decision surface of a network with {layers} {self.activation} "
            f"units after {frame['epoch']} steps; {frame['right']:.0%} of the points are right."
        )

    @staticmethod
    def alone():
        """What trains in the kernel's place on a page that has none: (its script, its data)."""
        return alone(MOST_UNITS, MOST_LAYERS)

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        still = None if self.fault else _still(self)
        return style.with_still(live, self.fault or self.alt, still)


def _still(widget):
    """Draw the surface with its points, and the hidden units: (bytes of a PNG, width in pixels)."""
    colours = LinearSegmentedColormap.from_list("classes", ["#F0A878", "#FBFBFB", "#6FB1DA"])
    extent = (-REACH, REACH) * 2
    hidden = np.frombuffer(widget._hidden).reshape(-1, COARSE, COARSE)
    plain = {"figure.constrained_layout.use": False, "axes.grid": False}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(8.4, 4.2))
        ax = figure.add_axes((0.06, 0.08, 0.43, 0.86))
        surface = np.frombuffer(widget._surface).reshape(FINE, FINE)
        ax.imshow(surface, extent=extent, origin="lower", cmap=colours, vmin=0, vmax=1)
        X, y = widget.trainer.X, widget.trainer.y
        for label, colour, mark in ((0, style.VERMILLION, "o"), (1, style.BLUE, "^")):
            ax.plot(*X[y == label].T, mark, color=colour, markersize=4)
        ax.set(
            xlim=extent[:2], ylim=extent[:2], title=f"{widget.data}, step {widget.trainer.epoch}"
        )
        size = max(float(np.abs(hidden).max()), 1e-9)
        for place, picture in enumerate(hidden):
            row, column = divmod(place, widget.units)
            small = figure.add_axes((0.53 + 0.058 * column, 0.68 - 0.16 * row, 0.05, 0.1))
            small.imshow(
                picture, origin="lower", cmap=colours, vmin=-size, vmax=size, extent=extent
            )
            small.set(xticks=[], yticks=[])
        figure.text(0.53, 0.83, "hidden units, a row per layer")
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())
