"""`autograder review`: what is due today, asked in a terminal; and when it goes on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from workbook import checkpoints
from workbook.checkpoints.markup import to_plain
from workbook.memory.answers_file import AnswersFile, event
from workbook.memory.items import asked
from workbook.memory.known import take_in
from workbook.memory.planning import PlanError, plan_in
from workbook.memory.sitting_words import about, closing, opening
from workbook.memory.today import Due, all_due, put_today
from workbook.progress import ProgressError, answers_beside

from .course import CourseError

LETTERS = "ABCDE"
WIDTH = 96


def own_answers(folder: Path | None) -> AnswersFile:
    """The file of whoever works in these lessons. Raises CourseError where there are none."""
    try:
        return answers_beside(folder)
    except ProgressError as error:
        raise CourseError(str(error)) from None


def plan_next(folder: Path | None, when: str) -> str:
    """Keep when a learner sits down next, write it into a calendar file, and say where."""
    try:
        return plan_in(own_answers(folder), when)
    except PlanError as error:
        raise CourseError(str(error)) from None


def review_in_terminal(
    answers: AnswersFile, minutes: float, only_list: bool, other: Path | None
) -> None:
    """Show what is due, and ask it. other: a file whose answers are added first."""
    if other:
        count = take_in(other, answers)
        click.echo(f"{other.name}: {count} new lines are now in {answers.path.name}.")
    now = datetime.now().astimezone()
    kept = answers.read()
    for note in kept.said():
        click.echo(note)
    put = put_today(kept.events, now, _question, minutes)
    everything = len(all_due(kept.events, now))
    click.echo(opening([due for due, _ in put], everything, kept.events, now))
    left = [(due, found) for due, found in put if due.answer is None]
    if only_list:
        for due, (question, _) in left:
            click.echo(f"  {about(due)}: {to_plain(question.prompt)}")
        return
    right = 0
    for number, (due, found) in enumerate(left, 1):
        try:
            right += _ask(answers, due, *found, f"{number} of {len(left)}")
        except (click.Abort, EOFError):
            click.echo("\nStopped. What was answered is kept; the rest waits.")
            return
    if left:
        click.echo(f"\n{right} of {len(left)} right. {closing(answers.read().events, now)}")


def _question(due: Due) -> Any:
    return asked(due.item, due.seed, checkpoints.find, checkpoints.variant)


def _ask(answers: AnswersFile, due: Due, question: Any, order: list[int], place: str) -> bool:
    """Ask one question, keep the answer, and say why each option tempts; whether it was right."""
    click.echo(f"\n{place} · {about(due)}\n")
    for line in _lines(f"{question.scenario}\n\n{question.prompt}".strip()):
        click.echo(line)
    letters = LETTERS[: len(question.options)]
    for letter, option in zip(letters, question.options, strict=True):
        click.echo(_hanging(f"{letter}. ", to_plain(option.text)))
    choice = click.prompt(
        "Your answer",
        type=click.Choice(list(letters), case_sensitive=False),
        show_choices=False,
        prompt_suffix=f" ({', '.join(letters)}): ",
    )
    chosen = letters.index(choice.upper())
    right = question.options[chosen].right
    data = {"option": order[chosen], "seed": due.seed}
    if due.lesson:
        data["lesson"] = due.lesson
    try:
        answers.append(event("answer", due.item, right=right, **data))
    except OSError as error:
        raise CourseError(
            f"{answers.path.name} cannot be written ({error.strerror or error}): "
            "your answers would be lost."
        ) from None
    best = letters[question.answer]
    click.echo(f"\n{best} is right." if right else f"\nNot {letters[chosen]}: {best} is right.")
    for letter, option in zip(letters, question.options, strict=True):
        click.echo(_hanging(f"{letter}: ", to_plain(option.why)))
    return right


def _lines(text: str) -> Iterator[str]:
    """Markdown for a terminal: code as it stands, the rest in plain, wrapped lines."""
    for place, piece in enumerate(text.split("```")):
        if place % 2:
            yield from textwrap.indent(piece.strip("\n"), "    ").split("\n")
        else:
            for paragraph in filter(str.strip, piece.split("\n\n")):
                yield from textwrap.wrap(to_plain(paragraph), WIDTH)
        yield ""


def _hanging(head: str, text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
