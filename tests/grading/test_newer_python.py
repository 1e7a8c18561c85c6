"""Code that is written for a newer Python than the grader's is known for that; a mistake is not."""

import sys

import pytest

from autograder.grading.intake.newer_python import python_needed

NEWER = {
    "type Number = int | float": (3, 12),
    "def relu[T](z: T) -> T:\n    return z": (3, 12),
    "class Layer[T]:\n    pass": (3, 12),
    "print(f'{row['a']}')": (3, 12),
    "x = f\"{'\\n'.join(lines)}\"": (3, 12),
    '%matplotlib inline\nprint(f"{d["a"]:>{w["b"]}} # {x!r}")': (3, 12),
    'f"{f"{f"{1}"}"}"': (3, 12),
    "try:\n    pass\nexcept KeyError, ValueError:\n    pass": (3, 14),
    "page = t'{name}'": (3, 14),
}
WRONG = [
    "def relu(z)\n    return z",
    "x = = 3",
    "x = f'{a b}'",
    "x = f'{row['a}'",
    "x = f'{row['a' b]}'",
    "x = '",
    "x = f'{'",
    "print 'x'",
    "def relu(z)\n    return f'{row['a']}'",
    "# f'{row['a']}'\nx =",
]


@pytest.mark.parametrize("source", NEWER)
def test_a_newer_form_is_known(source):
    since = NEWER[source]
    needed = "" if sys.version_info >= since else f"{since[0]}.{since[1]}"
    assert python_needed(source) == needed


@pytest.mark.parametrize("source", [*WRONG, "x = 3", "%matplotlib inline"])
def test_a_mistake_is_no_newer_form(source):
    assert python_needed(source) == ""


@pytest.mark.parametrize(
    "source",
    [
        "f'{" * 16_000,
        "'a' " * 12_000 + "=",
        "f'{x}' " * 7_000 + "=",
        "f'{f\"{" * 8_000,
        "f'{'" * 9_000,
    ],
)
def test_however_long_and_deep_it_is_there_is_an_end(source):
    assert python_needed(source) == ""


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads it")
def test_it_is_said_where_a_function_is_not_there_for_that(grader, write_in, solutions):
    source = f"banner = t'{{np}}'\n{solutions['relu']}"
    graded = grader.grade(write_in(**{**solutions, "relu": source}))
    assert graded.verdicts["relu"].points == 0
    assert "this needs Python 3.14; it was run with 3." in graded.reason
