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
#     title: Forward propagation
#     lesson: 02-forward-propagation
#     minutes: 109
# ---

# %% [markdown] only="deck" slide="slide"
# # Forward propagation
#
# Lesson 02 · from raw numbers to a prediction, layer by layer

# %% [markdown] only="deck" slide="notes"
# 109 minutes with all exercises; about 45 for the talk and the questions alone. Have the room say shapes aloud all the
# way: whoever can say the shape before it is shown has understood the step. Questions run think, vote, reveal.

# %% [markdown] minutes=2
# # Forward propagation
#
# ## 1 · Where you are
#
# In lesson 01 you built a single unit: it multiplies its inputs by weights, adds a bias, and answers. Here units become
# layers, and layers a network. A *batch* of samples goes in at one end, and predictions come out at the other. This way
# through is called **forward propagation**. By the end you will have written all of it, for networks of any size, in
# about ten lines.
#
# **At the end you can**
#
# - say the shape of every array in a network before you compute it, and count the network's parameters;
# - write a layer, initial weights and the whole forward pass;
# - scale raw inputs, say what that changes, and notice when they were scaled wrongly.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Three kinds of layer | 2 |
# | 3 · One layer, a whole batch | 8 |
# | 4 · Shapes | 17 |
# | 5 · Where a network begins | 13 |
# | 6 · All the way through | 14 |
# | *a good place to stop* | |
# | 7 · Inputs of any size | 25 |
# | 8 · What you choose, and the seven steps | 3 |
# | 9 · Break it | 7 |
# | 10 · You will read that … | 6 |
# | 11 · Checkpoint | 8 |
# | 12 · Review | 3 |
# | 13 · What you can do now | 1 |
#
# Nine exercises carry points. The first cell below brings NumPy, and `pairwise`, which goes through neighbours: with
# `[3, 4, 2]` it gives `(3, 4)`, then `(4, 2)`. You will see what that is good for. The third draws what this lesson is about.

# %% slide="skip"
from itertools import pairwise

import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import ShapeTracer
from workbook.plots import forward_propagation as plots
from workbook.plots import forward_propagation_measured as measured

# %% tags=["explore", "hide-input"]
plots.batch_through()

# %% [markdown] minutes=2 items=["F1"]
# ## 2 · Three kinds of layer
#
# A network is described by its **sizes**. Three inputs, four hidden units and two outputs make the sizes 3, 4, 2.
# **Predict:**

# %% question="f1-how-many-compute" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Three kinds of layer

# %% tags=["explore", "hide-input"] slide="-"
plots.three_layers()

# %% [markdown] only="deck" slide="notes"
# Ask what each circle does. The left ones hold a number. Let somebody count lines and circles: 12 + 8 weights,
# 4 + 2 biases. That is the 26 of a later slide.

# %% [markdown] items=["F1", "F2", "F4"] held="f1-how-many-compute"
# **Say it precisely.** Information flows in three steps, from left to right:
#
# 1. The **input layer** holds one sample's raw **features**: the grey values of an image's pixels, the readings of
#    sensors, words that have been turned into numbers. It computes nothing.
# 2. One or more **hidden layers** compute new features out of the old ones. Nobody tells them which; training finds
#    them. They are called hidden because neither the data nor the answer shows them.
# 3. The **output layer** computes the prediction: a class, such as *cat*, or a number, such as a price.
#
# *Forward propagation* means: **each unit takes the outputs of all units of the layer before it**, adds them up with
# its own weights, adds its own bias, and hands its answer on to the next layer. At the end the prediction is compared
# with the **label**, the answer that is known for this sample (the $y$ of lesson 01). Lesson 04 turns that comparison into a
# number.
#
# Each line in the picture is a *connection*, and **every connection has a weight**. Each circle that computes is a
# *unit*, and **every unit has a bias**. Inputs have none. So these layers have $3 \cdot 4 + 4 \cdot 2 = 20$ weights and
# $4 + 2 = 6$ biases.
#
# One habit of speech: when people count layers, they usually leave the input layer out, since it computes nothing.
# The network above has two layers.

# %% [markdown] only="deck" slide="slide"
# ## What flows
#
# 1. **Input layer**: holds raw features (pixels, readings, words as numbers)
# 2. **Hidden layers**: compute new features
# 3. **Output layer**: a class, or a number
#
# Then the prediction is compared with the label.
#
# Every *connection* has a weight. Every *unit* has a bias.

# %% [markdown] minutes=8 items=["F3", "F4"]
# ## 3 · One layer, a whole batch
#
# **Predict** what a layer says when nothing comes in:

# %% question="f3-all-inputs-zero" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Nothing comes in: the biases are left

# %% tags=["explore"] slide="-" held="f3-all-inputs-zero"
W, b = np.random.default_rng(2).normal(size=(4, 3)), np.array([0.0, 5.0, -1.0])
print("inputs all 0:", nn.dense(np.zeros((1, 4)), W, b))
print("if biases multiplied:", np.zeros((1, 4)) @ W * b)

# %% [markdown] items=["F2", "F3", "F4"] held="f3-all-inputs-zero"
# **Say it precisely.** Take $N$ samples with $D$ features each, one sample per row, and a layer of $H$ units:
#
# $$Z = X W + b, \qquad X\ (N, D), \quad W\ (D, H), \quad b\ (H,), \quad Z\ (N, H).$$
#
# Row by row, column by column, with $x_{nd}$ for feature $d$ of sample $n$:
#
# $$z_{nh} = \sum_{d=1}^{D} x_{nd}\,w_{dh} + b_h .$$
#
# Column $h$ of $W$ holds the weights of unit $h$: one for each input. It is the $w$ of lesson 01, and all the units of a
# layer stand side by side. The sum runs over the inputs. The bias is *added*, the same $b_h$ for every sample. A layer
# in which every unit takes every input is called **dense**, or fully connected.

# %% [markdown]
# **By hand.** Two samples, two features, three units:

# %% [markdown] only="deck" slide="slide"
# ## One layer by hand: $Z = X W + b$

# %% tags=["explore", "hide-input"] slide="-"
plots.layer_by_hand()

# %% [markdown] only="deck" slide="notes"
# Row times column, plus that column's bias: 1 · (−1) + 2 · 1 + 5 = 6. Let the room compute the last row: 6, 2, −1.
# Then ask which number would change if only the second sample changed, and which if only the third unit's bias did.

# %% [markdown]
# - First sample, second unit, picked out in the picture: $1 \cdot (-1) + 2 \cdot 1 + 5 = 6$.
# - Second sample, third unit: $3 \cdot 0 + 0 \cdot 3 - 1 = -1$.
#
# Now you. This exercise is guided: `@` does all the multiplying and summing, for all samples and units at once.
# `X @ W` has the shape `(N, H)`. A bias `b` of shape `(H,)` lines up with its columns from the right, so NumPy adds it to
# every row. The layer's activation comes later; here $Z$ is returned as it is.

# %% exercise="dense"

# %% [markdown] minutes=17 items=["F2"]
# ## 4 · Shapes
#
# Many mistakes in neural networks are mistakes of shape. The good news: every shape follows from two things, the number
# of samples and the network's sizes. Two rules are enough.
#
# - **Products.** $(N, D)$ times $(D, H)$ is $(N, H)$: the inner numbers must be equal, and they vanish.
# - **Layers chain.** What leaves one layer enters the next, so each $W$ has as many rows as the one before it has columns.
#
# **By hand.** Five samples through the sizes 3, 4, 2:
#
# | layer | comes in | $W$ | $b$ | goes out |
# |---|---|---|---|---|
# | 1 | $(5, 3)$ | $(3, 4)$ | $(4,)$ | $(5, 4)$ |
# | 2 | $(5, 4)$ | $(4, 2)$ | $(2,)$ | $(5, 2)$ |
#
# **Predict**, before you trace it:

# %% [markdown] only="deck" slide="slide"
# ## Five samples through the sizes 3, 4, 2
#
# | layer | comes in | $W$ | $b$ | goes out |
# |---|---|---|---|---|
# | 1 | $(5, 3)$ | $(3, 4)$ | $(4,)$ | $(5, 4)$ |
# | 2 | $(5, 4)$ | $(4, 2)$ | $(2,)$ | $(5, 2)$ |
#
# The inner numbers meet and vanish. What leaves one layer enters the next.

# %% question="f4-twice-the-batch" slide="slide"

# %% [markdown]
# **Explore.** The tracer below steps a batch through a network. It asks for each array's shape before it shows the array.
# Type the numbers, such as `5, 3`, press Enter, and go on. A bias is a vector, so its shape is one number. Change the number of
# samples, the sizes, the layers. Can you reach its goals?

# %% [markdown] only="deck" slide="slide"
# ## The shape tracer

# %% tags=["explore"] slide="-"
ShapeTracer([3, 4, 2], n_samples=5)

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. One person types, the room dictates. When a trace is done, change the
# number of samples and ask first: which of these shapes will change?

# %% [markdown]
# Now you, with less guidance. `pairwise(sizes)` gives each layer's number of inputs and of units. A shape is a tuple, and
# the shape of a vector is written with a lone comma: `(4,)`. In a loop, `for D, H in pairwise(sizes):` takes one such pair at a
# time, and `shapes.append(…)` puts an entry at the end of a list. The same in one line is a list that a loop makes, such as
# `[(H,) for D, H in pairwise(sizes)]` ([Toolbox, part 4](../00-toolbox/toolbox.ipynb#cell-id=section-4)).

# %% exercise="layer_shapes"

# %% [markdown] items=["F4", "F6"] held="f4-twice-the-batch"
# **Say it precisely.** A network's **parameters** are its weights and biases: the numbers that training changes. A layer
# with $D$ inputs and $H$ units has
#
# $$D \cdot H + H = (D + 1) \cdot H$$
#
# of them. By hand for 3, 4, 2: $(3 + 1) \cdot 4 + (4 + 1) \cdot 2 = 16 + 10 = 26$. A network for small images, of sizes
# 784, 100, 10, has $785 \cdot 100 + 101 \cdot 10 = 79\,510$. Nearly all of them sit in its first layer.

# %% [markdown] only="deck" slide="slide"
# ## Counting parameters
#
# $$D \cdot H + H = (D + 1) \cdot H \quad\text{for each layer}$$
#
# - Sizes 3, 4, 2: $4 \cdot 4 + 5 \cdot 2 = 26$
# - Sizes 784, 100, 10: $785 \cdot 100 + 101 \cdot 10 = 79\,510$
#
# The number of samples is nowhere in it.

# %% [markdown]
# Now you. A sum over a loop can be written in one line: `sum(D * H for D, H in pairs)` adds up one number for each pair.

# %% exercise="count_params"

# %% [markdown] minutes=13 items=["F4"]
# ## 5 · Where a network begins
#
# Before training, the weights have to be *something*. Zero looks neutral. In the next question the activation is **ReLU**:
# it turns negative numbers into 0 and leaves the others as they are. (Lesson 03 is about such functions.) **Predict:**

# %% question="f4-all-weights-zero"

# %% [markdown]
# (In the next cell `lambda Z: Z` is a function without a name: it takes `Z` and returns `Z`. `np.unique` keeps each number
# once.)

# %% tags=["explore"] held="f4-all-weights-zero"
X = np.random.default_rng(1).normal(size=(100, 5))
for scheme in ("zeros", "he"):
    params = nn.init_params([5, 8, 1], np.random.default_rng(2), scheme)
    Y, _ = nn.forward(X, params, [nn.relu, lambda Z: Z])
    print(f"{scheme:5}: {len(np.unique(Y))} different outputs for 100 different samples")

# %% [markdown] held="f4-all-weights-zero"
# Zeros make all samples look alike. They also make all units of a layer alike, and training cannot part them again;
# lesson 07 proves it. So weights are drawn **at random**.

# %% [markdown]
# How large should random weights be? First two words. The **standard deviation**, *std* for short, says how widely numbers
# spread around their mean: square all distances from the mean, take the mean of these squares, then the root. For 1, 1, 5, 5
# the mean is 3, all distances are 2, and the std is 2 ([Toolbox, part 7](../00-toolbox/toolbox.ipynb#cell-id=section-7)). The **mean square** is the mean of the squared numbers themselves.
#
# Again a prediction, in your mind: a batch goes through twelve layers of 64 ReLU units each. The weights are drawn with a
# standard deviation of 1 once, and of 0.01 another time. How large are the activations at the end?

# %% [markdown] only="deck" slide="slide"
# ## How large should random weights be?

# %% tags=["explore", "hide-input"] slide="-"
plots.signal_through_depth()

# %% [markdown] only="deck" slide="notes"
# Before you show it: a unit adds up 64 terms. With a spread of 1 the sum's spread is √64 = 8, and ReLU takes off three
# tenths: 5.7 times per layer, twelve times over. The root in the formula makes the factor 1 on average; most single
# draws end between a half and two.

# %% [markdown]
# **Say it precisely.** A unit with $D$ inputs adds up $D$ random terms, so its sum spreads like $\sqrt{D}$ times the
# weights. Dividing by $\sqrt{D}$ undoes that. Two schemes are common:
#
# | scheme | standard deviation of the weights | made for | source |
# |---|---|---|---|
# | “he” | $\sqrt{2 / D}$ | ReLU, which halves the mean square: hence the 2 | He and others, 2015 |
# | “xavier” | $\sqrt{2 / (D + H)}$ | tanh (lesson 03): a compromise between the way forward and the way back | Glorot and Bengio, 2010 |
#
# Both have mean 0. Biases begin at 0 in either. **By hand**, for $D = 8$ inputs and $H = 24$ units: “he” gives
# $\sqrt{2/8} = \tfrac12$, “xavier” gives $\sqrt{2/32} = \tfrac14$.
#
# In code, random numbers come from a generator that is handed in as `rng`. The same seed gives the same network again, and
# so an experiment can be repeated.

# %% [markdown] only="deck" slide="slide"
# ## Two common schemes
#
# | scheme | std of the weights | made for |
# |---|---|---|
# | “he” | $\sqrt{2 / D}$ | ReLU |
# | “xavier” | $\sqrt{2 / (D + H)}$ | tanh |
#
# By hand, $D = 8$ and $H = 24$: $\sqrt{2/8} = \tfrac12$ and $\sqrt{2/32} = \tfrac14$
#
# Biases begin at 0. The same seed gives the same network again.

# %% [markdown]
# Now you. `rng.normal(0.0, std, (D, H))` draws a whole $W$ at once: numbers with mean 0 and this std, most of them close to 0
# and few far away. `np.sqrt` takes a root. A *dictionary* finds a value by its name: `{"zeros": 0.0, "he": 0.5}["he"]` is 0.5.

# %% exercise="init_params"

# %% [markdown] minutes=14 items=["F2"]
# ## 6 · All the way through
#
# Now the layers are chained, and each gets its activation $f$. Written for layer $l = 1, \dots, L$, with $A_0 = X$:
#
# $$Z_l = A_{l-1} W_l + b_l, \qquad A_l = f_l(Z_l), \qquad Y = A_L .$$
#
# $A_{l-1}$ is what comes into layer $l$; $A_l$ is what goes out. The last one, $Y\ (N, K)$, is the prediction: one row per
# sample, one column for each of $K$ outputs.
#
# **By hand.** One sample $x = (2,\ 1)$, two hidden ReLU units, one output without an activation:
#
# $$W_1 = \begin{pmatrix} 1 & -1 \\ 3 & 2 \end{pmatrix}, \quad b_1 = (0,\ -1), \qquad
# W_2 = \begin{pmatrix} 2 \\ 4 \end{pmatrix}, \quad b_2 = (-3).$$
#
# - Layer 1: $Z_1 = (2 \cdot 1 + 1 \cdot 3 + 0,\ \ 2 \cdot (-1) + 1 \cdot 2 - 1) = (5,\ -1)$.
# - ReLU: $A_1 = (5,\ 0)$. The second unit is silent for this sample.
# - Layer 2: $Z_2 = 5 \cdot 2 + 0 \cdot 4 - 3 = 7$, and $Y = 7$.
# - Compared with a label of 9, the prediction is 2 too low.
#
# **Predict**, before you run the cell: what is $Y$ for the sample $(0, 1)$? And what if the two layers' order were swapped?

# %% [markdown] only="deck" slide="slide"
# ## All the way through, by hand
#
# $$Z_l = A_{l-1} W_l + b_l, \qquad A_l = f_l(Z_l)$$
#
# $x = (2,\ 1)$, $\quad W_1 = \begin{pmatrix} 1 & -1 \\ 3 & 2 \end{pmatrix}$, $b_1 = (0,\ -1)$, ReLU,
# $\quad W_2 = \begin{pmatrix} 2 \\ 4 \end{pmatrix}$, $b_2 = (-3)$
#
# - $Z_1 = (5,\ -1)$, so $A_1 = (5,\ 0)$
# - $Z_2 = 5 \cdot 2 + 0 \cdot 4 - 3 = 7 = Y$
# - The label says 9: the prediction is 2 too low

# %% [markdown] only="deck" slide="notes"
# Do it line by line with the room. Then (0, 1): layer 1 gives (3, 1), the output 6 + 4 − 3 = 7: the same by chance. And
# swapped layers? (1, 2) times a W of (2, 1) would fit, but then (1, 1) meets (2, 2): the inner numbers differ.

# %% [markdown] only="deck" slide="slide"
# ## The same in code

# %% tags=["explore"] slide="-"
W1, b1 = np.array([[1.0, -1.0], [3.0, 2.0]]), np.array([0.0, -1.0])
W2, b2 = np.array([[2.0], [4.0]]), np.array([-3.0])
X, labels = np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([[9.0], [6.0]])
Y, cache = nn.forward(X, [(W1, b1), (W2, b2)], [nn.relu, lambda Z: Z])
for A, Z in cache:
    print("in", A.tolist(), "  sums", Z.tolist())
print("prediction", Y.ravel(), " difference from the labels", (Y - labels).ravel())

# %% [markdown]
# <details><summary>Then look</summary>
#
# The sample $(0, 1)$ gives 7 as well, by chance. The order of the layers cannot be swapped: a $(2, 1)$ result would meet a
# $W$ of $(2, 2)$.
#
# </details>
#
# The function that you write now returns two things. The first is $Y$. The second is a **cache**: for each layer the pair
# $(A_{l-1}, Z_l)$, what came in and the sums before $f$. Going forward does not need it. But training goes the same way
# *back*, and lesson 07 will ask each layer for just these two. Keeping them costs memory, and saves computing them twice.
#
# Hints for the last time in this lesson: one variable travels through the loop, and
# `for (W, b), f in zip(params, activations):` takes one layer's weights, bias and function at a time. With `strict=True` as a third
# argument, `zip` stops with an error if one of the two is longer.

# %% exercise="forward"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# A layer is $f(XW + b)$; shapes $(N, D)$ and $(D, H)$ give $(N, H)$, and a layer has $D \cdot H + H$ parameters. Going forward is one layer after
# another, and the cache keeps what came in and the sums. What is still open: inputs of very different sizes.
#
# </details>

# %% [markdown] minutes=25 items=["F5"]
# ## 7 · Inputs of any size
#
# Raw features come in any unit: area in m² is about 80, rooms about 3. To us they are equally clear. **Predict** how a unit
# sees them:

# %% question="f5-area-or-rooms" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## One feature dominates, until it is scaled

# %% tags=["explore", "hide-input"] slide="-"
plots.dominated()

# %% [markdown] held="f5-area-or-rooms"
# So in the beginning the unit listens to area and hardly to rooms, for no better reason than the choice of a unit. Measured
# in mm², area would have drowned rooms altogether.

# %% [markdown]
# Training can correct weights that do not suit. How long does that take? The unit is trained on the same 200 flats: once with the
# raw numbers, once after each feature was moved to mean 0 and divided by its standard deviation, which is called
# *standardising*. **Predict:**

# %% question="f5-steps-to-learn" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The same flats, scaled in five ways

# %% tags=["explore", "hide-input"] slide="-"
plots.descent()

# %% [markdown] only="deck" slide="notes"
# Same flats, same unit, same best fit at the end, and for each version the step size that suits it best. One step size has
# to serve all parameters: area allows only tiny steps, and at that pace the others crawl. Neither half of standardising is
# enough: centring alone leaves the spreads, dividing alone leaves the means. Lesson 05 makes it exact: the ratio of curvatures.

# %% tags=["explore"] held="f5-steps-to-learn"
for name, steps in measured.steps_over_draws().items():  # 25 draws of flats
    print(f"{name:12} {min(steps):6,} to {max(steps):6,} steps")

# %% [markdown] items=["F5"] held="f5-steps-to-learn"
# Why so many? One step size has to serve all parameters. The area's weight allows only tiny steps, or training diverges; at that
# pace the others crawl. Two things are at fault, and together they are far worse than either:
#
# - the **spreads** differ. Subtract the means only (*centred*), and it still takes about 1,300 to 2,000 steps;
# - the **means** are far from 0, so that changes of a weight and of the bias get into each other's way. Divide by the spreads
#   only (*divided*), and it still takes about 90 to 260.
#
# Do both, and about ten are left at most. Min–max scaling, to which we come below, does not centre, and lies with *divided*.

# %% [markdown] items=["F5"]
# **Say it precisely.** To **standardise** a feature, subtract its mean and divide by its standard deviation. The result is
# also called its *z-score*:
#
# $$\tilde{x}_{nd} = \frac{x_{nd} - \mu_d}{s_d}, \qquad
# \mu_d = \frac1N \sum_n x_{nd}, \qquad s_d = \sqrt{\frac1N \sum_n (x_{nd} - \mu_d)^2}.$$
#
# Read $\tilde x$ as *x, scaled*. $\mu\ (D,)$ are the means and $s\ (D,)$ the standard deviations, one for each feature. Afterwards each column has mean 0
# and standard deviation 1. A column in which nothing changes has $s_d = 0$; it is divided by 1 instead.
#
# Both numbers are *learnt*, and like all that is learnt they come from the **training split only**: the samples that the
# network trains on. They are then kept, and applied to every other sample, whenever it comes.
#
# **By hand.** Four training areas, 60, 60, 100, 100. The mean is 80; every distance from it is 20, so the standard
# deviation is 20. Standardised: $-1, -1, 1, 1$. A new flat of 120 m² becomes $(120 - 80) / 20 = 2$.
#
# **Min–max scaling** is another thing: it moves a feature's smallest number to one end and its largest to the other.
#
# $$\tilde{x}_{nd} = \mathit{low} + (\mathit{high} - \mathit{low}) \cdot
# \frac{x_{nd} - \min_n x_{nd}}{\max_n x_{nd} - \min_n x_{nd}}$$
#
# By hand, with ends 0 and 1: 60, 60, 100, 100 becomes $0, 0, 1, 1$. It suits numbers that have natural ends, such as grey
# values from 0 to 255. Its ends, too, are learnt in training: by these, 120 m² becomes 1.5, beyond the end.
#
# Both are kinds of **feature scaling**. The word *normalisation* is used for either, and for other things besides: ask which.

# %% [markdown] only="deck" slide="slide"
# ## Two ways to scale
#
# $$\text{z-score: } \frac{x - \mu}{s} \qquad\qquad \text{min-max: } \frac{x - \min}{\max - \min}$$
#
# By hand, 60, 60, 100, 100 m² in training: $\mu = 80$, $s = 20$
#
# - Standardised: $-1, -1, 1, 1$. Min–max: $0, 0, 1, 1$
# - A new flat of 120 m²: $(120 - 80) / 20 = 2$
#
# $\mu$ and $s$ are learnt from the *training split only*, and then kept.
#
# Both are *feature scaling*. “Normalisation” may mean either: ask which.

# %% [markdown]
# Three exercises, without guidance. Mind which axis must disappear, and the column that never changes. (A trap that your
# check will not set you: in floats, the std of three times 0.1 comes out as about $10^{-17}$ instead of 0. The question
# `np.ptp(X, axis=0) == 0`, *is its range 0?*, is safe from that. `np.ptp` is the largest minus the smallest.) `np.mean`,
# `np.std`, `np.min` and `np.max` all take an `axis`, and `np.where` of lesson 01 chooses column by column.

# %% exercise="standardize_fit"

# %% exercise="standardize_apply"

# %% exercise="min_max_scale"

# %% [markdown] items=["F5"]
# **One more use: reading the weights.** A weight says by how much $z$ grows when its feature grows by 1. By 1 *what*? Here is the
# best unit for the prices of the flats, before and after standardising. Which counts for more, area or rooms?

# %% tags=["explore"]
X, price = measured.flats()
for name in ("raw", "standardised"):
    w, b = measured.best_fit(measured.scalings(X)[name], price)
    print(f"{name:12} weight of area {w[0]:5.1f}   weight of rooms {w[1]:5.1f}   bias {b:5.1f}")

# %% [markdown] items=["F5"]
# Raw, one more room adds 40 thousand and one more square metre only 3. But a square metre is a small thing. After standardising both
# weights speak of one standard deviation, about 24 m² or 1.2 rooms, and area counts for more. So weights can be
# *compared*, and the bias is the price of the average flat. This is why people say that scaling helps **interpretation**.

# %% [markdown] only="deck" slide="slide" items=["F5"]
# ## Why scale at all?
#
# - No feature **dominates** for the choice of its unit: all get a fair hearing
# - Training converges **faster**: raw about 80,000 steps, standardised ten or fewer
# - Weights can be **compared**: each speaks of one standard deviation
#
# Neither half does it alone: only centred 1,300 to 2,000 steps, only divided 90 to 260.

# %% [markdown] only="deck" slide="notes"
# Raw, rooms have a weight of 40 and area of 3. Standardised, area has 73 and rooms 49. Ask which sentence a buyer of flats should
# believe: a room is worth more than a square metre, and flats differ more in price by their area.

# %% [markdown] minutes=3 items=["F6"]
# ## 8 · What you choose, and the seven steps
#
# Training finds the parameters. Everything that has to be chosen *before* is called a **hyperparameter**:
#
# | hyperparameter | what it changes | lesson |
# |---|---|---|
# | number of layers, units per layer | **capacity**: how intricate a function the network can be; also memory, and time per sample | 02, 10 |
# | learning rate | how far each training step goes: too small is slow, too large never arrives | 05 |
# | batch size | samples per step: memory, speed, and how noisy a step is | 08 |
# | epochs | how often training goes through all the data | 08 |
#
# What does width buy, and what does it cost? Each network has one hidden layer of random ReLU units. Its output layer is fitted as well as
# possible to a wave, $\sin 2x + 0.3x$; the error that is left tells its capacity. Five draws are made for each width.

# %% [markdown] only="deck" slide="slide" items=["F6"]
# ## What a person chooses: hyperparameters
#
# | | it changes |
# |---|---|
# | number of layers | capacity, memory, work per sample |
# | units per layer | capacity, memory, work per sample |
# | learning rate | how far a step goes |
# | batch size | memory, speed, noise of a step |
# | epochs | how often all data are gone through |

# %% [markdown] only="deck" slide="slide"
# ## Capacity has a price

# %% tags=["explore", "hide-input"] slide="-"
measured.sizes_and_costs()

# %% [markdown] only="deck" slide="notes"
# Two units bend the line twice and no more: they cannot make this wave. Five hundred can come very close to it, and to noise
# too: lesson 10. Ask which of the numbers on this slide a person chose and which training would find.

# %% [markdown] only="deck" slide="slide" items=["F6"]
# ## How much can one hidden layer do?
#
# **Universal approximation** (Cybenko 1989; Hornik 1991): for any *continuous* function on a *bounded* region with its borders,
# and any tolerance, some network with one hidden layer stays within it everywhere there.
#
# What it does not say:
#
# - how many units that takes: it may be far too many
# - that training finds them
# - anything outside of the region

# %% [markdown] items=["F6"]
# More units leave a smaller error, and need more products and sums. Whether more is *better* is another question: lesson 10
# shows networks that fit noise.
#
# How far can this be driven? As far as you like, says the theorem of **universal approximation** (Cybenko, 1989; Hornik, 1991; Leshno and others, 1993, for ReLU too).
# Said exactly: take any continuous function on a bounded region with its borders, such as $-3 \le x \le 3$, and any tolerance, say 0.001. Then
# there is a network with one hidden layer, of sigmoids (lesson 03) or ReLUs, and a plain sum at the output, that stays within
# the tolerance everywhere in that region. It does *not* say how many units that takes, which may be far too many; nor that
# training will find them; nor anything about $x$ outside of the region.
#
# Batch size matters for speed. Here are the same 2000 samples, one by one and in batches. (The times are this machine's.)

# %% tags=["explore"]
for size in (1, 20, 2000):
    print(f"batches of {size:4}: {measured.milliseconds_in_batches(2000, size):6.1f} ms")

# %% [markdown] items=["F7"]
# One by one is by far the slowest: each call has its own price, however little it brings.
#
# **The seven steps** of building a network, in their order, and where this course takes them up:
#
# | | step | lesson |
# |---|---|---|
# | 1 | choose the **architecture**: which layers, how many units | 02, 11 |
# | 2 | choose the **activations** | 03 |
# | 3 | **forward** propagation: from a batch to predictions | 02 |
# | 4 | the **loss**: how far are they from the labels? | 04 |
# | 5 | **backpropagation**: which way should each parameter go? | 06, 07 |
# | 6 | the **optimizer** moves the parameters | 05, 09 |
# | 7 | **train**: repeat steps 3 to 6 until it is good enough | 08 |
#
# Steps 1 and 2 are done once. Within 3 to 6 no other order is possible: each needs what the one before it made.

# %% [markdown] only="deck" slide="slide"
# ## The seven steps
#
# 1. Architecture
# 2. Activations
# 3. Forward propagation
# 4. Loss
# 5. Backpropagation
# 6. Optimizer
# 7. Train: repeat 3 to 6

# %% [markdown] minutes=7 items=["F5"]
# ## 9 · Break it
#
# Here is finished code with one planted bug. It runs, the shapes are right, and each split comes out with mean 0 and
# standard deviation 1, which looks very proper. Run it, and leave its check for later: go on to the cell *after* the check
# first. It shows a symptom. Argue from the symptom to the cause, change as little as you can, and only then run the check.

# %% exercise="scale_splits"

# %% tags=["explore"]
year = np.array([[-5.0], [3.0], [12.0], [20.0], [25.0]])  # °C on training days
july = np.array([[20.0], [25.0], [30.0]])  # °C on test days
train, test = scale_splits(year, july)
print("25 °C in training:", train[4].round(2), "  25 °C in July:", test[1].round(2))
print("a July of one day:", scale_splits(year, july[:1])[1].round(2))
print("                  ", scale_splits(year, july[2:])[1].round(2), "ten degrees more")

# %% [markdown]
# Should 25 °C mean one thing in training and another in July? And what can a network know of a day of which it is always
# told 0?

# %% [markdown] minutes=6
# ## 10 · You will read that …
#
# Six sentences from slides and books. Each is blurred or wrong, and each can be settled by a small experiment. Run the cells,
# and see whether you can say what is true before you read it.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “Inputs are multiplied by weights and biases.”
# - “Standardising, also called min–max scaling, …”
# - “Standardising removes the bias.”
# - “Scale the data, then split it.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# False: with zero inputs the biases are left. Two different things: compare means, spreads and ends. The word is used in its
# everyday sense: b cannot change which feature dominates. False: what is learnt from all the data has seen the test split.
# The lesson has the cell for each.

# %% [markdown] items=["F3"]
# **“The inputs are multiplied by the weights and biases.”** Double the inputs and see which part doubles:

# %% tags=["explore"]
x, W, b = np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0])
for factor in (0, 1, 2):
    print(f"inputs times {factor}: z = {nn.dense(factor * x, W, b)[0, 0]:4}")

# %% [markdown] held="f3-all-inputs-zero"
# From 5 it climbs by 11 each time: the weighted sum is multiplied, and the 5 stays. Weights multiply, biases are *added*.

# %% [markdown] items=["F5"]
# **“Standardising, also called min–max scaling …”** Ten incomes, one of them very large:

# %% [markdown] only="deck" slide="slide"
# ## z-score or min–max?

# %% tags=["explore", "hide-input"] slide="-"
plots.two_scalings()

# %% [markdown]
# They are two things. Min–max has fixed ends; its mean and spread are whatever they are. The z-score has a fixed mean and spread;
# its ends are whatever they are. Neither changes the *pattern* of the dots: both only stretch and shift. So neither cures an
# *outlier*, a number far away from the rest: either way the nine ordinary incomes share one twentieth of the whole range.

# %% [markdown] items=["F5"]
# **“Standardising removes the bias towards large features.”** Does it mean the parameter $b$? Try what $b$ can do. (A
# *correlation* of 1 means that two columns rise and fall together, 0 that they do not; `np.corrcoef(p, q)[0, 1]` is that of p and q. The star in
# `f(X, *pair)` hands the two entries of a pair over one by one.)

# %% tags=["explore"]
X, _ = measured.flats()
w = np.array([1.0, 1.0])
for b in (0.0, 50.0, -500.0):
    follows = np.corrcoef(X @ w + b, X[:, 0])[0, 1]
    print(f"raw, b = {b:6}: z follows area with a correlation of {follows:.3f}")
scaled = nn.standardize_apply(X, *nn.standardize_fit(X))
for feature, name in enumerate(("area", "rooms")):
    follows = np.corrcoef(scaled @ w, X[:, feature])[0, 1]
    print(f"standardised:    z follows {name} with {follows:.3f}")

# %% [markdown] items=["F5"]
# No value of $b$ helps, as it adds the same to every sample. The sentence is true if *bias* is heard as in everyday language: an
# unfair preference.

# %% [markdown] items=["F5"]
# **“Scale each split so that it has mean 0.”** A stand sells out of ice cream from about 18 °C on. A unit learns the best cut
# from a year of standardised temperatures. Then it is tested, on a hot July, and on days drawn from the same year. Five years
# are drawn:

# %% [markdown] only="deck" slide="slide"
# ## The training split's numbers, or the test split's own?

# %% tags=["explore"] slide="-"
measured.summers()

# %% [markdown]
# When both splits are alike and large, the mistake does little harm, and so it goes unnoticed. When they differ, it ruins the
# result. The training split's numbers are right in both cases.

# %% [markdown] items=["F5"]
# **“Scale the data, then split it.”** How far off can it be? Ten training samples and one test sample (`np.vstack` puts one table under the other):

# %% tags=["explore"]
X_train, X_test = np.arange(10.0)[:, np.newaxis], np.array([[30.0]])
for name, fitted_on in (("training only", X_train), ("all the data", np.vstack([X_train, X_test]))):
    z = nn.standardize_apply(X_test, *nn.standardize_fit(fitted_on))
    print(f"fitted on {name:13}: the test sample lies {z[0, 0]:.1f} standard deviations out")

# %% [markdown]
# Fitted on all the data, a sample that is far from everything in training looks only a third as strange as it is. The mean has
# seen the *test split*, so the test no longer stands for samples that nobody has seen. With large splits the numbers hardly
# differ. The habit is the danger, because the same slip with other steps, such as choosing features, does ruin a test.

# %% [markdown] items=["F6"]
# **“The network learns its learning rate, its layers, its weights …”** If in doubt, ask whether `params` holds it:

# %% tags=["explore"]
params = nn.init_params([3, 4, 2], np.random.default_rng(0), "he")
print("learnt:", sum(W.size + b.size for W, b in params), "numbers, all of them weights and biases")

# %% [markdown] items=["F6"]
# Parameters are learnt: weights and biases. Hyperparameters are chosen before.

# %% [markdown] minutes=8
# ## 11 · Checkpoint
#
# Seven situations. Decide first, then read why each wrong answer tempts.

# %% question="f2-one-patient" slide="slide"

# %% question="f3-sentence-about-biases"

# %% question="f5-new-hospital" slide="slide"

# %% question="f5-which-bias"

# %% question="f5-which-scaling"

# %% question="f6-not-learnt"

# %% question="f7-what-comes-next" slide="slide"

# %% [markdown] minutes=3
# ## 12 · Review
#
# Five short ones from lessons 00 and 01. Half a minute each.

# %% question="review-what-is-left"

# %% question="review-column-of-biases"

# %% question="review-both-inputs-on"

# %% question="review-linearly-separable"

# %% question="review-how-alike-to-a-brain"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Say every shape before it is computed, and count the parameters
# - Write layers, initial weights and the whole way forward
# - Scale inputs with the training split's numbers, and say why

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: your next data set has a column of ages and a column of incomes. What do you compute
# first, from which samples, and what do you keep?

# %% [markdown] minutes=1
# ## 13 · What you can do now
#
# - You can say the shape of every array in a network before it is computed, and count its parameters.
# - You can write a dense layer, initial weights and the whole forward pass, for any sizes.
# - You can standardise with the training split's numbers, and show what happens otherwise.
#
# **Next**, lesson 03: the functions $f$ that have stood between the layers here without much ado. Could one do without them?
#
# **Two good readings.**
#
# - Michael Nielsen, *Neural Networks and Deep Learning*, 2015, chapter 1: the same way forward, told around handwritten
#   digits. (Its samples are columns; compare the shapes.)
# - Yann LeCun, Léon Bottou, Genevieve Orr and Klaus-Robert Müller, *Efficient BackProp*, 1998, section 4: why inputs are
#   scaled and weights are drawn as they are, by those who found out.
