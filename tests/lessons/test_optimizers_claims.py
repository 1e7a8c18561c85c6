"""What lesson 09 says of the world: its numbers by hand, its experiments, its pictures."""

import jupytext
import numpy as np
import pytest

from autograder.course import all_lessons
from autograder.exercises.optimizers.planted import corrects_what_it_keeps
from workbook import checkpoints, nn
from workbook.plots import optimizers as plots
from workbook.plots import optimizers_compared as compared
from workbook.plots import optimizers_measured as measured

OTHERS = ("SGD + momentum", "Adagrad", "RMSprop", "Adadelta", "Adam")
DRAWS = (compared.STARTS, range(20, 40))
"""The lesson's starts, and others: what is said of the ravines does not hang on the draw."""


def test_four_times_the_samples_halve_the_noise():
    one, four, sixteen, all_of_them = (measured.spread_of_batches(b) for b in (1, 4, 16, 1000))
    assert one / four == pytest.approx(2, rel=0.1) and four / sixteen == pytest.approx(2, rel=0.1)
    assert all_of_them < 1e-12
    assert measured.spread_of_batches(16) == pytest.approx(0.6, abs=0.07)  # the question's figures
    assert measured.spread_of_batches(64) == pytest.approx(0.3, abs=0.05)


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


def test_steps_are_counted_from_where_the_cost_stays_low():
    """Who flies through the minimum and comes back has not arrived at the first crossing."""
    found = compared.settled("RMSprop", 20, compared.TURNED)
    once, stays = found["first"], found[2000]
    assert np.all(once <= stays)
    assert np.median(once, axis=1).min() < 100 < 1000 < np.median(stays, axis=1).min()
    path = measured.descend(nn.momentum, lambda t: t, [1.0], 0.3, 400)[:, 0]
    last = np.flatnonzero(path**2 > 1e-6).max()
    assert measured.steps_needed(nn.momentum, [1.0], 0.3) == last + 1
    assert np.flatnonzero(path**2 <= 1e-6).min() < last


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
    assert bare.min() > 2
    np.testing.assert_allclose(lengths(nn.sgd), 4)


def test_the_ball_stays_or_rolls_through():
    def slope(t):
        return nn.numeric_grad(lambda u: plots.hill(u[0]), t, 1e-5)

    still, rolled = (
        measured.descend(optimizer, slope, [-2.0], 0.02, 150)[-1, 0]
        for optimizer in (nn.sgd, nn.momentum)
    )
    assert still == pytest.approx(-0.5, abs=0.1) and rolled == pytest.approx(2, abs=0.1)
    swings = measured.descend(nn.momentum, slope, [-2.0], 0.02, 400, beta=0.99)[:, 0]
    assert np.ptp(swings[-200:]) > 0.5, "with β = 0.99 it swings for hundreds of steps"


def test_the_opening_picture_has_each_at_its_best_rate():
    for name, lr in plots.SUITABLE:
        steps, best = compared.best_on_bowl(name, plots.KAPPA)
        nearest = int(np.argmin(np.abs(np.log(compared.RATES / lr))))
        here = compared.settled(name, plots.KAPPA)[500][nearest]
        assert np.median(here) <= 1.1 * np.median(steps), (name, lr, best)


# The ravines --------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", DRAWS)
def test_plain_sgd_is_first_where_the_ravine_is_wide(draw):
    sgd, _ = compared.best_on_bowl("SGD", 20, compared.TURNED, draw)
    for name in OTHERS:
        steps, _ = compared.best_on_bowl(name, 20, compared.TURNED, draw)
        assert np.median(sgd) < np.median(steps) and sgd.max() < steps.max()
    momentum, _ = compared.best_on_bowl("SGD + momentum", 20, compared.TURNED, draw)
    assert sgd.max() < momentum.min()


@pytest.mark.parametrize("draw", DRAWS)
def test_momentum_and_adam_are_first_where_it_is_narrow_and_aslant(draw):
    def median(name, kappa=100, watched=500):
        return np.median(compared.best_on_bowl(name, kappa, compared.TURNED, draw, watched)[0])

    momentum, _ = compared.best_on_bowl("SGD + momentum", 100, compared.TURNED, draw)
    assert momentum.min() >= 100 and momentum.max() <= 140
    assert median("Adam") <= 150 and median("SGD") > 200
    assert min(median(name) for name in ("Adagrad", "RMSprop", "Adadelta")) > 200
    assert median("SGD", 1000, 2000) > 1500 and median("SGD + momentum", 1000) < 160


@pytest.mark.parametrize("draw", DRAWS)
def test_a_rate_for_each_entry_helps_along_the_axes_only(draw):
    along, turned = (
        compared.best_on_bowl("Adagrad", 100, angle, draw, 2000)[0]
        for angle in (0.0, compared.TURNED)
    )
    plain, beside = (
        compared.best_on_bowl("SGD", 100, angle, draw, 2000)[0] for angle in (compared.TURNED, 0.0)
    )
    assert along.max() <= 10 and np.median(beside) > 200
    assert np.median(turned) > np.median(plain) > 200


@pytest.mark.parametrize("draw", DRAWS)
def test_how_long_one_watches_matters_for_rmsprop_and_adam_alone(draw):
    for kappa in (20, 100):
        for name in ("SGD", "SGD + momentum", "RMSprop", "Adam"):
            short, long = (
                np.median(compared.best_on_bowl(name, kappa, compared.TURNED, draw, watched)[0])
                for watched in (500, 2000)
            )
            if name in ("RMSprop", "Adam"):
                assert long > 1.08 * short, (name, kappa)
            else:
                assert long == pytest.approx(short, rel=0.02), (name, kappa)


def test_no_bowl_is_faster_than_the_root_of_beta():
    """With β = 0.9 both factors of a step multiply to 0.9, whatever α and the curvature are."""
    for rate in (0.01, 0.1, 1.0):
        step = np.array([[1 - rate + 0.9, -0.9], [1, 0]])
        assert np.abs(np.linalg.eigvals(step)).max() >= np.sqrt(0.9) - 1e-9
    for kappa in (1, 20, 100, 1000):
        steps, _ = compared.best_on_bowl("SGD + momentum", kappa, compared.TURNED)
        assert 105 < np.median(steps) < 145, "110 to 140 steps, whatever κ is"
    assert np.median(compared.best_on_bowl("SGD + momentum", 10_000)[0]) > 300, "but from 1 to 1000"


def test_the_best_pair_of_momentum_counts_the_root_of_kappa():
    """In the long run 35 steps in place of 346; the walk takes longer, its error grows at first."""
    for factor, steps in ((99 / 101, 346), (9 / 11, 35)):
        assert np.ceil(np.log(1000) / -np.log(factor)) == steps
    assert measured.conditioning()["SGD + momentum"][4] == 58
    lr, beta = 4 / 1.1**2, (9 / 11) ** 2
    path = measured.descend(nn.momentum, lambda t: [1, 0.01] * t, np.ones(2), lr, 5, beta=beta)
    assert np.linalg.norm(path[-1]) > 2 * np.linalg.norm(path[0])


def test_the_questions_figures_are_the_tables():
    why = " ".join(option.why for option in checkpoints.find("o9-who-is-first").options)
    sgd, momentum = (
        np.median(compared.best_on_bowl(name, 100, compared.TURNED)[0])
        for name in ("SGD", "SGD + momentum")
    )
    assert "about 240" in why and (sgd, momentum) == pytest.approx((240, 130), rel=0.03)
    for name, said in (("SGD", 55), ("Adagrad", 75), ("SGD + momentum", 130)):
        steps, _ = compared.best_on_bowl(name, 20, compared.TURNED)
        assert f"About {said} steps" in why and np.median(steps) == pytest.approx(said, rel=0.1)
    adam, _ = compared.best_on_bowl("Adam", 20, compared.TURNED)
    assert np.median(adam) == pytest.approx(130, rel=0.1) and why.count("About 130 steps") == 2


# The network --------------------------------------------------------------------------------------


def test_many_networks_at_once_are_each_the_librarys():
    rng = np.random.default_rng(4)
    theta = rng.normal(size=(3, nn.count_params(compared.SIZES)))
    X, y = rng.normal(size=(7, 2)), rng.integers(0, 2, 7)
    costs, grads = compared.costs_and_grads(theta, X, y)
    for row, cost, grad in zip(theta, costs, grads, strict=True):
        expected, pairs = nn.mlp_loss_and_grads(
            nn.unflatten_params(row, list(compared.SIZES)), X, y, "tanh"
        )
        assert cost == pytest.approx(expected)
        np.testing.assert_allclose(
            grad, np.concatenate([np.ravel(p) for pair in pairs for p in pair])
        )


def test_with_scaled_inputs_three_end_alike_and_adam_forgives_more():
    ends = {name: compared.best_of_network(name) for name in ("SGD", "SGD + momentum", "Adam")}
    assert all(cost.max() < 0.001 for cost, _, _ in ends.values())
    lowest = max(accuracy.min() for _, accuracy, _ in ends.values())
    assert lowest <= min(accuracy.max() for _, accuracy, _ in ends.values()) + 0.005
    works = {name: compared.working_rates(name) for name in ends}
    assert works["Adam"] >= 1.5 * max(works["SGD"], works["SGD + momentum"])
    assert works["Adam"] < len(compared.COARSER) / 2, "far from all"


def test_one_input_in_another_unit_stops_sgd_and_momentum_alone():
    def cost(name):
        return compared.best_of_network(name, compared.UNSCALED)[0]

    for name in ("SGD", "SGD + momentum"):
        assert compared.working_rates(name, compared.UNSCALED) == 0 and cost(name).min() > 0.25
    for name in ("Adagrad", "RMSprop", "Adam"):
        assert compared.working_rates(name, compared.UNSCALED) >= 3 and cost(name).max() < 0.2


def test_a_learning_rate_is_still_global():
    for name in ("Adagrad", "Adam"):
        small, good, large = (compared.costs_at(name, lr) for lr in (0.001, 0.3, 100.0))
        assert good.max() < 0.2 < 0.25 < small.min() and large.min() > 1
    adadelta = compared.costs_at("Adadelta", 1.0)
    assert adadelta.min() > 0.1 and adadelta.max() < 0.5


def test_a_range_test_gives_a_ceiling_and_not_the_rate():
    for name in ("SGD", "SGD + momentum", "Adam"):
        rates, costs = compared.range_test(name)
        third = rates[np.argmin(costs, axis=1)] / 3
        works = compared.COARSER[np.all(compared.trained(name)[0] < 0.2, axis=0)]
        if name == "SGD":
            assert works[0] < third.min() and third.max() < works[-1]
        elif name == "Adam":
            assert works[0] < third.min() < works[-1] < third.max(), "now among it and now above"
        else:
            assert third.min() > works[-1], "always far above"


# What is beside them ------------------------------------------------------------------------------


def test_what_the_six_keep():
    rows = {name: cells for name, *cells in compared.what_they_keep().rows}
    own, rolls, memory = ([cells[i] for cells in rows.values()] for i in range(3))
    assert own == ["no", "no", "yes", "yes", "yes", "yes"]
    assert rolls == ["no", "yes", "no", "no", "no", "yes"]
    assert memory == ["0", "1", "1", "1", "2", "2"]


def test_single_samples_are_enough_where_the_condition_number_is_small():
    assert measured.single_samples(1.0).max() < 1e-9
    assert measured.single_samples(100.0).min() > 0.01


def test_rmsprop_hovers_at_a_constant_rate_and_comes_to_rest_with_a_schedule():
    H, ends = compared.bowl(20, compared.TURNED), {}
    for falls in (False, True):
        theta, state = compared.starts(), None
        for k in range(1000):
            lr = nn.cosine_schedule(0.03, k, 1000) if falls else 0.03
            theta, state = nn.rmsprop(theta, theta @ H, state, lr=lr)
        ends[falls] = np.sum(theta @ H * theta, axis=1) / 2
    assert np.median(ends[False]) > 1e6 * np.median(ends[True]) and ends[False].max() > 1e-5
    assert ends[False].min() > 1e-8 and ends[True].max() < 1e-12


def test_decay_inside_the_gradient_hardly_reaches_what_has_large_gradients():
    def walk(inside, seed):
        rng, theta, state = np.random.default_rng(seed), np.ones(2), None
        for _ in range(1000):
            g = rng.normal(size=2) * [100.0, 0.01] + (theta if inside else 0)
            theta = theta if inside else theta - 0.001 * theta
            theta, state = nn.adam(theta, g, state, lr=0.001)
        return theta

    inside, outside = ([walk(how, seed) for seed in range(5)] for how in (True, False))
    assert np.mean(inside, axis=0)[0] > 0.9 and np.mean(inside, axis=0)[1] < 0.35
    np.testing.assert_allclose(np.mean(outside, axis=0), 0.999**1000, atol=0.06)


def test_the_given_code_shows_its_symptom_in_the_text():
    path = corrects_what_it_keeps(lambda theta: np.array([4.0]), np.array([1.0]), 0.1, 6)
    lengths = np.abs(np.diff(path[:, 0]))
    shown = " \\quad ".join(f"{length:.3f}" for length in lengths)
    lesson = next(lesson for lesson in all_lessons() if lesson.folder == "09-optimizers")
    assert shown in "\n".join(cell.source for cell in jupytext.read(lesson.source).cells)
    assert lengths[0] == pytest.approx(0.1) and abs(lengths[1] - 0.1) > 0.05
