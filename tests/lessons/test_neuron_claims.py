"""What lesson 01 claims, measured; and its figures, which must say what they show."""

import itertools

import numpy as np
import pytest

from workbook import nn
from workbook.plots import neuron_measured as measured


def test_gates_need_a_bias_and_xor_needs_more():
    biases = np.arange(-12, 13) / 4
    scores = {
        name: (measured.best_score(wanted, [0.0]), measured.best_score(wanted, biases))
        for name, wanted in measured.GATES.items()
    }
    assert scores["AND"] == (0.5, 1.0)
    assert scores["OR"] == scores["NAND"] == (0.75, 1.0)
    assert scores["XOR"][1] == 0.75


def test_all_gates_but_xor_and_its_opposite_are_linearly_separable():
    out_of_reach = [answers for answers, best in measured.all_gates() if best < 1]
    assert out_of_reach == [(0, 1, 1, 0), (1, 0, 0, 1)]


@pytest.mark.parametrize(("inputs", "separable"), [(2, 14), (3, 104), (4, 1882)])
def test_separable_gates_become_rare(inputs, separable):
    """Counted: whole weights up to the number of inputs reach every separable gate that small."""
    corners = np.array(list(itertools.product((0, 1), repeat=inputs)))
    weights = np.array(list(itertools.product(range(-inputs, inputs + 1), repeat=inputs)))
    sums = corners @ weights.T
    gates = set()
    for b in np.arange(-(inputs**2) - 0.5, inputs**2 + 1.5):
        gates |= {gate.tobytes() for gate in np.unique(sums + b >= 0, axis=1).T}
    assert len(gates) == separable


def test_a_gate_that_undoes_nothing_need_not_be_separable():
    """What "x1 and x2, or x3 and x4" answers with 1 adds up to what it answers with 0."""
    ones = np.array([[1, 1, 0, 0], [0, 0, 1, 1]])
    zeros = np.array([[1, 0, 1, 0], [0, 1, 0, 1]])
    answers = [bool((x[0] and x[1]) or (x[2] and x[3])) for x in np.vstack([ones, zeros])]
    assert answers == [True, True, False, False]
    assert np.array_equal(ones.sum(axis=0), zeros.sum(axis=0))


def test_doubled_weights_bring_the_line_nearer_unless_the_bias_is_doubled_too():
    def distance(w, b):
        return abs(b) / np.hypot(*w)

    w, b = np.array([3.0, 4.0]), -10.0
    assert (distance(w, b), distance(2 * w, b), distance(2 * w, 2 * b)) == (2, 1, 2)
    X = np.random.default_rng(0).normal(0, 3, (500, 2))
    assert np.array_equal(nn.predict(X, w, b), nn.predict(X, 2 * w, 2 * b))
    assert not np.array_equal(nn.predict(X, w, b), nn.predict(X, 2 * w, b))


def test_what_the_valley_taught_does_not_hold_on_the_mountain():
    right, says_rain = measured.five_units_abroad(0)
    assert right.min() > 0.9
    right, says_rain = measured.five_units_abroad(100)  # "about three answers in ten"
    assert right.min() > 0.62 and right.max() < 0.8
    right, says_rain = measured.five_units_abroad(2000)
    assert right.min() > 0.4 and right.max() < 0.6
    assert says_rain.min() > 0.99


def test_the_valley_never_has_a_pressure_of_the_mountain():
    """The question: every pressure of the mountain is far lower than any in the valley."""
    for seed in range(5):
        valley, _ = measured.weather(np.random.default_rng(seed), 20_000)
        mountain, _ = measured.weather(np.random.default_rng(seed + 5), 20_000, altitude=2000)
        assert 10 * (valley[:, 1].min() - mountain[:, 1].max()) > 50  # hPa


def test_xor_is_wrong_three_times_or_more_in_every_epoch():
    assert min(nn.train_perceptron(measured.PAIRS, measured.GATES["XOR"], 1.0, 500)[2]) >= 3


def test_pressure_on_the_mountain_is_that_of_the_standard_atmosphere():
    X, _ = measured.weather(np.random.default_rng(0), 20_000, altitude=2000)
    assert 10 * X[:, 1].mean() + measured.SEA_LEVEL == pytest.approx(795, abs=1)


def test_and_is_learnt_and_xor_is_not():
    for name in ("AND", "OR", "NAND"):
        assert nn.train_perceptron(measured.PAIRS, measured.GATES[name], 1.0, 20)[2][-1] == 0
    assert min(nn.train_perceptron(measured.PAIRS, measured.GATES["XOR"], 1.0, 500)[2]) > 0


def test_damage_costs_little_by_little():
    worst = [measured.five_damaged(lost).min() for lost in (0.0, 0.1, 0.3, 0.5)]
    assert worst[0] > 0.98 and worst[1] > 0.97 and worst[3] > 0.88


def test_connections_of_the_cortex_are_those_of_the_text():
    connections = 16_000_000_000 * 7_000
    assert round(connections / 1e14) == 1
    assert connections / (60 * 60 * 24 * 365) == pytest.approx(3.6e6, rel=0.02)
    of_the_cerebellum = 69 / 86  # Azevedo and others, 2009
    assert of_the_cerebellum == pytest.approx(4 / 5, abs=0.01)


def test_the_cell_fires_faster_for_more_current():
    counts = [len(measured.spike_times(current)[2]) for current in (0.9, 1.2, 2.4)]
    assert counts[0] == 0 < counts[1] < counts[2]
    # From 0 to 1 takes 10 ms · ln(I / (I − 1)): the model's own law.
    interval = np.diff(measured.spike_times(2.4)[2]).mean()
    assert interval == pytest.approx(10 * np.log(2.4 / 1.4), abs=0.1)
