"""Which known mistake a check names: one that does explain the answers, or none."""

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.exercises.exercise import Aspect, Exercise, call
from autograder.judging.judge import judge
from autograder.judging.words import as_text, what_happened
from workbook import nn


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


def training():
    """An exercise that trains, of which a known mistake counts how often it was trained."""
    trained = []

    def learnt(data):
        return data.mean()

    exercise = Exercise(
        reference=learnt,
        statement="Learn it.",
        aspects=[Aspect("values", 1, "learnt", [call(np.arange(n)) for n in (3.0, 5.0, 7.0)])],
        hints=[],
        seconds=5.0,
    )

    @exercise.misconception("values", "It is the sum.")
    def sums(data):
        trained.append(len(data))
        return data.sum()

    return exercise, trained


def test_known_mistakes_are_not_trained_for_what_they_cannot_explain():
    exercise, trained = training()
    assert named(exercise, lambda data: 1 / 0) is None and trained == []
    assert named(exercise, lambda data: data.max()) is None and trained == [3]
    assert named(exercise, lambda data: data.sum()) == "sums" and len(trained) == 4 + 1


# Not named: what is found out about the answer itself.
FOUND = [
    (
        "scale_splits",
        "lambda a, b: nn.scale_splits(a, b)[::-1]",
        "in place 1 stands what belongs in",
    ),
    ("perceptron_update", "lambda *a: nn.perceptron_update(*a)[0]", "belongs in place 1"),
    (
        "train_val_test_split",
        "lambda *a: sum(nn.train_val_test_split(*a), ())",
        "a tuple of its own",
    ),
    ("xor", "lambda a, b: (a or b) and not (a and b)", "What came is True or False"),
    (
        "confusion_matrix",
        "lambda *a: nn.confusion_matrix(*a) / 2",
        "floats; asked for is whole numbers",
    ),
    ("conv2d", "lambda *a: nn.conv2d(*a).astype(int)", "cut to whole numbers"),
    ("has_converged", "lambda l, t, p: min(l) == l[0]", "It answers"),
    (
        "gradient_norms",
        "lambda g: nn.gradient_norms(g) * (1 - 1e-5)",
        "too small by a share of 1e-05",
    ),
    (
        "class_weights",
        "lambda y: len(y) / (1 + np.array([sum(y == 0), 9]))",
        "asked for was shape (3,)",
    ),
    ("step", "np.vectorize(lambda v: 1.0 if v >= 0 else 0.0)", "finds out by the first entry"),
]


@pytest.mark.parametrize(("exercise", "attempt", "words"), FOUND)
def test_what_nobody_has_named_is_told_of_the_answer(exercise, attempt, words):
    implementation = eval(attempt, {"np": np, "nn": nn})
    _, found = all_exercises()[exercise]
    assert words in what_happened(judge(found, implementation, np.random.default_rng(0)))


def test_nothing_is_said_of_other_calls_where_one_stops_with_an_error():
    """With two units W @ x is wrong where x has two entries, but not "right at the others"."""

    def wrong(x, h, W_x, W_h, b):
        return np.tanh(W_x @ x + h @ W_h + b)

    for seed in range(5):
        _, rnn_step = all_exercises()["rnn_step"]
        said = what_happened(judge(rnn_step, wrong, np.random.default_rng(seed)))
        assert said and "right elsewhere" not in said and "right at the" not in said


def test_one_number_that_agrees_by_chance_is_no_other_question():
    def nearest_of_the_later(X_train, y_train, X):
        labels = np.unique(y_train)[::-1]
        means = np.stack([X_train[y_train == label].mean(axis=0) for label in labels])
        return labels[((X[:, np.newaxis] - means) ** 2).sum(axis=2).argmin(axis=1)]

    _, nearest_centroid = all_exercises()["nearest_centroid"]
    for seed in range(5):
        found = judge(nearest_centroid, nearest_of_the_later, np.random.default_rng(seed))
        assert "another `" not in what_happened(found)


def test_what_is_wrong_at_the_edge_alone_is_no_name_for_what_is_wrong_elsewhere_too():
    """`predict` with the bias once per input answers at z = 0 as one with > for >= does."""

    def bias_for_each(X, w, b):
        return np.where(np.sum(X * w + b, axis=1) >= 0, 1.0, 0.0)

    assert named(all_exercises()["predict"][1], bias_for_each) is None
