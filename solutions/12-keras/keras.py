# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   workbook:
#     title: A library of your own
#     lesson: 12-keras
#     minutes: 141
# ---

# %% [markdown] only="deck" slide="slide"
# # A library of your own
#
# Lesson 12 · what is inside Keras, part by part

# %% [markdown] only="deck" slide="notes"
# 141 minutes with all exercises; about 40 for the talk and the questions alone. Every table is measured while the deck is built, on simulated data.
# Questions run think, vote, reveal.

# %% [markdown] minutes=2
# # A library of your own
#
# ## 1 · Where you are
#
# You have written every part of a network: layers, activations, costs, the way back, optimizers, the loop. People who use networks rarely write
# them. They take a library and put parts together. In this lesson your functions become such a library, and at the end a much copied example of Keras runs
# on it, unchanged.
#
# **At the end you can**
#
# - write a layer that keeps its own weights and finds its own gradients, and a model that needs to know nothing of what is in it;
# - say what `compile`, `fit`, `evaluate`, `predict` and `summary` do, since you have written them;
# - notice four things that go wrong with libraries in silence: a score that is too sure, a sigmoid too many, a loss that is compared on unequal terms, and a
#   model that is asked as if it were still in training.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · A layer keeps what it needs | 29 |
# | 3 · Layers in a row | 26 |
# | 4 · From scores to a cost | 14 |
# | *a good place to stop* | |
# | 5 · A step, a training, a verdict | 43 |
# | 6 · Keras's example, on your own classes | 10 |
# | 7 · Two faces, and a bug to find | 9 |
# | 8 · You will read that … | 1 |
# | 9 · Checkpoint | 2 |
# | 10 · Review | 4 |
# | 11 · What you can do now | 1 |
#
# Nine exercises carry 20 points. Five more, marked *stretch*, wait in section 12, outside these minutes.

# %% slide="skip"
import numpy as np

from autograder import check
from workbook import keras_parts, nn

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask
from workbook.explore import ModelInspector
from workbook.plots import keras as plots
from workbook.plots import keras_measured as measured
from workbook.plots.choosing_measured import once_written

# %% [markdown] only="deck" slide="slide"
# ## A much copied example of Keras
#
# ```python
# from keras.models import Sequential
# from keras.layers import Dense
#
# model = Sequential([
#     Dense(16, input_dim=8, activation="relu"),
#     Dense(8, activation="relu"),
#     Dense(1, activation="sigmoid"),
# ])
# model.compile(loss="binary_crossentropy",
#               optimizer="adam", metrics=["accuracy"])
# model.fit(X, y, epochs=50, batch_size=10)
# ```

# %% [markdown] only="deck" slide="notes"
# `metrics` is for people to read; nothing is learnt from it. Ask for each word which lesson built it: relu 03, binary cross-entropy 04, the way back 07, epochs and batches 08, Adam 09. Nothing in it is
# new to the class.

# %% [markdown] minutes=29 items=["C3"]
# ## 2 · A layer keeps what it needs
#
# **Keras** is the library in which many people meet networks first. A much copied example of it:
#
# ```python
# from keras.models import Sequential
# from keras.layers import Dense
#
# model = Sequential([
#     Dense(16, input_dim=8, activation="relu"),
#     Dense(8, activation="relu"),
#     Dense(1, activation="sigmoid"),
# ])
# model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
# model.fit(X, y, epochs=50, batch_size=10)
# ```
#
# (The imports are two lines; run together into one, as some slides have them, Python refuses them.) A `Dense` is a layer of lesson 02 that keeps its own weights. `Sequential` is a list of layers.
# `compile` chooses cost and optimizer; `metrics` names what is computed and printed beside the loss, for people to read: no gradient comes from it. `fit` is the loop of lesson 08.
#
# Until now a network was a list of arrays, and a function that knew them all. In a library each part knows only itself:

# %% [markdown] only="deck" slide="slide"
# ## Each part knows only itself

# %% tags=["explore", "hide-input"] slide="-"
plots.parts()

# %% [markdown] only="deck" slide="notes"
# dX stands for ∂cost/∂X, and so on. Ask what each box must have kept from the way forward in order to answer on the way back. Dense: X and W. Activation: Z, or the slope. Nothing else is needed, and no box
# knows its neighbours.

# %% [markdown] items=["C3"]
# Every layer has the same four things, whatever it is:
#
# | | what it does |
# |---|---|
# | `build(D, rng)` | makes what depends on the size $D$ of its input; notes in `units` how many numbers come out |
# | `forward(X, training=False)` | computes, and *keeps* what the way back will need |
# | `backward(dA)` | from $\partial\text{cost}/\partial\text{output}$ to $\partial\text{cost}/\partial\text{input}$; sets its own gradients on the way |
# | `params` | the names of what it learns: `("W", "b")`, whose gradients are `dW` and `db` |
#
# A class in two lines, for whoever needs them: `class Dense:` describes a kind of thing, `Dense(16)` makes one, `self` inside a method is that one; `self.W = …` is kept with it, for
# the next method to find. ([Toolbox, part 5](../00-toolbox/toolbox.ipynb#cell-id=section-5) has more.)
#
# **By hand**, a ReLU layer. Forward: $Z = (-1, 2)$ gives $(0, 2)$, and $Z$ is kept. Backward: $(8, 8)$ arrives. The slope at $-1$ is 0 and at 2 it is 1, so $(0, 8)$ goes back. Without
# the $Z$ of the way forward nobody could tell.

# %% exercise="Activation"

# %% [markdown] items=["C3"]
# Now the layer with weights. **Predict:**

# %% question="c3-first-layer" slide="slide"

# %% [markdown] items=["C3"] held="c3-first-layer"
# **Count by hand**, for Keras's example. Each unit has one weight per input, and a bias:
#
# $$(8 + 1) \cdot 16 + (16 + 1) \cdot 8 + (8 + 1) \cdot 1 = 144 + 136 + 9 = 289 .$$

# %% [markdown] only="deck" slide="slide"
# ## 289 parameters, counted by hand
#
# | layer | from | units | parameters |
# |---|---|---|---|
# | 1 | 8 inputs | 16 | $(8 + 1) \cdot 16 = 144$ |
# | 2 | 16 units | 8 | $(16 + 1) \cdot 8 = 136$ |
# | 3 | 8 units | 1 | $(8 + 1) \cdot 1 = 9$ |
#
# A weight per input and unit, a bias per unit

# %% [markdown] items=["C3"]
# A `Dense` is made before anybody knows how many inputs it will get. So it makes its weights later, in `build`: it is built **lazily**. What it cannot do, it says in a sentence:
# `raise ValueError("…")` ends a function with such a sentence. Four short methods are to be written; the docstring of each says what it does. (An activation is in it, too, since Keras
# lets one write `activation="relu"`.)

# %% exercise="Dense"

# %% [markdown] minutes=26 items=["C3"]
# ## 3 · Layers in a row
#
# A model is a list of layers. Forward, what a layer gives is what the next one takes. Backward, the same in the other order. **By hand**, two layers, one that doubles and one that adds 1: 3 becomes
# 6, then 7. The other way round it becomes 4, then 8. Backward, a slope of 1 becomes 2 in both: through "adds 1" it passes, through "doubles" it is doubled.
#
# The model asks no layer what it is. So whatever has the four things of section 2 can stand in it: yours, somebody else's, and a whole model, which has `forward` and `backward` as well.
#
# `reversed(self.layers)` goes through a list from its end. Of the class below you write three methods, each of one to three lines. The rest is given: names are looked up, shapes checked, and `fit`, `evaluate` and `summary`
# call functions that you write next.

# %% [markdown] only="deck" slide="slide"
# ## A model is a loop, there and back
#
# ```python
# for layer in self.layers:
#     A = layer.forward(A, training)
# ```
#
# ```python
# for layer in reversed(self.layers):
#     dA = layer.backward(dA)
# ```
#
# It asks no layer what it is

# %% [markdown] only="deck" slide="notes"
# Two loops of two lines: ask what would have to change for a new kind of layer. Nothing. That is the whole point of a library.

# %% exercise="Sequential"

# %% [markdown] items=["C3"]
# How many numbers does a model learn? It asks each layer for the names of what it learns: `getattr(layer, "W")` is `layer.W`, and the name may be in a variable. `type(layer).__name__` is the name of a layer's
# class, as text. A layer that is not built has `None` there; `any(one is None for one in learnt)` asks whether one of several is,
# and so does `None in counts`.

# %% [markdown] items=["C3"] held="c3-first-layer"
# **By hand**: `Dense(16)` for 8 inputs has $W$ with $8 \cdot 16$ numbers and $b$ with 16, together 144. An `Activation` learns nothing: 0.

# %% exercise="summary"

# %% tags=["explore"]
with once_written():
    model = Sequential([keras_parts.Input(shape=(8,)), Dense(16), Activation("relu"), Dense(1)])
    model.summary()
    print(model.predict(np.zeros((2, 8))).shape)

# %% [markdown] minutes=14 items=["C3"]
# ## 4 · From scores to a cost
#
# A classifier ends with a sigmoid or a softmax, and its cost is a cross-entropy. In lesson 04 the two were taken together, from the scores. Why a library should do so as well, this section shows. **Predict:**

# %% question="c3-too-sure" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Wrong, and too sure to learn

# %% tags=["explore", "hide-input"] slide="-" held="c3-too-sure"
measured.one_score()

# %% [markdown] items=["C3"] held="c3-too-sure"
# Look at the two columns of gradients. Down to $-15$ they agree. From $-17$ on, $p$ is below the clip. The cost by $p$ stays at 16.12 and its gradient is exactly 0: the sample that is most wrong has no say any more. From the score
# $z$ itself nothing is lost: the cost is $-z$, the gradient $p - y = -1$.
#
# How much harm does that do? Five networks whose last layer began a hundred times too large: of the samples that they got wrong at first, between two and four in five had no gradient by $p$; by $z$ all of them had one. After 50 epochs both
# ways were equally good on new data, within 2 points. The other samples had pulled the network along. So it is a fault that often goes unnoticed; where *every* sample is wrong and too sure, nothing moves at all. (Keras
# knows of this. On TensorFlow it looks behind the sigmoid while it trains, and takes $z$ after all; on JAX and PyTorch it clips $p$.)

# %% [markdown] only="deck" slide="notes"
# Let them find the two rows in which something jumps. Then say honestly what it cost five networks that began far too sure: nothing after 50 epochs, since other samples pull them along.

# %% [markdown] items=["C3"]
# **Say it precisely.** Scores before the last activation are called **logits**, $Z$, of shape $(N, K)$. Two losses take them:
#
# $$\text{binary: } p = \text{sigmoid}(z), \quad \frac{\partial\,\text{cost}}{\partial z} = \frac{p - y}{N K}
# \qquad\qquad \text{classes: } p = \text{softmax}(\text{row}), \quad \frac{\partial\,\text{cost}}{\partial z} = \frac{p - y}{N} .$$
#
# The first is a mean over all $N K$ yes-or-no questions, the second over the $N$ rows. **By hand**, one question, $y = 1$, $z = 0$: $p = 0.5$, the cost is $\ln 2 = 0.693$, the gradient $-0.5$.

# %% [markdown] only="deck" slide="slide"
# ## A loss from logits
#
# | | probabilities | cost: mean over | gradient |
# |---|---|---|---|
# | **binary** | sigmoid of each | $N K$ questions | $(p - y) / (N K)$ |
# | **classes** | softmax of each row | $N$ rows | $(p - y) / N$ |
#
# Right at any score; the last layer has no activation

# %% exercise="Loss"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# A layer keeps its parameters, what came in, and its gradients; it is built when it sees its first batch. A model is a list of layers that is gone
# through forwards and backwards, and the loss begins the way back from scores. What is still open: a step, a training, and Keras's own example on your
# classes.
#
# </details>

# %% [markdown] minutes=43 items=["C3"]
# ## 5 · A step, a training, a verdict
#
# **One step** on one batch is lesson 08's: forward, measure, backward, update. The order matters: what is measured belongs to the predictions *before* the update. **By hand**, one weight $w = 2$, one sample $x = 1$, $y = 1$, the
# square as cost, rate 0.1: prediction 2, cost 1, gradient $2 \cdot (2 - 1) \cdot 1 = 2$, so $w$ becomes $2 - 0.1 \cdot 2 = 1.8$, and the cost that is reported is 1.

# %% exercise="train_on_batch"

# %% [markdown] items=["C3"]
# **A training** is this step for every batch of every epoch. The loss of an epoch is the mean over its *samples* of what the batches had. **By hand**, batches of 3 and 1 samples with losses 1 and 5: $(3 \cdot 1 + 1 \cdot 5) / 4 = 2$, and
# not the 3 of a plain mean. `np.average(values, weights=sizes)` does that.
#
# Some Python that may be new: `a | b` puts two dicts together; `f"val_{name}"` puts a name into a text; `{name: 0.0 for name in names}` makes a dict with an entry for each name; `list(d.values())` are a dict's values, in their order. And
# `np.atleast_1d(0.5)` is `array([0.5])`, while a list stays as many numbers. `if validation_data is not None:` asks whether something was handed over.

# %% exercise="fit"

# %% exercise="evaluate"

# %% [markdown] items=["C3"]
# Two questions about what you have written. **Predict**, then run the cells:

# %% question="c3-fit-again"

# %% tags=["explore"] held="c3-fit-again"
with once_written():
    (X, y), test_data = measured.cases(0)
    model = Sequential([Dense(16, "relu", input_dim=8), Dense(1, "sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer="adam")
    for call in ("first", "second"):
        losses = model.fit(X, y, epochs=20, batch_size=10, verbose=0).history["loss"]
        print(f"{call} call of fit: from {losses[0]:.3f} to {losses[-1]:.3f}")

# %% question="c3-loss-above" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Three losses of the same epochs

# %% tags=["explore", "hide-input"] slide="-" held="c3-loss-above"
plots.three_losses()

# %% [markdown] items=["C3"] held="c3-loss-above"
# With dropout the training loss lies above the loss on new data in all ten epochs (mean of five seeds). Even without it, that is so in the first five. Nothing is wrong. The loss in the history is a mean over batches *while* the weights moved, and with units dropped;
# evaluated on the very same data after the epoch it is lower, in every epoch of every seed. **You will read** that a training loss above the validation loss means underfitting, or a leak. First compare on equal terms: `evaluate` on both.

# %% [markdown] only="deck" slide="notes"
# Black above red looks impossible at first. Ask when each is measured, and with which units. Only blue and red may be compared: the small gap between them is the one of lesson 10.

# %% [markdown] minutes=10 items=["C3"]
# ## 6 · Keras's example, on your own classes
#
# All its lines but the imports:

# %% tags=["explore"]
with once_written():
    (X, y), test_data = measured.cases(4)
    model = Sequential(
        [
            Dense(16, input_dim=8, activation="relu"),
            Dense(8, activation="relu"),
            Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(X, y, epochs=50, batch_size=10)
    count, (loss, accuracy) = model.count_params(), model.evaluate(*test_data)
    print(f"{count} parameters; on new data: loss {loss:.3f}, accuracy {accuracy:.1%}")

# %% [markdown] items=["C3"]
# It is no imitation. With Keras 3's own first weights and the same order of samples, every epoch's loss agrees with Keras's to six decimals, and so do the weights at the end (a test of this course keeps Keras's numbers).
#
# **Explore.** Look into the layers of such a model while it trains: shapes, parameters, what each layer gives, and its gradients.

# %% tags=["explore"]
with once_written():
    small = Sequential([Dense(16, activation="relu"), Dense(8, activation="relu"), Dense(1, activation="sigmoid")])
    small.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    display(ModelInspector(small, *measured.cases(4)[0]))

# %% [markdown] items=["C3", "CP3"]
# **Where does the size of the input go, and why?** Into the first layer, or before it: its $W$ has the shape $(8, 16)$ and cannot exist before
# the 8 is known. The other layers take theirs from the layer before. **You will read** that the first layer *must* be told `input_dim`. In
# old versions it had to be. Keras 3 warns at `input_dim` and asks for an `Input(shape=(8,))` in front of the layers. **You will also read** of an error message, that the input
# size was not specified, when it is missing. Keras 3 has no such message for training: without either it builds the weights when it first meets data. Only who asks for them
# before gets an error:

# %% tags=["explore"]
with once_written():
    late = Sequential([Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
    try:
        late.count_params()
    except ValueError as error:
        print("before:", error)
    late.predict(np.zeros((1, 8)))
    print("after one look at data:", late.count_params(), "parameters")

# %% question="cp3-input-size" slide="slide"

# %% question="c3-sigmoid-twice" slide="slide"

# %% [markdown] minutes=9 items=["R4"]
# ## 7 · Two faces, and a bug to find
#
# Most layers do the same in training and in predictions. Two that you meet do not. **Dropout** drops in training alone (lesson 10). **Batch normalisation** gives each feature mean 0 and spread 1, which helps
# gradients through deep networks (lesson 11, section 10): in training with the mean and spread of the *batch*, in predictions with **running** ones, kept from training. So a layer has to be told which it is: that is what `training` is for. **Predict** what happens when it is told wrongly:

# %% question="r4-alone-in-a-batch" slide="slide"

# %% [markdown] items=["R4"]
# **Break it.** The code below computes answers in pieces, so that large data need not be in memory all at once. **The symptom**: a model with batch normalisation, 93 % right when `evaluate` asks it, is right on three cases in five when these pieces have one row, on four in five with
# two rows, on nine in ten with ten. There is one planted bug. Argue from the symptom to the cause before you run the check, then mend it.

# %% exercise="predict_in_batches"

# %% tags=["explore"]
with once_written():
    model, T = measured.normalised()
    for size in (1, 2, 100):
        kept = model.get_weights()
        answers = predict_in_batches(model, T[:100], size)
        model.set_weights(kept)
        print(f"pieces of {size:3}: the first three answers {answers[:3, 0].round(2)}")

# %% [markdown] only="deck" slide="slide"
# ## The same case, in different company

# %% tags=["explore", "hide-input"] slide="-" held="r4-alone-in-a-batch"
measured.company()

# %% [markdown] items=["R4"] held="r4-alone-in-a-batch"
# Told that it is training, the model answers by company: a single case always gets the same number, whatever the case; with one other beside it, the same case gets many different ones. Alone it is right as often as somebody who always names the commoner class. In groups of 100 the
# company averages out, and it is right as often as when it is told the truth: that is why the mistake survives a validation in large batches. Told the truth, it answers 0.09 in every company. In Keras `predict` and `evaluate` take care of it, in PyTorch one has to say `model.eval()`.

# %% [markdown] only="deck" slide="notes"
# Read the first column from below: with 100 rows the mistake looks harmless, and a validation in large batches finds nothing. With one row every patient gets the same answer. Ask who would notice, and when.

# %% [markdown] minutes=1 items=["C3", "CP3", "R4"]
# ## 8 · You will read that …
#
# - **“The first layer must be told `input_dim`.”** It may be; a layer is built when it meets data. Section 6 has shown it.

# %% [markdown] items=["C3"] held="c3-sigmoid-twice"
# - **“The last layer needs a sigmoid.”** Either it has one and the loss takes probabilities, or it has none and the loss takes logits. With both, this is what is left of the probabilities:

# %% tags=["explore"] held="c3-sigmoid-twice"
for seed in range(3):
    (low, high, twice), (_, _, once) = measured.sigmoid_twice(seed)
    print(f"two sigmoids: p from {low:.2f} to {high:.2f}, loss {twice:.2f}; one: loss {once:.2f}")

# %% [markdown] items=["C3"] held="c3-fit-again"
# - **“`fit` starts the training.”** It goes on with it, from wherever the model is.

# %% [markdown] items=["C3"] held="c3-loss-above"
# - **“A training loss above the validation loss means that something is wrong.”** They are measured at different moments, and with dropout by different networks. Section 5 has measured it.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “The first layer must be told `input_dim`.”
# - “A training loss above the validation loss means that something is wrong.”
# - “`fit` starts the training.”
# - “The last layer needs a sigmoid.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# All four have been measured on the way: lazy building, three losses, two calls of fit, and a sigmoid too many, whose probabilities stay between 0.50 and 0.73.

# %% [markdown] minutes=2 items=["R4"]
# ## 9 · Checkpoint
#
# One situation with options, and one without. The second: a friend's model trains well in the notebook, is saved, and answers nonsense on a server, one request at a time. Name three causes from this lesson and lesson 02, and for each the line that you would look
# for. Say it aloud, then unfold.
#
# <details><summary>Compare with (click to unfold)</summary>
#
# It is asked in training mode: `training=True`, or a forgotten `model.eval()`. Its answers are logits and are read as probabilities, or get a second sigmoid. The requests are not scaled with the mean and spread of the training data.
#
# </details>

# %% question="r4-two-answers" slide="slide"

# %% [markdown] minutes=4
# ## 10 · Review
#
# Five short ones from earlier lessons. Half a minute each.

# %% question="review-12-how-many-updates"

# %% question="review-12-what-backward-does"

# %% question="review-12-dropout-when"

# %% question="review-12-first-step-of-adam"

# %% question="review-12-what-to-beat"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Write a layer, a loss and a model, as libraries have them
# - Say what `fit`, `evaluate` and `summary` do, line by line
# - Ask of any model: was it told that this is no training?

# %% [markdown] only="deck" slide="notes"
# Close with a question to the room: which line of Keras's example could you not write yourself today?

# %% [markdown] minutes=1
# ## 11 · What you can do now
#
# - You can write a layer, a loss and a model that fit together without knowing each other.
# - You know what is inside Keras's example, down to each of its 289 numbers.
# - You can tell a model that is wrong from one that is asked in the wrong way.
#
# **Next**, lesson 13: everything at once. You build a reader of handwritten digits, judge it on a sealed test split, and write its model card.
#
# **Two good readings.**
#
# - François Chollet, *Deep Learning with Python*: Keras from the inside, by its author. You can now guess most of what his classes do.
# - Andrej Karpathy's *micrograd*: a library of 150 lines in which a number, not a layer, finds its own gradients, as your `Value` of lesson 06 does.

# %% [markdown]
# ## 12 · Stretch
#
# Outside the minutes above, without points, checked just as carefully.
#
# **Dropout as a layer.** Lesson 10's two functions, and a mask that is kept between them.

# %% exercise="Dropout"

# %% [markdown] items=["R4"]
# **Batch normalisation.** Statistics of the batch in training, running ones in predictions. **By hand**, one feature, rows 1 and 3: mean 2, variance 1, so they become $-1$ and $1$. With a momentum of 0.5 the running mean goes from 0 to
# $0.5 \cdot 0 + 0.5 \cdot 2 = 1$. The way back is the longest formula of the course; its docstring has it. (`Z.var(axis=0)` is the variance of
# each column.)

# %% exercise="BatchNorm"

# %% [markdown] items=["R4"]
# **Clipping.** Against gradients that explode (lesson 11): one factor for *all* arrays, so that the whole gradient keeps its direction. By hand, $(3)$ and $(0, 4)$: length 5; clipped to 1 they are $(0.6)$ and $(0, 0.8)$.

# %% exercise="clip_by_global_norm"

# %% [markdown] items=["C3"]
# **Broadcasting, backwards.** A `Value` of lesson 06 holds one number. With arrays in it, it would be PyTorch, but for one thing: where NumPy repeated an array, the gradient has to be summed. `np.sum(a, axis=1, keepdims=True)` keeps a summed axis, with size 1; `a.ndim` is the
# number of axes.

# %% exercise="unbroadcast"

# %% [markdown] items=["R2"]
# **Early stopping with the best weights.** In Keras this is `EarlyStopping(patience=…, restore_best_weights=True)`; without the second argument the model keeps its last weights, which is seldom what one wants. Keep *copies*: an array that is kept and then changed in place is
# changed where you keep it, too. (`model.fit(X, y, epochs=1, verbose=0)` trains for one epoch and prints nothing.)

# %% exercise="fit_with_patience"
