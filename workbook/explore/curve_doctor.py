"""The curve doctor: seven sick trainings. Name each fault from its learning curves, then mend it.

Every curve is a real small training: full-batch gradient descent on a network of one hidden tanh
layer, on two rings of which one label in ten is wrong. The page (`curve_doctor.js`) trains anew
at every move, without asking the kernel. Here are the patients, the data, the same training in
NumPy, and the still picture for where no kernel runs.
"""

import io

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import nn, style
from workbook.data.toy import circles
from workbook.explore import page_source, page_style

MOST_SAMPLES, VALIDATION, MOST_UNITS = 160, 100, 16
LEAST_SAMPLES = 10

RATES = (0.01, 1.1, 77)
"""The slider's learning rates: 0.01, each next one 10 % larger, up to about 15."""

MOST_EPOCHS = 400

SICK = {
    "rate": 2.1,
    "epochs": 200,
    "units": 8,
    "samples": 160,
    "copies": False,
    "parted": False,
}
"""What a patient is trained with, but for its fault. copies: the validation rows are copies of
training rows. parted: the training labels have lost their rows."""

FAULTS = {
    "large": (
        "Rate too large",
        "With a rate too large the training curve jumps, or climbs, instead of falling.",
    ),
    "small": (
        "Rate too small",
        "With a rate too small both curves creep: many epochs, hardly any change, no corner.",
    ),
    "few": (
        "Too few epochs",
        "With too few epochs both curves are still falling steeply where they are cut off.",
    ),
    "capacity": (
        "Too little capacity",
        "With too little capacity both curves settle, high: more epochs change nothing.",
    ),
    "overfitting": (
        "Overfitting",
        "When it overfits, training falls and falls while validation turns and rises.",
    ),
    "leak": (
        "A leak",
        "With a leak validation is too good to be true: here no honest cost is below 0.33.",
    ),
    "bug": (
        "A bug in the code",
        "With labels on wrong rows validation hardly gets below guessing, 0.69, however long it "
        "runs: what is learnt is of no use to other rows.",
    ),
}
"""Name → label, and the sign by which it is known; told to whoever names it wrongly."""

PATIENTS = (
    {"fault": "few", "set": {"epochs": 50}, "below": 0.45},
    {"fault": "large", "set": {"rate": 12.0}, "below": 0.45},
    {"fault": "overfitting", "set": {"samples": 20, "units": 12, "epochs": 300}, "below": 0.6},
    {"fault": "small", "set": {"rate": 0.01}, "below": 0.45},
    {"fault": "bug", "set": {"parted": True, "epochs": 250}, "below": 0.45},
    {"fault": "capacity", "set": {"units": 1, "epochs": 300}, "below": 0.45},
    {
        "fault": "leak",
        "set": {"copies": True, "samples": 40, "units": 16, "epochs": 300},
        "below": 0.6,
    },
)
"""The patients, in the order in which they come. below: the honest cost that counts as cured."""


class CurveDoctor(anywidget.AnyWidget):
    """Seven trainings with a fault each: name it, then mend it with the sliders.

    `patient` (from 0) is shown; `rate`, `epochs`, `units`, `samples`, `copies` and `parted` are its
    training's settings. `named` and `cured` list the patients that are done.
    """

    _esm = page_source(__file__)
    _css = page_style(__file__)

    patient = traitlets.Int(0, min=0, max=len(PATIENTS) - 1).tag(sync=True)
    rate = traitlets.Float(1.0, min=1e-6).tag(sync=True)
    epochs = traitlets.Int(1, min=1, max=MOST_EPOCHS).tag(sync=True)
    units = traitlets.Int(1, min=1, max=MOST_UNITS).tag(sync=True)
    samples = traitlets.Int(LEAST_SAMPLES, min=LEAST_SAMPLES, max=MOST_SAMPLES).tag(sync=True)
    copies = traitlets.Bool().tag(sync=True)
    parted = traitlets.Bool().tag(sync=True)
    named = traitlets.List(traitlets.Int()).tag(sync=True)
    cured = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _patients = traitlets.List().tag(sync=True)
    _faults = traitlets.List().tag(sync=True)
    _data = traitlets.Dict().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)

    def __init__(self, patient=0, **kwargs):
        super().__init__(
            patient=patient,
            _patients=[{**p, "set": settings_of(i)} for i, p in enumerate(PATIENTS)],
            _faults=[{"name": name, "label": f[0], "sign": f[1]} for name, f in FAULTS.items()],
            _data={name: array.tolist() for name, array in _material().items()},
            _settings={
                "rates": RATES,
                "epochs": MOST_EPOCHS,
                "units": MOST_UNITS,
                "samples": (LEAST_SAMPLES, MOST_SAMPLES),
            },
            **settings_of(patient) | kwargs,
        )
        self.alt = _described()

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still())


def settings_of(patient):
    """All settings of a patient's training, by name."""
    return SICK | PATIENTS[patient]["set"]


def _material():
    """Data, first weights, and the order in which labels are lost; the same in every session."""
    rng = np.random.default_rng(8)
    X, y = circles(MOST_SAMPLES + VALIDATION, 0.12, rng)
    for block in np.arange(len(y)).reshape(-1, 20):
        wrong = rng.choice(block, 2, replace=False)
        y[wrong] = 1 - y[wrong]
    W, v = rng.normal(0, 1.5, (2, MOST_UNITS)), rng.normal(0, 1, MOST_UNITS)
    return {
        "X": X.round(4),
        "y": y,
        "W": W.round(4),
        "v": v.round(4),
        "order": np.random.default_rng(1).permutation(MOST_SAMPLES),
    }


def trained(rate, epochs, units, samples, copies, parted):
    """Train as the page does: costs after each epoch, {"loss", "val_loss", "honest"} (epochs,).

    honest: the cost on rows that were never trained on; "val_loss" is that too, without copies.
    """
    m = _material()
    X, y = m["X"][:samples], m["y"][:samples]
    X_new, y_new = m["X"][MOST_SAMPLES:], m["y"][MOST_SAMPLES:]
    if parted:
        order = m["order"][m["order"] < samples]
        y = y[order]
    half = samples // 2
    X_val, y_val = (X[:half], y[:half]) if copies else (X_new, y_new)
    W, b, v, c = m["W"][:, :units], np.zeros(units), m["v"][:units] / np.sqrt(units), 0.0
    costs = {"loss": [], "val_loss": [], "honest": []}
    for _ in range(epochs):
        A = np.tanh(X @ W + b)
        dz = (nn.sigmoid(A @ v + c) - y) / samples
        dZ = np.outer(dz, v) * (1 - A**2)
        W, b = W - rate * X.T @ dZ, b - rate * dZ.sum(axis=0)
        v, c = v - rate * A.T @ dz, c - rate * dz.sum()
        for name, (rows, labels) in zip(
            costs, ((X, y), (X_val, y_val), (X_new, y_new)), strict=True
        ):
            z = np.tanh(rows @ W + b) @ v + c
            costs[name].append(nn.bce_from_logits(labels.astype(float), z))
    return {name: np.array(values) for name, values in costs.items()}


def draw_curves(ax, costs):
    """Draw a training's two curves; the scale is the same for all that stay below 1.6."""
    epochs = np.arange(1, len(costs["loss"]) + 1)
    ax.plot(epochs, costs["loss"], color=style.BLUE)
    ax.plot(epochs, costs["val_loss"], "--", color=style.VERMILLION)
    highest = max(costs["loss"].max(), costs["val_loss"].max())
    ax.set(ylim=(0, 1.6 if highest < 1.6 else np.ceil(highest)))
    ax.set_xlabel("epoch", labelpad=1)


def _described():
    """The text alternative of the still picture: where the curves of each patient end."""
    ends = []
    for i in range(len(PATIENTS)):
        costs = trained(**settings_of(i))
        ends.append(
            f"patient {i + 1}: training {costs['loss'][-1]:.2f}, "
            f"validation {costs['val_loss'][-1]:.2f}"
        )
    return (
        "Learning curves of seven trainings, each with a fault to be named. Costs at their last "
        "epochs: " + "; ".join(ends) + ". No honest cost can be below 0.33."
    )


def _still():
    """Draw the seven pairs of curves: (bytes of a PNG, its width in CSS pixels)."""
    plain = {"figure.constrained_layout.use": False, "axes.titlesize": 11}
    with mpl.rc_context(style.RC | plain):
        figure = Figure(figsize=(9.4, 4.8))
        axes = figure.subplots(2, 4)
        figure.subplots_adjust(
            left=0.06, right=0.99, top=0.93, bottom=0.11, hspace=0.48, wspace=0.22
        )
        for i, ax in enumerate(axes.flat[:-1]):
            draw_curves(ax, trained(**settings_of(i)))
            ax.set_title(f"Patient {i + 1}")
        for ax in axes[:, 0]:
            ax.set_ylabel("cost")
        key = axes.flat[-1]
        key.axis("off")
        key.plot([0.05, 0.3], [1.2, 1.2], color=style.BLUE)
        key.plot([0.05, 0.3], [0.8, 0.8], "--", color=style.VERMILLION)
        key.text(0.38, 1.2, "training", va="center", color=style.BLUE)
        key.text(0.38, 0.8, "validation", va="center", color=style.VERMILLION)
        key.set(xlim=(0, 1), ylim=(0, 2))
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())
