"""What a notebook keeps and shows again: questions, checks, the day's review."""

import os
import subprocess
import sys

import numpy as np
import pytest

from autograder import check
from workbook import checkpoints, nn
from workbook.checkpoints import ask, load, load_all
from workbook.memory import keeping, review
from workbook.memory.answers_file import NAME
from workbook.memory.items import register
from workbook.memory.keeping import answers_here

from ..conftest import ROOT

QUESTION = "start-star-or-at"
REVIEWS = [q.id for q in load("04-losses") if q.kind == "review"]
ASKED_EARLIER = [q.id for q in load("01-neuron")]


def commit(widget, choice):
    """Answer as the page does: choose, then commit."""
    widget.choice = choice
    widget.answered = True


def events(answers):
    return answers.read().events


# A question ---------------------------------------------------------------------------------------


def test_an_answer_is_kept_at_once_and_shown_when_the_question_is_put_again(answers):
    first = ask(QUESTION)
    assert not first.answered and first._earlier == ""
    wrong = (first.question.answer + 1) % len(first.question.options)
    commit(first, wrong)
    (kept,) = events(answers)
    assert kept.item == QUESTION and kept.data["right"] is False and kept.data["option"] == wrong
    assert kept.data["lesson"] == "00-start-here"
    again = ask(QUESTION)
    assert (again.choice, again.answered) == (wrong, True)
    assert again._earlier.startswith("Your answer of ")
    again.answered = False
    assert again._earlier == ""
    commit(again, again.question.answer)
    assert [e.data["right"] for e in events(answers)] == [False, True]
    assert ask(QUESTION).choice == again.question.answer


def test_choosing_without_committing_keeps_nothing(answers):
    widget = ask(QUESTION)
    widget.choice = 1
    widget.choice = 2
    assert events(answers) == () and not answers.path.exists()


def test_an_answer_to_a_question_that_was_worded_otherwise_is_not_shown(answers):
    commit(ask(QUESTION), 1)
    text = answers.path.read_text("utf-8")
    answers.path.write_text(text.replace('"of": "', '"of": "x'), "utf-8")
    assert not ask(QUESTION).answered


@pytest.mark.parametrize("option", ["-3", "3", "99", '"1"', "true", "null"])
def test_whatever_stands_in_the_file_a_question_can_be_put(answers, option):
    commit(ask(QUESTION), 1)
    text = answers.path.read_text("utf-8")
    answers.path.write_text(text.replace('"option": 1', f'"option": {option}'), "utf-8")
    widget = ask(QUESTION)
    assert not widget.answered and widget.choice == -1


# Where nothing is kept ----------------------------------------------------------------------------


def test_nothing_is_kept_outside_a_kernel(answers, monkeypatch):
    monkeypatch.setattr(keeping, "_in_notebook", lambda: False)
    commit(ask(QUESTION), 1)
    check(nn.double)
    assert not answers.path.exists()


def test_nothing_is_kept_while_nbgrader_runs_a_notebook(answers, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    commit(ask(QUESTION), 1)
    assert not answers.path.exists() and not ask(QUESTION).answered


@pytest.mark.parametrize("folder", ["solutions/00-start-here", "slides", "elsewhere"])
def test_solved_notebooks_and_decks_keep_nothing(home, folder, monkeypatch):
    (home / folder).mkdir(parents=True)
    monkeypatch.chdir(home / folder)
    commit(ask(QUESTION), 1)
    assert list(home.rglob(f"{NAME}*")) == [] and answers_here() is None


def test_far_from_any_lessons_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "_in_notebook", lambda: True)
    monkeypatch.chdir(tmp_path)
    commit(ask(QUESTION), 1)
    assert list(tmp_path.iterdir()) == []


def test_a_question_of_somebody_elses_file_is_not_kept(answers, tmp_path):
    source = checkpoints.FOLDER / "00-start-here.toml"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    commit(ask(QUESTION, tmp_path), 1)
    assert not answers.path.exists()


def test_a_folder_that_takes_nothing_says_so_once_and_all_goes_on(answers, capsys):
    answers.path.mkdir()
    first, second = ask(QUESTION), ask("start-broadcasting")
    commit(first, 1)
    commit(second, 1)
    assert first.answered and second.answered
    assert len([w for w in (first, second) if "cannot be" in w.note]) == 1
    double = nn.double
    assert check(double).verdict.status == "passed"
    assert capsys.readouterr().out.count("cannot be") <= 1


def test_damage_is_said_in_the_first_question_only(answers):
    commit(ask(QUESTION), 1)
    with answers.path.open("a") as stream:
        stream.write("torn\n")
    assert "1 line" in ask(QUESTION).note and ask(QUESTION).note == ""


# A check ------------------------------------------------------------------------------------------


def test_checks_are_kept_with_the_mistake_that_was_named(answers):
    def double(x):
        return x**2

    check(double)

    def double(x):
        raise NotImplementedError

    check(double)
    check(nn.double)
    wrong, right = events(answers)
    assert wrong.item == right.item == "double" and wrong.data["lesson"] == "00-start-here"
    assert wrong.data["status"] in ("partial", "failed")
    assert wrong.data["misconception"] == "squares"
    assert right.data["status"] == "passed" and right.data["points"] == 1
    assert "misconception" not in right.data


# The day's review ---------------------------------------------------------------------------------


def test_a_lessons_review_is_its_fixed_five_where_nothing_is_due(answers):
    assert [ask(id).question.id for id in REVIEWS] == REVIEWS


def test_what_is_due_stands_in_for_a_lessons_fixed_five(weeks_ago, answers):
    weeks_ago(ASKED_EARLIER)
    put = [ask(id) for id in REVIEWS]
    shown = [widget.question.id for widget in put]
    assert len(set(shown)) == 5 and set(shown) <= set(ASKED_EARLIER)
    assert all("due today" in w._question["heading"] for w in put)
    again = [ask(id) for id in REVIEWS]
    assert [w._question for w in again] == [w._question for w in put]  # run again: the same
    commit(put[2], put[2].question.answer)
    kept = events(answers)[-1]
    assert kept.item == shown[2] and kept.data["right"] is True
    again = [ask(id) for id in REVIEWS]
    assert [w.question.id for w in again] == shown
    assert [w.answered for w in again] == [False, False, True, False, False]
    assert again[2].choice == put[2].choice and "today" in again[2]._earlier


def test_the_kept_option_is_the_lessons_own_whatever_order_it_was_shown_in(weeks_ago, answers):
    weeks_ago(ASKED_EARLIER)
    for id in REVIEWS:
        widget = ask(id)
        commit(widget, 0)
        own = checkpoints.find(widget.question.id)
        assert (
            events(answers)[-1].data["right"]
            == own.options[events(answers)[-1].data["option"]].right
        )


def test_two_due_of_five_leave_three_fixed_ones(weeks_ago):
    weeks_ago(ASKED_EARLIER[:2])
    shown = [ask(id).question.id for id in REVIEWS]
    assert set(shown[:2]) == set(ASKED_EARLIER[:2]) and shown[2:] == REVIEWS[2:]


def test_a_sitting_puts_all_that_is_due_and_keeps_what_its_page_answers(weeks_ago, answers):
    weeks_ago([*ASKED_EARLIER[:3], "exercise/double", "mistake/double/squares", "gone-question"])
    sitting = review()
    questions = sitting._questions
    assert len(questions) == 5 and sitting.answers == [-1] * 5
    assert "5 due today from lesson 01" in sitting.words
    kinds = {question["from"].split(",")[0] for question in questions}
    assert kinds == {"question", "exercise of yours", "mistake of yours"}
    right = [q["options"].index(next(o for o in q["options"] if o["right"])) for q in questions]
    sitting.answers = [right[0], -1, -1, -1, -1]
    sitting.answers = [right[0], right[1], -1, -1, -1]
    kept = events(answers)[6:]
    assert len(kept) == 2 and all(e.data["right"] for e in kept)
    assert "due on" in sitting.after
    later = review()
    assert later.answers[:2] == right[:2] and later.answers[2:] == [-1] * 3
    assert later._questions == questions and "2 answered, 3 to go" in later.words


def test_a_sitting_says_what_there_is_when_there_is_nothing(answers, monkeypatch, tmp_path):
    assert "Nothing has been answered yet" in review().words
    commit(ask(QUESTION), 1)
    assert review().words.startswith("Nothing is due today. The next is due on ")
    monkeypatch.chdir(tmp_path)
    assert "Nothing is kept here" in review().words


def test_without_a_kernel_a_sitting_is_its_questions_without_answers(weeks_ago):
    weeks_ago(ASKED_EARLIER[:2])
    data, _ = review()._repr_mimebundle_()
    lines = data["text/plain"].splitlines()
    assert lines[0].startswith("2 due today") and lines[2].startswith("1. ")
    whys = [o.why for id in ASKED_EARLIER[:2] for o in checkpoints.find(id).options]
    assert not any(why in data["text/plain"] for why in whys)


def test_who_knows_no_exercises_asks_the_rest(weeks_ago, monkeypatch):
    monkeypatch.setattr("workbook.memory.items._makers", {})
    weeks_ago(["exercise/double", ASKED_EARLIER[0]])
    assert len(review()._questions) == 1
    register("exercise", lambda item, seed: checkpoints.find(QUESTION))
    assert len(review()._questions) == 2


def test_what_the_course_does_not_know_any_more_takes_nobodys_time(weeks_ago):
    weeks_ago([f"gone-{number}" for number in range(40)], days=60)
    weeks_ago(ASKED_EARLIER[:3])
    assert len(review()._questions) == 3
    assert {ask(id).question.id for id in REVIEWS} == {*ASKED_EARLIER[:3], *REVIEWS[3:]}


def test_every_question_of_the_course_can_be_asked_again(answers):
    rng = np.random.default_rng(0)
    for questions in load_all().values():
        for question in questions:
            seed = int(rng.integers(2**32))
            again, order = checkpoints.variant(question, seed)
            assert sorted(order) == list(range(len(question.options)))
            assert [question.options[place].right for place in order] == [
                option.right for option in again.options
            ]


def test_a_first_cell_and_a_question_load_no_scheduler(home):
    """`fsrs` takes 30 ms to import and `filelock` ten: the first answer that needs them pays."""
    code = (
        "import sys; from autograder import check; from workbook.checkpoints import ask; "
        f"ask({QUESTION!r}); "
        "assert not {'fsrs', 'filelock', 'autograder.recall.asking'} & set(sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
