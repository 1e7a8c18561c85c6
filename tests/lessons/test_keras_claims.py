"""What lesson 12 says of the world: its numbers by hand, its experiments, its pictures."""

import numpy as np
import pytest

from workbook import nn
from workbook.plots import keras_measured as measured

SEEDS = range(measured.SEEDS)


# Scores that are too sure -------------------------------------------------------------------------


def test_from_probabilities_the_most_wrong_sample_has_no_say():
    rows = {
        float(z): [float(cell) for cell in cells[1:]] for z, *cells in measured.one_score().rows
    }
    for z in (-5.0, -15.0):
        by_p, by_z = rows[z][:2], rows[z][2:]
        assert by_p == pytest.approx(by_z, abs=0.01) and by_z[1] < -0.9
    for z in (-17.0, -40.0):
        assert rows[z] == [16.12, 0.0, -z, -1.0]


def test_two_to_four_in_five_of_the_wrong_are_silent_and_it_hardly_shows_in_the_end():
    by_p, by_z = measured.silenced(False), measured.silenced(True)
    assert np.all((by_p[:, 0] > 0.35) & (by_p[:, 0] < 0.8)) and not np.any(by_z[:, 0])
    assert np.max(np.abs(by_p[:, 2] - by_z[:, 2])) < 0.0205


def test_a_sigmoid_too_many_fences_probabilities_in():
    found = np.array([measured.sigmoid_twice(seed) for seed in SEEDS])
    assert found[:, 0, 0].min() >= 0.5 and found[:, 0, 1].max() <= nn.sigmoid(np.array(1.0))
    assert np.all(found[:, 0, 0] < 0.505) and np.all(found[:, 0, 1] > 0.725), "the whole range"
    assert np.all(found[:, 0, 2] > 2 * found[:, 1, 2])


# What an epoch's loss is --------------------------------------------------------------------------


def test_the_loss_of_the_history_is_above_that_of_the_same_data_after_the_epoch():
    for dropout in (0.0, 0.5):
        found = np.array([measured.epochs(seed, dropout) for seed in SEEDS])
        assert np.all(found[:, :, 0] > found[:, :, 1])


def test_with_dropout_it_is_above_that_of_new_data_and_without_in_the_first_epochs():
    plain, dropped = (
        np.mean([measured.epochs(seed, dropout) for seed in SEEDS], axis=0)
        for dropout in (0.0, 0.5)
    )
    above = plain[:, 0] / plain[:, 1] - 1, dropped[:, 0] / dropped[:, 1] - 1
    assert above[0][0] == pytest.approx(1 / 8, abs=0.02) and np.all(np.diff(above[0]) < 0)
    assert above[1].min() > 1 / 7 and above[1].max() < 1 / 4, "a sixth or a fifth"
    assert np.all(dropped[:, 0] > dropped[:, 2])
    assert np.all(plain[:5, 0] > plain[:5, 2]) and plain[-1, 0] < plain[-1, 2]
    assert np.all(plain[1:, 1] < plain[1:, 2]), "on equal terms the gap is the usual one"


def test_fit_goes_on():
    (X, y), _ = measured.cases(0)
    layers = [nn.Dense(16, "relu", input_dim=8), nn.Dense(1, "sigmoid")]
    model = nn.Sequential(layers, rng=np.random.default_rng(0))
    model.compile("adam", "binary_crossentropy")
    first, second = (
        model.fit(X, y, epochs=20, batch_size=10, verbose=0).history["loss"] for _ in range(2)
    )
    assert second[0] < first[-1] * 1.05 < first[0] / 1.5


# Company ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_told_that_it_is_training_a_model_answers_by_company(seed):
    alone, two, many = (measured.in_company(True, size, seed) for size in (1, 2, 100))
    assert np.ptp(two) > 0.2 and np.ptp(many) < np.ptp(two)
    model, T = measured.normalised(seed)
    kept = model.get_weights()
    cases = []
    for row in range(5):
        cases.append(model.forward(T[row : row + 1], training=True)[0, 0])
        model.set_weights(kept)
    assert np.ptp(cases) < 1e-12 and cases[0] == pytest.approx(alone[0]), "whatever the case"
    told = np.concatenate([measured.in_company(False, size, seed) for size in (1, 2, 100)])
    assert np.ptp(told) < 1e-12


def test_the_table_of_companies():
    rows = measured.company().rows
    assert [row[0] for row in rows] == ["1", "2", "10", "100"]
    assert {row[3] for row in rows} == {"0.09"}
    assert " to " in rows[1][1] and " to " not in rows[0][1]


def test_alone_it_knows_the_commoner_class_and_in_a_crowd_nothing_shows():
    found, commoner = [], []
    for seed in SEEDS:
        _, (_, u) = measured.cases(seed)
        commoner.append(max(np.mean(u), 1 - np.mean(u)))
        found.append([measured.right_in_groups(True, size, seed) for size in (1, 2, 10, 100)])
    found, told = np.array(found), [measured.right_in_groups(False, 1, s) for s in SEEDS]
    np.testing.assert_allclose(found[:, 0], commoner)
    assert np.abs(found[:, 3] - told).max() < 0.035
    assert abs(np.mean(found[:, 3]) - np.mean(told)) < 0.01
    assert [round(share, 1) for share in found[0]] == [0.6, 0.8, 0.9, 0.9]
    assert round(told[0], 2) == 0.93


# By hand ------------------------------------------------------------------------------------------


def test_the_numbers_by_hand():
    layers = [nn.Dense(16, input_dim=8), nn.Dense(8), nn.Dense(1)]
    rows, total = nn.summary(nn.Sequential(layers))
    assert [row[2] for row in rows] == [144, 136, 9] and total == 289
    assert nn.summary(nn.Sequential([nn.Dense(20, input_dim=5)]))[1] == 120
    assert np.average([1.0, 5.0], weights=[3, 1]) == 2.0
    loss, y, Z = nn.Loss("binary_crossentropy"), np.array([[1.0]]), np.array([[0.0]])
    assert round(loss.cost(y, Z), 3) == 0.693 and loss.grad(y, Z) == -0.5
    assert -(-1000 // 32) * 10 == 320
    adam = [nn.adam(0.0, grad, None)[0] for grad in (5.0, 0.005)]
    assert adam == pytest.approx([-0.001, -0.001], rel=1e-4)
