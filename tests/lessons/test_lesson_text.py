"""What lessons say of themselves and of the world: their minutes, their numbers, their pictures."""

import re

import jupytext
import numpy as np
import pytest

from autograder.course import all_lessons
from workbook import checkpoints, nn
from workbook.plots import activations, activations_measured, start_here
from workbook.style import Picture

LESSONS = {lesson.folder: lesson for lesson in all_lessons()}

FIGURES = {
    start_here: "rhythm axes_of_a_table",
    activations: "unit stacked_layers threshold_or_graded squashers rectifiers slopes "
    "gradient_through_depth softmax_bars one_label_or_many",
}


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
    assert sum(sections.values()) == source.metadata["workbook"]["minutes"] <= 90


@pytest.mark.parametrize("folder", LESSONS)
def test_right_answers_cannot_be_guessed_from_their_place_or_length(folder):
    questions = checkpoints.load(folder)
    places = [question.answer for question in questions]
    assert max(map(places.count, places)) <= len(questions) / 2
    longest = [max(question.options, key=lambda option: len(option.text)) for question in questions]
    assert sum(option.right for option in longest) <= len(questions) / 2


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module, names in FIGURES.items() for name in names.split()],
)
def test_every_figure_says_what_it_shows(module, name):
    picture = getattr(module, name)()
    assert isinstance(picture, Picture)
    assert len(picture.alt.split()) >= 10


# What lesson 03 claims ----------------------------------------------------------------------------


def test_open_ranges_close_in_floats_where_the_lesson_says():
    z = np.arange(-800.0, 60.0)
    assert z[nn.sigmoid(z) == 1][0] == 37
    assert z[nn.tanh(z) == 1][0] == 19
    assert z[nn.sigmoid(z) == 0][-1] == -746


def test_the_maximum_is_leaky_relu_up_to_a_slope_of_1_only():
    z = np.linspace(-3, 3, 7)
    for alpha in (-1.0, 0.0, 0.1, 1.0):
        assert np.array_equal(np.maximum(alpha * z, z), nn.leaky_relu(z, alpha))
    assert not np.array_equal(np.maximum(3 * z, z), nn.leaky_relu(z, 3.0))
    assert np.array_equal(nn.leaky_relu(z, -1.0), np.abs(z))


def test_means_and_zeros_are_those_of_the_text():
    rows = {name: row for name, *row in activations_measured.comparison().rows}
    mean = {name: float(row[1]) for name, row in rows.items()}
    assert (mean["sigmoid"], mean["tanh"], mean["ReLU"]) == (0.5, 0.0, 0.4)
    assert mean["tanh"] < mean["ELU, α = 1"] < mean["ReLU"] / 2
    assert [name for name, row in rows.items() if row[2] != "0%"] == ["ReLU"]
    assert float(rows["ReLU"][4]) == 1 < float(rows["sigmoid"][4])


def test_gradients_vanish_through_sigmoids_alone():
    quarters = 0.25 ** np.arange(21)
    sigmoid = activations_measured.gradient_sizes("sigmoid")
    assert np.all(sigmoid[1:] < 2 * quarters[1:])
    assert sigmoid[-1] > quarters[-1] / 100
    assert activations_measured.gradient_sizes("tanh")[-1] > 0.1
    assert 0.3 < activations_measured.gradient_sizes("relu")[-1] < 3


def test_measured_gradients_are_the_gradients():
    """One layer's measured size is that of its derivative, taken by finite differences."""
    rng = np.random.default_rng(5)
    width, h = 4, 1e-6
    a = rng.normal(size=(200, width))
    W = rng.normal(0, 1 / np.sqrt(width), (width, width))
    upstream = rng.normal(size=a.shape)
    slope = np.empty_like(a)
    for column in range(width):
        nudge = h * (np.arange(width) == column)
        change = nn.tanh((a + nudge) @ W) - nn.tanh((a - nudge) @ W)
        slope[:, column] = np.sum(upstream * change, axis=1) / (2 * h)
    expected = np.sqrt(np.mean(slope**2)) / np.sqrt(np.mean(upstream**2))
    assert activations_measured.gradient_sizes("tanh", 1, width, 5)[1] == pytest.approx(expected)
