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
#     title: Choosing a model
#     lesson: 11-choosing
#     minutes: 150
# ---

# %% [markdown] only="deck" slide="slide"
# # Choosing a model
#
# Lesson 11 · which family, against which baseline, judged by what

# %% [markdown] only="deck" slide="notes"
# 150 minutes with all exercises; about 45 for the talk and the questions alone. Every table is measured while the deck is built,
# on simulated data. Questions run think, vote, reveal. Have the explorable open in JupyterLab beforehand.

# %% [markdown] minutes=2
# # Choosing a model
#
# ## 1 · Where you are
#
# You can build a network, train it, and keep it from learning by heart. This lesson asks what comes before all that, and is asked
# too seldom: *should it be a network at all?* And if so, of which kind? The answer is never a matter of taste. It comes from
# three measurements: a baseline, an honest split, and a measure that fits the task.
#
# **At the end you can**
#
# - name four families of models, and say what each takes for granted about its data;
# - judge a classifier whose classes are unequal, and treat a rare class without fooling yourself;
# - choose a threshold by what errors cost, and draw all thresholds as one curve;
# - compare a network with a traditional method: by accuracy, samples, time, and what can be read from it;
# - write a convolution and a recurrent step.
#
# | section | minutes |
# |---|---|
# | 1 · Where you are | 2 |
# | 2 · Families, and a baseline | 7 |
# | 3 · What accuracy hides | 22 |
# | 4 · Rare classes | 12 |
# | *a good place to stop* | |
# | 5 · Where to cut | 29 |
# | 6 · Network or traditional method? | 39 |
# | *a good place to stop* | |
# | 7 · Images: one window, used everywhere | 14 |
# | 8 · Sequences: one step, used at every time | 9 |
# | 9 · Break it | 8 |
# | 10 · You will read that … | 3 |
# | 11 · Checkpoint | 1 |
# | 12 · Review | 3 |
# | 13 · What you can do now | 1 |
#
# Nine exercises carry 20 points. Four more, marked *stretch*, wait in section 14, outside these minutes.

# %% slide="skip"
import numpy as np

from autograder import check
from workbook import nn

# %% tags=["explore"] slide="skip"
from workbook.checkpoints import ask
from workbook.explore import HowManySamples, WhereToCut
from workbook.plots import choosing as plots
from workbook.plots import choosing_families as families
from workbook.plots import choosing_measured as measured
from workbook.plots import choosing_methods as methods

# %% [markdown] minutes=7 items=["C1"]
# ## 2 · Families, and a baseline
#
# A **family** says how units are connected. With that it says what a network takes for granted about its data.

# %% [markdown] only="deck" slide="slide"
# ## Four families

# %% tags=["explore", "hide-input"] slide="-"
plots.four_families()

# %% [markdown] items=["C1"]
# - **One unit**: logistic regression, or a straight line. Each input counts by itself, for or against.
# - **MLP**, the multi-layer perceptron: at least one hidden layer, every unit connected with all of the layer before. It takes
#   little for granted. That is its strength, and a reason why it often needs more samples.
# - **CNN**, the convolutional network: a small window with the same weights everywhere. It takes for granted that neighbours belong
#   together and that a thing is the same thing in another place. That suits images.
# - **RNN**, the recurrent network: the same step at every time, with a state that is handed on. It takes for granted that order
#   matters. That suits sequences: sounds, sensor readings, text.
#
# The first three are **feed-forward**: signals go from the input to the answer and never come back. In an RNN the state comes back,
# one time step later. (Large language models are built from *transformers*, a younger family, also feed-forward; this course does
# not build one.)

# %% [markdown] only="deck" slide="notes"
# Ask for each picture what it takes for granted. Count the different weights: 5, 24, 6, 3. Feed-forward is no fifth family: it is the name for
# the first three, in which nothing comes back.

# %% question="c1-which-family" slide="slide"

# %% [markdown] items=["CP2"]
# **Whatever the family: what has it to beat?** A **baseline** is the answer that costs nothing: the commoner class, the mean,
# yesterday's value. For a series over time it is **persistence**: *tomorrow will be as today*.
#
# A forecast of numbers is often judged by $R^2 = 1 - \text{mean squared error} / \text{variance}$ of the true values. It is 1 if the forecast is perfect,
# 0 if it is as good as the mean of the true values, and below 0 if it is worse. (With targets 1, 2, 3 and forecasts 1, 2, 4: the error is $1/3$, the
# variance $2/3$, so $R^2 = 0.5$.) **Predict:**

# %% question="cp2-ninety-nine"

# %% [markdown] only="deck" slide="slide"
# ## One walk, two ways to choose the test days

# %% tags=["explore", "hide-input"] slide="-"
plots.two_splits()

# %% [markdown] items=["CP2"]
# This price is a *random walk*: each day it changes by 1 % or so, up or down, by chance alone. Nothing in it can be forecast. Here is
# what a network that sees the last five days seems to achieve all the same. The last column asks another question, “will it be
# higher in 20 days?”, and answers as the five nearest known days did. In brackets stands the range over ten walks.

# %% [markdown] only="deck" slide="slide"
# ## What is forecast, where nothing can be

# %% tags=["explore", "hide-input"] slide="-" held="cp2-ninety-nine"
measured.forecasts()

# %% [markdown] items=["CP2"] held="cp2-ninety-nine"
# Read it column by column. An $R^2$ of 0.99 looks splendid, and persistence has more. With every walk and both splits the network's error is
# *larger* than that of doing nothing. And with shuffled days nine directions in ten are “right”, for each test day has neighbours in
# training whose next 20 days are nearly its own. In the order of time, the only order in which anybody will ever use it, it is
# a coin: on single walks anything from 14 to 64 %, since the days of one walk rise or fall together; about half on the mean.
#
# Real prices are not exactly a random walk. But persistence is hard to beat there too: Meese and Rogoff (1983) found it so for exchange
# rates. **You will read** “prices are a sequence, so take an RNN”. The family is a fair choice. What decides is whether it beats
# persistence on days that come *after* its training.

# %% [markdown] only="deck" slide="notes"
# Cover the last two columns first, and ask who would buy this forecast. Then uncover them one by one. Why nine in ten? The next 20 days of a
# test day and of its neighbour have 19 in common. Ten walks: the middle one, and the range.

# %% question="cp2-stock-prices" slide="slide"

# %% [markdown] minutes=22 items=["R4"]
# ## 3 · What accuracy hides
#
# Classes are seldom equal in number. Few mails are fraud, few patients have the disease. This is called **imbalance**. Accuracy says little then (lesson 10).
# But what does a single alarm say? **Predict:**

# %% question="r4-is-it-fraud" slide="slide"

# %% [markdown] items=["R4"] held="r4-is-it-fraud"
# Count it out for 1,000 mails. Of 10 frauds 9 raise an alarm; of 990 others 9 %, that is 89, do so too. So of 98 alarms 9 are true: one in eleven. Where a class
# is rare, a small share of false alarms is a large number of them.

# %% [markdown] items=["R4"]
# So count class by class. The **confusion matrix** has a row for each true class, a column for each answer. **By hand**, for nine mails, where
# 1 means fraud:
#
# $$y = (0, 0, 0, 0, 0, 1, 1, 1, 1), \quad \text{answers} = (0, 0, 0, 0, 1, 1, 1, 1, 0)
# \qquad\Rightarrow\qquad C = \begin{pmatrix} 4 & 1 \\ 1 & 3 \end{pmatrix}$$
#
# The diagonal is right. Above it, one false alarm; below it, one fraud that was missed. (Some books put the truth into the columns.
# Look at the labels before you read one.)

# %% [markdown]
# One way is a loop over `zip(y_true, y_pred)` that adds 1 at one place each time. Without a loop: `np.add.at(C, (rows, columns), 1)` adds 1
# at every place in the two lists, twice where a place stands twice.

# %% exercise="confusion_matrix"

# %% [markdown] items=["R4"]
# **Say it precisely**, for two classes, looked at from class 1. TP are the ones that were found, FP the false alarms, FN the ones
# that were missed:
#
# $$\text{precision} = \frac{\text{TP}}{\text{TP} + \text{FP}}, \qquad
# \text{recall} = \frac{\text{TP}}{\text{TP} + \text{FN}}, \qquad
# F_1 = \frac{2\,\text{TP}}{2\,\text{TP} + \text{FP} + \text{FN}} .$$
#
# **Precision**: of all alarms, how many were true? **Recall**: of all frauds, how many were found? $F_1$ is their harmonic mean, which is
# near the smaller of the two. **By hand**, above: TP = 3, FP = 1, FN = 1; precision $3/4$, recall $3/4$, $F_1 = 6/8$. Whoever
# never raises an alarm has a recall of 0, and a precision of $0/0$, which we count as 0.
#
# `(y_true == 1) & (y_pred == 1)` is `True` where both hold, `np.sum` of it counts how often.

# %% [markdown] only="deck" slide="slide"
# ## What accuracy hides
#
# $$\text{precision} = \frac{\text{TP}}{\text{TP} + \text{FP}} \qquad
# \text{recall} = \frac{\text{TP}}{\text{TP} + \text{FN}}$$
#
# $$F_1 = \frac{2\,\text{TP}}{2\,\text{TP} + \text{FP} + \text{FN}}$$
#
# - Precision: of all alarms, how many were true?
# - Recall: of all that is there, how much was found?
# - Found 3, false alarms 1, missed 2: $\ \tfrac34$, $\tfrac35$, $\tfrac69$

# %% [markdown] only="deck" slide="notes"
# Which of the two matters more is no question of mathematics. Ask for a task where a miss is worse, and for one where a false alarm is.

# %% exercise="precision_recall_f1"

# %% [markdown] minutes=12 items=["R4"]
# ## 4 · Rare classes
#
# A cost is a mean over samples, so the common class has most of the say. Two remedies are in common use.
#
# **Class weights** give each class the same say. With $N$ samples in $K$ classes, a class with $n$ samples gets the weight
# $N / (K n)$. **By hand**, 8 zeros and 2 ones: $10 / (2 \cdot 8) = 0.625$ and $10 / (2 \cdot 2) = 2.5$. Both classes then weigh 5
# together. (`classes, counts = np.unique(y, return_counts=True)` gives the classes in order, and how often each occurs.)

# %% exercise="class_weights"

# %% [markdown] items=["R4"]
# **SMOTE**, the *synthetic minority over-sampling technique*, makes new samples of the rare class. Take one of its rows, one of that
# row's $k$ nearest rows of the same class, and a random number $u$ between 0 and 1. (In lesson 09 $u$ was Adadelta's average; here it
# is this number.) The new sample lies on the line between them:
#
# $$\text{new} = \text{row} + u \cdot (\text{neighbour} - \text{row}) .$$
#
# **By hand**, from $(1, 2)$ towards $(5, 4)$ with $u = \tfrac14$: $(1 + \tfrac14 \cdot 4,\ 2 + \tfrac14 \cdot 2) = (2, 2.5)$. One
# $u$ for all features, else the sample would leave the line.

# %% [markdown] only="deck" slide="slide"
# ## SMOTE: samples between neighbours

# %% tags=["explore", "hide-input"] slide="-"
plots.synthetic_samples()

# %% [markdown] only="deck" slide="notes"
# Ask what the crosses know that the circles do not: nothing. They fill in; they bring no new information. Some lines run through the common
# class: there SMOTE invents.

# %% [markdown] items=["R4"]
# Do they help? Logistic regression, which section 6 builds, on data of which one sample in twenty is rare. Weights and SMOTE see the training data
# alone; all are judged on the same new samples. Means of ten draws:

# %% [markdown] only="deck" slide="slide"
# ## Do they help?

# %% tags=["explore", "hide-input"] slide="-"
measured.remedies()

# %% [markdown] items=["R4"]
# The first row is the baseline: 95 % right, and of no use. Weights and SMOTE find more than three times as many of the rare ones, and pay with false
# alarms. $F_1$ hardly moves. The last row does the same for nothing: the *unchanged* model, which calls “rare” what has a
# chance of more than 0.05. And look at the last column. One in twenty *is* rare; only the unchanged model says so. The others
# report chances that are about five times too high.
#
# So: first ask what a miss and a false alarm cost, then set the threshold. Weights and SMOTE come after that, compared with it.
#
# With SMOTE there is a trap. **Predict:**

# %% question="r4-smote-before-the-split"

# %% [markdown] only="deck" slide="slide"
# ## SMOTE before the split, and after it

# %% tags=["explore", "hide-input"] slide="-" held="r4-smote-before-the-split"
measured.smote_orders()

# %% [markdown] items=["R4"] held="r4-smote-before-the-split"
# In the middle column the labels are drawn by chance: nothing can be learnt, and an honest test finds about one in seven, by chance: with single draws from none to
# a third. With SMOTE before the split the same network “finds” more than nine in ten. Synthetic rows on the test side lie between real rows on the training
# side. (The test data are balanced then, too, which alone raises $F_1$; recall is not touched by that.) The right column is the
# dangerous one: there *is* something to learn, so nobody grows suspicious.
#
# **The rule:** split first. Then weights, SMOTE, scaling, choice of features, all from training data alone. Validation and test data stay
# as the world is.

# %% [markdown] only="deck" slide="notes"
# Labels by chance are the best lie detector there is: shuffle your labels, run everything again, and see whether the score falls to
# chance.

# %% question="r4-smote-order" slide="slide"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# A network is chosen after a baseline, never before. Accuracy hides rare classes: count them in a confusion matrix, and look at precision and recall.
# Class weights and SMOTE move the balance, on training data only, after the split. What is still open: where to cut, and when a network is worth its
# price.
#
# </details>

# %% [markdown] minutes=29 items=["R4"]
# ## 5 · Where to cut
#
# A model gives a score, and somebody has to say from which score on an alarm is raised: the **threshold**. So one model is a whole family of classifiers, one for each threshold: answer 1 where the score is at least that.
# A high one means few alarms and many misses, a low one the reverse.
#
# The **ROC** curve shows all of them at once: recall, the share of the rare that is found, against the share of the common that is called rare. It begins at $(0, 0)$, with a threshold above every score, and each score, from the largest
# to the smallest, adds a point. **By hand**, four cases with the labels $1, 1, 0, 0$ and the scores $0.9, 0.4, 0.6, 0.1$. With the threshold $0.9$ one of two is found, without a false alarm: $(0, \tfrac12)$. With $0.6$ comes a false alarm: $(\tfrac12, \tfrac12)$. With
# $0.4$: $(\tfrac12, 1)$. With $0.1$: $(1, 1)$. A model that guesses stays on the diagonal.
#
# Cases with *equal* scores cannot be parted by any threshold: they come in one step. (`np.unique(scores)` gives each score once, from small to large; `[::-1]` turns that round.)

# %% exercise="roc_curve"

# %% [markdown] items=["R4"]
# **Which point to take**, the curve cannot say. The costs can. Let a false alarm cost $c_{\text{FP}}$ and a miss $c_{\text{FN}}$; the total for a threshold is $c_{\text{FP}} \cdot \text{FP} + c_{\text{FN}} \cdot \text{FN}$. **By hand**, for the four cases above, with costs 1 and 1: at $0.9$ one
# miss, cost 1; at $0.6$ one miss and one false alarm, 2; at $0.4$ one false alarm, 1; at $0.1$ two, 2; never an alarm: two misses, 2. Of the two that cost 1 take the larger, $0.9$. If a miss costs 5, it is $0.4$. (With `called = scores >= 0.4` the others are `~called`, and `called & (y == 0)` are the false alarms.)

# %% exercise="best_threshold"

# %% [markdown] items=["R4"]
# Move the threshold, the costs and the scores themselves. Beside the ROC curve stands **precision against recall**, which shows more where one class
# is rare:

# %% [markdown] only="deck" slide="slide"
# ## Where to cut?

# %% tags=["explore"] slide="-"
WhereToCut()

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Ask before each move: which of the four counts will change, and which way? Then let the rare class become rarer.

# %% [markdown] items=["R4"]
# If the scores are true probabilities, no data are needed: an alarm pays where $c_{\text{FN}} \, p > c_{\text{FP}} (1 - p)$. With 20 for a miss and 1 for a false alarm that is from $p = 1/21 \approx 0.05$ on. Below, the unchanged logistic regression of section 4, cut everywhere:

# %% [markdown] only="deck" slide="slide"
# ## Cut everywhere

# %% tags=["explore", "hide-input"] slide="-"
plots.where_to_cut()

# %% [markdown] only="deck" slide="notes"
# One model, five training sets, all thresholds. Let a miss cost 20 and a false alarm 1: where would the room cut? Then 2 and 1. Neither curve changes; only the place on it
# does. 0.5 is right only where both errors cost the same.

# %% [markdown] items=["R4"]
# Measured, the lowest cost lies where it should, near 0.05, and is less than half of that at 0.5, the threshold that nobody chose. The cost curve is flat around its
# lowest place: a threshold need not be exact. It is chosen on validation data, like all that is chosen.

# %% [markdown] minutes=39 items=["CP6", "C2"]
# ## 6 · Network or traditional method?
#
# The traditional method to beat is **logistic regression**, the one sigmoid unit that makes a cost as small as it can be:
#
# $$J(w, b) = \frac1N \sum_{n} \text{loss}_n + \frac{\lambda}{2} \sum_{j} w_j^2 .$$
#
# The loss is binary cross-entropy. $\lambda > 0$ is L2's, from lesson 10; it does not touch $b$. There is a single lowest place, so the answer does not
# depend on the way there. Its gradient is $X^{\mathsf T}(p - y)/N + \lambda w$, of shape $(D,)$, and for $b$ the mean of $p - y$.
#
# **By hand**, with $X = (1, -1)$, $y = (1, 0)$ and $\lambda = \tfrac12$. At $w = 0$, $b = 0$ both $p$ are $\tfrac12$, so $p - y$ is
# $(-\tfrac12, \tfrac12)$. The slope is $\tfrac12(-\tfrac12 \cdot 1 + \tfrac12 \cdot (-1)) = -\tfrac12$. One step with rate 1 leads to
# $w = \tfrac12$; further ones to 0.675, where $\lambda w$ and the pull of the data are equal.
#
# Gradient descent will do, with a rate of 0.5 and 2,000 steps or so. (The workbook's own solution is quicker: `np.linalg.solve(H, g)` finds the step at whose end
# a bowl with these slopes and curvatures has its lowest point; `while True:` repeats it until `break`, and `np.logaddexp(0, z)` is $\ln(1 + e^z)$ without overflow.) With `sample_weight`, each sample's $p - y$ is multiplied by its weight.
#
# Two lines of Python that may be new: a parameter that is not given is `None` here, and `np.ones(len(y)) if sample_weight is None else sample_weight` picks one
# of two values. `np.mean` and `float(…)` make a plain number of $b$'s slope.

# %% [markdown] only="deck" slide="slide"
# ## The method to beat: logistic regression
#
# $$J(w, b) = \frac1N \sum_{n} \text{loss}_n + \frac{\lambda}{2} \sum_{j} w_j^2$$
#
# - One sigmoid unit; the loss is binary cross-entropy
# - Convex: a single lowest place, whatever the way there
# - Slope for $w$: $\ X^{\mathsf T}(p - y)/N + \lambda w$
#
# By hand: $X = (1, -1)$, $y = (1, 0)$, $\lambda = \tfrac12$: slope $-\tfrac12$ at 0; the end is $w = 0.675$

# %% exercise="logistic_regression_fit"

# %% [markdown] items=["CP6"]
# “You have 500 samples. Network or logistic regression?” Let us measure. **Predict** first, for a small case:

# %% question="cp6-forty-on-a-line"

# %% [markdown] items=["CP6"]
# **Explore.** Choose a structure and drag N. Both models are trained in the page, six times for each size, and judged on 500 new samples.
# The bands show all six. Can you reach the four goals?

# %% [markdown] only="deck" slide="slide"
# ## How many samples?

# %% tags=["explore"] slide="-"
HowManySamples(structure="moons")

# %% [markdown] only="deck" slide="notes"
# Escape gives the keys back to the slides. Take bets on each structure before you choose it. Then ask for the one structure where
# more samples help nobody.

# %% [markdown] only="deck" slide="slide"
# ## 40 and 500 samples, five structures

# %% tags=["explore", "hide-input"] slide="-" held="cp6-forty-on-a-line"
methods.five_structures()

# %% [markdown] only="deck" slide="notes"
# Nothing was tuned on any side. Trees: scikit-learn's gradient boosting as it comes. Which column would the room take for its own tables?
# With 40 samples, with 500?

# %% [markdown] items=["CP6"] held="cp6-forty-on-a-line"
# *Ten measurements* imitates data on breast cancer: skewed, correlated measurements of cells, 37 % malignant (of these test cases 39 %). There, and on the noisy line, 500
# samples bring the models within a point of each other, so take the simplest one. On the line the network was four points behind with 40 samples, and has caught up at
# about 120. On moons it is ahead with 40 samples already; on XOR logistic regression stays a coin, however many there are.
#
# The column *trees* is the method that a network should be compared with on any table: **boosted trees**, many small decision trees, each made for the errors of those before
# (here scikit-learn's, kept by a script; this course does not build them). With 500 samples and no tuning they come within a point of the network or so, and on spirals
# they are ahead by ten. On tables of columns they are often the best of all (Grinsztajn and others, 2022), and are quickly tried.
#
# **You will read** “500 samples are too few for a network”. The number decides little. The *structure* decides, and it is measured: baseline, simple model,
# trees, network, in this order.

# %% question="cp6-five-hundred" slide="slide"

# %% [markdown] items=["C2"]
# Accuracy is one column of several. **Predict** another one:

# %% question="c2-how-much-longer"

# %% [markdown] only="deck" slide="slide"
# ## Nearly the same accuracy, side by side

# %% tags=["explore", "hide-input"] slide="-" held="c2-how-much-longer"
methods.against()

# %% [markdown] items=["C2"] held="c2-how-much-longer"
# With 29 times the parameters the network is ahead by half a point or so, on eleven of twelve training sets. (The network of 12 units in the table before was as far behind,
# on data of the same kind: such a lead is one of this network, not of networks.) It took several times as long as 2,000 steps of
# descent, and hundreds of times as long as **Newton's method**, which divides by the second derivatives and is done in about ten steps. So “how much longer?” has no one answer: it
# depends on what it is compared with. (Times differ from machine to machine, and from run to run.) For 500 cases nobody has to wait for either; for a search over a hundred settings it matters.

# %% [markdown] items=["C2"]
# **Network or traditional method**, in four rows, as slides have it; and what this section measured:
#
# | | network | traditional method | measured here |
# |---|---|---|---|
# | complexity | learns complicated relations | limited, by the form that it is given | XOR, spirals: a line fails; but trees do not |
# | features | finds its own from raw data | made by hand: **feature engineering** | with the feature $x_1 x_2$, made by hand, a line solves XOR |
# | interpretability | lower | higher | weights, against probing from outside (next) |
# | speed | slower on small data | faster | the table above |
#
# In images, sound and text the raw features say little one by one, and to make good ones by hand took people decades. There networks pay. On tables like this one there is little to find.

# %% [markdown] only="deck" slide="slide"
# ## Network or traditional method?
#
# | | network | traditional |
# |---|---|---|
# | **complexity** | complicated relations | the form that it is given |
# | **features** | finds its own | feature engineering, by hand |
# | **interpretability** | lower | higher |
# | **speed, small data** | slower | faster |
#
# True as a rule; boosted trees are traditional, and not limited to lines

# %% [markdown] only="deck" slide="notes"
# Ask for each row what has been measured, and what would turn it round. A line with the feature x₁·x₂ solves XOR: somebody had to know that feature.

# %% tags=["explore"]
(X, y), (T, u) = methods.xor_samples()
raw = X, T
made = [np.column_stack([part, part[:, 0] * part[:, 1]]) for part in raw]  # one column more
for name, (known, new) in (("raw features", raw), ("with x1 · x2", made)):
    w, b = nn.logistic_regression_fit(known, y, 0.01)
    print(f"logistic regression, {name}: {np.mean((new @ w + b > 0) == u):.1%} right on new data")

# %% [markdown] items=["C2"]
# And who can say *why* a case was called malignant?

# %% [markdown] only="deck" slide="slide"
# ## What can be read from a model

# %% tags=["explore", "hide-input"] slide="-"
plots.readable_weights()

# %% [markdown] items=["C2"]
# Left, logistic regression: one weight per measurement, on six training sets. One spread more of measurement 9 adds 1.2 to 1.8 to the
# score, by the set. Right, networks: they have no such number, so they are probed. Shuffle one measurement among the test cases, and see how much
# accuracy is lost.
#
# Beware of both: dots of one measurement lie far apart. *Every* measurement is larger in malignant cases, yet the weight of number 1 is negative on all six sets (on 18 of 20): it
# corrects for the others, with which it goes along. A weight says what the model does. It does not say what causes the disease.

# %% [markdown] only="deck" slide="notes"
# All ten are larger in malignant cases. So why is the first weight negative? Let the room find it: the measurements are correlated, and given
# the other nine, a larger first one speaks for benign.

# %% question="c2-loan-decisions" slide="slide"

# %% [markdown] stop=true
# **A good place to stop.** First say in your own words what you have learnt so far; then compare. When you come back, run the cells from the top once
# (*Run*, then *Run All Above Selected Cell*).
#
# <details><summary>What to remember</summary>
#
# A threshold is chosen by what false alarms and misses cost; ROC shows what every threshold would give. On few rows with a simple structure, logistic
# regression is as good as a network and far quicker; structure decides. What is still open: images and sequences.
#
# </details>

# %% [markdown] minutes=14 items=["C1"]
# ## 7 · Images: one window, used everywhere
#
# An MLP takes an image as a row of pixels. What does it learn of *places*? **Predict:**

# %% question="c1-bars-on-the-left"

# %% [markdown] items=["C1"]
# A **convolution** slides a small array of weights, the **kernel**, over the image. At each place it multiplies entry by entry, and sums:
#
# $$\text{out}[i, j] = \sum_{a, c} \text{image}[i + a,\ j + c] \cdot \text{kernel}[a, c] .$$
#
# The kernel stays inside the image (*valid*). A kernel with 2 rows fits into an image with 5 rows at 4 heights: rows of the image, less rows
# of the kernel, plus one. For columns it is the same. **By hand**, an image $(2, 3)$ and a kernel $(2, 2)$ give $(1, 2)$ answers:
#
# $$\begin{pmatrix} 1 & 2 & 0 \\ 3 & 1 & 4 \end{pmatrix}, \quad \begin{pmatrix} 1 & 0 \\ 0 & -1 \end{pmatrix}
# \quad\Rightarrow\quad \begin{pmatrix} 1 \cdot 1 - 1 \cdot 1 & 1 \cdot 2 - 1 \cdot 4 \end{pmatrix}
# = \begin{pmatrix} 0 & -2 \end{pmatrix}$$
#
# (Mathematicians flip the kernel first and call what we do *cross-correlation*. For learnt weights it makes no difference. PyTorch
# and Keras do not flip.)

# %% [markdown] only="deck" slide="slide"
# ## Convolution, by hand
#
# $$\text{out}[i, j] = \sum_{a, c} \text{image}[i + a,\ j + c] \cdot \text{kernel}[a, c]$$
#
# $$\begin{pmatrix} 1 & 2 & 0 \\ 3 & 1 & 4 \end{pmatrix}, \quad \begin{pmatrix} 1 & 0 \\ 0 & -1 \end{pmatrix}
# \quad\Rightarrow\quad \begin{pmatrix} 0 & -2 \end{pmatrix}$$
#
# The same few weights at every place

# %% exercise="conv2d"

# %% [markdown] only="deck" slide="slide"
# ## The image moves, its answers follow

# %% tags=["explore", "hide-input"] slide="-"
plots.moved_edges()

# %% [markdown] items=["C1"]
# The kernel $(-1, +1)$ answers to edges, wherever they are. If a thing moves, its answers move along. This is called *equivariance*. Take
# the largest answer, and the place no longer matters at all. **Pooling** does that block by block (a stretch exercise: `max_pool2d`).
# What it is worth, with bars on the left for training:

# %% [markdown] only="deck" slide="slide"
# ## Trained on the left, asked about the right

# %% tags=["explore", "hide-input"] slide="-" held="c1-bars-on-the-left"
families.bars_table()

# %% [markdown] items=["C1"] held="c1-bars-on-the-left"
# For the MLP a bar on the right is something it has never seen. For the kernels it is the same bar. Here the two kernels were set
# by hand; a CNN *learns* hundreds of them, by the backpropagation that you know.

# %% [markdown] only="deck" slide="notes"
# The kernels were set by hand, which is help that the MLP did not get. A CNN learns them. What carries over is that whatever is learnt in one
# place holds in all.

# %% [markdown] minutes=9 items=["C1"]
# ## 8 · Sequences: one step, used at every time
#
# A recurrent layer reads a sequence one row at a time and keeps a **state** $h$, a vector with one entry per unit.
# (In lesson 05 $h$ was a small step. From here on it is the state.)
#
# $$h \leftarrow \tanh(x\, W_x + h\, W_h + b) .$$
#
# Shapes: $x\ (D,)$, $h\ (H,)$, $W_x\ (D, H)$, $W_h\ (H, H)$, $b\ (H,)$. Weights and bias are the same at every time.

# %% question="c1-weights-of-a-recurrent-layer"

# %% [markdown] items=["C1"]
# **By hand**, one unit, $W_x = 2$, $W_h = 3$, $b = -2$, from $h = 0$. First $x = 1$: $\tanh(2 + 0 - 2) = 0$. Then $x = 1.5$:
# $\tanh(3 + 0 - 2) = \tanh 1 = 0.762$. Then $x = 0$: $\tanh(0 + 3 \cdot 0.762 - 2) = \tanh 0.286 = 0.28$. There was no input, and
# the unit still answers: it remembers.

# %% [markdown] only="deck" slide="slide"
# ## A recurrent step
#
# $$h \leftarrow \tanh(x\, W_x + h\, W_h + b)$$
#
# - The same weights at every time, however long the sequence
# - By hand: $W_x = 2$, $W_h = 3$, $b = -2$, $h = 0$
# - $x = 1$: $\tanh 0 = 0$; $\ x = 1.5$: $\tanh 1 = 0.762$; $\ x = 0$: $\tanh 0.286 = 0.28$

# %% exercise="rnn_step"

# %% [markdown] items=["C1"]
# How long does such a unit remember? **Predict:**

# %% question="c1-how-long-a-memory" slide="slide"

# %% [markdown] only="deck" slide="slide"
# ## How long does it remember?

# %% tags=["explore", "hide-input"] slide="-" held="c1-how-long-a-memory"
plots.fading_memories()

# %% [markdown] items=["C1", "R4"] held="c1-how-long-a-memory"
# A single 1, then nothing. With $W_h = 0.5$ it is forgotten in a few steps. With 2 it is held for ever, like a switch. With 0.9 and 1 it fades, more slowly; above 1 some of it is held.
# The gradient fades as well, since each step back multiplies by $W_h$ and by a slope of tanh. So an RNN of 20 steps is a network of 20 layers,
# with the same trouble (section 10). Gated units, LSTM and GRU, were made to learn when to hold and when to forget.

# %% [markdown] minutes=8 items=["R4"]
# ## 9 · Break it
#
# The simplest remedy for a rare class is to repeat its rows until the classes are equal. The code below does so, and it runs. **The symptom**, with 400 rows
# of mere chance, every tenth of them called rare, and 100 test rows: with the seeds 0 to 4, 50 to 60 of the 100 test rows are rare, and the label of the nearest training row is
# right for *every* one of these. There is nothing to find in these labels, and the test part should be as rare as the world is. There is one planted bug. Argue from the
# symptom to the cause before you run the check, then mend it. The cell behind the check shows one of the five, again and again.

# %% exercise="oversampled_split"

# %% tags=["explore"]
rng = np.random.default_rng(3)
X, y = rng.normal(size=(400, 10)), np.arange(400) % 10 == 0
(X_train, y_train), (X_test, y_test) = oversampled_split(X, y.astype(int), 100, rng)
nearest = [np.argmin(np.sum((X_train - x) ** 2, axis=1)) for x in X_test]
_, recall, _ = nn.precision_recall_f1(y_test, y_train[nearest])
print(f"{y_test.sum()} rare rows in the test data; found by their nearest neighbour: {recall:.0%}")

# %% [markdown] minutes=3 items=["R4"]
# ## 10 · You will read that …
#
# Three troubles are named wherever networks are taught: overfitting (lesson 10), rare classes (section 4) and vanishing gradients. Four
# sentences about them, from slides and books; three have been settled on the way.

# %% [markdown] only="deck" slide="slide"
# ## You will read that …
#
# - “500 samples are too few for a network.”
# - “SMOTE balances the data set.”
# - “Class weights make the model better.”
# - “ReLU solved the vanishing gradient.”
#
# True, false, or true with a condition? How would you find out?

# %% [markdown] only="deck" slide="notes"
# The structure decides: section 6. Only the training part of it: section 4. They move the threshold, and spoil the probabilities: section 4. The last
# one is measured on the next slide.

# %% [markdown] items=["R4", "CP6"]
# - **“500 samples are too few for a network.”** Section 6 has measured it, on five structures: no one number fits them all.
# - **“SMOTE balances the data set.”** The *training* part of it. Section 4 measured what else happens.
# - **“Class weights make the model better.”** They shift it towards alarms. So did a threshold, and its chances stayed true.
# - **“ReLU solved the vanishing gradient.”** Here are 20 layers, and the size of the *first* one's gradient before any training:

# %% [markdown] only="deck" slide="slide"
# ## The first of 20 layers: size of its gradient

# %% tags=["explore"] slide="-"
for name in families.CURES:
    print(f"{name:26} {families.first_gradient(name):8.0e}")

# %% [markdown] items=["R4"]
# ReLU alone, with weights that are too small, is no better than sigmoid. And with weights that are too large it explodes. What helps is
# a *choice of remedies*: **initialisation** that fits the activation (He), **normalisation** of each unit's sums over the batch, **residual**
# connections, which add a layer's input to its answer, so that a gradient can pass by. (**Batch normalisation** takes mean and spread from the batch in training, and from running averages in predictions; lesson 12 shows what
# happens to those who forget to switch.) Against exploding gradients there is
# **clipping**: shorten the whole gradient where it is too long. It does nothing for gradients that vanish.

# %% tags=["explore"]
_, grads = families.deep(nn.relu, nn.relu_grad, 0.5, np.random.default_rng(0))
for name, parts in (("as it is", grads), ("clipped to 1", families.clipped(grads, 1.0))):
    length = np.sqrt(sum(np.sum(g**2) for g in parts))
    print(f"{name:13} length of the whole gradient {length:.1e}")

# %% [markdown] only="deck" slide="notes"
# The second row has ReLU and vanishes; the fourth and fifth have sigmoid and do not. So ReLU is neither necessary nor sufficient. All six rows are
# untrained networks.

# %% question="r4-twenty-layers" slide="slide"

# %% [markdown] minutes=1 items=["C2", "R4"]
# ## 11 · Checkpoint
#
# You have met seven situations on the way. Now one without options. Say it aloud, or write it down in four sentences: a hospital has 2000
# cases, 40 measurements each, one case in fifty is ill. “We want deep learning.” What do you do first, second, third? Then unfold.
#
# <details><summary>Compare with (click to unfold)</summary>
#
# Split first, by patient and by time; a baseline, logistic regression and boosted trees; recall and precision, and what a miss costs, instead of
# accuracy; then a network, on the same split; keep it only if it gains what its price is worth; what can the doctors be told?
#
# </details>

# %% [markdown] minutes=3
# ## 12 · Review
#
# Five short ones from earlier lessons. Half a minute each.

# %% question="review-11-scale-of-new-data"

# %% question="review-11-dog-and-cat"

# %% question="review-11-one-outlier"

# %% question="review-11-linear-layers"

# %% question="review-11-which-curve"

# %% [markdown] only="deck" slide="slide"
# ## What you can do now
#
# - Name a family, and what it takes for granted
# - Judge and treat a rare class, after the split
# - Compare: baseline, simple model, network, in this order
# - Choose a threshold by what errors cost
# - Write a convolution and a recurrent step

# %% [markdown] only="deck" slide="notes"
# Close with a question to the room: the last time that you saw a network praised, what was it compared with?

# %% [markdown] minutes=1
# ## 13 · What you can do now
#
# - You can say which family fits which data, and why, and what it has to beat.
# - You can judge classes of unequal size, and treat them without a leak.
# - You can compare a network with a traditional method, fairly, in more than one column, and choose a threshold by its costs.
#
# **Next**, lesson 12: a library of your own. Your functions become layers and models, and a much copied example of Keras runs on them.
#
# **Two good readings.**
#
# - David Hand, *Classifier Technology and the Illusion of Progress*, Statistical Science, 2006: why simple methods keep up so well.
# - Tom Fawcett, *An Introduction to ROC Analysis*, Pattern Recognition Letters, 2006: thresholds, costs and curves, with the traps.

# %% [markdown]
# ## 14 · Stretch
#
# Outside the minutes above, without points, checked just as carefully.
#
# **A learning curve**: fit with the first $n$ samples (lesson 08's goes over epochs), score on validation data, for one $n$ after another. It says what more data would bring.

# %% exercise="learning_curve"

# %% [markdown]
# **Pooling**: the largest of each block. By hand, blocks of 2 × 2 of a $(2, 4)$ image:
# $\begin{pmatrix} 1 & 5 & 2 & 0 \\ 3 & 4 & 8 & 7 \end{pmatrix}$ becomes $\begin{pmatrix} 5 & 8 \end{pmatrix}$.

# %% exercise="max_pool2d"

# %% [markdown]
# **The whole sequence**: the recurrent step in a loop; keep the state after each.

# %% exercise="rnn_forward"

# %% [markdown] items=["R4"]
# **SMOTE**: the samples of section 4, by your own hands.
#
# For the neighbours you need all distances, of shape (M, M). One way: `X[:, np.newaxis] - X` has the shape (M, M, D). Square it, and sum over
# the last axis. A row is nearest to itself, and that does not count: `np.fill_diagonal(distances, np.inf)`
# puts infinity there. (`np.argsort` gives the places of the numbers from the smallest to the largest; `rng.integers(0, n)` draws
# a whole number below `n`.)

# %% exercise="smote"
