"""Marks into the teacher's own table: the right cells, no other byte, and all that is odd named."""

import csv
import io
from dataclasses import replace

import pytest

from autograder.cli import NOT_EVERYTHING
from autograder.course import CourseError, Lesson
from autograder.grading.gradebook.standing import CellMark, Standing
from autograder.lms import returning
from autograder.lms.cells import table_in
from autograder.lms.comments import comment_of, may_be_replaced
from autograder.lms.returning import _of_rows
from autograder.lms.rosters import sheet_in
from autograder.lms.rows import Student
from autograder.lms.way_back import Known, known_to, remember

from .conftest import LESSON, autograder
from .platform_files import (
    MOODLE_WORDS,
    canvas_gradebook,
    moodle_worksheet,
    students,
    table,
)

CLASS = students(12)
ADA, GRACE, ALAN, EMILIE, KURT, *_ = CLASS
MOST = 20
TITLE = "Start here (90210)"


def standing(student, points, said=""):
    cells = (CellMark("start-here", "check-double", "code", points, MOST),)
    return Standing(student, LESSON, None, 0.0, cells, said)


@pytest.fixture
def marks(course, monkeypatch):
    """A function: have the gradebook hold these marks, by student; None is a mark not given."""

    def given(points, words=None, most=MOST):
        class_ = {who: standing(who, mark) for who, mark in points.items()}
        people = [Student(who, "", frozenset({who.casefold()} | (words or {}).get(who, set())))
                  for who in points]  # fmt: skip
        monkeypatch.setattr(returning, "_marks", lambda work: (class_, people, float(most)))

    return given


@pytest.fixture
def collected(course):
    """A function: have work been collected from a platform of these people, under their names."""

    def known(platform, people, lesson=LESSON):
        lines = []
        for who in people:
            place, key, name = (
                (f"{who.moodle_prefix()}_assignsubmission_file/", who.participant, who.full)
                if platform == "Moodle"
                else (f"{who.canvas_prefix()}_9_", who.canvas, who.canvas_prefix().split("_")[0])
            )
            lines.append(Known(lesson, who.full, platform, str(key), name, place))
        remember(course, lines)

    return known


def cells_of(content):
    separator = table_in(content, "x").separator
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def changed(before, after):
    """The cells that differ: {(row, column): new}."""
    one, other = cells_of(before), cells_of(after)
    assert [len(row) for row in one] == [len(row) for row in other]
    return {
        (r, c): text
        for r, row in enumerate(other)
        for c, text in enumerate(row)
        if text != one[r][c]
    }


MARKS = {ADA.full: 18.5, GRACE.full: 20.0, ALAN.full: 0.0, EMILIE.full: None}


@pytest.mark.parametrize("language", MOODLE_WORDS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending, mark", [("\n", False), ("\r\n", True), ("\r", True)])
def test_moodles_worksheet(course, marks, collected, language, separator, ending, mark):
    marks(MARKS)
    collected("Moodle", [ADA, GRACE, ALAN, EMILIE])
    before = moodle_worksheet(CLASS, MOST, language, separator, ending, mark)
    path = course / "Worksheet.csv"
    path.write_bytes(before)
    done = autograder("return", LESSON, path)
    assert done.exit_code == 0, done.output
    after = path.read_bytes()
    comma = MOODLE_WORDS[language]["comma"]
    wanted = [text.replace(".", ",") if comma else text for text in ("18.50", "20.00", "0.00")]
    assert changed(before, after) == {(row, 5): text for row, text in enumerate(wanted, start=1)}
    grades = dict(zip(CLASS, wanted, strict=False))  # as Moodle itself would write them
    assert after == moodle_worksheet(CLASS, MOST, language, separator, ending, mark, grades=grades)
    assert (course / "Worksheet.original.csv").read_bytes() == before
    assert "3 of 12 rows have their mark, 3 of them new" in done.output
    assert f"{EMILIE.full}: waits for a person: check-double" in done.output
    assert "Rows of nobody who handed in (8)" in done.output and KURT.full in done.output

    again = autograder("return", LESSON, path)
    assert "3 of 12 rows have their mark, 0 of them new" in again.output
    assert path.read_bytes() == after and len(list(course.glob("*.csv"))) == 3  # and lms.csv


@pytest.mark.parametrize("language", MOODLE_WORDS)
@pytest.mark.parametrize("separator, ending", [(",", "\r\n"), (";", "\n")])
def test_comments_go_into_empty_cells_alone(course, marks, collected, language, separator, ending):
    marks({**MARKS, KURT.full: 3.0})
    collected("Moodle", [ADA, GRACE, ALAN, EMILIE, KURT])
    how = CLASS, MOST, language, separator, ending
    words = {GRACE: "<p>Well done; more, next time?</p>", EMILIE: "waits", KURT: "  "}
    locked = [] if language == "xx" else [KURT]  # whose word for no is not known
    before = moodle_worksheet(*how, comments=words, locked=locked, grades={KURT: "3.00"})
    path = course / "Worksheet.csv"
    path.write_bytes(before)
    done = autograder("return", LESSON, path, "--comments")
    assert done.exit_code == 0, done.output
    after, comma = path.read_bytes(), MOODLE_WORDS[language]["comma"]
    wanted = {ADA: "18.50", GRACE: "20.00", ALAN: "0.00"}
    grades = {who: text.replace(".", ",") if comma else text for who, text in wanted.items()}
    said = {
        ADA: "18.5 of 20 points: double 18.5 of 20.", ALAN: "0 of 20 points: double 0 of 20.",
    } | ({} if locked else {KURT: "3 of 20 points: double 3 of 20."})  # fmt: skip
    assert after == moodle_worksheet(
        *how, comments=words | said, locked=locked, grades=grades | {KURT: "3.00"}
    ), "who has no mark, or one that is locked, or a person's comment, gets none"
    title = MOODLE_WORDS[language]["header"][-1]
    assert f"{len(said)} comments in the column {title}" in done.output
    assert f"A person's comment stays (1): {GRACE.full}" in done.output

    again = autograder("return", LESSON, path, "--comments")
    assert path.read_bytes() == after and f"{len(said)} comments in" in again.output
    marks({**MARKS, ADA.full: 19.0})
    autograder("return", LESSON, path, "--comments")
    assert cells_of(path.read_bytes())[1][-1] == "19 of 20 points: double 19 of 20."
    path.write_bytes(path.read_bytes().replace(b"double 19 of 20.", b"double 19 of 20. Nice!"))
    theirs = path.read_bytes()
    done = autograder("return", LESSON, path, "--comments")
    assert path.read_bytes() == theirs and ADA.full in done.output.split("comment stays (2): ")[1]


def test_without_the_flag_or_the_column_no_comment_is_written(course, marks, collected):
    marks(MARKS)
    collected("Moodle", [ADA, GRACE, ALAN, EMILIE])
    collected("Canvas", [ADA, GRACE, ALAN, EMILIE])
    path = course / "w.csv"
    before = moodle_worksheet(CLASS, MOST)
    path.write_bytes(before)
    assert "comment" not in autograder("return", LESSON, path).output
    assert {column for _, column in changed(before, path.read_bytes())} == {5}
    for name in MOODLE_WORDS:
        rows = [row[:-1] for row in cells_of(moodle_worksheet(CLASS, MOST, name))]
        if name == "en":  # a column of a teacher's own
            rows = [[*row, "" if at else "My notes"] for at, row in enumerate(rows)]
        for content in (table(rows), canvas_gradebook(CLASS, [(TITLE, MOST)])):
            path.write_bytes(content)
            done = autograder("return", LESSON, path, "--comments")
            assert done.exit_code == 1 and path.read_bytes() == content
            assert "w.csv has no column for comments" in done.output
            assert len(done.output.strip().splitlines()) == 1


def test_a_comment_is_one_plain_line():
    cells = (
        CellMark("start-here", "check-double", "code", 1.25, 2.0),
        CellMark("start-here", "check-more", "code", 0.0, 0.0),
        CellMark("start-here", "an-essay", "written", 1 / 3, 1.0),
    )
    late = Standing("a", LESSON, None, 0.5, cells)
    said = comment_of(late, ["feedback.html"])
    assert said == (
        "1.08 of 3 points (0.5 off for being late): double 1.25 of 2, an-essay 0.33 of 1. "
        "More in feedback.html."
    )
    odd = [cell._replace(notebook=name) for cell, name in zip(cells, ("q;1", "q;1", "ü<b>&"),
                                                              strict=True)]  # fmt: skip
    other = comment_of(replace(late, penalty=0.0, cells=tuple(odd)), [])
    assert other.isascii() and "<" not in other and "&#252;&lt;b&gt;&amp;/an-essay" in other
    for text in (said, other, "", "  "):
        assert may_be_replaced(text), text
    for text in ("-", "18 of 20 points: nice work.", f"{said} Well done.", f"<p>{said}</p>"):
        assert not may_be_replaced(text), text


@pytest.mark.parametrize("separator, comma", [(",", False), (";", True), (";", False)])
@pytest.mark.parametrize("posting", [True, False])
@pytest.mark.parametrize("ending, mark", [("\n", False), ("\r\n", True)])
def test_canvas_gradebook(course, marks, collected, separator, comma, posting, ending, mark):
    marks(MARKS)
    collected("Canvas", [ADA, GRACE, ALAN, EMILIE])
    columns = [("03 Activation functions (90300)", 20), (TITLE, MOST), ("Essay (7)", 5)]
    values = {(ADA, "Essay (7)"): "EX", (KURT, TITLE): "N/A", (GRACE, TITLE): "3"}
    before = canvas_gradebook(CLASS, columns, separator, ending, mark, comma, values, posting)
    path = course / "grades.csv"
    path.write_bytes(before)
    done = autograder("return", "0", path)
    assert done.exit_code == 0, done.output
    wanted = ["18,50", "20,00", "0,00"] if comma else ["18.50", "20.00", "0.00"]
    first = 3 if posting else 2
    after = path.read_bytes()
    assert changed(before, after) == {(first + row, 6): text for row, text in enumerate(wanted)}
    values |= {(who, TITLE): text for who, text in zip(CLASS, wanted, strict=False)}
    how = separator, ending, mark, comma, values, posting
    assert after == canvas_gradebook(CLASS, columns, *how)
    assert (course / "grades.original.csv").read_bytes() == before
    assert "Student, Test" in done.output and "column Start here" in done.output


def test_what_is_locked_excused_or_not_assigned_is_left_alone(course, marks, collected):
    marks(MARKS)
    collected("Moodle", [ADA, GRACE, ALAN, EMILIE])
    path = course / "w.csv"
    before = moodle_worksheet(CLASS, MOST, locked=[ADA, KURT], grades={EMILIE: "7.00"})
    path.write_bytes(before)
    done = autograder("return", LESSON, path)
    assert done.exit_code == NOT_EVERYTHING
    assert f"{ADA.full}: the platform says that its mark cannot be changed; 18.5" in done.output
    assert "7.00 stays" in done.output  # no mark is no reason to take one away
    assert set(changed(before, path.read_bytes())) == {(2, 5), (3, 5)}

    collected("Canvas", [ADA, GRACE, ALAN])
    values = {(ADA, TITLE): "EX", (GRACE, TITLE): "N/A", (ALAN, TITLE): "see me"}
    before = canvas_gradebook(CLASS, [(TITLE, MOST)], values=values)
    path.write_bytes(before)
    done = autograder("return", LESSON, path)
    assert done.exit_code == NOT_EVERYTHING and path.read_bytes() == before
    for word in ("excused", "not assigned", "see me"):
        assert word in done.output


def test_a_table_of_something_else_is_refused(course, marks, collected):
    marks(MARKS)
    collected("Moodle", [ADA, GRACE, ALAN])
    path = course / "w.csv"

    def refused(content, *options, why):
        path.write_bytes(content)
        done = autograder("return", LESSON, path, *options)
        assert done.exit_code == 1 and path.read_bytes() == content, done.output
        assert why in done.output and len(done.output.strip().splitlines()) == 1
        assert len(list(course.glob("w.*"))) == 1

    refused(moodle_worksheet(CLASS, 100), why="--scale converts")
    others = [replace(who, number=who.number + 500) for who in CLASS]
    refused(moodle_worksheet(others, MOST), why="of another course or assignment")
    # another assignment of the same class, whose numbers are some of the same by chance
    turned_round = [replace(who, number=CLASS[-1 - at].number) for at, who in enumerate(CLASS)]
    refused(moodle_worksheet(turned_round, MOST), why="of another course or assignment")
    two = [(TITLE, MOST), ("Start Here (90211)", MOST)]
    refused(
        canvas_gradebook(CLASS, two), why="--column TITLE chooses one of: Start here; Start Here"
    )
    refused(canvas_gradebook(CLASS, [("Essay (1)", MOST), ("Talk (2)", MOST)]), why="no column")
    refused(canvas_gradebook(CLASS, [(TITLE, 19)]), why="--scale converts")
    strangers = [
        replace(who, first="X", last=f"Y{who.number}", number=800 + who.number) for who in CLASS
    ]
    refused(canvas_gradebook(strangers, [(TITLE, MOST)]), why="of another course")
    refused(table([["id", "mark"], ["ada", "3"]]), why="neither Moodle's grading worksheet, ")
    refused(b"PK\3\4\0\0", why="is not a CSV file")
    refused(b'Identifier,"Full name\nParticipant 1,Ada\n', why="a quotation mark is not closed")
    refused(moodle_worksheet(CLASS, MOST).replace(b"20.00", b"Good"), why="no points (a scale?)")
    refused(
        moodle_worksheet(CLASS, MOST), "--feedback", course / "lms.csv", why="was not made by this"
    )


def test_a_flag_chooses_the_column_and_converts(course, marks, collected):
    marks(MARKS)
    collected("Canvas", [ADA, GRACE, ALAN])
    path = course / "g.csv"
    before = canvas_gradebook(CLASS, [(TITLE, 100), ("Start Here (90211)", 100)])
    path.write_bytes(before)
    done = autograder("return", LESSON, path, "--column", "Start Here", "--scale")
    assert done.exit_code == 0, done.output
    assert list(changed(before, path.read_bytes()).items()) == [
        ((3, 6), "92.50"), ((4, 6), "100.00"), ((5, 6), "0.00"),
    ]  # fmt: skip


def test_without_having_collected_rows_are_found_by_what_they_say(course, marks):
    """By number, address or login, whichever a student's folder is called, or by a full name."""
    tables = {
        "participant": moodle_worksheet(CLASS, MOST, "de", ";"),
        "canvas": canvas_gradebook(CLASS, [(TITLE, MOST)]),
    }
    for called in ("sis", "email", "full", "number"):
        for number, content in tables.items():
            own = number if called == "number" else called
            marks({str(getattr(who, own)): 5.0 for who in CLASS[:3]} | {"nobody": 3.0})
            path = course / "t.csv"
            path.write_bytes(content)
            done = autograder("return", LESSON, path)
            assert done.exit_code == NOT_EVERYTHING, done.output
            assert len(changed(content, path.read_bytes())) == 3
            assert "Students with a mark and without a row (1): nobody" in done.output
    marks({"u1": 5.0}, words={"u1": {ADA.email}})  # the gradebook knows the address
    path.write_bytes(content)
    assert autograder("return", LESSON, path).exit_code == 0


def test_two_of_one_name_are_told_by_their_numbers_alone(course, marks, collected):
    other = replace(ADA, number=70)
    path = course / "w.csv"
    before = moodle_worksheet([ADA, other, GRACE], MOST)
    path.write_bytes(before)
    marks({ADA.full: 5.0, GRACE.full: 6.0})
    done = autograder("return", LESSON, path)  # nothing says which Ada
    assert done.exit_code == NOT_EVERYTHING and set(changed(before, path.read_bytes())) == {(3, 5)}
    collected("Moodle", [ADA, GRACE])
    done = autograder("return", LESSON, path)
    assert set(changed(before, path.read_bytes())) == {(1, 5), (3, 5)} and done.exit_code == 0


def test_a_team_s_mark_is_each_member_s_and_blind_rows_have_numbers(course, marks, collected):
    path = course / "w.csv"
    marks({"Team 1": 5.0, "Team 2": 7.0})
    remember(
        course, [Known(LESSON, f"Team {n}", "Moodle", str(n + 40), f"Team {n}") for n in (1, 2)]
    )
    groups = {ADA: "Team 1", GRACE: "Team 1", ALAN: "Team 2"}
    before = moodle_worksheet(CLASS, MOST, groups=groups)
    path.write_bytes(before)
    assert autograder("return", LESSON, path).exit_code == 0
    assert changed(before, path.read_bytes()) == {(1, 6): "5.00", (2, 6): "5.00", (3, 6): "7.00"}

    names = {who: f"Participant {who.participant}" for who in CLASS[:2]}
    marks(dict.fromkeys(names.values(), 4.0))
    (course / "lms.csv").unlink()
    remember(course, [Known(LESSON, name, "Moodle", str(who.participant), "Participant")
                      for who, name in names.items()])  # fmt: skip
    before = moodle_worksheet(CLASS, MOST, blind=True)
    path.write_bytes(before)
    assert autograder("return", LESSON, path).exit_code == 0
    assert set(changed(before, path.read_bytes())) == {(1, 2), (2, 2)}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_table_keeps_its_encoding(course, marks, collected, encoding):
    """A spreadsheet may have saved it: in UTF-16, in a code page, with everything in quotes."""
    marks(MARKS)
    people = [ADA, GRACE, EMILIE, KURT]
    collected("Moodle", people)
    rows = cells_of(moodle_worksheet(people, MOST, "de"))
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    before = stream.getvalue().encode(encoding)
    path = course / "w.csv"
    path.write_bytes(before)
    done = autograder("return", LESSON, path)
    assert path.read_bytes().decode(encoding) == stream.getvalue().replace(
        f'"{rows[1][4]}";""', f'"{rows[1][4]}";"18,50"', 1
    ).replace(f'"{rows[2][4]}";""', f'"{rows[2][4]}";"20,00"', 1), done.output


def test_cells_stand_where_the_table_says():
    text = 'a,"b ""q"",\n",c\r\n\r\n,,\n"x"y,"",z'
    read = table_in(text.encode(), "t")
    assert [[cell.text for cell in row] for row in read.rows] == [
        ["a", 'b "q",\n', "c"], [], ["", "", ""], ["xy", "", "z"],
    ]  # fmt: skip
    assert read.content() == text.encode()
    for row in read.rows:
        for cell in row:
            read.change(cell, 'n,"w')
            assert read.content().decode() == text[: cell.start] + '"n,""w"' + text[cell.end :]
            read.changes.clear()


def test_lms_csv_holds_any_name_and_no_formula(course):
    names = ["=1+1", "+x", "-y", "@z", "O'Brien", "a,b", 'q"q', "li\nne", "李 雷"]
    lines = [
        Known(LESSON, name, "Moodle", str(at), name, f"{name}/") for at, name in enumerate(names)
    ]
    remember(course, lines)
    assert sorted(known_to(course), key=lambda each: int(each.key)) == lines
    for row in cells_of((course / "lms.csv").read_bytes()):
        assert not any(cell.startswith(tuple("=+-@")) for cell in row)
    (course / "lms.csv").write_text("lesson,who\n")
    with pytest.raises(CourseError, match="does not begin with the line"):
        known_to(course)


def test_columns_are_known_by_lessons_names_and_titles():
    from autograder.lms.columns import _lesson_in, _names_of

    from .conftest import ROOT

    names = _names_of(Lesson("03-activations", ROOT))
    told = {
        "03 Activation functions (1)": "03-activations",
        "Activation functions (1)": "03-activations",
        "03-activations (1)": "03-activations", "Lesson 3 (9)": "03-activations",
        "Week 3: activations (1)": "03-activations",
        "HW 3: Activation functions (1)": "03-activations",
        "04 Activation functions (1)": "", "Essay (3)": "", "Loss and cost (3)": "04-losses",
        "12 (5)": "12-keras",
    }  # fmt: skip
    assert {title: _lesson_in(title, names) for title in told} == told


COLUMNS = {  # what sites and assignments add to Moodle's worksheet, or leave out
    "least": "Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed",
    "blind": "Identifier,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade)",
    "workflow": "Identifier,Full name,Email address,Status,Grade,Maximum Grade,"
    "Marking workflow state,Grade can be changed,Last modified (grade),Feedback comments",
    "marker": "Identifier,Full name,Email address,Status,Marker,Grade,Maximum Grade,"
    "Grade can be changed,Last modified (submission),Last modified (grade)",
    "team": "Identifier,Full name,ID number,Email address,Status,Group,Marker,Grade,Maximum Grade,"
    "Grade can be changed,Last modified (submission),Online text,Last modified (grade)",
    "numbers": "Identifier,Full name,Year,Semester,Status,Grade,Maximum Grade,Grade can be changed",
}
VALUES = {
    "ID number": "4711", "Email address": "a@example.org", "Status": "Submitted for grading -",
    "Group": "Team 1", "Marker": "Prof. X", "Maximum Grade": "20.00", "Year": "2026",
    "Semester": "3", "Marking workflow state": "Not marked", "Grade can be changed": "Yes",
    "Last modified (grade)": "-",
}  # fmt: skip


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("translated", [False, True])
@pytest.mark.parametrize("people", [1, 3])
def test_moodles_columns_are_told_whatever_there_are(kind, translated, people):
    titles = COLUMNS[kind].split(",")
    rows = [[f"Zork {at}" for at, _ in enumerate(titles)] if translated else titles]
    for who in CLASS[:people]:
        own = {"Identifier": f"Participant {who.participant}", "Full name": who.full}
        rows.append([(VALUES | own).get(title, "") for title in titles])
    sheet = sheet_in(table_in(table(rows), "w"), "w.csv")
    (column,) = sheet.columns
    assert (sheet.platform, titles[column.index], column.most) == ("Moodle", "Grade", 20)
    assert [row.key for row in sheet.rows] == [str(who.participant) for who in CLASS[:people]]
    names = ["" if kind == "blind" else who.full for who in CLASS[:people]]
    titled = None if sheet.comments is None else titles[sheet.comments.index]
    assert titled == ("Feedback comments" if "Feedback comments" in titles else None)
    assert [row.name for row in sheet.rows] == names and not any(row.locked for row in sheet.rows)
    locked = [[*row[:-1], "No"] if at else row for at, row in enumerate(rows)]
    if titles[-1] == "Grade can be changed":
        assert all(row.locked for row in sheet_in(table_in(table(locked), "w"), "w.csv").rows)


HEADS = {
    "usual": "Student,ID,SIS User ID,SIS Login ID,Section",
    "least": "Student,ID,SIS Login ID,Section",
    "all": "Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section",
    "two names": "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section",
}


@pytest.mark.parametrize("kind", HEADS)
def test_canvas_columns_are_told_whatever_there_are(kind):
    head = HEADS[kind].split(",")
    tail = ["Notes", TITLE, "Homework Current Score", "Current Score", "Final Grade"]
    points = ["    Points Possible", *[""] * len(head), "20.00", *["(read only)"] * 3]
    names = {"Student": "Lovelace, Ada", "LastName": "Lovelace", "FirstName": "Ada", "ID": "1087"}
    row = [names.get(title, "x") for title in head] + ["a note", "", "1", "2", "A"]
    sheet = sheet_in(table_in(table([head + tail, points, row]), "g"), "g.csv")
    (column,) = sheet.columns
    assert (column.title, column.index, column.most) == (TITLE, len(head) + 1, 20)
    assert [(each.key, each.name) for each in sheet.rows] == [("1087", "Lovelace, Ada")]


def test_the_page_of_a_former_name_goes_to_nobody():
    """Moodle knows a person by the number alone; of two names under it, the row has the new one."""

    def one(name, key):
        return Known(LESSON, name, "Moodle", key, name, f"{name}_{key}_assignsubmission_file/")

    old, new, other, gone = one("A B", "11"), one("A C", "11"), one("D", "12"), one("E", "13")
    places = [old, new, other, gone]
    assert _of_rows(places, {"A C", "D"}) == [new, other, gone]
    assert _of_rows(places, {"A B", "A C"}) == [old, new, other, gone]
    assert _of_rows(places, set()) == places
