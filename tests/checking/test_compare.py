"""The comparison that decides what counts as the same answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.judging.comparison import compare
from autograder.sandbox.plain import Alien

floats = arrays(float, array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e6, 1e6))


@given(floats)
def test_an_array_is_as_good_as_itself(array):
    assert compare(array, array.copy()) is None


@given(floats)
def test_last_digits_do_not_matter(array):
    assert compare(array, array * (1 + 1e-12)) is None


@given(floats, st.data())
def test_one_wrong_entry_is_found_and_marked(array, data):
    wrong = array.copy()
    index = tuple(data.draw(st.integers(0, n - 1)) for n in array.shape)
    wrong[index] += 1 + abs(array).max() * 1e-3
    found = compare(array, wrong)
    assert found.kind == "value"
    assert found.differs[index] and found.differs.sum() == 1


ROW = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    "expected, got, kind",
    [
        (ROW, None, "nothing"),
        (ROW, [1.0, 2.0, 3.0], "type"),
        (ROW, Alien("function"), "type"),
        (ROW, ROW[:, None], "shape"),
        (ROW, 1.0, "shape"),
        (ROW, ROW > 1, "kind"),
        (ROW, ROW.astype(complex), "kind"),
        (ROW, np.array(["1.0", "2.0", "3.0"]), "kind"),
        (np.array([1, 2]), np.array([1.0, 2.0]), "kind"),
        (ROW, np.array([1.0, np.nan, 3.0]), "value"),
        (ROW, np.array([1.0, np.inf, 3.0]), "value"),
        (np.array([np.nan, 1.0]), np.array([7.0, 1.0]), "value"),
        (np.array([np.inf, 1.0]), np.array([7.0, 1.0]), "value"),
        (np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), "value"),
        (0.5, 0.6, "value"),
        (np.zeros((0, 3)), np.zeros((3, 0)), "shape"),
        ([ROW, 1.0], [ROW], "length"),
        ([ROW, 1.0], ROW, "type"),
        ([ROW, 1.0], [ROW, 2.0], "value"),
        ({"W": ROW}, {"w": ROW}, "type"),
        ({"W": ROW}, {"W": -ROW}, "value"),
        ("ravine", "saddle", "value"),
        (None, 0.0, "type"),
        (True, 1, "kind"),
    ],
)
def test_what_differs(expected, got, kind):
    assert compare(expected, got).kind == kind


@pytest.mark.parametrize(
    "expected, got",
    [
        (ROW, np.array([1, 2, 3])),
        (ROW, ROW.astype(np.float32)),
        (0.5, np.array(0.5)),
        (np.array(0.5), 0.5),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0])),
        ([ROW, 1.0], [ROW + 1e-12, 1.0]),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (None, None),
        ("ravine", "ravine"),
    ],
)
def test_what_is_as_good(expected, got):
    assert compare(expected, got) is None


def test_a_wrong_shape_is_told_before_a_wrong_value():
    found = compare([ROW, ROW], [-ROW, ROW[None]])
    assert (found.kind, found.where) == ("shape", "[1]")


def test_one_number_in_place_of_nothing_at_all():
    assert compare([], np.array(3.0)).kind == "type"
    assert compare([], np.zeros(0)) is None


def test_a_part_within_a_part_is_named_by_both():
    asked = {"sizes": {"training": 7, "test": 3}, "loss": [[0.5, 0.25]]}
    sizes = asked | {"sizes": {"training": 8, "test": 3}}
    assert compare(asked, sizes).where == "sizes, training"
    assert compare(asked, asked | {"loss": [[0.5, 0.75]]}).where == "loss[0][1]"


def test_infinities_are_as_good_as_themselves_beside_last_digits():
    expected, got = np.array([np.inf, -np.inf, 1.0]), np.array([np.inf, -np.inf, 1 + 1e-12])
    assert compare(expected, got) is None


def test_two_of_no_number_are_alike_only_where_that_is_asked():
    expected, got = np.array([np.nan, 1.0]), np.array([np.nan, 1 + 1e-12])
    assert compare(expected, got) is None
    assert compare(expected, got, nan_is_nan=False).differs.tolist() == [True, False]
