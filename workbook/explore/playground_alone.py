"""What the playground needs where no kernel runs: points, and the draws behind its first weights.

`playground_alone.js` trains the course's own network with them, step for step as the kernel would.
"""

from pathlib import Path

import numpy as np

from workbook.data import toy
from workbook.explore.playground_trainer import NOISE, SAMPLES

SEEDS = 16
"""Random starts that a page has; then they come round again."""


def alone(most_units, most_layers):
    """The stand-in for the kernel: (its script, {name: bytes or number} that it is given).

    points: all four sets, (4, SAMPLES, 3), coordinates and label. normals: (SEEDS, most) standard
    normal draws, as `nn.init_params` takes them one after the other from a generator of that seed.
    """
    most = most_units * (2 + (most_layers - 1) * most_units + 2)
    sets = [
        np.column_stack(make(SAMPLES, NOISE[name], np.random.default_rng(1)))
        for name, make in toy.TOYS.items()
    ]
    normals = [np.random.default_rng(seed).standard_normal(most) for seed in range(SEEDS)]
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return script, {
        "points": np.stack(sets).astype("<f8").tobytes(),
        "normals": np.stack(normals).astype("<f8").tobytes(),
        "seeds": SEEDS,
        "most": most,
    }
