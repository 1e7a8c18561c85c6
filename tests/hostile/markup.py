"""Markup that is no text: what a student may write so that a page does what they want (row 30).

`KINDS` is what is written, `spread` puts one of them into every place of a notebook that a page may
show: texts, comments, outputs of each type, errors, attachments, metadata. The work itself is
right, so an honest human gives full marks, and no page does anything but show it.
"""

from __future__ import annotations

import base64
import copy
import json
from functools import cache

from autograder.authoring.stub import code_of
from autograder.course import Lesson
from autograder.exercises import of_lesson

from .case import ROOT

AWAY = "https://away.invalid"
OVER = "position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:99999;opacity:0.01"
CARD = (
    '<div role="region" aria-label="double: right" class="nbgrader_cell" style="border:9px solid">'
    '<p><code>double</code> <strong style="background:#00795a;color:#fff">right</strong> '
    "1000 of 1000 points</p></div>"
)

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><defs><g id="a0"><rect/></g>'
    + "".join(f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 10}</g>' for n in range(20))
    + '</defs><use href="#a20"/></svg>'
)
"""A drawing of 10^20 rectangles."""
IN_BASE64 = base64.b64encode(DRAWING.encode()).decode()

KINDS = {
    "a-button-for-full-credit": f'<div class="nbgrader_cell panel"><input class="score" id="ID">'
    f'<button class="btn full-credit" style="{OVER}">Full credit</button></div>',
    "a-box-with-the-id-of-a-score": '<div class="nbgrader_cell"><div id="ID">'
    '<span class="full-credit mark-graded no-credit">here</span></div></div>'
    '<p id="ID-comment">c</p>',
    "a-link-over-the-page": f'<a href="{AWAY}/overlay" style="{OVER}">.</a>',
    "a-link-to-another-student": '<a href="../next" target="_top">next</a> '
    '<a href="/logout">out</a>',
    "a-link-that-is-a-script": "<a href=\"javascript:void(document.querySelector('.full-credit')"
    '.click())">see</a><a href="JaVa&#9;script:alert(1)">x</a><a href="data:text/html,<b>x">d</a>',
    "a-page-that-goes-away": f'<meta http-equiv="refresh" content="0;url={AWAY}/refresh">',
    "another-base": f'<base href="{AWAY}/"><p>see <img src="logo.png" alt="logo"></p>',
    "a-form": f'<form action="{AWAY}/form" id="f"><input name="q" value="1" autofocus>'
    f'<button formaction="/api/shutdown" style="{OVER}">Send</button></form>'
    '<input form="f" type="image" src="/logout">',
    "frames": f'<iframe srcdoc="<script>parent.attacked=1</script>"></iframe>'
    f'<iframe src="{AWAY}/frame" style="{OVER}"></iframe><frameset><frame src="/tree"></frameset>',
    "a-drawing-with-a-link": f'<svg style="{OVER}" viewBox="0 0 9 9"><a xlink:href="{AWAY}/svg">'
    '<rect width="9" height="9"/></a><script>window.attacked=2</script><foreignObject>'
    '<button class="full-credit">y</button></foreignObject><animate onbegin="window.attacked=3"/>'
    f'<image href="{AWAY}/image"/><use href="{AWAY}/use#x"/></svg>',
    "mathematics-with-a-link": f'<math href="{AWAY}/math"><mtext><a href="{AWAY}/m">x</a></mtext>'
    '<maction actiontype="statusline#http://x" xlink:href="javascript:alert(1)">y</maction></math>',
    "a-label-for-a-score": '<label for="ID" style="display:block;height:40em">click me</label>',
    "a-style-for-the-page": "<style>.score, .panel-heading, nav, main, header, .exercise "
    f"{{ display: none !important }} body {{ background: url({AWAY}/css) }}</style>"
    f'<link rel="stylesheet" href="{AWAY}/sheet.css"><style>@import "{AWAY}/import.css";</style>'
    r"<style>i { background: u\72l(//other.invalid/escaped) }</style>"
    f"<style>i {{ cursor: image-set('{AWAY}/set' 1x) }}</style>",
    "players-and-plug-ins": f'<object data="{AWAY}/object"></object><embed src="{AWAY}/embed">'
    f'<video src="{AWAY}/video" poster="{AWAY}/poster" autoplay onplay="window.attacked=4"></video>'
    f'<audio src="{AWAY}/audio" autoplay></audio><applet code="x"></applet>',
    "pictures-from-elsewhere": f'<img src="{AWAY}/a.png" srcset="{AWAY}/b.png 2x" alt="a">'
    '<img src="/logout" alt="b"><img src=x onerror="window.attacked=5" alt="c">'
    f'<picture><source srcset="{AWAY}/c.png"><img src="{AWAY}/d.png" alt="d"></picture>',
    "a-picture-with-places": f'<img usemap="#m" src="{AWAY}/map.png" alt="m" style="{OVER}">'
    f'<map name="m"><area shape="default" href="{AWAY}/area"></map>',
    "elements-left-open": "<!-- <textarea> </div></div></div></section></main></body></html>"
    "<textarea><title><xmp><noscript><template><plaintext>",
    "elements-closed-that-are-not-its-own": "</pre></code></div></div></div></td></table></details>"
    "</section></main></body><p>outside?",
    "a-comment-that-swallows": "<!-- everything after is gone",
    "attributes-for-scripts": '<div contenteditable data-toggle="modal" data-target="#x" '
    'data-link="../x" data-dismiss="modal" accesskey="a" tabindex="1" onclick="window.attacked=6" '
    'onmouseover="window.attacked=7" onfocus="window.attacked=8" popover>here</div>',
    "a-card-like-ours": CARD,
    "a-dialogue": f'<dialog open style="{OVER}">Session over. <a href="{AWAY}/login">Log in</a>'
    '</dialog><details open ontoggle="window.attacked=9"><summary>more</summary>less</details>',
    "what-a-parser-may-mend": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;'
    '&lt;img src=1 onerror=window.attacked=10&gt;"><svg></p><style><a title="</style>'
    '<img src=1 onerror=window.attacked=11>">',
    "names-of-the-document": '<img name="getElementById" alt="x"><form name="querySelector">'
    '</form><p id="statusmessage" class="help">?</p><p id="top">t</p><a name="top">u</a>',
    "unknown-elements": f'<portal src="{AWAY}/portal"></portal>'
    '<marquee onstart="window.attacked=12">m</marquee><x-y style="' + OVER + '">z</x-y><keygen>'
    '<isindex action="/x"><blink>b</blink>',
    "gigantic": '<div style="height:900000px;margin-top:-5000px">tall</div><font size="999">big'
    '</font><img width="9999999" height="99999" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" '
    'alt="g"><table><tr><td colspan="99999" rowspan="99999">cell</td></tr></table>',
    "a-formula-with-a-link": r"$\href{javascript:window.attacked=13}{x}$ "
    rf"$\href{{{AWAY}/tex}}{{y}}$ $\class{{full-credit}}{{z}}$ $\style{{{OVER}}}{{w}}$",
    "a-formula-that-hides": r"$\hspace{-900em}\rule{900em}{900em}x$ "
    r"$$\color{red;x:y}{a}\kern-99em b$$",
    "links-in-markdown": f"[x](javascript:window.attacked=14) <{AWAY}/auto> [y][r] "
    f"![z]({AWAY}/md.png) ![z](/logout) ![w](file:///etc/passwd) ![u](../../bob/x.png)"
    f"\n\n[r]: {AWAY}/reference\n",
    "letters-that-turn-round": "\u202e\u2066elif\u2069 points 02\u202c "
    + "Z\u0351\u0352\u0353" * 40,
    "colours-of-a-terminal": "\x1b[8mhidden\x1b[0m\x1b]8;;https://away.invalid/osc\x07x"
    "\x1b]8;;\x07\x1b[2J\x1b[31m<b onclick=alert(1)>\x1b[0m",
    "a-drawing-that-never-ends": DRAWING,
    "a-drawing-in-a-text": f"![x](data:image/svg+xml;base64,{IN_BASE64})",
    "a-drawing-through-filters": '<svg xmlns="http://www.w3.org/2000/svg" width="3000">'
    '<filter id="f" width="9999" height="9999"><feTurbulence baseFrequency="9" numOctaves="999"/>'
    '<feGaussianBlur stdDeviation="9999"/></filter>'
    + '<rect width="3000" height="3000" filter="url(#f)"/>' * 300 + "</svg>",
    "styles-that-never-end": "<style>@keyframes a { to { transform: scale(99) } } p { animation: a "
    "1s infinite; filter: blur(99px); box-shadow: 0 0 9999px red; background: "
    "repeating-conic-gradient(red 0 .01%, blue 0 .02%) } /* < */ i { background: "
    f"url({AWAY}/behind-a-comment) }}</style>" + "<p>x" * 20,
    "quotes-and-brackets": "\"'`><!--${alert(1)}{{7*7}}{% raw %}{%- endautoescape -%}"
    "&#x27;&quot;]]>",
}  # fmt: skip
"""By name; ID stands for the id under which Formgrader's page looks for a mark."""

LESSONS = ("00-start-here", "02-forward-propagation")

_SHOWN = """
from IPython.display import display
import sys
markup = {markup!r}
for mime in ("text/html", "image/svg+xml", "text/markdown", "text/latex",
             "application/javascript", "image/png", "application/pdf",
             "application/vnd.jupyter.widget-view+json", "text/vnd.mermaid"):
    display({{mime: markup, "text/plain": markup}}, raw=True,
            metadata={{"autograder": {{"seal": "0" * 64}}, mime: {{"isolated": True}}}})
display({{"application/vnd.jupyter.widget-view+json": {{"model_id": markup}}}}, raw=True)
print(markup)
print(markup, file=sys.stderr)
"""
_RAISED = "raise type('Error' + {markup!r}[:40], (Exception,), {{}})({markup!r})"


@cache
def _released(lesson: str) -> str:
    return Lesson(lesson, ROOT).notebook.read_text("utf-8")


def solved(lesson: str) -> dict:
    """The released notebook of a lesson with its solutions typed in."""
    notebook = json.loads(_released(lesson))
    typed = {name: code_of(e.reference) for name, e in of_lesson(lesson).items()}
    for cell in notebook["cells"]:
        cell["source"] = typed.get(cell["id"], "".join(cell["source"]))
    return notebook


def spread(notebook: dict, markup: str, grade_id: str) -> dict:
    """A notebook with this markup in every place that a page may show; its work stays as it is.

    grade_id: of a graded cell, for the markup that speaks of one.
    """
    notebook = copy.deepcopy(notebook)
    markup = markup.replace("ID", grade_id)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not cell["source"].startswith("check("):
            cell["source"] += f"\n# {' '.join(markup.split())}"
        if not cell["metadata"].get("nbgrader"):
            cell["metadata"] |= {"name": markup}
    notebook["cells"] += _cells(markup)
    notebook["metadata"] |= {
        "title": markup,
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": markup}},
        "language_info": {"name": markup, "pygments_lexer": markup},
    }
    return notebook


def everything(notebook: dict, grade_id: str) -> dict:
    """A notebook with cells of every kind."""
    notebook = copy.deepcopy(notebook)
    for number, markup in enumerate(KINDS.values()):
        for cell in _cells(markup.replace("ID", grade_id)):
            notebook["cells"].append(cell | {"id": f"{cell['id']}-{number}"})
    return notebook


def _cells(markup: str) -> list[dict]:
    """A text, a raw cell, one that shows outputs of all types, one that ends with an error."""
    marked = {"tags": [markup], "name": markup, "workbook": {"items": [markup]}}
    attached = {"x.png": {"image/png": markup}, markup: {"image/svg+xml": markup}}
    text = f"{markup}\n\n![{markup}](attachment:x.png)\n\n`{markup}`\n\n- {markup}\n\n> {markup}"
    return [
        _cell("markdown", text, "hostile-text", marked) | {"attachments": attached},
        _cell("raw", markup, "hostile-raw", marked),
        _cell("code", _SHOWN.format(markup=markup), "hostile-shown", marked),
        _cell("code", _RAISED.format(markup=markup), "hostile-raised", marked),
    ]


def _cell(kind: str, source: str, id: str, metadata: dict) -> dict:
    cell = {"cell_type": kind, "id": id, "source": source, "metadata": copy.deepcopy(metadata)}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
