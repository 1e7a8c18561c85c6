"""Pictures that carry their text alternative, and the course's figure style."""

import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from workbook import style

mpl.use("agg")


@pytest.fixture(autouse=True)
def _own_settings():
    with mpl.rc_context():
        yield
    plt.close("all")


def test_a_picture_is_one_image_with_its_alternative():
    fig, ax = plt.subplots(figsize=(5, 2))
    ax.plot([0, 1])
    shown = style.picture(fig, 'f(z) < 1,\n  "always"')._repr_mimebundle_()
    html = shown["text/html"]
    assert re.fullmatch(r'<img alt="[^"]*" width="480" src="[^"]*" style="[^"]*">', html)
    assert 'alt="f(z) &lt; 1, &quot;always&quot;"' in html
    assert 'src="data:image/svg+xml;base64,' in html
    assert shown["text/plain"] == 'Picture: f(z) < 1, "always"'


def test_the_figure_is_not_shown_twice():
    fig, ax = plt.subplots()
    other = plt.figure()
    style.picture(ax, "Empty axes.")
    assert plt.get_fignums() == [other.number]
    assert fig.number != other.number


def test_a_figure_made_without_pyplot():
    assert style.picture(Figure(), "Nothing.").mime == "image/svg+xml"


def test_drawn_again_it_is_the_same_to_the_byte():
    def draw():
        fig, ax = plt.subplots()
        ax.plot([0, 1], [1, 0])
        return style.picture(fig, "A falling line.").data

    assert draw() == draw()


def test_thousands_of_points_become_a_png():
    fig, ax = plt.subplots()
    ax.scatter(*np.random.default_rng(0).normal(size=(2, 10_000)))
    crowd = style.picture(fig, "A cloud of points.")
    assert crowd.mime == "image/png" and len(crowd.data) < style.LARGEST_SVG


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_no_picture_without_an_alternative(alt):
    with pytest.raises(ValueError, match="needs a text alternative"):
        style.picture(Figure(), alt)


def test_what_is_no_figure_is_refused():
    with pytest.raises(TypeError, match="takes a Matplotlib figure or axes, not list"):
        style.picture([1, 2], "A list.")


def test_use_sets_the_style():
    style.use()
    _, ax = plt.subplots()
    assert not ax.spines["top"].get_visible() and not ax.spines["right"].get_visible()
    assert ax.plot([0, 1])[0].get_color() == style.BLUE


def test_a_readers_own_settings_change_no_figure_of_the_course():
    """A `matplotlibrc` that has LaTeX set the words made every figure an error."""
    theirs = {"text.usetex": True, "xtick.direction": "in", "axes.facecolor": "black"}
    backend = mpl.rcParams["backend"]
    mpl.rcParams.update(theirs)
    style.use()
    for name, value in theirs.items():
        assert mpl.rcParams[name] == style.RC.get(name, mpl.rcParamsDefault[name]) != value
    assert mpl.rcParams["backend"] == backend  # where a picture goes is the notebook's business


def test_on_a_slide_no_text_is_smaller_than_the_last_row_can_read():
    """Whatever draws it: ticks, a legend, a note, an axis that shares its labels."""
    style.draw_for_slides()
    try:
        fig, axes = plt.subplots(1, 3, figsize=(10, 3), sharey=True)
        for ax in axes:
            ax.plot([0, 1], label="a curve")
            ax.set(xlabel="z", yscale="log")
        axes[0].legend(fontsize=7)
        axes[1].text(0.5, 0.5, "a note", fontsize=6)
        made = style.picture(fig, "Three curves.")
    finally:
        style.draw_for_slides(0)
    scale = min(style.SLIDE[0] / made.width, style.SLIDE[1] / (3 * 96))
    assert made.smallest * scale >= style.SMALLEST_ON_SLIDES
    assert f'data-smallest-type="{made.smallest:.1f}"' in made.to_html()
    drawn = [text.get_fontsize() * 96 / 72 for text in fig.findobj(Text) if text.get_text().strip()]
    assert min(drawn) == made.smallest
