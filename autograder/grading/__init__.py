"""Grading a class: the process that runs a student's code is never the one that judges it.

From the inside out: `isolation` is what keeps a student's process apart, `stage` what it may see,
`parents` start it, `child` is the process as the judge sees it. With these, `engine` grades one
notebook, `submissions` finds and grades many, `class_run` writes what came of it into
nbgrader's gradebook. `nbgrader_steps` offers the same engine to nbgrader's own commands.
"""
