"""The shape tracer: its numbers against NumPy, its goals, and the page worked by keyboard."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.explore import ShapeTracer
from workbook.explore.shape_tracer import GOALS, MOST_LAYERS, MOST_SAMPLES, MOST_UNITS, arrays


@pytest.fixture
def tracer(show):
    """A function that shows a ShapeTracer of these sizes and returns its place in the page."""
    return lambda *args, **kwargs: show(ShapeTracer(*args, **kwargs))


def answer(tab, *shapes):
    """Predict these shapes one after another, by keyboard alone."""
    field = tab.get_by_role("textbox")
    for shape in shapes:
        field.focus()
        tab.keyboard.type(", ".join(map(str, shape)))
        tab.keyboard.press("Enter")


def right_shapes(n_samples, sizes):
    """The shapes in the order in which the page asks for them."""
    asked = [(n_samples, sizes[0])]
    for W, b, Z in nn.layer_shapes(n_samples, sizes):
        asked += [W, b, Z, Z]
    return asked


def trait(tab, name):
    return tab.evaluate("(name) => window.model.get(name)", name)


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n_samples, sizes", [(5, [3, 4, 2]), (1, [1, 1]), (3, [2, 8, 1, 5, 3])])
def test_page_computes_what_numpy_computes(tracer, tab, n_samples, sizes):
    """Every array that is drawn, entry by entry; a layer's arrays stand there when it is known."""
    shown = tracer(sizes, n_samples)
    known = dict(arrays(n_samples, sizes))
    names = list(known)
    for place, shape in enumerate(right_shapes(n_samples, sizes)):
        answer(tab, shape)
        drawn = shown.locator("svg.stage g").evaluate_all(
            "groups => groups.map(g => [g.querySelector('.name').textContent,"
            " [...g.querySelectorAll('.cell')].map(c => Number(c.dataset.value))])"
        )
        values = {plain_name(title): np.array(cells) for title, cells in drawn}
        np.testing.assert_allclose(
            values[names[place]], known[names[place]].ravel(), rtol=1e-9, atol=1e-9
        )
    expect(shown.get_by_role("status")).to_contain_text("Right. Y is")


def plain_name(title):
    """ "W₁ (3, 4)" → "W1"."""
    return title.split(" ")[0].translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))


def test_numbers_are_a_forward_pass():
    """The arrays that the page is compared with, once more, step by step."""
    known = dict(arrays(4, [3, 5, 2]))
    np.testing.assert_allclose(known["Z1"], known["X"] @ known["W1"] + known["b1"])
    np.testing.assert_allclose(known["A1"], np.maximum(known["Z1"], 0))
    np.testing.assert_allclose(known["Y"], known["A1"] @ known["W2"] + known["b2"])
    assert [array.shape for array in known.values()] == right_shapes(4, [3, 5, 2])
    assert known["X"][2, 1] == np.sin(1 + 3 * 2 + 5 * 1)


# Predictions and goals ----------------------------------------------------------------------------


def test_a_faultless_trace_by_keyboard(tracer, tab):
    shown = tracer([3, 4, 2], 5)
    label = shown.locator("form label")
    expect(label).to_have_text("Shape of X?")
    expect(shown.locator("svg.stage .cell")).to_have_count(0)
    before = shown.locator(".words").inner_text()
    answer(tab, (5, 3))
    expect(label).to_have_text("Shape of W₁?")
    expect(tab.get_by_role("textbox")).to_be_focused()
    expect(shown.locator("svg.stage .cell")).to_have_count(15)
    assert shown.locator(".words").inner_text() != before
    answer(tab, *right_shapes(5, [3, 4, 2])[1:])
    expect(shown.locator(".score")).to_have_text("9 of 9 right")
    expect(shown.locator(".words")).to_contain_text("All traced, with no wrong prediction.")
    expect(shown.locator(".goals li").nth(0)).to_have_class("met")
    expect(shown.locator(".goals .met")).to_have_count(1)
    expect(shown.locator(".goals li").nth(0)).to_contain_text(GOALS[0]["lesson"])
    again = shown.get_by_role("button", name="Trace it again")
    expect(again).to_be_focused()
    tab.keyboard.press("Enter")
    expect(label).to_have_text("Shape of X?")
    expect(tab.get_by_role("textbox")).to_be_focused()


def test_another_number_of_samples_meets_the_second_goal(tracer, tab):
    shown = tracer([2, 3, 1], 4)
    answer(tab, *right_shapes(4, [2, 3, 1]))
    samples = shown.get_by_label("Samples")
    samples.fill("6")
    samples.press("Tab")
    assert trait(tab, "n_samples") == 6
    answer(tab, *right_shapes(6, [2, 3, 1]))
    assert trait(tab, "goals_met") == [0, 1]


def test_another_network_does_not_meet_the_second_goal(tracer, tab):
    shown = tracer([2, 1], 4)
    answer(tab, *right_shapes(4, [2, 1]))
    shown.get_by_role("button", name="Add a hidden layer").press("Enter")
    assert trait(tab, "sizes") == [2, 3, 1]
    answer(tab, *right_shapes(4, [2, 3, 1]))
    assert trait(tab, "goals_met") == [0]


def test_two_hidden_layers_meet_the_third_goal(tracer, tab):
    tracer([2, 3, 2, 1], 3)
    answer(tab, *right_shapes(3, [2, 3, 2, 1]))
    assert trait(tab, "goals_met") == [0, 2]


def test_one_wrong_prediction_meets_no_goal(tracer, tab):
    shown = tracer([2, 1], 4)
    answer(tab, (2, 4))
    expect(shown.get_by_role("status")).to_have_text(
        "Not (2, 4). It is the other way round. X is (4, 2): a row for each of 4 samples, a column "
        "for each of 2 inputs."
    )
    answer(tab, *right_shapes(4, [2, 1])[1:])
    assert trait(tab, "goals_met") == []
    assert (trait(tab, "right"), trait(tab, "asked")) == (4, 5)
    expect(shown.locator(".words")).to_contain_text("All traced, with 1 wrong prediction.")


WRONG_THOUGHTS = [
    (1, (5, 4), "Not (5, 4). W₁ is"),
    (2, (1, 4), "A bias vector has one axis."),
    (2, (3,), "Not (3,). b₁ is (4,): one number for each of 4 units."),
    (3, (4,), "This is a table: two axes."),
    (3, (3, 4), "That is the shape of W₁."),
    (3, (5, 3), "That is the shape of X."),
    (4, (4, 5), "It is the other way round."),
]


def test_a_wrong_shape_is_answered(tracer, tab):
    for place, wrong, thought in WRONG_THOUGHTS:
        shown = tracer([3, 4, 2], 5)
        answer(tab, *right_shapes(5, [3, 4, 2])[:place], wrong)
        expect(shown.get_by_role("status")).to_contain_text(thought)


def test_what_is_no_shape_is_not_counted(tracer, tab):
    shown = tracer([3, 2], 5)
    for text in ("", "five", "5.5, 3", "-5, 3"):
        tab.get_by_role("textbox").fill(text)
        tab.get_by_role("textbox").press("Enter")
        expect(shown.get_by_role("status")).to_contain_text("Write the shape as whole numbers")
    assert trait(tab, "asked") == 0
    tab.get_by_role("textbox").fill("(5, 3)")
    tab.get_by_role("textbox").press("Enter")
    assert trait(tab, "right") == 1


# Settings -----------------------------------------------------------------------------------------


def test_sizes_are_changed_in_the_page(tracer, tab):
    shown = tracer([3, 4, 2], 5)
    answer(tab, (5, 3))
    hidden = shown.get_by_label("Hidden 1")
    hidden.focus()
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Tab")
    assert trait(tab, "sizes") == [3, 5, 2]
    expect(shown.locator("form label")).to_have_text("Shape of X?")
    shown.get_by_label("Outputs").fill("99")
    shown.get_by_label("Outputs").press("Tab")
    assert trait(tab, "sizes") == [3, 5, MOST_UNITS]
    add, remove = (
        shown.get_by_role("button", name=name) for name in ("Add a hidden layer", "Remove one")
    )
    for _ in range(MOST_LAYERS - 2):
        add.press("Enter")
    expect(add).to_be_disabled()
    assert trait(tab, "sizes") == [3, 5, 3, 3, MOST_UNITS]
    for _ in range(MOST_LAYERS - 1):
        remove.press("Enter")
    expect(remove).to_be_disabled()
    assert trait(tab, "sizes") == [3, MOST_UNITS]


def test_largest_network_fits_its_column(tracer, tab):
    tab.set_viewport_size({"width": 600, "height": 900})
    shown = tracer([MOST_UNITS] * (MOST_LAYERS + 1), MOST_SAMPLES)
    answer(tab, *right_shapes(MOST_SAMPLES, [MOST_UNITS] * 2)[:5])
    assert shown.evaluate("root => root.scrollWidth <= root.clientWidth + 1")


# In Python ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [{"sizes": [3]}, {"sizes": [3, 0]}, {"sizes": [9, 1]}, {"sizes": 3}, {"n_samples": 0}]
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match="ShapeTracer takes 2 to 5 sizes from 1 to 8"):
        ShapeTracer(**wrong)


def test_words_name_every_shape():
    alt = ShapeTracer([3, 4, 2], 5).alt
    assert "X (5, 3), W1 (3, 4), b1 (4,), Z1 (5, 4), A1 (5, 4)" in alt
