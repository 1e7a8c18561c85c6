"""What lesson 06 says of the world: its numbers, its experiments, its pictures."""

import re

import jupytext
import numpy as np
import pytest

from autograder.course import find_lessons
from autograder.exercises import of_lesson
from workbook import checkpoints, nn
from workbook.explore import GraphStepper
from workbook.plots import backpropagation, backpropagation_graphs, backpropagation_measured

CELLS = jupytext.read(find_lessons(("06-backpropagation",))[0].source).cells


def test_a_graph_before_the_way_back_tells_no_gradient():
    assert "Gradients" not in backpropagation_graphs.graph("unit", back=False).alt
    assert "−0.5 for w" in backpropagation_graphs.graph("unit").alt


def test_the_graph_of_a_learners_values_is_read_from_them():
    class Half(nn.Value):
        """Its products hand on half of what they should."""

        def __mul__(self, other):
            made = super().__mul__(other)
            made.local_grads = tuple(0.5 * one for one in made.local_grads)
            return made

    def unwritten(self, other):
        raise NotImplementedError

    right = backpropagation_graphs.remembered(nn.Value).alt
    assert "u = 2 with gradient 67" in right and "s to t with ×8, s to t with ×8" in right
    assert "u to q with ×1.5" in backpropagation_graphs.remembered(Half).alt
    stub = type("Value", (nn.Value,), {"__mul__": unwritten})
    assert "unwritten" in backpropagation_graphs.remembered(stub).alt


def test_the_first_unit_has_the_numbers_of_the_text():
    loss, dw, db = nn.backprop_neuron(np.array([2.0]), np.array([1.0]), -2.0, 1.0)
    assert (loss, dw[0], db) == (0.25, -0.5, -0.25)
    moved, _, _ = nn.backprop_neuron(np.array([2.0]), np.array([1.01]), -2.0, 1.0)
    assert moved - loss == pytest.approx(-0.005, abs=5e-5)


def test_the_graph_of_the_topological_order_has_the_numbers_of_the_text():
    u, v = nn.Value(2.0), nn.Value(3.0)
    q = u * v
    s = q + u
    t = s * s
    L = t + q
    L.backward()
    assert (q.data, s.data, t.data, L.data) == (6, 8, 64, 70)
    assert (t.grad, s.grad, q.grad, u.grad, v.grad) == (1, 16, 17, 67, 34)


def test_symptoms_of_the_planted_bugs_are_those_of_the_text():
    starter = {name: one.starter for name, one in of_lesson("06-backpropagation").items()}
    assert starter["shared_weight_grad"](1.0, 2.0, 6.0) == (1.0, 4.0)
    for seed, told in enumerate((0.75, 0.15, 0.92)):
        layers = backpropagation_measured.errors_of_layers(starter["hidden_layer_grads"], seed)
        assert [layers["W1"], layers["b1"]] == pytest.approx([told, told], abs=0.006)
        assert max(layers["w2"], layers["b2"]) < 5e-7
    batches = backpropagation_measured.errors_of_batches(starter["batch_grads"])
    assert list(batches.values()) == pytest.approx([0, 0.5, 0.9], abs=1e-6)
    true = backpropagation_measured.gradients_measured()
    for lr in (0.001, 0.1, 1.0):
        used = backpropagation_measured.gradients_used(starter["chain_step"], lr)
        assert used[1] == pytest.approx(true[1]) and abs(used[0] - true[0]) > lr
        assert used[0] == pytest.approx({0.001: -6.536, 0.1: -7.156, 1.0: -12.794}[lr], abs=6e-4)
        mended = backpropagation_measured.gradients_used(nn.chain_step, lr)
        assert mended == pytest.approx(true, rel=1e-6)


def test_mended_code_passes_the_same_measurements():
    assert max(backpropagation_measured.errors_of_layers(nn.hidden_layer_grads).values()) < 1e-7
    assert max(backpropagation_measured.errors_of_batches(nn.batch_grads).values()) < 1e-7


def test_double_precision_is_best_near_the_h_of_the_course():
    steps = np.logspace(-14, 0, 57)
    double = backpropagation._error_of_sine(steps, np.float64)
    single = backpropagation._error_of_sine(steps, np.float32)
    assert 1e-6 < steps[np.argmin(double)] < 2e-5
    assert double[np.isclose(steps, 1e-5)][0] == pytest.approx(1e-11, rel=0.5)
    assert single.min() == pytest.approx(4e-6, rel=0.4) and steps[np.argmin(single)] > 2e-3
    assert single[np.isclose(steps, 1e-5)][0] == pytest.approx(1e-3, rel=0.5)


def test_a_lost_path_shows_as_many_errors():
    """The text: 0.6 at the given numbers, 0.1 to 1.5 in nine of ten random cases."""
    lost = of_lesson("06-backpropagation")["shared_weight_grad"].starter
    rng, errors = np.random.default_rng(0), []
    for x, w, y in [(1.0, 2.0, 6.0), *rng.normal(size=(200, 3))]:
        error, _ = nn.grad_check(
            lambda t, x=x, y=y: lost(x, t[0], y)[0],
            lambda t, x=x, y=y: np.array([lost(x, t[0], y)[1]]),
            np.array([w]),
        )
        errors.append(error)
    assert errors[0] == pytest.approx(0.6, abs=1e-6)
    assert np.percentile(errors[1:], [5, 95]) == pytest.approx([0.1, 1.5], abs=0.06)


def test_constant_factors_give_the_errors_of_the_table():
    for factor, error in ((-1, 2), (0, 1), (2, 1 / 2), (1 / 2, 1 / 2), (3, 2 / 3), (10, 9 / 10)):
        found, _ = nn.grad_check(
            lambda x: np.sum(np.sin(x)), lambda x, f=factor: f * np.cos(x), np.array([0.3, 1.0])
        )
        assert found == pytest.approx(error, abs=1e-7)


def test_the_rule_of_thumb_holds_for_right_gradients():
    """2000 random units: most below 1e-7; the others have a tiny slope, and none is near 1e-3."""
    rng, errors, smallest = np.random.default_rng(1), [], []
    for _ in range(2000):
        D = rng.integers(1, 5)
        x, theta, y = rng.normal(size=D) * 2, rng.normal(size=D + 1) * 2, float(rng.integers(2))

        def loss(theta, x=x, y=y):
            return nn.backprop_neuron(x, theta[:-1], theta[-1], y)[0]

        def gradient(theta, x=x, y=y):
            return np.append(*nn.backprop_neuron(x, theta[:-1], theta[-1], y)[1:])

        errors.append(nn.grad_check(loss, gradient, theta)[0])
        smallest.append(np.min(np.abs(gradient(theta))))
    errors, smallest = np.array(errors), np.array(smallest)
    assert np.mean(errors < 1e-7) == pytest.approx(0.93, abs=0.02)
    assert errors.max() < 1e-4
    assert smallest[errors > 1e-7].max() < 0.0003


class Counted:
    """A number that counts the operations that it goes through, in all of its kind."""

    operations = 0

    def __init__(self, number):
        self.number = number

    def _made(self, number):
        Counted.operations += 1
        return Counted(number)

    def __add__(self, other):
        return self._made(self.number + getattr(other, "number", other))

    def __sub__(self, other):
        return self._made(self.number - getattr(other, "number", other))

    def __rsub__(self, other):
        return self._made(other - self.number)

    def __mul__(self, other):
        return self._made(self.number * getattr(other, "number", other))

    def __pow__(self, power):
        return self._made(self.number**power)

    def tanh(self):
        return self._made(np.tanh(self.number))

    __radd__, __rmul__ = __add__, __mul__


def test_all_gradients_cost_about_three_forward_passes():
    """Counted, not timed: forward and back against forward alone, for networks of any width."""

    def numbers(*shape):
        return np.vectorize(Counted, otypes=[object])(np.ones(shape))

    for D, H in ((8, 16), (8, 256), (64, 64)):
        x, W1, b1, w2 = numbers(D), numbers(D, H), numbers(H), numbers(H)
        b2, y = Counted(0.5), Counted(1.0)
        Counted.operations = 0
        (np.tanh(x @ W1 + b1) @ w2 + b2 - y) ** 2
        forward, Counted.operations = Counted.operations, 0
        nn.hidden_layer_grads(x, W1, b1, w2, b2, y)
        assert 1.3 < Counted.operations / forward < 4


def xor_cost(seed, steps):
    """The lesson's network of Values from another start: its cost on XOR after some steps."""
    theta = [nn.Value(start) for start in np.random.default_rng(seed).normal(size=9)]
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta
    for _ in range(steps + 1):
        cost = nn.Value(0.0)
        for x1, x2, y in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)):
            x1, x2 = nn.Value(x1), nn.Value(x2)
            a1, a2 = (w1 * x1 + w2 * x2 + b1).tanh(), (w3 * x1 + w4 * x2 + b2).tanh()
            error = w5 * a1 + w6 * a2 + b3 + nn.Value(-y)
            cost = cost + nn.Value(0.25) * error * error
        for one in theta:
            one.grad = 0.0
        cost.backward()
        for one in theta:
            one.data -= 0.2 * one.grad
    return cost.data


def test_values_learn_xor_from_some_starts():
    """The text: 9 of 20 below 0.01 after 300 steps, the first among them; some later, some not."""
    costs = np.array([xor_cost(seed, 300) for seed in range(20)])
    assert costs[0] < 0.001
    assert 8 <= np.sum(costs < 0.01) <= 10
    assert np.sum(costs > 0.1) >= 10
    assert xor_cost(11, 1000) < 0.01 and xor_cost(4, 1000) > 0.1


@pytest.mark.parametrize("seed", range(5))
def test_the_network_of_the_second_repair_fits_a_sine(seed):
    rng = np.random.default_rng(seed)
    parameters = [rng.normal(size=(1, 8)), rng.normal(size=8), np.zeros(8), 0.0]
    for _ in range(101):
        losses = []
        for x in rng.permutation(np.linspace(-3, 3, 40)):
            loss, *gradients = nn.hidden_layer_grads(np.array([x]), *parameters, np.sin(x))
            parameters = [old - 0.05 * g for old, g in zip(parameters, gradients, strict=True)]
            losses.append(loss)
    assert np.mean(losses) < 0.03


def test_what_decides_a_prediction_is_held_back():
    predictions = {q.id for q in checkpoints.load("06-backpropagation") if q.kind == "predict"}
    assert {cell.metadata["held"] for cell in CELLS if "held" in cell.metadata} == predictions
    shown = "\n".join(c.source for c in CELLS if not {"held", "only"} & set(c.metadata))
    assert not re.search(r"one multiplication after another|rates multiply|hardly learns", shown)


def test_goals_of_the_stepper_come_after_their_predictions():
    asked = next(
        i for i, c in enumerate(CELLS) if c.metadata.get("question") == "b2-sure-and-wrong"
    )
    for part, graphs in ((CELLS[:asked], {"product", "fork"}), (CELLS[asked:], {"unit"})):
        (made,) = [c.source for c in part if c.source.startswith("GraphStepper(")]
        goals = eval(made, {"GraphStepper": GraphStepper})._goals
        assert {goal["graph"] for goal in goals} == graphs


def test_a_break_it_tells_its_symptom_before_its_check():
    """Above each piece of faulty code stands what it does wrong, in the text or in a table."""
    faulty = [name for name, one in of_lesson("06-backpropagation").items() if one.starter]
    for name in faulty:
        place = next(i for i, c in enumerate(CELLS) if c.metadata.get("exercise") == name)
        above = next(c for c in reversed(CELLS[:place]) if c.metadata.get("only") != "deck")
        assert "symptom.**" in above.source
