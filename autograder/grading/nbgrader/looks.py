"""Styles that a student's output or drawing may bring: they ask for nothing and cost little.

A list of what is forbidden would never end: a blur, an animation, a grid of a million lines or a
text in front of every element keeps a browser busy for minutes, and with it the whole page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import tinycss2
from tinycss2.ast import Declaration, Node

_FAMILIES = (
    "border", "color", "fill", "flex", "font", "list-style", "margin", "marker", "max", "min",
    "overflow", "padding", "stop", "stroke", "text",
)  # fmt: skip
"""Properties of these names, and those that begin with one and a hyphen."""
_PROPERTIES = {
    "align-items", "alignment-baseline", "background", "background-color", "background-image",
    "baseline-shift", "bottom", "box-sizing", "caption-side", "clear", "clip-path", "clip-rule",
    "content", "cursor", "direction", "display", "dominant-baseline", "empty-cells", "float", "gap",
    "height", "image-rendering", "justify-content", "left", "letter-spacing", "line-height", "mask",
    "opacity", "paint-order", "position", "right", "shape-rendering", "table-layout", "top",
    "transform", "transform-origin", "unicode-bidi", "user-select", "vector-effect",
    "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing",
    "word-wrap", "writing-mode", "z-index",
}  # fmt: skip
_NEVER = ("border-image", "text-shadow")
_FUNCTIONS = {
    "calc", "clamp", "hsl", "hsla", "linear-gradient", "matrix", "max", "min", "rgb", "rgba",
    "rotate", "rotatex", "rotatey", "scale", "skewx", "skewy", "translate", "translatex",
    "translatey", "var",
}  # fmt: skip
LOCAL = re.compile(r"#[\w.:-]+")
"""What refers to something in the same drawing, in letters that need no unravelling."""
_LARGEST = 10_000
"""What a number may be, in whatever unit."""
_LONGEST, _LONGEST_STRING = 300, 60
"""Characters of a value, and of a string in one, such as the name of a font."""
_SHORTEST_DASH = 0.5
"""What a dash and its gap measure at least; a line may have a million of them."""


@lru_cache(2_000)  # a figure has few, each a thousand times
def inline(css: str, is_local: bool = False) -> str:
    """The declarations of a `style` attribute that are on the list.

    is_local: with references to what is in the same drawing, `url(#name)`.
    """
    return _written(tinycss2.parse_blocks_contents(css), is_local)


def sheet(css: str) -> str:
    """The rules of a `<style>` element, without what is not on the list; nothing in it is markup.

    css: as it stands in a page, where a drawing's may be escaped. Nothing in it refers to anything.
    """
    rules = tinycss2.parse_stylesheet(html.unescape(css), skip_comments=True, skip_whitespace=True)
    return "\n".join(_rules(rules))


def _rules(rules: Iterable[Node], depth: int = 0) -> Iterator[str]:
    for rule in rules:
        if rule.type not in ("qualified-rule", "at-rule") or rule.content is None or depth > 3:
            continue
        before = tinycss2.serialize(rule.prelude).strip()
        if "<" in before or ":has" in before.lower():
            continue
        if rule.type == "qualified-rule":
            inside = _written(tinycss2.parse_blocks_contents(rule.content), False)
        elif rule.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            inside, before = "\n".join(_rules(inner, depth + 1)), f"@media {before}"
        else:
            continue
        if inside:
            yield f"{before} {{ {inside} }}"


def _written(contents: Iterable[Node], is_local: bool) -> str:
    return "; ".join(
        f"{each.name}: {value}{' !important' * each.important}"
        for each in contents
        if each.type == "declaration" and (value := _value(each, is_local))
    )


def _value(declaration: Declaration, is_local: bool) -> str:
    name = declaration.lower_name
    family = any(name == each or name.startswith(f"{each}-") for each in _FAMILIES)
    if not (family or name in _PROPERTIES or name.startswith("--")) or name.startswith(_NEVER):
        return ""
    value = tinycss2.serialize(declaration.value).strip()
    is_plain = len(value) <= _LONGEST and not {"<", "&"} & set(value)
    if name == "stroke-dasharray" and not is_coarse(value):
        return ""
    return value if is_plain and _is_plain(declaration.value, is_local) else ""


def is_coarse(dashes: str) -> bool:
    """Whether a line of such dashes, as `5.5, 2` or `none`, has not millions of them."""
    try:
        lengths = [float(each.removesuffix("px")) for each in dashes.replace(",", " ").split()]
    except ValueError:
        return dashes.strip() == "none"
    return sum(lengths) >= _SHORTEST_DASH


def _is_plain(tokens: Iterable[Node], is_local: bool) -> bool:
    for token in tokens:
        if token.type == "function":
            is_reference = token.lower_name == "url" and is_local and _is_name(token.arguments)
            known = token.lower_name in _FUNCTIONS and _is_plain(token.arguments, is_local)
            if not (is_reference or known):
                return False
        elif token.type == "url":
            if not (is_local and LOCAL.fullmatch(token.value)):
                return False
        elif token.type in ("number", "dimension", "percentage"):
            if not abs(token.value) <= _LARGEST:
                return False
        elif token.type == "string":
            if len(token.value) > _LONGEST_STRING:
                return False
        elif token.type == "() block":
            if not _is_plain(token.content, is_local):
                return False
        elif token.type not in ("ident", "whitespace", "literal", "hash", "comment"):
            return False
    return True


def _is_name(arguments: list[Node]) -> bool:
    """Whether what stands in `url("…")` names something in the same drawing."""
    return all(token.type == "string" and LOCAL.fullmatch(token.value) for token in arguments)
