"""What lesson 09 says of the world: its numbers by hand, its experiments, its pictures."""

import numpy as np
import pytest

from autograder.exercises.optimizers.planted import corrects_what_it_keeps
from workbook import nn
from workbook.plots import optimizers as plots
from workbook.plots import optimizers_measured as measured
from workbook.style import Picture

FIGURES = "three_paths ball_on_a_hill conditioning step_lengths schedules"


@pytest.mark.parametrize("name", FIGURES.split())
def test_every_figure_says_what_it_shows(name):
    picture = getattr(plots, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


def test_four_times_the_samples_halve_the_noise():
    one, four, sixteen, all_of_them = (measured.spread_of_batches(b) for b in (1, 4, 16, 1000))
    assert one / four == pytest.approx(2, rel=0.1) and four / sixteen == pytest.approx(2, rel=0.1)
    assert all_of_them < 1e-12


def test_steps_depend_on_the_condition_number_and_not_on_the_samples():
    rng = np.random.default_rng
    assert {measured.full_batch_line(n, 100, rng(n)) for n in (10, 100, 1000)} == {346}
    assert measured.full_batch_line(100, 10, rng(1)) == 35
    found = measured.conditioning()
    assert found["SGD"][4] == 346
    assert found["SGD"][6] / found["SGD"][4] == pytest.approx(10, rel=0.1)
    assert found["SGD + momentum"][6] / found["SGD + momentum"][4] == pytest.approx(
        10**0.5, rel=0.2
    )


def test_momentum_grows_to_ten_times_the_gradient():
    lengths = measured.step_lengths(nn.momentum, 200, slope=2.0)
    assert lengths[0] == pytest.approx(2) and lengths[-1] == pytest.approx(20)


def test_step_lengths_are_those_of_the_text():
    def lengths(optimizer):
        return measured.step_lengths(optimizer, 200)

    np.testing.assert_allclose(lengths(nn.adam), 1, atol=1e-6)
    np.testing.assert_allclose(lengths(nn.adagrad), 1 / np.sqrt(np.arange(1, 201)), atol=1e-6)
    assert lengths(nn.rmsprop)[0] == pytest.approx(10) and lengths(nn.rmsprop)[-1] < 1.1
    bare = lengths(measured.adam_uncorrected)
    assert bare[0] == pytest.approx(10**0.5) and bare.max() == pytest.approx(6.6, abs=0.1)
    np.testing.assert_allclose(lengths(nn.sgd), 4)


def test_the_ball_stays_or_rolls_through():
    def slope(t):
        return nn.numeric_grad(lambda u: plots.hill(u[0]), t, 1e-5)

    still, rolled = (
        measured.descend(optimizer, slope, [-2.0], 0.02, 150)[-1, 0]
        for optimizer in (nn.sgd, nn.momentum)
    )
    assert still == pytest.approx(-0.5, abs=0.1) and rolled == pytest.approx(2, abs=0.1)


def test_the_table_says_what_the_text_reads_off():
    rows = {name: cells for name, *cells in measured.comparison().rows}
    own, rolls, memory = ([cells[i] for cells in rows.values()] for i in range(3))
    assert own == ["no", "no", "yes", "yes", "yes", "yes"]
    assert rolls == ["no", "yes", "no", "no", "no", "yes"]
    assert memory == ["0", "1", "1", "1", "2", "2"]
    accuracy = {name: float(cells[5].rstrip("%")) for name, cells in rows.items()}
    assert accuracy["SGD + momentum"] >= accuracy["Adam"] - 0.5
    works = {name: int(cells[6].split()[0]) for name, cells in rows.items()}
    assert works["Adam"] > works["SGD + momentum"]
    steps = {name: int(cells[3].split()[0]) for name, cells in rows.items()}
    assert min(steps, key=steps.get) != "Adam", "no optimizer wins every column"


def test_a_learning_rate_is_still_global():
    for name in ("Adagrad", "Adam"):
        small, good, large = (measured.trained(name, lr)[0] for lr in (0.001, 0.1, 100.0))
        assert good < 0.3 and small > 0.3 and large > 1


def test_the_given_code_shows_its_symptom():
    path = corrects_what_it_keeps(lambda theta: np.array([4.0]), np.array([1.0]), 0.1, 3)
    lengths = np.abs(np.diff(path[:, 0]))
    assert lengths[0] == pytest.approx(0.1) and abs(lengths[1] - 0.1) > 0.05
