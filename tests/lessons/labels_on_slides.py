"""Looks, in a kernel that executes a deck, at each figure that is drawn: on slides type is larger.

No label leaves its figure, or lies on another one.
"""

import json
from itertools import chain, combinations
from pathlib import Path

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text

from workbook import style

DPI = {"image/svg+xml": 72, "image/png": 192}  # as drawn; some labels' places are in its pixels
INCHES = 0.03  # so little may be shared


def watch():
    """Look at every figure from now on; returns what ends that and writes down what was found."""
    found, draw = [], style._image

    def drawn(figure):
        image, dpi = draw(figure), figure.dpi
        figure.dpi = DPI[image[0]]
        found.extend(faults(figure))
        figure.dpi = dpi
        return image

    def end(path):
        style._image = draw
        Path(path).write_text(json.dumps(found), "utf-8")

    style._image = drawn
    return end


def faults(figure):
    """Labels of a drawn figure that stick out of it, and pairs that lie on one another."""
    width, height = figure.canvas.get_width_height()
    least = INCHES * figure.dpi
    read = list(labels(figure))
    for words, box in read:
        if min(box.x0, box.y0, width - box.x1, height - box.y1) < -least:
            yield f"{words!r} sticks out"
    for (words, a), (others, b) in combinations(read, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        if across > least and min(a.y1, b.y1) - max(a.y0, b.y0) > least:
            yield f"{words!r} lies on {others!r}"


def labels(figure):
    """What can be read in a figure: (words, box in pixels); of words in a frame, the frame."""
    renderer = RendererAgg(*figure.canvas.get_width_height(), figure.dpi)
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
