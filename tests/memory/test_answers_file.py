"""The file of answers: nothing that was kept is lost, whatever happens to it or its writers."""

import contextlib
import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook.memory import answers_file
from workbook.memory.answers_file import ABOUT, NAME, AnswersFile, event, kept_in

from ..conftest import ROOT


@pytest.fixture
def answers(tmp_path):
    return AnswersFile(tmp_path)


def answer(item, right=True, **more):
    return event("answer", item, right=right, **more)


def ids(answers):
    return [each.item for each in AnswersFile(answers.path.parent).read().events]


# What is written ----------------------------------------------------------------------------------


def test_a_line_for_each_event_and_a_word_at_the_head_for_whoever_opens_it(answers):
    answers.append(answer("a", option=2, lesson="03-activations"))
    answers.append(event("check", "relu", status="failed", misconception="absolute"))
    head, first, second = map(json.loads, answers.path.read_text("utf-8").splitlines())
    assert head == ABOUT and "nobody collects" in head["text"]
    assert set(first) == {"v", "at", "what", "id", "right", "option", "lesson"}
    assert first["v"] == second["v"] == 1 and first["at"].endswith("Z")
    kept = answers.read()
    assert [e.what for e in kept.events] == ["answer", "check"] and list(kept.said()) == []
    assert kept.events[1].get("misconception", str) == "absolute"


def test_where_it_lies_is_not_written_into_it(answers):
    answers.append(answer("a"))
    assert answers.path.parent.name not in answers.path.read_text("utf-8")


def test_events_are_read_by_their_time_whoever_wrote_them_first(answers):
    now = datetime(2026, 5, 3, 12, tzinfo=UTC)
    answers.append(event("answer", "late", now, right=True))
    answers.append(event("answer", "early", now - timedelta(days=9), right=True))
    assert ids(answers) == ["early", "late"]


def test_what_is_appended_meanwhile_is_seen(answers):
    assert answers.read().events == ()
    other = AnswersFile(answers.path.parent)
    for number in range(3):
        other.append(answer(f"q{number}"))
        assert len(answers.read().events) == number + 1


# Two Labs at a time, and one that is killed -------------------------------------------------------


MANY = """
import contextlib, sys
from workbook.memory import answers_file
folder, name, locks = sys.argv[1:]
if locks == "False":
    answers_file._lock = lambda path: contextlib.nullcontext()
answers = answers_file.AnswersFile(folder)
for number in range(40):
    item = f"{name}-{number}"
    answers.append(answers_file.event("answer", item, right=True, note="x" * 300))
"""


def python(code, *words, **options):
    """A Python of its own that runs this code."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", code, *words], env=environment, **options)


@pytest.mark.parametrize("locks", [True, False], ids=["with locks", "where no lock can be had"])
def test_three_writers_at_a_time_lose_nothing(answers, locks):
    names = ("ada", "bob", "cyd")
    writers = [python(MANY, str(answers.path.parent), name, str(locks)) for name in names]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    kept = answers.read()
    assert sorted(e.item for e in kept.events) == sorted(
        f"{n}-{i}" for n in names for i in range(40)
    )
    assert kept.damaged == 0


def test_where_no_lock_can_be_had_a_line_that_comes_between_is_not_written_over(
    answers, monkeypatch
):
    """Between a look at the file's end and the writing another Lab writes."""
    monkeypatch.setattr(answers_file, "_lock", lambda _path: contextlib.nullcontext())
    answers.append(answer("a"))
    look, other = answers_file._before, AnswersFile(answers.path.parent)

    def look_and_let_another_write(handle):
        found = look(handle)
        monkeypatch.setattr(answers_file, "_before", look)
        other.append(answer("between", note="z" * 500))
        return found

    monkeypatch.setattr(answers_file, "_before", look_and_let_another_write)
    answers.append(answer("b"))
    assert sorted(ids(answers)) == ["a", "b", "between"]


WRITER = """
import sys
from workbook.memory.answers_file import AnswersFile, event
answers = AnswersFile(sys.argv[1])
number = int(sys.argv[2])
while True:
    answers.append(event("answer", f"q{number}", right=True, note="y" * 2000))
    print(number, flush=True)
    number += 1
"""


def test_killed_at_any_moment_it_loses_at_most_the_answer_being_given(answers):
    """Six writers, one after the other, each killed while it writes."""
    rng, told = random.Random(5), 0
    for _ in range(6):
        writer = python(
            WRITER, str(answers.path.parent), str(told), stdout=subprocess.PIPE, text=True
        )
        for _ in range(rng.randrange(1, 30)):
            told = int(writer.stdout.readline()) + 1
        time.sleep(rng.random() / 200)
        writer.kill()
        rest = writer.communicate()[0].split()
        told = int(rest[-1]) + 1 if rest else told
        kept = AnswersFile(answers.path.parent).read()
        have = {e.item for e in kept.events}
        assert {f"q{number}" for number in range(told)} <= have
        assert len(have) <= told + 1 and kept.damaged == 0


def test_a_line_that_was_cut_off_takes_no_other_with_it(answers):
    answers.append(answer("a"))
    answers.append(answer("b"))
    whole = answers.path.read_bytes()
    answers.path.write_bytes(whole[:-20])
    AnswersFile(answers.path.parent).append(answer("c"))
    kept = AnswersFile(answers.path.parent).read()
    assert [e.item for e in kept.events] == ["a", "c"] and kept.damaged == 1
    assert answers.path.read_bytes().startswith(whole[:-20])


# Whatever stands in it ----------------------------------------------------------------------------

STRAY = [
    "",
    "nonsense",
    "{",
    "[]",
    "null",
    '{"v": 1}',
    '{"v": true, "at": "2026-01-01T00:00:00Z", "what": "answer", "id": "a", "right": true}',
    '{"v": 1, "at": "yesterday", "what": "answer", "id": "a", "right": true}',
    '{"v": 1, "at": "2026-01-01T00:00:00Z", "what": "answer", "id": "a", "right": "yes"}',
    '{"v": 1, "at": "2026-01-01T00:00:00Z", "what": "check", "id": "relu"}',
    '{"v": 1, "at": "0001-01-01T00:00:00+14:00", "what": "answer", "id": "a", "right": true}',
    '{"v": 1, "at": "0001-01-01T00:00:00Z", "what": "answer", "id": "a", "right": true}',
    '{"v": 1, "at": "9999-12-31T23:59:59Z", "what": "answer", "id": "a", "right": true}',
    '{"v": 1e999, "at": "2026-01-01T00:00:00Z", "what": "answer", "id": "a", "right": true}',
    '{"v": 1, "at": "2026-01-01T00:00:00Z", "what": ["answer"], "id": "a", "right": true}',
    "[" * 10_000,
    "\x00\x00\x00",
]


@pytest.mark.parametrize("stray", STRAY, ids=range(len(STRAY)))
def test_damaged_lines_are_said_and_left_where_they_are(answers, stray):
    answers.append(answer("a"))
    with answers.path.open("a") as stream:
        stream.write(stray + "\n")
    answers.append(answer("b"))
    content = answers.path.read_bytes()
    kept = AnswersFile(answers.path.parent).read()
    assert [e.item for e in kept.events] == ["a", "b"]
    assert kept.damaged == bool(stray) and len(list(kept.said())) == bool(stray)
    assert answers.path.read_bytes() == content


@pytest.mark.parametrize("content", [b"\xff\xfe\x00junk", b"PK\x03\x04 a zip", b"{}\n{}\n"])
@pytest.mark.parametrize("first", ["read", "append"])
def test_a_file_of_something_else_is_put_aside_and_said(answers, content, first):
    answers.path.write_bytes(content)
    if first == "read":
        answers.read()
    answers.append(answer("a"))
    (said,) = answers.read().said()
    assert "my-answers-damaged-1.jsonl" in said and "\n" not in said
    aside = answers.path.with_name("my-answers-damaged-1.jsonl")
    assert aside.read_bytes() == content and ids(answers) == ["a"]
    answers.path.write_bytes(b"again")
    AnswersFile(answers.path.parent).read()
    assert aside.read_bytes() == content
    assert answers.path.with_name("my-answers-damaged-2.jsonl").read_bytes() == b"again"


def test_a_later_version_of_the_file_is_neither_read_nor_harmed(answers):
    later = '{"v": 2, "new": "form"}\n'
    answers.path.write_text(later)
    assert answers.read().events == () and answers.read().newer == 1
    answers.append(answer("a"))
    assert answers.path.read_text().startswith(later) and ids(answers) == ["a"]
    assert "later version" in next(AnswersFile(answers.path.parent).read().said())


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.binary(max_size=40), max_size=4), st.integers(0, 5))
def test_whatever_bytes_stand_in_it_what_was_kept_is_read(tmp_path_factory, pieces, place):
    folder = tmp_path_factory.mktemp("any")
    answers = AnswersFile(folder)
    for number in range(5):
        if number == place:
            with answers.path.open("ab") as stream:
                stream.write(b"\n" + b"\n".join(pieces) + b"\n")
        answers.append(answer(f"q{number}"))
    kept = [e.item for path in folder.glob("my-answers*.jsonl") for e in kept_in(path).events]
    assert sorted(kept) == [f"q{number}" for number in range(5)]


def test_a_folder_that_takes_nothing_is_an_error_and_no_file(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(OSError):
        AnswersFile(tmp_path).append(answer("a"))
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError):
        AnswersFile(tmp_path / "file").append(answer("a"))
