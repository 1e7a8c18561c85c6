"""What a file of questions must keep to, and the sentence for each way in which it does not."""

import re
from collections import Counter
from math import prod

from workbook.checkpoints.drawing import SUM, SumError, combinations, filled

KINDS = ("predict", "checkpoint", "review")

_REQUIRED = {"id": str, "kind": str, "prompt": str}
_OPTIONAL = {
    "items": list, "scenario": str, "think": int, "listen_for": str, "option": list,
    "numbers": dict,
}  # fmt: skip
MOST_COMBINATIONS = 200
_OPTION = {"text": str, "right": bool, "why": str}
_CALLED = {
    str: "text in quotes", int: "a whole number", bool: "true or false", list: "a list",
    dict: "a table",
}  # fmt: skip
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CATCH_ALL = re.compile(r"\b(all|none|both|neither) of (the above|these|them)\b", re.IGNORECASE)


class CheckpointError(ValueError):
    """Questions that break a rule; its text has one line for each mistake."""

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


def faults_in(file, data):
    """Return one line for each mistake in a parsed file: file, question, what to mend."""
    questions = data.get("question")
    stray = [f"{file}: {name!r} is unknown: start each question with [[question]]."
             for name in data if name != "question"]  # fmt: skip
    if not questions or not all(isinstance(entry, dict) for entry in _as_list(questions) or [0]):
        return [*stray, f"{file}: no questions: start each one with [[question]]."]
    faults = []
    for number, entry in enumerate(questions, start=1):
        name = entry.get("id") or f"question {number}"
        faults += [f"{file}: {name}: {fault}" for fault in _question_faults(entry)]
    ids = ((file, str(entry["id"])) for entry in questions if entry.get("id"))
    return stray + faults + repeated(ids)


def repeated(places):
    """Return one line for each id used more than once; places: pairs of (file, id)."""
    places = list(places)
    counts = Counter(id for _, id in places)
    return [
        f"{file}: {id}: this id is used {counts[id]} times in "
        f"{', '.join(sorted({other for other, same in places if same == id}))}: rename one."
        for file, id in dict.fromkeys(places)
        if counts[id] > 1
    ]


def _question_faults(entry):
    """Yield what is wrong with one question, without its name."""
    yield from _field_faults(entry, _REQUIRED, _OPTIONAL)
    if isinstance(entry.get("kind"), str) and entry["kind"] not in KINDS:
        yield f"kind {entry['kind']!r} is unknown: write one of {', '.join(KINDS)}."
    if isinstance(entry.get("id"), str) and not _ID.fullmatch(entry["id"]):
        yield "the id may hold small letters, digits and hyphens only: rename it."
    if isinstance(entry.get("think"), int) and entry["think"] <= 0:
        yield "think must be a number of seconds above 0."
    if not all(isinstance(item, str) for item in _as_list(entry.get("items"))):
        yield 'items must be syllabus IDs in quotes, such as ["A5"].'
    options = _as_list(entry.get("option"))
    if not all(isinstance(option, dict) for option in options):
        yield "write each option as its own [[question.option]]."
        return
    faults = list(_option_faults(options))
    yield from faults or _number_faults(entry, options)


def _number_faults(entry, options):
    """Yield what is wrong with the numbers that are drawn, and with the sums made of them."""
    numbers = entry.get("numbers", {})
    texts = [entry.get(name) for name in ("scenario", "prompt", "listen_for")]
    texts += [text for option in options for text in (option["text"], option["why"])]
    texts = [text for text in texts if isinstance(text, str)]
    if not isinstance(numbers, dict):
        return
    if not numbers:
        if any(SUM.search(text) for text in texts):
            yield "a text holds a sum <<…>>: write [question.numbers] for it."
        return
    for name, values in numbers.items():
        good = isinstance(values, list) and len(values) > 1
        if not good or not all(type(value) in (int, float) for value in values):
            yield f"numbers.{name} must be a list of two numbers or more."
            return
    if prod(map(len, numbers.values())) > MOST_COMBINATIONS:
        yield f"its numbers can be drawn in more than {MOST_COMBINATIONS} ways: give fewer."
        return
    for values in combinations(numbers):
        try:
            for text in texts:
                filled(text, values)
        except SumError as error:
            yield f"{error}."
            return
        if len({filled(option["text"], values) for option in options}) < len(options):
            yield f"with {values} two options are the same: give other numbers."
            return


def _option_faults(options):
    """Yield what is wrong with a question's options."""
    if not 3 <= len(options) <= 5:
        yield f"it has {len(options)} options: write 3 to 5 of [[question.option]]."
    right = sum(option.get("right") is True for option in options)
    if right != 1:
        yield f"{right} options are right: set right = true on exactly one."
    texts = [str(option.get("text", "")).strip() for option in options]
    for place, option in enumerate(options, start=1):
        for fault in _field_faults(option, _OPTION, {}):
            yield f"option {place}: {fault}"
        text = texts[place - 1]
        if _CATCH_ALL.search(text):
            yield f"option {place} is {text!r}: write what it claims instead."
        if text and text in texts[: place - 1]:
            yield f"option {place} repeats an earlier one: change or remove it."


def _field_faults(entry, required, optional):
    """Yield missing, empty, mistyped and unknown fields of one TOML table."""
    for name, kind in (required | optional).items():
        if name not in entry:
            if name in required:
                yield f"{name} is missing: write {name} = … ({_CALLED[kind]})."
        elif type(entry[name]) is not kind:
            yield f"{name} must be {_CALLED[kind]}."
        elif name in required and kind is str and not entry[name].strip():
            yield f"{name} is empty: write it."
    for name in entry:
        if name not in required | optional:
            yield f"{name} is unknown: write one of {', '.join(required | optional)}."


def _as_list(value):
    return value if isinstance(value, list) else []
