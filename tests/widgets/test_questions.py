"""Checkpoint questions: reading, refusing, and what is shown where no kernel runs."""

from pathlib import Path

import pytest

from workbook import checkpoints
from workbook.checkpoints import CheckpointError, ask, find, load, load_all
from workbook.checkpoints.markup import to_html, to_plain

SAMPLES = Path(__file__).parent
OPTION = '[[question.option]]\ntext = "{}"\nright = {}\nwhy = "Because."\n'
GOOD = (
    '[[question]]\nid = "q-1"\nkind = "review"\nprompt = "Which?"\n'
    + OPTION.format("one", "true")
    + OPTION.format("two", "false")
    + OPTION.format("three", "false")
)


def faults_of(text, folder):
    """What `load` says of a file with this text."""
    (folder / "04-losses.toml").write_text(text)
    with pytest.raises(CheckpointError) as raised:
        load(4, folder)
    assert str(raised.value).splitlines() == raised.value.faults
    return raised.value.faults


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", ["02-sample", "02", 2])
def test_load(lesson):
    depth, threshold = load(lesson, SAMPLES)
    assert (depth.id, depth.kind, depth.items, depth.think) == (
        "sample-depth", "predict", ("A7",), 45,
    )  # fmt: skip
    assert [option.right for option in depth.options] == [False, True, False]
    assert (depth.answer, threshold.answer) == (1, 2)
    assert (threshold.scenario, threshold.think, threshold.listen_for) == ("", 60, "")


def test_find():
    assert find("sample-threshold", SAMPLES).kind == "review"
    with pytest.raises(LookupError, match=r"'sample-dept'\. Is it sample-depth"):
        find("sample-dept", SAMPLES)


def test_a_lesson_without_questions_is_named(tmp_path):
    with pytest.raises(LookupError, match=r"Lesson '05-gradient' has no questions.*05-….toml"):
        load("05-gradient", tmp_path)


def test_all_questions_of_the_course_keep_the_rules():
    for lesson, questions in load_all().items():
        for question in questions:
            where = f"{lesson}: {question.id}"
            shown = to_html(question.prompt) + "".join(to_html(o.why) for o in question.options)
            assert "$" not in shown.replace("$ ", ""), f"{where}: a formula was not recognised"


# Refusing -----------------------------------------------------------------------------------------


def test_the_good_example_is_good(tmp_path):
    (tmp_path / "04-losses.toml").write_text(GOOD)
    assert len(load(4, tmp_path)) == 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("right = true", "right = false", "0 options are right: set right = true on exactly one."),
        ("right = false", "right = true", "3 options are right: set right = true on exactly one."),
        ('"review"', '"quiz"', "kind 'quiz' is unknown: write one of predict, checkpoint, review."),
        ('"one"', '"All of the above"', "option 1 is 'All of the above': write what it claims"),
        ('"one"', '"Both of these"', "option 1 is 'Both of these': write what it claims"),
        ('"two"', '"one"', "option 2 repeats an earlier one: change or remove it."),
        ('prompt = "Which?"\n', "", "prompt is missing: write prompt = … (text in quotes)."),
        ('"Which?"', '" "', "prompt is empty: write it."),
        ('"q-1"', '"Q 1"', "the id may hold small letters, digits and hyphens only: rename it."),
        ('"Which?"\n', '"Which?"\nthink = "60"\n', "think must be a whole number."),
        ('"Which?"\n', '"Which?"\nthink = 0\n', "think must be a number of seconds above 0."),
        ('"Which?"\n', '"Which?"\nhint = "x"\n', "hint is unknown: write one of id, kind"),
        ('"Which?"\n', '"Which?"\nitems = [5]\n', "items must be syllabus IDs in quotes"),
        ("right = true", 'right = "yes"', "option 1: right must be true or false."),
    ],
)
def test_each_broken_rule_has_its_line(tmp_path, old, new, fault):
    assert old in GOOD
    faults = faults_of(GOOD.replace(old, new), tmp_path)
    assert any(fault in line for line in faults), faults
    assert all(line.startswith("04-losses.toml: ") for line in faults)


def test_every_option_has_a_why(tmp_path):
    without = GOOD.replace('right = true\nwhy = "Because."\n', "right = true\n")
    assert faults_of(without, tmp_path) == [
        "04-losses.toml: q-1: option 1: why is missing: write why = … (text in quotes)."
    ]
    emptied = GOOD.replace('right = true\nwhy = "Because."', 'right = true\nwhy = ""')
    assert faults_of(emptied, tmp_path) == [
        "04-losses.toml: q-1: option 1: why is empty: write it."
    ]


@pytest.mark.parametrize("extra", [-1, 3])
def test_there_are_three_to_five_options(tmp_path, extra):
    more = "".join(OPTION.format(f"more {i}", "false") for i in range(extra))
    text = GOOD + more if extra > 0 else GOOD[: GOOD.rindex("[[question.option]]")]
    assert faults_of(text, tmp_path) == [
        f"04-losses.toml: q-1: it has {3 + extra} options: write 3 to 5 of [[question.option]]."
    ]


def test_an_id_is_used_once_in_a_file(tmp_path):
    assert faults_of(GOOD + GOOD, tmp_path) == [
        "04-losses.toml: q-1: this id is used 2 times in 04-losses.toml: rename one."
    ]


def test_an_id_is_used_once_in_the_course(tmp_path):
    for name in ("04-losses.toml", "05-gradient-descent.toml"):
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(CheckpointError, match=r"q-1: this id is used 2 times in 04-l.*, 05-g"):
        find("q-1", tmp_path)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[question]\n", "this is not TOML"),
        ("", "no questions"),
        ("question = 3\n", "no questions"),
        ('question = ["a"]\n', "no questions"),
        ('title = "x"\n' + GOOD, "'title' is unknown"),
    ],
)
def test_a_file_that_holds_no_questions_is_refused(tmp_path, text, fault):
    assert fault in faults_of(text, tmp_path)[0]


# Showing ------------------------------------------------------------------------------------------


def test_markdown_and_formulas():
    html = to_html("A *slope* of $\\frac{1}{4}$, `x < 1` and <b>no tags</b>.")
    assert "<em>slope</em>" in html and "<code>x &lt; 1</code>" in html
    assert "<mfrac>" in html and "$" not in html
    assert "&lt;b&gt;" in html
    assert 'display="block"' in to_html("$$\nx^2\n$$")
    assert to_plain("A *slope* of\n$x < 1$ &amp; `b`") == "A slope of x < 1 & b"
    assert to_plain("`x * w`, *not* `x @ w`") == "x * w, not x @ w"


def test_without_a_kernel_the_answer_is_not_given_away():
    asked = ask("sample-depth", SAMPLES)
    data, _ = asked._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    lines = data["text/plain"].splitlines()
    assert lines[0].startswith("Ten layers") and lines[1].startswith("By how much")
    assert [line[:3] for line in lines[2:]] == ["A. ", "B. ", "C. "]
    assert "<mfrac>" in data["text/html"]
    for form in ("text/plain", "text/html"):
        assert "chain rule" not in data[form] and "right" not in data[form].lower().split()


def test_ask_stays_a_function_after_its_first_use():
    ask("sample-depth", SAMPLES)
    assert callable(checkpoints.ask)
