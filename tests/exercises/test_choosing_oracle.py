"""Lesson 11's references against scikit-learn and PyTorch, mathematics, and their own words.

The table is made by `tests/oracles/choosing.py`; neither of them is needed here.
"""

import importlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbook import nn
from workbook.nn import choosing

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "choosing.npz"))

labels = arrays(int, 20, elements=st.integers(0, 1))


# -- scikit-learn --------------------------------------------------------------------------


def test_counts_and_measures_are_scikit_learns():
    C = choosing.confusion_matrix(TABLE["y_true"], TABLE["y_pred"], 4)
    np.testing.assert_array_equal(C, TABLE["confusion"])
    assert not C[:, 3].any(), "a class that nobody predicts"
    pairs = zip(TABLE["binary"], TABLE["said"], strict=True)
    three = [choosing.precision_recall_f1(*pair) for pair in pairs]
    np.testing.assert_allclose(three, TABLE["three"], atol=1e-12)
    np.testing.assert_allclose(choosing.class_weights(TABLE["labels"]), TABLE["weights"])


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("weighted", [False, True])
def test_logistic_regression_is_scikit_learns(row, weighted):
    X, y = TABLE["X"], TABLE["y"]
    weight = choosing.class_weights(y)[y] if weighted else None
    w, b = choosing.logistic_regression_fit(X, y, TABLE["lams"][row], weight)
    np.testing.assert_allclose([*w, b], TABLE["fits"][row, int(weighted)], atol=1e-6)


def test_the_learning_curve_is_scikit_learns():
    def fit(X, y):
        return choosing.logistic_regression_fit(X, y, 1 / len(y))

    def score(model, X, y):
        w, b = model
        return np.mean((X @ w + b > 0) == y)

    X, y = TABLE["X"], TABLE["y"]
    sets = (X[:60], y[:60]), (X[60:], y[60:])
    train, val = choosing.learning_curve(fit, score, *sets, TABLE["sizes"].tolist())
    np.testing.assert_allclose(train, TABLE["train_scores"])
    np.testing.assert_allclose(val, TABLE["val_scores"])


# -- PyTorch -------------------------------------------------------------------------------


def test_images_are_pytorchs():
    image = TABLE["image"]
    np.testing.assert_allclose(choosing.conv2d(image, TABLE["kernel"]), TABLE["conv2d"], atol=1e-12)
    for size in (2, 3):
        np.testing.assert_array_equal(choosing.max_pool2d(image, size), TABLE[f"pooled_{size}"])


def test_recurrence_is_pytorchs():
    given = [TABLE[name] for name in ("sequence", "h0", "W_x", "W_h", "b")]
    np.testing.assert_allclose(choosing.rnn_forward(*given), TABLE["states"], atol=1e-12)
    step = choosing.rnn_step(given[0][0], *given[1:])
    np.testing.assert_allclose(step, TABLE["states"][0], atol=1e-12)


# -- mathematics ---------------------------------------------------------------------------


@given(labels, labels)
def test_measures_follow_from_the_matrix(y_true, y_pred):
    (_, fp), (fn, tp) = choosing.confusion_matrix(y_true, y_pred, 2)
    precision, recall, f1 = choosing.precision_recall_f1(y_true, y_pred)
    assert precision * (tp + fp) == pytest.approx(tp) and recall * (tp + fn) == pytest.approx(tp)
    assert min(precision, recall) <= f1 + 1e-12 and f1 <= max(precision, recall) + 1e-12


@given(arrays(int, st.integers(1, 30), elements=st.integers(-3, 3)))
def test_the_mean_weight_is_1_and_classes_weigh_the_same(y):
    classes, each = np.unique(y, return_inverse=True)
    per_sample = choosing.class_weights(y)[each]
    totals = [per_sample[y == c].sum() for c in classes]
    assert np.mean(per_sample) == pytest.approx(1) and np.ptp(totals) < 1e-9


@given(st.integers(0, 999), st.integers(1, 4), st.integers(0, 30))
def test_smote_stays_within_the_class(seed, k, n):
    rng = np.random.default_rng(seed)
    X = rng.normal(0, 1, (5, 3))
    made = choosing.smote(X, k, n, rng)
    assert made.shape == (n, 3)
    assert np.all(made >= X.min(axis=0) - 1e-12) and np.all(made <= X.max(axis=0) + 1e-12)


@given(st.integers(0, 999), st.integers(1, 5))
def test_no_row_is_in_both_parts(seed, test_size):
    rng = np.random.default_rng(seed)
    X, y = np.arange(40.0).reshape(20, 2), rng.permutation(np.repeat([0, 1], [14, 6]))
    (X_train, y_train), (X_test, _) = choosing.oversampled_split(X, y, test_size, rng)
    assert len(X_test) == test_size and not np.isin(X_train[:, 0], X_test[:, 0]).any()
    assert np.ptp(np.bincount(y_train)) == 0
    assert set(X_train[:, 0]) | set(X_test[:, 0]) == set(X[:, 0])


@given(arrays(float, (6, 5), elements=st.floats(-5, 5)), st.integers(0, 2), st.integers(0, 2))
def test_a_convolution_moves_with_its_image(image, down, right):
    kernel = np.array([[1.0, -2.0], [0.5, 3.0]])
    whole = choosing.conv2d(image, kernel)
    part = choosing.conv2d(image[down:, right:], kernel)
    np.testing.assert_allclose(part, whole[down:, right:], atol=1e-12)


@given(labels, arrays(float, 20, elements=st.integers(-3, 3).map(float)))
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(y, scores):
    """Mann and Whitney's: a one above a zero counts 1, a tie one half."""
    if len(set(y)) < 2:
        return
    false_alarms, recalls = choosing.roc_curve(y, scores)
    area = np.sum(np.diff(false_alarms) * (recalls[1:] + recalls[:-1]) / 2)
    above = scores[y == 1][:, np.newaxis] - scores[y == 0]
    assert area == pytest.approx(np.mean((above > 0) + 0.5 * (above == 0)))


@given(labels, arrays(float, 20, elements=st.integers(-3, 3).map(float)), st.integers(1, 9))
def test_no_threshold_costs_less_than_the_best(y, scores, price):
    def cost(threshold):
        called = scores >= threshold
        return np.sum(called & (y == 0)) + price * np.sum(~called & (y == 1))

    best = choosing.best_threshold(y, scores, 1.0, float(price))
    others = [*scores, np.inf, *(scores + 0.5)]
    assert cost(best) == min(map(cost, others))
    assert best == max(t for t in [*scores, np.inf] if cost(t) == cost(best))


# -- their own words -----------------------------------------------------------------------


def test_examples_in_the_statements():
    np.testing.assert_array_equal(
        choosing.confusion_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), 2), [[1, 1], [0, 1]]
    )
    three = choosing.precision_recall_f1(np.array([1, 1, 1, 0, 0]), np.array([1, 0, 0, 1, 0]))
    assert three == pytest.approx((0.5, 1 / 3, 0.4))
    assert choosing.class_weights(np.array([0, 0, 0, 1])) == pytest.approx([2 / 3, 2.0])
    w, b = choosing.logistic_regression_fit(np.array([[1.0], [-1.0]]), np.array([1, 0]), 0.5)
    assert (w[0], b) == pytest.approx((0.6748, 0.0), abs=1e-4)
    assert 0.5 * w[0] == pytest.approx(nn.sigmoid(-w)[0])
    edges = choosing.conv2d(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]]))
    np.testing.assert_array_equal(edges, -np.ones((2, 2)))
    block = np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 7.0]])
    np.testing.assert_array_equal(choosing.max_pool2d(block, 2), [[5.0, 8.0]])
    one = np.ones((1, 1))
    h = choosing.rnn_step(np.array([1.0]), np.zeros(1), 2 * one, 3 * one, np.array([-2.0]))
    assert h == pytest.approx([0.0])
    states = choosing.rnn_forward(np.zeros((2, 1)), np.array([0.5]), one, one, np.zeros(1))
    assert states[:, 0] == pytest.approx([0.4621, 0.4318], abs=1e-4)
    train, val = choosing.learning_curve(
        lambda X, y: np.mean(y),
        lambda model, X, y: np.mean(np.abs(y - model)),
        (np.zeros((3, 1)), np.array([2.0, 4.0, 9.0])),
        (np.zeros((1, 1)), np.array([5.0])),
        [1, 3],
    )
    assert train == pytest.approx([0.0, 8 / 3]) and val == pytest.approx([3.0, 0.0])
    y, scores = np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.6, 0.1])
    false_alarms, recalls = choosing.roc_curve(y, scores)
    assert false_alarms.tolist() == [0.0, 0.0, 0.5, 0.5, 1.0]
    assert recalls.tolist() == [0.0, 0.5, 0.5, 1.0, 1.0]
    assert choosing.best_threshold(y, scores, 1.0, 5.0) == 0.4
    assert choosing.best_threshold(y, scores, 1.0, 1.0) == 0.9


def test_everything_public_is_listed():
    module = importlib.import_module("workbook.nn.choosing")
    assert sorted(module.__all__) == module.__all__ and len(module.__all__) == 13
