"""The picture of a learner's own computation graph: every Value in its place, and what it says."""

import numpy as np
import pytest

from workbook import nn
from workbook.plots.backpropagation_own_graph import MOST, behind, laid_out, own_graph


def neuron(Value):
    """A unit with tanh and its square, and one number that is used twice."""
    x, w, b = Value(2.0), Value(-0.5), Value(1.5)
    a = (x * w + b).tanh()
    return {"x": x, "w": w, "b": b, "a": a, "L": a * a + x}


def test_every_value_is_drawn_with_its_gradient():
    alt = own_graph(nn.Value, neuron).alt
    a = np.tanh(0.5)
    assert "A computation graph of 8 numbers" in alt
    for name, number, gradient in (
        ("x", 2, 2 * a * (1 - a**2) * -0.5 + 1),
        ("w", -0.5, 2 * a * (1 - a**2) * 2),
        ("a", a, 2 * a),
    ):
        said = f"{name} {number:.3g} with gradient {gradient:.3g}".replace("-", "−")
        assert said in alt


def test_inputs_stand_to_the_left_and_nothing_on_another():
    values = behind(neuron(nn.Value)["L"])
    places = laid_out(values)
    assert len(set(places.values())) == len(values) == 8
    for value in values:
        assert all(places[id(one)][0] < places[id(value)][0] for one in value.inputs)


def test_an_unwritten_value_is_stood_in_for_and_a_large_graph_refused():
    class Unwritten:
        def __init__(self, data):
            raise NotImplementedError

    assert own_graph(Unwritten, neuron).alt.startswith("Value is unwritten")

    def long(Value):
        total = Value(1.0)
        for _ in range(MOST):
            total = total + Value(1.0)
        return {"L": total}

    with pytest.raises(ValueError, match="a picture holds 40"):
        own_graph(nn.Value, long)
