"""`nearest_centroid`: the baseline that a network has to beat."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed

BY_HAND = call(
    np.array([[0.0], [2.0], [9.0]]), np.array([4, 4, 7]), np.array([[3.0], [8.0], [5.0]])
)
# Centroids (1, 0) and (0, 10): the second is longer, so most products are larger with it.
LONG_AND_SHORT = call(
    np.array([[1.0, 0.0], [0.0, 10.0]]), np.array([2, 5]), np.array([[0.0, 2.0], [1.0, 3.0]])
)
# The corner (3, 3) is nearer to (0, 0) in a straight line, (0, 5) when one walks around corners.
CORNERS = call(np.array([[3.0, 3.0], [0.0, 5.0]]), np.array([0, 1]), np.array([[0.0, 0.0]]))
# The same ink in both classes, in another place.
SAME_INK = call(
    np.array([[4.0, 0.0], [0.0, 4.0]]), np.array([6, 2]), np.array([[3.0, 0.0], [0.0, 3.0]])
)
# A class of three rows with one of them right beside the image, and a class whose mean is nearer.
NEIGHBOUR = call(
    np.array([[0.0], [0.0], [6.0], [8.0], [4.0]]), np.array([3, 3, 3, 9, 9]), np.array([[5.6]])
)


def skewed(near: int, far: int):
    """A class of three rows whose mean, 3, is nearer to the image than the other class's 10; its
    middle row, 0, is not."""
    X_train = np.array([[0.0], [0.0], [9.0], [10.0]])
    return call(X_train, np.array([near, near, near, far]), np.array([[6.0]]))


def clouds(labels: list[int], N: int, M: int, D: int):
    """A draw: N training images and M others around one centre per label."""

    def draw(rng: np.random.Generator):
        centres = rng.integers(0, 17, (len(labels), D)).astype(float)
        which = np.concatenate([np.arange(len(labels)), rng.integers(0, len(labels), N)])
        order = rng.permutation(len(which))
        X_train = (centres[which] + rng.normal(0, 1, (len(which), D))).round(1)
        X = (centres[rng.integers(0, len(labels), M)] + rng.normal(0, 3, (M, D))).round(1)
        return call(X_train[order], np.array(labels)[which[order]], X)

    return draw


nearest_centroid = Exercise(
    reference=nn.nearest_centroid,
    statement="The baseline: give each image the label of the nearest mean image.",
    aspects=[
        Aspect(
            "labels",
            3,
            "each image gets the label of the nearest centroid",
            [
                BY_HAND,
                NEIGHBOUR,
                LONG_AND_SHORT,
                CORNERS,
                SAME_INK,
                skewed(1, 4),
                clouds([0, 1, 2], 7, 6, 2),
                clouds([0, 1], 6, 5, 3),
            ],
        ),
        Aspect(
            "any labels",
            2,
            "labels may be any integers, in any order and number",
            [
                skewed(-2, 40),
                *confirmed(clouds([7, 3, 5], 6, 6, 2), 17),
                clouds([-2, 40], 5, 5, 3),
                clouds([8], 3, 2, 2),
            ],
        ),
        Aspect(
            "edges",
            1,
            "half way between two: the smaller label; no image to read; arguments stay as they are",
            [
                call(np.array([[4.0], [0.0]]), np.array([2, 6]), np.array([[2.0], [1.0]])),
                call(np.array([[4.0], [0.0]]), np.array([1, 0]), np.array([[2.0], [3.0]])),
                call(np.array([[4.0, 0.0]]), np.array([3]), np.zeros((0, 2))),
                skewed(6, 3),
                *confirmed(clouds([1, 2], 5, 4, 2), 90),
            ],
            pure=True,
        ),
    ],
    hints=[
        "np.unique(y_train) gives the labels that there are. Which rows belong to one of them?",
        "np.mean(X_train[y_train == c], axis=0) is one centroid. Stack them, a row per label.",
        "Distances: (X[:, np.newaxis] - centroids) has the shape (M, K, D). Square, sum over the "
        "last axis, argmin over the labels; then classes[...] turns places into labels.",
    ],
)


def centroids_of(X_train, y_train, mean=np.mean):
    classes = np.unique(y_train)
    return classes, np.stack([mean(X_train[y_train == c], axis=0) for c in classes])


def squares_to(X, rows):
    return np.sum((X[:, np.newaxis] - rows) ** 2, axis=2)


@nearest_centroid.misconception(
    "any labels",
    "argmin gives the place of the nearest centroid, 0, 1, 2 …; classes[place] is its label.",
)
def places_instead_of_labels(X_train, y_train, X):
    return np.argmin(squares_to(X, centroids_of(X_train, y_train)[1]), axis=1)


@nearest_centroid.misconception(
    "labels",
    "This looks for the nearest single training image. The baseline compares with the mean of a "
    "class.",
)
def nearest_single_image(X_train, y_train, X):
    order = np.argsort(y_train, kind="stable")
    return y_train[order][np.argmin(squares_to(X, X_train[order]), axis=1)]


@nearest_centroid.misconception(
    "labels",
    "The largest product X @ centroid prefers centroids with much ink; it is no distance.",
)
def largest_product(X_train, y_train, X):
    classes, centroids = centroids_of(X_train, y_train)
    return classes[np.argmax(X @ centroids.T, axis=1)]


@nearest_centroid.misconception(
    "labels",
    "The absolute differences were summed. The Euclidean distance needs their squares.",
)
def around_corners(X_train, y_train, X):
    classes, centroids = centroids_of(X_train, y_train)
    return classes[np.argmin(np.sum(np.abs(X[:, np.newaxis] - centroids), axis=2), axis=1)]


@nearest_centroid.misconception(
    "labels", "np.mean without axis=0 makes one number of a whole class; a centroid is an image."
)
def one_number_per_class(X_train, y_train, X):
    classes, centroids = centroids_of(X_train, y_train, lambda rows, axis: np.mean(rows))
    return classes[np.argmin(squares_to(X, centroids[:, np.newaxis]), axis=1)]


@nearest_centroid.misconception(
    "labels", "The farthest centroid was taken: argmax of the distances in place of argmin."
)
def farthest(X_train, y_train, X):
    classes, centroids = centroids_of(X_train, y_train)
    return classes[np.argmax(squares_to(X, centroids), axis=1)]


@nearest_centroid.misconception(
    "edges", "Where two centroids are equally near, <= lets the later label win; take the smaller."
)
def later_one_wins(X_train, y_train, X):
    classes, centroids = centroids_of(X_train, y_train)
    last = np.argmin(squares_to(X, centroids)[:, ::-1], axis=1)
    return classes[len(classes) - 1 - last]


@nearest_centroid.alternative
def image_by_image(X_train, y_train, X):
    means = {int(c): X_train[y_train == c].mean(axis=0) for c in sorted(set(y_train.tolist()))}
    found = []
    for image in X:
        found.append(min(means, key=lambda c: np.linalg.norm(image - means[c])))
    return np.array(found, dtype=int)


@nearest_centroid.alternative
def sums_by_one_hot(X_train, y_train, X):
    classes, place = np.unique(y_train, return_inverse=True)
    Y = np.eye(len(classes))[place]
    centroids = (Y.T @ X_train) / Y.sum(axis=0)[:, np.newaxis]
    distances = np.sqrt(((X[:, :, np.newaxis] - centroids.T) ** 2).sum(axis=1))
    return classes[distances.argmin(axis=1)]


@nearest_centroid.misconception(
    "labels", "The medians were taken; a centroid is the mean of a class's images, pixel by pixel."
)
def medians(X_train, y_train, X):
    labels = np.unique(y_train)
    M = np.stack([np.median(X_train[y_train == label], axis=0) for label in labels])
    return labels[((X[:, np.newaxis] - M) ** 2).sum(axis=2).argmin(axis=1)]


@nearest_centroid.misconception(
    "labels",
    "argmin ran over the images, axis 0; for each image, a row, the nearest centroid is looked "
    "for: "
    "axis=1.",
)
def nearest_image_of_each(X_train, y_train, X):
    labels = np.unique(y_train)
    M = np.stack([X_train[y_train == label].mean(axis=0) for label in labels])
    return labels[((X[:, np.newaxis] - M) ** 2).sum(axis=2).argmin(axis=0)]


@nearest_centroid.misconception(
    "labels",
    "The label of the nearest single image came back; compare with the mean of each class.",
)
def nearest_neighbour(X_train, y_train, X):
    D = ((X[:, np.newaxis] - X_train) ** 2).sum(axis=2)
    return y_train[D.argmin(axis=1)] if len(X) else np.zeros(0, dtype=int)
