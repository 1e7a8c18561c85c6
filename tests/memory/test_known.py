"""What is likely known, how long it took, what was planned; and what an instructor may read."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.cli import main
from workbook import checkpoints
from workbook.checkpoints import find, load
from workbook.memory import answers_of, plan
from workbook.memory.answers_file import AnswersFile, Kept, event
from workbook.memory.items import asked
from workbook.memory.known import knowledge, minutes_spent, take_in
from workbook.memory.planning import PlanError, entry
from workbook.memory.schedule import standings
from workbook.memory.today import put_today
from workbook.progress import progress

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)
IDS = [question.id for question in load("01-neuron")]


def read(tmp_path, *events):
    answers = AnswersFile(tmp_path)
    answers.append(*events)
    return answers.read()


def answer(item, days_ago, right=True, minutes=0, lesson="01-neuron"):
    at = NOW - timedelta(days=days_ago) + timedelta(minutes=minutes)
    return event("answer", item, at, right=right, lesson=lesson)


# What is known ------------------------------------------------------------------------------------


def test_known_and_fading_are_told_apart_by_lesson(tmp_path):
    kept = read(
        tmp_path, answer("a", 0), answer("b", 40), answer("c", 1, lesson="02-forward-propagation")
    )
    found = knowledge(kept, NOW)
    assert (found.known, found.fading, found.due, found.waiting) == (2, 1, 1, 0)
    assert found.minutes == 1 and found.next[0] > NOW.date()
    assert found.lessons["01-neuron"].asked == 2 and found.lessons["01-neuron"].known == 1
    assert found.lessons["02-forward-propagation"].fading == 0
    assert knowledge(Kept(), NOW) is None


def test_minutes_are_those_between_answers_and_a_pause_is_none(tmp_path):
    kept = read(
        tmp_path,
        *(answer("a", 1, minutes=m) for m in (0, 4, 9, 60, 63)),
        answer("x", 1, minutes=70, lesson="02-forward-propagation"),
    )
    assert minutes_spent(kept.events) == {
        "01-neuron": 2 + 4 + 5 + 2 + 3,
        "02-forward-propagation": 7,
    }


def test_the_view_says_it_and_says_nothing_where_nothing_is_kept(home, weeks_ago):
    assert progress().known is None and "Likely known" not in str(progress())
    weeks_ago(IDS[:4], lesson="00-start-here")
    view = progress()
    assert "Likely known: 0 of 4 that you were asked; 4 fading. Due today: 4, about 3" in str(view)
    stated = view.lessons[0].minutes
    assert f"{stated} min, 2 spent" in str(view)
    html = view._repr_html_()
    assert "likely known: 0 of 4 asked" in html and f"{stated}, 2 spent" in html
    assert "Review them" not in html
    (home / "lessons" / "review.ipynb").write_text("{}")
    assert 'href="../review.ipynb"' in progress()._repr_html_()


def test_a_damaged_file_is_a_note_of_the_view(answers):
    answers.path.write_text("torn\n")
    assert any("could not be read" in note for note in progress().notes)
    answers.path.unlink(missing_ok=True)
    answers.path.mkdir()
    assert any("cannot be read" in note for note in progress().notes)


# The plan -----------------------------------------------------------------------------------------


def test_a_plan_is_a_calendar_entry_and_stands_in_the_view(home):
    when = (datetime.now() + timedelta(days=2)).replace(hour=18, minute=0, second=0, microsecond=0)
    sentence = plan(f"{when:%Y-%m-%d %H:%M}", minutes=45)
    assert f"{when:%A}" in sentence and "18:00, for 45 minutes" in sentence
    text = (home / "next-sitting.ics").read_bytes().decode()
    assert f"DTSTART:{when:%Y%m%dT180000}\r\n" in text and f"DTEND:{when:%Y%m%dT184500}" in text
    assert f"You mean to sit down next on {when:%A} {when.day} {when:%B}, 18:00." in str(progress())
    assert [path.name for path in home.iterdir() if "sitting" in path.name] == ["next-sitting.ics"]


def test_a_plan_that_is_past_is_not_held_against_anybody(home):
    plan("2020-01-01 18:00")
    assert "You mean to sit down" not in str(progress())


def test_the_entry_keeps_to_the_calendars_form():
    text = entry(datetime(2027, 3, 1, 18), 30, NOW)
    lines = text.split("\r\n")
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    for part in ("VCALENDAR", "VEVENT", "VALARM"):
        assert lines.count(f"BEGIN:{part}") == lines.count(f"END:{part}") == 1
    assert "DTSTAMP:20260301T180000Z" in lines and "DTSTART:20270301T180000" in lines
    unfolded = text.replace("\r\n ", "")
    assert "DESCRIPTION:Begin with the review: open lessons/review.ipynb\\, or type" in unfolded


@pytest.mark.parametrize("when", ["tomorrow", "", "2027-02-30 10:00", "18:00"])
def test_what_is_no_time_is_one_line(home, when):
    with pytest.raises(PlanError, match="is no time: write year-month-day"):
        plan(when)
    result = CliRunner().invoke(main, ["progress", "--plan", when or " "])
    assert result.exit_code == 1 and len(result.output.strip().splitlines()) == 1


# An instructor, another machine -------------------------------------------------------------------


def test_answers_of_a_file_that_was_handed_in(tmp_path):
    read(
        tmp_path,
        answer(IDS[0], 3, right=False),
        answer("exercise/relu", 2),
        event("check", "relu", NOW, status="passed"),
        event("answer", IDS[1], NOW, right=True, option=2, lesson="01-neuron"),
    )
    path = tmp_path / "my-answers.jsonl"
    with path.open("a") as stream:
        stream.write("torn\n")
    first, second = answers_of(path)
    assert (first.question, first.right, first.option) == (IDS[0], False, None)
    assert (second.question, second.lesson, second.option) == (IDS[1], "01-neuron", 2)
    assert first.at < second.at
    with pytest.raises(OSError):
        answers_of(tmp_path / "nowhere")


def test_another_file_is_taken_in_once(tmp_path):
    mine, other = AnswersFile(tmp_path), AnswersFile(tmp_path / "book")
    other.path.parent.mkdir()
    mine.append(answer("a", 3))
    other.append(answer("b", 5), event("check", "relu", NOW, status="passed"))
    assert take_in(other.path, mine) == 2 and take_in(other.path, mine) == 0
    assert [e.item for e in mine.read().events] == ["b", "a", "relu"]


# The commands -------------------------------------------------------------------------------------


def test_progress_as_json_has_the_same_fields_whatever_is_known(home, weeks_ago):
    before = json.loads(CliRunner().invoke(main, ["progress", "--json"]).stdout)
    assert before["memory"] is None and before["version"] == 1
    weeks_ago(IDS[:3], lesson="00-start-here")
    result = CliRunner().invoke(main, ["progress", "--json", "--plan", "2099-01-01 10:00"])
    after = json.loads(result.stdout)
    assert after["memory"]["fading"] == after["memory"]["due_today"] == 3
    assert after["memory"]["plan"] == "2099-01-01T10:00"
    lesson = after["lessons"][0]
    assert lesson["fading"] == 3 and lesson["minutes_spent"] == 2 and lesson["minutes_stated"] > 0
    assert set(lesson) == set(before["lessons"][0]) and set(after) == set(before)


def review(*words, answered=""):
    return CliRunner().invoke(main, ["review", *words], input=answered)


def test_review_lists_what_is_due_and_asks_nothing(weeks_ago, answers):
    weeks_ago([IDS[0], "mistake/double/squares"])
    size = answers.path.stat().st_size
    result = review("--list")
    assert result.exit_code == 0 and "2 due today from lesson 01: about 2 minutes." in result.output
    assert "mistake of yours, lesson 01: What is wrong here?" in result.output
    assert "squares" not in result.output and answers.path.stat().st_size == size


def test_review_asks_keeps_and_says_why(weeks_ago, answers):
    weeks_ago([IDS[0], "mistake/double/squares"])
    result = review(answered="x\na\nA\n")
    assert result.exit_code == 0, result.output
    kept = answers.read().events[2:]
    assert {e.item for e in kept} == {IDS[0], "mistake/double/squares"}
    rights = sum(e.data["right"] for e in kept)
    assert f"{rights} of 2 right." in result.output and "due on" in result.output
    assert "return x ** 2" in result.output or "def double" in result.output
    for option in checkpoints.find(IDS[0]).options:
        assert option.why[:30].replace("*", "") in " ".join(result.output.split())
    assert "Nothing" not in result.output
    assert "2 answered, 0 to go" in review("--list").output


def test_review_stopped_half_way_has_kept_what_was_answered(weeks_ago, answers):
    weeks_ago(IDS[:3])
    result = review(answered="A\n")
    assert result.exit_code == 0 and "Stopped. What was answered is kept" in result.output
    assert len(answers.read().events) == 4


def test_review_of_nothing_and_nowhere(home, tmp_path, monkeypatch):
    assert "Nothing is due today" in review().output
    result = review("nowhere")
    assert result.exit_code == 1 and "is no folder" in result.output


def test_review_takes_in_another_file(answers, tmp_path):
    other = AnswersFile(tmp_path / "book")
    other.path.parent.mkdir()
    other.append(*(answer(id, 200, right=False) for id in IDS[:2]))
    result = review("--list", "--take-in", str(other.path))
    assert "2 new lines are now in my-answers.jsonl" in result.output
    assert "2 due today" in result.output


LINES = st.fixed_dictionaries(
    {
        "v": st.just(1),
        "at": st.sampled_from(["2026-02-01T10:00:00Z", "1970-01-01T00:00:00+05:00", "2990-01-01"]),
        "what": st.sampled_from(["answer", "check", "plan"]),
        "id": st.sampled_from([IDS[0], "exercise/relu", "mistake/relu/x", "a/b/c/d", "", "next"]),
        "right": st.booleans(),
        "status": st.sampled_from(["passed", "failed", "odd"]),
    },
    optional={
        name: st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.none())
        for name in ("lesson", "option", "seed", "misconception", "when", "minutes", "of")
    },
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(lines=st.lists(LINES, max_size=8))
def test_whatever_the_fields_hold_it_is_read_and_shown(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("any")
    path = folder / "my-answers.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    kept = AnswersFile(folder).read()
    assert len(kept.events) + kept.damaged == len(lines)
    view = knowledge(kept, NOW)
    assert view is None or view.known + view.fading == len(standings(kept.events, NOW))
    assert len(answers_of(path)) <= len(lines)
    put_today(kept.events, NOW, lambda due: asked(due.item, due.seed, find, checkpoints.variant))
