"""Checkpoint questions: data in TOML files beside this module, and `ask`, which puts one.

Each file holds one lesson's questions and bears its folder's name, `03-activations.toml`::

    [[question]]
    id = "a6-multi-label"        # unique in the course
    kind = "checkpoint"          # predict | checkpoint | review
    items = ["A6"]               # what it tests, from the syllabus
    scenario = "A photo may show a cat, a dog, both or neither."
    prompt = "Which output layer fits?"
    think = 60                   # seconds, in class
    listen_for = "Do they say that softmax makes the outputs compete?"

    [[question.option]]
    text = "Softmax over two units"
    right = false
    why = "Softmax outputs sum to 1, so *both* can never be likely."

Every option says why it tempts and why it is right or wrong; exactly one is right. Texts are
Markdown with LaTeX between dollar signs. Lecturers' decks are built from the same data. Numbers
that change when a question is asked again are described in `drawing`.
"""

import random
import tomllib
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from workbook.checkpoints import drawing
from workbook.checkpoints.rules import CheckpointError, faults_in, repeated

__all__ = ["CheckpointError", "Option", "Question", "ask", "find", "load", "load_all", "variant"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen: its text, whether it is right, and why it tempts."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """One question; the module's docstring says what each field holds. All texts are Markdown."""

    id: str
    kind: str
    prompt: str
    options: tuple[Option, ...]
    items: tuple[str, ...] = ()
    scenario: str = ""
    think: int = 60
    listen_for: str = ""
    written: dict = field(default_factory=dict, compare=False, repr=False)
    """The entry as it is written, whose numbers can be drawn anew."""

    @property
    def answer(self):
        """The position of the right option, counted from 0."""
        return next(place for place, option in enumerate(self.options) if option.right)


def load(lesson, folder=FOLDER):
    """Return a lesson's questions in the order of their file: a list of `Question`.

    lesson: the lesson's folder ("03-activations") or its number ("03" or 3).

    Raises CheckpointError with one line per mistake in the file, LookupError when there is no file.
    """
    number = str(lesson).split("-")[0].zfill(2)
    files = sorted(Path(folder).glob(f"{lesson}.toml"))  # two lessons may bear one number
    files += sorted(Path(folder).glob(f"{number}-*.toml"))
    if not files:
        raise LookupError(f"Lesson {lesson!r} has no questions: {folder} holds no {number}-….toml.")
    return _read(files[0])


def load_all(folder=FOLDER):
    """Return the questions of every lesson: {"03-activations": [Question, …], …}.

    Raises CheckpointError as `load` does, and when an id is used twice in the course.
    """
    lessons = {path.stem: _read(path) for path in sorted(Path(folder).glob("*.toml"))}
    faults = repeated((f"{name}.toml", q.id) for name, qs in lessons.items() for q in qs)
    if faults:
        raise CheckpointError(faults)
    return lessons


def find(id, folder=FOLDER):
    """Return the `Question` that bears this id; LookupError when no lesson has one."""
    questions = {q.id: q for questions in load_all(folder).values() for q in questions}
    if id not in questions:
        close = get_close_matches(str(id), questions, n=3, cutoff=0.4)
        hint = f"Is it {' or '.join(close)}?" if close else "Look for its id in the lessons' files."
        raise LookupError(f"No question is called {id!r}. {hint}")
    return questions[id]


def variant(question, seed):
    """Return a question as it is asked again: (the question, the order of its options).

    Its numbers are drawn anew where it has any. order[i] is the place, in the lesson's order, of
    the option that now stands at i. The same seed gives the same.
    """
    rng = random.Random(seed)
    numbers = question.written.get("numbers")
    if numbers:
        question = _question(question.written, drawing.drawn(numbers, rng))
    order = list(range(len(question.options)))
    rng.shuffle(order)
    return replace(question, options=tuple(question.options[place] for place in order)), order


def ask(id, folder=FOLDER):
    """Return the widget that puts this question, to be shown as a cell's last line.

    A learner's answer is kept, and shown when the question is put again. In the place of a review
    question comes what is due today, where something is.
    """
    # Imported here: decks and tests read questions without loading the widgets' machinery.
    from workbook.checkpoints.asking import widget_for
    from workbook.checkpoints.widget import Ask

    question = find(id, folder)
    if folder != FOLDER:
        return Ask(question)
    lesson, beside = next(
        (lesson, [q.id for q in questions if q.kind == "review"])
        for lesson, questions in load_all().items()
        if any(q.id == id for q in questions)
    )
    return widget_for(question, lesson, beside, find, variant)


def _read(path):
    """Read and check one file, anew only when it was changed: a notebook asks twenty questions."""
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return list(_read_as_it_was(path, changed))


@cache
def _read_as_it_was(path, _changed):
    if not path.is_file():
        raise CheckpointError([f"{path.name}: this is no file"])
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CheckpointError([f"{path.name}: this is not TOML: {error}"]) from None
    faults = faults_in(path.name, data)
    if faults:
        raise CheckpointError(faults)
    return tuple(_question(entry) for entry in data["question"])


def _question(entry, values=None):
    """Make a Question from a checked TOML table, with these numbers or the first of each."""
    values = values or drawing.first(entry.get("numbers", {}))
    fields = {name: value for name, value in entry.items() if name not in ("option", "numbers")}
    fields["items"] = tuple(fields.get("items", ()))
    options = [dict(option) for option in entry["option"]]
    if values:
        for texts in (fields, *options):
            texts |= {k: drawing.filled(v, values) for k, v in texts.items() if type(v) is str}
    options = tuple(Option(**option) for option in options)
    return Question(**fields, options=options, written=entry)
