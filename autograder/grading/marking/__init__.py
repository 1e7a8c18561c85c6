"""Marking texts question by question: in come graded notebooks whose texts wait, out go a person's
marks and comments, in nbgrader's gradebook, where Formgrader shows the same. Who has what, and what
each marker gave, stands in `marking.db` beside it. Read `page` first: `autograder mark`.
"""
