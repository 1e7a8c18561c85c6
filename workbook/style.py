"""One look for every figure of the course, and pictures that carry a text alternative.

Colours are the Okabe–Ito palette, which people with any common kind of colour blindness can tell
apart; what occurs in several figures has the same one in all of them (`COLOURS`). A function that
draws ends with `return picture(fig, "what the reader should see")`::

    from workbook import style

    def step_curve():
        fig, ax = plt.subplots()
        ax.plot(z, step(z), color=style.BLUE)
        return style.picture(fig, "A step from 0 to 1 at z = 0.")

and a notebook shows the picture by naming it in a cell's last line. JupyterLab gives the images of
`image/png` and `image/svg+xml` outputs no alternative text, whatever their metadata say. So a
`Picture` is shown as one HTML `<img alt="…">` with the image inside it, which JupyterLab,
nbconvert's pages and the decks all keep, and as its text alternative where only text can be shown.
"""

import base64
import html
import io
import sys

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

# Okabe & Ito (2008), "Color Universal Design".
BLACK = "#000000"
ORANGE = "#E69F00"
SKY_BLUE = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
OCHRE = "#9A6700"
"""Orange, dark enough for words on white."""

GREY = "#6B6B6B"
"""For what should stay in the background: axes, guides, a curve that is only compared with."""

# Paul Tol's "muted" scheme, for families that have more members than Okabe and Ito's has colours.
INDIGO = "#332288"
WINE = "#882255"
OLIVE = "#999933"

PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY_BLUE, BLACK)
"""The order in which curves take their colours. Yellow is for areas: as a line it is too pale."""

FAMILIES = {
    "activations": {
        "step": BLACK,
        "identity": GREY,
        "sigmoid": VERMILLION,
        "tanh": PURPLE,
        "relu": BLUE,
        "leaky_relu": SKY_BLUE,
        "elu": GREEN,
        "maxout": ORANGE,
        "gelu": WINE,
        "silu": OLIVE,
        "softmax": INDIGO,
    },
    "losses": {
        "mse": BLUE,
        "mae": VERMILLION,
        "huber": GREEN,
        "log_cosh": ORANGE,
        "quantile_loss": PURPLE,
        "eps_insensitive": SKY_BLUE,
        "hinge": OLIVE,
        "cross_entropy": BLACK,
    },
    "optimizers": {
        "sgd": VERMILLION,
        "momentum": ORANGE,
        "nesterov": OLIVE,
        "adagrad": GREEN,
        "rmsprop": SKY_BLUE,
        "adadelta": PURPLE,
        "adam": BLUE,
        "adamw": INDIGO,
    },
    "layers": {"input": BLUE, "hidden": ORANGE, "output": GREEN},
    "parameters": {"weight": VERMILLION, "bias": PURPLE},
    "initial weights": {"zeros": BLACK, "xavier": PURPLE, "he": BLUE},
    "scalings": {
        "raw": VERMILLION,
        "centred": PURPLE,
        "divided": ORANGE,
        "min_max": GREEN,
        "standardised": BLUE,
    },
    "splits": {"training": BLUE, "validation": VERMILLION, "test": GREEN},
    "classes": {"class 0": VERMILLION, "class 1": BLUE},
}
"""What has one colour through the whole course, by family: no two of a family look alike.

Names are those of `workbook.nn` where it has them. Members of different families may share a
colour: there are more things than colours that can be told apart, so a dash or a marker goes with
each. Whatever is in no family takes its colour from `PALETTE`.
"""

COLOURS = {name: colour for family in FAMILIES.values() for name, colour in family.items()}
"""The colour of each thing by its name alone: `style.COLOURS["relu"]`."""

SLIDE = (1128, 520)
"""The room that a slide of 1280 × 720 pixels has for a picture, in its own pixels."""

SMALLEST_ON_SLIDES = 22
"""What the last row can read, in the same pixels: no text of a picture is smaller there."""

_room = None  # of the slide that pictures are drawn for, (width, height); None: for a page

LARGEST_SVG = 400_000
"""Bytes above which a figure (thousands of points) is shown as PNG, which is then the lighter."""

RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.labelsize": 11,
    "axes.prop_cycle": mpl.cycler(color=PALETTE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.facecolor": "white",
    "figure.figsize": (7.0, 3.6),
    "figure.titlesize": 13,
    "font.size": 11,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.8,
    "image.cmap": "cividis",
    "legend.frameon": False,
    "legend.fontsize": 10,
    "lines.linewidth": 2.2,
    "lines.markersize": 6,
    "savefig.facecolor": "white",
    "xtick.color": GREY,
    "xtick.labelcolor": BLACK,
    "xtick.labelsize": 10,
    "ytick.color": GREY,
    "ytick.labelcolor": BLACK,
    "ytick.labelsize": 10,
}
"""What `use()` sets, for a figure that is drawn inside `matplotlib.rc_context(style.RC)`."""

WIDGET_CSS = f"""
.wb-widget {{
  --wb-text: var(--jp-content-font-color1, #1c1c1c);
  --wb-muted: var(--jp-content-font-color2, #595959);
  --wb-ground: var(--jp-layout-color1, #ffffff);
  --wb-raised: var(--jp-layout-color2, #f0f0f0);
  --wb-line: var(--jp-border-color2, #d5d5d5);
  --wb-edge: var(--jp-border-color0, #8a8a8a);
  --wb-blue: {BLUE};
  --wb-red: {VERMILLION};
  --wb-green: {GREEN};
  box-sizing: border-box;
  max-width: 1000px;
  padding: 2px 4px 8px;
  color: var(--wb-text);
  font-family: var(--jp-content-font-family, system-ui, sans-serif);
  font-size: var(--jp-content-font-size1, 14px);
  line-height: 1.5;
}}
[data-jp-theme-light="false"] .wb-widget {{
  --wb-blue: {SKY_BLUE};
  --wb-red: {ORANGE};
}}
.wb-widget *, .wb-widget *::before {{ box-sizing: border-box; }}
.wb-widget :focus-visible {{ outline: 3px solid var(--wb-blue); outline-offset: 2px; }}
.wb-widget fieldset {{ min-width: 0; margin: 0; padding: 0; border: 0; }}
.wb-widget p {{ margin: 0; }}
.wb-widget input {{ accent-color: var(--wb-blue); margin: 0; }}
.wb-slider {{ display: grid; grid-template-columns: auto 1fr auto; gap: 10px; }}
.wb-slider input {{ width: 100%; min-width: 0; }}
.wb-slider strong {{ min-width: 2.9em; text-align: right; font-variant-numeric: tabular-nums; }}
.wb-gone {{
  max-width: 760px; margin: 0 4px 8px; padding: 8px 12px; border-left: 4px solid {VERMILLION};
}}
.wb-gone:empty {{ display: none; }}
.wb-widget .wb-heard {{
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}}
"""
"""What all widgets share: JupyterLab's theme, with fallbacks where there is none, and colours."""


def use():
    """Give every figure drawn from now on the course's style.

    Modules of `workbook.plots` call it once, when they are imported. What a `matplotlibrc` of the
    reader's own asks for, such as LaTeX or another size of type, is for figures of their own.
    """
    mpl.rcdefaults()
    mpl.rcParams.update(RC)


def draw_for_slides(height=SLIDE[1]):
    """Let every picture from now on be drawn for a slide: its small text large enough for that.

    height: what the slide has for a picture, in its pixels; 0: pictures are drawn for a page again.
    Decks say so.
    """
    global _room
    _room = (SLIDE[0], height) if height else None


def picture(figure, alt):
    """Turn a drawn figure into a `Picture`, and close it so that it is not shown a second time.

    figure: a Matplotlib `Figure`, or one of its `Axes`.
    alt: what the reader should see, in one to three sentences; it replaces the picture for a
        reader who cannot see it, so it states the finding, not "a plot".

    Returns a `Picture`. Raises ValueError when `alt` is empty and TypeError when `figure` is no
    figure.
    """
    if isinstance(figure, Axes):
        figure = figure.figure
    if not isinstance(figure, Figure):
        raise TypeError(
            f"picture() takes a Matplotlib figure or axes, not {type(figure).__name__}: "
            "pass the fig of `fig, ax = plt.subplots()`."
        )
    smallest = _enlarge_text(figure) if _room else None
    made = Picture(*_image(figure), alt, smallest)
    # A figure made without pyplot is in no list of open figures: nothing to close.
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    return made


class Picture:
    """An image that cannot be parted from its text alternative.

    mime: "image/svg+xml" or "image/png".
    data: the image, as bytes.
    width: how wide it is shown where there is room, in CSS pixels.
    alt: its text alternative.
    smallest: the height of its smallest type at that width, in CSS pixels, where that was asked.
    """

    def __init__(self, mime, data, width, alt, smallest=None):
        self.alt = " ".join(str(alt).split())
        if not self.alt:
            raise ValueError(
                "A picture needs a text alternative: say in a sentence or two what it shows."
            )
        self.mime = mime
        self.data = data
        self.width = width
        self.smallest = smallest

    def __repr__(self):
        return f"Picture: {self.alt}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Give a notebook the image with its alternative, and the alternative alone as text."""
        return {"text/html": self.to_html(), "text/plain": repr(self)}

    def to_html(self):
        """Return the picture as one HTML element, complete in itself."""
        source = f"data:{self.mime};base64,{base64.b64encode(self.data).decode()}"
        type_size = f' data-smallest-type="{self.smallest:.1f}"' if self.smallest else ""
        return (
            f'<img alt="{html.escape(self.alt)}" width="{self.width}"{type_size} src="{source}" '
            'style="max-width: 100%; height: auto; border-radius: 4px;">'
        )


def with_still(live, alt, still=None):
    """What a widget shows: itself first; where no kernel runs, a still picture and its text.

    live: what the widget gives a notebook, (data, metadata). still: (bytes of a PNG, its width in
    CSS pixels), None where there is nothing to draw.
    """
    data, metadata = live
    data["text/plain"] = alt
    if still is None:
        return data, metadata
    png, width = still
    data["image/png"] = base64.b64encode(png).decode()
    data["text/html"] = Picture("image/png", png, width, alt).to_html() + run_me("a picture of it")
    return data, {**metadata, "image/png": {"alt": alt}}


def run_me(what):
    """What stands under a widget's still, as HTML: how to make it live. Decks leave it out.

    what: what stands there now, such as "a picture of it".
    """
    return (
        f'<p class="wb-run-me">This is only {what}. Run the cell to bring it to life: click into '
        "it, then press Shift + Enter. (Where a name is missing then: <em>Run</em>, "
        "<em>Run All Above Selected Cell</em>.)</p>"
    )


def _texts(figure):
    """The texts of a figure that are seen."""
    figure.draw_without_rendering()  # ticks have no labels before
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def _enlarge_text(figure):
    """Let no text be smaller than SMALLEST_ON_SLIDES when the figure fills its room.

    Returns the height of the smallest type, in the figure's own CSS pixels; None without words.
    """
    width, height = figure.get_size_inches() * 96
    scale = min(_room[0] / width, _room[1] / height)
    least = (SMALLEST_ON_SLIDES + 0.5) / scale * 72 / 96
    for axes in figure.axes:  # ticks are made anew when they are drawn, from these
        for axis in (axes.xaxis, axes.yaxis):
            for which in ("major", "minor"):
                axis.set_tick_params(which=which, labelsize=least)
    texts = _texts(figure)
    for text in texts:
        text.set_fontsize(max(text.get_fontsize(), least))
    return min((text.get_fontsize() * 96 / 72 for text in texts), default=None)


def _image(figure):
    """Draw a figure: (mime, bytes, width in CSS pixels); SVG unless that is the heavier."""
    width = round(figure.get_figwidth() * 96)
    # Text as outlines looks the same on every machine; the salt and the missing date keep a
    # rerun's output byte for byte the same.
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "workbook"}):
        drawing, about = io.BytesIO(), {"Date": None, "Creator": None}
        if any(axes.name == "3d" for axes in figure.axes):  # whose layout needs a first drawing
            figure.savefig(drawing, format="svg", metadata=about)
        else:  # savefig would draw everything twice, to the same end
            FigureCanvasSVG(figure).print_svg(drawing, metadata=about)
    if drawing.tell() <= LARGEST_SVG:
        return "image/svg+xml", drawing.getvalue(), width
    drawing = io.BytesIO()
    figure.savefig(drawing, format="png", dpi=192, metadata={"Software": None})
    return "image/png", drawing.getvalue(), width
