"""Marks, and where they are kept: nbgrader's gradebook, with one writer and one transaction each.

In come verdicts and texts; out go records, marks by cell, rows of the gradebook, and what need not
be graded again. `opening` tells a gradebook what it has to know of lessons (`lesson_cells`) and of
plain assignments (`course_settings`, `plain_assignments`, `known_cells`); `transactions` writes.
Open `records` first.
"""
