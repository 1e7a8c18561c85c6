"""What lesson 03 measures: its comparison table, times, gradients through depth, dead units."""

import html
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from workbook import nn

SHOWN = np.linspace(-5, 5, 10_001)
WIDE = np.linspace(-10, 10, 20_001)
FLAT = 0.01

HEAD = (
    "function",
    "outputs for z from −5 to 5",
    "mean output",
    "exact zeros",
    "flat",
    "time, ReLU = 1",
)
ROUNDS = 5


@dataclass(frozen=True)
class Table:
    """A small table that a notebook shows as HTML, and `print` as aligned text.

    head: the columns' names. rows: tuples of texts, the first of which names the row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __repr__(self):
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        aligned = (
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
        return "\n".join([self.caption, *aligned])

    def _repr_html_(self):
        head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in self.head)
        body = "".join(
            f'<tr><th scope="row">{html.escape(name)}</th>'
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            + "</tr>"
            for name, *cells in self.rows
        )
        caption = f'<caption style="text-align:left">{html.escape(self.caption)}</caption>'
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True)
class _Kind:
    """An activation function as the table needs it; `slope` is None where no single one exists."""

    name: str
    f: Callable
    slope: Callable | None = None


_ENTRY_BY_ENTRY = (
    _Kind("sigmoid", nn.sigmoid, nn.sigmoid_grad),
    _Kind("tanh", nn.tanh, nn.tanh_grad),
    _Kind("ReLU", nn.relu, nn.relu_grad),
    _Kind(
        "leaky ReLU, 0.1",
        lambda z: leaky(z),
        lambda z: nn.leaky_relu_grad(z, 0.1),
    ),
    _Kind("ELU, 1", lambda z: nn.elu(z, 1.0), lambda z: nn.elu_grad(z, 1.0)),
    _Kind("SiLU", lambda z: silu(z), lambda z: silu_grad(z)),
    _Kind("GELU", lambda z: gelu(z), lambda z: gelu_grad(z)),
)
_PAIRS = np.eye(2)[:, :, None]  # maxout of two pieces, each of them one of two inputs
_MAXOUT = _Kind("maxout, 2 pieces", lambda x: nn.maxout(x, _PAIRS, np.zeros((2, 1))))
_SOFTMAX = _Kind("softmax, 10 classes", nn.softmax)


def leaky(z):
    """Leaky ReLU with a slope of 0.1 on the left."""
    return nn.leaky_relu(z, 0.1)


def silu(z):
    """z · σ(z), a smooth relative of ReLU."""
    return z * nn.sigmoid(z)


def silu_grad(z):
    """The slope of SiLU at z."""
    return nn.sigmoid(z) + z * nn.sigmoid_grad(z)


def gelu(z):
    """z · σ(1.702 z), the usual approximation of GELU, which is z times the normal's share below z.

    The two differ by 0.021 at most. (Hendrycks and Gimpel, 2016.)
    """
    return z * nn.sigmoid(1.702 * z)


def gelu_grad(z):
    """The slope of that approximation at z."""
    return nn.sigmoid(1.702 * z) + 1.702 * z * nn.sigmoid_grad(1.702 * z)


def comparison(leave_out=()):
    """Measure the activation functions of lesson 03 side by side; return a `Table`.

    leave_out: names of functions without a row.

    Means and zeros are of outputs for normally distributed z; a slope counts as flat when it is
    within 0.01 of 0, for z spread evenly from −10 to 10; times are for equally many numbers, each
    taken in turn with ReLU's, in several rounds.
    """
    z = np.random.default_rng(0).normal(size=(100_000, 10))
    few = z[:1000]  # fits in the processor's cache, so that arithmetic is timed and not memory
    kinds = (
        *((kind, z, few) for kind in _ENTRY_BY_ENTRY),
        (_MAXOUT, z[:, :2], None),
        (_SOFTMAX, z, few),
    )
    rows = tuple(_row(*kind) for kind in kinds if kind[0].name not in leave_out)
    return Table("Measured on a million z with mean 0 and standard deviation 1", HEAD, rows)


def times_relu(f, z):
    """How many times as long as ReLU's f(z) takes, in each of several rounds: array (ROUNDS,)."""
    return np.array([milliseconds(f, z) / milliseconds(nn.relu, z) for _ in range(ROUNDS)])


def milliseconds(f, z):
    """How long f(z) takes: the shortest of seven tries, in milliseconds."""
    calls = max(1, 100_000 // z.size)
    return 1000 * min(timeit.repeat(lambda: f(z), number=calls, repeat=7)) / calls


def gradient_sizes(name, depth=20, width=64, seed=0):
    """Measure a gradient on its way back through a random network of `depth` layers.

    name: "sigmoid", "tanh" or "relu". Weights have standard deviation 1/√width, times √2 for ReLU;
    biases are 0. Returns: float array (depth + 1,), its root mean square before the first and
    after every layer, as a multiple of the first.
    """
    rng = np.random.default_rng(seed)
    f, slope = getattr(nn, name), getattr(nn, f"{name}_grad")
    scale = np.sqrt((2 if name == "relu" else 1) / width)
    a = rng.normal(size=(200, width))
    layers = []
    for _ in range(depth):
        W = rng.normal(0, scale, (width, width))
        z = a @ W
        layers.append((W, slope(z)))
        a = f(z)
    gradient = rng.normal(size=a.shape)
    sizes = [np.sqrt(np.mean(gradient**2))]
    for W, local in reversed(layers):
        gradient = (gradient * local) @ W.T
        sizes.append(np.sqrt(np.mean(gradient**2)))
    return np.array(sizes) / sizes[0]


@cache
def silent_networks(f, depth, width=4, networks=100, seed=0):
    """How many of 100 random networks give all samples the same answer: all of a layer is off.

    f: the activation of all layers. Weights have the standard deviation √(2 / width), biases are 0.
    """
    rng, silent = np.random.default_rng(seed), 0
    for _ in range(networks):
        A = rng.normal(size=(50, width))
        for _ in range(depth):
            A = f(A @ rng.normal(0, np.sqrt(2 / width), (width, width)))
        silent += bool(np.ptp(A, axis=0).max() == 0)
    return silent


def comes_back(layer, seed, steps=500, lr=0.3):
    """Silence one unit of a hidden layer for all samples, train, and say whether it speaks again.

    layer: 0 or 1, the first or the second hidden layer of a network of the sizes 2, 8, 8, 2 that
    learns on which side of the axes a point lies.
    """
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(100, 2))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    params = nn.init_params([2, 8, 8, 2], rng, "he")
    plain = [nn.relu, nn.relu, lambda Z: Z]
    params[layer][1][0] = -nn.forward(X, params, plain)[1][layer][1][:, 0].max() - 0.05
    for _ in range(steps):
        _, grads = nn.mlp_loss_and_grads(params, X, y, "relu")
        params = [
            (W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]
    return bool(np.any(nn.forward(X, params, plain)[1][layer][1][:, 0] > 0))


def _row(kind, z, timed):
    """One function's measurements as texts; `timed` are the numbers to time it on, or None."""
    times = None if timed is None else times_relu(kind.f, timed)
    a = kind.f(z)
    low, high = _reach(kind)
    return (
        kind.name,
        f"{low:.5f} … {high:.5f}".replace(".00000", "").replace("-", "−"),
        f"{a.mean():.2f}".replace("-0.00", "0.00"),
        f"{np.mean(a == 0):.0%}",
        f"{np.mean(np.abs(kind.slope(WIDE)) < FLAT):.0%}" if kind.slope else "no single slope",
        "that of its sums" if times is None else _between(times),
    )


def _between(times):
    """Write times as their smallest and largest, in whole numbers."""
    low, high = f"{times.min():.0f}", f"{times.max():.0f}"
    return low if low == high else f"{low} to {high}"


def _reach(kind):
    """The smallest and largest output for z from −5 to 5."""
    if kind.slope:
        a = kind.f(SHOWN)
    else:  # of several scores: one high and the rest low, the other way round, all of them low
        ends = np.where(np.eye(2 if kind is _MAXOUT else 10, dtype=bool), 5.0, -5.0)
        a = kind.f(np.vstack([ends, -ends, 0 * ends - 5]))
    return a.min(), a.max()
