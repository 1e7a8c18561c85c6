"""What the report says first of a class: only what is so, and nothing that many share is left out.

The classes are drawn: students of an ability, or of none, and exercises that ask for it or do not.
"""

from collections import Counter

import numpy as np
import pytest

from autograder.grading.report import statistics
from autograder.grading.report.findings import TOGETHER, doubtful, shared_elsewhere, teach_again
from autograder.grading.report.items import Figures, Item
from autograder.grading.report.places import Place

STUDENTS, ITEMS = 30, 10


def drawn(rng, asks):
    """Right or wrong, (STUDENTS, ITEMS). asks: by item, how far ability helps; below 0 it harms."""
    ability = rng.normal(size=(STUDENTS, 1))
    return (np.array(asks) * ability + rng.normal(size=(STUDENTS, len(asks))) > 0).astype(float)


def items_of(table):
    return [
        Item(
            f"item{at}",
            1.0,
            float(points.mean()),
            Counter(right=int(points.sum()), wrong=int((1 - points).sum())),
            [],
            figures=Figures(
                len(points), float(points.mean()), statistics.discrimination(table, at)
            ),
        )
        for at, points in enumerate(table.T)
    ]


def doubted(table):
    return [item.name for item in doubtful(items_of(table), statistics.alpha(table))]


@pytest.mark.parametrize("asks", [0.4, 1.0], ids=["a little", "much"])
def test_sound_exercises_are_seldom_doubted(asks):
    """Where marks hang together, one class of twenty at most has an exercise doubted by chance."""
    tables = [drawn(np.random.default_rng(seed), [asks] * ITEMS) for seed in range(300)]
    telling = [table for table in tables if statistics.alpha(table) >= TOGETHER]
    assert len(telling) > 50
    assert sum(bool(doubted(table)) for table in telling) <= len(telling) / 20


def test_where_marks_hang_together_by_chance_nothing_is_doubted():
    tables = (drawn(np.random.default_rng(seed), [0.0] * ITEMS) for seed in range(200))
    assert sum(bool(doubted(table)) for table in tables) <= 2


def test_an_exercise_that_the_able_miss_is_doubted():
    asks = [*[2.0] * (ITEMS - 1), -2.0]
    for seed in range(20):
        assert doubted(drawn(np.random.default_rng(seed), asks)) == [f"item{ITEMS - 1}"]


def test_chance_moves_a_correlation_as_far_as_is_said():
    rng = np.random.default_rng(3)
    found = [np.corrcoef(rng.normal(size=(2, STUDENTS)))[0, 1] for _ in range(4_000)]
    inside = np.mean(np.abs(found) < statistics.uncertainty(STUDENTS))
    assert 0.93 < inside < 0.97


def test_what_many_share_is_said_though_their_section_lost_little():
    def item(name, section, share, *mistakes):
        came = Counter(right=round(STUDENTS * share))
        return Item(name, 1.0, share, came, list(mistakes), Place(section),
                    figures=Figures(STUDENTS, share))  # fmt: skip

    hard = item("hard", "1", 0.5, (5, "Shown above."))
    items = [hard, item("easy", "2", 0.9, (3, "The sign."), (2, "The root.")), item("x", "3", 1.0)]
    again = teach_again(items)
    assert [each.section for each in again] == ["1"]
    (shared,) = shared_elsewhere(items, again)
    assert (shared.students, shared.what, shared.item.name) == (3, "The sign.", "easy")
