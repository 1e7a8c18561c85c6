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
#     title: From brain cell to artificial neuron
#     lesson: 01-neuron
#     minutes: 120
# ---

# %% [markdown] only="deck" slide="slide"
# # From brain cell to artificial neuron
#
# Lesson 01 · one unit: how it adds up, how it answers, how it learns, and how far that goes

# %% [markdown] only="deck" slide="notes"
# 120 minutes with all exercises; about 45 for the talk and the questions alone. Nobody needs more than school algebra.
# Questions run think, vote, reveal: wait out the full time before the vote.

# %% [markdown] minutes=2 items=["N2", "N15"]
# # From brain cell to artificial neuron
#
# ## 1 · Where you are
#
# A neural network is made of small parts, called **units** or artificial neurons. They stand in **layers**, and each unit
# is connected to units of the next layer. Together they find patterns in numbers, and then predict something or decide
# something. Run the next cells to see two networks.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook import nn
from workbook.checkpoints import ask
from workbook.explore import NeuronBench
from workbook.plots import neuron as plots
from workbook.plots import neuron_measured as measured

# %% [markdown] only="deck" slide="slide"
# ## Networks are layers of units

# %% tags=["explore", "hide-input"] slide="-"
plots.shallow_and_deep()

# %% [markdown] only="deck" slide="notes"
# Every circle does the same small thing. Today: one circle. Shallow and deep differ only in how many layers stand
# between input and output.

# %% [markdown] items=["N2", "N15"]
# On the left, data come in, pass one *hidden* layer and leave as an answer: a **shallow** network. On the right there are
# several *hidden layers*: a **deep** one. Every circle does the same small thing. This lesson is about one circle.
#
# **At the end you can**
#
# - compute by hand what a unit answers, and write it in Python;
# - say what its weights and its bias do, and show it;
# - let a unit learn from its mistakes, and say which problems a single unit can learn.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · A cell and a unit | 5 |
# | 3 · Adding up | 9 |
# | 4 · Answering | 15 |
# | 5 · Where a unit switches | 4 |
# | 6 · Many samples, one line | 24 |
# | *a good place to stop* | |
# | 7 · Exclusive or | 11 |
# | 8 · Learning from mistakes | 28 |
# | 9 · What networks are for | 4 |
# | 10 · Break it | 8 |
# | 11 · You will read that … | 5 |
# | 12 · Checkpoint | 4 |
# | 13 · What you can do now | 1 |

# %% [markdown] minutes=5 items=["N1", "N5"]
# ## 2 · A cell and a unit
#
# The idea comes from the brain. **Predict** first. A guess costs nothing here, and it makes the answer stay.

# %% question="n5-how-many-neurons" slide="slide"

# %% [markdown] items=["N5"] held="n5-how-many-neurons"
# Of the 86 billion, about 16 billion make up the cerebral *cortex*, the folded outside. Cells are joined by **synapses**,
# and in the cortex there are thousands of them per cell: of the order of $10^3$ to $10^4$, about 7000 on average
# (Pakkenberg and others, 2003). That is no figure for the whole brain. Four in five of its neurons, about 69 billion, sit in the
# *cerebellum*, at the back. Nearly all of those are tiny granule cells, which get their signals by about four
# dendrites each. Millions of large ones beside them, the Purkinje cells, have up to about $10^5$ synapses, or more. So "1,000 to 100,000
# for each neuron", as one reads, fits the neurons of the cortex and the large ones, and not most neurons of the brain.
#
# How many connections are there in the cortex alone? (In `print`, the part after a colon says how a number is written:
# `:.0e` is one digit and a power of ten. You never need to write such things yourself.)

# %% tags=["explore"] held="n5-how-many-neurons"
neurons, synapses_each = 16_000_000_000, 7_000  # of the cortex
connections = neurons * synapses_each
years = connections / (60 * 60 * 24 * 365)
print(f"connections:               about {connections:.0e}")
print(f"counting one each second:  about {years / 1e6:.1f} million years")

# %% [markdown] items=["N5"]
# Nobody sits in the middle and reads them all. Each cell works at the same time as all the others: the brain works in
# **parallel**. And what you know is not kept in one place, like a file on a disk. It is spread over the strengths of very
# many synapses, and the same synapses serve many memories, which can be called up side by side: memory is
# **distributed**. Now look at one cell, and at what became of it in the computer.

# %% [markdown] only="deck" slide="slide" items=["N4", "N5"]
# ## A brain in numbers
#
# - About 86 billion nerve cells, four in five of them in the cerebellum
# - In the cortex about 7000 synapses each; the largest cells up to about $10^5$
# - **Parallel**: all cells work at the same time
# - **Distributed**: a memory is spread over many synapses, and they serve many memories
#
# A *program* lets simple units behave as if they were connected cells.

# %% [markdown] only="deck" slide="notes"
# "1,000 to 100,000 synapses for each neuron" fits the cortex and the largest cells. Most cells of a brain are granule
# cells of the cerebellum, with about four dendrites each.

# %% [markdown] only="deck" slide="slide"
# ## A cell and a unit

# %% tags=["explore", "hide-input"] slide="-"
plots.cell_and_unit()

# %% [markdown] only="deck" slide="notes"
# Go through the four colours. Then ask for what has no partner: the nucleus on the left, the bias on the right. The soma
# integrates; the nucleus holds the genes.

# %% [markdown] items=["N1", "N3", "N4", "N15"]
# Four parts of the cell have a counterpart:
#
# | in the cell | what it does there | in the unit | written |
# |---|---|---|---|
# | dendrite | receives signals | input | $x_1, x_2, \dots$ |
# | synapse | passes a signal on, strongly or weakly | *weight* | $w_1, w_2, \dots$ |
# | cell body (soma) | gathers the signals, and fires or not | unit | $z$, then $f$ |
# | axon | carries the answer away | output | $a$ |
#
# The cell can strengthen or weaken its synapses: this is how it learns from what happens to it. An artificial network also
# learns from examples, by changing its weights. A computer has no cells, of course. A **program** does a unit's sums, one
# unit after another, and hands each answer to the next unit. So simple units behave as if they were connected cells.

# %% question="n3-which-part-adds"

# %% [markdown] minutes=9 items=["N6", "N10"]
# ## 3 · Adding up
#
# Here is a decision: shall we go for a bicycle ride? Three things count. Each has a number, the *input*, and says how much
# it matters by another number, the *weight*.
#
# | what | input | weight |
# |---|---|---|
# | hours of sunshine | 4 | 2 |
# | force of the wind | 2 | −3 |
# | a free seat on the train home (1 = yes, 0 = no) | 1 | 1 |

# %% question="n10-which-input-counts"

# %% [markdown] only="deck" slide="slide"
# ## Weights push up or down

# %% tags=["explore", "hide-input"] slide="-"
plots.pushes()

# %% [markdown] items=["N10"] held="n10-which-input-counts"
# A **weight** is the strength and the sign of one input's influence. Its *size* says how hard the input pushes. Its *sign*
# says where: up if it is positive, down if it is negative. A weight of 0 switches its input off.

# %% [markdown]
# Try it: run this cell, then set the wind's weight to 0, or the sunshine's to 5, and predict the sum each time.

# %% tags=["explore"]
x = np.array([4, 2, 1])  # sunshine, wind, free seat
w = np.array([2, -3, 1])
b = -1
print("products:", x * w)
print("sum of the products:", np.sum(x * w))
print("with the bias:", np.sum(x * w) + b)

# %% [markdown] items=["N7", "N8"]
# The last line adds one more number, the **bias** $b$. Here it is −1: we are a little lazy, whatever the weather. Section 5
# shows what it is good for.
#
# **Say it precisely.** A unit has $D$ inputs, the array $x$ of shape $(D,)$, and $D$ weights, the array $w$ of the same
# shape. Its bias $b$ is one number. First it makes one sum,
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_D x_D + b = \sum_{i=1}^{D} w_i x_i + b .$$
#
# The sign $\sum$ (a Greek S, for *sum*) is only a short way to write the long line: let $i$ run from 1 to $D$ and add up.
# The result $z$, the *weighted sum* of the inputs and the bias with it, is called the *pre-activation*.
#
# **By hand.** Two inputs, $x = (2,\ 3)$, with the weights $w = (4,\ -1)$ and the bias $b = 1$:
#
# $$z = 4 \cdot 2 + (-1) \cdot 3 + 1 = 8 - 3 + 1 = 6 .$$

# %% [markdown] only="deck" slide="slide"
# ## Adding up
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_D x_D + b = \sum_{i=1}^{D} w_i x_i + b$$
#
# - $x$: inputs, $(D,)$
# - $w$: weights, $(D,)$: strength *and sign* of each input's influence
# - $b$: bias, one number
#
# By hand: $x = (2,\ 3)$, $w = (4,\ -1)$, $b = 1$ gives $z = 8 - 3 + 1 = 6$

# %% [markdown] only="deck" slide="notes"
# Have somebody do the sum aloud. Then change one sign. Who forgets the bias will be in good company: many books do.

# %% [markdown]
# Now you. This first exercise is guided. In the lesson before this one you met `w @ x`: multiply entry by entry, then add
# up. That is all of the sum but the bias.
#
# 1. `w @ x` gives $w_1 x_1 + w_2 x_2 + \dots$, one number.
# 2. Add `b`.
# 3. Hand it back with `return`.

# %% [markdown]
# (The sign Σ is a loop that adds, and a sum of products is a *dot product*, `x @ w`: [Toolbox, part 6](../00-toolbox/toolbox.ipynb#cell-id=section-6)
# and [part 9](../00-toolbox/toolbox.ipynb#cell-id=section-9).)

# %% exercise="weighted_sum"

# %% [markdown] minutes=15 items=["N6", "N8"]
# ## 4 · Answering
#
# We wanted to know whether to ride or not, and got $z = 2$. A unit does a second thing: it turns its sum into an answer.
# The function that does this is the **activation** $f$, and its answer is $a$. Here is the whole path of a signal.

# %% [markdown] only="deck" slide="slide"
# ## The path of a signal

# %% tags=["explore", "hide-input"] slide="-"
plots.unit()

# %% [markdown] items=["N6", "N8", "N9", "N15"]
# **Say it precisely.**
#
# $$z = \sum_{i=1}^{D} w_i x_i + b, \qquad a = f(z).$$
#
# In the picture $f$ is the **step**. It answers 1 where $z \ge 0$, and 0 where $z < 0$. There is a jump at 0, a *threshold*.
#
# A unit that adds up and has a threshold was described by Warren McCulloch and Walter Pitts in 1943. Theirs did not
# learn. Frank Rosenblatt's **perceptron** of 1958 did, and was a whole machine: light cells, wired at random to a layer of
# threshold units, whose connections to the answering units were corrected after mistakes. Today *perceptron* means the part that
# learns: a unit with a step, and Rosenblatt's rule for it (section 8). Other units have other functions, which answer by
# degrees; lesson 03 is about those. So a perceptron is one particular kind of unit, and not every unit is a perceptron.
#
# **By hand.** For $z = -2$, $z = 0$ and $z = 3$ the step answers 0, 1 and 1. At exactly 0 the answer is 1: this course
# writes $z \ge 0$.
#
# Now you. Two hints are enough this time: your function gets an array, and it has to decide for every number in it.
# `np.where(question, one, other)` does that.

# %% exercise="step"

# %% [markdown]
# A step is only one choice. Here the same sum goes through three functions:

# %% tags=["explore"]
for z in (-2.0, 0.0, 3.0):
    print(f"z = {z:4}   as it is: {z:4}   its size: {abs(z)}   step: {nn.step(z)}")

# %% [markdown] items=["N8"]
# In Python a function can be handed to another function, like a number. Below, `activation` is such a function. Whoever
# calls your neuron chooses it: `abs`, your `step`, or one that you have never seen. You call it as you call any function,
# with round brackets.

# %% exercise="neuron"

# %% question="n8-two-parts"

# %% question="n9-perceptron-by-name"

# %% [markdown] minutes=4 items=["N11", "Q2"]
# ## 5 · Where a unit switches
#
# Take a unit with one input, and leave the bias out for once. **Predict:**

# %% question="n11-unit-without-bias" slide="slide"

# %% [markdown]
# Try it. The cell lists the whole numbers $x$ that are answered with 1. (`np.arange(-5, 6)` is −5, −4, …, 5;
# `x[question]` keeps those of them for which the answer to the question is yes.) Change the weights, and add some, also a negative one.

# %% tags=["explore"] held="n11-unit-without-bias"
x = np.arange(-5, 6)
for w in (0.5, 1, 3, 100):
    print(f"w = {w:5}, no bias:  answers 1 at x =", x[w * x >= 0])
for b in (-1, -2, -3, 2):
    print(f"w = 1, b = {b:2}:      answers 1 at x =", x[1 * x + b >= 0])

# %% [markdown] only="deck" slide="slide"
# ## The bias shifts the switch

# %% tags=["explore", "hide-input"] slide="-"
plots.bias_shift()

# %% [markdown] only="deck" slide="notes"
# Cover the lower panel and ask where each unit switches. Then the formula: x = −b / w. What would w = 2 change? The
# slope, and with it the place; never the place at b = 0. In linear regression b is the intercept: the same number.

# %% [markdown] items=["N11", "Q2"] held="n11-unit-without-bias"
# Without a bias the answer can change at $x = 0$ only, whatever the weight. With a bias the whole line $z = wx + b$ moves up or
# down, and the place where it crosses 0 moves along. In school algebra $b$ is the *intercept*: the value of $z$ when all
# inputs are 0. It is the same number as in linear regression (lesson 05), which lays a straight line through points.
#
# **By hand.** When does $z = 2x - 6$ reach 0? When $2x = 6$, so at $x = 3$. In general the switch lies at
#
# $$w x + b = 0 \quad\Longleftrightarrow\quad x = -\frac{b}{w} \qquad (w \neq 0).$$
#
# The bias is not a detail. Below, thousands of units with two inputs try to be a *logic gate*. The gate AND answers 1 if
# both inputs are 1. OR answers 1 if at least one is. NAND, *not AND*, answers 0 only if both are 1. Each row shows the best
# score that any weights reached:

# %% tags=["explore"] held="n11-unit-without-bias"
with_bias = np.arange(-12, 13) / 4  # −3, −2.75, …, 3
for name in ("AND", "OR", "NAND"):
    wanted = measured.GATES[name]
    none, some = measured.best_score(wanted, [0.0]), measured.best_score(wanted, with_bias)
    print(f"{name:5} best without a bias: {none:4.0%}    best with one: {some:4.0%}")

# %% [markdown] only="deck" slide="slide"
# ## A gate needs a bias
#
# Best score of all weights from −3 to 3:
#
# | gate | without a bias | with one |
# |---|---|---|
# | AND | 50 % | 100 % |
# | OR | 75 % | 100 % |
# | NAND | 75 % | 100 % |
#
# At $(0, 0)$ every product is 0. Without $b$: $z = 0$, and the answer is 1.
#
# $b$ is the *intercept*, as in linear regression: the value of $z$ when all inputs are 0.

# %% [markdown] minutes=24 items=["N8"]
# ## 6 · Many samples, one line
#
# A unit is asked not once but often. Put the *samples* into a table $X$, one row each, as in *Start here*: shape $(N, D)$. Then
# one line of NumPy makes all $N$ sums at once,
#
# $$z = X w + b, \qquad X\ (N, D), \quad w\ (D,), \quad z\ (N,).$$
#
# **Predict:**

# %% question="n8-how-many-ones"

# %% [markdown] held="n8-how-many-ones"
# **By hand**, with $w = (1,\ 1)$ and $b = -1.5$:
#
# | $x_1$ | $x_2$ | $z = x_1 + x_2 - 1.5$ | answer |
# |---|---|---|---|
# | 0 | 0 | −1.5 | 0 |
# | 0 | 1 | −0.5 | 0 |
# | 1 | 0 | −0.5 | 0 |
# | 1 | 1 | 0.5 | 1 |

# %% [markdown]
# Now you, with less guidance: first all sums, then all answers.

# %% exercise="predict"

# %% [markdown] items=["N10", "N11"]
# With two inputs every sample is a point in a plane. Where $z$ is exactly 0 the unit is about to change its mind. These
# places form a **straight line**, $w_1 x_1 + w_2 x_2 + b = 0$. On one side of it the unit answers 1, on the other 0.
#
# - The *direction* of the line is the weights' alone: it is at right angles to the arrow $(w_1, w_2)$.
# - The bias shifts it, without turning it. How far it lies from the origin is a matter of both: $|b|$ divided by the
#   arrow's length, $\sqrt{w_1^2 + w_2^2}$. By hand, $w = (3,\ 4)$ and $b = -10$: $10 / 5 = 2$ away.
# - So doubling the weights alone brings the line twice as near to the origin, here to 1, unless $b = 0$. Doubling weights *and* bias
#   leaves it where it was.
#
# One gate more will be on the bench. XOR, *exclusive or*, answers 1 if *exactly one* input is 1. A staircase lamp with a
# switch at each end follows it: flipping *either* switch changes the light. **Predict**, before you drag anything:

# %% [markdown] only="deck" slide="slide"
# ## Three gates

# %% tags=["explore", "hide-input"] slide="-"
plots.four_points()

# %% question="n13-xor-at-best" slide="slide"

# %% [markdown]
# **Explore.** Below is one unit. Drag the round handle (the weights) and the square one (the bias), or use the sliders. With
# the keyboard: Tab to a handle or a slider, then the arrow keys. The table does the sums. There are three goals; try all
# three, and stay with the last one for a minute or two.

# %% [markdown] only="deck" slide="slide"
# ## The neuron bench

# %% tags=["explore"] slide="-"
NeuronBench()

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Let the class call out numbers. First AND, then OR by the bias
# alone, then XOR, with the answers that the room has just given. Double the weights and leave the bias: what moves?

# %% [markdown]
# Write down the numbers that worked: two of the three gates below are the ones you have just built. The third, NAND, says
# the opposite of AND. Many answers are right, since a line may lie in many places. The check only asks whether your unit
# answers as the gate should. Two numbers or arrays are handed back with a comma between them, `return w, b`, and
# `if name == "AND":` begins what is done for one name only.

# %% exercise="gate_weights"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# A unit adds up $z = x \cdot w + b$ and answers $f(z)$. With a step it splits its inputs by a straight line: the weights say how the line is turned,
# and together with the bias where it lies. AND, OR and NAND are such lines. What is still open: exclusive or, and a unit that finds its weights itself.
#
# </details>

# %% [markdown] minutes=11 items=["N13"]
# ## 7 · Exclusive or
#
# On the bench you have looked for the best score for XOR. Is it the best of all, or do numbers that the bench does not have reach more?

# %% [markdown] items=["N13"] held="n13-xor-at-best"
# Suppose some unit were XOR. Then, reading the four cases one by one,
#
# $$b < 0, \qquad w_2 + b \ge 0, \qquad w_1 + b \ge 0, \qquad w_1 + w_2 + b < 0.$$
#
# Add the two in the middle: $w_1 + w_2 + 2b \ge 0$, so $w_1 + w_2 + b \ge -b$. The first says that $-b$ is above 0. So
# $w_1 + w_2 + b$ is above 0, and the last one says that it is below. That cannot be. No unit is XOR. Minsky and Papert made
# this point in their book *Perceptrons* in 1969.
#
# Points of two kinds are called **linearly separable** if one straight line has all of one kind on its one side and all of the
# other kind on its other side; with three inputs it is a plane, with more a *hyperplane*. One unit can be right about all samples exactly
# when they are linearly separable. AND, OR and NAND are, XOR is not. Out of all 16 gates with two inputs, how many are?

# %% tags=["explore"] held="n13-xor-at-best"
for wanted, best in measured.all_gates():
    reach = "" if best == 1 else "   <- out of reach of one unit"
    print(f"answers to (0,0) (0,1) (1,0) (1,1): {wanted}   best score {best:.0%}{reach}")

# %% [markdown] items=["N13"] held="n13-xor-at-best"
# Fourteen of the sixteen; only XOR and its opposite are not. With more inputs separable gates become rare: 104 of 256 with three
# inputs, 1882 of 65 536 with four.
#
# Why XOR? When one input of a unit rises, its sum always moves the same way: up if the weight is positive, down if it
# is negative. In XOR a second 1 *undoes* the first. That is one way not to be separable, and not the only one: “$x_1$ and
# $x_2$, or $x_3$ and $x_4$” never undoes anything, and no single unit is that gate either.
#
# A relation is **linear** if a weighted sum plus a bias gives it. Where neither such a sum nor a line drawn by one
# is enough, people say that the problem is **non-linear**. Then a single unit is not enough. **Several** units are.

# %% [markdown] only="deck" slide="slide"
# ## No unit is XOR
#
# $$b < 0 \qquad w_2 + b \ge 0 \qquad w_1 + b \ge 0 \qquad w_1 + w_2 + b < 0$$
#
# - Add the middle two: $w_1 + w_2 + b \ge -b$
# - The first: $-b > 0$
# - So $w_1 + w_2 + b > 0$. But it should be below 0.

# %% [markdown] only="deck" slide="slide" items=["N13"]
# ## Linearly separable
#
# One straight line (plane, hyperplane) parts the two kinds of points.
#
# - One unit can be right about all samples *exactly when* they are linearly separable
# - Of the 16 gates with two inputs, 14 are: all but XOR and its opposite
# - With four inputs, 1882 of 65 536 are
#
# Where no line is enough the problem is called **non-linear**: more units are needed.

# %% [markdown] only="deck" slide="notes"
# Ask for the two that are missing. Is it always because one input undoes another? No: "x1 and x2, or x3 and x4" is not
# separable either. (1,1,0,0) and (0,0,1,1) want 1, (1,0,1,0) and (0,1,0,1) want 0, and both pairs have the same sum.

# %% [markdown] items=["N2", "N13"]
# **By hand.** Let two units look at the inputs, one as OR, one as NAND. A third unit gets *their* answers and acts as AND:
#
# | $x_1$ | $x_2$ | OR | NAND | AND of the two |
# |---|---|---|---|---|
# | 0 | 0 | 0 | 1 | 0 |
# | 0 | 1 | 1 | 1 | 1 |
# | 1 | 0 | 1 | 1 | 1 |
# | 1 | 1 | 1 | 0 | 0 |
#
# The last column is XOR. Two units in a hidden layer and one at the output: this is your first network. Now you. Each of
# the three is a step of a weighted sum, such as `step(x1 + x2 - 0.5)`. (Python has shorter ways to write XOR. Here the
# three units are the point.)

# %% exercise="xor"

# %% [markdown] only="deck" slide="slide"
# ## Three units do it

# %% tags=["explore", "hide-input"] slide="-"
plots.xor_by_three()

# %% [markdown] items=["N2"] held="n13-xor-at-best"
# Each hidden unit draws one line. The output unit keeps what lies on the right side of both. One layer more, and a strip
# can be cut out of the plane, which no single line could do.

# %% [markdown] minutes=28 items=["N1", "N10"]
# ## 8 · Learning from mistakes
#
# So far *you* chose the weights. Rosenblatt's idea was to let the unit find them, from examples. A **sample** is an input
# $x$ with the answer that is wanted, $y$. Show the unit one sample, look at its answer $a$, and correct it:
#
# - If it is right, change nothing.
# - If it said 0 and should have said 1, its sum was too small: raise it.
# - If it said 1 and should have said 0, its sum was too large: lower it.

# %% [markdown] items=["N10", "Q1"]
# **Say it precisely.** The *error* is $y - a$, wanted minus answered. It is 1, 0 or −1. Then
#
# $$w_i \leftarrow w_i + \alpha\,(y - a)\,x_i, \qquad b \leftarrow b + \alpha\,(y - a).$$
#
# The arrow means *becomes*. The number $\alpha$ (the Greek letter alpha) is above 0 and is called the **learning rate**: how
# far to move. In code it is `lr`. Why times $x_i$? An input of 0 had no part in the mistake, so its weight stays. A large
# input had a large part, so its weight moves far.
#
# **By hand.** $w = (1,\ 1)$, $b = 0$, $\alpha = \tfrac12$. The sample is $x = (2,\ 3)$, and $y = 0$ is wanted.
#
# - The sum is $z = 1 \cdot 2 + 1 \cdot 3 + 0 = 5$, so the answer is $a = 1$. The error is $0 - 1 = -1$.
# - $w_1$ becomes $1 + \tfrac12 \cdot (-1) \cdot 2 = 0$, and $w_2$ becomes $1 + \tfrac12 \cdot (-1) \cdot 3 = -\tfrac12$.
# - $b$ becomes $0 + \tfrac12 \cdot (-1) = -\tfrac12$.
# - The same sample again: $z = 0 \cdot 2 - \tfrac12 \cdot 3 - \tfrac12 = -2$. Now the answer is 0, as wanted.

# %% [markdown] only="deck" slide="slide"
# ## Learning from a mistake
#
# $$w_i \leftarrow w_i + \alpha\,(y - a)\,x_i \qquad b \leftarrow b + \alpha\,(y - a)$$
#
# $w = (1,\ 1)$, $b = 0$, $\alpha = \tfrac12$; the sample $x = (2,\ 3)$ wants $y = 0$
#
# - Before: $z = 5$, so $a = 1$ and the error is $-1$
# - $w$ becomes $(0,\ -\tfrac12)$, $b$ becomes $-\tfrac12$
# - After: $z = -2$, so $a = 0$

# %% [markdown] only="deck" slide="notes"
# Ask why the input is a factor. An input of 0 had no part in the mistake. Ask when the weights change: only here, in
# training, and only after a mistake.

# %% [markdown]
# Now you. The unit answers 1 where the sum is not below 0. In one line that is `answer = 1.0 if w @ x + b >= 0 else 0.0`: what stands after
# `if` is asked, then one of the two sides is taken ([Toolbox, part
# 4](../00-toolbox/toolbox.ipynb#cell-id=section-4)).

# %% exercise="perceptron_update"

# %% [markdown] items=["N1"]
# One update mends one mistake, and may spoil another answer. So go through all samples again and again. One pass through
# all of them is an **epoch**. Here is the unit's line after each epoch of learning AND, starting from
# zeros. (A point on the line is answered with 1.)

# %% [markdown] only="deck" slide="slide"
# ## Learning AND

# %% tags=["explore", "hide-input"] slide="-"
plots.learning_lines()

# %% [markdown]
# In the first pictures the line wanders about, and even falls back. At the end it lies right. Now write it: two loops, one
# inside the other. This one is not guided; the hints on its card are there if you need them. Three things of Python and NumPy that
# serve here: `np.zeros(3)` is an array of three zeros, `X.shape[1]` is the number of columns of `X`, and
# `mistakes.append(2)` puts a 2 at the end of the list `mistakes`, which begins as `[]`.

# %% exercise="train_perceptron"

# %% [markdown]
# **Predict** what the same rule does with the other gate:

# %% question="n1-training-on-xor" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Mistakes in each epoch

# %% tags=["explore", "hide-input"] slide="-"
plots.mistakes_per_epoch()

# %% [markdown] items=["N1", "N10", "Q1"] held="n1-training-on-xor"
# For AND the mistakes end, and from then on nothing changes. If the samples are linearly separable, the rule always finds a line
# after a limited number of mistakes; this was proved in the early 1960s. For XOR it goes on for ever.

# %% [markdown] items=["N10", "Q1"]
# And when do weights change? **In training**, after a mistake. When a trained network is put to use they stay as they are.
# Inputs and answers change all the time; what it has learnt does not.

# %% [markdown] minutes=4 items=["N12", "N13", "N14"]
# ## 9 · What networks are for
#
# Three words are used for all this, and they are not the same. **Artificial intelligence** (AI) is the widest: any
# method by which a machine does what takes intelligence in a person, rules written by hand among them. **Machine learning** (ML) is
# the part of it in which the rules are found from examples; your perceptron is that. **Deep learning** is the part of machine
# learning that uses networks with several hidden layers.
#
# What you have built is the smallest network. Larger ones, which train all their layers (lesson 06), are used to
#
# - recognise what is in a picture, and whose face;
# - turn speech into text, and text into speech;
# - translate, answer and write in human language;
# - predict what comes next in a series of measurements: electricity used, sales, share prices (lesson 11 says how little
#   that last one can be trusted).
#
# Why networks, and not rules written by hand?
#
# - They **learn from data** what nobody can write down. Try to list the rules by which you know a friend's face.
# - They are strong where the relation is **non-linear**, as in XOR, with thousands of inputs at once.
# - They find **patterns in unstructured data**, such as pixels, sounds and words, and make their own *features*: useful
#   intermediate quantities, as OR and NAND were for XOR.
# - One method serves from **regression** (how much?) to **classification** (which?), and in many fields: vision, speech,
#   text, and the generation of all three.
# - They **generalise**: they answer well on new data. How far does that go? **Predict:**

# %% [markdown] only="deck" slide="slide"
# ## What networks are for
#
# Pictures and faces · speech in and out · language · time series, even share prices
#
# - They **learn from data** what nobody can write down
# - Strong where the relation is **non-linear**
# - **Patterns in unstructured data**, features of their own making
# - From **regression** to **classification** and **generation**, in many fields
# - They **generalise**: how far?
#
# Deep learning is a part of machine learning, and that of artificial intelligence (AI)

# %% [markdown] only="deck" slide="notes"
# Ask for an example from the room's own work, and what its data would be. Leave the last line open: the next question
# is about it. Rules written by hand are AI, and not machine learning; one perceptron is machine learning, and not deep.

# %% question="n14-on-the-mountain" slide="slide"

# %% [markdown]
# The weather below is invented, but the normal pressure at each height is real. The unit learns from 200 days in the
# valley, with your rule. Five units do, each with days of its own: a single draw may be a lucky one.

# %% tags=["explore"] held="n14-on-the-mountain"
for place, metres in (("valley", 0), ("hill, 100 m", 100), ("mountain, 2000 m", 2000)):
    right, says_rain = measured.five_units_abroad(metres)
    print(f"{place:17} right: {measured.span(right)}   says rain: {measured.span(says_rain)} of the days")

# %% [markdown] only="deck" slide="slide"
# ## Learnt in the valley, used on a mountain

# %% tags=["explore", "hide-input"] slide="-"
plots.valley_and_mountain()

# %% [markdown] only="deck" slide="notes"
# Nothing in the unit says "I have never seen such numbers". Ask for cases from life: a camera at night, another
# hospital's scanner, last year's customers.

# %% [markdown] items=["N14"] held="n14-on-the-mountain"
# On *new days of the same valley* the five are right more than nine times in ten: they generalise. On a hill of 100 metres
# they are already wrong about three times in ten. On the mountain they are no better than a coin. They give no warning either. A network's
# knowledge holds for data like those that it has seen: for the same **distribution**, as statistics says.

# %% [markdown] minutes=8 items=["N11"]
# ## 10 · Break it
#
# Here is finished code for one epoch of training, with one planted bug. It runs, and its numbers look harmless. Run it, and
# leave its check for later: go on to the cell *after* the check first. It shows the symptom, a unit that never learns AND. Argue
# from the symptom to the cause, change as little as you can, and only then run the check.

# %% exercise="perceptron_epoch"

# %% tags=["explore"]
X, y = measured.PAIRS, measured.GATES["AND"]
w, b = np.zeros(2), 0.0
for epoch in range(1, 9):
    w, b, wrong = perceptron_epoch(X, y, w, b, 1.0)
    answers = nn.predict(X, w, b)
    print(f"epoch {epoch}: w = {w}   b = {b:4}   mistakes: {wrong}   answers: {answers}")

# %% [markdown]
# Which of the four answers is always wrong? Which number alone decides it? And which way has that number moved?

# %% [markdown] minutes=5
# ## 11 · You will read that …
#
# Sentences from slides and books. Each is blurred or wrong. Say what is true before you read on or run the cell.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “Neural networks work like the brain.”
# - “The brain has 1000 billion neurons; it is the most powerful computer.”
# - “A neuron computes $f(\sum w_i x_i)$.”
# - “Perceptron is another word for neuron.”
# - “Neural networks generalise.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Loosely inspired: no spikes, and no backpropagation has been found in a cortex. 86 billion, and "computer" is rhetoric:
# it has no common unit of power. Incomplete: the bias. A perceptron is the threshold unit that Rosenblatt's rule trains. Only for
# data like those that they saw.

# %% [markdown] items=["N1"]
# **“Neural networks work like the brain.”** They were *inspired* by it, and the likeness is loose. A nerve cell answers in
# time, with short pulses called *spikes*, and stronger input makes them come faster. Here is a simple model of one:

# %% tags=["explore", "hide-input"]
plots.spikes()

# %% [markdown] items=["N1"]
# Our unit knows no time and no spikes: one number goes in, one number comes out. And the method by which large networks
# learn (*backpropagation*, lesson 06) has not been found in a cortex in that form. Say *inspired by*.

# %% [markdown] items=["N5"]
# **“The brain has 1000 billion neurons, it is the most powerful computer.”** The first half you have settled in section 2. And
# “powerful” needs a unit. In quick exact sums a cell has no chance:

# %% tags=["explore"]
numbers = np.random.default_rng(0).normal(size=1_000_000)
print(f"a million products here take {measured.milliseconds(numbers):.1f} ms")
print("a nerve cell seldom fires more than a few hundred times a second: once in several ms")

# %% [markdown] items=["N5"]
# What brains do well comes from many slow parts that work at once, and from memory that is spread out. The second can be
# seen even in one unit. It has learnt to tell two noisy pictures of 400 pixels apart. Now destroy part of its weights, in
# five units that were trained with different pictures:

# %% tags=["explore"]
for lost in (0.0, 0.1, 0.3, 0.5):
    print(f"{lost:4.0%} of the weights set to 0: {measured.span(measured.five_damaged(lost))} right")

# %% [markdown] items=["N7"]
# **“A neuron computes f(Σ wᵢxᵢ).”** Something is missing, and section 5 showed what is lost without it. Some books hide the bias as one more weight, with an input that is always 1.
# Then it is there all the same. (`np.append` puts one more number at the end.)

# %% tags=["explore"]
x, w, b = np.array([2.0, 3.0]), np.array([4.0, -1.0]), 1.0
print("with a bias:          ", w @ x + b)
print("as one more weight:   ", np.append(w, b) @ np.append(x, 1.0))
print("with neither of them: ", w @ x)

# %% [markdown] items=["N9"]
# **“Perceptron is another word for neuron.”** It is one kind of unit: with a *threshold*, trained by Rosenblatt's rule. That rule stops when
# all answers are right, because its errors are then exactly 0. Put a smooth curve in the step's place, and the errors stay
# above 0:

# %% tags=["explore"]
for name, f in (("step  ", nn.step), ("smooth", nn.sigmoid)):
    w, b = np.zeros(2), 0.0
    for _ in range(1000):
        errors = []
        for x, y in zip(measured.PAIRS, measured.GATES["AND"], strict=True):
            error = y - f(w @ x + b)
            w, b = w + error * x, b + error
            errors.append(abs(float(error)))
    print(f"{name}  w = {w.round(1)}   largest error in the last epoch: {max(errors):.4f}")

# %% [markdown] items=["N9"]
# The smooth unit still moves after a thousand epochs. It is another unit, with another theory (lesson 04). The name
# *multilayer perceptron* has stuck to whole networks all the same, although their units are graded.
#
# **“Neural networks generalise.”** You have been on the mountain: how should the sentence go on?

# %% [markdown] minutes=4
# ## 12 · Checkpoint
#
# Three questions of the kind that a colleague would ask you. Decide first, then read why each wrong answer tempts.

# %% question="q1-weights" slide="slide" items=["Q1"]

# %% question="q2-bias" slide="slide" items=["Q2"]

# %% question="cp1-rain" slide="slide" items=["CP1"]

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Compute and write what a unit answers
# - Say, and show, what weights and a bias do
# - Let a unit learn, and say what it cannot learn: what is not linearly separable

# %% [markdown] only="deck" slide="notes"
# Close with XOR: three units did it, but we chose their weights by hand. How could a network find them? That is the road
# to lesson 06.

# %% [markdown] minutes=1
# ## 13 · What you can do now
#
# - You can compute what a unit answers, $a = f(\sum w_i x_i + b)$, by hand and in NumPy, for one sample and for many.
# - You can say what weights and a bias do, and show it: the weights give the line its direction, and with the bias its place.
# - You can train a unit with Rosenblatt's rule, say what *linearly separable* means, and make XOR out of units.
#
# **Next**, lesson 02: whole layers of units, and how a batch of samples flows through them.
#
# **Two good readings.**
#
# - Frank Rosenblatt, *The perceptron: a probabilistic model for information storage and organization in the brain*,
#   Psychological Review, 1958: the beginning, with the brain on every page.
# - Suzana Herculano-Houzel, *The human brain in numbers: a linearly scaled-up primate brain*, Frontiers in Human
#   Neuroscience, 2009: who counted the cells of whole brains, and how.
