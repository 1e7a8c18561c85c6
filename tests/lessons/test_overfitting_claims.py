"""What lesson 10 says of the world: numbers by hand, experiments, pictures, and its table."""

import numpy as np
import pytest

from autograder.exercises.overfitting.planted import keeps_a_second_name
from workbook import nn
from workbook.explore import sampling
from workbook.plots import overfitting as plots
from workbook.plots import overfitting_measured as measured
from workbook.plots import overfitting_remedies as table
from workbook.style import Picture

FIGURES = "fits widths jumps whose stopped strengths dropped shifts"


@pytest.fixture(scope="module")
def rows():
    """The table with the library's code: {remedy: (training, new images, two costs, gap)}."""
    return {name: [float(x.rstrip("%")) for x in cells] for name, *cells in table.remedies().rows}


@pytest.mark.parametrize("name", FIGURES.split())
def test_every_figure_says_what_it_shows(name):
    picture = getattr(plots, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


# Seeing it ----------------------------------------------------------------------------------------


def test_more_units_learn_by_heart():
    found = measured.by_width()
    assert found["training"][0] > 0.4 and found["training"][-1] < 0.01
    assert found["validation"][0] == pytest.approx(found["training"][0], abs=0.06)
    guessing = np.log(2)
    assert found["validation"][0] < guessing < min(found["validation"][-2:])


def test_a_large_network_that_stops_in_time_is_no_worse():
    lowest = measured.by_width()["lowest"]
    assert min(lowest[-3:]) <= min(lowest[:4])


def test_one_bad_epoch_is_not_enough():
    assert 0.4 < measured.share_of_rises() < 0.5
    (first, lost), (longer, less), (_, least) = map(measured.stopped_by, (1, 5, 10))
    assert first < 3 < 15 < longer
    assert lost > 0.3 > 0.15 > less > least
    fallen = [np.min(measured.jumpy(seed)["val_loss"][-10:]) for seed in range(8)]
    assert max(fallen) < 0.65 * measured.jumpy(0)["val_loss"][0]


def test_the_median_by_hand():
    gaps = np.array([0.5, 0.5, 2.25, 0.75]) - np.array([0.5, 0.25, 0.25, 0.25])
    assert gaps.tolist() == [0, 0.25, 2, 0.5]
    assert np.mean(gaps[-3:]) == pytest.approx(0.92, abs=0.005)


def test_whose_loss_rises():
    run = measured.moons()
    assert np.all(np.diff(run["loss"][::20]) < 0) and run["val_loss"][79] > 1.2 * min(
        run["val_loss"][:80]
    )
    for fault in ("rate", "bug"):
        costs = measured.falls_then_rises(fault)
        for curve in costs.values():
            assert np.all(np.diff(curve[:5]) < 0) and np.all(np.diff(curve[4:9]) > 0)
    (X, _), _ = measured.line_data()
    H = 2 * X.T @ X / len(X)
    assert np.linalg.eigvalsh(H)[1] / np.linalg.eigvalsh(H)[0] > 4, (
        "a gentle direction, a steep one"
    )


def test_accuracy_of_a_rare_class():
    answers = measured.rare_class()
    (constant, none), (network, found) = answers["always class 0"], answers["network"]
    assert constant == pytest.approx(0.95) and none == 0
    assert network == pytest.approx(0.95, abs=0.005)
    assert 0.03 < found < 0.15


# Remedies -----------------------------------------------------------------------------------------


def test_a_penalty_is_paid_with_training_cost():
    free, some, much = (measured.moons(lam=lam) for lam in (0.0, 0.01, 0.3))
    assert free["loss"][-1] < some["loss"][-1] < much["loss"][-1]
    assert some["val_loss"][-1] < much["val_loss"][-1] < free["val_loss"][-1]
    assert much["val_loss"][-1] > np.log(2), "so strong a penalty is no better than guessing"


def test_early_stopping_in_the_figure():
    losses = measured.moons()["val_loss"].tolist()
    best, stop = nn.early_stopping(losses, 20)
    assert (best, stop) == (int(np.argmin(losses)), best + 20)
    assert losses[99] > 1.5 * losses[best]


def test_dropout_makes_the_printed_training_loss_larger():
    W, b, v, c = measured.moons(units=32, samples=160, dropout=0.5)["params"]
    X, y = measured.dial.material()["X"][:160], measured.dial.material()["y"][:160]
    on = [
        nn.bce_from_logits(y, nn.dropout_forward(nn.relu(X @ W + b), 0.5, rng, True)[0] @ v + c)
        for rng in map(np.random.default_rng, range(20))
    ]
    off = nn.bce_from_logits(y, nn.relu(X @ W + b) @ v + c)
    assert np.mean(on) > off + 0.02


def test_decay_is_l2_for_sgd_and_not_for_adam():
    weights, lr, lam = np.array([1.0, 100.0]), 0.1, 0.5
    np.testing.assert_allclose(nn.sgd(weights, lam * weights, None, lr=lr)[0], [0.95, 95.0])
    np.testing.assert_allclose(nn.adam(weights, lam * weights, None, lr=lr)[0], [0.9, 99.9])


def test_the_given_code_shows_its_symptom():
    arguments = (lambda w: np.array([1.0])), (lambda w: abs(w[0] - 2)), 1.0, 2, 10
    assert keeps_a_second_name(np.array([4.0]), *arguments).tolist() == [0.0]
    assert nn.fit_early_stopping(np.array([4.0]), *arguments).tolist() == [2.0]


# The table ----------------------------------------------------------------------------------------


def test_the_table_says_what_the_text_reads_off(rows):
    none, l2, dropout, early, shifted, both, more = rows.values()
    assert none[0] == 100 and 60 < none[1] < 66 and none[3] > np.log(5)
    for remedy in (l2, dropout, early, shifted, both):
        assert remedy[3] < none[3], "a lower cost on new images"
        assert remedy[2] > none[2], "and a higher one on training images"
    assert early[1] < none[1] and early[3] < none[3] * 2 / 3
    assert shifted[1] == max(row[1] for row in (none, l2, dropout, early, shifted))
    assert 3 < l2[1] - none[1] < 8 and abs(dropout[1] - none[1]) < 3
    assert abs(both[1] - more[1]) < 4 and more[1] > none[1] + 10


def test_the_draws_of_the_table_are_no_lucky_ones():
    """The accuracy without remedies and with L2, over other draws, is about the same."""
    code = {name: getattr(nn, name) for name in table.NAMES}
    for remedies in (table.Remedies(), table.Remedies(lam=0.03)):
        others = [table.train(remedies, draw, code)["new"] for draw in range(8)]
        assert np.mean(others) == pytest.approx(table.by_the_library(remedies)["new"], abs=0.03)


def test_neighbouring_strengths_give_about_the_same():
    code = {name: getattr(nn, name) for name in table.NAMES}
    for one, other in (({"lam": 0.03}, {"lam": 0.1}), ({"p": 0.8}, {"p": 0.7})):
        found = [table.means(table.Remedies(**kind), code)["new"] for kind in (one, other)]
        assert found[0] == pytest.approx(found[1], abs=0.03)


def test_the_learners_code_fills_the_table():
    def l2_penalty_grad(params, lam):
        calls.append("l2_penalty_grad")
        return nn.l2_penalty_grad(params, lam)

    def dropout_forward(A, p, rng, training):
        raise NotImplementedError()

    def early_stopping(val_losses, patience):
        return val_losses[99999]

    def shift_images(X, dx, dy):
        print("noise")
        return np.zeros_like(X)

    calls = []
    own = {
        name: cells
        for name, *cells in table.remedies(
            l2_penalty_grad, dropout_forward, early_stopping, shift_images
        ).rows
    }
    library = {name: cells for name, *cells in table.remedies().rows}
    assert calls and own["L2, λ = 0.03"][0] == "yours"
    assert own["L2, λ = 0.03"][1:] == library["L2, λ = 0.03"]
    unwritten = own["dropout, p = 0.8"]
    assert unwritten[0].endswith("not written yet")
    assert unwritten[1:] == library["dropout, p = 0.8"]
    assert own["early stopping"] == ["yours fails: IndexError", *["–"] * 5]
    wrong, right = own["shifted images"], library["shifted images"]
    assert wrong[0] == "yours" and float(wrong[2].rstrip("%")) < float(right[1].rstrip("%")) - 20


def test_a_learners_endless_loop_ends(monkeypatch):
    def early_stopping(val_losses, patience):
        while True:
            pass

    monkeypatch.setattr(sampling, "SECONDS", 0.5)
    rows = {name: cells for name, *cells in table.remedies(early_stopping).rows}
    assert rows["early stopping"] == ["yours takes too long", *["–"] * 5]


def test_labels_survive_a_shift(monkeypatch):
    """The images' own places lie so that a pixel more pushes no sign over the edge."""
    monkeypatch.setattr(table, "NOISE", 0.0)
    X, _ = table.images(200, np.random.default_rng(0))
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            moved = nn.shift_images(X, dx, dy)
            np.testing.assert_array_equal(moved.sum(axis=(1, 2)), X.sum(axis=(1, 2)))
