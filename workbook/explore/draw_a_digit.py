"""Draw a digit: a hand draws one, and a network reads it, unit by unit.

Without an argument it is a small network that was trained beforehand with `workbook.nn`; in the
capstone it is the learner's own. Where its weights are known, the page computes all of it
(`draw_a_digit_pixels.js`); else the kernel is asked. Here are the goals, and the still picture.
"""

import io
import json
from pathlib import Path

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import style
from workbook.data import strokes as drawings
from workbook.explore import page_source, page_style
from workbook.explore.sampling import Fault, _quietly

FIRST_READER = Path(drawings.__file__).with_name("first_reader.json")
"""Made by `tests/oracles/first_reader.py`: weights, and what they do with images held out."""

ENOUGH = 5
"""How many different digits the last goal asks for."""

ACTIVATIONS = ("relu", "tanh", "sigmoid")


def first_reader():
    """The network that comes with the course: layers, from which probability it is sure, counts."""
    return json.loads(FIRST_READER.read_text("utf-8"))


def goals(sure, held_out=None):
    """The goals; with `held_out`, what the network did with images it had not learnt from."""
    percent = f"{sure:.0%}".replace("%", " %")
    counted = others = ""
    if held_out:
        taken = held_out["images"] - held_out["refused"]
        counted = (
            f" Of {held_out['images']} images that it had not learnt from, this one refuses "
            f"{held_out['refused']}; of the other {taken} it reads "
            f"{taken - held_out['sure_and_wrong']} right."
        )
        others = (
            f" (Of the {held_out['images']} images it names {held_out['right']} right when it "
            "may refuse none.)"
        )
    return [
        {
            "kind": "sure",
            "text": f"Draw a digit that is read with {percent} or more.",
            "lesson": "Products, sums, a simple function in between, and one at the end that makes "
            "probabilities of sums: that was all. You will write each of these steps yourself.",
        },
        {
            "kind": "refused",
            "text": f"Draw something for which no digit gets {percent}: it is refused.",
            "lesson": "Where the probabilities are spread, a careful program asks a person."
            + counted,
        },
        {
            "kind": "several",
            "text": f"Have {ENOUGH} different digits read, each with {percent} or more.",
            "lesson": "Other hands wrote what it learnt from, with a pen. What you draw here may "
            "differ from that, and then it errs more often, sometimes with high probability."
            + others,
        },
    ]


class DrawADigit(anywidget.AnyWidget):
    """A pad to draw a digit on, and a network that reads it.

    network: whose digits' probabilities are shown. None: the small one that comes with the course.
        An object with `params`, or a list of pairs (W, b), the first W (64, H), the last (…, 10):
        ReLU, tanh or sigmoid between them, softmax at the end; the page then shows its units.
        An object with `predict_proba`, or a function (N, 64) → (N, 10) probabilities or (N,)
        labels: the kernel is asked after each stroke. A function gets raw pixels, 0 to 16.
    activation: of the hidden layers, where the network has none of its own.
    scale: what a network divides the raw pixels by; one that learnt from X / 16 has 16.
    sure: the probability from which an answer is taken and not refused.

    Raises TypeError or ValueError for what is no network, or none for 64 pixels and ten digits.
    `strokes` is what is drawn, `read` the digits that were read surely, `unit` the one looked at.
    """

    _esm = page_source(__file__, "draw_a_digit_pixels", "draw_a_digit_drawing")
    _css = page_style(__file__)

    strokes = traitlets.List().tag(sync=True)
    unit = traitlets.Int(1, min=1).tag(sync=True)
    read = traitlets.List(traitlets.Int()).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _reader = traitlets.Dict(allow_none=True).tag(sync=True)
    _answer = traitlets.Dict().tag(sync=True)
    _settings = traitlets.Dict().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    @staticmethod
    def asks_kernel(state):
        """Whether it stands still on a page without a kernel: where a learner's function reads."""
        return state.get("_reader") is None

    def __init__(self, network=None, activation="relu", scale=16.0, sure=0.9, **kwargs):
        facts = None
        if network is None:
            own = first_reader()
            network, sure, facts = own["layers"], own["sure"], own["held_out"]
            network = [(layer["W"], layer["b"]) for layer in network]
        reader = _weights_of(network, activation, scale)
        self._predict = None if reader else _function_of(network, scale)
        self._asked_for = 0
        examples = [drawings.EXAMPLES[digit] for digit in (3, 8, 5, 0, 4, 2, 7, 1, 6, 9)]
        super().__init__(
            _reader=reader,
            _goals=goals(sure, facts),
            _settings={
                "sure": sure,
                "enough": ENOUGH,
                "examples": [_listed(example) for example in examples],
            },
            **kwargs,
        )
        self.on_msg(self._asked)
        self.alt = self._described()

    def probabilities(self, pixels):
        """What the network says to one image of 64 raw pixels: (10,) probabilities.

        Raises Fault, with a sentence for the learner, where their function fails.
        """
        if self._reader:
            return _passed(self._reader, np.asarray(pixels, dtype=float))
        return _answer_of(self._predict, np.asarray(pixels, dtype=float).reshape(1, 64))

    def _asked(self, _widget, message, _buffers):
        """Read the pixels that the page sends, and send the answer, or why there is none."""
        if not isinstance(message, dict) or message.get("do") != "read":
            return
        pixels = message.get("pixels")
        if not isinstance(pixels, list) or len(pixels) != 64:
            return
        self._asked_for += 1  # so that the same answer again is news to the page
        try:
            answer = {"probs": self.probabilities(pixels).tolist()}
        except Fault as fault:
            answer = {"fault": str(fault)}
        self._answer = answer | {"pixels": pixels, "count": self._asked_for}

    def _described(self):
        """The text alternative of the still picture."""
        probs = self._still_answer()
        if probs is None:
            return (
                "A pad on which a digit is drawn, and the 8 by 8 pixels that a network reads of it."
            )
        best = int(np.argmax(probs))
        return (
            "A pad on which a 3 is drawn, the 8 by 8 pixels that are made of it, and how likely a "
            f"network finds each digit: {best} with {probs[best]:.0%}.".replace("%", " %")
        )

    def _still_answer(self):
        """What the network says to the drawn 3; None where its function would have to be run."""
        return (
            self.probabilities(drawings.pixels_of(drawings.EXAMPLES[3])) if self._reader else None
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self._still_answer()))


def _listed(strokes):
    """A drawing as the page wants it: rounded to tenths of a dot."""
    return [[[round(float(x), 1), round(float(y), 1)] for x, y in stroke] for stroke in strokes]


def _weights_of(network, activation, scale):
    """What the page computes with: {layers, activation, scale}; None for a function."""
    params = network if isinstance(network, list | tuple) else getattr(network, "params", None)
    if not isinstance(params, list | tuple):
        return None
    activation = getattr(network, "activation", activation)
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation is {activation!r}: it should be {', '.join(ACTIVATIONS)}.")
    try:
        layers = [(np.asarray(W, dtype=float), np.asarray(b, dtype=float)) for W, b in params]
    except (TypeError, ValueError):
        if hasattr(network, "predict_proba"):
            return None
        raise TypeError("params should be a list of pairs (W, b) of arrays.") from None
    width = 64
    for W, b in layers:
        if W.ndim != 2 or W.shape[0] != width or b.shape != W.shape[1:]:
            raise ValueError(
                f"a layer has W of shape {W.shape} and b of shape {b.shape}: "
                f"W should have {width} rows here, and b as many numbers as W has columns."
            )
        width = W.shape[1]
    if width != 10:
        raise ValueError(f"the last layer has {width} outputs: there are ten digits.")
    layers = [{"W": W.tolist(), "b": b.tolist()} for W, b in layers]
    return {"layers": layers, "activation": activation, "scale": float(scale)}


def _function_of(network, scale):
    """A function (N, 64) raw pixels → probabilities or labels, of a network that is no weights."""
    if hasattr(network, "predict_proba"):
        return lambda images: network.predict_proba(images / scale)
    if callable(network):
        return network
    raise TypeError(
        f"DrawADigit takes a network or a function that reads images, not a "
        f"{type(network).__name__}."
    )


def _answer_of(predict, images):
    """The probabilities that a learner's function gives one image; Fault where it gives none."""
    name = getattr(predict, "__name__", "the network")
    try:
        with _quietly():
            answer = np.asarray(predict(images), dtype=float)
    except NotImplementedError:
        raise Fault(f"{name} is not written yet: write it and run this cell again.") from None
    except Exception as error:
        reason = " ".join(str(error).split()) or "no message"
        raise Fault(f"{name} raised {type(error).__name__}: {reason}") from None
    if answer.shape == (1,) and answer[0] in range(10):
        return np.eye(10)[int(answer[0])]
    if answer.shape != (1, 10) or not np.isfinite(answer).all():
        raise Fault(
            f"{name} returned shape {answer.shape} for one image: expected (1, 10), a finite "
            "probability for each digit, or (1,), a label."
        )
    return answer[0]


def _passed(reader, pixels):
    """The forward pass that the page computes too: (10,) probabilities."""
    f = {
        "relu": lambda z: np.maximum(z, 0),
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }[reader["activation"]]
    a = pixels / reader["scale"]
    for place, layer in enumerate(reader["layers"], start=1):
        z = a @ np.array(layer["W"]) + np.array(layer["b"])
        a = f(z) if place < len(reader["layers"]) else np.exp(z - z.max())
    return a / a.sum()


def _still(probs):
    """Draw a 3, its pixels, and the answer: (bytes of a PNG, its width in CSS pixels)."""
    example = drawings.EXAMPLES[3]
    with mpl.rc_context(style.RC | {"axes.grid": False}):
        figure = Figure(figsize=(8.4, 2.8))
        pad, pixels, answer = figure.subplots(1, 3, width_ratios=(1, 1, 1.4))
        for stroke in example:
            pad.plot(*np.array(stroke).T, color=style.BLACK, linewidth=8, solid_capstyle="round")
        pad.set(xlim=(0, 32), ylim=(32, 0), aspect="equal", title="drawn")
        image = drawings.pixels_of(example).reshape(8, 8)
        pixels.imshow(image, cmap="gray_r", vmin=0, vmax=16)
        pixels.set(title="64 pixels")
        for ax in (pad, pixels):
            ax.set(xticks=[], yticks=[])
        if probs is None:
            answer.set_axis_off()
        else:
            colours = [style.BLUE if p == probs.max() else style.GREY for p in probs]
            answer.barh(range(10), probs, color=colours)
            answer.set(yticks=range(10), ylim=(9.6, -0.6), xlim=(0, 1), title="how likely")
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())
