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
#     title: Gradient descent
#     lesson: 05-gradient-descent
#     minutes: 117
# ---

# %% [markdown] only="deck" slide="slide"
# # Gradient descent
#
# Lesson 05 · how parameters find their way downhill, and where they stop

# %% [markdown] only="deck" slide="notes"
# 117 minutes with all exercises; about 45 for the talk and the questions alone. Every figure is computed from the
# library that the class writes. Questions run think, vote, reveal: wait out the full time before the vote.

# %% [markdown] minutes=2
# # Gradient descent
#
# ## 1 · Where you are
#
# A network answers (lessons 01 to 03), and a cost says how far its answers are from the truth (lesson 04). Now the
# parameters have to move, so that the cost falls. Imagine a hillside in fog. You cannot see the valley. But you can feel
# the slope under your feet, and take a step downhill. Then again. This is *gradient descent*, and nearly every
# network in use was trained by it or by one of its relatives.
#
# **At the end you can**
#
# - measure a gradient, say what it promises, and say how far the promise holds;
# - write gradient descent, and find the learning rate at which it breaks;
# - tell a minimum from a saddle and a plateau, and fit a straight line without a formula for its solution.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · The gradient: local rates | 17 |
# | 3 · Downhill | 19 |
# | 4 · How long a step | 15 |
# | *a good place to stop* | |
# | 5 · Where descent stops | 23 |
# | 6 · A straight line | 22 |
# | 7 · Break it | 8 |
# | 8 · You will read that … | 4 |
# | 9 · Checkpoint | 2 |
# | 10 · Review | 4 |
# | 11 · What you can do now | 1 |
#
# Eight exercises carry points. One more, marked *stretch*, waits in section 12, outside these minutes.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import Marble
from workbook.plots import gradient_descent as plots
from workbook.plots import gradient_descent_maps as maps

# %% [markdown] only="deck" slide="slide"
# ## A hillside in fog

# %% [markdown]
# This is all that a descent knows: where it stands, and the slope under its feet.

# %% tags=["explore", "hide-input"] slide="-"
plots.in_fog()

# %% [markdown] only="deck" slide="notes"
# Ask: which way is down? How far would you dare to step, and what would you do after that?

# %% [markdown] minutes=17 items=["G1"]
# ## 2 · The gradient: local rates
#
# **Predict.** A guess costs nothing, and it makes the result worth reading.

# %% question="g1-two-small-changes" slide="slide"

# %% [markdown] items=["G1"]
# **See it.** Take a cost of two parameters, $J = \theta_1^2\,\theta_2 + \theta_1^2 - \theta_2^2 + 3$, at the point
# $\theta = (1,\ 2)$. Each panel moves one parameter and holds the other still. (Such partial slopes, ∂: [Toolbox, part 8](../00-toolbox/toolbox.ipynb#cell-id=section-8).)

# %% [markdown] only="deck" slide="slide"
# ## One rate for each parameter

# %% tags=["explore", "hide-input"] slide="-"
plots.local_rates()

# %% [markdown] only="deck" slide="notes"
# The dashed line is all that the gradient knows. Ask: how far would you trust it? Then show the numbers of the next slide.

# %% [markdown] items=["G1"] held="g1-two-small-changes"
# **Say it precisely.** The parameters form a vector $\theta\ (D,)$; up to section 5, $D$ counts parameters. The **gradient** of $J$ at $\theta$ is the vector of
# its partial derivatives,
#
# $$\nabla J(\theta) = \left( \frac{\partial J}{\partial \theta_1},\ \dots,\ \frac{\partial J}{\partial \theta_D} \right),
# \qquad \nabla J\ (D,).$$
#
# Entry $i$ is a **rate**: by how much $J$ changes per unit of $\theta_i$, right here, while all others stand still. Its
# sign says whether raising $\theta_i$ raises or lowers $J$; its size says how strongly. For a small change $\Delta$ of
# shape $(D,)$ the effects add up:
#
# $$J(\theta + \Delta) \;\approx\; J(\theta) + \nabla J(\theta) \cdot \Delta .$$
#
# **By hand**, at $(1,\ 2)$. Three rules are enough: the slope of $x^2$ is $2x$ (lesson 04), a factor in front stays, and
# a sum has the sum of the slopes. What is held still counts as a number. Hold $\theta_2$ still: $\partial J / \partial \theta_1 = 2\,\theta_1 \theta_2 + 2\,\theta_1 = 4 + 2 = 6$.
# Hold $\theta_1$ still: $\partial J / \partial \theta_2 = \theta_1^2 - 2\,\theta_2 = 1 - 4 = -3$. So $\nabla J = (6,\ -3)$.
#
# How good is the promise? Move both parameters by the same amount, and compare:

# %% [markdown] only="deck" slide="slide"
# ## A promise that holds nearby
#
# $$J(\theta + \Delta) \approx J(\theta) + \nabla J(\theta) \cdot \Delta \qquad \nabla J(1,\ 2) = (6,\ -3)$$


# %% tags=["explore"] slide="-" held="g1-two-small-changes"
def J(theta):
    return theta[0] ** 2 * theta[1] + theta[0] ** 2 - theta[1] ** 2 + 3


theta, grad = np.array([1.0, 2.0]), np.array([6.0, -3.0])
for size in (0.001, 0.1, 1.0, 2.0):
    change = size * np.ones(2)
    truth = J(theta + change) - J(theta)
    print(f"both + {size:5}: promised {grad @ change:6.3f}, true {truth:7.3f}")

# %% [markdown] items=["G1"]
# For a thousandth the promise is nearly kept. For a whole unit it is wrong by more than half. **You will read**
# that the gradient shows “the impact of each parameter”. It is less than that, and more exact: a vector of *local rates*.
# It says nothing of what happens farther off, and it depends on the units. Section 8 shows by how much.

# %% [markdown] items=["G1"]
# **Measure it.** Without any formula for the derivative: go a little up, a little down, and divide the climb by the way.
# Do so for one coordinate at a time. With $e_i$ for the vector that is 1 at place $i$ and 0 elsewhere,
#
# $$\frac{\partial J}{\partial \theta_i} \approx \frac{J(\theta + h\,e_i) - J(\theta - h\,e_i)}{2h}.$$
#
# This is the *central difference*. **By hand**, for $f(x) = x^2$ at $x = 3$ with $h = 1$: $(16 - 4) / 2 = 6$, which is exact.
# To one side only it would be $(16 - 9) / 1 = 7$.
#
# Now you. This first exercise is guided:
#
# 1. `grad = np.zeros(x.shape)` makes room for the answer.
# 2. `for i in np.ndindex(x.shape):` walks through all places, whatever the shape.
# 3. Inside, make `nudge = np.zeros(x.shape)`, put `h` into `nudge[i]`, and compare `f(x + nudge)` with `f(x - nudge)`.
#
# The function is handed over as an argument. A short one can be written on the spot: `lambda x: x[0] ** 2` is a function of
# `x` without a name.

# %% exercise="numeric_grad"

# %% [markdown]
# Take $h = 10^{-5}$ where nothing else is said; lesson 06 shows what speaks for it. A measured gradient is slow, with two
# evaluations for each parameter. But it is hard to get wrong, so it is the judge of every gradient that you will write by
# hand.

# %% [markdown] only="deck" slide="slide"
# ## Measure a gradient without a formula
#
# $$\frac{\partial J}{\partial \theta_i} \approx \frac{J(\theta + h\,e_i) - J(\theta - h\,e_i)}{2h}$$
#
# - One coordinate at a time, $h$ up and $h$ down
# - By hand: $f(x) = x^2$ at $3$, $h = 1$: $(16 - 4) / 2 = 6$, exact
# - To one side: $(16 - 9) / 1 = 7$

# %% [markdown] only="deck" slide="notes"
# Ask for the cost: two evaluations of J for each parameter. A network of a million parameters? That is why lesson 06 exists.

# %% question="g1-millimetres-and-metres" slide="slide"

# %% [markdown] minutes=19 items=["G3", "G7"]
# ## 3 · Downhill
#
# One parameter first. **Predict:**

# %% question="g3-slope-minus-four" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## One step

# %% tags=["explore", "hide-input"] slide="-" held="g3-slope-minus-four"
plots.one_step()

# %% [markdown] only="deck" slide="notes"
# Here the slope is positive, so downhill is to the left. Ask what a second step would look like: shorter, as the slope is less.

# %% [markdown] items=["G3", "G4", "G7"] held="g3-slope-minus-four"
# **Say it precisely.** Gradient descent repeats two steps:
#
# 1. compute the gradient $\nabla J(\theta)$ at the present point;
# 2. move against it, $\quad \theta \leftarrow \theta - \alpha\,\nabla J(\theta)$.
#
# The arrow $\leftarrow$ means: replace. The number $\alpha > 0$ is the **learning rate**, `lr` in code. It turns a slope
# into a distance. (It is the α of lesson 01, as in many books; others write η. The leak of leaky ReLU in lesson 03 was
# $\alpha_f$, another number.) The minus sign does all the work: where the slope is positive, θ falls; where it is negative, θ
# rises.
#
# **By hand**, for $J = \theta^2$ with slope $2\theta$, from $\theta = 8$ with $\alpha = \tfrac14$:
#
# $$8 - \tfrac14 \cdot 16 = 4, \qquad 4 - \tfrac14 \cdot 8 = 2, \qquad 2 - \tfrac14 \cdot 4 = 1.$$
#
# The steps become shorter by themselves, as the slope does. α has stayed the same.
#
# With a *plus* sign the same walk goes uphill. It is called **gradient ascent**, and climbs to a maximum, if there is one
# to climb to:

# %% tags=["explore"] held="g3-slope-minus-four"
theta = 3.0  # a hill of height 5 at θ = 1: 5 − (θ − 1)², whose slope is −2 (θ − 1)
for step in range(6):
    print(f"step {step}: θ = {theta:.4f}, height {5 - (theta - 1) ** 2:.4f}")
    theta = theta + 0.25 * (-2 * (theta - 1))

# %% [markdown] items=["G3", "G7"] held="g3-slope-minus-four"
# **Why against the gradient**, with several parameters, and not some other way down? From the same point as before, take a
# step of length 0.05 in each direction of the compass, and measure how $J$ changes.

# %% [markdown] only="deck" slide="slide"
# ## Gradient descent: two steps, repeated
#
# 1. Compute the gradient $\nabla J(\theta)$ where you are
# 2. Move against it: $\quad \theta \leftarrow \theta - \alpha\,\nabla J(\theta)$
#
# By hand: $J = \theta^2$, slope $2\theta$, start $8$, $\alpha = \tfrac14$
#
# $$8 - \tfrac14 \cdot 16 = 4 \qquad 4 - \tfrac14 \cdot 8 = 2 \qquad 2 - \tfrac14 \cdot 4 = 1$$
#
# With a plus sign: *gradient ascent*, up to a local maximum

# %% [markdown] only="deck" slide="notes"
# Ask why the steps become shorter though α does not change. Ask what α's unit is: parameter squared per cost.

# %% [markdown] only="deck" slide="slide"
# ## A short step in every direction

# %% tags=["explore", "hide-input"] slide="-" held="g3-slope-minus-four"
plots.every_direction()

# %% [markdown] items=["G3", "G7"] held="g3-slope-minus-four"
# **Along** the gradient $J$ climbs most. **Against** it, in the opposite direction, $J$ falls most. At right angles it hardly
# changes. The formula says why: $\nabla J \cdot \Delta$ is the product of both lengths with the cosine of the angle between
# them, and the cosine runs from 1 along to −1 against. So the gradient points *uphill*, the steepest way, and whoever
# wants to go down goes the opposite way. All this for short steps.

# %% [markdown] only="deck" slide="notes"
# Where have they seen this curve? It is a cosine. Ask for the consequence on a map: at right angles J stays the same, so the
# gradient stands at a right angle on the contour lines.

# %% question="g7-across-the-contours" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Across the contour lines

# %% tags=["explore", "hide-input"] slide="-" held="g7-across-the-contours"
maps.across_the_contours()

# %% [markdown] items=["G7"] held="g7-across-the-contours"
# Each arrow points against the gradient, and stands at a right angle on the line of equal cost through its start. It does not
# point at the minimum: the dotted lines do. Only where the rings are circles are the two the same from every start.

# %% [markdown]
# Now you. One step first, then the whole path. For the path, keep in mind that the gradient belongs to *one* point: it is
# computed anew after each step. Collect the points in a list, `path = [theta0]` and `path.append(…)`; `np.array(path)` makes
# one array of them, a row for each.

# %% exercise="gd_step"

# %% exercise="gradient_descent"

# %% [markdown] minutes=15 items=["G5"]
# ## 4 · How long a step
#
# Everything is fixed now but α. **Predict:**

# %% question="g5-rate-past-the-edge" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The same bowl, four learning rates

# %% tags=["explore", "hide-input"] slide="-" held="g5-rate-past-the-edge"
plots.four_rates()

# %% [markdown] items=["G5", "G6"] held="g5-rate-past-the-edge"
# Ten steps each. Small is slow and smooth. A larger rate is quicker, but only up to a point: at 0.95 every step lands on the
# other side, hardly nearer than before, so it is jumpy *and* slow. Larger still is divergence: each step overshoots by more than
# the one before. Where is the edge?
#
# **Say it precisely.** Near a minimum a smooth cost looks like a bowl. In one dimension that is $J = \tfrac12 \lambda\,\theta^2$,
# with slope $\lambda\,\theta$. The number $\lambda$ is the *curvature*: how fast the slope grows. One step:
#
# $$\theta - \alpha\,\lambda\,\theta = (1 - \alpha\lambda)\,\theta .$$
#
# So every step multiplies θ by the same factor, $1 - \alpha\lambda$. It shrinks as long as the factor lies between −1 and 1,
# which means
#
# $$0 < \alpha < \frac{2}{\lambda} .$$
#
# At $\alpha = 1/\lambda$ the factor is 0, and one step arrives. Beyond that the factor is negative: to and fro. Past
# $2/\lambda$ it runs away.
#
# **By hand.** $J = \theta^2$ is $\tfrac12 \cdot 2 \cdot \theta^2$, so $\lambda = 2$ and the edge is at $\alpha = 1$. With
# $\alpha = 1.1$ the factor is $1 - 2.2 = -1.2$, as in the question. Does a measurement agree?

# %% [markdown] only="deck" slide="slide"
# ## The edge: α = 2/λ
#
# $$J = \tfrac12 \lambda\,\theta^2 \qquad \theta - \alpha\,\lambda\,\theta = (1 - \alpha\lambda)\,\theta$$
#
# Every step multiplies θ by $1 - \alpha\lambda$.
#
# - between 0 and 1: smooth · 0: there at once · between −1 and 0: to and fro
# - below −1: away, as soon as $\alpha > 2/\lambda$

# %% [markdown] only="deck" slide="slide"
# ## Measured: 2/λ

# %% tags=["explore", "hide-input"] slide="-" held="g5-rate-past-the-edge"
plots.edge_measured()

# %% [markdown] only="deck" slide="notes"
# Three bowls, twenty steps each, five hundred rates. Every curve crosses 1 at its 2/λ. Ask: with a parameter for each bowl, and
# one α for all, which edge counts? The leftmost.

# %% [markdown] items=["G5"] held="g5-rate-past-the-edge"
# **With more parameters** the curvature depends on the direction, and one α has to serve all directions. The steepest one
# breaks first:
#
# $$\alpha < \frac{2}{\lambda_{\max}}, \qquad \lambda_{\max}\text{: the largest curvature of all directions.}$$
#
# **By hand.** $J = \tfrac12\,(3\,\theta_1^2 + 2\,\theta_1 \theta_2 + 3\,\theta_2^2)$ has the gradient
# $(3\,\theta_1 + \theta_2,\ \theta_1 + 3\,\theta_2)$. Go one unit along $(1, 1)$, and the gradient grows by $(4, 4)$: it has the
# same direction and is 4 times as long, so the curvature is 4. Along $(1, -1)$ it grows by $(2, -2)$: curvature 2. The edge is
# $2 / 4 = 0.5$.
#
# The numbers 3, 1, 1, 3 say how each slope grows along each parameter. In a table they are the **Hessian**, of shape $(D, D)$,
# in code `H`: row $i$, column $j$ holds the second derivative $\partial^2 J / \partial \theta_i \partial \theta_j$. NumPy finds
# the curvatures in it: they are called its *eigenvalues*.
#
# <details><summary>Why eigenvalues? (Click to unfold.)</summary>
#
# Write $\nabla^2 J$ for the Hessian. A bowl is $J = \tfrac12\,\theta^\top \nabla^2 J\,\theta$, with the gradient
# $\nabla^2 J\,\theta$. ($\theta^\top$ is θ as a row.) Some directions $v$ are special: the Hessian only stretches them,
# $\nabla^2 J\,v = \lambda v$, as it did with $(1, 1)$ and $(1, -1)$. Such a $v$ is an *eigenvector* and $\lambda$ its
# *eigenvalue*. Along $v$ all is as in one dimension: each step multiplies by $1 - \alpha\lambda$. Every start is a mixture of
# such directions, so every part of it shrinks if $\alpha < 2 / \lambda$ for every λ, and that means for the largest.
#
# </details>

# %% tags=["explore"]
H, start = np.array([[3.0, 1.0], [1.0, 3.0]]), np.array([2.0, 1.0])
for lr in (0.10, 0.45, 0.49, 0.50, 0.51, 0.55):
    end = nn.gradient_descent(lambda theta: H @ theta, start, lr, 200)[-1]
    print(f"α = {lr:.2f}: distance from the minimum after 200 steps {np.linalg.norm(end):9.2g}")

# %% [markdown]
# (`np.linalg.norm` is the length of a vector.) At one rate it neither comes nearer nor runs away. The part along $(1, -1)$ is gone; the part along $(1, 1)$ swings for ever.
#
# Now you, with less guidance: `np.linalg.eigvalsh(H)` returns the eigenvalues of a symmetric matrix, from the smallest to the
# largest.

# %% exercise="max_stable_lr"

# %% [markdown] items=["G4", "G5", "G6"]
# **Explore.** Drop a marble by dragging on the map, slide α, and watch its 80 steps. The right-hand picture shows the cost, on
# a scale where each line is a factor of 10 000. First find the edge of divergence on the bowl and in the ravine. Watch the cost:
# it falls on one side of the edge and grows on the other. (The saddle and the plateau belong to section 5.)

# %% [markdown] only="deck" slide="slide"
# ## Marble and α

# %% tags=["explore"] slide="-"
Marble(surface="bowl", lr=0.1, goals=("edge",))

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Let the room call out α for the ravine: just below the edge it zigzags across
# while it creeps along. Ask what a single α costs when the curvatures are 7 and 0.35.

# %% [markdown] items=["G5"]
# In the ravine even the best α is slow: the steep direction forbids large steps, and the gentle one would need them. The ratio of
# the largest to the smallest eigenvalue, here 20, is called the *condition number*. The larger it is, the more steps it takes.

# %% question="g5-cost-that-grows" slide="slide"

# %% question="g6-safe-and-tiny"

# %% [markdown] only="deck" slide="slide"
# ## Optimisation
#
# Find the parameters that make an objective, here the cost $J$, as small as possible.
#
# - Gradient descent is the base method
# - SGD, momentum and Adam (lesson 09) are built on it
# - One step is seldom enough: a pass over all the data is an *epoch*, and training takes several to many
#
# Does it find the minimum?

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# The gradient is a vector of local rates; a step goes against it, $\theta \leftarrow \theta - \alpha \nabla J$. A cost that grows from step to step
# means that α is too large: on a bowl the edge is $2/\lambda_{\max}$. What is still open: where descent stops, and a line fitted to data.
#
# </details>

# %% [markdown] minutes=23 items=["G2"]
# ## 5 · Where descent stops
#
# **Optimisation** means to find the parameters that make an objective, here $J$, as small as possible. Gradient descent is its
# base method in machine learning, and lesson 09's optimizers are built on it. Does it find the minimum? **Predict:**

# %% question="g2-marble-on-the-ridge" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## It stops where the gradient is 0

# %% tags=["explore", "hide-input"] slide="-" held="g2-marble-on-the-ridge"
maps.where_it_stops()

# %% [markdown] items=["G2"] held="g2-marble-on-the-ridge"
# **Say it precisely.** Where $\nabla J(\theta) = 0$, the update changes nothing. Such a θ is a **stationary point**, and it is all
# that gradient descent can find. A minimum is one kind of stationary point. A *saddle* is another: up in some directions, down in
# others. And on a *plateau* the gradient is not 0 but so small that the steps do not matter.
#
# **You will read** that gradient descent “finds the minimum”, even “the global minimum”. Two things are true. If $J$ is *convex*,
# which means that it never lies above the straight line between any two of its points, then every stationary point is a lowest
# point of all. A straight line's mean squared error is convex. With hidden layers a network's cost is not, and there the start
# decides which valley is found.
#
# And the ridge? A start a hair's breadth beside it does leave:


# %% tags=["explore"] held="g2-marble-on-the-ridge"
def slope(theta):  # of J = ¾ θ₁² − ½ θ₂² + ¼ θ₂⁴, with valleys at θ₂ = −1 and 1
    return np.array([1.5 * theta[0], theta[1] ** 3 - theta[1]])


for aside in (0.0, 1e-9, 1e-3, 0.1):
    path = nn.gradient_descent(slope, np.array([2.0, aside]), 0.2, 200)
    near, last = np.sum(np.abs(path[:, 1]) < 0.5), path[-1, 1]
    print(
        f"{aside:5g} beside the ridge: {near:3} of 201 points near it, the last at θ₂ = {last:.1f}"
    )

# %% [markdown] items=["G2"] held="g2-marble-on-the-ridge"
# Exactly on the ridge the marble stays for ever. A billionth beside it, and it escapes, after a hundred steps that look like arrival.
# From almost every start gradient descent does leave a saddle like this one in the end, if α is small enough (Lee, Simchowitz, Jordan
# and Recht, 2016). But it can cost more steps than anybody waits for.

# %% [markdown] items=["G2"]
# **Explore.** The marble once more, with three goals for this section.

# %% tags=["explore"]
Marble(surface="saddle", lr=0.2, goals=("stop", "stranded", "shallow"))

# %% [markdown] only="deck" slide="notes"
# Read the middle panel aloud: a hundred steps, and nothing moved. What would the cost's curve look like? Flat, as after success. Then
# the convex case: there "stationary" is the same as "lowest", for sure.

# %% [markdown] items=["G2"]
# **Which kind is it?** The gradient is 0 for all of them, so ask the second derivatives. The eigenvalues of the Hessian are the
# curvatures; the curvature in any other direction lies between the smallest and the largest of them:

# %% [markdown] only="deck" slide="slide"
# ## Four kinds of stationary point

# %% tags=["explore", "hide-input"] slide="-"
maps.four_kinds()

# %% [markdown] items=["G2"]
# All positive: up in every direction, a **minimum**. All negative: a **maximum**. One of each sign: a **saddle**. If none of these
# holds, some eigenvalue is 0, and the second derivatives leave it open: **flat**. ($J = \theta^4$ and $J = -\theta^4$ both have
# curvature 0 at $\theta = 0$, one a minimum and one a maximum.)
#
# **By hand.** The Hessian $\begin{pmatrix} 1 & 2 \\ 2 & 1 \end{pmatrix}$: one unit along $(1, 1)$ changes the gradient by $(3, 3)$, so
# $\lambda = 3$. Along $(1, -1)$ it is $(-1, 1)$, so $\lambda = -1$. A saddle, though the diagonal is positive: along both axes it goes up.
#
# Now you, without guidance. With a mask such as `eigenvalues > 0`, `.any()` asks whether one entry is true at least, `.all()` whether
# all are. One warning: floats are rounded, and an eigenvalue that is 0 on paper may come out as $10^{-17}$. The statement says what
# counts as 0.

# %% exercise="classify_stationary"

# %% question="g2-flat-for-an-hour" slide="slide"

# %% [markdown] minutes=22 items=["G5"]
# ## 6 · A straight line
#
# Time to use it. Six weights are hung on a spring, one after another, and its length is measured. A line $w x + b$ is to predict the
# length $y$ from the weight $x$. The cost is the mean squared error of lesson 04. The first question is about its price. **Predict:**

# %% question="g5-the-data-twice"

# %% [markdown] items=["G5"] held="g5-the-data-twice"
# **Say it precisely.** With $X\ (N, D)$, $w\ (D,)$, $b$ a number and $y\ (N,)$, write $r = Xw + b - y$ for the errors of lesson 04,
# of shape $(N,)$. Then
#
# $$J = \frac1N \sum_{n=1}^{N} r_n^2, \qquad
# \frac{\partial J}{\partial w} = \frac2N\, X^\top r, \qquad
# \frac{\partial J}{\partial b} = \frac2N \sum_{n=1}^{N} r_n .$$
#
# $X^\top$, in code `X.T`, is $X$ with rows and columns exchanged, $(D, N)$: `X.T @ r` adds up, for each column of $X$, its entries
# times the errors. Where it comes from: $r_n^2$ has the slope $2\,r_n$ times that of $r_n$ itself. Along $w_d$ that is $x_{nd}$, along
# $b$ it is 1.
#
# Every sample is in the sum, so every step visits all $N$ of them. This is **full-batch** gradient descent. The step is exact, and its
# price grows with $N$. (Lesson 08 takes a few samples at a time.)
#
# **By hand.** $x = 1, 2$ and $y = 3, 5$, at $w = 1$, $b = 0$. Predictions: $1, 2$. Errors: $-2, -3$. So
# $\partial J / \partial w = \tfrac22\,(1 \cdot (-2) + 2 \cdot (-3)) = -8$ and $\partial J / \partial b = \tfrac22\,(-2 - 3) = -5$. Both are
# negative: both parameters should rise.

# %% [markdown] only="deck" slide="slide"
# ## A line, and the gradient of its cost
#
# $$r = Xw + b - y \qquad
# \frac{\partial J}{\partial w} = \frac2N\, X^\top r \qquad
# \frac{\partial J}{\partial b} = \frac2N \sum_n r_n$$
#
# By hand: $x = 1, 2$ · $y = 3, 5$ · $w = 1$, $b = 0$
#
# - Errors: $-2,\ -3$
# - $\partial J / \partial w = 1 \cdot (-2) + 2 \cdot (-3) = -8$, and $\partial J / \partial b = -5$

# %% [markdown] only="deck" slide="notes"
# Ask for the shapes: X.T is (D, N), the errors (N,), so the gradient is (D,), as w is. A gradient always has its parameter's shape.

# %% exercise="linear_regression_grad"

# %% [markdown] only="deck" slide="slide"
# ## What a full batch costs

# %% tags=["explore"] slide="-" held="g5-the-data-twice"
from time import perf_counter  # a clock, in seconds

for N in (1_000, 10_000, 100_000, 1_000_000):
    many, truth, times = np.ones((N, 5)), np.ones(N), []
    for _ in range(7):
        start = perf_counter()
        nn.linear_regression_grad(many, truth, np.zeros(5), 0.0)
        times.append(perf_counter() - start)
    print(f"{N:9,} samples: one gradient in {1000 * min(times):7.2f} ms")

# %% [markdown]
# Now put both together. Begin at zeros. In every step compute *both* gradients at the present $(w, b)$, and only then move both.

# %% exercise="fit_linear"

# %% [markdown] only="deck" slide="slide"
# ## Fitting the spring

# %% tags=["explore", "hide-input"] slide="-"
maps.spring_and_cost()

# %% [markdown] items=["G5"]
# Left: the line. Right: the same descent, seen from above. The cost is a ravine, since $w$ and $b$ can stand in for each other. Its
# Hessian does not depend on $w$ and $b$: with a column of ones beside $X$ for the bias, called $\tilde X$, it is
# $\tfrac2N \tilde X^\top \tilde X$. (`np.column_stack` sets columns side by side.) So your `max_stable_lr` knows the edge before the
# first step is made. Test it, just inside and just outside:

# %% tags=["explore"]
weight, length = maps.SPRING
X = weight[:, np.newaxis]
wide = np.column_stack([X, np.ones(len(X))])
edge = nn.max_stable_lr(2 / len(X) * wide.T @ wide)
print(f"the edge is at α = {edge:.4f}")
for share in (0.5, 0.99, 1.01):
    w, b = nn.fit_linear(X, length, share * edge, 1000)
    print(f"{share:.2f} of it, 1000 steps: w = {w[0]:.4g}, b = {b:.4g}")

# %% [markdown]
# Two per cent more, and a fit has become a catastrophe. Now standardise the weights first, as in lesson 02:

# %% tags=["explore"]
Z = (X - X.mean(axis=0)) / X.std(axis=0)
wide = np.column_stack([Z, np.ones(len(Z))])
print("eigenvalues of the Hessian:", np.linalg.eigvalsh(2 / len(Z) * wide.T @ wide))
for steps in (0, 1, 2):
    w, b = nn.fit_linear(Z, length, 0.5, steps)
    print(f"after {steps} steps: cost {np.mean((Z @ w + b - length) ** 2):.4f}")

# %% [markdown]
# Both eigenvalues are 2: the ravine has become a round bowl. With $\alpha = 1/\lambda = 0.5$ *one* step arrives. This is why
# standardised inputs speed up training. (With several features the bowl stays longer one way than another where they depend on each
# other; standardising cannot change that.)

# %% question="g2-where-any-start-will-do"

# %% [markdown] minutes=8 items=["G4"]
# ## 7 · Break it
#
# A descent with a large α may pass a good point and leave it again. So one keeps the best point seen. Here is finished code for that, with
# one planted bug. It runs, and nothing looks odd. It was tried on $J = \theta^2$, from $\theta = 2$, with $\alpha = 1.5$, for three steps:
#
# | the path | the best cost, as reported | the best point, as returned | the cost of that point |
# |---|---|---|---|
# | 2, −4, 8, −16 | 4 | −16 | 256 |
#
# Which of these points should have been kept? Argue from the symptom to the cause, and change as little as you can. The cell after the
# check shows what your code returns.

# %% exercise="descend_keep_best"


# %% tags=["explore"]
def cost(t):
    return t[0] ** 2


best, best_cost = descend_keep_best(cost, lambda t: 2 * t, np.array([2.0]), 1.5, 3)
print(f"best point {best}: its cost as reported {best_cost}, computed anew {cost(best)}")

# %% [markdown]
# This bug is a famous one: PyTorch's own transfer-learning tutorial kept a “best” model that went on changing, until somebody mended it
# in December 2017.

# %% [markdown] minutes=4
# ## 8 · You will read that …
#
# Five sentences from slides and books. Each is blurred or wrong, and each can be settled by a small experiment. Say what you expect
# before you run the cell.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “The gradient shows the impact of each parameter.”
# - “Gradient descent finds the minimum.”
# - “Each step increases the slope by α times.”
# - “Gradients can disrupt training; the learning rate scales them down.”
# - “A small learning rate is the accurate one.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Local rates, in units: grams for kilograms makes one entry a thousand times as large. A stationary point; where J is convex,
# surely the lowest. θ changes by α times the slope, and near a minimum the slope shrinks. A rate stretches the step and mends no wrong gradient;
# leaving it out means α = 1. In a bowl, below the edge, all arrive at the same point; the small one arrives last.

# %% [markdown] items=["G1"]
# **“The gradient shows the impact of each parameter.”** Measure the spring's weights in grams instead of kilograms. It is the same
# spring, the same line, the same cost:

# %% tags=["explore"]
for unit, scale in (("kg", 1), ("g", 1000)):
    dw, db = nn.linear_regression_grad(scale * X, length, np.array([3.0 / scale]), 8.0)
    J_here = np.mean((scale * X @ np.array([3.0 / scale]) + 8.0 - length) ** 2)
    print(f"in {unit:2}: cost {J_here:.3f}, gradient along w {dw[0]:10.2f}, along b {db:.2f}")

# %% [markdown]
# One entry grew a thousandfold, and nothing has happened. Rates per unit cannot be ranked across units.

# %% [markdown] items=["G2"]
# **“Gradient descent finds the minimum.”** Try nine starts on the plateau with two valleys:

# %% tags=["explore"]
from workbook.explore.surfaces import SURFACES

plateau = SURFACES["plateau"]
for y in (1.5, 0.0, -1.5):
    starts = [np.array([x, y]) for x in (-2.5, 0.5, 2.5)]
    ends = [nn.gradient_descent(plateau.grad, start, 0.3, 500)[-1] for start in starts]
    costs = [abs(round(float(plateau.J(end)), 2)) for end in ends]
    print(f"starts with θ₂ = {y:4}: final costs {costs}")

# %% [markdown]
# A cost of 0 is the deep valley, 0.4 the shallow one, about 1 the plateau, where a descent is stranded. It reaches some stationary point
# at best. Where $J$ is convex, every stationary point is a lowest one; elsewhere that may be so, but nothing promises it.

# %% [markdown] items=["G4"]
# **“Each step increases the slope by α times.”** It is θ that changes, by α times the slope. What the slope does then is another
# matter. For $J = \theta^2$ and $\alpha = \tfrac14$:

# %% tags=["explore"]
for theta in nn.gradient_descent(lambda theta: 2 * theta, np.array([8.0]), 0.25, 3)[:, 0]:
    print(f"θ = {theta}: slope {2 * theta}, the step is {-0.25 * 2 * theta}")

# %% [markdown] items=["G6", "G7"]
# **“Gradients can disrupt training; the learning rate scales them down.”** A learning rate is always there: leaving it out means
# $\alpha = 1$, which is past the edge for every bowl with $\lambda > 2$. And it is no cure for bad gradients. Here one entry has the
# wrong sign. The true cost is $J = \theta_1^2 + \theta_2^2$:


# %% tags=["explore"]
def wrong(theta):
    return np.array([2 * theta[0], -2 * theta[1]])


for lr in (0.001, 0.01, 0.1, 0.4):
    end = nn.gradient_descent(wrong, np.array([1.0, 1.0]), lr, 50)[-1]
    print(f"α = {lr:5}: cost after 50 steps {np.sum(end**2):12.4g}, at first 2")

# %% [markdown]
# None helps; a smaller one does the damage more slowly. α stretches the step; it cannot turn one entry round. Check the gradient
# first.

# %% [markdown] items=["G6"]
# **“A small learning rate is the accurate one, a large one is inaccurate.”** In a bowl, below the edge, all of them arrive at the same
# minimum. They differ in how, and when. In the ravine, whose edge is at $2/7 = 0.286$:

# %% tags=["explore"]
ravine = SURFACES["ravine"]
for lr in (0.001, 0.01, 0.1, 0.25, 0.28, 0.29):
    steps = maps.steps_until_low(ravine, (-2.0, 1.5), lr, low=1e-6, most=30_000)
    print(f"α = {lr:5}: the cost stays below 0.000001 " + (f"from step {steps}" if steps else "never"))

# %% [markdown]
# A tenth of α takes ten times as many steps, as long as both are well below the edge. The quickest rate lies somewhat below the edge, at
# about nine tenths of it here: nearer to it the zigzag across the ravine takes long to die out. Past it, nothing arrives.

# %% [markdown] minutes=2
# ## 9 · Checkpoint
#
# One more situation; you have met six on the way. Decide first, then read why each wrong answer tempts.

# %% question="g6-wrong-gradient" slide="slide"

# %% [markdown]
# Then one without options. Say it aloud, or write it down in three sentences: a friend's cost has stopped falling. What do you ask,
# and what do you measure, before you believe that training is done? (Compare with: the size of the gradient; the learning rate; another
# start, or a small push; the Hessian's eigenvalues, if there are few parameters.)

# %% [markdown] minutes=4
# ## 10 · Review
#
# Five short ones from earlier lessons. Half a minute each.

# %% question="review-line-and-xor"

# %% question="review-standardise-a-column"

# %% question="review-depth-without-bends"

# %% question="review-slope-of-a-dead-unit"

# %% question="review-loss-and-cost"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Measure a gradient, and say how far its promise holds
# - Write gradient descent, and name the α at which it breaks: $2/\lambda_{\max}$
# - Tell minimum, saddle and plateau apart

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: a network has a million parameters. How would you get its gradient? Measuring takes two
# million evaluations. Lesson 06 does it at the price of about three.

# %% [markdown] minutes=1
# ## 11 · What you can do now
#
# - You can measure a gradient, and you know that it holds local rates in units, not importance.
# - You can write gradient descent, predict the learning rate at which it breaks, and fit a line with it.
# - You can say where descent stops, and tell a minimum from a saddle and a plateau.
#
# **Next**, lesson 06: measuring a gradient takes two evaluations for each parameter. *Backpropagation* computes all of them at the price
# of about two more evaluations.
#
# **Two good readings.**
#
# - Ian Goodfellow, Yoshua Bengio and Aaron Courville, *Deep Learning*, MIT Press, 2016, section 4.3: gradient-based optimisation, with
#   the Hessian, saddles and the best step, on a few pages.
# - Gabriel Goh, *Why Momentum Really Works*, Distill, 2017: the first half is this lesson's section 4, with pictures that move.

# %% [markdown]
# ## 12 · Stretch
#
# Outside the minutes above, without points, checked just as carefully. With it you can classify the stationary points of any smooth cost.

# %% [markdown]
# Two tools: `H = np.empty((D, D))` is an array to be filled, and `for i, direction in enumerate(np.eye(D)):` goes through the directions of
# the axes and counts along ([Toolbox, part 4](../00-toolbox/toolbox.ipynb#cell-id=section-4)).

# %% exercise="numeric_hessian"
