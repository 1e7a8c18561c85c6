"""The folder of submissions: what is whose, and that nothing in it is passed over."""

import json
import os
import shutil
import tempfile
import traceback
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder.course import Lesson, all_lessons
from autograder.exercises import all_exercises
from autograder.grading.hand_ins import find_hand_ins
from autograder.grading.intake.files_beside import kept_beside
from autograder.grading.intake.finding import list_files
from autograder.grading.intake.folders import Search
from autograder.grading.intake.naming import Known, Names, student_of

from .conftest import ROOT

LESSONS = ("00-start-here", "03-activations", "06-backpropagation", "13-capstone")
JUNK = (".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/._x", ".ipynb_checkpoints/x", "._ada")
OWN_ANSWERS = ("my-answers.jsonl", "my-answers-damaged-1.jsonl", ".my-answers.lock")


@pytest.fixture(params=LESSONS)
def lesson(request):
    return Lesson(request.param, ROOT)


@pytest.fixture
def put(tmp_path, lesson):
    """A function: put the lesson's notebook at a path in the folder of submissions."""

    def place(path, source=None):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source or lesson.notebook, target)

    return place


@pytest.fixture
def look(tmp_path):
    """A function: what is found, as (student, lesson) and where, and what is left out, and why."""

    def search():
        known = [*map(Known.of_lesson, all_lessons(ROOT)), Known("quiz", ("quiz",))]
        search = Search(tmp_path, Names(known))
        search.look()
        return (
            {(each.student, each.work): each for each in search.found},
            {each.path: each.reason for each in search.left},
        )

    return search


def near(lesson):
    """How a lesson's folder is called by those who do not look at it closely."""
    number, name = lesson.folder.split("-", 1)
    words = name.split("-")
    return {
        "underscores": lesson.folder.replace("-", "_"),
        "capitals": f"{number}-{'-'.join(w.capitalize() for w in words)}",
        "upper case": lesson.folder.upper(),
        "spaces": f"{number} {' '.join(words)}",
        "a number": str(int(number)),
        "two digits": number,
        "the name": name,
        "in one word": "".join(w.capitalize() for w in words),
        "a word before": f"Lesson {int(number)}",
        "a copy": f"{lesson.folder} (1)",
        "from GitHub": f"{lesson.folder}-main",
        "of the week": f"week{number}",
    }


KINDS = list(near(Lesson("03-activations", ROOT)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_that_is_nearly_called_so_is_taken(put, look, lesson, kind):
    name = near(lesson)[kind]
    put(f"ada/{name}/{lesson.name}.ipynb")
    found, left = look()
    assert list(found) == [("ada", lesson.folder)] and left == {}
    assert found["ada", lesson.folder].notes == (f"the folder was named {name}",)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("0", "00-start-here"),
        ("00", "00-start-here"),
        ("Lesson 0", "00-start-here"),
        ("00 start here", "00-start-here"),
        ("Toolbox", "00-toolbox"),
        ("00_toolbox", "00-toolbox"),
    ],
)
def test_a_number_that_two_lessons_bear_means_the_first(name, meant):
    """The Toolbox stands beside Start here, and is known by its own name alone."""
    assert Names(map(Known.of_lesson, all_lessons(ROOT))).fitting(name) == meant


PLACES = {
    "loose": "ada/{name}.ipynb",
    "loose under another name": "ada/work.ipynb",
    "loose with another ending": "ada/{name}.ipynb.txt",
    "in a folder of any name": "ada/my work/{name}.ipynb",
    "in a folder of any name, under another": "ada/my work/mine.ipynb",
    "in the whole course": "ada/course-main/lessons/{folder}/{name}.ipynb",
    "the other way round": "{folder}/ada/{name}.ipynb",
    "the other way round, loose": "{folder}/ada.ipynb",
    "in the name": "ada_{name}.ipynb",
    "in the name with the number": "ada-{folder}.ipynb",
    "from nbgrader's exchange": "ada+{folder}+2026-03-01 10:00:00 UTC/{name}.ipynb",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_notebook_in_another_place_is_taken(put, look, lesson, place):
    put(PLACES[place].format(name=lesson.name, folder=lesson.folder))
    found, left = look()
    assert list(found) == [("ada", lesson.folder)] and left == {}
    assert found["ada", lesson.folder].notes, "it is said where it was found"


PLATFORMS = {
    "Moodle": "Ada Lovelace_1234_assignsubmission_file/{name}.ipynb",
    "Moodle before 4.1": "Ada Lovelace_1234_assignsubmission_file_/{name} (1).ipynb",
    "Moodle without folders": "Ada Lovelace_1234_assignsubmission_file_{name}.ipynb",
    "Moodle, blind": "Participant 1234_1234_assignsubmission_file/{name}.ipynb",
    "Canvas": "lovelaceada_1234_55512_{name}.ipynb",
    "Canvas, late": "lovelaceada_LATE_1234_55519_{name}-1.ipynb",
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_platform_named_is_its_users(put, look, lesson, platform):
    put(PLATFORMS[platform].format(name=lesson.name))
    found, left = look()
    assert list(found) == [("1234", lesson.folder)] and left == {}


def test_several_files_of_one_user_are_one_submission(put, look, lesson):
    put(f"lovelaceada_1234_55512_{lesson.name}.ipynb")
    put(f"lovelaceada_1234_55519_{lesson.name}-1.ipynb")
    put(f"hoppergrace_1235_55520_{lesson.name}.ipynb")
    found, left = look()
    assert {who: len(each.files) for (who, _), each in found.items()} == {"1234": 2, "1235": 1}
    assert left == {}


CROWDS = {
    "a zip of Moodle's, unpacked": (
        "CS101-Exercise-4711/Ada L_123_assignsubmission_file/{file}",
        "CS101-Exercise-4711/Ben B_124_assignsubmission_file/{file}",
    ),
    "one of Moodle's with one student": (
        "CS101-Exercise-4711/A L_123_assignsubmission_file/{file}",
    ),
    "Canvas's": ("submissions/lovelace_123_55_{file}", "submissions/brown_LATE_124_56_{file}"),
    "Moodle's in the lesson's folder": ("{folder}/Ada L_123_assignsubmission_file/{file}",),
    "Canvas's there": ("{folder}/lovelace_123_55_{file}", "{folder}/brown_LATE_124_56_{file}"),
    "late": ("late/123/{folder}/{file}",),
    "late, loosely": ("Late submissions/123/{file}", "Late submissions/124/{file}"),
    "of the exchange": ("inbound/123+{folder}+2026-11-01 10:00:00 UTC+a/{file}",),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_folder_of_several_students_work_is_no_student(put, look, lesson, crowd):
    paths = CROWDS[crowd]
    for path in paths:
        put(path.format(folder=lesson.folder, file=f"{lesson.name}.ipynb"))
    found, left = look()
    assert set(found) == {(who, lesson.folder) for who in ("123", "124")[: len(paths)]}
    assert left == {}


@pytest.mark.parametrize("name", ["class", "late", "CS101-Exercise-4711"])
def test_a_student_may_be_called_like_a_crowd(put, look, lesson, name):
    put(f"{name}/{lesson.folder}/{lesson.name}.ipynb")
    assert set(look()[0]) == {(name, lesson.folder)}


def test_a_lessons_notebook_in_its_folder_is_no_student(put, look, lesson):
    put(f"{lesson.folder}/{lesson.name}.ipynb")
    put(f"{lesson.folder}/{lesson.name} (1).ipynb")
    put(f"{lesson.folder}/ada.ipynb")
    found, left = look()
    assert set(found) == {("ada", lesson.folder)}
    assert len(left) == 2 and {"whose it is" in reason for reason in left.values()} == {True}


def test_a_platforms_zip_is_no_students(tmp_path, look, lesson):
    with zipfile.ZipFile(tmp_path / f"CS101-{lesson.folder}-4711.zip", "w") as archive:
        archive.write(lesson.notebook, f"A L_123_assignsubmission_file/{lesson.name}.ipynb")
    found, left = look()
    assert found == {}
    assert "autograder collect" in left[f"CS101-{lesson.folder}-4711.zip"]


def test_the_newest_of_the_exchange_is_taken(put, look, lesson):
    times = "2026-11-01 10:00:00 UTC", "2026-11-03 10:00:00 UTC", "2026-11-02 10:00:00 UTC"
    for time in times:
        put(f"ada+{lesson.folder}+{time}/{lesson.name}.ipynb")
    found, left = look()
    assert found["ada", lesson.folder].folder.name == f"ada+{lesson.folder}+{times[1]}"
    assert {"it is older than" in reason for reason in left.values()} == {True}


def test_of_a_copy_of_the_course_lessons_are_looked_at(put, look, lesson):
    for folder in ("lessons", "solutions"):
        put(f"ada/course/{folder}/{lesson.folder}/{lesson.name}.ipynb")
        put(f"ben/{folder}/{lesson.folder}/{lesson.name}.ipynb")
    found, left = look()
    assert {each.folder.parent.name for each in found.values()} == {"lessons"}
    assert len(found) == 2 and left == {}


@pytest.mark.parametrize("beside", ["again/{name}.ipynb", "{name}.ipynb", "{name} (1).ipynb"])
def test_what_was_worked_in_takes_the_place_of_what_was_not(lesson, put, tmp_path, beside):
    """No final 0 where a student's work lies beside the folder in which it should be."""
    place = f"ada/{beside.format(name=lesson.name)}"
    put(f"ada/{lesson.folder}/{lesson.name}.ipynb")
    put(place, lesson.solved)
    with ExitStack() as stack:
        given = find_hand_ins(tmp_path, [lesson], ROOT, stack)
        (submission,) = given.work[lesson]
        assert submission.folder != tmp_path / "ada" / lesson.folder
    assert ["was not worked in" in str(each) for each in given.left] == [True]

    shutil.copy(lesson.solved, tmp_path / "ada" / lesson.folder)  # and then it is as it was
    with ExitStack() as stack:
        given = find_hand_ins(tmp_path, [lesson], ROOT, stack)
        assert given.work[lesson][0].folder == tmp_path / "ada" / lesson.folder
    assert [each.path for each in given.left] == ["ada/again" if "again" in place else place]


def test_what_systems_leave_behind_is_nobodys(put, look, lesson, tmp_path):
    put(f"ada/{lesson.folder}/{lesson.name}.ipynb")
    for name in JUNK:
        for folder in (tmp_path, tmp_path / "ada"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).touch()
    found, left = look()
    assert list(found) == [("ada", lesson.folder)] and left == {}


def test_a_learners_own_answers_are_no_part_of_their_work(put, look, lesson, tmp_path):
    """Wherever the file lies, it is neither listed nor laid beside the notebook that is run."""
    put(f"ada/{lesson.folder}/{lesson.name}.ipynb")
    kept = json.dumps({"v": 1, "what": "about"})  # begins as a notebook does
    for name in OWN_ANSWERS:
        for folder in (tmp_path, tmp_path / "ada", tmp_path / "ada" / lesson.folder):
            (folder / name).write_text(kept)
    found, left = look()
    assert list(found) == [("ada", lesson.folder)] and left == {}
    listing = list_files(tmp_path / "ada" / lesson.folder)
    assert [path.name for path in listing.files] == [f"{lesson.name}.ipynb"]
    assert kept_beside(listing, []) == {}


def test_work_in_a_folder_that_is_called_like_them_is_work(put, look, lesson):
    put(f"my-answers/{lesson.folder}/{lesson.name}.ipynb")
    found, left = look()
    assert list(found) == [("my-answers", lesson.folder)] and left == {}


def test_an_archive_in_a_students_folder_is_opened(tmp_path, look, lesson):
    (tmp_path / "ada").mkdir()
    with zipfile.ZipFile(tmp_path / "ada" / "submission.zip", "w") as archive:
        archive.write(lesson.notebook, f"x/{lesson.name}.ipynb")
    found, left = look()
    assert list(found) == [("ada", lesson.folder)] and left == {}


def test_two_lessons_beside_each_other_are_two_submissions(put, look, lesson):
    other = Lesson("05-gradient-descent", ROOT)
    put(f"ada/{lesson.name}.ipynb")
    put("ada/gradient-descent (1).ipynb", other.notebook)
    found, left = look()
    assert sorted(found) == sorted([("ada", lesson.folder), ("ada", other.folder)]) and left == {}


# Left out, and said -------------------------------------------------------------------------------


def test_what_may_be_either_is_left_to_a_person(put, look, lesson):
    number = lesson.folder.split("-")[0]
    put(f"ada/{int(number)}/x.ipynb")
    put(f"ada/{lesson.name}/x.ipynb")
    found, left = look()
    assert found == {} and set(left) == {f"ada/{int(number)}", f"ada/{lesson.name}"}
    assert all("a person has to look" in reason for reason in left.values())


def test_the_folder_that_is_called_so_wins_and_the_other_is_said(put, look, lesson):
    put(f"ada/{lesson.folder}/{lesson.name}.ipynb")
    put(f"ada/{lesson.folder.upper()}/{lesson.name}.ipynb")
    put(f"ada/{lesson.name}.ipynb")
    found, left = look()
    assert found["ada", lesson.folder].folder.name == lesson.folder
    assert set(left) == {f"ada/{lesson.folder.upper()}", f"ada/{lesson.name}.ipynb"}


def test_an_empty_folder_does_not_stand_in_the_way(put, look, lesson, tmp_path):
    (tmp_path / "ada" / lesson.folder).mkdir(parents=True)
    put(f"ada/{lesson.name}.ipynb")
    found, left = look()
    assert found["ada", lesson.folder].files and left == {}


LEFT = {
    "a notebook that says nobody's name": ("{name}.ipynb", "does not say whose"),
    "a file of the instructor's": ("readme.txt", "no student's folder"),
    "a folder of no lesson": ("ada/99-unknown/x.txt", "no lesson or assignment"),
    "a file of no lesson": ("ada/notes.docx", "no lesson or assignment"),
    "a hidden folder": (".ada/{folder}/{name}.ipynb", "begins with a dot"),
    "another number before the name": ("ada/04-{plain}/x.txt", "no lesson or assignment"),
}


@pytest.mark.parametrize("what", LEFT)
def test_everything_else_is_named_with_its_reason(put, look, lesson, tmp_path, what):
    path, why = LEFT[what]
    path = path.format(name=lesson.name, folder=lesson.folder, plain=lesson.name)
    if path.endswith(".ipynb"):
        put(path)
    else:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    found, left = look()
    assert found == {} and len(left) == 1
    ((where, reason),) = left.items()
    assert path.startswith(where) and why in reason


def test_an_empty_students_folder_is_named(tmp_path, look):
    (tmp_path / "ada").mkdir()
    assert look() == ({}, {"ada": "nothing is in it."})


def test_a_folder_that_leads_to_a_classmate_is_refused(put, look, lesson, tmp_path):
    put(f"ada/{lesson.folder}/{lesson.name}.ipynb")
    (tmp_path / "bob").symlink_to("ada")
    (tmp_path / "cyd").mkdir()
    (tmp_path / "cyd" / lesson.name).symlink_to(f"../ada/{lesson.folder}")
    (tmp_path / "dan").symlink_to("/")
    found, left = look()
    assert found["ada", lesson.folder].refused == ""
    assert "is a link" in found["bob", lesson.folder].refused
    assert set(left) == {f"cyd/{lesson.name}", "dan"}
    assert all("is a link" in reason for reason in left.values())


PERSONS = {
    "the exchange": "{who}+{folder}+{year}-03-01 10:00:00 UTC/{file}",
    "Brightspace": "7{who}-77 - Bob - Nov 3, {year} 222 PM/{file}",
}


@pytest.mark.parametrize("outer", ["of a platform", "eve"])
@pytest.mark.parametrize("platform", PERSONS)
def test_nobody_hands_in_for_classmates(put, look, lesson, platform, outer):
    """Newer folders of their names in one's own would take the place of what they handed in."""
    words = {"folder": lesson.folder, "file": f"{lesson.name}.ipynb"}
    theirs = {PERSONS[platform].format(who=who, year=2026, **words) for who in ("123", "124")}
    own = PERSONS[platform].format(who="125", year=2026, **words).split("/")[0]
    own = own if outer == "of a platform" else outer
    forged = {PERSONS[platform].format(who=who, year=2030, **words) for who in ("123", "124")}
    for path in (*theirs, *(f"{own}/{path}" for path in forged)):
        put(path)
    found, _ = look()
    whose = {each.folder.name: who for (who, _), each in found.items()}
    assert {path.split("/")[0] for path in theirs} <= set(whose)
    assert all("125" in whose.get(path.split("/")[0], "125") for path in forged)


# Names --------------------------------------------------------------------------------------------


def test_two_names_that_read_alike_take_nothing_from_each_other(put, look, lesson, tmp_path):
    literal, bytes_ = r"Jos\xe9", os.fsdecode(b"Jos\xe9")
    for name in (literal, bytes_):
        put(f"{name}/{lesson.folder}/{lesson.name}.ipynb")
    found, left = look()
    assert found[literal, lesson.folder].folder.parent.name == literal
    assert len(found) == 2 and left == {}


@pytest.mark.parametrize("names", [("Zoë", "Zoe\u0308"), ("ada", "Ada"), ("ＡＤＡ", "ADA")])
def test_names_that_hardly_differ_are_both_graded_and_it_is_said(put, look, lesson, names):
    for name in names:
        put(f"{name}/{lesson.folder}/{lesson.name}.ipynb")
    found, left = look()
    assert {who for who, _ in found} == set(names) and left == {}
    assert all("hardly another name" in each.notes[0] for each in found.values())


@pytest.mark.parametrize("name", [os.fsdecode(b"\xe9" * 72), "x" * 255, "名" * 85])
def test_a_long_name_makes_a_folder_that_can_be(tmp_path, name):
    (tmp_path / student_of(name)).mkdir()
    assert len(student_of(name)) <= 255


# To the submissions -------------------------------------------------------------------------------


def test_what_lies_loose_is_gathered_for_the_run_alone(put, lesson, tmp_path):
    put(f"submitted/ada/{lesson.name}.ipynb")
    (tmp_path / "submitted" / "ada" / "figure.png").write_bytes(b"x")
    before = sorted(tmp_path.rglob("*"))
    with ExitStack() as stack:
        given = find_hand_ins(tmp_path / "submitted", [lesson], tmp_path, stack)
        (submission,) = given.work[lesson]
        names = {path.name for path in submission.folder.iterdir()}
        assert names == {f"{lesson.name}.ipynb", "figure.png"}
    assert sorted(tmp_path.rglob("*")) == before and json.dumps(given.left) == "[]"


# As an ordinary user ------------------------------------------------------------------------------


def as_ordinary_user(function):
    """What a function returns to somebody who is not root, as JSON has it."""
    all_exercises()  # what it imports may lie where they may not read
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setresgid(65534, 65534, 65534)
                os.setresuid(65534, 65534, 65534)
            os.write(theirs, json.dumps(function()).encode())
        except BaseException:
            os.write(theirs, json.dumps(traceback.format_exc()).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        said = json.loads(stream.read())
    os.waitpid(child, 0)
    assert not isinstance(said, str), said
    return said


@pytest.fixture
def submitted():
    """A folder of submissions that anybody may look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        for path in sorted(Path(folder).rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)


LOCKED = {
    "a student's folder": ("bob", 0o000),
    "a folder that may only be listed": ("bob", 0o444),
    "a folder of no name": ("bob/work", 0o000),
    "a loose notebook": ("bob/start-here.ipynb", 0o000),
    "a lesson's folder": ("bob/00-start-here", 0o000),
}


@pytest.mark.parametrize("what", LOCKED)
def test_what_may_not_be_read_stops_nobody_and_is_named(submitted, what):
    lesson = Lesson("00-start-here", ROOT)
    for name in ("ada/00-start-here/x.ipynb", "bob/x.txt", "cyd/00-start-here/x.ipynb"):
        (submitted / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(lesson.notebook, submitted / name)
    name, mode = LOCKED[what]
    if name.endswith(".ipynb"):
        shutil.copy(lesson.notebook, submitted / name)
    else:
        (submitted / name).mkdir(exist_ok=True)
    (submitted / name).chmod(mode)

    def look():
        search = Search(submitted, Names(map(Known.of_lesson, all_lessons(ROOT))))
        search.look()
        return [each.student for each in search.found], [each.path for each in search.left]

    found, left = as_ordinary_user(look)
    assert {"ada", "cyd"} <= set(found)
    assert "bob" in found or any(path.startswith("bob") for path in left)


# As learning platforms name them ------------------------------------------------------------------

DOWNLOADED = {
    "Blackboard": {
        "{name}_ada_attempt_2026-11-03-14-22-10_{name}.ipynb": "ada",
        "{name}_a_hopper_attempt_2026-11-03-14-22-10_{name} (1).ipynb": "a_hopper",
        "{name}_b_hopper_attempt_2026-11-03-14-22-10_mine.ipynb": "b_hopper",
        "{name}_ada_attempt_2026-11-03-14-22-10.txt": "",
    },
    "Brightspace": {
        "101-77 - Ada Lovelace - Nov 3, 2026 222 PM/{name}.ipynb": "Ada Lovelace 101",
        "102-77 - Ada Lovelace - 3 November, 2026 1422/{name}.ipynb": "Ada Lovelace 102",
        "103-77 - Jean-Luc Picard - Nov 3, 2026 222 PM/work (2).ipynb": "Jean-Luc Picard 103",
        "index.html": "",
    },
    "Sakai": {
        "Lovelace, Ada(ada)/Submission attachment(s)/{name}.ipynb": "ada",
        "Lovelace, Ada(ada)/comments.txt": "",
        "O'Brien, Seán (ob1)/Submission attachment(s)/x.ipynb": "ob1",
        "grades.csv": "",
    },
    "Classroom": {
        "Ada Lovelace - {name}.ipynb": "Ada Lovelace",
        "Grace Hopper - Copy of {name}.ipynb": "Grace Hopper",
    },
    "Teams": {
        "Ada Lovelace/{number} {name}/Version 2/{name}.ipynb": "Ada Lovelace",
        "Grace Hopper/{number} {name}/{name}.ipynb": "Grace Hopper",
    },
    "repositories": {
        "{folder}-ada/lessons/{folder}/{name}.ipynb": "ada",
        "{name}-grace-hopper/{name}.ipynb": "grace-hopper",
    },
}  # fmt: skip
AROUND = {
    "Blackboard": "gradebook_CS101_Title_2026-11-05-10-00-00",
    "Brightspace": "Title Download Nov 5, 2026 1000 AM",
    "Sakai": "submissions",
    "Teams": "Submitted files",
}


@pytest.mark.parametrize("platform, around", [
    *((platform, "") for platform in DOWNLOADED),
    *((platform, f"{folder}/") for platform, folder in AROUND.items()),
])  # fmt: skip
def test_what_platforms_give_is_each_students_own(put, look, lesson, tmp_path, platform, around):
    expected = set()
    for path, student in DOWNLOADED[platform].items():
        path = path.format(
            name=lesson.name, folder=lesson.folder, number=lesson.folder.partition("-")[0]
        )
        path = f"{around}{path}"
        if student:
            put(path)
            expected.add((student, lesson.folder))
        else:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text("x")
    found, left = look()
    assert (set(found), left) == (expected, {})


@pytest.mark.parametrize("path", [
    "{name}_ada_attempt_2026-11-{day:02}-14-22-10_{name}.ipynb",
    "101-77 - Ada Lovelace - Nov {day}, 2026 222 PM/{name}.ipynb",
])  # fmt: skip
def test_of_two_attempts_that_a_platform_gives_the_newer_counts(put, look, lesson, path):
    for day in (2, 11, 9):
        put(path.format(name=lesson.name, day=day))
    found, left = look()
    ((_, handed),) = found.items()
    assert handed.when.startswith("2026-11-11") and len(left) == 2
    assert all("it is older than" in reason for reason in left.values())


@pytest.mark.parametrize("around", ["", "Student Work/", "OneDrive_2026-11-05/"])
def test_of_teams_files_those_that_were_handed_in_count_newest_first(put, look, lesson, around):
    number, name = lesson.folder.partition("-")[0], lesson.name
    for version in (1, 2, 10, 9):
        put(f"{around}Submitted files/Ada Lovelace/{number} {name}/Version {version}/{name}.ipynb")
    put(f"{around}Working files/Ada Lovelace/{number} {name}/{name}.ipynb")
    put(f"{around}Working files/Grace Hopper/{number} {name}/{name}.ipynb")
    found, left = look()
    ((who, handed),) = found.items()
    assert who == ("Ada Lovelace", lesson.folder) and handed.folder.name == "Version 10"
    assert "Version 10, the newest of 4" in handed.notes
    assert {path: "not handed in" in reason for path, reason in left.items()} == {
        f"{around}Working files/Grace Hopper": True
    }


def test_a_version_without_a_file_is_passed_over(put, look, lesson, tmp_path):
    put(f"ada/{lesson.folder}/Version 1/{lesson.name}.ipynb")
    (tmp_path / "ada" / lesson.folder / "Version 2").mkdir()
    ((_, handed),) = look()[0].items()
    assert handed.folder.name == "Version 1"


def test_gradescopes_export_names_nobody_and_is_left_to_collect(put, look, lesson, tmp_path):
    put(f"assignment_1_export/submission_11/{lesson.name}.ipynb")
    put(f"submission_12/{lesson.name}.ipynb")
    for folder in ("assignment_1_export", "."):
        (tmp_path / folder / "submission_metadata.yml").write_text("---\n")
    found, left = look()
    assert found == {} and set(left) == {"assignment_1_export", "submission_12"}
    assert all("autograder collect" in reason for reason in left.values())
