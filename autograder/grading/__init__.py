"""Grading a class: the process that runs a student's code is never the one that judges it.

From the inside out: `child` is one student's process, `stage` what it may see, `engine` grades one
notebook with it, `submissions` finds and grades many, `class_run` writes what came of it into
nbgrader's gradebook. `nbgrader_steps` offers the same engine to nbgrader's own commands.
"""
