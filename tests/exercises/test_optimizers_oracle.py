"""Lesson 09's references against PyTorch's trajectories, mathematics, and their own words.

The table is made by `tests/oracles/optimizers.py`; PyTorch itself is not needed here.
"""

import importlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbook.nn import optimizers

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "optimizers.npz"))

#: The second setting of the table, in this lesson's words; the first one is the defaults.
OTHER = {
    "sgd": {"lr": 0.05},
    "momentum": {"lr": 0.02, "beta": 0.5},
    "nesterov": {"lr": 0.02, "beta": 0.5},
    "adagrad": {"lr": 0.3, "eps": 0.5},
    "rmsprop": {"lr": 0.05, "rho": 0.7, "eps": 0.5},
    "adadelta": {"lr": 0.5, "rho": 0.7, "eps": 0.01},
    "adam": {"lr": 0.1, "beta1": 0.7, "beta2": 0.9, "eps": 0.5},
}
every_optimizer = pytest.mark.parametrize("name", OTHER)
gradients = arrays(float, (6, 3), elements=st.floats(-5, 5, allow_subnormal=False))


def slope(param, disturbance):
    """The gradient of the table's cost."""
    grad = np.sinh(param) + disturbance
    grad[0] += 6 * param[0]
    return grad


def walk(name, grads, start=(1.0, 1.0, 1.0), **options):
    param, state, path = np.array(start), None, []
    for grad in grads:
        param, state = getattr(optimizers, name)(param, grad, state, **options)
        path.append(param)
    return np.array(path)


@every_optimizer
@pytest.mark.parametrize("setting", ["default", "other"])
def test_a_hundred_steps_are_pytorchs(name, setting):
    options = OTHER[name] if setting == "other" else {}
    step, param, state = getattr(optimizers, name), TABLE["start"], None
    path = [param]
    for disturbance in TABLE["noise"]:
        param, state = step(param, slope(param, disturbance), state, **options)
        path.append(param)
    expected = TABLE[f"{name}_{setting}"]
    assert len(path) == 101
    np.testing.assert_allclose(path, expected, rtol=0, atol=1e-8)
    assert np.abs(expected[-1] - expected[0]).max() > 0.01, "it has moved"


def test_schedules_are_pytorchs():
    step = [optimizers.step_decay(0.3, k, 0.6, 7) for k in range(41)]
    cosine = [optimizers.cosine_schedule(0.3, k, 40, 0.01) for k in range(41)]
    np.testing.assert_allclose(step, TABLE["step_decay"], atol=1e-12)
    np.testing.assert_allclose(cosine, TABLE["cosine_schedule"], atol=1e-12)


@every_optimizer
def test_neither_param_nor_grad_nor_state_changes(name):
    step, param, grad = getattr(optimizers, name), np.ones(3), np.array([1.0, -2.0, 0.0])
    _, state = step(param, grad, None)
    one, _ = step(param, grad, state)
    two, _ = step(param, grad, state)
    np.testing.assert_array_equal(one, two)
    np.testing.assert_array_equal(param, np.ones(3))
    np.testing.assert_array_equal(grad, [1.0, -2.0, 0.0])


@given(grads=gradients)
def test_momentum_without_memory_is_sgd(grads):
    np.testing.assert_array_equal(walk("momentum", grads, beta=0.0), walk("sgd", grads))
    np.testing.assert_array_equal(walk("nesterov", grads, beta=0.0), walk("sgd", grads))


@given(grads=gradients, scale=st.floats(0.01, 100))
def test_adaptive_steps_do_not_know_the_gradients_unit(grads, scale):
    grads = np.where(np.abs(grads) < 0.1, 0.1, grads)
    for name in ("adagrad", "rmsprop", "adam"):
        one, other = (walk(name, g, eps=1e-14) for g in (grads, scale * grads))
        np.testing.assert_allclose(one, other, atol=1e-9)


@given(grads=arrays(float, (1, 3), elements=st.floats(0.1, 1000)))
def test_adams_first_step_is_the_learning_rate(grads):
    np.testing.assert_allclose(walk("adam", grads, lr=0.1), 0.9, atol=1e-6)


@given(st.floats(-5, 5).filter(lambda x: abs(x) > 0.01))
def test_adams_path_is_adams(slope_there):
    path = optimizers.adam_path(lambda theta: slope_there * theta, np.ones(1), 0.1, 20)
    param, state = np.ones(1), None
    for expected in path[1:]:
        param, state = optimizers.adam(param, slope_there * param, state, lr=0.1)
        np.testing.assert_allclose(param, expected, atol=1e-12)


def test_examples_in_the_statements():
    assert walk("momentum", [2 * np.ones(1)] * 2, lr=0.1, beta=0.5)[:, 0] == pytest.approx(
        [0.8, 0.5]
    )
    assert walk("nesterov", [2 * np.ones(1)] * 2, lr=0.1, beta=0.5)[:, 0] == pytest.approx(
        [0.7, 0.35]
    )
    threes = [np.array([3.0]), np.array([4.0])]
    assert walk("adagrad", threes, lr=0.1)[:, 0] == pytest.approx([0.9, 0.82])
    rms = walk("rmsprop", [np.array([2.0]), np.zeros(1)], lr=0.1, rho=0.75)
    assert rms[:, 0] == pytest.approx([0.8, 0.8])
    first, (_, u) = optimizers.adadelta(np.ones(1), 2 * np.ones(1), None, 1.0, 0.5, 1.0)
    assert (first[0], u[0]) == pytest.approx((-0.1547, 0.6667), abs=1e-4)
    path = optimizers.adam_path(lambda theta: np.array([4.0]), np.ones(1), 0.1, 3)
    assert path[:, 0] == pytest.approx([1.0, 0.9, 0.8, 0.7])
    assert optimizers.step_decay(0.8, 5, 0.5, 2) == pytest.approx(0.2)
    assert optimizers.cosine_schedule(0.8, 5, 10) == pytest.approx(0.4)
    assert optimizers.cosine_schedule(0.8, 99, 10) == 0


def test_everything_public_is_listed():
    module = importlib.import_module("workbook.nn.optimizers")
    assert sorted(module.__all__) == module.__all__
