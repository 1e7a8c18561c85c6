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
#     title: Training
#     lesson: 08-training
#     minutes: 126
# ---

# %% [markdown] only="deck" slide="slide"
# # Training
#
# Lesson 08 · the loop, the data, and how to read what it leaves behind

# %% [markdown] only="deck" slide="notes"
# 126 minutes with all exercises; about 45 for the talk and the questions alone. Every curve is a real small training, made
# anew when its cell runs. Questions run think, vote, reveal. Have the curve doctor open in JupyterLab beforehand.

# %% [markdown] minutes=2
# # Training
#
# ## 1 · Where you are
#
# You have a network that computes (lesson 02), a cost that judges it (04), gradients (06 and 07) and a step that uses
# them (05). Training puts these four in a loop. The loop is ten lines long. Most of what goes wrong with networks goes
# wrong around it: in the data that it is fed, in the numbers that set it up, in how its curves are read.
#
# **At the end you can**
#
# - write the training loop with epochs and mini-batches, for any model that is given by functions;
# - split data so that no knowledge leaks, and repeat an experiment exactly;
# - read learning curves: name a fault, say what to check first, and what to change.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Four steps, again and again | 15 |
# | 3 · Epochs and batches | 18 |
# | 4 · Three splits | 23 |
# | *a good place to stop* | |
# | 5 · The whole loop | 19 |
# | 6 · Has it converged? | 10 |
# | 7 · Reading the curves | 20 |
# | 8 · Break it | 7 |
# | 9 · You will read that … | 2 |
# | 10 · Checkpoint | 6 |
# | 11 · Review | 3 |
# | 12 · What you can do now | 1 |
#
# Nine exercises carry 20 points. A good place to stop is the end of section 4.

# %% slide="skip"
import numpy as np

from autograder import check
from workbook import nn

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask
from workbook.explore import CurveDoctor
from workbook.plots import training as plots
from workbook.plots import training_measured as measured

# %% [markdown] only="deck" slide="slide"
# ## Four trainings: what ails them?

# %% [markdown]
# Four trainings, each with one fault. What ails them? At the end of the lesson you will know the signs.

# %% tags=["explore", "hide-input"] slide="-"
plots.patients(named=False)

# %% [markdown] only="deck" slide="notes"
# Collect guesses, and confirm none. The names come in section 7.

# %% [markdown] minutes=15 items=["T1"]
# ## 2 · Four steps, again and again
#
# Training is a ring of four steps. **Predict** what each is for, by taking one away:

# %% question="t1-which-step-changes-weights" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Four steps, again and again

# %% tags=["explore", "hide-input"] slide="-" held="t1-which-step-changes-weights"
plots.loop()

# %% [markdown] only="deck" slide="notes"
# Ask for each arrow: what is handed on, and of what shape? Which step needs the labels? (Loss.) Which needs the learning
# rate? (Update alone.)

# %% [markdown] items=["T1"] held="t1-which-step-changes-weights"
# **Say it precisely.** For a batch $X\ (N, D)$ with its labels $y\ (N,)$ and parameters $\theta$:
#
# 1. **Forward**: predictions, from $X$ and $\theta$.
# 2. **Loss**: the cost $J(\theta)$, one number, from predictions and $y$.
# 3. **Backpropagation**: the gradient $\nabla J(\theta)$, of the shape of $\theta$.
# 4. **Update**: $\theta \leftarrow \theta - \alpha \nabla J(\theta)$, with the learning rate $\alpha$.
#
# Steps 1 to 3 only compute. Step 4 alone changes something.
#
# The loop need not know which network it trains. It takes the model as two functions:
#
# - `loss_and_grads(params, X, y)` does steps 1 to 3 and returns `(cost, grads)`. Lesson 07's `nn.mlp_loss_and_grads` is
#   of this kind.
# - `update(params, grads)` does step 4 and returns *new* params. The learning rate lives in there.
#
# (The docstrings below write such functions in one line: `lambda w, g: w - 0.25 * g` takes $w$ and $g$ and returns what stands
# behind the colon.)
#
# **By hand.** One weight $w = 1$, the cost $w^2$ with the gradient $2w$, and $\alpha = \tfrac14$:
#
# | step | cost $w^2$ | gradient $2w$ | new $w$ |
# |---|---|---|---|
# | 1 | $1$ | $2$ | $1 - \tfrac14 \cdot 2 = \tfrac12$ |
# | 2 | $\tfrac14$ | $1$ | $\tfrac12 - \tfrac14 \cdot 1 = \tfrac14$ |
# | 3 | $\tfrac1{16}$ | $\tfrac12$ | $\tfrac14 - \tfrac14 \cdot \tfrac12 = \tfrac18$ |

# %% [markdown] only="deck" slide="slide"
# ## By hand: cost $w^2$, gradient $2w$, $\alpha = \tfrac14$
#
# | step | cost | gradient | new $w$ |
# |---|---|---|---|
# | 1 | $1$ | $2$ | $\tfrac12$ |
# | 2 | $\tfrac14$ | $1$ | $\tfrac14$ |
# | 3 | $\tfrac1{16}$ | $\tfrac12$ | $\tfrac18$ |
#
# The cost in each row is that *before* the update.

# %% [markdown] items=["T5"]
# **Look first.** Before any training, print a few rows *beside their labels*, and ask whether a person would give the same. No
# later test replaces it. These samples lie on two rings, class 1 inside; one label in ten is wrong on purpose:

# %% tags=["explore"]
X, y = measured.noisy_rings(160, 5)
for row, label in zip(X[:6], y[:6], strict=True):
    print(f"distance from the middle {np.linalg.norm(row):.2f}   label {label}")
print("share of class 1:", y.mean())

# %% [markdown] items=["T5"]
# **Then overfit one batch.** Before any long training there is a test that takes seconds: take 8 samples, and train on
# these 8 alone until they are known by heart. A network with more parameters than samples can do that, as a rule. If yours
# cannot, then something in the loop is broken: labels that change places from step to step, a sign, a rate that is far off. It
# is the cheapest experiment in this course. What does it *not* find? Labels that stand on wrong rows once and for all:

# %% [markdown] only="deck" slide="slide"
# ## Overfit one batch first

# %% tags=["explore", "hide-input"] slide="-"
plots.one_batch()

# %% [markdown] only="deck" slide="notes"
# Overfitting is the aim here, for once. Ask what each outcome would mean. Falls to 0: the loop works, and nothing is said about
# the data. Stays at ln 2: labels change places from step to step, or nothing moves. Shoots up: the rate, or a sign.

# %% [markdown] items=["T5"]
# A network learns wrong labels by heart as well as right ones, only somewhat slower. So look at the rows first.

# %% [markdown]
# Now you. This one is guided: a step notes the cost, then moves the parameters.
#
# 1. `cost, grads = loss_and_grads(params, X, y)` does steps 1 to 3.
# 2. Append the cost to a list: it is that of the parameters *before* the update.
# 3. `params = update(params, grads)`. The new parameters have to be kept.

# %% exercise="overfit_batch"

# %% [markdown]
# And here it is with a real network: sixteen tanh units, eight samples. `network(0.5)` gives the two functions
# of a network with the learning rate 0.5. `costs[::50]` is every fiftieth cost, and `np.round` rounds.

# %% tags=["explore"]
X, y = measured.noisy_rings(8, seed=9)
params = nn.init_params([2, 16, 2], np.random.default_rng(4), "xavier")
costs = nn.overfit_batch(params, *measured.network(0.5), X, y, 300)
print("cost of the 8 samples, every 50 steps:", np.round(costs[::50], 3))

# %% [markdown] minutes=18 items=["T2"]
# ## 3 · Epochs and batches
#
# With a million samples, the gradient over all of them is a long wait for a single step. So the data are cut into
# *batches*, and each batch makes a step. **Predict:**

# %% question="t2-how-many-updates" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## An epoch, cut into batches

# %% tags=["explore", "hide-input"] slide="-" held="t2-how-many-updates"
plots.epochs_and_batches()

# %% [markdown] items=["T2"] held="t2-how-many-updates"
# **Say it precisely.**
#
# - A **batch** (or *mini-batch*) is a few samples that make one update together. $B$ is how many.
# - An **epoch** is one pass over all $N$ training samples.
# - An **iteration** is one update. One epoch has $\lceil N / B \rceil$ of them; $\lceil\ \rceil$ means *rounded up*.
#
# **By hand**, as in the picture: $N = 10$ and $B = 4$ give batches of 4, 4 and 2, so $\lceil 10 / 4 \rceil = 3$
# iterations. With $N = 12$ there would be 3 as well, all full. (In Python `10 // 4` is 2, rounded down, and `np.ceil(10 / 4)` is
# 3.0.)
#
# The order is shuffled anew in each epoch. Data often come sorted, and a batch of one class alone would pull the
# network to that class. A fresh order also brings other samples together every time.

# %% [markdown] only="deck" slide="slide"
# ## Three words
#
# - **Batch**: a few samples that make one update; $B$ of them
# - **Epoch**: one pass over all $N$ samples
# - **Iteration**: one update
#
# $$\text{iterations per epoch} = \lceil N / B \rceil$$
#
# $N = 10$, $B = 4$: batches of 4, 4 and 2, so 3 iterations

# %% exercise="iterations_per_epoch"

# %% [markdown]
# The next one has one trap: rows and labels belong together. Draw the order *once*, as numbers:
# `order = rng.permutation(len(X))`. Then `X[order]` and `y[order]` stand in the same order. Here is what that means:

# %% tags=["explore"]
order = np.random.default_rng(7).permutation(4)
print(
    "order", order, "  X", np.array([10, 20, 30, 40])[order], "  y", np.array([1, 2, 3, 4])[order]
)

# %% exercise="minibatches"

# %% [markdown]
# How fast does it go with small batches, how fast with large ones? **Predict:**

# %% question="t2-same-epochs-smaller-batches" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The same 60 epochs

# %% tags=["explore", "hide-input"] slide="-" held="t2-same-epochs-smaller-batches"
plots.batch_sizes()

# %% [markdown] items=["T2", "T4"] held="t2-same-epochs-smaller-batches"
# So “60 epochs” says little without the batch size. At this small learning rate it is the number of *updates* that counts: drawn
# against updates, the curves lie together. Can a larger rate make up for larger batches? Two sizes, each at the best of four
# rates, five seeds:

# %% tags=["explore"]
for size in (160, 16):
    rate, low, high = measured.best_rate(size)
    print(f"batches of {size:3}: best rate {rate}, cost after 60 epochs {low:.2f} to {high:.2f}")

# %% [markdown] items=["T2", "T4"] held="t2-same-epochs-smaller-batches"
# Here it cannot, nor at any rate in between: at 3 even the exact gradient overshoots, for the surface is too steep, and 60 updates
# are too few. What speaks
# for larger batches is that a processor takes their samples in parallel, so that each *epoch* is quicker. Rate and batch size
# are tuned together; lesson 09 goes on from here.

# %% [markdown] only="deck" slide="notes"
# Left, by epochs: small batches far ahead. Right, by updates: where they have made equally many updates, they are about
# equally far. Each curve is one of five seeds. A larger rate does not close the gap here: at 3 both sizes get worse.

# %% [markdown] minutes=23 items=["T5"]
# ## 4 · Three splits
#
# A network can learn its training data by heart; you have just made one do so. What counts is new data. How well
# will it do there? **Predict** what a careless test would say:

# %% question="t5-coin-flips" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Features chosen before the split, and after it

# %% tags=["explore"] slide="-"
for first, words in (
    (True, "chosen on all rows, then split"),
    (False, "split, then chosen on training"),
):
    print(f"{words:31}: test accuracy {measured.accuracy_on_noise(select_first=first):.1%}")

# %% [markdown] only="deck" slide="notes"
# Labels are coin flips: nothing can be learnt. 93 % is all leak. Ambroise and McLachlan (2002) found it in published
# studies of gene expression.

# %% [markdown] items=["T5"] held="t5-coin-flips"
# The labels were coin flips, averaged over 20 repetitions. The honest number is one half. The other is a **leak**:
# knowledge about the test rows found its way into training, here through the choice of features (Ambroise and McLachlan,
# *PNAS*, 2002, found it in published studies). The curves look splendid; only the future will not.

# %% [markdown] items=["T5"]
# **Say it precisely.** Data are parted *first of all*, at random, into three:

# %% [markdown] only="deck" slide="slide"
# ## Three splits, three uses

# %% tags=["explore", "hide-input"] slide="-"
plots.splits()

# %% [markdown] items=["T5", "T4"]
# - On **training** data the weights are learnt. So are means and spreads for scaling, the choice of features, everything
#   that is computed from data.
# - On **validation** data you choose: learning rate, number of units, when to stop. This is called *tuning*. Choosing is
#   learning too, of a slow kind.
# - On **test** data the final model is judged, *once*. Whoever goes back and tunes after looking has made it a second
#   validation set.
#
# Usual leaks: scaling before the split; copies of a row on both sides; several rows of one person on both sides; in time
# series, the future in training; a column that is another name for the label.
#
# **Stratified** means: each class by itself is split in the same proportion. It matters when a class is rare: of 5 rows in
# 100, chance leaves none for a test of 20 rows in about one split of three.
#
# **By hand.** Fifteen rows, 10 of class 0 and 5 of class 1, fractions 0.6, 0.2, 0.2:
#
# | | training | validation | test |
# |---|---|---|---|
# | class 0 | 6 | 2 | 2 |
# | class 1 | 3 | 1 | 1 |

# %% [markdown] only="deck" slide="slide"
# ## Usual leaks
#
# - Scaling, or choosing features, before the split
# - Copies of a row on both sides
# - Several rows of one person on both sides
# - The future in training
# - A column that is another name for the label
# - Tuning on the test data

# %% [markdown]
# First a short one. What share of the labels is right?

# %% exercise="accuracy"

# %% [markdown]
# Now the split, with less guidance. `rng.permutation(rows)` shuffles an array of row numbers. For `stratify=True`,
# `np.flatnonzero(y == c)` gives the rows of class `c`; go through `np.unique(y)` and join the pieces with
# `np.concatenate`. `np.split(rows, [6, 8])` cuts an array before its entries 6 and 8, into three pieces, and `tuple(parts)` makes a tuple of
# a list.

# %% exercise="train_val_test_split"

# %% [markdown] items=["T5"]
# **Reproducibility.** All randomness above came from `rng`. Hand in a generator with the same seed, and splits, weights,
# batches and results are the same again. So write the seed down. And since one seed is one draw, report several:

# %% tags=["explore"]
for seed in (1, 1, 2, 3):
    history = measured.history(lr=1.0, epochs=40, seed=seed)
    print(f"seed {seed}: validation cost after 40 epochs {history['val_loss'][-1]:.6f}")

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# Forward, loss, backward, update; an epoch is one pass over the data, of $\lceil N/B \rceil$ iterations. Three splits, drawn at random and kept apart:
# fit, choose, judge. Write the seed down. What is still open: the whole loop, and how to read its curves.
#
# </details>

# %% [markdown] minutes=19 items=["T1", "T4"]
# ## 5 · The whole loop
#
# Everything is there. **Say it precisely**, in words:
#
# > For each epoch: shuffle, and cut into batches. For each batch: gradients, then update. After the last batch: note the
# > cost on all training samples, and on all validation samples.
#
# Nothing is ever learnt from the validation set; its gradient is thrown away. The notes make up the *history*, a dict of
# lists with one entry per epoch. Drawn, they are the **learning curves**.
#
# **By hand**, with $w = 1$, cost $w^2$, $\alpha = \tfrac14$, and one sample, so one batch per epoch: after epoch 1,
# $w = \tfrac12$ and the cost is $\tfrac14$; after epoch 2, $w = \tfrac14$ and the cost is $\tfrac1{16}$. The history holds
# $(\tfrac14, \tfrac1{16})$. It does *not* hold the cost 1 of the start.

# %% [markdown] only="deck" slide="slide"
# ## The whole loop
#
# For each **epoch**: shuffle, cut into batches
#
# - For each **batch**: gradients, update
#
# After the last batch: note both costs
#
# Nothing is ever learnt from the validation set.

# %% [markdown] only="deck" slide="notes"
# Ask which lines stand in the inner loop, which in the outer. Ask what changes if the shuffle stands before both loops.

# %% [markdown]
# Now you, without guidance but for the docstring. Your `minibatches` may be called.

# %% exercise="train"

# %% [markdown]
# It trains any model. Here a network of eight tanh units on two rings, one inside the other, of which one label in ten
# is wrong:

# %% [markdown] only="deck" slide="slide"
# ## The loop at work

# %% tags=["explore"] slide="-"
params = nn.init_params([2, 8, 2], np.random.default_rng(1), "xavier")
sets = measured.noisy_rings(160, 5), measured.noisy_rings(200, 6)
history = nn.train(params, *measured.network(1.0), *sets, 16, 100, np.random.default_rng(2))
for epoch in (1, 10, 30, 60, 100):
    L, V = history["loss"][epoch - 1], history["val_loss"][epoch - 1]
    print(f"epoch {epoch:3}: training {L:.3f}   validation {V:.3f}")

# %% [markdown] items=["T4"]
# With one wrong label in ten no honest cost is to be expected below $-0.1 \ln 0.1 - 0.9 \ln 0.9 \approx 0.33$ on new data. That
# is good to know beforehand: it tells you when to stop hoping, and when to grow suspicious.
#
# **A check-up** before a long training. Four numbers, for a sound training and for five others:

# %% [markdown] only="deck" slide="slide"
# ## A check-up

# %% tags=["explore", "hide-input"] slide="-"
measured.check_up()

# %% [markdown] only="deck" slide="notes"
# Ask for each row which number gives it away. The first cost is sound in all of them: it would catch a wrong number of classes, or a
# cost that is divided twice.

# %% [markdown] items=["T4", "T5"]
# - **First cost**, with the last weights × 0.01 (lesson 07): must be $\ln K$, else the cost itself is wrong.
# - **Update ÷ weight**: $\lVert \alpha\,\mathrm{d}W \rVert / \lVert W \rVert$ for each layer, the share of its own size that a
#   layer moves in a step; the median of the first five epochs. Here some hundredths are sound; a thousandth is too slow, more than one throws a layer about. (In
#   the tenfold row that is the last layer. The first one, saturated after an epoch, hardly moves any more.) Which values are sound depends on
#   network and batch; for large networks about 0.001 is often named.
# - **Saturated**: the share of tanh answers beyond ±0.99 *before* training. With ReLU count the units that are never on.
# - **Inputs all 0**: the *baseline* that has seen nothing. A network whose validation cost is no lower has learnt nothing from
#   its inputs; so labels on wrong rows come to light.
#
# **Tuning** is the search for good settings: the rate first, since little else matters while it is wrong, in
# steps of 3 or 10; then enough epochs, for one is seldom enough; then the size. Each trial is judged on validation. With
# several settings at once, draw them *at random*, rates on a logarithmic scale: a grid of 4 × 4 tries four rates, 16 random
# pairs try sixteen (Bergstra and Bengio, 2012).

# %% [markdown] only="deck" slide="slide"
# ## Tuning
#
# - The **rate** first, in steps of 3 or 10
# - Then enough **epochs**; then the **size**
# - Several at once: at random, rates on a logarithmic scale
# - Judge on validation, every time

# %% tags=["explore"]
rng = np.random.default_rng(0)
for lr, hidden in zip(10 ** rng.uniform(-2, 1, 8), rng.integers(2, 13, 8), strict=True):
    val = measured.history(lr=float(lr), hidden=int(hidden))["val_loss"]
    print(f"rate {lr:6.3f}, {hidden:2} units: best validation cost {min(val):.3f}, last {val[-1]:.3f}")

# %% [markdown] items=["T4", "T5"]
# With few data, one validation split is a small sample itself. **$k$-fold cross-validation** cuts the data in $k$ parts, holds out
# each in turn, trains $k$ times, and takes the mean; the test data stay outside. With 100 samples and $k = 5$:

# %% tags=["explore"]
costs = measured.k_fold()
print("held-out costs", costs.round(2), f" mean {costs.mean():.2f}, spread {costs.std():.2f}")

# %% [markdown] minutes=10 items=["T3", "Q8"]
# ## 6 · Has it converged?
#
# **Predict:**

# %% question="t3-flat-for-400-epochs" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The same network, 800 epochs later

# %% tags=["explore", "hide-input"] slide="-" held="t3-flat-for-400-epochs"
plots.plateau()

# %% [markdown] only="deck" slide="notes"
# Show the first 400 epochs with a sheet of paper over the rest. Small weights start near a saddle: by symmetry the gradient
# is almost 0 there. The grey curves are the same network from other starts; one has not left the plateau at all.

# %% [markdown] only="deck" slide="slide"
# ## Convergence
#
# The loss has stopped improving much
#
# - *much*: a **tolerance** · *stopped*: for a **patience** of so many epochs
# - Compare the lowest of the last epochs with the lowest before
# - A plateau and a saddle look the same: try another rate, another start, more epochs
#
# Losses 8, 4, 3.5, 3.25, patience 2: improvement $4 - 3.25 = 0.75$

# %% [markdown] items=["T3", "Q8"] held="t3-flat-for-400-epochs"
# **Say it precisely.** **Convergence** means: the loss has stopped improving much. That needs two numbers, a *tolerance*
# (how much is much?) and a *patience* (for how many epochs?). Single epochs jump, so compare the lowest loss of
# the last `patience` epochs with the lowest before them.
#
# **By hand.** Losses 8, 4, 3.5, 3.25 and patience 2. Before: the lowest is 4. Since: 3.25. That is an improvement of 0.75. With
# tolerance 1 it has converged; with tolerance 0.5 it has not.
#
# **Q: How do you know that it has converged?** You see that the loss no longer falls, over a window, on training and on
# validation. You make sure that it is no plateau: a larger rate, another start, more epochs change nothing. Then you
# know that it stopped improving. That this is the best minimum, no curve can show.

# %% exercise="has_converged"

# %% tags=["explore"]
losses = measured.plateau()
for epochs in (300, 600, 1200):
    print(
        f"after {epochs:4} epochs: cost {losses[epochs - 1]:.3f}, converged: "
        f"{nn.has_converged(losses[:epochs], 0.01, 50)}"
    )

# %% [markdown] items=["T3"] held="t3-flat-for-400-epochs"
# At 300 epochs the function says *converged*, and by its definition it is right. It was a plateau all the same. From other starts
# the same network leaves it sooner, later, or not at all in 1200 epochs.

# %% [markdown] minutes=20 items=["Q9", "T4"]
# ## 7 · Reading the curves
#
# **Predict**, before the list of suspects:

# %% question="q9-both-high-and-flat" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Four trainings, four faults

# %% tags=["explore", "hide-input"] slide="-" held="q9-both-high-and-flat"
plots.patients()

# %% [markdown] only="deck" slide="notes"
# The four of the beginning, with their names. The second and the fourth look alike: their curves do not part them, the rows beside
# their labels do. The third looks best of all, and is the worst.

# %% [markdown] items=["Q9", "T4"] held="q9-both-high-and-flat"
# **Q: What do you check when it does not converge?** First look at rows beside their labels, for wrong labels are learnt by
# heart as well; then overfit one batch, which tells whether the loop can learn at all. Then, from the cheapest to the dearest:
#
# | suspect | how the curves look | try |
# |---|---|---|
# | **learning rate** too large | training jumps or climbs | divide by 3 or 10 |
# | **learning rate** too small | both creep | multiply by 3 or 10 |
# | **epochs** too few | both still fall at the end | more epochs |
# | **optimizer** | slow along a ravine, at any rate | another one (lesson 09) |
# | **capacity** too small | both flat and high | more units |
# | overfitting | training falls, validation turns and rises | stop earlier, more data (lesson 10) |
# | a leak | validation too good to be true | look at the split |
# | a bug | validation hardly below guessing | look at rows with their labels; one batch |

# %% [markdown] only="deck" slide="slide"
# ## What to check when it does not converge
#
# | suspect | how the curves look | try |
# |---|---|---|
# | **rate** too large | jumps or climbs | ÷ 3 or 10 |
# | **rate** too small | both creep | × 3 or 10 |
# | **epochs** too few | still falling at the end | more |
# | **optimizer** | slow at any rate | another (lesson 09) |
# | **capacity** too small | both flat and high | more units |
# | a bug, wrong labels | validation at guessing | rows beside labels; one batch |

# %% [markdown]
# **Explore.** Seven patients wait below. Each is a real small training; every move of a slider trains it anew. Name the
# fault from the curves; then the sliders come free, and you mend it. Can you cure all seven?

# %% [markdown] only="deck" slide="slide"
# ## The curve doctor

# %% tags=["explore"] slide="-"
CurveDoctor()

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Vote on each patient before you click. When two faults are named, ask
# which experiment would tell them apart.

# %% [markdown]
# Now write a small doctor yourself. Five rules, the first that holds decides. By hand, for the example of the docstring:
# training 1, 0.5, 0.3, 0.2 is finite and falls; validation ends at 0.9, its lowest is 0.7, and
# $0.9 > 1.1 \cdot 0.7 = 0.77$. So it is *overfitting*, and the later rules are not asked. (`np.isfinite` asks every entry whether it is a
# number at all, neither infinite nor "not a number"; `np.all` asks whether all are.)

# %% exercise="diagnose"

# %% [markdown] items=["Q9"]
# How good is such a doctor? Here are the labels for the seven patients, beside their true faults:

# %% tags=["explore"]
from workbook.explore.curve_doctor import PATIENTS, settings_of, trained

for number, patient in enumerate(PATIENTS):
    print(
        f"true fault: {patient['fault']:12} diagnose: {nn.diagnose(trained(**settings_of(number)))}"
    )

# %% [markdown]
# It describes curves, not causes. A small rate, a small network and a bug all look like *underfitting*; a leak looks like
# a training that is going well, and so do too few epochs; and a rate so large that the very first epoch ends high can look like
# anything. Labels narrow the search. Experiments end it.

# %% [markdown] minutes=7
# ## 8 · Break it
#
# The code below trains one sigmoid unit with mini-batches. It runs. Its lines look like those of this lesson. Yet on two
# clouds that lie far apart, the unit learns next to nothing: after 20 epochs at a rate of 0.1 its cost is still between 0.4 and
# 0.8, from whatever seed, where it should be below 0.01. With a single sample it works. There is one bug. Say what it is before you run the check; then mend it.

# %% exercise="train_unit"

# %% [markdown] minutes=2 items=["T2"]
# ## 9 · You will read that …
#
# **“A batch is an epoch” or “we trained for 100 batches, so each sample was seen 100 times.”** A batch is a part of the data, an
# epoch is a pass over all of it. Count:

# %% tags=["explore"]
X, y = np.arange(20.0).reshape(10, 2), np.arange(10)
batches = nn.minibatches(X, y, 4, np.random.default_rng(7))
print(
    "samples in the first batch:",
    batches[0][1],
    "  in the whole epoch:",
    sorted(int(s) for _, b in batches for s in b),
)

# %% [markdown] items=["T3"] held="t3-flat-for-400-epochs"
# **“The loss is flat, so it has converged to a minimum.”** Section 6 settled it: flat at 0.69 for 400 epochs, and below 0.02 in
# the end. A plateau and a saddle look the same.

# %% [markdown] items=["T5"]
# **“The validation loss that is printed can be compared with the training loss beside it.”** Not quite. Keras, for
# instance, prints as training loss the *mean over the batches of the epoch*, taken while the weights were moving, and the
# validation loss after the last move. Early on, while the cost falls, that alone lifts the training loss. Your `train` takes
# both at the same weights. The difference in the first epoch, five seeds:

# %% tags=["explore"]
for seed in range(1, 6):
    on_the_way, after = measured.first_epoch(seed)
    print(f"seed {seed}: mean on the way {on_the_way:.3f}   after the epoch {after:.3f}")

# %% [markdown] minutes=6
# ## 10 · Checkpoint
#
# Five situations. Decide first, then read why each wrong answer tempts.

# %% question="q8-how-do-you-know" slide="slide"

# %% question="q9-what-to-check-first" slide="slide"

# %% question="t5-scaled-too-early" slide="slide"

# %% question="t5-best-of-fifty"

# %% question="t2-what-is-a-batch"

# %% [markdown] minutes=3
# ## 11 · Review
#
# Five short ones from lessons 02 to 07. Half a minute each.

# %% question="review-08-one-entry-off"

# %% question="review-08-all-zero-start"

# %% question="review-08-twice-the-limit"

# %% question="review-08-who-updates"

# %% question="review-08-which-statistics"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Write the training loop: epochs, batches, history
# - Split without leaks, and repeat an experiment exactly
# - Read curves, and say what to check first

# %% [markdown] only="deck" slide="notes"
# Close with a question to the room: your own last experiment, which of the seven faults could it have had without your
# noticing?

# %% [markdown] minutes=1
# ## 12 · What you can do now
#
# - You can write the training loop, with epochs, shuffled batches and a history of both costs, for any model.
# - You can split data in three, at random and stratified, without leaks, and repeat an experiment exactly.
# - You can read learning curves, name a fault, and pick the experiment that tells two suspects apart.
#
# **Next**, lesson 09: the update. Plain gradient descent is one way to use a gradient; momentum, RMSprop and Adam are
# others.
#
# **Two good readings.**
#
# - Andrej Karpathy, *A Recipe for Training Neural Networks*, 2019: the order in which to suspect things, by somebody who
#   has trained many.
# - Shachar Kaufman, Saharon Rosset, Claudia Perlich and Ori Stitelman, *Leakage in Data Mining: Formulation, Detection, and
#   Avoidance*, ACM Transactions on Knowledge Discovery from Data, 2012: how leaks happen to careful people.
