"""Exercises of lesson 09, *Optimizers*, in the order in which the lesson asks for them.

Nine carry points, 20 in all; `nesterov` is a stretch exercise.
"""

from . import (
    both_averages,
    falling_rates,
    moving_average,
    plain_descent,
    planted,
    rolling_on,
    sum_of_squares,
    unit_free,
)

sgd = plain_descent.sgd
momentum = rolling_on.momentum

adagrad = sum_of_squares.adagrad
rmsprop = moving_average.rmsprop
adam = both_averages.adam
adadelta = unit_free.adadelta

step_decay = falling_rates.step_decay
cosine_schedule = falling_rates.cosine_schedule

adam_path = planted.adam_path
nesterov = rolling_on.nesterov
