"""What lesson 03 claims, measured."""

from statistics import NormalDist

import numpy as np
import pytest

from workbook import nn
from workbook.plots import activations_measured as measured


def test_open_ranges_close_in_floats_where_the_lesson_says():
    z = np.arange(-800.0, 60.0)
    assert z[nn.sigmoid(z) == 1][0] == 37
    assert z[nn.tanh(z) == 1][0] == 19
    assert z[nn.sigmoid(z) == 0][-1] == -746


def test_the_maximum_is_leaky_relu_up_to_a_slope_of_1_only():
    z = np.linspace(-3, 3, 7)
    for alpha in (-1.0, 0.0, 0.1, 1.0):
        assert np.array_equal(np.maximum(alpha * z, z), nn.leaky_relu(z, alpha))
    assert not np.array_equal(np.maximum(3 * z, z), nn.leaky_relu(z, 3.0))
    assert np.array_equal(nn.leaky_relu(z, -1.0), np.abs(z))


def test_means_and_zeros_are_those_of_the_text():
    """Five draws of a million, entry by entry as the text reads them."""
    for seed in range(5):
        z = np.random.default_rng(seed).normal(size=1_000_000)
        sigmoid, tanh, relu, elu = (
            np.mean(f(z)) for f in (nn.sigmoid, nn.tanh, nn.relu, lambda z: nn.elu(z, 1.0))
        )
        assert (sigmoid, tanh, relu) == pytest.approx((0.5, 0, 0.4), abs=0.005)
        assert elu == pytest.approx(0.16, abs=0.005)
        for f in (nn.sigmoid, nn.tanh, measured.leaky, measured.silu, measured.gelu):
            assert np.all(f(z) != 0)
        assert np.mean(nn.relu(z) == 0) == pytest.approx(0.5, abs=0.005)


def test_a_thousand_draws_are_enough_for_the_question():
    for seed in range(5):
        a = nn.relu(np.random.default_rng(seed).normal(size=1000))
        assert np.mean(a == 0) == pytest.approx(0.5, abs=0.06)
        assert a.mean() == pytest.approx(0.4, abs=0.06)


def test_the_table_has_a_row_for_each_function_and_times_of_none_but_its_own():
    rows = {name: row for name, *row in measured.comparison().rows}
    assert rows["ReLU"][1:4] == ["0.40", "50%", "50%"]
    assert rows["leaky ReLU, 0.1"][3] == "0%"
    assert rows["SiLU"][0].startswith("−0.27846") and rows["GELU"][0].startswith("−0.16")
    assert rows["maxout, 2 pieces"][4] == "that of its sums"


@pytest.mark.parametrize("name", ["silu", "gelu"])
def test_smooth_relatives_have_the_slopes_that_the_gallery_shows(name):
    f, slope = getattr(measured, name), getattr(measured, f"{name}_grad")
    z, h = np.linspace(-6, 6, 241), 1e-6
    np.testing.assert_allclose(slope(z), (f(z + h) - f(z - h)) / (2 * h), atol=1e-8)


def test_gelu_is_close_to_z_times_the_normal_share_below_z():
    z = np.linspace(-8, 8, 1601)
    exact = z * np.array([NormalDist().cdf(point) for point in z])
    assert np.abs(measured.gelu(z) - exact).max() < 0.021
    assert np.abs(measured.gelu(z) - nn.relu(z))[np.abs(z) > 4].max() < 0.01


def test_little_of_the_noise_in_a_very_negative_z_gets_through_elu():
    moved = {
        "elu": nn.elu(np.array([-2.95]), 1.0) - nn.elu(np.array([-3.05]), 1.0),
        "leaky": measured.leaky(np.array([-2.95])) - measured.leaky(np.array([-3.05])),
    }
    assert moved["elu"] == pytest.approx(0.005, abs=2e-4)
    assert moved["leaky"] == pytest.approx(0.01)


def test_a_leak_helps_deep_and_narrow_networks_only():
    def silent(f, depth, width):
        return [measured.silent_networks(f, depth, width, seed=seed) for seed in range(10)]

    assert np.mean(silent(nn.relu, 20, 4)) == pytest.approx(60, abs=4)  # "about six in ten"
    assert max(silent(measured.leaky, 20, 4)) == 0
    assert max(silent(nn.relu, 20, 16)) <= 1
    assert max(silent(measured.leaky, 20, 16)) == 0


def test_a_dead_unit_comes_back_only_behind_a_layer_that_moves():
    first, second = (
        sum(measured.comes_back(layer, seed) for seed in range(10)) for layer in (0, 1)
    )
    assert first == 0
    assert second >= 6  # "most did"


def test_gradients_vanish_through_sigmoids_alone():
    quarters = 0.25 ** np.arange(21)
    for seed in range(5):
        sigmoid = measured.gradient_sizes("sigmoid", seed=seed)
        assert np.all(sigmoid[1:] < 2 * quarters[1:])
        assert quarters[-1] / 100 < sigmoid[-1] < quarters[-1]  # "a little below"
        assert measured.gradient_sizes("tanh", seed=seed)[-1] > 0.1
        assert 0.3 < measured.gradient_sizes("relu", seed=seed)[-1] < 3


def test_measured_gradients_are_the_gradients():
    """One layer's measured size is that of its derivative, taken by finite differences."""
    rng = np.random.default_rng(5)
    width, h = 4, 1e-6
    a = rng.normal(size=(200, width))
    W = rng.normal(0, 1 / np.sqrt(width), (width, width))
    upstream = rng.normal(size=a.shape)
    slope = np.empty_like(a)
    for column in range(width):
        nudge = h * (np.arange(width) == column)
        change = nn.tanh((a + nudge) @ W) - nn.tanh((a - nudge) @ W)
        slope[:, column] = np.sum(upstream * change, axis=1) / (2 * h)
    expected = np.sqrt(np.mean(slope**2)) / np.sqrt(np.mean(upstream**2))
    assert measured.gradient_sizes("tanh", 1, width, 5)[1] == pytest.approx(expected)
