"""From a lesson's source to what people open: notebooks and decks.

In come a percent script, the solutions in `workbook.nn`, the exercises and the questions; out go
the solved notebook, the learner's notebook and the deck, as a notebook and as one HTML file. Open
`build` first; `deck` says how a lecture is marked in a source, `mathml` sets its formulas.
"""
