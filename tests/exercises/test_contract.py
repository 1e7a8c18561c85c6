"""What every exercise of the course promises, whoever wrote it."""

import inspect
from functools import cache, wraps

import numpy as np
import pytest

from autograder.exercises import all_exercises
from autograder.judging.feedback import Feedback
from autograder.judging.judge import verdict
from autograder.judging.sheet import Sheet
from autograder.judging.verdict import HELD
from autograder.judging.words import what_happened

EXERCISES = {name: exercise for name, (_, exercise) in all_exercises().items()}
MISCONCEPTIONS = [
    pytest.param(exercise, misconception, id=f"{name}-{misconception.wrong.__name__}")
    for name, exercise in EXERCISES.items()
    for misconception in exercise.misconceptions
]
ALTERNATIVES = [
    pytest.param(exercise, alternative, id=f"{name}-{alternative.__name__}")
    for name, exercise in EXERCISES.items()
    for alternative in exercise.alternatives
]

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


def seeds_of(exercise):
    """Under how many seeds an exercise is tried; a single one where every answer is a training."""
    return range(3) if exercise.seconds is None else range(1)


def not_written(*_args, **_kwargs):
    raise NotImplementedError()


def first_argument(*args, **kwargs):
    return args[0]


def last_argument(*args, **kwargs):
    return args[-1]


def none(*_args, **_kwargs):
    return None


def zeros(*args, **_kwargs):
    return np.zeros_like(np.asarray(args[0], dtype=float))


def ones(*args, **_kwargs):
    return np.ones_like(np.asarray(args[0], dtype=float))


def zero(*_args, **_kwargs):
    return 0.0


def one(*_args, **_kwargs):
    return 1.0


TRIVIAL = [not_written, first_argument, last_argument, none, zeros, ones, zero, one]


@cache
def sheet_of(name, seed):
    """The calls of one exercise under one seed, used for every implementation, as for a class."""
    return Sheet.draw(EXERCISES[name], np.random.default_rng(seed))


@cache
def outcome_of(name, implementation, seed):
    """A known mistake's answers are those that its sheet keeps to know it by."""
    sheet = sheet_of(name, seed)
    for misconception in EXERCISES[name].misconceptions:
        if misconception.wrong is implementation:
            return verdict(sheet, sheet.wrong_answers(misconception)[0])
    return verdict(sheet, sheet.observe(implementation))


@every_exercise
def test_reference_is_right(exercise):
    for seed in seeds_of(exercise):
        outcome = outcome_of(exercise.name, exercise.reference, seed)
        assert outcome.status == "passed", Feedback(outcome)
        assert outcome.points == exercise.max_points


@every_exercise
@pytest.mark.parametrize("trivial", TRIVIAL)
def test_nothing_is_had_for_nothing(exercise, trivial):
    for seed in seeds_of(exercise):
        sheet = sheet_of(exercise.name, seed)
        outcome = verdict(sheet, sheet.observe(trivial), explain=seed == 0)
        assert outcome.points == 0
        assert not any(a.state == "passed" for a in outcome.aspects), Feedback(outcome)
        assert (outcome.status == "unwritten") is (trivial is not_written)


@pytest.mark.parametrize("method", [None, "build"])
def test_who_seeds_a_generator_of_their_own_is_found_whatever_the_seed(method):
    """read_digits is judged by what it reads, and may draw as it likes; BatchNorm draws nothing."""
    tried = []
    for name, exercise in EXERCISES.items():
        whole = exercise.reference
        function = getattr(whole, method, None) if method else whole
        if inspect.isclass(function) or name in ("read_digits", "BatchNorm", "Activation"):
            continue
        if function is None or "rng" not in inspect.signature(function).parameters:
            continue
        wrong = with_a_generator_of_its_own(function)
        if method:
            wrong = type(name, (whole,), {method: wrong})
        assert outcome_of(name, wrong, 0).status != "passed", name
        tried.append(name)
    assert len(tried) >= (2 if method else 9)


def with_a_generator_of_its_own(function):
    parameters = inspect.signature(function)

    @wraps(function)
    def wrong(*args, **kwargs):
        bound = parameters.bind(*args, **kwargs)
        bound.arguments["rng"] = np.random.default_rng(42)
        return function(*bound.args, **bound.kwargs)

    return wrong


@every_exercise
def test_given_code_with_a_bug_scores_nothing(exercise):
    if exercise.starter is None:
        return
    for seed in seeds_of(exercise):
        assert outcome_of(exercise.name, exercise.starter, seed).points == 0


@every_exercise
def test_is_whole(exercise):
    assert len(exercise.misconceptions) >= 3
    assert len(exercise.alternatives) >= 2
    assert 2 <= len(exercise.hints) <= 3
    assert exercise.statement.endswith((".", "?")) and exercise.reference.__doc__
    names = [aspect.name for aspect in exercise.aspects]
    assert len(set(names)) == len(names)
    assert {m.exposed_by for m in exercise.misconceptions} <= set(names)
    assert all(m.why.endswith(".") for m in exercise.misconceptions)
    wrong = [m.name for m in exercise.misconceptions]
    assert len(set(wrong)) == len(wrong)


@pytest.mark.parametrize("exercise, misconception", MISCONCEPTIONS)
def test_misconception_loses_the_aspect_that_exposes_it(exercise, misconception):
    for seed in seeds_of(exercise):
        outcome = outcome_of(exercise.name, misconception.wrong, seed)
        lost = {a.name for a in outcome.aspects if a.state != "passed"}
        assert misconception.exposed_by in lost
        assert exercise.stretch or outcome.points < exercise.max_points
        assert all(a.points == 0 for a in outcome.aspects if a.state == HELD)


@pytest.mark.parametrize("exercise, alternative", ALTERNATIVES)
def test_alternative_keeps_full_marks(exercise, alternative):
    for seed in seeds_of(exercise):
        outcome = outcome_of(exercise.name, alternative, seed)
        assert outcome.status == "passed", Feedback(outcome)


ALL_DIGITS = {
    # their answers are the very numbers that were given, or have others look at these
    "train_val_test_split", "best_threshold", "oversampled_split", "smote", "train_on_batch",
    "predict_in_batches",
    # they are asked of numbers that single precision does not hold
    "log_of_product", "unbroadcast",
}  # fmt: skip


@every_exercise
def test_single_precision_on_the_way_costs_nothing(exercise):
    """Who computes with float32 differs in the seventh digit, also where large terms cancel."""
    if exercise.seconds or exercise.name in ALL_DIGITS or inspect.isclass(exercise.reference):
        return

    def rounded(value):
        is_real = isinstance(value, np.ndarray) and value.dtype == float
        return value.astype(np.float32).astype(float) if is_real else value

    def in_single_precision(*args, **kwargs):
        named = {name: rounded(value) for name, value in kwargs.items()}
        return exercise.reference(*map(rounded, args), **named)

    for seed in seeds_of(exercise):
        outcome = outcome_of(exercise.name, in_single_precision, seed)
        assert outcome.status == "passed", Feedback(outcome)


@every_exercise
def test_misconceptions_are_named(exercise):
    """The feedback names the mistake itself, or one that does the very same on these inputs.

    Where both end in nan it is silent, since every fault may; then it says where nan comes.
    """
    named, explained, all_of_them = 0, 0, 0
    for seed in seeds_of(exercise):
        for misconception in exercise.misconceptions:
            outcome = outcome_of(exercise.name, misconception.wrong, seed)
            found = outcome.misconception
            named += found is not None and found.why == misconception.why
            explained += bool(what_happened(outcome))
            all_of_them += 1
    assert named >= 0.7 * all_of_them
    assert explained >= 0.8 * all_of_them


@every_exercise
def test_same_seed_same_verdict(exercise):
    """Also on a sheet of its own: what others were asked before has changed nothing."""
    own = Sheet.draw(exercise, np.random.default_rng(0))
    for misconception in exercise.misconceptions[: 4 if exercise.seconds is None else 1]:
        one = verdict(own, own.observe(misconception.wrong))
        other = outcome_of(exercise.name, misconception.wrong, 0)
        assert (one.points, one.status, one.misconception) == (
            other.points,
            other.status,
            other.misconception,
        )


@every_exercise
def test_draws_fresh_inputs(exercise):
    assert calls_of(exercise, 1) != calls_of(exercise, 2)


def calls_of(exercise, seed):
    """What is asked under a seed, as text."""
    return repr([call for _, call in exercise.draw(np.random.default_rng(seed))])


@every_exercise
def test_judging_leaves_the_sheet_alone(exercise):
    """One submission's answers must not change what the next one is asked."""
    for misconception in exercise.misconceptions:
        outcome_of(exercise.name, misconception.wrong, 0)
    again = sheet_of(exercise.name, 0)
    assert repr(again.calls) == calls_of(exercise, 0)
    assert verdict(again, again.observe(exercise.reference)).status == "passed"
