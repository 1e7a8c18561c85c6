"""Make the table of lesson 05: what PyTorch says of gradients, Hessians and its own plain descent.

Run it in an environment of its own that has torch 2.13.0 and NumPy; the project needs neither torch
nor this script to run its tests:

    python tests/oracles/gradient_descent.py

It writes `gradient_descent.npz` beside itself: inputs and expected values under plain names.
"""

from pathlib import Path

import numpy as np
import torch

LR, STEPS = 0.03, 25


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(5)
    table = measured(rng) | line(rng) | curvatures(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def wavy(x):
    """A cost that no finite difference gets exactly: the same words for NumPy and for PyTorch."""
    exp, sin = (torch.exp, torch.sin) if isinstance(x, torch.Tensor) else (np.exp, np.sin)
    return exp(x[0] / 2) + x[0] ** 2 + x[1] ** 2 + x[2] ** 2 / 2 + sin(x[2]) * x[1]


def measured(rng):
    """Gradients and Hessians of `wavy`, and PyTorch's SGD on it."""
    points = rng.normal(0, 1, (8, 3))
    rows = [torch.tensor(point) for point in points]
    path = [rows[0].clone().requires_grad_()]
    optimizer = torch.optim.SGD(path, lr=LR)
    visited = [points[0].copy()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        wavy(path[0]).backward()
        optimizer.step()
        visited.append(path[0].detach().numpy().copy())
    return {
        "points": points,
        "gradients": torch.stack([torch.func.grad(wavy)(row) for row in rows]).numpy(),
        "hessians": torch.stack([torch.func.hessian(wavy)(row) for row in rows]).numpy(),
        "path": np.array(visited),
    }


def line(rng):
    """The gradient of a linear layer's mean squared error, and that layer fitted by SGD."""
    X, y = rng.normal(0, 1.5, (12, 3)), rng.normal(2, 2, 12)
    w, b = rng.normal(size=3), 0.7
    weights, bias = (torch.tensor(v, requires_grad=True) for v in (w, b))
    cost(X, y, weights, bias).backward()
    start = [torch.zeros(3, requires_grad=True), torch.zeros((), requires_grad=True)]
    optimizer = torch.optim.SGD(start, lr=LR)
    for _ in range(STEPS):
        optimizer.zero_grad()
        cost(X, y, *start).backward()
        optimizer.step()
    return {
        "X": X,
        "y": y,
        "w": w,
        "b": b,
        "dw": weights.grad.numpy(),
        "db": bias.grad.numpy(),
        "fitted_w": start[0].detach().numpy(),
        "fitted_b": start[1].detach().numpy(),
    }


def cost(X, y, w, b):
    return torch.nn.functional.mse_loss(torch.tensor(X) @ w + b, torch.tensor(y))


def curvatures(rng):
    """Symmetric matrices of every kind, with the eigenvalues that PyTorch finds."""
    A = rng.normal(size=(20, 4, 4))
    bowls = A @ A.transpose(0, 2, 1)
    mixed = A + A.transpose(0, 2, 1)
    matrices = np.concatenate([bowls, -bowls, mixed])
    return {"matrices": matrices, "eigenvalues": torch.linalg.eigvalsh(torch.tensor(matrices))}


if __name__ == "__main__":
    main()
