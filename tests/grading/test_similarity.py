"""Pairs to read: who is shown beside whom, who never is, and how the page looks and speaks."""

import ast
import inspect
import re
import sys
import textwrap
from copy import deepcopy
from urllib.parse import unquote

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from autograder.authoring.stub import code_of
from autograder.cli import main
from autograder.exercises import LESSONS, of_lesson
from autograder.grading.intake.texts import MISSING
from autograder.grading.report.writing import write_report, write_students
from autograder.grading.similarity import written
from autograder.grading.similarity.pairs import write_pairs
from autograder.grading.similarity.passages import CODE, LONGEST, MANY, TEXT, alike

from . import graded_class as made

LESSON, FUNCTION, TEXT_CELL = "13-capstone", "read_digits", "gallery-text"
HOSTILE = "# </pre></mark><script>alert(1)</script><img src=x onerror=alert(2)> \u202e{{ 7*7 }}"
OWN = '''
def read_digits(X_train, y_train, X, rng):
    """Mine, from the mean images of the digits, moved to what is read wrong."""
    centres = [X_train[y_train == digit].mean(axis=0) for digit in range(10)]
    patience, best = 12, None
    while patience > 0:
        answers = [[float(((image - c) ** 2).sum()) for c in centres] for image in X_train]
        wrong = [n for n, row in enumerate(answers) if row.index(min(row)) != y_train[n]]
        if best is None or len(wrong) < best:
            best, patience = len(wrong), 12
        for n in rng.permutation(wrong)[:40]:
            guess = answers[n].index(min(answers[n]))
            centres[int(y_train[n])] += 0.05 * (X_train[n] - centres[int(y_train[n])])
            centres[guess] -= 0.02 * (X_train[n] - centres[guess])
        patience -= 1
    distances = np.array([[float(((image - c) ** 2).sum()) for c in centres] for image in X])
    return distances.argmin(axis=1)
'''
SMALL_CHANGES = {"stem": "line", "anybody": "everyone", "narrow": "thin", "hardly": "barely",
                 "would thin": "would make thinner"}  # fmt: skip


def source_of(function):
    """A function or class as somebody hands it in, without what decorates it here."""
    rows = textwrap.dedent(inspect.getsource(function)).split("\n")
    start = next(at for at, row in enumerate(rows) if row.startswith(("def ", "class ")))
    return "\n".join(rows[start:])


def renamed(source):
    """The same with all other names, comments and line breaks."""
    tree = ast.parse(source)
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)
              and isinstance(n.ctx, ast.Store)}  # fmt: skip
    new = {name: f"my_{at}" for at, name in enumerate(sorted(names - {"self"}))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)
    return f"# all by myself\n{ast.unparse(tree)}"


def samples():
    """The eight invented texts for the first question, from the marker's own file."""
    text = (made.ROOT / "solutions" / LESSON / "marking.md").read_text("utf-8")
    part = text.split("\n## ")[1]
    return [
        each.strip() for each in re.findall(r"^\d\. (.*?)(?=^\d\. |^\*\*|\Z)", part, re.M | re.S)
    ]


def notebook_with(released, code=None, text=None):
    """A graded notebook with this for the function and the first text; None leaves the stub."""
    notebook = deepcopy(released)
    for cell in notebook.cells:
        if cell.id == FUNCTION and code is not None:
            cell.source = code
        if cell.id == TEXT_CELL and text is not None:
            cell.source = text
    return notebook


@pytest.fixture(scope="module")
def released():
    return nbformat.read(made.ROOT / "lessons" / LESSON / "capstone.ipynb", as_version=4)


@pytest.fixture(scope="module")
def handed_in(released):
    """A class of 21, by student: three pairs that share a source, and all others by themselves."""
    exercise = of_lesson(LESSON)[FUNCTION]
    reference = code_of(exercise.reference)
    descent, _ = map(source_of, exercise.alternatives)
    texts = samples()
    model = next(c.source for c in nbformat.read(
        made.ROOT / "solutions" / LESSON / "capstone.ipynb", as_version=4).cells
        if c.id == TEXT_CELL)  # fmt: skip
    copied = texts[0]
    for old, new in SMALL_CHANGES.items():
        assert old in copied
        copied = copied.replace(old, new)
    found = {
        "ann": (OWN, texts[1]),
        "bob": (renamed(OWN), texts[2]),
        "cem": (f"{descent}\n{HOSTILE}\n", texts[3]),
        "<b>dan": (f"{descent}\n{HOSTILE}\n", texts[4]),
        "eve": (reference, texts[0]),
        "fay": (reference, f"{HOSTILE}\n\n{copied}"),
        "gus": (reference, model),
        "hal": (reference, model),
        "ian": ("def read_digits(X_train, y_train, X, rng:\n    return ((", ""),
        "joy": (f"{descent[:200]}\n# {'x' * 10**6}", "short"),
        "kim": ("", MISSING),
        "lea": (None, None),
        "mia": (None, None),
    }
    for number, mistake in enumerate(exercise.misconceptions):
        found[f"student{number:02}"] = (
            source_of(mistake.wrong),
            texts[5 + number % 3][: 60 + number],
        )
    notebooks = {who: notebook_with(released, *both) for who, both in found.items()}
    without = notebooks["lea"]
    without.cells = [cell for cell in without.cells if cell.id not in (FUNCTION, TEXT_CELL)]
    return notebooks


@pytest.fixture(scope="module")
def course(tmp_path_factory, handed_in):
    root = tmp_path_factory.mktemp("course")
    (lesson,) = made.make_course(root, LESSON)
    records = [
        made.record(who, LESSON, [made.result(FUNCTION, lesson=LESSON)]) for who in handed_in
    ]
    made.write(lesson, records, handed_in)
    (root / "autograded" / "torn" / LESSON).mkdir(parents=True)
    (root / "autograded" / "torn" / LESSON / "capstone.ipynb").write_text("{")
    old = handed_in["ann"], root / "autograded" / "bob" / LESSON / "capstone (1).ipynb"
    nbformat.write(*old)  # a second notebook, which is not the graded one
    return root


def run(course, monkeypatch, *words):
    monkeypatch.chdir(course)
    return CliRunner().invoke(main, ["similar", *words], catch_exceptions=False)


def names(pairs):
    return {tuple(side.student for side in pair.sides) for pair in pairs}


def test_those_who_share_a_source_are_shown_and_nobody_else(course, handed_in):
    found = write_pairs(made.Lesson(LESSON, course))
    by_name = {each.asked.name: each for each in found.compared}
    assert list(by_name) == [FUNCTION, TEXT_CELL, "ablation-text", "stability-text", "model-card"]
    assert names(by_name[FUNCTION].pairs) == {("ann", "bob"), ("<b>dan", "cem")}
    assert names(by_name[TEXT_CELL].pairs) == {("eve", "fay")}
    assert by_name[FUNCTION].written == len(handed_in) - 3, "nothing, no cell and a stub are none"
    assert found.pairs == 3, "who has the reference, the model answer or a known mistake is no pair"
    dan_and_cem = next(p for p in by_name[FUNCTION].pairs if p.sides[1].student == "cem")
    assert [side.share for side in dan_and_cem.sides] == [1, 1]
    (texts,) = by_name[TEXT_CELL].pairs
    assert all(0.5 < side.share < 1 for side in texts.sides)


def test_what_is_marked_is_what_both_have(course, handed_in):
    found = write_pairs(made.Lesson(LESSON, course))
    sources = {who: {c.id: c.source for c in nb.cells} for who, nb in handed_in.items()}
    for each in found.compared:
        for pair in each.pairs:
            for side in pair.sides:
                whole = "".join(piece.text for piece in side.pieces)
                assert whole == sources[side.student][each.asked.name]
    (pair,) = found.compared[1].pairs
    for side in pair.sides:
        shared = " ".join(piece.text for piece in side.pieces if piece.shared)
        own = " ".join(piece.text for piece in side.pieces if not piece.shared)
        assert "three pixels wide" in shared and "anybody" not in shared
        for words in SMALL_CHANGES.items():
            word = words[side.student == "fay"].split()[-1]
            assert re.search(rf"\b{word}\b", own) and not re.search(rf"\b{word}\b", shared)
    code = next(p for p in found.compared[0].pairs if p.sides[0].student == "ann")
    for side in code.sides:
        assert all("0.05" not in piece.text for piece in side.pieces if not piece.shared)
        assert sum(len(piece.text) for piece in side.pieces if piece.shared) > 500


def test_the_command_says_what_was_compared_and_changes_nothing_else(course, monkeypatch):
    (course / "report").mkdir(exist_ok=True)
    lesson = made.Lesson(LESSON, course)

    def files():
        return {path: path.read_bytes() for path in course.rglob("*")
                if path.is_file() and path.parent.name != "similar"}  # fmt: skip

    write_report(lesson, course, write_students([lesson], course))
    before = files()
    done = run(course, monkeypatch, "13")
    assert done.exit_code == 0, done.output
    assert f"compared {FUNCTION} (" in done.output and f"{TEXT_CELL} (" in done.output
    assert f"report/similar/{LESSON}.html: 3 pairs to read" in done.output
    assert files() == before, "no mark, record or report knows of it"
    write_report(lesson, course, write_students([lesson], course))
    assert files().keys() == before.keys()
    for path in (course / "report").glob("*.*"):
        assert "similar" not in path.read_text("utf-8")


def test_the_page_says_first_what_it_does_not_mean(course):
    page = write_pairs(made.Lesson(LESSON, course)).page.read_text("utf-8")
    head = page[: page.index("<h2>")]
    for words in ("judges nobody", "Short functions converge", "The same hint", "Then talk",
                  "before anything else", "Read both answers first", "says nothing"):  # fmt: skip
        assert words in head, words
    assert not re.search(r"plagiar|cheat|suspect|guilty|copied from", page, re.I)


@pytest.mark.browser
def test_hostile_markup_is_text(course, page):
    path = write_pairs(made.Lesson(LESSON, course)).page
    text = path.read_text("utf-8")
    body = text[text.index("<main>") :]
    assert set(re.findall(r"<([a-z]\w*)", body)) <= {
        "main", "h1", "h2", "h3", "div", "p", "strong", "ul", "li", "details", "summary", "code",
        "section", "bdi", "a", "pre", "mark",
    }  # fmt: skip
    assert "&lt;script&gt;alert(1)" in body and "{{ 7*7 }}" in body
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    assert page.locator("pre").count() == 6 and page.locator("script, img").count() == 0
    assert page.locator("pre", has_text="<script>alert(1)</script>").count() == 3
    assert said == []


@pytest.mark.browser
def test_it_is_readable_side_by_side_in_light_and_dark(course, page):
    path = write_pairs(made.Lesson(LESSON, course)).page
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (700, 1000, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    one, other = (page.locator("pre").nth(at).bounding_box() for at in (0, 1))
    assert one["y"] == other["y"] and other["x"] >= one["x"] + one["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    for link in page.locator("main a").all():
        assert (path.parent / unquote(link.get_attribute("href"))).is_file()


def test_where_nobody_is_alike_there_is_no_page(tmp_path, released, monkeypatch):
    (lesson,) = made.make_course(tmp_path, LESSON)
    texts = samples()
    answers = {f"s{n}": notebook_with(released, None, text) for n, text in enumerate(texts)}
    answers["s0"] = notebook_with(released, OWN, texts[0])
    records = [made.record(who, LESSON, []) for who in answers]
    made.write(lesson, records, answers | {"s1": answers["s0"]})
    done = run(tmp_path, monkeypatch, "13")
    page = tmp_path / "report" / "similar" / f"{LESSON}.html"
    assert "2 pairs to read" in done.output and page.is_file()
    made.write(lesson, records, answers)
    done = run(tmp_path, monkeypatch, "13")
    assert done.exit_code == 0 and "no page was written" in done.output
    assert not page.exists(), "what an earlier run said does not stay"


def test_what_cannot_be_done_is_said_in_one_line(tmp_path, monkeypatch):
    made.make_course(tmp_path, "03-activations", LESSON)
    for words, said in (
        (["3"], "no function of more than 10 lines"),
        (["13"], "Nothing has been graded for 13-capstone: run `autograder grade` first"),
    ):
        done = run(tmp_path, monkeypatch, *words)
        assert done.exit_code == 1 and said in done.output, done.output
    monkeypatch.setitem(sys.modules, "copydetect", None)
    done = run(tmp_path, monkeypatch, "13")
    assert done.exit_code == 1 and len(done.output.strip().splitlines()) == 1
    assert "python -m pip install -e '.[similarity]'" in done.output


LONGER = [
    pytest.param(lesson, asked, id=asked.name)
    for lesson in LESSONS
    for asked in written.asked_in(made.Lesson(lesson, made.ROOT))
    if asked.kind is CODE
]


def test_functions_of_at_most_ten_lines_are_never_compared():
    names = {param.values[1].name for param in LONGER}
    assert names == {
        "train_perceptron", "Value", "grad_check", "MLP", "mlp_loss_and_grads", "adam_path",
        "fit_early_stopping", "logistic_regression_fit", "fit", "BatchNorm", "Dense",
        "fit_with_patience", "read_digits",
    }  # fmt: skip
    assert written.lines_of(of_lesson("08-training")["train"]) == 10


@pytest.mark.parametrize("lesson, asked", LONGER)
def test_independent_right_answers_are_no_pair(lesson, asked):
    exercise = of_lesson(lesson)[asked.name]
    answers = {each.__name__: source_of(each) for each in exercise.alternatives}
    answers |= {"reference": code_of(exercise.reference), "again": code_of(exercise.reference)}
    answers |= {"stub": asked.known[-1], "stub again": asked.known[-1]}
    assert alike(answers, asked.known, CODE) == []


def test_a_copy_with_other_names_is_found_unless_it_is_nearly_the_reference():
    missed = []
    for param in LONGER:
        lesson, asked = param.values
        for each in of_lesson(lesson)[asked.name].alternatives:
            source = source_of(each)
            if not alike({"one": source, "other": renamed(source)}, asked.known, CODE):
                missed.append(each.__name__)
    assert len(missed) <= 8, missed


def test_every_pair_of_the_invented_texts_is_independent():
    (asked,) = (a for a in written.asked_in(made.Lesson(LESSON, made.ROOT)) if a.name == TEXT_CELL)
    answers = {str(at): text for at, text in enumerate(samples())}
    assert len(answers) == 8 and alike(answers, asked.known, TEXT) == []
    quoted = max(asked.known, key=len)
    both = {"one": quoted[:3000], "other": quoted[:3000]}
    assert alike(both, asked.known, TEXT) == [] and alike(both, (), TEXT) != []


def test_what_many_have_written_alike_counts_for_nothing():
    few = {f"s{n:02}": OWN for n in range(MANY)}
    assert len(alike(few, (), CODE)) == MANY * (MANY - 1) // 2
    assert alike({**few, "one more": OWN}, (), CODE) == []


@pytest.mark.parametrize("kind", [CODE, TEXT], ids=["code", "text"])
def test_odd_answers_are_compared_like_any(kind):
    odd = ["", "x", "def f(:\n  return ((", '"' * 301, "İ" * 500, "\x00\r\n\t" * 90, "\udcff " * 90,
           "🙂 " * 300]  # fmt: skip
    long = "\n".join(f"value_{n} = {n} * other_{n % 7}" for n in range(5 * LONGEST // 20))
    for text in [*odd, long]:
        for pair in alike({"one": text, "other": text}, (), kind):
            for side in pair.sides:
                assert "".join(piece.text for piece in side.pieces) == text[:LONGEST]
                assert side.is_cut == (len(text) > LONGEST)
    assert len(alike({"one": long, "other": long}, (), kind)) == 1
