"""The model inspector: what it takes down of a model, and what it says of one that fails."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook.explore import ModelInspector
from workbook.explore.model_inspector import looked_into

from .conftest import goals_met
from .models import Net, moons


def inspector():
    """An inspector of such a net."""
    return ModelInspector(Net(), *moons())


def test_what_is_taken_down_is_what_is_in_the_layers():
    X, _ = moons()
    net = Net()
    first, second, third = looked_into(net, X)
    Z = X @ net.layers[0].W + net.layers[0].b
    assert [layer["gives"] for layer in (first, second, third)] == [[100, 6], [100, 6], [100, 1]]
    assert [layer["count"] for layer in (first, second, third)] == [18, 0, 7]
    assert first["activations"]["mean"] == pytest.approx(Z.mean())
    assert first["activations"]["std"] == pytest.approx(Z.std())
    assert sum(second["activations"]["counts"]) == 600
    assert second["zero"] == pytest.approx(np.mean(Z <= 0))
    np.testing.assert_allclose(second["map"], np.maximum(Z, 0)[:12])
    assert first["params"][0]["gradient"] is None, "no step has been taken"


def test_steps_are_those_of_the_model_and_gradients_follow():
    own = inspector()
    own.train(3)
    assert len(own.costs) == own._frame["steps"] == 3
    W, dW = own.model.layers[0].W, own.model.layers[0].dW
    shown = own._frame["layers"][0]["params"][0]
    assert shown["gradient"]["std"] == pytest.approx(dW.std())
    assert shown["ratio"] == pytest.approx(np.linalg.norm(dW) / np.linalg.norm(W))
    again = inspector()
    again.train(3)
    assert own.costs == again.costs, "the same seed draws the same batches"
    own.train(500)
    assert len(own._frame["costs"]) <= 201 and own._frame["costs"][-1][0] == 503


def test_what_fails_is_said():
    X, y = moons()
    with pytest.raises(TypeError, match="layers and train_on_batch"):
        ModelInspector(object(), X, y)
    net = Net()
    net.layers[1].forward = lambda Z: None
    assert "forward returned no array" in ModelInspector(net, X, y).fault
    net = Net()
    net.train_on_batch = lambda X, y: "low"
    broken = ModelInspector(net, X, y)
    broken.train(1)
    assert "train_on_batch returned str" in broken.fault
    diverged = ModelInspector(Net(lr=np.inf), X, y)
    diverged.train(3)
    assert not diverged.fault and diverged._frame["layers"][0]["activations"]["mean"] is None


def test_the_page_asks_for_steps_and_shows_a_layer(show, tab):
    own = inspector()
    place = show(own)
    words = place.locator(".words")
    expect(words).to_contain_text("After 0 steps, layer 1.")
    tab.evaluate("window.sent = []; model.send = (message) => sent.push(message); 0")
    for name in ("20 steps", "200 steps"):
        place.get_by_role("button", name=name).click()
        own._asked(own, tab.evaluate("sent.pop()"), [])
        tab.evaluate("frame => model.set({ _frame: frame })", own._frame)
    expect(words).to_contain_text("After 220 steps, cost")
    expect(words).to_contain_text("The gradient of W is")
    assert goals_met(tab) == [1]
    for _ in range(2):
        place.get_by_role("radio").first.focus()
        tab.keyboard.press("ArrowRight")
        expect(place.locator(".shapes")).to_contain_text("no parameters")
        tab.keyboard.press("ArrowRight")
        expect(place.locator(".shapes")).to_contain_text("7 parameters: W (6, 1), b (1,)")
        tab.keyboard.press("Home")
    assert goals_met(tab) == [0, 1]
    place.get_by_role("button", name="One step").click()
    place.get_by_role("button", name="One step").click()
    expect(place.get_by_text("still under way")).to_be_visible()
    tab.evaluate("model.set({ fault: 'The model raised it.' })")
    expect(words).to_have_text("The model raised it.")
    expect(place.get_by_role("button", name="One step")).to_be_disabled()
