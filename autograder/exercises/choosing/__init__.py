"""Exercises of lesson 11, *Choosing a model*, in an order in which it may ask for them.

Nine carry points, 20 in all, one of them a planted bug; four are stretch exercises.
"""

from . import (
    confusion,
    measures,
    more_data,
    pictures,
    planted,
    recurrence,
    regression,
    synthetic,
    thresholds,
    weights,
)

confusion_matrix = confusion.confusion_matrix
precision_recall_f1 = measures.precision_recall_f1

roc_curve = thresholds.roc_curve
best_threshold = thresholds.best_threshold

class_weights = weights.class_weights
smote = synthetic.smote
oversampled_split = planted.oversampled_split

logistic_regression_fit = regression.logistic_regression_fit
learning_curve = more_data.learning_curve

conv2d = pictures.conv2d
max_pool2d = pictures.max_pool2d

rnn_step = recurrence.rnn_step
rnn_forward = recurrence.rnn_forward
