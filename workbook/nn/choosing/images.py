"""What a convolutional network (CNN) does to an image: a few weights, used everywhere."""

import numpy as np

__all__ = ["conv2d", "max_pool2d"]


def conv2d(image, kernel):
    """Slide a kernel over an image; at each place, multiply entry by entry and sum.

    The kernel stays inside the image ("valid"): out[i, j] = Σ image[i + a, j + c] · kernel[a, c],
    summed over all a and c. The same few weights serve at every place.

    image: (rows, columns) float array. kernel: float array with two axes too, with no more rows and
        no more columns than the image; it need not be square.
    Returns: float array. It has as many rows as the image, less those of the kernel, plus one, and
        columns likewise. The arguments are left as they were.

    Example: conv2d(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]]))
    is array([[-1.0, -1.0], [-1.0, -1.0]]): left pixel minus right pixel.

    Asked as well: a kernel as large as the image gives one number, of shape (1, 1).

    Source: PyTorch's conv2d, for one channel. The kernel is *not* flipped: mathematicians call this
    cross-correlation, and flip the kernel first for what they call convolution.
    """
    rows, columns = kernel.shape
    out = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for a in range(rows):
        for c in range(columns):
            out += kernel[a, c] * image[a : a + out.shape[0], c : c + out.shape[1]]
    return out


def max_pool2d(image, size):
    """Keep the largest number of each size × size block; the blocks lie side by side.

    Rows and columns at the end that do not fill a block are left out.

    image: (rows, columns) float array; negative numbers occur. size: int ≥ 1, no larger than
        the image.
    Returns: (rows // size, columns // size) float array. image is left as it was.

    Example: max_pool2d(np.array([[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 7.0]]), 2)
    is array([[5.0, 8.0]]).

    Source: PyTorch's max_pool2d, whose stride is the kernel's size unless told otherwise.
    """
    rows, columns = image.shape[0] // size, image.shape[1] // size
    blocks = image[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return blocks.max(axis=(1, 3))
