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
#     title: Backpropagation by hand
#     lesson: 06-backpropagation
#     minutes: 146
# ---

# %% [markdown] only="deck" slide="slide"
# # Backpropagation by hand
#
# Lesson 06 · where gradients come from

# %% [markdown] only="deck" slide="notes"
# 146 minutes with all exercises; about 45 for the talk and the questions alone. Every number on the slides can be checked
# by hand. Questions run think, vote, reveal: wait out the full time before the vote.

# %% [markdown] minutes=2
# # Backpropagation by hand
#
# ## 1 · Where you are
#
# In lesson 05 you walked downhill, against the gradient. The gradient itself was given, or it was measured: move one
# parameter a little, compute everything anew, see what changed. A network with a million parameters would need two million
# forward passes for a single step. *Backpropagation* finds all of its gradients in one way back, which costs about as much
# as two forward passes.
#
# It is no deep mathematics: one rule for slopes, and some bookkeeping. You will do it with pencil numbers first, then in
# NumPy, and at the end you will write a small class that does it alone.
#
# **At the end you can**
#
# - go backwards through a small network by hand, and in code;
# - check any gradient against a measured one, and read from the error what kind of bug it is;
# - say what backpropagation does and what it does not do.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Compare, go backwards, correct | 4 |
# | 3 · One step at a time | 18 |
# | 4 · Through a whole unit | 23 |
# | 5 · Trust, but measure | 24 |
# | *a good place to stop* | |
# | 6 · A number that finds its own gradients | 32 |
# | 7 · Break it: four faults | 30 |
# | 8 · You will read that … | 5 |
# | 9 · Checkpoint | 4 |
# | 10 · Review | 3 |
# | 11 · What you can do now | 1 |
#
# Ten exercises carry 20 points. Four of them are finished code with a bug.

# %% slide="skip"
import numpy as np

from autograder import check
from workbook import nn

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask
from workbook.explore import GraphStepper
from workbook.plots import backpropagation as plots
from workbook.plots import backpropagation_graphs as graphs
from workbook.plots import backpropagation_measured as measured
from workbook.plots.backpropagation_own_graph import own_graph

# %% [markdown] minutes=4 items=["B1", "B4"]
# ## 2 · Compare, go backwards, correct
#
# Here is one sigmoid unit with its loss, drawn as a *computation graph*: every box is one small step, and numbers flow from
# left to right. The sample is $x = 2$ with the label $y = 1$.

# %% [markdown] only="deck" slide="slide"
# ## One unit, one sample, forward

# %% tags=["explore", "hide-input"] slide="-"
graphs.graph("unit", back=False)

# %% [markdown] only="deck" slide="notes"
# Let the room compute it aloud from left to right: 2, 0, 0.5, −0.5, 0.25. The squared error is chosen because it can be done
# in the head.

# %% [markdown]
# The unit answers 0.5 and should answer 1. Which way should $w$ move? **Predict**, before you run the cell after the
# question:

# %% question="b4-nudge-the-weight" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Measured

# %% tags=["explore"] slide="-" held="b4-nudge-the-weight"
x, b, y = np.array([2.0]), -2.0, 1.0
for w in (1.0, 1.01):
    loss, _, _ = nn.backprop_neuron(x, np.array([w]), b, y)
    print(f"w = {w}: loss {loss:.5f}")

# %% [markdown] items=["B1", "B2"]
# So training one network on one sample has three moves, and each has its own name:
#
# 1. **Compare.** The forward pass gives an answer, and the loss $L$ says how far it is from the label.
# 2. **Go backwards.** From $L$ back to every parameter: how fast does $L$ change when this one moves? These rates are the
#    gradient, and finding them in this way is **backpropagation**.
# 3. **Correct.** Move each parameter a little against its gradient. This is gradient descent, from lesson 05.
#
# The letters are those of earlier lessons, but for the loss: $\ell$ in lesson 04, it is $L$ where it stands at the end of a
# graph. (In lessons 02 and 03 $L$ was the number of layers; here none are counted.) New is a way of writing: for any number $u$ in the graph, $\partial L / \partial u$
# says how many times as far $L$ moves as $u$ does, for a small move, with all that does not depend on $u$ left alone. In code
# it is called `du`.
#
# Why not measure all rates? Because each of them costs two forward passes. Here is the time for networks of growing size,
# on this machine. The upper line is the time of one forward pass, taken twice for each parameter; the lower line is
# measured: forward and all the way back. Both axes are logarithmic.

# %% [markdown] only="deck" slide="slide"
# ## Why not measure every gradient?

# %% tags=["explore", "hide-input"] slide="-"
plots.time_of_gradients()

# %% [markdown] only="deck" slide="notes"
# The upper line is the time of one forward pass, times two for each parameter. The lower line is measured directly.

# %% [markdown]
# The idea of computing derivatives backwards was published by Seppo Linnainmaa in 1970. David Rumelhart, Geoffrey Hinton
# and Ronald Williams showed in 1986 what it does for networks with hidden layers.

# %% [markdown] only="deck" slide="slide"
# ## Three moves, three names
#
# 1. **Compare**: forward pass, loss
# 2. **Go backwards**: gradients, by *backpropagation*
# 3. **Correct**: parameters, by *gradient descent*
#
# Backpropagation is the second move alone.

# %% [markdown] minutes=18 items=["B2"]
# ## 3 · One step at a time
#
# Look at one path only, from $w$ to $L$, in a unit of other numbers. **Predict:**

# %% question="b2-rates-along-a-path" slide="slide"

# %% [markdown] items=["B2"] held="b2-rates-along-a-path"
# **Say it precisely.** Let a step make $s$ from $u$. Its **local derivative** $\partial s / \partial u$ depends on this step
# alone. If we know how $L$ changes with $s$, the **chain rule** says how it changes with $u$
# ([Toolbox, part 8](../00-toolbox/toolbox.ipynb#cell-id=section-8)):
#
# $$\frac{\partial L}{\partial u} \;=\; \underbrace{\frac{\partial L}{\partial s}}_{\text{arrives}} \cdot
# \underbrace{\frac{\partial s}{\partial u}}_{\text{local}}$$
#
# Read it as a rule for one box: *take what arrives from behind, multiply by the local derivative, hand it on*. The way back
# begins at the end with $\partial L / \partial L = 1$.
#
# **By hand**, for the unit above. Start at the right-hand end:
#
# | step | local derivative | gradient so far |
# |---|---|---|
# | $L = r^2$ | $\partial L / \partial r = 2r = -1$ | $1 \cdot (-1) = -1$ |
# | $r = a - y$ | $\partial r / \partial a = 1$ | $-1 \cdot 1 = -1$ |
# | $a = \sigma(z)$ | $\partial a / \partial z = a(1 - a) = \tfrac14$ | $-1 \cdot \tfrac14 = -\tfrac14$ |
# | $z = q + b$ | $\partial z / \partial q = 1$, and $\partial z / \partial b = 1$ | $-\tfrac14$ for $q$, $-\tfrac14$ for $b$ |
# | $q = w \cdot x$ | $\partial q / \partial w = x = 2$ | $-\tfrac14 \cdot 2 = -\tfrac12$ for $w$ |
#
# There it is: $\partial L / \partial w = -\tfrac12$. Raising $w$ by 0.01 lowers $L$ by about 0.005, as you measured.
#
# On each path of a network every layer adds two multiplications: by a weight, and by its activation's derivative.

# %% [markdown] only="deck" slide="slide"
# ## The rule of one box
#
# $$\frac{\partial L}{\partial u} = \frac{\partial L}{\partial s} \cdot \frac{\partial s}{\partial u}$$
#
# What arrives, times the local derivative. Then hand it on.
#
# The way back begins with $\partial L / \partial L = 1$.

# %% [markdown] only="deck" slide="slide"
# ## The same unit, back

# %% tags=["explore", "hide-input"] slide="-"
graphs.graph("unit")

# %% [markdown] only="deck" slide="notes"
# From right to left: 1, times −1, times 1, times a quarter. Green are local derivatives, red what has been handed on. The
# label gets no gradient: nobody wants to move it. The input gets one, for it may be what a layer before gave.

# %% [markdown]
# Two kinds of box do most of the work, a sum and a product. For $s = u + v$: raise $u$ by 1, and $s$ rises by 1. So both
# local derivatives are 1. For $q = u \cdot v$: raise $u$ by 1, and $q$ rises by $v$. So the local derivative for $u$ is the
# *other* factor. (In this lesson $s$ is always a sum and $q$ a product.)
#
# Now you. The first is guided: what arrives is called `grad`, and each of the two summands gets `1 * grad`. Return both,
# separated by a comma.

# %% exercise="add_backward"

# %% exercise="mul_backward"

# %% [markdown]
# Now a graph with a fork, in which $u$ and $v$ have two ways to $L$ each:

# %% [markdown] only="deck" slide="slide"
# ## Both used twice

# %% tags=["explore", "hide-input"] slide="-"
graphs.graph("fork", back=False)

# %% question="b2-two-paths" slide="slide"

# %% [markdown] items=["B2"] held="b2-two-paths"
# **Along a path, rates multiply. Where paths meet again, they add.** When $u$ moves, $s$ moves and $q$ moves, and $L$ feels
# both. In code this is the difference between `=` and `+=`, which is easily overlooked. Test it with small
# moves:

# %% [markdown] only="deck" slide="slide"
# ## Paths add up

# %% tags=["explore"] slide="-" held="b2-two-paths"
v = 3.0
for u in (2.1, 2.01, 2.001):
    s, q = u + v, u * v
    rise = s * q - 30
    print(f"u = {u}: L rises by {rise:.6f}, rate {rise / (u - 2):.3f}")

# %% [markdown]
# **Explore.** Go back through the graphs, and predict every local derivative before it is shown. Type a number and press
# Enter. If it is not right, you are told what a small trial would show. There are two goals below.

# %% [markdown] only="deck" slide="slide"
# ## Step by step

# %% tags=["explore"] slide="-"
GraphStepper(goals=("product", "fork"))

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Take the fork, and let the room call out the numbers. Stop when u has
# got its first number and ask whether that is all of its gradient.

# %% [markdown] minutes=23 items=["B2"]
# ## 4 · Through a whole unit
#
# The sigmoid is a box like any other. Its local derivative, from lesson 03, is $a(1 - a)$ with $a = \sigma(z)$. So
#
# $$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \cdot a\,(1 - a).$$
#
# This factor is the *one multiplication by the activation's derivative* that every layer adds on the way back.

# %% exercise="sigmoid_backward"

# %% [markdown]
# **Predict** what this factor can do:

# %% question="b2-sure-and-wrong" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Sure, wrong, and hardly moving

# %% tags=["explore", "hide-input"] slide="-" held="b2-sure-and-wrong"
plots.how_wrong_and_how_steep()

# %% [markdown] items=["B2", "B4"] held="b2-sure-and-wrong"
# Under squared error a unit that is sure and wrong hardly learns. Cross-entropy comes from somewhere else, from likelihood
# (lesson 04). But behind a sigmoid its own slope happens to cancel the factor: what remains at $z$ is $a - y$. In this lesson
# we keep the squared error, because there every factor stays visible.

# %% [markdown] items=["B2"]
# **Explore.** The unit once more, with a goal for this section. (Sliders, then *Run to the end*.)

# %% tags=["explore"]
GraphStepper("unit", goals=("unit",))

# %% [markdown] items=["B2", "B4"]
# **Say it precisely**, for a unit with $D$ inputs: $x\ (D,)$, $w\ (D,)$, and numbers $b$ and $y$. Forward, on the left. Then
# backwards, on the right, from the bottom to the top:
#
# | forward | backwards |
# |---|---|
# | $z = x \cdot w + b$ | $\dfrac{\partial L}{\partial w} = \dfrac{\partial L}{\partial z}\, x \quad (D,)$, and $\dfrac{\partial L}{\partial b} = \dfrac{\partial L}{\partial z}$ |
# | $a = \sigma(z)$ | $\dfrac{\partial L}{\partial z} = \dfrac{\partial L}{\partial a} \cdot a\,(1 - a)$ |
# | $L = (a - y)^2$ | $\dfrac{\partial L}{\partial a} = 2\,(a - y)$ |
#
# **By hand.** $x = (2, 4)$, $w = (1, -1)$, $b = 2$, $y = 1$.
#
# - Forward: $z = 2 - 4 + 2 = 0$, $a = \tfrac12$, $L = \tfrac14$.
# - Back: $\partial L / \partial a = 2 \cdot (-\tfrac12) = -1$, then $\partial L / \partial z = -1 \cdot \tfrac14 = -\tfrac14$.
# - So $\partial L / \partial w = -\tfrac14 \cdot (2, 4) = (-\tfrac12, -1)$ and $\partial L / \partial b = -\tfrac14$.
#
# Now you, without guidance. `x @ w` is the sum of the products; `dz * x` multiplies every entry.

# %% exercise="backprop_neuron"

# %% [markdown] items=["B2"]
# **What is stored, and why backwards?** Look at the right-hand column of the table: the way back needs $x$, $a$ and, with more
# layers, every layer's weights and outputs. So the forward pass keeps them until the way back has used them. Memory grows
# with the number of steps and with the batch; a forward pass without training keeps nothing.
#
# One could carry rates *forward* as well: begin with $\partial w / \partial w = 1$ and multiply on the way to $L$. But this gives
# the rates of everything for *one* parameter; a million parameters need a million such passes. Backwards gives the rates
# of *one* result for everything. A network has one cost and very many parameters. Hence backwards.

# %% [markdown] only="deck" slide="slide"
# ## Why backwards, and at what price?
#
# | | one pass gives | a million parameters, one cost |
# |---|---|---|
# | forwards | rates of everything, for *one* parameter | a million passes |
# | backwards | rates of *one* result, for everything | one pass |
#
# Price: the forward pass keeps its numbers until the way back has used them.

# %% [markdown] only="deck" slide="slide"
# ## A unit, forward and back
#
# $$z = x \cdot w + b \qquad a = \sigma(z) \qquad L = (a - y)^2$$
#
# $$\frac{\partial L}{\partial a} = 2(a - y) \qquad \frac{\partial L}{\partial z} = \frac{\partial L}{\partial a}\, a(1 - a)$$
#
# $$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z}\, x \qquad
# \frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}$$
#
# By hand: $x = (2, 4)$, $w = (1, -1)$, $b = 2$, $y = 1$

# %% [markdown] only="deck" slide="notes"
# Give them two minutes with pencils. z = 0, a = ½, L = ¼; −1; −¼; (−½, −1); −¼.

# %% [markdown] items=["B4"]
# **What a gradient says.** Back to the unit with one input. Here is its loss when only $w$ moves, and when only $b$ moves.
# The red line has the slope that you computed.

# %% [markdown] only="deck" slide="slide"
# ## How should each weight move?

# %% tags=["explore", "hide-input"] slide="-"
plots.loss_along_each_weight()

# %% [markdown] items=["B4"]
# - **Sign.** Negative: $L$ falls when this weight rises, so raise it. Positive: lower it.
# - **Size.** How strongly $L$ reacts, *here*, to a small move. $w$ counts twice as much as $b$, because the input is 2.
# - **Not said:** how far to move. The curve bends, and the red line soon leaves it. The learning rate decides.

# %% question="b4-two-gradients" slide="slide"

# %% [markdown] minutes=24 items=["B5"]
# ## 5 · Trust, but measure
#
# A wrong gradient seldom crashes. The network learns, only worse, and you blame the data. So gradients are *checked*: you
# compute them by backpropagation and compare them with measured ones, on a small example. A measured slope is the *central
# difference* of lesson 05,
#
# $$m = \frac{f(x + h) - f(x - h)}{2h} .$$
#
# How small should $h$ be? **Predict:**

# %% question="b5-smaller-and-smaller" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Two errors, one best h

# %% tags=["explore", "hide-input"] slide="-" held="b5-smaller-and-smaller"
plots.error_against_h()

# %% [markdown] items=["B5"] held="b5-smaller-and-smaller"
# This is the sine, the mean error over 101 places from 0.5 to 1.5. On the right, the curve's own bend makes the error, and it shrinks with $h^2$. On the left, rounding
# makes it, and it grows with $1/h$. Between them lies the best $h$: near $10^{-5}$ in **double precision** (float64), which
# leaves an error of about $10^{-11}$. In single precision hardly better than $4 \cdot 10^{-6}$ is to be had, with a far larger $h$. So
# check gradients in float64, always.

# %% [markdown] items=["B5"]
# **Say it precisely.** Is a difference of 0.001 much? For a slope of 0.002 yes, for one of 500 no. So we look at the
# **relative error** of each entry, with the claimed gradient $g$ and the measured one $m$:
#
# $$\text{relative error} = \frac{|g - m|}{\max(|g|,\, |m|,\, 10^{-6})} .$$
#
# The $10^{-6}$ only keeps $0/0$ away. Books differ in what stands below the line; a report of an error should say which. As
# a rule of thumb, in double precision:
#
# | largest relative error | what to think |
# |---|---|
# | below $10^{-7}$ | right |
# | from $10^{-7}$ to $10^{-3}$ | look at that entry: a very small slope, a kink, single precision |
# | above $10^{-3}$ | a bug, or a kink |
#
# How good is the rule? Of 2000 *right* gradients of random sigmoid units, 93 % were below $10^{-7}$ in every entry. The others
# had a slope below 0.0002 somewhere; the worst came to $2 \cdot 10^{-5}$, far below $10^{-3}$.
#
# **By hand.** $f(x) = x_0 + 4x_1$, and somebody claims the gradient $(1, 3)$. Measured, it is $(1, 4)$. The relative errors
# are $0$ and $\tfrac{|3 - 4|}{4} = \tfrac14$. So the answer is: 0.25, in entry 1.

# %% [markdown] only="deck" slide="slide"
# ## Relative error
#
# $$\frac{|g - m|}{\max(|g|,\, |m|,\, 10^{-6})}$$
#
# $g$ claimed, $m$ measured with $h = 10^{-5}$, in double precision
#
# - below $10^{-7}$: right
# - between: look
# - above $10^{-3}$: a bug, or a kink

# %% [markdown]
# Now you. The functions $f$ and its claimed gradient come in as arguments: call them like any function, `f(x)`. To move entry
# $i$ alone, add an array that is $h$ there and 0 elsewhere. `np.array(x, dtype=np.float64)` makes a copy in double precision,
# `np.argmax` finds the place of the largest entry, and `np.asarray(g)` makes an array of what may be a list. (`x.copy()` is another array of the same numbers: to change it leaves `x` alone.)

# %% exercise="grad_check"

# %% [markdown]
# Use it. All parameters of a unit go into one array, `theta`: first the weights, last the bias.

# %% [markdown] only="deck" slide="slide"
# ## Checked

# %% tags=["explore"] slide="-"
x, y, theta = np.array([2.0, 4.0]), 1.0, np.array([1.0, -1.0, 2.0])


def loss_at(theta):
    return nn.backprop_neuron(x, theta[:2], theta[2], y)[0]


def gradient_at(theta):
    _, dw, db = nn.backprop_neuron(x, theta[:2], theta[2], y)
    return np.append(dw, db)


print(nn.grad_check(loss_at, gradient_at, theta))

# %% [markdown] items=["B5"]
# **Kinks.** ReLU has a kink at 0. If a unit's $z$ lies nearer to it than about $h$, the two measuring points stand on different
# sides, and the *measurement* is wrong:

# %% [markdown] only="deck" slide="slide"
# ## Astride a kink

# %% tags=["explore", "hide-input"] slide="-"
plots.kink()

# %% tags=["explore"]
for z in (4e-6, 4e-5):
    error, _ = nn.grad_check(lambda z: nn.relu(z[0]), lambda z: nn.relu_grad(z), np.array([z]))
    print(f"z = {z}: relative error {error:.1g}")

# %% question="b5-one-bad-entry" slide="slide"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# At each box, what arrives times the local derivative goes on; where paths meet, gradients add. A gradient is checked against central differences in
# double precision, and a single large error may be a kink. What is still open: a class that does it alone, and four bugs.
#
# </details>

# %% [markdown] minutes=32 items=["B2"]
# ## 6 · A number that finds its own gradients
#
# You have gone back by hand, box after box. The rule was always the same. So a program can do it, in three steps:
#
# 1. **remember**: while it computes forward, it notes for every number what it was made from, and the local derivatives;
# 2. **order** these notes;
# 3. **go back** through them.
#
# This is *automatic differentiation*, and it is what PyTorch does with whole arrays.
#
# **Step 1, remember.** Three pieces of Python, on a class that only adds lengths. Where you write `a + b`, Python calls
# `a.__add__(b)`: inside, `self` is `a`, and `other` is `b`. (For `a * b` it calls `__mul__`.) The answer is a *new* object. And
# several things in round brackets make one *tuple*, `(self, other)`; a tuple of one needs a comma, `(self,)`. (If `class`, `self` and
# `__init__` are new to you: [Toolbox, part 5](../00-toolbox/toolbox.ipynb#cell-id=section-5).)

# %% tags=["explore"]
class Length:
    def __init__(self, metres):
        self.metres = metres

    def __add__(self, other):
        return Length(self.metres + other.metres)


total = Length(2.0) + Length(0.5)
print(total.metres, "metres")

# %% [markdown]
# Step 2 is the one to think about. **Predict:**

# %% question="b2-who-hands-on-first" slide="slide"

# %% [markdown] items=["B2"] held="b2-who-hands-on-first"
# **Say it precisely.** List all numbers so that each comes *after* everything that it was made from. Such a list is a
# **topological order**; one for the question is
#
# $$u,\quad v,\quad q = u \cdot v,\quad s = q + u,\quad t = s \cdot s,\quad L = t + q .$$
#
# Go through it from the end. When a number's turn comes, all that was made from it has had its turn, so its gradient is
# complete.
#
# **By hand**, with $u = 2$ and $v = 3$. Forward: $q = 6$, $s = 8$, $t = 64$, $L = 70$. Back:
#
# | turn of | its gradient is complete | it hands on |
# |---|---|---|
# | $L$ | $1$ | $1$ to $t$, $1$ to $q$ |
# | $t$ | $1$ | $8$ to $s$, and again $8$ to $s$, since $t = s \cdot s$ uses it twice |
# | $s$ | $16$ | $16$ to $q$, $16$ to $u$ |
# | $q$ | $1 + 16 = 17$ | $17 \cdot 3 = 51$ to $u$, $17 \cdot 2 = 34$ to $v$ |
#
# So $\partial L / \partial u = 16 + 51 = 67$ and $\partial L / \partial v = 34$.
#
# **Step 2, order**, in code. What each number was made from stands in a table of names. A function that calls itself makes the
# list: *visit all inputs of a number first, then append the number; and visit none twice.* A `set` remembers who was visited:
# `seen.add(name)` puts in a name, `name not in seen` asks. (A function that calls itself: [Toolbox, part 5](../00-toolbox/toolbox.ipynb#cell-id=section-5).)
# Run it, and read the list from its end.

# %% tags=["explore"] held="b2-who-hands-on-first"
made_from = {"u": (), "v": (), "q": ("u", "v"), "s": ("q", "u"), "t": ("s", "s"), "L": ("t", "q")}
order, seen = [], set()


def visit(name):
    if name not in seen:
        seen.add(name)
        for one in made_from[name]:
            visit(one)
        order.append(name)


visit("L")
print(order)

# %% [markdown] only="deck" slide="slide"
# ## In which order?
#
# $$q = u \cdot v \qquad s = q + u \qquad t = s \cdot s \qquad L = t + q$$
#
# Backwards through a **topological order**: $L,\ t,\ s,\ q,\ v,\ u$
#
# Each gradient is complete before it is handed on.

# %% [markdown] only="deck" slide="notes"
# Do it with u = 2, v = 3 on the board: 1; 1; 16; 1 + 16 = 17; then 34 for v and 16 + 51 = 67 for u. Then let q hand on too
# early, with 1 alone, and see what is lost.

# %% [markdown] items=["B2"] held="b2-who-hands-on-first"
# **Step 3, go back**: from the end of the list, `reversed(order)`, each number hands on to each of its inputs. `zip(A, B)` walks
# through two tuples at once.

# %% [markdown]
# Now you: the largest exercise of this lesson, five short methods. `__init__` is given. An operation makes a new `Value` from
# three things: the number, the Values that went in, and the local derivative for each of them. For the sum that is
# `Value(self.data + other.data, (self, other), (1.0, 1.0))`. The slope of tanh is $1 - \tanh^2$ (lesson 03). In `backward` the function that
# visits is written *inside* the method, and so sees its `order` and `seen`:
#
# ```python
# def backward(self):
#     order, seen = [], set()
#
#     def visit(value):
#         if value not in seen:
#             seen.add(value)
#             ...
#             visit(one)  # it calls itself
# ```

# %% exercise="Value"

# %% [markdown]
# Your class remembers how $L$ was made, so its notes can be drawn. This is the graph of the question, read from *your* Values
# (the workbook's, until yours are written):

# %% tags=["explore"]
graphs.remembered(Value)

# %% [markdown]
# Any expression can be drawn so. Change this unit, and see where its gradients come from:

# %% tags=["explore"]
def mine(Value):
    x, w, b, minus_y = Value(2.0), Value(-0.5), Value(1.5), Value(-1.0)
    a = (x * w + b).tanh()
    error = a + minus_y
    return {"x": x, "w": w, "b": b, "−y": minus_y, "a": a, "e": error, "L": error * error}


own_graph(Value, mine)

# %% [markdown] items=["B3"]
# Here is a whole network made of Values: two inputs, two tanh units, one output. From this start it learns XOR, which no single
# unit can (lesson 01).

# %% tags=["explore"]
theta = [nn.Value(start) for start in np.random.default_rng(0).normal(size=9)]


def answer(x1, x2):
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta
    a1 = (w1 * x1 + w2 * x2 + b1).tanh()
    a2 = (w3 * x1 + w4 * x2 + b2).tanh()
    return w5 * a1 + w6 * a2 + b3


# %% tags=["explore"]
XOR, quarter = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)), nn.Value(0.25)
for step in range(301):
    cost = nn.Value(0.0)
    for x1, x2, y in XOR:
        error = answer(nn.Value(x1), nn.Value(x2)) + nn.Value(-y)
        cost = cost + quarter * error * error  # the mean of four squares
    for one in theta:
        one.grad = 0.0  # gradients accumulate, so each step begins from 0
    cost.backward()  # computes gradients, moves nothing
    for one in theta:
        one.data -= 0.2 * one.grad  # consumes them
    if step % 100 == 0:
        print(f"step {step:3}: cost {cost.data:.6f}")

# %% [markdown]
# Three parts of this loop you will meet in nearly every PyTorch program: set the gradients to 0, backward, step. Remove the first in
# your mind: then each step would use the sum of all gradients since the beginning.
#
# The start matters. Of 20 random starts, 9 had a cost below 0.01 after these 300 steps; the others lay at 0.1 or more, some still
# after 1000 steps.

# %% [markdown] only="deck" slide="slide"
# ## Three parts of every training loop
#
# ```python
# for one in theta:
#     one.grad = 0.0              # gradients accumulate
# cost.backward()                 # computes them
# for one in theta:
#     one.data -= lr * one.grad   # consumes them
# ```

# %% [markdown] only="deck" slide="notes"
# Ask what happens when the first line is forgotten, and when the last one stands before the second. The lesson's notebook
# trains XOR with exactly these lines.

# %% [markdown] minutes=30 items=["B5"]
# ## 7 · Break it: four faults
#
# Four pieces of finished code, each with one planted bug, each of another kind. All of them run, all results have the right
# shape. Before you read the code, read the error. **Predict:**

# %% question="b5-read-the-error"

# %% [markdown] items=["B5"] held="b5-read-the-error"
# A round number in *every* entry tells a story:
#
# | relative error, everywhere | claimed $g$, measured $m$ | think of |
# |---|---|---|
# | $2$ | $g = -m$ | a turned sign |
# | $1$ | $g = 0$ where $m$ is not | a gradient that was never filled in, or overwritten by 0 |
# | $\tfrac12,\ \tfrac23,\ \tfrac9{10}$ | one is 2, 3, 10 times the other | a constant factor: the 2 of a square, the $N$ of a mean |
#
# Anything else, and another number in other entries or for other inputs: a path or a factor is missing, a derivative was taken
# at the wrong place, an array is transposed. Then the size alone does not tell which. *Where* the error is tells more.

# %% [markdown] items=["B5"]
# In networks with two layers, `a1` is what the first layer gives and `a2` what the second one gives; `dz1` is
# $\partial L / \partial z_1$.
#
# For each of the four: read the symptom, run the code, argue from the symptom to the cause. Change as little as you can. The cell
# after each check measures the symptom again, on your code.

# %% [markdown] only="deck" slide="slide"
# ## Read the error
#
# | relative error, in every entry | think of |
# |---|---|
# | $2$ | a turned sign |
# | $1$ | a gradient left at 0 |
# | $\frac12,\ \frac23,\ \frac9{10}$ | a factor 2, 3, 10 |
#
# Different in each entry: a missing path or factor, a wrong derivative, a transpose

# %% [markdown] items=["B5"]
# **First symptom.** For $x = 1$, $w = 2$, $y = 6$ the code claims the gradient 4. Measured, it is another number, and the relative
# error is 0.6. For 200 random inputs the error was between 0.1 and 1.5 in nine of ten cases. The numbers above are small enough for
# paper: what should the gradient be?

# %% exercise="shared_weight_grad"

# %% tags=["explore"]
error, _ = nn.grad_check(
    lambda w: shared_weight_grad(1.0, w[0], 6.0)[0],
    lambda w: np.array([shared_weight_grad(1.0, w[0], 6.0)[1]]),
    np.array([2.0]),
)
print(f"relative error {error:.4f}; claimed {shared_weight_grad(1.0, 2.0, 6.0)[1]}")

# %% [markdown] items=["B5"]
# **Second symptom.** A network with one hidden layer, three random draws of its numbers:
#
# | relative error of | `W1` | `b1` | `w2` | `b2` |
# |---|---|---|---|---|
# | first draw | 0.75 | 0.75 | 0.000000 | 0.000000 |
# | second | 0.15 | 0.15 | 0.000000 | 0.000000 |
# | third | 0.92 | 0.92 | 0.000000 | 0.000000 |
#
# Two of the four are right, and they belong to the last layer. So the way back is sound up to there.

# %% exercise="hidden_layer_grads"

# %% tags=["explore"]
for name, error in measured.errors_of_layers(hidden_layer_grads).items():
    print(f"{name}: relative error {error:.1g}")

# %% [markdown] items=["B5"]
# **Third symptom.** One sigmoid unit, a batch. With 1, 2 and 10 samples the relative errors are 0, 0.5 and 0.9, in every entry.

# %% exercise="batch_grads"

# %% tags=["explore"]
for N, error in measured.errors_of_batches(batch_grads).items():
    print(f"{N:2} samples: relative error {error:.4f}")

# %% [markdown] items=["B3"]
# **Fourth symptom.** A training step for two units in a row. From how far each weight moved, and the learning rate, one can say which
# gradient the step *used*:
#
# | | for `w1` | for `w2` |
# |---|---|---|
# | measured | −6.530 | −1.918 |
# | used, with `lr` = 0.001 | −6.536 | −1.918 |
# | used, with `lr` = 0.1 | −7.156 | −1.918 |
# | used, with `lr` = 1 | −12.794 | −1.918 |
#
# The gradient at a place cannot depend on the learning rate.

# %% exercise="chain_step"

# %% tags=["explore"]
print("measured:           ", measured.gradients_measured().round(3))
for lr in (0.001, 0.1, 1.0):
    print(f"used with lr = {lr:5}:", measured.gradients_used(chain_step, lr).round(3))

# %% [markdown] only="deck" slide="slide"
# ## Whose fault is it?
#
# Two units in a row. The gradients that a training step *used*, for three learning rates:


# %% tags=["explore", "hide-input"] only="deck" slide="-"
def step_in_turn(x, w1, w2, y, lr):
    a1 = np.tanh(w1 * x)
    da2 = 2 * (w2 * a1 - y)
    w2 = w2 - lr * da2 * a1
    return w1 - lr * da2 * w2 * (1 - a1**2) * x, w2


print("measured:           ", measured.gradients_measured().round(3))
for lr in (0.001, 0.1, 1.0):
    print(f"used with lr = {lr:5}:", measured.gradients_used(step_in_turn, lr).round(3))

# %% [markdown] only="deck" slide="notes"
# A gradient cannot depend on the learning rate. The last weight was moved before the first gradient was taken from it. Keep
# this for the question on the layer-after-layer trainer.

# %% [markdown] minutes=5
# ## 8 · You will read that …
#
# Five sentences from slides and books. Say what is true before you read on; each cell settles it.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “Backpropagation compares the predicted class with the true one.”
# - “Backpropagation adjusts the weights.”
# - “The last layer is corrected, then the one before it.”
# - “It goes on until the weights of the input layer.”
# - “The gradient tells how far to move a weight.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# Any loss with a slope will do: the lesson fits a sine. It computes, and moves nothing. All gradients at the same place, then
# all moves. Weights lie between layers; the input layer is the data. Direction and rate, not distance.

# %% [markdown] items=["B1"]
# **“Backpropagation compares the predicted class with the true class.”** It serves any loss with a slope. Here the same code as
# in your second repair fits a curve, $y = \sin x$: regression, no class anywhere. (`loss, *gradients` takes the first result, and
# all others as a list; `np.linspace(-3, 3, 40)` are 40 numbers from −3 to 3, and `np.sin` is the sine.)

# %% tags=["explore"]
rng = np.random.default_rng(0)
parameters = [rng.normal(size=(1, 8)), rng.normal(size=8), np.zeros(8), 0.0]
for epoch in range(201):
    losses = []
    for x in rng.permutation(np.linspace(-3, 3, 40)):
        loss, *gradients = nn.hidden_layer_grads(np.array([x]), *parameters, np.sin(x))
        parameters = [old - 0.05 * g for old, g in zip(parameters, gradients, strict=True)]
        losses.append(loss)
    if epoch % 100 == 0:
        print(f"epoch {epoch:3}: mean squared error {np.mean(losses):.4f}")

# %% [markdown] items=["B3"]
# **“Backpropagation adjusts the weights.”** It *computes* gradients. What is done with them is another matter: gradient
# descent *consumes* them. Two consumers, one gradient:

# %% tags=["explore"]
x, w, b, y = np.array([2.0, 4.0]), np.array([1.0, -1.0]), 2.0, 1.0
before = w.copy()
loss, dw, db = nn.backprop_neuron(x, w, b, y)
print("after backpropagation:", w, " moved:", not np.array_equal(w, before), " gradient:", dw)
print("plain descent, 0.1:   ", w - 0.1 * dw)
print("by signs alone, 0.1:  ", w - 0.1 * np.sign(dw), " the same gradient, another step")

# %% [markdown] items=["B3"]
# **“First the last layer is corrected; then, with its new weights, the layer before.”** The way back needs the weights of the
# forward pass. All gradients are taken at the same $\theta$, the list of all parameters; only then do all of them move. Two
# units in a row, both ways, and the gradient measured:

# %% tags=["explore"]
x, w1, w2, y, lr = 1.0, 0.5, 2.0, 3.0, 0.5
a1 = np.tanh(w1 * x)
da2 = 2 * (w2 * a1 - y)
moved_w2 = w2 - lr * da2 * a1
for name, used in (("new w2", moved_w2), ("old w2", w2)):
    print(f"gradient for w1 with the {name}: {da2 * used * (1 - a1**2) * x:.4f}")
print(f"measured:                        {measured.gradients_measured()[0]:.4f}")

# %% [markdown] items=["B3"]
# **“… and so on, back to the weights of the input layer.”** Weights lie *between* layers. The input layer is the data: nothing stands before it that
# it could weigh. For 3 inputs, 4 hidden units and 1 output:

# %% tags=["explore"]
sizes = [3, 4, 1]
shapes = [(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
print(len(sizes), "layers of numbers,", len(shapes), "weight matrices:", shapes)

# %% [markdown] items=["B4"]
# **“The gradient tells how far to move a weight.”** It is a rate, at one place. Follow the same gradient three distances far:

# %% tags=["explore"]
x, w, b, y = np.array([2.0]), np.array([1.0]), -2.0, 0.4
loss, dw, db = nn.backprop_neuron(x, w, b, y)
print(f"gradient {dw[0]:.3f}, loss {loss:.4f}")
for lr in (0.1, 2.0, 10.0):
    new, _, _ = nn.backprop_neuron(x, w - lr * dw, b, y)
    print(f"moved by {-lr * dw[0]:7.3f}: loss {new:.4f}")

# %% [markdown]
# A short way helps a little, a longer one more, and one that is too long ends higher than it began. The gradient knew
# the direction, and the rate at the start.

# %% [markdown] minutes=4
# ## 9 · Checkpoint
#
# Four situations. You have met two more on the way. Decide first, then read why each wrong answer tempts.

# %% question="b3-after-backward" slide="slide"

# %% question="b3-layer-after-layer" slide="slide"

# %% question="b1-house-prices" slide="slide"

# %% question="b3-how-many-gradients"

# %% [markdown] minutes=3
# ## 10 · Review
#
# Five from lessons 03 to 05, half a minute each.

# %% question="review-06-ten-sigmoids"

# %% question="review-06-first-cost"

# %% question="review-06-one-step"

# %% question="review-06-cost-grows"

# %% question="review-06-one-wrong-price"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Go backwards through a graph: what arrives, times the local derivative; paths add
# - Check a gradient in double precision, and read the error
# - Say who computes gradients and who consumes them

# %% [markdown] only="deck" slide="notes"
# Close with one question to the room: a colleague's network learns, but badly; which three lines of code do you ask to see?
# The gradient check, the order of backward and update, and where gradients are set to 0.

# %% [markdown] minutes=1
# ## 11 · What you can do now
#
# - You can go backwards through a small network by hand, in NumPy, and with a class that does it alone.
# - You can check a gradient against a measured one, in double precision, and read from the error where to look.
# - You can say that backpropagation computes gradients, all at the same place, and that gradient descent consumes them.
#
# **Next**, lesson 07: the same with whole layers and batches, as products of matrices, and a network of your own that learns.
#
# **Two good readings.**
#
# - David Rumelhart, Geoffrey Hinton and Ronald Williams, *Learning representations by back-propagating errors*, Nature 323,
#   1986: four pages, which you can now read from start to end.
# - Christopher Olah, *Calculus on Computational Graphs: Backpropagation*, 2015: why going backwards is so much quicker than
#   going forwards, with drawings.
