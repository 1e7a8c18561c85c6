"""The question bank in each format, read back as the platform reads it: nothing lost or garbled."""

import html
import io
import json
import re
import sqlite3
import sys
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import bs4
import pytest
from click.testing import CliRunner

from autograder.authoring.bank import qti
from autograder.authoring.bank.writing import FORMATS, chapters_of, write_bank
from autograder.authoring.mathml import mathml
from autograder.cli import main
from autograder.course import CourseError, all_lessons
from workbook.checkpoints import load_all

EVERYTHING = r"""
[[question]]
id = "x1-hard"
kind = "checkpoint"
items = ["A1", "B2"]
scenario = 'Signs ~ = # { } : \ % & < > " and ]]> and -> stand here. ::a:: {=b ~c #d} // e'
prompt = 'Which is $\nabla_{w} L = \{0\}$ for $a < b & c \\ d$, says `d = {"a": ~x # 1}`?'

[[question.option]]
text = '`y = {1: "~"}`'
right = false
why = 'It is *tempting*: $\frac{\partial L}{\partial w} \to 0$.'

[[question.option]]
text = '%50% of <b>this</b> = that'
right = true
why = '''
Look at the code:

```python
if a < b:
    c = {}

d = 1
```

and then at $$\sum_{i=1}^{n} x_i$$'''

[[question.option]]
text = 'Émilie, 李 雷, ∂L/∂u'
right = false
why = 'No -> that # is { not = it ~ at : all \'

[[question]]
id = "x2-plain"
kind = "predict"
prompt = '1. A list? - Or not.'

[[question.option]]
text = 'a) yes'
right = false
why = '... no'

[[question.option]]
text = '*b) no*'
right = true
why = 'yes'

[[question.option]]
text = '2'
right = false
why = '3'
"""


@pytest.fixture(scope="module")
def chapters(tmp_path_factory):
    """The course's own questions, and one lesson with everything that is awkward."""
    folder = tmp_path_factory.mktemp("questions")
    lessons = all_lessons()
    (folder / f"{lessons[0].folder}.toml").write_text(EVERYTHING, "utf-8")
    (hard,) = chapters_of(lessons[:1], folder)
    return [*chapters_of(lessons), replace(hard, folder="99-hard", title="99 Hard: 1/2 & more")]


def questions_of(chapters):
    return {question.id: question for chapter in chapters for question in chapter.questions}


@pytest.fixture(scope="module")
def written(chapters, tmp_path_factory):
    """A function: the path of the bank in a format."""
    folder, made = tmp_path_factory.mktemp("bank"), {}

    def write(to):
        if to not in made:
            made[to] = write_bank(chapters, to, folder / f"bank{FORMATS[to].ending}")
        return made[to]

    return write


# What each platform has, read back: {id: (asked, [(text, right, why)])} as HTML


def from_moodle(path):
    raw = path.read_bytes()
    assert raw.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>')
    found = {}
    for each in ElementTree.fromstring(raw):
        if each.get("type") == "category":
            assert each.findtext("category/text").startswith("$course$/top/Neural networks/")
            continue
        assert each.get("type") == "multichoice" and each.findtext("single") == "true"
        assert each.find("questiontext").get("format") == "html"
        assert each.findtext("name/text") == each.findtext("idnumber")
        answers = [
            (a.findtext("text"), float(a.get("fraction")), a.findtext("feedback/text"))
            for a in each.iter("answer")
        ]
        found[each.findtext("idnumber")] = each.findtext("questiontext/text"), answers
    return found


SIGNS = ("\\\\", "\\:", "\\#", "\\=", "\\{", "\\}", "\\~", "\\n")


def from_gift(path):
    """As Moodle's question/format/gift/format.php does it: escapes first, then signs."""

    def hidden(text):
        for number, sign in enumerate(SIGNS):
            text = text.replace(sign, f"&&{number:03};")
        return text

    def plain(text):
        for number, sign in enumerate(SIGNS):
            text = text.replace(f"&&{number:03};", "\n" if sign == "\\n" else sign[1])
        return text.strip()

    found = {}
    for block in re.split(r"\n[ \t]*\n", path.read_text("utf-8").strip()):
        lines = [line for line in block.splitlines() if not line.startswith("//")]
        if lines[0].startswith("$CATEGORY: "):
            assert len(lines) == 1
            continue
        (told,) = [line for line in block.splitlines() if line.startswith("//")]
        text = hidden("\n".join(lines))
        head, _, rest = text.partition("{")
        body, _, tail = rest.rpartition("}")
        assert not tail.strip() and "{" not in body and "}" not in body and "->" not in body
        name, asked = re.fullmatch(r"::(.+?)::\[html\](.*)", head, re.DOTALL).groups()
        assert f"[id:{name}]" in told
        answers = []
        for sign, answer in re.findall(r"([=~])([^=~]*)", body):
            option, _, why = answer.partition("#")
            assert "#" not in why and not option.lstrip().startswith("%")
            answers.append((plain(option), 100.0 * (sign == "="), plain(why)))
        found[plain(name)] = plain(asked), answers
    return found


def from_anki(path):
    with zipfile.ZipFile(path) as archive:
        path.with_suffix(".db").write_bytes(archive.read("collection.anki2"))
    book = sqlite3.connect(path.with_suffix(".db"))
    rows = book.execute("SELECT flds, tags FROM notes").fetchall()
    decks = [
        deck["name"]
        for deck in json.loads(book.execute("SELECT decks FROM col").fetchone()[0]).values()
    ]
    assert book.execute("SELECT count(*) FROM cards").fetchone()[0] == len(rows)
    assert "Neural networks::03 Activation functions" in decks
    book.close()
    found = {}
    for fields, tags in rows:
        front, back, name = fields.split("\x1f")
        assert tags.split()
        front, back = (bs4.BeautifulSoup(each, "html.parser") for each in (front, back))
        options = front.find_all("ol", attrs={"type": "A"})[-1]
        texts = [each.decode_contents() for each in options.find_all("li", recursive=False)]
        options.extract()
        shown = back.find("ol")
        again = shown.find_all("li", recursive=False)
        whys = [each.decode_contents() for each in shown.find_all("div", recursive=False)]
        assert [each.decode_contents() for each in again] == texts
        rights = [100.0 * (each["class"] == ["right"]) for each in again]
        assert back.p.get_text() == f"{'ABCDE'[rights.index(100.0)]} is right."
        found[name] = front.decode_contents(), list(zip(texts, rights, whys, strict=True))
    return found


def from_qti(path):
    """text2qti's zip: what the list names is there, and each item as Canvas reads it."""
    space = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
    found = {}
    with zipfile.ZipFile(path) as archive:
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        files = [each.get("href") for each in manifest.iter() if each.tag.endswith("}file")]
        assert set(files) == set(archive.namelist()) - {"imsmanifest.xml"}
        for name in files:
            if name.endswith("assessment_meta.xml"):
                continue
            for item in ElementTree.fromstring(archive.read(name)).iter(f"{space}item"):
                whys = {
                    each.get("ident"): each.find(f".//{space}mattext").text
                    for each in item.iter(f"{space}itemfeedback")
                }
                right = item.findtext(
                    f".//{space}respcondition[@continue='No']/{space}conditionvar/{space}varequal"
                )
                answers = []
                for label in item.iter(f"{space}response_label"):
                    ident = label.get("ident")
                    text = label.find(f".//{space}mattext").text
                    answers.append((text, 100.0 * (ident == right), whys[f"{ident}_fb"]))
                asked = item.find(f"{space}presentation/{space}material/{space}mattext").text
                found[item.get("title")] = asked, answers
    return found


READERS = {"moodle": from_moodle, "gift": from_gift, "qti": from_qti, "anki": from_anki}


def as_read(text):
    """What a person reads, without formulas and white space; `formulas` looks at those."""
    soup = bs4.BeautifulSoup(text, "html.parser")
    for image in soup.find_all("img"):
        image.replace_with("@")
    bare = re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "@", soup.get_text(), flags=re.DOTALL)
    return flat(bare)


SMART = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "--", "—": "---"})


def flat(text):
    """A text without white space, and with plain signs where text2qti writes a printer's."""
    return "".join(text.translate(SMART).split())


def meant(markdown):
    """The same of a question's Markdown, by another way than the bank's."""
    kept = []

    def keep(match):
        kept.append(match[1])
        return f"\x00{len(kept) - 1}\x00"

    text = re.sub(
        r"```\w*\n(.*?)```|(?s:`([^`]+)`)",
        lambda m: keep([None, m[1] or m[2]]),
        markdown,
        flags=re.DOTALL,
    )
    text = re.sub(r"\$\$.+?\$\$|\$[^$]+\$", "@", text, flags=re.DOTALL)
    text = re.sub(r"\*{1,2}([^*]+)\*{1,2}", r"\1", text)
    text = re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])], text)
    return flat(text)


def formulas(text):
    """The LaTeX that is in a text read back, as MathJax gets it or as Canvas's image says it."""
    soup = bs4.BeautifulSoup(text, "html.parser")
    images = [image["data-equation-content"] for image in soup.find_all("img")]
    for code in soup.find_all("code"):
        code.extract()
    inline = re.findall(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", soup.get_text(), flags=re.DOTALL)
    return [html.unescape(each) for each in images] + ["".join(pair) for pair in inline]


def formulas_meant(markdown):
    bare = re.sub(r"```.*?```|`[^`]*`", "", markdown, flags=re.DOTALL)
    return [a or b for a, b in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", bare, flags=re.DOTALL)]


@pytest.mark.parametrize("to", FORMATS)
def test_every_question_is_there_whole(chapters, written, to):
    found, wanted = READERS[to](written(to)), questions_of(chapters)
    assert found.keys() == wanted.keys() and len(found) > 200
    for name, question in wanted.items():
        asked, answers = found[name]
        both = question.scenario + "\n\n" + question.prompt
        assert len(answers) == len(question.options)
        assert [right for _, right, _ in answers] == [100.0 * o.right for o in question.options]
        texts = [text for text, _, _ in answers] + [why for _, _, why in answers] + [asked]
        sources = [o.text for o in question.options] + [o.why for o in question.options] + [both]
        for text, source in zip(texts, sources, strict=True):
            if name != "x2-plain":  # whose lines are lists to some
                assert as_read(text) == meant(source), f"{name} in {to}"
            assert formulas(text) == formulas_meant(source), f"{name} in {to}"
            assert "<b>" not in text and "<script" not in text


def test_every_formula_can_be_set(chapters):
    found = 0
    for question in questions_of(chapters[:-1]).values():
        for source in (
            question.scenario,
            question.prompt,
            *(t for o in question.options for t in (o.text, o.why)),
        ):
            for latex in formulas_meant(source):
                assert mathml(latex)
                found += 1
    assert found


def ids_of(to, path):
    """All names by which a platform knows what is in a file."""
    if to == "anki":
        with zipfile.ZipFile(path) as archive:
            path.with_suffix(".db").write_bytes(archive.read("collection.anki2"))
        book = sqlite3.connect(path.with_suffix(".db"))
        guids = {guid for (guid,) in book.execute("SELECT guid FROM notes")}
        models, decks = book.execute("SELECT models, decks FROM col").fetchone()
        book.close()
        return guids | json.loads(models).keys() | json.loads(decks).keys()
    if to == "qti":
        with zipfile.ZipFile(path) as archive:
            texts = [archive.read(name).decode() for name in sorted(archive.namelist())]
        return {
            ident
            for text in texts
            for ident in re.findall(r'\b(?:ident|identifier)="([^"]+)"', text)
        }
    return READERS[to](path).keys()


@pytest.mark.parametrize("to", FORMATS)
def test_ids_stay_when_words_change(tmp_path, to):
    (lesson,) = [each for each in all_lessons() if each.folder.startswith("03")]
    paths = []
    mended = EVERYTHING
    for old, new in (("tempting", "alluring"), ("Which is", "What is"), ("Émilie", "Emmy")):
        mended = mended.replace(old, new)
    for number, text in enumerate((EVERYTHING, mended)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"{lesson.folder}.toml").write_text(text, "utf-8")
        bank = folder / f"bank{FORMATS[to].ending}"
        paths.append(write_bank(chapters_of([lesson], folder), to, bank))
    assert paths[0].read_bytes() != paths[1].read_bytes()
    first, second = (ids_of(to, path) for path in paths)
    assert first == second and len(first) >= 2


def test_text2qti_s_own_words_are_in_order(chapters):
    """The indent of a further line is the marker's width, also behind the ninth question."""
    for chapter in chapters:
        for line in qti.source(chapter).splitlines():
            assert line == line.rstrip()
    with zipfile.ZipFile(io.BytesIO(qti.content(chapters[:1]))) as archive:
        assert archive.testzip() is None


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["questions", "3", "--to", "gift"])
    assert done.exit_code == 0 and done.output.startswith("questions-03-activations.gift.txt: ")
    assert len(from_gift(tmp_path / "questions-03-activations.gift.txt")) == len(
        load_all()["03-activations"]
    )
    done = CliRunner().invoke(main, ["questions", "--to", "moodle", "--out", "no/where.xml"])
    assert done.exit_code == 1 and len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize("to, package", [("qti", "text2qti"), ("anki", "genanki")])
def test_a_missing_package_is_one_line(chapters, tmp_path, monkeypatch, to, package):
    for name in [each for each in sys.modules if each.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"autograder.authoring.bank.{to}", raising=False)
    with pytest.raises(CourseError, match=rf"needs the package {package}.*\[banks\]"):
        write_bank(chapters, to, tmp_path / "bank")
