"""What is due: pure functions of events and a clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from workbook.memory.answers_file import Event
from workbook.memory.schedule import RETENTION, kind_of, standings
from workbook.memory.today import all_due, due_today, minutes_of, next_after, stand_ins

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)


def answered(item, days_ago, right=True, hours=0, **more):
    at = NOW - timedelta(days=days_ago, hours=hours)
    return Event(at, "answer", item, {"right": right, "lesson": "01-neuron", **more})


def checked(exercise, days_ago, status="passed", **more):
    at = NOW - timedelta(days=days_ago)
    return Event(at, "check", exercise, {"status": status, "lesson": "01-neuron", **more})


def due_in_days(*events):
    """After how many days, from the last event, the only item is due."""
    (standing,) = standings(sorted(events, key=lambda e: e.at), NOW).values()
    return (standing.due - standing.last).days


# When ---------------------------------------------------------------------------------------------


def test_wrong_comes_back_sooner_than_right_and_right_later_every_time():
    right = due_in_days(answered("a", 0))
    assert 1 <= due_in_days(answered("a", 0, right=False)) < right
    twice = due_in_days(answered("a", right), answered("a", 0))
    assert twice > 2 * right
    assert due_in_days(answered("a", right), answered("a", 0, right=False)) < right


def test_an_item_becomes_due_when_it_is_known_as_little_as_the_level_says():
    (standing,) = standings([answered("a", 0)], NOW).values()
    assert standing.recall(standing.last) == 1
    day = timedelta(days=1)
    assert standing.recall(standing.due + day) < RETENTION < standing.recall(standing.due - day)


def test_an_answer_right_after_its_explanation_does_not_count():
    first = answered("a", 1, right=False)
    again = answered("a", 1, right=True, hours=-1)
    assert due_in_days(first, again) == due_in_days(first)
    (standing,) = standings([first, again], NOW).values()
    assert standing.times == 1 and not standing.right


def test_an_exercise_begins_when_it_is_passed_and_later_checks_of_it_are_no_recall():
    assert standings([checked("relu", 3, "failed"), checked("relu", 2, "stopped")], NOW) == {}
    passed = standings([checked("relu", 9)], NOW)["exercise/relu"]
    assert standings([checked("relu", 9), checked("relu", 1)], NOW)["exercise/relu"] == passed
    hard = due_in_days(checked("relu", 1, "failed"), checked("relu", 0))
    assert hard < due_in_days(checked("relu", 0))


def test_a_mistake_that_was_named_comes_back_some_days_later():
    mistake = checked("relu", 0, "failed", misconception="absolute value")
    assert due_in_days(mistake) >= 3
    (item,) = standings([mistake], NOW)
    assert item == "mistake/relu/absolute value" and kind_of(item) == "mistake"
    assert kind_of("exercise/relu") == "exercise" and kind_of("a6-multi-label") == "question"


def test_a_clock_that_was_wrong_puts_nothing_off_for_ever():
    future = answered("a", -400)
    (standing,) = standings([future], NOW).values()
    assert standing.last == NOW and (standing.due - NOW).days < 10


# Today --------------------------------------------------------------------------------------------


def many(count, days_ago=30):
    return [answered(f"q{number:02}", days_ago, right=number % 3 > 0) for number in range(count)]


def test_today_holds_about_ten_minutes_the_likeliest_forgotten_first():
    dues = due_today(many(60), NOW)
    assert 8 <= minutes_of(dues) <= 10 and len(all_due(many(60), NOW)) == 60
    assert [due.recall for due in dues] == sorted(due.recall for due in dues)
    assert dues[0].recall < 0.8
    assert len(due_today(many(60), NOW, minutes=0.1)) == 1


def test_an_answer_moves_none_of_todays_questions_and_stands_with_its_own():
    before = due_today(many(60), NOW)
    given = Event(NOW, "answer", before[3].item, {"right": True, "seed": before[3].seed})
    later = NOW + timedelta(hours=5)
    after = due_today([*many(60), given], later)
    assert [(d.item, d.seed) for d in after] == [(d.item, d.seed) for d in before]
    assert [d.answer for d in after] == [None] * 3 + [given] + [None] * (len(after) - 4)
    tomorrow = due_today([*many(60), given], NOW + timedelta(days=1))
    assert before[3].item not in [due.item for due in tomorrow]


def test_another_day_asks_another_variant():
    monday, tuesday = (due_today(many(1), NOW + timedelta(days=d))[0].seed for d in (0, 1))
    assert monday != tuesday


def test_a_day_begins_at_the_learners_own_midnight():
    events = [answered("a", 0, hours=2)]  # at 16:00 UTC, before midnight there
    far_east = timezone(timedelta(hours=12))
    assert all_due(events, NOW.astimezone(far_east)) == []
    later = (NOW + timedelta(days=9)).astimezone(far_east)
    assert [due.item for due in all_due(events, later)] == ["a"]
    assert all_due(events, NOW + timedelta(hours=5)) == []


def test_first_day_has_nothing_due_and_says_when_it_begins():
    events = [answered("a", 0), answered("b", 0, right=False)]
    assert due_today(events, NOW) == [] and due_today([], NOW) == []
    day, count = next_after(events, NOW)
    assert count == 1 and 1 <= (day - NOW.date()).days <= 2
    assert next_after([], NOW) is None


# In a lesson's review -----------------------------------------------------------------------------


def test_what_is_due_stands_in_for_the_fixed_five_and_one_that_is_due_keeps_its_place():
    fixed = ["r1", "r2", "r3", "r4", "r5"]
    dues = due_today([*many(3), answered("r4", 20)], NOW)
    placed = stand_ins(dues, fixed)
    assert placed["r4"].item == "r4"
    assert {placed[id].item for id in ("r1", "r2", "r3")} == {"q00", "q01", "q02"}
    assert "r5" not in placed
    assert stand_ins([], fixed) == {}


@pytest.mark.parametrize("count", [1, 5, 40])
def test_no_item_stands_in_two_places(count):
    placed = stand_ins(due_today(many(count), NOW), list("abcde"))
    items = [due.item for due in placed.values()]
    assert len(items) == len(set(items)) == min(5, count)
