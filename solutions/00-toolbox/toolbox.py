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
#     title: Toolbox
#     lesson: 00-toolbox
#     minutes: 85
# ---

# %% [markdown] only="deck" slide="slide"
# # Toolbox
#
# Beside the lessons · the NumPy, the Python and the mathematics that they use

# %% [markdown] only="deck" slide="notes"
# Put the ten questions to the class before the course begins, without comment. Where a third is wrong, take that part together;
# the rest is for each at home. Nothing here is marked.

# %% [markdown] minutes=1
# # Toolbox
#
# ## 1 · What this is for
#
# The lessons use a little NumPy, a little more Python than loops, and the mathematics of slopes. All of it is here, in seven parts
# that hardly need each other. **Nobody needs all of it.** Ten questions say which parts to take. You can also leave now, and come
# back when a lesson links to a part.
#
# | section | minutes |
# |---|---|
# | 1 · What this is for | 1 |
# | 2 · Ten questions: which parts do you need? | 7 |
# | 3 · Arrays: axes that stay, and masks | 14 |
# | 4 · Python: functions handed over, several results, chance | 14 |
# | 5 · Classes, and functions that call themselves | 16 |
# | *a good place to stop* | |
# | 6 · Powers, e, logarithms, and Σ | 7 |
# | 7 · Mean, spread, normal draws | 6 |
# | 8 · Slopes | 13 |
# | 9 · Vectors and matrices | 6 |
# | 10 · What you can do now | 1 |
#
# The exercises here carry no points. Their checks say as much as those of the lessons.

# %% slide="skip"
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask

# %% [markdown] minutes=7
# ## 2 · Ten questions: which parts do you need?
#
# Half a minute each. Where the answer comes at once, leave its part out. Where you have to guess, the explanation names the part.

# %% question="tool-keepdims" slide="slide"

# %% question="tool-mask" slide="slide"

# %% question="tool-lambda" slide="slide"

# %% question="tool-plus-of-a-class" slide="slide"

# %% question="tool-calls-itself" slide="slide"

# %% question="tool-log-of-product" slide="slide"

# %% question="tool-sigma" slide="slide"

# %% question="tool-standard-deviation" slide="slide"

# %% question="tool-chain-of-slopes" slide="slide"

# %% question="tool-matrix-shape" slide="slide"

# %% [markdown] minutes=14
# ## 3 · Arrays: axes that stay, and masks
#
# *Start here* had shapes, axes, broadcasting, `*` and `@`. Five things are added.
#
# **An axis that stays.** `np.sum(X, axis=1)` takes the columns away: of shape `(2, 3)` remains `(2,)`. With `keepdims=True` the axis
# stays, with length 1: `(2, 1)`, a column. Then it lines up with `X` again, row by row. The last axis may also be called `axis=-1`.
#
# **The transpose.** `X.T` has rows and columns exchanged: shape `(2, 3)` becomes `(3, 2)`.

# %% tags=["explore"]
X = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
print(np.sum(X, axis=1), np.sum(X, axis=1).shape)
print(np.sum(X, axis=1, keepdims=True), np.sum(X, axis=1, keepdims=True).shape)
print("each row less its largest:", X - np.max(X, axis=-1, keepdims=True))
print("X.T has the shape", X.T.shape)

# %% exercise="row_shares"

# %% [markdown]
# **Masks.** A comparison asks every entry, and gives an array of `True` and `False`: a *mask*. A mask picks: `x[x > 0]`. It also counts,
# since `True` is 1 and `False` is 0: the sum of a mask is the number of `True`, its mean their share. `np.all` asks whether all are true,
# `np.any` whether any is; both take an `axis`. Two masks are joined entry by entry with `&` (and) and `|` (or), each in brackets; `~mask` says the opposite.
# `np.where(mask, p, q)` takes from `p` where the mask is true, and from `q` elsewhere.

# %% tags=["explore"]
x = np.array([-2.0, 0.5, 3.0, -1.0])
print(x > 0, x[x > 0], np.sum(x > 0), np.mean(x > 0))
print("between −1.5 and 1:", x[(x > -1.5) & (x < 1)])
print(np.where(x > 0, x, 0.0), np.any(x > 2), np.all(x > 2))

# %% [markdown]
# **Parts and sizes.** `X[0]` is the first row, `X[:, 0]` the first column, `X[1:]` all rows but the first, `X[-1]` the last, and
# `X[[1, 0]]` picks the rows in that list. `X.shape` is the shape, `X.shape[0]` or `len(X)` the number of rows, `X.size` the number
# of all entries. `X.reshape(3, 2)` lays the same entries out anew. Two names may mean the *same* array: change one, and the other has
# changed. `X.copy()` makes another. `X[:, np.newaxis]` puts in an axis of length 1.
#
# Many functions are methods (section 5) as well: `x.min()` is `np.min(x)`, and so with `sum`, `mean`, `max`. `x.round(2)` rounds, `x.astype(int)` cuts
# off all that stands behind the point, `X.ravel()` lays all entries out in one row, `X.tolist()` makes a list. `np.argmax(x)` is the place of the
# largest entry, `np.argmin(x)` that of the smallest; `np.concatenate([x, y])` joins arrays end to end, and `np.vstack([X, Y])` tables one under the other.
#
# **New arrays.** `np.zeros((2, 3))` and `np.ones(4)` are full of 0 and of 1; `np.zeros_like(X)` has the shape of `X`. `np.full(3, 0.1)` holds 0.1 three times; `np.empty(3)` has room for three
# numbers that are still to come. `np.arange(4)` is 0, 1, 2, 3; `np.linspace(-1, 1, 5)` has five numbers from −1 to 1, equally far
# apart. `np.asarray(x)` makes an array of a number or a list, and leaves an array as it is; `dtype=float`
# says of which kind.

# %% tags=["explore"]
print(X[:, 0], X[1:], X.size, len(X), X.reshape(3, 2).shape)
y, z = X, X.copy()
X[0, 0] = X[0, 0] + 6.0
print("the same array:", y[0, 0], " the copy:", z[0, 0])

# %% exercise="rows_all_positive"

# %% [markdown] only="deck" slide="slide"
# ## An axis that stays
#
# `np.sum(X, axis=1)`: shape $(2, 3)$ becomes $(2,)$
#
# `np.sum(X, axis=1, keepdims=True)`: shape $(2, 3)$ becomes $(2, 1)$, and lines up with `X` again
#
# **Masks** pick, count, and share: `x[x > 0]`, `np.sum(x > 0)`, `np.mean(x > 0)`

# %% [markdown] only="deck" slide="notes"
# Ask what happens for a square table when keepdims is forgotten: no error, and wrong numbers everywhere but on the diagonal.

# %% [markdown] minutes=14
# ## 4 · Python: functions handed over, several results, chance
#
# **Functions are values.** `f` is a function, `f(2)` is what it gives for 2. So a function can be handed to another function, which
# calls it. `lambda t: 3 * t + 1` is a small function without a name: it takes `t` and gives `3 * t + 1`.

# %% tags=["explore"]
def slope_between(f, a, b):
    return (f(b) - f(a)) / (b - a)


print(slope_between(np.sqrt, 4.0, 9.0))
print(slope_between(lambda t: 3 * t + 1, 0.0, 2.0))

# %% exercise="apply_twice"

# %% [markdown]
# **Several results.** `return a, b` hands back two; `p, q = f(x)` takes them apart, and so do `for w, b in layers:` and
# `first, *others = row`, where the star takes all the rest. `f(*parts)` hands over the parts of a list one by one.
#
# **Loops.** `for i, x in enumerate(xs)` counts along; `zip(xs, ys)` goes through two lists at once (with `strict=True` it insists that they are of one length);
# `reversed(xs)` goes from the end, and `itertools.pairwise(xs)` through neighbours. `[2 * x for x in xs]` is a list that a loop makes;
# in `sum(x * x for x in xs)` no list is kept, and `{name: len(name) for name in names}` makes a dictionary.
# `sorted(xs)` is a list in order. `n += 1` is short for `n = n + 1`; an *array* is changed by it in place, under all its names. `a if test else b` is one of two values.
# `while test:` repeats as long as the test holds, and `break` leaves a loop.
#
# **Nothing, names, sets.** `None` means that nothing is there; ask with `x is None` and `x is not None`. `{"lr": 0.1}` is a *dictionary*: `d["lr"]` is 0.1, `d.values()` are its values, and
# `for name, value in d.items():` goes through both. A set, `set()`,
# holds each thing once: `s.add(x)`, `x in s`, `x not in s`; a list grows with `append`. `raise ValueError("…")` stops with an error of your own, and
# `f"{n} units"` is a text with the value of `n` in it; `f"{x:.2f}"` shows `x` with two decimals, `f"{x:.1%}"` in per cent with one.

# %% tags=["explore"]
sizes = [3, 4, 1]
for i, (n, f) in enumerate(zip(sizes, ("input", "tanh", "sigmoid"), strict=True)):
    print(f"layer {i}: {n} units, {f}")
first, *others = sizes
print(first, others, [2 * n for n in sizes], sum(n * n for n in sizes))

# %% [markdown]
# **Chance.** `rng = np.random.default_rng(0)` is a *generator* of random numbers. The *seed*, here 0, fixes all that it will draw: with the same
# seed come the same numbers. Each draw moves it on. The functions that you write get it as an argument `rng` and make none of their own.
# `rng.normal(0.0, 2.0, (2, 3))` draws a table of normal numbers of mean 0 and standard deviation 2 (section 7), `rng.random(4)` four numbers between 0 and 1, `rng.uniform(2, 5, 4)` four between 2 and 5,
# `rng.integers(0, 10, 4)` four whole numbers from 0 to 9, `rng.permutation(5)` the numbers 0 to 4 in random order.

# %% exercise="add_noise"

# %% [markdown] minutes=16
# ## 5 · Classes, and functions that call themselves
#
# **A class** describes a kind of thing: what each one remembers, and what it can do. `__init__` runs when a new one is made, and
# `self` is that new one: `self.first = …` is what it remembers. A function inside a class is a *method*: in `p.scale(2.0)`, `self` is `p`.
#
# Names with two underscores at each end are called by Python itself. `p + q` calls `p.__add__(q)`, and `p * q` calls `p.__mul__(q)`. So a class says
# what plus and times mean for its things. Here is one that remembers a time in minutes:


# %% tags=["explore"]
class Time:
    def __init__(self, minutes):
        self.minutes = minutes

    def __add__(self, other):
        return Time(self.minutes + other.minutes)

    def shown(self):
        return f"{self.minutes // 60} h {self.minutes % 60} min"


print((Time(50) + Time(95)).shown())

# %% [markdown]
# (`//` divides and drops the rest; `%` is the rest.)

# %% exercise="Pair"

# %% [markdown]
# **A function that calls itself** is called *recursive*. It needs two things: a case that it answers at once, and a step in which it
# asks itself something smaller. The sum of the numbers from 1 to $n$ is $n$ plus the sum from 1 to $n - 1$;
# where $n$ is 0 there is nothing to add, and the sum is 0:


# %% tags=["explore"]
def sum_to(n):
    if n == 0:
        return 0
    return n + sum_to(n - 1)


print(sum_to(4), "= 4 + 3 + 2 + 1 + 0")

# %% exercise="count_numbers"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# An axis that is summed with `keepdims=True` stays, with length 1; a mask picks and counts; `f` is a function and `f(x)` what it gives; `rng` is handed
# over; `p + q` calls `p.__add__(q)`.
#
# </details>

# %% [markdown] minutes=7
# ## 6 · Powers, e, logarithms, and Σ
#
# **Powers.** $2^3 = 2 \cdot 2 \cdot 2 = 8$; $2^0 = 1$; $2^{-3} = 1/8$; $9^{1/2} = \sqrt 9 = 3$. Exponents add: $2^3 \cdot 2^4 = 2^7$. In Python `2**3`,
# and `np.sqrt(9.0)`.
#
# **The number e** is about 2.718. $e^x$, in NumPy `np.exp(x)`, is always above 0, is 1 at $x = 0$, and grows the faster the larger it is.
# $e^{-x}$ is $1 / e^x$.
#
# **The logarithm** asks the other way round: $\ln 8$ is the power to which $e$ must be raised to make 8, about 2.08. So $\ln e^x = x$, and $e^{\ln x} = x$ for $x$ above 0.
# $\ln 1 = 0$; between 0 and 1 it is negative; of 0 and of negative numbers there is none. In NumPy it is `np.log`. Since exponents add, logarithms turn products into sums:
#
# $$\ln(a \cdot b) = \ln a + \ln b, \qquad \ln\frac{a}{b} = \ln a - \ln b, \qquad \ln a^k = k \ln a.$$
#
# **By hand.** $\ln 6 = \ln 2 + \ln 3 \approx 0.69 + 1.10 = 1.79$.
#
# **Σ**, a capital sigma, is a loop that adds: $\sum_{i=1}^{3} x_i = x_1 + x_2 + x_3$. What does not depend on $i$ may be taken out in front:
# $\sum_i 2 x_i = 2 \sum_i x_i$. In NumPy it is `np.sum`. Many small numbers multiplied fall below what a float can hold; the sum of their logarithms does not:

# %% tags=["explore"]
p = np.full(400, 0.1)
print("product:", np.prod(p), " sum of logarithms:", np.sum(np.log(p)))
print("ln 6 =", np.log(6), " ln 2 + ln 3 =", np.log(2) + np.log(3))

# %% exercise="log_of_product"

# %% [markdown] minutes=6
# ## 7 · Mean, spread, normal draws
#
# The **mean** is the sum divided by the number: `np.mean`. (The *median*, `np.median`, is the one in the middle of the sorted numbers.) Around the mean numbers lie near or far. Count a distance to the left as negative: then the mean of the
# distances is always 0, since left and right cancel. So the distances are squared: the mean of the squares is the **variance**, and its root the **standard
# deviation**, in NumPy `np.var` and `np.std`. Of lengths in metres it is in metres too.
#
# **By hand.** 1, 3, 5, 7: mean 4; distances −3, −1, 1, 3; squares 9, 1, 1, 9; variance 5; standard deviation $\sqrt 5 \approx 2.24$.
#
# A **normal** draw falls near the mean most often, and seldom far away: about 68 of 100 within one standard deviation, 95 within two.

# %% tags=["explore"]
x = np.random.default_rng(0).normal(10.0, 2.0, 100_000)
print(f"mean {np.mean(x):.2f}, standard deviation {np.std(x):.2f}")
for k in (1, 2, 3):
    print(f"within {k} of them: {np.mean(np.abs(x - 10.0) < k * 2.0):.1%}")

# %% exercise="standard_deviation"

# %% [markdown] minutes=13
# ## 8 · Slopes
#
# How many times as far does $y$ move as $x$ does, for a small move? That is the **slope** of $y$ at that place, or its *derivative*. Where $y$ falls
# as $x$ grows, the slope is negative; where $y$ stands still, it is 0. For a straight line it is the same everywhere. For a curve it changes. Take $y = x^2$ at $x = 3$. **Predict:**

# %% question="tool-slope-of-a-square" slide="slide"

# %% tags=["explore"] held="tool-slope-of-a-square"
for step in (1.0, 0.1, 0.01, 0.001):
    print(f"{step:5} to the right, x² grows by {(3 + step) ** 2 - 9:.6f}: {((3 + step) ** 2 - 9) / step:.3f} times as far")

# %% [markdown] held="tool-slope-of-a-square"
# The smaller the step, the nearer to 6. Why? $(3 + h)^2 - 9 = 6h + h^2$. Divided by $h$ that is $6 + h$, and a small $h$ does not matter. In
# letters: $(x + h)^2 - x^2 = 2xh + h^2$, so the slope of $x^2$ is $2x$.
#
# The rules that the course needs:
#
# | of | the slope is | in numbers |
# |---|---|---|
# | a constant, 7 | 0 | it does not move |
# | $x$, and $5x$ | 1, and 5 | five times as far |
# | $x^2$, and $x^n$ | $2x$, and $n\,x^{n-1}$ | $x^3$ at 2: $3 \cdot 4 = 12$ |
# | a constant factor, $5f$ | $5f'$: the factor stays | $5x^2$ at 3: $5 \cdot 6 = 30$ |
# | a sum, $f + g$ | sum of the slopes | $x^2 + 5x$ at 3: $6 + 5 = 11$ |
# | a product, $f \cdot g$ | $f' g + f g'$ | $x \cdot x^2$ at 2: $1 \cdot 4 + 2 \cdot 4 = 12$ |
# | a chain, $f(g(x))$ | slope of $f$ at $g(x)$, times slope of $g$ | see below |
# | $e^x$ | $e^x$, itself | at 0: 1 |
# | $\ln x$ | $1 / x$ | at 4: $\tfrac14$ |
#
# ($f'$ is short for the slope of $f$.) **The chain.** $y = (3x + 1)^2$ is a square of something: $s = 3x + 1$, $y = s^2$. Move $x$ by a little; $s$ moves 3 times as far, and
# $y$ moves $2s$ times as far as $s$ does. Factors multiply: $2s \cdot 3$. At $x = 1$, $s = 4$, and the slope is $8 \cdot 3 = 24$. This one rule is what lesson 06 is
# made of.

# %% [markdown] only="deck" slide="slide"
# ## Slopes
#
# $$(x + h)^2 - x^2 = 2xh + h^2 \qquad \text{slope of } x^2: \; 2x$$
#
# - a sum: slopes add · a product: $f' g + f g'$
# - a chain: slopes **multiply** · $e^x$: itself · $\ln x$: $1/x$
#
# $y = (3x + 1)^2$ at $x = 1$: $s = 4$, slope $2s \cdot 3 = 24$

# %% [markdown] only="deck" slide="notes"
# Do the chain with a small step: x from 1 to 1.01, s from 4 to 4.03, y from 16 to 16.2409. Divide.

# %% exercise="slope_of_a_chain"

# %% [markdown]
# **Several numbers that move.** $f = u^2 v + 3v$ depends on two. Its **partial** slope along $u$, written $\partial f / \partial u$, holds $v$ fast, as if it were a
# number. With $v = 5$, $f = 5u^2 + 15$, and its slope along $u$ is $10u$; in general $2uv$. The sign ∂ is a round d, and says that the others stand still.

# %% exercise="partial_slopes"

# %% [markdown] minutes=6
# ## 9 · Vectors and matrices
#
# A **vector** is a row of numbers, $x = (1, 2)$; its *length* is the root of the sum of its squares, `np.linalg.norm(x)`. The **dot product** of two vectors multiplies entry by entry and adds up:
# $(1, 2) \cdot (10, 100) = 10 + 200 = 210$. A **matrix** is a table. The **matrix product** takes the dot product of every row of the first with every
# column of the second:
#
# $$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} 10 & 0 \\ 100 & 1 \end{pmatrix} = \begin{pmatrix} 210 & 2 \\ 430 & 4 \end{pmatrix}$$
#
# Shapes: $(N, D)$ times $(D, H)$ is $(N, H)$. The order counts: the other way round, something else comes out. The **transpose** $A^\top$, in NumPy `A.T`, exchanges
# rows and columns; of a product it turns the order round, $(AB)^\top = B^\top A^\top$.

# %% tags=["explore"]
A, B = np.array([[1, 2], [3, 4]]), np.array([[10, 0], [100, 1]])
print(A @ B)
print(B @ A)
print("the same:", np.array_equal((A @ B).T, B.T @ A.T))

# %% exercise="column_products"

# %% [markdown] minutes=1
# ## 10 · What you can do now
#
# - You know which tools you have, and where the others are.
# - You can take a slope by rule, and test it with a small step.
# - You can read a shape, a mask, a class and a Σ.
#
# **Next**: [lesson 01, *From brain cell to artificial neuron*](../01-neuron/neuron.ipynb). Come back whenever a lesson sends you.
