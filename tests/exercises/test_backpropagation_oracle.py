"""Lesson 06's references against PyTorch's autograd, central differences, and their own words.

The table is made by `tests/oracles/backpropagation.py`; PyTorch itself is not needed here.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.exercises import of_lesson
from workbook import nn
from workbook.nn import backpropagation

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "backpropagation.npz"))
TOLERANCE = 1e-10
ONE_INPUT = (lambda value, _: value.tanh(), lambda value, _: value.relu())
OPERATIONS = (lambda u, v: u + v, lambda u, v: u * v, *ONE_INPUT)

moderate = st.floats(-3, 3)


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=TOLERANCE, atol=TOLERANCE)


# Against PyTorch ----------------------------------------------------------------------------------


def test_single_steps_agree_with_pytorch():
    u, v, arriving = TABLE["u"], TABLE["v"], TABLE["arriving"]
    close(nn.add_backward(u, v, arriving), TABLE["add"])
    close(nn.mul_backward(u, v, arriving), TABLE["mul"])
    close(nn.sigmoid_backward(TABLE["z"], arriving), TABLE["sigmoid"])


def test_unit_agrees_with_pytorch():
    rows = zip(TABLE["X"], TABLE["weights"], TABLE["biases"], TABLE["y"], strict=True)
    for arguments, (loss, *gradients) in zip(rows, TABLE["unit"], strict=True):
        got, dw, db = nn.backprop_neuron(*arguments)
        close([got, *dw, db], [loss, *gradients])


def test_batch_agrees_with_pytorch():
    cost, dw, db = nn.batch_grads(
        TABLE["X"], TABLE["y"], TABLE["weights"][0], float(TABLE["biases"][0])
    )
    close([cost, *dw, db], TABLE["batch"])


def test_hidden_layer_agrees_with_pytorch():
    arguments = [TABLE[name] for name in ("x", "W1", "b1", "w2", "b2", "label")]
    expected = [TABLE[name] for name in ("loss", "dW1", "db1", "dw2", "db2")]
    for got, wanted in zip(nn.hidden_layer_grads(*arguments), expected, strict=True):
        assert np.shape(got) == wanted.shape
        close(got, wanted)


def test_two_units_in_a_row_agree_with_pytorch():
    rows = zip(TABLE["chains"], TABLE["shared"], TABLE["stepped"], strict=True)
    for (x, w1, w2, y), shared, stepped in rows:
        close(nn.shared_weight_grad(x, w1, y), shared)
        close(nn.chain_step(x, w1, w2, y, float(TABLE["lr"])), stepped)


@pytest.mark.parametrize("number", range(len(TABLE["programs"])))
def test_random_graph_agrees_with_pytorch(number):
    leaves = [nn.Value(float(data)) for data in TABLE["leaves"][number]]
    values = list(leaves)
    for operation, one, other in TABLE["programs"][number]:
        values.append(OPERATIONS[operation](values[one], values[other]))
    values[-1].backward()
    close(values[-1].data, TABLE["results"][number])
    close([value.grad for value in leaves], TABLE["leaf_grads"][number])


def test_random_graphs_are_worth_checking():
    assert np.count_nonzero(TABLE["leaf_grads"]) > 80
    operations, uses = TABLE["programs"][:, :, 0], TABLE["programs"][:, :, 1:]
    assert set(operations.ravel()) == {0, 1, 2, 3}
    assert all(len(set(one.ravel())) < one.size for one in uses)


# Against mathematics ------------------------------------------------------------------------------


@given(arrays(float, 4, elements=moderate), arrays(float, 4, elements=moderate), moderate)
def test_unit_passes_its_own_gradient_check(x, w, b):
    def both(theta):
        loss, dw, db = nn.backprop_neuron(x, theta[:4], theta[4], 1.0)
        return loss, np.append(dw, db)

    measured = nn.numeric_grad(lambda theta: both(theta)[0], np.append(w, b), 1e-5)
    np.testing.assert_allclose(both(np.append(w, b))[1], measured, atol=1e-8)


@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 4), st.integers(1, 6))
def test_gradients_agree_with_central_differences(seed, D, H, N):
    rng = np.random.default_rng(seed)
    X, y, w = rng.normal(size=(N, D)), rng.uniform(0, 1, N), rng.normal(size=D)
    _, dw, _ = nn.batch_grads(X, y, w, 0.3)
    measured = nn.numeric_grad(lambda w: nn.batch_grads(X, y, w, 0.3)[0], w, 1e-5)
    np.testing.assert_allclose(dw, measured, atol=1e-8)
    x, W1, b1, w2 = X[0], rng.normal(size=(D, H)), rng.normal(size=H), rng.normal(size=H)
    _, _, db1, _, _ = nn.hidden_layer_grads(x, W1, b1, w2, 0.5, 1.0)
    measured = nn.numeric_grad(
        lambda b1: nn.hidden_layer_grads(x, W1, b1, w2, 0.5, 1.0)[0], b1, 1e-5
    )
    np.testing.assert_allclose(db1, measured, rtol=1e-7, atol=1e-7)


def test_a_batch_is_the_mean_of_its_samples():
    X, y, w, b = TABLE["X"], TABLE["y"], TABLE["weights"][1], float(TABLE["biases"][1])
    losses, dws, dbs = zip(
        *(nn.backprop_neuron(x, w, b, one) for x, one in zip(X, y, strict=True)), strict=True
    )
    cost, dw, db = nn.batch_grads(X, y, w, b)
    close([cost, *dw, db], [np.mean(losses), *np.mean(dws, axis=0), np.mean(dbs)])


@given(arrays(float, 3, elements=st.floats(0.5, 2)), st.integers(0, 2), st.floats(1.01, 4))
def test_check_finds_a_factor_and_its_place(x, where, factor):
    wrong = np.ones(3)
    wrong[where] = factor
    error, found = nn.grad_check(lambda x: np.sum(x**3), lambda x: 3 * x**2 * wrong, x)
    assert found == where
    np.testing.assert_allclose(error, 1 - 1 / factor, atol=1e-6)


@given(arrays(float, 3, elements=st.floats(0.5, 2)))
def test_check_is_content_with_what_is_right(x):
    assert nn.grad_check(lambda x: np.sum(np.sin(x)), np.cos, x)[0] < 1e-7


def test_check_reads_as_the_lesson_says():
    """A turned sign gives 2, no gradient 1, a factor k gives 1 − 1/k; a kink is reported."""
    x = np.array([1.0, 2.0])
    for factor, error in ((-1, 2.0), (0, 1.0), (2, 0.5), (0.1, 0.9)):
        found, _ = nn.grad_check(lambda x: np.sum(x**2), lambda x, k=factor: 2 * k * x, x)
        np.testing.assert_allclose(found, error, rtol=1e-6)
    kink, _ = nn.grad_check(lambda z: nn.relu(z[0]), nn.relu_grad, np.array([4e-6]))
    np.testing.assert_allclose(kink, 0.3, rtol=1e-6)


def test_gradients_accumulate_over_calls_of_backward():
    u, v = nn.Value(2.0), nn.Value(3.0)
    (u * v).backward()
    (u + v).backward()
    assert (u.grad, v.grad, u.data, v.data) == (4.0, 3.0, 2.0, 3.0)


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?)\s+is (?P<result>.+?)\.\s*(?:\n\s*\n|$)", re.DOTALL)


@pytest.mark.parametrize("name", [name for name in backpropagation.__all__ if name != "Value"])
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = vars(backpropagation) | {"np": np, "array": np.array}
    got, stated = (eval(f"({example[part]})", words) for part in ("call", "result"))
    assert example["call"].startswith(f"{name}(")
    for one, other in zip(got, stated, strict=True) if type(got) is tuple else [(got, stated)]:
        assert np.shape(one) == np.shape(other)
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


def test_example_of_value_is_true():
    u = nn.Value(3.0)
    L = u * u + u
    L.backward()
    assert "L.data is 12.0 and u.grad is 7.0" in nn.Value.__doc__
    assert (L.data, u.grad) == (12.0, 7.0)


def test_core_carries_twenty_points():
    exercises = of_lesson("06-backpropagation")
    assert sorted(exercises) == sorted(backpropagation.__all__)
    assert sum(exercise.max_points for exercise in exercises.values()) == 20
    assert sum(exercise.starter is not None for exercise in exercises.values()) == 4
