"""The checkpoint questions as a question bank, for Moodle, Canvas and Anki.

In come the questions of `workbook.checkpoints`; out goes one file in a format that the platform
imports, with why each option tempts, formulas as that platform sets them, and ids that stay, so
that a second import knows what it has. Open `writing` first; `texts` makes HTML of a question.
"""
