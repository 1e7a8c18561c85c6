"""Which known mistake a check names: one that does explain the answers, or none."""

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.exercises.exercise import Aspect, Exercise, call
from autograder.judging.judge import judge
from autograder.judging.words import as_text


def sign(x):
    """Say in a word which sign x has."""
    return "negative" if x < 0 else "positive" if x > 0 else "zero"


SIGN = Exercise(
    reference=sign,
    statement="Say which sign x has.",
    aspects=[Aspect("words", 1, "the right word", [call(0.0), call(2.0), call(-1.0)])],
    hints=[],
)


@SIGN.misconception("words", "Zero is not positive.")
def zero_is_positive(x):
    return "negative" if x < 0 else "positive"


def share(part, whole):
    """part of whole, and 0.0 where there is no whole."""
    return part / whole if whole else 0.0


SHARE = Exercise(
    reference=share,
    statement="Find a share, 0 where there is none.",
    aspects=[
        Aspect("values", 1, "part / whole", [call(1.0, 4.0), call(3.0, 5.0)]),
        Aspect("nothing", 1, "0 / 0 is 0", [call(0.0, 0.0), call(2.0, 0.0)], quiet=True),
    ],
    hints=[],
)


@SHARE.misconception("nothing", "An empty whole gives 0, not 1.")
def one_for_nothing(part, whole):
    return part / whole if whole else 1.0


@SHARE.misconception("values", "It is upside down.")
def upside_down(part, whole):
    return whole / part if part else 0.0


def named(exercise, implementation):
    found = judge(exercise, implementation, np.random.default_rng(0)).misconception
    return found and found.name


def test_a_word_that_agrees_by_chance_names_nothing():
    assert named(SIGN, zero_is_positive) == "zero is positive"
    assert named(SIGN, lambda x: "positive") is None


def test_a_quiet_call_has_its_say_where_it_is_shown():
    assert named(SHARE, one_for_nothing) == "one for nothing"
    assert (
        named(SHARE, lambda part, whole: 1.0 if part == whole == 0 else share(part, whole)) is None
    )


def test_a_number_names_a_mistake_though_another_one_was_made_at_the_edge():
    def both(part, whole):
        return whole / part if part else 7.0

    assert named(SHARE, both) == "upside down"


# As beginners write them: without a guard against what is asked last, and with the other sign.
BEGINNERS = [
    ("partial_slopes", "lambda u, v: (2 * u * v, u**2 + 3 * v)", "slope of 3v is 3"),
    (
        "quantile_loss",
        "lambda t, p, q: np.mean(np.maximum(q * (t - p), (1 - q) * (t - p)))",
        "(tau",
    ),
    ("standardize_apply", "lambda X, mean, std: (X - X.mean(axis=0)) / X.std(axis=0)", "own mean"),
    ("standard_deviation", "lambda x: np.std(x, ddof=1)", "N − 1"),
    ("mae", "lambda y_true, y_pred: np.mean(y_true - y_pred)", "opposite sign cancel"),
    (
        "huber",
        "lambda t, p, d: np.mean(np.where(abs(p - t) <= d, (p - t) ** 2, abs(p - t)))",
        "glue",
    ),
    ("softmax", "lambda Z: (E := np.exp(Z - Z.max(-1))) / E.sum(-1)", "keepdims=True"),
    ("relu", "lambda z: max(0, z)", "Python's `max`"),
    ("add_noise", "lambda x, std, rng: x + rng.normal(0, std, x.shape)", "noise is wanted"),
    ("layer_shapes", "lambda n, s: [((D, H), (H), (n, H)) for D, H in zip(s, s[1:])]", "comma"),
    ("gate_weights", "lambda name: np.array([0, 0, 0, 1])", "More than two things"),
    ("xor", "lambda x1, x2: np.where(x1 + x2 - 1.5 >= 0, 1.0, 0.0)", "answers as AND does"),
]


@pytest.mark.parametrize(("exercise", "attempt", "words"), BEGINNERS)
def test_what_beginners_write_is_named(exercise, attempt, words):
    implementation = eval(attempt, {"np": np})
    _, found = all_exercises()[exercise]
    named = judge(found, implementation, np.random.default_rng(0)).misconception
    assert named and words in named.why


@pytest.mark.parametrize(("shape", "words"), [((), "entry"), ((2,), "row")])
def test_what_has_one_axis_has_entries_and_no_rows(shape, words):
    def half(x):
        """Half of x."""
        return x / 2

    calls = [call(np.full((n, *shape), float(n))) for n in (1, 2, 3, 1)]
    exercise = Exercise(
        reference=half,
        statement="Halve x.",
        aspects=[Aspect("values", 1, "x / 2", calls)],
        hints=[],
    )
    wrong = judge(exercise, lambda x: x / (1 + len(x)), np.random.default_rng(0))
    assert f"has more than one {words}" in as_text(wrong)


def test_what_is_said_of_a_word_holds_though_it_is_right_elsewhere():
    """Not "each time that True was asked for": at 4 and 5 the answer is True, and right."""

    def is_large(x):
        """Whether x is above 1."""
        return x > 1

    calls = [call(x) for x in (2.0, 0.0, 3.0, 4.0, 5.0, 2.5)]
    exercise = Exercise(
        reference=is_large,
        statement="Is x above 1?",
        aspects=[Aspect("values", 1, "x > 1", calls)],
        hints=[],
    )
    text = as_text(judge(exercise, lambda x: x > 3, np.random.default_rng(0)))
    assert "answers False where True was asked for, at each of the 3 calls that are wrong" in text


@pytest.mark.parametrize(("answer", "said"), [((), "It is 1 too"), ((2,), "Every entry is 1 too")])
def test_a_single_number_has_no_entries(answer, said):
    def filled(x):
        """x, as often as asked."""
        return np.full(answer, x)[()]

    calls = [call(x) for x in (2.0, 5.0, -3.0, 0.5)]
    exercise = Exercise(
        reference=filled, statement="Fill.", aspects=[Aspect("values", 1, "x", calls)], hints=[]
    )
    text = as_text(judge(exercise, lambda x: np.full(answer, x + 1)[()], np.random.default_rng(0)))
    assert said in text
