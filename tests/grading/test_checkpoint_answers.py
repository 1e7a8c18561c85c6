"""Answers to checkpoint questions, as a notebook that was handed in may tell them, or anything."""

import json

import nbformat
import pytest

from autograder.grading.intake import checkpoint_answers as checkpoint_answers_module
from autograder.grading.intake.checkpoint_answers import (
    LARGEST,
    MOST,
    STATE,
    answers_in_file,
    checkpoint_answers,
    options_of,
)
from workbook.checkpoints import ask, load

OPTIONS = {"a": 3, "b": 2}


def notebook(*states, **widgets):
    models = {str(n): {"model_name": "AnyModel", "state": state} for n, state in enumerate(states)}
    made = nbformat.v4.new_notebook()
    made.metadata["widgets"] = {STATE: {"state": models, "version_major": 2}} | widgets
    return made


def answer(name, choice, answered=True):
    return {"_question": {"id": name}, "choice": choice, "answered": answered}


def test_answers_are_read_by_question():
    given = notebook(answer("a", 2), answer("b", 0), {"value": 7}, answer("a", 1))
    assert checkpoint_answers(given, OPTIONS) == {"a": 1, "b": 0}


@pytest.mark.parametrize(
    "state",
    [
        answer("a", 3), answer("a", -1), answer("a", "1"), answer("a", True), answer("a", 1.0),
        answer("a", 1, False), answer("a", 1, "yes"), answer("c", 0), answer(None, 0),
        answer([], 0), {"_question": 3, "choice": 0, "answered": True}, [], None, "state",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_left_out(state):
    assert checkpoint_answers(notebook(state), OPTIONS) == {}


@pytest.mark.parametrize("widgets", [None, 3, [], {}, {STATE: 3}, {STATE: {"state": [1]}},
                                     {STATE: {"state": {"x": 3}}}])  # fmt: skip
def test_a_notebook_may_say_anything_else(widgets):
    made = nbformat.v4.new_notebook()
    made.metadata["widgets"] = widgets
    assert checkpoint_answers(made, OPTIONS) == {}


def test_a_lesson_may_have_no_questions():
    assert options_of("99-none") == {} and options_of("03-activations")


def test_no_more_are_looked_at_than_a_lesson_may_have():
    many = [{"value": 0}] * MOST
    assert checkpoint_answers(notebook(*many, answer("a", 1)), OPTIONS) == {}


def test_the_widget_says_it_so():
    question = load(3)[0]
    widget = ask(question.id)
    widget.choice, widget.answered = question.answer, True
    state = widget.get_state()
    options = {question.id: len(question.options)}
    assert checkpoint_answers(notebook(state), options) == {question.id: question.answer}


def handed_over(folder, *answers):
    """A learner's own file of answers, (question, option) each, in a folder."""
    lines = [
        {"v": 1, "at": f"2027-03-01T10:00:{n:02}Z", "what": "answer", "id": question,
         "right": False, "option": option}
        for n, (question, option) in enumerate(answers)
    ]  # fmt: skip
    (folder / "my-answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_a_learners_own_file_tells_the_first_answer_to_each_question(tmp_path):
    assert answers_in_file(tmp_path, OPTIONS) == {}
    handed_over(tmp_path, ("a", 2), ("a", 0), ("b", 1), ("c", 0), ("b", 7), ("a", True))
    assert answers_in_file(tmp_path, OPTIONS) == {"a": 2, "b": 1}


def test_a_file_that_may_be_anything_tells_nothing(tmp_path):
    path = tmp_path / "my-answers.jsonl"
    for content in (b"\xff\xfe", b"[[[[", b"{}\n3\n", b"x" * (LARGEST + 1)):
        path.write_bytes(content)
        assert answers_in_file(tmp_path, OPTIONS) == {}
    path.unlink()
    (tmp_path / "elsewhere").mkdir()
    handed_over(tmp_path / "elsewhere", ("a", 1))
    path.symlink_to(tmp_path / "elsewhere" / "my-answers.jsonl")
    assert answers_in_file(tmp_path, OPTIONS) == {}


def test_a_file_that_may_not_be_read_costs_nobody_a_mark(tmp_path, monkeypatch):
    handed_over(tmp_path, ("a", 1))

    def refused(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(checkpoint_answers_module, "answers_of", refused)
    assert answers_in_file(tmp_path, OPTIONS) == {}
