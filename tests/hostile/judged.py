"""What is aimed at the judge: answers that are long to look at, talk that is no talk (rows 22, 27).

The same is done to a function of each lesson, whatever its arguments are. It never earns anything,
takes the judge neither memory nor time, and costs no other exercise anything.
"""

from __future__ import annotations

import re

from autograder.judging.sheet import Sheet, seeded
from autograder.sandbox.plain import Script

from .case import EITHER, NOTHING, Case, Expected, Material, Trick, code_cell, index, save
from .session import SEED
from .wire import TALK

#: By what stands behind `return`. All answers to a sheet may cross together: the judge sees them.
EXPRESSIONS = {
    "24-axes": "np.zeros((2,) * 24, bool)",
    "33-axes": "np.zeros((1,) * 33)",
    "64-axes": "np.zeros((1,) * 64)",
    "20-empty-axes": "np.zeros((0,) * 20)",
    "five-thousand-rows": "np.zeros((5_000, 2))",
    "forty-thousand-columns": "np.zeros((2, 40_000))",
    "words-that-are-none": "np.full(3, 0x7FFFFFFF, np.uint32).view('<U1')",
    "words-the-other-way-round": "np.full(3, 0x41, np.uint32).view('>U1')",
    "half-letters": "np.full(3, 0xD800, np.uint32).view('<U1')",
    "words-without-letters": "np.zeros(5, '<U0')",
    "dictionaries-in-dictionaries": "{str(i): {str(j): {str(k): np.arange(60.0) for k in range(6)}"
    " for j in range(6)} for i in range(6)}",
    "lists-in-lists": "[[[np.arange(300.0)] * 8] * 6] * 5",
    "three-hundred-arrays": "[np.zeros(1)] * 300",
    "twenty-thousand-numbers": "list(range(20_000))",
    "eight-deep": "[[[[[[[[1.0]]]]]]]]",
    "numbers-of-4000-digits": "[10**4_000] * 50",
    "tiny-and-huge": "np.array([5e-324, 1.7e308, -0.0, np.inf, np.nan] * 12)",
    "complex-nan": "np.full((4, 4), complex('nan+infj'))",
    "names-of-every-kind": "{'': 0, ' ' * 100_000: 1, '\\0': 2, '<b>': 3, '$array': 0}",
    "other-floats": "np.float16(1) + np.zeros((3, 3), np.float16)",
    "an-answer-to-itself": "{'value': 1.0, 'misfit': False, 'changed': [], 'warned': []}",
}

#: The same, where it takes more than a moment, or all answers together are too much for a message;
#: on the lesson with one exercise alone.
LARGE = {
    "200-thousand-rows": "np.zeros((200_000, 2))",
    "200-thousand-columns": "np.zeros((2, 200_000))",
    "a-thousand-arrays-in-dictionaries": "{str(i): {str(j): {str(k): np.arange(60.0) for k in "
    "range(10)} for j in range(10)} for i in range(10)}",
    "a-thousand-arrays-in-lists": "[[[np.arange(500.0)] * 10] * 10] * 10",
    "two-thousand-arrays": "[np.zeros(1)] * 2_000",
    "ninety-thousand-numbers": "list(range(90_000))",
    "24-axes-of-text": "np.full((2,) * 22, 'x')",
    "half-a-million-letters": "np.full(1, 'x' * 500_000)",
    "thirty-megabytes-in-24-axes": "np.zeros((2,) * 21 + (1,) * 3)",
    "ten-thousand-texts": "['x' * 200] * 10_000",
}

#: What is said in place of a reply, with TALK at hand.
SAID = {
    "a-number-that-is-an-array": "message({'$dict': {'seen': [], 'number': {'$array': 0}}}, "
    "npy(\"{'descr': '<i8', 'fortran_order': False, 'shape': (2,)}\", bytes(16)))",
    "a-number-that-is-true": "message({'$dict': {'seen': [], 'number': True}})",
    "a-number-that-is-a-float": "message({'$dict': {'seen': [], 'number': float(number())}})",
    "a-number-that-is-text": "message({'$dict': {'seen': [], 'number': str(number())}})",
    "words-of-no-letters": "rows({'value': {'$array': 0}}, npy(\"{'descr': '<U1', "
    "'fortran_order': False, 'shape': (1,)}\", b'\\xff' * 4))",
    "48-axes": "rows({'value': {'$array': 0}}, npy(\"{'descr': '<f8', 'fortran_order': False, "
    "'shape': (\" + '1, ' * 48 + ')}', bytes(8)))",
    "four-hundred-deep": "rows({'value': json.loads('[' * 400 + ']' * 400)})",
    "a-value-and-an-error": "rows({'value': 1.0, 'error': {'type': '', 'message': []}})",
    "a-misfit-of-its-own": "rows({'value': 1.0, 'misfit': True, 'changed': None})",
}

URGENT = """
import socket, time
connection = socket.socket(fileno=3)
def TARGET(*arguments, **named):
    for _ in range(3):
        connection.send(b"!", socket.MSG_OOB)
        time.sleep(0.05)
    return 1.0
"""

LOOPS = """
import time
def TARGET(*arguments, **named):
    while True:
        STEP
"""

TOO_LONG = "#" * 33 * 2**20


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    is_small = len(material.exercises) == 1
    expressions = EXPRESSIONS | (LARGE if is_small else {})
    tricks = [
        Trick(f"answers-{name}", (22, 27), _returning(expression), NOTHING, EITHER)
        for name, expression in expressions.items()
    ]
    tricks += [
        Trick(f"says-{name}", (17, 27), _saying(said), NOTHING, EITHER, isolated=True)
        for name, said in SAID.items()
    ]
    tricks.append(Trick("sends-urgent-data", (17, 27), URGENT, NOTHING, EITHER, isolated=True))
    # what keeps a processor busy is no more endless than what sleeps: one lesson has to be enough
    loops = LOOPS.replace("STEP", "pass" if is_small else "time.sleep(1)")
    tricks.append(Trick("loops-while-others-wait", (5, 27), loops, NOTHING, "partial", "running"))
    found = [material.case(trick) for trick in tricks]
    if words := _in_words(material):
        found.append(_forged(material, words))
    if is_small:
        found += [_beside_a_long_cell(material), _long_itself(material)]
    return found


def _returning(expression: str) -> str:
    return f"import numpy as np\ndef TARGET(*arguments, **named):\n    return {expression}"


def _saying(said: str) -> str:
    head = "def TARGET(*arguments, **named):"
    return f"{head}\n{TALK}\n    say({said})\n    time.sleep(0.1)\n    return 1.0"


# Words in place of an answer ----------------------------------------------------------------------


def _in_words(material: Material) -> dict[str, list]:
    """By exercise: what its summary says of right answers, for the calls of which it is said."""
    found = {}
    for name, exercise in material.exercises.items():
        sheet = Sheet.draw(exercise, seeded(SEED, exercise))
        words = [
            row["value"]
            for row, answer, call in zip(sheet.expected, sheet.answers, sheet.calls, strict=True)
            if row["value"] is not answer["value"] and not isinstance(call.args[0], Script)
        ]
        others = (text for other, text in material.solutions.items() if other != name)
        is_used = any(re.search(rf"\b{name}\b", text) for text in others)
        is_in_words = words and all(isinstance(each, dict | list) for each in words)
        if exercise.summary and is_in_words and not is_used:
            found[name] = words
    return found


def _forged(material: Material, words: dict[str, list]) -> Case:
    """Every function that is judged by a summary returns the summary of the right answer."""
    sources = {
        name: f"from numpy import array, inf, nan\nWORDS_{name} = iter({said!r})\n"
        f"def {name}(*arguments, **named):\n    return next(WORDS_{name})"
        for name, said in words.items()
    }
    points = material.max_points | dict.fromkeys(words, 0.0)

    def fill(folder):
        save(material.notebook(**sources), folder / material.file)

    id = "answers-in-the-words-of-the-summary"
    return Case(id, (17, 27), material.lesson, fill, Expected("graded", points))


# Cells that are too long --------------------------------------------------------------------------


def _beside_a_long_cell(material: Material) -> Case:
    def fill(folder):
        notebook = material.notebook()
        notebook["cells"].insert(index(notebook, material.target), code_cell(TOO_LONG))
        save(notebook, folder / material.file)

    expected = material.expected()
    return Case("a-cell-of-33-megabytes", (27,), material.lesson, fill, expected, largest=2**26)


def _long_itself(material: Material) -> Case:
    def fill(folder):
        source = f"{material.solutions[material.target]}\n{TOO_LONG}"
        save(material.notebook(**{material.target: source}), folder / material.file)

    expected = material.expected(NOTHING, "partial", reason="too large")
    return Case(
        "its-own-cell-of-33-megabytes", (27,), material.lesson, fill, expected, largest=2**26
    )
