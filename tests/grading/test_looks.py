"""Drawings and styles of students': honest ones stay as they are, none keeps a browser busy."""

import html
import io
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import nh3
import numpy as np
import pytest

from autograder.grading.nbgrader import looks, sanitiser
from autograder.grading.nbgrader.drawings import calm
from autograder.grading.nbgrader.pictures import Pictures
from autograder.grading.nbgrader.sanitiser import arranged, from_html, from_markdown
from autograder.grading.nbgrader.shown_outputs import shown, text_box

from ..hostile.markup import DRAWING

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def figure() -> bytes:
    """What Matplotlib draws: pictures, hatches, markers that are used again, formulas, dashes."""
    fig, (left, middle, right) = plt.subplots(1, 3)
    left.imshow(np.eye(3))
    middle.bar([1, 2], [2, 1], hatch="//", alpha=0.5)
    right.plot(np.arange(50.0), "o--", label=r"$\sigma(z) = \frac{1}{1 + e^{-z}}$")
    right.legend()
    data = io.BytesIO()
    fig.savefig(data, format="svg")
    plt.close(fig)
    return data.getvalue()


def drawn(svg: bytes) -> list:
    """Each element that is drawn, with its attributes and its declarations in one form."""
    found = []
    for each in ElementTree.fromstring(svg).iter():
        name = each.tag.rpartition("}")[2]
        if (
            name in ("metadata", "RDF", "style")
            or "creativecommons" in each.tag
            or "dc/" in each.tag
        ):
            continue
        about = {key: " ".join(value.split()) for key, value in each.attrib.items()}
        style = [part.strip() for part in about.pop("style", "").split(";") if part.strip()]
        found.append((name, about, [part.replace(": ", ":") for part in style]))
    return found


def test_a_figure_stays_as_it_was_drawn():
    before = figure()
    assert drawn(calm(before)) == drawn(before)
    names = {name for name, _, _ in drawn(before)}
    assert {"use", "image", "clipPath", "pattern"} <= names


def test_a_figure_shown_as_html_is_the_same_figure():
    output = {"output_type": "display_data", "data": {"text/html": figure().decode()}}
    assert "data:image/svg+xml;base64," in shown(output, Pictures(), None)


NEVER_ENDING = {
    "it uses itself ten times ten": DRAWING,
    "it uses itself": SVG.format('<g id="a"><use href="#a"/></g>'),
    "patterns of patterns": SVG.format(
        "".join(
            f'<pattern id="p{n + 1}"><rect fill="url(#p{n})"/>'
            f"<rect style=\"fill: url('#p{n}')\"/></pattern>"
            for n in range(40)
        )
        + '<rect fill="url(#p40)"/>'
    ),
    "entities of entities": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    + SVG.format("<text>&b;</text>"),
    "no drawing": "<html/>",
    "no markup": "svg <svg",
}


@pytest.mark.parametrize("what", NEVER_ENDING)
def test_a_drawing_without_end_is_refused(what):
    assert calm(NEVER_ENDING[what].encode()) is None


@pytest.mark.parametrize(
    "part",
    (
        '<use href="#%61"/>',
        '<rect fill="url(#a\\62)"/>',
        '<rect style="fill: \\75rl(//away.invalid)"/>',
        '<rect filter="url(#f)" onclick="x()" stroke-dasharray="0.001"/>',
        '<image href="https://away.invalid"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<rect><animate attributeName="x" dur="1ms"/></rect><script>x()</script>',
        "<foreignObject><p>x</p></foreignObject><filter/>",
        "<style>rect { filter: blur(9px); fill: url(#a); animation: a 1s }</style>",
    ),
)
def test_a_drawing_keeps_only_what_is_on_the_list(part):
    left = calm(SVG.format(part).encode()).decode()
    for word in (
        "%61",
        "url",
        "away",
        "filter",
        "on",
        "0.001",
        "data:",
        "anim",
        "script",
        "foreign",
    ):
        assert word not in left.replace('version="', "")


def test_styles_are_from_a_list():
    honest = "background-color: #f7fbff; width: 10em; background: linear-gradient(90deg, red 50%)"
    assert looks.inline(honest) == honest
    hostile = "filter: blur(9px); f\\69lter: x; width: 1e9px; --a: url(x); color: red !important"
    assert looks.inline(hostile) == "color: red !important"
    rules = (
        "@import 'x'; #T_1 > td:hover { color: red; animation: a } @keyframes a { to { top: 0 } } "
        "@media (prefers-color-scheme: dark) { a &gt; b { color: red } } a:has(b) { color: red } "
        "c { content: '</style><b>' } @font-face { src: url(x) } /* < */ d { color: red }"
    )
    assert looks.sheet(rules).split("\n") == [
        "#T_1 > td:hover { color: red }",
        "@media (prefers-color-scheme: dark) { a > b { color: red } }",
        "d { color: red }",
    ]


def test_a_clip_in_a_frame_is_not_of_clips():
    clips = "".join(
        f'<clipPath id="c{n + 1}">{f"""<rect clip-path="url(#c{n})"/>""" * 10}</clipPath>'
        for n in range(20)
    )
    made = from_html(f"<p style='color: red'>x</p><svg>{clips}</svg>", Pictures())
    assert "color: red" in made and "url(" not in made


def test_a_picture_in_a_text_is_read_by_nothing_but_the_picture():
    """Where such letters stand that are no picture's, the begin of them is shown."""
    letters = "data:image/png;base64," + "A" * 3_000_000
    for text in (letters, f"`{letters}`", f"![x]({letters})", f"[y]({letters})", f"**{letters}"):
        assert len(from_markdown(text, Pictures())) < 1_000
    assert len(from_html(f"<p title='x'>{letters}</p>", Pictures())) < 1_000


def test_colours_of_a_terminal_can_be_read_on_every_ground():
    made = text_box('\x1b[38;2;255;255;255mwhite\x1b[0m style="x"', "stdout")
    assert made.striptags() == 'white style="x"' and ' style="' not in made


@pytest.mark.parametrize(
    "text", ("<!-- my answer", "<script>why</script>", "[why]: because", "<x-y>")
)
def test_a_text_of_which_nothing_would_be_seen_is_shown_as_it_was_typed(text):
    made = from_markdown(text, Pictures())
    assert made.startswith("<pre") and made.striptags() == text
    assert from_markdown(" \n", Pictures()).strip() == ""


def test_a_data_frame_needs_no_frame_and_what_scrolls_can_be_reached():
    table = (
        '<div><style scoped>.dataframe th { color: red }</style><table class="dataframe"><thead>'
        '<tr style="text-align: right;"><th></th><th>x</th></tr></thead></table></div>'
    )
    made = from_html(table, Pictures())
    assert '<table tabindex="0">' in made and "iframe" not in made and "style" not in made
    assert "iframe" in from_html(table.replace("right;", "right; color: red"), Pictures())
    made = from_markdown("```\ncode\n```\n\n|a|b|\n|-|-|\n|1|2|", Pictures())
    assert '<pre tabindex="0">' in made and '<table tabindex="0">' in made


@pytest.mark.parametrize("opened", ("\\\\(", "\\\\[", "\\begin{a}"))
def test_formulas_without_an_end_are_not_looked_for(opened):
    """Each is looked for through the rest of the text: ten thousand took half a minute and more."""
    text = opened * 500 + "x" * 50_000
    assert from_markdown(text, Pictures()).startswith('<pre class="typed"')
    assert "typed" not in from_markdown(opened * 300, Pictures())


BRACKETS = (
    '<img alt="<pre><script>1</script>">',
    '<img alt="<table><button class=full-credit>">',
    '<img alt="<h1></h1><script>1</script>">',
    '<p><img alt="<h2><script>1</script>"></p>',
)


@pytest.mark.parametrize("source", BRACKETS)
@pytest.mark.parametrize("made_by", [from_html, from_markdown])
def test_what_looks_like_a_tag_in_a_pictures_words_is_none(source, made_by, monkeypatch):
    """Older versions of nh3 leave brackets in attributes as they are."""

    def older(*args, _clean=nh3.clean, **options):
        return re.sub(r'"[^"]*"', lambda value: html.unescape(value[0]), _clean(*args, **options))

    monkeypatch.setattr(sanitiser.nh3, "clean", older)
    made = arranged(made_by(source, Pictures()), 2)
    names = re.findall(r"<(\w+)", made)
    assert "img" in names and set(names) <= {"img", "p"}
