"""The activation gallery without a browser: its arrays, its sentences, its still picture."""

import base64
import contextlib
import time
import warnings

import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter

from workbook.explore import ActivationGallery, sampling
from workbook.explore.activation_gallery import DEPTH, GOALS, Z
from workbook.nn import activations as nn

PAIRS = {
    "sigmoid": (nn.sigmoid, nn.sigmoid_grad),
    "tanh": (nn.tanh, nn.tanh_grad),
    "relu": (nn.relu, nn.relu_grad),
    "leaky_relu": (lambda z: nn.leaky_relu(z, 0.1), lambda z: nn.leaky_relu_grad(z, 0.1)),
    "elu": (lambda z: nn.elu(z, 1.0), lambda z: nn.elu_grad(z, 1.0)),
}
SLOPES = {  # written anew, from the formulas
    "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
    "relu": lambda z: (z > 0) * 1.0,
    "leaky_relu": lambda z: np.where(z > 0, 1.0, 0.1),
    "elu": lambda z: np.where(z > 0, 1.0, np.exp(np.minimum(z, 0))),
}
CURVES = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.1 * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
}


def unwritten(z):
    """A stub, as a learner finds it."""
    raise NotImplementedError


def gallery_of(f, f_prime=nn.tanh_grad):
    """A gallery in which f stands beside a sound function."""
    return ActivationGallery({"mine": (f, f_prime), "tanh": PAIRS["tanh"]})


# Arrays -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAIRS)
def test_arrays_agree_with_numpy(name):
    chain = ActivationGallery(PAIRS).chains[name]
    a, product = Z.copy(), np.ones_like(Z)
    for layer in range(DEPTH):
        product = product * SLOPES[name](a)
        a = CURVES[name](a)
        np.testing.assert_allclose(chain.products[layer], product, rtol=1e-9, atol=0)
    np.testing.assert_allclose(chain.f, CURVES[name](Z), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(chain.slope, SLOPES[name](Z), rtol=1e-9, atol=1e-12)


def test_the_page_gets_the_same_numbers():
    gallery = ActivationGallery(PAIRS)
    for sent in gallery._functions:
        chain = gallery.chains[sent["name"]]
        np.testing.assert_array_equal(np.frombuffer(sent["f"]), chain.f)
        np.testing.assert_array_equal(np.frombuffer(sent["slope"]), chain.slope)
        products = np.frombuffer(sent["products"]).reshape(DEPTH, len(Z))
        np.testing.assert_array_equal(products, chain.products)
    np.testing.assert_array_equal(np.frombuffer(gallery._grid), Z)


def test_a_function_that_changes_its_input_spoils_nothing():
    def relu_in_place(z):
        z[z < 0] = 0
        return z

    before = Z.copy()
    chain = gallery_of(relu_in_place, nn.relu_grad).chains["mine"]
    np.testing.assert_array_equal(Z, before)
    np.testing.assert_array_equal(chain.products[0], nn.relu_grad(Z))


def test_overflow_is_silent(capsys):
    def loud(z):
        print("called")
        return np.exp(np.exp(z))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gallery = gallery_of(loud, loud)
    assert "mine" in gallery.chains
    assert capsys.readouterr().out == ""


# Faults -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "sentence"),
    [
        (unwritten, "mine is not written yet: write it and run this cell again."),
        (lambda z: ..., "mine is not written yet: write it and run this cell again."),
        (lambda z: None, "mine returned None: does it end with return?"),
        (lambda z: z[:3], "mine returned shape (3,), expected (241,): one number for each z."),
        (lambda z: 1.0, "mine returned shape (), expected (241,): one number for each z."),
        (lambda z: "abc", "mine returned str, expected an array of numbers."),
        (lambda z: 1 / 0, "mine raised ZeroDivisionError: division by zero"),
    ],
)
def test_a_faulty_function_is_said_and_the_rest_works(f, sentence):
    gallery = gallery_of(f)
    assert gallery.faults == {"mine": sentence}
    assert list(gallery.chains) == ["tanh"]
    assert gallery.function == "tanh"
    assert gallery._functions[0] == {"name": "mine", "label": "mine", "fault": sentence}


def test_an_unwritten_derivative_is_named():
    gallery = gallery_of(np.tanh, unwritten)
    assert gallery.faults["mine"].startswith("mine_grad is not written yet")


def test_an_endless_loop_ends(monkeypatch):
    monkeypatch.setattr(sampling, "SECONDS", 0.2)

    def endless(z):
        while True:
            with contextlib.suppress(Exception):  # as a careless learner's bare except does
                time.sleep(0.01)

    gallery = gallery_of(endless)
    assert "still running after 0.2 seconds" in gallery.faults["mine"]
    assert "tanh" in gallery.chains


@pytest.mark.parametrize("functions", [[np.tanh], {"tanh": np.tanh}, {"tanh": (np.tanh, 3)}])
def test_what_is_no_pair_of_functions_is_refused(functions):
    with pytest.raises(TypeError, match="ActivationGallery takes a dict"):
        ActivationGallery(functions)


def test_a_derivative_that_does_not_follow_its_function_is_noted():
    wrong = gallery_of(nn.sigmoid, nn.tanh_grad)
    assert wrong.notes["mine"].startswith("mine_grad does not follow mine: at z = 0.00 it says 1")
    assert set(ActivationGallery(PAIRS).notes.values()) == {""}
    step = gallery_of(lambda z: (z >= 0) * 1.0, np.zeros_like)
    assert step.notes["mine"] == "", "a jump is no mistake"


# Goals --------------------------------------------------------------------------------------------


def test_goals_are_for_functions_that_are_there():
    assert [goal["function"] for goal in ActivationGallery(PAIRS)._goals] == [
        "sigmoid", "relu", "relu",
    ]  # fmt: skip
    assert [goal["function"] for goal in ActivationGallery({"tanh": PAIRS["tanh"]})._goals] == [
        "tanh"
    ]
    assert ActivationGallery({"relu": (unwritten, unwritten)})._goals == []


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal["text"][:12])
def test_every_goal_can_be_met_and_is_not_met_everywhere(goal):
    first, last = goal["depth"]
    low, high = goal["product"]
    size = np.abs(ActivationGallery(PAIRS).chains[goal["function"]].products[first - 1 : last])
    met = (low <= size) & (size <= high)
    assert met.any() and not met.all()


def test_at_zero_sigmoid_takes_five_layers_as_the_goal_says():
    size = ActivationGallery(PAIRS).chains["sigmoid"].products[:, 120]
    assert np.argmax(size < 1e-3) + 1 == 5


# Without a kernel ---------------------------------------------------------------------------------


def test_still_picture_and_words():
    gallery = ActivationGallery(PAIRS)
    data, metadata = gallery._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == gallery.alt == data["text/plain"]
    assert "at z = 2.00. After 20 layers it is: sigmoid 4.5e-14" in gallery.alt
    assert f'alt="{gallery.alt}"' in data["text/html"]


def test_with_nothing_to_draw_there_are_words_alone():
    data, _ = ActivationGallery({"relu": (unwritten, unwritten)})._repr_mimebundle_()
    assert "image/png" not in data
    assert "relu is not written yet" in data["text/plain"]


def test_nbconvert_shows_the_still_picture():
    data, metadata = ActivationGallery(PAIRS)._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    cell = nbformat.v4.new_code_cell("gallery", outputs=[output])
    exporter = HTMLExporter(template_name="basic")
    exporter.display_data_priority = ["text/html", "image/png", "text/plain"]
    body, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert "data:image/png;base64," in body
    assert 'alt="Curves of sigmoid' in body
