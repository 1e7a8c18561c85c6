"""Lesson 13's references against scikit-learn, mathematics, and their own words.

The table is made by `tests/oracles/capstone.py`; scikit-learn itself is not needed here.
"""

import statistics
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook import nn
from workbook.data.digits import load_digits
from workbook.plots import capstone_measured as measured

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "capstone.npz"))


def test_nearest_centroid_is_scikit_learns():
    X, digits = load_digits()
    y = 7 * digits - 20
    read = nn.nearest_centroid(X[:900], y[:900], X[900:])
    assert np.array_equal(read, TABLE["centroid"])


def test_the_lessons_nearest_image_is_scikit_learns():
    X, digits = load_digits()
    read = measured.nearest_neighbour((X[:900], 7 * digits[:900] - 20), X[900:])
    assert np.array_equal(read, TABLE["neighbour"])


@given(st.lists(st.floats(0, 1), min_size=2, max_size=12))
def test_seeds_are_summarised_as_the_standard_library_does(scores):
    mean, spread, lowest = nn.summarise_seeds(np.array(scores))
    assert mean == pytest.approx(statistics.fmean(scores))
    assert spread == pytest.approx(statistics.stdev(scores), abs=1e-9)
    assert lowest == min(scores)


@given(st.integers(0, 2**32 - 1))
def test_errors_come_in_falling_sureness_and_are_errors(seed):
    rng = np.random.default_rng(seed)
    probs = rng.dirichlet(np.ones(4), 30)
    y = rng.integers(0, 4, 30)
    rows = nn.confident_errors(y, probs, 30)
    read = probs.argmax(axis=1)
    assert np.all(read[rows] != y[rows]) and len(rows) == np.sum(read != y)
    assert np.all(np.diff(probs.max(axis=1)[rows]) <= 0)
    assert np.array_equal(nn.confident_errors(y, probs, 3), rows[:3])


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(0, 3))
def test_no_image_is_on_both_sides_of_an_augmented_split(seed, n_val, copies):
    X = 1000.0 * np.arange(10)[:, np.newaxis]
    y = np.arange(10)
    part, val = nn.augmented_split(X, y, n_val, copies, np.random.default_rng(seed))
    assert not set(part[1]) & set(val[1]) and set(part[1]) | set(val[1]) == set(range(10))
    assert len(part[0]) == (10 - n_val) * (copies + 1) and len(val[0]) == n_val
    assert np.array_equal(np.rint(part[0][:, 0] / 1000), part[1])


def test_the_same_network_by_long_vector_and_by_pairs():
    """The lesson's measurements train as the exercise does: the same seed, the same network."""
    (X, y), (X_val, _) = measured.my_split()
    params = measured.train(measured.RECIPE, (X, y), np.random.default_rng(3))
    read = np.argmax(measured.probabilities(params, X_val), axis=1)
    again = nn.read_digits(X, y, X_val, np.random.default_rng(3))
    assert np.mean(read == again) > 0.98


@pytest.mark.parametrize("remedy", [{}, {"lam": 0.5}, {"shifts": 1.0}])
def test_gradients_of_the_recipe_are_the_courses(remedy):
    """The quick gradient of the measurements is `mlp_loss_and_grads` and `l2_penalty_grad`."""
    (X, y), _ = measured.my_split()
    X = X / 16
    sizes, settings = [64, 5, 10], {**measured.RECIPE, "units": 5, **remedy}
    params = nn.init_params(sizes, np.random.default_rng(1), "he")
    found = measured._gradients(settings, params, X[:20], y[:20], np.random.default_rng(4))
    if settings["shifts"]:
        dx, dy = (int(d) for d in np.random.default_rng(4).integers(-1, 2, 2))
        X = nn.shift_images(X.reshape(-1, 8, 8), dx, dy).reshape(-1, 64)
    _, grads = nn.mlp_loss_and_grads(params, X[:20], y[:20], "relu")
    penalty = nn.l2_penalty_grad(params, settings["lam"])
    pairs = zip(grads, penalty, strict=True)
    expected = [(dW + pW).ravel() for one in pairs for dW, pW in zip(*one, strict=True)]
    np.testing.assert_allclose(found, np.concatenate(expected), atol=1e-12)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: nn.scale_pixels(np.array([[0, 4, 8], [8, 8, 8]])), [[0, 0.25, 0.5], [0.5] * 3]),
        (
            lambda: nn.nearest_centroid(
                np.array([[0.0], [2.0], [9.0]]),
                np.array([4, 4, 7]),
                np.array([[3.0], [8.0], [5.0]]),
            ),
            [4, 7, 4],
        ),
        (
            lambda: nn.confident_errors(
                np.array([0, 1, 1, 0]),
                np.array([[0.6, 0.4], [0.7, 0.3], [0.2, 0.8], [0.1, 0.9]]),
                2,
            ),
            [3, 1],
        ),
        (
            lambda: nn.ablation(
                lambda s, seed: s["units"] + s["lam"] * seed,
                {"units": 8, "lam": 2.0},
                "lam",
                0.5,
                [1, 3],
            ),
            [1.5, 4.5],
        ),
        (lambda: nn.summarise_seeds(np.array([0.9, 0.8, 1.0])), (0.9, 0.1, 0.8)),
    ],
)
def test_examples_of_the_statements(found, expected):
    np.testing.assert_allclose(found(), expected)
