"""Mends what latex2mathml writes, so that browsers show it as TeX would.

Browsers implement MathML Core, which is smaller than the MathML that latex2mathml writes: it knows
no `columnalign`, no `mathvariant` but "normal", no `menclose`, and it spaces operators by a table
of characters. What cannot be mended is refused by name, for a blank or a backslash on a slide is
seen too late.
"""

import html
import re
import unicodedata
from xml.etree.ElementTree import Element


class FormulaError(ValueError):
    """A formula that cannot be set. The message names the formula and what is wrong with it."""


def mend(element):
    """Mend a tree of MathML in place, leaves first. Raises `FormulaError` where that is no use."""
    element.text = html.unescape(element.text) if element.text else element.text
    for child in element:
        mend(child)
    _refuse(element)
    tag = element.tag
    if tag == "mspace" and "width" in element.attrib:
        element.set("width", _NAMED_SPACES.get(element.get("width"), element.get("width")))
    elif tag == "mo":
        _mend_operator(element)
    elif tag in _TOKENS:
        _mend_letter(element)
    elif tag in ("mover", "munder"):
        _mend_accent(element)
    elif tag in _LIMITS:
        _mend_scripts(element)
    elif tag == "mtable":
        _mend_table(element)
    elif tag == "menclose":
        element.tag = "mrow"
        element.attrib = {"style": "border:1px solid;padding:0.3em"}
    if element.tag in _ROWS:
        _space(element)


_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2}
_CHILDREN |= {"msubsup": 3, "munderover": 3}
_TOKENS = ("mi", "mn", "mo", "mtext")
_ROWS = ("math", "mrow", "mstyle", "mtd", "msqrt")
_NAMED_SPACES = {"negativethinmathspace": "-0.167em", "negativemediummathspace": "-0.222em"}
_ORDINARY = set("∞∂∇⊤⊥∅∀∃")  # letters to TeX, operators to latex2mathml
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_TAKES_LIMITS = re.compile(r"(lim|max|min|sup|inf|arg\u2009max|arg\u2009min)$")
_SIGNS = set("+−±∓")
_CLOSING = set(")]}⟩⌋⌉!′″|‖")
_TEXT_STYLES = {
    "bold": "font-weight:bold",
    "italic": "font-style:italic",
    "monospace": "font-family:monospace",
}


def _refuse(element):
    text = element.text or ""
    if len(text) > 1 and text.startswith("\\") and element.tag != "mtext":
        raise FormulaError(f"unknown command {text}")
    if element.tag == "mi" and text == "&":
        raise FormulaError("& outside an environment with columns")
    if element.get("linebreak") == "newline":
        raise FormulaError(r"\\ outside an environment with lines")
    if len(element) != _CHILDREN.get(element.tag, len(element)):
        raise FormulaError(f"a missing argument ({element.tag})")
    if len(element) and element.tag in _TOKENS:
        raise FormulaError("a command that cannot be set in MathML Core")


def _mend_letter(element):
    """Operators that were taken for letters, and letters in other alphabets."""
    text = element.text or ""
    if element.tag == "mtext":
        element.text = re.sub(r"\\([_#%&$ ])", r"\1", text)
    variant = element.get("mathvariant", "normal")
    if variant != "normal":
        del element.attrib["mathvariant"]
        if element.tag == "mtext":
            element.set("style", _TEXT_STYLES.get(variant, ""))
        else:
            element.text = "".join(_in_alphabet(letter, variant) for letter in text)
    if element.tag == "mi" and len(text) == 1:
        category = unicodedata.category(text)
        if text == ":" or category in ("Sm", "Ps", "Pe"):
            element.tag = "mo"
            element.text = "∼" if text == "~" else text
            if category in ("Ps", "Pe"):
                element.set("stretchy", "false")


def _in_alphabet(letter, variant):
    """The letter in Unicode's own bold, script, … alphabet, or itself where there is none."""
    name = re.sub(r"LATIN |GREEK |LETTER ", "", unicodedata.name(letter, ""))
    alphabet = variant.upper().replace("-ITALIC", " ITALIC")
    try:
        return unicodedata.lookup(f"MATHEMATICAL {alphabet} {name}")
    except KeyError:
        return letter


def _mend_operator(element):
    text = element.text or ""
    if text in _ORDINARY:
        element.tag = "mi"
        if text != "∂":
            element.set("mathvariant", "normal")
    elif text == "/" or (len(text) > 1 and text[0].isalpha()):  # no spaces of a binary operator
        element.set("lspace", "0")
        element.set("rspace", "0")


def _mend_accent(element):
    """Accents that neither float nor touch their letter, whatever the font."""
    element.attrib.pop("accent", None)
    if element[1].tag == "mo" and element[1].text == "―":  # as wide as what it covers
        side = "top" if element.tag == "mover" else "bottom"
        element.tag = "mrow"
        element.set("style", f"border-{side}:0.06em solid;padding-{side}:0.1em")
        element.remove(element[1])


def _mend_scripts(element):
    """Limits go below `max` and its like. A prime is a raised sign by itself: not a superscript."""
    _mend_bar(element[0])
    if element[0].tag == "mo" and _TAKES_LIMITS.match(element[0].text or ""):
        element.tag = _LIMITS[element.tag]
        element[0].set("movablelimits", "true")
        return
    is_prime = set(element[-1].text or " ") <= set("′″")
    is_low = all(part.tag in (*_TOKENS, "mrow") for part in element[0].iter())
    if element.tag != "msub" and is_prime and is_low:
        prime = Element("mo", lspace="0", rspace="0")
        prime.text = element[-1].text.replace("″", "′′")
        element.remove(element[-1])
        base = element[0]
        if element.tag == "msubsup":
            base = Element("msub")
            base.extend(list(element))
        element.tag = "mrow"
        element[:] = [base, prime]


def _mend_table(table):
    """Alignment and rules of a table's cells as styles, for Core has no attributes for them."""
    rules = table.attrib.pop("columnlines", "").split()
    in_pairs = table.attrib.pop("columnspacing", "").startswith("0em")
    table.attrib.pop("rowspacing", None)
    for row in table:
        for index, cell in enumerate(row):
            style = []
            align = cell.attrib.pop("columnalign", None)
            if align:  # Chromium aligns what is in a cell by the second form alone
                style.append(f"text-align:{align};text-align:-webkit-{align}")
            if in_pairs:
                style.append("padding-right:0" if index % 2 == 0 else "padding-left:0")
            if rules[index : index + 1] == ["solid"]:
                style.append("border-right:1px solid")
            if style:
                cell.set("style", ";".join(style))


def _space(row):
    """The spaces of TeX inside a row: bars, signs that are not sums, names of functions."""
    for index, child in reversed(list(enumerate(row))):
        following = row[index + 1] if index + 1 < len(row) else None
        previous = row[index - 1] if index else None
        if all(near is None or near.tag != "mtable" for near in (previous, following)):
            _mend_bar(child)
        if child.tag == "mo" and child.text in _SIGNS and _is_open(list(row)[:index]):
            child.set("form", "prefix")
        if _is_function(child):
            if following is not None and following.tag not in ("mo", "mspace"):
                row.insert(index + 1, Element("mspace", width="0.167em"))
            if previous is not None and previous.tag not in ("mo", "mspace"):
                row.insert(index, Element("mspace", width="0.167em"))


def _mend_bar(element):
    """|x| and ‖x‖ without spaces and of one height. Those of a `\\left` stay as they are."""
    if element.tag == "mo" and element.text in ("|", "‖") and "form" not in element.attrib:
        element.attrib.update(lspace="0", rspace="0", stretchy="false")


def _is_open(before):
    """Whether a sign after these elements is no sum: they end in a bracket, relation, operator."""
    while before and before[-1].tag == "mspace":
        before = before[:-1]
    return not before or (before[-1].tag == "mo" and before[-1].text not in _CLOSING)


def _is_function(element):
    """Whether this is a function's name (log, max, softmax), with or without limits."""
    while element.tag in (*_LIMITS, *_LIMITS.values()):
        element = element[0]
    text = element.text or ""
    return element.tag in ("mi", "mo") and len(text) > 1 and text[0].isalpha()
