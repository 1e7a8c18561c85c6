"""The command line: `autograder …`; `autograder --help` lists what it can do."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from . import quick_imports  # noqa: F401
from .course import CourseError, find_lessons, find_root, what_failed

NOT_EVERYTHING = 3
"""The exit code when all was done but for something in the folder or the file, which is named."""


class OneLineErrors(click.Group):
    """Shows what a person can mend as one line, with exit code 1."""

    def main(self, *args, **kwargs):
        _open_what_is_closed()
        return super().main(*args, **kwargs)

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except CourseError as error:
            raise click.ClickException(str(error)) from None
        except BrokenPipeError:
            raise  # who reads what is written here, such as `head`, has enough: nothing is said
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            room = " Make room for the course and for temporary files, then run this again."
            raise click.ClickException(f"{what_failed(error)}.{room * full}") from None
        except UnicodeEncodeError as error:
            raise click.ClickException(
                f"A name cannot be written in this system's encoding, {error.encoding}. "
                "Set PYTHONUTF8=1, then run this again."
            ) from None
        except Exception as error:
            from workbook.checkpoints.rules import CheckpointError

            # a line for each mistake in questions; or that there is none of some name
            if isinstance(error, CheckpointError) or type(error) is LookupError:
                raise click.ClickException(str(error)) from None
            if not type(error).__module__.startswith("sqlalchemy."):
                raise
            from .grading.gradebook.soundness import in_words

            raise click.ClickException(in_words(error)) from None


def _open_what_is_closed() -> None:
    """Where a service or `>&-` starts this without a standard stream, have nothing there.

    A file that is opened later would else get its number, and what is said would go into that file.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - until the end
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build, check and grade the workbook's lessons.

    A lesson is named by its folder (03-activations) or its number (3).
    """


@main.command()
@click.argument("lessons", nargs=-1)
@click.option("--check", is_flag=True, help="Only verify that everything is up to date.")
@click.option("--slides", is_flag=True, help="Also write each deck as one HTML file.")
@click.option("--minutes", is_flag=True, help="First write the computed minutes into the sources.")
def build(lessons: tuple[str, ...], check: bool, slides: bool, minutes: bool) -> None:
    """Build notebooks and decks from the lessons' sources."""
    from tqdm import tqdm

    from .authoring.build import build as build_lesson
    from .authoring.build import build_review, write_deck
    from .authoring.glossary import build_page
    from .authoring.stated import state_minutes

    report = []
    for lesson in find_lessons(lessons) if minutes and not check else ():
        report += state_minutes(lesson)
    for lesson in tqdm(find_lessons(lessons), unit="lesson", disable=None, leave=False):
        report += build_lesson(lesson, check)
        if slides:
            report.append(write_deck(lesson))
    if not lessons:
        report += [*build_review(find_root(), check), *build_page(find_root(), check)]
    for line in report:
        click.echo(line)
    if check and report:
        sys.exit(1)


@main.command()
@click.argument("lessons", nargs=-1)
@click.option(
    "--to",
    required=True,
    type=click.Choice(["moodle", "gift", "qti", "anki"]),
    help="Moodle's XML, GIFT, QTI 1.2 for Canvas, or Anki's decks.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file to write [questions, with the format's ending, in the current folder].",
)
def questions(lessons: tuple[str, ...], to: str, out: Path | None) -> None:
    """Write the questions as a question bank.

    Why each option tempts stands with it. Ids stay, so that a second import knows what it has.
    Canvas's and Anki's formats need more packages: python -m pip install -e '.[banks]'
    """
    from .authoring.bank.writing import chapters_of, write_bank

    chapters = chapters_of(find_lessons(lessons))
    path = write_bank(chapters, to, out)
    count = sum(len(chapter.questions) for chapter in chapters)
    whence = "1 lesson" if len(chapters) == 1 else f"{len(chapters)} lessons"
    click.echo(f"{path}: {count} questions of {whence}")


@main.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="The folder to write it into [book/]."
)
def book(folder: Path | None) -> None:
    """Write the course as a book of pages that open from disk, without a network.

    A folder that holds anything but a book is left as it is.
    """
    from tqdm import tqdm

    from .authoring.book import write_book

    lessons = find_lessons()
    if not lessons:
        raise CourseError("There is no lesson in solutions/ to make a book of.")
    folder = folder or find_root() / "book"

    def progress(pages):
        return tqdm(pages, total=len(lessons) + 2, unit="page", disable=None, leave=False)

    names = write_book(lessons, folder, progress)
    click.echo(f"{folder}: {len(names)} files written; open {folder / 'index.html'}")


@main.command()
@click.argument("lessons", nargs=-1, required=True)
def reset(lessons: tuple[str, ...]) -> None:
    """Start a lesson afresh; a notebook that you worked in is kept under another name."""
    from .authoring.build import reset as reset_lesson

    for lesson in find_lessons(lessons):
        kept = reset_lesson(lesson)
        moved = f"; yours is now {kept.relative_to(lesson.root)}" if kept else ""
        click.echo(f"{lesson.notebook.relative_to(lesson.root)}: fresh{moved}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, for a program.")
@click.option("--plan", "when", help='When you will sit down next: "2027-03-01 18:00".')
def progress(folder: Path | None, as_json: bool, when: str | None) -> None:
    """Show what is done, what is likely known and what is next, for yourself.

    It is read from your own saved notebooks and answers. FOLDER is where your lessons are; without
    it, those nearest to the current folder.
    """
    from workbook.progress import ProgressError
    from workbook.progress import progress as look

    if when:
        from .reviewing import plan_next

        click.echo(plan_next(folder, when), err=True)
    try:
        view = look(folder)
    except ProgressError as error:
        raise CourseError(str(error)) from None
    click.echo(view.as_json() if as_json else view)
    if not view.complete:
        sys.exit(1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--list", "only_list", is_flag=True, help="Only show what is due.")
@click.option("--minutes", type=click.FloatRange(1), default=10, help="How long it may take [10].")
@click.option(
    "--take-in",
    "other",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="First add the answers of this file: the book's, or yours from another machine.",
)
def review(folder: Path | None, only_list: bool, minutes: float, other: Path | None) -> None:
    """Ask what is due today: questions, exercises and mistakes of yours, about ten minutes.

    What is right comes back later and later, what is wrong soon. FOLDER is where your lessons are.
    """
    from .reviewing import own_answers, review_in_terminal

    review_in_terminal(own_answers(folder), minutes, only_list, other)


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option(
    "--isolation",
    type=click.Choice(["bubblewrap", "none"]),
    help="How the notebook's code is kept apart [bubblewrap].",
)
def check(notebook: Path, isolation: str | None) -> None:
    """Check a learner's NOTEBOOK in the terminal: points per exercise.

    Its code runs in the same sandbox as a submission's. For your own, where there is no sandbox:
    --isolation none.
    """
    from .grading.process.head_start import head_start

    with head_start(isolation):
        from .grading.engine import check_notebook
        from .judging.words import headline

        outcome = check_notebook(notebook, isolation)
    for verdict in outcome.verdicts.values():
        click.echo(headline(verdict))
    for answer in outcome.answers:
        state = "written" if answer.written else "not written yet"
        click.echo(f"{answer.name}: {state}, up to {answer.max_points:g} points from a person")
    by_hand = sum(answer.max_points for answer in outcome.answers if answer.written)
    more = f", and up to {by_hand:g} from a person" if by_hand else ""
    click.echo(f"{outcome.points:g} of {outcome.max_points:g} points{more}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("lesson")
@click.option("--dry-run", is_flag=True, help="Only show who would be matched with what.")
@click.option(
    "--roster",
    "rosters",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Who is in the class: a CSV file with the columns id, name (or first_name, last_name), "
    "email, lms_user_id, group; or the platform's own table of marks. May be given several "
    "times [students.csv where the course has one].",
)
def collect(file: Path, lesson: str, dry_run: bool, rosters: tuple[Path, ...]) -> None:
    """Take a platform's zip of submissions in.

    They go into submitted/STUDENT/LESSON/. FILE may come from Moodle, Canvas, Gradescope or
    nbgrader's exchange, or hold a folder for each student. The newest attempt counts, others are
    kept in attempts/. The same zip once more changes nothing. What cannot be matched is listed and
    left alone; the exit code is then 3. What the platform called each student is kept in lms.csv,
    for `autograder return`.
    """
    from tqdm import tqdm

    from .grading.gradebook.plain_assignments import find_work
    from .lms.collecting import collect as take
    from .lms.told import of_collection

    root = find_root()
    (work,) = find_work((lesson,), root, root / "submitted")
    with tqdm(unit="student", disable=None, leave=False) as bar:
        found = take(file, work, rosters, dry_run, bar.update)
    for line in of_collection(found, work.folder, dry_run):
        click.echo(line)
    if not found.everything:
        sys.exit(NOT_EVERYTHING)


@main.command()
@click.argument("lessons", nargs=-1)
@click.option(
    "--submitted", type=click.Path(path_type=Path), help="Folder of submissions [submitted/]."
)
@click.option("--jobs", type=click.IntRange(1), help="Submissions graded at a time [one per core].")
@click.option(
    "--seed", type=click.IntRange(0), help="Seed of the hidden inputs [the course's own]."
)
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), help="Also write the records here."
)
@click.option(
    "--isolation",
    type=click.Choice(["bubblewrap", "none"]),
    help="How students' code is kept apart [bubblewrap].",
)
@click.option(
    "--scheduler", help="Grade on the workers of this Dask scheduler (tcp://…), not here."
)
@click.option("--regrade", is_flag=True, help="Grade everything again, also what is finished.")
@click.option(
    "--what-changes", is_flag=True, help="Only list which marks would change; write nothing."
)
@click.option("--yes", is_flag=True, help="Do not ask before a regrade writes changed marks.")
@click.option(
    "--stderr-fails/--stderr-is-fine",
    default=None,
    help="Whether output on standard error fails a cell of a plain nbgrader notebook "
    "[as nbgrader_config.py says].",
)
@click.option(
    "--cells-seconds",
    type=click.FloatRange(1),
    help="Seconds that all cells of one submission may take together; each exercise has its own "
    "besides [as nbgrader_config.py says, else 300].",
)
def grade(lessons, submitted, json_file, yes, **options) -> None:
    """Grade submitted/STUDENT/LESSON/ into the gradebook.

    LESSON may also be an assignment of plain nbgrader notebooks, by its folder's name. What is
    finished and unchanged is not graded again. What could not be graded is listed at the end, with
    its reason (and beside the --json file); the exit code is then 3. A regrade lists which marks
    change before it writes them, and asks, where it is run in a terminal.
    """
    from .grading.process.head_start import head_start

    root = find_root()
    folder = submitted or root / "submitted"
    is_asked = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    options["agree"] = lambda: not is_asked or click.confirm("Write these marks?")
    with ExitStack() as stack:
        if folder.is_dir() and not options["scheduler"]:
            stack.enter_context(head_start(options["isolation"]))
        from .grading.class_run import grade_class
        from .grading.gradebook.plain_assignments import find_work

        works = find_work(lessons, root, folder)
        if not grade_class(works, folder, root, json_file=json_file, **options):
            sys.exit(NOT_EVERYTHING)


@main.command()
@click.argument("lessons", nargs=-1)
@click.option(
    "--decimal-comma",
    is_flag=True,
    help="Tables as spreadsheets want them where 1.5 is written 1,5.",
)
def report(lessons: tuple[str, ...], decimal_comma: bool) -> None:
    """Write the class report of graded lessons or assignments, as HTML and CSV.

    It begins with what to teach again. Beside it come a table of the exercises' figures and a page
    for each student, over all lessons.
    """
    from tqdm import tqdm

    from .grading.gradebook.plain_assignments import find_work
    from .grading.report.writing import write_report, write_students

    root = find_root()
    everything = find_work((), root, root / "autograded")
    wanted = find_work(lessons, root, root / "autograded")
    with tqdm(unit="page", disable=None, leave=False) as bar:
        chapters = write_students(everything, root, bar.update)
    graded = [chapter.work for chapter in chapters]
    for lesson in wanted if lessons else graded or wanted:
        for path in write_report(lesson, root, chapters, decimal_comma=decimal_comma):
            click.echo(f"{path.relative_to(root)}: written")
    click.echo(
        f"report/students/: {len({s.student for c in chapters for s in c.submissions})} pages"
    )


@main.command()
@click.argument("lessons", nargs=-1)
def feedback(lessons: tuple[str, ...]) -> None:
    """Write a feedback page for each graded submission, always of the last grading."""
    from tqdm import tqdm

    from .grading.gradebook.plain_assignments import find_work
    from .grading.nbgrader.feedback import write_feedback

    root, failed = find_root(), False
    work = find_work(lessons, root, root / "autograded")
    if not lessons:
        work = [each for each in work if any((root / "autograded").glob(f"*/{each.folder}"))]
    if not work:
        raise CourseError("Nothing has been graded yet: run `autograder grade` first.")
    for lesson in work:
        with tqdm(unit="page", disable=None, leave=False) as bar:
            written = write_feedback(lesson, root, bar.update)
        click.echo(f"{lesson.folder}: {len(written.pages)} pages in feedback/")
        for student, why in written.failed.items():
            failed = True
            click.echo(f"{lesson.folder}: no page could be made for {student}: {why}")
    if failed:
        sys.exit(1)


@main.command("return")
@click.argument("lesson")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--feedback",
    type=click.Path(path_type=Path),
    help="Also write the feedback pages here, as the zip that the platform takes back.",
)
@click.option("--column", help="The title of the column, where several may be meant.")
@click.option("--scale", is_flag=True, help="Convert marks to the platform's own maximum.")
@click.option(
    "--comments",
    is_flag=True,
    help="Also write each student a line with the points of each part, into the empty cells of the "
    "worksheet's column of comments.",
)
def return_(
    lesson: str,
    file: Path,
    feedback: Path | None,
    column: str | None,
    scale: bool,
    comments: bool,
) -> None:
    """Fill marks into a platform's own table.

    FILE is Moodle's grading worksheet, Canvas's gradebook or Sakai's grades.csv. Nothing else in it
    is changed, and the file as it was is kept beside it. Where there is no mark the cell stays
    blank. Marks that found no row, or that the platform has locked, are listed; the exit code is
    then 3.
    """
    from tqdm import tqdm

    from .grading.gradebook.plain_assignments import find_work
    from .lms.returning import return_marks
    from .lms.told import of_return

    root = find_root()
    (work,) = find_work((lesson,), root, root / "autograded")
    with tqdm(unit="page", disable=None, leave=False) as bar:
        done = return_marks(file, work, column, scale, feedback, bar.update, comments=comments)
    for line in of_return(done, file.name):
        click.echo(line)
    if not done.everything:
        sys.exit(NOT_EVERYTHING)


@main.command()
@click.argument("lesson")
@click.option("--marker", help="Whose marks these are [your name on this machine].")
@click.option(
    "--sample",
    type=click.IntRange(0),
    help="So many texts of each question are marked by every marker [as last time, else 0].",
)
@click.option("--browser/--no-browser", default=True, help="Open it in the browser [yes].")
def mark(lesson: str, marker: str | None, sample: int | None, browser: bool) -> None:
    """Mark the texts of a graded LESSON, question by question, on a page on this machine.

    Marks go into the gradebook as each is saved; Formgrader shows the same. Several markers each
    start it under a name of their own: nobody gets a text that another one has. Ctrl + C ends it.
    """
    import getpass
    import webbrowser

    from .grading.gradebook.plain_assignments import find_work
    from .grading.marking.desk import Desk
    from .grading.marking.page import Server, serve

    root = find_root()
    (work,) = find_work((lesson,), root, root / "autograded")
    desk = Desk(root, work.folder, (marker or getpass.getuser()).strip() or "marker")
    if sample is not None:
        desk.ledger.setting("sample", sample)
    if not desk.questions():
        raise CourseError(f"No text of {work.folder} waits for a person.")

    def tell(server: Server) -> None:
        click.echo(f"Marking {work.folder} as {desk.marker}: {server.address}")
        click.echo("Ctrl + C ends it; every mark is saved when you go on to the next text.")
        if browser:
            webbrowser.open(server.door)

    serve(desk, tell)


@main.command()
@click.argument("student")
@click.argument("lesson")
@click.argument("date")
def extend(student: str, lesson: str, date: str) -> None:
    """Give STUDENT until DATE for a LESSON, in extensions.csv.

    DATE is 2026-03-05 (to the end of that day), 2026-03-05 18:00, or 2026-03-05 18:00+01:00 for
    another zone than UTC; +2 means two days behind the due date, +12h twelve hours, +0 none. Late
    penalties stay as they are until the next `autograder grade`.
    """
    from .grading.gradebook.extensions import SHORT, extend
    from .grading.gradebook.plain_assignments import find_work

    root = find_root()
    (work,) = find_work((lesson,), root, root / "submitted")
    dates = extend(root, student, work.folder, date)
    due = f"due {dates.due:{SHORT}} UTC" if dates.due else "which has no due date yet"
    click.echo(f"{student} has until {dates.until:{SHORT}} UTC for {work.folder}, {due}.")


@main.command()
@click.argument("lesson")
@click.option("--host", help="Where to listen [this machine's address in its network].")
@click.option("--port", type=click.IntRange(0, 65535), help="0 takes a free one [8765].")
@click.option("--fresh", is_flag=True, help="End a session that was left, and begin a new one.")
@click.option("--end", is_flag=True, help="Only end a session that was left: report, forget.")
def present(lesson: str, host: str | None, port: int | None, fresh: bool, end: bool) -> None:
    """Present a lesson's deck with votes: phones join by a QR code on its first slide.

    Stopped and started again, it goes on where it was. After class there is a report without names
    in report/votes/.
    """
    from .classroom import present as classroom

    (found,) = find_lessons((lesson,))
    if end:
        classroom.end(found, click.echo)
    else:
        port = classroom.PORT if port is None else port
        classroom.present(found, host, port, fresh, click.echo)


@main.command()
@click.argument("lesson")
def groups(lesson: str) -> None:
    """Wrong answers of a graded class that nobody has named, grouped by what they answered."""
    from .grading.groups import groups_of, without_record
    from .judging.words import visible

    (found,) = find_lessons((lesson,))
    for group in groups_of(found):
        count = len(group.students)
        said = [
            f"{group.name}  {count} submission{'s' * (count != 1)}: {_few(group.students)}",
            f"    the card says: {group.told or 'nothing of what happened'}",
            *(f"    | {row}" for row in group.example.splitlines()),
        ]
        click.echo("\n".join(map(visible, said)) + "\n")
    if others := tuple(without_record(found)):
        click.echo(
            "Not among them: whom `nbgrader autograde` graded, which keeps no record of mistakes: "
            f"{visible(_few(others))}. `autograder grade` has them too."
        )


def _few(students: tuple[str, ...]) -> str:
    more = f" and {len(students) - 5} more" if len(students) > 5 else ""
    return ", ".join(students[:5]) + more


@main.command()
@click.argument("lesson")
@click.argument("group")
@click.option("--why", required=True, help="One sentence for learners: what is wrong, and why.")
def name(lesson: str, group: str, why: str) -> None:
    """Make a GROUP of wrong answers into a mistake that cards name.

    Read the group's code first (`autograder groups LESSON`): it becomes part of the course.
    """
    from .grading.groups import name_group

    (found,) = find_lessons((lesson,))
    named, path = name_group(found, group, why)
    click.echo(f"{named.name} is named in {path.name}: {len(named.students)} submissions have it.")
    click.echo(f"`autograder grade {found.folder}` grades them again, and their cards say so.")


@main.command()
@click.argument("lesson")
def similar(lesson: str) -> None:
    """Show pairs of texts and longer functions that share passages, to be read by a person.

    It judges nobody, and no mark, record or report knows of it. Functions of at most ten lines are
    never compared. It needs one more package: python -m pip install -e '.[similarity]'
    """
    from .grading.similarity.pairs import write_pairs

    (found_lesson,) = find_lessons((lesson,))
    found = write_pairs(found_lesson)
    looked_at = ", ".join(f"{each.asked.name} ({each.written})" for each in found.compared)
    click.echo(f"{found_lesson.folder}: compared {looked_at}")
    if found.page is None:
        click.echo("No two answers are alike enough to be read side by side; no page was written.")
    else:
        pairs = "1 pair" if found.pairs == 1 else f"{found.pairs} pairs"
        click.echo(f"{found.page.relative_to(found_lesson.root)}: {pairs} to read")


@main.command()
def doctor() -> None:
    """Say what is installed, what is missing, and how students' code would be run."""
    from .doctor import findings

    rows = findings()
    for finding in rows:
        click.echo(f"{'ok     ' if finding.good else 'missing'}  {finding.what}: {finding.said}")
    if not all(finding.good or finding.optional for finding in rows):
        sys.exit(1)
