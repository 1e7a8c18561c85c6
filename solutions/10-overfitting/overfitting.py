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
#     title: Overfitting and its remedies
#     lesson: 10-overfitting
#     minutes: 117
# ---

# %% [markdown] only="deck" slide="slide"
# # Overfitting and its remedies
#
# Lesson 10 · how to see it, and what early stopping, L2, dropout and augmentation do about it

# %% [markdown] only="deck" slide="notes"
# 117 minutes with all exercises; about 45 for the talk and the questions alone. Every curve and every number is a real training.
# Questions run think, vote, reveal. Have the capacity dial open in JupyterLab beforehand.

# %% [markdown] minutes=2
# # Overfitting and its remedies
#
# ## 1 · Where you are
#
# You can train a network until its cost on the training data is as low as you like (lessons 07 to 09). That is not what it is
# for. It is for data that nobody has seen yet. This lesson is about the distance between the two: how it comes about, how to
# see it without being fooled, and four ways to make it smaller. You write each of them, and in the end your own code fills a table
# that says what each is worth.
#
# **At the end you can**
#
# - tell overfitting from underfitting, from a bad epoch, from a rate that is too large, and from plain guessing;
# - write early stopping, the L2 penalty, dropout and a simple augmentation;
# - measure remedies against each other, and say what each one costs.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Learnt by heart | 3 |
# | 3 · How to see it | 11 |
# | 4 · Good, compared with what? | 16 |
# | 5 · Stop in time | 15 |
# | 6 · Small weights: L2 | 13 |
# | *a good place to stop* | |
# | 7 · Dropout | 17 |
# | 8 · More data out of old ones | 13 |
# | 9 · All of them, measured | 8 |
# | 10 · Break it | 8 |
# | 11 · You will read that … | 5 |
# | 12 · Checkpoint | 2 |
# | 13 · Review | 3 |
# | 14 · What you can do now | 1 |
#
# Nine exercises carry 20 points.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import CapacityDial
from workbook.plots import overfitting as plots
from workbook.plots import overfitting_measured as measured
from workbook.plots import overfitting_remedies as table

# %% [markdown] only="deck" slide="slide"
# ## The same 20 samples, three networks

# %% [markdown]
# The whole lesson in one picture: the same 20 samples of two noisy moons, and what three networks make of them. Which of the three
# would you trust with a new point? Which has the lowest cost on these 20? Note both letters; section 2 measures them.

# %% tags=["explore", "hide-input"] slide="-"
plots.borders()

# %% [markdown] only="deck" slide="notes"
# Ask which one the room would take for new points, and which has the lowest training cost. Keep both tallies: the costs come after
# the first vote.

# %% [markdown] minutes=3 items=["R1", "R2"]
# ## 2 · Learnt by heart
#
# **Predict** what happens as a network grows while its samples stay few:

# %% question="r1-more-and-more-units" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## More and more units, 20 samples

# %% tags=["explore", "hide-input"] slide="-" held="r1-more-and-more-units"
plots.widths()

# %% [markdown] only="deck" slide="notes"
# Guessing costs ln 2 = 0.69. Ask how something can be worse than guessing: by being sure, and wrong. Twelve draws of samples; the bands
# hold the middle half. Single draws differ widely; with 32 units 11 of the 12 are worse than guessing.

# %% [markdown] items=["R1"] held="r1-more-and-more-units"
# Twelve draws of 20 samples: the lines are the middle draw, the bands hold the middle half. They are wide. With so few samples, chance
# decides much. Guessing costs $\ln 2 \approx 0.69$. From 8 units on, most of the networks are *worse* than guessing on new samples, with 32 units
# 11 of the 12: they are very sure of themselves, also where they are wrong.
#
# Here is the first picture again, with what its three networks are, and their costs on these 20 samples and on 200 others. (This draw
# was picked; section 9 says how.)

# %% [markdown] only="deck" slide="slide"
# ## The same 20 samples: A, B, C

# %% tags=["explore", "hide-input"] slide="-" held="r1-more-and-more-units"
plots.fits()

# %% [markdown] only="deck" slide="notes"
# The lowest training cost and the best answers for new points belong to two different networks: that is the lesson. B and C have the
# same 32 units; what holds B back comes in section 6.

# %% [markdown] items=["R1"]
# **Say it precisely.**
#
# - **Underfitting**: bad on the training data, and about as bad on new ones. The network could not, or did not, learn.
# - **Overfitting**: good on the training data, clearly worse on new ones. It has learnt what these samples have by chance.
# - The difference, cost on new data minus cost on training data, is the **generalisation gap**. New data are played by the
#   validation split (lesson 08).
#
# A gap of some size is nearly always there. It is overfitting when the gap is large, and most plainly when *more learning makes new
# data worse*.

# %% [markdown] only="deck" slide="slide"
# ## Two words
#
# | | training data | new data |
# |---|---|---|
# | **underfit** | bad | as bad |
# | **good fit** | good | nearly as good |
# | **overfit** | good | clearly worse |
#
# Generalisation gap: cost on new data minus cost on training data

# %% [markdown] items=["R2"]
# **What brings it about**, and what is done about it:
#
# | cause | remedy |
# |---|---|
# | few samples | more data; *augmentation*: more data out of old ones (section 8) |
# | many units for them (capacity) | fewer units |
# | many epochs | *early stopping* (section 5) |
# | nothing that holds the weights back | *L2* (section 6), *dropout* (section 7) |
#
# Underfitting wants the opposite: more units, more epochs, weaker remedies. So find out first which of the two you have.

# %% [markdown] only="deck" slide="slide"
# ## Causes and remedies
#
# | cause | remedy |
# |---|---|
# | few samples | more data, augmentation |
# | many units for them | fewer units |
# | many epochs | early stopping |
# | nothing holds the weights back | L2, dropout |
#
# Underfitting wants more units, more epochs, weaker remedies

# %% [markdown] only="deck" slide="notes"
# No cause alone makes a network overfit, and no remedy fits all: the last part of the lesson measures them. Ask first which of the two faults it is.

# %% [markdown] minutes=11 items=["R3", "Q10"]
# ## 3 · How to see it
#
# You watch two curves: the training loss and the validation loss. (Strictly these are costs, means over samples.
# Libraries print “loss”, and so does this lesson where it speaks of curves.) **Predict:**

# %% question="r3-first-rise" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## A validation loss that jumps

# %% tags=["explore", "hide-input"] slide="-" held="r3-first-rise"
plots.jumps()

# %% [markdown] items=["R3", "Q10"] held="r3-first-rise"
# **You will read** that a rising validation loss means overfitting. One rise means next to nothing. Eight such trainings, counted, and
# what a rule loses that stops after so many bad epochs in a row (its *patience*):

# %% tags=["explore"] held="r3-first-rise"
print(f"epochs that are worse than the one before: {measured.share_of_rises():.0%}")
for patience in (1, 5, 10):
    epochs, lost = measured.stopped_by(patience)
    print(f"patience {patience:2}: {epochs:4.1f} epochs run, {lost:.2f} above the lowest")

# %% [markdown] only="deck" slide="notes"
# Nearly half of all epochs are worse than the one before. Whoever stops at the first rise has trained for two epochs, and is 0.34 above the lowest
# loss; with a patience of ten it is 0.04.

# %% [markdown] items=["R3", "Q10"]
# One number for the gap that is reliable: **the median of the gaps of the last epochs.** The median is the middle one of the sorted numbers (of an even count, the mean of the two in the middle).
#
# **By hand.** Training losses 0.5, 0.25, 0.25, 0.25; validation 0.5, 0.5, 2.25, 0.75. The gaps are 0, 0.25, 2, 0.5. The last three,
# sorted, are 0.25, 0.5, 2: the median is 0.5. (Their mean would be 0.92.)
#
# The first exercise is guided. `history` is what your `train` of lesson 08 returns, a dict of lists:
#
# 1. Make arrays of the two lists, and subtract: validation minus training.
# 2. Keep the last `window` of them. `gaps[-window:]` does so, and keeps all where there are fewer.
# 3. Take `np.median`, and make it a plain `float`.

# %% exercise="generalization_gap"

# %% [markdown] items=["CP4", "R3"]
# **Whose loss rises?** “The loss falls for five epochs, then it rises.” Here are three trainings that somebody might
# describe so. In which of them is it overfitting?

# %% [markdown] only="deck" slide="slide"
# ## “The loss falls, then it rises”

# %% tags=["explore", "hide-input"] slide="-"
plots.whose()

# %% question="cp4-five-epochs-then-up" slide="slide"

# %% [markdown] items=["CP4", "R3", "Q10"] held="cp4-five-epochs-then-up"
# A is overfitting: validation rises *while training falls*. In B and C the **training** loss rises, and that is never overfitting: the
# network does not even do better on what it sees. B has a learning rate just above the stable one (lesson 05: the gentle direction
# improves for a while, the steep one grows). C has a bug: its gradients are added up from step to step, since nobody sets them back to 0.
# Dropout would cure neither.
#
# **Q: How do you detect overfitting?** You compare training and validation, over many epochs. Training goes on falling, and
# validation is flat or rises: the gap opens. You do not judge by one epoch, nor by one curve, nor by the number of parameters.

# %% [markdown] only="deck" slide="notes"
# A: overfitting. B: a rate of 1.15 times the stable one; the gentle direction improves, the steep one grows. C: gradients that nobody
# sets back to 0, a classic. The vote comes on the next slide.

# %% [markdown] minutes=16 items=["Q11"]
# ## 4 · Good, compared with what?
#
# Accuracy, the share of right answers, is easier to say than cost. **Predict** what it tells:

# %% question="q11-ninety-five" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## One in twenty: 2000 new samples

# %% tags=["explore"] slide="-" held="q11-ninety-five"
for name, runs in measured.rare_class().items():
    print(f"{name}: accuracy", *(f"{accuracy:.1%}" for accuracy, _ in runs[:5]))
    print("     share found of the rare class:", *(f"{found:.0%}" for _, found in runs[:5]))

# %% [markdown] only="deck" slide="notes"
# Five networks that differ in data and seed. Ask for the accuracy of a doctor who sends everybody home. Then ask which number would have shown
# the difference: how many of the sick are found (lesson 11 gives it its name, recall).

# %% [markdown] items=["Q11"] held="q11-ninety-five"
# Whoever always says “class 0” has 95 %, and so, within a point, have networks that find a fifth of the rare class or nothing of it.
#
# **Q: Is high accuracy always good?** No. It is useless without a **baseline**: the accuracy of always naming the most
# common class. Where one class makes up 95 %, that is 0.95. What counts is how much of the rest was gained:
#
# $$\text{skill} = \frac{\text{accuracy} - \text{baseline}}{1 - \text{baseline}}$$
#
# Skill 0 is as good as guessing, 1 is perfect; below 0 is worse than guessing. **By hand**, with a baseline of 0.5: an accuracy of 0.98 has the
# skill $0.48 / 0.5 = 0.96$, and 0.60 has $0.1 / 0.5 = 0.2$. With a baseline of 0.98, the same 0.98 has the skill 0.
# (A skill of 0 hides one more thing: some errors are dearer than others. Lesson 11 counts them by kind.)

# %% [markdown] only="deck" slide="slide"
# ## Skill: the share of the way from guessing to perfect
#
# $$\text{skill} = \frac{\text{accuracy} - \text{baseline}}{1 - \text{baseline}}$$
#
# | accuracy | baseline | skill |
# |---|---|---|
# | 0.98 | 0.50 | 0.96 |
# | 0.60 | 0.50 | 0.20 |
# | 0.98 | 0.98 | 0.00 |

# %% [markdown] items=["Q11", "CP5"]
# Now a diagnosis out of two accuracies, with less guidance. The limits 0.5 and 0.25 are a convention of this exercise. Where labels
# are noisy, no network can reach a skill of 1, and then even a good one may be called underfit: a label describes, it does not explain.

# %% exercise="diagnose_fit"

# %% question="cp5-ninety-eight-and-sixty" slide="slide"

# %% [markdown] minutes=15 items=["R2", "CP7"]
# ## 5 · Stop in time
#
# The cheapest remedy changes nothing about the network. Note the validation loss after each epoch, and keep the parameters of the best one. And
# once there has been no better one for so many epochs, the **patience**, stop. By hand first. **Predict:**

# %% question="r2-which-epoch-is-kept"

# %% [markdown] only="deck" slide="slide"
# ## Early stopping

# %% tags=["explore", "hide-input"] slide="-" held="r2-which-epoch-is-kept"
plots.stopped()

# %% [markdown] only="deck" slide="notes"
# Two numbers come out: which epoch to keep, and when to stop. Ask what a patience of 1 would have done here, and what one of 1000
# costs.

# %% [markdown] items=["R2", "CP7"]
# Two questions, two answers: *which epoch to keep* (the best so far) and *when to stop* (after `patience` epochs without a better one).
# The code of a training loop keeps a copy of the parameters whenever there is a new best. In the exercise the losses come as a
# list, and you walk through it as if the rest had not happened yet. (`for epoch, loss in enumerate(val_losses)` walks through a
# list with its places: first 0 and the first loss, then 1 and the next.)
#
# Keras's `EarlyStopping(patience=…)` stops, and by itself leaves the *last* weights in the model; the best ones come back with
# `restore_best_weights=True`. That is easily forgotten.
#
# A short patience stops at a bump, a long one costs time. And mind the validation split: it has now been used to *choose* an
# epoch. Its loss there is a little too good to be true. What the model is worth, the test split says.

# %% [markdown] only="deck" slide="slide"
# ## By hand: patience 2
#
# | epoch | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
# |---|---|---|---|---|---|---|---|---|
# | validation loss | 9 | 7 | 8 | 6 | **5** | 7 | 6 | 4 |
# | epochs since the best | 0 | 0 | 1 | 0 | 0 | 1 | 2 | |
#
# Stop after epoch 6, keep epoch 4. Epoch 7 never happens. (Keras keeps the last weights unless told `restore_best_weights=True`.)

# %% exercise="early_stopping"

# %% question="cp7-ten-of-twenty" slide="slide"

# %% [markdown] minutes=13 items=["R2"]
# ## 6 · Small weights: L2
#
# A border that winds around single samples needs units that switch quickly, and so large weights. Hence the second remedy: put a price on
# large weights. **Predict** what it does to the training cost:

# %% question="r2-price-of-a-penalty"

# %% [markdown] items=["R2"]
# **Say it precisely.** With the cost $J$ and the weight matrices $W$ of all layers, minimise
#
# $$J + \frac{\lambda}{2} \sum_{\text{layers}} \sum_{i,j} W_{ij}^2 , \qquad
# \text{so the gradient becomes} \quad \frac{\partial J}{\partial W} + \lambda W .$$
#
# $\lambda \ge 0$ is the strength. (In lessons 05 and 09 the letter λ was a curvature. From here on it is this number.) The half is
# there so that the gradient is just $\lambda W$. Biases pay nothing: they only shift, and a shift makes no border wind. Note that the
# pull, $\lambda W$, is in proportion to the weight: large ones are pulled hard, small ones hardly.
#
# **By hand.** One layer, $W = (1, -2)$, $b = (9, 9)$, $\lambda = 0.5$. The *penalty* is $0.25 \cdot (1 + 4) = 1.25$. Its gradient is
# $0.5 \cdot (1, -2) = (0.5, -1)$ for $W$, and $(0, 0)$ for $b$.

# %% [markdown] only="deck" slide="slide"
# ## L2: a price on large weights
#
# $$J + \frac{\lambda}{2} \sum W_{ij}^2 \qquad \frac{\partial J}{\partial W} + \lambda W$$
#
# - λ ≥ 0 is the strength; biases pay nothing
# - The pull is in proportion to the weight
# - By hand: $W = (1, -2)$, λ = 0.5: penalty $1.25$, gradient $(0.5, -1)$

# %% [markdown] only="deck" slide="slide"
# ## 32 units, 20 samples, three strengths

# %% tags=["explore", "hide-input"] slide="-" held="r2-price-of-a-penalty"
plots.strengths()

# %% [markdown] only="deck" slide="notes"
# Read the costs from left to right: training rises, validation falls and rises again. Ask how to choose λ: on validation data, in steps of
# 3 or 10. And ask why nobody chooses it on training data: the best would always be 0.

# %% [markdown] items=["R2"] held="r2-price-of-a-penalty"
# From left to right the training cost rises: that is the price. The validation cost falls, and then rises again: too strong a remedy makes even
# 32 units underfit. λ is chosen on validation data, in steps of 3 or 10. (On training data 0 would win.)

# %% [markdown] items=["R2"]
# Now you. `for W, b in params` goes through the layers; `np.zeros_like(b)` makes an array of zeros with the shape of `b`.
# In a training loop the penalty's gradient is added to that of the cost, layer by layer, before the update. Nothing else changes.

# %% exercise="l2_penalty"

# %% exercise="l2_penalty_grad"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# Overfitting shows as a validation cost that rises and goes on rising while the training cost falls; accuracy is good only compared with a baseline.
# Keep the best epoch, not the last; a penalty on squared weights makes them small. What is still open: dropout, more data, and which remedy helps how
# much.
#
# </details>

# %% [markdown] minutes=17 items=["R2"]
# ## 7 · Dropout
#
# The third remedy sounds like a fault. In each training step, every unit of a layer is switched off with probability $p$, at random and
# anew for each sample. A unit can then not rely on another that happens to make up for its errors, and to learn a sample by heart takes many
# units that play together. (In lesson 04 the letter $p$ was the probability of *yes*. Here it is this one.) **Predict** what has to
# be put right:

# %% question="r2-half-the-units" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Dropout: another network in each step

# %% tags=["explore", "hide-input"] slide="-" held="r2-half-the-units"
plots.dropped()

# %% [markdown] only="deck" slide="notes"
# The numbers are the factors: 0 for a dropped unit, 1 / (1 − 0.5) = 2 for one that is kept, 1 for all in predictions. Ask for the mean
# of the factors over many steps: 1.

# %% [markdown] items=["R2"] held="r2-half-the-units"
# **Say it precisely.** $A$ holds a layer's activations, $(N, H)$. The *mask* has the same shape: each entry is 0 with probability $p$, and
# otherwise $1 / (1 - p)$, each drawn by itself. Forward and backward, entry by entry:
#
# $$\text{dropped} = A \cdot \text{mask}, \qquad \frac{\partial J}{\partial A} = \frac{\partial J}{\partial\,\text{dropped}} \cdot \text{mask} .$$
#
# The mean of an entry of the mask is $p \cdot 0 + (1 - p) \cdot \frac{1}{1 - p} = 1$, so the next layer meets the same sums on average. In
# predictions nothing is dropped and nothing scaled. This is *inverted* dropout, as in PyTorch and Keras. The paper of 2014 kept
# units with probability $p$ and scaled in predictions; when you read a $p$, ask of what.
#
# **By hand.** $A = (1, 2, 3, 4)$, $p = 0.5$; chance keeps the first and the last. The mask is $(2, 0, 0, 2)$, dropped is
# $(2, 0, 0, 8)$. A gradient $(1, 1, 1, 1)$ goes back as $(2, 0, 0, 2)$: what was switched off had no influence.
#
# Dropout stands behind the activation of a hidden layer. The output layer keeps all of its units: they are the answer.

# %% [markdown] only="deck" slide="slide"
# ## Inverted dropout
#
# $$\text{mask} = \begin{cases} 0 & \text{with probability } p \\ 1 / (1 - p) & \text{otherwise} \end{cases}$$
#
# - Forward $A \cdot \text{mask}$; backward the gradient times the *same* mask
# - Predicting: no mask, no scaling
# - By hand, $p = 0.5$: $(1, 2, 3, 4)$ may become $(2, 0, 0, 8)$

# %% [markdown]
# How to draw “True with probability 0.8” for each entry: `rng.random(shape)` gives uniform numbers between 0 and 1, and they are compared.

# %% tags=["explore"]
rng = np.random.default_rng(7)
numbers = rng.random((2, 4))
print(numbers.round(2))
print(numbers >= 0.2)

# %% exercise="dropout_forward"

# %% exercise="dropout_backward"

# %% [markdown] minutes=13 items=["R2"]
# ## 8 · More data out of old ones
#
# The surest remedy is more data. When there are none to be had, make some: **augmentation** changes the inputs in ways that leave
# the label true. It is not free: you state what does *not* matter. **Predict** where that goes wrong:

# %% question="r2-which-label-bears-it"

# %% [markdown] items=["R2"] held="r2-which-label-bears-it"
# For images the simplest augmentation is to move them by a pixel or so. Here are the five signs of this section, noisy as the
# network sees them, and one of them in nine places:

# %% [markdown] only="deck" slide="slide"
# ## A plus is a plus, wherever it stands

# %% tags=["explore", "hide-input"] slide="-" held="r2-which-label-bears-it"
plots.shifts()

# %% [markdown] only="deck" slide="notes"
# Sixty such images are all the training data. Ask which augmentations the signs would bear: mirroring? (The tee, yes.) Upside down? (The
# tee and the bowl, no longer what they were.)

# %% [markdown]
# Images are arrays $(N, \text{rows}, \text{columns})$, and row 0 is at the top. **By hand**, the rows (1, 2, 3) and (4, 5, 6), moved by
# `dx = 1`, become (0, 1, 2) and (0, 4, 5).
#
# A part of all images at once is cut out with a slice for each axis: `X[:, :, :-1]` is every image without its last column, and
# `moved[:, :, 1:] = X[:, :, :-1]` puts it one column to the right. `np.zeros_like(X)` gives the empty images to put it into. The
# rest is without guidance.

# %% exercise="shift_images"

# %% [markdown] minutes=8 items=["R2"]
# ## 9 · All of them, measured
#
# **Explore.** First by hand. Below are a network and four dials; at each move it is trained anew, 200 epochs in an instant. The
# gap is the `generalization_gap` of the last five epochs. The data are one draw of moons, picked so that all five goals can be
# reached. Can you?

# %% [markdown] only="deck" slide="slide"
# ## The capacity dial

# %% tags=["explore"] slide="-"
CapacityDial(units=8, samples=40)

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Before each move ask for a prediction of both curves. Open the gap first; then close it
# with one dial at a time.

# %% [markdown]
# Now one table, on one small data set: sixty noisy images of the five signs, of which one label in ten is wrong; 48 hidden units. **Predict:**

# %% question="r2-which-helps-most"

# %% [markdown] items=["R2"]
# **Your own functions fill it.** Each row is the mean of six draws of images and first weights; behind ± stands the spread between the
# draws. The strengths were chosen on the *validation* images of twelve other draws. Early stopping has a patience of 10. What you have
# not written yet is measured with the library's code, and the table says so.

# %% tags=["explore"] held="r2-which-helps-most"
table.remedies(l2_penalty_grad, dropout_forward, dropout_backward, early_stopping, shift_images)

# %% [markdown] only="deck" slide="slide"
# ## One small data set, all remedies

# %% tags=["explore", "hide-input"] only="deck" slide="-"
table.remedies()

# %% [markdown] only="deck" slide="notes"
# Sixty images, five signs, so guessing is right in 20 %; ± is the spread of six draws. Ask for the winner of each column. Then: which row is
# better than *none* by its cost on new images, and worse by its accuracy? Early stopping: the two need not agree.

# %% [markdown] items=["R2", "R1"] held="r2-which-helps-most"
# Read it by columns.
#
# - *None* is perfect on its sixty images, and right in about 60 % of new ones. (Guessing: 20 %.) Its mean cost there is above that
#   of guessing, $\ln 5 = 1.61$.
# - Every remedy lowers the cost on new images, and every one but more data raises it on the training images: that is its price.
# - *Early stopping* brings the cost on new images down by more than a third, and its accuracy is a little *lower*. The later epochs made
#   the network too sure of itself, and also right a little more often. The two measures need not agree: stop by the one that you need.
# - *Shifted images* help most among the four, for they bring in knowledge: place does not matter. With a little L2 they are about as
#   good as *four times the data*.
#
# **How sure is that?** Six draws are few, and their spreads overlap. But each draw has its own pair of rows. Over 24 draws, on none of which a
# strength was chosen, the accuracy against *none* changes by this many points: L2 +4.7 ± 0.5, dropout +0.5 ± 0.6, early stopping −3.2 ± 0.6,
# shifts +8.3 ± 0.7. Behind ± stands the **standard error**, the spread of the 24 differences divided by $\sqrt{24}$: about so far such a mean is
# off by chance. All but dropout stand clear of that; dropout was better in 14 of 24 draws, which is about a coin. (It was made for large
# networks.)
#
# And how general? Not very. These images were picked by the authors so that the remedies can be told apart, and so were the moons of the dial:
# one draw of 90. On 30 draws that were not picked, with 20 samples and 32 units, the gap was above 1 in 22; λ = 0.01 brought it below 0.2 in
# 12, and dropout of 0.8 below 0.3 in 10. On your data the ranks will differ. What stays is the way: one change at a time, several draws,
# validation for choosing.

# %% [markdown] minutes=8 items=["CP7"]
# ## 10 · Break it
#
# Somebody has put early stopping into a training loop. It stops when it should. **The symptom:** from $w = 4$, with a slope of 1
# everywhere and a rate of 1, it walks over 4, 3, 2, 1, 0. The validation loss is $|w - 2|$, so 2 is the best place. What comes back is 0.
# There is one bug. Say what you suspect before you run the check; then change as little as you can. The cell behind the check shows the
# symptom, as long as it is there. (In it, `lambda w: …` is a function without a name: it takes `w` and gives what stands behind the colon.)

# %% exercise="fit_early_stopping"

# %% tags=["explore"]
slope, loss = (lambda w: np.array([1.0])), (lambda w: abs(w[0] - 2))
print("on the way over 4, 3, 2, 1, 0 the loss is lowest at 2; what came back is", end=" ")
print(fit_early_stopping(np.array([4.0]), slope, loss, 1.0, 2, 10))

# %% [markdown]
# <details><summary>When your check is green: where else this bug lives. (Click to unfold.)</summary>
#
# In PyTorch, `best = model.state_dict()` notes the parameters in the same way, as a second name for arrays that go on changing.
# `copy.deepcopy(model.state_dict())` makes the copy.
#
# </details>

# %% [markdown] minutes=5
# ## 11 · You will read that …
#
# Three sections above have settled three sentences: “the validation loss went up, so it overfits”, “the loss rises, so it overfits”, “95 % accuracy is
# good”. Can you say in half a sentence what settles each? Here are three more. Say what you expect before you run each cell.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “The loss rises, so it overfits.”
# - “95 % accuracy is good.”
# - “A large network overfits, so take a small one.”
# - “Validation below training: something leaks.”
# - “L2 and weight decay are the same.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Whose loss? Compared with which baseline? 32 units stopped in time do as well as few. With dropout on, the training loss is taken from a
# crippled network. With SGD they are the same, with Adam not. The large network gets a picture of its own, next.

# %% [markdown] items=["R2", "R1"]
# **“A large network overfits, so take a small one.”** The twelve draws of section 2, the middle one of each width, at the end and at its
# best epoch:

# %% tags=["explore"]
found = {name: np.median(values, axis=0) for name, values in measured.by_width().items()}
for width, last, lowest in zip(measured.WIDTHS, found["validation"], found["lowest"], strict=True):
    print(f"{width:2} units: validation {last:.2f} at the end, {lowest:.2f} at its best epoch")

# %% [markdown] items=["R3", "R2"]
# Capacity makes overfitting possible; it does not enforce it. Stopped in time, large networks do as well here as small ones. (In 30 draws
# the best of 16 to 32 units was at least as good as the best of 1 to 8 in 21, and on the mean hardly better: 0.34 against 0.35.)
#
# There is more. The error on new data has two parts. Train on many draws of the data: how far the *mean* of all answers is off is the **bias**
# (not a unit's $b$: the same word for another thing); how far the single answers scatter around that mean is the **variance**. Too small a
# network has a bias; variance is what chance in the samples does. You will read that more units mean less bias and more variance, so the
# error is a U. That is half of it. Here 40 noisy samples are fitted by 2 to 800 random ReLU units, of which only the output's weights
# are learnt, over 30 draws of samples and units:

# %% [markdown] only="deck" slide="slide"
# ## Bias, variance, and a second descent

# %% tags=["explore", "hide-input"] slide="-"
plots.double_descent()

# %% [markdown] only="deck" slide="notes"
# Left, the error on new samples is a U up to 40 units, as many as samples; beyond, it falls again. Right, why: the variance peaks where the fit is
# just possible and has no choice. With more units there is a choice, and the method takes the smallest weights. Bands: the middle half of 30 draws. The peak
# of the bias is variance too: a mean of 30 still holds a thirtieth of it.

# %% [markdown] items=["R2", "R1"]
# Up to 40 units it is the U. With as many units as samples there is just one way through all of them, a wild one: the variance peaks. With more
# units there are many ways, the method takes the one with the smallest weights, and the error falls a second time: **double descent** (Belkin and
# others, 2019). It ends about as low as the first time. How deep it goes depends on data, noise and method; that a larger network *must* do worse
# is not true. (The green peak at 40 is no bias. The mean of 30 answers still holds a thirtieth of their variance, and there that is larger than all
# else.)
#
# **“The training loss is above the validation loss: something leaks.”** Maybe. But look how the training loss was taken. With
# dropout switched on, it is that of a crippled network:

# %% tags=["explore"]
run, data = measured.moons(units=32, samples=160, dropout=0.5), measured.dial.material()
(W, b, v, c), X, y = run["params"], data["X"][:160], data["y"][:160]
A, rng = nn.relu(X @ W + b), np.random.default_rng(0)
masked = [nn.dropout_forward(A, 0.5, rng, True)[0] for _ in range(100)]
on = np.mean([nn.bce_from_logits(y, one @ v + c) for one in masked])
print(f"training cost, dropout on (the mean of 100 masks): {on:.3f}")
print(f"training cost, dropout off: {nn.bce_from_logits(y, A @ v + c):.3f}")
print(f"validation cost, dropout off: {run['val_loss'][-1]:.3f}")

# %% [markdown] items=["R2"]
# What Keras prints as “loss” is like the first of the three, beside the third. Dropout makes up about two thirds of the distance. The rest is no leak either: the
# validation samples of this draw happen to be the easier ones. (Of the twelve draws of section 2, trained like this, validation costs more than
# training with dropout off in ten.) So first compare on equal terms, then look at more than one draw.
#
# **“L2 and weight decay are the same.”** Weight decay makes each weight smaller by a fixed share, $\alpha\lambda$, per step. One step
# from $W = (1, 100)$, with no other gradient, α = 0.1 and λ = 0.5:

# %% tags=["explore"]
weights, lr, lam = np.array([1.0, 100.0]), 0.1, 0.5
print("decay:        ", (1 - lr * lam) * weights)
print("SGD with L2:  ", nn.sgd(weights, lam * weights, None, lr=lr)[0])
print("Adam with L2: ", nn.adam(weights, lam * weights, None, lr=lr)[0])

# %% [markdown] items=["R2"]
# With SGD they are the same. Adam divides the pull by its own size, so both weights lose α, the large one as little as the small one. That is why
# there is an *AdamW*, which decays apart from the gradient (Loshchilov and Hutter, 2019).

# %% [markdown] minutes=2
# ## 12 · Checkpoint
#
# You have met three situations on the way. Here is one more, and one without options: a friend reports 99 % on training data and 71 % on
# validation. What do you ask, and what do you propose? Say it aloud in three sentences, then unfold.
#
# <details><summary>Compare with (click to unfold)</summary>
#
# How large is the most common class? Over how many epochs has validation been worse? Then, one at a time and measured on validation: more data or
# an augmentation that the labels bear, L2, dropout, early stopping.
#
# </details>

# %% question="q10-how-to-detect" slide="slide"

# %% [markdown] minutes=3
# ## 13 · Review
#
# Five short ones from earlier lessons. Half a minute each.

# %% question="review-10-best-of-fifty"

# %% question="review-10-edge-of-the-rate"

# %% question="review-10-adams-first-step"

# %% question="review-10-slope-of-relu"

# %% question="review-10-cost-of-guessing"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Tell overfitting from a bad epoch, a wild rate, and guessing
# - Write early stopping, L2, dropout, and shifted images
# - Measure remedies against each other, and say what each costs

# %% [markdown] only="deck" slide="notes"
# Close with a question to the room: your own last model, what was its baseline, and did you choose anything on its test data?

# %% [markdown] minutes=1
# ## 14 · What you can do now
#
# - You can tell overfitting from underfitting, from a bad epoch, from a rate that is too large, and from guessing.
# - You can write early stopping, the L2 penalty, dropout and a simple augmentation, and you know what each one costs.
# - You can measure remedies against each other, on one data set, several draws, and choose on validation.
#
# **Next**, lesson 11: which model for which data, and when a network is the wrong choice.
#
# **Two good readings.**
#
# - Nitish Srivastava, Geoffrey Hinton, Alex Krizhevsky, Ilya Sutskever and Ruslan Salakhutdinov, *Dropout: A Simple Way to Prevent
#   Neural Networks from Overfitting*, Journal of Machine Learning Research, 2014: the first five sections read easily. Mind their $p$.
# - Chiyuan Zhang, Samy Bengio, Moritz Hardt, Benjamin Recht and Oriol Vinyals, *Understanding Deep Learning Requires Rethinking
#   Generalization*, 2017: large networks learn random labels by heart, and still do well on real ones. Why, is not fully known.
