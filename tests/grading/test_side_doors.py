"""What goes wrong beside the submissions: seeds, gradebooks, second runs, what killed runs leave.

Each ends in one line that says what to do, or in nothing at all; and nothing is lost.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.cli import main
from autograder.grading.course_lock import only_run
from autograder.grading.gradebook import soundness
from autograder.grading.gradebook.course_settings import Settings
from autograder.grading.gradebook.finished import fingerprint
from autograder.grading.nbgrader import steps
from autograder.grading.process import temporary_folders
from autograder.grading.secret_seed import FILE, secret_seed

from ..commands import Begun

LESSON = "03-activations"
SCRIPTS = Path(sys.executable).parent


@pytest.fixture
def classroom(course, submit, write_in, solutions, monkeypatch):
    """Two submissions, solved and untouched."""
    submit("ada", write_in(**solutions))
    submit("bob", write_in())
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def graded(tmp_path, lay_graded, write_in, solutions, monkeypatch):
    """The same two, graded."""
    lay_graded(tmp_path, {"ada": write_in(**solutions), "bob": write_in()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def grade(*words):
    return CliRunner().invoke(main, ["grade", "--jobs", "1", *words])


def scores(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "neural-networks") as book:
        return {
            submission.student.id: [
                (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            ]
            for submission in book.assignment_submissions(LESSON)
        }


def one_line(result):
    """The one line with which a command ended that could not do what was asked."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    *before, line = result.output.strip().splitlines()
    assert line.startswith("Error: ") and "Traceback" not in result.output, before
    return line


# Seeds --------------------------------------------------------------------------------------------

NO_SEEDS = {
    "empty": b"",
    "words": b"seventeen\n",
    "negative": b"-5\n",
    "two": b"12 34\n",
    "a fraction": b"1.5",
    "noise": b"\xff\xfe\x00\x01",
    "endless": b"9" * 5_000,
    "a conflict": b"<<<<<<< ours\n12\n=======\n34\n",
}


@pytest.mark.parametrize("kind", NO_SEEDS)
def test_a_damaged_seed_is_said_and_kept(classroom, kind):
    (classroom / FILE).write_bytes(NO_SEEDS[kind])
    assert "is damaged" in one_line(grade())
    assert (classroom / FILE).read_bytes() == NO_SEEDS[kind]
    assert not (classroom / "autograded").exists()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"student": "ada"}', b"\xff\xfe"])
def test_a_damaged_record_is_said(graded, content):
    record = next(graded.glob("autograded/*/*/record.json"))
    record.chmod(0o644)
    record.write_bytes(content)
    for words in (["report", LESSON], ["groups", LESSON]):
        assert "record.json is damaged" in one_line(CliRunner().invoke(main, words))
    assert grade("--seed", "7").exit_code == 0  # which makes it anew
    assert CliRunner().invoke(main, ["report", LESSON]).exit_code == 0


@pytest.mark.parametrize("line", ["raise SystemExit(0)", "c.CourseDirectory.root = '/nowhere'"])
def test_a_configuration_that_leads_nowhere_is_said(graded, line):
    with (graded / "nbgrader_config.py").open("a") as config:
        config.write(f"\n{line}\n")
    one_line(CliRunner().invoke(main, ["report", LESSON]))


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_a_seed_that_is_no_file_is_said(classroom, make):
    make(classroom / FILE)
    assert "cannot be read or written" in one_line(grade())


def test_the_first_seed_stays_whoever_draws_another(tmp_path):
    seed = secret_seed(tmp_path)
    assert secret_seed(tmp_path) == seed and os.listdir(tmp_path) == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


# Gradebooks ---------------------------------------------------------------------------------------


def overwrite(book):
    book.write_bytes(b"not a gradebook at all" * 500)


def cut(book):
    book.write_bytes(book.read_bytes()[:5_000])


def spoil(book):
    content = bytearray(book.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    book.write_bytes(content)


def age(book):
    """As before nbgrader 0.6, which brought a column."""
    with closing(sqlite3.connect(book)) as old:
        old.execute("ALTER TABLE student DROP COLUMN lms_user_id")
        old.execute("UPDATE alembic_version SET version_num = '167914646830'")
        old.commit()


def lose_a_column_of_grades(book):
    with closing(sqlite3.connect(book)) as old:
        old.execute("ALTER TABLE grade DROP COLUMN extra_credit")
        old.execute("DROP TABLE alembic_version")
        old.commit()


BOOKS = {
    "overwritten": (overwrite, "is damaged"),
    "cut": (cut, "is damaged"),
    "spoilt": (spoil, "is damaged"),
    "old": (age, "nbgrader db upgrade"),
    "older": (lose_a_column_of_grades, "nbgrader db upgrade"),
    "a folder": (lambda book: book.unlink() or book.mkdir(), "cannot be opened"),
}


@pytest.mark.parametrize("state", BOOKS)
def test_a_gradebook_that_cannot_be_used_is_said_and_left_alone(graded, state):
    book = graded / "gradebook.db"
    change, says = BOOKS[state]
    change(book)
    before = book.read_bytes() if book.is_file() else None
    records = {p: p.read_bytes() for p in graded.glob("autograded/*/*/*")}
    assert says in one_line(grade("--regrade"))
    assert before is None or book.read_bytes() == before
    assert {p: p.read_bytes() for p in graded.glob("autograded/*/*/*")} == records


def test_a_gradebook_that_another_program_holds_is_said(graded, monkeypatch):
    monkeypatch.setattr(soundness, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(graded / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "held by another program" in one_line(grade("--regrade"))
    assert grade("--regrade").exit_code == 0


def test_a_transaction_is_tried_again_while_another_program_writes():
    said = iter(["database is locked", "database is locked", None])

    def write():
        if why := next(said):
            raise sqlite3.OperationalError(why)
        return "written"

    assert soundness.patiently(write, sqlite3.Error) == "written"
    with pytest.raises(sqlite3.OperationalError, match="full"):
        soundness.patiently(lambda: fail("disk is full"), sqlite3.Error)
    attempts = []
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        soundness.patiently(lambda: attempts.append(1) or fail("is locked"), sqlite3.Error)
    assert len(attempts) == soundness.PATIENCE


def fail(why):
    raise sqlite3.OperationalError(why)


def test_a_gradebook_that_a_killed_run_began_is_finished(graded):
    """nbgrader makes its tables first and says their version later."""
    wanted = scores(graded)
    with closing(sqlite3.connect(graded / "gradebook.db")) as book:
        for table in ("grade", "comment", "submitted_notebook", "submitted_assignment",
                      "autograder_finished", "alembic_version"):  # fmt: skip
            book.execute(f"DROP TABLE {table}")
        book.commit()
    assert grade().exit_code == 0
    assert scores(graded) == wanted


def test_a_lesson_is_told_to_the_gradebook_as_a_whole_or_not_at_all(classroom, monkeypatch):
    told, cells = Gradebook.update_or_create_source_cell, []

    def end_at_the_third(book, name, *more, **values):
        cells.append(name)
        if len(cells) == 3:
            raise KeyboardInterrupt
        return told(book, name, *more, **values)

    monkeypatch.setattr(Gradebook, "update_or_create_source_cell", end_at_the_third)
    grade()
    with closing(sqlite3.connect(classroom / "gradebook.db")) as book:
        assert book.execute("SELECT count(*) FROM base_cell").fetchall() == [(0,)]
    monkeypatch.undo()
    monkeypatch.chdir(classroom)
    assert grade().exit_code == 0 and len(scores(classroom)["ada"]) == 16


def test_a_gradebook_that_takes_the_place_of_another_is_found(tmp_path, monkeypatch):
    """Whoever opens the same file shares what was put into SQL, and nothing else."""
    address, student = f"sqlite:///{tmp_path}/gradebook.db", "neural-networks"
    with Gradebook(address, student) as book:
        book.add_student("ada")
        with Gradebook(address, student) as other:
            assert other.engine is book.engine and [s.id for s in other.students] == ["ada"]
        assert [s.id for s in book.students] == ["ada"], "the other's end is not its own"
    (tmp_path / "gradebook.db").unlink()
    with Gradebook(address, student) as book:
        assert book.students == []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        with Gradebook("sqlite:///gradebook.db", student) as book:
            assert book.students == [], "a path means what it means in this folder"
            book.add_student("bob")


# A full disk --------------------------------------------------------------------------------------

FULL_DISK = """
mkdir autograded && mount -t tmpfs -o size={size}k tmpfs autograded || exit 9
{autograder} grade 3 --jobs 1 --seed 7 --isolation none --json records.json; first=$?
mount -o remount,size=64m autograded || exit 9
{autograder} grade 3 --jobs 1 --seed 7 --isolation none; echo "ended $first $?"
"""


def test_on_a_full_disk_each_student_is_named_and_a_rerun_completes_it(
    classroom, submit, write_in, solutions
):
    submit("cyd", write_in(**solutions))
    script = FULL_DISK.format(size=150, autograder=SCRIPTS / "autograder")
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    done = subprocess.run(
        ["unshare", *user, "--mount", "sh", "-c", script],
        cwd=classroom, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "ended 1 0", done.stdout + done.stderr
    assert "No space left" in done.stdout and "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    after = scores(classroom)
    (classroom / "gradebook.db").unlink()
    assert grade("--seed", "7", "--isolation", "none").exit_code == 0
    assert scores(classroom) == after and len(after) == 3


# Two runs at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize("program", ["autograder", "nbgrader"])
def test_who_comes_second_waits_and_is_told_for_whom(graded, program):
    submitted = graded / "submitted" / "ada" / LESSON / "activations.ipynb"
    submitted.write_text(submitted.read_text().replace("Activation functions", "Activations"))
    words = {"autograder": ["grade", "3"], "nbgrader": ["autograde", LESSON, "--force"]}[program]
    with only_run(graded):
        second = Begun(program, *words, cwd=graded)
        end = time.monotonic() + 60
        while "Another run" not in second.said[1] and time.monotonic() < end:
            time.sleep(0.02)
        assert f"process {os.getpid()} on" in second.said[1] and second.process.is_alive()
    done = second.ended()
    assert done.returncode == 0, done.stderr


def test_two_first_runs_at_once_end_in_one_gradebook(classroom):
    runs = [Begun("autograder", "grade", "3", "--jobs", "1", cwd=classroom) for _ in range(2)]
    done = [run.ended() for run in runs]
    assert [run.returncode for run in done] == [0, 0], done
    assert sorted("2 of them before" in run.stdout for run in done) == [False, True]


# Old marks ----------------------------------------------------------------------------------------


@pytest.mark.nbgrader
@pytest.mark.parametrize("error", [RuntimeError("the judge failed"), MemoryError()])
def test_no_old_mark_stands_where_nbgrader_could_not_grade_again(graded, monkeypatch, error):
    assert sum(score for score, _ in scores(graded)["ada"]) == 20

    def no_grader(*_):
        raise error

    monkeypatch.setattr(steps, "_grader", no_grader)
    api = NbGraderAPI(config=Settings(graded).config)
    assert not api.autograde(LESSON, "ada", force=True)["success"]
    after = scores(graded)
    assert all(grade == (None, True) for grade in after["ada"]), after["ada"]
    assert all(score == 0 for score, _ in after["bob"])


# Fingerprints -------------------------------------------------------------------------------------


def many_files(folder):
    for number in range(2_500):
        (folder / f"file{number}").touch()


CHANGES = {
    "the last of many files": (many_files, lambda f: (f / "file999").write_text("x")),
    "a file deep below": (
        lambda f: (f / "a/b/c/d/e/f/g").mkdir(parents=True),
        lambda f: (f / "a/b/c/d/e/f/g/h").touch(),
    ),
    "an empty folder": (lambda f: None, lambda f: (f / "new").mkdir()),
    "where a link leads": (
        lambda f: (f / "link").symlink_to("one"),
        lambda f: (f / "link").unlink() or (f / "link").symlink_to("two"),
    ),
    "a file that becomes a folder": (
        lambda f: (f / "it").touch(),
        lambda f: (f / "it").unlink() or (f / "it").mkdir(),
    ),
    "within a large file": (
        lambda f: sparse(f / "large", 2**33),
        lambda f: overwrite_at(f / "large", 2**32),
    ),
    "a name": (lambda f: (f / "one").touch(), lambda f: (f / "one").rename(f / "two")),
    "a name in no encoding": (
        lambda f: (f / os.fsdecode(b"\xff1")).touch(),
        lambda f: (f / os.fsdecode(b"\xff1")).rename(f / os.fsdecode(b"\xff2")),
    ),
}


def sparse(path, size):
    with path.open("wb") as file:
        file.truncate(size)


def overwrite_at(path, place):
    with path.open("r+b") as file:
        file.seek(place)
        file.write(b"x")


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_changes_the_fingerprint(tmp_path, change):
    before, then = CHANGES[change]
    before(tmp_path)
    first = fingerprint("basis", tmp_path)
    assert fingerprint("basis", tmp_path) == first
    then(tmp_path)
    assert fingerprint("basis", tmp_path) != first


def test_a_fingerprint_is_had_of_whatever_is_there(tmp_path):
    (tmp_path / "link").symlink_to("link")
    os.mkfifo(tmp_path / "pipe")
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(60):  # far too long a path
            os.mkdir("x" * 200)
            os.chdir("x" * 200)
    finally:
        os.chdir(here)
    assert len(fingerprint("basis", tmp_path)) == 64
    assert fingerprint("basis", tmp_path / "nowhere") != fingerprint("basis", tmp_path / "pipe")


# What killed runs leave ---------------------------------------------------------------------------

LEAVES = """
import os, signal, sys
from autograder.grading.process.temporary_folders import temporary_folder
with temporary_folder() as folder:
    (folder / "stage").mkdir()
    print(folder, flush=True)
    if sys.argv[1] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    sys.stdin.read()
"""


def test_folders_of_killed_runs_are_cleared_away_and_no_others(tmp_path, monkeypatch):
    monkeypatch.setattr(temporary_folders.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "autograder-notes").mkdir()

    def start(how):
        process = subprocess.Popen(
            [sys.executable, "-c", LEAVES, how], env=os.environ | {"TMPDIR": str(tmp_path)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return process, Path(process.stdout.readline().strip())

    killed, left = start("killed")
    assert killed.wait() == -signal.SIGKILL and left.is_dir()
    alive, kept = start("alive")
    temporary_folders.clear_away()
    assert not left.exists() and kept.is_dir() and (tmp_path / "autograder-notes").is_dir()
    alive.communicate("")
    assert not kept.exists()


# Checking one notebook ----------------------------------------------------------------------------


@pytest.fixture
def curious(classroom, write_in, solutions):
    """A notebook, right but for its wish to write where it is not asked to."""
    mark = classroom / "was-here"
    source = f"try:\n    open({str(mark)!r}, 'w')\nexcept OSError:\n    pass\n{solutions['relu']}"
    path = classroom / "activations.ipynb"
    nbformat.write(write_in(**solutions | {"relu": source}), path)
    return path, mark


def test_a_notebook_is_checked_in_the_sandbox(curious):
    path, mark = curious
    result = CliRunner().invoke(main, ["check", str(path)])
    assert result.exit_code == 0 and "20 of 20" in result.output
    assert not mark.exists()


def test_where_there_is_no_sandbox_a_notebook_is_checked_knowingly(curious, monkeypatch):
    path, mark = curious
    monkeypatch.setenv("PATH", "/nowhere")
    assert "--isolation none" in one_line(CliRunner().invoke(main, ["check", str(path)]))
    assert not mark.exists()
    result = CliRunner().invoke(main, ["check", str(path), "--isolation", "none"])
    assert result.exit_code == 0 and "20 of 20" in result.output
    assert mark.exists() and shutil.which("bwrap") is None
