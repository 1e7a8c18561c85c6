"""What lesson 08 says of the world: batches, leaks, plateaus, its doctor, and its check-up."""

import jupytext
import numpy as np
import pytest

from autograder.course import all_lessons
from autograder.exercises.training.unit import parted_from_their_labels
from workbook import nn
from workbook.explore.curve_doctor import PATIENTS, SICK, settings_of, trained
from workbook.plots import training as plots
from workbook.plots import training_measured as measured

LN2 = np.log(2)


# One batch, many batches --------------------------------------------------------------------------


def test_one_batch_finds_labels_that_wander_and_not_labels_on_wrong_rows():
    for seed in range(5):
        sound, wrong = (
            measured.one_batch(False, 1500, fixed=fixed, seed=seed)[-1] for fixed in (False, True)
        )
        wandering = np.median(measured.one_batch(True, 600, seed=seed)[-100:])
        assert sound < 0.15 and wrong < 0.35 and wandering > 0.6


def test_at_one_small_rate_updates_count():
    ends = {
        size: [measured.history(0.1, size, 60, seed=seed)["loss"] for seed in plots.SEEDS]
        for size in (160, 16, 4)
    }
    last = {size: [run[-1] for run in runs] for size, runs in ends.items()}
    assert max(last[4]) < min(last[16]) and max(last[16]) < min(last[160]) + 0.02
    for whole, small in zip(ends[160], ends[4], strict=True):
        assert whole[39] == pytest.approx(small[0], abs=0.03), "40 updates each"


def test_no_rate_makes_up_for_the_few_updates_of_the_whole_batch():
    (_, whole, _), (_, _, small) = (measured.best_rate(size) for size in (160, 16))
    assert small < 0.45 < 0.48 < whole
    for rate in (0.7, 1.4, 1.7, 2.0, 2.4):  # the four of the lesson are a coarse grid
        runs = [measured.history(rate, 160, 60, seed=seed)["loss"][-1] for seed in plots.SEEDS]
        assert np.mean(runs) > small, "nor at any rate in between"
    for size in (160, 16):
        runs = [measured.history(3.0, size, 60, seed=seed)["loss"][-1] for seed in plots.SEEDS]
        assert np.mean(runs) > measured.best_rate(size)[2], "at 3 both get worse"


# Splits -------------------------------------------------------------------------------------------


def test_choosing_features_before_the_split_leaks():
    assert measured.accuracy_on_noise(select_first=True) == pytest.approx(0.93, abs=0.03)
    assert measured.accuracy_on_noise(select_first=False) == pytest.approx(0.5, abs=0.06)


def test_a_rare_class_is_missing_in_one_split_of_three():
    none = np.prod([(95 - i) / (100 - i) for i in range(20)])
    assert none == pytest.approx(1 / 3, abs=0.02)


def test_k_fold_estimates_spread():
    for seed in range(3):
        costs = measured.k_fold(seed=seed)
        assert len(costs) == 5 and costs.std() > 0.03


def test_the_mean_on_the_way_lies_above_the_cost_after_the_first_epoch():
    pairs = np.array([measured.first_epoch(seed) for seed in range(1, 11)])
    assert np.mean(pairs[:, 0] > pairs[:, 1]) >= 0.8


# A check-up ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signs():
    """Name of a case → arrays over five seeds: first costs, ratios, saturated, validation."""
    return {
        name: [
            np.array(part)
            for part in zip(*(measured.health(name, s) for s in range(5)), strict=True)
        ]
        for name in measured.CASES
    }


def test_the_check_ups_rules_hold_for_a_sound_training(signs):
    first, ratio, saturated, val = signs["healthy"]
    np.testing.assert_allclose(first, LN2, atol=0.01)
    assert ratio.min() > 0.01 and ratio.max() < 0.3
    assert saturated.max() < 0.05 and val.max() < 0.5


def test_and_each_of_them_fires_on_a_fault(signs):
    assert signs["rate 100 times smaller"][1].max() < 0.003
    thrown = signs["rate 10 times larger"][1]
    assert np.all(thrown[:, 1] > 0.9) and thrown[:, 0].max() < 0.06, "the last layer, not the first"
    assert signs["rate 10 times larger"][2].max() == 0, "before training"
    for seed in range(5):
        train_set = measured.noisy_rings(160, 5 + 10 * seed)
        rng = np.random.default_rng(seed)
        params = nn.init_params(measured.SIZES, rng, "xavier")
        run = nn.train(params, *measured.network(10.0), train_set, train_set, 16, 1, rng)
        W, b = run["params"][0][0]
        assert np.mean(np.abs(np.tanh(train_set[0] @ W + b)) > 0.99) > 0.7, "and after an epoch"
    assert signs["inputs × 100"][2].min() > 0.7
    blind = signs["inputs all 0"][3].min()
    assert signs["labels on wrong rows"][3].min() > blind - 0.03
    assert signs["healthy"][3].max() < blind - 0.15


# Curves -------------------------------------------------------------------------------------------


def test_a_plateau_lasts_as_long_as_it_likes():
    L = measured.plateau()
    assert min(L[:400]) > 0.691 and max(L[:400]) < 0.694 and L[-1] < 0.02
    assert nn.has_converged(L[:300], 0.01, 50) and not nn.has_converged(L[:600], 0.01, 50)
    left = [np.argmax(np.array(measured.plateau(seed=seed)) < 0.6) for seed in (1, 2, 4, 5, 6)]
    assert 0 in left, "from one start it has not been left"
    assert max(left) > 1.5 * min(epochs for epochs in left if epochs)


def test_the_figures_faults_are_not_the_curve_doctors_patients():
    shown = [SICK | setting for _, setting in plots.CASES]
    assert not [settings_of(i) for i in range(len(PATIENTS)) if settings_of(i) in shown]
    titles = plots.patients(named=False).alt
    assert not [name for name, _ in plots.CASES if name in titles]


def test_the_figures_faults_look_as_the_table_says():
    large, small, leak, bug = (trained(**SICK | setting) for _, setting in plots.CASES)
    assert np.abs(np.diff(large["loss"])).max() > 0.5
    assert small["loss"][0] - small["loss"][-1] < 0.2 and np.ptp(small["loss"][-30:]) < 0.02
    assert leak["val_loss"][-1] < 0.2 < 0.33 < leak["honest"].min()
    assert bug["val_loss"].min() > 0.65


def test_a_small_doctor_describes_curves_and_not_causes():
    said = {p["fault"]: nn.diagnose(trained(**settings_of(i))) for i, p in enumerate(PATIENTS)}
    assert {said["small"], said["capacity"], said["bug"]} == {"underfitting"}
    assert {said["leak"], said["few"]} <= {"healthy", "still learning"}
    assert said["overfitting"] == "overfitting" and said["large"] != "diverged"
    bug = trained(**settings_of([p["fault"] for p in PATIENTS].index("bug")))
    assert bug["val_loss"].min() > LN2 - 0.02, "hardly below guessing"


def test_the_given_code_shows_its_symptom_in_the_text():
    for seed in range(8):
        y = np.arange(40) % 2
        X = np.random.default_rng(seed).normal(0, 0.5, (40, 2)) + 6.0 * y[:, np.newaxis] - 3
        rng = np.random.default_rng
        costs = [
            nn.bce_from_logits(y.astype(float), X @ w + b)
            for w, b in (
                f(X, y, 0.1, 8, 20, rng(seed + 1))
                for f in (parted_from_their_labels, nn.train_unit)
            )
        ]
        assert 0.4 < costs[0] < 0.8 and costs[1] < 0.01
    lesson = next(lesson for lesson in all_lessons() if lesson.folder == "08-training")
    text = " ".join(cell.source for cell in jupytext.read(lesson.source).cells)
    assert "between 0.4 and\n0.8" in text or "between 0.4 and 0.8" in text
