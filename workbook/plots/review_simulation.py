"""What review is good for, on invented learners: the figure of the documentation."""

import matplotlib.pyplot as plt

from workbook import style
from workbook.memory.schedule import RETENTION
from workbook.memory.simulation import CURVES, WAYS, simulate

style.use()

LOOKS = {
    "due": (style.BLUE, "-", "when it is due"),
    "five": (style.VERMILLION, ":", "five with each lesson"),
    10: (style.GREEN, "--", "all, every 10 days"),
    14: (style.PURPLE, "-.", "all, every 14 days"),
}


ALT = (
    "A simulation of learners who forget along three curves. Asked when it is due, they know about "
    f"{RETENTION:.0%} or more of what was taught on every day, with some 670 questions in sixty "
    "days. Asking everything every 14 days takes as many and keeps less; every 10 days takes half "
    "as many again; with five questions in each lesson it sinks to between 40% and 57%."
)


def ways_compared():
    """What invented learners know, day by day, in each way to review, and how much is asked."""
    return style.picture(drawn(), ALT)


def drawn():
    """The same as a Matplotlib figure."""
    fig, axes = plt.subplots(1, len(CURVES), figsize=(11, 4.6), sharey=True)
    for ax, curve in zip(axes, CURVES, strict=True):
        for way in WAYS:
            run = simulate(curve, way)
            colour, dash, name = LOOKS[way]
            label = f"{name}: {run.asked} questions"
            ax.plot(run.retention, color=colour, linestyle=dash, label=label)
        ax.axhline(RETENTION, color=style.GREY, linewidth=1, label=f"the level, {RETENTION:g}")
        ax.set(title=f"forgetting: {curve}", xlabel="day", ylim=(0.3, 1))
        ax.legend(loc="lower left", fontsize=8)
    axes[0].set_ylabel("known, of what was taught")
    fig.suptitle("A simulation: invented learners, nobody was measured", fontsize=11)
    fig.tight_layout()
    return fig
