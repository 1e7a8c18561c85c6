"""Toy data: four sets of points in the plane, in two classes, that no straight line can part.

Each function returns `(X, y)`: X is (n, 2) float64, coordinates within about ±1.5; y is (n,) of
ints, 0 and 1, as equal in number as n allows. All randomness comes from `rng`, and the rows are
shuffled, so that any slice holds both classes. `noise` is the standard deviation of a normal
offset that is added to both coordinates; with 0 the points lie exactly on their curves.

The shapes of moons and circles are those that scikit-learn's `make_moons` and `make_circles` made
common; here moons is centred, so that no standardising is needed.
"""

import numpy as np

__all__ = ["TOYS", "circles", "moons", "spirals", "xor_clouds"]


def moons(n, noise, rng):
    """Two half circles, each reaching into the other.

    n: int ≥ 0, the number of points. noise: float ≥ 0. rng: an np.random.Generator.
    Returns: (X, y). Class 0 is the upper moon.
    """
    y = _labels(n)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    return _finish(np.where(y[:, None] == 0, upper, -upper), y, noise, rng)


def circles(n, noise, rng):
    """A ring of radius 1 and, inside it, a ring of radius 0.5.

    n: int ≥ 0, the number of points. noise: float ≥ 0. rng: an np.random.Generator.
    Returns: (X, y). Class 1 is the inner ring.
    """
    y = _labels(n)
    return _finish(_polar(np.where(y == 0, 1.0, 0.5), rng.uniform(0, 2 * np.pi, n)), y, noise, rng)


def spirals(n, noise, rng):
    """Two spirals, each one and a half turns long, one turned by half a turn against the other.

    n: int ≥ 0, the number of points. noise: float ≥ 0. rng: an np.random.Generator.
    Returns: (X, y). The radius grows from 0.1 to 1.2; class 1 begins on the left of the centre.
    """
    y = _labels(n)
    along = np.sqrt(rng.uniform(0, 1, n))  # the root spreads points evenly along the curve
    return _finish(_polar(0.1 + 1.1 * along, 3 * np.pi * along + np.pi * y), y, noise, rng)


def xor_clouds(n, noise, rng):
    """Four clouds around (±1, ±1): class 1 where the two signs differ, as in the gate XOR.

    n: int ≥ 0, the number of points. noise: float ≥ 0; about 0.3 keeps the clouds apart.
        rng: an np.random.Generator.
    Returns: (X, y).
    """
    y = _labels(n)
    side = rng.choice([-1.0, 1.0], n)
    return _finish(np.stack([side, np.where(y == 1, -side, side)], axis=1), y, noise, rng)


TOYS = {"XOR": xor_clouds, "moons": moons, "circles": circles, "spirals": spirals}


def _labels(n):
    """0, 1, 0, 1, …: n labels, one more 0 when n is odd."""
    return np.arange(n) % 2


def _polar(radius, angle):
    """Points from radii and angles, (n, 2)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _finish(X, y, noise, rng):
    """Add the noise, and shuffle points and labels alike."""
    order = rng.permutation(len(y))
    return (X + rng.normal(0.0, noise, X.shape))[order], y[order]
