"""Explanations that several exercises of the lesson share."""

FORGETS_THE_BIAS = "The bias is missing: b is added once, after all the products."
STRICTLY_ABOVE = "At z = 0 the answer is 1: the question is z ≥ 0, written `>=`, and not `>`."
YES_OR_NO = (
    "These are True and False; numbers are wanted, 1 and 0. `np.where(condition, 1.0, 0.0)` makes "
    "them."
)
ONE_ANSWER = (
    "`if` wants one yes or no, but an array holds many; `np.where(condition, 1.0, 0.0)` decides "
    "number by number."
)
PLUS_MINUS = "These are labels −1 and 1, as some books use them; here a unit answers 0 or 1."
RAW_SUM = (
    "The error compares y with the sum z; compare it with the answer, which is 1 or 0: the step "
    "comes first."
)
ERROR_TURNED = (
    "The error is turned round, so every mistake is made worse: it is y − a, wanted minus answered."
)
