"""The house: which part may import which, read from the imports themselves."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ORDER = [
    "autograder.quick_imports",
    "autograder.course",
    "autograder.own_files",
    "autograder.sandbox",
    "autograder.exercises",
    "autograder.judging",
    "autograder.recall",
    "autograder.reviewing",
    "autograder.authoring",
    "autograder.classroom",
    "autograder.grading.secret_seed",
    "autograder.grading.course_lock",
    "autograder.grading.card_seal",
    "autograder.grading.judge_limits",
    "autograder.grading.judges",
    "autograder.grading.intake",
    "autograder.grading.process",
    "autograder.grading.evidence",
    "autograder.grading.questions",
    "autograder.grading.orders",
    "autograder.grading.engine",
    "autograder.grading.gradebook",
    "autograder.grading.outcome",
    "autograder.grading.attempts",
    "autograder.grading.hand_ins",
    "autograder.grading.nbgrader",
    "autograder.grading.marking",
    "autograder.grading.submissions",
    "autograder.grading.cluster",
    "autograder.grading.groups",
    "autograder.grading.report",
    "autograder.grading.similarity",
    "autograder.grading.changes",
    "autograder.grading.session",
    "autograder.grading.class_run",
    "autograder.grading",
    "autograder.lms",
    "autograder.doctor",
    "autograder.cli",
    "autograder.__main__",
    "autograder",
]
"""The rooms, and the modules that stand alone, from the ground up: each may import what is above
it in this list, and nothing below."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    found = {}
    for package in ("autograder", "workbook"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(name: str) -> frozenset[str]:
    """What a module imports of this project, at its head or later; modules of a room too."""
    path, found = modules()[name], set()
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level]
            source = ".".join([*(base if node.level else []), *filter(None, [node.module])])
            inner = {f"{source}.{alias.name}" for alias in node.names}
            found.update(inner & modules().keys() or {source})
    return frozenset(found & modules().keys())


def floor(name: str) -> int:
    """Where a module stands in ORDER: at its room, or by itself."""
    rooms = [room for room in ORDER if f"{name}.".startswith(f"{room}.")]
    return ORDER.index(max(rooms, key=len))


@pytest.mark.parametrize("name", [m for m in modules() if m.startswith("autograder")])
def test_nothing_is_imported_upward(name):
    inside = [other for other in imports(name) if other.startswith("autograder.")]
    assert not [other for other in inside if floor(other) > floor(name)]


def test_no_two_modules_import_each_other():
    # Two packages are imported for where their files are; `nn` by its own lessons, whose solutions
    # read as learners write them, `nn.sigmoid(z)`.
    by_name = {"autograder", "workbook", "workbook.nn"}
    graph = {name: imports(name) - {name, *by_name} for name in modules()}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("name", [m for m in modules() if m.startswith("workbook")])
def test_the_workbook_never_imports_the_autograder(name):
    assert not [other for other in imports(name) if other.startswith("autograder")]


def test_what_a_student_sees_imports_nothing_from_outside_itself():
    inside = [name for name in modules() if name.startswith("autograder.sandbox")]
    assert not {o for name in inside for o in imports(name)} - set(inside)


@pytest.mark.parametrize(
    "room", [name for name, path in modules().items() if path.name == "__init__.py"]
)
def test_every_room_says_what_it_is_for(room):
    text = ast.get_docstring(ast.parse(modules()[room].read_text("utf-8")))
    assert text, f"{room} has no words at its door"
    if room in ORDER and room not in ("autograder", "autograder.exercises", "autograder.sandbox"):
        assert "first" in text, f"{room} does not say which module to open first"
