"""What lesson 11 says of the world: its numbers by hand, its experiments, its pictures."""

import timeit

import numpy as np
import pytest

from workbook import nn
from workbook.data.structures import MALIGNANT, STRUCTURES, tumours
from workbook.explore.how_many_samples import compared
from workbook.plots import choosing as plots
from workbook.plots import choosing_families as families
from workbook.plots import choosing_measured as measured
from workbook.style import Picture

FIGURES = "four_families two_splits synthetic_samples readable_weights moved_edges fading_memories"


@pytest.mark.parametrize("name", FIGURES.split())
def test_every_figure_says_what_it_shows(name):
    picture = getattr(plots, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


# A forecast of chance -----------------------------------------------------------------------------


def test_a_network_does_not_beat_persistence_on_a_random_walk():
    for shuffled in (True, False):
        found = [measured.forecast(shuffled, seed) for seed in range(measured.WALKS)]
        persistence, network, ratio = np.median(found, axis=0)
        assert network > 0.9 and persistence > network and ratio > 1
    shuffled = np.median([measured.forecast(True, s)[1] for s in range(measured.WALKS)])
    assert shuffled == pytest.approx(0.99, abs=0.005)


def test_shuffled_days_know_the_answer_and_days_in_order_do_not():
    leaked, honest = (
        np.mean([measured.direction(shuffled, seed) for seed in range(measured.WALKS)])
        for shuffled in (True, False)
    )
    assert 0.87 < leaked < 0.94 and 0.35 < honest < 0.65


def test_the_prices_are_a_random_walk():
    steps = np.diff(np.log(measured.prices(np.random.default_rng(0), 50_000)))
    assert abs(np.corrcoef(steps[:-1], steps[1:])[0, 1]) < 0.02
    assert steps.std() == pytest.approx(0.01, rel=0.02)


# Rare classes -------------------------------------------------------------------------------------


def numbers(table):
    """A table's cells as numbers: {row: [number, …]}; 12% is 12."""
    return {name: [float(cell.rstrip("%")) for cell in cells] for name, *cells in table.rows}


def test_weights_and_smote_do_what_a_threshold_does():
    rows = numbers(measured.remedies())
    baseline, plain, weighted, smoted, threshold = rows.values()
    assert baseline[:4] == [95, 0, 0, 0]
    for treated in (weighted, smoted, threshold):
        assert treated[2] > 3 * plain[2] and treated[1] < plain[1] / 3
        assert treated[3] == pytest.approx(plain[3], abs=0.05)
    assert plain[4] == threshold[4] == pytest.approx(0.05, abs=0.01)
    assert weighted[4] > 4 * plain[4] and smoted[4] > 4 * plain[4]


def test_smote_before_the_split_finds_what_is_not_there():
    leaked, honest = (measured.smote_leak(first, by_chance=True) for first in (True, False))
    assert leaked[0] > 0.9 and leaked[1] > 0.85
    assert honest[0] < 0.3 and honest[1] < 0.25
    leaked, honest = (measured.smote_leak(first, by_chance=False) for first in (True, False))
    assert leaked[1] > 0.9 > 0.5 > honest[1] > 0.2


def test_smoted_data_are_balanced_and_keep_every_row():
    rng = np.random.default_rng(0)
    X, y = measured.rare(300, rng)
    filled, labels = measured.smoted(X, y, rng)
    assert np.mean(labels) == 0.5
    np.testing.assert_array_equal(filled[:300], X)


# Network or traditional method --------------------------------------------------------------------


def test_structure_decides_and_not_the_number_of_samples():
    def lead(name, size):
        found = compared(name, size)
        return np.mean(found["network"]) - np.mean(found["logistic"])

    assert lead("line", 40) < -0.02 and abs(lead("line", 500)) < 0.01
    assert abs(lead("tumours", 500)) < 0.01
    assert lead("moons", 40) > 0.03 and lead("moons", 500) > 0.05
    assert np.mean(compared("XOR", 500)["logistic"]) < 0.6
    assert [row[0] for row in measured.five_structures().rows] == [
        label for label, _ in STRUCTURES.values()
    ]


def test_equal_accuracy_at_another_price():
    table = measured.against()
    assert [row[1] for row in table.rows] == ["11", "321"]
    accuracies = [float(row[4].rstrip("%")) for row in table.rows]
    assert abs(accuracies[0] - accuracies[1]) < 1
    _, model, (X, y), _ = measured.contenders()
    line = min(timeit.repeat(lambda: nn.logistic_regression_fit(X, y, 1e-2), number=1, repeat=3))
    one_epoch = timeit.timeit(lambda: model.fit(X, y, batch_size=10, verbose=0), number=1)
    assert 50 * one_epoch / line > 50, "fifty epochs against one fit"


def test_every_measurement_is_larger_in_malignant_cases_yet_one_weight_is_negative():
    X, y = tumours(20_000, np.random.default_rng(0))
    assert np.mean(y) == pytest.approx(MALIGNANT, abs=0.01)
    assert np.all(X[y == 1].mean(axis=0) > X[y == 0].mean(axis=0))
    for seed in range(6):
        X, y = tumours(160, np.random.default_rng(seed))
        X = nn.standardize_apply(X, *nn.standardize_fit(X))
        w, _ = nn.logistic_regression_fit(X, y, 1e-2)
        assert w[0] < 0 and w[8] > 1


# Families -----------------------------------------------------------------------------------------


def test_a_kernel_answers_everywhere_and_a_dense_network_where_it_learnt():
    found = families.moved_bars()
    assert found["network"][0] > 0.95 and 0.4 < found["network"][1] < 0.6
    assert min(found["convolution"]) > 0.99


def test_a_memory_fades_or_is_held():
    ends = {w: families.states([1.0] + [0.0] * 19, w)[-1] for w in (0.5, 0.9, 1.0, 2.0)}
    assert ends[0.5] < 1e-4 < ends[0.9] < ends[1.0] < 0.3 < 0.95 < ends[2.0]
    assert families.states([1.0] + [0.0] * 4, 0.5)[-1] < 0.05
    np.testing.assert_allclose(
        families.states([1.0, 1.5, 0.0], 3.0, w_x=2.0, b=-2.0), [0, 0.76, 0.28], atol=0.005
    )


def test_relu_is_neither_enough_nor_needed():
    sizes = {name: families.first_gradient(name) for name in families.CURES}
    tiny, huge = 1e-12, 1e3
    assert sizes["sigmoid"] < tiny and sizes["ReLU alone, small weights"] < tiny
    assert sizes["ReLU alone, large weights"] > huge
    for name in ("ReLU, He's weights", "sigmoid, normalised", "sigmoid, residual"):
        assert 1e-3 < sizes[name] < 10


@pytest.mark.parametrize("normalised", [False, True])
@pytest.mark.parametrize("residual", [False, True])
def test_the_way_back_through_20_layers_is_the_measured_one(normalised, residual):
    """∂(sum of the answers)/∂(one layer's weights), against central differences."""
    options = {"normalised": normalised, "residual": residual}

    class Nudged:
        """A generator whose weights have one entry moved."""

        def __init__(self, nudge):
            self.rng, self.nudge = np.random.default_rng(7), nudge

        def normal(self, *args, size=None):
            drawn = self.rng.normal(*args) if size is None else self.rng.normal(size=size)
            if drawn.ndim == 3:
                drawn[15, 2, 3] += self.nudge
            return drawn

    def total(nudge):
        return families.deep(nn.tanh, nn.tanh_grad, 0.2, Nudged(nudge), **options)[0].sum()

    _, grads = families.deep(nn.tanh, nn.tanh_grad, 0.2, Nudged(0.0), **options)
    slope = (total(1e-5) - total(-1e-5)) / 2e-5
    assert grads[15][2, 3] == pytest.approx(slope, rel=1e-4, abs=1e-6)


def test_clipping_shortens_the_whole_and_keeps_its_direction():
    parts = [np.array([3.0]), np.array([[0.0, 4.0]])]
    short = families.clipped(parts, 1.0)
    np.testing.assert_allclose(short[0], [0.6])
    np.testing.assert_allclose(short[1], [[0.0, 0.8]])
    assert families.clipped(parts, 10.0)[0][0] == 3.0


# By hand ------------------------------------------------------------------------------------------


def test_the_numbers_by_hand():
    y, answers = np.array([0] * 5 + [1] * 4), np.array([0, 0, 0, 0, 1, 1, 1, 1, 0])
    np.testing.assert_array_equal(nn.confusion_matrix(y, answers, 2), [[4, 1], [1, 3]])
    assert nn.precision_recall_f1(y, answers) == (0.75, 0.75, 0.75)
    np.testing.assert_allclose(nn.class_weights(np.array([0] * 8 + [1] * 2)), [0.625, 2.5])
    w, b = nn.logistic_regression_fit(np.array([[1.0], [-1.0]]), np.array([1, 0]), 0.5)
    assert w[0] == pytest.approx(0.675, abs=5e-4) and b == pytest.approx(0)
    image = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 4.0]])
    np.testing.assert_allclose(nn.conv2d(image, np.array([[1.0, 0.0], [0.0, -1.0]])), [[0, -2]])
    layers = [nn.Dense(16, input_dim=8), nn.Dense(8), nn.Dense(1)]
    model = nn.Sequential(layers)
    assert [layer.count_params() for layer in layers] == [144, 136, 9]
    assert model.count_params() == 289
    deep = nn.Sequential([nn.Dense(64, input_dim=8), nn.Dense(64), nn.Dense(1)])
    assert deep.count_params() == 4801


def test_unwritten_code_is_named_and_other_faults_are_not_hidden(capsys):
    with measured.once_written():
        raise NotImplementedError
    assert "Not written yet" in capsys.readouterr().out
    with pytest.raises(ValueError, match="real"), measured.once_written():
        raise ValueError("a real fault")
