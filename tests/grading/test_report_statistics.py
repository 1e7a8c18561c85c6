"""The report's figures against formulas that are reckoned here in another way, and by hand."""

import math
import statistics as stdlib

import numpy as np
import pytest

from autograder.grading.report import statistics as ours

nan = math.nan


def pearson(x, y):
    return stdlib.correlation(list(x), list(y))


def cronbach(table):
    """From the mean covariance and the mean variance of the items, which is another formula."""
    covariance = np.cov(table, rowvar=False)
    k = len(covariance)
    variances = np.diag(covariance)
    mean_covariance = (covariance.sum() - variances.sum()) / (k * (k - 1))
    return k * mean_covariance / (variances.mean() + (k - 1) * mean_covariance)


def kuder_richardson_20(table):
    k, p = table.shape[1], table.mean(axis=0)
    return k / (k - 1) * (1 - (p * (1 - p)).sum() / table.sum(axis=1).var())


@pytest.fixture(scope="module", params=range(5))
def table(request):
    """Points of forty students, who differ in what they can, for seven items."""
    rng = np.random.default_rng(request.param)
    able = rng.normal(size=(40, 1))
    return np.clip(np.round(2 * (able - rng.normal(size=7) + rng.normal(size=(40, 7))) + 2), 0, 4)


def test_discrimination_is_the_correlation_with_the_rest(table):
    for item in range(table.shape[1]):
        rest = [sum(v for at, v in enumerate(row) if at != item) for row in table.tolist()]
        expected = pearson(table[:, item], rest)
        assert ours.discrimination(table, item) == pytest.approx(expected, abs=1e-12)


def test_reliability_is_cronbachs_alpha(table):
    assert ours.alpha(table) == pytest.approx(cronbach(table), abs=1e-12)
    totals = [sum(row) for row in table.tolist()]
    error = stdlib.stdev(totals) * math.sqrt(1 - cronbach(table))
    assert ours.standard_error(table) == pytest.approx(error, abs=1e-12)


def test_of_right_and_wrong_it_is_kuder_and_richardsons(table):
    right = (table > 2).astype(float)
    assert ours.alpha(right) == pytest.approx(kuder_richardson_20(right), abs=1e-12)


def test_the_best_less_the_weakest(table):
    for item in range(table.shape[1]):
        rows = sorted(
            ((sum(row) - row[item], at, row[item]) for at, row in enumerate(table.tolist()))
        )
        size = round(0.27 * len(rows))
        low, high = ([own for *_, own in part] for part in (rows[:size], rows[-size:]))
        expected = (sum(high) - sum(low)) / size / 4
        assert ours.upper_minus_lower(table, item, 4.0) == pytest.approx(expected, abs=1e-12)


def test_quartiles_interpolate(table):
    totals = table.sum(axis=1)
    low, *middle, high = ours.five_numbers(totals)
    assert (low, high) == (min(totals), max(totals))
    assert middle == pytest.approx(stdlib.quantiles(totals, n=4, method="inclusive"))


def test_by_hand():
    """Four students, three items of a point: totals 3, 2, 1, 0."""
    table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], float)
    assert [ours.facility(table[:, at], 1) for at in range(3)] == [0.75, 0.5, 0.25]
    # variances 1/4, 1/3, 1/4 (n − 1), of the totals 5/3: α = 3/2 · (1 − (5/6) / (5/3)) = 3/4
    assert ours.alpha(table) == pytest.approx(0.75)
    # the second item against the rest 2, 1, 1, 0
    assert ours.discrimination(table, 1) == pytest.approx(1 / math.sqrt(2))


def test_a_better_class_in_the_rest_that_does_an_item_worse_gives_a_negative():
    table = np.array([[0, 2, 2], [0, 2, 1], [1, 1, 1], [1, 0, 1], [1, 0, 0]], float)
    assert ours.discrimination(table, 0) < -0.8
    assert ours.upper_minus_lower(table, 0, 1.0) == -1


def test_what_nobody_marked_yet_is_left_out():
    table = np.array([[1, 2, 3], [2, nan, 1], [3, 2, 5], [0, 1, 1]])
    assert ours.facility(table[:, 1], 2.0) == pytest.approx(5 / 6)
    whole = table[[0, 2, 3]]
    assert ours.alpha(table) == pytest.approx(cronbach(whole))
    assert ours.discrimination(table, 0) == pytest.approx(pearson([1, 3, 0], [5, 7, 2]))


@pytest.mark.parametrize(
    "rows", [[], [[1.0]], [[1.0, 2.0]] * 2, [[1.0, 1.0]] * 20, [[None, None]] * 20]
)
def test_where_nothing_can_be_said_nothing_is(rows):
    table = ours.as_table(rows)
    assert ours.alpha(table) is None and ours.standard_error(table) is None
    for item in range(table.shape[1]):
        assert ours.discrimination(table, item) is None
    assert ours.five_numbers([]) is None and ours.facility(np.array([nan]), 2.0) is None


def test_a_value_on_an_edge_is_in_the_part_above_it():
    assert ours.counts([0, 1.99, 2, 19.9, 20, 21], 20) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert ours.counts([0, 0], 0) == [2] + [0] * 9


@pytest.mark.parametrize(
    "found, n, is_sure",
    [(0.1, 50, False), (-0.1, 50, True), (-0.1, 12, False), (-0.6, 12, True), (-1.0, 3, False)],
)
def test_doubt_takes_more_than_chance(found, n, is_sure):
    """The border in 50 students is tanh(artanh 0.2 − 1.645/√47) = −0.037; in 12 it is −0.333."""
    assert ours.is_surely_below(found, n, 0.2) is is_sure
