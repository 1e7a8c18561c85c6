"""Make the table of lesson 10: PyTorch's weight decay, dropout and padding, Keras's EarlyStopping.

Run it in an environment of its own that has torch 2.13.0, Keras 3 and NumPy; the project needs
none of the former, nor this script, to run its tests:

    KERAS_BACKEND=torch python tests/oracles/overfitting.py

It writes `overfitting.npz` beside itself: inputs and expected values under plain names.
"""

from pathlib import Path

import keras
import numpy as np
import torch
from torch.nn import functional

SHAPES = ((4, 3), (3, 2))
LAM, RATE = 0.3, 0.1
SHIFTS = tuple((dx, dy) for dx in (-5, -2, 0, 1, 3) for dy in (-3, -1, 0, 2))


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(10)
    rng = np.random.default_rng(10)
    table = weight_decay(rng) | dropout(rng) | stopping(rng) | shifting(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def weight_decay(rng):
    """One step of SGD with weight_decay on the weights alone, from a cost that is 0."""
    table = {"lam": LAM, "rate": RATE}
    for layer, shape in enumerate(SHAPES):
        W = torch.tensor(rng.normal(0, 1, shape), requires_grad=True)
        table[f"W{layer}"] = W.detach().numpy().copy()
        W.grad = torch.zeros(shape)
        torch.optim.SGD([W], lr=RATE, weight_decay=LAM).step()
        table[f"W{layer}_decayed"] = W.detach().numpy().copy()
    return table


def dropout(rng):
    """What goes in, what PyTorch lets through, and what its autograd sends back."""
    table = {}
    for p in (0.2, 0.5, 0.8):
        A = torch.tensor(rng.uniform(1, 2, (6, 5)), requires_grad=True)
        upstream = torch.tensor(rng.normal(0, 1, (6, 5)))
        out = functional.dropout(A, p, training=True)
        out.backward(upstream)
        for name, value in (("A", A), ("out", out), ("upstream", upstream), ("grad", A.grad)):
            table[f"dropout_{p}_{name}"] = value.detach().numpy().copy()
    return table


def stopping(rng, trials=60, longest=14):
    """Random losses (nan behind their end), a patience, and what Keras makes of both."""
    losses = np.full((trials, longest), np.nan)
    rows = []
    for trial in range(trials):
        n, patience = int(rng.integers(1, longest + 1)), int(rng.integers(1, 5))
        # Few different values, so that ties occur.
        losses[trial, :n] = rng.integers(0, 9, n) / 4 + np.linspace(2, 0, n).round(1)
        rows.append((patience, *keras_stops(losses[trial, :n], patience)))
    return {"losses": losses, "stops": np.array(rows)}


def keras_stops(losses, patience):
    """Drive the callback as fit would: (best epoch, last epoch)."""
    callback = keras.callbacks.EarlyStopping(
        monitor="val_loss", mode="min", patience=patience, restore_best_weights=True
    )
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": float(loss)})
        if model.stop_training:
            break
    return callback.best_epoch, epoch


def shifting(rng):
    """PyTorch's padding, which cuts where it is negative: images moved by (dx, dy)."""
    X = torch.tensor(rng.normal(0, 1, (2, 4, 5)))
    moved = [functional.pad(X, (dx, -dx, dy, -dy)).numpy() for dx, dy in SHIFTS]
    return {"images": X.numpy(), "shifts": np.array(SHIFTS), "shifted": np.array(moved)}


if __name__ == "__main__":
    main()
