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
# ---

# %% [markdown]
# # Review
#
# What you answered and solved in the lessons, and are about to forget: about ten minutes. Run the cell below
# (**Shift + Enter**). To call something to mind a moment before it is gone is what makes it stay; what was wrong comes
# back sooner, what was right later and later.

# %%
from autograder import check  # knows the exercises
from workbook.memory import review

review()

# %% [markdown]
# What you answer is kept in the file `my-answers.jsonl`, in the course's folder on this machine, and nowhere else. Nobody
# collects it. Delete it, and all is forgotten.
#
# How far you are, what is likely known and what is fading:

# %%
from workbook.progress import progress

progress()
