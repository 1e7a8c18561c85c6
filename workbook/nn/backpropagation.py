"""Lesson 06: backpropagation, first by hand, step by step, then by a class that does it alone.

L is the loss. `grad` is what arrives from behind: the derivative of L with respect to a step's
output. `du` is short for ∂L/∂u, and so for every letter. Every function leaves its arguments as
they were.
"""

import numpy as np

from . import activations as nn  # in the lesson's notebook, nn is the whole library

__all__ = [
    "Value",
    "add_backward",
    "backprop_neuron",
    "batch_grads",
    "chain_step",
    "grad_check",
    "hidden_layer_grads",
    "mul_backward",
    "shared_weight_grad",
    "sigmoid_backward",
]


def add_backward(u, v, grad):
    """The way back through s = u + v: from ∂L/∂s to ∂L/∂u and ∂L/∂v.

    u, v: floats, or float arrays of one shape; what was added on the way forward.
    grad: float or array of the same shape, ∂L/∂s.
    Returns: (du, dv), each of the shape of u. The arguments are left as they were.

    Example: add_backward(3.0, -1.0, 4.0) is (4.0, 4.0).
    """
    return 1 * grad, 1 * grad


def mul_backward(u, v, grad):
    """The way back through q = u · v: from ∂L/∂q to ∂L/∂u and ∂L/∂v.

    u, v: floats, or float arrays of one shape, multiplied entry by entry on the way forward.
    grad: float or array of the same shape, ∂L/∂q.
    Returns: (du, dv), each of the shape of u. The arguments are left as they were.

    Example: mul_backward(3.0, -1.0, 4.0) is (-4.0, 12.0).
    """
    return v * grad, u * grad


def sigmoid_backward(z, grad):
    """The way back through a = sigmoid(z): from ∂L/∂a to ∂L/∂z.

    z: float, or float array of any shape (empty too); the *input* of the sigmoid.
    grad: float or array of the same shape, ∂L/∂a.
    Returns: ∂L/∂z, of the shape of z. The arguments are left as they were.

    Example: sigmoid_backward(np.array([0.0, np.log(3.0)]), np.array([8.0, 16.0]))
    is array([2.0, 3.0]).

    Asked as well: z = ±1000 gives 0, and NumPy warns of nothing. nn.sigmoid may be used.
    """
    a = nn.sigmoid(z)
    return grad * a * (1 - a)


def backprop_neuron(x, w, b, y):
    """The loss of one sigmoid unit on one sample, and its gradients: forward, then back.

    Forward: z = x · w + b, a = sigmoid(z), L = (a − y)², the squared error.

    x: (D,) float array, the sample. w: (D,) float array, the weights. b: float, the bias.
    y: float, the label.
    Returns: (loss, dw, db): L as a float, ∂L/∂w of shape (D,), ∂L/∂b as a float.
        The arguments are left as they were: computing a gradient moves nothing.

    Example: backprop_neuron(np.array([2.0, 4.0]), np.array([1.0, -1.0]), 2.0, 1.0)
    is (0.25, array([-0.5, -1.0]), -0.25).

    Asked as well: z = ±1000 gives finite numbers, and NumPy warns of nothing. nn.sigmoid may be
    used.
    """
    z = x @ w + b
    a = nn.sigmoid(z)
    loss = (a - y) ** 2
    da = 2 * (a - y)
    dz = da * a * (1 - a)
    return float(loss), dz * x, float(dz)


def grad_check(f, grad_f, x):
    """Compare a gradient with a measured one: how far off is it at worst, and in which entry?

    Turn x into float64 first. For every entry i, measure the slope by a central difference with
    h = 1e-5, moving that entry alone: m = (f(x with h added) − f(x with h subtracted)) / (2h).
    With g = grad_f(x)[i], the relative error of the entry is |g − m| / max(|g|, |m|, 1e-6).
    The last number keeps 0 / 0 away.

    f: function from a (D,) array to a float. grad_f: function from a (D,) array to its gradient,
        of shape (D,). x: (D,) array with D ≥ 1; integers or float32 are allowed.
    Returns: (max_relative_error, where): the largest relative error as a float, and the entry
        where it occurs as an int (the first one, if several). x is left as it was.

    Example: grad_check(lambda x: x[0] + 4 * x[1], lambda x: np.array([1.0, 3.0]), np.zeros(2))
    is (0.25, 1).

    Asked as well: the right gradients that are asked have an error below 1e-7. Astride a kink it
    is large, and should be: the measurement is as the formula says.
    """
    x = np.array(x, dtype=np.float64)
    h = 1e-5
    claimed = np.asarray(grad_f(x.copy()))
    errors = np.empty(len(x))
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        measured = (f(x + step) - f(x - step)) / (2 * h)
        scale = max(abs(claimed[i]), abs(measured), 1e-6)
        errors[i] = abs(claimed[i] - measured) / scale
    where = int(np.argmax(errors))
    return float(errors[where]), where


def shared_weight_grad(x, w, y):
    """Two units in a row that share one weight: the loss, and its gradient for that weight.

    Forward: a1 = w · x + 1, a2 = w · a1 + 1, L = (a2 − y)². The same w is used twice.

    x, w, y: floats.
    Returns: (loss, dw), two floats.

    Example: shared_weight_grad(1.0, 2.0, 6.0) is (1.0, 10.0).
    """
    a1 = w * x + 1
    a2 = w * a1 + 1
    loss = (a2 - y) ** 2
    da2 = 2 * (a2 - y)
    dw = da2 * a1
    da1 = da2 * w
    dw = dw + da1 * x
    return loss, dw


def hidden_layer_grads(x, W1, b1, w2, b2, y):
    """A network with one hidden layer, on one sample: the loss and all four gradients.

    Forward: z1 = x @ W1 + b1, a1 = tanh(z1), a2 = a1 · w2 + b2, L = (a2 − y)².

    x: (D,). W1: (D, H). b1: (H,). w2: (H,). b2, y: floats. All arrays of floats.
    Returns: (loss, dW1, db1, dw2, db2); each gradient has the shape of what it belongs to.

    Example: hidden_layer_grads(np.array([1.0]), np.array([[0.0]]), np.array([np.log(2.0)]),
    np.array([5.0]), 0.0, 1.0) is (4.0, array([[12.8]]), array([12.8]), array([2.4]), 4.0).

    The tanh of ln 2 is 0.6, so the example can be followed on paper.
    """
    a1 = np.tanh(x @ W1 + b1)
    a2 = a1 @ w2 + b2
    loss = (a2 - y) ** 2
    da2 = 2 * (a2 - y)
    dw2 = da2 * a1
    da1 = da2 * w2
    dz1 = da1 * (1 - a1**2)
    return loss, np.outer(x, dz1), dz1, dw2, da2


def chain_step(x, w1, w2, y, lr):
    """One step of gradient descent for two units in a row, on one sample.

    Forward: a1 = tanh(w1 · x), a2 = w2 · a1, L = (a2 − y)². Both gradients are those at the w1 and
    w2 that came in. Then each weight moves by −lr times its gradient.

    x, w1, w2, y: floats. lr: float, the learning rate.
    Returns: (w1, w2), the two weights after the step, as floats.

    Example: chain_step(1.0, np.log(2.0), 5.0, 1.0, 0.1) is (np.log(2.0) - 1.28, 4.76).

    The tanh of ln 2 is 0.6, so the example can be followed on paper.
    """
    a1 = np.tanh(w1 * x)
    a2 = w2 * a1
    da2 = 2 * (a2 - y)
    dw2 = da2 * a1
    da1 = da2 * w2
    dw1 = da1 * (1 - a1**2) * x
    return w1 - lr * dw1, w2 - lr * dw2


def batch_grads(X, y, w, b):
    """The cost of one sigmoid unit on a batch, and its gradients.

    Forward: a = sigmoid(X @ w + b). The cost is the *mean* of (a − y)² over the N samples.

    X: (N, D) float array, N ≥ 1. y: (N,) float array, the labels. w: (D,) float array. b: float.
    Returns: (cost, dw, db): a float, the gradient of the cost for w of shape (D,), and the one
        for b as a float.

    Example: batch_grads(np.array([[2.0], [0.0]]), np.array([1.0, 1.0]), np.array([0.0]), 0.0)
    is (0.25, array([-0.25]), -0.25).
    """
    a = nn.sigmoid(X @ w + b)
    cost = np.mean((a - y) ** 2)
    da = 2 * (a - y) / len(y)
    dz = da * a * (1 - a)
    return float(cost), X.T @ dz, float(np.sum(dz))


class Value:
    """A number that remembers how it was made, so that gradients can find the way back.

    data: the number. grad: ∂L/∂(this number), 0.0 until L.backward() is called; then every Value
    from which L was made holds its gradient.

    Values are combined with + and *, and go through tanh() and relu(). Each time a *new* Value
    results; those that went in keep their data. A Value may be used several times, also twice in
    one step: its gradient is the sum over all uses.

    Example: u = Value(3.0); L = u * u + u; L.backward(). Then L.data is 12.0 and u.grad is 7.0.

    Asked as well: gradients accumulate. When two results were made from the same u, calling
    backward on both leaves in u.grad the sum of the two gradients. Not asked: plain numbers
    beside a Value, as in 2 * u; a second backward through the same step.
    """

    def __init__(self, data, inputs=(), local_grads=()):
        """Keep a number, the Values that it was made from, and its derivative for each of them."""
        self.data = data
        self.grad = 0.0
        self.inputs = inputs
        self.local_grads = local_grads

    def __add__(self, other):
        """The Value of self + other."""
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        """The Value of self · other."""
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def tanh(self):
        """The Value of tanh(self); np.tanh may be used."""
        t = float(np.tanh(self.data))
        return Value(t, (self,), (1 - t**2,))

    def relu(self):
        """The Value of max(0, self); its slope at 0 is taken as 0."""
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        """Take self as L, and add to the grad of every Value behind it that Value's gradient.

        List all of them so that each comes after its inputs. Set self.grad to 1. Then go through
        the list from the end: each Value's grad is complete before it is handed on.
        """
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for one in value.inputs:
                    visit(one)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for one, local in zip(value.inputs, value.local_grads, strict=True):
                one.grad += local * value.grad
