"""Logic gates made of step units: three that one unit can be, and one that it cannot."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed, script
from .draws import TABLE
from .wording import YES_OR_NO

ALL_INPUTS = TABLE.astype(int).tolist()


def answers_to(name: str, rows: list) -> Call:
    """What the gate's unit answers to these rows of inputs; plain numbers, whatever w is made of.

    Weights that give the right answers are right, so nothing else of them is judged.
    """
    return script(f"""
        w, b = gate_weights("{name}")
        X = np.array({rows})
        np.where(X @ np.array(w, dtype=float) + float(b) >= 0, 1, 0)
    """)


def some_inputs(name: str):
    """A draw of five rows of inputs with every pair among them, in any order."""

    def draw(rng: np.random.Generator) -> Call:
        rows = [*ALL_INPUTS, ALL_INPUTS[rng.integers(4)]]
        return answers_to(name, [rows[place] for place in rng.permutation(5)])

    return draw


def gate(name: str, sentence: str) -> Aspect:
    return Aspect(name, 1, sentence, [answers_to(name, ALL_INPUTS), some_inputs(name)])


gate_weights = Exercise(
    reference=nn.gate_weights,
    statement="Find weights and a bias that turn one step unit into AND, into OR, and into NAND.",
    aspects=[
        gate("AND", "AND answers 0, 0, 0, 1"),
        gate("OR", "OR answers 0, 1, 1, 1"),
        gate("NAND", "NAND answers 1, 1, 1, 0"),
    ],
    hints=[
        (
            "Start with OR and weights 1 and 1. Which sums w₁x₁ + w₂x₂ do the four inputs give, "
            "before the bias?"
        ),
        (
            "With weights 1 and 1 the four sums are 0, 1, 1 and 2. For AND the bias must bring 1 "
            "below 0, but not 2."
        ),
        (
            "NAND says the opposite of AND: turn the sign of both weights and of the bias (and no "
            "sum may be exactly 0)."
        ),
    ],
)


@gate_weights.misconception(
    "OR",
    "OR must answer 0 to (0, 0), where z is the bias alone; with b = 0 that is z = 0, and a step "
    "answers 1 there. The bias has to be below 0.",
)
def or_without_a_bias(name):
    w, b = nn.gate_weights(name)
    return w, (0.0 if name == "OR" else b)


@gate_weights.misconception(
    "AND",
    "b is added, not subtracted: a unit that is to stay at 0 until both inputs are 1 needs a "
    "negative bias.",
)
def threshold_as_bias(name):
    w, b = nn.gate_weights(name)
    return w, -b


@gate_weights.misconception(
    "AND",
    "With one input at 1 this AND has z = 0 or more, and a step answers 1 there; the bias has to "
    "bring one weight alone below 0, but not both together.",
)
def and_on_the_edge(name):
    w, b = nn.gate_weights(name)
    return w, (-1.0 if name == "AND" else b)


@gate_weights.misconception(
    "AND",
    "The bias comes first here; the docstring asks for (w, b), the weights and then the bias.",
)
def bias_first(name):
    w, b = nn.gate_weights(name)
    return b, w


@gate_weights.misconception(
    "AND",
    "More than two things came back, and w and b are two (the gate's answers are not wanted): put "
    "both weights into one array, and return that array and the bias.",
)
def three_numbers(name):
    w, b = nn.gate_weights(name)
    return w[0], w[1], b


@gate_weights.misconception(
    "NAND",
    "This is the opposite of OR (NOR), which answers 1 to (0, 0) alone; NAND also answers 1 when "
    "only one input is 1, so its bias has to be larger.",
)
def nor_for_nand(name):
    return (np.array([-1.0, -1.0]), 0.5) if name == "NAND" else nn.gate_weights(name)


@gate_weights.misconception(
    "NAND",
    "This NAND answers 1 to (1, 1) as well. Both weights are negative, so that z falls with each "
    "1; "
    "with two of them it is to be *below* 0, since at z = 0 the answer is still 1.",
)
def nand_with_positive_weights(name):
    return (np.array([1.0, 1.0]), 1.5) if name == "NAND" else nn.gate_weights(name)


@gate_weights.misconception(
    "AND",
    "One set of numbers cannot be three gates; let `name` choose, for example with if and elif.",
)
def or_for_all(name):
    return np.array([1.0, 1.0]), -0.5


@gate_weights.alternative
def with_if_and_halves(name):
    if name == "AND":
        return np.array([0.5, 0.5]), -0.7
    if name == "OR":
        return np.array([0.5, 0.5]), -0.2
    return np.array([-0.5, -0.5]), 0.7


@gate_weights.alternative
def right_on_the_line(name):
    return {"AND": ([1, 1], -2), "OR": ([3, 2], -2), "NAND": ([-2, -1], 2)}[name]


@gate_weights.alternative
def nand_from_and(name):
    w, b = (np.array([2.0, 2.0]), -1.0) if name == "OR" else (np.array([2.0, 2.0]), -3.0)
    return (-w, -b) if name == "NAND" else (w, b)


FIRST, SECOND = TABLE.T


def pairs(rng: np.random.Generator) -> Call:
    """Six pairs of inputs, all four kinds among them, in any order."""
    rows = np.vstack([TABLE, rng.integers(0, 2, (2, 2))])[rng.permutation(6)]
    return call(*rows.T.copy())


def table_of_pairs(rng: np.random.Generator) -> Call:
    first, second = pairs(rng).args
    return call(first.reshape(2, 3), second.reshape(2, 3))


xor = Exercise(
    reference=nn.xor,
    statement=(
        "Three step units that do together what no single one can: 1 if exactly one of the two "
        "inputs is 1."
    ),
    aspects=[
        Aspect(
            "values",
            1,
            "0, 1, 1, 0 for the four pairs of inputs",
            [call(0.0, 0.0), call(0.0, 1.0), call(1.0, 0.0), call(1.0, 1.0)],
        ),
        Aspect(
            "arrays",
            0.5,
            "works for whole arrays of inputs, of any shape",
            [call(FIRST, SECOND), pairs, *confirmed(table_of_pairs, 0)],
        ),
        Aspect(
            "pure",
            0.5,
            "leaves the inputs as they were",
            [call(SECOND, FIRST), pairs],
            pure=True,
        ),
    ],
    hints=[
        "Write a table: for each pair of inputs the answer of OR, of NAND, and the answer wanted.",
        (
            "For which pairs do OR and NAND *both* answer 1? Compare with what XOR should answer: "
            "that is the third unit."
        ),
        (
            "OR is step(x1 + x2 − 0.5). Write NAND in the same way; then AND of the two answers is "
            "the last step."
        ),
    ],
)


def _step(z):
    """A step for the answers below; the exercises' wrong answers must not depend on a learner's."""
    return np.where(z >= 0, 1.0, 0.0)


@xor.misconception(
    "values",
    "This is OR: it also answers 1 when both inputs are 1. NAND, the second unit, forbids that.",
)
def only_or(x1, x2):
    return _step(x1 + x2 - 0.5)


@xor.misconception(
    "values",
    "The third unit is OR, so one of the first two is enough; both must agree, and that is AND.",
)
def joined_by_or(x1, x2):
    return _step(_step(x1 + x2 - 0.5) + _step(1.5 - x1 - x2) - 0.5)


@xor.misconception(
    "values",
    "This answers as AND does. Either the second unit is AND, and has to be NAND, or the third "
    "looks at the inputs again, and has to look at the answers of the first two.",
)
def and_for_nand(x1, x2):
    return _step(_step(x1 + x2 - 0.5) + _step(x1 + x2 - 1.5) - 1.5)


@xor.misconception(
    "values",
    "This is XNOR, which answers 1 when both inputs are the same: the opposite of what is wanted.",
)
def answers_one_when_equal(x1, x2):
    return _step(0.5 - np.abs(x1 - x2))


@xor.misconception("values", YES_OR_NO)
def true_or_false(x1, x2):
    return np.asarray(x1) != np.asarray(x2)


@xor.misconception(
    "values",
    "A difference also knows which input is larger, and gives −1 for (0, 1); XOR answers 1 for "
    "both.",
)
def difference(x1, x2):
    return x1 - x2


@xor.misconception(
    "arrays",
    "`if` can ask one pair of numbers and no array; np.where, or your step, decides for all pairs "
    "at once.",
)
def one_pair_at_a_time(x1, x2):
    either = 1.0 if x1 + x2 - 0.5 >= 0 else 0.0
    not_both = 1.0 if 1.5 - x1 - x2 >= 0 else 0.0
    return 1.0 if either + not_both - 1.5 >= 0 else 0.0


@xor.alternative
def one_but_not_both(x1, x2):
    either, both = _step(x1 + x2 - 1), _step(x1 + x2 - 2)
    return _step(either - 2 * both - 0.5)


@xor.alternative
def from_predict(x1, x2):
    inputs = np.stack([np.ravel(x1), np.ravel(x2)], axis=1)
    hidden = [nn.predict(inputs, *nn.gate_weights(name)) for name in ("OR", "NAND")]
    return nn.predict(np.stack(hidden, axis=1), *nn.gate_weights("AND")).reshape(np.shape(x1))


@xor.alternative
def whole_numbers_that_differ(x1, x2):
    return np.where(np.equal(x1, x2), 0, 1)
