"""A class of sixty from Moodle and from Canvas: in by one command, out by another, disorder named.

It is graded once. Both platforms' work is that of the same students, by the course's roster.
"""

import csv
import io
import re
import zipfile

import pytest

from autograder.cli import NOT_EVERYTHING
from autograder.lms import feedback_zip
from autograder.lms.way_back import known_to

from .conftest import LESSON, autograder, make_course
from .platform_files import canvas_gradebook, moodle_worksheet, students, write_zip

NOTEBOOK = "start-here.ipynb"
CLASS = students(60)
WRONG, RIGHT = "def double(x):\n    return x", "def double(x):\n    return 2 * x"
LOST, BLANK_ONE, TORN, ELSEWHERE, LATE, TWICE, RENAMED, LOCKED, TEXT, STRANGER = CLASS[:10]
TITLE = "Start here (90210)"
EARLY = (2026, 10, 1, 9, 0, 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = make_course(tmp_path_factory.mktemp("sixty"))
        patch.chdir(folder)
        yield folder


def works(notebook):
    """What each of the class handed in: {student: {file name: (content, time)}}.

    LOST handed in nothing; STRANGER is not on the roster.
    """
    now = (2026, 10, 2, 9, 0, 0)
    handed = {
        who: {NOTEBOOK: (notebook(WRONG if who.number % 5 == 4 else RIGHT), now)} for who in CLASS
    }
    del handed[LOST]
    handed[BLANK_ONE] = {"work.pdf": (b"%PDF", now)}
    handed[TORN] = {NOTEBOOK: (notebook()[:300], now)}
    handed[TWICE] = {
        "start-here (1).ipynb": (notebook(RIGHT), now),
        NOTEBOOK: (notebook(WRONG), EARLY),
    }
    handed[RENAMED] = {"My homework.ipynb.txt": (notebook(RIGHT), now)}
    return handed


def moodle_zip(path, notebook):
    files = {}
    for who, given in works(notebook).items():
        place = f"{who.moodle_prefix()}_assignsubmission_file/"
        files |= {f"{place}{name}": content for name, content in given.items()}
    files[f"{TEXT.moodle_prefix()}_assignsubmission_onlinetext/onlinetext.html"] = "see the file"
    files["../../outside.ipynb"] = notebook()
    files["readme.txt"] = "not Moodle's"
    return write_zip(path, files)


def canvas_zip(path, notebook):
    files, number = {}, 70_000
    for who, given in works(notebook).items():
        for name, content in sorted(given.items(), key=lambda each: each[1][1]):
            number += 1
            name = name.replace(" (1)", "-1")
            files[f"{who.canvas_prefix(late=who is LATE)}_{number}_{name}"] = content
    files[f"{TEXT.canvas_prefix()}_text.html"] = "see the file"
    files["../../outside.ipynb"] = notebook()
    files["readme.txt"] = "not Canvas's"
    return write_zip(path, files)


@pytest.fixture(scope="module")
def roster(folder):
    rows = [["id", "name", "email", "lms_user_id"]]
    rows += [[w.sis, w.full, w.email, w.canvas] for w in CLASS if w is not STRANGER]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    (folder / "students.csv").write_text(stream.getvalue(), "utf-8")


@pytest.fixture(scope="module")
def graded(folder, roster, tmp_path_factory, notebook):
    """What `collect` said of each platform, the class graded in between."""
    zips = tmp_path_factory.mktemp("zips")
    said = {"Moodle": autograder("collect", moodle_zip(zips / "m.zip", notebook), "0")}
    said["grade"] = autograder("grade", "0", "--jobs", "2")
    said["Canvas"] = autograder("collect", canvas_zip(zips / "c.zip", notebook), "0")
    return said


MARKED = [w for w in CLASS if w not in (LOST, BLANK_ONE, TORN, STRANGER)]
MARK = {w: 0.0 if w.number % 5 == 4 and w not in (TWICE, RENAMED) else 1.0 for w in MARKED}
DISORDER = {
    "nothing was handed in": rf"not in the zip \(1\):\n  {LOST.sis}\n",
    "no notebook": rf"{BLANK_ONE.sis} .*no notebook: .*work\.pdf",
    "two notebooks": rf"{TWICE.sis} .*2 notebooks: start-here.*is the newest and counts",
    "another name": rf"{RENAMED.sis} .*the notebook is called My homework.ipynb.txt",
    "a text beside it": rf"{TEXT.sis} .*a text was entered, too",
    "a stranger": rf"({STRANGER.full} {STRANGER.participant}|{STRANGER.canvas}): not on the roster",
    "leads out": r"outside\.ipynb: its name leads out of the archive",
    "not the platform's": r"readme\.txt: (Moodle|Canvas) names no submission so",
    "a summary": r"1 without a notebook, 3 things left alone",
}


@pytest.mark.parametrize("platform", ["Moodle", "Canvas"])
def test_every_disorder_is_named_on_the_way_in(graded, platform):
    said = graded[platform]
    assert said.exit_code == NOT_EVERYTHING and f"From {platform}: 58 submissions" in said.output
    for what, pattern in DISORDER.items():
        assert re.search(pattern, said.output), f"{what}: {said.output}"
    assert ("late" in said.output) == (platform == "Canvas")


def test_what_cannot_be_graded_is_named_by_the_grader(graded):
    said = graded["grade"]
    assert said.exit_code == NOT_EVERYTHING
    for who in (BLANK_ONE, TORN):
        assert re.search(rf"^  {who.sis}/{LESSON}: ", said.output, re.MULTILINE), said.output
    assert f"{len(MARKED)} graded, 2 ungradable" in said.output


@pytest.fixture(scope="module")
def returned(folder, graded):
    """Both tables before and after, and what `return` said, once for each platform.

    Pages take long to make; here they are short ones. `test_feedback_zip` packs those of a grading.
    """
    for path in (folder / "autograded").glob(f"*/{LESSON}/{NOTEBOOK}"):
        page = folder / "feedback" / path.parent.relative_to(folder / "autograded")
        page.mkdir(parents=True)
        (page / "start-here.html").write_text(f"<p>{path.parents[1].name}</p>")
    people = [who for who in CLASS if who is not ELSEWHERE]
    tables = {
        "Moodle": moodle_worksheet(people, 1, "de", ";", locked=[LOCKED]),
        "Canvas": canvas_gradebook(people, [("Essay (5)", 1), (TITLE, 1)], ";", comma=True),
    }
    found = {}
    for platform, before in tables.items():
        path = folder / f"{platform}.csv"
        path.write_bytes(before)
        out = folder / f"{platform}.zip"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(feedback_zip, "write_feedback", lambda *_: None)
            said = autograder("return", "0", path, "--feedback", out)
        found[platform] = before, path.read_bytes(), said, out
    return found


def marks_in(content, name, mark):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return {row[name]: row[mark] for row in rows[1:]}


def test_the_table_has_every_mark_and_nothing_else_is_changed(returned):
    for platform, (before, after, said, _) in returned.items():
        name, mark = (3, 5) if platform == "Moodle" else (3, 6)
        old, new = marks_in(before, name, mark), marks_in(after, name, mark)
        entered = {who: text for who, text in new.items() if text != old[who]}
        left = (ELSEWHERE, LOCKED) if platform == "Moodle" else (ELSEWHERE,)
        assert entered == {
            who.email: f"{MARK[who]:.2f}".replace(".", ",") for who in MARKED if who not in left
        }, said.output
        assert len(after) - len(before) == 4 * len(entered)
        assert said.exit_code == NOT_EVERYTHING
        assert f"without a row (1): {ELSEWHERE.sis}" in said.output
        assert (
            f"{len(entered)} of {59 + (platform == 'Canvas')} rows have their mark" in said.output
        )
        for who in (BLANK_ONE, TORN):
            assert re.search(rf"  {who.last}, {who.first}: |  {who.full}: ", said.output)
        assert ("cannot be changed" in said.output) == (platform == "Moodle")


def test_feedback_is_one_file_each_under_the_names_that_the_platform_gave(folder, returned):
    patterns = {
        "Moodle": r"[^_/]+_(\d+)_assignsubmission_file/feedback\.html",
        "Canvas": r"\w+?(?:_LATE)?_(\d+)_\d+_feedback\.html",
    }
    for platform, (_, _, said, out) in returned.items():
        with zipfile.ZipFile(out) as archive:
            names = archive.namelist()
            pages = {name: archive.read(name).decode() for name in names}
        ids = [re.fullmatch(patterns[platform], name)[1] for name in names]
        number = (lambda w: w.participant) if platform == "Moodle" else (lambda w: w.canvas)
        there = {number(who): f"<p>{who.sis}</p>" for who in CLASS if who not in (LOST, STRANGER)}
        assert dict(zip(map(int, ids), pages.values(), strict=True)) == there, said.output


def test_a_second_run_of_everything_changes_nothing(folder, returned, monkeypatch):
    monkeypatch.setattr(feedback_zip, "write_feedback", lambda *_: None)
    for platform, (_, after, _, out) in returned.items():
        before = out.read_bytes()
        autograder("return", "0", folder / f"{platform}.csv", "--feedback", out)
        assert (folder / f"{platform}.csv").read_bytes() == after
        assert out.read_bytes() == before
        assert len(list(folder.glob(f"{platform}.original*"))) == 1
    assert len({each.who for each in known_to(folder)}) == 2 * 58
