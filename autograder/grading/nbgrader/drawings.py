"""An SVG drawing, rebuilt from what is on a list, and refused where a browser would never end.

As a picture a drawing runs and loads nothing. It can still keep a browser busy for ever: one that
uses itself twice, ten levels deep, a filter, or twenty thousand animations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder, register_namespace, tostring
from xml.parsers import expat

from . import looks

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
register_namespace("", SVG)
register_namespace("xlink", XLINK)

MOST = 300_000
"""Elements that may be drawn, each as often as it is used."""
_PAINTED, _DASHED = 10, 100
"""As how many elements count a pattern or a gradient, and a line of dashes."""
_DEEPEST = 200
_ELEMENTS = {
    "a", "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient",
    "marker", "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop",
    "style", "svg", "switch", "symbol", "text", "textPath", "title", "tspan", "use",
}  # fmt: skip
_PICTURE = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp);base64,")
_REFERENCE = re.compile(r"url\([\"']?#([\w.:-]+)[\"']?\)")


class _Refused(ValueError):
    """A drawing that cannot be read, or takes too long to draw."""


def calm(raw: bytes) -> bytes | None:
    """The same drawing as a browser can show it at once; None where there is none."""
    try:
        drawing = _read(raw)
        _bound(drawing)
    except (_Refused, expat.ExpatError, RecursionError, ValueError, LookupError):
        return None
    return tostring(drawing, encoding="utf-8")


# Reading ------------------------------------------------------------------------------------------


def _read(raw: bytes) -> Element:
    """The drawing's tree, of which nothing is left that is not on the lists."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.refuse
    parser.Parse(raw, True)
    return reader.tree.close()


class _Reader:
    """Builds a tree while a drawing is read."""

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self._names: list[str] = []
        self._left_out = 0
        self._styles: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        known = space in (SVG, "") and local in _ELEMENTS
        if len(self._names) > _DEEPEST or (not self._names and local != "svg"):
            raise _Refused
        if self._left_out or not known:
            self._left_out += 1
            return
        self._names.append(local)
        self.tree.start(f"{{{SVG}}}{local}", dict(_attributes(local, attributes)))

    def end(self, _name: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        if self._names[-1] == "style":
            self.tree.data(looks.sheet("".join(self._styles)))
            self._styles.clear()
        self.tree.end(f"{{{SVG}}}{self._names.pop()}")

    def text(self, text: str) -> None:
        if self._left_out:
            return
        if self._names[-1] == "style":
            self._styles.append(text)
        else:
            self.tree.data(text)

    def refuse(self, *_about: object) -> None:
        """What a document type declares can make a line of text as long as a disk."""
        raise _Refused


def _attributes(element: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Those that a drawing needs. References lead to the same drawing, or to a picture in it."""
    for name, value in attributes.items():
        space, _, local = name.rpartition(" ")
        if space == XLINK:
            name = f"{{{XLINK}}}{local}"
        elif space == "http://www.w3.org/XML/1998/namespace":
            name = f"{{{space}}}{local}"
        elif space:
            continue
        if local == "href":
            is_shown = element == "image" and _PICTURE.match(value)
            if is_shown or (looks.LOCAL.fullmatch(value) and element != "a"):
                yield name, value
        elif local == "style":
            yield name, looks.inline(value, is_local=True)
        elif local == "stroke-dasharray" and not looks.is_coarse(value):
            continue
        elif not local.startswith("on") and local != "filter":
            rest = _REFERENCE.sub("", value).lower()
            if "url" not in rest and "\\" not in rest:
                yield name, value


# What it takes to draw ----------------------------------------------------------------------------


def _bound(drawing: Element) -> None:
    """Raise _Refused where more is drawn than `MOST`, each element as often as it is used."""
    named = {each.get("id"): each for each in drawing.iter() if each.get("id")}
    known: dict[Element, int] = {}
    under_way: set[Element] = set()

    def cost(element: Element) -> int:
        if element in known:
            return known[element]
        if element in under_way:  # it uses itself
            raise _Refused
        under_way.add(element)
        total = 1 + sum(map(cost, element))
        for name, weight in _used_by(element):
            total += weight + (cost(named[name]) if name in named else 0)
        under_way.discard(element)
        if total > MOST:
            raise _Refused
        known[element] = total
        return total

    cost(drawing)


def _used_by(element: Element) -> Iterator[tuple[str, int]]:
    """The names of what an element uses, each with what that costs beside the thing itself."""
    for name, value in element.attrib.items():
        if name.endswith("href") and value.startswith("#"):
            yield value[1:], 1
        elif "url(" in value:
            for found in _REFERENCE.finditer(value):
                yield found[1], 1 if name == "clip-path" else _PAINTED
        if "stroke-dasharray" in name or "stroke-dasharray" in value:
            yield "", _DASHED
