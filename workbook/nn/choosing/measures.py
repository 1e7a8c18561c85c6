"""What a classifier gets right and wrong, class by class."""

import numpy as np

__all__ = ["confusion_matrix", "precision_recall_f1"]


def confusion_matrix(y_true, y_pred, n_classes):
    """Count how often each class was taken for each class.

    y_true: (N,) integer array, the labels, from 0 to n_classes − 1; N may be 0.
    y_pred: (N,) integer array, the predicted labels. n_classes: int K ≥ 1.
    Returns: (K, K) integer array C. Row i, column j: how many samples of class i were predicted as
        class j. Rows are what is true, columns what was said. The arguments are left as they were.

    Example: confusion_matrix(np.array([0, 0, 1]), np.array([0, 1, 1]), 2)
    is array([[1, 1], [0, 1]]).

    Asked as well: a class that never occurs still has its row and its column.

    Source: scikit-learn's confusion_matrix. (Some books have it the other way round, with the truth
    in the columns: look at the labels of the axes before you read one.)
    """
    C = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(C, (y_true, y_pred), 1)
    return C


def precision_recall_f1(y_true, y_pred):
    """Three measures of a two-class classifier, looked at from class 1.

    With TP the ones that were found, FP the false alarms (zeros taken for ones), FN the ones that
    were missed:

        precision = TP / (TP + FP): of all that was called 1, how much is 1;
        recall = TP / (TP + FN): of all that is 1, how much was found;
        F1 = 2 TP / (2 TP + FP + FN), the harmonic mean of the two.

    y_true: (N,) integer array of 0 and 1, the labels; N may be 0. y_pred: the same, predicted.
    Returns: (precision, recall, f1), three floats from 0 to 1. The arguments are left as they were.

    Example: precision_recall_f1(np.array([1, 1, 1, 0, 0]), np.array([1, 0, 0, 1, 0]))
    is (0.5, 1 / 3, 0.4): TP = 1, FP = 1, FN = 2.

    Asked as well: where a fraction is 0 / 0 it counts as 0.0, and NumPy warns of nothing.

    Source: scikit-learn's precision_recall_fscore_support, with average="binary" and
    zero_division=0.
    """
    tp = np.sum((y_true == 1) & (y_pred == 1))
    fp = np.sum((y_true == 0) & (y_pred == 1))
    fn = np.sum((y_true == 1) & (y_pred == 0))
    precision = tp / (tp + fp) if tp + fp > 0 else 0.0
    recall = tp / (tp + fn) if tp + fn > 0 else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn > 0 else 0.0
    return float(precision), float(recall), float(f1)
