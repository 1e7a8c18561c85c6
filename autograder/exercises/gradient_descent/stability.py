"""How large a learning rate may be on a quadratic bowl."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, call, confirmed
from .draws import bowl, gutter, whole

COUPLED = call(np.array([[3.0, 1.0], [1.0, 3.0]]))


max_stable_lr = Exercise(
    reference=nn.max_stable_lr,
    statement="How large may the learning rate be on a bowl before the descent runs away?",
    aspects=[
        Aspect(
            "values",
            1,
            "2 divided by the largest eigenvalue",
            [
                COUPLED,
                call(np.array([[2.0, 0.0], [0.0, 10.0]])),
                call(np.array([[8.0, 0.0], [0.0, 1.0]])),
                *confirmed(lambda rng: call(bowl(rng, 2)), 0),
            ],
        ),
        Aspect(
            "size",
            0.5,
            "for one parameter, and for four",
            [
                lambda rng: call(np.array([[float(whole(rng, 2, 9))]])),
                *confirmed(lambda rng: call(bowl(rng, 4)), 2),
            ],
        ),
        Aspect(
            "gutter",
            0.5,
            "right also where the bowl is flat along some direction",
            [
                call(np.array([[4.0, 0.0], [0.0, 0.0]])),
                call(np.array([[1.0, 1.0], [1.0, 1.0]])),
                *confirmed(lambda rng: call(gutter(rng, 3)), 5),
            ],
        ),
    ],
    hints=[
        (
            "In one dimension, with H = λ, each step multiplies θ by 1 − αλ. From which α on does "
            "it grow?"
        ),
        "With more dimensions each eigenvalue has its own limit. Which limit is met first?",
        "`np.linalg.eigvalsh(H)` gives the eigenvalues of a symmetric matrix, in rising order.",
    ],
)


@max_stable_lr.misconception(
    "values",
    "1 / λmax is a safe rate, and along the steepest direction the quickest; the edge of "
    "divergence lies at twice that.",
)
def half_of_the_edge(H):
    return 1 / np.max(np.linalg.eigvalsh(H))


@max_stable_lr.misconception(
    "values",
    "This takes the smallest eigenvalue, the gentlest direction; the steepest one breaks first.",
)
def gentlest_direction(H):
    return 2 / np.min(np.linalg.eigvalsh(H))


@max_stable_lr.misconception(
    "values",
    "2 / (λmin + λmax) is the rate that shrinks fastest in the worst direction; the edge is 2 / "
    "λmax.",
)
def best_rate_instead(H):
    eigenvalues = np.linalg.eigvalsh(H)
    return 2 / (eigenvalues[0] + eigenvalues[-1])


@max_stable_lr.misconception(
    "values", "The diagonal shows the eigenvalues only where everything off it is 0."
)
def reads_the_diagonal(H):
    return 2 / np.max(np.diag(H))


@max_stable_lr.misconception(
    "values", "The trace is the sum of all eigenvalues; the largest one alone decides."
)
def sum_of_all(H):
    return 2 / np.trace(H)


@max_stable_lr.misconception(
    "values",
    "`np.linalg.norm(H)` is the root of all squared entries; the largest eigenvalue of a bowl is "
    "`np.linalg.norm(H, 2)`.",
)
def root_of_squares(H):
    return 2 / np.linalg.norm(H)


@max_stable_lr.misconception(
    "values",
    "`np.linalg.eig` gives the eigenvalues in no order, so the first need not be the largest.",
)
def first_that_comes(H):
    return 2 / np.linalg.eig(H)[0][0]


@max_stable_lr.misconception("values", "Upside down: a steeper bowl needs a *smaller* rate.")
def upside_down(H):
    return np.max(np.linalg.eigvalsh(H)) / 2


@max_stable_lr.alternative
def by_the_norm(H):
    return 2.0 / np.linalg.norm(H, ord=2)


@max_stable_lr.alternative
def by_singular_values(H):
    return 2 / np.linalg.svd(H, compute_uv=False)[0]


@max_stable_lr.alternative
def sorts_them(H):
    return 2 / sorted(np.linalg.eigvals(H).real)[-1]
