"""Gradient checking: a claimed gradient against a measured one."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, code
from .draws import numbers

SMALL = 1e-7


def compared(value, _call):
    """An error below 1e-7 is as good as 0, and then it does not matter where it is."""
    error, where = value
    return [0.0, 0] if abs(float(error)) < SMALL else [error, where]


BOWL = code("lambda x: x[0]**2 + 3 * x[1]**2")
SUM = code("lambda x: x[0] + 4 * x[1]")
WAVES = code("lambda x: np.sum(np.sin(x) + x**3)")
PRODUCT = code("lambda x: np.prod(x)")
SIZES = code("lambda x: np.sum(np.abs(x))")


def off_in_one_entry(rng: np.random.Generator) -> Call:
    """A gradient with one entry off by half or a quarter of its size."""
    at, factor = int(rng.integers(3)), float(rng.choice([0.5, 1.25, 1.5]))
    wrong = [1.0, 1.0, 1.0]
    wrong[at] = factor
    return call(WAVES, code(f"lambda x: (np.cos(x) + 3 * x**2) * np.array({wrong})"), place(rng, 3))


def place(rng: np.random.Generator, D: int) -> np.ndarray:
    return np.abs(numbers(rng, D)) * 0.5


def sign_turned(rng: np.random.Generator) -> Call:
    return call(BOWL, code("lambda x: np.array([2 * x[0], -6 * x[1]])"), place(rng, 2))


def right(rng: np.random.Generator) -> Call:
    return call(WAVES, code("lambda x: np.cos(x) + 3 * x**2"), numbers(rng, 3))


grad_check = Exercise(
    reference=nn.grad_check,
    statement=(
        "Check a gradient against a measured one. You will use this function below to hunt bugs."
    ),
    summary=compared,
    rtol=1e-4,  # a measured slope has its own rounding
    aspects=[
        Aspect(
            "values",
            1,
            "the largest relative error, and the entry where it is",
            [
                call(SUM, code("lambda x: np.array([1.0, 3.0])"), np.zeros(2)),
                call(BOWL, code("lambda x: np.array([x[0], 6 * x[1]])"), np.array([-2.0, 1.0])),
                call(BOWL, code("lambda x: np.array([2 * x[0], 8 * x[1]])"), np.array([1.0, -1.0])),
                call(BOWL, code("lambda x: np.array([2 * x[0], 5 * x[1]])"), np.array([0.0, 1.0])),
                # the entry that is farthest off is not the one with the largest relative error
                call(SUM, code("lambda x: np.array([1.3, 4.8])"), np.array([0.5, -0.5])),
                # below 1e-6 · 10 it shows whether the smallest divisor is a maximum or is added
                call(
                    code("lambda x: 3e-6 * x[0]"),
                    code("lambda x: np.array([4e-6])"),
                    np.zeros(1),
                ),
                call(code("lambda x: np.sum(x)"), code("lambda x: np.full(2, 3.0)"), np.zeros(2)),
                off_in_one_entry,
                sign_turned,
            ],
        ),
        Aspect(
            "accurate",
            0.75,
            "below 1e-7 (here shown as 0) for a right gradient, and no sooner",
            [
                call(
                    PRODUCT,
                    code("lambda x: np.array([x[1], x[0]]) * [1, 1.00001]"),
                    np.array([2.0, 1.5]),
                ),
                call(WAVES, code("lambda x: np.cos(x) + 3 * x**2"), np.array([0.5, -1.0, 1.5])),
                right,
            ],
        ),
        Aspect(
            "double precision",
            0.5,
            "integers and float32 are turned into float64 first",
            [
                call(BOWL, code("lambda x: np.array([2 * x[0], 6 * x[1] - 3])"), np.array([1, 2])),
                call(
                    SUM,
                    code("lambda x: np.array([2.0, 4.0])"),
                    code("np.array([0.5, 3.0], dtype=np.float32)"),
                ),
                call(BOWL, code("lambda x: np.array([2 * x[0], 6 * x[1]])"), np.array([3, -1])),
            ],
        ),
        Aspect(
            "kinks",
            0.75,
            "astride a kink it reports what the formula says; x is left as it was",
            [
                call(SIZES, code("lambda x: np.sign(x)"), np.array([1.0, 2e-6, -2.0])),
                call(SIZES, code("lambda x: np.array([1.0, 1.0])"), np.array([0.5, 0.0])),
                lambda rng: call(
                    SIZES,
                    code("lambda x: np.sign(x)"),
                    np.array([1.0, -0.5, float(rng.integers(1, 9)) * 1e-6]),
                ),
            ],
            pure=True,
        ),
    ],
    hints=[
        "How would you measure the slope of f for entry 0 alone? Which array do you add to x?",
        "One entry at a time: a copy of x with that entry raised by h, another with it lowered by "
        "h. Divide the difference of the two values of f by 2h.",
        "Collect the relative errors in an array; `np.argmax` says where the largest is, and "
        "`int(…)` makes a plain number of it.",
    ],
)


def _measure(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(len(x))])


def _worst(errors):
    where = int(np.argmax(errors))
    return float(errors[where]), where


def _relative(g, m):
    return np.abs(g - m) / np.maximum(np.maximum(np.abs(g), np.abs(m)), 1e-6)


@grad_check.misconception(
    "values",
    "This is the absolute difference; divide it by the larger of |g| and |m|, since 0.001 is much "
    "for a small gradient and little for a large one.",
)
def absolute_error(f, grad_f, x):
    return _worst(np.abs(grad_f(np.array(x, float)) - _measure(f, x)))


@grad_check.misconception(
    "accurate",
    "This is a one-sided difference, (f(x + h) − f(x)) / h, whose own error is about 1e-5; look at "
    "both sides and divide by 2h.",
)
def looks_forward_only(f, grad_f, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    m = np.array([(f(x + step) - f(x)) / h for step in h * np.eye(len(x))])
    return _worst(_relative(grad_f(x), m))


@grad_check.misconception(
    "values",
    "All entries are moved at once, which measures the slope along the diagonal; move one entry "
    "and leave the others.",
)
def moves_all_entries(f, grad_f, x):
    x = np.array(x, dtype=float)
    m = (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
    return _worst(_relative(grad_f(x), m))


@grad_check.misconception(
    "values",
    "The difference is divided by h, but the two points lie 2h apart, so every slope comes out "
    "twice as large.",
)
def divides_by_h(f, grad_f, x):
    return _worst(_relative(grad_f(np.array(x, float)), 2 * _measure(f, x)))


@grad_check.misconception(
    "values",
    "This is the mean of the errors; one wrong entry among many would drown in it: take the "
    "largest.",
)
def mean_error(f, grad_f, x):
    errors = _relative(grad_f(np.array(x, float)), _measure(f, x))
    return float(np.mean(errors)), int(np.argmax(errors))


@grad_check.misconception(
    "values",
    "Without the bars | | a difference below zero never counts as large; take np.abs of it.",
)
def forgets_the_bars(f, grad_f, x):
    g, m = grad_f(np.array(x, float)), _measure(f, x)
    return _worst((g - m) / np.maximum(np.maximum(np.abs(g), np.abs(m)), 1e-6))


@grad_check.misconception(
    "values",
    "Below the line stands the sum |g| + |m|, as in some books; here it is the larger of the two.",
)
def divides_by_the_sum(f, grad_f, x):
    g, m = grad_f(np.array(x, float)), _measure(f, x)
    return _worst(np.abs(g - m) / np.maximum(np.abs(g) + np.abs(m), 1e-6))


@grad_check.misconception(
    "values",
    "This compares the lengths of the two arrays of slopes as a whole; each entry is to be judged "
    "by itself, so that the wrong one can be named.",
)
def one_error_for_the_whole(f, grad_f, x):
    g, m = grad_f(np.array(x, float)), _measure(f, x)
    whole = np.linalg.norm(g - m) / max(np.linalg.norm(g) + np.linalg.norm(m), 1e-6)
    return float(whole), int(np.argmax(np.abs(g - m)))


@grad_check.misconception(
    "double precision",
    "x keeps its integers (or its float32): adding 0.00001 to them is lost by rounding; turn x "
    "into float64 first.",
)
def keeps_the_integers(f, grad_f, x):
    h, errors, g = 1e-5, [], grad_f(x)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += np.asarray(h).astype(x.dtype)
        below[i] -= np.asarray(h).astype(x.dtype)
        errors.append(_relative(g[i], (f(above) - f(below)) / (2 * h)))
    return _worst(errors)


@grad_check.misconception(
    "kinks",
    "`x[i] += h` writes into the caller's array; at the end x is no longer where it was: work on a "
    "copy.",
)
def leaves_x_moved(f, grad_f, x):
    g, m = grad_f(x), _measure(f, x)
    if x.dtype == float:
        x -= 1e-5
    return _worst(_relative(g, m))


@grad_check.misconception(
    "values",
    "The step is never set back to 0: in the second turn of the loop two entries move, then three. "
    "Make it anew in every turn, inside the loop.",
)
def steps_pile_up(f, grad_f, x):
    x = np.array(x, float)
    sums = [np.where(np.arange(len(x)) <= i, 1e-5, 0) for i in range(len(x))]
    measured = np.array([(f(x + step) - f(x - step)) / 2e-5 for step in sums])
    return _worst(_relative(grad_f(x.copy()), measured))


@grad_check.misconception(
    "values",
    "The worst error is right; the second answer is its position in the array, not the number "
    "that stands there.",
)
def says_the_entry_itself(f, grad_f, x):
    error, where = _worst(_relative(grad_f(np.array(x, float)), _measure(f, x)))
    return error, float(np.asarray(x)[where])


@grad_check.alternative
def all_at_once(f, grad_f, x):
    return _worst(_relative(np.asarray(grad_f(np.array(x, float))), _measure(f, x)))


@grad_check.alternative
def in_place_and_restored(f, grad_f, x):
    x = np.asarray(x, dtype=float).copy()
    worst, where, g = -1.0, 0, grad_f(x)
    for i in range(x.size):
        kept = x[i]
        x[i] = kept + 1e-5
        up = f(x)
        x[i] = kept - 1e-5
        down = f(x)
        x[i] = kept
        m = (up - down) / (2 * 1e-5)
        error = abs(g[i] - m) / max(abs(g[i]), abs(m), 1e-6)
        if error > worst:
            worst, where = error, i
    return worst, where


@grad_check.alternative
def from_lesson_05(f, grad_f, x):
    def slope(i):
        line = np.array(x, dtype=float)

        def along(t):
            moved = line.copy()
            moved[i] = t
            return f(moved)

        return (along(line[i] + 1e-5) - along(line[i] - 1e-5)) / 2e-5

    m = np.array([slope(i) for i in range(len(x))])
    errors = _relative(np.array(grad_f(np.array(x, dtype=float))), m)
    return errors.max(), errors.argmax()


@grad_check.misconception(
    "values",
    "1e-6 is added to the larger of the two; it is a smallest divisor: max(|g|, |m|, 1e-6).",
)
def adds_the_smallest(f, grad_f, x):
    g, m = _both(f, grad_f, x)
    errors = np.abs(g - m) / (np.maximum(np.abs(g), np.abs(m)) + 1e-6)
    return float(errors.max()), int(errors.argmax())


@grad_check.misconception(
    "values",
    "The entry came back that is farthest off; asked is where the *relative* error is largest.",
)
def place_of_the_farthest(f, grad_f, x):
    g, m = _both(f, grad_f, x)
    error, _ = nn.grad_check(f, grad_f, x)
    return error, int(np.argmax(np.abs(g - m)))


@grad_check.misconception(
    "values", "It divides by |g| alone; by the larger of |g| and |m|, whichever that is."
)
def divides_by_the_claimed(f, grad_f, x):
    g, m = _both(f, grad_f, x)
    errors = np.abs(g - m) / np.maximum(np.abs(g), 1e-6)
    return float(errors.max()), int(errors.argmax())


def _both(f, grad_f, x):
    """The claimed gradient and the measured one."""
    x = np.asarray(x, dtype=float)
    steps = 1e-5 * np.eye(len(x))
    m = np.array([(f(x + step) - f(x - step)) / 2e-5 for step in steps])
    return np.asarray(grad_f(x), dtype=float), m
