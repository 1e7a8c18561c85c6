"""Exercises of lesson 11, *Choosing a model*, in an order in which it may ask for them.

Ten carry points, 20 in all, one of them a planted bug; three are stretch exercises.
"""

from . import (
    confusion,
    dense_layer,
    measures,
    model_mistakes,
    more_data,
    pictures,
    planted,
    recurrence,
    regression,
    synthetic,
    weights,
)

confusion_matrix = confusion.confusion_matrix
precision_recall_f1 = measures.precision_recall_f1

class_weights = weights.class_weights
smote = synthetic.smote
oversampled_split = planted.oversampled_split

logistic_regression_fit = regression.logistic_regression_fit
learning_curve = more_data.learning_curve

conv2d = pictures.conv2d
max_pool2d = pictures.max_pool2d

rnn_step = recurrence.rnn_step
rnn_forward = recurrence.rnn_forward

Dense = dense_layer.Dense
Sequential = model_mistakes.Sequential
