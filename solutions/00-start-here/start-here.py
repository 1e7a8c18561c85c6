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
#     title: Start here
#     lesson: 00-start-here
#     minutes: 20
# ---

# %% [markdown] only="deck" slide="slide"
# # Start here
#
# Lesson 00 · how the workbook works, and the NumPy that it needs

# %% [markdown] minutes=2
# # Start here
#
# ## 1 · Where you are
#
# This course builds neural networks from nothing but Python and NumPy. You will write every part yourself, and every
# part is checked while you write it. This first lesson takes 20 minutes. It shows how a lesson works and refreshes
# what you need of NumPy.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Your first exercise | 4 |
# | 3 · The rhythm of a lesson | 3 |
# | 4 · NumPy: shape, axis, broadcasting, `*` and `@` | 7 |
# | 5 · Checkpoint | 2 |
# | 6 · When you are stuck, and what comes next | 2 |
#
# A notebook is made of cells. Click into one and press **Shift + Enter**: it runs, and the next one is selected. Try it on
# the three cells below. The first two load what this notebook needs; run them whenever you open it again. The third
# draws a picture.

# %%
import numpy as np

from autograder import check

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask
from workbook.plots import start_here as plots

# %% [markdown] only="deck" slide="slide"
# ## The rhythm of a lesson

# %% tags=["explore", "hide-input"] slide="-"
plots.rhythm()

# %% [markdown] minutes=4
# ## 2 · Your first exercise
#
# Run the next cell. It asks a question: choose an answer, then see what each answer has going for it.

# %% question="start-two-times-array"

# %% [markdown]
# Now write it. Three cells follow. The first says what is wanted. In the second, replace the line
# `raise NotImplementedError()` by your own, and run the cell. A function hands its answer back with `return`. The third
# cell checks your function. If you want to see what a check says to a mistake, make one first: try `return x ** 2`.

# %% exercise="double"

# %% [markdown]
# The card ticks what is right. For what is not, it shows a call that fails, what was expected, and what came. A check draws
# fresh numbers at every run, and grading uses the same recipe: a green check means full marks.
#
# **Stuck?** The card has hints. Click on *Hint 1*; the next one opens inside it. Each says a little more than the one
# before.

# %% [markdown] minutes=3
# ## 3 · The rhythm of a lesson
#
# You have just gone through it once. Every idea of the course takes the six steps of the picture above:
#
# - **Read** a short text. Numbers come first, symbols after.
# - **Predict** what will happen, before you see it. Being wrong here costs nothing, and it is how you notice what you
#   did not know.
# - **Explore**: run a cell that shows it. Change a number, run it again. Some cells hold something to drag.
# - **Write** the function that does it.
# - **Check** it. Once it is right, go on; if it is not, the card says why.
# - **Checkpoint**: questions of the kind that a colleague would ask you. Every wrong answer explains why it tempts.
#
# You may leave an exercise unfinished and go on. Nothing later depends on it: where the course needs an earlier function,
# it brings its own.

# %% [markdown] minutes=7
# ## 4 · NumPy: shape, axis, broadcasting, `*` and `@`
#
# Data in this course are arrays. An array's **shape** says how many numbers lie along each **axis**. Below is a table of
# two rows and three columns: shape `(2, 3)`. Axis 0 counts the rows, axis 1 the columns.

# %% tags=["explore"]
A = np.array([[1, 2, 3], [10, 20, 30]])
print(A)
print("shape:", A.shape)

# %% question="start-sum-along-axis-0" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## The axis that you name disappears

# %% tags=["explore", "hide-input"] slide="-"
plots.axes_of_a_table()

# %% [markdown]
# The axis that you name is the one that is summed away: shape `(2, 3)` becomes `(3,)` along axis 0, and `(2,)` along
# axis 1. Now explore. Run this cell, then change `axis=0` to `axis=1` and `sum` to `mean`, and predict each result.

# %% tags=["explore"]
print(A.sum(axis=0), "has the shape", A.sum(axis=0).shape)

# %% [markdown]
# **Broadcasting.** Arrays of different shapes can be added or multiplied if they fit. Their shapes are lined up from the
# right, and an axis that is missing, or has length 1, is repeated:
#
# ```
# A      (2, 3)         A        (2, 3)
# row       (3,)        column   (2, 1)
# A+row  (2, 3)         A+column (2, 3)
# ```
#
# By hand: adding the row `100, 200, 300` gives `101, 202, 303` in the first row and `110, 220, 330` in the second.

# %% tags=["explore"]
row = np.array([100, 200, 300])
column = np.array([[0.5], [0.25]])
print(A + row)
print(A + column)

# %% [markdown] only="deck" slide="slide"
# ## Broadcasting: line shapes up from the right
#
# ```
# A      (2, 3)         A        (2, 3)
# row       (3,)        column   (2, 1)
# A+row  (2, 3)         A+column (2, 3)
# ```

# %% [markdown]
# **`*` against `@`.** `*` multiplies entry by entry, with broadcasting. `@` is the matrix product: entry by entry, *and then
# summed*. By hand, for the vectors `1, 2` and `10, 100`: `*` gives `10, 200`, and `@` gives 10 + 200 = 210.
#
# For two tables, `@` does this with every row of the first and every column of the second. Shapes `(N, D)` and `(D, H)`
# give `(N, H)`: the inner numbers must agree, and they disappear.

# %% tags=["explore"]
x, w = np.array([1.0, 2.0]), np.array([10.0, 100.0])
print("x * w =", x * w)
print("x @ w =", x @ w)
print("shape of (4, 3) @ (3, 2):", (np.ones((4, 3)) @ np.ones((3, 2))).shape)

# %% [markdown] minutes=2
# ## 5 · Checkpoint
#
# Two questions, to see whether it has stayed.

# %% question="start-star-or-at" slide="slide"

# %% question="start-broadcasting" slide="slide"

# %% [markdown] minutes=2
# ## 6 · When you are stuck, and what comes next
#
# - **Hints** open one at a time in the card of a check. `check(double).hint(1)` prints the first one.
# - **Solutions** are in the folder `solutions`: for each lesson a solved notebook. Try first. Then compare, even when your
#   check is green: there is often more than one good way.
# - **Progress.** Your work is kept in the notebook itself: save it with Ctrl + S, or ⌘ + S on a Mac. To see your points,
#   open a terminal (File, New, Terminal) and type `autograder check lessons/00-start-here/start-here.ipynb`.
# - **Reset.** To start a lesson afresh, type `autograder reset 00-start-here`. Your notebook is not lost: it stays beside
#   the fresh one under another name. `autograder build` never overwrites a notebook that you have worked in.
# - **An odd error?** Names live only as long as the notebook's kernel. Choose *Run*, then *Run All Above Selected Cell*.
#
# **What you can do now**
#
# - You can run cells, answer a question, write a function and read what its check says.
# - You can tell which axis a sum removes, and whether two shapes fit.
# - You can choose between `*` and `@`.
#
# **Next**: open the next lesson in the folder `lessons`. The course begins with a single artificial neuron and ends with a
# network of your own that reads handwritten digits.
#
# **Two good readings**, if NumPy is new to you: *NumPy: the absolute basics for beginners*, in NumPy's own
# documentation; and Jake VanderPlas, *Python Data Science Handbook*, 2nd edition, O'Reilly, 2022, part II.
