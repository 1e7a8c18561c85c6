"""A platform's zip in: whose is what, told by its content, and nothing in it passed over."""

import json
import os
import time
from dataclasses import replace

import pytest

from autograder.cli import NOT_EVERYTHING
from autograder.course import Lesson
from autograder.grading.intake.teams import NOT_HANDED_IN

from .conftest import LESSON, ROOT, autograder
from .platform_files import canvas_gradebook, moodle_worksheet, students, write_zip

NOTEBOOK = "start-here.ipynb"
ADA, GRACE, ALAN, EMILIE, KURT, *_ = students(10)


def moodle(people, notebook, folders=True, blind=False, old=False):
    tail = "_" if old or not folders else ""
    end = f"_assignsubmission_file{tail}{'/' * folders}{NOTEBOOK}"
    return {f"{each.moodle_prefix(blind)}{end}": notebook() for each in people}


def canvas(people, notebook, **how):
    return {
        f"{each.canvas_prefix(**how)}_{9000 + each.number}_{NOTEBOOK}": notebook()
        for each in people
    }


def gradescope(people, notebook, teams=()):
    files, lines = {}, ["---"]
    for number, team in enumerate([*([each] for each in people), *teams], start=880):
        folder = f"submission_{number}"
        files[f"assignment_17_export/{folder}/{NOTEBOOK}"] = notebook()
        lines += [f"{folder}:", "  :submitters:"]
        for each in team:
            lines += [
                f"  - :name: {json.dumps(each.full)}", f"    :sid: {each.sis}",
                f"    :email: {each.email}",
            ]  # fmt: skip
        lines += [
            "  :created_at: 2026-10-02 09:11:22.000000000 Z",
            "  :score: 0.0",
            "  :history: []",
        ]
    files["assignment_17_export/submission_metadata.yml"] = "\n".join(lines) + "\n"
    return files


def exchange(people, notebook, day=1):
    when = f"2026-03-{day:02} 10:00:00.000000 UTC"
    return {
        f"inbound/{each.sis}+{LESSON}+{when}+Ab1/{name}": content
        for each in people
        for name, content in ((NOTEBOOK, notebook()), ("timestamp.txt", when))
    }


KINDS = {
    "Moodle": (moodle, {}, {ADA.full, GRACE.full, EMILIE.full}),
    "Moodle, older": (moodle, {"old": True}, {ADA.full, GRACE.full, EMILIE.full}),
    "Moodle, folders off": (moodle, {"folders": False}, {ADA.full, GRACE.full, EMILIE.full}),
    "Moodle, blind": (
        moodle, {"blind": True}, {f"Participant {w.participant}" for w in (ADA, GRACE, EMILIE)},
    ),
    "Canvas": (canvas, {}, {f"lovelaceada_{ADA.canvas}", f"hoppergrace_{GRACE.canvas}",
                            f"châteletémiliedu_{EMILIE.canvas}"}),
    "Canvas, late": (canvas, {"late": True}, {f"lovelaceada_{ADA.canvas}",
                     f"hoppergrace_{GRACE.canvas}", f"châteletémiliedu_{EMILIE.canvas}"}),
    "Canvas, anonymous": (
        canvas, {"anonymous": True}, {f"anon_{w.anonymous}" for w in (ADA, GRACE, EMILIE)},
    ),
    "Canvas, anonymous and late": (
        canvas, {"anonymous": True, "late": True},
        {f"anon_{w.anonymous}" for w in (ADA, GRACE, EMILIE)},
    ),
    "Gradescope": (gradescope, {}, {ADA.full, GRACE.full, EMILIE.full}),
    "exchange": (exchange, {}, {ADA.sis, GRACE.sis, EMILIE.sis}),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_zip_is_told_by_what_is_in_it(course, tmp_path, notebook, tree, kind, wrapped):
    make, how, who = KINDS[kind]
    files = make([ADA, GRACE, EMILIE], notebook, **how)
    if wrapped:
        files = {f"unpacked and packed/{name}": content for name, content in files.items()}
    path = write_zip(tmp_path / "anything.bin", files)
    before = tree(".")
    shown = autograder("collect", path, LESSON, "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert all(name in shown.output for name in who) and "--dry-run" in shown.output
    assert tree(".") == before and not (course / "submitted").exists()

    done = autograder("collect", path, "0")
    assert done.exit_code == 0, done.output
    assert {name for name in tree() if name.endswith(".ipynb")} == {
        f"{each}/{LESSON}/{NOTEBOOK}" for each in who
    }
    before = tree("."), (course / "lms.csv").stat().st_mtime_ns
    again = autograder("collect", path, "0")
    assert again.exit_code == 0 and "3 as before" in again.output
    assert (tree("."), (course / "lms.csv").stat().st_mtime_ns) == before


def test_one_submission_beside_something_else(course, tmp_path, notebook, tree):
    """However few there are, and whatever a system put beside them."""
    for make, student in ((moodle, ADA.full), (canvas, f"lovelaceada_{ADA.canvas}")):
        files = make([ADA], notebook) | {"readme.txt": "x", "__MACOSX/._readme.txt": "x"}
        done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
        assert done.exit_code == NOT_EVERYTHING and "readme.txt: " in done.output
        assert f"{student}/{LESSON}/{NOTEBOOK}" in tree() and "MACOSX" not in done.output


def test_folders_of_students_in_each_order(course, tmp_path, notebook, tree):
    for order in ("{who}/{lesson}/", "{lesson}/{who}/", "{who}/", "all/{who}/00_Start_Here/"):
        files = {
            order.format(who=who, lesson=LESSON) + NOTEBOOK: notebook() for who in ("ada", "grace")
        }
        done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
        assert done.exit_code == 0, f"{order}: {done.output}"
        assert set(tree()) == {f"{who}/{LESSON}/{NOTEBOOK}" for who in ("ada", "grace")}, order
    other = course / "solutions/03-activations/activations.py"
    other.parent.mkdir()
    other.touch()
    files = {f"ada/03-activations/{NOTEBOOK}": notebook(), f"grace/{LESSON}/{NOTEBOOK}": notebook()}
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == NOT_EVERYTHING and "of 03-activations, not of" in done.output


@pytest.mark.parametrize("around", ["", "Student Work/"])
def test_of_teams_files_the_newest_that_was_handed_in_is_taken(
    course, tmp_path, notebook, tree, around
):
    title, versions = "00 Start here", {1: "1 * x", 2: "2 * x", 10: "x + x", 9: "9 * x"}
    files = {
        f"{around}Submitted files/Ada/{title}/Version {n}/{NOTEBOOK}": notebook(
            f"def double(x):\n    return {does}"
        )
        for n, does in versions.items()
    }
    for who in ("Ada", "Grace"):
        files[f"{around}Working files/{who}/{title}/{NOTEBOOK}"] = notebook()
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == NOT_EVERYTHING
    assert f"Working files/Grace: {NOT_HANDED_IN}" in done.output and "/Ada" not in done.output
    (path,) = (name for name in tree() if name.endswith(".ipynb"))
    assert path == f"Ada/{LESSON}/{NOTEBOOK}"
    assert "x + x" in (course / "submitted" / path).read_text()


def test_the_newest_counts_and_others_are_attempts(course, tmp_path, notebook, tree):
    """Canvas numbers uploads, Moodle's zip has times, and browsers count copies."""
    one, two, three = (notebook(f"def double(x):\n    return {n} * x") for n in (1, 2, 3))
    prefix, folder = ADA.canvas_prefix(), f"{GRACE.moodle_prefix()}_assignsubmission_file"
    early, late = (2026, 10, 1, 9, 0, 0), (2026, 10, 2, 9, 0, 0)
    zips = {
        f"lovelaceada_{ADA.canvas}": {
            f"{prefix}_9003_start-here-2.ipynb": three, f"{prefix}_9001_{NOTEBOOK}": one,
            f"{prefix}_9002_start-here-1.ipynb": two,
        },
        GRACE.full: {
            f"{folder}/a.ipynb": (one, early), f"{folder}/{NOTEBOOK}": (three, late),
            f"{folder}/notes.txt": "x",
        },
        "ada": {
            f"ada/{NOTEBOOK}": one, "ada/start-here (1).ipynb": two,
            "ada/start-here (2).ipynb": three,
        },
    }  # fmt: skip
    for who, files in zips.items():
        path = write_zip(tmp_path / "z.zip", files)
        done = autograder("collect", path, "0")
        assert done.exit_code == 0 and "is the newest and counts" in done.output, done.output
        now = tree(f"submitted/{who}/{LESSON}")
        assert now[NOTEBOOK] == three and sum(name.endswith(".ipynb") for name in now) == 1
        kept = [c for name, c in sorted(tree(f"attempts/{who}").items()) if name.endswith(".ipynb")]
        assert kept == ([one, two] if who != GRACE.full else [one])
        assert "as before" in autograder("collect", path, "0").output
        assert len(tree(f"attempts/{who}")) in (2 * len(kept), 2 * len(kept) + 1)


def test_only_what_may_count_competes(course, tmp_path, notebook, tree):
    """A newer copy that nobody worked in, or another lesson's notebook, is not the newest."""
    folder = f"{ADA.moodle_prefix()}_assignsubmission_file"
    files = {
        f"{folder}/{NOTEBOOK}": (notebook(), (2026, 10, 1, 9, 0, 0)),
        f"{folder}/start-here (1).ipynb": (notebook(None), (2026, 10, 2, 9, 0, 0)),
    }
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert "not counted: start-here (1).ipynb" in done.output
    assert set(tree(f"submitted/{ADA.full}/{LESSON}")) == {NOTEBOOK, "start-here (1).ipynb"}


def test_a_newer_zip_replaces_and_an_older_one_does_not(course, tmp_path, notebook, tree):
    name = f"{ADA.moodle_prefix()}_assignsubmission_file/{NOTEBOOK}"
    works = [notebook(f"def double(x):\n    return {n} * x") for n in (1, 2, 1)]
    zips = [
        write_zip(tmp_path / f"{day}.zip", {name: (work, (2026, 10, day, 9, 0, 0))})
        for day, work in enumerate(works, start=1)
    ]
    counts = f"{ADA.full}/{LESSON}/{NOTEBOOK}"
    said = []
    for number, holds in ((0, 0), (1, 1), (0, 1), (1, 1), (2, 2), (1, 2), (0, 2), (1, 2)):
        said.append(autograder("collect", zips[number], "0").output.splitlines()[-1])
        assert tree()[counts] == works[holds], f"zip {number}: {said}"
        if len(said) == 2:  # what was there before is kept when something takes its place
            (kept,) = [c for n, c in tree("attempts").items() if n.endswith(".ipynb")]
            assert kept == works[0]
    older = "1 older than what is there"
    assert said == [
        "1 new", "1 newer than before", older, "1 as before", "1 newer than before", older,
        "1 as before", older,
    ]  # fmt: skip
    kept = {c for n, c in tree(f"attempts/{ADA.full}").items() if n.endswith(".ipynb")}
    assert kept == set(works)


def test_the_last_of_several_hand_ins_of_the_exchange(course, tmp_path, notebook, tree):
    files = exchange([ADA], lambda: notebook("def double(x):\n    return x"), 1)
    files |= exchange([ADA], notebook, 3) | exchange([ADA], lambda: notebook(None), 2)
    other = f"inbound/{ADA.sis}+03-activations+2026-03-01 10:00:00 UTC/x.ipynb"
    done = autograder("collect", write_zip(tmp_path / "z.zip", files | {other: "{}"}), "0")
    assert done.exit_code == NOT_EVERYTHING and "3 attempts; the newest counts" in done.output
    assert "it is of 03-activations" in done.output
    assert tree()[f"{ADA.sis}/{LESSON}/{NOTEBOOK}"] == notebook()
    assert len([n for n in tree("attempts") if n.endswith(".ipynb")]) == 2


ROSTER = "id,first_name,last_name,email,lms_user_id,group\n" + "".join(
    f"{w.sis},{w.first},{w.last},{w.email},{w.canvas},Team {w.number // 2}\n"
    for w in (ADA, GRACE, ALAN, EMILIE)
)


def test_a_roster_says_who_is_who_missing_and_unknown(course, tmp_path, notebook, tree):
    (course / "students.csv").write_text(ROSTER, "utf-8")
    for number, make in enumerate((moodle, canvas, gradescope, exchange)):
        files = make([ADA, EMILIE, KURT], notebook)
        path = write_zip(tmp_path / f"{number}.zip", files)
        done = autograder("collect", path, "0")
        assert done.exit_code == NOT_EVERYTHING
        assert {name.split("/")[0] for name in tree()} == {ADA.sis, EMILIE.sis}, make.__name__
        assert "not on the roster" in done.output and "(2):" in done.output
        assert GRACE.sis in done.output and ALAN.sis in done.output


ROSTERS = {
    "nbgrader's": "id,first_name,last_name,email\n{sis},{first},{last},{email}\n",
    "a spreadsheet's": "\ufeffStudent ID;Full name;E-mail\r\n{sis};{last}, {first};{email}\r\n",
    "of names": "id\n{full}\n",
    "of numbers": "username,group\n{number},A\n",
}


@pytest.mark.parametrize("kind", ROSTERS)
def test_a_roster_may_be_written_in_many_ways(course, tmp_path, notebook, tree, kind):
    head, line, *_ = ROSTERS[kind].splitlines(keepends=True)
    for make, number in ((moodle, "participant"), (canvas, "canvas")):
        if kind == "of names" and make is canvas:
            continue
        lines = [
            line.format(sis=w.sis, first=w.first, last=w.last, full=w.full, email=w.email,
                        number=getattr(w, number)) for w in (ADA, EMILIE, KURT)
        ]  # fmt: skip
        (tmp_path / "class.csv").write_text(head + "".join(lines), "utf-8", newline="")
        path = write_zip(tmp_path / "z.zip", make([ADA, EMILIE], notebook))
        done = autograder("collect", path, "0", "--dry-run", "--roster", tmp_path / "class.csv")
        assert done.exit_code == 0 and "2 new" in done.output, done.output
        assert "not in the zip (1):" in done.output


def test_the_platforms_own_table_is_a_roster(course, tmp_path, notebook, tree):
    sheets = {
        moodle: moodle_worksheet([ADA, GRACE, ALAN], 1, "de", ";"),
        canvas: canvas_gradebook([ADA, GRACE, ALAN], [("Start (7)", 1)]),
    }
    for make, content in sheets.items():
        (tmp_path / "table.csv").write_bytes(content)
        path = write_zip(tmp_path / "z.zip", make([ADA, GRACE, KURT], notebook))
        words = ("collect", path, "0", "--roster", tmp_path / "table.csv")
        done = autograder(*words, "--dry-run")
        assert done.exit_code == NOT_EVERYTHING, done.output
        assert "Turing" in done.output.split("not in the zip")[1]
        assert "not on the roster" in done.output and "2 new" in done.output
        # beside the course's own roster, it says which number is whose
        (tmp_path / "students.csv").write_text(ROSTER, "utf-8")
        done = autograder(*words, "--roster", tmp_path / "students.csv", "--dry-run")
        assert f"  {ADA.sis} " in done.output and "by number or address" in done.output


def test_two_of_one_name_are_two(course, tmp_path, notebook, tree):
    other = replace(ADA, number=40)
    path = write_zip(tmp_path / "z.zip", moodle([ADA, other], notebook))
    assert autograder("collect", path, "0").exit_code == 0
    names = {f"{ADA.full} {ADA.participant}", f"{ADA.full} {other.participant}"}
    assert {name.split("/")[0] for name in tree()} == names
    # the roster cannot tell them apart by their names; the worksheet's numbers do
    (course / "students.csv").write_text("id,name\na1,Ada Lovelace\na2,Ada Lovelace\n")
    done = autograder("collect", path, "0", "--dry-run")
    assert done.exit_code == NOT_EVERYTHING and "several on the roster may be meant" in done.output
    # nor is one of the two the one that the roster has
    (course / "students.csv").write_text("id,name\na1,Ada Lovelace\ng,Grace Hopper\n")
    done = autograder("collect", path, "0", "--dry-run")
    assert done.output.count("another one is a1, too") == 2 and "0 submissions" in done.output


def test_a_name_that_changes_in_canvas_is_the_same_person(course, tmp_path, notebook, tree):
    for who in (ADA, replace(ADA, last="King")):
        files = canvas([who], lambda who=who: notebook(f"x = {who.last!r}"))
        autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert {name.split("/")[0] for name in tree()} == {f"lovelaceada_{ADA.canvas}"}


def test_a_name_leads_nowhere_and_takes_nobodys_place(course, tmp_path, notebook, tree):
    names = [
        "..",
        ".git",
        "a/b",
        "DOMAIN\\user",
        LESSON,
        "__MACOSX",
        "=1+1",
        "ada",
        "Ada",
        "x" * 150,
    ]
    files = {}
    for number, name in enumerate(names):
        clean = name.replace("/", "").replace("\\", "").replace("_", " ")
        files[f"{clean}_{7000 + number}_assignsubmission_file/{NOTEBOOK}"] = notebook()
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == 0, done.output
    found = {name.split("/")[0] for name in tree()}
    assert len(found) == len({each.casefold() for each in found}) == len(names)
    assert not any(each.startswith(".") or each == LESSON for each in found)
    graded = autograder("grade", "0", "--isolation", "none", "--jobs", "1")
    assert f"{len(names)} graded" in graded.output and graded.exit_code == 0


def test_without_a_notebook_it_is_said(course, tmp_path, notebook, tree):
    prefix = ADA.moodle_prefix()
    files = {
        f"{prefix}_assignsubmission_onlinetext/onlinetext.html": "<p>my work</p>",
        f"{GRACE.moodle_prefix()}_assignsubmission_file/work.pdf": "%PDF",
        f"{ALAN.moodle_prefix()}_assignsubmission_file/{NOTEBOOK}": notebook(),
        f"{ALAN.moodle_prefix()}_assignsubmission_onlinetext/onlinetext.html": "see the file",
        "a stray file.txt": "x",
    }
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == NOT_EVERYTHING
    assert "no notebook: onlinetext.html" in done.output and "no notebook: work.pdf" in done.output
    assert "a stray file.txt: Moodle names no submission so." in done.output
    assert "2 without a notebook" in done.output
    assert set(tree(f"submitted/{ALAN.full}/{LESSON}")) == {NOTEBOOK, "onlinetext.html"}


def test_how_one_packs_their_work_moves_nobody_elses(course, tmp_path, notebook, tree):
    """A lesson's folder deep in one student's would be where all students' are looked for."""
    files = {f"class/{name}/{NOTEBOOK}": notebook() for name in ("ada", "bob", "dan")}
    files[f"class/eve/submitted/bob/{LESSON}/{NOTEBOOK}"] = notebook("0")
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == 0, done.output
    assert {name.split("/")[0] for name in tree()} == {"ada", "bob", "dan", "eve"}
    assert tree()[f"bob/{LESSON}/{NOTEBOOK}"] == notebook()


def test_a_file_that_is_called_like_a_classmates_is_ones_own(course, tmp_path, notebook, tree):
    """Blackboard puts its own words before the name that a student gave the file."""
    when = "attempt_2026-11-03-14-22-10"
    files = {f"start here_{name}_{when}_{NOTEBOOK}": notebook() for name in ("bob", "dan")}
    later = "attempt_2027-01-01-00-00-00"
    files[f"start here_eve_{when}_start here_bob_{later}_{NOTEBOOK}"] = notebook("0")
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == 0, done.output
    assert {name.split("/")[0] for name in tree()} == {"bob", "dan", "eve"}
    assert tree()[f"bob/{LESSON}/{NOTEBOOK}"] == notebook()


def test_a_team_of_gradescope_is_each_of_its_members(course, tmp_path, notebook, tree):
    path = write_zip(tmp_path / "z.zip", gradescope([KURT], notebook, [[ADA, GRACE]]))
    assert autograder("collect", path, "0").exit_code == 0
    assert {n.split("/")[0] for n in tree()} == {ADA.full, GRACE.full, KURT.full}
    stamp = tree()[f"{ADA.full}/{LESSON}/timestamp.txt"].decode()
    assert stamp.startswith("2026-10-02 09:11:22")


@pytest.mark.parametrize("kind", ["Moodle", "Canvas, late", "Gradescope"])
def test_the_time_is_the_platforms_and_not_a_file_of_the_students(
    course, tmp_path, notebook, tree, kind
):
    """Who hands in too late could have been in time by a file that is called timestamp.txt."""
    make, how, _ = KINDS[kind]
    files = make([ADA], notebook, **how)
    name = next(name for name in files if name.endswith(".ipynb"))
    own = "2020-01-01 00:00:00 UTC"
    for called in ("timestamp.txt", "Timestamp.TXT"):
        path = write_zip(tmp_path / "z.zip", {**files, name.replace(NOTEBOOK, called): own})
        assert autograder("collect", path, "0").exit_code == 0
        there = {n.rpartition("/")[2]: text.decode() for n, text in tree().items()}
        assert own not in there.get("timestamp.txt", "")
        assert ("timestamp.txt" in there) == (kind == "Gradescope")
        assert own in there.values()


def test_a_zip_of_something_else_is_nobodys(course, tmp_path, notebook, tree):
    """Neither photographs nor the lesson itself become somebody's work."""
    for files in (
        {"2026/beach.jpg": b"x", "2026/dunes.jpg": b"x", "cv.pdf": b"x"},
        {f"{LESSON}/{NOTEBOOK}": notebook(None), f"{LESSON}/images/a.png": b"x"},
        {NOTEBOOK: notebook(None)},
    ):
        done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
        assert done.exit_code == NOT_EVERYTHING and "nothing was found" not in done.output
        assert "0 submissions" in done.output and not tree(), done.output
    done = autograder("collect", course, "0")
    assert done.exit_code == 1 and "pack it as a zip first" in done.output


def test_another_lessons_notebooks(course, tmp_path, notebook, tree):
    """One is named; a zip full of them is of another lesson, which the line says."""
    lesson = Lesson("03-activations", ROOT)
    other, files = lesson.notebook.read_bytes(), moodle([ADA, GRACE], notebook)
    files[f"{ALAN.moodle_prefix()}_assignsubmission_file/{NOTEBOOK}"] = other
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0", "--dry-run")
    assert done.exit_code == NOT_EVERYTHING
    assert "is the notebook of 03-activations, not of 00-start-here" in done.output
    files = moodle([ADA, GRACE], lambda: other)
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == 1 and "is another lesson's" in done.output and not tree()


def test_students_may_be_called_as_they_are_in_the_world(course, tmp_path, notebook, tree):
    names = ["DOMAIN\\user", "jane doe", "a+b", "o'brien", "müller", "李雷", "=1+1", "(group) 1"]
    files = {f"submitted/{name}/{LESSON}/{NOTEBOOK}": notebook() for name in names}
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == 0, done.output
    expected = [name.replace("\\", "_") if os.name == "nt" else name for name in names]
    assert {name.split("/")[0] for name in tree()} == set(expected)
    (course / "students.csv").write_text("id\n" + "\n".join(names) + "\n", "utf-8")
    assert "8 as before" in autograder("collect", tmp_path / "z.zip", "0").output


def test_old_packers_of_windows_have_another_sign_between_folders(course, tmp_path, notebook, tree):
    files = {f"{who}\\{LESSON}\\{NOTEBOOK}": notebook() for who in ("ada", "grace")}
    assert autograder("collect", write_zip(tmp_path / "z.zip", files), "0").exit_code == 0
    assert set(tree()) == {f"{who}/{LESSON}/{NOTEBOOK}" for who in ("ada", "grace")}


def test_what_is_in_the_way_is_left_alone(course, tmp_path, notebook, tree):
    """A link to elsewhere is not written through, a file is not taken away."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / LESSON).mkdir(parents=True)
    (course / "submitted" / "grace").mkdir(parents=True)
    (course / "submitted" / "grace" / LESSON).write_text("mine")
    (course / "submitted" / "ada").symlink_to(elsewhere)
    files = {f"{who}/{LESSON}/{NOTEBOOK}": notebook() for who in ("ada", "grace", "alan")}
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == NOT_EVERYTHING and done.output.count("it is in the way") == 2
    assert "1 new, 2 not put anywhere" in done.output
    assert not list((elsewhere / LESSON).iterdir())
    assert (course / "submitted" / "grace" / LESSON).read_text() == "mine"


def test_no_attempt_that_was_kept_takes_a_mark_away(course, tmp_path, notebook):
    """Several that cannot be read, and an older one that came late, are passed over."""
    name = f"{ADA.moodle_prefix()}_assignsubmission_file/{NOTEBOOK}"

    def come(day, *contents):
        files = {
            name.replace(NOTEBOOK, f"start-here ({at}).ipynb"): (content, (2026, 10, day, at, 0, 0))
            for at, content in enumerate(contents, start=1)
        }
        return autograder("collect", write_zip(tmp_path / "z.zip", files), "0")

    come(5, notebook())
    autograder("grade", "0", "--jobs", "1", "--isolation", "none")
    assert "older than what is there" in come(1, notebook("def double(x):\n    return x")).output
    come(6, b"{", b"{{")
    come(7, b"{{{")
    graded = autograder("grade", "0", "--jobs", "1", "--isolation", "none", "--json", "out.json")
    (record,) = json.loads((course / "out.json").read_text())
    assert record["score"] == 1 and graded.exit_code == NOT_EVERYTHING
    assert record["flags"][0].startswith("the newer attempt could not be graded")


def test_files_keep_their_times(course, tmp_path, notebook):
    name = f"ada/{LESSON}/{NOTEBOOK}"
    path = write_zip(tmp_path / "z.zip", {name: (notebook(), (2024, 2, 3, 4, 5, 6))})
    assert autograder("collect", path, "0").exit_code == 0
    written = (course / "submitted" / name).stat().st_mtime
    assert time.localtime(written)[:6] == (2024, 2, 3, 4, 5, 6)


BY_NAMES = {
    "Blackboard": {
        "start here_a_da_attempt_2026-11-03-14-22-10_start-here.ipynb": "a_da",
        "start here_a_da_attempt_2026-11-03-14-22-10.txt": "",
        "start here_b_da_attempt_2026-11-03-14-22-10_mine.ipynb": "b_da",
    },
    "Brightspace": {
        "101-77 - Ada Lovelace - Nov 3, 2026 222 PM/start-here.ipynb": "Ada Lovelace",
        "102-77 - Grace Hopper - Nov 3, 2026 222 PM/start-here.ipynb": "Grace Hopper",
        "102-77 - Grace Hopper - Nov 2, 2026 222 PM/start-here.ipynb": "Grace Hopper",
        "index.html": "",
    },
    "Sakai": {
        "Start here/Lovelace, Ada(ada)/Submission attachment(s)/start-here.ipynb": "Lovelace, Ada",
        "Start here/Lovelace, Ada(ada)/comments.txt": "",
        "Start here/grades.csv": "",
        "Start here/Hopper, Grace(g)/Submission attachment(s)/x.ipynb": "Hopper, Grace",
    },
    "folders": {
        f"start-here-ada/lessons/{LESSON}/start-here.ipynb": "ada",
        f"start-here-bob/lessons/{LESSON}/start-here.ipynb": "bob",
    },
}


@pytest.mark.parametrize("platform", BY_NAMES)
def test_other_platforms_zips(course, tmp_path, notebook, platform):
    files = {name: notebook() if name.endswith(".ipynb") else "x" for name in BY_NAMES[platform]}
    result = autograder("collect", write_zip(tmp_path / "z.zip", files), LESSON)
    assert result.exit_code == 0, result.output
    assert f"From {platform}: 2 submissions" in result.output
    collected = {path.parents[0].name for path in (course / "submitted").glob(f"*/{LESSON}")}
    assert collected == set(BY_NAMES[platform].values()) - {""}
