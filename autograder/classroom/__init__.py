"""A lecture with votes: the deck on this machine's address, phones, and what became of it.

In come a lesson's deck and questions; out go the deck with votes in it, a page for phones, a page
of notes for the lecturer alone, and after class a report without names. Open `session` first: all
that can happen in a class is one pure `step(state, event) -> state`. `counting` says what the votes
mean, `ledger` keeps the events on disk, `room` and `server` carry them, `views` and `pages` draw
them, and `present` is `autograder present`.
"""
