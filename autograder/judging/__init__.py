"""From a learner's function to words: is it right, what is wrong with it, and why.

In come an `Exercise` and what was seen of an implementation, as plain data; out goes a `Verdict`
that holds facts alone: points by aspect, the call that shows the fault, what kind of mismatch it
is, the known mistake behind it or what else was found. Open `judge` first.

Facts: `sheet` has the calls and the right answers, `comparison` the first difference, `naming` the
known mistake, `explanation` what else is true of the answer (`relating`, `other_answers`,
`reckoning`, `regions`, `before_numbers`, `error_causes`), `locating` and `tracing` what is found
out on request. Words: `words` has the card's lines, `explanation_words` what stands behind "What
happened:", `errors.toml` Python's and NumPy's errors, `request_words` the answers to "Where?" and
"What did my code do?". `card` draws them; `checking` is the `check(f)` of the notebooks.
"""
