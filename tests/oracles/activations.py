"""Make the table of lesson 03: what PyTorch says the activations and their derivatives are.

Run it in an environment of its own that has torch 2.13.0 and NumPy; the project needs neither torch
nor this script to run its tests:

    python tests/oracles/activations.py

It writes `activations.npz` beside itself: inputs and expected values under plain names.
"""

from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

ALPHAS = [0.01, 0.1, 0.5, 1.0, 2.5]
CURVES = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
CURVES_WITH_ALPHA = {"leaky_relu": F.leaky_relu, "elu": F.elu}
softmax = partial(torch.softmax, dim=-1)


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(3)
    ordinary = np.concatenate([rng.normal(0, 3, 40), [0.0, 1e-6, -1e-6, 30.0, -30.0]])
    z = np.concatenate([ordinary, [1000.0, -1000.0, 750.0, -750.0]])
    table = {"z": z, "alphas": np.array(ALPHAS)}
    for name, curve in CURVES.items():
        table[name], table[f"{name}_grad"] = value_and_slope(curve, z)
    for name, curve in CURVES_WITH_ALPHA.items():
        rows = [value_and_slope(lambda x, f=curve, a=a: f(x, a), z) for a in ALPHAS]
        table[name], table[f"{name}_grad"] = map(np.stack, zip(*rows, strict=True))
    table |= softmax_table(rng) | layer_table(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def value_and_slope(curve, z):
    """A curve and its slope at every z. Entries do not mix, so the sum's gradient is the slope."""
    x = torch.tensor(z, requires_grad=True)
    y = curve(x)
    y.sum().backward()
    return y.detach().numpy(), x.grad.numpy()


def softmax_table(rng):
    scores = rng.normal(0, 4, (3, 4, 5))
    scores[0, 0] = [1000, -1000, 999, 0, 1000]
    rows = torch.tensor(scores.reshape(-1, 5))
    jacobians = [torch.autograd.functional.jacobian(softmax, r) for r in rows]
    return {
        "scores": scores,
        "softmax": softmax(torch.tensor(scores)).numpy(),
        "softmax_jacobian": torch.stack(jacobians).numpy(),
    }


def layer_table(rng):
    """Maxout, an output layer, two linear layers in a row and the share of dead units."""
    X, W1, b1 = rng.normal(0, 2, (6, 4)), rng.normal(0, 1, (4, 3)), rng.normal(0, 1, 3)
    W2, b2 = rng.normal(0, 1, (3, 5)), rng.normal(0, 1, 5)
    W, b = rng.normal(0, 1, (3, 4, 2)), rng.normal(0, 1, (3, 2))
    Z = rng.normal(-1, 1, (5, 40)).round(1)
    x = torch.tensor(X)
    hidden = F.linear(x, torch.tensor(W1.T), torch.tensor(b1))
    scores = F.linear(hidden, torch.tensor(W2.T), torch.tensor(b2))
    pieces = [F.linear(x, torch.tensor(w.T), torch.tensor(v)) for w, v in zip(W, b, strict=True)]
    silent = (torch.relu(torch.tensor(Z)) == 0).all(dim=0)
    return {
        "X": X,
        "W1": W1,
        "b1": b1,
        "W2": W2,
        "b2": b2,
        "two_layers": scores.numpy(),
        "class_probabilities": softmax(hidden).numpy(),
        "pieces_W": W,
        "pieces_b": b,
        "maxout": torch.stack(pieces).amax(dim=0).numpy(),
        "pre_activations": Z,
        "dead_fraction": silent.double().mean().numpy(),
    }


if __name__ == "__main__":
    main()
