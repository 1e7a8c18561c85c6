"""Minutes are computed; lesson, README and deck state the same, and no sitting is long."""

import re
from functools import cache
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder.authoring import build
from autograder.authoring.minutes import (
    CODE_LINES,
    GOAL,
    LOOK,
    SITTING,
    WORDS,
    minutes_of,
    sittings,
)
from autograder.authoring.minutes import sections as sections_in
from autograder.authoring.stated import parts_of, readme_row, state_minutes
from autograder.course import Lesson, all_lessons
from autograder.exercises import of_lesson
from workbook import checkpoints

expand = cache(build.expand)  # read only
every_lesson = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.folder)


@every_lesson
def test_no_section_states_minutes_that_are_off(lesson):
    off = {
        part.title: (part.stated, part.taken)
        for part in sections_in(lesson, expand(lesson))
        if part.off
    }
    assert not off, "run `autograder build --minutes`"


@every_lesson
def test_no_sitting_is_longer_than_an_hour_and_a_quarter(lesson):
    """Between two places to stop; the stated minutes count, which a reader plans with."""
    parts = sections_in(lesson, expand(lesson))
    for part in parts:
        part.taken = part.stated
    assert max(sittings(parts)) <= SITTING
    assert not parts[-1].stop


@every_lesson
def test_a_place_to_stop_says_what_to_remember(lesson):
    parts = sections_in(lesson, expand(lesson))
    stops = [cell for cell in expand(lesson) if cell.metadata.get("stop")]
    assert len(stops) == sum(part.stop for part in parts)
    for cell in stops:
        assert "A good place to stop" in cell.source
        remember = re.search(
            r"<summary>What to remember</summary>(.+)</details>", cell.source, re.S
        )
        assert len(remember[1].split()) >= 20


@every_lesson
def test_readme_and_deck_state_the_same_minutes(lesson):
    stated = jupytext.read(lesson.source).metadata["workbook"]["minutes"]
    assert readme_row(lesson).findall(Path("README.md").read_text("utf-8")) == [str(stated)]
    notes = "\n".join(cell.source for cell in expand(lesson) if cell.metadata.get("only") == "deck")
    said = re.findall(r"(\d+) minutes (?:with all exercises|at the screen|in all)", notes)
    assert set(said) <= {str(stated)}


def test_start_here_says_how_long_it_takes():
    lesson = next(one for one in all_lessons() if one.folder == "00-start-here")
    stated = jupytext.read(lesson.source).metadata["workbook"]["minutes"]
    first = next(c for c in expand(lesson) if "minutes" in c.metadata)
    assert f"{stated} minutes in all" in first.source


# What is computed ---------------------------------------------------------------------------------

ANY = all_lessons()[0]


def cell(source, kind="markdown", **metadata):
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return new(source, metadata=metadata)


def test_each_kind_of_cell_takes_its_time():
    prose = " ".join(["word"] * WORDS)
    assert minutes_of(ANY, cell(prose)) == pytest.approx(1)
    assert minutes_of(ANY, cell(f"{prose}\n\n$$a = b$$")) > 1.2
    lines = "\n".join(["x = 1"] * CODE_LINES)
    assert minutes_of(ANY, cell(lines, "code")) == pytest.approx(1 + LOOK)
    assert minutes_of(ANY, cell(lines, "code", tags=["hide-input"])) == pytest.approx(LOOK)
    assert minutes_of(ANY, cell("```\n" + lines + "\n```")) == pytest.approx(1)
    explorable = cell('Marble(goals=("edge", "stop"))', "code")
    assert minutes_of(ANY, explorable) == pytest.approx(1 / CODE_LINES + LOOK + 2 * GOAL)
    question = checkpoints.load("00-start-here")[0]
    asked = minutes_of(ANY, cell("", "code", question=question.id))
    assert question.think / 60 < asked < question.think / 60 + 2


def test_longer_solutions_and_planted_bugs_take_longer():
    lesson = next(one for one in all_lessons() if one.folder == "06-backpropagation")
    taken = {name: minutes_of(lesson, cell("", exercise=name)) for name in of_lesson(lesson.folder)}
    assert taken["add_backward"] < taken["backprop_neuron"] < taken["grad_check"] < taken["Value"]
    assert 5 < taken["shared_weight_grad"] < 15, "a bug to find"


def test_what_is_outside_the_timed_sections_does_not_count():
    cells = [
        cell("## 1 · One\n\nword word", minutes=1, stop=True),
        cell(" ".join(["word"] * 400), only="deck"),
        cell(" ".join(["word"] * WORDS)),
        cell("## 2 · Two", minutes=3),
        cell("## 3 · Stretch\n\n" + " ".join(["word"] * 4000)),
        cell(" ".join(["word"] * 4000)),
    ]
    first, second = sections_in(ANY, cells)
    assert (first.minutes, first.off, first.stop) == (1, False, True)
    assert (second.minutes, second.off, second.stop) == (1, True, False)
    assert sittings([first, second]) == [1, 1]


def test_minutes_are_written_into_source_and_readme(tmp_path):
    """And what was written is found to be right; a wrong one, before, is found to be off."""
    lesson = Lesson("04-losses", tmp_path)
    lesson.source.parent.mkdir(parents=True)
    real = Path("solutions", lesson.folder, lesson.source.name).read_text("utf-8")
    spoilt = re.sub(r"\bminutes=\d+", "minutes=99", real)
    spoilt = re.sub(r"^# \| (\d+ · .+) \| \d+ \|$", r"# | \1 | 98 |", spoilt, flags=re.M)
    lesson.source.write_text(re.sub(r"minutes: \d+", "minutes: 90", spoilt), "utf-8")
    (tmp_path / "README.md").write_text(
        "| [04](lessons/04-losses/losses.ipynb) | 90 | 22 |", "utf-8"
    )
    assert all(part.off for part in parts_of(lesson))
    said = state_minutes(lesson)
    assert not any(part.off for part in parts_of(lesson))
    text = lesson.source.read_text("utf-8")
    whole = sum(part.minutes for part in parts_of(lesson))
    assert f"minutes: {whole}\n" in text and "99" not in re.findall(r"minutes=(\d+)", text)
    assert "| 98 |" not in text and f"{whole} minutes" in said[0]
    assert f"| {whole} | 22 |" in (tmp_path / "README.md").read_text("utf-8")
