"""Make the table of lesson 07: what PyTorch says of layers, networks and training.

Run it in an environment of its own that has torch 2.13.0 and NumPy; the project needs neither torch
nor this script to run its tests:

    python tests/oracles/layers.py

It writes `layers.npz` beside itself: inputs and expected values under plain names.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

SIZES, RATE, STEPS = [3, 5, 4, 3], 0.5, 50
ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(7)
    table = layer(rng) | activations(rng) | classifier(rng) | network(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def wanting(*arrays):
    """Tensors of which gradients are wanted."""
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def layer(rng):
    """A dense layer: what arrives at its output, and the three gradients."""
    X, W, b, dZ = (rng.normal(size=shape) for shape in ((6, 3), (3, 4), (4,), (6, 4)))
    x, w, c = wanting(X, W, b)
    F.linear(x, w.T, c).backward(torch.tensor(dZ))
    got = {"dX": x.grad, "dW": w.grad, "db": c.grad}
    return {"X": X, "W": W, "dZ": dZ} | {name: grad.numpy() for name, grad in got.items()}


def activations(rng):
    """Each activation's way back, large inputs and zeros included."""
    Z = np.concatenate([rng.normal(0, 2, (4, 5)), [[0.0, 1000.0, -1000.0, 30.0, -30.0]]])
    dA, rows = rng.normal(size=Z.shape), {}
    for name, f in ACTIVATIONS.items():
        (z,) = wanting(Z)
        f(z).backward(torch.tensor(dA))
        rows[f"back_{name}"] = z.grad.numpy()
    return {"Z": Z, "dA": dA} | rows


def classifier(rng):
    """Cross-entropy of logits with labels, and its gradient."""
    scores = np.concatenate([rng.normal(0, 3, (6, 4)), [[1000.0, -1000.0, 0.0, 0.0]]])
    labels = rng.integers(0, 4, len(scores))
    (z,) = wanting(scores)
    cost = F.cross_entropy(z, torch.tensor(labels))
    cost.backward()
    return {
        "scores": scores, "labels": labels, "cost": cost.item(), "dscores": z.grad.numpy(),
    }  # fmt: skip


def network(rng):
    """A network with each activation: cost, gradients, norms, and 50 steps of training."""
    theta = rng.normal(0, 0.8, sum(D * H + H for D, H in pairwise(SIZES)))
    inputs, y = rng.normal(size=(12, SIZES[0])), rng.integers(0, SIZES[-1], 12)
    rows = {"sizes": np.array(SIZES), "theta": theta, "inputs": inputs, "y": y, "rate": RATE}
    for name, f in ACTIVATIONS.items():
        params = cut(theta)
        optimizer = torch.optim.SGD([one for pair in params for one in pair], lr=RATE)
        history = []
        for step in range(STEPS):
            optimizer.zero_grad()
            cost = F.cross_entropy(scores_of(params, inputs, f), torch.tensor(y))
            cost.backward()
            if step == 0:
                rows[f"grads_{name}"] = flat([[W.grad, b.grad] for W, b in params])
                norms = [torch.linalg.vector_norm(torch.cat([W.grad.ravel(), b.grad]))
                         for W, b in params]  # fmt: skip
                rows[f"norms_{name}"] = torch.stack(norms).numpy()
            optimizer.step()
            history.append(cost.item())
        rows[f"history_{name}"] = np.array(history)
        rows[f"after_{name}"] = flat([[W.detach(), b.detach()] for W, b in params])
        chances = torch.softmax(scores_of(params, inputs, f), dim=1)
        rows[f"chances_{name}"] = chances.detach().numpy()
    return rows


def cut(theta):
    """PyTorch parameters from one long vector: each W row by row, then its b."""
    params, rest = [], theta
    for D, H in pairwise(SIZES):
        W, b, rest = rest[: D * H].reshape(D, H), rest[D * H : D * H + H], rest[D * H + H :]
        params.append(wanting(W, b))
    return params


def flat(pairs):
    return torch.cat([one.ravel() for pair in pairs for one in pair]).numpy()


def scores_of(params, inputs, f):
    A = torch.tensor(inputs)
    for W, b in params[:-1]:
        A = f(A @ W + b)
    W, b = params[-1]
    return A @ W + b


if __name__ == "__main__":
    main()
