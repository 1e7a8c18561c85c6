"""Exercises of lesson 10, *Overfitting and its remedies*, in the order of the lesson.

All nine are core and carry 20 points.
"""

from . import dropping, dropping_back, fit, gap, penalty, planted, shifting, stopping

generalization_gap = gap.generalization_gap
diagnose_fit = fit.diagnose_fit
early_stopping = stopping.early_stopping
fit_early_stopping = planted.fit_early_stopping
l2_penalty = penalty.l2_penalty
l2_penalty_grad = penalty.l2_penalty_grad
dropout_forward = dropping.dropout_forward
dropout_backward = dropping_back.dropout_backward
shift_images = shifting.shift_images
