"""Exercises and mistakes as small questions: every one has some, and what they say is true."""

import ast
import builtins
import re
from functools import cache

import numpy as np
import pytest

from autograder.exercises import all_exercises, of_lesson
from autograder.judging.judge import judge
from autograder.recall.asking import question_for
from autograder.recall.code_text import answer_text
from workbook.memory.items import asked, print_of
from workbook.memory.schedule import exercise_item, mistake_item

CALL, LINE, MISTAKE = "What does `", "Which line", "What is wrong"


AGAIN = slice(None, None, 5)
"""Those that are asked under a second seed, too."""


@cache
def questions():
    """A question for every exercise, for some two: {(exercise, seed): Question}."""
    keys = [(name, 1) for name in all_exercises()] + [(n, 2) for n in list(all_exercises())[AGAIN]]
    made = {key: question_for(exercise_item(key[0]), key[1]) for key in keys}
    return {key: question for key, question in made.items() if question}


def of_kind(beginning):
    return {key: q for key, q in questions().items() if q.prompt.startswith(beginning)}


def right_of(question):
    return question.options[question.answer]


def test_every_exercise_comes_back_as_a_question():
    asked_for = {name for name, _ in questions()}
    assert len(asked_for) >= 0.97 * len(all_exercises()), set(all_exercises()) - asked_for
    for beginning in (CALL, LINE, MISTAKE):
        assert len(of_kind(beginning)) >= 20


def test_a_question_has_one_right_answer_and_says_of_each_why():
    for (name, _), question in questions().items():
        assert question.kind == "review" and 3 <= len(question.options) <= 4, name
        assert sum(option.right for option in question.options) == 1, name
        assert all(option.why.strip() for option in question.options), name
        assert len({option.text for option in question.options}) == len(question.options), name


def test_the_same_seed_asks_the_same_and_another_in_another_way():
    again = {key: question_for(exercise_item(key[0]), key[1]) for key in list(questions())[:10]}
    assert all(print_of(question) == print_of(questions()[key]) for key, question in again.items())
    twice = [name for name, seed in questions() if seed == 2]
    differ = [n for n in twice if print_of(questions()[n, 1]) != print_of(questions()[n, 2])]
    assert len(differ) > 0.8 * len(twice)
    places = [question.answer for question in questions().values()]
    assert max(map(places.count, places)) < 0.5 * len(places)


def test_what_a_call_is_said_to_return_is_what_the_reference_returns():
    for (name, _), question in of_kind(CALL).items():
        exercise = all_exercises()[name][1]
        text = re.fullmatch(r"What does `(.+)` return\?", question.prompt)[1]
        with np.errstate(all="ignore"):
            value = eval(text, {"np": np, name: exercise.reference})
        wanted = answer_text(list(value) if isinstance(value, tuple) else value)
        assert right_of(question).text == f"`{wanted}`", question.prompt


def test_the_line_that_is_said_to_be_wrong_is_the_one_that_was_changed():
    for (name, _), question in list(of_kind(LINE).items())[::3]:
        exercise = all_exercises()[name][1]
        shown = question.scenario.split("```")[1].strip("\n").split("\n")
        code = [line[4:] for line in shown]
        number, line = re.fullmatch(r"line (\d+): `(.+)`", right_of(question).text).groups()
        assert code[int(number) - 1].strip() == line
        before = re.match(r"It should be `(.+?)`\. As it stands", right_of(question).why)[1]
        assert line != before
        names = dict(vars(__import__(exercise.reference.__module__, fromlist=["x"])))
        exec("\n".join(code), names)
        with np.errstate(all="ignore"):
            assert judge(exercise, names[name], np.random.default_rng(0)).status != "passed"
        indent = code[int(number) - 1][: -len(line)]
        code[int(number) - 1] = indent + before
        exec("\n".join(code), names)
        with np.errstate(all="ignore"):
            assert judge(exercise, names[name], np.random.default_rng(0)).status == "passed", name


@pytest.mark.parametrize("lesson", ["00-start-here", "04-losses", "07-layers"])
def test_a_mistake_comes_back_as_code_with_that_mistake(lesson):
    for name, exercise in of_lesson(lesson).items():
        for mistake in exercise.misconceptions:
            question = question_for(mistake_item(name, mistake.name), 3)
            if question is None:
                continue
            right = right_of(question)
            assert right.text.rstrip(".") == mistake.why.strip().rstrip("."), mistake.name
            code = question.scenario.split("```")[1]
            place = ast.parse(code).body[-1].name
            assert f"`{place}`" in question.scenario
            whys = {m.why.rstrip(".") for m in all_exercises()[place][1].misconceptions}
            assert {option.text.rstrip(".") for option in question.options} <= whys


@pytest.mark.parametrize("lesson", ["01-neuron", "04-losses", "09-optimizers", "11-choosing"])
def test_code_with_a_mistake_can_be_read_by_itself(lesson):
    """Whatever it calls is NumPy's, the course's library's, Python's, or stands above it."""
    for name, exercise in of_lesson(lesson).items():
        for mistake in exercise.misconceptions:
            question = question_for(mistake_item(name, mistake.name), 5)
            if question is None:
                continue
            tree = ast.parse(question.scenario.split("```")[1])
            names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
            bound = {n.id for n in names if isinstance(n.ctx, ast.Store)} | set(dir(builtins))
            bound |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
            bound |= {n.name for n in ast.walk(tree) if hasattr(n, "name")}
            strange = {n.id for n in names} - bound - {"np", "nn", "pairwise", "keras_parts"}
            assert {each for each in strange if not each.startswith("Right")} == set(), mistake


def test_hardly_any_mistake_cannot_be_asked_for():
    items = [
        mistake_item(n, m.name) for n, (_, e) in all_exercises().items() for m in e.misconceptions
    ]
    sample = items[::11]
    asked_for = [item for item in sample if question_for(item, 1)]
    assert len(asked_for) > 0.9 * len(sample)


@pytest.mark.parametrize(
    "item", ["exercise/gone", "mistake/gone/x", "mistake/double/gone", "exercise/", "odd/double"]
)
def test_what_the_course_does_not_know_any_more_is_not_asked(item):
    assert asked(item, 1, find, None) is None


def find(_id):
    raise LookupError
