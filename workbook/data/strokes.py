"""From a drawing to the 64 pixels that the digits of the course have.

The images of `digits.py` were made from bitmaps of 32 × 32 dots, in which each digit had been
brought to full height: a bitmap is cut into 8 × 8 blocks of 4 × 4 dots, and a pixel says how many
of a block's 16 dots are ink. A drawing is brought to the same form here, and by the same steps in
the page of the explorable *draw a digit* (`draw_a_digit_pixels.js`).

A drawing is a list of strokes, a stroke a list of points (x, y) in dots: x to the right and y down,
both from 0 to 32; a single point is a dot of ink.
"""

import numpy as np

__all__ = ["EXAMPLES", "pixels_of"]

SIDE, BLOCK = 32, 4
INK = 312.0
"""How many of the 1,024 dots are ink in a mean image of the set; a stroke is made as thick as that
asks for, within `RADII`."""
RADII = (1.5, 3.0)
WIDEST = 26.0
"""Dots that a drawing may be wide; one that is wider is made narrower than it is made tall."""
LARGEST = 8.0
"""By how much a drawing is enlarged at most: a dot stays a dot."""


def _arc(x, y, rx, ry, start, end):
    """Points of an ellipse's arc, from one angle to another (degrees, clockwise from the right)."""
    angles = np.radians(np.linspace(start, end, 17))
    return [(x + rx * np.cos(a), y + ry * np.sin(a)) for a in angles]


EXAMPLES = (
    [_arc(16, 16, 7, 11, -90, 270)],
    [[(11, 10), (17, 5), (17, 28)]],
    [[*_arc(16, 11, 7, 6, 190, 385), (9, 27), (23, 27)]],
    [[*_arc(15, 10.5, 6.5, 5.5, 200, 450), *_arc(15, 21.5, 7.5, 5.8, -90, 160)]],
    [[(14, 5), (8, 19), (24, 19)], [(19, 12), (18, 28)]],
    [[(22, 5), (11, 5), (10, 14), *_arc(15, 20.5, 7, 7, -125, 150)]],
    [[(20, 5), *_arc(16, 20.5, 7, 7, 200, 560)]],
    [[(9, 5), (23, 5), (14, 28)]],
    [[*_arc(16, 10.5, 5.5, 5.5, 90, -270), *_arc(16, 22, 6.5, 6, -90, 270)]],
    [[*_arc(15.5, 11, 6, 6, 0, -360), (21.5, 12), (19, 28)]],
)
"""A plain drawing of each digit, 0 to 9."""


def pixels_of(strokes):
    """The 64 pixels, 0 to 16, of a drawing; all 0 where nothing is drawn.

    Raises ValueError where a point is no pair of finite numbers.
    """
    strokes = [np.asarray(stroke, dtype=float).reshape(-1, 2) for stroke in strokes if len(stroke)]
    if not strokes:
        return np.zeros(64)
    if not all(np.isfinite(stroke).all() for stroke in strokes):
        raise ValueError("Every point of a drawing is a pair of finite numbers.")
    strokes, radius = _brought_to_size(strokes)
    centres = np.arange(SIDE) + 0.5
    dots = np.stack(np.meshgrid(centres, centres), axis=-1).reshape(-1, 2)
    ink = np.zeros(len(dots), dtype=bool)
    for stroke in strokes:
        for start, end in zip(stroke, stroke[1:] if len(stroke) > 1 else stroke, strict=False):
            ink |= _distances(dots, start, end) <= radius
    blocks = ink.reshape(8, BLOCK, 8, BLOCK)
    return blocks.sum(axis=(1, 3)).reshape(64).astype(float)


def _brought_to_size(strokes):
    """The strokes at full height, in the middle of the bitmap, and the radius of their pen."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = high - low
    middle = (low + high) / 2
    radius = 2.2
    for _ in range(2):  # the height that is left for the strokes depends on their thickness
        room = SIDE - 2 * radius
        down = min(LARGEST, room / max(height, width / 1.6, 1e-9))
        across = min(down, (WIDEST - 2 * radius) / max(width, 1e-9))
        moved = [(stroke - middle) * (across, down) + SIDE / 2 for stroke in strokes]
        steps = [np.hypot(*np.diff(stroke, axis=0).T).sum() for stroke in moved]
        radius = float(np.clip(INK / (2 * max(sum(steps), 1e-9)), *RADII))
    return moved, radius


def _distances(dots, start, end):
    """How far each dot is from the piece of a line between two points."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    share = np.clip((dots - start) @ along / length, 0, 1)
    return np.hypot(*(dots - start - share[:, np.newaxis] * along).T)
