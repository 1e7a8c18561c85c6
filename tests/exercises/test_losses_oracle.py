"""Lesson 04's references against PyTorch's answers, mathematics, and their own words.

The table is made by `tests/oracles/losses.py`; PyTorch itself is not needed here.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.exercises.losses import layer_mse as break_it
from workbook.nn import losses as nn
from workbook.nn.activations import sigmoid, softmax

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "losses.npz"))
TOLERANCE = 1e-10

PLAIN = ["mse", "mae", "log_cosh"]
PARAMETERS = {"huber": "deltas", "quantile_loss": "taus", "eps_insensitive": "widths"}
FROM = {  # what a cost is computed from, beside y_true and y_pred
    "bce_from_logits": ("labels", "logits"),
    "binary_cross_entropy": ("labels", "probabilities"),
    "hinge": ("signs", "margin_scores"),
}
EXAMPLES = {"huber": (1.5,), "quantile_loss": (0.3,), "eps_insensitive": (0.7,)}

small = st.floats(-20, 20)
tables = arrays(float, (4, 3), elements=small)


def close(got, expected, tolerance=TOLERANCE):
    np.testing.assert_allclose(got, expected, rtol=tolerance, atol=tolerance)


def one_hot_rows():
    return nn.one_hot(TABLE["class_numbers"], 5)


# Against PyTorch ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PLAIN, *(f"{name}_grad" for name in PLAIN)])
def test_regression_agrees_with_pytorch(name):
    close(getattr(nn, name)(TABLE["y_true"], TABLE["y_pred"]), TABLE[name])


@pytest.mark.parametrize("name", [*PARAMETERS, *(f"{name}_grad" for name in PARAMETERS)])
def test_regression_with_a_parameter_agrees_with_pytorch(name):
    for value, expected in zip(
        TABLE[PARAMETERS[name.removesuffix("_grad")]], TABLE[name], strict=True
    ):
        at_kinks = name == "quantile_loss_grad" and (TABLE["y_true"] == TABLE["y_pred"])
        got = getattr(nn, name)(TABLE["y_true"], TABLE["y_pred"], value)
        close(np.where(at_kinks, expected, got), expected)


@pytest.mark.parametrize("name", [*FROM, "bce_from_logits_grad", "hinge_grad"])
def test_yes_or_no_agrees_with_pytorch(name):
    y_true, y_pred = (TABLE[part] for part in FROM[name.removesuffix("_grad")])
    close(getattr(nn, name)(y_true, y_pred), TABLE[name])


def test_classes_agree_with_pytorch():
    Y = one_hot_rows()
    close(nn.one_hot(TABLE["class_numbers"], 6), TABLE["one_hot"])
    close(nn.cross_entropy(Y, TABLE["class_probabilities"]), TABLE["cross_entropy"])
    close(nn.softmax_cross_entropy(Y, TABLE["scores"]), TABLE["softmax_cross_entropy"])
    close(nn.softmax_cross_entropy_grad(Y, TABLE["scores"]), TABLE["softmax_cross_entropy_grad"])


def test_layer_agrees_with_pytorch():
    parts = (TABLE[name] for name in ("y", "X", "W", "b"))
    close(nn.layer_mse(*parts), TABLE["layer_mse"])


def test_table_holds_the_kinks():
    assert np.any(TABLE["y_true"] == TABLE["y_pred"])
    assert TABLE["mae_grad"][TABLE["y_true"] == TABLE["y_pred"]] == 0
    assert TABLE["signs"][0] * TABLE["margin_scores"][0] == 1 and TABLE["hinge_grad"][0] == 0


# Against mathematics ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in nn.__all__ if name.endswith("_grad")])
@given(y_true=tables, y_pred=tables)
def test_gradient_agrees_with_central_differences(name, y_true, y_pred):
    cost, slope = getattr(nn, name.removesuffix("_grad")), getattr(nn, name)
    parameters = EXAMPLES.get(name.removesuffix("_grad"), ())
    if name.startswith("softmax"):
        y_true = nn.one_hot(np.abs(y_true[:, 0]).astype(int) % 3, 3)
    elif name.startswith("bce"):
        y_true = (y_true > 0) * 1.0
    elif name.startswith("hinge"):
        y_true = np.where(y_true > 0, 1.0, -1.0)
    h = 1e-5
    got = slope(y_true, y_pred, *parameters)
    assert got.shape == y_pred.shape
    for place in np.ndindex(y_pred.shape):
        distance = abs(y_pred[place] - y_true[place])
        kinks = [0.0, *parameters, abs(1 - y_true[place] * y_pred[place]) + distance]
        if min(abs(distance - kink) for kink in kinks) < 1e-3:
            continue
        nudge = np.zeros_like(y_pred)
        nudge[place] = h
        ends = [cost(y_true, y_pred + step, *parameters) for step in (nudge, -nudge)]
        assert got[place] == pytest.approx((ends[0] - ends[1]) / (2 * h), abs=1e-6, rel=1e-6)


@given(tables, tables, st.floats(0.01, 0.99))
def test_family_of_regression_costs(y_true, y_pred, tau):
    """What one cost becomes of another: half of MAE, all of MAE, half of MSE."""
    close(nn.quantile_loss(y_true, y_pred, 0.5), nn.mae(y_true, y_pred) / 2)
    close(nn.eps_insensitive(y_true, y_pred, 0.0), nn.mae(y_true, y_pred))
    close(nn.huber(y_true, y_pred, 100.0), nn.mse(y_true, y_pred) / 2)
    both = nn.quantile_loss(y_true, y_pred, tau) + nn.quantile_loss(y_pred, y_true, tau)
    close(both, nn.mae(y_true, y_pred))
    assert nn.log_cosh(y_true, y_pred) <= nn.huber(y_true, y_pred, 1.0) + TOLERANCE


@given(arrays(float, 7, elements=small, unique=True), st.sampled_from([0.1, 0.25, 0.5, 0.8]))
def test_best_constants(x, tau):
    """The mean minimises the square, the median the absolute value, a quantile its pinball."""
    best = {
        "mse": (np.mean(x), ()),
        "mae": (np.median(x), ()),
        "quantile_loss": (np.quantile(x, tau, method="inverted_cdf"), (tau,)),
    }
    for name, (constant, parameters) in best.items():
        cost = getattr(nn, name)
        lowest = cost(x, np.full(7, constant), *parameters)
        others = [cost(x, np.full(7, c), *parameters) for c in np.linspace(-20, 20, 81)]
        assert lowest <= min(others) + 1e-12


@given(arrays(float, (5, 4), elements=small), st.integers(0, 2**32))
def test_probabilities_and_logits_tell_the_same_cost(logits, seed):
    rng = np.random.default_rng(seed)
    Y = nn.one_hot(rng.integers(0, 4, 5), 4)
    close(nn.softmax_cross_entropy(Y, logits), nn.cross_entropy(Y, softmax(logits), 1e-300), 1e-8)
    z = logits.clip(-12, 12)
    close(nn.bce_from_logits(Y, z), nn.binary_cross_entropy(Y, sigmoid(z)), 1e-8)


@given(arrays(float, 5, elements=small))
def test_binary_cross_entropy_is_that_of_two_classes(z):
    y = np.array([1.0, 0.0, 1.0, 1.0, 0.0])
    two = np.stack([np.zeros(5), z], axis=1)
    close(nn.softmax_cross_entropy(np.stack([1 - y, y], axis=1), two), nn.bce_from_logits(y, z))


@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_knowing_nothing_costs_ln_k(classes):
    Y = nn.one_hot(np.arange(7) % classes, classes)
    close(nn.softmax_cross_entropy(Y, np.zeros((7, classes))), np.log(classes))


def test_cost_that_compares_all_with_all():
    """What the planted bug computes: for a perfect layer, twice the variance."""
    y = TABLE["y"]
    perfect = (np.zeros((6, 3)) + np.eye(6)[:, :3], np.zeros((3, 1)), np.zeros(1))
    assert nn.layer_mse(np.zeros(6), *perfect) == 0
    X, W, b = y[:, np.newaxis], np.ones((1, 1)), np.zeros(1)
    assert nn.layer_mse(y, X, W, b) == 0
    close(break_it.starter(y, X, W, b), 2 * np.var(y))


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?)\s+is (?P<result>.+?)\.\s*(?:\n\s*\n|$)", re.DOTALL)


@pytest.mark.parametrize("name", nn.__all__)
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = vars(nn) | {"np": np, "array": np.array}
    got, stated = (eval(f"({example[part]})", words) for part in ("call", "result"))
    assert example["call"].startswith(f"{name}(")
    assert np.shape(got) == np.shape(stated)
    close(got, stated)


@pytest.mark.parametrize(
    "name", [name for name in nn.__all__ if "logit" in name or "cosh" in name or "softmax" in name]
)
def test_takes_a_thousand_without_a_warning(name):
    """±1000 in, finite and warning-free out."""
    y_true = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    far = np.array([[-1000.0, 1000.0, 0.0], [1000.0, 1000.0, -1000.0]])
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        assert np.isfinite(getattr(nn, name)(y_true, far)).all()


def test_edges_of_probability_cost_what_the_floor_says():
    with np.errstate(all="raise"):
        assert nn.binary_cross_entropy(np.ones(1), np.zeros(1)) == pytest.approx(-np.log(1e-12))
        assert nn.cross_entropy(np.eye(2)[:1], np.eye(2)[1:]) == pytest.approx(-np.log(1e-12))
        assert nn.cross_entropy(np.eye(2), np.eye(2)) == 0


@pytest.mark.parametrize("name", [name for name in nn.__all__ if not name.endswith("_grad")])
def test_costs_are_plain_floats(name):
    arguments = {"one_hot": (np.array([0]), 2), "layer_mse": (np.ones(1), *[np.ones((1, 1))] * 3)}
    defaults = (np.ones((2, 1)), np.full((2, 1), 0.5), *EXAMPLES.get(name, ()))
    result = getattr(nn, name)(*arguments.get(name, defaults))
    assert type(result) is (np.ndarray if name == "one_hot" else float)
