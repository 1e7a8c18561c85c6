"""What lesson 07 says of the world: first costs, starts, long ways back, what networks learn."""

import re

import jupytext
import numpy as np
import pytest

from autograder.course import all_lessons
from autograder.exercises.layers.deep_stack import uses_its_own_sums
from workbook import checkpoints, nn
from workbook.data import toy
from workbook.explore.playground_trainer import Setting, Trainer
from workbook.plots import layers as plots
from workbook.plots import layers_measured as measured

LN2 = np.log(2)


def text_of(folder):
    lesson = next(lesson for lesson in all_lessons() if lesson.folder == folder)
    return "\n".join(cell.source for cell in jupytext.read(lesson.source).cells)


def test_the_first_cost_is_ln_k_where_the_last_weights_are_small():
    full, smaller, tiny = (measured.first_costs(shrink) for shrink in (1.0, 0.1, 0.01))
    assert np.ptp(full) > 0.3, "no rule for full-size weights"
    assert np.ptp(smaller) < np.ptp(full) / 3
    np.testing.assert_allclose(tiny, LN2, atol=0.01)


# Where weights begin ------------------------------------------------------------------------------


def test_from_zeros_no_weight_ever_moves():
    X, y = toy.xor_clouds(200, 0.3, np.random.default_rng(2))
    model = nn.MLP(measured.same_start(0.0), "tanh").fit(X, y, 0.5, 1000)
    assert all(np.all(W == 0) for W, _ in model.params)


def test_from_equal_weights_one_unit_is_left_and_on_the_corners_nothing_moves():
    for seed in range(3):
        X, y = toy.xor_clouds(200, 0.3, np.random.default_rng(seed))
        model = nn.MLP(measured.same_start(0.5), "tanh").fit(X, y, 0.5, 600)
        W, b = model.params[0]
        assert nn.distinct_units(W.round(9), b.round(9)) == 1
        assert 0.4 < model.loss_history[-1] < LN2
    corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    model = nn.MLP(measured.same_start(0.5), "tanh").fit(corners, np.array([0, 1, 1, 0]), 0.5, 1000)
    assert all(np.allclose(W, 0.5, atol=1e-12) for W, _ in model.params)
    asked = nn.MLP(measured.same_start(0.5), "tanh").fit(
        (corners + 1) / 2, np.array([0, 1, 1, 0]), 0.5, 1000
    )
    assert asked.loss_history[-1] < 0.6, "on lesson 01's corners, of 0 and 1, it does move"
    assert "centres, $(\\pm 1, \\pm 1)$, nothing ever moves" in text_of("07-layers")


def test_the_first_gradient_of_equal_weights_is_zero_in_the_hidden_layer():
    X, y = toy.xor_clouds(200, 0.3, np.random.default_rng(1))
    _, ((dW1, db1), (dW2, _)) = nn.mlp_loss_and_grads(measured.same_start(0.5), X, y, "tanh")
    np.testing.assert_allclose(dW1, 0, atol=1e-15)
    np.testing.assert_allclose(db1, 0, atol=1e-15)
    assert np.abs(dW2).max() > 1e-4


@pytest.mark.parametrize("part", ["a weight", "a bias"])
def test_one_different_number_for_each_unit_breaks_the_symmetry(part):
    (W, b), last = measured.same_start(0.5)
    apart = np.linspace(0.4, 0.6, W.shape[1])
    if part == "a weight":
        W[0] = apart
    X, y = toy.xor_clouds(200, 0.3, np.random.default_rng(0))
    model = nn.MLP([(W, b if part == "a weight" else apart - 0.5), last], "tanh").fit(
        X, y, 0.5, 600
    )
    W, b = model.params[0]
    assert nn.distinct_units(W.round(6), b.round(6)) == 8 and model.loss_history[-1] < 0.2


def test_on_the_corners_only_a_bias_breaks_the_symmetry_of_equal_last_weights():
    """Opposite corners have one label and opposite answers: whatever W₁ is, they cancel.

    Equal rows of W₂ are not enough: its two columns have to be equal as well."""
    corners, y = np.array([[-1.0, -1], [-1, 1], [1, -1], [1, 1]]), np.array([0, 1, 1, 0])
    (W, b), last = measured.same_start(0.5)
    for seed in range(3):
        drawn = np.random.default_rng(seed).normal(size=W.shape)
        model = nn.MLP([(drawn, b), last], "tanh").fit(corners, y, 0.5, 1000)
        assert model.loss_history[-1] == pytest.approx(LN2)
        rows = np.tile([0.5, -0.3], (len(drawn.T), 1)), last[1]
        model = nn.MLP([(drawn, b), rows], "tanh").fit(corners, y, 0.5, 1000)
        assert model.loss_history[-1] < 0.1
    model = nn.MLP([(W, np.linspace(-0.1, 0.1, 8)), last], "tanh").fit(corners, y, 0.5, 1000)
    assert model.loss_history[-1] < 0.1


def test_only_hes_spread_keeps_the_size_of_what_relu_layers_answer():
    for seed in range(5):
        ends = [measured.spread_by_layer("relu", s, seed=seed)[[0, -1]] for s, *_ in plots.SPREADS]
        change = [last / first for first, last in ends]
        tiny, xavier, he, huge = change
        assert tiny < 1e-5 and xavier < 0.1 and 0.3 < he < 3 and huge > 100


# A long way back ----------------------------------------------------------------------------------


def test_sigmoid_layers_cost_about_a_factor_of_four():
    for seed in range(10):
        norms = measured.norms_by_layer("sigmoid", "xavier", seed=seed)
        assert 3 < (norms[-2] / norms[1]) ** (1 / 8) < 5
        assert 10_000 < norms[-1] / norms[0] < 1e7
        for activation, scheme in (("tanh", "xavier"), ("relu", "he")):
            norms = measured.norms_by_layer(activation, scheme, seed=seed)
            assert 0.05 < norms[-1] / norms[0] < 20
    assert (
        checkpoints.find("a7-ten-sigmoid-layers").options[3].text.startswith("Ten thousand times")
    )


def test_deep_sigmoid_guesses_at_every_rate_and_the_others_learn():
    for lr in (0.03, 0.3, 3.0):
        np.testing.assert_allclose(measured.deep_training("sigmoid", "xavier", lr), LN2, atol=0.01)
    assert measured.deep_training("sigmoid", "xavier", 10.0).min() > 1
    for activation, scheme in (("tanh", "xavier"), ("relu", "he")):
        assert measured.deep_training(activation, scheme, 0.03).max() < 0.2


def test_relu_gradients_vanish_from_weights_that_begin_too_small():
    for seed in range(5):
        small, he = (measured.norms_by_layer("relu", s, seed=seed)[0] for s in (0.05, "he"))
        assert small < 1e-6 and he > 0.05


# What networks learn ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", toy.TOYS)
def test_the_same_network_learns_each_of_the_four_shapes(name):
    for seed in range(5):
        noise = {"XOR": 0.3, "spirals": 0.04}.get(name, 0.1)
        X, y = toy.TOYS[name](200, noise, np.random.default_rng(seed))
        params = nn.init_params([2, 8, 8, 2], np.random.default_rng(seed), "xavier")
        model = nn.MLP(params, "tanh").fit(X, y, 1.0, 1000)
        assert np.mean(model.predict(X) == y) > 0.95


def shares(data, layers, units, steps, seeds=range(8)):
    """Shares of right answers in the playground's own setting, one per start."""
    ends = []
    for seed in seeds:
        trainer = Trainer(nn.MLP, Setting(data=data, layers=layers, units=units, seed=seed))
        trainer.train(1.0, steps=steps)
        ends.append(trainer.share_right())
    return np.array(ends)


def test_few_units_get_stuck_sometimes():
    xor, moons = shares("XOR", 1, 2, 500), shares("moons", 1, 2, 500)
    assert 0 < np.mean(xor < 0.85) < 0.7, "some starts get stuck"
    assert np.mean(shares("XOR", 1, 2, 500, range(40)) < 0.85) == pytest.approx(0.3, abs=0.06)
    assert np.median(moons) == pytest.approx(0.9, abs=0.06)
    assert np.median(shares("moons", 1, 3, 1000)) > 0.97


def test_two_layers_part_the_spirals_where_one_rarely_does():
    one, two = (shares("spirals", layers, 8, 1000, range(4)) for layers in (1, 2))
    assert np.sum(two >= 0.97) > np.sum(one >= 0.97) and two.min() > one.max() - 0.02


# Break it, and what is read -----------------------------------------------------------------------


def test_the_given_code_shows_its_symptom_in_the_text():
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(2, 2)), np.zeros(2)) for _ in range(3)]
    tanh = [np.tanh, np.tanh, np.positive]
    logits, cache = nn.forward(rng.normal(size=(4, 2)), params, tanh)
    dZ = nn.softmax_cross_entropy_grad(nn.one_hot(np.array([0, 1, 0, 1]), 2), logits)
    off = [
        np.max(np.abs(dW - true)) / np.max(np.abs(true))
        for (dW, _), (true, _) in zip(
            uses_its_own_sums(dZ, params, cache), nn.stack_backward(dZ, params, cache), strict=True
        )
    ]
    shown = " | ".join(f"{share:.0%}" for share in off)
    assert f"| off by | {shown} |" in text_of("07-layers")


def test_slopes_are_no_shares_and_layers_are_not_corrected_in_turn():
    X, y = measured.moons()
    for seed in range(5):
        params = measured.random_start(seed=seed)
        cost, grads = nn.mlp_loss_and_grads(params, X, y, "tanh")
        assert abs(cost - sum(dW.sum() + db.sum() for dW, db in grads)) > 0.2
        (W, b), (dW, db) = params[1], grads[1]
        _, later = nn.mlp_loss_and_grads([params[0], (W - 2 * dW, b - 2 * db)], X, y, "tanh")
        off = np.linalg.norm(later[0][0] - grads[0][0]) / np.linalg.norm(grads[0][0])
        assert off > 0.1


# Predictions of lessons 07 to 09 ------------------------------------------------------------------


ELSEWHERE = {
    "o4-shrinking-steps": "the prose below its exercise is on entries of other sizes",
    "o9-who-is-first": "what follows says how it is counted, and nothing of what came out",
}


@pytest.mark.parametrize("folder", ["07-layers", "08-training", "09-optimizers"])
def test_what_follows_a_prediction_is_held_back(folder):
    """Below a predict question, in its section, the first long prose is folded until the answer."""
    kinds = {question.id: question.kind for question in checkpoints.load(folder)}
    lesson = next(lesson for lesson in all_lessons() if lesson.folder == folder)
    cells = [c for c in jupytext.read(lesson.source).cells if c.metadata.get("only") != "deck"]
    for at, cell in enumerate(cells):
        if kinds.get(cell.metadata.get("question")) != "predict":
            continue
        for below in cells[at + 1 :]:
            folded = below.cell_type == "markdown" and "held" in below.metadata
            if folded or {"question", "minutes"} & set(below.metadata):
                break
            long = below.cell_type == "markdown" and len(re.findall(r"\w+", below.source)) > 70
            assert not long or cell.metadata["question"] in ELSEWHERE, cell.metadata["question"]
