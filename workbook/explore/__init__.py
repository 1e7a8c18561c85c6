"""Explorables: pictures that are moved by hand, each with goals that it checks by itself.

`from workbook.explore import ActivationGallery` loads that explorable alone.
"""

from importlib import import_module
from pathlib import Path

from workbook import style

_HOME = {
    "ActivationGallery": "activation_gallery",
    "CapacityDial": "capacity_dial",
    "CurveDoctor": "curve_doctor",
    "DragTheOutlier": "drag_the_outlier",
    "DrawADigit": "draw_a_digit",
    "GraphStepper": "graph_stepper",
    "HowManySamples": "how_many_samples",
    "Marble": "marble",
    "ModelInspector": "model_inspector",
    "MomentumMap": "momentum_map",
    "NeuronBench": "neuron_bench",
    "OptimizerRace": "optimizer_race",
    "Playground": "playground",
    "ShapeTracer": "shape_tracer",
    "WhereToCut": "where_to_cut",
}

__all__ = [
    "ActivationGallery",
    "CapacityDial",
    "CurveDoctor",
    "DragTheOutlier",
    "DrawADigit",
    "GraphStepper",
    "HowManySamples",
    "Marble",
    "ModelInspector",
    "MomentumMap",
    "NeuronBench",
    "OptimizerRace",
    "Playground",
    "ShapeTracer",
    "WhereToCut",
    "page_source",
    "page_style",
]


def page_source(module, *parts):
    """Return the script of a widget: what all pages share, then the `.js` beside its module.

    module: the `__file__` of the widget's Python module.
    parts: names of other `.js` files beside it, which the widget's own script builds upon.
    """
    own = Path(module).with_suffix(".js")
    shared = [Path(__file__).with_name(name) for name in ("page.js", "kernel.js")]
    files = [*shared, *map(own.with_stem, parts), own]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def page_style(module):
    """Return the styles of an explorable: every widget's, every explorable's, then its own `.css`.

    module: the `__file__` of the explorable's Python module.
    """
    shared = Path(__file__).with_name("page.css")
    own = Path(module).with_suffix(".css")
    return style.WIDGET_CSS + shared.read_text("utf-8") + own.read_text("utf-8")


def __getattr__(name):
    """Import an explorable's module when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(
            f"workbook.explore has no {name!r}: it has {', '.join(sorted(_HOME))}."
        )
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    """List the explorables, so that tab completion finds what is not imported yet."""
    return sorted(_HOME)
