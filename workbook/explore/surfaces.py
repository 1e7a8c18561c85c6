"""Four landscapes over two parameters: a bowl, a ravine, a saddle, a plateau with two valleys.

A point θ is an array (2,); `J` also takes many points at once, (…, 2). The page computes the same
from the same numbers (`surfaces.js`).
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Quadratic:
    """J(θ) = ½ θᵀ H θ, with its minimum in the origin. H: (2, 2), symmetric, as nested tuples."""

    label: str
    H: tuple
    start: tuple[float, float]
    kind: str = "quadratic"
    bottom: tuple[float, float] = (0.0, 0.0)

    def J(self, theta):
        theta = np.asarray(theta, dtype=float)
        return 0.5 * np.einsum("...i,ij,...j->...", theta, np.array(self.H), theta)

    def grad(self, theta):
        return np.array(self.H) @ theta

    def hessian(self, theta):
        return np.array(self.H)


@dataclass(frozen=True)
class Saddle:
    """J(θ) = ½ a θ₁² − ½ θ₂² + ¼ θ₂⁴: a saddle in the origin, a valley at (0, −1) and (0, 1)."""

    label: str
    a: float
    start: tuple[float, float]
    kind: str = "saddle"
    bottom: tuple[float, float] = (0.0, 1.0)

    def J(self, theta):
        x, y = np.moveaxis(np.asarray(theta, dtype=float), -1, 0)
        return 0.5 * self.a * x**2 - 0.5 * y**2 + 0.25 * y**4

    def grad(self, theta):
        return np.array([self.a * theta[0], theta[1] ** 3 - theta[1]])

    def hessian(self, theta):
        return np.diag([self.a, 3 * theta[1] ** 2 - 1])


@dataclass(frozen=True)
class Wells:
    """J(θ) = 1 − Σ depth · e^(−r² / (2 width²)), where r is the distance from a well's middle.

    wells: one (depth, θ₁, θ₂, width) each, the deepest first. Far from all of them J is flat.
    """

    label: str
    wells: tuple
    start: tuple[float, float]
    kind: str = "wells"

    @property
    def bottom(self):
        """The middle of the deepest well: its lowest point, but for the others' faint pull."""
        return self.wells[0][1:3]

    def _parts(self, theta):
        """For each well: its share of 1 − J, the way from its middle, and its width squared."""
        for depth, x, y, width in self.wells:
            away = np.asarray(theta, dtype=float) - (x, y)
            yield depth * np.exp(-np.sum(away**2, axis=-1) / (2 * width**2)), away, width**2

    def J(self, theta):
        return 1 - sum(share for share, _, _ in self._parts(theta))

    def grad(self, theta):
        return sum(share * away / square for share, away, square in self._parts(theta))

    def hessian(self, theta):
        return sum(
            share * (np.eye(2) / square - np.outer(away, away) / square**2)
            for share, away, square in self._parts(theta)
        )


SURFACES = {
    "bowl": Quadratic("bowl", ((1.6, 0.3), (0.3, 0.8)), (-2.2, 1.2)),
    "ravine": Quadratic("ravine", ((4.606, 3.192), (3.192, 2.744)), (-2.0, 1.5)),
    "saddle": Saddle("saddle", 1.5, (-2.0, 0.3)),
    "plateau": Wells(
        "plateau with two valleys", ((1.0, -1.3, 0.4, 0.5), (0.6, 1.4, -0.5, 0.5)), (-2.2, 0.9)
    ),
}
"""By name. The bowl's eigenvalues are 0.7 and 1.7, the ravine's 0.35 and 7, turned by a 3-4-5
triangle so that neither axis is along the ravine."""


def packed(name, surface):
    """One surface as the page wants it (`surfaces.js`): plain numbers and words."""
    plain = {"name": name, "label": surface.label, "kind": surface.kind, "start": surface.start}
    for field in ("H", "a", "wells"):
        if hasattr(surface, field):
            plain[field] = getattr(surface, field)
    return plain | {"bottom": surface.bottom}
