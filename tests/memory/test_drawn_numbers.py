"""Numbers that are drawn anew when a question is asked again, and the sums made of them."""

import pytest

from workbook.checkpoints import CheckpointError, find, load, load_all, variant
from workbook.checkpoints.drawing import SumError, combinations, filled, first, worked_out

TEXT = """\
[[question]]
id = "q-1"
kind = "review"
scenario = "A layer from <<n>> to <<m>>; `x = <<-n>>`, and <<-n>> in words."
prompt = "How many parameters?"
[question.numbers]
n = [3, 4, 7]
m = [2, 5]
[[question.option]]
text = "<<n * m>>"
right = false
why = "The <<m>> biases are missing."
[[question.option]]
text = "<<(n + 1) * m>>"
right = true
why = "<<n>> · <<m>> + <<m>>."
[[question.option]]
text = "<<n + m>>"
right = false
why = "Each with each."
"""


@pytest.fixture
def put(tmp_path):
    def load_text(text):
        (tmp_path / "04-losses.toml").write_text(text)
        return load(4, tmp_path)[0]

    return load_text


def test_a_lesson_shows_the_first_of_each_number(put):
    question = put(TEXT)
    assert question.scenario == "A layer from 3 to 2; `x = -3`, and −3 in words."
    assert [option.text for option in question.options] == ["6", "8", "5"]
    assert question.answer == 1 and question.options[1].why == "3 · 2 + 2."


def test_asked_again_its_numbers_are_others_and_its_answer_is_right(put):
    question, seen = put(TEXT), set()
    for seed in range(40):
        again, order = variant(question, seed)
        n, m = (int(word.strip(";")) for word in again.scenario.split()[3:6:2])
        seen.add((n, m))
        right = again.options[again.answer]
        assert int(right.text) == (n + 1) * m and right.why == f"{n} · {m} + {m}."
        assert order[again.answer] == 1
    assert len(seen) == 6


def test_without_numbers_only_the_order_changes():
    question = find("a6-film-genres")
    orders = {tuple(variant(question, seed)[1]) for seed in range(30)}
    assert len(orders) > 5
    again, order = variant(question, 3)
    assert [question.options[place] for place in order] == list(again.options)
    assert (again.prompt, again.scenario) == (question.prompt, question.scenario)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 * n + 1", 7), ("n ** 2 / 2", 4.5), ("-n // 2", -2), ("round(n / 7, 2)", 0.43),
     ("max(n, 5) - min(n, 5)", 2), ("sqrt(n * 12)", 6.0), ("n % 2", 1)],
)  # fmt: skip
def test_sums(text, value):
    assert worked_out(text, {"n": 3}) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["n /", "n / 0", "unknown", "__import__('os')", "n.real", "'a'", "[n]", "n if n else 1"]
)
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(SumError):
        worked_out(text, {"n": 3})


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("m = [2, 5]", "m = [2]", "numbers.m must be a list of two numbers or more."),
        ("m = [2, 5]", 'm = ["2", "5"]', "numbers.m must be a list of two numbers or more."),
        ("m = [2, 5]", "", "<<m>> cannot be worked out"),
        ("[question.numbers]\nn = [3, 4, 7]\nm = [2, 5]\n", "", "write [question.numbers] for it."),
        ("<<n + m>>", "<<n * m + m * 0>>", "two options are the same"),
        ("<<n + m>>", "<<n / (n - 4)>>", "cannot be worked out"),
        ("m = [2, 5]", f"m = {list(range(99))}", "can be drawn in more than 200 ways"),
    ],
)
def test_each_broken_rule_has_its_line(put, old, new, fault):
    assert old in TEXT
    with pytest.raises(CheckpointError) as raised:
        put(TEXT.replace(old, new))
    assert any(fault in line for line in raised.value.faults), raised.value.faults


def test_every_draw_of_every_question_of_the_course_reads_as_a_text():
    drawn = [q for questions in load_all().values() for q in questions if q.written.get("numbers")]
    assert len(drawn) >= 12
    for question in drawn:
        numbers = question.written["numbers"]
        assert first(numbers) in list(combinations(numbers))
        for values in combinations(numbers):
            texts = [filled(option["text"], values) for option in question.written["option"]]
            assert len(set(texts)) == len(texts) and not any("<<" in text for text in texts)
            assert not any("e-" in text or "nan" in text for text in texts), question.id
