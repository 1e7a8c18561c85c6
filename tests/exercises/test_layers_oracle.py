"""Lesson 07's references against PyTorch, against measured slopes, and against their own words.

The table is made by `tests/oracles/layers.py`; PyTorch itself is not needed here.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.exercises import of_lesson
from workbook import nn
from workbook.data import toy
from workbook.nn import layers
from workbook.plots import layers_measured as measured

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "layers.npz"))
SIZES = TABLE["sizes"].tolist()
ACTIVATIONS = ("sigmoid", "tanh", "relu")

each_activation = pytest.mark.parametrize("name", ACTIVATIONS)


def close(got, expected, tolerance=1e-10):
    assert np.shape(got) == np.shape(expected)
    np.testing.assert_allclose(got, expected, rtol=tolerance, atol=tolerance)


def flat(pairs):
    return np.concatenate([one.ravel() for pair in pairs for one in pair])


# Against PyTorch ----------------------------------------------------------------------------------


def test_dense_layer_agrees_with_pytorch():
    got = nn.dense_backward(TABLE["dZ"], TABLE["X"], TABLE["W"])
    for gradient, name in zip(got, ("dX", "dW", "db"), strict=True):
        close(gradient, TABLE[name])


@each_activation
def test_activation_agrees_with_pytorch(name):
    close(nn.activation_backward(TABLE["dA"], TABLE["Z"], name), TABLE[f"back_{name}"])


def test_classifier_agrees_with_pytorch():
    cost, gradient = nn.softmax_cross_entropy_backward(TABLE["labels"], TABLE["scores"])
    close(cost, TABLE["cost"])
    close(gradient, TABLE["dscores"])


@each_activation
def test_network_agrees_with_pytorch(name):
    params = nn.unflatten_params(TABLE["theta"], SIZES)
    cost, grads = nn.mlp_loss_and_grads(params, TABLE["inputs"], TABLE["y"], name)
    close(cost, TABLE[f"history_{name}"][0])
    close(flat(grads), TABLE[f"grads_{name}"])
    close(nn.gradient_norms(grads), TABLE[f"norms_{name}"])


@each_activation
def test_training_agrees_with_pytorch(name):
    model = nn.MLP(nn.unflatten_params(TABLE["theta"], SIZES), name)
    steps = len(TABLE[f"history_{name}"])
    model.fit(TABLE["inputs"], TABLE["y"], float(TABLE["rate"]), steps)
    close(np.array(model.loss_history), TABLE[f"history_{name}"], 1e-8)
    close(flat(model.params), TABLE[f"after_{name}"], 1e-8)
    close(model.predict_proba(TABLE["inputs"]), TABLE[f"chances_{name}"], 1e-8)


def test_stack_agrees_with_pytorch():
    params = nn.unflatten_params(TABLE["theta"], SIZES)
    logits, cache = nn.forward(TABLE["inputs"], params, [np.tanh] * 2 + [np.positive])
    dZ = nn.softmax_cross_entropy_grad(nn.one_hot(TABLE["y"], SIZES[-1]), logits)
    close(flat(nn.stack_backward(dZ, params, cache)), TABLE["grads_tanh"])


# Against measured slopes, and properties ----------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=2, max_size=4),
    name=st.sampled_from(("sigmoid", "tanh")),  # without a kink
    seed=st.integers(0, 1000),
)
def test_gradients_are_the_measured_ones(sizes, name, seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(5, sizes[0])), rng.integers(0, sizes[-1], 5)

    def at(theta):
        return nn.mlp_loss_and_grads(nn.unflatten_params(theta, sizes), X, y, name)

    theta = rng.normal(size=nn.count_params(sizes))
    measured = nn.numeric_grad(lambda t: at(t)[0], theta, 1e-5)
    np.testing.assert_allclose(flat(at(theta)[1]), measured, rtol=1e-6, atol=1e-8)


@given(seed=st.integers(0, 1000), sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5))
def test_unflatten_undoes_flatten(seed, sizes):
    params = nn.init_params(sizes, np.random.default_rng(seed), "he")
    for (W, b), (V, c) in zip(params, nn.unflatten_params(flat(params), sizes), strict=True):
        assert np.array_equal(W, V) and np.array_equal(b, c)


@given(seed=st.integers(0, 1000))
def test_a_batch_written_twice_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    params = nn.init_params([2, 3, 2], rng, "xavier")
    X, y = rng.normal(size=(4, 2)), rng.integers(0, 2, 4)
    once = nn.mlp_loss_and_grads(params, X, y, "tanh")
    twice = nn.mlp_loss_and_grads(params, np.vstack([X, X]), np.append(y, y), "tanh")
    close(once[0], twice[0])
    close(flat(once[1]), flat(twice[1]))


@each_activation
def test_gradients_add_up_from_rows_to_the_batch(name):
    params = nn.unflatten_params(TABLE["theta"], SIZES)
    X, y = TABLE["inputs"], TABLE["y"]
    rows = [
        flat(nn.mlp_loss_and_grads(params, X[n : n + 1], y[n : n + 1], name)[1])
        for n in range(len(X))
    ]
    close(np.mean(rows, axis=0), flat(nn.mlp_loss_and_grads(params, X, y, name)[1]))


# The toy data -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", toy.TOYS)
@pytest.mark.parametrize("n", [0, 1, 7, 100])
def test_toy_data_are_a_pure_function_of_the_generator(name, n):
    (X, y), (again, _) = (toy.TOYS[name](n, 0.1, np.random.default_rng(3)) for _ in range(2))
    assert X.shape == (n, 2) and y.shape == (n,) and y.dtype.kind == "i" and X.dtype == float
    assert np.array_equal(X, again)
    assert np.sum(y) == n // 2


def test_toy_shapes_are_what_they_are_called():
    rng = np.random.default_rng(0)
    X, y = toy.circles(100, 0.0, rng)
    close(np.hypot(*X.T), np.where(y == 0, 1.0, 0.5))
    X, y = toy.xor_clouds(100, 0.0, rng)
    assert np.array_equal(X[:, 0] * X[:, 1] < 0, y == 1)
    X, y = toy.moons(400, 0.0, rng)
    assert np.all(np.abs(np.mean(X, axis=0)) < 0.1)
    X, y = toy.spirals(400, 0.0, rng)
    assert np.hypot(*X.T).min() >= 0.1 and np.hypot(*X.T).max() <= 1.2


# What the lesson says -----------------------------------------------------------------------------


def test_gradients_vanish_with_sigmoid_as_the_lesson_says():
    norms = measured.norms_by_layer("sigmoid", "xavier")
    assert 1e-7 < norms[0] / norms[-1] < 1e-5
    factors = norms[1:] / norms[:-1]
    assert 3 < np.exp(np.mean(np.log(factors))) < 5
    for name, scheme in (("tanh", "xavier"), ("relu", "he")):
        norms = measured.norms_by_layer(name, scheme)
        assert 0.1 < norms[0] / norms[-1] < 10
    assert measured.norms_by_layer("relu", 0.05)[0] < 1e-7


def test_only_he_keeps_the_size_of_relu_answers():
    ends = {s: measured.spread_by_layer("relu", s)[-1] for s in (0.05, "xavier", "he", 0.6)}
    assert ends[0.05] < 1e-7 and ends["xavier"] < 0.02 and ends[0.6] > 100
    assert 0.2 < ends["he"] < 2


def test_equal_starts_stay_equal():
    X, y = toy.xor_clouds(200, 0.3, np.random.default_rng(0))
    starts = {value: measured.same_start(value) for value in (0.0, 0.5)}
    rows = measured.histories(starts | {"random": measured.random_start()}, X, y, 0.5, 600)
    assert [units for _, units in rows.values()] == [1, 1, 8]
    close(rows[0.0][0], np.full(600, np.log(2)))
    assert rows["random"][0][-1] < 0.05 < 0.4 < rows[0.5][0][-1]


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?)\s+is (?P<result>.+?)\.\s*(?:\n\s*\n|$)", re.DOTALL)


def same(got, stated):
    """Compare nested tuples and lists of numbers."""
    if isinstance(stated, tuple | list):
        assert len(got) == len(stated)
        for one, other in zip(got, stated, strict=True):
            same(one, other)
    else:
        close(got, stated, 1e-9)


@pytest.mark.parametrize("name", [name for name in layers.__all__ if name != "MLP"])
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = vars(layers) | {"np": np, "array": np.array}
    got, stated = (eval(f"({example[part]})", words) for part in ("call", "result"))
    assert example["call"].startswith(f"{name}(")
    same(got, stated)


def test_example_of_mlp_is_true():
    m = nn.MLP([(np.array([[0.0, 2.0]]), np.zeros(2))], "tanh")
    X = np.array([[1.0], [-3.0]])
    assert "m.predict(np.array([[1.0], [-3.0]])) is array([1, 0])" in nn.MLP.__doc__
    assert m.predict(X).tolist() == [1, 0]
    m.fit(X, np.array([1, 0]), 0.5, 10)
    assert len(m.loss_history) == 10 and np.all(np.diff(m.loss_history) < 0)


def test_core_carries_twenty_points():
    exercises = of_lesson("07-layers")
    assert sorted(exercises) == sorted(layers.__all__)
    assert sum(exercise.max_points for exercise in exercises.values()) == 20
    assert sum(exercise.starter is not None for exercise in exercises.values()) == 1
