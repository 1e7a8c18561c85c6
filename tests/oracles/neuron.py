"""Make the table of lesson 01: what PyTorch and scikit-learn say of sums, steps and perceptrons.

Run it in an environment of its own that has torch 2.13.0, scikit-learn and NumPy; the project needs
none of them, nor this script, to run its tests:

    python tests/oracles/neuron.py

It writes `neuron.npz` beside itself: inputs and expected values under plain names.
"""

from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import Perceptron
from torch.nn import functional as F

RATES = [1.0, 0.5, 0.25, 2.0]
EPOCHS = [1, 3, 10, 25]


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(1)
    np.savez_compressed(
        Path(__file__).with_suffix(".npz"), **sums_and_answers(rng), **trainings(rng)
    )


def sums_and_answers(rng):
    X, w, b = rng.normal(0, 2, (20, 4)), rng.normal(0, 1, 4), rng.normal()
    sums = F.linear(torch.tensor(X), torch.tensor(w[None]), torch.tensor([b]))[:, 0]
    z = np.concatenate([rng.normal(0, 2, 20), [0.0, 1e-300, -1e-300, 1000.0, -1000.0]])
    one = torch.tensor(1.0)  # the answer at exactly 0
    return {
        "X": X,
        "w": w,
        "b": b,
        "sums": sums.numpy(),
        "tanh_of_sums": torch.tanh(sums).numpy(),
        "answers": torch.heaviside(sums, one).numpy(),
        "z": z,
        "step": torch.heaviside(torch.tensor(z), one).numpy(),
    }


def trainings(rng):
    """Perceptrons of scikit-learn, which takes the samples in their order when told not to shuffle.

    It counts z = 0 as a mistake for both classes. The course answers 1 there, so the first sample,
    met with all weights at 0, has the label 0; later sums are never exactly 0 here.
    """
    samples = rng.normal(0, 1, (40, 3))
    labels = (samples @ [1.0, -2.0, 0.5] + 0.3 + rng.normal(0, 0.5, 40) >= 0) * 1.0
    first = int(np.argmin(labels))
    order = [first, *(place for place in range(40) if place != first)]
    samples, labels = samples[order], labels[order]
    weights, biases = [], []
    for lr, epochs in zip(RATES, EPOCHS, strict=True):
        unit = Perceptron(eta0=lr, max_iter=epochs, tol=None, shuffle=False)
        unit.fit(samples, labels)
        weights.append(unit.coef_[0])
        biases.append(unit.intercept_[0])
    return {
        "samples": samples,
        "labels": labels,
        "rates": np.array(RATES),
        "epochs": np.array(EPOCHS),
        "trained_w": np.array(weights),
        "trained_b": np.array(biases),
    }


if __name__ == "__main__":
    main()
