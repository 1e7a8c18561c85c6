"""Explanations that several loss exercises share."""

SUM_NOT_MEAN = (
    "The losses are added up; the cost is their mean, so that it does not grow with the number "
    "of samples."
)
NO_MEAN = "Every loss came back by itself; the cost is one number, their mean."
OWN_FLOOR = (
    "A floor of its own stands in the code; `floor` is an argument, whatever its value, and 1e-12 "
    "only where nobody says otherwise."
)
SUM_OF_EACH_SAMPLE = (
    "`axis=-1` adds up along the last axis before the mean: a sample with K outputs counts K "
    "times, and of a single axis only the sum is left."
)
SAMPLES_ONLY = (
    "With several outputs this divides by the number of samples N only; the mean is over all "
    "N · K elements."
)
COST_PER_SAMPLE = (
    "`axis=-1` leaves one number for each sample of a table; the cost is one number for all "
    "elements."
)
WRITES_INTO_PREDICTIONS = (
    "This writes into the caller's array, as `y_pred -= …` does, and it is still needed; "
    "`y_pred - …` makes a new one."
)
WITHOUT_N = (
    "The 1 / size of the mean is missing: each prediction is only one of those that the cost "
    "averages over."
)
OPPOSITE_SIGN = (
    "The sign is turned round: a prediction that is too high makes the cost rise when it rises, "
    "so its entry is positive."
)
ONE_NUMBER = (
    "One number came out; every prediction has an entry of its own, so the result has the shape "
    "of y_pred."
)
