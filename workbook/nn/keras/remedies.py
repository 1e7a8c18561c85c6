"""What large networks need besides: dropout, batch normalisation, clipping, early stopping."""

import numpy as np

from ... import nn

__all__ = ["BatchNorm", "Dropout", "clip_by_global_norm", "fit_with_patience", "unbroadcast"]


class Dropout:
    """Dropout as a layer: it drops in training, and lets everything pass in predictions.

    Dropout(p). p: the probability of *dropping*, 0 ≤ p < 1. Lesson 10 has both ways:
    nn.dropout_forward(A, p, rng, training), which returns (dropped, mask), and
    nn.dropout_backward(d_dropped, mask).

    Example: layer = Dropout(0.5), built for 4 inputs. In training, forward of
    np.array([[1.0, 2.0, 3.0, 4.0]]) may be array([[2.0, 0.0, 0.0, 8.0]]); then backward of ones
    is array([[2.0, 0.0, 0.0, 2.0]]), the same mask. In predictions both are what came in.

    Asked as well: the next batch gets another mask; the generator is the one that build was given.

    Source: Keras 3's Dropout.
    """

    params = ()

    def __init__(self, p):
        """Note how much is dropped."""
        self.p = p

    def build(self, D, rng):
        """As many numbers come out as come in: self.units. Keep rng, from which masks are drawn."""
        self.units, self.rng = D, rng

    def forward(self, A, training=False):
        """A (N, D) with some entries 0 and the others larger, in training; else A as it is."""
        dropped, self.mask = nn.dropout_forward(A, self.p, self.rng, training)
        return dropped

    def backward(self, dA):
        """Through the mask of the last `forward`: (N, D)."""
        return nn.dropout_backward(dA, self.mask)


class BatchNorm:
    """Batch normalisation: mean and spread of the batch in training, running ones in predictions.

    BatchNorm(momentum=0.99, eps=0.001). gamma and beta, (D,), are learnt: output = gamma · (X −
    mean) / √(var + eps) + beta. In training, mean and var (with division by N) are those of the
    batch, feature by feature, and the running ones move: running ← momentum · running + (1 −
    momentum) · that of the batch. In predictions the running ones serve, and do not move.

    Example: layer = BatchNorm(momentum=0.5, eps=0.0), built for 1 input. In training, forward of
    np.array([[1.0], [3.0]]) is array([[-1.0], [1.0]]): mean 2, variance 1. The running mean is then
    0.5 · 0 + 0.5 · 2 = 1 and the running variance 1, so that in predictions [[1.0], [3.0]] gives
    array([[0.0], [2.0]]).

    Source: Ioffe and Szegedy, 2015; momentum and eps as in Keras 3. (PyTorch's momentum is 1 − m.)
    """

    params = ("gamma", "beta")
    buffers = ("running_mean", "running_var")

    def __init__(self, momentum=0.99, eps=0.001):
        """Note the two numbers."""
        self.momentum, self.eps = momentum, eps
        self.gamma = self.beta = None

    def build(self, D, rng):
        """units is D; gamma all 1, beta all 0; running_mean all 0, running_var all 1: (D,) each."""
        self.units = D
        self.gamma, self.beta = np.ones(D), np.zeros(D)
        self.running_mean, self.running_var = np.zeros(D), np.ones(D)

    def forward(self, X, training=False):
        """The normalised, scaled and shifted X (N, D). In training, keep what `backward` needs."""
        mean, var = self.running_mean, self.running_var
        if training:
            mean, var, m = X.mean(axis=0), X.var(axis=0), self.momentum
            self.running_mean = m * self.running_mean + (1 - m) * mean
            self.running_var = m * self.running_var + (1 - m) * var
        std = np.sqrt(var + self.eps)
        normal = (X - mean) / std
        if training:
            self.std, self.normal = std, normal
        return self.gamma * normal + self.beta

    def backward(self, dA):
        """From ∂cost/∂output to ∂cost/∂X, (N, D), for the last training batch; sets dgamma, dbeta.

        With G = dA · gamma and normal, the normalised X, it is
        dX = (G − mean(G) − normal · mean(G · normal)) / std, the means over the batch, since mean
        and std depend on every row of it. dgamma is the sum over the batch of dA · normal, dbeta
        that of dA.
        """
        self.dgamma, self.dbeta = np.sum(dA * self.normal, axis=0), np.sum(dA, axis=0)
        G = dA * self.gamma
        pulled = self.normal * np.mean(G * self.normal, axis=0)
        return (G - np.mean(G, axis=0) - pulled) / self.std


def clip_by_global_norm(grads, max_norm):
    """Shorten a whole gradient where it is too long; its direction stays.

    The length is that of all arrays together, as one long vector: √(the sum of all squares). Where
    it is above max_norm, every array is multiplied by max_norm / length.

    grads: list of float arrays of any shapes, at least one. max_norm: float > 0.
    Returns: (clipped, length): a list of arrays of the same shapes, and the length *before*, a
        float. The arguments are left as they were.

    Example: clip_by_global_norm([np.array([3.0]), np.array([[0.0, 4.0]])], 1.0) is
    ([array([0.6]), array([[0.0, 0.8]])], 5.0).

    Asked as well: a gradient that is not too long, and one of zeros, come back as they are.

    Source: Pascanu, Mikolov and Bengio, 2013; TensorFlow's function of this name.
    """
    length = float(np.sqrt(sum(np.sum(grad**2) for grad in grads)))
    factor = max_norm / length if length > max_norm else 1.0
    return [factor * grad for grad in grads], length


def unbroadcast(grad, shape):
    """The way back through broadcasting: sum the gradient over what was repeated.

    NumPy repeats an array where an axis is missing in front, or is 1. A number that was used many
    times gets the sum of all its gradients, as a bias does. This is what turns a `Value` of lesson
    06 into one that holds whole arrays.

    grad: float array, ∂cost/∂(the repeated array). shape: tuple, that of the array before it was
        repeated; it broadcasts to grad.shape.
    Returns: float array of that shape. grad is left as it was.

    Example: unbroadcast(np.ones((2, 3)), (3,)) is array([2.0, 2.0, 2.0]);
    unbroadcast(np.ones((2, 3)), (2, 1)) is array([[3.0], [3.0]]).

    Asked as well: shape (), one number; equal shapes, nothing to sum; both kinds at once.
    """
    summed = np.sum(grad, axis=tuple(range(grad.ndim - len(shape))))
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.sum(summed, axis=ones, keepdims=True)


def fit_with_patience(model, train_set, val_set, patience, epochs, restore_best_weights=True):
    """Early stopping with a model: stop when validation no longer falls, and take the best weights.

    Epoch by epoch: model.fit(*train_set, epochs=1, verbose=0), then the loss of
    model.evaluate(*val_set), a float here. Lower than all before: remember a *copy* of
    model.get_weights(). Stop after `patience` epochs in a row that were not lower, or after
    `epochs`. At the end, where restore_best_weights, model.set_weights(the best ones).

    model: compiled, without metrics; get_weights() gives a list of arrays, which training may
        change in place. train_set, val_set: pairs (X, y). patience, epochs: ints ≥ 1.
    Returns: list of floats, the validation losses of the epochs that were run.

    Example: validation losses 3.0, 2.0, 2.5, 2.0 and so on, with patience 2: it stops after these
    four and has the weights of the second.

    Source: Keras 3's EarlyStopping, whose restore_best_weights is False unless you say so.
    """
    losses, best = [], None
    for _ in range(epochs):
        model.fit(*train_set, epochs=1, verbose=0)
        losses.append(model.evaluate(*val_set))
        lowest = int(np.argmin(losses))
        if lowest == len(losses) - 1:
            best = [weights.copy() for weights in model.get_weights()]
        if len(losses) - 1 - lowest == patience:
            break
    if restore_best_weights:
        model.set_weights(best)
    return losses
