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
#     minutes: 19
# ---

# %% [markdown] only="deck" slide="slide"
# # Start here
#
# Lesson 00 · how the workbook works, and the NumPy that it needs

# %% [markdown] only="deck" slide="notes"
# 19 minutes at the screen, best with the notebook open beside the slides. Let everybody write and check *double* before you go on to
# NumPy: nobody should leave without having had one answer checked.

# %% [markdown] only="deck" slide="slide"
# ## What you will have written

# %% [markdown] minutes=3
# # Start here
#
# ## 1 · Where you are
#
# This course builds neural networks from nothing but Python and NumPy. Below is where it leads: a small network that reads
# handwritten digits. Click into the cell and press **Shift + Enter**, or the ▶ at the top: the cell runs. Then draw a digit.
#
# It was trained with the functions that you are going to write, on 1,000 images and on copies of them, turned and moved a
# little. At the end of the course a network of your own reads your own hand. This first lesson takes 19 minutes in all.

# %% tags=["explore"] slide="-"
from workbook.explore import DrawADigit

DrawADigit()

# %% [markdown] only="deck" slide="notes"
# Draw live in JupyterLab, or let somebody come forward. Then draw something that is no digit: some of that is refused, and some
# is read with high probability, because the network knows ten digits and nothing else.

# %% [markdown]
# What you draw becomes 64 pixels. Each of 16 units multiplies all 64 by numbers of its own, adds them up with one number more, and
# passes the sum on where it is above 0. Ten more units make such sums of what is passed on, and these ten become
# probabilities. That is all, and you will write each line of it. Other people, with a pen, wrote the digits that it learnt from: yours may differ, and then it errs
# more often.
#
# **How this goes on.** You will write every part yourself, and every part is checked while you write it. This first
# lesson shows how a lesson works and refreshes what you need of NumPy. In ten minutes you will have written your
# first function and had it checked.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 3 |
# | 2 · Your first exercise | 6 |
# | 3 · The rhythm of a lesson | 1 |
# | 4 · NumPy: shape, axis, broadcasting, `*` and `@` | 5 |
# | 5 · Checkpoint | 1 |
# | 6 · How far you are, when you are stuck, and what comes next | 3 |
#
# A notebook is made of cells. Some hold text, like this one; some hold Python. When you run a cell, the next one is selected. Run all
# three cells below.
#
# To the left of a cell, `[*]` means that it is running, and a number that it has run. The first two cells show nothing else:
# they load what this notebook needs. Run them again whenever you come back to it. The third draws the six steps that
# every idea in this course goes through. You are about to take them once. Where a text stands folded under *Answered? Then look*, it
# gives the answer to the question above it: answer first, then click on the line.

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

# %% [markdown] only="deck" slide="-"
# - **predict**: an answer before you see, so that you notice what you did not know
# - **write**: every part yourself, in NumPy
# - **check**: what is wrong, and why, while you write it

# %% [markdown] only="deck" slide="notes"
# Point at *predict*. An answer given beforehand is what makes the result worth looking at; nobody is marked for it.

# %% [markdown] minutes=6
# ## 2 · Your first exercise
#
# An **array** is NumPy's way to hold many numbers: in a row, in a table, or in more directions than that. Run the next
# cell. It asks what happens when you compute with one. Choose an answer before you know: that is the step *predict*.

# %% question="start-two-times-array" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## Write it, then check it
#
# ```
# def double(x):
#     return x ** 2
#
# check(double)
# ```
#
# - double: **not right yet**, 0 of 1 point
# - called with 1, −2, 0.5 it should give 2, −4, 1; it gave 1, 4, 0.25
# - "x ** 2 multiplies each number by itself; doubling multiplies it by 2."

# %% [markdown] only="deck" slide="notes"
# Do this live, with this mistake. Read the card aloud from top to bottom, open *Hint 1*, then put it right. Every check
# draws fresh numbers, so a function that only fits the example does not pass.

# %% [markdown]
# Now write it. Three cells follow:
#
# 1. The first says what is wanted.
# 2. The second is yours to write in. The text between the triple quotes says it all exactly: what comes in, what goes
#    out, and an example. Below it, replace the line `raise NotImplementedError()` by your own. Keep the four spaces
#    before it, and begin with `return`: this is how a function hands its answer back. Then run the cell.
# 3. The third checks your function. Run it too.
#
# A check says most about a mistake. To see that, make one first: write `return x ** 2`, run both cells, and read.
# Then put it right.

# %% exercise="double"

# %% [markdown]
# The card ticks what is right. For what is not, it shows a call that fails, what was expected, and what came. After every
# change, run your cell first and then its check. A check draws fresh numbers each time, and grading uses the same recipe:
# when the card says *right*, you have full marks.
#
# **Stuck?** The card of a wrong answer has hints. Click on *Hint 1*; the next one opens inside it. Each says a little more
# than the one before, and the last says almost all.

# %% [markdown] minutes=1
# ## 3 · The rhythm of a lesson
#
# You have just gone through most of it. These are the six steps of the picture at the top:
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
# it brings its own. Exercises that are called *stretch* are harder and carry no points: take them or leave them.

# %% [markdown] minutes=5
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

# %% [markdown] only="deck" slide="notes"
# Cover a row of boxes with your hand and ask what is left. Ask for the shape before and after: (2, 3), then (3,) or (2,).

# %% [markdown] held="start-sum-along-axis-0"
# The axis that you name is the one that is summed away: shape `(2, 3)` becomes `(3,)` along axis 0, and `(2,)` along
# axis 1. A shape with a single number, such as `(3,)`, is that of a plain row of numbers; Python writes the comma.

# %% [markdown]
# Now explore. Run this cell. Then change `axis=0` to `axis=1` in both places, predict the result, and run it again. Do the
# same with `mean` in place of `sum`.

# %% tags=["explore"]
print(A.sum(axis=0), "has the shape", A.sum(axis=0).shape)

# %% [markdown]
# **Broadcasting.** Arrays of different shapes can be added or multiplied if they fit. Their shapes are lined up from the
# right. Two lengths that stand above each other must be equal, or one of them must be 1 or missing: then it is repeated.
#
# ```
# A      (2, 3)         A        (2, 3)
# row       (3,)        column   (2, 1)
# A+row  (2, 3)         A+column (2, 3)
# ```
#
# By hand: adding the row `100, 200, 300` gives `101, 202, 303` in the first row and `110, 220, 330` in the second. The last
# lines of the cell try what cannot fit, a row of two. When Python stops with an error, read its last line first: it
# says what went wrong.

# %% tags=["explore"]
row = np.array([100, 200, 300])
column = np.array([[0.5], [0.25]])
print(A + row)
print(A + column)
try:
    A + np.array([100, 200])
except ValueError as error:
    print("ValueError:", error)

# %% [markdown] only="deck" slide="slide"
# ## Broadcasting: line shapes up from the right
#
# ```
# A      (2, 3)         A        (2, 3)
# row       (3,)        column   (2, 1)
# A+row  (2, 3)         A+column (2, 3)
# ```
#
# - $(2, 3)$ and $(3,)$: 3 meets 3, so the row is used twice
# - $(2, 3)$ and $(2, 1)$: 3 meets 1, so the column is used three times
# - $(2, 3)$ and $(2,)$: 3 meets 2, and NumPy refuses

# %% [markdown] only="deck" slide="notes"
# Ask for more pairs: (4, 3) and (4,)? (4, 3) and (4, 1)? (4, 1) and (3,)? The last gives (4, 3), which surprises most.

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

# %% [markdown] only="deck" slide="slide"
# ## `*` against `@`
#
# For the vectors 1, 2 and 10, 100:
#
# - `x * w` gives 10, 200: entry by entry
# - `x @ w` gives 10 + 200 = 210: entry by entry, *and then summed*
#
# For tables: shapes $(N, D)$ and $(D, H)$ give $(N, H)$. The inner numbers must agree, and they disappear.

# %% [markdown] only="deck" slide="notes"
# Do one entry of a table by hand: a row of the first, a column of the second. Shape (4, 3) with shape (3, 2) gives?

# %% [markdown] minutes=1
# ## 5 · Checkpoint
#
# Two questions, to see whether it has stayed.

# %% question="start-star-or-at" slide="slide"

# %% question="start-broadcasting" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## On your own
#
# - **Stuck?** The card of a check has hints. The folder `solutions` has every lesson solved.
# - **How far am I?** Save, then `progress()` in a notebook, or `autograder progress` in a terminal.
# - **An odd error?** *Run*, then *Run All Above Selected Cell*.
# - **Afresh?** `autograder reset 00-start-here` keeps your notebook beside the fresh one.

# %% [markdown] only="deck" slide="notes"
# Show the view of progress once, and follow its link *Next*: it opens lesson 01 at its first exercise.

# %% [markdown] minutes=3
# ## 6 · How far you are, when you are stuck, and what comes next
#
# **How far you are.** Your work is kept in the notebooks themselves. JupyterLab saves them every half minute; **Ctrl + S**, or
# ⌘ + S on a Mac, saves at once. Save now, then run the next cell. It reads your saved notebooks and shows what is done
# and what is next. Its links lead to the exercises.

# %% tags=["explore"]
from workbook.progress import progress

progress()

# %% [markdown]
# In a terminal (*File*, *New*, *Terminal*), `autograder progress` shows the same.
#
# **What stays.** Your answers and checks are kept in a file of your own, `my-answers.jsonl`, in the course's folder on this
# machine and nowhere else. Delete it, and they are forgotten. From tomorrow on the notebook [*Review*](../../lessons/review.ipynb) asks
# again what you are about to forget, for about ten minutes: begin each sitting with it. In a lesson's section *Review*, what
# is due stands in place of its own five questions.
#
# **When you are stuck**
#
# - **Hints** are in the card of a check. `check(double).hint(1)` prints the first one.
# - **Solutions** are in the folder `solutions`, one solved notebook per lesson: [this lesson, solved](../../solutions/00-start-here/start-here.ipynb).
#   Try first. Then compare, even when your check says *right*: there is often more than one good way.
# - **An odd error**, say `NameError: name 'np' is not defined`? Behind each notebook runs a Python, its *kernel*. It forgets all names
#   when it is restarted, and when you come back another day. Choose *Run*, then *Run All Above Selected Cell*.
# - **Reset.** To start a lesson afresh, close its notebook and type `autograder reset 00-start-here` in a terminal. Yours is not
#   lost: it stays beside the fresh one, under the name `start-here-mine-1.ipynb`.
# - **A mark that you think is wrong**, where somebody grades your work? Add a text cell that begins `**Regrade request** double:`, write
#   why behind it, and hand the notebook in again. A person reads it.
#
# **What you can do now**
#
# - You can run cells, answer a question, write a function and read what its check says.
# - You can tell which axis a sum removes, and whether two shapes fit.
# - You can choose between `*` and `@`.
#
# **Next**: [lesson 01, *From brain cell to artificial neuron*](../01-neuron/neuron.ipynb). All lessons are in the folder `lessons`.
# If NumPy, classes, logarithms or slopes are new to you or long ago, open the [Toolbox](../00-toolbox/toolbox.ipynb) first: ten questions say
# which of its parts you need. You can also leave it until a lesson sends you there.
#
# A word with dots below it was explained in an earlier lesson: rest the pointer on it. All of them, and the letters of the formulas, are in the
# [glossary](../glossary.ipynb).
#
# The course begins with a single artificial neuron and ends with a network of your own that reads handwritten digits.
#
# **Two good readings**, if NumPy is new to you: *NumPy: the absolute basics for beginners*, in NumPy's own
# documentation; and Jake VanderPlas, *Python Data Science Handbook*, 2nd edition, O'Reilly, 2022, part II.
