"""Lesson 05's references against PyTorch's answers, mathematics, and their own words.

The table is made by `tests/oracles/gradient_descent.py`; PyTorch itself is not needed here.
"""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.exercises import of_lesson
from workbook import nn

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "gradient_descent.npz"))
NAMES = importlib.import_module("workbook.nn.gradient_descent").__all__
LR, STEPS = 0.03, 25

moderate = st.floats(-3, 3)
curvatures = arrays(float, 3, elements=st.floats(0.1, 8))


def wavy(x):
    """The cost of the table."""
    return np.exp(x[0] / 2) + x[0] ** 2 + x[1] ** 2 + x[2] ** 2 / 2 + np.sin(x[2]) * x[1]


def turned(eigenvalues, seed):
    """A symmetric matrix that has these eigenvalues, in a random orthogonal basis."""
    n = len(eigenvalues)
    Q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(n, n)))
    return (Q * eigenvalues) @ Q.T


# The name that is a module and a function ---------------------------------------------------------


def test_the_module_is_imported_by_name_and_the_function_from_the_library():
    module = importlib.import_module("workbook.nn.gradient_descent")
    assert callable(nn.gradient_descent) and nn.gradient_descent is module.gradient_descent


# Against PyTorch ----------------------------------------------------------------------------------


def test_measured_gradients_agree_with_pytorch():
    got = [nn.numeric_grad(wavy, point, 1e-5) for point in TABLE["points"]]
    np.testing.assert_allclose(got, TABLE["gradients"], atol=1e-8)


def test_measured_hessians_agree_with_pytorch():
    got = [nn.numeric_hessian(wavy, point, 1e-4) for point in TABLE["points"]]
    np.testing.assert_allclose(got, TABLE["hessians"], atol=1e-5)


def test_path_agrees_with_pytorchs_descent():
    def slope(theta):
        return nn.numeric_grad(wavy, theta, 1e-5)

    path = nn.gradient_descent(slope, TABLE["points"][0], LR, STEPS)
    np.testing.assert_allclose(path, TABLE["path"], atol=1e-7)
    step = nn.gd_step(TABLE["points"][0], TABLE["gradients"][0], LR)
    np.testing.assert_allclose(step, TABLE["path"][1], atol=1e-12)


def test_line_agrees_with_pytorchs_layer():
    arguments = [TABLE[name] for name in ("X", "y", "w")]
    dw, db = nn.linear_regression_grad(*arguments, float(TABLE["b"]))
    np.testing.assert_allclose(dw, TABLE["dw"], rtol=1e-10)
    np.testing.assert_allclose(db, TABLE["db"], rtol=1e-10)
    w, b = nn.fit_linear(TABLE["X"], TABLE["y"], LR, STEPS)
    np.testing.assert_allclose(w, TABLE["fitted_w"], rtol=1e-10)
    np.testing.assert_allclose(b, TABLE["fitted_b"], rtol=1e-10)


def test_kinds_and_edges_agree_with_pytorchs_eigenvalues():
    kinds = {"minimum": 0, "maximum": 0, "saddle": 0}
    for H, eigenvalues in zip(TABLE["matrices"], TABLE["eigenvalues"], strict=True):
        low, high = eigenvalues[0], eigenvalues[-1]
        kind = "minimum" if low > 0 else "maximum" if high < 0 else "saddle"
        kinds[kind] += 1
        assert nn.classify_stationary(H) == kind
        if kind == "minimum":
            np.testing.assert_allclose(nn.max_stable_lr(H), 2 / high, rtol=1e-10)
    assert min(kinds.values()) >= 10


# Against mathematics ------------------------------------------------------------------------------


@given(arrays(float, (2, 3), elements=moderate), arrays(float, (2, 3), elements=moderate))
def test_central_difference_is_exact_for_a_quadratic(A, X):
    def f(x):
        return np.sum(A * x**2) + x[0, 0] * x[1, 2]

    mixed = np.zeros((2, 3))
    mixed[0, 0], mixed[1, 2] = X[1, 2], X[0, 0]
    np.testing.assert_allclose(nn.numeric_grad(f, X, 0.5), 2 * A * X + mixed, atol=1e-9)


@given(curvatures, st.integers(0, 2**32), st.floats(0.02, 0.98))
def test_below_the_edge_the_distance_shrinks_with_every_step(eigenvalues, seed, share):
    H = turned(eigenvalues, seed)
    lr = share * nn.max_stable_lr(H)
    path = nn.gradient_descent(lambda theta: H @ theta, np.ones(3), lr, 20)
    assert np.all(np.diff(np.linalg.norm(path, axis=1)) <= 1e-12)


@given(curvatures, st.integers(0, 2**32), st.floats(1.02, 2))
def test_above_the_edge_the_steepest_direction_grows(eigenvalues, seed, share):
    H = turned(eigenvalues, seed)
    steepest = np.linalg.eigh(H)[1][:, -1]
    lr = share * nn.max_stable_lr(H)
    path = nn.gradient_descent(lambda theta: H @ theta, steepest, lr, 20)
    assert np.all(np.diff(np.abs(path @ steepest)) > 0)


@given(arrays(float, 4, elements=st.sampled_from([-2.0, -0.5, 0.0, 1e-9, 1.0])), st.integers(0, 99))
def test_kind_is_that_of_the_eigenvalues(eigenvalues, seed):
    counted = np.where(np.abs(eigenvalues) < 1e-6, 0, eigenvalues)
    signs = set(np.sign(counted))
    expected = "flat"
    if {1, -1} <= signs:
        expected = "saddle"
    elif signs == {1}:
        expected = "minimum"
    elif signs == {-1}:
        expected = "maximum"
    assert nn.classify_stationary(turned(eigenvalues, seed)) == expected


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 3))
def test_gradient_of_a_line_agrees_with_the_measured_one(seed, N, D):
    rng = np.random.default_rng(seed)
    X, y, theta = rng.normal(size=(N, D)), rng.normal(size=N), rng.normal(size=D + 1)

    def cost(theta):
        return np.mean((X @ theta[:-1] + theta[-1] - y) ** 2)

    dw, db = nn.linear_regression_grad(X, y, theta[:-1], theta[-1])
    measured = nn.numeric_grad(cost, theta, 1e-4)
    np.testing.assert_allclose(np.append(dw, db), measured, atol=1e-7)


@given(st.integers(0, 2**32))
def test_many_steps_reach_least_squares(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(30, 2)), rng.normal(3, 2, 30)
    wide = np.column_stack([X, np.ones(30)])
    edge = nn.max_stable_lr(2 / 30 * wide.T @ wide)
    w, b = nn.fit_linear(X, y, 0.5 * edge, 600)
    expected = np.linalg.lstsq(wide, y, rcond=None)[0]
    np.testing.assert_allclose(np.append(w, b), expected, atol=1e-6)


@given(st.integers(0, 2**32), st.floats(0.1, 2.4), st.integers(0, 12))
def test_best_point_is_the_best_of_the_path(seed, lr, steps):
    H = turned(np.array([0.3, 1.0]), seed)
    start = np.random.default_rng(seed).normal(size=2)

    def f(theta):
        return float(theta @ H @ theta) / 2

    best, cost = nn.descend_keep_best(f, lambda theta: H @ theta, start, lr, steps)
    path = nn.gradient_descent(lambda theta: H @ theta, start, lr, steps)
    costs = [f(theta) for theta in path]
    assert cost == min(costs) == f(best)
    np.testing.assert_array_equal(best, path[int(np.argmin(costs))])


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?)\s+is (?P<result>.+?)\.(?:\s|$)", re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = {"np": np, "array": np.array} | {name: getattr(nn, name) for name in NAMES}
    got, stated = (eval(f"({example[part]})", words) for part in ("call", "result"))
    assert example["call"].startswith(f"{name}(")
    if isinstance(stated, str):
        assert got == stated
        return
    for one, other in zip(got, stated, strict=True) if type(got) is tuple else [(got, stated)]:
        assert np.shape(one) == np.shape(other)
        np.testing.assert_allclose(one, other, atol=1e-9)


def test_core_carries_twenty_points():
    exercises = of_lesson("05-gradient-descent")
    assert sorted(exercises) == NAMES
    core = [exercise for exercise in exercises.values() if not exercise.stretch]
    assert len(core) == 8 and sum(exercise.max_points for exercise in core) == 20
