"""nbgrader's feedback pages and Formgrader's page of a submission, made by this project.

Stock pages trust a student's markup, and take their formulas from a network. `offline` points
nbgrader to the templates in `templates`, which show `page_cells`: sanitised, with formulas as
MathML and pictures inside of the page. A policy in each page lets it load nothing from elsewhere
and run nothing that a student wrote.
"""

from importlib import resources

from jinja2 import pass_context
from markupsafe import Markup

from .page_cells import cells_of

_HERE = "autograder.grading.nbgrader"


def offline(config):
    """Set nbgrader's configuration so; call it in `nbgrader_config.py` with `c`."""
    stock = str(resources.files("nbgrader") / "server_extensions/formgrader/templates")
    ours = str(resources.files(__package__) / "templates")
    config.HTMLExporter.extra_template_basedirs = [ours, stock]
    config.HTMLExporter.filters = {  # by name: Formgrader shows its configuration as JSON
        "cells_of_feedback": f"{_HERE}.pages.cells_of_feedback",
        "cells_of_formgrader": f"{_HERE}.pages.cells_of_formgrader",
        "folded": f"{_HERE}.pages.folded",
        "style_sheet": f"{_HERE}.pages.style_sheet",
    }
    # Pages are always those of the last grading; nbgrader would keep those of the first.
    config.GenerateFeedback.force = True
    config.GenerateFeedback.exporter_class = f"{_HERE}.page_exporter.PageExporter"
    config.GenerateFeedback.preprocessors = [f"{_HERE}.read_marks.ReadMarks"]
    config.ExchangeFactory.release_feedback = f"{_HERE}.releasing.ReleaseFeedback"
    config.ExchangeFactory.collect = f"{_HERE}.collecting.Collect"


@pass_context
def cells_of_feedback(context, notebook):
    """A Jinja filter: the cells of a notebook's feedback page, with each check its answer.

    Code that was given, and that nothing is shown of, is left out.
    """
    shown = []
    for cell in cells_of(notebook, context["resources"], below=2):
        if cell.is_empty or (cell.is_code and cell.is_given and not cell.outputs):
            continue
        if shown and cell.role == "check" and _answers(shown[-1], cell):
            cell.answer = shown.pop()
        shown.append(cell)
    return shown


def _answers(cell, check):
    """Whether a cell holds the code that a check right below it is for."""
    return cell.role == "answer" and check.name in (cell.name, cell.grade_id)


@pass_context
def cells_of_formgrader(context, notebook):
    """A Jinja filter: the cells of Formgrader's page of a notebook."""
    return [cell for cell in cells_of(notebook, context["resources"], below=1) if not cell.is_empty]


def folded(cells):
    """A Jinja filter: cells in groups, each (whether it may be folded away, its cells).

    What an assignment gave may be folded, but for the words right above a text, which say by what
    it is marked, and for what shows something.
    """
    groups = []
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        stands_above = after is not None and after.role in ("text", "task")
        fold = cell.is_given and not cell.outputs and not stands_above
        if not groups or groups[-1][0] != fold:
            groups.append((fold, []))
        groups[-1][1].append(cell)
    return groups


def style_sheet(name):
    """A Jinja filter: one of the style sheets beside the templates."""
    return Markup(resources.files(__package__).joinpath("templates", name).read_text("utf-8"))
