"""`shift_images`: whole pixels, zeros where nothing comes in."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call


def images(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Images whose pixels all differ, from 1 on."""
    return rng.permutation(np.arange(1.0, 1.0 + np.prod(shape))).reshape(shape)


def moved(dx: int, dy: int, *shape: int):
    def draw(rng: np.random.Generator) -> Call:
        return call(images(rng, *shape), dx, dy)

    return draw


BY_HAND = call(np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]), 1, 0)

shift_images = Exercise(
    reference=nn.shift_images,
    statement="Move every image by whole pixels; zeros come in.",
    aspects=[
        Aspect(
            "one way",
            0.75,
            "dx to the right, dy down, several images at once",
            [BY_HAND, moved(2, 0, 2, 3, 4), moved(0, 1, 2, 3, 4)],
        ),
        Aspect(
            "any way",
            0.75,
            "to the left, up, and both at once",
            [moved(-1, 0, 1, 2, 4), moved(0, -2, 2, 3, 3), moved(1, -1, 2, 3, 4)],
            pure=True,
        ),
        Aspect(
            "edges",
            0.5,
            "no shift; a shift as large as the image, and larger; no images at all",
            [
                moved(0, 0, 2, 3, 3),
                moved(3, 0, 1, 2, 3),
                moved(6, 0, 1, 2, 3),
                moved(-5, 1, 1, 3, 3),
                moved(0, 4, 2, 3, 2),
                call(np.zeros((0, 3, 4)), 1, -1),
            ],
            pure=True,
        ),
    ],
    hints=[
        "Which columns are left when everything moves one to the right? Where do they go?",
        "Make an image of zeros first. For dx = 1: moved[:, :, 1:] = X[:, :, :-1].",
        "For any dx ≥ 0 keep the columns : columns - dx, and put them at dx :. For dx < 0 it is "
        "the other way round. With max(0, …) nothing goes below 0.",
    ],
)


def rolled(X, dx, dy):
    return np.roll(X, (dy, dx), axis=(1, 2))


def placed(X, dx, dy, fill=0.0):
    """The reference, pixel by pixel, with another filling."""
    out = np.full(X.shape, fill)
    for row, column in np.ndindex(X.shape[1:]):
        if 0 <= row - dy < X.shape[1] and 0 <= column - dx < X.shape[2]:
            out[:, row, column] = X[:, row - dy, column - dx]
    return out


@shift_images.misconception(
    "one way",
    "np.roll brings what is pushed out on one side in on the other; here 0 comes in.",
)
def rolls_round(X, dx, dy):
    return rolled(X, dx, dy)


@shift_images.misconception(
    "one way",
    "Rows and columns are exchanged: dx moves along the last axis, dy along the one before.",
)
def exchanges_dx_and_dy(X, dx, dy):
    return placed(X, dy, dx)


@shift_images.misconception(
    "one way", "It moves to the left and up; a positive dx is to the right, a positive dy down."
)
def moves_the_other_way(X, dx, dy):
    return placed(X, -dx, -dy)


@shift_images.misconception(
    "one way",
    "dy goes up here, as in a graph. Row 0 is at the top, so down is towards larger row numbers.",
)
def up_is_positive(X, dx, dy):
    return placed(X, dx, -dy)


@shift_images.misconception(
    "one way",
    "The first axis counts the images; this moves whole images to other places in the batch.",
)
def moves_along_the_batch(X, dx, dy):
    out = np.zeros_like(X)
    for n, row in np.ndindex(X.shape[:2]):
        if 0 <= n - dy < X.shape[0] and 0 <= row - dx < X.shape[1]:
            out[n, row] = X[n - dy, row - dx]
    return out


@shift_images.misconception(
    "one way",
    "The pixels at the edge are repeated; what comes in from outside should be 0.",
)
def repeats_the_edge(X, dx, dy):
    rows = np.clip(np.arange(X.shape[1]) - dy, 0, X.shape[1] - 1)
    columns = np.clip(np.arange(X.shape[2]) - dx, 0, X.shape[2] - 1)
    return X[:, rows][:, :, columns]


@shift_images.misconception(
    "any way",
    "A negative shift does nothing here; it should move to the left, or up.",
)
def ignores_negative_shifts(X, dx, dy):
    return placed(X, max(0, dx), max(0, dy))


@shift_images.misconception(
    "any way",
    "np.roll, and then zeros at the left and at the top: right for positive shifts. A negative one "
    "leaves its strip on the other side.",
)
def clears_one_side_alone(X, dx, dy):
    out = rolled(X, dx, dy)
    out[:, :, : max(0, dx)] = 0
    out[:, : max(0, dy)] = 0
    return out


@shift_images.misconception(
    "edges",
    "X[:, :, :-dx] with dx = 0 is X[:, :, :0], which is empty: no shift gives an image of zeros.",
)
def nothing_left_without_a_shift(X, dx, dy):
    return placed(X, dx, dy) if (dx, dy) != (0, 0) else np.zeros_like(X)


@shift_images.misconception(
    "edges",
    "A shift beyond the edge counts from the other end: X[:, :, : columns - dx] with a negative "
    "number cuts at the wrong place. max(0, …) prevents it.",
)
def wraps_when_too_large(X, dx, dy):
    rows, columns = X.shape[1:]
    return placed(X, int(np.sign(dx)) * (abs(dx) % columns), int(np.sign(dy)) * (abs(dy) % rows))


@shift_images.alternative
def padded_and_cut(X, dx, dy):
    rows, columns = X.shape[1:]
    x, y = abs(dx), abs(dy)
    wide = np.pad(X, ((0, 0), (y, y), (x, x)))
    return wide[:, y - dy : y - dy + rows, x - dx : x - dx + columns]


@shift_images.alternative
def pixel_by_pixel(X, dx, dy):
    return placed(X, dx, dy)


@shift_images.alternative
def with_two_matrices(X, dx, dy):
    rows, columns = X.shape[1:]
    return np.eye(rows, k=-dy) @ X @ np.eye(columns, k=dx)


@shift_images.misconception(
    "one way",
    "A negative index counts from the end, so that what is pushed out comes in again on the other "
    "side: ask for 0 ≤ place as well.",
)
def counts_from_the_end(X, dx, dy):
    _, rows, columns = X.shape
    out = np.zeros_like(X)
    for i in range(rows):
        for j in range(columns):
            if -rows <= i - dy < rows and -columns <= j - dx < columns:
                out[:, i, j] = X[:, i - dy, j - dx]
    return out
