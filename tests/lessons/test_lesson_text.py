"""What lessons say of themselves: their minutes, their questions, their pictures."""

import re

import jupytext
import pytest

from autograder.course import all_lessons
from workbook import checkpoints

WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

LESSONS = {lesson.folder: lesson for lesson in all_lessons()}


@pytest.mark.parametrize("folder", LESSONS)
def test_the_table_of_minutes_is_true(folder):
    """The reader's table lists every timed section with its minutes, and they add up."""
    source = jupytext.read(LESSONS[folder].source)
    timed = [cell for cell in source.cells if "minutes" in cell.metadata]
    sections = {re.search(r"^## (.+)$", c.source, re.M)[1]: c.metadata["minutes"] for c in timed}
    text = "\n".join(cell.source for cell in source.cells if cell.metadata.get("only") != "deck")
    rows = re.findall(r"^\| (\d+ · .+) \| (\d+) \|$", text, re.M)
    table = {name: int(minutes) for name, minutes in rows}
    assert table == sections
    assert sum(sections.values()) == source.metadata["workbook"]["minutes"]


@pytest.mark.parametrize("folder", LESSONS)
def test_right_answers_cannot_be_guessed_from_their_place_or_length(folder):
    questions = checkpoints.load(folder)
    places = [question.answer for question in questions]
    assert max(map(places.count, places)) <= len(questions) / 2
    longest = [max(question.options, key=lambda option: len(option.text)) for question in questions]
    assert sum(option.right for option in longest) <= len(questions) / 2


@pytest.mark.parametrize("folder", LESSONS)
def test_as_many_situations_have_been_met_as_the_checkpoint_says(folder):
    kinds = {question.id: question.kind for question in checkpoints.load(folder)}
    met = 0
    for cell in jupytext.read(LESSONS[folder].source).cells:
        if said := re.search(r"You have met (\w+) situations on the way", cell.source):
            assert said[1] == WORDS[met]
        met += kinds.get(cell.metadata.get("question")) == "checkpoint"
