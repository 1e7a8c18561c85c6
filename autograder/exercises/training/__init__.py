"""Exercises of lesson 08, *Training*, in the order in which the lesson asks for them.

All nine are core and carry 20 points.
"""

from . import (
    batches,
    convergence,
    counting,
    diagnosis,
    loop_mistakes,
    one_batch,
    parts,
    unit,
)

train_val_test_split = parts.train_val_test_split
iterations_per_epoch = counting.iterations_per_epoch
minibatches = batches.minibatches
accuracy = counting.accuracy
overfit_batch = one_batch.overfit_batch
train = loop_mistakes.train  # with its misconceptions
has_converged = convergence.has_converged
diagnose = diagnosis.diagnose
train_unit = unit.train_unit
