"""On slides, where type is larger, no label of a figure leaves it or lies on another one."""

import re
from itertools import chain, combinations

import nbformat
import pytest
from matplotlib.text import Text

from autograder.authoring import deck_page
from autograder.course import all_lessons
from workbook import style

# Figures that a lesson has at once; those of what a learner measured take names of other cells.
DRAWS = re.compile(r"^(plots|maps|graphs)\.\w+\((?!results|scores).*\)$", re.S)
PIXELS = 3  # so little may be shared
LESSONS = [lesson for lesson in all_lessons() if lesson.folder != "07-layers"]


def labels(figure):
    """What can be read in a figure: (words, box in pixels); of words in a frame, the frame."""
    renderer = figure.canvas.get_renderer()
    unseen = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in chain(axis.get_major_ticks(), axis.get_minor_ticks()):
                if not ax.axison or not low <= tick.get_loc() <= high:
                    unseen |= {tick.label1, tick.label2}
    for text in figure.findobj(Text):
        if text in unseen or not text.get_visible() or not text.get_text().strip():
            continue
        frame = text.get_bbox_patch()
        framed = frame is not None and frame.get_edgecolor()[3] > 0
        box = (frame if framed else text).get_window_extent(renderer)
        # A turned one fills its box at the corners only.
        if box.width > 1 and text.get_rotation() % 90 == 0:
            yield text.get_text(), box


def faults(figure):
    """Labels that stick out of a figure, and pairs that lie on one another."""
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    read = list(labels(figure))
    for words, box in read:
        if min(box.x0, box.y0, width - box.x1, height - box.y1) < -PIXELS:
            yield f"{words!r} sticks out"
    for (words, a), (others, b) in combinations(read, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        if across > PIXELS and min(a.y1, b.y1) - max(a.y0, b.y0) > PIXELS:
            yield f"{words!r} lies on {others!r}"


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.folder)
def test_labels_on_slides_stay_in_their_figure_and_off_each_other(lesson, monkeypatch):
    found, draw = [], style._image
    monkeypatch.setattr(style, "_image", lambda fig: found.extend(faults(fig)) or draw(fig))
    names = {}
    try:
        for slide in deck_page._slides(nbformat.read(lesson.deck, as_version=4).cells):
            style.draw_for_slides(deck_page._room(slide))
            for cell in slide:
                code = cell.source if cell.cell_type == "code" else ""
                if DRAWS.match(code) or ("import" in code and deck_page._kind(cell) == "skip"):
                    exec(code, names)
    finally:
        style.draw_for_slides(0)
    assert not found
