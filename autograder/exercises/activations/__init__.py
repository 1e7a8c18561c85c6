"""Exercises of lesson 03, *Activation functions*, in the order in which the lesson asks for them.

Ten carry 2 points each, 20 in all; the other six are stretch exercises.
"""

from . import (
    dead_units,
    exponential,
    layers,
    output_layer,
    probabilities,
    rectifier_slopes,
    rectifiers,
    squashing,
    squashing_slopes,
)

collapse_linear = layers.collapse_linear

sigmoid = squashing.sigmoid
tanh = squashing.tanh
sigmoid_grad = squashing_slopes.sigmoid_grad
tanh_grad = squashing_slopes.tanh_grad

relu = rectifiers.relu
relu_grad = rectifier_slopes.relu_grad
dead_fraction = dead_units.dead_fraction
leaky_relu = rectifiers.leaky_relu
leaky_relu_grad = rectifier_slopes.leaky_relu_grad
elu = exponential.elu
elu_grad = exponential.elu_grad
maxout = layers.maxout

softmax = probabilities.softmax
softmax_jacobian = probabilities.softmax_jacobian
class_probabilities = output_layer.class_probabilities
