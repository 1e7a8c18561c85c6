"""`conv2d` and `max_pool2d`: what a CNN does to an image."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from .draws import numbers


def convolved(H: int, W: int, h: int, w: int):
    """A draw: an image and a kernel of these sizes."""
    return lambda rng: call(numbers(rng, H, W), numbers(rng, h, w))


def pooled(H: int, W: int, size: int, below: float = 0.0):
    """A draw: an image, all of it below 0 where `below` says so."""

    def draw(rng: np.random.Generator) -> Call:
        return call(numbers(rng, H, W) - below, size)

    return draw


conv2d = Exercise(
    reference=nn.conv2d,
    statement="Slide a small kernel over an image, and sum the products at every place.",
    aspects=[
        Aspect(
            "values",
            2,
            "out[i, j] is the sum of kernel times patch, entry by entry, the kernel as it stands",
            [
                call(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]])),
                call(
                    np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0], [4.0, 0.0, 5.0]]),
                    np.array([[1.0, 2.0], [0.0, -1.0]]),
                ),
                convolved(4, 4, 2, 2),
                convolved(5, 5, 3, 3),
            ],
        ),
        Aspect(
            "sizes",
            0.75,
            "images and kernels that are not square, single pixels, a kernel as large as the image",
            [
                convolved(5, 3, 2, 3),
                convolved(3, 6, 1, 2),
                convolved(3, 4, 1, 1),
                convolved(3, 2, 3, 2),
            ],
        ),
        Aspect(
            "arguments",
            0.25,
            "image and kernel are left as they were",
            [convolved(4, 5, 2, 3)],
            pure=True,
        ),
    ],
    hints=[
        "How many places has a kernel of width 2 in an image of width 5? That gives the shape.",
        "Two loops over the places; at place (i, j) the patch is image[i : i + h, j : j + w].",
        "np.sum(patch * kernel): `*` multiplies entry by entry, `@` would do another thing.",
    ],
)


def slid(image, kernel, at_each=lambda patch, kernel: np.sum(patch * kernel), step=(1, 1)):
    """What `at_each` gives for every patch that lies inside."""
    h, w = kernel.shape
    H, W = image.shape
    places = [range(0, H - h + 1, step[0]), range(0, W - w + 1, step[1])]
    rows = [[at_each(image[i : i + h, j : j + w], kernel) for j in places[1]] for i in places[0]]
    return np.array(rows, float)


@conv2d.misconception(
    "values",
    "The kernel was flipped, as the mathematician's convolution does; networks, and PyTorch, leave "
    "it as it stands.",
)
def flips_the_kernel(image, kernel):
    return slid(image, kernel[::-1, ::-1])


@conv2d.misconception("values", "These are means over the patch; the products are summed.")
def mean_of_the_products(image, kernel):
    return slid(image, kernel, lambda patch, kernel: np.mean(patch * kernel))


@conv2d.misconception(
    "values",
    "The image was padded with zeros so that the output is as large as it (“same”); here the "
    "kernel stays inside.",
)
def pads_with_zeros(image, kernel):
    h, w = kernel.shape
    before, after = ((h - 1) // 2, (w - 1) // 2), (h // 2, w // 2)
    return slid(np.pad(image, list(zip(before, after, strict=True))), kernel)


@conv2d.misconception(
    "values",
    "`@` is the matrix product; at each place multiply entry by entry, patch * kernel.",
)
def matrix_products(image, kernel):
    if kernel.shape[0] != kernel.shape[1]:
        raise ValueError("matmul: Input operand 1 has a mismatch in its core dimension 0")
    return slid(image, kernel, lambda patch, kernel: np.sum(patch @ kernel))


@conv2d.misconception(
    "values",
    "The last row and column of places are missing: there are the image's rows, less those of the "
    "kernel, *plus one*; columns likewise.",
)
def one_place_too_few(image, kernel):
    return slid(image, kernel)[:-1, :-1]


@conv2d.misconception(
    "values",
    "The kernel jumps by its own size, as in pooling; it moves by one pixel at a time.",
)
def jumps_by_its_size(image, kernel):
    return slid(image, kernel, step=kernel.shape)


@conv2d.misconception(
    "values",
    "Rows and columns of the kernel changed places; kernel[a, c] meets image[i + a, j + c].",
)
def turned_kernel(image, kernel):
    if kernel.shape[0] != kernel.shape[1]:
        raise ValueError("operands could not be broadcast together with shapes")
    return slid(image, kernel.T)


@conv2d.misconception(
    "sizes",
    "The kernel's height was used for both directions; its width may be another.",
)
def square_kernels_alone(image, kernel):
    size = len(kernel)
    out = np.zeros((image.shape[0] - size + 1, image.shape[1] - size + 1))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(image[i : i + size, j : j + size] * kernel)
    return out


@conv2d.alternative
def place_by_place(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    out = np.empty((H - h + 1, W - w + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = sum(image[i + a, j + c] * kernel[a, c] for a in range(h) for c in range(w))
    return out


@conv2d.alternative
def all_windows(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijac,ac->ij", windows, kernel)


max_pool2d = Exercise(
    reference=nn.max_pool2d,
    statement="Make an image smaller: keep the largest number of each block.",
    stretch=True,
    aspects=[
        Aspect(
            "values",
            1,
            "the largest of each size × size block, blocks side by side",
            [
                call(np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 7.0]]), 2),
                *confirmed(pooled(4, 6, 2), 2),
                pooled(6, 3, 3),
            ],
        ),
        Aspect(
            "edges",
            1,
            "what fills no block is left out; negative numbers; size 1; image is left as it was",
            [
                call(np.array([[1.0, 2.0, 9.0], [4.0, 3.0, 8.0]]), 2),  # the largest is left out
                pooled(5, 7, 2),
                pooled(4, 4, 2, 4.0),
                pooled(5, 8, 3, 4.0),
                pooled(2, 3, 1),
            ],
            pure=True,
        ),
    ],
    hints=[
        "The block of out[i, j] begins at row i * size and column j * size.",
        "There are rows // size whole blocks below each other; a loop over these, and np.max of "
        "each.",
        "Without a loop: cut the rest off, reshape to (rows, size, columns, size), and take the "
        "maximum over axes 1 and 3.",
    ],
)


def blocks(image, size, of_each=np.max, step=None):
    """What `of_each` gives for every whole block, a new one every `step` pixels."""
    step = size if step is None else step
    rows = range(0, image.shape[0] - size + 1, step)
    columns = range(0, image.shape[1] - size + 1, step)
    return np.array([[of_each(image[i : i + size, j : j + size]) for j in columns] for i in rows])


@max_pool2d.misconception(
    "values", "This is the mean of each block; max pooling keeps the largest number."
)
def mean_of_each_block(image, size):
    return blocks(image, size, np.mean)


@max_pool2d.misconception(
    "values", "The window moves by one pixel; the blocks lie side by side, so it moves by size."
)
def overlapping_blocks(image, size):
    return blocks(image, size, step=1)


@max_pool2d.misconception(
    "values", "np.max without a block finds one largest number; every block has its own."
)
def one_largest_of_all(image, size):
    return np.max(image)


@max_pool2d.misconception(
    "values", "The largest *size* was kept, without its sign; compare the numbers themselves."
)
def largest_without_sign(image, size):
    return blocks(np.abs(image), size)


@max_pool2d.misconception(
    "edges",
    "The rest at the end was filled up with zeros to a whole block; it is to be left out.",
)
def fills_up_with_zeros(image, size):
    more = [(0, -length % size) for length in image.shape]
    return blocks(np.pad(image, more), size)


@max_pool2d.misconception(
    "edges",
    "The largest number starts at 0, so a block of negative numbers gives 0; start with one of the "
    "block.",
)
def never_below_zero(image, size):
    return np.maximum(blocks(image, size), 0.0)


@max_pool2d.misconception(
    "values",
    "Only the upper left corner of each block was kept: image[::size, ::size] compares nothing.",
)
def skips_pixels(image, size):
    return blocks(image, size, lambda block: block[0, 0])


@max_pool2d.alternative
def block_by_block(image, size):
    out = np.empty((image.shape[0] // size, image.shape[1] // size))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = image[i * size :, j * size :][:size, :size].max()
    return out


@max_pool2d.alternative
def largest_of_shifted(image, size):
    rows, columns = (length - length % size for length in image.shape)
    out = np.full((rows // size, columns // size), -np.inf)
    for a in range(size):
        for c in range(size):
            out = np.maximum(out, image[a:rows:size, c:columns:size])
    return out


@conv2d.misconception(
    "values",
    "The last row and column of places stay 0: range has to run to H − h + 1, and W − w + 1.",
)
def stops_one_short(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    out = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h):
        for j in range(W - w):
            out[i, j] = np.sum(image[i : i + h, j : j + w] * kernel)
    return out


@conv2d.misconception(
    "values", "Each product overwrites the one before it, `=`; add them up, `+=`."
)
def last_product_alone(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    out = np.zeros((H - h + 1, W - w + 1))
    for a in range(h):
        for c in range(w):
            out = image[a : a + H - h + 1, c : c + W - w + 1] * kernel[a, c]
    return out


@conv2d.misconception(
    "values", "The sum goes on from place to place; set it to 0 at each new place."
)
def runs_on(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    out, total = np.zeros((H - h + 1, W - w + 1)), 0.0
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            total += np.sum(image[i : i + h, j : j + w] * kernel)
            out[i, j] = total
    return out


@conv2d.misconception(
    "values", "A relu is built in: what is negative became 0. It is a layer of its own."
)
def with_relu(image, kernel):
    return np.maximum(nn.conv2d(image, kernel), 0.0)


@max_pool2d.misconception(
    "values",
    "The blocks begin at i and j; they begin at i · size and j · size, side by side.",
)
def begins_too_soon(image, size):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    return np.array(
        [[image[i : i + size, j : j + size].max() for j in range(columns)] for i in range(rows)]
    )


@max_pool2d.misconception(
    "values",
    "reshape(rows, columns, size, size) cuts pieces of single rows; a block lies over `size` rows: "
    "reshape(rows, size, columns, size), and the largest over axes 1 and 3.",
)
def pieces_of_rows(image, size):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    cut = image[: rows * size, : columns * size]
    return cut.reshape(rows, columns, size, size).max(axis=(2, 3))
