r"""Markdown to HTML with every formula as MathML, so that a page needs no script and no font.

JupyterLab sets formulas by itself. Decks, feedback pages and Formgrader's pages do not, and their
own way is a script from the network. Here nbconvert's Markdown renderer hands each formula to
`latex2mathml`, and `mathml_core` mends what comes out for the browsers.

Two behaviours, one renderer: `markdown2html` refuses a formula that it cannot set (a deck is built
by its author); `markdown2html_filter` shows the source of such a formula, marked, and goes on (one
student's typing error must not stop a class's feedback).
"""

import html
import re
from xml.etree.ElementTree import tostring

from jinja2 import pass_context
from latex2mathml.converter import Converter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .mathml_core import FormulaError, mend


def mathml(latex, display="inline"):
    r"""The MathML element, as text, of a LaTeX formula without its dollar signs.

    `display` is "inline" or "block". Raises `FormulaError` where the source has an unknown command
    or environment, unbalanced braces or a missing argument, instead of leaving a blank.
    """
    try:
        tree = Converter(display=display).convert_to_element(_plain_latex(latex))
        mend(tree)
        # HTML needs no namespace, and nbconvert's heading anchors would turn it into a prefix.
        tree.attrib.pop("xmlns")
        return tostring(tree, encoding="unicode")
    except FormulaError as error:
        raise FormulaError(f"{error} in the formula  {latex.strip()}") from None
    except Exception as error:  # whatever latex2mathml raises, the author needs the formula
        raise FormulaError(f"{_words(error)} in the formula  {latex.strip()}") from error


class MathMLRenderer(IPythonRenderer):
    """nbconvert's Markdown renderer, with formulas as MathML.

    With `forgiving=True` a formula that cannot be set is shown as its source, in red with the
    reason as its tooltip; otherwise it raises `FormulaError`.
    """

    def __init__(self, *args, forgiving=False, **options):
        """Take what `IPythonRenderer` takes, and `forgiving`."""
        super().__init__(*args, **options)
        self.forgiving = forgiving

    def inline_math(self, body):
        """Set a formula within a line."""
        return self._set(body, "inline")

    def block_math(self, body):
        """Set a formula on a line of its own."""
        return self._set(body, "block")

    def latex_environment(self, name, body):
        """Set a LaTeX environment that stands in the text without dollar signs."""
        return self._set(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def _set(self, body, display):
        try:
            return mathml(body, display)
        except FormulaError as error:
            if not self.forgiving:
                raise
            return (
                '<code class="formula-error" style="color:#b30000" '
                f'title="{html.escape(str(error))}">{html.escape(body)}</code>'
            )


def markdown2html(source):
    """HTML of a Markdown text with its formulas as MathML; `FormulaError` where one is wrong."""
    renderer = MathMLRenderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


@pass_context
def markdown2html_filter(context, source):
    """The same as a Jinja filter for nbconvert's and nbgrader's pages, forgiving of bad formulas.

    It takes the place of `markdown2html` in `c.HTMLExporter.filters`, by its name or as it is.
    """
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = MathMLRenderer(escape=False, attachments=attachments, forgiving=True)
    return MarkdownWithMath(renderer=renderer).render(source)


# ------------------------------------------------------------- before conversion: plainer LaTeX

_REWRITES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"\\(begin|end)\{(?:align|aligned|split)\*?\}", r"\\\1{align*}"),
        (r"\\(begin|end)\{gather(?:ed)?\*?\}", r"\\\1{matrix}"),
        (r"\\(begin|end)\{equation\*?\}", ""),
        (r"\\operatorname\*?\s*\{arg\s*(?:\\[,;: ])?\s*(max|min)\}", r"\\arg\1 "),
        (r"\\arg\s*\\(max|min)(?![a-zA-Z])", r"\\arg\1 "),
        (r"\\arg(?![a-zA-Z])", r"\\operatorname{arg}"),
        (r"\\mathscr(?![a-zA-Z])", r"\\mathcal"),
        # latex2mathml forgets that a lone letter in \mathrm is upright.
        (r"\\mathrm\s*\{([a-zA-Z])\}", r"{\\mathrm \1}"),
        # Only its \hbox reads the formula inside a text.
        (r"\\text\{([^{}]*\$[^{}]*)\}", r"\\hbox{\1}"),
    ]
]
_ENVIRONMENTS = {"align*", "array", "cases", "smallmatrix"} | {
    kind + "matrix" for kind in ("", "p", "b", "B", "v", "V")
}


def _plain_latex(latex):
    """The formula in the words that latex2mathml understands."""
    for pattern, replacement in _REWRITES:
        latex = pattern.sub(replacement, latex)
    for name in re.findall(r"\\begin\{(.*?)\}", latex):
        if name not in _ENVIRONMENTS:
            raise FormulaError(f"unknown environment {name}")
    if re.search(r"\\operatorname(?!\*?\s*\{[a-zA-Z\s]+\})", latex):
        raise FormulaError(r"\operatorname takes letters only (use \text otherwise)")
    bare = re.sub(r"\\.", "", latex, flags=re.DOTALL)
    if bare.count("{") != bare.count("}"):
        raise FormulaError("unbalanced braces")
    if not bare.strip() and "\\" not in latex:
        raise FormulaError("nothing")
    return latex


def _words(error):
    """`MissingEndError` as "missing end"."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
