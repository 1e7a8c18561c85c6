"""What a lesson's notebook imports: the course's own library, plots, explorables, questions.

- `workbook.nn`: one module per lesson, the single copy of every solution; NumPy alone.
- `workbook.plots`: the figures that lessons draw, one module per lesson.
- `workbook.explore`: explorables, widgets that are moved by hand.
- `workbook.checkpoints`: the questions, as data, and what asks them.
- `workbook.progress`: what is done and what is next, from the learner's own saved notebooks.
- `workbook.style`: colours and figure style, and pictures that carry a text alternative.

Nothing in here imports `autograder`, and importing `workbook` itself loads none of these parts.
"""
