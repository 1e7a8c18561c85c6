"""The class report: in come the records of a graded lesson and the marks in the gradebook, out go
`report/LESSON.html`, two tables and a page for each student. What it reckons is in `statistics`,
what it says first in `findings`. Read `writing` first.
"""
