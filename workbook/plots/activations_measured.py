"""What lesson 03 measures: its comparison table, times, and a gradient's size through depth."""

import html
import timeit
from collections.abc import Callable
from dataclasses import dataclass

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
        "leaky ReLU, α = 0.1",
        lambda z: nn.leaky_relu(z, 0.1),
        lambda z: nn.leaky_relu_grad(z, 0.1),
    ),
    _Kind("ELU, α = 1", lambda z: nn.elu(z, 1.0), lambda z: nn.elu_grad(z, 1.0)),
)
_PAIRS = np.eye(2)[:, :, None]  # maxout of two pieces, each of them one of two inputs
_MAXOUT = _Kind("maxout, 2 pieces", lambda x: nn.maxout(x, _PAIRS, np.zeros((2, 1))))
_SOFTMAX = _Kind("softmax, 10 classes", nn.softmax)


def comparison():
    """Measure the seven activation functions of lesson 03 side by side; return a `Table`.

    Means and zeros are of outputs for normally distributed z; a slope counts as flat below 0.01,
    for z spread evenly from −10 to 10; times are for equally many numbers.
    """
    z = np.random.default_rng(0).normal(size=(100_000, 10))
    few = z[:1000]  # fits in the processor's cache, so that arithmetic is timed and not memory
    unit = milliseconds(nn.relu, few)
    rows = (
        *(_row(kind, z, milliseconds(kind.f, few) / unit) for kind in _ENTRY_BY_ENTRY),
        _row(_MAXOUT, z[:, :2], None),
        _row(_SOFTMAX, z, milliseconds(nn.softmax, few) / unit),
    )
    return Table("Measured on a million z with mean 0 and standard deviation 1", HEAD, rows)


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


def _row(kind, z, time):
    """One function's measurements as texts; `time` is a multiple of ReLU's, or None."""
    a = kind.f(z)
    low, high = _reach(kind)
    return (
        kind.name,
        f"{low:.5f} … {high:.5f}".replace(".00000", "").replace("-", "−"),
        f"{a.mean():.2f}".replace("-0.00", "0.00"),
        f"{np.mean(a == 0):.0%}",
        f"{np.mean(kind.slope(WIDE) < FLAT):.0%}" if kind.slope else "no single slope",
        f"{time:.0f}" if time else "that of its sums",
    )


def _reach(kind):
    """The smallest and largest output for z from −5 to 5."""
    if kind.slope:
        a = kind.f(SHOWN)
    else:  # of several scores: one high and the rest low, the other way round, all of them low
        ends = np.where(np.eye(2 if kind is _MAXOUT else 10, dtype=bool), 5.0, -5.0)
        a = kind.f(np.vstack([ends, -ends, 0 * ends - 5]))
    return a.min(), a.max()
