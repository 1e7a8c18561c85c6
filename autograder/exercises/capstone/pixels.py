"""`scale_pixels`: a constant of how pixels are counted, not a statistic of the data."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed


def images(N: int, D: int, most: int, whole: bool = False):
    """A draw: N images of D pixels from 0 to `most`, as integers or as floats."""

    def draw(rng: np.random.Generator):
        X = rng.integers(0, most + 1, (N, D))
        return call(X if whole else X.astype(float))

    return draw


def alone(rng: np.random.Generator):
    """One image with pixels that are all alike."""
    return call(np.full((1, 4), float(rng.integers(1, 16))))


scale_pixels = Exercise(
    reference=nn.scale_pixels,
    statement="Bring pixels from 0 to 16 into 0 to 1, by what is known before any image is seen.",
    aspects=[
        Aspect(
            "values",
            1.5,
            "0 becomes 0 and 16 becomes 1, in every image and every pixel alike",
            [
                call(np.array([[0.0, 4.0, 8.0], [8.0, 8.0, 16.0]])),
                *confirmed(images(3, 4, 16), 0),  # no pixel of it is 16
                images(2, 5, 16),
            ],
        ),
        Aspect(
            "alone",
            1,
            "the same image gives the same numbers, whatever other images come with it",
            [call(np.array([[2.0, 4.0]])), alone, images(3, 4, 9)],
        ),
        Aspect(
            "edges",
            0.5,
            "integers come out as floats, no image is no trouble, X is left as it was",
            [
                call(np.array([[0, 4, 8], [8, 8, 8]])),
                images(2, 3, 15, whole=True),
                call(np.zeros((0, 4))),
                images(2, 3, 16),
            ],
            pure=True,
        ),
    ],
    hints=[
        "What is the most that a pixel of these images can have? Do you need the data to know it?",
        "One division by one constant.",
    ],
)


@scale_pixels.misconception(
    "alone",
    "X.max() depends on which images are there: an image alone is scaled otherwise than in a "
    "batch. Divide by 16.",
)
def by_the_largest_of_the_batch(X):
    return X / X.max() if X.size else X / 1.0


@scale_pixels.misconception(
    "values",
    "Each image was divided by its own largest pixel, so a faint stroke looks as dark as a full "
    "one. Divide all by 16.",
)
def by_each_images_own_largest(X):
    return X / X.max(axis=1, keepdims=True) if X.size else X / 1.0


@scale_pixels.misconception(
    "values",
    "255 is the most of an 8-bit picture. These pixels count ink dots, at most 16.",
)
def as_if_there_were_255_greys(X):
    return X / 255


@scale_pixels.misconception(
    "values",
    "Standardising learns a mean and a spread from the data. Here nothing is to be learnt: "
    "divide by 16.",
)
def standardises_each_column(X):
    if not X.size:
        return X / 1.0
    std = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(std == 0, 1, std)


@scale_pixels.misconception(
    "values", "// cuts off what is behind the point: all but full ink becomes 0."
)
def divides_and_cuts(X):
    return (X // 16) * 1.0


@scale_pixels.misconception(
    "values",
    "The paper became 1 and the ink 0. Ink is what was counted: 0 stays 0.",
)
def ink_and_paper_change_places(X):
    return 1 - X / 16


@scale_pixels.alternative
def multiplied(X):
    return np.multiply(X, 0.0625)


@scale_pixels.alternative
def pixel_by_pixel(X):
    scaled = np.zeros(X.shape)
    for i, image in enumerate(X):
        for j, pixel in enumerate(image):
            scaled[i, j] = pixel / 16.0
    return scaled


@scale_pixels.misconception(
    "values", "Each column was stretched from its own smallest to its largest; divide all by 16."
)
def column_by_column(X):
    lowest, highest = X.min(axis=0, initial=16), X.max(axis=0, initial=0)
    return (X - lowest) / np.where(highest > lowest, highest - lowest, 1)


@scale_pixels.misconception("values", "That runs from −1 to 1; asked is 0 to 1: X / 16.")
def from_minus_one(X):
    return X / 8.0 - 1.0


@scale_pixels.misconception(
    "values", "These pixels were standardised, with mean and spread of this batch; divide by 16."
)
def standardised(X):
    return (X - np.mean(X)) / (np.std(X) or 1.0) if X.size else X.astype(float)
