"""What lesson 10 says of the world: numbers by hand, experiments, pictures, and its table."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.exercises.overfitting.planted import keeps_a_second_name
from workbook import nn
from workbook.explore import capacity_dial as dial
from workbook.explore import sampling
from workbook.plots import overfitting as plots
from workbook.plots import overfitting_measured as measured
from workbook.plots import overfitting_remedies as table


@pytest.fixture(scope="module")
def rows():
    """The table with the library's code: {remedy: (training, new images, two costs, gap)}."""
    return {name: [number(cell) for cell in cells] for name, *cells in table.remedies().rows}


def number(cell):
    """The first number of a cell: 62.9 of "62.9% ± 3.8"."""
    return float(cell.split("%")[0])


# Seeing it ----------------------------------------------------------------------------------------


def test_no_draw_of_the_dial_is_lopsided():
    """However few samples it takes, half of them are of each class."""
    for seed in (dial.SEED, 1, 2):
        y = dial.material(seed)["y"]
        for count in range(dial.LEAST_SAMPLES, dial.MOST_SAMPLES + 1, 10):
            assert np.mean(y[:count]) == 0.5


def test_more_units_learn_by_heart():
    found, guessing = measured.by_width(), np.log(2)
    middle = {name: np.median(values, axis=0) for name, values in found.items()}
    assert middle["training"][0] > 0.2 and found["training"][:, -1].max() < 0.06
    assert middle["validation"][-1] == pytest.approx(1.5, abs=0.15)
    worse = np.sum(found["validation"] > guessing, axis=0)
    assert worse[-1] == pytest.approx(11, abs=1)
    eight = measured.WIDTHS.index(8)
    assert worse[eight:].min() > len(measured.DRAWS) / 2, "from 8 units on, most of them"
    assert worse[:eight].max() < 0.7 * len(measured.DRAWS), "and below 8 not clearly"


def test_the_three_networks_of_the_first_picture():
    runs = [measured.moons(**setting) for setting in plots.THREE]
    under, right, over = [(run["loss"][-1], run["val_loss"][-1]) for run in runs]
    assert over[0] < right[0] < under[0], "on the training data"
    assert right[1] < under[1] < over[1], "on new ones"
    assert runs[2]["right"][0] == 1


def test_a_large_network_that_stops_in_time_is_no_worse():
    lowest = np.median(measured.by_width()["lowest"], axis=0)
    assert abs(lowest[-3:].min() - lowest[:4].min()) < 0.05, "hardly better, hardly worse"


def test_the_error_descends_twice_and_the_variance_peaks_where_units_are_samples():
    found, features = measured.random_features(), np.array(measured.FEATURES)
    new, training = (np.median(found[name], axis=0) for name in ("new", "training"))
    peak = features == measured.ROWS
    assert features[np.argmax(new)] == features[np.argmax(found["variance"])] == measured.ROWS
    first, second = new[features < 30].min(), new[features > 300].min()
    assert new[0] > 1.5 * first and new[peak] > 20 * first, "a U, steeper on its right"
    assert second < 1.2 * first, "about as low as the first time"
    assert f"falls again, to {new[-1]:.2f} at 800 units" in plots.double_descent().alt
    assert np.all(training[features >= measured.ROWS] < 0.05)
    assert found["bias"][-1] < found["bias"][0] / 5


def test_the_peak_of_the_measured_bias_is_variance():
    """A mean of n answers is off by 1/(n − 1) of their scatter, besides its bias."""
    found, features = measured.random_features(), np.array(measured.FEATURES)
    draws = len(found["new"])
    (peak,) = np.flatnonzero(features == measured.ROWS)
    assert np.argmax(found["bias"]) == peak and draws == 30
    of_scatter = found["variance"] / (draws - 1)
    assert of_scatter[peak] > 0.7 * found["bias"][peak]
    rest = np.delete(found["bias"] - of_scatter, peak)
    assert np.all(rest[np.delete(features, peak) > 10] < rest[0] / 5), "without it there is none"


def test_one_bad_epoch_is_not_enough():
    assert 0.4 < measured.share_of_rises() < 0.5
    (first, lost), (longer, less), (_, least) = map(measured.stopped_by, (1, 5, 10))
    assert first < 3 < 15 < longer
    assert lost > 0.3 > 0.15 > less > least
    curves = np.array([measured.jumpy(seed)["val_loss"] for seed in range(8)])
    assert np.mean(curves[:, 0]) == pytest.approx(0.73, abs=0.02), "the curve as a whole:"
    assert np.mean(curves[:, -10:]) == pytest.approx(0.42, abs=0.02), "its first and last epochs"


def test_the_median_by_hand():
    gaps = np.array([0.5, 0.5, 2.25, 0.75]) - np.array([0.5, 0.25, 0.25, 0.25])
    assert gaps.tolist() == [0, 0.25, 2, 0.5]
    assert np.mean(gaps[-3:]) == pytest.approx(0.92, abs=0.005)


def test_whose_loss_rises():
    run = measured.moons()
    assert np.all(np.diff(run["loss"][::20]) < 0)
    assert run["val_loss"][79] > 1.5 * run["val_loss"].min()
    assert 3 <= np.argmin(run["val_loss"]) + 1 <= 9, "it falls for a handful of epochs"
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
    constant, networks = answers["always class 0"], answers["networks"]
    assert np.all(constant == (0.95, 0))
    accuracies, found = networks.T
    assert np.all(np.abs(accuracies - 0.95) < 0.01), "within a point"
    assert np.sum(found == 0) >= 2 and found.max() > 0.18, "from nobody to a fifth and more"
    assert np.any(found[:5] == 0) and found[:5].max() > 0.15, "also among the five shown"


# Remedies -----------------------------------------------------------------------------------------


def test_a_penalty_is_paid_with_training_cost():
    free, some, much = (measured.moons(lam=lam) for lam in (0.0, 0.01, 0.3))
    assert free["loss"][-1] < some["loss"][-1] < much["loss"][-1]
    assert some["val_loss"][-1] < much["val_loss"][-1] < free["val_loss"][-1]
    assert some["val_loss"][-1] < 0.6 * much["val_loss"][-1] < np.log(2), "much is nearly guessing"


def test_early_stopping_in_the_figure():
    losses = measured.moons()["val_loss"].tolist()
    best, stop = nn.early_stopping(losses, 20)
    assert (best, stop) == (int(np.argmin(losses)), best + 20)
    assert losses[99] > 1.5 * losses[best]


def on_off_validation(seed):
    """Costs of a training with dropout: the training data with it and without it, new data."""
    run, data = measured.moons(units=32, samples=160, dropout=0.5, seed=seed), dial.material(seed)
    (W, b, v, c), X, y = run["params"], data["X"][:160], data["y"][:160]
    A, rng = nn.relu(X @ W + b), np.random.default_rng(0)
    masked = [nn.dropout_forward(A, 0.5, rng, True)[0] for _ in range(100)]
    on = np.mean([nn.bce_from_logits(y, one @ v + c) for one in masked])
    return on, nn.bce_from_logits(y, A @ v + c), run["val_loss"][-1]


def test_dropout_is_most_of_what_sets_the_printed_loss_above_validation_and_chance_the_rest():
    on, off, validation = on_off_validation(dial.SEED)
    assert on > off > validation, "so dropout alone does not explain it"
    assert (on - off) / (on - validation) == pytest.approx(2 / 3, abs=0.1)
    costs = np.array([on_off_validation(seed) for seed in measured.DRAWS])
    assert np.all(costs[:, 0] > costs[:, 1] + 0.01)
    assert np.sum(costs[:, 2] > costs[:, 1]) == pytest.approx(10, abs=1), "on other draws"


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
    assert none[0] == 100 and 56 < none[1] < 66 and none[3] > np.log(5)
    for remedy in (l2, dropout, early, shifted, both):
        assert remedy[3] < none[3], "a lower cost on new images"
        assert remedy[2] > none[2], "and a higher one on training images"
    assert early[1] < none[1] and early[3] < none[3] * 2 / 3
    assert shifted[1] == max(row[1] for row in (none, l2, dropout, early, shifted))
    assert 3 < l2[1] - none[1] < 8 and abs(dropout[1] - none[1]) < 3
    assert abs(both[1] - more[1]) < 4 and more[1] > none[1] + 10


CODE = {name: getattr(nn, name) for name in table.NAMES}


def mean_over(remedies, draws, key):
    return np.mean([table.train(remedies, draw, CODE)[key] for draw in draws])


@pytest.mark.slow
def test_the_strengths_are_those_that_validation_chooses():
    """On draws that the table does not use, and without a look at new images."""
    assert not set(table.CHOOSING) & set(table.DRAWS)
    used = {name: remedies for name, remedies, _ in table.ROWS}
    for name, field, others in (
        ("L2, λ = 0.03", "lam", (0.01, 0.1)),
        ("dropout, p = 0.8", "p", (0.7, 0.9)),
        ("shifted, L2, λ = 0.01", "lam", (0.003, 0.03)),
    ):
        chosen = used[name]
        best = mean_over(chosen, table.CHOOSING, "val")
        for other in others:
            rival = replace(chosen, **{field: other})
            assert best >= mean_over(rival, table.CHOOSING, "val"), (name, other)


@pytest.mark.slow
def test_what_the_text_says_holds_over_24_draws():
    def change(remedies):
        return 100 * np.array(
            [run["new"] - bare for run, bare in zip(runs(remedies), none, strict=True)]
        )

    def runs(remedies):
        return [table.train(remedies, draw, CODE) for draw in draws]

    draws = range(12, 36)
    assert not set(draws) & set(table.CHOOSING), "on none of which a strength was chosen"

    none = [run["new"] for run in runs(table.Remedies())]
    said = {
        "L2, λ = 0.03": (4.7, 0.5),
        "dropout, p = 0.8": (0.5, 0.6),
        "early stopping": (-3.2, 0.6),
        "shifted images": (8.3, 0.7),
    }
    for name, remedies, _ in table.ROWS:
        if name in said:
            found = change(remedies)
            error = np.std(found, ddof=1) / np.sqrt(len(found))
            assert (np.mean(found), error) == pytest.approx(said[name], abs=0.15), name
            assert (abs(np.mean(found)) > 3 * error) == (name != "dropout, p = 0.8")


@pytest.mark.slow
def test_how_often_the_dial_shows_what_it_shows():
    """Its draw of moons was picked; the text says what 30 others show."""
    opened = small_weights = dropped = wide = 0
    lowest = []
    for seed in range(1, 31):
        runs = {units: dial.trained(units, 20, 0, 0, seed) for units in (1, 2, 4, 8, 16, 24, 32)}
        opened += gap(runs[32]) > 1
        small_weights += gap(dial.trained(32, 20, 0.01, 0, seed)) < 0.2
        dropped += gap(dial.trained(32, 20, 0, 0.8, seed)) < 0.3
        best = {units: run["val_loss"].min() for units, run in runs.items()}
        few, many = (min(best[units] for units in some) for some in ((1, 2, 4, 8), (16, 24, 32)))
        wide += many <= few
        lowest.append((few, many))
    assert (opened, small_weights, dropped, wide) == pytest.approx((22, 12, 10, 21), abs=1)
    assert np.mean(lowest, axis=0) == pytest.approx((0.35, 0.34), abs=0.01)


def gap(run):
    return run["val_loss"][-1] - run["loss"][-1]


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
    assert wrong[0] == "yours" and number(wrong[2]) < number(right[1]) - 20


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
