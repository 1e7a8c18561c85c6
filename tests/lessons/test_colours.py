"""One thing has one colour: the table from which figures take theirs."""

import matplotlib.pyplot as plt
import pytest
from matplotlib import colors
from matplotlib.text import Text

from workbook import nn, style
from workbook.plots import activations, forward_propagation


def test_no_two_of_a_family_look_alike():
    for name, family in style.FAMILIES.items():
        assert len(set(family.values())) == len(family), name


def test_a_name_means_one_thing():
    assert len(style.COLOURS) == sum(map(len, style.FAMILIES.values()))


@pytest.mark.parametrize("family", ["activations", "losses", "optimizers"])
def test_what_the_library_has_is_named_as_there(family):
    missing = {name for name in style.FAMILIES[family] if not hasattr(nn, name)}
    assert missing <= {"identity", "gelu", "silu", "adamw"}


def test_every_colour_stands_out_on_white():
    """A contrast of at least 2 for the palest; prose in these colours is set in bold or large."""
    for name, colour in style.COLOURS.items():
        assert contrast_on_white(colour) >= 2, name


def contrast_on_white(colour):
    """WCAG's contrast ratio of a colour against white, from 1 to 21."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colors.to_rgb(colour)
    ]
    luminance = sum(f * part for f, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
    return 1.05 / (luminance + 0.05)


#: How figures write the names of what has a colour.
WRITTEN = {
    "sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu", "leaky": "leaky_relu", "ELU": "elu",
    "SiLU": "silu", "GELU": "gelu", "maxout": "maxout", "step": "step", "softmax": "softmax",
    "raw": "raw", "z-score": "standardised", "standardised": "standardised", "min–max": "min_max",
    "only centred": "centred", "only divided": "divided",
}  # fmt: skip
MODULES = (forward_propagation, activations)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_figures_give_each_thing_the_colour_of_the_table(module, monkeypatch):
    """A coloured label that begins with a name has its colour, and so has a panel's curve."""
    drawn = []
    monkeypatch.setattr(style, "picture", lambda figure, alt: drawn.append(figure))
    for name, draw in vars(module).items():
        if callable(draw) and not name.startswith("_") and draw.__module__ == module.__name__:
            draw()
    found = [pair for figure in drawn for pair in (*labels(figure), *panels(figure))]
    for text, colour in found:
        assert colour == style.COLOURS[named(text)].lower(), text
    plt.close("all")
    assert found


def named(text):
    """The member of `style.COLOURS` with whose written name a text begins, or None."""
    return next((name for written, name in WRITTEN.items() if text.startswith(written)), None)


def labels(figure):
    """(text, colour) of every label that is neither black nor grey and begins with a name."""
    plain = {style.BLACK.lower(), style.GREY.lower()}
    for text in figure.findobj(Text):
        colour = colors.to_hex(text.get_color())
        if named(text.get_text()) and colour not in plain:
            yield text.get_text(), colour


def panels(figure):
    """(title, colour of the longest line) of every panel whose title begins with a name."""
    for ax in figure.axes:
        title = ax.get_title(loc="left")
        lines = [line for line in ax.lines if len(line.get_xdata()) > 5]
        if named(title) and lines:
            longest = max(lines, key=lambda line: len(line.get_xdata()))
            yield title, colors.to_hex(longest.get_color())
