"""Explanations that several activation exercises share."""

ONE_ANSWER = (
    "`if` and Python's `max` want one yes or no, but `z > 0` is a whole array of them; use a NumPy "
    "function that decides entry by entry."
)
WRITES_INTO_Z = (
    "Assigning to `z[…]` writes into the caller's array, which is still needed (and fails for a "
    "single float); make a new array."
)
WHERE_OVERFLOWS = (
    "The formula is right, but `np.where` computes both branches for every z, also e^1000; limit "
    "z from above before e meets it."
)
