"""Grading a class: the process that runs a student's code is never the one that judges it.

From the inside out: `isolation` is what keeps a student's process apart, `stage` what it may see,
`parents` start it, `child` is the process as the judge sees it. With these, `engine` grades a
lesson's notebook and `plain` nbgrader's kind of notebook, `submissions` grades many, `class_run`
writes what came of them into nbgrader's gradebook, but for what is `finished`. `nbgrader_steps`
offers the same to nbgrader's own commands.
"""
