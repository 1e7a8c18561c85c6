"""The playground where no kernel runs: trained in the page, it gives NumPy's numbers."""

import base64
import json

import numpy as np
import pytest

from workbook import nn
from workbook.data import toy
from workbook.explore.playground import MOST_LAYERS, MOST_UNITS, Playground
from workbook.explore.playground_alone import SEEDS, alone

from .conftest import as_bytes

SETTINGS = [
    {"data": data, "activation": activation, "layers": layers, "units": units, "start": start}
    for data, activation, layers, units, start in [
        ("XOR", "tanh", 1, 4, "random"),
        ("moons", "relu", 2, 5, "random"),
        ("circles", "sigmoid", 3, MOST_UNITS, "random"),
        ("spirals", "tanh", MOST_LAYERS, MOST_UNITS, "random"),
        ("moons", "tanh", 2, 3, "equal"),
        ("circles", "relu", 1, 6, "zeros"),
    ]
]
ASKED = ["step"] * 12

# The script as a page has it, with a model that keeps what is set, asked by `ask(state, messages)`.
RUN = """async ({ source, material, runs }) => {
  const view = (text) =>
    new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const numbers = (shown) => Array.from(new Float64Array(shown.buffer));
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: standIn } = await import(address);
  const given = { ...material, points: view(material.points), normals: view(material.normals) };
  const answers = [];
  for (const { state, asked } of runs) {
    let came;
    const model = {
      get: (name) => state[name],
      set: (values) => { Object.assign(state, values); came?.(); },
      on() {},
    };
    const send = standIn(model, given);
    for (const what of asked)
      await new Promise((done) => { came = done; send({ do: what }); });
    const { _surface, _hidden, _costs, _points, _frame } = state;
    answers.push({
      surface: numbers(_surface), hidden: numbers(_hidden), costs: numbers(_costs),
      points: numbers(_points), frame: _frame,
    });
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def answered(_tab):
    """What the page's own training shows for every setting, and after "Begin anew"."""
    page, _ = _tab
    page.goto("about:blank")
    source, material = alone(MOST_UNITS, MOST_LAYERS)
    material = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in material.items()
    }
    runs = [{"state": _state(Playground(lr=0.3, **s)), "asked": ASKED} for s in SETTINGS]
    again = {"state": _state(Playground(lr=0.3)), "asked": ["again", *ASKED]}
    shown = {"state": _state(trained(SETTINGS[0], 5)), "asked": ASKED[5:]}
    return page.evaluate(
        RUN, {"source": source, "material": material, "runs": [*runs, again, shown]}
    )


def trained(setting, steps, seed=0):
    """A playground whose kernel has made so many steps."""
    widget = Playground(lr=0.3, **setting)
    widget.seed = seed
    widget.begin()
    widget.train(steps=steps)
    return widget


def _state(widget):
    names = (
        *("data", "layers", "units", "activation", "start", "lr"),
        *("_settings", "_frame"),
    )
    return json.loads(json.dumps({n: getattr(widget, n) for n in names}, default=as_bytes))


def assert_same(answer, widget):
    """All that is drawn agrees with what the kernel sends, to nine digits."""
    for name in ("surface", "hidden", "costs", "points"):
        wanted = np.frombuffer(getattr(widget, f"_{name}"))
        np.testing.assert_allclose(answer[name], wanted, rtol=1e-9, atol=1e-9, err_msg=name)
    for name in ("epoch", "right", "different", "cost", "first"):
        assert answer["frame"][name] == pytest.approx(widget._frame[name], rel=1e-9), name


@pytest.mark.browser
@pytest.mark.parametrize("place", range(len(SETTINGS)))
def test_trained_in_the_page_it_is_what_the_kernel_computes(answered, place):
    assert_same(answered[place], trained(SETTINGS[place], len(ASKED)))


@pytest.mark.browser
def test_beginning_anew_takes_the_next_seed(answered):
    assert_same(answered[-2], trained({}, len(ASKED), seed=1))


@pytest.mark.browser
def test_what_the_kernel_had_trained_goes_on(answered):
    assert_same(answered[-1], trained(SETTINGS[0], len(ASKED)))


def test_the_draws_are_those_of_the_first_weights():
    _, material = alone(MOST_UNITS, MOST_LAYERS)
    draws = np.frombuffer(material["normals"]).reshape(SEEDS, material["most"])
    sizes = [2, *[MOST_UNITS] * MOST_LAYERS, 2]
    for seed in (0, SEEDS - 1):
        params = nn.init_params(sizes, np.random.default_rng(seed), "he")
        made = np.concatenate([(W / np.sqrt(2 / len(W))).ravel() for W, _ in params])
        np.testing.assert_allclose(draws[seed], made, rtol=1e-12)


def test_its_sets_come_in_the_order_of_the_settings():
    assert Playground()._settings["data"] == list(toy.TOYS)
