"""Nothing is used before it is met: each tool of a solution was shown before its exercise.

*Start here* and the Toolbox come first and count with all their code, which their texts explain.
After them a tool counts as shown where a text or a statement names it. The Toolbox may be left out,
so a numbered lesson that needs a tool for the first time also says in its own text what it is.
"""

import ast
import re
from functools import cache

import nbformat
import pytest

from autograder.authoring import build
from autograder.course import all_lessons
from autograder.exercises import of_lesson

from .first_use import is_given, needed_by, shown_by, tools_in, tools_of_text, used_by

EXPLAINED = ("00-start-here", "00-toolbox")
TOOLBOX = "00-toolbox"

NOT_SHOWN = {
    ("double", "np.asarray"): "x is an array; the reference merely takes lists as well",
    ("gate_weights", "a dictionary"): "the text shows another way, `if name == …`",
}
"""(exercise, tool): why its first use is the exercise itself."""

every_lesson = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.folder)
expand = cache(build.expand)  # read only


def unmet(lessons, cells_of, left_out=()):
    """What exercises and given code need of tools that were not shown before them.

    cells_of: from a lesson to its cells. left_out: lessons that a reader did not take.
    Returns: {(lesson, exercise or beginning of a cell): set of tools}; a tool is named once.
    """
    shown, found = set(), {}
    for lesson in lessons:
        if lesson.folder in left_out:
            continue
        cells = [cell for cell in cells_of(lesson) if cell.metadata.get("only") != "deck"]
        for place, cell in enumerate(cells):
            shown |= shown_by(cell, lesson, lesson.folder in EXPLAINED)
            needed = set()
            if cell.cell_type == "markdown" and "exercise" in cell.metadata:
                exercise = of_lesson(lesson.folder)[cell.metadata["exercise"]]
                needed = set() if exercise.starter else needed_by(exercise)
                needed = {t for t in needed if (exercise.name, t) not in NOT_SHOWN}
            elif is_given(cell) and lesson.folder not in EXPLAINED:
                beside = [c for c in cells[place + 1 : place + 2] if c.cell_type == "markdown"]
                beside = set().union(*(shown_by(c, lesson, False) for c in beside), set())
                needed = used_by(cell) - beside
            if missing := needed - shown:
                name = cell.metadata.get("exercise") or cell.source[:40]
                found[lesson.folder, name] = missing
                shown |= missing
    return found


@cache
def of_the_course(left_out=()):
    return unmet(all_lessons(), expand, left_out)


@every_lesson
def test_every_tool_was_shown_before_it_is_needed(lesson):
    found = of_the_course()
    assert not {place: tools for (folder, place), tools in found.items() if folder == lesson.folder}


@every_lesson
def test_a_lesson_says_itself_what_is_new_for_who_left_the_toolbox_out(lesson):
    """For exercises; given code may rest on the Toolbox."""
    found = of_the_course((TOOLBOX,))
    names = of_lesson(lesson.folder)
    assert not {
        place: tools
        for (folder, place), tools in found.items()
        if folder == lesson.folder and place in names
    }


def test_every_reason_is_needed():
    """An exception whose tool is shown by now, or needed no more, is to be taken out."""
    for name, tool in NOT_SHOWN:
        needed = {t for lesson in all_lessons() for n, e in of_lesson(lesson.folder).items()
                  if n == name for t in needed_by(e)}  # fmt: skip
        assert tool in needed, (name, tool)


@every_lesson
def test_links_to_the_toolbox_lead_to_a_part_that_there_is(lesson):
    toolbox = next(one for one in all_lessons() if one.folder == TOOLBOX)
    there = {cell.id for cell in expand(toolbox)}
    for cell in expand(lesson):
        for part, place in re.findall(
            r"part\s+(\d+)\]\([^)#]*toolbox\.ipynb#cell-id=([^)]+)\)", cell.source
        ):
            assert place == f"section-{part}" and place in there
        assert len(re.findall(r"part\s+\d+\]\(", cell.source)) == cell.source.count(
            "#cell-id=section-"
        )


# The test itself ----------------------------------------------------------------------------------


def test_a_text_that_is_taken_away_is_missed():
    """Without the cells that speak of keepdims, softmax is the first to need it."""
    lessons = [one for one in all_lessons() if one.folder[:2] in ("00", "01", "02", "03")]

    def without(lesson):
        return [cell for cell in expand(lesson) if "keepdims" not in cell.source]

    lost = unmet(lessons, without)
    assert any("keepdims=" in tools for tools in lost.values())
    assert not any("keepdims=" in tools for tools in unmet(lessons, expand).values())


@pytest.mark.parametrize(
    ("source", "tool"),
    [
        ("y = np.flatnonzero(x == 1)", "np.flatnonzero"),
        ("y = np.linalg.norm(x)", "np.linalg.norm"),
        ("y = x.sum(axis=-1, keepdims=True)", "keepdims="),
        ("f = lambda t: t + 1", "lambda"),
        ("y = [2 * one for one in x]", "a list comprehension"),
        ("y = 1.0 if x > 0 else 0.0", "a if test else b"),
        ("y = x[x > 0]", "a mask that picks"),
        ("def g(n):\n    return g(n - 1)", "a function that calls itself"),
        (
            "def g(n):\n    def h(m):\n        return m\n    return h(n)",
            "a function within a function",
        ),
        ("class A:\n    pass", "class"),
        ("y = f(*parts)", "a star"),
        ("y = rng.normal(size=3)", "rng.normal"),
        ("y = np.random.default_rng(0).normal(size=3)", "rng.normal"),
        ("y = X.T", ".T"),
        ("for a, b in zip(p, q, strict=True):\n    pass", "strict="),
    ],
)
def test_each_tool_is_seen_in_a_solution_and_in_a_text(source, tool):
    assert tool in tools_in(ast.parse(source))
    assert tool in tools_of_text(source)
    assert tool not in tools_in(ast.parse("y = x + 1"))


@pytest.mark.parametrize(
    ("fragment", "tool"),
    [
        ("axis=1", "axis="),
        ("X.T", ".T"),
        ("np.where", "np.where"),
        ("for w, b in layers:", "for p, q in …"),
        ("return w, b", "several results"),
        ("m = grad if state is None else …", "is"),
        ("enumerate", "enumerate"),
        ("x not in s", "not in"),
        ("@", "@"),
    ],
)
def test_a_fragment_within_a_text_shows_its_tool(fragment, tool):
    assert tool in tools_of_text(fragment)
    cell = nbformat.v4.new_markdown_cell(f"Here `{fragment}` is said.")
    assert tool in shown_by(cell, None, False)
