"""`diagnose_fit`: a label for two accuracies, measured against a baseline."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def skills(train: float, val: float, baseline: float | None = None):
    """A draw: accuracies with about these skills, at some baseline."""

    def draw(rng: np.random.Generator) -> Call:
        base = round(rng.uniform(0.1, 0.5), 2) if baseline is None else baseline
        reach = 1 - base
        near = rng.uniform(-0.02, 0.02, 2)
        accs = (base + reach * (np.array([train, val]) + near)).round(4)
        return call(float(accs[0]), float(accs[1]), base)

    return draw


diagnose_fit = Exercise(
    reference=nn.diagnose_fit,
    statement="Say in a word how well a classifier fits, from two accuracies and what guessing "
    "would give.",
    aspects=[
        Aspect(
            "balanced",
            1,
            "underfitting, overfitting or a good fit, where guessing is right rarely",
            [
                call(0.98, 0.6, 0.5),
                call(0.7, 0.68, 0.5),
                call(0.95, 0.92, 0.5),
                call(0.93, 0.95, 0.1),
                # skills a little above and below each limit, at two baselines
                call(0.74, 0.74, 0.5),
                call(0.76, 0.75, 0.5),
                call(0.7, 0.8, 0.5),
                call(0.9, 0.79, 0.5),
                call(0.9, 0.82, 0.5),
                call(0.9, 0.76, 0.5),
                call(0.9, 0.74, 0.2),
                call(0.9, 0.65, 0.2),
                call(0.76, 0.96, 0.42),
                skills(0.95, 0.45),
                skills(0.4, 0.36),
                skills(0.9, 0.8),
                skills(0.6, -0.1),
                skills(0.35, -0.1),
                skills(0.62, 0.3),
                skills(0.6, 0.95),
            ],
        ),
        Aspect(
            "imbalanced",
            0.5,
            "a high accuracy counts for nothing where guessing is as high",
            [
                call(0.93, 0.91, 0.9),
                call(0.999, 0.93, 0.9),
                skills(0.95, 0.9, 0.95),
                skills(0.3, 0.28, 0.95),
                skills(0.9, 0.3, 0.95),
            ],
        ),
        Aspect(
            "guessing",
            0.5,
            "no better than the baseline on training data: guessing, whatever validation says",
            [
                call(0.98, 0.98, 0.98),
                call(0.5, 0.5, 0.5),
                skills(-0.1, -0.1, 0.9),
                skills(-0.1, 0.1),
                skills(-0.06, -0.6),
            ],
        ),
    ],
    hints=[
        "First turn both accuracies into skills. What is the skill of an accuracy half-way between "
        "the baseline and 1?",
        "skill = (accuracy − baseline) / (1 − baseline). Then four rules, in their order, each "
        "with a return.",
        "train_skill <= 0, then train_skill < 0.5, then train_skill - val_skill > 0.25.",
    ],
)


def by_rules(train_skill, val_skill, low=0.0, high=0.5, apart=0.25):
    if train_skill <= low:
        return "guessing"
    if train_skill < high:
        return "underfitting"
    return "overfitting" if train_skill - val_skill > apart else "good fit"


def skill(accuracy, baseline):
    return (accuracy - baseline) / (1 - baseline)


@diagnose_fit.misconception(
    "imbalanced",
    "The accuracies themselves are judged; where one class makes up 90 %, 91 % is next to nothing.",
)
def judges_plain_accuracies(train_acc, val_acc, baseline):
    if train_acc <= baseline:
        return "guessing"
    return by_rules(train_acc, val_acc)


@diagnose_fit.misconception(
    "imbalanced",
    "The baseline is subtracted, but not divided out: with a baseline of 0.95 no skill could "
    "exceed 0.05. Divide by 1 − baseline.",
)
def only_subtracts_the_baseline(train_acc, val_acc, baseline):
    return by_rules(train_acc - baseline, val_acc - baseline)


@diagnose_fit.misconception(
    "imbalanced",
    "Divided by the baseline: that is how many times better than guessing, not the share of the "
    "way to perfect.",
)
def times_better_than_guessing(train_acc, val_acc, baseline):
    return by_rules(train_acc / baseline - 1, val_acc / baseline - 1)


@diagnose_fit.misconception(
    "balanced",
    "Any gap is called overfitting; a small one is nearly always there. It takes more than 0.25.",
)
def any_gap_is_overfitting(train_acc, val_acc, baseline):
    return by_rules(skill(train_acc, baseline), skill(val_acc, baseline), apart=0.0)


@diagnose_fit.misconception(
    "balanced",
    "Overfitting is asked for before underfitting; a network that fails on its training data has "
    "another trouble first.",
)
def asks_for_overfitting_first(train_acc, val_acc, baseline):
    one, other = skill(train_acc, baseline), skill(val_acc, baseline)
    if one > 0 and one - other > 0.25:
        return "overfitting"
    return by_rules(one, other)


@diagnose_fit.misconception(
    "balanced",
    "Underfitting is judged by validation; it means that the *training* data are not fitted.",
)
def underfitting_by_validation(train_acc, val_acc, baseline):
    one, other = skill(train_acc, baseline), skill(val_acc, baseline)
    if one <= 0:
        return "guessing"
    if other < 0.5:
        return "underfitting"
    return by_rules(one, other)


@diagnose_fit.misconception(
    "balanced",
    "The absolute difference calls a validation that is *better* overfitting; that needs "
    "validation below training.",
)
def gap_without_a_sign(train_acc, val_acc, baseline):
    one, other = skill(train_acc, baseline), skill(val_acc, baseline)
    return by_rules(one, one - abs(one - other))


@diagnose_fit.misconception(
    "guessing",
    "Guessing is decided by validation; the rule asks for the *training* skill.",
)
def guessing_by_validation(train_acc, val_acc, baseline):
    one, other = skill(train_acc, baseline), skill(val_acc, baseline)
    if other <= 0:
        return "guessing"
    return by_rules(max(one, 1e-9), other)


@diagnose_fit.misconception(
    "guessing", "Exactly as good as guessing is guessing too: the rule says 0 or less."
)
def equal_is_better_than_guessing(train_acc, val_acc, baseline):
    one, other = skill(train_acc, baseline), skill(val_acc, baseline)
    return "guessing" if one < 0 else by_rules(max(one, 1e-9), other)


@diagnose_fit.misconception(
    "guessing", "Without the first rule, guessing passes as underfitting; ask for it first."
)
def knows_no_guessing(train_acc, val_acc, baseline):
    one, other = skill(train_acc, baseline), skill(val_acc, baseline)
    return by_rules(one, other, low=-np.inf)


@diagnose_fit.alternative
def without_division(train_acc, val_acc, baseline):
    reach = 1 - baseline
    if train_acc <= baseline:
        return "guessing"
    if train_acc < (1 + baseline) / 2:
        return "underfitting"
    if train_acc - val_acc > reach / 4:
        return "overfitting"
    return "good fit"


@diagnose_fit.alternative
def first_that_holds(train_acc, val_acc, baseline):
    train, val = (np.array([train_acc, val_acc]) - baseline) / (1 - baseline)
    rules = [
        (train <= 0, "guessing"),
        (train < 0.5, "underfitting"),
        (val < train - 0.25, "overfitting"),
        (True, "good fit"),
    ]
    return next(label for holds, label in rules if holds)


@diagnose_fit.misconception(
    "balanced",
    "Underfitting is decided by both skills, or by validation; the rule asks for the *training* "
    "skill alone.",
)
def underfitting_by_both(train_acc, val_acc, baseline):
    train, val = ((acc - baseline) / (1 - baseline) for acc in (train_acc, val_acc))
    if train <= 0:
        return "guessing"
    if train < 0.5 and val < 0.5:
        return "underfitting"
    return "overfitting" if train - val > 0.25 else "good fit"


@diagnose_fit.misconception(
    "balanced",
    "The gap was taken between the accuracies; it is that between the skills.",
)
def gap_of_accuracies(train_acc, val_acc, baseline):
    train = (train_acc - baseline) / (1 - baseline)
    if train <= 0:
        return "guessing"
    if train < 0.5:
        return "underfitting"
    return "overfitting" if train_acc - val_acc > 0.25 else "good fit"


@diagnose_fit.misconception(
    "balanced",
    "The later rules overwrite the earlier ones: the *first* that holds decides; return at once, "
    "or write elif.",
)
def last_rule_wins(train_acc, val_acc, baseline):
    train, val = ((acc - baseline) / (1 - baseline) for acc in (train_acc, val_acc))
    label = "good fit"
    if train <= 0:
        label = "guessing"
    if train < 0.5:
        label = "underfitting"
    if train - val > 0.25:
        label = "overfitting"
    return label
