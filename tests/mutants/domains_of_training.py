"""What the statements of lessons 07 to 12 say of their arguments; `domains` reads it."""

from collections.abc import Callable, Mapping

import numpy as np


def at_least(low: float) -> Callable[[object], bool]:
    return lambda value: bool(np.all(np.asarray(value) >= low))


def between(low: float, high: float) -> Callable[[float], bool]:
    """At least the one, below the other."""
    return lambda value: low <= value < high


def above(low: float) -> Callable[[object], bool]:
    return lambda value: value is None or bool(np.all(np.asarray(value) > low))


def both_classes(y: np.ndarray) -> bool:
    return set(np.unique(y).tolist()) == {0, 1}


def off_every_limit(a: Mapping) -> bool:
    """No skill of `diagnose_fit` exactly on a limit, train_acc == baseline apart."""
    reach = 1 - a["baseline"]
    train, val = ((a[key] - a["baseline"]) / reach for key in ("train_acc", "val_acc"))
    return min(abs(train - 0.5), abs(train - val - 0.25)) > 1e-9


def no_exact_halves(a: Mapping) -> bool:
    """Shares that add up to 1, and give no half rows, of rows that can be told apart."""
    counts = np.unique(a["y"], return_counts=True)[1] if a["stratify"] else [len(a["y"])]
    shares = np.outer(a["fractions"][1:], counts)
    return (
        abs(sum(a["fractions"]) - 1) < 1e-9
        and min(a["fractions"]) >= 0
        and bool((abs(shares % 1 - 0.5) > 1e-9).all())
        and (np.outer(a["fractions"][1:], counts).round().sum(axis=0) <= counts).all()
        and all_different(a["X"])
    )


def all_different(X: np.ndarray) -> bool:
    return len(np.unique(X, axis=0)) == len(X)


def curves(a: Mapping) -> bool:
    """Losses above 0, of one length, at least 4; validation finite where training is."""
    L, V = (np.array(a["history"][key]) for key in ("loss", "val_loss"))
    return (
        len(L) == len(V) >= 4
        and not (np.append(L, V) <= 0).any()
        and bool(np.isfinite(V)[np.isfinite(L)].all())
    )


def neighbours_that_can_be_told(a: Mapping) -> bool:
    """SMOTE's k is smaller than the rows are many, and no two distances of a row are alike."""
    X = a["X"]
    distances = np.sort(np.linalg.norm(X[:, None] - X, axis=2), axis=1)
    return 1 <= a["k"] < len(X) and bool((np.diff(distances, axis=1) > 1e-6).all())


def both_classes_left(a: Mapping) -> bool:
    """However `oversampled_split` draws, both classes have training rows."""
    fewest = np.bincount(a["y"], minlength=2).min() if len(a["y"]) else 0
    return 0 <= a["test_size"] < fewest and all_different(a["X"])


def one_surest(a: Mapping) -> bool:
    """Probabilities, of which no row has two that are largest; labels of these classes."""
    probs = a["probs"]
    top = np.sort(probs, axis=1)[:, -2:]
    return (
        bool((probs >= 0).all() and np.allclose(probs.sum(axis=1), 1))
        and bool((np.diff(top, axis=1) > 1e-9).all())
        and bool(np.isin(a["y_true"], np.arange(probs.shape[1])).all())
    )


def of_similar_spread(X: np.ndarray) -> bool:
    return len(X) > 1 and bool((np.abs(X) <= 5).all() and (np.std(X, axis=0) > 0.2).all())


def raw_pixels(X) -> bool:
    return bool(((X >= 0) & (X <= 16)).all())


RULES: dict[str, Callable[[object], bool]] = {
    "MLP.epochs": at_least(0),
    "ablation.seeds": lambda seeds: len(set(seeds)) == len(seeds),
    "augmented_split.X": all_different,
    "batch_size": at_least(1),
    "best_threshold.y": lambda y: len(y) > 0 and bool(np.isin(y, (0, 1)).all()),
    "cost_fn": above(0),
    "cost_fp": above(0),
    "class_weights.y": lambda y: len(y) > 0,
    "cosine_schedule.total": at_least(1),
    "dropout_forward.p": between(0, 1),
    "early_stopping.val_losses": lambda losses: len(losses) > 0,
    "fit_early_stopping.epochs": at_least(1),
    "generalization_gap.window": at_least(1),
    "lam": at_least(0),
    "logistic_regression_fit.X": of_similar_spread,
    "logistic_regression_fit.lam": at_least(0.03),
    "logistic_regression_fit.sample_weight": lambda s: s is None or 0.2 <= s.min() <= s.max() <= 10,
    "logistic_regression_fit.y": both_classes,
    "max_pool2d.size": at_least(1),
    "oversampled_split.y": both_classes,
    "patience": at_least(1),
    "precision_recall_f1.y_pred": lambda y: bool(np.isin(y, (0, 1)).all()),
    "precision_recall_f1.y_true": lambda y: bool(np.isin(y, (0, 1)).all()),
    "read_digits.X": raw_pixels,
    "read_digits.X_train": raw_pixels,
    "roc_curve.y": both_classes,
    "scale_pixels.X": raw_pixels,
    "step_decay.drop": between(1e-9, 1),
    "step_decay.every": at_least(1),
    "summarise_seeds.scores": lambda scores: len(scores) >= 2,
    "tolerance": above(0),
    "train_unit.y": lambda y: bool(np.isin(y, (0, 1)).all()),
}

SCRIPTS_AS_THEY_STAND = {"Dropout", "Loss", "augmented_split"}
"""Exercises whose summaries, or whose one-hot rows, know the numbers in their scripts."""

TOGETHER: dict[str, Callable[[Mapping], bool]] = {
    "augmented_split": lambda a: 1 <= a["n_val"] < len(a["X"]),
    "confident_errors": one_surest,
    "conv2d": lambda a: bool((np.array(a["kernel"].shape) <= a["image"].shape).all()),
    "diagnose": curves,
    "diagnose_fit": lambda a: (
        min(a["train_acc"], a["val_acc"], a["baseline"]) >= 0
        and max(a["train_acc"], a["val_acc"]) <= 1
        and a["baseline"] < 1
        and off_every_limit(a)
    ),
    "learning_curve": lambda a: all(1 <= n <= len(a["train_set"][1]) for n in a["sizes"]),
    "max_pool2d": lambda a: 1 <= a["size"] <= min(a["image"].shape),
    "oversampled_split": both_classes_left,
    "smote": neighbours_that_can_be_told,
    "train_val_test_split": no_exact_halves,
}
