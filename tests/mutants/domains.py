"""What the statements say of their arguments, where a change at random could leave it.

A rule is named by a parameter, or by an exercise and a parameter, which comes first.
"""

from collections.abc import Callable, Mapping

import numpy as np

from autograder.exercises.exercise import Exercise

from . import domains_of_training

ROWS = {"X", "y", "y_true", "y_pred", "logits", "labels", "Z", "X_train", "y_train", "scores"}
"""Parameters with a row, or an entry, for each sample."""

Rule = Callable[[object], bool]


def bits(value: object) -> bool:
    return bool(np.isin(value, (0, 1)).all())


def signs(value: object) -> bool:
    return bool(np.isin(value, (-1, 1)).all())


def one_hot(value: np.ndarray) -> bool:
    return bits(value) and bool((value.sum(axis=1) == 1).all())


def shares(value: object) -> bool:
    return bool(np.all((np.asarray(value) >= 0) & (np.asarray(value) <= 1)))


def inside_0_and_1(value: float) -> bool:
    return 0 < value < 1


def above_0(value: object) -> bool:
    return bool(np.all(np.asarray(value) > 0))


def not_below_0(value: object) -> bool:
    return bool(np.all(np.asarray(value) >= 0))


def symmetric(value: np.ndarray) -> bool:
    return bool(np.allclose(value, value.T))


def bowl(value: np.ndarray) -> bool:
    return symmetric(value) and np.linalg.eigvalsh(value).min() >= 0 and bool(value.any())


def of_sizes(value: list) -> bool:
    return len(value) >= 2 and all(size >= 1 for size in value)


RULES: dict[str, Rule] = {
    "alpha": not_below_0,
    "delta": above_0,
    "eps": not_below_0,
    "floor": lambda floor: 0 < floor < 0.5,
    "h": above_0,
    "lr": above_0,
    "sizes": of_sizes,
    "std": above_0,
    "tau": inside_0_and_1,
    "batch_grads.y": bits,
    "bce_from_logits.y_true": bits,
    "bce_from_logits_grad.y_true": bits,
    "binary_cross_entropy.y_pred": shares,
    "binary_cross_entropy.y_true": bits,
    "classify_stationary.H": symmetric,
    "cross_entropy.y_pred": shares,
    "cross_entropy.y_true": one_hot,
    "elu.alpha": above_0,
    "elu_grad.alpha": above_0,
    "hinge.y_true": signs,
    "hinge_grad.y_true": signs,
    "max_stable_lr.H": bowl,
    "perceptron_epoch.y": bits,
    "perceptron_update.y": bits,
    "softmax_cross_entropy.y_true": one_hot,
    "softmax_cross_entropy_grad.y_true": one_hot,
    "train_perceptron.y": bits,
    "xor.x1": bits,
    "xor.x2": bits,
} | domains_of_training.RULES

TOGETHER: dict[str, Callable[[Mapping], bool]] = {
    "min_max_scale": lambda a: a["low"] < a["high"],
} | domains_of_training.TOGETHER
"""Of exercises: what two arguments must be to each other."""


def in_domain(exercise: Exercise, arguments: Mapping[str, object]) -> bool:
    """Whether the statement allows these arguments, as far as the rules know."""
    for name, value in arguments.items():
        rule = RULES.get(f"{exercise.name}.{name}") or RULES.get(name)
        if rule and not rule(value):
            return False
    return TOGETHER.get(exercise.name, lambda _: True)(arguments)
