"""`BatchNorm`: the batch's own mean and spread in training, running ones in predictions."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers

START = """
    layer = BatchNorm({options})
    layer.build({D}, np.random.default_rng(0))
    layer.gamma, layer.beta = np.array({gamma}), np.array({beta})
    X, dA = np.array({X}), np.array({dA})
"""
TRAINING = START + "    [layer.forward(X, training=True), layer.gamma, layer.beta]"
RUNNING = START + (
    "    layer.forward(X, training=True)\n"
    "    layer.forward(X[:2] + 1.5, training=True)\n"
    "    [layer.running_mean, layer.running_var]"
)
PREDICTED = START + (
    "    layer.forward(X, training=True)\n"
    "    answers = [layer.forward(X), layer.forward(X[:1])]\n"
    "    [answers, layer.running_mean, layer.running_var]"
)
BACKWARD = START + (
    "    layer.forward(X, training=True)\n    [layer.backward(dA), layer.dgamma, layer.dbeta]"
)
LATER = START + (
    "    layer.forward(X, training=True)\n"
    "    layer.forward(X[:2] + 1.5)\n"
    "    [layer.backward(dA), layer.dgamma, layer.dbeta]"
)
BUILT = """
    layer = BatchNorm()
    layer.build({D}, np.random.default_rng(0))
    [layer.units, layer.gamma, layer.beta, layer.running_mean, layer.running_var]
"""


def drawn(text: str, N: int, D: int, options: str = ""):
    """A draw: the scenario with fresh rows, no two features alike."""

    def draw(rng: np.random.Generator) -> Call:
        X = (numbers(rng, N, D) + 1.5 * np.arange(N)[:, np.newaxis]) * (1 + np.arange(D))
        values = {"gamma": numbers(rng, D), "beta": numbers(rng, D), "dA": numbers(rng, N, D)}
        plain = {name: array.tolist() for name, array in values.items()}
        return script(text.format(options=options, D=D, X=X.round(2).tolist(), **plain))

    return draw


def by_hand(text: str) -> Call:
    plain = {"gamma": [1.0], "beta": [0.0], "X": [[1.0], [3.0]], "dA": [[1.0], [0.0]]}
    return script(text.format(options="momentum=0.5, eps=0.0", D=1, **plain))


BatchNorm = Exercise(
    reference=nn.BatchNorm,
    stretch=True,
    rtol=1e-7,
    given=("__init__",),
    statement=(
        "Batch normalisation with running statistics, and its way back. In training a row's answer "
        "depends on the rows beside it; in predictions it must not."
    ),
    aspects=[
        Aspect(
            "training",
            1,
            "each feature with the mean and spread of the batch, then gamma and beta",
            [
                by_hand(TRAINING),
                *confirmed(drawn(TRAINING, 4, 2), 0),
                *confirmed(drawn(TRAINING, 3, 3, "eps=0.5"), 0),
                script(BUILT.format(D=3)),
            ],
        ),
        Aspect(
            "predictions",
            1,
            "running mean and variance serve, and move in training alone",
            [
                by_hand(PREDICTED),
                *confirmed(drawn(RUNNING, 4, 2, "momentum=0.75"), 0),
                *confirmed(drawn(PREDICTED, 3, 2), 0),
                *confirmed(drawn(PREDICTED, 4, 2, "momentum=0.5, eps=0.25"), 0),
            ],
        ),
        Aspect(
            "backward",
            1,
            "∂cost/∂X through mean and spread too; dgamma and dbeta; of the last training batch",
            [
                by_hand(BACKWARD),
                *confirmed(drawn(BACKWARD, 4, 2), 0),
                *confirmed(drawn(BACKWARD, 3, 3, "eps=0.5"), 0),
                *confirmed(drawn(LATER, 4, 2), 0),
            ],
        ),
    ],
    hints=[
        "Two pairs of numbers: those of the batch, X.mean(axis=0) and X.var(axis=0), and the "
        "running ones. `training` says which pair serves, and whether the running ones move.",
        "std = np.sqrt(var + self.eps); normal = (X − mean) / std. In training keep both in self.",
        "G = dA · gamma; then (G − G.mean(axis=0) − normal · (G · normal).mean(axis=0)) / std.",
    ],
)


class Sound:
    """A sound BatchNorm; the wrong ones differ in one of these methods."""

    params = ("gamma", "beta")

    def __init__(self, momentum=0.99, eps=0.001):
        self.momentum, self.eps = momentum, eps

    def build(self, D, rng):
        self.units = D
        self.gamma, self.beta = np.ones(D), np.zeros(D)
        self.running_mean, self.running_var = np.zeros(D), np.ones(D)

    def statistics(self, X):
        return X.mean(axis=0), X.var(axis=0)

    def move(self, mean, var):
        m = self.momentum
        self.running_mean = m * self.running_mean + (1 - m) * mean
        self.running_var = m * self.running_var + (1 - m) * var

    def chosen(self, X, training):
        if not training:
            return self.running_mean, self.running_var
        found = self.statistics(X)
        self.move(*found)
        return found

    def forward(self, X, training=False):
        mean, var = self.chosen(X, training)
        std = np.sqrt(var + self.eps)
        normal = (X - mean) / std
        if training:
            self.std, self.normal = std, normal
        return self.gamma * normal + self.beta

    def pulled(self, G):
        return G.mean(axis=0) + self.normal * (G * self.normal).mean(axis=0)

    def backward(self, dA):
        self.dgamma, self.dbeta = (dA * self.normal).sum(axis=0), dA.sum(axis=0)
        G = dA * self.gamma
        return (G - self.pulled(G)) / self.std


BatchNorm.alternative(Sound)


@BatchNorm.alternative
class StepByStep(Sound):
    """The way back through variance and mean, one after the other."""

    def forward(self, X, training=False):
        if training:
            self.X, self.mean, self.var = X, X.sum(axis=0) / len(X), None
            self.var = ((X - self.mean) ** 2).sum(axis=0) / len(X)
            self.move(self.mean, self.var)
            mean, var = self.mean, self.var
        else:
            mean, var = self.running_mean, self.running_var
        return (X - mean) * (var + self.eps) ** -0.5 * self.gamma + self.beta

    def backward(self, dA):
        N, moved, s = len(dA), self.X - self.mean, (self.var + self.eps) ** -0.5
        self.dgamma, self.dbeta = np.sum(dA * moved * s, axis=0), np.sum(dA, axis=0)
        G = dA * self.gamma
        dvar = np.sum(G * moved, axis=0) * -0.5 * s**3
        dmean = -np.sum(G * s, axis=0) + dvar * -2 * np.mean(moved, axis=0)
        return G * s + dvar * 2 * moved / N + dmean / N


@BatchNorm.misconception(
    "predictions",
    "Predictions took mean and spread of the rows at hand, so that a row's answer changes with its "
    "company, and a single row always gives beta; take the running ones.",
)
class AlwaysTheBatch(Sound):
    def chosen(self, X, training):
        found = self.statistics(X)
        if training:
            self.move(*found)
        return found


@BatchNorm.misconception(
    "predictions", "The running statistics moved in a prediction as well; only training moves them."
)
class MovesInPredictions(Sound):
    def chosen(self, X, training):
        found = self.statistics(X)
        self.move(*found)
        return found if training else (self.running_mean, self.running_var)


@BatchNorm.misconception(
    "predictions",
    "momentum is the share of the *old* value here, as in Keras; PyTorch's is that of the new one.",
)
class TheOtherMomentum(Sound):
    def move(self, mean, var):
        m = 1 - self.momentum
        self.running_mean = m * self.running_mean + (1 - m) * mean
        self.running_var = m * self.running_var + (1 - m) * var


@BatchNorm.misconception(
    "training", "Mean and spread were taken over each row; they belong to each feature: axis=0."
)
class OverEachRow(Sound):
    def chosen(self, X, training):
        if not training:
            return super().chosen(X, training)
        self.move(*self.statistics(X))
        return X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)


@BatchNorm.misconception(
    "backward",
    "Mean and spread were taken for constants on the way back; they depend on every row.",
)
class MeanAndSpreadAsConstants(Sound):
    def pulled(self, G):
        return 0.0


@BatchNorm.misconception(
    "backward",
    "A prediction took the place of what the last training batch had left for the way back; keep "
    "std and the normalised X in training alone.",
)
class KeepsPredictionsToo(Sound):
    def forward(self, X, training=False):
        mean, var = self.chosen(X, training)
        self.std = np.sqrt(var + self.eps)
        self.normal = (X - mean) / self.std
        return self.gamma * self.normal + self.beta


@BatchNorm.misconception(
    "backward", "dgamma lacks the normalised X: it is the sum over the batch of dA · normal."
)
class GammaLikeBeta(Sound):
    def backward(self, dA):
        dX = super().backward(dA)
        self.dgamma = self.dbeta
        return dX


@BatchNorm.misconception(
    "training", "gamma and beta are left out: scale and shift what was normalised."
)
class NormalisesOnly(Sound):
    def forward(self, X, training=False):
        super().forward(X, training)
        mean, var = self.statistics(X) if training else (self.running_mean, self.running_var)
        return (X - mean) / np.sqrt(var + self.eps)


@BatchNorm.misconception(
    "training",
    "The variance was divided by N − 1 (ddof=1); here, as in Keras, it is divided by N.",
)
class DividesByOneLess(Sound):
    def statistics(self, X):
        return X.mean(axis=0), X.var(axis=0, ddof=1)


@BatchNorm.misconception(
    "predictions",
    "The running variance moves towards a variance with N − 1 (ddof=1), as in PyTorch; here both "
    "are divided by N.",
)
class MovesByOneLess(Sound):
    def chosen(self, X, training):
        if not training:
            return self.running_mean, self.running_var
        self.move(X.mean(axis=0), X.var(axis=0, ddof=1))
        return self.statistics(X)


@BatchNorm.misconception(
    "predictions",
    "The running variance moves towards the spread, its root; square it, or take var.",
)
class KeepsTheSpread(Sound):
    def chosen(self, X, training):
        if not training:
            return self.running_mean, self.running_var
        self.move(X.mean(axis=0), X.std(axis=0))
        return self.statistics(X)


@BatchNorm.misconception(
    "training",
    "One mean and one spread were taken for the whole batch; each feature has its own: axis=0.",
)
class OverAllEntries(Sound):
    def statistics(self, X):
        return np.full(X.shape[1], X.mean()), np.full(X.shape[1], X.var())


@BatchNorm.misconception(
    "training", "eps is added to the spread, √var + eps; it belongs under the root: √(var + eps)."
)
class EpsBesideTheRoot(Sound):
    def forward(self, X, training=False):
        super().forward(X, training)
        mean, var = self.statistics(X) if training else (self.running_mean, self.running_var)
        with np.errstate(all="ignore"):
            normal = (X - mean) / (np.sqrt(var) + self.eps)
        return self.gamma * normal + self.beta


@BatchNorm.misconception(
    "backward", "The means are means here: mean(G) and mean(G · Z), not their sums."
)
class PullsBySums(Sound):
    def pulled(self, G):
        return super().pulled(G) * len(G)


@BatchNorm.misconception(
    "backward",
    "The mean is gone through, the spread is not: the term Z · mean(G · Z) is missing.",
)
class SpreadAsAConstant(Sound):
    def pulled(self, G):
        return G.mean(axis=0)


@BatchNorm.misconception(
    "backward", "gamma is left out on the way back: G = dA · gamma comes first."
)
class ForgetsGamma(Sound):
    def backward(self, dA):
        gamma, self.gamma = self.gamma, np.ones_like(self.gamma)
        dX = super().backward(dA)
        self.gamma = gamma
        return dX


@BatchNorm.misconception(
    "backward", "dgamma and dbeta are sums over the batch; here they are means."
)
class MeansForSums(Sound):
    def backward(self, dA):
        dX = super().backward(dA)
        self.dgamma, self.dbeta = self.dgamma / len(dA), self.dbeta / len(dA)
        return dX


@BatchNorm.misconception(
    "backward", "dgamma was made with X itself; it is the sum of dA · the *normalised* X."
)
class GammaFromX(Sound):
    def forward(self, X, training=False):
        self.raw = X if training else getattr(self, "raw", X)
        return super().forward(X, training)

    def backward(self, dA):
        dX = super().backward(dA)
        self.dgamma = np.sum(dA * self.raw, axis=0)
        return dX
