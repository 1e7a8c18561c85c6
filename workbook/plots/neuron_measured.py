"""What lesson 01 measures: spikes, gates within reach, invented weather, damaged weights."""

import itertools
import timeit
from functools import cache

import numpy as np

from workbook import nn

PAIRS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
"""All inputs of a logic gate, one pair per row."""

GATES = {
    "AND": np.array([0.0, 0.0, 0.0, 1.0]),
    "OR": np.array([0.0, 1.0, 1.0, 1.0]),
    "NAND": np.array([1.0, 1.0, 1.0, 0.0]),
    "XOR": np.array([0.0, 1.0, 1.0, 0.0]),
}
"""The answer of each gate to each pair."""

SEA_LEVEL = 1013.25
"""Normal pressure of the air at sea level, in hPa."""


def best_score(wanted, biases):
    """Try units with weights from −3 to 3 in steps of ¼; return the best share of right answers.

    wanted: (4,) array of 0 and 1, one for each of `PAIRS`. biases: the biases to try.
    """
    side = np.arange(-12, 13) / 4
    weights = np.array(np.meshgrid(side, side)).reshape(2, -1)
    sums = PAIRS @ weights  # (4, 625)
    return max(float(((sums + b >= 0) == wanted[:, None]).mean(axis=0).max()) for b in biases)


def all_gates():
    """Every gate with two inputs and the best score of one unit: 16 pairs (answers, score).

    answers: 4 ints, one for each of `PAIRS`. The weights are those of `best_score`, and the biases
    too; whatever any unit can reach with two inputs of 0 or 1, one of these reaches.
    """
    biases = np.arange(-12, 13) / 4
    return [
        (answers, best_score(np.array(answers), biases))
        for answers in itertools.product((0, 1), repeat=4)
    ]


def spike_times(current, milliseconds=100.0, step=0.05):
    """Simulate a leaky integrate-and-fire cell under a constant current.

    The charge leaks away with a time constant of 10 ms, and the current brings `current` of it per
    10 ms. At a charge of 1 the cell fires and starts again from 0 (Lapicque's model of 1907).

    Returns: (times, charge, spikes): the times in ms (T,), the charge at each (T,), and the times
    at which the cell fired.
    """
    times = np.arange(0, milliseconds, step)
    charge, spikes = np.zeros(len(times)), []
    for t in range(1, len(times)):
        charge[t] = charge[t - 1] + step / 10 * (current - charge[t - 1])
        if charge[t] >= 1:
            charge[t] = 0.0
            spikes.append(times[t])
    return times, charge, np.array(spikes)


def weather(rng, days, altitude=0.0):
    """Invent days: rain comes with humid air and with a pressure below what is normal there.

    altitude: of the station, in metres; higher up, normal pressure is lower.
    Returns: (X, y). X (days, 2): humidity in tens of per cent, and pressure minus 1013 hPa, in tens
    of hPa. y (days,): 1 where it rained.
    """
    humidity = rng.uniform(30, 100, days)
    departure = rng.normal(0, 10, days)
    normal = SEA_LEVEL * (1 - 2.25577e-5 * altitude) ** 5.25588  # international standard atmosphere
    rain = (humidity - 65) / 10 - departure / 5 >= 0
    X = np.column_stack([humidity, normal + departure - SEA_LEVEL]) / 10
    return X, rain.astype(float)


def five_units_abroad(altitude, seeds=range(5)):
    """Units that learnt in the valley, asked at another height: (shares right, shares of "rain").

    Each unit learns from 200 days of its own and is asked about 1000 new ones. Two arrays (5,).
    """
    right, says_rain = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        w, b = _learnt(weather, 200, 300, seed)
        weather(rng, 200)  # the days that it has learnt from
        X, y = weather(rng, 1000, altitude)
        right.append(share_right(X, y, w, b))
        says_rain.append(nn.predict(X, w, b).mean())
    return np.array(right), np.array(says_rain)


@cache
def _learnt(draw, number, epochs, seed):
    """Weights and bias of a unit that has learnt from so many samples of draw(rng, number)."""
    data = draw(np.random.default_rng(seed), number)
    w, b, _ = nn.train_perceptron(*data, lr=1.0, epochs=epochs)
    return w, b


def span(shares):
    """Write shares as their smallest and largest in whole per cent: "70 to 74%"."""
    low, high = (f"{share:.0%}" for share in (min(shares), max(shares)))
    return high if low == high else f"{low.removesuffix('%')} to {high}"


def share_right(X, y, w, b):
    """The share of samples that a step unit answers as wanted."""
    return float(np.mean(nn.predict(X, w, b) == y))


def pictures(rng, n, pixels=400):
    """Invent noisy pictures of two patterns: (X, y), X (n, pixels), y (n,) says which pattern."""
    patterns = np.random.default_rng(0).choice([-1.0, 1.0], (2, pixels))
    y = rng.integers(0, 2, n)
    return patterns[y] + rng.normal(0, 3, (n, pixels)), y.astype(float)


def five_damaged(lost, seeds=range(5)):
    """Units that tell two pictures apart, after this share of their weights is set to 0.

    Returns: (5,) array, each unit's share of right answers to 2000 new pictures.
    """
    shares = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        w, b = _learnt(pictures, 300, 20, seed)
        pictures(rng, 300)  # those that it has learnt from
        X, y = pictures(rng, 2000)
        shares.append(share_right(X, y, np.where(rng.random(w.size) < lost, 0.0, w), b))
    return np.array(shares)


def milliseconds(numbers):
    """How long all products of an array with itself take: the shortest of five, in milliseconds."""
    return 1000 * min(timeit.repeat(lambda: numbers * numbers, number=1, repeat=5))
