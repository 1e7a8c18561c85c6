"""Lesson 01's references against PyTorch, scikit-learn, mathematics, and their own words.

The table is made by `tests/oracles/neuron.py`; neither library is needed here.
"""

import importlib
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from autograder.exercises import of_lesson
from workbook import nn

TABLE = dict(np.load(Path(__file__).parents[1] / "oracles" / "neuron.npz"))
PAIRS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}

neuron = importlib.import_module("workbook.nn.neuron")  # nn.neuron is the function
quarters = st.integers(-12, 12).map(lambda number: number / 4)


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-10)


# Against PyTorch and scikit-learn -----------------------------------------------------------------


def test_sums_agree_with_pytorch():
    w, b = TABLE["w"], float(TABLE["b"])
    close([nn.weighted_sum(x, w, b) for x in TABLE["X"]], TABLE["sums"])
    close([nn.neuron(x, w, b, np.tanh) for x in TABLE["X"]], TABLE["tanh_of_sums"])


def test_answers_agree_with_pytorch():
    close(nn.predict(TABLE["X"], TABLE["w"], float(TABLE["b"])), TABLE["answers"])
    close(nn.step(TABLE["z"]), TABLE["step"])
    assert 0.0 in TABLE["z"] and set(TABLE["answers"]) == {0.0, 1.0}


def test_training_agrees_with_scikit_learn():
    for lr, epochs, w, b in zip(
        TABLE["rates"], TABLE["epochs"], TABLE["trained_w"], TABLE["trained_b"], strict=True
    ):
        got_w, got_b, mistakes = nn.train_perceptron(
            TABLE["samples"], TABLE["labels"], float(lr), int(epochs)
        )
        close(got_w, w)
        close(got_b, b)
        assert len(mistakes) == epochs and mistakes[0] > 0


# Against mathematics ------------------------------------------------------------------------------


@given(arrays(float, 4, elements=quarters), arrays(float, 4, elements=quarters), quarters)
def test_sum_is_linear_in_each_input(x, w, b):
    doubled = nn.weighted_sum(2 * x, w, b) - b
    assert doubled == 2 * (nn.weighted_sum(x, w, b) - b)
    assert nn.weighted_sum(np.zeros(4), w, b) == b


@given(arrays(float, (5, 3), elements=quarters), arrays(float, 3, elements=quarters), quarters)
def test_many_samples_are_one_sample_many_times(X, w, b):
    one_by_one = [nn.neuron(x, w, b, nn.step) for x in X]
    assert nn.predict(X, w, b).tolist() == [float(a) for a in one_by_one]


@given(quarters.filter(bool), quarters)
def test_the_bias_puts_the_switch_at_minus_b_by_w(w, b):
    left, right = np.array([[-b / w - 0.01], [-b / w + 0.01]])
    answers = nn.predict(np.array([left, right]), np.array([w]), b)
    assert answers.tolist() == ([0.0, 1.0] if w > 0 else [1.0, 0.0])


@pytest.mark.parametrize("name", GATES)
def test_gates_are_the_gates(name):
    w, b = nn.gate_weights(name)
    assert nn.predict(PAIRS, w, b).tolist() == GATES[name]
    assert np.abs(PAIRS @ w + b).min() > 0.1, "no point lies on the line itself"


def test_xor_is_python_s_own():
    for one, other in itertools.product((0.0, 1.0), repeat=2):
        assert nn.xor(one, other) == float(bool(one) ^ bool(other))


@given(
    arrays(float, 3, elements=quarters),
    quarters,
    arrays(float, 3, elements=quarters),
    st.sampled_from([0.0, 1.0]),
    st.sampled_from([0.25, 0.5, 1.0]),
)
def test_an_update_moves_the_sum_the_right_way(w, b, x, y, lr):
    before = nn.weighted_sum(x, w, b)
    new_w, new_b = nn.perceptron_update(w, b, x, y, lr)
    moved = nn.weighted_sum(x, new_w, new_b) - before
    error = y - nn.step(before)
    assert moved == pytest.approx(lr * error * (x @ x + 1))


@given(st.integers(0, 2**32), st.sampled_from([0.25, 1.0, 2.0]))
def test_training_ends_where_a_line_exists(seed, lr):
    """Rosenblatt's rule makes at most R² / γ² mistakes (Novikoff, 1962)."""
    rng = np.random.default_rng(seed)
    direction = rng.normal(size=3)
    direction /= np.linalg.norm(direction)
    with_one = np.column_stack([rng.uniform(-1, 1, (12, 2)), np.ones(12)])
    margin = with_one @ direction
    kept = np.abs(margin) > 0.2
    X, y = with_one[kept, :2], (margin[kept] > 0) * 1.0
    mistakes = nn.train_perceptron(X, y, lr, 100)[2]
    assert sum(mistakes) <= 3 / 0.2**2 and mistakes[-1] == 0


def test_an_epoch_is_one_turn_of_training():
    X, y = TABLE["samples"], TABLE["labels"]
    w, b, counted = np.zeros(X.shape[1]), 0.0, []
    for _ in range(4):
        w, b, wrong = nn.perceptron_epoch(X, y, w, b, 0.5)
        counted.append(wrong)
    trained = nn.train_perceptron(X, y, 0.5, 4)
    close(w, trained[0])
    assert (b, counted) == (trained[1], trained[2])


# Against their own words --------------------------------------------------------------------------

EXAMPLE = re.compile(r"Example: (?P<call>.+?)\s+is (?P<result>.+?)\.\s*(?:\n|$)", re.DOTALL)


@pytest.mark.parametrize("name", [name for name in neuron.__all__ if name != "gate_weights"])
def test_example_in_the_docstring_is_true(name):
    example = EXAMPLE.search(getattr(nn, name).__doc__)
    words = vars(neuron) | {"np": np, "array": np.array}
    got, stated = (eval(f"({example[part]})", words) for part in ("call", "result"))
    assert example["call"].startswith(f"{name}(")
    for one, other in zip(got, stated, strict=True) if type(got) is tuple else [(got, stated)]:
        assert np.shape(one) == np.shape(other)
        close(one, other)


def test_nine_exercises_carry_twenty_points():
    exercises = of_lesson("01-neuron")
    assert sorted(exercises) == neuron.__all__
    assert sum(exercise.max_points for exercise in exercises.values()) == 20
    assert not any(exercise.stretch for exercise in exercises.values())
