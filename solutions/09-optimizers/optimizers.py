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
#     title: Optimizers
#     lesson: 09-optimizers
#     minutes: 116
# ---

# %% [markdown] only="deck" slide="slide"
# # Optimizers
#
# Lesson 09 · from a gradient to a step: momentum, Adagrad, RMSprop, Adadelta, Adam

# %% [markdown] only="deck" slide="notes"
# 116 minutes with all exercises; about 45 for the talk and the questions alone. Every figure is computed from the
# library that the class writes. Questions run think, vote, reveal: wait out the full time before the vote.

# %% [markdown] minutes=2 items=["O1"]
# # Optimizers
#
# ## 1 · Where you are
#
# Backpropagation gives the gradient (lessons 06 and 07), and a loop uses it, batch after batch (lesson 08). One line of that
# loop has been the simplest possible: θ ← θ − α g. This lesson replaces the line. You write six optimizers that Keras
# and PyTorch offer, and you measure what each of them is good for.
#
# **At the end you can**
#
# - say why plain gradient descent is slow, and measure it;
# - write momentum, Adagrad, RMSprop, Adadelta and Adam, each equal to PyTorch's to the eighth digit;
# - choose an optimizer and a schedule for a task, compare fairly, and say what your choice rests on.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · What an optimizer decides | 11 |
# | 3 · Why plain descent is slow | 4 |
# | 4 · A ball on a hill | 9 |
# | 5 · A rate for each entry | 20 |
# | *a good place to stop* | |
# | 6 · Adam and Adadelta | 29 |
# | 7 · A rate that falls | 13 |
# | 8 · The race, and the table | 11 |
# | 9 · Break it | 8 |
# | 10 · You will read that … | 4 |
# | 11 · Checkpoint | 1 |
# | 12 · Review | 3 |
# | 13 · What you can do now | 1 |
#
# Nine exercises carry points. One more, marked *stretch*, and four additions that you will meet elsewhere wait in section 14,
# outside these minutes.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import MomentumMap, OptimizerRace
from workbook.plots import optimizers as plots
from workbook.plots import optimizers_compared as compared
from workbook.plots import optimizers_measured as measured

# %% [markdown] only="deck" slide="slide"
# ## One gradient, many ways to step

# %% [markdown]
# One ravine, one start, sixty steps; the same gradients are to be had at each point, and each optimizer has the rate that is
# best for it here. On another surface the ranks are others: section 8 measures them.

# %% tags=["explore", "hide-input"] slide="-"
plots.three_paths()

# %% [markdown] only="deck" slide="notes"
# Let the class describe the three paths in their own words before any name is explained: zigzag, swing, bend. All three see only
# the gradient under their feet. Do not rank them yet: this ravine lies along an axis and has κ = 100, and both matter.

# %% [markdown] minutes=11 items=["O1", "O2", "O3"]
# ## 2 · What an optimizer decides
#
# An **optimizer** turns gradients into steps. It decides which way and how far to move, given the gradient now and whatever it
# remembers of earlier ones. It decides nothing else: the model, the loss and the gradients come from elsewhere. All optimizers
# of this lesson therefore have the same form:
#
# ```python
# param, state = optimizer(param, grad, state, lr=...)
# ```
#
# `state` is the optimizer's memory. It is `None` before the first step, and then whatever the function itself returned. The
# loop hands it back and never looks inside. The optimizer that you will meet most often elsewhere is called *Adam*; section 6 has it.
#
# **Stochastic gradient descent**, SGD, is the simplest one: $\theta \leftarrow \theta - \alpha g$. Here $g$ is the gradient of
# the cost of one *batch*, with the shape of θ. *Stochastic* means: by chance, for the batch is drawn by chance. How much chance
# is in a gradient? **Predict:**

# %% [markdown] only="deck" slide="slide"
# ## What an optimizer decides
#
# - In: the parameter, its gradient, what it remembers
# - Out: the moved parameter, and a new memory
# - Not its business: model, loss, gradients, batches
#
# ```python
# param, state = optimizer(param, grad, state, lr=...)
# ```
#
# SGD: $\quad \theta \leftarrow \theta - \alpha\,g$
#
# Why it matters: how *soon* a cost is reached, whether training is *stable*, sometimes how *good* the model is on new data

# %% [markdown] only="deck" slide="notes"
# The form with a state that comes in and goes out is the one of the exercises. PyTorch and Keras keep the state inside an object;
# the arithmetic is the same.

# %% question="o2-batch-of-four" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The noise of a batch

# %% tags=["explore"] slide="-"
for size in (1, 4, 16, 64, 256, 1000):
    away = measured.spread_of_batches(size)
    print(f"batch of {size:4} out of 1000: typically {away:.2f} of the gradient's length away")

# %% [markdown] items=["O2", "O3"] held="o2-batch-of-four"
# Four times the samples, half the noise. (The last rows fall faster, since samples are drawn without repetition: all 1000 are
# exact.) But four times the samples are also four times the work. So a batch is a compromise:
#
# - **small**: cheap steps, many of them, little memory; they oscillate around the minimum, and on a non-convex cost noise may
#   shake θ off a saddle;
# - **large**: steadier steps, and processors are at their best with many samples at once; but each is dear, and all of the batch
#   has to fit into memory.
#
# In between lie the usual sizes, 16 to some hundreds.

# %% [markdown] only="deck" slide="slide"
# ## A batch is a compromise
#
# | | small | large |
# |---|---|---|
# | a step | cheap, noisy | dear, steady |
# | around the minimum | oscillates | hardly |
# | off a saddle | noise may help | no noise |
# | memory | little | all of the batch |
# | processor | half idle | many samples in parallel |

# %% [markdown] items=["O2", "O3"]
# **You will read** three different definitions of SGD: one sample, a few, or all. There is one: the same line, with a batch size
# of 1, of $B$, or of $N$. **You will also read** that SGD lowers its rate as it goes. Plain SGD has a *constant* α; a schedule is
# a separate part (section 7). And “noise gives better accuracy”: sometimes, and never for certain.
#
# **By hand.** $\theta = (1, 2)$, $g = (2, -4)$, $\alpha = 0.5$: $\theta$ becomes $(1 - 1,\ 2 + 2) = (0, 4)$.
#
# Now you. It is a single line; new is only the form. Return two things, the moved parameter and a state. SGD remembers nothing,
# so its state may stay `None`.

# %% exercise="sgd"

# %% question="o2-sgd-in-a-library" slide="slide"

# %% question="o1-what-it-decides"

# %% [markdown] minutes=4 items=["Q3"]
# ## 3 · Why plain descent is slow
#
# “SGD is slow in deep networks because its samples are so few.” Is that the reason? **Predict:**

# %% question="q3-what-makes-it-slow" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## More samples, the same number of steps

# %% tags=["explore"] slide="-"
for n in (10, 100, 1000, 10_000):
    counts = [measured.full_batch_line(n, kappa, np.random.default_rng(1)) for kappa in (10, 100)]
    print(f"{n:6} samples: {counts[0]} steps where κ = 10, {counts[1]} where κ = 100")

# %% [markdown] items=["Q3"] held="q3-what-makes-it-slow"
# The samples change nothing. The shape of the cost changes everything. Recall lesson 05: along a direction of curvature λ each
# step multiplies the distance by $1 - \alpha\lambda$. The steepest direction, $\lambda_{\max}$, caps α. The gentlest,
# $\lambda_{\min}$, then shrinks by almost nothing. The ratio
#
# $$\kappa = \frac{\lambda_{\max}}{\lambda_{\min}}$$
#
# is the **condition number**, and a cost with a large κ is *ill-conditioned*. **By hand**, with curvatures 1 and 0.01 and
# α = 1: the steep direction is done in one step. The gentle one keeps the factor $1 - 0.01 = 0.99$, and after 100 steps
# $0.99^{100} \approx 0.37$ of the way is still to go.

# %% [markdown] only="deck" slide="slide"
# ## Steps against the condition number

# %% tags=["explore", "hide-input"] slide="-" held="q3-what-makes-it-slow"
plots.conditioning()

# %% [markdown] only="deck" slide="notes"
# Ask for the slope: ten times κ, ten times the steps for SGD; only about √10 ≈ 3 times for momentum. Both at their best settings, which
# a real network never tells you.

# %% [markdown] items=["Q3"] held="q3-what-makes-it-slow"
# For SGD the steps grow in proportion to κ. Deep networks are often ill-conditioned: their layers see inputs of different
# scales, and gradients grow or shrink from layer to layer (lesson 07). Three remedies follow. Make the valley rounder: scale the
# inputs, start well. Remember earlier gradients: *momentum* (section 4), the second curve, here with the best β for each κ. Give each entry
# its own rate: sections 5 and 6.

# %% question="q3-slow-in-a-deep-network" slide="slide"

# %% [markdown] minutes=9 items=["O8"]
# ## 4 · A ball on a hill
#
# In a ravine the gradients *across* change their sign from step to step. The gradients *along* it keep theirs. So add gradients
# up: across, they cancel; along, they grow. It is how a heavy ball rolls. **Predict:**

# %% question="o8-steady-slope" slide="slide"

# %% [markdown] items=["O8"] held="o8-steady-slope"
# **Say it precisely.** $m$ has the shape of θ and is 0 before the first step:
#
# $$m \leftarrow \beta\,m + g, \qquad \theta \leftarrow \theta - \alpha\,m, \qquad 0 \le \beta < 1 .$$
#
# A gradient that is $k$ steps old counts $\beta^k$ times. On a steady slope $m$ grows towards $g / (1 - \beta)$, ten times the
# gradient for β = 0.9. This is PyTorch's definition. (Keras puts α into $m$, which is the same path as long as α is constant.
# Some books take $(1 - \beta)\,g$: then steps are ten times shorter, and α has to be ten times larger.)
#
# **By hand**, from θ = 1 with $g = 2$ twice, α = 0.1 and β = 0.5. First $m = 2$ and $\theta = 1 - 0.2 = 0.8$. Then
# $m = 0.5 \cdot 2 + 2 = 3$ and $\theta = 0.8 - 0.3 = 0.5$.

# %% [markdown]
# Before you write it: the first call has no memory yet, so its state is `None`. Ask for it with `is`, and choose in one line:
# `m = grad if state is None else …`. What stands after `if` is asked first; then one of the two sides is taken.

# %% [markdown] only="deck" slide="slide"
# ## Momentum
#
# $$m \leftarrow \beta\,m + g \qquad \theta \leftarrow \theta - \alpha\,m$$
#
# - Across the ravine gradients cancel, along it they add up
# - Steady slope: $m \to g / (1 - \beta)$, ten times $g$ for β = 0.9
# - By hand: $\theta = 1$, $g = 2$ twice, α = 0.1, β = 0.5: $\ 0.8$, then $0.5$

# %% exercise="momentum"

# %% [markdown] only="deck" slide="slide"
# ## A ball rolls through a dip

# %% tags=["explore", "hide-input"] slide="-"
plots.ball_on_a_hill()

# %% [markdown] items=["O8"]
# The picture of the ball is a good one, with limits. It rolls through small dips, and it also rolls *past* the goal and swings
# back. β is its friction: with β = 0 it is SGD, near 1 it hardly stops. And nothing guarantees that it stops in the deepest
# valley: where a dip is rolled through, a deep but narrow valley may be too.

# %% [markdown] only="deck" slide="notes"
# Same α, same start, same number of steps. Ask what would happen with β = 0.99: it swings for hundreds of steps. Ask where the picture
# fails: a ball loses energy all the way, so it must come to rest; steps that are too long gain it, and θ runs away.

# %% [markdown] minutes=20 items=["O4"]
# ## 5 · A rate for each entry
#
# The other remedy: one α for all entries of θ is too few. Divide each entry's step by the size of its own gradients. **Adagrad**,
# the *adaptive gradient*, measures that size with a sum of squares. For each entry:
#
# $$s \leftarrow s + g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt{s} + \varepsilon} .$$
#
# $s$ has the shape of θ and begins at 0. The tiny ε, here $10^{-10}$, keeps $0 / 0$ away. (In lesson 04 the letter ε was
# the error up to which a loss is free. From here on it is this number.) **By hand**, from θ = 1 with α = 0.1 and gradients 3, then 4. First $s = 9$ and
# the step is $0.1 \cdot 3 / 3 = 0.1$. Then $s = 9 + 16 = 25$ and the step is $0.1 \cdot 4 / 5 = 0.08$. Together: 0.82.

# %% question="o4-shrinking-steps" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Adagrad: a sum of squares for each entry
#
# $$s \leftarrow s + g^2 \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt{s} + \varepsilon}$$
#
# - Large gradients, short steps; rare gradients, long ones
# - The gradient's unit cancels; α does not
# - $s$ only grows, so the steps shrink: on a steady slope like $1/\sqrt{t}$
#
# By hand: α = 0.1, gradients 3 and 4: steps $0.1$ and $0.08$

# %% exercise="adagrad"

# %% [markdown] items=["O4"]
# What is it good for? Here two entries have gradients of very different size, as when one word is common and another is rare:

# %% [markdown] only="deck" slide="slide"
# ## Gradients of different size

# %% tags=["explore"] slide="-"
sizes = np.array([1.0, 0.001])  # J = (θ₁² + 0.001 θ₂²) / 2
for name, optimizer, lr in (("SGD", nn.sgd, 1.0), ("Adagrad", nn.adagrad, 1.0)):
    path = measured.descend(optimizer, lambda t: sizes * t, [1.0, 1.0], lr, 50)
    print(f"{name:8} after 50 steps: θ =", np.abs(path[-1].round(3)))

# %% [markdown] items=["O4"]
# SGD has hardly begun with the second entry, and no rate helps: above 2 the first one runs away. Adagrad treats both alike, for it
# does not notice a gradient's unit. The table of section 8 has the same for a ravine: where κ = 100 and the ravine lies *along an
# axis*, SGD typically takes 234 steps, and Adagrad 4, each at its best rate. Does that help in any ravine? **Predict:**

# %% question="o4-turned-ravine" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The ravine, turned

# %% tags=["explore"] slide="-"
for label, angle in (("along the axes", 0.0), ("turned by 37°", compared.TURNED)):
    for name in ("SGD", "Adagrad"):
        steps, _ = compared.best_on_bowl(name, 100, angle, watched=2000)  # 20 starts, one rate
        print(f"κ = 100, {label:15} {name:8} {np.median(steps):4.0f} steps ({steps.min()} to {steps.max()})")

# %% [markdown] items=["O4"] held="o4-turned-ravine"
# A rate for each *entry* can only stretch along the axes. It makes up for entries of different scale: an input in other units, a
# word that is rare. In a ravine that lies aslant, both entries have gradients of the same size, and there is nothing to even
# out. (Four steps are a curiosity of a bowl along the axes: the first throw goes far, and the second divides by just the right
# number. Do not try α = 63 on a network.)

# %% [markdown] items=["O5"]
# **RMSprop** lets go of the past. In place of the sum stands a *moving average*:
#
# $$s \leftarrow \rho\,s + (1 - \rho)\,g^2, \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt{s} + \varepsilon} .$$
#
# The shares ρ and 1 − ρ add up to 1, so $\sqrt{s}$ is the *root of a mean of squares*, RMS. Old squares fade. **By hand**, from
# θ = 1 with α = 0.1, ρ = 0.75 and gradients 2, then 0. First $s = 0.25 \cdot 4 = 1$ and the step is $0.1 \cdot 2 / 1 = 0.2$.
# Then $s = 0.75$, and the step is 0: RMSprop remembers sizes, not directions.
#
# So it also fits a cost that changes while one goes, as with data that drift or sequences over time (*non-stationary* is the word).
#
# ε stands outside of the root, as in PyTorch. Keras puts it inside. It matters only where gradients are tiny; then it matters
# much.

# %% [markdown] only="deck" slide="slide"
# ## RMSprop: a moving average of squares
#
# $$s \leftarrow \rho\,s + (1 - \rho)\,g^2 \qquad \theta \leftarrow \theta - \alpha\,\frac{g}{\sqrt{s} + \varepsilon}$$
#
# - Old squares fade: steps need not shrink for ever
# - Fits costs that change on the way: *non-stationary*
# - By hand: α = 0.1, ρ = 0.75, gradients 2 and 0: steps $0.2$ and $0$

# %% exercise="rmsprop"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# An optimizer turns a gradient into a step, and may remember. Plain descent is slow where curvatures differ; momentum gathers speed along the valley;
# Adagrad and RMSprop give each entry its own rate. What is still open: Adam, falling rates, and an honest race.
#
# </details>

# %% [markdown] minutes=29 items=["O6"]
# ## 6 · Adam and Adadelta
#
# **Adam** puts both ideas together: momentum above, RMSprop below. It keeps two moving averages, of the gradient and of its square,
# both 0 before the first step:
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\,g, \qquad s \leftarrow \beta_2\,s + (1 - \beta_2)\,g^2 .$$
#
# (Here $m$ is an average; in momentum it was a sum.) Usual are β₁ = 0.9 and β₂ = 0.999. Suppose that nothing more were done, and
# the step were $\alpha\,m / \sqrt{s}$. **Predict:**

# %% question="o6-first-step-of-adam" slide="slide"

# %% [markdown] items=["O6"] held="o6-first-step-of-adam"
# An average that begins at 0 is too small at first: after one step $m = 0.1\,g$, a tenth of what it should be, and
# $s = 0.001\,g^2$, a thousandth. A tenth divided by the root of a thousandth is $0.1 / 0.0316 \approx 3.16$.

# %% [markdown] items=["O6"]
# **Say it precisely.** After $t$ steps the shares of all gradients together are $1 - \beta_1^t$, and $1 - \beta_2^t$ below.
# **Bias correction** divides that out. (This “bias” is a systematic error, not the $b$ of a unit.)
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat s = \frac{s}{1 - \beta_2^t}, \qquad
# \theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat s} + \varepsilon} .$$
#
# **By hand**, the first step with $g = 200$ and α = 0.1. $m = 20$ and $\hat m = 20 / 0.1 = 200$.
# $s = 0.001 \cdot 40\,000 = 40$ and $\hat s = 40 / 0.001 = 40\,000$. The step is $0.1 \cdot 200 / 200 = 0.1$: α, whatever the
# size of $g$.

# %% [markdown] only="deck" slide="slide"
# ## Adam: momentum above, RMSprop below
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\,g \qquad s \leftarrow \beta_2\,s + (1 - \beta_2)\,g^2$$
#
# $$\hat m = \frac{m}{1 - \beta_1^t} \qquad \hat s = \frac{s}{1 - \beta_2^t} \qquad
# \theta \leftarrow \theta - \alpha\,\frac{\hat m}{\sqrt{\hat s} + \varepsilon}$$
#
# By hand, first step, $g = 200$, α = 0.1: $\ \hat m = 200$, $\hat s = 40\,000$, step $0.1$
#
# On the hill: RMSprop walks with like strides on steep and gentle ground; Adam is a ball with such strides

# %% [markdown] only="deck" slide="notes"
# Work the first step on the board, then without correction: 0.316. Ask which of the two averages is farther off at first, and for how
# long: 1 − 0.999 to the power t needs thousands of steps to come near 1.

# %% [markdown] only="deck" slide="slide"
# ## Step lengths on a steady slope

# %% tags=["explore", "hide-input"] slide="-" held="o6-first-step-of-adam"
plots.step_lengths()

# %% [markdown] items=["O4", "O5", "O6", "O8"] held="o6-first-step-of-adam"
# The same steady slope for all four; each step in units of α. Adagrad shrinks like $1/\sqrt{t}$. RMSprop begins ten times too
# long, since its $s$ begins at 0 and nobody corrects it. Adam without correction is too long for hundreds of steps. Adam takes α
# each time. On the hill of section 4, RMSprop is a walker whose strides are alike on steep and on gentle ground, and Adam is a
# ball with such strides.

# %% [markdown] items=["O6"]
# Now you, with less guidance. The state has to hold three things; a tuple `(t, m, s)` can be taken apart again by
# `t, m, s = state`.

# %% exercise="adam"

# %% [markdown] items=["O6"]
# **You will read** “adaptive *learning rate*, so none has to be chosen”. **Predict:**

# %% question="o4-adaptive-without-a-rate" slide="slide"

# %% tags=["explore"]
for lr in (0.001, 0.3, 100.0):
    for name in ("Adagrad", "Adam"):
        costs = compared.costs_at(name, lr)
        print(f"α = {lr:5} {name:8} cost after 25 epochs, five seeds: {costs.min():7.3f} to {costs.max():7.3f}")

# %% [markdown] items=["O4", "O6"] held="o4-adaptive-without-a-rate"
# α still decides, for a global rate stands in front. (A guess at random costs ln 2 ≈ 0.69.) What adapts is the *ratio* between entries, and, in Adagrad, the
# decline of all.

# %% [markdown] items=["O6"]
# **Adadelta** begins like RMSprop and asks about units. $g$ is cost per parameter, so $g / \sqrt{s}$ has no unit at all, and α must
# bring in the parameter's. Adadelta puts the size of its own earlier steps above instead. In this order:
#
# $$s \leftarrow \rho\,s + (1 - \rho)\,g^2, \qquad d = \frac{\sqrt{u + \varepsilon}}{\sqrt{s + \varepsilon}}\;g, \qquad
# u \leftarrow \rho\,u + (1 - \rho)\,d^2, \qquad \theta \leftarrow \theta - \alpha\,d .$$
#
# $u$ averages squared steps. With α = 1, its author's choice, no rate was to be found, and like RMSprop it avoids Adagrad's
# decay. The price: the first steps have the size of $\sqrt{\varepsilon}$, and it may take long to get going. It is little used
# today. **By hand**, from θ = 1 with $g = 2$, ρ = 0.5 and, for round numbers, ε = 1: $s = 2$,
# $d = 2 \cdot \sqrt{1} / \sqrt{3} = 1.155$, and θ becomes −0.155.

# %% [markdown] only="deck" slide="slide"
# ## Adadelta: its own steps above the root
#
# $$d = \frac{\sqrt{u + \varepsilon}}{\sqrt{s + \varepsilon}}\;g \qquad
# u \leftarrow \rho\,u + (1 - \rho)\,d^2 \qquad \theta \leftarrow \theta - \alpha\,d$$
#
# - $s$ as in RMSprop; $u$ averages squared steps
# - Meant for α = 1, so that no rate has to be found
# - Begins with tiny steps, of the size of $\sqrt{\varepsilon}$

# %% exercise="adadelta"

# %% question="q4-when-adam" slide="slide"

# %% [markdown] minutes=13 items=["O2"]
# ## 7 · A rate that falls
#
# Noisy steps at a constant α never come to rest: they swing around the minimum, the wider the larger α is. RMSprop does so even
# without noise, for the division keeps its steps about α long. A **schedule** lowers α while training goes on. It is a function of
# the number of steps, and fits any optimizer.

# %% [markdown] only="deck" slide="slide"
# ## Two schedules

# %% tags=["explore", "hide-input"] slide="-"
plots.schedules()

# %% [markdown] items=["O2"]
# **By hand.** `step_decay(0.8, 5, 0.5, 2)`: in 5 steps, 2 goes in twice, so $0.8 \cdot 0.5^2 = 0.2$. `cosine_schedule(0.8, 5, 10)`:
# half-way $\cos(\pi / 2) = 0$, so $0.8 \cdot (1 + 0) / 2 = 0.4$. (`a // b` is how often b goes into a, rounded down; `min(a, 1.0)`
# keeps a from growing above 1; `np.cos` takes the angle in radians, and π is `np.pi`.)

# %% exercise="step_decay"

# %% exercise="cosine_schedule"

# %% [markdown] items=["O2"]
# Does it help? A bowl with noisy gradients, SGD, 200 runs; and the ravine of κ = 20 without any noise, RMSprop, 20 starts. 1000
# steps each, from the same first rate with and without a schedule:

# %% tags=["explore"]
rng = np.random.default_rng(0)
H, start = compared.bowl(20, compared.TURNED), compared.starts()
for name, falls in (("constant", False), ("cosine", True)):
    noisy, theta, state = np.ones(200), start, None  # 200 runs at once, J = θ² / 2
    for k in range(1000):
        share = nn.cosine_schedule(1.0, k, 1000) if falls else 1.0
        noisy, _ = nn.sgd(noisy, noisy + rng.normal(size=200), None, lr=0.5 * share)
        theta, state = nn.rmsprop(theta, theta @ H, state, lr=0.03 * share)
    ends = np.sum(theta @ H * theta, axis=1) / 2
    print(f"{name:8}: SGD with noise, mean cost {np.mean(noisy**2) / 2:.4f}")
    print(f"          RMSprop without, costs {ends.min():.0e} to {ends.max():.0e}")

# %% [markdown] minutes=11 items=["O7", "O9"]
# ## 8 · The race, and the table
#
# Six optimizers, one surface, the same starts, and for each the best of the same rates. **Predict:**

# %% question="o9-who-is-first" slide="slide"

# %% [markdown]
# **Explore.** Six optimizers start at one place, all with α = 0.1. Place your bet, start the race, then tune: give each its best
# rate. There are two ravines, and the goals below ask for both.

# %% tags=["explore"]
OptimizerRace(surface="ravine", steps=0)

# %% [markdown] only="deck" slide="slide"
# ## Optimizer race: κ = 20

# %% tags=["explore", "hide-input"] only="deck" slide="-"
OptimizerRace(
    rates={"sgd": 0.25, "momentum": 0.011, "adagrad": 1, "rmsprop": 0.03, "adadelta": 12, "adam": 0.28}
)

# %% [markdown] only="deck" slide="notes"
# Each racer stands near its best rate for this start. Escape gives the keys back to the slides. Then choose the narrow ravine,
# κ = 200: nobody brings plain SGD below 0.005 there. Slide the noise up and ask whose path changes most. On the saddle, start
# exactly on the ridge: without noise nobody leaves it.

# %% [markdown] items=["O7"]
# **The table, by measuring.** What the six do and keep is read off from one step of each:

# %% tags=["explore", "hide-input"]
compared.what_they_keep()

# %% [markdown] items=["O7"]
# Three ravines: 20 starts, and for each optimizer the one of 101 rates with the fewest steps in their mean; other settings are
# PyTorch's defaults, and momentum's β is 0.9. Counted is when the cost *stays* below a millionth of the first, for as long as it is watched: 500 steps,
# and in the last column 2000. To cross that line once, and to rise again, is not to arrive. It takes some seconds.

# %% [markdown] only="deck" slide="slide"
# ## Six optimizers on three ravines

# %% tags=["explore", "hide-input"] slide="-" held="o9-who-is-first"
compared.on_ravines()

# %% [markdown] items=["O7", "O9"] held="o9-who-is-first"
# - **κ = 20: plain SGD is first**, and its slowest start is ahead of momentum's quickest. With β = 0.9 the best possible factor per
#   step is $\sqrt{0.9} \approx 0.95$, so that momentum needs 110 to 140 steps whatever κ is, from 1 to 1000.
# - **κ = 100: momentum and Adam are first**, from a typical start; SGD takes about twice as long. (A lucky start, straight above the
#   minimum or beside it, is another matter.) At κ = 1000 momentum still takes about 140 steps, and SGD typically over 1500.
# - **Along the axes Adagrad is out of competition; turned, it is no better than SGD.**
# - **How long you watch matters**: not for SGD, momentum and Adagrad, which have come to rest. RMSprop *crosses* the line after some
#   60 steps, so that in the race's 150 steps it may look like the winner; then it hovers, its steps being about α long. Adam's cost,
#   too, jumps up again now and then, and its figures grow. Section 7 has the remedy.

# %% [markdown] only="deck" slide="notes"
# Ask for the winner of each column, and why the columns differ. Then: which column would you show if you were selling Adagrad? And
# which way of counting, if you were selling RMSprop? (The first crossing.)

# %% [markdown] items=["O7"]
# And a network: two moons, 120 samples, batches of 20, 25 epochs, five seeds, the best of 51 rates for each. Once with scaled inputs,
# once with one of the two inputs in another unit: times 0.03. A rate *works* if the cost ends below 0.2 with all five seeds.

# %% [markdown] only="deck" slide="slide"
# ## Six optimizers on a small network

# %% tags=["explore", "hide-input"] slide="-"
compared.on_network()

# %% [markdown] items=["O7", "O9"] held="o9-who-is-first"
# - **Scaled inputs: SGD, momentum and Adam end alike**, at costs below a thousandth, and on new points the ranges overlap.
# - **Adam forgives more**: about twice as many rates work. That is its strength here: a shorter search, not a better end.
# - **One input in another unit: SGD and momentum fail at every rate**, Adagrad, RMSprop and Adam do not. But scaling the inputs
#   (lesson 02) costs one line, and then plain SGD is back.
#
# So momentum helps against narrow ravines in any direction, a rate for each entry against entries of different scale, and neither
# where the cost is well-conditioned already.

# %% [markdown] items=["O7", "O9", "O2", "O5", "O6"]
# What measuring cannot show in a minute, as it is commonly told:
#
# | optimizer | suits | for it | against it |
# |---|---|---|---|
# | SGD | large data; well-scaled, convex costs | simple, cheap steps, no memory | slow in narrow ravines; oscillates; one rate for all |
# | SGD + momentum | image networks | fast along ravines; often as good or better on new data | α and β to be found; swings past the goal |
# | Adagrad | sparse data, such as words | rare entries get long steps | steps shrink for ever |
# | RMSprop | recurrent networks, time series, costs that change | steps need not shrink | no correction at the start; hovers at a constant α, so that progress may stagnate |
# | Adadelta | online learning, where no rate can be tried | avoids Adagrad's decay; meant for α = 1 | slow start; little used today |
# | Adam | a first try nearly everywhere | little tuning | more memory and settings; may fit training data better than new data |
#
# So why does the choice matter? It decides how soon a cost is reached, whether training is stable, and sometimes how good the
# model is on new data. And the ranks depend on the problem.

# %% [markdown] only="deck" slide="slide"
# ## Suits, for, against
#
# | | suits | for it | against it |
# |---|---|---|---|
# | SGD | large, well-scaled data | simple, cheap | slow in ravines |
# | + momentum | images | fast along ravines | α *and* β; swings |
# | Adagrad | sparse data, words | long steps for rare entries | shrinks for ever |
# | RMSprop | recurrent nets, time series | does not shrink | hovers, may stagnate |
# | Adadelta | online learning | avoids the decay | slow start, less used |
# | Adam | a first try | little tuning | memory; may overfit |

# %% question="q5-one-for-everything" slide="slide"

# %% [markdown] minutes=8 items=["O6"]
# ## 9 · Break it
#
# Here is a finished walk with Adam, with one planted bug. It runs, it goes downhill, and its first step is exactly right. On a
# steady slope, where every step should be α = 0.1 long, its first six are
#
# $$0.100 \quad 0.024 \quad 0.004 \quad 0.001 \quad 0.000 \quad 0.000 .$$
#
# Which is the first that is wrong, and what has happened before it? Argue from the symptom to the cause *before* you run the check,
# and change as little as you can. The cell below the check shows the steps again; `np.diff` gives the difference of each two neighbours. (The same bug was brought to Stack Overflow by
# somebody whose averages grew without a reason.)

# %% exercise="adam_path"

# %% tags=["explore"]
path = adam_path(lambda theta: np.array([4.0]), np.array([1.0]), 0.1, 6)
print("step lengths on a steady slope:", np.abs(np.diff(path[:, 0])).round(3))

# %% [markdown] minutes=4
# ## 10 · You will read that …
#
# Four sentences from slides and books. Say what you expect before you run the cell.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “SGD is slow because it sees too few samples.”
# - “SGD lowers its learning rate as it goes.”
# - “Adaptive optimizers need no learning rate.”
# - “SGD is outdated: adaptive methods are always better.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Ill-conditioning, not samples: measured in section 3. Constant, unless a schedule is added. A global rate stands in front: measured
# in section 6. The last: section 8, first column, and networks for images.

# %% [markdown]
# **“SGD is slow because it sees too few samples.”** Turn section 3 round: *one* sample per step, once with κ = 1 and once with
# κ = 100, each at the best of 45 rates, five seeds.

# %% tags=["explore"]
for kappa in (1.0, 100.0):
    left = measured.single_samples(kappa)  # 300 samples; the true weights are 0, no noise in y
    print(f"κ = {kappa:5}: left of 1.4 after 300 single samples: {left.min():.0e} to {left.max():.0e}")

# %% [markdown]
# **“SGD lowers its learning rate as it goes.”** On a steady slope, look at the lengths of its steps:

# %% tags=["explore"]
for name in ("SGD", "Adagrad"):
    lengths = measured.step_lengths(measured.SIX[name], steps=100)
    print(
        f"{name:8}: step 1, 10, 100 in units of α: {lengths[0]:.2f} {lengths[9]:.2f} {lengths[99]:.2f}"
    )

# %% [markdown] items=["Q3", "O2", "O4"] held="o4-adaptive-without-a-rate"
# One sample per step is enough where κ is small. SGD's steps do not change, Adagrad's do. **“Adaptive optimizers need no learning
# rate.”** Count the rates that work, in the table of section 8: more for Adam than for SGD, and far from all. Adadelta was meant
# to come nearest to the sentence; with α = 1 its cost on the network of section 8 is 0.2 to 0.3 in the end, where Adam at its best
# has less than a thousandth.

# %% [markdown] items=["O7", "O9", "Q4", "Q5"] held="o9-who-is-first"
# **“SGD is outdated.”** Section 8 has a ravine that plain SGD wins, and a network where it ends like Adam. Such small things
# prove nothing about large ones. But ResNet, for example, was trained with SGD and momentum (He, Zhang, Ren and Sun, 2016), and
# Wilson and others (2017) found adaptive methods to do worse on new data in several tasks; Choi and others (2019) found that the
# gap closes when all settings are tuned. For language models Adam and its relatives are the usual choice. Hence: Adam for a first
# try; SGD with momentum and a schedule as a serious rival; and a comparison on your own validation data.

# %% question="o7-momentum-in-vision" slide="slide"

# %% [markdown] minutes=1
# ## 11 · Checkpoint
#
# You have met six situations on the way. Now one without options. Say it aloud, or write it down in three sentences: a friend's
# network learns well with Adam, and not at all with SGD at the same α. What do you tell them? (Compare with: the same α means
# different things, since Adam's steps are about α long and SGD's are α times the gradient; each optimizer at *its own* best rate; try
# momentum and scaled inputs before the verdict.)

# %% [markdown] minutes=3
# ## 12 · Review
#
# Five short ones from earlier lessons. Half a minute each.

# %% question="review-edge-of-the-steepest"

# %% question="review-two-layers-without"

# %% question="review-weights-that-start-equal"

# %% question="review-updates-in-an-epoch"

# %% question="review-learnt-by-heart"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Say why plain descent is slow: κ, not the samples; and where it wins
# - Write six optimizers and two schedules, equal to PyTorch's
# - Choose one for a task, and say what the choice rests on

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: training cost 0.0000, so what could still be wrong? That is lesson 10.

# %% [markdown] minutes=1
# ## 13 · What you can do now
#
# - You can say why plain descent is slow, and which remedy helps against what.
# - You can write momentum, Adagrad, RMSprop, Adadelta and Adam, and put a schedule on any of them.
# - You can choose an optimizer, compare it fairly, each at its own best rate, and say what you do not know.
#
# **Next**, lesson 10: the training cost is as low as you like. What is the model worth on new data?
#
# **Two good readings.**
#
# - Gabriel Goh, *Why Momentum Really Works*, Distill, 2017: the second half explains β and κ, with pictures that move.
# - Diederik Kingma and Jimmy Ba, *Adam: A Method for Stochastic Optimization*, 2015: sections 2 and 3 are short, and you can now read
#   every line of them.

# %% [markdown]
# ## 14 · Stretch
#
# Outside the minutes above, without points, checked just as carefully. **Which α goes with which β?** In a ravine there is an exact answer:
# the map shows for every pair how many steps it takes. Begin with β = 0 and find its best α. Then look for a pair that is faster.

# %% tags=["explore"]
MomentumMap(kappa=100)

# %% [markdown]
# Momentum turns κ into √κ: from 346 steps to 35 for a thousandth of the error, by the factor that a step leaves in the long
# run. (The walk of section 3 took 58, since its error grows at first.) But the best pair asks for the largest and the
# smallest eigenvalue, which nobody knows of a network. So β = 0.9 is a habit, and α is searched for.
#
# Nesterov's momentum looks a little ahead:
# $\theta \leftarrow \theta - \alpha\,(g + \beta m)$, with the new $m$.

# %% exercise="nesterov"

# %% [markdown]
# **Four additions that you will meet.** *A bug hunt in two lines.* To keep weights small, a decay is wanted: each step takes the
# same share off every weight. These two programs differ in one place only. Both weights see nothing but noise, of size 100 and of
# size 0.01; both should decay alike. Which program is right, and what does the other do to the decay?

# %% tags=["explore"]
def walk(inside, rng, lr=0.001, decay=1.0):
    theta, state = np.ones(2), None
    for _ in range(1000):
        g = rng.normal(size=2) * [100.0, 0.01]
        if inside:
            g = g + decay * theta
        else:
            theta = theta - lr * decay * theta
        theta, state = nn.adam(theta, g, state, lr=lr)
    return theta


# %% tags=["explore"]
for inside in (True, False):
    ends = [walk(inside, np.random.default_rng(seed)) for seed in range(5)]
    print(f"decay inside the gradient: {inside!s:5}  mean of five ends {np.mean(ends, axis=0).round(2)}")

# %% [markdown]
# Inside, the decay is part of the gradient, and Adam divides it by that entry's $\sqrt{\hat s}$: large gradients, hardly any decay.
# Outside, it takes the same share from both, $0.999^{1000} \approx 0.37$ is left. The second form is **AdamW** (Loshchilov and
# Hutter, 2019). With plain SGD the two are the same.
#
# **Warm-up** multiplies α by $\min(1, (k + 1) / 100)$ in step $k$, say: it grows to its full size over the first 100 steps. At the start the
# averages rest on a few gradients, and the first weights may stand on steep ground. It is usual for large batches and for
# transformers (lesson 11 names them).
#
# **Clipping by global norm** shortens all gradients together when they are too long: with
# $\lVert g \rVert = \sqrt{\sum g^2}$ over *all* parameters, $g \leftarrow g \cdot \min(1, c / \lVert g \rVert)$. The direction stays, one wild batch does no harm.
#
# **A rate range test** looks for α: raise it at every step, from tiny to huge, and watch where the cost is lowest before it shoots
# up. The usual advice is to go some way below that point. Five seeds, beside the rates that work in section 8:

# %% tags=["explore"]
for name in ("SGD", "SGD + momentum", "Adam"):
    rates, costs = compared.range_test(name)
    lowest = rates[np.argmin(costs, axis=1)]
    works = compared.COARSER[np.all(compared.trained(name)[0] < 0.2, axis=0)]
    print(f"{name:14} lowest at α = {lowest.min():5.2f} to {lowest.max():6.2f}; what works: {works[0]:.2f} to {works[-1]:.2f}")

# %% [markdown]
# For SGD a third of that point works with all five seeds. For momentum and Adam the point moves widely from seed to seed, with momentum
# always far above what works, with Adam now among it and now above. The test gives a ceiling in one short run; it does not give the rate.
