"""Grading a class: the process that runs a student's code is never the one that judges it.

In comes a folder of submissions; out go marks in nbgrader's gradebook, graded notebooks, records
and the class report. `intake` reads what was handed in, `process` runs it apart, `engine` judges a
lesson's notebook, also in other `orders` of its cells, `gradebook` keeps the marks, `nbgrader` does
the same inside of nbgrader's own commands. `questions` says what a submission is asked, `report`
and `groups` what the class has not understood, `similarity` which answers share passages. Above
them `submissions` grades many, in processes with limits of their own (`judges`, `judge_limits`),
one run at a time (`course_lock`). Open `class_run` first: `autograder grade`.
"""

from .. import quick_imports  # noqa: F401
