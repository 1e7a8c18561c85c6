"""LaTeX to MathML: what lessons write is set, what cannot be set is named."""

import html
import re
from xml.etree import ElementTree

import jinja2
import pytest

from autograder.authoring.mathml import FormulaError, markdown2html, markdown2html_filter, mathml

# What the lessons use, each with something that has to come out of it.
FORMULAS = {
    r"\sigma(z) = \frac{1}{1 + e^{-z}}": "mfrac",
    r"\text{ELU}(z) = \begin{cases} z & \text{if } z > 0 \\ 0 & \text{else} \end{cases}": "{",
    r"\begin{aligned} z &= xW + b \\ a &= f(z) \end{aligned}": "mtable",
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": "mtable",
    r"\lVert x \rVert_2": "‖",
    r"\frac{\partial J}{\partial W^{(l)}}": "∂",
    r"\mathrm{ReLU}(z) = \max(0, z)": "max",
    r"\operatorname{softmax}(\mathbf{z})_k": "𝐳",
    r"\arg\max_k z_k": "arg\u2009max",
    r"\boldsymbol{\theta} \leftarrow \boldsymbol{\theta} - \alpha \nabla J": "𝜽",
    r"\hat{y} \in [0, \infty)": "∞",
    r"\underbrace{Wx + b}_{\text{affine}}": "munder",
    r"X \in \mathbb{R}^{N \times D}": "ℝ",
    r"\left\lfloor N / B \right\rfloor \approx 10^{-9}": "⌊",
    r"P(y = 1 \mid x) \le \tfrac14": "∣",
    r"\text{dead\_fraction}": "dead_fraction",
    r"\text{where $x > 0$}": "where",
}
FAULTY = {
    r"\frca{1}{2}": r"unknown command \frca",
    r"\frac{1}{2": "unbalanced braces",
    r"\frac{1}": "missing",
    r"\left( x": "extra left or missing right",
    r"\begin{alinged} x \end{alinged}": "unknown environment alinged",
    r"\begin{cases} a & b": "missing end",
    r"a & b": "& outside",
    r"a \\ b": r"\\ outside",
    r"x^2^3": "double superscripts",
    " ": "nothing",
    "{" * 4000 + "}" * 4000: "recursion",
}


@pytest.mark.parametrize("latex", FORMULAS)
@pytest.mark.parametrize("display", ["inline", "block"])
def test_formula_is_set(latex, display):
    text = mathml(latex, display)
    root = ElementTree.fromstring(text)
    assert root.tag == "math" and root.get("display") == display
    assert FORMULAS[latex] in html.unescape(text)
    assert "\\" not in text and "$" not in text


@pytest.mark.parametrize("latex", FAULTY)
def test_faulty_formula_is_named(latex):
    with pytest.raises(FormulaError) as caught:
        mathml(latex)
    assert FAULTY[latex] in str(caught.value)
    assert latex.strip() in str(caught.value)


@pytest.mark.parametrize("latex", FORMULAS)
def test_only_mathml_core_is_used(latex):
    """Attributes that browsers ignore would be lost without a word."""
    for element in ElementTree.fromstring(mathml(latex, "block")).iter():
        assert not {"columnalign", "columnspacing", "rowspacing", "columnlines"} & set(
            element.keys()
        )
        assert element.get("mathvariant", "normal") == "normal"
        assert "mathspace" not in element.get("width", "")


def test_lone_letter_in_roman_is_upright():
    assert '<mi mathvariant="normal">d</mi>' in mathml(r"\mathrm{d}x")


def test_prime_is_no_superscript_of_a_raised_sign():
    assert "msup" not in mathml("f'(x)") and mathml("f''").count("′") == 2


def test_sign_after_a_relation_is_no_sum():
    minus = [e for e in ElementTree.fromstring(mathml("a - b = -c")).iter("mo") if e.text == "−"]
    assert [element.get("form") for element in minus] == [None, "prefix"]


def test_limits_go_below_in_display_and_beside_in_a_line():
    assert '<munder><mo lspace="0" rspace="0" movablelimits="true">max' in mathml(r"\max_k z_k")


def test_text_in_a_formula_cannot_become_markup():
    assert "<script" not in mathml(r"\text{<script>alert(1)</script>}")


@pytest.mark.parametrize(
    "source",
    [
        "The slope $\\sigma'(z)$.",
        "$$\n\\sigma'(z)\n$$",
        "\\begin{align}\na &= b\n\\end{align}",
        "# A heading with $\\sigma$",
        "| a |\n|---|\n| $\\sigma$ |",
        "- item $\\sigma$",
    ],
)
def test_markdown_holds_formulas(source):
    text = markdown2html(source)
    assert "<math" in text and "$" not in text and "\\" not in text
    assert ":math" not in text  # a namespace's prefix would leave the formula unknown


def test_code_is_no_formula():
    assert "<math" not in markdown2html("`$x$`\n\n```python\nprice = '$x$'\n```")


def test_wrong_formula_stops_an_author():
    with pytest.raises(FormulaError, match=re.escape(r"\frca")):
        markdown2html(r"Half is $\frca{1}{2}$.")


def test_wrong_formula_is_shown_to_a_reader():
    environment = jinja2.Environment()
    environment.filters["markdown2html"] = markdown2html_filter
    text = environment.from_string("{{ source | markdown2html }}").render(
        source=r'Half is $\frca{1}{2}"<b>$, and $\sigma$.', cell={}
    )
    assert r"\frca{1}{2}&quot;&lt;b&gt;" in text and "unknown command" in text
    assert "<math" in text


def test_attachment_becomes_part_of_the_page():
    environment = jinja2.Environment()
    environment.filters["markdown2html"] = markdown2html_filter
    text = environment.from_string("{{ source | markdown2html }}").render(
        source="![a dot](attachment:a.png)",
        cell={"attachments": {"a.png": {"image/png": "AAAA"}}},
    )
    assert 'src="data:image/png;base64,AAAA"' in text
