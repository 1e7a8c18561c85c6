"""Draw a digit: pixels and network against NumPy, the ways to draw, a learner's own network."""

import json

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.data import strokes
from workbook.data.digits import load_digits
from workbook.explore import DrawADigit
from workbook.explore.draw_a_digit import first_reader
from workbook.explore.sampling import Fault

from ..oracles import first_reader as made
from .conftest import goals_met, reach


def drawing(rng):
    """A digit's example, turned, slanted and shaken a little."""
    slant, narrow = rng.normal(0, 0.15), rng.uniform(0.7, 1.2)
    return [
        [
            [(x - 16) * narrow + slant * (y - 16) + 16 + rng.normal(0, 0.3), y + rng.normal(0, 0.3)]
            for x, y in stroke
        ]
        for stroke in strokes.EXAMPLES[rng.integers(10)]
    ]


# What is shipped ----------------------------------------------------------------------------------


def test_what_is_said_of_the_first_reader_is_so():
    own = first_reader()
    params = [(np.array(layer["W"]), np.array(layer["b"])) for layer in own["layers"]]
    assert made.measured(params, *made.parted()[1]) == own["held_out"]
    assert own["held_out"]["right"] >= 0.97 * own["held_out"]["images"]
    lessons = " ".join(goal["lesson"] for goal in DrawADigit()._goals)
    for count in (own["held_out"]["refused"], own["held_out"]["right"]):
        assert f" {count} " in lessons.replace(";", " ;")


def test_a_plain_drawing_of_each_digit_is_read():
    reader = DrawADigit()
    read = [np.argmax(reader.probabilities(strokes.pixels_of(one))) for one in strokes.EXAMPLES]
    assert read == list(range(10))


def test_drawings_have_the_form_of_the_set():
    images = load_digits()[0]
    drawn = np.array([strokes.pixels_of(one) for one in strokes.EXAMPLES])
    assert abs(drawn.sum(axis=1).mean() - images.sum(axis=1).mean()) < 30
    squares = drawn.reshape(-1, 8, 8)
    assert (squares[:, 0].max(axis=1) > 3).all() and (squares[:, 7].max(axis=1) > 3).all()
    assert strokes.pixels_of([]).sum() == 0
    assert 0 < strokes.pixels_of([[(4, 30)]]).sum() < 40, "a dot stays a dot"
    wide = strokes.pixels_of([[(0, 16), (32, 16)]]).reshape(8, 8)
    assert wide[:, [0, 7]].sum() <= 8 and wide[3:5].sum() == wide.sum()
    with pytest.raises(ValueError, match="finite"):
        strokes.pixels_of([[(np.nan, 3)]])


# The page -----------------------------------------------------------------------------------------


def test_the_page_computes_what_numpy_computes(show, tab):
    reader = DrawADigit()
    place = show(reader)
    reach(tab, "pixelsOf, forward, pushes")
    rng = np.random.default_rng(3)
    for _ in range(12):
        one = drawing(rng)
        pixels = tab.evaluate("one => mathematics.pixelsOf(one)", one)
        np.testing.assert_array_equal(pixels, strokes.pixels_of(one))
        tab.evaluate("strokes => model.set({ strokes })", one)
        probs = json.loads(place.get_attribute("data-probs"))
        np.testing.assert_allclose(probs, reader.probabilities(pixels), rtol=1e-9)
    (W1, b1), (W2, _) = [(np.array(k["W"]), np.array(k["b"])) for k in reader._reader["layers"]]
    hidden = np.maximum(np.array(pixels) / 16 @ W1 + b1, 0)
    pushes = """pixels => mathematics.pushes(model.get("_reader"),
                mathematics.forward(model.get("_reader"), pixels))"""
    np.testing.assert_allclose(tab.evaluate(pushes, pixels), hidden[:, None] * W2, atol=1e-9)
    bars = place.locator(".active").evaluate_all("all => all.map((one) => one.dataset.value)")
    np.testing.assert_allclose(np.array(bars, dtype=float), hidden, atol=1e-9)


def test_a_seven_by_keys_and_by_mouse(show, tab):
    place = show(DrawADigit())
    words, pad = place.locator(".words"), place.locator("canvas")
    expect(words).to_contain_text("Nothing is drawn yet.")
    pad.focus()
    for key, times in (("ArrowLeft", 7), ("Space", 1), ("ArrowRight", 14), ("ArrowDown", 2)):
        press(tab, key, times)
    for _ in range(10):  # down and to the left
        press(tab, "ArrowDown", 2)
        press(tab, "ArrowLeft", 1)
    press(tab, "Space", 1)
    expect(words).to_contain_text("1 stroke. Read as a 7")
    expect(place.locator(".goals li").first).to_have_class("met")
    assert goals_met(tab) == [0] and tab.evaluate("model.get('read')") == [7]
    press(tab, "Backspace", 1)
    expect(words).to_contain_text("Nothing is drawn yet.")

    box = pad.bounding_box()
    at = [(box["x"] + box["width"] * x / 32, box["y"] + box["height"] * y / 32) for x, y in SEVEN]
    tab.mouse.move(*at[0])
    tab.mouse.down()
    for point in at[1:]:
        tab.mouse.move(*point, steps=4)
    tab.mouse.up()
    expect(words).to_contain_text("1 stroke. Read as a 7")
    # a finger on the pad draws, and does not scroll the page
    assert pad.evaluate("pad => getComputedStyle(pad).touchAction") == "none"


SEVEN = [(9, 5), (23, 5), (14, 28)]


def press(tab, key, times):
    """Press a key so often."""
    for _ in range(times):
        tab.keyboard.press(key)


def test_what_is_no_digit_is_refused_and_an_example_reaches_no_goal(show, tab):
    place = show(DrawADigit())
    place.get_by_role("button", name="Draw me one").click()
    expect(place.locator(".words")).to_contain_text("Read as a 3")
    assert goals_met(tab) == []
    place.get_by_role("button", name="Clear").click()
    place.locator("canvas").focus()
    press(tab, "Space", 2)  # a dot in the middle of the paper
    expect(place.locator(".words")).to_contain_text("it would refuse")
    assert goals_met(tab) == [1]
    expect(place.locator(".goals li").nth(1)).to_contain_text("of the other 247")


# A learner's own network --------------------------------------------------------------------------


def test_own_networks_of_every_kind():
    rng = np.random.default_rng(0)
    params = nn.init_params([64, 40, 10], rng, "he")
    pixels = load_digits()[0][7]
    model = nn.MLP(params, "tanh")
    expected = model.predict_proba(pixels[np.newaxis] / 16)[0]
    for network in (model, lambda raw: model.predict_proba(raw / 16)):
        np.testing.assert_allclose(DrawADigit(network).probabilities(pixels), expected)
    with_labels = DrawADigit(lambda raw: np.full(len(raw), 4))
    assert np.argmax(with_labels.probabilities(pixels)) == 4
    assert DrawADigit(params)._reader["activation"] == "relu"


def test_what_is_no_network_is_said():
    with pytest.raises(TypeError, match="a network or a function"):
        DrawADigit(5)
    with pytest.raises(ValueError, match="W should have 64 rows"):
        DrawADigit([(np.ones((3, 10)), np.ones(10))])
    with pytest.raises(ValueError, match="7 outputs"):
        DrawADigit([(np.ones((64, 7)), np.ones(7))])
    with pytest.raises(Fault, match="expected \\(1, 10\\)"):
        DrawADigit(lambda raw: raw).probabilities(np.zeros(64))
    with pytest.raises(Fault, match="raised ZeroDivisionError"):
        DrawADigit(lambda raw: 1 / 0).probabilities(np.zeros(64))


def test_a_function_is_asked_when_a_stroke_is_done(show, tab):
    own = DrawADigit(lambda raw: np.full((1, 10), 0.1))
    place = show(own)
    tab.evaluate("window.sent = []; model.send = (message) => sent.push(message); 0")
    place.get_by_role("button", name="Draw me one").click()
    expect(place.locator(".words")).to_contain_text("has not read it yet")
    (message,) = tab.evaluate("sent")
    own._asked(own, message, [])
    tab.evaluate("answer => model.set({ _answer: answer })", own._answer)
    expect(place.locator(".words")).to_contain_text("Read as a 0, with 10 %")
    own._asked(own, {"do": "read", "pixels": [1, 2]}, [])
    assert own._answer["probs"] == [0.1] * 10
