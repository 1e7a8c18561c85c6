"""Make the table of lessons 11 and 12: Keras's training, scikit-learn's measures, PyTorch's layers.

Run it in an environment of its own that has keras 3, torch 2.13.0, scikit-learn and NumPy; the
project needs none of them, nor this script, to run its tests:

    python tests/oracles/choosing.py

It writes `choosing.npz` beside itself: inputs and expected values under plain names.
"""

import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.model_selection import learning_curve
from sklearn.utils.class_weight import compute_class_weight

#: One training each: layers (units, activation), how it is compiled and fitted, and the factor by
#: which the initial weights are larger than Keras draws them (30 makes it clip probabilities).
TRAININGS = {
    "lesson": (
        [(16, "relu"), (8, "relu"), (1, "sigmoid")],
        {"loss": "binary_crossentropy", "optimizer": "adam", "metrics": ["accuracy"]},
        {"epochs": 50, "batch_size": 10},
        1.0,
    ),
    "clipped": (
        [(6, "relu"), (1, "sigmoid")],
        {"loss": "binary_crossentropy", "optimizer": "adam", "metrics": ["accuracy"]},
        {"epochs": 8, "batch_size": 16},
        30.0,
    ),
    "mse": (
        [(5, "tanh"), (4, "sigmoid"), (2, None)],
        {"loss": "mse", "optimizer": "sgd"},
        {"epochs": 12, "batch_size": 64},
        1.0,
    ),
}


def main():
    keras.config.set_floatx("float64")
    torch.set_default_dtype(torch.float64)
    rng = np.random.default_rng(11)
    table = {}
    for name, training in TRAININGS.items():
        table |= {f"{name}_{key}": value for key, value in trained(training, rng).items()}
    table |= measures(rng) | regression(rng) | layers(rng)
    np.savez_compressed(Path(__file__).with_suffix(".npz"), **table)


def trained(training, rng):
    """Data, Keras's initial weights, its history, and what it says at the end.

    Learning rate and metrics are float32 in Keras whatever floatx is: they agree to seven digits.
    """
    units, compiled, fitted, factor = training
    X, X_val = rng.normal(0, 1, (47, 8)), rng.normal(0, 1, (20, 8))
    y, y_val = (A[:, :2] + rng.normal(0, 1, (len(A), 2)) for A in (X, X_val))
    if "metrics" in compiled:
        y, y_val = ((target[:, 0] > 0).astype(int) for target in (y, y_val))
    keras.utils.set_random_seed(11)
    model = keras.Sequential(
        [keras.Input((8,)), *(keras.layers.Dense(n, activation=f) for n, f in units)]
    )
    model.set_weights([factor * w for w in model.get_weights()])
    table = {f"start_{i}": w.copy() for i, w in enumerate(model.get_weights())}
    model.compile(**compiled)
    history = model.fit(
        X, y, validation_data=(X_val, y_val), shuffle=False, verbose=0, **fitted
    ).history
    table |= {f"end_{i}": w for i, w in enumerate(model.get_weights())}
    table |= {key: np.array(values) for key, values in history.items()}
    table["evaluated"] = np.array(model.evaluate(X_val, y_val, verbose=0))
    table["predicted"] = model.predict(X_val, verbose=0)
    table["count"] = np.array(model.count_params())
    return table | {"X": X, "y": y, "X_val": X_val, "y_val": y_val}


def measures(rng):
    """scikit-learn's counts and measures; two classes in a row, four, and none found at all."""
    y_true, y_pred = rng.integers(0, 4, 60), rng.integers(0, 3, 60)
    binary = rng.random((6, 30)) < np.array([[0.5], [0.1], [0.9], [0.0], [1.0], [0.3]])
    said = rng.random((6, 30)) < np.array([[0.4], [0.2], [0.6], [0.0], [1.0], [0.0]])
    binary, said = binary.astype(int), said.astype(int)
    three = [
        precision_recall_fscore_support(t, p, average="binary", zero_division=0)[:3]
        for t, p in zip(binary, said, strict=True)
    ]
    labels = rng.choice([2, 5, 7], 50, p=[0.1, 0.3, 0.6])
    weights = compute_class_weight("balanced", classes=np.unique(labels), y=labels)
    return {
        "y_true": y_true,
        "y_pred": y_pred,
        "confusion": confusion_matrix(y_true, y_pred, labels=range(4)),
        "binary": binary,
        "said": said,
        "three": np.array(three),
        "labels": labels,
        "weights": weights,
    }


def regression(rng):
    """Logistic regression for a few λ, plain and weighted, and a learning curve with one split."""
    X = rng.normal(0, 1, (80, 4))
    y = (X @ [1.5, -1.0, 0.5, 0.0] + rng.logistic(0, 1, 80) > 0.8).astype(int)
    sample_weight = compute_class_weight("balanced", classes=np.unique(y), y=y)[y]
    lams, fits = [1.0, 0.1, 0.001], []
    for lam in lams:
        for weight in (None, sample_weight):
            model = LogisticRegression(C=1 / (len(y) * lam), tol=1e-12, solver="newton-cholesky")
            model.fit(X, y, weight)
            fits.append([*model.coef_[0], *model.intercept_])
    sizes = [8, 20, 60]
    _, train_scores, val_scores = learning_curve(
        LogisticRegression(C=1.0, tol=1e-12, solver="newton-cholesky"),
        X,
        y,
        train_sizes=sizes,
        cv=[(np.arange(60), np.arange(60, 80))],
    )
    return {
        "X": X,
        "y": y,
        "lams": np.array(lams),
        "fits": np.array(fits).reshape(len(lams), 2, 5),
        "sizes": np.array(sizes),
        "train_scores": train_scores[:, 0],
        "val_scores": val_scores[:, 0],
    }


def layers(rng):
    """PyTorch's convolution, pooling and recurrence."""
    image, kernel = rng.normal(0, 1, (9, 7)), rng.normal(0, 1, (4, 3))
    sequence, h0 = rng.normal(0, 1, (12, 3)), rng.normal(0, 1, 5)
    net = torch.nn.RNN(3, 5)
    with torch.no_grad():
        states, _ = net(torch.tensor(sequence)[:, None], torch.tensor(h0)[None, None])
    as_image = torch.tensor(image)[None, None]
    return {
        "image": image,
        "kernel": kernel,
        "conv2d": torch.conv2d(as_image, torch.tensor(kernel)[None, None]).numpy()[0, 0],
        "pooled_2": torch.max_pool2d(as_image, 2).numpy()[0, 0],
        "pooled_3": torch.max_pool2d(as_image, 3).numpy()[0, 0],
        "sequence": sequence,
        "h0": h0,
        "W_x": net.weight_ih_l0.detach().numpy().T,
        "W_h": net.weight_hh_l0.detach().numpy().T,
        "b": (net.bias_ih_l0 + net.bias_hh_l0).detach().numpy(),
        "states": states.numpy()[:, 0],
    }


if __name__ == "__main__":
    main()
