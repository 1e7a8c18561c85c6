"""How long an explorable takes from a control's change to new pixels asked for, in a real browser.

Run by `make bench`, never by `make test`. The rival is a picture drawn anew by Matplotlib, which is
what `interact` shows at each move of a slider; that it must travel to the page comes on top.
"""

import io
import time

import matplotlib.pyplot as plt
import numpy as np
import pytest

from workbook.explore import CapacityDial, CurveDoctor, HowManySamples, Marble, OptimizerRace
from workbook.explore.how_many_samples import SIZES

from ..widgets.conftest import _tab, show, tab  # noqa: F401

MOVES = """
([name, values]) => values.map((value) => {
  const begun = performance.now();
  model.set(name, value);
  return performance.now() - begun;
})"""
# What is set beforehand, then what is moved: the slowest setting of each.
CASES = {
    "marble: α": (Marble, {}, "lr", np.linspace(0.05, 0.16, 100)),
    "curve doctor: α": (CurveDoctor, {}, "rate", np.linspace(1.0, 1.3, 30)),
    "optimizer race: noise": (OptimizerRace, {}, "noise", np.linspace(0.0, 1.2, 100)),
    "capacity dial: λ, trains 32 units": (
        CapacityDial,
        {"units": 32, "samples": 160, "dropout": 0.5},
        "lam",
        np.linspace(0.001, 0.02, 20),
    ),
    "how many samples: N": (HowManySamples, {"structure": "moons"}, "size", np.array(SIZES)),
}


@pytest.fixture(scope="module")
def redrawn():
    """Milliseconds for a fresh Matplotlib figure as PNG."""
    times = []
    for i in range(20):
        begun = time.perf_counter()
        figure, axes = plt.subplots()
        axes.plot(np.sin(np.linspace(0, i + 1, 200)))
        figure.savefig(io.BytesIO(), format="png")
        plt.close(figure)
        times.append(1000 * (time.perf_counter() - begun))
    milliseconds = float(np.median(times))
    print(f"\nfresh Matplotlib figure: {milliseconds:.1f} ms\n")
    print(f"{'explorable: control':36} median ms  90 % ms  Matplotlib ÷")
    return milliseconds


@pytest.mark.parametrize("case", CASES)
def test_a_move(case, show, tab, redrawn):  # noqa: F811
    kind, before, name, values = CASES[case]
    shown = show(kind())
    tab.evaluate("values => model.set(values)", before)
    tab.wait_for_function("!document.querySelector('[data-busy]:not([data-busy=\"\"])')")
    assert shown.is_visible()
    times = tab.evaluate(MOVES, [name, values.tolist()])
    median, most = np.quantile(times, [0.5, 0.9])
    print(f"{case:36} {median:9.1f} {most:8.1f} {redrawn / median:13.1f}")
