"""The process that runs a student's code, as the one that judges sees it.

In come cells and packed questions; out come outputs and answers as plain data, or a `ChildLost`
that says which limit was met. From the inside out: `isolation` says what keeps it apart, `stage`
what it may import, `starting` starts it (the first one before all else: `head_start`), `child`
talks to it, `submission_run` survives its loss.
What runs on the other side is `autograder.sandbox`. Open `submission_run` first.
"""
