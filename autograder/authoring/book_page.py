"""One lesson as a page of the book: its text, its figures, living explorables and questions.

The solved notebook is run, for that is where figures come from; what it solves is never shown. An
exercise stands there with its statement, the stub that a learner gets, its hints one behind the
other, and a link to its cell in JupyterLab. What decides a question is folded until it is answered.
"""

import ast
import html
import re
from dataclasses import dataclass

import bs4
import nbformat

from workbook.checkpoints import find

from ..exercises import of_lesson
from .cell_html import code_html, outputs_html, text_html
from .held import SUMMARY
from .live import Live
from .stub import BEGIN, END

STUB = "# YOUR CODE HERE\n{indent}raise NotImplementedError()"
_SOLUTION = re.compile(rf"^( *){BEGIN}\n.*?{END}$", re.MULTILINE | re.DOTALL)
_FOLDED = re.compile(r"<details><summary>.*?</summary>\n\n(.*)\n\n</details>", re.DOTALL)
_NOTEBOOK_LINK = re.compile(r"(?:\.\./)*(?:lessons/)?(\d\d-[\w-]+)/[\w-]+\.ipynb(#.*)?")


@dataclass(frozen=True)
class Chapter:
    """A lesson's page: its parts, for the template.

    title: the lesson's. sections: pairs (anchor, heading). found: what the search knows, triples
    (anchor, heading, text). questions: how many it asks. html: all that stands there. live: its
    `Live`.
    """

    lesson: object
    title: str
    sections: list
    found: list
    questions: int
    html: str
    live: Live


def to_run(solved):
    """What is run for a page: the solved notebook without its checks.

    A *break it* exercise is broken until its section ends, so that its symptom is seen.
    """
    copy = solved.copy()
    copy.cells, mended = [], None
    for cell in solved.cells:
        if mended and re.match(r"## ", cell.source):
            copy.cells.append(_unseen(mended))
            mended = None
        cell = cell.copy()
        if _grade(cell) and cell.cell_type == "code":
            cell.source = ""
        copy.cells.append(cell)
        if "starter" in cell.metadata:
            copy.cells.append(_unseen(cell.metadata["starter"]))
            mended = cell.source
    return copy


def chapter(lesson, title, run):
    """The `Chapter` of a lesson. run: its executed notebook. PageError as from `cell_html`."""
    live = Live(run, f"nnw/{lesson.folder}")
    parts, held = [], None
    for cell, question in _with_what_holds(run.cells):
        if question != held:
            parts += ["</details>"] * bool(held)
            if question:
                parts.append(
                    f'<details class="held" data-held="{question}"><summary>{SUMMARY}</summary>'
                )
            held = question
        parts.append(f'<div class="cell" id="cell-{cell.id}">{_cell(lesson, cell, live)}</div>')
    parts += ["</details>"] * bool(held)
    page = bs4.BeautifulSoup("\n".join(parts), "html.parser")
    _tell_ids_apart(page)
    _lead_to_pages(page)
    sections = [
        (head["id"], head.get_text())
        for head in page.find_all("h2")
        if not head.find_parent(class_="live")
    ]
    asked = len(page.find_all(class_="live", attrs={"data-kind": "question"}))
    found = _found(page)
    _name_heads_of_tables(page)
    return Chapter(lesson, title, sections, found, asked, str(page), live)


def _with_what_holds(cells):
    """Pairs of a cell that is seen and the question that holds it back, or None.

    In a notebook nothing is shown by code that was not run yet. On a page all has been run: what
    code shows is held by the prediction before it, until a heading, an exercise or a question.
    """
    predicted = None
    for cell in cells:
        if cell.metadata.get("unseen"):
            continue
        own = _own(cell)
        if "question" in own:
            asked = own["question"]
            predicted = asked if find(asked).kind == "predict" else None
            yield cell, None
            continue
        if cell.source.startswith("## ") or "exercise" in own or "nbgrader" in cell.metadata:
            predicted = None
        shown_by_code = predicted if cell.cell_type == "code" else None
        yield cell, own.get("held") or shown_by_code


# -- cells ----------------------------------------------------------------------------------------


def _cell(lesson, cell, live):
    if cell.cell_type == "markdown":
        if _grade(cell):
            return _in_lab(lesson, cell, "Write your text in JupyterLab")
        cell.source = _FOLDED.sub(r"\1", cell.source) if _held(cell) else cell.source
        return f'<div class="text">{text_html(cell)}</div>'
    if "solution" in cell.metadata.get("nbgrader", {}) and cell.metadata["nbgrader"]["solution"]:
        return code_html(_stub(cell))
    if _grade(cell):
        return _hints(lesson, cell) + _in_lab(lesson, cell, "Write it in JupyterLab")
    if re.search(r"\bprogress\(", cell.source):
        return f"{code_html(cell.source)}<p class='aside'>JupyterLab shows what you have done.</p>"
    shown = outputs_html(cell, live)
    if "hide-input" in cell.metadata.get("tags", ()) or "question" in _own(cell):
        return shown
    if _only_imports(cell.source):
        return f'<details class="setup"><summary>Set-up</summary>{code_html(cell.source)}</details>'
    return code_html(cell.source) + shown + _whose_functions(lesson, cell, live)


def _own(cell):
    return cell.metadata.get("workbook", {})


def _held(cell):
    return "held" in _own(cell)


def _grade(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def _unseen(source):
    return nbformat.v4.new_code_cell(source, metadata={"unseen": True})


def _stub(cell):
    """The code that a learner gets."""
    if "starter" in cell.metadata:
        return cell.metadata["starter"]
    return _SOLUTION.sub(lambda found: found[1] + STUB.format(indent=found[1]), cell.source)


def _hints(lesson, cell):
    """An exercise's hints, each folded behind the one before."""
    name = cell.metadata["nbgrader"]["grade_id"].removeprefix("check-")
    shown = ""
    hints = of_lesson(lesson.folder)[name].hints
    for number, hint in reversed(list(enumerate(hints, start=1))):
        text = text_html(nbformat.v4.new_markdown_cell(hint))
        shown = f"<details><summary>Hint {number}</summary>{text}{shown}</details>"
    return f'<div class="hints">{shown}</div>'


def _in_lab(lesson, cell, words):
    """A link to a cell of the learner's notebook, where a JupyterLab runs."""
    name = cell.metadata["nbgrader"]["grade_id"].removeprefix("check-")
    path = lesson.notebook.relative_to(lesson.root).as_posix()
    return (
        f'<p class="in-lab"><a data-lab="{path}#cell-id={name}" '
        f'href="http://localhost:8888/lab/tree/{path}#cell-id={name}">{words}'
        f'<span class="heard">: {html.escape(name)}</span></a></p>'
    )


def _only_imports(source):
    body = ast.parse(re.sub(r"^[%!].*", "", source, flags=re.MULTILINE)).body
    return bool(body) and all(isinstance(line, ast.Import | ast.ImportFrom) for line in body)


def _whose_functions(lesson, cell, live):
    """A line below an explorable that shows the learner's functions: here it shows the course's."""
    if not live.lives_in(cell):
        return ""
    names = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
    if not names & set(of_lesson(lesson.folder)):
        return ""
    return '<p class="aside">In JupyterLab this takes what you wrote; here, our own.</p>'


# -- the whole page -------------------------------------------------------------------------------


def _tell_ids_apart(page):
    """No id twice, and an id for every heading: two sections may bear one name."""
    for head in page.find_all(["h1", "h2", "h3", "h4"]):
        if not head.get("id"):
            head["id"] = re.sub(r"\W+", "-", head.get_text()).strip("-")
    seen = {}
    for tag in page.find_all(id=True):
        seen[tag["id"]] = seen.get(tag["id"], 0) + 1
        if seen[tag["id"]] > 1:
            tag["id"] = f"{tag['id']}-{seen[tag['id']]}"


def _lead_to_pages(page):
    """Links to lessons' notebooks lead to their pages."""
    for link in page.find_all("a", href=True):
        found = _NOTEBOOK_LINK.fullmatch(link["href"])
        if found:
            link["href"] = f"{found[1]}.html"


def _name_heads_of_tables(page):
    """Every head of a table has words: a formula alone is none to some screen readers."""
    for head in page.find_all("th"):
        words = " ".join(head.get_text().split())
        if not words:
            head.name = "td"  # the corner of a table heads nothing
        elif head.find("math") and not "".join(head.find_all(string=True, recursive=False)).strip():
            heard = page.new_tag("span", attrs={"class": "heard"})
            heard.string = words
            head.insert(0, heard)
            for formula in head.find_all("math"):
                formula["aria-hidden"] = "true"


def _found(page):
    """What the search knows: each section's words, without what answers a question."""
    found = [["", "", ""]]
    for tag in page.find_all(["h1", "h2", "h3", "p", "li", "td", "th"]):
        apart = ["held", "live", "hints", "in-lab"]
        if tag.find_parent(class_=apart) or set(apart) & set(tag.get("class", ())):
            continue
        text = " ".join(tag.get_text(" ").split())
        if tag.name in ("h1", "h2", "h3"):
            found.append([tag.get("id", ""), text, ""])
        elif not tag.find_parent(["p", "li", "td", "th"]):
            found[-1][2] += f" {text}"
    return [entry for entry in found if entry[1]]
