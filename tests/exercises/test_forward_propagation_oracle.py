"""Lesson 02's references against PyTorch's and scikit-learn's answers, mathematics, their words.

The table is made by `tests/oracles/forward_propagation.py`; neither library is needed here.
"""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.exercises import of_lesson
from autograder.exercises.exercise import call, code
from autograder.exercises.forward_propagation import drawn_weights
from autograder.judging.judge import judge
from workbook import nn
from workbook.nn import forward_propagation

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "forward_propagation.npz"))
LAYERS = range(3)
ACTIVATIONS = [nn.tanh, nn.relu, nn.sigmoid]
TOLERANCE = 1e-10

sizes = st.lists(st.integers(1, 6), min_size=2, max_size=5)
tenths = st.integers(-1000, 1000).map(lambda number: number / 10)
tables = st.integers(1, 3).flatmap(
    lambda D: arrays(float, st.tuples(st.integers(1, 5), st.just(D)), elements=tenths)
)


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=TOLERANCE, atol=TOLERANCE)


def network(sizes, seed=0):
    return nn.init_params(sizes, np.random.default_rng(seed), "he")


# Against PyTorch and scikit-learn -----------------------------------------------------------------


def test_forward_agrees_with_pytorch():
    params = [(TABLE[f"W{i}"], TABLE[f"b{i}"]) for i in LAYERS]
    Y, cache = nn.forward(TABLE["X"], params, ACTIVATIONS)
    close(Y, TABLE["A2"])
    for i, (A, Z) in enumerate(cache):
        close(A, TABLE[f"A{i - 1}"] if i else TABLE["X"])
        close(Z, TABLE[f"Z{i}"])


def test_dense_agrees_with_pytorch():
    close(nn.dense(TABLE["X"], TABLE["W0"], TABLE["b0"]), TABLE["Z0"])


def test_count_and_shapes_agree_with_pytorch():
    measured = TABLE["sizes"].tolist()
    assert nn.count_params(measured) == TABLE["count"]
    for i, (W, b, Z) in enumerate(nn.layer_shapes(len(TABLE["X"]), measured)):
        assert (W, b, Z) == tuple(TABLE[f"{name}{i}"].shape for name in "WbZ")


@pytest.mark.parametrize("scheme", ["he", "xavier"])
def test_spread_agrees_with_pytorch(scheme):
    D, H = TABLE["wide"]
    ((W, b),) = nn.init_params([D, H], np.random.default_rng(5), scheme)
    assert W.shape == (D, H) and not b.any()
    # 360,000 weights: chance alone moves either spread by 0.12 %
    assert np.std(W) == pytest.approx(TABLE[scheme], rel=0.008)
    assert abs(np.mean(W)) < 0.01 * np.std(W)


def test_standardising_agrees_with_scikit_learn():
    mean, std = nn.standardize_fit(TABLE["train"])
    close(mean, TABLE["mean"])
    close(std, TABLE["std"])
    close(nn.standardize_apply(TABLE["train"], mean, std), TABLE["train_scaled"])
    close(nn.standardize_apply(TABLE["test"], mean, std), TABLE["test_scaled"])
    train, test = nn.scale_splits(TABLE["train"], TABLE["test"])
    close(train, TABLE["train_scaled"])
    close(test, TABLE["test_scaled"])


def test_table_holds_a_constant_column_whose_computed_spread_is_not_0():
    assert np.ptp(TABLE["train"][:, 2]) == 0 < np.std(TABLE["train"][:, 2])


def test_min_max_agrees_with_scikit_learn():
    close(nn.min_max_scale(TABLE["train"], -1.0, 2.0), TABLE["min_max"])


# Against mathematics ------------------------------------------------------------------------------


@given(sizes, st.integers(0, 5))
def test_shapes_are_those_of_a_forward_pass(sizes, n_samples):
    params = network(sizes)
    _, cache = nn.forward(np.ones((n_samples, sizes[0])), params, [np.tanh] * len(params))
    made = [(W.shape, b.shape, Z.shape) for (W, b), (_, Z) in zip(params, cache, strict=True)]
    assert made == nn.layer_shapes(n_samples, sizes)
    assert sum(W.size + b.size for W, b in params) == nn.count_params(sizes)


@given(sizes, st.integers(0, 2**32), st.integers(1, 5))
def test_a_batch_is_its_samples_one_by_one(sizes, seed, n_samples):
    X = np.random.default_rng(seed).normal(size=(n_samples, sizes[0]))
    params = network(sizes, seed)
    functions = [nn.tanh] * len(params)
    together, _ = nn.forward(X, params, functions)
    alone = [nn.forward(x[np.newaxis], params, functions)[0][0] for x in X]
    close(together, np.array(alone))


@given(sizes, st.integers(0, 2**32))
def test_without_activations_a_network_is_one_layer(sizes, seed):
    """Lesson 03's claim, through this lesson's `forward`."""
    rng = np.random.default_rng(seed)
    params = [(rng.normal(size=(D, H)), rng.normal(size=H)) for D, H in pairwise(sizes)]
    X = rng.normal(size=(3, sizes[0]))
    Y, _ = nn.forward(X, params, [lambda Z: Z] * len(params))
    W, b = params[0]
    for following in params[1:]:
        W, b = nn.collapse_linear(W, b, *following)
    np.testing.assert_allclose(Y, nn.dense(X, W, b), rtol=1e-8, atol=1e-8)


@given(tables)
def test_standardised_columns_have_mean_0_and_spread_1(X):
    Z = nn.standardize_apply(X, *nn.standardize_fit(X))
    varied = np.ptp(X, axis=0) > 0
    np.testing.assert_allclose(Z.mean(axis=0)[varied], 0, atol=1e-9)
    np.testing.assert_allclose(Z.std(axis=0)[varied], 1, atol=1e-9)
    np.testing.assert_allclose(Z[:, np.ptp(X, axis=0) == 0], 0, atol=1e-12)


@given(tables, st.floats(-5, 5), st.floats(0.5, 9))
def test_min_max_reaches_both_ends(X, low, length):
    Z = nn.min_max_scale(X, low, low + length)
    varied = np.ptp(X, axis=0) > 0
    np.testing.assert_allclose(Z.min(axis=0), low, atol=1e-9)
    np.testing.assert_allclose(Z.max(axis=0)[varied], low + length, atol=1e-9)
    assert np.all(Z[:, np.ptp(X, axis=0) == 0] == low)


@given(tables, st.floats(-9, 9), st.floats(0.1, 9))
def test_standardising_forgets_the_unit_of_measurement(X, shift, factor):
    """Celsius or Fahrenheit, m² or cm²: the z-scores are the same."""
    varied = np.ptp(X, axis=0) > 0
    one, other = (
        nn.standardize_apply(table, *nn.standardize_fit(table))[:, varied]
        for table in (X, factor * X + shift)
    )
    np.testing.assert_allclose(one, other, atol=1e-6)


# The judge of drawn weights -----------------------------------------------------------------------


def test_chance_loses_no_marks():
    """A right answer's spread and mean stay within the bounds, draw after draw."""
    exercise = of_lesson("02-forward-propagation")["init_params"]
    for seed in range(200):
        outcome = judge(exercise, nn.init_params, np.random.default_rng(seed))
        assert outcome.status == "passed"


@pytest.mark.parametrize("off", [0.85, 1.15])
def test_a_spread_that_is_off_by_a_seventh_is_seen(off):
    right = call([45, 100, 35], code("np.random.default_rng(1)"), "he")
    params = nn.init_params(right.args[0], np.random.default_rng(1), "he")
    wrong = [(off * W, b) for W, b in params]
    assert drawn_weights.summary(params, right) != drawn_weights.summary(wrong, right)


def test_layers_that_share_their_draws_are_seen():
    def same_draws(sizes, rng, scheme):
        seed = rng.integers(1000)
        layers = (
            nn.init_params(pair, np.random.default_rng(seed), scheme) for pair in pairwise(sizes)
        )
        return [layer for (layer,) in layers]

    exercise = of_lesson("02-forward-propagation")["init_params"]
    outcome = judge(exercise, same_draws, np.random.default_rng(0))
    assert [a.name for a in outcome.aspects if a.state != "passed"] == ["spread"]


@pytest.mark.parametrize("strange", [None, 3.0, [], [(1, 2)], [None], "ab", [([1.0], [0.0])] * 2])
def test_strange_answers_earn_nothing_and_break_nothing(strange):
    exercise = of_lesson("02-forward-propagation")["init_params"]
    outcome = judge(exercise, lambda *_: strange, np.random.default_rng(0))
    assert outcome.points == 0


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?)\s+is (?P<result>.+?)\.\s*(?:\n\s*\n|$)", re.DOTALL)


def same(got, stated):
    if isinstance(stated, list | tuple):
        assert len(got) == len(stated) and isinstance(got, list | tuple)
        for one, other in zip(got, stated, strict=True):
            same(one, other)
    else:
        assert np.shape(got) == np.shape(stated)
        close(got, stated)


@pytest.mark.parametrize("name", forward_propagation.__all__)
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = vars(forward_propagation) | {"np": np, "array": np.array}
    assert example["call"].startswith(f"{name}(")
    same(*(eval(f"({example[part]})", words) for part in ("call", "result")))


def test_core_carries_twenty_points():
    exercises = of_lesson("02-forward-propagation")
    assert sorted(exercises) == forward_propagation.__all__
    assert not any(exercise.stretch for exercise in exercises.values())
    assert sum(exercise.max_points for exercise in exercises.values()) == 20
