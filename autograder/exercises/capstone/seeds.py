"""`summarise_seeds`: what several trainings of one recipe say."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed


def scores(S: int):
    """A draw: S scores between 0.9 and 1."""
    return lambda rng: call(rng.choice(np.arange(900, 1000), S, replace=False) / 1000)


summarise_seeds = Exercise(
    reference=nn.summarise_seeds,
    statement="From the scores of several seeds: their mean, their spread and the lowest.",
    rtol=1e-4,  # the spread of numbers that are nearly alike has fewer digits than they have
    aspects=[
        Aspect(
            "three numbers",
            3,
            "the mean, the sample standard deviation, the lowest score, in this order",
            [call(np.array([0.9, 0.8, 1.0])), call(np.array([6.0, 2.0])), scores(5), scores(4)],
        ),
        Aspect(
            "edges",
            1,
            "two seeds; scores that are all alike; floats come back, and scores is left as it was",
            [
                scores(2),
                call(np.array([0.5, 0.5, 0.5])),
                call(np.array([-3.0, 1.0])),
                *confirmed(scores(6), 0),
            ],
            pure=True,
        ),
    ],
    hints=[
        "By how much is the sum of squares divided, S or S − 1? Which of them does np.std take?",
        "np.std(scores, ddof=1) divides by S − 1.",
    ],
)


@summarise_seeds.misconception(
    "three numbers",
    "np.std divides by S. These seeds are a sample of all seeds: divide by S − 1, ddof=1.",
)
def divides_by_all(scores):
    return float(np.mean(scores)), float(np.std(scores)), float(np.min(scores))


@summarise_seeds.misconception(
    "three numbers",
    "The best seed is here in place of the lowest. Nobody can promise the best.",
)
def best_in_place_of_lowest(scores):
    return float(np.mean(scores)), float(np.std(scores, ddof=1)), float(np.max(scores))


@summarise_seeds.misconception(
    "three numbers",
    "Divided by √S as well, this is the standard error of the mean. Asked is the spread of single "
    "trainings, since one single model is used.",
)
def standard_error(scores):
    spread = np.std(scores, ddof=1) / np.sqrt(len(scores))
    return float(np.mean(scores)), float(spread), float(np.min(scores))


@summarise_seeds.misconception(
    "three numbers", "The variance is here; the spread is its root, in the unit of the scores."
)
def variance(scores):
    return float(np.mean(scores)), float(np.var(scores, ddof=1)), float(np.min(scores))


@summarise_seeds.misconception("three numbers", "The median is here in place of the mean.")
def median(scores):
    return float(np.median(scores)), float(np.std(scores, ddof=1)), float(np.min(scores))


@summarise_seeds.misconception(
    "three numbers", "The range, highest minus lowest, grows with every seed that is added."
)
def range_of_scores(scores):
    return float(np.mean(scores)), float(np.ptp(scores)), float(np.min(scores))


@summarise_seeds.alternative
def by_the_formula(scores):
    S = len(scores)
    mean = sum(scores.tolist()) / S
    spread = (sum((score - mean) ** 2 for score in scores.tolist()) / (S - 1)) ** 0.5
    return mean, spread, min(scores.tolist())


@summarise_seeds.alternative
def with_the_standard_library(scores):
    import statistics

    values = scores.tolist()
    return [statistics.fmean(values), statistics.stdev(values), sorted(values)[0]]
