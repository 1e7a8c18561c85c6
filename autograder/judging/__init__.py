"""From a learner's function to words: is it right, what is wrong with it, and why.

In come an `Exercise` and what was seen of an implementation, as plain data; out goes a `Verdict`
that holds facts alone: points by aspect, the call that shows the fault, what kind of mismatch it
is, the known mistake behind it. Sentences are made of these facts in `words` and nowhere else;
`card` draws them. Open `judge` first. `checking` is the `check(f)` of the notebooks.
"""
