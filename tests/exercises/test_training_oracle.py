"""Lesson 08's functions: properties for what is random, other ways of computing for what is not."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import nn

seeds = st.integers(0, 2**32 - 1)


def labelled(n, classes, seed):
    """n rows that can be told apart, with labels: X (n, 1) counts the rows."""
    y = np.random.default_rng(seed).integers(0, classes, n)
    return np.arange(float(n))[:, np.newaxis], y


@given(st.integers(0, 10**6), st.integers(1, 10**4))
def test_iterations_are_rounded_up(n, batch_size):
    assert nn.iterations_per_epoch(n, batch_size) == math.ceil(n / batch_size)


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(1, 60), seeds)
def test_an_epoch_is_every_sample_once(n, batch_size, seed):
    X, y = labelled(n, 4, seed)
    batches = nn.minibatches(X, y, batch_size, np.random.default_rng(seed))
    assert len(batches) == nn.iterations_per_epoch(n, batch_size)
    assert all(len(X_b) == batch_size for X_b, _ in batches[:-1])
    rows = [int(row) for X_b, _ in batches for row in X_b[:, 0]]
    assert sorted(rows) == list(range(n))
    assert [label for _, y_b in batches for label in y_b] == list(y[rows])


@settings(deadline=None)
@given(
    st.integers(3, 60),
    st.integers(1, 3),
    seeds,
    st.booleans(),
    st.sampled_from([(0.6, 0.2, 0.2), (0.5, 0.25, 0.25), (0.8, 0.1, 0.1), (1.0, 0.0, 0.0)]),
)
def test_splits_part_the_data(n, classes, seed, stratify, fractions):
    X, y = labelled(n, classes, seed)
    parts = nn.train_val_test_split(X, y, fractions, np.random.default_rng(seed), stratify)
    rows = [X_part[:, 0].astype(int) for X_part, _ in parts]
    assert sorted(np.concatenate(rows)) == list(range(n))
    for part, (_, y_part) in zip(rows, parts, strict=True):
        np.testing.assert_array_equal(y_part, y[part])
    for (_, y_part), fraction in zip(parts[1:], fractions[1:], strict=True):
        if stratify:
            for c in np.unique(y):
                assert abs(np.sum(y_part == c) - fraction * np.sum(y == c)) <= 0.5 + 1e-9
        else:
            assert abs(len(y_part) - fraction * n) <= 0.5 + 1e-9


def test_each_row_is_as_likely_in_the_test_split():
    X, y = labelled(10, 2, 0)
    rng, counts = np.random.default_rng(1), np.zeros(10)
    for _ in range(2000):
        (_, _), (_, _), (X_test, _) = nn.train_val_test_split(X, y, (0.6, 0.2, 0.2), rng, False)
        counts[X_test[:, 0].astype(int)] += 1
    assert np.all(np.abs(counts / 2000 - 0.2) < 0.05)


def test_one_batch_per_epoch_is_gradient_descent():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(8, 2)), rng.normal(size=8)

    def loss_and_grads(theta, X, y):
        dw, db = nn.linear_regression_grad(X, y, theta[:2], theta[2])
        return nn.mse(y, X @ theta[:2] + theta[2]), np.append(dw, db)

    def update(theta, grads):
        return theta - 0.1 * grads

    history = nn.train(np.zeros(3), loss_and_grads, update, (X, y), (X, y), 8, 20, rng)
    path = nn.gradient_descent(lambda t: loss_and_grads(t, X, y)[1], np.zeros(3), 0.1, 20)
    np.testing.assert_allclose(history["params"], path[1:], rtol=1e-9)
    assert history["loss"] == pytest.approx([loss_and_grads(t, X, y)[0] for t in path[1:]])
    costs = nn.overfit_batch(np.zeros(3), loss_and_grads, update, X, y, 20)
    assert costs[1:] == pytest.approx(history["loss"][:-1])


def test_the_break_it_unit_is_logistic_regression():
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(30, 2)), rng.integers(0, 2, 30)
    w, b = nn.train_unit(X, y, 0.5, 30, 15, rng)

    def cost(theta):
        return nn.bce_from_logits(y.astype(float), X @ theta[:2] + theta[2])

    path = nn.gradient_descent(lambda t: nn.numeric_grad(cost, t, 1e-5), np.zeros(3), 0.5, 15)
    np.testing.assert_allclose(np.append(w, b), path[-1], atol=1e-8)


@given(
    st.lists(st.floats(0, 10), max_size=12),
    st.floats(0.01, 5),
    st.integers(1, 6),
    st.integers(1, 5),
)
def test_flat_for_long_enough_is_converged(losses, tolerance, patience, extra):
    """Once flat for `patience` epochs it has converged; appending the last loss keeps it so."""
    flat = [*losses, *[20.0] * patience]
    if losses:
        assert nn.has_converged(flat, tolerance, patience)
        assert nn.has_converged([*flat, *[20.0] * extra], tolerance, patience)
    assert not nn.has_converged(losses[:patience], tolerance, patience)


def test_the_lessons_claims():
    from workbook.plots import training_measured as measured

    losses = measured.plateau()
    answers = [nn.has_converged(losses[:e], 0.01, 50) for e in (300, 600, 1200)]
    assert answers == [True, False, True]
    assert all(0.691 < loss < 0.694 for loss in losses[:400]) and losses[-1] < 0.02
    assert measured.accuracy_on_noise(True) > 0.9
    assert 0.45 < measured.accuracy_on_noise(False) < 0.55
    assert measured.one_batch(False)[-1] < 0.03 < 0.4 < min(measured.one_batch(True))
    costs = {size: measured.history(0.1, size, 60)["loss"][-1] for size in (160, 4)}
    assert costs[4] < 0.45 < 0.65 < costs[160]
    rates = {lr: measured.history(lr, 160, 600)["loss"][-1] for lr in (0.1, 1.0)}
    assert 0.655 <= rates[0.1] < 0.665 and 0.3 < rates[1.0] < 0.37
