"""The card: what a learner reads after a check, as HTML and as words."""

from html.parser import HTMLParser

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.exercises.value_text import literal
from autograder.judging.card import as_html
from autograder.judging.error_causes import cause_of
from autograder.judging.explanation_words import SENTENCES
from autograder.judging.feedback import Feedback
from autograder.judging.judge import judge, verdict
from autograder.judging.sheet import Sheet
from autograder.judging.words import as_text, call_text, show

DOUBLE = all_exercises()["double"][1]


def card(implementation):
    return Feedback(judge(DOUBLE, implementation, np.random.default_rng(0)))


def test_plain_repr_is_the_points_and_nothing_else():
    assert repr(card(lambda x: x + x)) == "1"
    assert repr(card(DOUBLE.misconceptions[0].wrong)) == "0.75"
    assert repr(card(lambda x: x)) == "0"


def test_unwritten_is_said_in_words():
    def double(x):
        raise NotImplementedError()

    text = str(card(double))
    assert "not written yet, 0 of 1 point" in text
    assert "Error" not in text and "Traceback" not in text


def test_shape_is_told_before_value():
    text = str(card(lambda x: np.ones((1, *x.shape))))
    assert "Shape (1, 3), expected (3,)" in text


def test_differing_entries_are_marked_in_both_forms():
    feedback = card(lambda x: np.where(x == x.flat[0], 7.0, 2 * x) if x.size else x)
    assert "7.0*" in str(feedback)
    assert feedback._repr_html_().count("<mark") >= 2


def test_a_misconception_is_named_with_its_why():
    wrong = DOUBLE.misconceptions[1]
    feedback = card(wrong.wrong)
    assert wrong.why in str(feedback)
    assert "What happened" in feedback._repr_html_()


def test_the_failing_call_can_be_pasted():
    feedback = card(lambda x: x)
    failure = feedback.verdict.failure
    pasted = eval(call_text("double", failure.call), {"np": np, "double": DOUBLE.reference})
    assert np.array_equal(pasted, failure.expected)
    assert call_text("double", failure.call) in str(feedback)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((0, 3)),
        np.array(2.0),
        np.array([[1, 2]]),
        np.array([True]),
        1.5,
        "tanh",
        (1, 2),
        None,
    ],
)
def test_literals_are_python(value):
    again = eval(literal(value), {"np": np})
    assert np.array_equal(again, value) and np.shape(again) == np.shape(value)


def test_the_learners_line_is_shown_with_an_error():
    namespace = {}
    source = "def double(x):\n    return x.no_such_thing\n"
    exec(compile(source, "<cell>", "exec"), namespace)
    assert "AttributeError" in str(card(namespace["double"]))


def test_what_was_printed_is_shown():
    def double(x):
        print("x is", x.shape)
        return x

    assert "x is (3,)" in str(card(double))


def test_hints_come_one_at_a_time(capsys):
    feedback = card(lambda x: x)
    feedback.hint(1)
    first = capsys.readouterr().out
    assert DOUBLE.hints[0] in first and DOUBLE.hints[1] not in first
    feedback.hint(9)
    assert "hints 1 to 3" in capsys.readouterr().out


class Nesting(HTMLParser):
    """Collects how deep each hint's <details> is, and the tags that are left open."""

    def __init__(self):
        super().__init__()
        self.open, self.depths = [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag == "details":
            self.depths.append(self.open.count("details"))
        assert "script" not in tag

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_well_formed_and_each_hint_is_inside_the_one_before():
    parser = Nesting()
    parser.feed(card(lambda x: x)._repr_html_())
    assert parser.open == []
    assert parser.depths == [1, 2, 3]


def test_what_a_student_wrote_cannot_break_out_of_the_card():
    def double(x):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(1)>")

    html = card(double)._repr_html_()
    assert "<script>" not in html and "<img" not in html


def test_a_screen_reader_hears_state_and_summary():
    html = as_html(judge(DOUBLE, lambda x: x, np.random.default_rng(0)))
    assert 'aria-label="double: not right yet, 0 of 1 point"' in html
    assert 'aria-label="failed"' in html and 'aria-label="not judged yet"' in html


@pytest.mark.parametrize("name", all_exercises())
def test_no_card_shows_a_reference(name):
    exercise = all_exercises()[name][1]
    import inspect

    body = [
        line.strip()
        for line in inspect.getsource(exercise.reference).split('"""')[-1].splitlines()
        if len(line.strip()) > 12
    ]
    sheet = Sheet.draw(exercise, np.random.default_rng(1))
    for misconception in exercise.misconceptions:
        text = as_text(verdict(sheet, sheet.wrong_answers(misconception)[0]))
        hints = "\n".join(exercise.hints)
        assert not any(line in text for line in body if line not in hints)


def test_numbers_are_short_and_floats_look_like_floats():
    assert show(np.array([2.0, 0.1 + 0.2])) == "[2.0, 0.3]"
    assert show(np.array([[1, 2], [3, 40]])) == "[[ 1,  2],\n [ 3, 40]]"


def test_words_of_ours_may_be_stressed():
    from autograder.judging.card import _prose

    assert _prose("the *input* of `a * b`") == (
        'the <em>input</em> of <code style="font-family:var(--jp-code-font-family,monospace)">'
        "a * b</code>"
    )
    assert _prose("2 * x * y <b>") == "2 * x * y &lt;b&gt;"


@pytest.mark.parametrize("kind", ["int", "Activation", "list"])
def test_a_type_gets_the_article_that_its_name_asks_for(kind):
    error = {"type": "AttributeError", "message": f"'{kind}' object has no attribute 'Z'"}
    name, facts = cause_of(error)
    article = "a" if kind == "list" else "an"
    assert f"is asked of {article} {kind}," in SENTENCES[name](facts)


@pytest.mark.parametrize(
    ("shape", "said"),
    [((0, -1), "with -1"), ((-1, 0), "with -1"), ((2, 1), "0 entries do not fill")],
)
def test_an_array_without_entries_is_told_of_minus_one_only_where_it_was_asked(shape, said):
    with pytest.raises(ValueError) as raised:
        np.zeros(0).reshape(shape)
    _, facts = cause_of({"type": "ValueError", "message": str(raised.value)})
    assert said in facts["say"].format(**facts["groups"])


STEERING = "\x1b[2J\x1b]8;;https://away.invalid\x07\u202e\u2066"


def raises(x):
    raise type(f"{STEERING}Error", (Exception,), {})(STEERING)


@pytest.mark.parametrize("wrong", [raises, lambda x: {STEERING: 1}, lambda x: print(STEERING) or x])
def test_nothing_on_a_card_steers_a_terminal_or_turns_letters_round(wrong):
    made = card(wrong)
    for shown in (str(made), made._repr_html_()):
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(shown)
        assert r"\x1b[2J" in shown and r"\u202e" in shown


def test_dollar_signs_on_a_card_are_no_formula():
    """JupyterLab sets TeX in the HTML of an output, but for what says that it is to be left."""
    root = card(lambda x: "$a$")._repr_html_()
    assert root.lstrip().startswith('<div class="mathjax_ignore tex2jax_ignore" role="region"')


def test_groups_are_listed_in_plain_letters(monkeypatch):
    from click.testing import CliRunner

    from autograder.cli import main
    from autograder.grading import groups

    group = groups.Group("relu", "abcd", (f"s{STEERING}",), f"x = 1  # {STEERING}", STEERING)
    monkeypatch.setattr(groups, "groups_of", lambda lesson: [group])
    done = CliRunner().invoke(main, ["groups", "3"], color=True)
    assert done.exit_code == 0 and done.output.count(r"\x1b[2J") == 3
    assert "\x1b" not in done.output and "\u202e" not in done.output
