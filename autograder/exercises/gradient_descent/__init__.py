"""Exercises of lesson 05, *Gradient descent*, in the order in which the lesson asks for them.

Eight carry points, 20 in all; `numeric_hessian` is a stretch exercise.
"""

from . import (
    keeping,
    line_fit,
    line_slopes,
    measuring,
    second_slopes,
    stability,
    stationary,
    stepping,
    walking,
)

numeric_grad = measuring.numeric_grad

gd_step = stepping.gd_step
gradient_descent = walking.gradient_descent
max_stable_lr = stability.max_stable_lr

classify_stationary = stationary.classify_stationary

linear_regression_grad = line_slopes.linear_regression_grad
fit_linear = line_fit.fit_linear

descend_keep_best = keeping.descend_keep_best
numeric_hessian = second_slopes.numeric_hessian
