"""The playground: its training against NumPy, faults, goals, keys and words in a real browser."""

import base64
import json

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.data import toy
from workbook.explore import Playground
from workbook.explore.playground import GOALS, RATES
from workbook.explore.playground_trainer import COARSE, FINE, Setting, Trainer, plane

browser_test = pytest.mark.browser

# A model as anywidget gives one to a page. What the page sends goes to the Python widget behind it,
# whose answer comes back as it would from a kernel: all changed traits at once.
PAGE = """\
<!doctype html><html lang="en"><style>{css}</style><div id="host"></div><script type="module">
const heard = {{}};
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
const unpack = (state) => Object.fromEntries(Object.entries(state).map(
  ([name, value]) => [name, value && value.$bytes !== undefined ? bytes(value.$bytes) : value]));
const state = unpack({state});
const take = (change) => {{
  const fresh = unpack(change);
  Object.assign(state, fresh);
  for (const name of Object.keys(fresh)) for (const hear of heard["change:" + name] ?? []) hear();
}};
window.sent = 0;
window.model = {{
  get: (name) => state[name],
  set: (name, value) => {{
    const change = typeof name === "string" ? {{ [name]: value }} : name;
    const moved = Object.keys(change).filter((key) => state[key] !== change[key]);
    Object.assign(state, change);
    window.unsaved ??= {{}};
    for (const key of moved) window.unsaved[key] = change[key];
    for (const key of moved) for (const hear of heard["change:" + key] ?? []) hear();
  }},
  on: (names, hear) => names.split(" ").forEach((name) => (heard[name] ??= []).push(hear)),
  off: () => {{}},
  save_changes: () => {{
    const change = window.unsaved;
    window.unsaved = {{}};
    if (change) window.kernel({{ change }}).then(take);
  }},
  send: (message) => {{ window.sent += 1; window.kernel({{ message }}).then(take); }},
}};
const url = URL.createObjectURL(new Blob([{source}], {{ type: "text/javascript" }}));
(await import(url)).default.render({{ model, el: document.getElementById("host") }});
window.ready = true;
</script></html>"""
UNSENT = {"layout", "_esm", "_css"}


def packed(widget, names=None):
    """A widget's state as JSON can hold it."""
    state = {k: v for k, v in widget.get_state().items() if k not in UNSENT}
    return {
        name: {"$bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in state.items()
        if names is None or name in names
    }


def open_with(page, widget):
    """Show a widget in the page, with itself in the kernel's place."""

    def kernel(request):
        for name, value in request.get("change", {}).items():
            setattr(widget, name, value)
        if "message" in request:
            widget._asked(widget, request["message"], [])
        return packed(widget, {"fault", "_frame", "_surface", "_hidden", "_costs", "_points"})

    page.expose_function("kernel", kernel)
    source = json.dumps(Playground._esm)
    page.set_content(
        PAGE.format(css=Playground._css, state=json.dumps(packed(widget)), source=source)
    )
    page.wait_for_function("window.ready")
    return widget


def arrays(widget):
    names = ("_surface", "_hidden", "_costs")
    return [np.frombuffer(getattr(widget, name)) for name in names]


# Training, without a browser ----------------------------------------------------------------------


@pytest.mark.parametrize("data", toy.TOYS)
def test_what_is_sent_is_what_numpy_computes(data):
    widget = Playground(data=data, layers=2, units=3, lr=0.3)
    widget.train(steps=20)
    trainer = Trainer(nn.MLP, Setting(data, 2, 3))
    params = nn.init_params([2, 3, 3, 2], np.random.default_rng(0), "xavier")
    history = []
    for _ in range(20):
        cost, grads = nn.mlp_loss_and_grads(params, trainer.X, trainer.y, "tanh")
        history.append(cost)
        params = [
            (W - 0.3 * dW, b - 0.3 * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]
    surface, hidden, costs = arrays(widget)
    P = nn.forward(plane(FINE), params, [np.tanh, np.tanh, nn.softmax])[0]
    np.testing.assert_allclose(surface, P[:, 1], rtol=1e-9, atol=1e-12)
    first = np.tanh(plane(COARSE) @ params[0][0] + params[0][1])
    np.testing.assert_allclose(hidden.reshape(6, -1)[:3], first.T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(costs.reshape(-1, 2)[:, 1], history, rtol=1e-9)


def test_a_slice_is_short_and_goes_on():
    widget = Playground()
    widget.train()
    after = widget._frame["epoch"]
    widget.train()
    assert 0 < after < widget._frame["epoch"]
    assert widget._frame["cost"] < widget._frame["first"]


def test_every_setting_begins_anew_but_the_learning_rate_does_not():
    widget = Playground()
    widget.train(steps=5)
    widget.lr = 0.1
    assert widget._frame["epoch"] == 5
    for name, value in (("data", "moons"), ("units", 3), ("layers", 2), ("start", "zeros")):
        widget.train(steps=5)
        setattr(widget, name, value)
        assert widget._frame["epoch"] == 0


class Unwritten(nn.MLP):
    """As a learner finds it."""

    def predict(self, X):
        raise NotImplementedError()


class Misshapen(nn.MLP):
    """Gives one probability per sample."""

    def predict(self, X):
        return np.zeros(len(X), dtype=int)

    def predict_proba(self, X):
        return super().predict_proba(X)[:, 1]


class Forgetful(nn.MLP):
    """Notes no costs."""

    def fit(self, X, y, lr, epochs):
        self.loss_history = []
        return super().fit(X, y, lr, epochs)


class Endless(nn.MLP):
    """Never comes back."""

    def fit(self, X, y, lr, epochs):
        while True:
            pass


@pytest.mark.parametrize(
    ("mlp", "words"),
    [
        (Unwritten, "not written yet"),
        (Misshapen, "predict_proba returned shape (1681,), expected (1681, 2)"),
        (Forgetful, "loss_history has 1 entries after 2 steps"),
        (lambda params, activation: 1 / 0, "MLP raised ZeroDivisionError"),
    ],
)
def test_what_is_wrong_with_a_class_is_said(mlp, words):
    widget = Playground(mlp)
    widget.train(steps=2)
    assert words in widget.fault
    assert "image/png" not in widget._repr_mimebundle_()[0]
    assert words in widget._repr_mimebundle_()[0]["text/plain"]


def test_an_endless_fit_is_ended(monkeypatch):
    monkeypatch.setattr("workbook.explore.sampling.SECONDS", 0.2)
    widget = Playground(Endless)
    widget.train(steps=1)
    assert "still running" in widget.fault


def test_the_class_itself_is_wanted():
    with pytest.raises(TypeError, match=r"as in Playground\(MLP\)"):
        Playground(3)


def test_a_rate_that_is_too_large_is_no_crash():
    widget = Playground(activation="relu", lr=30.0, units=8, layers=3)
    widget.train(steps=60)
    assert not widget.fault


def test_still_picture_and_words():
    data, metadata = Playground(data="moons")._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert "points of the set moons" in data["text/plain"]


# Goals --------------------------------------------------------------------------------------------


def best(setting, starts, steps=700):
    """The largest share of right answers from several random starts."""
    shares = []
    for seed in range(starts):
        trainer = Trainer(nn.MLP, Setting(**setting, seed=seed))
        trainer.model.fit(trainer.X, trainer.y, 1.0, steps)
        shares.append(trainer.share_right())
    return max(shares)


def test_goals_can_be_met_and_not_by_less():
    assert best({"data": "XOR", "units": 2}, 4) >= 0.99 > best({"data": "XOR", "units": 1}, 2)
    circles = {"data": "circles"}
    assert best(circles | {"units": 3}, 1) >= 0.95 > best(circles | {"units": 2}, 1)
    assert best({"data": "spirals", "units": 8, "layers": 2}, 1, steps=1000) >= 0.97


# In the page --------------------------------------------------------------------------------------


@pytest.fixture
def playground(page):
    """The explorable in a page, with its own Python behind it."""
    return open_with(page, Playground())


@browser_test
def test_start_trains_until_it_is_stopped(playground, page):
    expect(page.locator(".words")).to_contain_text("Untrained")
    page.get_by_role("button", name="Start").click()
    page.wait_for_function("model.get('_frame').epoch > 50")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".words")).to_contain_text("% of the points are right")
    page.wait_for_timeout(300)
    stopped = playground._frame["epoch"]
    page.wait_for_timeout(300)
    assert playground._frame["epoch"] == stopped


@browser_test
def test_by_keyboard(playground, page):
    page.locator("canvas[tabindex]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("model.get('_frame').epoch === 1")
    expect(page.locator(".words")).to_contain_text("After 1 step:")
    page.keyboard.press("r")
    page.wait_for_function("model.get('_frame').epoch === 0")
    assert playground.seed == 1
    page.keyboard.press("Space")
    page.wait_for_function("model.get('_frame').epoch > 5")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    expect(page.locator("[role=status].wb-heard")).to_contain_text("After")
    page.get_by_label("Learning rate").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"model.get('lr') === {RATES[3]}")


@browser_test
def test_goals_are_ticked(playground, page):
    page.get_by_role("radio", name="all 0", exact=True).check()
    page.wait_for_function("model.get('start') === 'zeros'")
    page.get_by_role("button", name="Start").click()
    page.wait_for_function("model.get('goals_met').includes(1)")
    expect(page.locator(".goals .met")).to_contain_text("Nothing. The units answer 0")
    expect(page.locator(".words")).to_contain_text("all are the same")
    page.get_by_role("radio", name="all 0.5").check()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    page.wait_for_function("model.get('goals_met').includes(2)")
    assert page.evaluate("model.get('goals_met').sort()") == [1, 2]


@browser_test
def test_units_have_their_pictures_and_the_page_is_not_cut_off(playground, page):
    page.get_by_label("Units per layer").fill("8")
    page.get_by_label("Hidden layers").fill("3")
    expect(page.locator(".hidden canvas")).to_have_count(24)
    for width in (1000, 420):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate(
            "[...document.querySelectorAll('.wb-playground, .wb-playground *')]"
            ".every((one) => one.getBoundingClientRect().right <= innerWidth)"
        )


@browser_test
def test_an_unwritten_class_is_named_in_the_page(page):
    open_with(page, Playground(Unwritten))
    expect(page.get_by_role("alert")).to_contain_text("MLP is not written yet")
    expect(page.get_by_role("button", name="Start")).to_be_disabled()


def test_goals_name_settings_that_exist():
    names = Playground.class_trait_names()
    assert all(set(goal["needs"]) <= set(names) for goal in GOALS)
    assert all(goal["text"].endswith(".") and goal["lesson"].endswith(".") for goal in GOALS)
