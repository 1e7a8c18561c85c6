"""Exercises of lesson 12, *A library of your own*, in an order in which it may ask for them.

Nine carry points, 20 in all, one of them a planted bug; five are stretch exercises. What needs
layers or a model brings small ones of its own, so that each can be right by itself.
"""

from . import (
    activation_layer,
    broadcasting,
    clipping,
    counting,
    dense_layer,
    dropping,
    fitting,
    logits,
    normalising,
    one_step,
    planted,
    stack,
    stopping,
    verdicts,
)

Activation = activation_layer.Activation
Dense = dense_layer.Dense
Sequential = stack.Sequential
summary = counting.summary

Loss = logits.Loss
train_on_batch = one_step.train_on_batch
fit = fitting.fit
evaluate = verdicts.evaluate
predict_in_batches = planted.predict_in_batches

Dropout = dropping.Dropout
BatchNorm = normalising.BatchNorm
clip_by_global_norm = clipping.clip_by_global_norm
unbroadcast = broadcasting.unbroadcast
fit_with_patience = stopping.fit_with_patience
