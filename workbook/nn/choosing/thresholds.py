"""From scores to decisions: every threshold in one curve, and the one that costs least."""

import numpy as np

__all__ = ["best_threshold", "roc_curve"]


def roc_curve(y, scores):
    """Recall against false alarms, for every threshold.

    With a threshold, the answer is 1 where the score is at least that. The recall is the share of
    all ones that are answered 1; the false alarm rate is the share of all zeros that are.

    y: (N,) integer array of 0 and 1; both occur. scores: (N,) float array, larger where 1 is more
        likely; scores may be equal.
    Returns: (false_alarm_rates, recalls), two float arrays of the same length: first (0, 0), a
        threshold above all scores; then one point for each *different* score as the threshold, from
        the largest to the smallest. The last point is (1, 1). The arguments are left as they were.

    Example: roc_curve(np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.6, 0.1])) is
    (array([0.0, 0.0, 0.5, 0.5, 1.0]), array([0.0, 0.5, 0.5, 1.0, 1.0])).

    Asked as well: all scores equal, two points; negative scores, and scores above 1.

    Source: scikit-learn's roc_curve, with drop_intermediate=False.
    """
    thresholds = np.unique(scores)[::-1]
    false_alarm_rates, recalls = [0.0], [0.0]
    for threshold in thresholds:
        called = scores >= threshold
        false_alarm_rates.append(np.mean(called[y == 0]))
        recalls.append(np.mean(called[y == 1]))
    return np.array(false_alarm_rates), np.array(recalls)


def best_threshold(y, scores, cost_fp, cost_fn):
    """The threshold whose errors cost least.

    With a threshold, the answer is 1 where the score is at least that. Its total cost is cost_fp
    for each 0 that is answered 1 (a false alarm), and cost_fn for each 1 that is answered 0 (a
    miss). To choose from are the scores that occur, and np.inf, which never answers 1.

    y: (N,) integer array of 0 and 1, N ≥ 1. scores: (N,) float array; scores may be equal.
    cost_fp, cost_fn: floats > 0.
    Returns: float, the threshold with the lowest total cost; where several cost as little, the
        largest of them. The arguments are left as they were.

    Example: best_threshold(np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.6, 0.1]), 1.0, 5.0) is
    0.4, with one false alarm, which costs 1; with costs 1.0 and 1.0 it is 0.9.

    Asked as well: np.inf where never answering 1 costs least.
    """
    best, lowest = np.inf, cost_fn * np.sum(y == 1)
    for threshold in np.unique(scores)[::-1]:
        called = scores >= threshold
        cost = cost_fp * np.sum(called & (y == 0)) + cost_fn * np.sum(~called & (y == 1))
        if cost < lowest:
            best, lowest = threshold, cost
    return float(best)
