"""What lessons say of themselves: their minutes, their questions, their pictures."""

import re
from itertools import groupby

import jupytext
import pytest

from autograder.course import all_lessons
from autograder.exercises import of_lesson
from workbook import checkpoints

WORDS = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
]  # fmt: skip

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
def test_what_a_lesson_counts_is_there(folder):
    """Exercises, sentences, situations and short questions: as many as the text says."""
    cells = jupytext.read(LESSONS[folder].source).cells
    cells = [cell for cell in cells if cell.metadata.get("only") != "deck"]
    kinds = {question.id: question.kind for question in checkpoints.load(folder)}
    exercises = [exercise.stretch for exercise in of_lesson(folder).values()]
    met = 0
    for _, section in groupby(cells, key=_sections()):
        section = list(section)
        text = "\n".join(cell.source for cell in section)
        asked = [kinds.get(cell.metadata.get("question")) for cell in section]
        for pattern, number in (
            (r"(\w+) exercises carry", exercises.count(False)),
            (r"(\w+) more, marked \*stretch\*", exercises.count(True)),
            (r"(\w+) sentences from slides", text.count("**“")),
            (r"have met (\w+)[^.]* on the way", met),
            (r"^(\w+) (?:situations\.|questions of the kind)", asked.count("checkpoint")),
            (r"(\w+) short ones", asked.count("review")),
        ):
            for said in re.findall(pattern, text, re.M):
                assert said.lower() == WORDS[number], (text[:40], pattern)
        met += asked.count("checkpoint")


def _sections():
    """A key by which cells fall into the sections of their lesson."""
    heads = []

    def section_of(cell):
        heads.extend(re.findall(r"^## \d+ · .+$", cell.source, re.M))
        return len(heads)

    return section_of
