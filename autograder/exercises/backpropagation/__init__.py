"""Exercises of lesson 06, *Backpropagation by hand*, in the order in which it asks for them.

All ten carry points, 20 in all. Four are planted bugs, each of another kind.
"""

from . import (
    batch_mean,
    checking,
    hidden_layer,
    neuron,
    scalar_autodiff,
    shared_weight,
    sigmoid_step,
    steps,
    update_order,
)

add_backward = steps.add_backward
mul_backward = steps.mul_backward
sigmoid_backward = sigmoid_step.sigmoid_backward
backprop_neuron = neuron.backprop_neuron

grad_check = checking.grad_check
shared_weight_grad = shared_weight.shared_weight_grad
hidden_layer_grads = hidden_layer.hidden_layer_grads
batch_grads = batch_mean.batch_grads
chain_step = update_order.chain_step

Value = scalar_autodiff.Value
