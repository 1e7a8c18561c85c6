"""A prediction is held back: nothing visible in the notebook as it opens, or earlier in the deck,
decides a *predict* question.

For each question stands a pattern of what would give its answer away. It is looked for in all that
is visible below the question: text that is not folded, code whose input is shown. (Exercises are
left out: they say what is to be written, and cannot be folded.)
"""

import re

import nbformat
import pytest

from autograder.course import all_lessons
from workbook import checkpoints

GIVES_AWAY = {
    "00-start-here": {
        "start-two-times-array": r"2 \* x (is|gives)|each of them doubled",
        "start-sum-along-axis-0": r"summed away|11, 22, 33",
    },
    "00-toolbox": {"tool-slope-of-a-square": r"nearer to 6|6 \+ h|\b2x\b|0\.06|2s times"},
    "01-neuron": {
        "n5-how-many-neurons": r"86[ _]?(billion|000)|16[ _]?(billion|000)",
        "n10-which-input-counts": r"up if it is positive|falls by 1",
        "n11-unit-without-bias": r"x = 0\$?( only)?, whatever|no bias:|without a bias:",
        "n8-how-many-ones": r"\| 1 \| 1 \| 0\.5 \| 1 \|",
        "n13-xor-at-best": (
            r"XOR[^.|]{0,40}75 ?%|no unit is XOR|never learns XOR|cannot (do|be)|out of reach"
            r"|give up|no single line|no better one"
        ),
        "n1-training-on-xor": r"XOR[^.]{0,20}for ever|never learns XOR|never reach",
        "n14-on-the-mountain": r"better than a coin|same\s+\*\*distribution|says rain",
    },
    "02-forward-propagation": {
        "f1-how-many-compute": r"computes? nothing|Inputs have none",
        "f3-all-inputs-zero": r"bias(es)? (is|are) \*?added|if biases multiplied",
        "f4-twice-the-batch": r"\(D \+ 1\)|nowhere in it",
        "f4-all-weights-zero": r"samples look alike|different outputs",
        "f5-area-or-rooms": r"hardly to rooms|95 ?%",
        "f5-steps-to-learn": r"80,000|1,300|about ten are left|ten or fewer",
    },
    "03-activations": {
        "a2-three-plain-layers": r"straight line|affine map|depth buys|collapses?\b",
        "a4-sigmoid-of-40": r"exactly 1 from|false in floats|closed in floats|the\s+end itself",
        "a4-relu-on-noise": r"sparse and not centred|mean[^.]{0,20}0\.4|to 0 than ReLU",
        "a4-steepest-sigmoid": r"tfrac14|0\.25|a quarter",
        "a7-ten-sigmoids": r"millionth|048|10\^\{-6\}",
        "a3-softmax-plus-five": r"changes nothing|cancels|5 added",
    },
    "10-overfitting": {
        "r1-more-and-more-units": r"11 of the 12|\*worse\* than|A, 1 unit",
        "r3-first-rise": r"next to nothing|not enough|nearly half of all|no single epoch can",
        "q11-ninety-five": r"useless\*? without|finds? nobody|a fifth of the rare",
        "r2-which-epoch-is-kept": r"keep epoch 4|epoch 7 never|\*\*5\*\*",
        "r2-price-of-a-penalty": r"that is the price|training cost rises",
        "r2-half-the-units": r"five times|frac\{1\}\{1 - p\}",
        "r2-which-label-bears-it": r"6 becomes|move them by a pixel",
        "r2-which-helps-most": r"help most|place does not matter|8\.8",
    },
    "11-choosing": {
        "cp2-ninety-nine": r"persistence has more|looks splendid",
        "r4-is-it-fraud": r"one in eleven|98 alarms",
        "r4-smote-before-the-split": r"nine in ten|lie between real rows",
        "cp6-forty-on-a-line": r"four points behind|caught up at",
        "c2-how-much-longer": r"ten times|Newton",
        "c1-bars-on-the-left": r"never seen|the same bar",
        "c1-how-long-a-memory": r"held for ever|like a switch",
    },
    "12-keras": {
        "c3-first-layer": r"\b120\b|\b144\b|\(8 \+ 1\)",
        "c3-too-sure": r"exactly 0|16\.12|flat cost|no say any",
        "c3-fit-again": r"goes? on (with|from)",
        "c3-loss-above": r"above the (loss on new|validation)|while\*? the weights moved",
        "r4-alone-in-a-batch": r"always gets the same|beta alone|0 is left",
    },
    "13-capstone": {
        "c12-best-of-twenty": r"87 of 100|luck with just|\*chosen\* by",
        "c12-how-good-is-the-mean": r"90\.6|nine in ten",
        "c12-nearest-image-or-network": r"nearest image (is|wins)|98\.7|did not tip",
        "c12-which-errors": r"the eights|read as 1\b|hides ten",
        "c12-how-sure": r"\*more\* often|modest|one in ten or so",
        "c12-do-shifts-help": r"eight points|underfits",
        "c12-new-hands": r"two to three points",
    },
}
"""Patterns are read without regard to case."""

LESSONS = {lesson.folder: lesson for lesson in all_lessons()}
QUESTIONS = [(folder, name) for folder, patterns in GIVES_AWAY.items() for name in patterns]


@pytest.mark.parametrize("folder", GIVES_AWAY)
def test_every_predict_question_has_its_pattern(folder):
    asked = {question.id for question in checkpoints.load(folder) if question.kind == "predict"}
    assert asked == set(GIVES_AWAY[folder])


@pytest.mark.parametrize(("folder", "name"), QUESTIONS)
def test_pattern_finds_what_gives_the_question_away(folder, name):
    """A pattern that no text of the lesson meets would guard nothing."""
    question = next(q for q in checkpoints.load(folder) if q.id == name)
    told = [option.text + " " + option.why for option in question.options]
    source = LESSONS[folder].source.read_text("utf-8")
    assert re.search(GIVES_AWAY[folder][name], "\n".join([source, *told]), re.I)


@pytest.mark.parametrize(("folder", "name"), QUESTIONS)
def test_nothing_visible_below_a_question_decides_it(folder, name):
    notebook = nbformat.read(LESSONS[folder].notebook, as_version=4)
    place = next(i for i, cell in enumerate(notebook.cells) if f'ask("{name}")' in cell.source)
    for cell in notebook.cells[place + 1 :]:
        found = re.search(GIVES_AWAY[folder][name], visible(cell), re.I)
        assert not found, f"{found[0]!r} in: {cell.source[:300]}"


@pytest.mark.parametrize(("folder", "name"), QUESTIONS)
def test_no_slide_before_a_question_decides_it(folder, name):
    deck = nbformat.read(LESSONS[folder].deck, as_version=4)
    places = [i for i, cell in enumerate(deck.cells) if cell.id.startswith(name)]
    for cell in deck.cells[: places[0]] if places else ():
        if cell.metadata.get("slideshow", {}).get("slide_type") != "notes":
            found = re.search(GIVES_AWAY[folder][name], cell.source, re.I)
            assert not found, f"{found[0]!r} in: {cell.source[:300]}"


def visible(cell):
    """What of a cell a learner sees in a notebook that was just opened."""
    if cell.cell_type == "markdown":
        return re.sub(r"<details>.*</details>", "", cell.source, flags=re.S)
    hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
    return "" if hidden or "nbgrader" in cell.metadata else cell.source
