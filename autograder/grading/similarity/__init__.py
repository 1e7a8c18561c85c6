"""Likeness, carefully: pairs of texts and of longer functions that share passages, for a person.

In come a lesson's graded notebooks; out goes one page for the teacher, in `report/similar/`, by a
command of its own. Nothing here knows of marks, and no mark, record or report knows of this.
`passages` says what two answers share, `written` what was written; read `pairs` first.
"""
