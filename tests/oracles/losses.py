"""Make the table of lesson 04: what PyTorch says the costs and their gradients are.

Run it in an environment of its own that has torch 2.13.0 and NumPy; the project needs neither torch
nor this script to run its tests:

    python tests/oracles/losses.py

It writes `losses.npz` beside itself. PyTorch has no log-cosh, quantile, ε-insensitive or plain
hinge cost; those are written here from their definitions, and PyTorch differentiates them.
"""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

DELTAS = [0.1, 0.5, 1.0, 2.5, 50.0]
TAUS = [0.05, 0.25, 0.5, 0.9]
WIDTHS = [0.0, 0.3, 1.0, 5.0]


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(4)
    table = {"deltas": np.array(DELTAS), "taus": np.array(TAUS), "widths": np.array(WIDTHS)}
    table |= regression(rng) | binary(rng) | classes(rng) | margins(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def cost_and_gradient(cost, y_true, y_pred):
    """A cost and how it changes with each prediction."""
    prediction = torch.tensor(y_pred, requires_grad=True)
    value = cost(prediction, torch.tensor(y_true))
    value.backward()
    return value.item(), prediction.grad.numpy()


def regression(rng):
    y_true, y_pred = rng.normal(0, 3, (2, 8, 3))
    y_true[0], y_pred[0] = [1000, -1000, 0.5], [-1000, 750, 0.5]
    table = {"y_true": y_true, "y_pred": y_pred}

    def log_cosh(p, t):
        return (torch.logaddexp(p - t, t - p) - np.log(2)).mean()

    def pinball(p, t, tau):
        return torch.where(p < t, tau * (t - p), (1 - tau) * (p - t)).mean()

    def tube(p, t, width):
        return torch.relu((p - t).abs() - width).mean()

    for name, cost in {"mse": F.mse_loss, "mae": F.l1_loss, "log_cosh": log_cosh}.items():
        table[name], table[f"{name}_grad"] = cost_and_gradient(cost, y_true, y_pred)
    families = {
        "huber": (lambda p, t, d: F.huber_loss(p, t, delta=d), DELTAS),
        "quantile_loss": (pinball, TAUS),
        "eps_insensitive": (tube, WIDTHS),
    }
    for name, (cost, parameters) in families.items():
        rows = [
            cost_and_gradient(lambda p, t, f=cost, v=v: f(p, t, v), y_true, y_pred)
            for v in parameters
        ]
        table[name], table[f"{name}_grad"] = map(np.array, zip(*rows, strict=True))
    return table


def binary(rng):
    labels = rng.integers(0, 2, (9, 2)).astype(float)
    logits = rng.normal(0, 4, labels.shape)
    logits[:2], labels[:2] = [[1000, -1000], [-1000, 40]], [[0, 1], [0, 0]]
    p = rng.uniform(0.001, 0.999, labels.shape)
    cost, gradient = cost_and_gradient(F.binary_cross_entropy_with_logits, labels, logits)
    return {
        "labels": labels,
        "probabilities": p,
        "logits": logits,
        "binary_cross_entropy": cost_and_gradient(F.binary_cross_entropy, labels, p)[0],
        "bce_from_logits": cost,
        "bce_from_logits_grad": gradient,
    }


def classes(rng):
    numbers = rng.integers(0, 5, 7)
    scores = rng.normal(0, 4, (7, 5))
    scores[0], numbers[0] = [1000, -1000, 0, 999, 3], 1
    p = rng.dirichlet(np.ones(5), 7)

    def from_scores(z, _):
        return F.cross_entropy(z, torch.tensor(numbers))

    cost, gradient = cost_and_gradient(from_scores, scores, scores)
    return {
        "class_numbers": numbers,
        "one_hot": F.one_hot(torch.tensor(numbers), 6).numpy(),
        "class_probabilities": p,
        "scores": scores,
        "cross_entropy": F.nll_loss(torch.tensor(p).log(), torch.tensor(numbers)).item(),
        "softmax_cross_entropy": cost,
        "softmax_cross_entropy_grad": gradient,
    }


def margins(rng):
    signs, s = rng.choice([-1.0, 1.0], 12), rng.normal(0, 2, 12)
    signs[0], s[0] = 1, 1  # exactly at the kink
    cost, gradient = cost_and_gradient(lambda p, t: torch.relu(1 - t * p).mean(), signs, s)
    X, W, b = rng.normal(size=(6, 3)), rng.normal(size=(3, 1)), rng.normal(size=1)
    y = rng.normal(size=6)
    output = F.linear(torch.tensor(X), torch.tensor(W.T), torch.tensor(b)).squeeze(1)
    return {
        "signs": signs, "margin_scores": s, "hinge": cost, "hinge_grad": gradient,
        "X": X, "W": W, "b": b, "y": y, "layer_mse": F.mse_loss(output, torch.tensor(y)).item(),
    }  # fmt: skip


if __name__ == "__main__":
    main()
