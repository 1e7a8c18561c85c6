"""How long the whole solved course takes: as Jupyter executes it, and as grading runs it.

Run by `make bench`, never by `make test`. The aim is three minutes for everything on two cores.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
from nbclient import NotebookClient

from autograder.course import all_lessons
from autograder.grading.engine import Grader, stage_for

CORES = 2


def executed(lesson, folder):
    """Seconds that a fresh kernel needs for a solved notebook, every cell of it."""
    notebook = nbformat.read(lesson.solved, as_version=4)
    started = time.perf_counter()
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
    return time.perf_counter() - started


def graded(lesson):
    """Seconds that this engine needs for the same notebook, its sandbox included."""
    started = time.perf_counter()
    with stage_for(lesson) as stage:
        grader = Grader(lesson, 1, stage)
        try:
            marks = grader.grade(nbformat.read(lesson.solved, as_version=4))
        finally:
            grader.close()
    seconds = time.perf_counter() - started
    assert {verdict.status for verdict in marks.verdicts.values()} == {"passed"}
    return seconds


def test_the_solved_course(tmp_path):
    lessons = all_lessons()
    started = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        theirs = list(pool.map(lambda lesson: executed(lesson, tmp_path), lessons))
    everything = time.perf_counter() - started
    print(f"\n{'solved notebook':24} nbclient s  graded s  nbclient ÷ graded")
    for lesson, seconds in zip(lessons, theirs, strict=True):
        ours = graded(lesson)
        print(f"{lesson.folder:24} {seconds:10.1f} {ours:9.2f} {seconds / ours:18.1f}")
    print(f"the whole course, {CORES} notebooks at a time: {everything:.0f} s")
