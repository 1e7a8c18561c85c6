"""A loss from logits: the last activation and the cross-entropy in one, exact for any score."""

from ... import nn

__all__ = ["Loss"]


class Loss:
    """A cross-entropy from logits, the scores Z of a last layer without an activation.

    Loss(name). name: "binary_crossentropy", each output a yes-or-no question by itself (sigmoid);
    or "categorical_crossentropy", one of K classes per row, y one-hot (softmax).

    Example: loss = Loss("binary_crossentropy"), y = np.array([[1.0]]), Z = np.array([[0.0]]). Then
    loss.probabilities(Z) is array([[0.5]]), loss.cost(y, Z) is log 2 = 0.693, and loss.grad(y, Z)
    is array([[-0.5]]).

    Asked as well: scores of ±1000 are right and finite, and NumPy warns of nothing. (From p, which
    is 0.0 or 1.0 there, nobody can tell how wrong a score is.)

    Source: Keras 3's BinaryCrossentropy and CategoricalCrossentropy, with from_logits=True.
    """

    def __init__(self, name):
        """Note which one it is; ValueError for any other name."""
        self.is_binary = name == "binary_crossentropy"
        if not self.is_binary and name != "categorical_crossentropy":
            raise ValueError(f"There is no loss from logits {name!r} here.")

    def probabilities(self, Z):
        """What the scores (N, K) mean: sigmoid of each, or softmax of each row, (N, K)."""
        return nn.sigmoid(Z) if self.is_binary else nn.softmax(Z)

    def cost(self, y, Z):
        """The mean loss as a float. y: (N, K) floats, N ≥ 1. Z: (N, K) floats.

        Binary: the mean over all N · K questions, nn.bce_from_logits. Categorical: the mean over
        the N rows, nn.softmax_cross_entropy.
        """
        if self.is_binary:
            return nn.bce_from_logits(y, Z)
        return nn.softmax_cross_entropy(y, Z)

    def grad(self, y, Z):
        """∂cost/∂Z, (N, K): the probabilities less y, over the number that cost is the mean of."""
        count = y.size if self.is_binary else len(y)
        return (self.probabilities(Z) - y) / count
