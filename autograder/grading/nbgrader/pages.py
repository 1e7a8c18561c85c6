"""nbgrader's feedback pages and Formgrader's page of a submission, without a network.

Both take MathJax from a network, so that offline their formulas stay raw. `offline` points them to
the templates in `templates`: formulas become MathML when a page is made, and a policy in
each page lets it load nothing from elsewhere and run nothing that a student wrote.
"""

import re
from importlib import resources

from jinja2 import pass_context

from ...authoring.mathml import markdown2html_filter

# What a policy cannot stop: a page that tells the browser to go to another.
_LEADS_AWAY = re.compile(r"<(?=/?meta\b)", re.IGNORECASE)


def offline(config):
    """Set nbgrader's configuration so; call it in `nbgrader_config.py` with `c`."""
    stock = str(resources.files("nbgrader") / "server_extensions/formgrader/templates")
    ours = str(resources.files(__package__) / "templates")
    config.HTMLExporter.extra_template_basedirs = [ours, stock]
    config.HTMLExporter.extra_template_paths = [stock]  # where ours find the ones they build on
    config.HTMLExporter.filters = {  # by name: Formgrader shows its configuration as JSON
        "markdown2html": "autograder.grading.nbgrader.pages.markdown2html",
        "stay_on_page": "autograder.grading.nbgrader.pages.stay_on_page",
    }


@pass_context
def markdown2html(context, source):
    """A Jinja filter: HTML of a cell's Markdown, with MathML, that stays on the page."""
    return stay_on_page(markdown2html_filter(context, source))


def stay_on_page(html):
    """The same HTML, with a tag that would send the browser elsewhere shown as text."""
    return _LEADS_AWAY.sub("&lt;", html)
