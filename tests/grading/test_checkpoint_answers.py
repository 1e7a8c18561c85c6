"""Answers to checkpoint questions, as a notebook that was handed in may tell them, or anything."""

import nbformat
import pytest

from autograder.grading.intake.checkpoint_answers import MOST, STATE, checkpoint_answers, options_of
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
