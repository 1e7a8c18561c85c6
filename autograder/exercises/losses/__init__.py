"""Exercises of lesson 04, *Loss and cost*, in the order in which the lesson asks for them.

Eleven carry 20 points in all; the other eleven are stretch exercises.
"""

from . import (
    absolute,
    binary,
    binary_logits,
    classes,
    hinge_cost,
    huber_cost,
    log_cosh_cost,
    one_output,
    quantile,
    softmax_cost,
    squared,
    tube,
)

mse = squared.mse
mae = absolute.mae
huber = huber_cost.huber
quantile_loss = quantile.quantile_loss
mse_grad = squared.mse_grad
binary_cross_entropy = binary.binary_cross_entropy
hinge = hinge_cost.hinge
one_hot = classes.one_hot
cross_entropy = classes.cross_entropy
softmax_cross_entropy = softmax_cost.softmax_cross_entropy
layer_mse = one_output.layer_mse

eps_insensitive = tube.eps_insensitive
log_cosh = log_cosh_cost.log_cosh
bce_from_logits = binary_logits.bce_from_logits
mae_grad = absolute.mae_grad
huber_grad = huber_cost.huber_grad
log_cosh_grad = log_cosh_cost.log_cosh_grad
quantile_loss_grad = quantile.quantile_loss_grad
eps_insensitive_grad = tube.eps_insensitive_grad
hinge_grad = hinge_cost.hinge_grad
bce_from_logits_grad = binary_logits.bce_from_logits_grad
softmax_cross_entropy_grad = softmax_cost.softmax_cross_entropy_grad
