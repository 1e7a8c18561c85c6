"""`Loss`: a cross-entropy from logits, with its probabilities and its gradient."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, confirmed, script
from .draws import numbers

BINARY, CLASSES = "binary_crossentropy", "categorical_crossentropy"
ASKED = """
    loss = Loss("{name}")
    loss.{method}({y}np.array({Z}))
"""


def scenario(method: str, name: str, y, Z) -> Call:
    given = "" if method == "probabilities" else f"np.array({np.asarray(y, float).tolist()}), "
    return script(ASKED.format(name=name, method=method, y=given, Z=np.asarray(Z, float).tolist()))


def drawn(method: str, name: str, N: int, K: int):
    """A draw: the scenario with fresh scores and labels; every class, or both answers, occur."""

    def draw(rng: np.random.Generator) -> Call:
        y = np.eye(K)[(np.arange(N) + rng.integers(K)) % K]
        if name == BINARY:
            y = (np.arange(N * K).reshape(N, K) + rng.integers(2)) % 2
        return scenario(method, name, y, 2 * numbers(rng, N, K))

    return draw


FAR = {
    BINARY: ([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]], [[1000.0, 1000.0, -1000.0], [0.5, -40.0, 2.0]]),
    CLASSES: ([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], [[-1000.0, 1000.0], [-20.0, 30.0], [0, 0.5]]),
}


def aspect(name: str, points: float, method: str, sentence: str) -> Aspect:
    """One method, for both losses."""
    calls = [
        *confirmed(drawn(method, BINARY, 3, 1), 0),
        *confirmed(drawn(method, BINARY, 2, 3), 0),
        *confirmed(drawn(method, CLASSES, 4, 3), 0),
        *(scenario(method, kind, *far) for kind, far in FAR.items()),
    ]
    return Aspect(name, points, sentence, calls, quiet=True)


Loss = Exercise(
    reference=nn.Loss,
    rtol=1e-8,
    given=("__init__",),
    statement=(
        "The last activation and the cross-entropy, joined: from the scores of the last layer to "
        "probabilities, to the cost, and to the gradient with which the way back begins."
    ),
    aspects=[
        aspect("probabilities", 0.5, "probabilities", "sigmoid of each score, softmax of each row"),
        aspect("cost", 0.75, "cost", "the mean over all questions, or over all rows; ±1000 too"),
        aspect("grad", 0.75, "grad", "(p − y) / the number that the cost is the mean of"),
    ],
    hints=[
        "All three methods ask self.is_binary. Lessons 03 and 04 have what each of them returns.",
        "probabilities: nn.sigmoid or nn.softmax. cost: nn.bce_from_logits or "
        "nn.softmax_cross_entropy, never the logarithm of a probability.",
        "grad: (self.probabilities(Z) − y) divided by y.size for yes-or-no questions, by len(y) "
        "for classes.",
    ],
)


class Sound:
    """A sound Loss; the wrong ones differ in one of these methods."""

    def __init__(self, name):
        self.is_binary = name == BINARY

    def probabilities(self, Z):
        return nn.sigmoid(Z) if self.is_binary else nn.softmax(Z)

    def cost(self, y, Z):
        return nn.bce_from_logits(y, Z) if self.is_binary else nn.softmax_cross_entropy(y, Z)

    def grad(self, y, Z):
        return (self.probabilities(Z) - y) / (y.size if self.is_binary else len(y))


@Loss.alternative
class WithTheGradientsOfLesson04(Sound):
    def grad(self, y, Z):
        slope = nn.bce_from_logits_grad if self.is_binary else nn.softmax_cross_entropy_grad
        return slope(y, Z)


@Loss.alternative
class WrittenOut(Sound):
    """Logarithms of sums of exponentials, for two scores or for K."""

    def probabilities(self, Z):
        if self.is_binary:
            return np.exp(-np.logaddexp(0.0, -Z))
        return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))

    def cost(self, y, Z):
        if self.is_binary:
            return float(np.mean(np.logaddexp(0.0, Z) - y * Z))
        return float(np.mean(np.logaddexp.reduce(Z, axis=1) - np.sum(y * Z, axis=1)))


@Loss.misconception(
    "cost",
    "The cost was taken of probabilities that are 0 or 1 already: at a score of ±1000 the "
    "logarithm finds nothing to go by. Take it from the scores.",
)
class ThroughProbabilities(Sound):
    def cost(self, y, Z):
        p = self.probabilities(Z)
        if self.is_binary:
            return nn.binary_cross_entropy(y, p, 1e-7)
        return nn.cross_entropy(y, p, 1e-7)


@Loss.misconception(
    "cost",
    "nn.binary_cross_entropy and nn.cross_entropy take probabilities; at a score of ±1000 these "
    "are 0 or 1 already and say no longer how wrong it is. Take the cost from the scores.",
)
class ByTheCostsOfProbabilities(Sound):
    def cost(self, y, Z):
        p = self.probabilities(Z)
        return nn.binary_cross_entropy(y, p) if self.is_binary else nn.cross_entropy(y, p)


@Loss.misconception(
    "grad", "The sum came back, not the mean: divide by the number that the cost is the mean of."
)
class ForgetsTheMean(Sound):
    def grad(self, y, Z):
        return self.probabilities(Z) - y


@Loss.misconception("grad", "p − y has the other sign: y − p points downhill, the gradient uphill.")
class TheOtherWay(Sound):
    def grad(self, y, Z):
        return -super().grad(y, Z)


@Loss.misconception(
    "grad",
    "Yes-or-no questions were divided by the rows alone; their cost is the mean over all N · K.",
)
class DividesByRows(Sound):
    def grad(self, y, Z):
        return (self.probabilities(Z) - y) / len(y)


@Loss.misconception(
    "grad",
    "The slope of the sigmoid was multiplied in once more; p − y holds it already.",
)
class SlopeOnceMore(Sound):
    def grad(self, y, Z):
        p = self.probabilities(Z)
        return super().grad(y, Z) * p * (1 - p)


@Loss.misconception(
    "probabilities", "The scores came back as they are; make probabilities of them."
)
class ScoresAsTheyAre(Sound):
    def probabilities(self, Z):
        return Z

    def grad(self, y, Z):
        return Sound.grad(self, y, Z)


@Loss.misconception(
    "probabilities",
    "Softmax ran over all rows together; each row is a sample of its own and sums to 1.",
)
class SoftmaxOverAll(Sound):
    def probabilities(self, Z):
        return nn.sigmoid(Z) if self.is_binary else nn.softmax(Z.ravel()).reshape(Z.shape)


@Loss.misconception(
    "probabilities",
    "Yes-or-no questions went through softmax as well; each of them is answered by itself, with a "
    "sigmoid: ask self.is_binary.",
)
class SoftmaxForBoth(Sound):
    def probabilities(self, Z):
        return nn.softmax(Z)


@Loss.misconception(
    "probabilities",
    "Classes went through the sigmoid as well; of the classes of a row one is right, so that "
    "softmax shares the 1 out among them: ask self.is_binary.",
)
class SigmoidForBoth(Sound):
    def probabilities(self, Z):
        return nn.sigmoid(Z)


@Loss.misconception(
    "probabilities", "It is the wrong way round: sigmoid is for yes-or-no, softmax for classes."
)
class TheWrongWayRound(Sound):
    def probabilities(self, Z):
        return nn.softmax(Z) if self.is_binary else nn.sigmoid(Z)


@Loss.misconception(
    "cost",
    "nn.bce_from_logits and nn.softmax_cross_entropy take scores, and were given probabilities: "
    "hand Z to them.",
)
class ProbabilitiesForScores(Sound):
    def cost(self, y, Z):
        return super().cost(y, self.probabilities(Z))


@Loss.misconception("cost", "y and Z have changed places: the labels come first, then the scores.")
class ScoresFirst(Sound):
    def cost(self, y, Z):
        return super().cost(Z, y)


@Loss.misconception(
    "grad", "The scores themselves were compared with y; their probabilities are to be."
)
class ScoresLessLabels(Sound):
    def grad(self, y, Z):
        return (Z - y) / (y.size if self.is_binary else len(y))


@Loss.misconception(
    "grad",
    "Classes were divided by all N · K entries; their cost is the mean over the N rows.",
)
class DividesByEntries(Sound):
    def grad(self, y, Z):
        return (self.probabilities(Z) - y) / y.size


@Loss.misconception(
    "probabilities", "Softmax ran down the columns, over the samples; each row sums to 1: axis=1."
)
class SoftmaxOverSamples(Sound):
    def probabilities(self, Z):
        return nn.sigmoid(Z) if self.is_binary else nn.softmax(Z.T).T


@Loss.misconception(
    "cost", "Classes were divided by K as well; each row has one loss, and the mean is over N rows."
)
class MeanOverClasses(Sound):
    def cost(self, y, Z):
        return super().cost(y, Z) / (1 if self.is_binary else Z.shape[1])
