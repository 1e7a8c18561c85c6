"""Train the small network that reads a newcomer's digit on the first screen of *Start here*.

    python tests/oracles/first_reader.py

It is trained with the course's own `workbook.nn`, on 1,000 of the 1,297 digits and as many copies
of them that were turned, slanted, narrowed and moved a little: a stranger draws with a mouse. The
other 297 are not learnt from. What is written to `workbook/data/first_reader.json` are its weights
and what it does with those 297.
"""

import json
from pathlib import Path

import numpy as np

from workbook import nn
from workbook.data.digits import load_digits

FILE = Path(__file__).resolve().parents[2] / "workbook" / "data" / "first_reader.json"
SEED, HELD_OUT = 0, 297
UNITS, EPOCHS, BATCH, RATE, DECAY = 16, 60, 32, 0.004, 2e-4
SURE = 0.9
"""Below this largest probability the network refuses to name a digit."""


def parted():
    """The digits, raw, in two parts: ((X, y) to learn from, (X, y) held out)."""
    X, y = load_digits()
    order = np.random.default_rng(SEED).permutation(len(X))
    held, learnt = order[:HELD_OUT], order[HELD_OUT:]
    return (X[learnt], y[learnt]), (X[held], y[held])


def varied(images, rng):
    """Each image turned, slanted, narrowed or widened, and moved, all by a little: (N, 64)."""
    n = len(images)
    angle, slant = rng.normal(0, 0.15, n), rng.normal(0, 0.25, n)
    wide, tall = rng.uniform(0.7, 1.2, n), rng.uniform(0.92, 1.08, n)
    right, down = rng.normal(0, 0.4, n), rng.normal(0, 0.2, n)
    cos, sin, slant, wide, tall, right, down = (
        v[:, np.newaxis, np.newaxis]
        for v in (np.cos(angle), np.sin(angle), slant, wide, tall, right, down)
    )
    y, x = np.meshgrid(np.arange(8) - 3.5, np.arange(8) - 3.5, indexing="ij")
    from_x = (cos * x - sin * y + slant * y) / wide - right + 3.5
    from_y = (sin * x + cos * y) / tall - down + 3.5
    moved = _between_pixels(images.reshape(n, 8, 8), from_y, from_x)
    return np.clip(moved + rng.normal(0, 0.7, moved.shape) * (moved > 0), 0, 16).reshape(n, 64)


def _between_pixels(squares, y, x):
    """Each image at places between its pixels, from the four around them; 0 outside."""
    padded = np.pad(squares, ((0, 0), (1, 1), (1, 1)))
    y, x = np.clip(y, -1, 8), np.clip(x, -1, 8)
    top = np.clip(np.floor(y).astype(int), -1, 7)
    left = np.clip(np.floor(x).astype(int), -1, 7)
    part_y, part_x = y - top, x - left
    which = np.arange(len(squares))[:, np.newaxis, np.newaxis]

    def at(down, right):
        return padded[which, top + 1 + down, left + 1 + right]

    upper = (1 - part_x) * at(0, 0) + part_x * at(0, 1)
    lower = (1 - part_x) * at(1, 0) + part_x * at(1, 1)
    return (1 - part_y) * upper + part_y * lower


def trained(X, y, rng):
    """The parameters of a network with one hidden layer, by Adam with weight decay."""
    params = nn.init_params([64, UNITS, 10], rng, "he")
    states = [[None, None] for _ in params]
    for epoch in range(EPOCHS):
        lr = RATE * (1 - epoch / EPOCHS) + 1e-4
        images = np.concatenate([varied(X, rng), X])
        for batch, labels in nn.minibatches(images / 16, np.tile(y, 2), BATCH, rng):
            _, grads = nn.mlp_loss_and_grads(params, batch, labels, "relu")
            for i, ((W, b), (dW, db)) in enumerate(zip(params, grads, strict=True)):
                W, states[i][0] = nn.adam(W, dW + DECAY * W, states[i][0], lr=lr)
                b, states[i][1] = nn.adam(b, db, states[i][1], lr=lr)
                params[i] = (W, b)
    return params


def measured(params, X, y):
    """What the network does with images that it has not learnt from: counts."""
    probs = nn.softmax(nn.forward(X / 16, params, [nn.relu, lambda Z: Z])[0])
    right, sure = probs.argmax(axis=1) == y, probs.max(axis=1) >= SURE
    return {
        "images": len(X),
        "right": int(right.sum()),
        "refused": int((~sure).sum()),
        "sure_and_wrong": int((sure & ~right).sum()),
    }


def main():
    (X, y), held_out = parted()
    params = trained(X, y, np.random.default_rng(SEED))
    params = [(np.round(W, 4), np.round(b, 4)) for W, b in params]
    layers = [{"W": W.tolist(), "b": b.tolist()} for W, b in params]
    facts = measured(params, *held_out)
    text = json.dumps({"layers": layers, "sure": SURE, "held_out": facts})
    FILE.write_text(text + "\n", "utf-8")
    print(f"{FILE.name}: {len(text) / 1024:.0f} KB, {facts}")


if __name__ == "__main__":
    main()
