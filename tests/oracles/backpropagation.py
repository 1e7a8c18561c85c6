"""Make the table of lesson 06: what PyTorch's autograd says of its networks and of random graphs.

Run it in an environment of its own that has torch 2.13.0 and NumPy; the project needs neither torch
nor this script to run its tests:

    python tests/oracles/backpropagation.py

It writes `backpropagation.npz` beside itself: inputs and expected values under plain names. A graph
is a row of leaves, then steps (operation, one input, other input); inputs are places in the list of
all numbers so far. Operations: 0 is +, 1 is ·, 2 is tanh, 3 is relu (these of the first input).
"""

from pathlib import Path

import numpy as np
import torch

OPERATIONS = (
    lambda one, other: one + other,
    lambda one, other: one * other,
    lambda one, _: torch.tanh(one),
    lambda one, _: torch.relu(one),
)
GRAPHS, LEAVES, STEPS = 40, 4, 12


def main():
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(6)
    table = steps_table(rng) | unit_table(rng) | network_table(rng) | chain_table(rng)
    table |= graph_table(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def gradients(outcome, *inputs):
    """The gradients of a number for these tensors, as arrays."""
    outcome.backward()
    return [one.grad.numpy() for one in inputs]


def leaf(values):
    return torch.tensor(values, requires_grad=True)


def steps_table(rng):
    """A sum, a product and a sigmoid, with something arriving from behind."""
    u, v, arriving = rng.normal(0, 2, (3, 30))
    table = {"u": u, "v": v, "arriving": arriving}
    for name, step in (("add", torch.add), ("mul", torch.mul)):
        one, other = leaf(u), leaf(v)
        step(one, other).backward(torch.tensor(arriving))
        table[name] = np.stack([one.grad.numpy(), other.grad.numpy()])
    z = leaf(np.concatenate([u[:26], [1000.0, -1000.0, 40.0, -40.0]]))
    torch.sigmoid(z).backward(torch.tensor(arriving))
    return table | {"z": z.detach().numpy(), "sigmoid": z.grad.numpy()}


def unit_table(rng):
    """A sigmoid unit with squared error: on single samples, and on a batch."""
    X, y = rng.normal(0, 1.5, (20, 3)), rng.uniform(0, 1, 20)
    weights, biases = rng.normal(0, 1, (20, 3)), rng.normal(0, 1, 20)
    rows = []
    for x, label, w0, b0 in zip(X, y, weights, biases, strict=True):
        w, b = leaf(w0), leaf(b0)
        loss = (torch.sigmoid(torch.tensor(x) @ w + b) - label) ** 2
        rows.append(np.concatenate([[loss.item()], *map(np.atleast_1d, gradients(loss, w, b))]))
    w, b = leaf(weights[0]), leaf(biases[0])
    cost = torch.nn.functional.mse_loss(torch.sigmoid(torch.tensor(X) @ w + b), torch.tensor(y))
    batch = [[cost.item()], *map(np.atleast_1d, gradients(cost, w, b))]
    return {
        "X": X, "y": y, "weights": weights, "biases": biases,
        "unit": np.stack(rows), "batch": np.concatenate(batch),
    }  # fmt: skip


def network_table(rng):
    """One hidden layer of tanh units, one sample."""
    x, y = rng.normal(size=4), 0.7
    shapes = {"W1": (4, 5), "b1": (5,), "w2": (5,), "b2": ()}
    start = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    W1, b1, w2, b2 = map(leaf, start.values())
    loss = (torch.tanh(torch.tensor(x) @ W1 + b1) @ w2 + b2 - y) ** 2
    found = gradients(loss, W1, b1, w2, b2)
    named = {f"d{name}": grad for name, grad in zip(start, found, strict=True)}
    return {"x": x, "label": y, **start, "loss": loss.item(), **named}


def chain_table(rng):
    """Two units in a row: with a shared weight, and with one step of torch's own SGD."""
    inputs = rng.normal(0, 1, (20, 4))  # x, w (or w1), w2, y
    shared, stepped, lr = [], [], 0.3
    for x, w1, w2, y in inputs:
        w = leaf(w1)
        loss = (w * (w * x + 1) + 1 - y) ** 2
        shared.append([loss.item(), *gradients(loss, w)])
        one, other = leaf(w1), leaf(w2)
        descent = torch.optim.SGD([one, other], lr=lr)
        ((other * torch.tanh(one * x) - y) ** 2).backward()
        descent.step()
        stepped.append([one.item(), other.item()])
    return {"chains": inputs, "shared": np.array(shared), "lr": lr, "stepped": np.array(stepped)}


def graph_table(rng):
    """Random graphs in which numbers are used several times."""
    leaves = rng.normal(0, 1, (GRAPHS, LEAVES)).round(3)
    operations = rng.choice(len(OPERATIONS), (GRAPHS, STEPS), p=[0.45, 0.35, 0.15, 0.05])
    first, second = (
        np.stack([rng.integers(0, LEAVES + k, GRAPHS) for k in range(STEPS)], axis=1)
        for _ in range(2)
    )
    # Most steps use what the one before them gave, so that few are made for nothing.
    before = np.arange(STEPS) + LEAVES - 1
    first = np.where(rng.random(first.shape) < 0.8, before, first)
    programs = np.stack([operations, first, second], axis=2)
    numbers, grads = zip(*(run(*one) for one in zip(leaves, programs, strict=True)), strict=True)
    return {
        "leaves": leaves,
        "programs": programs,
        "results": np.array(numbers),
        "leaf_grads": np.array(grads),
    }


def run(start, program):
    """The last number of a graph, and its gradients for the leaves."""
    leaves = [leaf(value) for value in start]
    numbers = list(leaves)
    for operation, one, other in program:
        numbers.append(OPERATIONS[operation](numbers[one], numbers[other]))
    numbers[-1].backward()
    return numbers[-1].item(), [0.0 if v.grad is None else v.grad.item() for v in leaves]


if __name__ == "__main__":
    main()
