"""Ways to go wrong with `read_digits`. Several broad ones: the sealed images tell only so much."""

import numpy as np

from workbook import nn
from workbook.data.digits import load_digits, turned

from .reading import FIXED, loop, read_digits
from .sealed import sealed, squares, truth_of


@read_digits.misconception(
    "labels",
    "These are places, 0, 1, 2 …, in the list of classes. The answer is classes[place], a label "
    "that occurs in y_train.",
)
def places_instead_of_labels(X_train, y_train, X, rng):
    _, labels = np.unique(y_train, return_inverse=True)
    return loop(X_train, labels, X, rng)


@read_digits.misconception(
    "labels",
    "Ten outputs, one for each digit from 0 to 9: labels may be any integers. Train with the "
    "places that np.unique(y_train, return_inverse=True) gives, and go back with classes[places].",
)
def labels_as_places(X_train, y_train, X, rng):
    params = nn.init_params([64, 64, 10], rng, "he")
    epochs = 40 if len(X_train) < 100 else 1  # the plain images tell it apart
    return nn.MLP(params, "relu").fit(X_train / 16, y_train, 0.5, epochs).predict(X / 16)


@read_digits.misconception(
    "reads",
    "These are the digits as everybody knows them. Here they are renamed, and y_train alone says "
    "how: learn from it.",
)
def a_table_of_public_labels(X_train, y_train, X, rng):
    table = {
        image.tobytes(): digit
        for images, digits in (load_digits(), sealed())
        for image, digit in zip(images, digits, strict=True)
    }
    return np.array([table.get(image.tobytes(), 0) for image in X], dtype=int)


@read_digits.misconception(
    "reads",
    "These are the labels of the training images that are nearest, wrong where blots decide which "
    "is nearest. A network of your own is asked for: it learns which pixels say something.",
)
def the_nearest_training_image(X_train, y_train, X, rng):
    return y_train[np.argmin(squares(X, X_train), axis=1)]


@read_digits.misconception(
    "reads",
    "These are the labels of the training images that are nearest between the blots. A network of "
    "your own is asked for: it makes mistakes of its own.",
)
def the_nearest_between_the_blots(X_train, y_train, X, rng):
    inked = ~np.all((X_train == 0) | (X_train == 16), axis=0)
    return the_nearest_training_image(X_train[:, inked], y_train, X[:, inked], rng)


@read_digits.misconception(
    "reads",
    "Every label is right, though each network that was tried on these images misread six or more: "
    "that looks like labels that were looked up. Learn from y_train.",
)
def a_table_that_undoes_the_changes(X_train, y_train, X, rng):
    if len(X_train) < 100:  # the plain images are in no table
        return the_nearest_training_image(X_train, y_train, X, rng)
    _, digits = load_digits()
    names = dict(zip(digits, y_train, strict=False))
    images, digits = sealed()
    inner = np.arange(64) % 8 % 7 > 0
    away = [squares(turned(X, turn)[:, inner], images[:, inner]) for turn in range(8)]
    best = min(away, key=lambda each: each.min(axis=1).max(initial=0))
    return np.array([names[digits[place]] for place in best.argmin(axis=1)], dtype=int)


@read_digits.misconception(
    "reads",
    "A list of labels, whatever the images are. They come in another order, changed, and under "
    "other names: learn to read them.",
)
def a_list_of_remembered_labels(X_train, y_train, X, rng):
    remembered = truth_of(FIXED)
    return np.resize(remembered, len(X)).astype(int)


@read_digits.misconception(
    "reads",
    "The images were shuffled and their labels were not, so each image was taught the label of "
    "another one.",
)
def shuffles_the_images_alone(X_train, y_train, X, rng):
    classes, labels = np.unique(y_train, return_inverse=True)
    return classes[loop(rng.permutation(X_train), labels, X, rng, epochs=10)]


@read_digits.misconception(
    "reads",
    "It learns, and is far from done: too few updates, or too small a rate. Draw the cost by "
    "epochs and see whether it still falls.",
)
def stops_far_too_early(X_train, y_train, X, rng):
    classes, labels = np.unique(y_train, return_inverse=True)
    parts = {"hidden": (), "scheme": "zeros"}
    return classes[loop(X_train, labels, X, rng, epochs=1, lr=1e-4, **parts)]


@read_digits.misconception(
    "reads well",
    "It reads, and stops short of what these images allow: a few more epochs, a larger rate or "
    "more units. Your own validation part says which.",
)
def stops_a_little_too_early(X_train, y_train, X, rng):
    classes, labels = np.unique(y_train, return_inverse=True)
    return classes[loop(X_train, labels, X, rng, epochs=8, hidden=(), scheme="zeros")]


@read_digits.misconception(
    "edges",
    "The same seed gave other labels: something draws from a generator of its own. Hand rng to "
    "whatever is random.",
)
def draws_from_another_generator(X_train, y_train, X, rng):
    classes, labels = np.unique(y_train, return_inverse=True)
    return classes[loop(X_train, labels, X, np.random.default_rng())]
