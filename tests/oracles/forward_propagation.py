"""Make the table of lesson 02: what PyTorch and scikit-learn say of layers and of scaling.

Run it in an environment of its own that has torch 2.13.0, scikit-learn 1.9.1 and NumPy; the project
needs none of these, nor this script, to run its tests:

    python tests/oracles/forward_propagation.py

It writes `forward_propagation.npz` beside itself: inputs and expected values under plain names.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from torch import nn

SIZES = [5, 7, 4, 3]
WIDE = (400, 900)  # a layer large enough to measure the spread of its weights


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(2)
    table = network_table() | initial_table() | scaling_table(np.random.default_rng(2))
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def network_table():
    """A network of three layers (tanh, ReLU, sigmoid): parameters, sums, outputs of each layer."""
    layers = [nn.Linear(D, H) for D, H in pairwise(SIZES)]
    table = {"X": (2 * torch.randn(6, SIZES[0])).numpy(), "sizes": np.array(SIZES)}
    A = torch.tensor(table["X"])
    for i, (layer, f) in enumerate(
        zip(layers, (torch.tanh, torch.relu, torch.sigmoid), strict=True)
    ):
        W, b = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
        Z = layer(A)
        A = f(Z)
        table |= {f"W{i}": W, f"b{i}": b, f"Z{i}": Z.detach().numpy(), f"A{i}": A.detach().numpy()}
    parameters = (p for layer in layers for p in layer.parameters())
    return table | {"count": np.array(sum(p.numel() for p in parameters))}


def initial_table():
    """The spread of PyTorch's own draws for a layer of `WIDE` inputs and units."""
    weight = torch.empty(WIDE[1], WIDE[0])
    he = nn.init.kaiming_normal_(weight, nonlinearity="relu").std().item()
    xavier = nn.init.xavier_normal_(weight).std().item()
    return {"wide": np.array(WIDE), "he": np.array(he), "xavier": np.array(xavier)}


def scaling_table(rng):
    """A training and a test split with a constant column, scaled by scikit-learn."""
    train = rng.normal([40, -3, 7, 0.1], [25, 0.5, 3, 10], (30, 4)).round(2)
    test = rng.normal([60, -3, 7, 0.1], [25, 0.5, 3, 10], (8, 4)).round(2)
    train[:, 2] = 0.1  # its mean is not 0.1 in floats, so that its std is not exactly 0
    standard = StandardScaler().fit(train)
    return {
        "train": train,
        "test": test,
        "mean": standard.mean_,
        "std": standard.scale_,
        "train_scaled": standard.transform(train),
        "test_scaled": standard.transform(test),
        "min_max": MinMaxScaler((-1.0, 2.0)).fit_transform(train),
    }


if __name__ == "__main__":
    main()
