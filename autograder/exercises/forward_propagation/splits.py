"""The lesson's *break it*: two splits, each scaled with statistics of its own."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import features


def statistics_of_each_split(X_train, X_test):
    """The code that the lesson hands out: its one bug is that it learns from both splits."""
    scaled = []
    for X in (X_train, X_test):
        mean, std = np.mean(X, axis=0), np.std(X, axis=0)
        std = np.where(std == 0, 1.0, std)
        scaled.append((X - mean) / std)
    return scaled[0], scaled[1]


def two_splits(N: int, M: int, D: int):
    """A function that draws a training split of N and a test split of M samples."""

    def draw(rng: np.random.Generator) -> Call:
        return call(features(rng, N, D), features(rng, 3, D)[:M])

    return draw


def constant_in_training(rng: np.random.Generator) -> Call:
    X_train, X_test = features(rng, 4, 2), features(rng, 3, 2)
    X_train[:, rng.integers(2)] = rng.integers(2, 30)
    return call(X_train, X_test)


BY_HAND = call(np.array([[1.0], [3.0]]), np.array([[3.0], [5.0]]))

scale_splits = Exercise(
    reference=nn.scale_splits,
    starter=statistics_of_each_split,
    statement=(
        "This code standardises a training and a test split. It runs, and each split comes out "
        "with mean 0 and std 1. It has one bug. Find it from what it does to one and the same row."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "both splits are scaled with the training split's mean and std",
            [BY_HAND, *confirmed(two_splits(4, 3, 2), 0), two_splits(3, 2, 1)],
        ),
        Aspect(
            "any size",
            0.5,
            "a test split of one sample, or of none",
            [*confirmed(two_splits(3, 1, 2), 0), *confirmed(two_splits(2, 0, 3), 9)],
        ),
        Aspect(
            "constant",
            0.5,
            "a column that is constant in training is divided by 1 in both splits",
            [
                call(np.array([[5.0, 1.0], [5.0, 3.0]]), np.array([[7.0, 1.0], [6.0, 5.0]])),
                *confirmed(constant_in_training, 0),
            ],
        ),
    ],
    hints=[
        "Hand in the same row in both splits. Does it come out the same?",
        "How often is a mean computed here, and of what? How often should it be?",
        "Compute mean and std once, from X_train, before anything is scaled; then use them twice.",
    ],
)

scale_splits.misconception(
    "values",
    "This does what the given code does: each split is scaled with statistics of its own, so the "
    "same number comes out differently in each.",
)(statistics_of_each_split)


def scaled_with(X, X_train, X_test):
    """Both splits, scaled with the statistics of X."""
    mean, std = nn.standardize_fit(X)
    return (X_train - mean) / std, (X_test - mean) / std


@scale_splits.misconception(
    "values",
    "The statistics come from both splits together; what the test split knows has leaked into "
    "training.",
)
def learns_from_both(X_train, X_test):
    return scaled_with(np.vstack([X_train, X_test]), X_train, X_test)


@scale_splits.misconception(
    "values",
    "The statistics come from the test split; it is the training split that they are learnt from.",
)
def learns_from_the_test_split(X_train, X_test):
    return scaled_with(X_test if len(X_test) else X_train, X_train, X_test)


@scale_splits.misconception(
    "values",
    "The mean is right now, but the test split is still divided by a std of its own.",
)
def mended_the_mean_alone(X_train, X_test):
    mean, std = nn.standardize_fit(X_train)
    own = nn.standardize_fit(X_test)[1] if len(X_test) else 1.0
    return (X_train - mean) / std, (X_test - mean) / own


@scale_splits.misconception(
    "values",
    "The std is right now, but the test split still loses a mean of its own.",
)
def mended_the_std_alone(X_train, X_test):
    mean, std = nn.standardize_fit(X_train)
    own = np.mean(X_test, axis=0) if len(X_test) else 0.0
    return (X_train - mean) / std, (X_test - own) / std


@scale_splits.misconception(
    "values",
    "The test split came out raw: it was left as it is, or scaled with statistics of a training "
    "split that was scaled already, 0 and 1. Both need those of the training split as it came.",
)
def leaves_the_test_split_raw(X_train, X_test):
    return scaled_with(X_train, X_train, X_train)[0], X_test


@scale_splits.misconception(
    "values",
    "Once scaled, X_train has mean 0 and std 1: its statistics must be kept from before that.",
)
def learns_after_scaling(X_train, X_test):
    scaled = scaled_with(X_train, X_train, X_test)[0]
    return scaled, scaled_with(scaled, scaled, X_test)[1]


@scale_splits.misconception(
    "constant",
    "The training split is the teacher now, but the line that turned a std of 0 into 1 got lost.",
)
def lost_the_constant_columns(X_train, X_test):
    mean, std = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    return (X_train - mean) / std, (X_test - mean) / std


@scale_splits.misconception(
    "values",
    "One mean and one std were taken of the whole table; each feature has its own: axis=0.",
)
def one_scale_for_all_features(X_train, X_test):
    mean, std = np.mean(X_train), np.std(X_train)
    return (X_train - mean) / std, (X_test - mean) / std


@scale_splits.alternative
def learnt_before_the_loop(X_train, X_test):
    mean, std = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    std = np.where(std == 0, 1.0, std)
    scaled = []
    for X in (X_train, X_test):
        scaled.append((X - mean) / std)
    return scaled[0], scaled[1]


@scale_splits.alternative
def stacked_and_parted(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std[std == 0] = 1
    both = (np.concatenate([X_train, X_test]) - mean) / std
    return both[: len(X_train)], both[len(X_train) :]


@scale_splits.alternative
def feature_after_feature(X_train, X_test):
    parts = [np.empty_like(X_train), np.empty_like(X_test)]
    for d in range(X_train.shape[1]):
        column = X_train[:, d]
        for part, X in zip(parts, (X_train, X_test), strict=True):
            part[:, d] = (X[:, d] - column.mean()) / (column.std() or 1.0)
    return parts
