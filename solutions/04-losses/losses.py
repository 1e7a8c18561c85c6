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
#     title: Loss and cost
#     lesson: 04-losses
#     minutes: 116
# ---

# %% [markdown] only="deck" slide="slide"
# # Loss and cost
#
# Lesson 04 · one number that says how wrong, and what it makes a model do

# %% [markdown] only="deck" slide="notes"
# 116 minutes with all exercises; about 45 for the talk and the questions alone. Every figure is computed from the
# library that the class writes. Questions run think, vote, reveal: wait out the full time before the vote.

# %% [markdown] minutes=2
# # Loss and cost
#
# ## 1 · Where you are
#
# A network can now go forward: numbers in, a prediction out. At first the prediction is nonsense. To make it better,
# we need one number that says *how wrong* it is, so that training can make that number smaller. There are many such
# numbers. Which one you choose decides what the model will do with an outlier, with doubt, and with a rare case.
#
# **At the end you can**
#
# - write the usual costs for numbers, for yes or no, and for classes, so that they survive extreme inputs;
# - choose one by what a mistake should cost, say what it makes a model answer, and where it comes from;
# - judge whether a cost is high, and whether a low one is good news.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · One number for all errors | 14 |
# | 3 · Which answer costs least? | 7 |
# | 4 · Six losses for numbers | 17 |
# | 5 · Slopes | 10 |
# | *a good place to stop* | |
# | 6 · Yes or no | 17 |
# | 7 · One class among several | 24 |
# | 8 · What does a high cost say? | 5 |
# | 9 · Does a low cost mean a good model? | 4 |
# | 10 · Break it | 7 |
# | 11 · You will read that … | 3 |
# | 12 · Checkpoint | 2 |
# | 13 · Review | 3 |
# | 14 · What you can do now | 1 |
#
# Eleven exercises carry points. Eleven more, marked *stretch*, wait in section 15, outside these minutes.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import DragTheOutlier
from workbook.plots import losses as plots
from workbook.plots import losses_measured as measured

# %% [markdown] only="deck" slide="slide"
# ## Four predictions, four errors

# %% tags=["explore", "hide-input"] slide="-"
plots.errors()

# %% [markdown] only="deck" slide="notes"
# Ask for one number that sums this picture up. Write down every suggestion: the sum of the errors (they cancel), of
# their sizes, of their squares, the largest one. All but the first are losses that people use.

# %% [markdown] minutes=14 items=["L1", "L3"]
# ## 2 · One number for all errors
#
# Above: four samples, the true number $y$ of each, the prediction $\hat y$, and the **error** $r = \hat y - y$. It is
# positive where the prediction is too high. (The perceptron's error of lesson 01 had the other sign, $y - a$, since its rule adds
# it.) How would you sum up four errors in one number? Their plain sum will not
# do: errors of opposite sign cancel. **Predict.** Answer before you read on; a guess costs nothing here.

# %% question="l2-one-large-error" slide="slide"

# %% [markdown] items=["L1", "L2", "L3"] held="l2-one-large-error"
# **Say it precisely.** A **loss** $\ell(y, \hat y)$ says how far *one* prediction is from the truth: 0 where it is
# right, and larger the worse it is. The **cost** $J$ is the mean loss over the $N$ samples of a batch:
#
# $$J = \frac{1}{N} \sum_{n=1}^{N} \ell(y_n, \hat y_n), \qquad y, \hat y\ (N,), \qquad J \text{ one number.}$$
#
# Training makes it small. Whatever number training makes small is called its **objective**. Here that is the cost; in
# lesson 10 a penalty on large weights is added to it. The two oldest losses for numbers are
#
# | loss | of one error | its mean is the | also called | unit |
# |---|---|---|---|---|
# | square | $r^2$ | mean squared error, MSE | L2 | that of $y$, squared |
# | absolute value | $\lvert r \rvert$ | mean absolute error, MAE | L1 | that of $y$ |
#
# With several outputs, $y$ and $\hat y$ are tables $(N, K)$, and the mean is over all $N \cdot K$ elements.
#
# **By hand.** The four errors of the picture are $1, -1, 0, 3$:
#
# $$\mathrm{MSE} = \frac{1 + 1 + 0 + 9}{4} = \frac{11}{4} = 2.75, \qquad
# \mathrm{MAE} = \frac{1 + 1 + 0 + 3}{4} = \frac{5}{4} = 1.25.$$
#
# The error of 3 makes up 9 of 11 parts of the first, and 3 of 5 parts of the second.

# %% [markdown] only="deck" slide="slide"
# ## Loss, cost, objective
#
# - **Loss** $\ell(y, \hat y)$: one sample's
# - **Cost** $J = \frac{1}{N} \sum_{n} \ell(y_n, \hat y_n)$: the mean over a batch
# - **Objective**: what training makes small; here the cost
#
# For the errors $1, -1, 0, 3$:
#
# $$\mathrm{MSE} = \frac{1 + 1 + 0 + 9}{4} = 2.75 \qquad \mathrm{MAE} = \frac{1 + 1 + 0 + 3}{4} = 1.25$$

# %% [markdown] only="deck" slide="notes"
# Many books use loss and cost for the same thing; say so. The mean, not the sum: the next question shows why.

# %% question="l2-twice-the-batch" slide="slide"

# %% [markdown]
# Now you. This first exercise is guided. Subtract the arrays; `** 2` squares entry by entry; `np.mean` without an
# axis takes the mean over all elements, whatever the shape; `float(…)` makes a plain Python number of it. The truth
# always comes first: `(y_true, y_pred)`, as in Keras and scikit-learn.

# %% exercise="mse"

# %% [markdown]
# The next one differs in one word. `np.abs` gives sizes, entry by entry.

# %% exercise="mae"

# %% [markdown] minutes=7 items=["L3"]
# ## 3 · Which answer costs least?
#
# A loss is more than a yardstick. A model that is trained on it will *do* what costs least. To see what that is, take
# the simplest model of all: one that gives the same answer $c$, whatever comes in. **Predict:**

# %% question="l3-which-constant" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The cost of one constant answer

# %% tags=["explore", "hide-input"] slide="-" held="l3-which-constant"
plots.valleys()

# %% [markdown] items=["L3"] held="l3-which-constant"
# **Say it precisely.** The constant that minimises the mean squared error is the **mean** of the true numbers. The
# one that minimises the mean absolute error is their **median**. Here is why. Move $c$ a little to the right. Under
# the absolute value every number on the left costs a little more and every number on the right the same little less,
# *however far it is*. So the best place has as many numbers on either side. (With an even count there are two middle
# numbers, and every constant between them is as good.) Under the square, far numbers count for more: at the best
# place the *distances* to the left and to the right balance, and that is the mean.
#
# **By hand.** For 1, 2, 3, 4, 10 the mean is 4: distances to the left $3 + 2 + 1 = 6$, to the right $6$. The median
# is 3: two numbers on either side.
#
# Neither answer is *right*. If a bakery sells 1, 2, 3, 4 and 10 cakes, the mean, times five days, is what it sold in
# all. The median is an ordinary day. If the 10 was a typing error, the median did not notice.

# %% [markdown]
# **Explore.** Seven numbers, one of which you can drag, with the mouse or with its slider. Two more losses are there
# that section 4 explains. Meet the goals under the picture.

# %% [markdown] only="deck" slide="slide"
# ## Drag the outlier

# %% tags=["explore"] slide="-"
DragTheOutlier()

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Ask before you drag: which of the four markers will follow the
# point? How far? Then raise δ, and ask when Huber's marker joins the mean.

# %% [markdown] minutes=17 items=["L3", "L4"]
# ## 4 · Six losses for numbers
#
# Can one be as smooth as the square near 0 and as calm as the absolute value far out? And what if too low is worse
# than too high? **Predict** an answer to the second question:

# %% question="l4-bread" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Six losses, side by side

# %% tags=["explore", "hide-input"] slide="-" held="l4-bread"
plots.six_curves(delta=1, tau=0.75, eps=0.5)

# %% [markdown] items=["L3", "L4"] held="l4-bread"
# **Say it precisely**, for one error $r = \hat y - y$. Three of the six have a parameter, which somebody has to choose:
#
# | loss | formula | parameter | a constant answer would be |
# |---|---|---|---|
# | square | $r^2$ | | the mean |
# | absolute | $\lvert r \rvert$ | | the median |
# | Huber | $\tfrac12 r^2$ if $\lvert r \rvert \le \delta$, else $\delta\,(\lvert r \rvert - \tfrac12 \delta)$ | $\delta > 0$: from here on an error is large | the mean where no error is above $\delta$; the median for a small $\delta$ |
# | log-cosh | $\ln \cosh r$ | | nearly the mean where all errors are far below 1, nearly the median where they are far above |
# | *quantile* | $\tau\,\lvert r \rvert$ if too low, $(1 - \tau)\,\lvert r \rvert$ if too high | $0 < \tau < 1$: the price of too low | the $\tau$-quantile |
# | ε-insensitive | $\lvert r \rvert - \varepsilon$ if that is positive, else $0$ | $\varepsilon \ge 0$: up to here an error is free | the median for $\varepsilon = 0$; the middle between the smallest and the largest number where $\varepsilon$ is half the way between them |
#
# The *τ-quantile* is the number with a share $\tau$ of the data below it; the median is the 0.5-quantile. *cosh* is
# $\cosh r = \tfrac12 (e^r + e^{-r})$, with $e = 2.718\ldots$ from lesson 03: near $r = 0$ its logarithm is like
# $\tfrac12 r^2$, far out like $\lvert r \rvert - \ln 2$. δ and ε have the unit of $y$. Huber's loss is from 1964. The
# quantile loss, also called *pinball*, is from Koenker and Bassett, 1978. The ε-insensitive loss belongs to *support
# vector machines*, another family of models (Vapnik, 1995).
#
# **By hand**, for the errors $1, -1, 0, 3$ of section 2.
#
# - Huber with $\delta = 1$: $\tfrac12, \tfrac12, 0$, and for the large one $1 \cdot (3 - \tfrac12) = 2\tfrac12$. The
#   mean is $3\tfrac12 / 4 = 0.875$.
# - Quantile with $\tau = \tfrac34$: $1$ is too high and costs $\tfrac14$; $-1$ is too low and costs $\tfrac34$; $3$
#   costs $\tfrac34$. The mean is $1\tfrac34 / 4 = \tfrac{7}{16}$.
#
# At $\lvert r \rvert = \delta$ the two parts of Huber's loss meet: $\tfrac12 \delta^2$ on either side. They meet
# smoothly, too: both have the slope $\delta$ there. That is what the halves are for.
#
# Do Huber, log-cosh and ε-insensitive answer something between the median and the mean, as one would think? Measure it: for five numbers whose median is 3 and whose mean is 4, and for five whose median and mean are both 0. Below are
# the best constants for every δ and ε.

# %% [markdown] only="deck" slide="slide"
# ## Between median and mean?

# %% tags=["explore", "hide-input"] slide="-" held="l4-bread"
plots.constant_answers()

# %% [markdown] items=["L4"] held="l4-bread"
# Huber goes *from* the median *to* the mean as δ grows. But on the way it need not stay between them: for −3, −3, 0, 1,
# 5, where both are 0, it answers −0.5 with δ = 2, and log-cosh answers −0.165. The ε-insensitive loss leaves the mean
# behind: for 1, 2, 3, 4, 10 and ε = 4.5 it answers 5.5, half way between 1 and 10, since from there every error is free.
# Where a whole stretch of constants costs the same, the band shows it.

# %% [markdown] only="deck" slide="slide"
# ## Huber: the square inside, a line outside
#
# $$\ell = \begin{cases} \frac{1}{2} r^2 & |r| \le \delta \\ \delta\,(|r| - \frac{1}{2}\delta) & |r| > \delta \end{cases}$$
#
# With $\delta = 1$, for the errors $1, -1, 0, 3$: $\frac{1}{2}, \frac{1}{2}, 0, \frac{5}{2}$, in the mean $0.875$
#
# They meet at $|r| = \delta$, in value and in slope.

# %% [markdown] only="deck" slide="slide"
# ## Quantile: two prices
#
# - too low: $\tau$ per unit
# - too high: $1 - \tau$ per unit
#
# A constant that is trained on it answers the $\tau$-quantile: a share $\tau$ of the data lies below.
#
# The baker: 3 € against 1 €, so $\tau = \frac{3}{3 + 1} = 0.75$

# %% [markdown] only="deck" slide="notes"
# Ask for uses: delivery promises ("in nine cases of ten by then"), stock, reserves. Two models, τ = 0.05 and τ = 0.95,
# aim at a range with 90 % of the truth in it; on fresh samples one has to count how much it really holds.

# %% [markdown]
# Now you, with one question for each. Huber: every element has a case of its own, and `np.where(condition, one, other)`
# chooses entry by entry (lesson 01). What is the condition? Quantile: if $u = y - \hat y$, where is $u$ positive?
# `np.maximum(A, B)` takes the larger of two arrays, entry by entry.

# %% exercise="huber"

# %% exercise="quantile_loss"

# %% [markdown] minutes=10 items=["L3"]
# ## 5 · Slopes
#
# Training needs to know more than the cost. It asks of each prediction: if it rises a little, does the cost rise or
# fall, and how fast? **Predict:**

# %% question="l3-pull-of-an-error"

# %% [markdown] only="deck" slide="slide"
# ## How hard does one error pull?

# %% tags=["explore", "hide-input"] slide="-" held="l3-pull-of-an-error"
plots.pulls()

# %% [markdown] items=["L3"] held="l3-pull-of-an-error"
# **A slope in two lines.** Raise $r$ by a little $h$. Then $(r + h)^2 - r^2 = 2 r h + h^2$: for each unit of $h$ the
# square rises by $2r + h$, and for a tiny $h$ that is $2r$. This is the slope of $r^2$. The slope of $\lvert r \rvert$
# is 1 right of 0 and −1 left of it. A factor in front stays: $\tfrac12 r^2$ has the slope $r$. (All rules: [Toolbox, part 8](../00-toolbox/toolbox.ipynb#cell-id=section-8).)
#
# **Say it precisely.** The slope of the cost in one prediction $\hat y_n$, all others held still, is the *partial
# derivative* $\partial J / \partial \hat y_n$; read ∂ as “a small change of”. Only one loss holds $\hat y_n$, and the mean divides by $N$:
#
# $$\frac{\partial J}{\partial \hat y_n} = \frac{1}{N}\,\ell'(r_n), \qquad
# \text{for the square} \quad \frac{\partial J}{\partial \hat y_n} = \frac{2\,r_n}{N}.$$
#
# Here $\ell'$ is the slope of the loss as a curve over the error, as in the picture. All these slopes together, in an
# array of the shape of $\hat y$, are the **gradient** of the cost in the predictions. In this course a gradient
# always holds the $1/N$. With a table $(N, K)$ the mean is over $N \cdot K$ elements, and so is the division.
#
# **By hand.** For the errors $1, -1, 0, 3$: $\ \tfrac{2}{4}, -\tfrac{2}{4}, 0, \tfrac{6}{4}$. A positive entry says:
# this prediction is too high, lower it.
#
# At its kink, $r = 0$, the absolute value has no slope; the course takes 0, like PyTorch.

# %% [markdown]
# A formula for a slope need not be taken on trust. Move one prediction a little to either side, and measure.
# (`np.arange(4) == n` is true at place $n$ alone, and true counts as 1.)

# %% tags=["explore"]
y_true, y_pred, h = np.array([3.0, 5.0, 2.0, 6.0]), np.array([4.0, 4.0, 2.0, 9.0]), 1e-6
formula = nn.mse_grad(y_true, y_pred)
for n in range(4):
    step = h * (np.arange(4) == n)
    rise = nn.mse(y_true, y_pred + step) - nn.mse(y_true, y_pred - step)
    print(f"prediction {n}: measured {rise / (2 * h):7.4f}   formula {formula[n]:7.4f}")

# %% [markdown]
# Now you, without guidance; `y_pred.size` counts all elements. The slopes of the other losses wait in section 15.

# %% exercise="mse_grad"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# A *loss* is one sample's, the *cost* is their mean. The square is minimised by the mean and follows an outlier, the absolute error by the median and
# does not; Huber's goes from the one to the other as δ grows. `mse_grad` is $2(\hat y - y)/N$ for each prediction. What is still open: costs for yes or no, and for classes.
#
# </details>

# %% [markdown] minutes=17 items=["L3"]
# ## 6 · Yes or no
#
# Now the truth is *yes* or *no*, $y = 1$ or $y = 0$, and the network's sigmoid gives a probability $p$ of yes. What
# should a probability cost? In what follows, $\ln p$ is the natural logarithm, the power to which $e$ must be raised to
# give $p$: $\ln 1 = 0$, and for $p$ below 1 it is negative. In code it is `np.log`. **Predict:**

# %% question="l3-ten-times-surer"

# %% [markdown] only="deck" slide="slide"
# ## The price of a probability

# %% tags=["explore", "hide-input"] slide="-" held="l3-ten-times-surer"
plots.surprise()

# %% [markdown] items=["L3"] held="l3-ten-times-surer"
# **Logarithms in one line.** $\ln(a \cdot b) = \ln a + \ln b$: a product becomes a sum, a factor of 10 adds $\ln 10 = 2.3$.
#
# **Say it precisely.** The loss is $-\ln$ of the probability that was given to *what happened*. That is $p$ where $y
# = 1$, and $1 - p$ where $y = 0$. One formula says both, since $y$ switches one of its halves off:
#
# $$\ell(y, p) = -\big[\,y \ln p + (1 - y) \ln(1 - p)\,\big].$$
#
# Its mean is the **binary cross-entropy**, or *log loss*. It is smallest when the probabilities are honest: if
# something happens in 1 of 4 cases, the best constant answer is $p = \tfrac14$.
#
# **By hand.** Truth $1, 0, 1$, probabilities $\tfrac12, \tfrac14, \tfrac12$. What happened had been given $\tfrac12,
# \tfrac34, \tfrac12$. The cost is $\tfrac13 (\ln 2 + \ln \tfrac43 + \ln 2) = \tfrac13 \ln \tfrac{16}{3} = 0.558$.
#
# **At the edges.** On paper, $p = 0$ for something that happens costs infinity. A float reaches 0 and 1 exactly
# (lesson 03), and one infinite loss ruins a whole batch. So programs keep $p$ a little inside: here between `floor`
# $= 10^{-12}$ and $1 - $ `floor`, which makes the dearest loss 27.6. Keras takes $10^{-7}$. PyTorch leaves $p$ alone,
# and takes no logarithm below $-100$. Section 11 shows what that hides, and section 7 the better way. In NumPy,
# `np.clip(A, low, high)` raises what is below `low` and lowers what is above `high`.

# %% [markdown] only="deck" slide="slide"
# ## Binary cross-entropy
#
# $$\ell(y, p) = -\left[\,y \ln p + (1 - y) \ln(1 - p)\,\right]$$
#
# Minus the logarithm of the probability that was given to *what happened*
#
# Truth $1, 0, 1$ and $p = \frac{1}{2}, \frac{1}{4}, \frac{1}{2}$:
#
# $$J = \frac{1}{3} \left(\ln 2 + \ln \frac{4}{3} + \ln 2\right) = 0.558$$

# %% exercise="binary_cross_entropy"

# %% [markdown] items=["L3"]
# **Another way to say yes.** The **hinge** loss does without probabilities. Labels are $-1$ and $+1$, the network
# gives a plain score $z$, and the sign of $z$ is the decision. So $y z$ is positive where the decision is right:
#
# $$\ell(y, z) = \max(0,\ 1 - y z).$$
#
# Right is not enough: it asks for a *margin* of 1. Beyond that a score costs nothing, and training leaves it alone.
# Support vector machines are built on it.
#
# **By hand.** Labels $1, -1, 1$, scores $3, -\tfrac12, -1\tfrac12$. The products are $3, \tfrac12, -1\tfrac12$, the
# losses $0, \tfrac12, 2\tfrac12$, the cost 1. The second decision is right, and still pays: it is not safe.

# %% [markdown] only="deck" slide="slide"
# ## Right, safely right, ever more right

# %% tags=["explore", "hide-input"] slide="-"
plots.margins()

# %% [markdown] only="deck" slide="notes"
# Ask what training would do with a sample at score 2 under each curve. Wrong or right: nothing, here or at any other
# score, since its slope is 0 beside the jump. Hinge: nothing, it is safe. Cross-entropy: push a little further, for ever.

# %% exercise="hinge"

# %% question="l3-hinge-labels"

# %% [markdown] minutes=24 items=["L3"]
# ## 7 · One class among several
#
# The label of a photograph is a class number: 0 for cat, 1 for dog, 2 for fox. These numbers are names, not amounts:
# a fox is not twice a dog. So a label becomes a **one-hot** row, with a 1 in its class's column and 0 elsewhere.
# Among three classes, 2 becomes $(0, 0, 1)$. Two pieces of NumPy help: `np.eye(3)` is the table with 1 on its diagonal
# and 0 elsewhere, and an array of whole numbers as an index, `A[np.array([2, 0])]`, takes the rows 2 and 0 of `A`.
# (`A[:, 1]` takes the column 1 instead: one number for each row.)

# %% exercise="one_hot"

# %% [markdown] items=["L3"]
# **Say it precisely.** For one sample with the one-hot row $y\ (K,)$ and the probabilities $p\ (K,)$,
#
# $$\ell(y, p) = -\sum_{k=1}^{K} y_k \ln p_k .$$
#
# All terms but one are 0, so this is $-\ln$ of the probability of the *true* class. The mean over the $N$ samples is
# the **categorical cross-entropy**. Mind what is divided by: each sample's $K$ terms are added up, and the mean is
# over $N$.
#
# **By hand.** One sample's true class got $\tfrac12$, another's got $\tfrac18$. The cost is
# $\tfrac12 (\ln 2 + \ln 8) = \tfrac12 (\ln 2 + 3 \ln 2) = 2 \ln 2 = 1.386$.

# %% [markdown] only="deck" slide="slide"
# ## Categorical cross-entropy
#
# Truth as a one-hot row $y$, probabilities $p$ from softmax:
#
# $$\ell(y, p) = -\sum_{k=1}^{K} y_k \ln p_k = -\ln p_{\text{true}}$$
#
# True classes got $\frac{1}{2}$ and $\frac{1}{8}$:
#
# $$J = \frac{1}{2} (\ln 2 + \ln 8) = 2 \ln 2 = 1.386$$

# %% exercise="cross_entropy"

# %% [markdown] items=["L3"]
# Where do the probabilities come from? From scores $z$, by softmax. And there trouble starts. **Predict**, on paper:

# %% question="l3-far-scores" slide="slide"

# %% tags=["explore"] held="l3-far-scores"
Y, Z = np.array([[1.0, 0.0]]), np.array([[-1000.0, 1000.0]])
print("softmax:                   ", nn.softmax(Z))
print("through the probabilities: ", round(nn.cross_entropy(Y, nn.softmax(Z)), 1))
print("straight from the scores:  ", nn.softmax_cross_entropy(Y, Z))

# %% [markdown] items=["L3"] held="l3-far-scores"
# **Say it precisely.** Do not go through the probability. Its logarithm is simple:
#
# $$\ln p_k = \ln \frac{e^{z_k}}{\sum_j e^{z_j}} = z_k - \ln \sum_j e^{z_j}.$$
#
# Taking the same number from all scores of a row changes nothing (lesson 03). Make the largest one 0: then no power
# overflows, the sum is at least 1, and its logarithm is safe. This is called *log-sum-exp*. (`np.max(Z, axis=1,
# keepdims=True)` finds each row's largest score; `keepdims` keeps the shape $(N, 1)$, so that it can be subtracted.)
#
# **By hand.** Scores $0$ and $\ln 3$, the first class is true: $\ln p_1 = 0 - \ln(1 + 3) = -\ln 4$, and the cost is
# $\ln 4$. Through softmax: $p = (\tfrac14, \tfrac34)$, and $-\ln \tfrac14 = \ln 4$.
#
# There is a second gain. The gradient in the scores is as short as can be, $\tfrac1N (p - y)$: probability minus
# truth. It never vanishes while the prediction is wrong: then $p$ of the true class is at most $\tfrac12$, and its entry
# at least half of $\tfrac1N$ in size.
#
# <details><summary>Why p − y? (Click to unfold.)</summary>
#
# For one sample, and since $\sum_k y_k = 1$,
#
# $$\ell = -\sum_k y_k \Big(z_k - \ln \sum_j e^{z_j}\Big) = \ln \sum_j e^{z_j} - \sum_k y_k z_k .$$
#
# Take the slope in $z_k$, with two rules: the slope of $e^z$ is $e^z$, and that of $\ln u$ is $1/u$ times the slope of
# $u$. The first part gives $e^{z_k} / \sum_j e^{z_j}$, which is $p_k$. The second gives $y_k$. So
# $\partial \ell / \partial z_k = p_k - y_k$.
#
# </details>

# %% [markdown] only="deck" slide="slide"
# ## From the scores, not from the probabilities
#
# $$\ln p_k = z_k - \ln \sum_j e^{z_j}$$
#
# - Take each row's largest score away first: nothing overflows
# - $-1000$ against $1000$ costs $2000$, not $\infty$ and not $27.6$
# - Gradient in the scores: $\frac{1}{N}(p - y)$, probability minus truth
#
# This is why frameworks want *logits*.

# %% [markdown] only="deck" slide="notes"
# In PyTorch CrossEntropyLoss and BCEWithLogitsLoss take logits; in Keras it is from_logits=True. Giving them
# probabilities applies softmax twice: it runs, and with 10 classes the cost cannot fall below ln(1 + 9/e) = 1.46.

# %% exercise="softmax_cross_entropy"

# %% [markdown] items=["L3"]
# **Where do these losses come from?** Three of them have one root: each is $-\ln$ of how probable the model makes the data,
# up to a factor and a constant that training cannot change. The parameters that cost least are then those that make what
# happened most probable: *maximum likelihood*. (The hinge loss has no such reading.)
#
# | one assumes | $-\ln$ of one sample's probability | its mean is, in essence |
# |---|---|---|
# | a class, true with probability $p_{\text{true}}$ | $-\ln p_{\text{true}}$ | cross-entropy |
# | a number: $\hat y$ and normal noise, of one spread for all | $r^2$ times a factor, plus a constant | the squared error |
# | a number: $\hat y$ and noise with longer tails (Laplace's) | $\lvert r \rvert$ times a factor, plus a constant | the absolute error |
#
# Samples that are independent have probabilities that multiply, and $\ln$ turns the product into a sum. For the three
# samples of section 6:

# %% tags=["explore"]
given = np.array([0.5, 0.75, 0.5])  # to what happened
cost = nn.binary_cross_entropy(np.array([1.0, 0.0, 1.0]), np.array([0.5, 0.25, 0.5]))
print("probability of all three together:", np.prod(given))
print("the same from the cost, e^(−3 J): ", round(np.exp(-3 * cost), 6))

# %% [markdown] only="deck" slide="slide"
# ## Where the losses come from: likelihood
#
# | one assumes | its −ln is, in essence |
# |---|---|
# | a class with probability $p_{\text{true}}$ | cross-entropy |
# | a number with normal noise | the square |
# | a number with Laplace's noise, of longer tails | the absolute value |
#
# The least cost makes what happened *most probable*.

# %% [markdown] minutes=5 items=["Q6"]
# ## 8 · What does a high cost say?
#
# You start a training, and a first number appears. Good, bad, or what had to come? **Predict:**

# %% question="q6-first-cost" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Before any training: ln K

# %% tags=["explore", "hide-input"] slide="-" held="q6-first-cost"
plots.first_costs()

# %% [markdown] items=["Q6"] held="q6-first-cost"
# You will read: **“The loss is 2.3, that is high.”** It says nothing yet. A high cost says that predictions are far
# from the truth *by this loss's measure*. Whether it is high for the task, only a **baseline** tells: the cost of a
# model that knows nothing.
#
# | task | knows nothing | its cost |
# |---|---|---|
# | $K$ classes, equally common | gives each $1/K$ | $\ln K$: 0.69 for 2, 2.30 for 10, 6.91 for 1000 |
# | classes of unequal frequency | gives each its frequency | less than $\ln K$ |
# | a number, squared error | answers the mean | the variance of $y$ |
#
# A fresh network whose *last* weights are small gives all classes nearly the same, and sits at $\ln K$: in the picture
# to within 1 %. With He's weights (lesson 02) its scores differ already, and it begins higher: at 1.1 to 2.5 times $\ln K$
# in 20 draws, highest for 2 classes. With large weights it costs 17 to 70 times $\ln K$: it is not ignorant but *wrongly
# certain*.
#
# So make the last weights small for a moment, and compare with $\ln K$ before every training. What is off then has a
# reason. A sound network for 10 classes, and four things done to it:

# %% tags=["explore"] held="q6-first-cost"
for what, cost in measured.first_costs_with_faults(10).items():
    print(f"{what:42} {cost:6.3f}")

# %% [markdown] items=["Q6"] held="q6-first-cost"
# Too low: divided by $N \cdot K$ instead of $N$; labels that got no 1. Too high: softmax along the wrong axis. (Weights
# that were trained before are a fourth reason.) The last line is one to keep: the label itself stands among the inputs,
# and the first cost does not show it. An untrained network cannot use a leak. That takes training (lesson 08).

# %% [markdown]
# For numbers, mind the unit:

# %% tags=["explore"]
celsius = np.array([[12.0, 15.0, 9.0, 20.0, 14.0], [13.0, 14.0, 11.0, 17.0, 14.0]])
for unit, (y, forecast) in (("°C", celsius), ("°F", 1.8 * celsius + 32)):
    cost, mean = nn.mse(y, forecast), nn.mse(y, np.full(5, y.mean()))
    print(f"{unit}: MSE {cost:5.2f}   answering the mean {mean:5.2f}   share {cost / mean:.0%}")

# %% [markdown]
# The same forecasts; one cost is more than three times the other. The share of the baseline is the same. One minus this
# share is called $R^2$: here 0.77. It is 1 for a perfect forecast, 0 for one that is no better than the mean, and
# *negative* for one that is worse.

# %% [markdown] only="deck" slide="slide"
# ## High, beside what?
#
# | task | knows nothing | its cost |
# |---|---|---|
# | $K$ classes, equally common | $1/K$ for each | $\ln K$ |
# | classes of unequal frequency | its frequency for each | less than $\ln K$ |
# | a number, squared error | the mean | the variance of $y$ |
#
# $R^2$ is 1 minus the share: cost / variance of $y$

# %% question="q6-is-it-high" slide="slide"

# %% [markdown] minutes=4 items=["Q7"]
# ## 9 · Does a low cost mean a good model?
#
# Now the other end: a cost of exactly 0. **Predict:**

# %% question="q7-through-every-point"

# %% [markdown] only="deck" slide="slide"
# ## A cost of 0, and a bad model

# %% tags=["explore", "hide-input"] slide="-" held="q7-through-every-point"
plots.memoriser()

# %% [markdown] items=["Q7"] held="q7-through-every-point"
# An ordinary draw of ten points. How often does it turn out so? In 200 draws degree 9 had the higher cost on fresh points
# in all but one; its cost was 3 times that of degree 3 in the middle, and 1.2 to 19 times in nine draws of ten.
#
# You will read: **“The loss is nearly 0, so the model is good.”** No. A low cost says one thing: on *these* samples,
# by *this* loss, the predictions are near the truth. It can be low and the model bad because
#
# - the model has learnt the samples by heart, noise and all (the picture; lesson 10 is about it);
# - the baseline is just as low, as with a rare disease;
# - the loss does not measure what you need. Of the two below, the one with the lower cost decides wrongly more often.

# %% tags=["explore"]
y = np.array([1.0, 1.0, 1.0])
barely, sure = np.array([0.51, 0.51, 0.51]), np.array([0.99, 0.99, 0.49])
for name, p in (("barely right", barely), ("sure, once wrong", sure)):
    cost = nn.binary_cross_entropy(y, p)
    print(f"{name:17} cost {cost:.2f}   decided rightly {np.mean(p > 0.5):.0%}")

# %% [markdown]
# The cost rewards being sure; the share of right decisions does not. So look at fresh samples, beside a baseline, and
# at the number that you are after.

# %% question="q7-rare-disease" slide="slide"

# %% [markdown] minutes=7 items=["L3"]
# ## 10 · Break it
#
# Here is finished code, with one planted bug. It runs, gives no warning and returns one number. It was tried on four
# samples that lie exactly on $y = 2x + 1$:
#
# | a layer that … | should cost | costs |
# |---|---|---|
# | is right everywhere | 0 | 28 |
# | answers the mean, 7, for all | the variance of $y$, 14 | 14 |
#
# The one that knows nothing costs *less* than the one that knows everything: training would make this model forget.
# Argue from this symptom to the cause. Run the code and the cell after the check; change as little as you can.

# %% exercise="layer_mse"

# %% tags=["explore"]
X, W, b = np.array([[1.0], [2.0], [3.0], [6.0]]), np.array([[2.0]]), np.array([1.0])
y = np.array([3.0, 5.0, 7.0, 13.0])  # exactly 2 x + 1
print("a layer that is right everywhere:", layer_mse(y, X, W, b))
print("a layer that answers the mean:   ", layer_mse(y, X, 0 * W, np.array([7.0])))
print("the variance of y:               ", np.var(y))

# %% [markdown]
# Do the three numbers agree with the column *should cost* now?

# %% [markdown] minutes=3
# ## 11 · You will read that …
#
# Four sentences from slides and books, besides the two of sections 8 and 9. Each is blurred or wrong, and a small
# experiment settles it. Run the cells, and see whether you can say what is true before you read it.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “Loss and cost are the same.”
# - “Huber is MSE for small errors and MAE for large ones.”
# - “Clip the probabilities, and cross-entropy is safe.”
# - “The squared error does not work for classification.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Often used so; here loss is one sample's. Those two do not even meet at δ: half the square and a shifted line do.
# Finite, yes, but the slope is 0 where the prediction is worst. It works, but is slow behind a saturated sigmoid: next
# slide.

# %% [markdown] items=["L2"]
# **“Loss and cost are the same.”** Many books use the words so, and “training loss” nearly always means a mean. The
# *numbers* are not the same:

# %% tags=["explore"]
y_true, y_pred = np.array([3.0, 5.0, 2.0, 6.0]), np.array([4.0, 4.0, 2.0, 9.0])
print("losses, one for each sample: ", (y_pred - y_true) ** 2)
print("cost, their mean:            ", nn.mse(y_true, y_pred))

# %% [markdown] items=["L3", "L4"]
# **“Huber is MSE for small errors and MAE for large ones.”** Those two do not fit together. Look on either side of
# $\delta = 2$:

# %% tags=["explore"]
for r in (1.999, 2.001):
    glued, huber_ = r**2 if r <= 2 else r, nn.huber(np.zeros(1), np.array([r]), 2.0)
    print(f"error {r}: glued together {glued:.3f}   Huber {huber_:.3f}")

# %% [markdown]
# Glued together, the larger error costs half as much. Huber's loss is *half* the square inside, and a line that is
# moved to fit outside.

# %% [markdown] items=["L3"]
# **“Clip the probabilities, and cross-entropy is safe.”** Finite it is. But look at the slope of a sample that is
# truly yes, as its logit falls:

# %% tags=["explore"]
yes, h = np.ones(1), 1e-3
for z in (-2.0, -20.0, -40.0):
    ends = np.array([[z + h], [z - h]])
    clipped = [nn.binary_cross_entropy(yes, nn.sigmoid(end)) for end in ends]
    direct = [nn.bce_from_logits(yes, end) for end in ends]
    slopes = [(up - down) / (2 * h) for up, down in (clipped, direct)]
    print(f"z = {z:5}: slope with clipped p {slopes[0]:6.3f}   from the logit {slopes[1]:6.3f}")

# %% [markdown]
# At $z = -40$ the prediction is as wrong as can be, and the clipped cost is flat: training would leave it there.
# Straight from the logit the slope is $-1$.

# %% [markdown] only="deck" slide="slide"
# ## Stuck, or not

# %% [markdown] items=["L3"]
# **“The squared error does not work for classification.”** It does, and honest probabilities minimise it as well (it
# is then called the *Brier score*). Its trouble is a unit that is sure and wrong. Behind a sigmoid its slope is $2\,(p - y)\,p\,(1 - p)$,
# and where the sigmoid is saturated, $p\,(1 - p)$ is nearly 0, though the prediction may be wrong:

# %% tags=["explore", "hide-input"] slide="-"
plots.stuck_or_not()

# %% [markdown] minutes=2
# ## 12 · Checkpoint
#
# You have met four classroom questions on the way. Here is the fifth, and then a task for your own words.

# %% question="l3-typing-errors" slide="slide"

# %% [markdown]
# In your own words, in two sentences each, aloud or on paper: What does a high loss say? Does a low loss always mean
# a good model? Then compare with sections 8 and 9: did you name a *baseline*, and *fresh samples*?

# %% [markdown] minutes=3
# ## 13 · Review
#
# Five short ones from lessons 00 to 03. Half a minute each.

# %% question="review-mean-along-rows"

# %% question="review-negative-weight"

# %% question="review-what-follows-forward"

# %% question="review-one-silent-sample"

# %% question="review-one-minus-one"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Write the usual costs, and choose one by what a mistake should cost
# - Say what each makes a model answer: the mean, the median, a quantile, an honest probability
# - Judge a cost by its baseline, and a low one by fresh samples

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: in your own work, which is worse, too high or too low, and by how much? That is a
# loss. Lesson 05 makes it small.

# %% [markdown] minutes=1
# ## 14 · What you can do now
#
# - You can write the usual costs for numbers, for yes or no and for classes, right at ±1000, and choose one by what a
#   mistake should cost.
# - You can say what each makes a model answer, and what one has to assume for it to be the natural choice.
# - You can say whether a cost is high, and whether a low one is good news.
#
# **Next**, lesson 05: the cost is a landscape over the weights. *Gradient descent* walks downhill in it.
#
# **Two good readings.**
#
# - Ian Goodfellow, Yoshua Bengio and Aaron Courville, *Deep Learning*, MIT Press, 2016, sections 5.5 and 6.2: where
#   cross-entropy and the squared error come from, as maximum likelihood.
# - Roger Koenker and Kevin Hallock, *Quantile Regression*, Journal of Economic Perspectives, 2001: fourteen pages,
#   easy to read, on what the two prices can show.

# %% [markdown]
# ## 15 · Stretch
#
# Outside the minutes above, without points, checked just as carefully. Two more losses, the stable cost for yes or no,
# and then the slopes of all. Lessons 06 and 07 will be grateful for the last two. Two functions may be new:
# `np.log1p(t)` is $\ln(1 + t)$, exact for a tiny $t$ too; `np.sign(r)` is −1, 0 or 1.

# %% exercise="eps_insensitive"

# %% exercise="log_cosh"

# %% exercise="bce_from_logits"

# %% exercise="mae_grad"

# %% exercise="huber_grad"

# %% exercise="log_cosh_grad"

# %% exercise="quantile_loss_grad"

# %% exercise="eps_insensitive_grad"

# %% exercise="hinge_grad"

# %% exercise="bce_from_logits_grad"

# %% exercise="softmax_cross_entropy_grad"
