"""Sixty simulated days over the whole course, in pure functions with a clock that is passed in."""

from datetime import timedelta
from pathlib import Path

import pytest

from workbook.memory.answers_file import AnswersFile, event
from workbook.memory.schedule import RETENTION, standings
from workbook.memory.simulation import CURVES, DAYS, LESSONS, PER_LESSON, START, simulate
from workbook.memory.today import due_today
from workbook.plots.review_simulation import ALT


@pytest.mark.parametrize("curve", CURVES)
def test_asked_when_due_learners_keep_to_the_level_with_fewer_questions_than_fixed_review(curve):
    """One fixed rhythm takes as many questions and keeps less, one takes more for as much."""
    due, rare, often = (simulate(curve, way, seed=1) for way in ("due", 14, 10))
    assert due.mean > RETENTION + 0.02 and min(due.retention) > RETENTION - 0.03
    assert rare.mean < due.mean - 0.03 and rare.asked > 0.95 * due.asked
    assert min(often.retention) < min(due.retention) - 0.02 and often.asked > 1.4 * due.asked
    assert simulate(curve, "five", seed=1).last < 0.65


def test_ten_minutes_a_day_are_kept_to():
    run = simulate("exponential", "due")
    days = [(e.at.date() - START.date()).days for e in run.events]
    lesson_days = {4 * lesson: PER_LESSON for lesson in range(LESSONS)}
    assert max(days.count(day) - lesson_days.get(day, 0) for day in range(DAYS)) <= 13


def test_the_same_seed_gives_the_same_days():
    assert simulate("power", "due", seed=3) == simulate("power", "due", seed=3)
    assert simulate("power", "due", seed=3) != simulate("power", "due", seed=4)


def test_what_was_simulated_can_be_kept_and_read_back_as_it_was(tmp_path):
    run, answers = simulate("plateau", "due"), AnswersFile(tmp_path)
    answers.append(*(event("answer", e.item, e.at, **e.data) for e in run.events))
    kept = answers.read().events
    end = START + timedelta(days=DAYS)
    assert len(kept) == len(run.events) == run.asked + LESSONS * PER_LESSON
    assert standings(kept, end) == standings(run.events, end)
    assert [d.item for d in due_today(kept, end)] == [d.item for d in due_today(run.events, end)]


def test_the_figure_says_that_it_is_a_simulation_and_its_numbers_are_those():
    assert ALT.startswith("A simulation")
    lows = [simulate(curve, "five").last for curve in CURVES]
    assert (f"{min(lows):.0%}", f"{max(lows):.0%}") == ("40%", "57%") and "40% and 57%" in ALT
    asked = [simulate(curve, "due").asked for curve in CURVES]
    assert all(abs(number - 670) < 20 for number in asked) and "some 670 questions" in ALT


def test_the_page_on_the_answers_has_the_span_of_five_draws():
    page = " ".join((Path(__file__).parents[2] / "docs" / "answers-file.md").read_text().split())
    for way, words in (
        ("due", "keeps the mean at {low:.2f} to {high:.2f} with {least} to {most} questions"),
        (14, "every 14 days takes {most} and keeps {low:.2f} to {high:.2f}"),
        (10, "every 10 days takes {most:,} for {low:.2f} to {high:.2f}"),
    ):
        runs = [simulate(curve, way, seed=seed) for curve in CURVES for seed in range(5)]
        means, asked = [run.mean for run in runs], [run.asked for run in runs]
        said = words.format(low=min(means), high=max(means), least=min(asked), most=max(asked))
        assert said in page
