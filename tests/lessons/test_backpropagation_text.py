"""What lesson 06 says of the world: its numbers, its experiments, its pictures."""

import numpy as np
import pytest

from autograder.exercises import of_lesson
from workbook import nn
from workbook.plots import backpropagation, backpropagation_measured
from workbook.style import Picture

FIGURES = (
    "graph loss_along_each_weight how_wrong_and_how_steep error_against_h kink time_of_gradients"
)


@pytest.mark.parametrize("name", FIGURES.split())
def test_every_figure_says_what_it_shows(name):
    picture = getattr(backpropagation, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


def test_a_graph_before_the_way_back_tells_no_gradient():
    assert "Gradients" not in backpropagation.graph("unit", back=False).alt
    assert "−0.5 for w" in backpropagation.graph("unit").alt


def test_the_first_unit_has_the_numbers_of_the_text():
    loss, dw, db = nn.backprop_neuron(np.array([2.0]), np.array([1.0]), -2.0, 1.0)
    assert (loss, dw[0], db) == (0.25, -0.5, -0.25)
    moved, _, _ = nn.backprop_neuron(np.array([2.0]), np.array([1.01]), -2.0, 1.0)
    assert moved - loss == pytest.approx(-0.005, abs=5e-5)


def test_the_graph_of_the_topological_order_has_the_numbers_of_the_text():
    u, v = nn.Value(2.0), nn.Value(3.0)
    s = u * v
    p = s + u
    q = p * p
    L = q + s
    L.backward()
    assert (s.data, p.data, q.data, L.data) == (6, 8, 64, 70)
    assert (q.grad, p.grad, s.grad, u.grad, v.grad) == (1, 16, 17, 67, 34)


def test_symptoms_of_the_planted_bugs_are_those_of_the_text():
    starter = {name: one.starter for name, one in of_lesson("06-backpropagation").items()}
    assert starter["shared_weight_grad"](1.0, 2.0, 6.0) == (1.0, 4.0)
    layers = backpropagation_measured.errors_of_layers(starter["hidden_layer_grads"])
    assert [name for name, error in layers.items() if error > 1e-3] == ["W1", "b1"]
    batches = backpropagation_measured.errors_of_batches(starter["batch_grads"])
    assert list(batches.values()) == pytest.approx([0, 0.5, 0.9], abs=1e-6)
    true = backpropagation_measured.gradients_measured()
    for lr in (0.001, 0.1, 1.0):
        used = backpropagation_measured.gradients_used(starter["chain_step"], lr)
        assert used[1] == pytest.approx(true[1]) and abs(used[0] - true[0]) > lr
        mended = backpropagation_measured.gradients_used(nn.chain_step, lr)
        assert mended == pytest.approx(true, rel=1e-6)


def test_mended_code_passes_the_same_measurements():
    assert max(backpropagation_measured.errors_of_layers(nn.hidden_layer_grads).values()) < 1e-7
    assert max(backpropagation_measured.errors_of_batches(nn.batch_grads).values()) < 1e-7


def test_double_precision_is_best_near_the_h_of_the_course():
    steps = np.logspace(-14, 0, 57)
    double = backpropagation._error_of_sine(steps, np.float64)
    single = backpropagation._error_of_sine(steps, np.float32)
    assert 1e-7 < steps[np.argmin(double)] < 1e-4
    assert double[np.isclose(steps, 1e-5)][0] < 1e-10
    assert single.min() > 1e-7 and single[np.isclose(steps, 1e-5)][0] > 1e-4


def test_backpropagation_is_much_quicker_than_measuring():
    for inputs, units in ((8, 64), (8, 256)):
        _, measured, back = backpropagation._times(np.random.default_rng(0), inputs, units)
        assert measured > 20 * back
