"""The command line: `autograder …`; `autograder --help` lists what it can do."""

from __future__ import annotations

import sys
from pathlib import Path

# jsonschema offers to check IRIs where this can be imported, and importing it compiles a grammar
# for half a second and more. Nothing here checks an IRI.
sys.modules.setdefault("rfc3987_syntax", None)

import click  # noqa: E402

from .course import CourseError, find_lessons, find_root  # noqa: E402

NOT_EVERYTHING = 3
"""The exit code of `grade` when all was done, but something in the folder could not be graded."""


class OneLineErrors(click.Group):
    """Shows what a person can mend as one line, with exit code 1."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except CourseError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            about = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{about}{error.strerror or error}.") from None


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build, check and grade the workbook's lessons.

    A lesson is named by its folder (03-activations) or its number (3).
    """


@main.command()
@click.argument("lessons", nargs=-1)
@click.option("--check", is_flag=True, help="Only verify that everything is up to date.")
@click.option("--slides", is_flag=True, help="Also write each deck as one HTML file.")
def build(lessons: tuple[str, ...], check: bool, slides: bool) -> None:
    """Build notebooks and decks from the lessons' sources."""
    from tqdm import tqdm

    from .authoring.build import build as build_lesson
    from .authoring.build import build_review, write_deck

    report = []
    for lesson in tqdm(find_lessons(lessons), unit="lesson", disable=None, leave=False):
        report += build_lesson(lesson, check)
        if slides:
            report.append(write_deck(lesson))
    if not lessons:
        report += build_review(find_root(), check)
    for line in report:
        click.echo(line)
    if check and report:
        sys.exit(1)


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
def grade(lessons, submitted, json_file, **options) -> None:
    """Grade submitted/STUDENT/LESSON/ into the gradebook.

    LESSON may also be an assignment of plain nbgrader notebooks, by its folder's name. What is
    finished and unchanged is not graded again. What could not be graded is listed at the end, with
    its reason (and beside the --json file); the exit code is then 3.
    """
    from .grading.class_run import grade_class
    from .grading.gradebook.plain_assignments import find_work

    root = find_root()
    folder = submitted or root / "submitted"
    works = find_work(lessons, root, folder)
    if not grade_class(works, folder, root, json_file=json_file, **options):
        sys.exit(NOT_EVERYTHING)


@main.command()
@click.argument("lessons", nargs=-1)
def report(lessons: tuple[str, ...]) -> None:
    """Write the class report of graded lessons or assignments, as HTML and CSV."""
    from .grading.gradebook.plain_assignments import find_work
    from .grading.report import write_report

    root = find_root()
    for lesson in find_work(lessons, root, root / "autograded"):
        for path in write_report(lesson, root):
            click.echo(f"{path.relative_to(root)}: written")


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
        for student in written.failed:
            failed = True
            click.echo(f"{lesson.folder}: no page could be made for {student}")
    if failed:
        sys.exit(1)


@main.command()
@click.argument("lesson")
def groups(lesson: str) -> None:
    """Wrong answers of a graded class that nobody has named, grouped by what they answered."""
    from .grading.groups import groups_of

    (found,) = find_lessons((lesson,))
    for group in groups_of(found):
        count = len(group.students)
        click.echo(f"{group.name}  {count} submission{'s' * (count != 1)}: {_few(group.students)}")
        click.echo(f"    the card says: {group.told or 'nothing of what happened'}")
        for row in group.example.splitlines():
            click.echo(f"    | {row}")
        click.echo("")


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
def doctor() -> None:
    """Say what is installed, what is missing, and how students' code would be run."""
    from .doctor import findings

    rows = findings()
    for finding in rows:
        click.echo(f"{'ok     ' if finding.good else 'missing'}  {finding.what}: {finding.said}")
    if not all(finding.good or finding.optional for finding in rows):
        sys.exit(1)
