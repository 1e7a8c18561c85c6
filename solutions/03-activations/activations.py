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
#     title: Activation functions
#     lesson: 03-activations
#     minutes: 115
# ---

# %% [markdown] only="deck" slide="slide"
# # Activation functions
#
# Lesson 03 · what stands between the layers, and why

# %% [markdown] only="deck" slide="notes"
# 115 minutes with all exercises; about 45 for the talk and the questions alone. Every figure is computed from the
# library that the class writes. Questions run think, vote, reveal: wait out the full time before the vote.

# %% [markdown] minutes=2
# # Activation functions
#
# ## 1 · Where you are
#
# A unit does two things. It adds up: $z = x \cdot w + b$. Then it answers: $a = f(z)$. Lessons 01 and 02 were about
# the adding. This one is about $f$, the *activation function*. It looks like the small part of a unit. What would a
# network be without it? In ten minutes you will have shown that yourself.
#
# **At the end you can**
#
# - write the activation functions that you will meet in nearly every book, so that they survive extreme inputs;
# - choose one for a hidden layer and one for an output, and say why;
# - notice when one fails: saturated units, dead units, gradients that vanish on their way through the layers.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Nothing between the layers | 11 |
# | 3 · Squashing: sigmoid and tanh | 18 |
# | 4 · Rectifying: ReLU and its family | 14 |
# | 5 · Slopes | 24 |
# | *a good place to stop* | |
# | 6 · Side by side, measured | 2 |
# | 7 · Through many layers | 10 |
# | 8 · The output layer | 10 |
# | 9 · Break it | 7 |
# | 10 · You will read that … | 8 |
# | 11 · Checkpoint | 5 |
# | 12 · Review | 3 |
# | 13 · What you can do now | 1 |
#
# Ten exercises carry points. Six more, marked *stretch*, wait in section 14, outside these minutes.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import ActivationGallery
from workbook.plots import activations as plots
from workbook.plots import activations_measured as measured

# %% [markdown] only="deck" slide="slide"
# ## One unit: add up, then answer

# %% tags=["explore", "hide-input"] slide="-"
plots.unit()

# %% [markdown] only="deck" slide="notes"
# Do the sum aloud: 2 · 1 + 1 · (−3) + 2 = 1. Then ask: what would be lost if the answer were just z? Leave it open.

# %% [markdown] minutes=11 items=["A2"]
# ## 2 · Nothing between the layers
#
# **Predict.** Answer before you run the cell after it. A guess costs nothing here, and it makes the result worth
# reading.

# %% question="a2-three-plain-layers" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The same layers, twice

# %% tags=["explore", "hide-input"] slide="-"
plots.stacked_layers()

# %% [markdown] items=["A1", "A2"] held="a2-three-plain-layers"
# **Say it precisely.** An **activation function** $f$ takes one number, a unit's pre-activation $z$, and returns one
# number, its activation $a = f(z)$. A layer applies it to every entry:
#
# $$A = f(XW + b), \qquad X\ (N, D), \quad W\ (D, H), \quad b\ (H,), \quad A\ (N, H).$$
#
# Older books say *transfer function*, and that it "decides whether a unit passes its value on". That is apt for a step (all or
# nothing) and for ReLU (all of a positive $z$, nothing of a negative one); for most it is a matter of *how much*. There are
# two kinds. The *linear* kind is the identity, $f(z) = z$, up to a factor. Every other kind is *non-linear*: its curve
# bends or jumps.
#
# Now take two layers with nothing between them, and multiply out:
#
# $$(X W_1 + b_1)\,W_2 + b_2 \;=\; X\,\underbrace{W_1 W_2}_{W} \;+\; \underbrace{b_1 W_2 + b_2}_{b}.$$
#
# With $W_1\ (D, H)$ and $W_2\ (H, K)$, the new $W$ is $(D, K)$ and the new $b$ is $(K,)$. Two layers have become one:
# a single *affine map*, which is a product and a shift. A third layer collapses into it in the same way, then a
# fourth. Without activation functions depth buys no new function.
#
# **By hand.** One input, two hidden units, one output:
#
# $$W_1 = \begin{pmatrix} 2 & 1 \end{pmatrix}, \quad b_1 = (1,\ 0), \qquad
# W_2 = \begin{pmatrix} 3 \\ -1 \end{pmatrix}, \quad b_2 = (4).$$
#
# - Collapsed: $W = 2 \cdot 3 + 1 \cdot (-1) = 5$ and $b = 1 \cdot 3 + 0 \cdot (-1) + 4 = 7$.
# - Test it with $x = 2$. Layer by layer: the hidden units give $2 \cdot 2 + 1 = 5$ and $1 \cdot 2 + 0 = 2$, the output
#   is $5 \cdot 3 - 2 + 4 = 17$.
# - In one go: $5 \cdot 2 + 7 = 17$.

# %% [markdown] only="deck" slide="slide" items=["A1"]
# ## Activation function, or transfer function
#
# Between a unit's sum and its answer: $a = f(z)$. It decides whether, and how much of, its $z$ a unit **passes on**.
#
# - *Linear* kind: $f(z) = z$, up to a factor. All of it is passed on
# - *Non-linear* kinds: every curve that bends or jumps

# %% [markdown] only="deck" slide="slide"
# ## Without a bend, depth collapses
#
# $$(X W_1 + b_1)\,W_2 + b_2 = X\,(W_1 W_2) + (b_1 W_2 + b_2)$$
#
# Two layers, one affine map. So with three, so with a hundred.
#
# By hand: $W_1 = (2\ \ 1)$, $b_1 = (1,\ 0)$, $W_2 = (3,\ -1)$ as a column, $b_2 = 4$
#
# - Collapsed: $W = 5$, $b = 7$
# - For $x = 2$, layer by layer: $5 \cdot 3 - 2 + 4 = 17$
# - In one go: $5 \cdot 2 + 7 = 17$

# %% [markdown] only="deck" slide="notes"
# Ask for the shapes: (D, H) times (H, K) is (D, K). Ask what is left if a sigmoid stays at the output: logistic
# regression. If nothing stays: linear regression's form.

# %% [markdown]
# Now you. This first exercise is guided. In NumPy `@` is the matrix product. $W$ is one product of two matrices. $b$ is
# a product and a sum: `b1 @ W2` works as it stands, since a `(H,)` array times a `(H, K)` array gives `(K,)`. Return
# both, separated by a comma.

# %% exercise="collapse_linear"

# %% [markdown] items=["A1"]
# **Two ways to bend.** A *step* answers 0 or 1. It is a **threshold**: nothing changes until $z$ crosses 0, then
# everything does. The *sigmoid*, an S-shaped curve from 0 to 1, and ReLU, which you meet next, are **graded**: their answer grows by degrees.

# %% [markdown] only="deck" slide="slide"
# ## Threshold or graded?

# %% tags=["explore", "hide-input"] slide="-"
plots.threshold_or_graded()

# %% [markdown]
# In each panel two points are marked, at $z = -0.5$ and $z = 0.5$. The number says how much the answer changes between
# them. In your mind, move both to the right, to $z = 1$ and $z = 2$: the step now says nothing at all. Its slope is 0
# wherever it has one, and slopes are what training follows (lesson 05). So networks that are trained in this way use
# graded functions.

# %% question="a1-which-is-a-threshold"

# %% [markdown] minutes=18 items=["A3"]
# ## 3 · Squashing: sigmoid and tanh
#
# (A reminder. The number $e$ is about 2.718; $e^{-z}$ is $1 / e^{z}$, and every power of $e$ is above 0. The natural logarithm $\ln$ undoes it:
# $\ln 3 \approx 1.1$ is the power that makes 3 of $e$, so $e^{\ln 3} = 3$. In NumPy they are `np.exp` and `np.log`. More of it:
# [Toolbox, part 6](../00-toolbox/toolbox.ipynb#cell-id=section-6).)
#
# The *sigmoid* is $\sigma(z) = 1 / (1 + e^{-z})$. **Predict**, on paper: what is it at $z = 0$? Where does it go when $z$
# is large, and where when $z$ is very negative? Then look.

# %% [markdown] only="deck" slide="slide"
# ## Squashing
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = 2\,\sigma(2z) - 1$$

# %% tags=["explore", "hide-input"] slide="-"
plots.squashers()

# %% [markdown] items=["A3", "A5"]
# **Say it precisely.** For every real $z$,
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \in (0, 1), \qquad
# \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} \in (-1, 1).$$
#
# The round brackets mean *open*: on paper neither end is ever reached. The two are the same curve in different clothes,
# $\tanh(z) = 2\,\sigma(2z) - 1$: stretched to height 2, lowered by 1, and twice as quick.
#
# That lowering matters. The outputs of a sigmoid are all positive. Those of tanh lie on both sides of 0, like
# standardised inputs (lesson 02). In hidden layers tanh therefore sometimes converges better, that is, training gets further in the same time (lesson 08; LeCun, Bottou, Orr and
# Müller, *Efficient BackProp*, 1998). The sigmoid's place is at a **binary output**, where a number between 0 and 1
# reads as the probability of *yes*. Until about 2010 sigmoid and tanh were the usual functions of hidden units, which is why
# old books are full of them.
#
# **By hand.** Take $z = \ln 3$, so that $e^{z} = 3$ and $e^{-z} = \tfrac13$:
#
# $$\sigma(\ln 3) = \frac{1}{1 + \frac13} = \frac34, \qquad
# \sigma(-\ln 3) = \frac{1}{1 + 3} = \frac14, \qquad
# \tanh(\ln 3) = \frac{3 - \frac13}{3 + \frac13} = \frac{8/3}{10/3} = \frac45.$$
#
# Read it backwards: odds of 3 to 1 (three times *yes* for one *no*) have the logarithm $\ln 3$, and the sigmoid turns it
# into the probability $\tfrac34$.

# %% [markdown]
# Now you, and mind the exponential. Here is what a float can hold:

# %% tags=["explore"]
with np.errstate(over="ignore"):
    print("e^709  =", np.exp(709.0))
    print("e^710  =", np.exp(710.0), " too large for a float; NumPy warns of an overflow")
print("e^-710 =", np.exp(-710.0), " merely tiny")

# %% [markdown]
# (`with np.errstate(over="ignore"):` only keeps NumPy from warning here.)
#
# So $e^{-z}$ is dangerous for $z = -1000$. But $\sigma$ has a second form: multiply above and below by $e^{z}$.
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}$$
#
# The first is safe for $z \ge 0$, the second for $z < 0$. Both are within reach of one array:
#
# 1. `e = np.exp(-np.abs(z))`: its powers are never above 0, so it lies between 0 and 1.
# 2. Where $z \ge 0$ the answer is $1 / (1 + e)$; elsewhere it is $e / (1 + e)$.
# 3. `np.where(condition, one, other)` picks entry by entry.

# %% exercise="sigmoid"

# %% [markdown]
# The next one gets less guidance. `np.tanh` is allowed; building it from `np.exp` teaches more: `np.sign(z)` is −1, 0 or 1, and turns the
# result of $|z|$ into that of $z$.

# %% exercise="tanh"

# %% [markdown] items=["A4"]
# **Predict**, now that you have seen how floats behave:

# %% question="a4-sigmoid-of-40" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Open on paper, closed in floats

# %% tags=["explore"] slide="-"
for z in (2.0, 10.0, 36.0, 40.0):
    a = nn.sigmoid(z)
    print(f"sigmoid({z:g}) = {a:.17f}   exactly 1: {bool(a == 1)}")

# %% [markdown] minutes=14 items=["A3"]
# ## 4 · Rectifying: ReLU and its family
#
# The *rectified linear unit* keeps what is positive: $\mathrm{relu}(z) = \max(0, z)$. **Predict** what it makes of noise:

# %% question="a4-relu-on-noise"

# %% [markdown] only="deck" slide="slide"
# ## Noise through ReLU and its family

# %% tags=["explore", "hide-input"] slide="-"
z = np.random.default_rng(9).normal(size=1000)
for name, a in (("ReLU", nn.relu(z)), ("leaky, 0.1", nn.leaky_relu(z, 0.1)), ("ELU", nn.elu(z, 1.0))):
    print(f"{name:10}  exactly 0: {np.mean(a == 0):6.1%}   mean: {a.mean():.2f}   smallest: {a.min():.2f}")

# %% [markdown] items=["A4"] held="a4-relu-on-noise"
# Two words for what you see. Outputs with many exact zeros are *sparse*. Outputs whose mean is 0 are *centred on zero*.
# ReLU's are sparse and not centred; those of its relatives are not sparse, and somewhat nearer to the centre.

# %% [markdown] only="deck" slide="slide"
# ## ReLU and its relatives

# %% tags=["explore", "hide-input"] slide="-"
plots.rectifiers()

# %% [markdown] items=["A3", "A4", "A5"]
# **Say it precisely.** In these four the right side is $z$ itself. They differ on the left.
#
# | function | for $z > 0$ | for $z \le 0$ | brought in by |
# |---|---|---|---|
# | ReLU | $z$ | $0$ | Nair and Hinton, 2010 |
# | leaky ReLU | $z$ | $\alpha_f\, z$, with $\alpha_f$ chosen beforehand | Maas, Hannun and Ng, 2013 |
# | parametric ReLU | $z$ | $\alpha_f\, z$, with $\alpha_f$ *learnt* | He, Zhang, Ren and Sun, 2015 |
# | ELU | $z$ | $\alpha_f\,(e^{z} - 1)$ | Clevert, Unterthiner and Hochreiter, 2015 |
#
# Books write a plain α for this number. In this course a plain $\alpha$ is the learning rate, so this one bears the $f$ of the function
# to which it belongs; in code it is `alpha`. Rectifiers themselves are older than these papers, which brought them into deep
# learning. ReLU is the usual first choice for **hidden layers**.
#
# Two smooth relatives are common in the large networks of today. **SiLU**, also called *swish*, is $z \cdot \sigma(z)$. **GELU** is $z$ times the
# share of normally distributed numbers that lie below $z$, which is close to $z \cdot \sigma(1.702\, z)$. Both come near ReLU far from 0,
# dip a little below 0 on the left, and have no *kink*, no corner.
#
# *Maxout* (Goodfellow and others, 2013) goes further. A unit has $M$ weighted sums of the input $x\ (D,)$ instead of
# one, its *pieces*, and keeps the largest:
#
# $$\mathrm{maxout}(x)_h = \max_{m} \,\big(x\,W_m + b_m\big)_h, \qquad W\ (M, D, H), \quad b\ (M, H).$$
#
# With the two pieces $0$ and $z$ it is ReLU; with $\alpha_f\, z$ and $z$, for $\alpha_f \le 1$, it is leaky ReLU. It learns its
# shape, on both sides, and pays with $M$ times the weights.
#
# **By hand.** For $z = (-2,\ 0,\ 3)$:
#
# - ReLU: $(0,\ 0,\ 3)$. Leaky ReLU with $\alpha_f = \tfrac12$: $(-1,\ 0,\ 3)$.
# - ELU with $\alpha_f = 1$: $(e^{-2} - 1,\ 0,\ 3)$, and $e^{-2} - 1$ is about $-0.86$.
# - Maxout of the pieces $x$ and $-x$: at $x = 3$ the larger of $3$ and $-3$, which is $3$; at $x = -2$ it is $2$. This
#   is $|x|$.

# %% [markdown] only="deck" slide="slide"
# ## They differ on the left
#
# | function | $z > 0$ | $z \le 0$ |
# |---|---|---|
# | ReLU | $z$ | $0$ |
# | leaky ReLU | $z$ | $\alpha_f\, z$, chosen |
# | parametric ReLU | $z$ | $\alpha_f\, z$, learnt |
# | ELU | $z$ | $\alpha_f\,(e^{z} - 1)$ |
#
# Smooth: SiLU $z\,\sigma(z)$, GELU $\approx z\,\sigma(1.702\,z)$. Maxout: the largest of $M$ weighted sums.

# %% [markdown] only="deck" slide="notes"
# Ask for (−2, 0, 3) through each. Ask why 0.1 in one book and 0.01 in the next: it is a parameter, nothing else. Books
# call it α; here α is the learning rate, so this one is α with an f.

# %% [markdown]
# Now you, with one question for each. ReLU: `np.max` finds *one* largest number; `np.maximum(p, q)` compares two arrays, or an array
# and a number, entry by entry; `np.minimum` keeps the smaller one. Leaky ReLU: does your formula still hold when $\alpha_f$ is larger than 1?

# %% exercise="relu"

# %% exercise="leaky_relu"

# %% [markdown] minutes=24 items=["A4"]
# ## 5 · Slopes
#
# Training needs more of $f$ than its values. It asks: if $z$ moves a little, how many times as far does $a$ move? That is
# the slope, or derivative, $f'(z)$. Chained together, such slopes tell how the network's error changes with each weight.
# These rates are called the *gradient*, and training follows them (lessons 05 and 06). Where the slope is near 0, a unit
# hardly learns. (Slopes by rule, with numbers first: [Toolbox, part 8](../00-toolbox/toolbox.ipynb#cell-id=section-8).) **Predict:**

# %% question="a4-steepest-sigmoid"

# %% [markdown] only="deck" slide="slide"
# ## Slopes

# %% tags=["explore", "hide-input"] slide="-"
plots.slopes()

# %% [markdown] items=["A4"] held="a4-steepest-sigmoid"
# **Say it precisely.** All slopes are taken entry by entry, so $f'(z)$ has the shape of $z$.
#
# $$\sigma' = \sigma\,(1 - \sigma), \qquad \tanh' = 1 - \tanh^2, \qquad
# \mathrm{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}$$
#
# On the left, the slope of leaky ReLU is $\alpha_f$, and that of ELU is $\alpha_f\, e^{z}$. At the kink $z = 0$ ReLU has no
# slope; like PyTorch, the course takes 0 there.
#
# Two words for two troubles:
#
# - A unit is **saturated** where its curve is flat at an end. Its slope is then nearly 0. Sigmoid and tanh saturate on
#   both sides, ELU on the left.
# - A ReLU unit is **dead** when $z \le 0$ for *every* sample. Its slope is then exactly 0 for all of them, and its own
#   weights get no gradient at all: books call this the *dying ReLU* problem. Zero for *some* samples is healthy: it tells
#   them apart.
#
# Is dead for ever? In the first hidden layer yes, as long as nothing but the gradient moves its weights: its inputs are the data, which
# stay. Further on the layers before it still learn, and may lift its $z$ above 0 again. We silenced one unit in each of ten small
# networks and trained them. In the first hidden layer none came back; in the second, most did.
#
# **By hand.** At $z = \ln 3$ the sigmoid is $\tfrac34$, so its slope is $\tfrac34 \cdot \tfrac14 = \tfrac{3}{16}$.
# There $\tanh$ is $\tfrac45$, so its slope is $1 - \tfrac{16}{25} = \tfrac{9}{25}$. At $z = 0$ they are
# $\tfrac12 \cdot \tfrac12 = \tfrac14$ and $1 - 0 = 1$: the peaks of the two humps above.
#
# <details><summary>Why is σ′ = σ (1 − σ)? (Click to unfold.)</summary>
#
# Write $\sigma = (1 + e^{-z})^{-1}$ and use the chain rule (section 7):
#
# $$\sigma' = -(1 + e^{-z})^{-2} \cdot (-e^{-z}) = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}.$$
#
# The first factor is $\sigma$. The second is $\frac{(1 + e^{-z}) - 1}{1 + e^{-z}} = 1 - \sigma$.
#
# </details>

# %% [markdown]
# You need not take a formula for a slope on trust. Go a little left and a little right, and divide the climb by the way:

# %% tags=["explore"]
z, h = np.array([-np.log(3), 0.0, np.log(3)]), 1e-6
print("measured:", (nn.sigmoid(z + h) - nn.sigmoid(z - h)) / (2 * h))
print("formula: ", nn.sigmoid_grad(z), " and 3/16 =", 3 / 16)

# %% [markdown] only="deck" slide="slide"
# ## Saturated, dead
#
# $$\sigma' = \sigma\,(1 - \sigma) \le \tfrac14 \qquad \tanh' = 1 - \tanh^2 \le 1 \qquad \mathrm{relu}' = 0 \text{ or } 1$$
#
# - **Saturated**: flat at an end, slope nearly 0
# - **Dead** (“dying ReLU”): $z \le 0$ for *every* sample, slope exactly 0
# - A dead unit learns nothing itself. It may come back if layers *before* it move; in the first hidden layer there are none

# %% [markdown] only="deck" slide="notes"
# Let somebody measure the sigmoid's peak from the curve: rise over run around 0. Stress "every": a unit that is 0 for
# half of the samples is doing its work.

# %% [markdown]
# Now you, without guidance. One warning: these functions take $z$, the *input* of $f$, not its output. For the last of the three,
# `np.all(Z <= 0, axis=0)` asks a question of every column: is it yes in all of its rows? And the mean of answers, yes as 1 and
# no as 0, is their share of yes.

# %% exercise="sigmoid_grad"

# %% exercise="relu_grad"

# %% exercise="dead_fraction"

# %% question="a4-silent-units" slide="slide"

# %% [markdown] items=["A4"]
# Does a leak help **deeper networks** to train, as one reads? Take 100 random networks and ask how many of them give *all* samples the
# same answer, because a whole layer is off. Such a network can learn nothing of its inputs: no gradient comes through that layer. Five rounds of 100 networks each:

# %% tags=["explore"]
for width in (4, 16):
    for depth in (5, 20):
        relu_ = [measured.silent_networks(nn.relu, depth, width, seed=s) for s in range(5)]
        leaky = [measured.silent_networks(measured.leaky, depth, width, seed=s) for s in range(5)]
        print(f"{depth:2} layers of {width:2} units: silent with ReLU {relu_}, with a leak of 0.1 {leaky}")

# %% [markdown] items=["A4"]
# In deep and *narrow* networks it does: about six in ten of those with ReLU were silent before training began, and none with a
# leak. With 16 units in each layer, neither was. Where they first tried it, in speech recognition, Maas and others found leaky
# ReLU and ReLU about equally good.

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# Without a bend between them, layers collapse to one. Sigmoid and tanh squash, and saturate at their ends; ReLU keeps what is positive, and a unit that
# is never positive is dead. A slope near 0 means that hardly anything is learnt. What is still open: what becomes of slopes through many layers, and
# which function an output needs.
#
# </details>

# %% [markdown] minutes=2 items=["A4"]
# ## 6 · Side by side, measured
#
# Books print a table of pros and cons here. Most of it can be measured, so let us measure. **Predict** two columns first:
# whose mean output is nearest to 0, and whose time is the shortest? (The times are those of this course's own code on this
# machine: the least and the most of five rounds.)

# %% [markdown] only="deck" slide="slide"
# ## Side by side, measured

# %% tags=["explore", "hide-input"]
measured.comparison()

# %% tags=["explore", "hide-input"] only="deck" slide="-"
measured.comparison(leave_out=("SiLU", "GELU", "maxout, 2 pieces"))

# %% [markdown] items=["A4", "A5"]
# <details><summary>Predicted? Then read on</summary>
#
# *Mean output*: of these only tanh is centred on zero; ELU comes nearer than ReLU. *Exact zeros*: only ReLU is sparse. *Flat* is the
# share of $z$ from −10 to 10 where the slope is within 0.01 of 0: there a unit is saturated, or off. *Time* shows what an exponential
# costs, and how the code is written. In a network it weighs less: one exponential for each unit stands beside $D$ products, so the
# wider the layers, the smaller its share.
#
# From these numbers follows most of the table that books print:
#
# | function | range | suits | for it | against it |
# |---|---|---|---|---|
# | sigmoid | $(0, 1)$ | a binary output; hidden layers in older networks | smooth; reads as a probability | saturates at both ends, so gradients vanish; never negative; costs an exponential |
# | tanh | $(-1, 1)$ | hidden layers, recurrent ones (lesson 11) above all | smooth; centred on zero | saturates at both ends; costs an exponential |
# | ReLU | $[0, \infty)$ | hidden layers, first choice | cheap; slope 1 on the right; sparse; can need fewer steps | units can die; not centred |
# | leaky ReLU | $(-\infty, \infty)$ | hidden layers whose units die, deep and narrow ones | no exponential; slope never 0, if $\alpha_f > 0$ | one more number to choose, with no standard |
# | parametric ReLU | as leaky | large hidden layers, much data | learns its $\alpha_f$ | more parameters, can overfit (lesson 08) |
# | ELU | $(-\alpha_f, \infty)$ | hidden layers | mean nearer 0; smooth for $\alpha_f = 1$; little of the noise in very negative $z$ gets through | costs an exponential; saturates on the left; not sparse |
# | SiLU, GELU | from about −0.28, −0.17 upwards | hidden layers of large networks | smooth; close to ReLU | cost an exponential; not sparse |
# | maxout | $(-\infty, \infty)$ | hidden layers | learns its shape | $M$ times the weights |
# | softmax (section 8) | $(0, 1)$, a row sums to 1 | an output of one class among several | a whole distribution | its outputs compete |
#
# GELU was measured by its approximation, which goes down to −0.16 only. What is meant by noise: where $z$ is about −3, a change of 0.1 moves ELU by 0.005, leaky ReLU with 0.1 by 0.01, and ReLU not at all.
#
# </details>

# %% [markdown] only="deck" slide="slide" items=["A4"]
# ## The table that books print
#
# | | range | layer | for it | against it |
# |---|---|---|---|---|
# | sigmoid | $(0, 1)$ | binary output; once hidden | smooth; a probability | saturates; not centred; exp |
# | tanh | $(-1, 1)$ | hidden, recurrent | zero-centred | saturates; exp |
# | softmax | $(0, 1)$, sum 1 | output, one of $K$ | a distribution | not for several labels |

# %% [markdown] only="deck" slide="slide" items=["A4"]
# ## The table, continued: hidden layers
#
# | | range | for it | against it |
# |---|---|---|---|
# | ReLU | $[0, \infty)$ | cheap; sparse; can need fewer steps | can die; not centred |
# | leaky ReLU | $(-\infty, \infty)$ | slope never 0; deep, narrow nets | $\alpha_f$: no standard |
# | ELU | $(-\alpha_f, \infty)$ | mean nearer 0; damps noise on the left | exp; not sparse |
# | SiLU, GELU | from −0.28, −0.17 | smooth; close to ReLU | exp; not sparse |

# %% [markdown] only="deck" slide="notes"
# "Can need fewer steps": a convolutional network with ReLU reached 25 % training error on CIFAR-10 six times as fast as with tanh
# (Krizhevsky and others, 2012). "Deep, narrow": 20 layers of 4 units are silent in more than half of all draws with ReLU, never with a leak.

# %% [markdown] minutes=10 items=["A7"]
# ## 7 · Through many layers
#
# A gradient reaches the first layers by travelling back through all the others. At each one it is multiplied by a slope,
# and by weights. **Predict:**

# %% question="a7-ten-sigmoids" slide="slide"

# %% [markdown] items=["A7"] held="a7-ten-sigmoids"
# **Say it precisely.** Take a chain of $L$ units, each feeding the next: $z_l = w_l\,a_{l-1} + b_l$ and $a_l = f(z_l)$.
# All of these are single numbers. Move $a_0$ a little. Then $z_1$ moves $w_1$ times as far, and $a_1$ moves $f'(z_1)$ times as
# far as that; so it goes on down the chain. The end moves as far as all these factors together say:
#
# $$\frac{\partial a_L}{\partial a_0} = \prod_{l=1}^{L} f'(z_l)\,w_l .$$
#
# The sign $\partial$, a rounded d, reads *a little change of*: the left side is how many times as far $a_L$ moves as $a_0$, if $a_0$
# moves a little. The sign $\prod$ stands for the product over all layers. This is the *chain rule*. Where the factors are below 1 in size,
# the product shrinks with every layer, and the first layers hardly learn. This is the **vanishing gradient**.
#
# **By hand.** Weights 1, and the sigmoid's best slope, a quarter:
#
# $$\left(\tfrac14\right)^{2} = \tfrac{1}{16}, \qquad \left(\tfrac14\right)^{5} = \tfrac{1}{1024}, \qquad
# \left(\tfrac14\right)^{10} = \tfrac{1}{1\,048\,576} \approx 10^{-6}.$$
#
# That is the best case.

# %% [markdown]
# Now whole networks, measured: 20 layers of 64 units each, random weights, five networks for each activation.

# %% [markdown] only="deck" slide="slide"
# ## Derivatives multiply through depth
#
# $$\frac{\partial a_L}{\partial a_0} = \prod_{l=1}^{L} f'(z_l)\,w_l$$
#
# Each layer: a slope times a weight. Ten sigmoids, weights 1, at best:
#
# $$\left(\tfrac14\right)^{2} = \tfrac{1}{16} \qquad \left(\tfrac14\right)^{5} = \tfrac{1}{1024} \qquad
# \left(\tfrac14\right)^{10} \approx 10^{-6}$$

# %% [markdown] only="deck" slide="slide"
# ## Measured: 20 layers of 64 units

# %% tags=["explore", "hide-input"] slide="-"
plots.gradient_through_depth()

# %% [markdown] only="deck" slide="notes"
# Twenty quarters are about 10⁻¹²: the measured lines fall as the hand calculation said, and a little lower. Then the caution: the weights
# multiply too. ReLU holds its size here because its weights were scaled for it (lesson 07). ReLU alone is no cure.

# %% [markdown] items=["A7"] held="a7-ten-sigmoids"
# Twenty quarters make about $10^{-12}$, and the sigmoid's lines end a little below that. Tanh and ReLU hold up far better, but
# read the formula again: the weights are factors as well. Here they were scaled to suit each function; lesson 07 shows
# how, and what happens otherwise. Glorot and Bengio described this saturation in deep sigmoid networks in 2010.

# %% [markdown]
# **Explore.** Below are *your* sigmoid, tanh, ReLU and leaky ReLU. The right-hand picture multiplies slopes through up to
# 20 layers. Try to meet the goals under it. A function that you have not written yet is greyed: write it, then run this cell
# again.

# %% [markdown] only="deck" slide="slide"
# ## The gallery

# %% tags=["explore"]
ActivationGallery(
    {
        "sigmoid": (sigmoid, sigmoid_grad),
        "tanh": (tanh, nn.tanh_grad),
        "relu": (relu, relu_grad),
        "leaky_relu": (lambda z: leaky_relu(z, 0.1), lambda z: nn.leaky_relu_grad(z, 0.1)),
        "elu": (lambda z: nn.elu(z, 1.0), lambda z: nn.elu_grad(z, 1.0)),
        "silu": (measured.silu, measured.silu_grad),
        "gelu": (measured.gelu, measured.gelu_grad),
    }
)

# %% tags=["explore", "hide-input"] only="deck" slide="-"
ActivationGallery(
    {
        "sigmoid": (nn.sigmoid, nn.sigmoid_grad),
        "tanh": (nn.tanh, nn.tanh_grad),
        "relu": (nn.relu, nn.relu_grad),
        "leaky_relu": (lambda z: nn.leaky_relu(z, 0.1), lambda z: nn.leaky_relu_grad(z, 0.1)),
        "elu": (lambda z: nn.elu(z, 1.0), lambda z: nn.elu_grad(z, 1.0)),
    }
)

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Ask before you drag: which function keeps the product at 1, and
# where? Which one can lose everything in two layers?

# %% question="a7-still-first-layers" slide="slide"

# %% [markdown] minutes=10 items=["A3", "A5"]
# ## 8 · The output layer
#
# A network that tells cats from dogs from foxes ends in three units, one score each. The scores, called **logits**, may be
# any numbers. We want probabilities: none below 0, and 1 in total. **Softmax** makes them. Guess before you look: of the
# scores 1, 3 and 2, what share does the 3 get?

# %% [markdown] only="deck" slide="slide"
# ## Softmax: scores to probabilities
#
# $$\mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_{j} e^{z_j}}$$

# %% tags=["explore", "hide-input"] slide="-"
plots.softmax_bars()

# %% question="a3-softmax-plus-five" slide="slide"

# %% [markdown] items=["A3", "A5"] held="a3-softmax-plus-five"
# **Say it precisely.** For one sample with scores $z\ (K,)$, one for each of $K$ classes:
#
# $$\mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_{j} e^{z_j}} .$$
#
# For a batch $Z\ (N, K)$ each *row* is treated by itself, along the last axis. Unlike the functions before, softmax does not work
# entry by entry: every output depends on all scores of its row.
#
# **By hand.** For $z = (0,\ \ln 2,\ \ln 3)$ the powers are $1, 2, 3$. Their sum is $6$. So the probabilities are
# $\tfrac16, \tfrac26, \tfrac36$.
#
# Adding the same number $c$ to all scores changes nothing, because $e^{z + c} = e^{z} e^{c}$ and $e^{c}$ cancels. That is
# the key to safety: choose $c$ so that the largest score becomes 0, and no power can overflow.

# %% tags=["explore"] held="a3-softmax-plus-five"
z = np.array([0.0, np.log(2), np.log(3)])
print(nn.softmax(z), " times 6:", 6 * nn.softmax(z))
print("5 added to each score:", nn.softmax(z + 5))

# %% [markdown]
# Now you. Two things of NumPy serve here. `axis=-1` means the *last* axis, whatever the number of axes. And `keepdims=True` keeps the
# axis that is summed away, with length 1: for `Z` of shape `(4, 3)`, `np.max(Z, axis=-1)` has the shape `(4,)`, and
# `np.max(Z, axis=-1, keepdims=True)` has `(4, 1)`, one number beside each row, which broadcasting can take from all of it. So does
# `np.sum(Z, axis=-1, keepdims=True)` ([Toolbox, part 3](../00-toolbox/toolbox.ipynb#cell-id=section-3)).

# %% exercise="softmax"

# %% [markdown] items=["A5", "A6"]
# **Choose by task.** For hidden layers start with ReLU. For the output ask what its number should mean:
#
# | task | output units | activation | reads as |
# |---|---|---|---|
# | a number, such as a temperature | 1 | none (identity) | the number itself |
# | yes or no | 1 | sigmoid | probability of *yes* |
# | *one* of $K$ classes | $K$ | softmax | $K$ probabilities that share a total of 1 |
# | *any* of $K$ tags at once | $K$ | sigmoid on each | $K$ probabilities, each for itself |
#
# The last two rows look alike and are not. Here is one photograph of a dog on a beach, with the same three scores
# through both:

# %% [markdown] only="deck" slide="slide"
# ## Choose the output by its task
#
# | task | units | activation |
# |---|---|---|
# | a number | 1 | none |
# | yes or no | 1 | sigmoid |
# | *one* of $K$ classes | $K$ | softmax |
# | *any* of $K$ tags | $K$ | sigmoid on each |

# %% [markdown] only="deck" slide="slide"
# ## One label, or many?

# %% tags=["explore", "hide-input"] slide="-"
plots.one_label_or_many()

# %% [markdown] items=["A6"]
# Both scores are high. Softmax must halve its certainty, since its outputs compete for one total. Independent
# sigmoids can say *both*.

# %% [markdown] minutes=7 items=["A3"]
# ## 9 · Break it
#
# Here is finished code, with one planted bug. It runs, its output has the right shape, and no number looks odd. Run it, and leave
# its check for later: go on to the cell *after* the check first. It shows a symptom. Argue from the symptom to the cause, change
# as little as you can, and only then run the check.

# %% exercise="class_probabilities"

# %% tags=["explore"]
X = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 1.0]])  # three photographs, two features each
W, b = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]]), np.zeros(3)  # three classes
print("the first photograph among three:", class_probabilities(X, W, b)[0].round(3))
print("the same photograph alone:       ", class_probabilities(X[:1], W, b)[0].round(3))

# %% [markdown]
# What should a photograph's probabilities add up to? Should it matter to them which other photographs are in the batch?

# %% [markdown] minutes=8
# ## 10 · You will read that …
#
# Nine sentences from slides and books. Each is blurred or wrong, and each can be settled by a small experiment. Run the
# cells, and see whether you can say what is true before you read it below them.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “The sigmoid never reaches 1.”
# - “Leaky ReLU is $\max(\alpha_f z, z)$.”
# - “ELU is zero-centred and sparse.”
# - “ReLU is fast because it switches half of the units off.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# On paper true; in floats it is exactly 1 from z = 37. Only for slopes from 0 to 1: try 3. Nearer to zero mean (0.16 against
# 0.40), and no exact zeros. False: all-negative inputs take as long as all-positive ones; a maximum is cheap. The
# lesson has the cell for each.

# %% [markdown] items=["A1"]
# **“A unit fires when its input passes the threshold.”** Nudge $z$ by 0.02 in three places:

# %% tags=["explore"]
for z in (-2.0, 0.0, 2.0):
    left, right = z - 0.01, z + 0.01
    step, sigmoid_ = (right >= 0) - (left >= 0), nn.sigmoid(right) - nn.sigmoid(left)
    print(f"around z = {z:4}: the step changes by {step}, the sigmoid by {sigmoid_:.4f}")

# %% [markdown]
# The step answers all or nothing, and only at 0. The sigmoid answers everywhere. Only a *step* unit has a threshold.

# %% [markdown] items=["A2"]
# **“Without activation functions a network is just logistic regression.”** Look at the three lines:

# %% tags=["explore"] held="a2-three-plain-layers"
rng = np.random.default_rng(1)
X, W1, b1 = rng.normal(size=(4, 3)), rng.normal(size=(3, 8)), rng.normal(size=8)
W2, b2 = rng.normal(size=(8, 1)), rng.normal(size=1)
W, b = nn.collapse_linear(W1, b1, W2, b2)
deep = (X @ W1 + b1) @ W2 + b2
print("two layers:          ", deep.ravel().round(2), " any number")
print("one affine map:      ", (X @ W + b).ravel().round(2), " the same")
print("with a sigmoid after:", nn.sigmoid(deep).ravel().round(2), " from 0 to 1")

# %% [markdown] items=["A2"] held="a2-three-plain-layers"
# Without any, it is *one affine map*: the form of linear regression. It is logistic regression only if a sigmoid stays at the
# output.

# %% [markdown] items=["A3"]
# **“The slope of leaky ReLU is 0.01.”** Or 0.1, in the next book. It is a parameter, our $\alpha_f$; the paper of 2013 used 0.01.
#
# **“Leaky ReLU is max(αz, z).”** (Their α is our $\alpha_f$.) Compare the definition with the formula:

# %% tags=["explore"]
z = np.array([-2.0, 2.0])
for alpha in (0.01, 0.1, 3.0, -1.0):
    print(f"alpha = {alpha:5}: definition {nn.leaky_relu(z, alpha)}   max {np.maximum(alpha * z, z)}")

# %% [markdown]
# The formula holds for slopes from 0 to 1. Above 1 the two part: the maximum picks the wrong side, left and right. Below 0 they
# agree, but the unit no longer rises with $z$: a slope of −1 gives $|z|$, in which −2 and 2 cannot be told apart.

# %% [markdown] items=["A4"]
# **“The sigmoid never reaches 1.”** On paper its range is the open interval (0, 1). What does the machine give?

# %% tags=["explore"] held="a4-sigmoid-of-40"
z = np.arange(-800.0, 60.0)
print("sigmoid is exactly 1 from z =", z[nn.sigmoid(z) == 1][0])
print("tanh    is exactly 1 from z =", z[nn.tanh(z) == 1][0])
print("sigmoid is exactly 0 up to z =", z[nn.sigmoid(z) == 0][-1])

# %% [markdown] held="a4-sigmoid-of-40"
# True on paper, then, and false in floats. Towards 0 it takes far longer, because floats are much finer near 0 than near 1. All this matters in lesson 04: a loss takes
# $\ln(1 - a)$, and the logarithm of an exact 0 is $-\infty$.

# %% [markdown] items=["A4"]
# **“Parametric ReLU is another name for leaky ReLU.”** The curve is the same. But parametric ReLU *learns* its $\alpha_f$, as it
# learns a weight: step by step, against the gradient. (Stretch, since gradients come in lesson 05.) Two samples, targets
# made with $\alpha_f = \tfrac12$, and a start at 0:

# %% tags=["explore"]
z, y_true, alpha = np.array([-2.0, 1.0]), np.array([-1.0, 1.0]), 0.0
for step in range(4):
    error = nn.leaky_relu(z, alpha) - y_true
    gradient = np.mean(2 * error * np.minimum(z, 0))  # of the mean squared error
    print(f"step {step}: alpha = {alpha:.3f}   gradient = {gradient:.3f}")
    alpha = alpha - 0.1 * gradient

# %% [markdown]
# <details><summary>Step 0 by hand</summary>
#
# The errors are $0 - (-1) = 1$ and $0$, so the gradient is $\tfrac12 (2 \cdot 1 \cdot (-2) + 0) = -2$. It is not 0, so
# $\alpha_f$ moves, and it moves towards $\tfrac12$.
#
# </details>

# %% [markdown] items=["A4"]
# **“ELU is zero-centred and sparse.”** A million normal draws through three functions:

# %% tags=["explore"]
z = np.random.default_rng(0).normal(size=1_000_000)
for name, a in (("ReLU", nn.relu(z)), ("ELU", nn.elu(z, 1.0)), ("tanh", nn.tanh(z))):
    print(f"{name:5} mean {a.mean():6.3f}   exactly 0: {np.mean(a == 0):.1%}")

# %% [markdown] items=["A4"] held="a4-relu-on-noise"
# Its mean is *nearer* to 0 than ReLU's, and not 0; and it has no exact zeros at all.

# %% [markdown] items=["A4"]
# **“ReLU is fast because it switches half of the units off.”** The maximum is computed for every unit, off or on. If
# switching off saved time, all-negative inputs would be quickest:

# %% tags=["explore"]
for name, inputs in (("all negative", -np.abs(z)), ("all positive", np.abs(z)), ("mixed", z)):
    print(f"ReLU of a million, {name:12}: {measured.milliseconds(nn.relu, inputs):6.2f} ms")
print(f"sigmoid of a million              : {measured.milliseconds(nn.sigmoid, z):6.2f} ms")

# %% [markdown]
# The three ReLU times are the same, up to chance. ReLU is fast because a maximum is cheap, and so is its slope, a
# comparison. Training with it can also need fewer *steps*: a network for images reached a training error of 25 % six times as fast with
# ReLU as with tanh (Krizhevsky, Sutskever and Hinton, 2012). That is a matter of slopes, not of arithmetic.

# %% [markdown] items=["A6"]
# **“Classification means softmax.”** A photograph may have several tags, or none. A tag counts as present from 0.5 on:

# %% tags=["explore"]
tags = np.array(["beach", "dog", "sea", "snow"])
scores = np.array([4.0, 4.0, 3.0, -3.0])
for name, p in (("softmax", nn.softmax(scores)), ("sigmoids", nn.sigmoid(scores))):
    print(f"{name:8} {p.round(3)}  present: {[str(tag) for tag in tags[p >= 0.5]]}")

# %% [markdown] items=["A6"]
# Only if exactly one class is right. For several tags at once, let each decide for itself.

# %% [markdown] minutes=5
# ## 11 · Checkpoint
#
# Four situations. You have met three more on the way. Decide first, then read why each wrong answer tempts.

# %% question="a2-ten-more-layers" slide="slide"

# %% question="a5-spam-output" slide="slide"

# %% question="a6-film-genres" slide="slide"

# %% question="a6-temperature"

# %% [markdown] minutes=3
# ## 12 · Review
#
# Five short ones from lessons 01 and 02. Half a minute each.

# %% question="review-bias-moves-the-switch"

# %% question="review-product-without-sum"

# %% question="review-weights-and-biases"

# %% question="review-fit-on-training"

# %% question="review-shape-of-a-layer"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Show what depth without a bend amounts to: one affine map
# - Write the usual functions, safe at ±1000, and choose one by its task
# - Recognise saturated units, dead units and vanishing gradients

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: which activation will your next network's output have, and why? Lesson 04 needs
# the answer: the loss is chosen together with it.

# %% [markdown] minutes=1
# ## 13 · What you can do now
#
# - You can show what a network without activation functions amounts to, however deep it is.
# - You can write sigmoid, tanh, ReLU, leaky ReLU and softmax, safe at ±1000, and choose among them by the task.
# - You can recognise saturated units, dead units and vanishing gradients, and say which slope is to blame.
#
# **Next**, lesson 04: how far is the answer from the truth? A *loss* measures it, and it is chosen together with the
# output's activation.
#
# **Two good readings.**
#
# - Ian Goodfellow, Yoshua Bengio and Aaron Courville, *Deep Learning*, MIT Press, 2016, sections 6.2 and 6.3: output
#   units and hidden units, by the authors of maxout.
# - Xavier Glorot and Yoshua Bengio, *Understanding the difficulty of training deep feedforward neural networks*,
#   AISTATS, 2010: eight pages that look inside saturating layers, with pictures.

# %% [markdown]
# ## 14 · Stretch
#
# Outside the minutes above, without points, checked just as carefully. The last one is the hardest; lesson 07 will be
# grateful for it. Three things of NumPy for the last two: `b[:, np.newaxis, :]` gives `b` a new axis of length 1 in the middle,
# `np.diag(s)` puts `s` on the diagonal of a table of zeros, and `np.outer(s, s)` has $s_i s_j$ at place $(i, j)$.

# %% exercise="tanh_grad"

# %% exercise="leaky_relu_grad"

# %% exercise="elu"

# %% exercise="elu_grad"

# %% exercise="maxout"

# %% exercise="softmax_jacobian"
