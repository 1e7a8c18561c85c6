"""Lesson 10's references against PyTorch and Keras, mathematics, and their own words.

The table is made by `tests/oracles/overfitting.py`; PyTorch and Keras are not needed here.
"""

import importlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.exercises.overfitting.planted import keeps_a_second_name
from workbook import nn

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "overfitting.npz"))
PARAMS = [(TABLE[f"W{layer}"], np.ones(TABLE[f"W{layer}"].shape[1])) for layer in (0, 1)]

seeds = st.integers(0, 2**32 - 1)
few_losses = st.lists(st.integers(0, 6).map(float), min_size=1, max_size=20)


class Dictated:
    """A generator whose random numbers keep just the entries that PyTorch has kept."""

    def __init__(self, kept):
        self.kept = kept

    def random(self, shape):
        assert shape == self.kept.shape
        return np.where(self.kept, 0.999, 0.0)


# Against PyTorch and Keras ------------------------------------------------------------------------


def test_the_penaltys_gradient_is_pytorchs_weight_decay():
    grads = nn.l2_penalty_grad(PARAMS, float(TABLE["lam"]))
    for layer, ((W, _), (dW, db)) in enumerate(zip(PARAMS, grads, strict=True)):
        expected = TABLE[f"W{layer}_decayed"]
        np.testing.assert_allclose(W - TABLE["rate"] * dW, expected, rtol=0, atol=1e-12)
        assert np.abs(expected - W).max() > 0.01, "it has moved"
        np.testing.assert_array_equal(db, 0)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_dropout_is_pytorchs_once_the_mask_is_given(p):
    A, out, upstream, grad = (TABLE[f"dropout_{p}_{x}"] for x in ("A", "out", "upstream", "grad"))
    assert 0 < np.sum(out == 0) < out.size
    dropped, mask = nn.dropout_forward(A, p, Dictated(out != 0), True)
    np.testing.assert_allclose(dropped, out, rtol=1e-12)
    np.testing.assert_allclose(nn.dropout_backward(upstream, mask), grad, rtol=1e-12)


def test_early_stopping_is_kerass():
    ties = 0
    for losses, (patience, best, stop) in zip(TABLE["losses"], TABLE["stops"], strict=True):
        losses = losses[~np.isnan(losses)].tolist()
        assert nn.early_stopping(losses, int(patience)) == (best, stop)
        ties += len(set(losses)) < len(losses)
    assert ties > 10 and len(set(map(tuple, TABLE["stops"].tolist()))) > 15


def test_shifts_are_pytorchs_padding():
    for (dx, dy), expected in zip(TABLE["shifts"], TABLE["shifted"], strict=True):
        moved = nn.shift_images(TABLE["images"], int(dx), int(dy))
        np.testing.assert_array_equal(moved, expected)


# Against mathematics ------------------------------------------------------------------------------


@given(seeds, st.floats(0, 2))
def test_the_penaltys_gradient_is_its_derivative(seed, lam):
    rng = np.random.default_rng(seed)
    sizes = [2, 3, 2]
    theta = rng.normal(0, 1, nn.count_params(sizes))

    def penalty(theta):
        return nn.l2_penalty(nn.unflatten_params(theta, sizes), lam)

    grads = nn.l2_penalty_grad(nn.unflatten_params(theta, sizes), lam)
    flat = np.concatenate([np.ravel(part) for pair in grads for part in pair])
    np.testing.assert_allclose(flat, nn.numeric_grad(penalty, theta, 1e-5), atol=1e-7)


@settings(deadline=None)
@given(seeds, st.floats(0, 0.9), st.sampled_from([(), (4,), (3, 5), (2, 3, 4), (0, 3)]))
def test_dropout_multiplies_by_its_mask(seed, p, shape):
    rng = np.random.default_rng(seed)
    A = rng.normal(0, 1, shape)
    dropped, mask = nn.dropout_forward(A, p, rng, True)
    np.testing.assert_array_equal(dropped, A * mask)
    assert mask.shape == A.shape and np.all((mask == 0) | np.isclose(mask, 1 / (1 - p)))
    same, ones = nn.dropout_forward(A, p, rng, False)
    np.testing.assert_array_equal(same, A)
    assert same is not A and np.all(ones == 1)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_dropout_keeps_the_mean(p):
    dropped, mask = nn.dropout_forward(np.ones((400, 500)), p, np.random.default_rng(0), True)
    assert dropped.mean() == pytest.approx(1, abs=0.02)
    assert np.mean(mask == 0) == pytest.approx(p, abs=0.01)


@given(few_losses, st.integers(1, 6))
def test_stopping_keeps_its_word(losses, patience):
    best, stop = nn.early_stopping(losses, patience)
    assert 0 <= best <= stop < len(losses)
    assert best == int(np.argmin(losses[: stop + 1]))
    assert stop == len(losses) - 1 or stop - best == patience
    assert nn.early_stopping(losses[: stop + 1], patience) == (best, stop), "nothing later is used"


@given(seeds, st.integers(-4, 4), st.integers(-5, 5))
def test_there_and_back_loses_the_edge_alone(seed, dx, dy):
    X = np.random.default_rng(seed).uniform(1, 2, (2, 3, 4))
    back = nn.shift_images(nn.shift_images(X, dx, dy), -dx, -dy)
    assert np.all((back == X) | (back == 0))
    assert np.sum(back[0] != 0) == max(0, 3 - abs(dy)) * max(0, 4 - abs(dx))


@given(seeds, st.integers(1, 8), st.integers(5, 12))
def test_one_bad_epoch_cannot_move_the_gap_far(seed, place, n):
    rng = np.random.default_rng(seed)
    L, gaps = rng.uniform(0, 1, n), rng.uniform(0.4, 0.5, n)
    V = L + gaps
    V[-1 - place % 5] += 1e6
    found = nn.generalization_gap({"loss": L.tolist(), "val_loss": V.tolist()})
    assert 0.4 - 1e-9 <= found <= 0.5 + 1e-9


@given(st.floats(0, 0.95), st.floats(0.3, 1), st.floats(-0.5, 1))
def test_a_diagnosis_does_not_depend_on_the_baseline(baseline, train_skill, val_skill):
    """The same skills, measured against another baseline, get the same label."""
    limits = [train_skill - 0.5, train_skill - val_skill - 0.25]
    if min(map(abs, limits)) < 1e-6:
        return
    accuracies = [baseline + (1 - baseline) * skill for skill in (train_skill, val_skill)]
    assert nn.diagnose_fit(*accuracies, baseline) == nn.diagnose_fit(train_skill, val_skill, 0.0)


@given(seeds, st.integers(1, 4))
def test_the_best_weights_come_back(seed, patience):
    rng = np.random.default_rng(seed)
    w, best = rng.uniform(3, 5, 2), rng.uniform(0.5, 2, 2)
    start = w.copy()

    def loss(w):
        return float(np.sum((w - best) ** 2))

    path = [0.9**k * w for k in range(41)]
    found = nn.fit_early_stopping(w, lambda w: w, loss, 0.1, patience, 40)
    expected = path[nn.early_stopping([loss(p) for p in path], patience)[0]]
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    np.testing.assert_array_equal(w, start)
    last = keeps_a_second_name(w, lambda w: w, loss, 0.1, patience, 40)
    assert loss(last) > loss(found), "the planted bug gives back the last weights"


# Against their words ------------------------------------------------------------------------------


def test_examples_in_the_statements():
    history = {"loss": [0.5, 0.25, 0.25, 0.25], "val_loss": [0.5, 0.5, 2.25, 0.75]}
    assert nn.generalization_gap(history, 3) == 0.5
    assert nn.diagnose_fit(0.98, 0.6, 0.5) == "overfitting"
    assert nn.diagnose_fit(0.98, 0.98, 0.98) == "guessing"
    assert nn.early_stopping([5.0, 3.0, 4.0, 2.0, 3.0, 3.0, 1.0], 2) == (3, 5)
    params = [(np.array([[1.0, -2.0]]), np.array([9.0, 9.0]))]
    assert nn.l2_penalty(params, 0.5) == 1.25
    ((dW, db),) = nn.l2_penalty_grad(params, 0.5)
    assert (dW.tolist(), db.tolist()) == ([[0.5, -1.0]], [0.0, 0.0])
    back = nn.dropout_backward(np.array([[5.0, 6.0, 7.0]]), np.array([[2.0, 0.0, 2.0]]))
    assert back.tolist() == [[10.0, 0.0, 14.0]]
    moved = nn.shift_images(np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]), 1, 0)
    assert moved.tolist() == [[[0.0, 1.0, 2.0], [0.0, 4.0, 5.0]]]
    found = nn.fit_early_stopping(
        np.array([4.0]), lambda w: np.array([1.0]), lambda w: abs(w[0] - 2), 1.0, 2, 10
    )
    assert found.tolist() == [2.0]


def test_everything_public_is_listed():
    module = importlib.import_module("workbook.nn.overfitting")
    assert sorted(module.__all__) == module.__all__
