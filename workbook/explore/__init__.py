"""Explorables: pictures that are moved by hand, each with goals that it checks by itself.

`from workbook.explore import ActivationGallery` loads that explorable alone.
"""

from importlib import import_module
from pathlib import Path

_HOME = {
    "ActivationGallery": "activation_gallery",
    "DragTheOutlier": "drag_the_outlier",
    "GraphStepper": "graph_stepper",
    "Marble": "marble",
    "NeuronBench": "neuron_bench",
    "ShapeTracer": "shape_tracer",
}

__all__ = [
    "ActivationGallery",
    "DragTheOutlier",
    "GraphStepper",
    "Marble",
    "NeuronBench",
    "ShapeTracer",
    "page_source",
]


def page_source(module):
    """Return the script of a widget: what all pages share, then the `.js` beside its module.

    module: the `__file__` of the widget's Python module.
    """
    shared = Path(__file__).with_name("page.js")
    own = Path(module).with_suffix(".js")
    return shared.read_text(encoding="utf-8") + "\n" + own.read_text(encoding="utf-8")


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
