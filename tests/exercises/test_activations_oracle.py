"""Lesson 03's references against PyTorch's answers, mathematics, and their own words.

The table is made by `tests/oracles/activations.py`; PyTorch itself is not needed here.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.exercises import of_lesson
from workbook import nn
from workbook.nn import activations

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "activations.npz"))
TOLERANCE = 1e-10

WITHOUT_ALPHA = ["sigmoid", "tanh", "relu"]
WITH_ALPHA = ["leaky_relu", "elu"]

moderate = st.floats(-20, 20)
any_size = st.floats(-1000, 1000)
vectors = arrays(float, st.integers(1, 6), elements=any_size)
batches = arrays(float, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=any_size)


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=TOLERANCE, atol=TOLERANCE)


# Against PyTorch ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*WITHOUT_ALPHA, *(f"{name}_grad" for name in WITHOUT_ALPHA)])
def test_curve_agrees_with_pytorch(name):
    close(getattr(nn, name)(TABLE["z"]), TABLE[name])


@pytest.mark.parametrize("name", [*WITH_ALPHA, *(f"{name}_grad" for name in WITH_ALPHA)])
def test_curve_with_alpha_agrees_with_pytorch(name):
    for alpha, expected in zip(TABLE["alphas"], TABLE[name], strict=True):
        close(getattr(nn, name)(TABLE["z"], alpha), expected)


def test_table_holds_the_kink():
    assert 0.0 in TABLE["z"] and TABLE["relu_grad"][TABLE["z"] == 0] == 0
    assert np.array_equal(TABLE["leaky_relu_grad"][:, TABLE["z"] == 0].ravel(), TABLE["alphas"])


def test_softmax_agrees_with_pytorch():
    close(nn.softmax(TABLE["scores"]), TABLE["softmax"])


def test_softmax_jacobian_agrees_with_pytorch():
    rows = TABLE["scores"].reshape(-1, TABLE["scores"].shape[-1])
    close([nn.softmax_jacobian(row) for row in rows], TABLE["softmax_jacobian"])


def test_collapsed_layer_agrees_with_two_of_pytorchs():
    W, b = nn.collapse_linear(*(TABLE[name] for name in ("W1", "b1", "W2", "b2")))
    close(TABLE["X"] @ W + b, TABLE["two_layers"])


def test_output_layer_agrees_with_pytorch():
    close(
        nn.class_probabilities(TABLE["X"], TABLE["W1"], TABLE["b1"]), TABLE["class_probabilities"]
    )


def test_maxout_agrees_with_pytorch():
    close(nn.maxout(TABLE["X"], TABLE["pieces_W"], TABLE["pieces_b"]), TABLE["maxout"])


def test_dead_fraction_agrees_with_pytorch():
    assert 0 < TABLE["dead_fraction"] < 1
    assert nn.dead_fraction(TABLE["pre_activations"]) == TABLE["dead_fraction"]


# Against mathematics ------------------------------------------------------------------------------


@given(batches)
def test_softmax_gives_probabilities(Z):
    P = nn.softmax(Z)
    assert P.shape == Z.shape and (P >= 0).all()
    close(P.sum(axis=-1), np.ones(Z.shape[:-1]))


@given(arrays(float, (3, 4), elements=moderate), st.floats(-100, 100))
def test_softmax_ignores_a_shift(Z, shift):
    np.testing.assert_allclose(nn.softmax(Z + shift), nn.softmax(Z), atol=1e-9)


@given(moderate)
def test_sigmoid_is_softmax_of_two(z):
    close(nn.softmax(np.array([0.0, z]))[1], nn.sigmoid(z))


@given(any_size)
def test_sigmoid_and_tanh_are_one_curve(z):
    close(nn.tanh(z), 2 * nn.sigmoid(2 * z) - 1)
    close(nn.sigmoid(z) + nn.sigmoid(-z), 1)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu", "elu"])
@given(z=st.floats(-6, 6).filter(lambda z: abs(z) > 1e-3), alpha=st.floats(0.05, 3))
def test_slope_agrees_with_central_difference(name, z, alpha):
    parameters = (alpha,) if name in WITH_ALPHA else ()
    curve, slope = getattr(nn, name), getattr(nn, f"{name}_grad")
    h = 1e-5
    measured = (curve(z + h, *parameters) - curve(z - h, *parameters)) / (2 * h)
    np.testing.assert_allclose(slope(z, *parameters), measured, atol=1e-8)


@given(arrays(float, 4, elements=st.floats(-4, 4)))
def test_jacobian_agrees_with_central_differences(z):
    h = 1e-5
    columns = [(nn.softmax(z + step) - nn.softmax(z - step)) / (2 * h) for step in h * np.eye(4)]
    np.testing.assert_allclose(nn.softmax_jacobian(z), np.stack(columns, axis=1), atol=1e-8)


@given(vectors)
def test_jacobian_keeps_the_sum_of_probabilities(z):
    J = nn.softmax_jacobian(z)
    close(J, J.T)
    close(J.sum(axis=1), np.zeros(len(z)))


@given(
    st.integers(0, 2**32),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(0, 3),
)
def test_collapsed_layer_equals_two_layers(seed, D, H, K, N):
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = (rng.normal(size=shape) for shape in [(D, H), H, (H, K), K])
    X = rng.normal(size=(N, D))
    W, b = nn.collapse_linear(W1, b1, W2, b2)
    assert W.shape == (D, K) and b.shape == (K,)
    close(X @ W + b, (X @ W1 + b1) @ W2 + b2)


@given(arrays(float, (3, 5), elements=st.sampled_from([-2.0, -0.5, 0.0, 0.5, 2.0])))
def test_dead_units_have_no_slope_anywhere(Z):
    assert nn.dead_fraction(Z) == np.mean(nn.relu_grad(Z).sum(axis=0) == 0)


@given(arrays(float, (4, 3), elements=any_size))
def test_maxout_contains_relu_and_size(Z):
    """ReLU is maxout of the pieces x and 0; |x| is maxout of x and −x."""
    identity, none = np.eye(3), np.zeros((2, 3))
    assert np.array_equal(nn.maxout(Z, np.stack([identity, 0 * identity]), none), nn.relu(Z))
    assert np.array_equal(nn.maxout(Z, np.stack([identity, -identity]), none), np.abs(Z))


@given(any_size, st.floats(0.05, 3))
def test_family_of_rectifiers(z, alpha):
    assert nn.leaky_relu(z, 0.0) == nn.relu(z)
    assert nn.leaky_relu(z, 1.0) == z
    assert nn.elu(z, alpha) >= -alpha


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?) is (?P<result>.+?)\.\s*(?:\n\s*\n|$)", re.DOTALL)


@pytest.mark.parametrize("name", activations.__all__)
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = vars(activations) | {"np": np, "array": np.array}
    got, stated = (eval(f"({example[part]})", words) for part in ("call", "result"))
    assert example["call"].startswith(f"{name}(")
    for one, other in zip(got, stated, strict=True) if type(got) is tuple else [(got, stated)]:
        assert np.shape(one) == np.shape(other)
        close(one, other)


@pytest.mark.parametrize("name", activations.__all__)
def test_takes_a_thousand_without_a_warning(name):
    """±1000 in, finite and warning-free out: those made of exponentials, and the rest."""
    z = np.array([[-1000.0, 0.0, 1000.0], [1000.0, 999.0, -1000.0]])
    layer = (np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), z.T, np.zeros(2))
    arguments = {
        "class_probabilities": layer,
        "collapse_linear": (z.T, np.zeros(2), np.eye(2), np.zeros(2)),
        "maxout": (layer[0], layer[1][np.newaxis], np.zeros((1, 2))),
        "softmax_jacobian": (z[0],),
        **{name: (z, 0.5) for name in activations.__all__ if name.startswith(("elu", "leaky"))},
    }
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        result = getattr(nn, name)(*arguments.get(name, (z,)))
    for part in result if isinstance(result, tuple) else [result]:
        assert np.isfinite(part).all()


def test_core_carries_twenty_points():
    exercises = of_lesson("03-activations")
    assert sorted(exercises) == activations.__all__
    core = [exercise for exercise in exercises.values() if not exercise.stretch]
    assert len(core) == 10 and sum(exercise.max_points for exercise in core) == 20
    assert all(exercise.max_points == 2 for exercise in core)
