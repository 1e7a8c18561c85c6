"""The activation gallery: the learner's own f and f′, and what depth makes of f′.

Python samples the learner's functions once and sends the arrays; everything after that happens in
the page (`activation_gallery.js`), without asking the kernel, at the screen's own pace.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import style
from workbook.explore import page_source, page_style
from workbook.explore.sampling import Fault, disagreement, sample_chain

Z = np.linspace(-6.0, 6.0, 241)
"""Where every function is sampled; the z slider steps along it, so the page shows no estimate."""

DEPTH = 20

GOALS = (
    {
        "function": "sigmoid",
        "depth": (1, 2),
        "product": (0.0, 1e-3),
        "text": "Sigmoid: bring the product below 0.001 in only 2 layers. (At z = 0 it takes 5.)",
        "lesson": "Far from 0 sigmoid is flat, so its slope there is tiny: it is saturated. "
        "One saturated layer is one tiny factor, and a product cannot recover from it.",
    },
    {
        "function": "relu",
        "depth": (DEPTH, DEPTH),
        "product": (1 - 1e-9, 1 + 1e-9),
        "text": "ReLU: find a z whose gradient comes through all 20 layers unchanged.",
        "lesson": "For every z above 0 the slope is exactly 1, and 1 × 1 × … × 1 = 1. "
        "This is one reason why ReLU is the usual choice inside deep networks.",
    },
    {
        "function": "relu",
        "depth": (1, DEPTH),
        "product": (0.0, 0.0),
        "text": "ReLU: now find where it is switched off, so that nothing at all comes back.",
        "lesson": "At and below 0 the slope is exactly 0: the weights before this unit learn "
        "nothing from this input. A unit that is off for every input is dead: it learns nothing, "
        "and comes back only if the layers before it move.",
    },
    {
        "function": "tanh",
        "depth": (DEPTH, DEPTH),
        "product": (1 - 1e-9, 1 + 1e-9),
        "text": "Tanh: find the one z that loses nothing through 20 layers.",
        "lesson": "Only at z = 0 is tanh’s slope 1, and it maps 0 to 0. One step aside, and the "
        "product shrinks with every layer.",
    },
    {
        "function": "leaky_relu",
        "depth": (1, DEPTH),
        "product": (1e-300, 1e-9),
        "text": "Leaky ReLU never switches off. Make its product fall below 10⁻⁹ all the same.",
        "lesson": "A small slope is not 0, yet small × small × small vanishes too: what leaks "
        "through one layer hardly leaks through many.",
    },
)
"""Challenges: a function, the depths and the sizes of its product (both ends included) that meet
it, what it asks, and what it teaches once met. The first three that can be met are shown."""

LABELS = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "silu": "SiLU",
    "gelu": "GELU",
}


class ActivationGallery(anywidget.AnyWidget):
    """Show activations f and their derivatives f′, and the product of f′ through many layers.

    functions: {name: (f, f_prime)}; both take an array z (N,) and return an array (N,). A function
    that is not written yet, or that fails, is greyed and the reason is said; the others work.

    `z`, `depth` and `function` are what is shown; setting them moves the picture. `chains` holds
    the arrays by name (`sampling.Chain`, over the grid `Z`), `faults` the sentences by name.

    Raises TypeError when `functions` is no dict of pairs of functions.
    """

    _esm = page_source(__file__)
    _css = page_style(__file__)

    function = traitlets.Unicode().tag(sync=True)
    z = traitlets.Float(2.0, min=Z[0], max=Z[-1]).tag(sync=True)
    depth = traitlets.Int(10, min=1, max=DEPTH).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _grid = traitlets.Bytes(Z.astype("<f8").tobytes()).tag(sync=True)
    _functions = traitlets.List().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    def __init__(self, functions, **kwargs):
        self.chains, self.faults, self.notes = {}, {}, {}
        for name, (f, f_prime) in _checked(functions).items():
            try:
                self.chains[name] = sample_chain(name, f, f_prime, Z, DEPTH)
                self.notes[name] = disagreement(name, self.chains[name], Z)
            except Fault as fault:
                self.faults[name] = str(fault)
        kwargs.setdefault("function", next(iter(self.chains), ""))
        super().__init__(
            _functions=[self._packed(name) for name in functions],
            _goals=self._possible_goals(),
            **kwargs,
        )
        self.alt = self._described()

    def _packed(self, name):
        """One function as the page wants it: plain strings, and float64 arrays as bytes."""
        entry = {"name": name, "label": _label(name), "fault": self.faults.get(name, "")}
        if name in self.chains:
            chain = self.chains[name]
            entry["note"] = self.notes[name]
            for part in ("f", "slope", "products"):
                entry[part] = getattr(chain, part).astype("<f8").tobytes()
        return entry

    def _possible_goals(self):
        """Leave out goals for absent functions, and such as the sampled arrays cannot meet."""
        goals = []
        for goal in GOALS:
            if goal["function"] in self.chains:
                first, last = goal["depth"]
                low, high = goal["product"]
                size = np.abs(self.chains[goal["function"]].products[first - 1 : last])
                if np.any((low <= size) & (size <= high)):
                    goals.append(goal)
        return goals[:3]

    def _described(self):
        """The text alternative: what the static picture shows, in numbers."""
        if not self.chains:
            return "Activation gallery. No function can be shown yet. " + " ".join(
                self.faults.values()
            )
        column = int(np.argmin(np.abs(Z - self.z)))
        ends = ", ".join(
            f"{_label(name)} {chain.products[-1, column]:.2g}"
            for name, chain in self.chains.items()
        )
        return (
            f"Curves of {', '.join(_label(name) for name in self.chains)} and of their slopes "
            f"from z = −6 to 6, and the product of slopes through 1 to {DEPTH} layers at "
            f"z = {Z[column]:.2f}. After {DEPTH} layers it is: {ends}."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        still = _still(self.chains, self.z) if self.chains else None
        return style.with_still(live, self.alt, still)


def _checked(functions):
    """Return functions when it is {name: (f, f′)}; TypeError with what to write when it is not."""
    wanted = 'ActivationGallery takes a dict: {"relu": (relu, relu_grad), …}'
    if not isinstance(functions, dict):
        raise TypeError(f"{wanted}, not {type(functions).__name__}.")
    for name, pair in functions.items():
        if not (isinstance(pair, tuple | list) and len(pair) == 2 and all(map(callable, pair))):
            raise TypeError(f"{wanted}; {name!r} has no such pair of functions.")
    return functions


def _label(name):
    return LABELS.get(name, name.replace("_", " "))


def _still(chains, z):
    """Draw every function's f, f′ and product: (bytes of a PNG, its width in CSS pixels)."""
    column = int(np.argmin(np.abs(Z - z)))
    layers = np.arange(1, DEPTH + 1)
    # Laid out by hand and on plain axes: Matplotlib's own layout and log axes take three times as
    # long, and a learner waits for this before the live gallery appears.
    plain = {"figure.constrained_layout.use": False, "axes.titlesize": 11, "lines.linewidth": 1.8}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(1.0 + 1.6 * max(2, len(chains)), 5.6))
        axes = figure.subplots(3, len(chains), squeeze=False, sharex="row", sharey="row")
        figure.subplots_adjust(
            left=0.9 / figure.get_figwidth(), right=0.99, top=0.95, bottom=0.09, hspace=0.42
        )
        for (name, chain), (top, middle, bottom) in zip(chains.items(), axes.T, strict=True):
            top.plot(Z, chain.f, color=style.BLUE)
            middle.plot(Z, chain.slope, color=style.VERMILLION)
            # There is no logarithm of 0: what is smaller than the axis shows stands on its foot.
            size = np.nan_to_num(np.abs(chain.products[:, column]), nan=0.0)
            bottom.plot(layers, np.log10(np.clip(size, 1e-17, 1e2)), ".", color=style.GREEN)
            top.set(title=_label(name))
        top, middle, bottom = axes[:, 0]
        top.set(ylabel="f(z)", ylim=(-1.6, 3.2), xticks=(-5, 0, 5), yticks=(-1, 0, 1, 2, 3))
        middle.set(ylabel="slope f′(z)", ylim=(-0.15, 1.15), xticks=(-5, 0, 5), yticks=(0, 0.5, 1))
        bottom.set(ylabel=f"product, z = {Z[column]:g}", ylim=(-17.5, 2.5), xticks=(1, 10, 20))
        bottom.set_yticks([0, -8, -16], ["1", "$10^{-8}$", "$10^{-16}$"])
        for row in axes[:, 0]:
            row.yaxis.set_label_coords(-0.42, 0.5)
        for upper, lower in zip(axes[1], axes[2], strict=True):
            upper.set_xlabel("z", labelpad=1)
            lower.set_xlabel("layers", labelpad=1)
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=120)
    return image.getvalue(), round(96 * figure.get_figwidth())
