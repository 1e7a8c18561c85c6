"""`train_val_test_split`: judged by sizes, rows, pairs and classes, since every draw is right."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, confirmed
from ..with_seeds import generator, seeded

NAMES = ("training", "validation", "test")
SEEDS = """
    X, y = np.arange(30.0).reshape(30, 1), np.arange(30) % 2
    seeds = [{seed}, {seed}, {other}]
    rngs = [np.random.default_rng(s) for s in seeds]
    [train_val_test_split(X, y, (0.5, 0.3, 0.2), rng, True) for rng in rngs]
"""


def data(N: int, fractions, stratify: bool, counts=()):
    """A draw: N rows with numbers that tell them apart; classes by counts, or at random."""

    def draw(rng: np.random.Generator) -> Call:
        X = rng.choice(900, (N, 2), replace=False) / 10
        y = rng.permutation(np.repeat(np.arange(len(counts)), counts)) if counts else None
        labels = rng.integers(0, 3, N) if y is None else y
        return call(X, labels, fractions, generator(rng), stratify)

    return draw


def sorted_classes(rng: np.random.Generator) -> Call:
    X = np.arange(40.0)[:, np.newaxis]
    return call(X, np.repeat([0, 1], 20), (0.5, 0.25, 0.25), generator(rng), False)


def judged(value, call):
    """Sizes, rows, pairs, classes, in words; a script made three splits, two with one seed."""
    if len(call.args) == 1:
        one, same, other = ([_rows(X) for X, _ in parts] for parts in value)
        return {
            "with the same seed": "the same splits" if one == same else "other splits",
            "with another seed": _again(value[0]) if one == other else "other splits",
        }
    X, y, fractions, _, stratify = call.args
    place = {tuple(row): n for n, row in enumerate(X.tolist())}
    found = [[place.get(row, -1) for row in _rows(X_part)] for X_part, _ in value]
    everywhere = sorted(n for rows in found for n in rows)
    paired = all(
        len(rows) == len(y_part) and np.array_equal(y[rows], y_part)
        for rows, (_, y_part) in zip(found, value, strict=True)
    )
    words = {
        "sizes": dict(zip(NAMES, map(len, found), strict=True)),
        "rows": "each in one split, once" if everywhere == list(range(len(X))) else _fault(found),
        "labels": "beside their rows" if paired else "beside other rows",
        "kinds": [f"{X_p.ndim}-d {X_p.dtype.kind}, {y_p.dtype.kind}" for X_p, y_p in value],
    }
    if stratify:
        words["classes"] = _shares(y, fractions, [y_part for _, y_part in value])
    elif len(X) >= 30:
        blocks = max(found[0]) < min(found[1]) and max(found[1]) < min(found[2])
        words["drawn"] = "as they stand, block by block" if blocks else "at random"
    return words


def _shares(y, fractions, parts) -> str:
    """Whether each split has its share of each class, to the sample."""
    for label in np.unique(y):
        n = int(np.sum(y == label))
        _, *asked = (round(fraction * n) for fraction in fractions)
        found = [int(np.sum(part == label)) for part in parts]
        if found != [n - sum(asked), *asked]:
            return "not each in its share"
    return "each in its share"


def _rows(X) -> list[tuple]:
    return [tuple(row) for row in X.tolist()]


def _again(parts) -> str:
    """What to say of splits that no seed changes: whether each class was cut as it stands."""
    rows = [[n for (n,) in _rows(X)] for X, _ in parts]
    for odd in (0, 1):  # the script's two classes are the even rows and the odd ones
        one, two, three = ([n for n in split if n % 2 == odd] for split in rows)
        if not (one and two and three and max(one) < min(two) <= max(two) < min(three)):
            return "the same splits"
    return "the same splits, each class cut as it stands"


def _fault(found) -> str:
    """What is wrong with the rows of three splits."""
    one, two, three = map(set, found)
    if one & two or two & three or one & three:
        return "some in two splits"
    if any(len(rows) > len(set(rows)) for rows in found):
        return "some twice in a split"
    return "some in no split, or changed"


train_val_test_split = Exercise(
    reference=nn.train_val_test_split,
    statement="Part a data set at random into training, validation and test data.",
    summary=judged,
    aspects=[
        Aspect(
            "parts",
            1,
            "three splits of the right sizes, every row once, its label beside it",
            [
                *confirmed(data(5, (0.6, 0.2, 0.2), False), 5),
                data(13, (0.6, 0.2, 0.2), False),
                data(10, (0.5, 0.4, 0.1), False),
            ],
        ),
        Aspect(
            "random",
            1,
            "which rows go where is drawn from rng; the same seed gives the same splits",
            [sorted_classes, seeded(SEEDS)],
        ),
        Aspect(
            "stratified",
            1,
            "with stratify=True, each class is split by itself",
            [
                data(21, (0.6, 0.2, 0.2), True, (12, 6, 3)),
                data(26, (0.5, 0.25, 0.25), True, (4, 14, 8)),
                data(20, (0.6, 0.2, 0.2), True, (13, 7)),
            ],
            pure=True,
        ),
    ],
    hints=[
        "How can X and y be put into one random order? Draw the order once, as numbers.",
        "n_val = round(fractions[1] * N) and so on; then cut the order in three: order[:n_train], "
        "order[n_train : n_train + n_val], the rest.",
        "For stratify: np.flatnonzero(y == c) are the rows of class c. Cut them in three in the "
        "same way, class by class, and join the pieces with np.concatenate.",
    ],
)


def cut(order, fractions):
    """Three pieces of an order, validation and test rounded, training the rest."""
    n_val, n_test = (round(f * len(order)) for f in fractions[1:])
    n_train = len(order) - n_val - n_test
    return order[:n_train], order[n_train : n_train + n_val], order[n_train + n_val :]


def by_class(y, fractions, rng, arrange=None):
    """Three arrays of rows, class by class."""
    arrange = arrange or rng.permutation
    pieces = [cut(arrange(np.flatnonzero(y == c)), fractions) for c in np.unique(y)]
    return [np.concatenate(part) for part in zip(*pieces, strict=True)]


def rows_of(y, fractions, rng, stratify):
    """Three arrays of rows, as they should be drawn."""
    if stratify:
        return by_class(y, fractions, rng)
    return cut(rng.permutation(len(y)), fractions)


@train_val_test_split.misconception(
    "random",
    "The rows are cut as they stand. Data are often sorted, and then the test set holds what the "
    "training set has never met.",
)
def cuts_without_shuffling(X, y, fractions, rng, stratify):
    rows = (
        by_class(y, fractions, rng, lambda group: group)
        if stratify
        else cut(np.arange(len(y)), fractions)
    )
    return [(X[part], y[part]) for part in rows]


@train_val_test_split.misconception(
    "random",
    "With stratify=True the rows of each class are cut as they stand; shuffle them as well, class "
    "by class, with rng.",
)
def shuffles_without_classes_alone(X, y, fractions, rng, stratify):
    if stratify:
        rows = by_class(y, fractions, rng, lambda group: group)
    else:
        rows = cut(rng.permutation(len(y)), fractions)
    return [(X[part], y[part]) for part in rows]


@train_val_test_split.misconception(
    "parts",
    "X and y were shuffled each by itself, so the labels stand beside other rows. Draw one order "
    "and use it for both.",
)
def shuffles_them_apart(X, y, fractions, rng, stratify):
    parts = rows_of(y, fractions, rng, stratify)
    return [(X[part], y[rng.permutation(part)[::-1]]) for part in parts]


@train_val_test_split.misconception(
    "parts",
    "int(…) cuts off: 0.2 · 13 = 2.6 should give 3 rows. round goes to the nearest whole number.",
)
def rounds_down(X, y, fractions, rng, stratify):
    def pieces(group):
        n_val, n_test = (int(f * len(group)) for f in fractions[1:])
        n_train = len(group) - n_val - n_test
        return np.split(rng.permutation(group), [n_train, n_train + n_val])

    groups = [np.flatnonzero(y == c) for c in np.unique(y)] if stratify else [np.arange(len(y))]
    parts = [np.concatenate(part) for part in zip(*map(pieces, groups), strict=True)]
    return [(X[part], y[part]) for part in parts]


@train_val_test_split.misconception(
    "parts",
    "The splits were drawn independently, so some rows are in two of them: a leak. Each row "
    "belongs to one split.",
)
def draws_each_split_from_all(X, y, fractions, rng, stratify):
    sizes = [len(part) for part in rows_of(y, fractions, rng, stratify)]
    parts = [rng.choice(len(y), size, replace=False) for size in sizes]
    parts[1][:1] = parts[0][0]
    return [(X[part], y[part]) for part in parts]


@train_val_test_split.misconception(
    "parts", "Validation and test have changed places: the order is training, validation, test."
)
def swaps_validation_and_test(X, y, fractions, rng, stratify):
    one, two, three = rows_of(y, fractions, rng, stratify)
    return [(X[part], y[part]) for part in (one, three, two)]


@train_val_test_split.misconception(
    "stratified",
    "stratify=True makes no difference here; then chance decides how many of a rare class a split "
    "gets.",
)
def ignores_stratify(X, y, fractions, rng, stratify):
    return [(X[part], y[part]) for part in cut(rng.permutation(len(y)), fractions)]


@train_val_test_split.misconception(
    "stratified",
    "Every class has the same number of rows in a split; stratified means the same *proportion* "
    "as in the data.",
)
def equal_numbers_per_class(X, y, fractions, rng, stratify):
    if not stratify:
        parts = rows_of(y, fractions, rng, False)
        return [(X[part], y[part]) for part in parts]
    groups = [rng.permutation(np.flatnonzero(y == c)) for c in np.unique(y)]
    fewest = min(map(len, groups))
    pieces = [cut(group[:fewest], fractions) for group in groups]
    parts = [np.concatenate(part) for part in zip(*pieces, strict=True)]
    return [(X[part], y[part]) for part in parts]


@train_val_test_split.misconception(
    "random", "A generator made inside gives the same splits whatever the seed; use rng."
)
def seeds_its_own_generator(X, y, fractions, rng, stratify):
    parts = rows_of(y, fractions, np.random.default_rng(0), stratify)
    return [(X[part], y[part]) for part in parts]


@train_val_test_split.misconception(
    "parts",
    "Six arrays in a row, as scikit-learn returns them; here three pairs (X, y) are wanted.",
)
def six_arrays(X, y, fractions, rng, stratify):
    parts = rows_of(y, fractions, rng, stratify)
    return [X[part] for part in parts] + [y[part] for part in parts]


@train_val_test_split.misconception(
    "parts", "These are the numbers of the rows; take the rows with X[rows] and y[rows]."
)
def returns_the_row_numbers(X, y, fractions, rng, stratify):
    return rows_of(y, fractions, rng, stratify)


@train_val_test_split.misconception(
    "random",
    "np.random draws from a generator that all programs share: the seed of rng decides nothing. "
    "Draw the order from rng.",
)
def draws_from_numpys_own(X, y, fractions, rng, stratify):
    own = np.random.default_rng(np.random.randint(2**31))
    parts = rows_of(y, fractions, own, stratify)
    return [(X[part], y[part]) for part in parts]


@train_val_test_split.alternative
def row_by_row(X, y, fractions, rng, stratify):
    groups = {}
    for n in range(len(y)):
        groups.setdefault(int(y[n]) if stratify else 0, []).append(n)
    parts = ([], [], [])
    for rows in groups.values():
        rng.shuffle(rows)
        for part, piece in zip(parts, cut(rows, fractions), strict=True):
            part.extend(piece)
    return [[X[part], y[part]] for part in parts]


@train_val_test_split.alternative
def test_set_first(X, y, fractions, rng, stratify):
    keys = rng.random(len(y))
    kind = np.empty(len(y), dtype=int)
    for c in np.unique(y) if stratify else [None]:
        group = np.arange(len(y)) if c is None else np.flatnonzero(y == c)
        ranked = group[np.argsort(keys[group])]
        n_val, n_test = (int(np.rint(f * len(group))) for f in fractions[1:])
        kind[ranked] = 0
        kind[ranked[:n_test]] = 2
        kind[ranked[n_test : n_test + n_val]] = 1
    return tuple((X[kind == k], y[kind == k]) for k in range(3))
