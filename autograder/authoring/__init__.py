"""From a lesson's source to what people open: notebooks, decks and the book.

In come a percent script, the solutions in `workbook.nn`, the exercises and the questions; out go
the solved notebook, the learner's notebook, the deck, as a notebook and as one HTML file, and the
book. Open `build` first; `deck` says how a lecture is marked in a source, `cell_html` and `mathml`
set what stands on a page, `live` lets explorables and questions live there without a kernel.
"""
