"""Counting the units whose ReLU stays silent."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers

MIXED = np.array([[-1.0, 2.0, 1.0, -3.0], [-2.0, -5.0, -1.0, 0.5], [-0.5, 1.0, -4.0, -2.0]])
WITH_ZEROS = np.array([[0.0, 0.0, -1.0], [-2.0, 3.0, 0.0]])

OUTPUTS_NOT_UNITS = (
    "This is the fraction of silent outputs; a unit is dead only when all its outputs in the "
    "batch are 0."
)


def activations_with_dead_units(rng: np.random.Generator) -> Call:
    """Pre-activations of five units; the first one or two are dead, the last one never is."""
    Z = numbers(rng, 3, 5)
    dead = int(rng.integers(1, 3))
    Z[:, :dead] = -np.abs(Z[:, :dead]) - 0.25
    Z[int(rng.integers(3)), -1] = 2.5
    return call(Z.round(2))


dead_fraction = Exercise(
    reference=nn.dead_fraction,
    statement="Which fraction of a layer's ReLU units gives 0 for every sample of the batch?",
    aspects=[
        Aspect(
            "values",
            1,
            "dead units divided by all units",
            [
                call(np.array([[-1.0, 2.0], [-3.0, -4.0]])),
                call(MIXED),
                *confirmed(activations_with_dead_units, 0),
            ],
        ),
        Aspect(
            "zeros",
            0.5,
            "a pre-activation of exactly 0 gives 0 as well",
            [call(WITH_ZEROS), call(np.array([[0.0, 1.0, 2.0, 3.0], [0.0, 0.0, 0.0, -1.0]]))],
        ),
        Aspect(
            "extremes",
            0.5,
            "0 when every unit fires, 1 when none does, also for one sample or one unit",
            [
                call(np.array([[-1.0, 2.0], [3.0, -4.0]])),
                call(np.array([[-1.0, -2.0, -3.0]])),
                call(np.array([[-1.0], [-2.0], [4.0]])),
                *confirmed(lambda rng: call(numbers(rng, 1, 4)), 7),
            ],
        ),
    ],
    hints=[
        (
            "In the (N, H) array Z, where do you find everything that one unit said: in a row or "
            "in a column?"
        ),
        "For which pre-activations does ReLU give 0? Ask that of a whole column at once.",
        (
            "`np.all(condition, axis=…)` asks whether a condition holds all along an axis; the "
            "mean of yes and no is a fraction."
        ),
    ],
)


@dead_fraction.misconception("values", OUTPUTS_NOT_UNITS)
def fraction_of_zero_outputs(Z):
    return np.mean(Z <= 0)


@dead_fraction.misconception("values", OUTPUTS_NOT_UNITS)
def fraction_of_negative_inputs(Z):
    return np.mean(Z < 0)


@dead_fraction.misconception(
    "values",
    "This looks along the rows, which are samples; a unit is a column, so look down axis 0.",
)
def samples_for_units(Z):
    return np.mean(np.all(Z <= 0, axis=1))


@dead_fraction.misconception(
    "zeros", "ReLU gives 0 for a pre-activation of exactly 0 too, so 0 has to count as silent."
)
def strictly_negative(Z):
    return np.mean(np.all(Z < 0, axis=0))


@dead_fraction.misconception(
    "values", "One silent sample is not enough: a unit is dead when it is silent for all samples."
)
def silent_once(Z):
    return np.mean(np.any(Z <= 0, axis=0))


@dead_fraction.misconception(
    "values", "This is how many units are dead; divide by the number of units."
)
def counts_them(Z):
    return np.sum(np.all(Z <= 0, axis=0))


@dead_fraction.misconception(
    "values", "This is the fraction of units that still fire; the dead ones are the rest."
)
def counts_the_living(Z):
    return np.mean(np.any(Z > 0, axis=0))


@dead_fraction.misconception(
    "values",
    "A unit with a negative average can still fire for some sample; every single sample has to be "
    "silent.",
)
def negative_on_average(Z):
    return np.mean(np.mean(Z, axis=0) <= 0)


@dead_fraction.misconception(
    "values",
    "Z holds pre-activations, from before ReLU, so a silent unit shows negative numbers there, "
    "not zeros.",
)
def looks_for_zeros(Z):
    return np.mean(np.all(Z == 0, axis=0))


@dead_fraction.misconception(
    "values", "This says yes or no for every unit; the fraction of yes is wanted, one number."
)
def one_answer_per_unit(Z):
    return np.all(Z <= 0, axis=0)


@dead_fraction.misconception("values", "This is a percentage; a fraction lies between 0 and 1.")
def in_percent(Z):
    return 100 * np.mean(np.all(Z <= 0, axis=0))


@dead_fraction.alternative
def by_the_largest(Z):
    return np.mean(Z.max(axis=0) <= 0)


@dead_fraction.alternative
def by_the_outputs(Z):
    outputs = np.maximum(Z, 0)
    return np.count_nonzero(outputs.sum(axis=0) == 0) / Z.shape[1]


@dead_fraction.alternative
def unit_by_unit(Z):
    dead = 0
    for unit in Z.T:
        if all(z <= 0 for z in unit):
            dead += 1
    return dead / len(Z.T)


@dead_fraction.misconception(
    "values", "Divided by the number of samples N; it is a share of the H units, the columns of Z."
)
def share_of_the_samples(Z):
    return float(np.sum(np.all(Z <= 0, axis=0)) / len(Z))
