"""Every damaged and hostile submission, for the suite and for whatever else wants to grade them.

`case.write(course / "submitted" / student / case.lesson)` hands one in; `case.expected` is what a
human would have made of it.
"""

from __future__ import annotations

from . import (
    breakage,
    damaged_cells,
    damaged_metadata,
    folders,
    forgery,
    judged,
    kernel_habits,
    left_behind,
    ordinary,
    peeking,
    returned,
    right_file,
    spying,
    strange_files,
    unreadable_files,
    wire,
)
from .case import Case, Material

#: What is tried on which lesson. Honest work on both; what lies in a file or a folder, and what one
#: function returns, on the lesson with one exercise; what may harm the exercises beside it, or the
#: whole machine, on the one with sixteen; what is aimed at the judge, where that judges otherwise;
#: which file is meant, also where a lesson has several exercises.
WORK = (ordinary,)
FILES = (strange_files, unreadable_files, folders, returned)
HANDED_IN = (right_file,)
CELLS = (damaged_cells, damaged_metadata)
FORGED = (forgery, peeking, wire)
ATTACKS = (breakage, left_behind, spying)
HABITS = (kernel_habits,)
JUDGED = (judged,)
EVERYTHING = WORK + FILES + HANDED_IN + CELLS + FORGED + ATTACKS + HABITS + JUDGED
PLAN = {
    "00-start-here": WORK + FILES + HANDED_IN + HABITS + JUDGED,
    "01-neuron": HABITS,
    "02-forward-propagation": JUDGED + HANDED_IN,
    "03-activations": WORK + CELLS + FORGED + ATTACKS,
    "04-losses": JUDGED,
    "06-backpropagation": HANDED_IN,
    "07-layers": HABITS,
    "08-training": JUDGED,
    "09-optimizers": HABITS,
    "11-choosing": JUDGED,
}


def all_cases(lesson: str, modules: tuple | None = None) -> list[Case]:
    """The cases of one lesson, in an order that stays the same. Their ids are unique."""
    material = Material(lesson)
    found = [case for module in modules or PLAN[lesson] for case in module.cases(material)]
    assert len({case.id for case in found}) == len(found), "two cases have the same id"
    return found
