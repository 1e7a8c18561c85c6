"""Exercises of lesson 01, *From brain cell to artificial neuron*, in the order of the lesson.

All nine carry points, 20 in all.
"""

from . import answers, epoch, gates, learning, sums, training

weighted_sum = sums.weighted_sum
step = answers.step
neuron = sums.neuron
predict = answers.predict
gate_weights = gates.gate_weights
xor = gates.xor
perceptron_update = learning.perceptron_update
train_perceptron = training.train_perceptron
perceptron_epoch = epoch.perceptron_epoch
