"""Where to cut? A threshold between the well and the ill, and all that depends on where it stands.

A model gives each person a score: the well score around 0, the ill around `separation`, both as a
normal distribution of standard deviation 1. The page (`where_to_cut.js`) computes everything from
that; `outcome` is the same in Python. Here are the goals, and the still picture.
"""

import io
import math

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.figure import Figure

from workbook import style
from workbook.explore import page_source, page_style

LOW, HIGH = -3.0, 7.0
"""The thresholds that the slider reaches."""

GOALS = (
    {
        "kind": "flattering",
        "text": "Miss four of five ill people or more, and have an accuracy of 95 % or more.",
        "lesson": "Where few are ill, who calls everybody well is nearly always right. Accuracy "
        "does not say what is missed.",
    },
    {
        "kind": "cheapest",
        "text": "Let a miss cost 10 false alarms or more, and bring the cost within 2 % of the "
        "least that a threshold can reach.",
        "lesson": "The best cut is not in the middle. It is where a person is ill with the "
        "probability 1 / (1 + cost of a miss): the dearer a miss, the further to the left.",
    },
    {
        "kind": "rare",
        "text": "Let 5 % be ill or fewer; find nine of ten of them, with a precision of 50 % or "
        "more.",
        "lesson": "A threshold only trades one error for the other, along the curves. To leave "
        "the curves for better ones takes a model that separates better. When the share falls, "
        "the ROC curve stays as it is; precision falls.",
    },
)
"""What each goal asks, and what it teaches once it is met; by `kind` the page knows when."""


class WhereToCut(anywidget.AnyWidget):
    """Two curves of scores, a threshold to drag, and the counts, curves and costs that follow.

    threshold: people with this score or more are called ill. separation: how far apart the two
    curves stand. share: of the ill, among all. miss: what a miss costs, a false alarm costing 1.
    Setting one moves the picture. `goals_met` lists the places of the goals that were met.
    """

    _esm = page_source(__file__)
    _css = page_style(__file__)

    threshold = traitlets.Float(1.0, min=LOW, max=HIGH).tag(sync=True)
    separation = traitlets.Float(2.0, min=0.5, max=5.0).tag(sync=True)
    share = traitlets.Float(0.2, min=0.01, max=0.5).tag(sync=True)
    miss = traitlets.Float(5.0, min=1, max=50).tag(sync=True)
    goals_met = traitlets.List(traitlets.Int()).tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    _goals = traitlets.List().tag(sync=True)

    def __init__(self, **kwargs):
        super().__init__(_goals=list(GOALS), **kwargs)
        self.alt = self._described()

    def now(self):
        """What the threshold does at present; see `outcome`."""
        return outcome(self.threshold, self.separation, self.share, self.miss)

    def _described(self):
        """The text alternative of the still picture."""
        counts = self.now()
        return (
            "Two bell curves of scores that overlap, the well on the left, the ill on the right, "
            f"and a threshold between them. Of 1,000 people {counts['tp']:.0f} ill are found, "
            f"{counts['fn']:.0f} are missed, and {counts['fp']:.0f} well ones are alarmed."
        )

    def _repr_mimebundle_(self, **kwargs):
        """Give the live widget first; a still picture and its text where no kernel runs."""
        live = super()._repr_mimebundle_(**kwargs)
        return style.with_still(live, self.alt, _still(self))


def _above(x):
    """The share of a standard normal distribution that lies above x."""
    return math.erfc(x / math.sqrt(2)) / 2


def outcome(threshold, separation, share, miss):
    """What a cut makes of 1,000 people: counts, rates and cost, by name."""
    ill, well = 1000 * share, 1000 * (1 - share)
    hit, alarm = _above(threshold - separation), _above(threshold)
    tp, fp = ill * hit, well * alarm
    fn, tn = ill - tp, well - fp
    return {
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "tn": tn,
        "hit": hit,
        "alarm": alarm,
        "precision": tp / (tp + fp) if tp + fp else math.nan,
        "accuracy": (tp + tn) / 1000,
        "cost": miss * fn + fp,
    }


def _still(widget):
    """Draw the two curves, cut, and the ROC curve: (bytes of a PNG, its width in CSS pixels)."""
    scores = np.linspace(LOW, HIGH, 201)
    well = (1 - widget.share) * np.exp(-(scores**2) / 2) / math.sqrt(2 * math.pi)
    ill = widget.share * np.exp(-((scores - widget.separation) ** 2) / 2) / math.sqrt(2 * math.pi)
    with mpl.rc_context(style.RC):
        figure = Figure(figsize=(8.8, 3.4))
        curves, roc = figure.subplots(1, 2, width_ratios=(1.5, 1))
        for name, heights, colour, wrong in (
            ("well", well, style.BLUE, scores >= widget.threshold),
            ("ill", ill, style.VERMILLION, scores <= widget.threshold),
        ):
            curves.plot(scores, heights, color=colour)
            curves.fill_between(scores, heights, where=wrong, color=colour, alpha=0.3)
            peak = int(np.argmax(heights))
            curves.annotate(name, (scores[peak], heights[peak]), color=colour, va="bottom")
        curves.axvline(widget.threshold, color=style.BLACK)
        curves.set(xlabel="score that the model gives", yticks=[], title="Where to cut?")
        rates = [
            outcome(t, widget.separation, widget.share, widget.miss)
            for t in np.linspace(-6, 10, 161)
        ]
        roc.plot([r["alarm"] for r in rates], [r["hit"] for r in rates], color=style.GREEN)
        now = widget.now()
        roc.plot(now["alarm"], now["hit"], "o", color=style.BLACK)
        roc.set(xlabel="false alarms", ylabel="recall", title="ROC")
        image = io.BytesIO()
        figure.savefig(image, format="png", dpi=110)
    return image.getvalue(), round(96 * figure.get_figwidth())
