"""The curve doctor: its trainings in a real browser against NumPy, its patients, words and keys."""

import numpy as np
import pytest
from playwright.sync_api import expect

from workbook import nn
from workbook.explore import CurveDoctor
from workbook.explore.curve_doctor import FAULTS, PATIENTS, settings_of, trained

from .conftest import reach

CURES = (
    {"epochs": 200},
    {"rate": 2.1},
    {"epochs": 55},
    {"rate": 2.1},
    {"parted": False},
    {"units": 8},
    {"copies": False, "samples": 160},
)


@pytest.fixture
def doctor(settable):
    """The explorable alone in a page; a function that sets what it shows: `doctor(rate=0.2)`."""
    return settable(CurveDoctor())


@pytest.fixture
def mathematics(doctor, tab):
    """The page's own mathematics, within reach."""
    reach(tab, "train")


def label_of(index):
    return FAULTS[PATIENTS[index]["fault"]][0]


@pytest.mark.browser
def test_the_page_trains_as_numpy_does(mathematics, tab):
    for index in range(len(PATIENTS)):
        settings = settings_of(index)
        costs = tab.evaluate("set => mathematics.train(model.get('_data'), set)", settings)
        expected = trained(**settings)
        # Past the edge of divergence a difference in the last digit grows with every step.
        first = 8 if PATIENTS[index]["fault"] == "large" else settings["epochs"]
        for name in ("loss", "val_loss"):
            assert len(costs[name]) == settings["epochs"]
            np.testing.assert_allclose(
                costs[name][:first], expected[name][:first], rtol=1e-9, atol=1e-12
            )
        if first == settings["epochs"]:
            assert costs["honest"][-1] == pytest.approx(expected["honest"][-1], rel=1e-9)


def test_the_training_is_that_of_the_course():
    """The same network, as two outputs with softmax, trained by the library of lesson 07."""
    costs = trained(rate=1.0, epochs=1, units=3, samples=20, copies=False, parted=False)
    again = trained(rate=1.0, epochs=1, units=3, samples=20, copies=False, parted=False)
    np.testing.assert_array_equal(costs["loss"], again["loss"])
    data = CurveDoctor()._data
    X, y = np.array(data["X"][:20]), np.array(data["y"][:20])
    W, v = np.array(data["W"])[:, :3], np.array(data["v"][:3]) / np.sqrt(3)

    def cost(theta):
        z = np.tanh(X @ theta[:6].reshape(2, 3) + theta[6:9]) @ theta[9:12] + theta[12]
        return nn.bce_from_logits(y.astype(float), z)

    theta = np.concatenate([W.ravel(), np.zeros(3), v, [0.0]])
    stepped = theta - 1.0 * nn.numeric_grad(cost, theta, 1e-5)
    assert costs["loss"][0] == pytest.approx(cost(stepped), abs=1e-8)


@pytest.mark.parametrize("index", range(len(PATIENTS)))
def test_every_patient_is_sick_and_can_be_cured(index):
    below, sick = PATIENTS[index]["below"], settings_of(index)
    costs = trained(**sick)
    assert costs["honest"][-1] > below
    assert trained(**sick | CURES[index])["honest"][-1] <= below


def test_the_signs_are_true():
    """What is said of each fault holds for the patient that has it."""
    of = {p["fault"]: trained(**settings_of(i)) for i, p in enumerate(PATIENTS)}
    assert np.any(np.diff(of["large"]["loss"]) > 0.1)
    assert of["small"]["loss"][-50] - of["small"]["loss"][-1] < 0.02
    assert of["few"]["loss"][-10] - of["few"]["loss"][-1] > 0.03
    assert abs(np.diff(of["capacity"]["loss"][-50:]).sum()) < 0.01
    assert of["capacity"]["loss"][-1] > 0.5
    V = of["overfitting"]["val_loss"]
    assert V[-1] > 1.5 * V.min() and of["overfitting"]["loss"][-1] < 0.05
    assert of["leak"]["val_loss"][-1] < 0.33 < 0.6 < of["leak"]["honest"][-1]
    assert np.min(of["bug"]["val_loss"]) > 0.67


@pytest.mark.browser
def test_name_it_then_mend_it(doctor, tab):
    sliders = tab.get_by_role("slider", name="Epochs")
    for index, cure in enumerate(CURES):
        tab.get_by_role("radio", name=str(index + 1)).check()
        expect(sliders).to_be_disabled()
        expect(tab.locator(".settings strong").first).to_have_text("?")
        wrong = label_of((index + 1) % len(PATIENTS))
        tab.get_by_role("button", name=wrong).click()
        expect(tab.locator(".said")).to_contain_text("Not this one")
        expect(sliders).to_be_disabled()
        tab.get_by_role("button", name=label_of(index)).click()
        expect(tab.locator(".said")).to_contain_text("Now mend it")
        expect(sliders).to_be_enabled()
        assert index not in tab.evaluate("model.get('cured')")
        assert "The patient is well" in doctor(**cure)
        assert index in tab.evaluate("model.get('cured')")
    expect(tab.locator(".tally")).to_contain_text("the ward is empty")


@pytest.mark.browser
def test_a_leak_is_not_cured_by_looking_good(doctor, tab):
    tab.get_by_role("radio", name="7").check()
    tab.get_by_role("button", name="A leak").click()
    words = doctor(epochs=400)
    assert "On rows that are really new it costs" in words
    assert tab.evaluate("model.get('cured')") == []


@pytest.mark.browser
def test_by_keyboard(doctor, tab):
    tab.get_by_role("radio", name="1").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("[model.get('patient'), model.get('rate')]") == [1, 12]
    button = tab.get_by_role("button", name="Rate too large")
    button.focus()
    tab.keyboard.press("Enter")
    rate = tab.get_by_label("Learning rate")
    rate.focus()
    before = tab.evaluate("model.get('rate')")
    tab.keyboard.press("ArrowLeft")
    assert tab.evaluate("model.get('rate')") == pytest.approx(before / 1.1, rel=0.06)
    tab.keyboard.press("Home")
    assert tab.evaluate("model.get('rate')") == 0.01


@pytest.mark.browser
def test_nothing_is_cut_off_on_a_narrow_page(doctor, tab):
    for width in (1000, 420):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_timeout(100)
        assert tab.evaluate(
            "[...document.querySelectorAll('.wb-doctor, .wb-doctor *')]"
            ".every((one) => one.getBoundingClientRect().right <= innerWidth)"
        )


def test_still_picture_and_words():
    data, metadata = CurveDoctor()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert "patient 7" in data["text/plain"]


def test_faults_and_patients_are_whole():
    assert sorted(p["fault"] for p in PATIENTS) == sorted(FAULTS)
    assert all(sign.endswith(".") for _, sign in FAULTS.values())
