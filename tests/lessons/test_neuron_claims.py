"""What lesson 01 claims, measured; and its figures, which must say what they show."""

import numpy as np
import pytest

from workbook import nn
from workbook.plots import neuron as plots
from workbook.plots import neuron_measured as measured
from workbook.style import Picture


@pytest.mark.parametrize("name", plots.__all__)
def test_every_figure_says_what_it_shows(name):
    picture = getattr(plots, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


def test_gates_need_a_bias_and_xor_needs_more():
    biases = np.arange(-12, 13) / 4
    scores = {
        name: (measured.best_score(wanted, [0.0]), measured.best_score(wanted, biases))
        for name, wanted in measured.GATES.items()
    }
    assert scores["AND"] == (0.5, 1.0)
    assert scores["OR"] == scores["NAND"] == (0.75, 1.0)
    assert scores["XOR"][1] == 0.75


def test_what_the_valley_taught_does_not_hold_on_the_mountain():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        w, b, _ = nn.train_perceptron(*measured.weather(rng, 200), lr=1.0, epochs=300)
        assert measured.share_right(*measured.weather(rng, 1000), w, b) > 0.9
        X, y = measured.weather(rng, 1000, altitude=2000)
        assert 0.4 < measured.share_right(X, y, w, b) < 0.6
        assert nn.predict(X, w, b).mean() > 0.99


def test_pressure_on_the_mountain_is_that_of_the_standard_atmosphere():
    X, _ = measured.weather(np.random.default_rng(0), 20_000, altitude=2000)
    assert 10 * X[:, 1].mean() + measured.SEA_LEVEL == pytest.approx(795, abs=1)


def test_and_is_learnt_and_xor_is_not():
    for name in ("AND", "OR", "NAND"):
        assert nn.train_perceptron(measured.PAIRS, measured.GATES[name], 1.0, 20)[2][-1] == 0
    assert min(nn.train_perceptron(measured.PAIRS, measured.GATES["XOR"], 1.0, 500)[2]) > 0


def test_damage_costs_little_by_little():
    rng = np.random.default_rng(1)
    w, b, _ = nn.train_perceptron(*measured.pictures(rng, 300), lr=1.0, epochs=20)
    X, y = measured.pictures(rng, 2000)
    shares = []
    for lost in (0.0, 0.1, 0.3, 0.5):
        damaged = np.where(rng.random(400) < lost, 0.0, w)
        shares.append(measured.share_right(X, y, damaged, b))
    assert shares[0] > 0.98 and shares[1] > 0.97 and shares[3] > 0.9


def test_the_cell_fires_faster_for_more_current():
    counts = [len(measured.spike_times(current)[2]) for current in (0.9, 1.2, 2.4)]
    assert counts[0] == 0 < counts[1] < counts[2]
    # From 0 to 1 takes 10 ms · ln(I / (I − 1)): the model's own law.
    interval = np.diff(measured.spike_times(2.4)[2]).mean()
    assert interval == pytest.approx(10 * np.log(2.4 / 1.4), abs=0.1)
