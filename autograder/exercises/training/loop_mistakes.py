"""The known ways to write `train` wrongly: one sound loop, and what each of them does otherwise."""

import numpy as np

from workbook import nn

from .loop import train


class Loop:
    """A sound training loop in small steps; the wrong ones differ in one of them."""

    def __init__(self, params, loss_and_grads, update, train_set, val_set, batch_size, rng):
        self.params, self.loss_and_grads, self.update = params, loss_and_grads, update
        self.train_set, self.val_set = train_set, val_set
        self.batch_size, self.rng = batch_size, rng
        self.history = {"loss": [], "val_loss": [], "params": []}

    def batches(self):
        return nn.minibatches(*self.train_set, self.batch_size, self.rng)

    def step(self, X, y):
        self.params = self.update(self.params, self.loss_and_grads(self.params, X, y)[1])

    def cost(self, pair):
        return self.loss_and_grads(self.params, *pair)[0]

    def note(self):
        self.history["loss"].append(self.cost(self.train_set))
        self.history["val_loss"].append(self.cost(self.val_set))
        self.history["params"].append(self.params)

    def epoch(self):
        for X, y in self.batches():
            self.step(X, y)
        self.note()


def wrong(exposed_by, why, loop):
    """Register a loop that differs in one step, under the name of its class."""

    def run(params, loss_and_grads, update, train_set, val_set, batch_size, epochs, rng):
        runner = loop(params, loss_and_grads, update, train_set, val_set, batch_size, rng)
        for _ in range(epochs):
            runner.epoch()
        return runner.history

    run.__name__ = loop.__name__
    train.misconception(exposed_by, why)(run)


class costs_before_the_updates(Loop):
    def epoch(self):
        before = self.cost(self.train_set), self.cost(self.val_set)
        super().epoch()
        self.history["loss"][-1], self.history["val_loss"][-1] = before


class last_batch_cost(Loop):
    def step(self, X, y):
        self.last = self.cost((X, y))
        super().step(X, y)

    def note(self):
        super().note()
        self.history["loss"][-1] = self.last


class running_mean_cost(Loop):
    def epoch(self):
        self.seen = []
        super().epoch()
        self.history["loss"][-1] = float(np.mean(self.seen))

    def step(self, X, y):
        self.seen.append(self.cost((X, y)))
        super().step(X, y)


class validation_cost_on_training_data(Loop):
    def note(self):
        super().note()
        self.history["val_loss"][-1] = self.history["loss"][-1]


class learns_from_the_validation_set(Loop):
    def batches(self):
        return [*super().batches(), self.val_set]


class one_update_per_epoch(Loop):
    def batches(self):
        return [self.train_set]


class loses_the_last_batch(Loop):
    def batches(self):
        whole = len(self.train_set[1]) // self.batch_size
        return super().batches()[: max(1, whole)]


class whole_set_in_every_step(Loop):
    def step(self, X, y):
        super().step(*self.train_set)


class an_entry_per_batch(Loop):
    def epoch(self):
        for X, y in self.batches():
            self.step(X, y)
            self.note()


class shuffles_once(Loop):
    def batches(self):
        self.kept = getattr(self, "kept", None) or super().batches()
        return self.kept


class keeps_their_order(Loop):
    def batches(self):
        (X, y), B = self.train_set, self.batch_size
        return [(X[s : s + B], y[s : s + B]) for s in range(0, len(X), B)]


class own_seed_in_every_epoch(Loop):
    def batches(self):
        return nn.minibatches(*self.train_set, self.batch_size, np.random.default_rng(0))


class forgets_the_new_params(Loop):
    def step(self, X, y):
        self.update(self.params, self.loss_and_grads(self.params, X, y)[1])


wrong(
    "one batch",
    "Both costs are those of the epoch's start; take them after its last update.",
    costs_before_the_updates,
)
wrong(
    "batches",
    '"loss" is the cost of the last batch alone, before its update; take it on the whole training '
    "set, after the epoch.",
    last_batch_cost,
)
wrong(
    "batches",
    '"loss" is a mean over the batches while the params moved, as Keras prints it; here it is '
    "taken after the epoch, like the validation cost.",
    running_mean_cost,
)
wrong(
    "one batch",
    '"val_loss" is the cost on the training set; it tells nothing new.',
    validation_cost_on_training_data,
)
wrong(
    "one batch",
    "The validation set is used for an update: what was learnt from can no longer judge.",
    learns_from_the_validation_set,
)
wrong(
    "batches",
    "One update per epoch: an epoch is a pass over all data, a batch is a part of it; update after "
    "every batch.",
    one_update_per_epoch,
)
wrong("batches", "The smaller last batch is left out.", loses_the_last_batch)
wrong(
    "batches",
    "The updates use the gradients of the whole training set; each should use its batch alone.",
    whole_set_in_every_step,
)
wrong(
    "batches",
    "The history has an entry per batch; one per epoch is wanted: note after the inner loop.",
    an_entry_per_batch,
)
wrong(
    "order",
    "The order is drawn once and used in every epoch; draw a fresh one inside the outer loop.",
    shuffles_once,
)
wrong("order", "The samples always come as they stand; shuffle in every epoch.", keeps_their_order)
wrong(
    "order",
    "A generator made inside the loop gives the same order in every epoch, whatever rng is handed "
    "in.",
    own_seed_in_every_epoch,
)
wrong(
    "one batch",
    "update returns the new params and they were not kept: params = update(params, grads).",
    forgets_the_new_params,
)
