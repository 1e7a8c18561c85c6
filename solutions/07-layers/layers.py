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
#     title: Backpropagation in layers
#     lesson: 07-layers
#     minutes: 121
# ---

# %% [markdown] only="deck" slide="slide"
# # Backpropagation in layers
#
# Lesson 07 · a network of your own that learns

# %% [markdown] only="deck" slide="notes"
# 121 minutes with all exercises; about 45 for the talk and the questions alone. Needed from before: the rule of one box and the
# fork (lesson 06), shapes (02), softmax with cross-entropy (04). Questions run think, vote, reveal.

# %% [markdown] minutes=2
# # Backpropagation in layers
#
# ## 1 · Where you are
#
# In lesson 06 you went back through a graph, one number at a time. A layer of 100 units that sees a batch of 50 samples has
# thousands of such numbers. Nobody follows them one by one: three products of matrices do the same, for all samples and
# all units at once. With them you write a network, here and now, that learns XOR, two moons, and whatever else you show it.
#
# Then you look at two things that decide whether a deep network learns at all: where its weights begin, and what happens to
# gradients on a long way back.
#
# **At the end you can**
#
# - go back through a dense layer, an activation and softmax with cross-entropy, for a whole batch;
# - write, check and train a network of any depth;
# - say where weights should begin, and what becomes of gradients on a long way back, and measure both.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Back through a layer | 21 |
# | 3 · Where the way back begins | 8 |
# | 4 · The whole network, checked | 31 |
# | *a good place to stop* | |
# | 5 · A network that learns | 19 |
# | 6 · Where weights begin | 13 |
# | 7 · A long way back | 9 |
# | 8 · Break it | 8 |
# | 9 · You will read that … | 2 |
# | 10 · Checkpoint and review | 7 |
# | 11 · What you can do now | 1 |
#
# Nine exercises carry 20 points. A good place to stop is the end of section 4. The first cell brings NumPy, and `pairwise`, which you know from lesson 02.

# %% slide="skip"
from itertools import pairwise

import numpy as np

from autograder import check
from workbook import nn

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask
from workbook.data import toy
from workbook.explore import Playground
from workbook.plots import layers as plots
from workbook.plots import layers_measured as measured

# %% [markdown] only="deck" slide="slide"
# ## A network that learns

# %% [markdown]
# Where it leads: a network like the one that you will write, at four moments of its training on two spirals.

# %% tags=["explore", "hide-input"] slide="-"
plots.learning()

# %% [markdown] only="deck" slide="notes"
# Ask what has changed between two pictures: the weights, and nothing else. Who tells each of them which way to move?

# %% [markdown] minutes=21 items=["B2"]
# ## 2 · Back through a layer
#
# A dense layer computes $Z = X W + b$. Its arrays: $X\ (N, D)$, a row per sample; $W\ (D, H)$, a column per unit; $b\ (H,)$;
# $Z\ (N, H)$. From behind arrives $\mathrm{d}Z$, short for $\partial\,\text{cost} / \partial Z$. It has the shape of $Z$, and
# it holds the $1/N$ of the mean. Three gradients are wanted, and each has **the shape of what it belongs to**.
#
# (A reminder: $X^{\mathsf T}$, in code `X.T`, is $X$ with rows and columns exchanged, and `@` sums over the inner numbers of
# two shapes; [Toolbox, part 9](../00-toolbox/toolbox.ipynb#cell-id=section-9).) **Predict**, from the shapes alone:

# %% question="b2-which-product" slide="slide"

# %% question="b2-same-bias-five-times" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Three products

# %% tags=["explore", "hide-input"] slide="-" held="b2-same-bias-five-times"
plots.shapes_back()

# %% [markdown] only="deck" slide="notes"
# Cover the right-hand sides and let the room find each product from the shapes. For db: why a sum? One b, used five times.

# %% [markdown] items=["B2"] held="b2-same-bias-five-times"
# **Say it precisely.**
#
# $$\mathrm{d}X = \mathrm{d}Z\, W^{\mathsf T} \quad (N, D) \qquad\quad
# \mathrm{d}W = X^{\mathsf T}\, \mathrm{d}Z \quad (D, H) \qquad\quad
# \mathrm{d}b = \sum_{n} \mathrm{d}Z_n \quad (H,)$$
#
# This is lesson 06, and nothing else. One entry: $Z_{nh} = \sum_d X_{nd} W_{dh} + b_h$. The local derivative of $Z_{nh}$ for
# $W_{dh}$ is $X_{nd}$, the *other* factor. $W_{dh}$ is used once for each sample $n$, and paths add:
# $\mathrm{d}W_{dh} = \sum_n X_{nd}\, \mathrm{d}Z_{nh}$. Written for all $d$ and $h$ at once, that is $X^{\mathsf T} \mathrm{d}Z$.
# And $X_{nd}$ is used once for each unit $h$: so $\mathrm{d}X_{nd} = \sum_h \mathrm{d}Z_{nh} W_{dh}$, which is
# $\mathrm{d}Z\, W^{\mathsf T}$.
#
# **By hand.** Two samples, two inputs, one unit:
#
# $$X = \begin{pmatrix} 3 & 0 \\ 4 & 5 \end{pmatrix} \quad W = \begin{pmatrix} 6 \\ 7 \end{pmatrix} \quad
# \mathrm{d}Z = \begin{pmatrix} 1 \\ 2 \end{pmatrix}$$
#
# - $\mathrm{d}W$: for the first input $3 \cdot 1 + 4 \cdot 2 = 11$, for the second $0 \cdot 1 + 5 \cdot 2 = 10$.
# - $\mathrm{d}b = 1 + 2 = 3$.
# - $\mathrm{d}X$: the first row is $1 \cdot (6, 7) = (6, 7)$, the second $2 \cdot (6, 7) = (12, 14)$.

# %% [markdown] only="deck" slide="slide"
# ## By hand
#
# $$X = \begin{pmatrix} 3 & 0 \\ 4 & 5 \end{pmatrix} \quad W = \begin{pmatrix} 6 \\ 7 \end{pmatrix} \quad
# \mathrm{d}Z = \begin{pmatrix} 1 \\ 2 \end{pmatrix}$$
#
# $$\mathrm{d}X = \mathrm{d}Z\, W^{\mathsf T} \qquad \mathrm{d}W = X^{\mathsf T}\, \mathrm{d}Z \qquad
# \mathrm{d}b = \sum_n \mathrm{d}Z_n$$

# %% [markdown] only="deck" slide="notes"
# Two minutes with pencils. dX = (6, 7), (12, 14); dW = (11, 10); db = 3.

# %% [markdown]
# Now you. The first gradient is guided: `dX = dZ @ W.T`. Write the other two, and return all three in the order
# `dX, dW, db`.

# %% exercise="dense_backward"

# %% [markdown] items=["B2"]
# Between two layers stands an activation, $A = f(Z)$. It works entry by entry, and so does its way back:
# $\mathrm{d}Z = \mathrm{d}A \odot f'(Z)$, where $\odot$ multiplies entry by entry, in code `*`. This is the one
# multiplication per layer by the activation's derivative. The slope is taken where the unit *stood*: at $Z$.
#
# By hand, ReLU: $\mathrm{d}A = (8, 8)$ and $Z = (-1, 2)$. The first unit was off, the second on: $\mathrm{d}Z = (0, 8)$.
# For no activation at all every slope is 1: `np.ones_like(Z)` is an array of ones with the shape of `Z`.

# %% exercise="activation_backward"

# %% [markdown] only="deck" slide="slide"
# ## One layer, forward and back
#
# | forward | back |
# |---|---|
# | $Z = A W + b$ | $\mathrm{d}A = \mathrm{d}Z\, W^{\mathsf T}$, $\ \mathrm{d}W = A^{\mathsf T} \mathrm{d}Z$, $\ \mathrm{d}b = \sum_n \mathrm{d}Z_n$ |
# | $A_{\text{next}} = f(Z)$ | $\mathrm{d}Z = \mathrm{d}A_{\text{next}} \odot f'(Z)$ |
#
# Forward keeps $A$ and $Z$, because the way back needs both.

# %% [markdown] only="deck" slide="notes"
# Ask what has to be kept on the way forward, and why training takes so much more memory than predicting.

# %% [markdown] minutes=8 items=["B2", "B4"]
# ## 3 · Where the way back begins
#
# Our networks end in softmax and cross-entropy. The two belong together. **Predict:**

# %% question="b2-sure-and-wrong-again" slide="slide"

# %% [markdown] items=["B2"] held="b2-sure-and-wrong-again"
# **Say it precisely.** For one sample with scores $z$ (logits), probabilities $p = \mathrm{softmax}(z)$ and the label as a
# one-hot row $y$, lesson 04 found $\partial \ell / \partial z = p - y$. Why so short? Let $k$ be the right class, so
# $\ell = -\ln p_k$. Then $\partial \ell / \partial p_k = -1 / p_k$, and lesson 03's Jacobian says
# $\partial p_k / \partial z_k = p_k (1 - p_k)$ and $\partial p_k / \partial z_j = -p_k p_j$. Multiply:
# $-(1 - p_k) = p_k - 1$ for the right class, and $p_j$ for each other class. The small factor $p_k$ has gone.
#
# For a batch, the cost is the mean, so $\mathrm{d}Z = (P - Y) / N$. Here the $1/N$ comes in, once, and all that follows has it.
#
# **By hand.** One sample, scores $(\ln 3, 0)$, label 1. Softmax gives $(\tfrac34, \tfrac14)$. The cost is
# $-\ln \tfrac14 = \ln 4$, and $\mathrm{d}Z = (\tfrac34, \tfrac14 - 1) = (\tfrac34, -\tfrac34)$: lower the first score, raise
# the second.

# %% [markdown] only="deck" slide="slide"
# ## Softmax and cross-entropy, back in one step
#
# $$-\frac{1}{p_k} \cdot p_k (1 - p_k) = p_k - 1$$
#
# $$\mathrm{d}Z = \frac{P - Y}{N}$$
#
# By hand: scores $(\ln 3,\ 0)$, label 1

# %% [markdown] only="deck" slide="notes"
# (3/4, 1/4); cost ln 4; dZ = (3/4, −3/4). Each row of dZ sums to 0: what one class gains the others lose.

# %% [markdown]
# Labels now come as whole numbers. Nearly all of the work was done in lessons 03 and 04: use it.

# %% exercise="softmax_cross_entropy_backward"

# %% [markdown] minutes=31 items=["B2", "B3"]
# ## 4 · The whole network, checked
#
# Put together: forward through all layers, with `nn.forward` of lesson 02, which keeps a pair $(A, Z)$ for each layer: what came in,
# and the sums. It takes a list of functions, one per layer: with two hidden layers `[f, f, g]`, which Python also writes as
# `[f] * 2 + [g]`. The last layer has no activation here, so its $g$ hands back what it gets: `lambda Z: Z`. Then back, from the
# last layer to the first (`reversed(range(n))` counts down, and `grads[::-1]` turns a list round):
#
# 1. $\mathrm{d}Z$ of the last layer, from softmax and cross-entropy.
# 2. In each layer: $\mathrm{d}A, \mathrm{d}W, \mathrm{d}b$ from its $\mathrm{d}Z$, with the $A$ that came in and with its $W$.
# 3. If a layer stands before it: its $\mathrm{d}Z$ from this $\mathrm{d}A$, with *its* $Z$. Go on with 2.
#
# Nothing moves on the way. All gradients are those at the parameters that came in (lesson 06).
#
# **By hand.** One input, one ReLU unit, two classes: $W_1 = (1)$, $W_2 = (0, \ln 3)$, all biases 0, $x = 1$, label 0.
#
# - Forward: $z_1 = 1$, $a_1 = 1$, logits $(0, \ln 3)$, probabilities $(\tfrac14, \tfrac34)$, cost $\ln 4$.
# - Back: $\mathrm{d}Z_2 = (-\tfrac34, \tfrac34)$, so $\mathrm{d}W_2 = 1 \cdot (-\tfrac34, \tfrac34)$ and $\mathrm{d}b_2$ is the same.
# - $\mathrm{d}A_1 = -\tfrac34 \cdot 0 + \tfrac34 \ln 3 = \tfrac34 \ln 3$. ReLU is on: $\mathrm{d}Z_1 = \tfrac34 \ln 3$. So
#   $\mathrm{d}W_1 = \mathrm{d}b_1 = \tfrac34 \ln 3$.

# %% [markdown] only="deck" slide="slide"
# ## The whole way
#
# 1. $\mathrm{d}Z$ of the last layer: $(P - Y) / N$
# 2. $\mathrm{d}A, \mathrm{d}W, \mathrm{d}b$ from $\mathrm{d}Z$, $A$, $W$
# 3. $\mathrm{d}Z$ of the layer before, from $\mathrm{d}A$ and *its* $Z$; again from 2
#
# Nothing moves before all gradients are there.

# %% [markdown] only="deck" slide="notes"
# By hand on the board: one input, one ReLU unit, two classes, W1 = 1, W2 = (0, ln 3), x = 1, label 0. dZ2 = (−¾, ¾), dA1 = ¾ ln 3.

# %% exercise="mlp_loss_and_grads"

# %% [markdown] items=["B2"]
# Right? Measure. `nn.grad_check` of lesson 06 wants one long vector `theta`, so the way from a vector back to a network's
# parameters is needed. It is the same bookkeeping that every optimizer in a library does. `theta[2:6]` is a piece of the vector,
# `.reshape(2, 2)` lays it out as a table, and `at += 4` moves on ([Toolbox, part 3](../00-toolbox/toolbox.ipynb#cell-id=section-3)).

# %% exercise="unflatten_params"

# %% [markdown]
# Now the check, for three activations. The code is the reference's; put your own functions in place of `nn.…` when they pass.

# %% tags=["explore"] slide="skip"
sizes, rng = [2, 4, 3, 2], np.random.default_rng(0)
X, y = toy.moons(20, 0.1, rng)


def flat(pairs):
    return np.concatenate([one.ravel() for pair in pairs for one in pair])


def cost_and_slopes(theta, name):
    cost, grads = nn.mlp_loss_and_grads(nn.unflatten_params(theta, sizes), X, y, name)
    return cost, flat(grads)


# %% [markdown] only="deck" slide="slide"
# ## Checked, number by number

# %% tags=["explore"] slide="-"
theta = rng.normal(0, 0.7, nn.count_params(sizes))
for name in ("sigmoid", "tanh", "relu"):
    error, _ = nn.grad_check(
        lambda t, name=name: cost_and_slopes(t, name)[0],
        lambda t, name=name: cost_and_slopes(t, name)[1],
        theta,
    )
    print(f"{name:8} largest relative error {error:.1g}, of {theta.size} parameters")

# %% [markdown]
# Below $10^{-7}$: so small a difference is rounding, as long as no kink of ReLU is near. PyTorch gives the same gradients to ten
# digits; the project's tests compare them.

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# For $Z = XW + b$ with $dZ$ arriving: $dW = X^\top dZ$, $db$ is the sum of its rows, $dX = dZ\,W^\top$. Behind softmax and cross-entropy $dZ = (P -
# Y)/N$. The whole network's gradients agree with measured ones. What is still open: a network that learns, and where its weights should begin.
#
# </details>

# %% [markdown] minutes=19 items=["B3"]
# ## 5 · A network that learns
#
# Backpropagation computes, gradient descent consumes. A class puts both together, in the form that scikit-learn made common:
# `fit` learns, `predict` answers. Three short methods are to be written; `__init__` is given. One step of `fit` is
#
# $$W \leftarrow W - \alpha\, \mathrm{d}W, \qquad b \leftarrow b - \alpha\, \mathrm{d}b \qquad \text{for all layers, at once.}$$
#
# (`self` is the object itself: what a method stores in `self.params` is there for the next one.) `loss_history` notes the cost
# *before* each step. So its first entry is the cost of the untrained network. Must that be $\ln 2 \approx 0.69$, the cost of a
# guess between two classes? Twenty networks of 8 tanh units, each with its last weights as they were drawn, then smaller:

# %% [markdown] only="deck" slide="slide"
# ## The cost before the first step

# %% tags=["explore"] slide="-"
for shrink in (1.0, 0.1, 0.01):
    costs = measured.first_costs(shrink)
    print(f"last weights × {shrink:4}: first cost {costs.min():.3f} to {costs.max():.3f}")

# %% [markdown] items=["B3"]
# With full-size weights the scores differ at the start, and the first cost lies anywhere around $\ln K$. With small last weights all
# scores are near 0, every class gets about $1 / K$, and the first cost *is* $\ln K$. That makes a test: multiply the last weights by
# 0.01. If the cost is not $\ln K$ then, look for the fault before you train. Some networks are begun in this way for good.

# %% [markdown] only="deck" slide="slide"
# ## A class that learns
#
# ```python
# for _ in range(epochs):
#     cost, grads = mlp_loss_and_grads(self.params, X, y, self.activation)
#     self.loss_history.append(cost)            # before the step
#     self.params = [...]                       # all layers at once
# ```

# %% exercise="MLP"

# %% [markdown] items=["B4"]
# Four sets of points that no straight line can part. The same network, 8 and 8 tanh units, learns each of them:

# %% [markdown] only="deck" slide="slide"
# ## One network, four shapes

# %% tags=["explore", "hide-input"] slide="-"
plots.learnt_surfaces()

# %% [markdown] only="deck" slide="notes"
# Points in and around the border are all training points. Whether such a border is any good for new points is lesson 10.

# %% [markdown]
# These are points that the network has seen. What it makes of new ones is the subject of lesson 10.

# %% [markdown] minutes=13 items=["B2", "B4"]
# ## 6 · Where weights begin
#
# Biases usually begin at 0. And weights? **Predict:**

# %% question="init-all-zeros" slide="slide"

# %% question="init-all-equal" slide="slide"

# %% [markdown]
# To see it, count how many *different* units a layer has. A set holds each thing once, so `len({round(w) for w in weights})` counts the
# different ones. The things must be numbers or tuples; `(*column, bias)` is a tuple of all entries of a column and one number more.

# %% exercise="distinct_units"

# %% [markdown] only="deck" slide="slide"
# ## Three starts

# %% tags=["explore", "hide-input"] slide="-"
plots.starts()

# %% [markdown] only="deck" slide="notes"
# Equal units get equal gradients, so they stay equal. Ask whether noise in the data could part them: no, both see the same noise.

# %% [markdown] items=["B2"] held="init-all-equal"
# **Symmetry breaking.** If two columns of $W_1$, their biases, and their rows of $W_2$ are equal, then the two units' answers
# are equal, and so are their columns of $\mathrm{d}W_1$. A step keeps them equal. (At the very start, with all of $W_2$ equal, these
# gradients are even 0: each row of $\mathrm{d}Z_2$ sums to 0. On the clouds' four centres, $(\pm 1, \pm 1)$, nothing ever moves.) Random
# weights in all layers break this symmetry. On the clouds one different number per unit is enough, be it in a weight or in a bias. On
# their centres only a bias helps: with all of $W_2$ equal, opposite ones cancel, whatever $W_1$ is.

# %% [markdown] items=["B2"]
# **How large, then?** The *variance* $\operatorname{Var}$ is the square of the standard deviation. A unit adds up $D$ terms. If they are
# *independent*, so that none tells anything of another, and have mean 0, their variances add:
# $\operatorname{Var}(z) = D \cdot \operatorname{Var}(w) \cdot \overline{a^2}$, where $\overline{a^2}$ is the mean square of what
# comes in. To keep the size from layer to layer, $\operatorname{Var}(w)$ must be near $1/D$. ReLU sets half of the answers
# to 0 and so halves their mean square, hence He's $2/D$. Xavier's $2 / (D + H)$ is a compromise between the way forward, $1/D$,
# and the way back, $1/H$. Measured, for ten ReLU layers of 32 units:

# %% [markdown] only="deck" slide="slide"
# ## Too small, too large, about right

# %% tags=["explore", "hide-input"] slide="-"
plots.signals_by_depth()

# %% [markdown] only="deck" slide="notes"
# He: the mean square is kept, because Var(w) = 2/D makes up for the half that ReLU switches off.

# %% [markdown]
# **Explore.** Your own `MLP` trains here, live. (Not written yet? `Playground()` takes ours.) With the surface in focus, space
# starts and stops, → makes one step, R begins anew. Below are five goals. For the first: what is the least number of hidden
# units that can part XOR? Guess first.

# %% tags=["explore"]
Playground(MLP)

# %% [markdown] only="deck" slide="slide"
# ## Playground

# %% tags=["explore", "hide-input"] only="deck" slide="-"
trained = Playground(units=6)
trained.train(steps=300)
trained

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Start with two units on XOR: some three starts in ten get stuck at three quarters.
# Then moons with two: most starts get stuck near 90 %. Ask what a third unit can add.

# %% [markdown] minutes=9 items=["A7", "B2"]
# ## 7 · A long way back
#
# In lesson 03 you saw a product of slopes shrink with depth. Now in a real network, with weights between the slopes. On the way
# back each layer does $\mathrm{d}Z_{\text{before}} = (\mathrm{d}Z\, W^{\mathsf T}) \odot f'(Z_{\text{before}})$: one factor from the weights, one
# from the slope. **Predict:**

# %% question="a7-ten-sigmoid-layers" slide="slide"

# %% exercise="gradient_norms"

# %% tags=["explore"]
for activation, scheme in (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "he")):
    params = measured.random_params([2, *[32] * 10, 2], scheme)
    _, grads = nn.mlp_loss_and_grads(params, *measured.moons(), activation)
    norms = nn.gradient_norms(grads)
    print(f"{activation:8} first layer {norms[0]:.1e}, last layer {norms[-1]:.1e}")

# %% [markdown] only="deck" slide="slide"
# ## Ten hidden layers, before training

# %% tags=["explore", "hide-input"] slide="-" held="a7-ten-sigmoid-layers"
plots.gradients_by_depth()

# %% [markdown] only="deck" slide="notes"
# A straight line on a logarithmic axis is a constant factor per layer. Read it off: about four.

# %% [markdown] items=["A7"] held="a7-ten-sigmoid-layers"
# With sigmoid each layer costs about a factor of four, as $\sigma' \le \tfrac14$ lets expect. With one learning rate for all, the
# first layers stand still. Two things together help: an activation whose slope is near 1 where it works, and initial
# weights that make up for what the slopes take. The factors may also be too large; then gradients *explode*. And does it
# matter? 150 steps on two moons, at the same rates for all, five seeds each (it takes some seconds):

# %% tags=["explore"]
for activation, scheme in (("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "he")):
    for lr in (0.03, 0.3, 3.0):
        ends = measured.deep_training(activation, scheme, lr)
        print(f"{activation:8} α = {lr:4}: cost after 150 steps {ends.min():.3f} to {ends.max():.3f}")

# %% [markdown] items=["A7"] held="a7-ten-sigmoid-layers"
# The sigmoid network guesses, at $\ln 2 \approx 0.693$, at each of these rates; far larger ones throw it off. tanh and ReLU, begun
# at the right size, learn with a rate that fits.

# %% [markdown] minutes=8 items=["B2"]
# ## 8 · Break it
#
# A colleague's way back through a stack of tanh layers. With layers of different widths it stops with an error about shapes. With
# three layers of equal width it runs, and its $\mathrm{d}W$ are off:
#
# | layer | 1 | 2 | 3 |
# |---|---|---|---|
# | off by | 46% | 13% | 0% |
#
# One fault explains both. Say what it is *before* you run the check. The cell below the check measures this table anew. (`np.positive` hands
# on what it gets: no activation.)

# %% exercise="stack_backward"

# %% tags=["explore"]
rng = np.random.default_rng(0)
params = [(rng.normal(size=(2, 2)), np.zeros(2)) for _ in range(3)]
logits, cache = nn.forward(rng.normal(size=(4, 2)), params, [np.tanh, np.tanh, np.positive])
dZ = nn.softmax_cross_entropy_grad(nn.one_hot(np.array([0, 1, 0, 1]), 2), logits)
claimed, right = stack_backward(dZ, params, cache), nn.stack_backward(dZ, params, cache)
for layer, ((dW, _), (true, _)) in enumerate(zip(claimed, right, strict=True), start=1):
    error = np.max(np.abs(dW - true)) / np.max(np.abs(true))
    print(f"layer {layer}: dW off by {error:.0%}")

# %% [markdown] only="deck" slide="slide"
# ## Find the fault
#
# ```python
# for i in reversed(range(len(params))):
#     W, _ = params[i]
#     A, Z = cache[i]
#     grads.append((A.T @ dZ, np.sum(dZ, axis=0)))
#     if i > 0:
#         dZ = (dZ @ W.T) * (1 - np.tanh(Z) ** 2)
# ```
#
# Equal widths: only the last layer is right. Other widths: an error about shapes.

# %% [markdown] only="deck" slide="notes"
# dZ @ W.T has the shape of what came into layer i. Z has the shape of what went out of it. The slope wants the Z of layer i − 1.

# %% [markdown] minutes=2 items=["B3", "B4"]
# ## 9 · You will read that …
#
# **“The error is sent back and shared out among the weights.”** Nothing is shared out. Each weight gets its own slope, in full,
# and the slopes do not sum up to the error:

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “The error is shared out among the weights.”
# - “The layers are corrected one after another, back to the input layer.”
# - “With ReLU, gradients do not vanish.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Slopes are not shares. All gradients belong to the same parameters, and the input layer has none. ReLU needs initial weights of the right size, as measured.

# %% tags=["explore"]
X, y = measured.moons()
params = measured.random_start()
cost, grads = nn.mlp_loss_and_grads(params, X, y, "tanh")
print(f"cost {cost:.3f}; the sum of all slopes {sum(dW.sum() + db.sum() for dW, db in grads):.3f}")

# %% [markdown] items=["B3"]
# **“The layers are corrected one after another, back to the input layer.”** The input layer has no weights to correct. The gradients
# are *computed* in that order, all at the same parameters. If you move the last layer first and then compute the first layer's gradient, it is another one:

# %% tags=["explore"]
(W, b), (dW, db) = params[1], grads[1]
moved = [params[0], (W - 2.0 * dW, b - 2.0 * db)]
_, later = nn.mlp_loss_and_grads(moved, X, y, "tanh")
off = np.linalg.norm(later[0][0] - grads[0][0]) / np.linalg.norm(grads[0][0])
print(f"first layer's gradient, taken after the last layer has moved: off by {off:.0%}")

# %% [markdown] items=["A7"]
# **“With ReLU, gradients do not vanish.”** Its slope is 1 where a unit is on, and 0 where it is off. Weights that begin too small
# make them vanish all the same:

# %% tags=["explore"]
for spread in ("he", 0.05):
    first = [measured.norms_by_layer("relu", spread, seed=seed)[0] for seed in range(5)]
    print(f"ReLU, {spread}: first layer's gradient {min(first):.0e} to {max(first):.0e}")

# %% [markdown] minutes=7
# ## 10 · Checkpoint and review
#
# Four situations. Decide first, then read why each wrong answer tempts.

# %% question="b3-update-inside-the-loop" slide="slide"

# %% question="b4-sign-of-one-entry"

# %% question="b2-batch-written-twice" slide="slide"

# %% question="a7-slow-first-layers" slide="slide"

# %% [markdown]
# And five short ones from lessons 02 to 06.

# %% question="review-07-parameters"

# %% question="review-07-ln-k"

# %% question="review-07-relative-error"

# %% question="review-07-too-large-a-rate"

# %% question="review-07-many-labels"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Go back through whole layers: three products, one `*`, softmax − one-hot
# - Write, check and train a network of any depth
# - Say why weights begin random, and how large; measure gradients layer by layer

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: a network does not learn; which two numbers per layer would you print first?

# %% [markdown] minutes=1
# ## 11 · What you can do now
#
# - You can go back through whole layers, an activation, and the end of a classifier, for a whole batch at once.
# - You can write a network of any depth, check all its gradients, and train it.
# - You can say where weights should begin, and why, and measure what is left of gradients on a long way.
#
# **Next**, lesson 08: training in earnest, with batches, splits, and curves that tell what is wrong.
#
# **Two good readings.**
#
# - Xavier Glorot and Yoshua Bengio, *Understanding the difficulty of training deep feedforward neural networks*, 2010: they
#   measured answers and gradients layer by layer, as you did.
# - Michael Nielsen, *Neural Networks and Deep Learning*, chapter 5, 2015: why deep networks are hard to train, slowly and with
#   many pictures.
