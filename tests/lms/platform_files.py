"""Files as Moodle, Canvas, Gradescope and nbgrader write them, made after their own source.

Moodle: mod/assign/classes/downloader.php, gradingtable.php. Canvas: lib/content_zipper.rb,
gradebook_exporter.rb. Sakai: assignment/impl, SpreadsheetExporter.java.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Student:
    first: str
    last: str
    number: int  # 0, 1, 2, …: every platform's own numbers are made of it

    @property
    def full(self):
        return f"{self.first} {self.last}"

    @property
    def email(self):
        return f"s{self.number}@example.org"

    @property
    def participant(self):
        return 1200 + 7 * self.number

    @property
    def canvas(self):
        return 50_000 + 3 * self.number

    @property
    def sis(self):
        return f"s{4700 + self.number}"

    def moodle_prefix(self, blind=False):
        name = "Participant" if blind else self.full.replace("_", " ")
        return clean_filename(f"{name}_{self.participant}")

    def canvas_prefix(self, late=False, anonymous=False):
        if anonymous:
            return f"{'LATE_' * late}anon_{self.anonymous}"
        name = re.sub(r"\W", "", f"{self.last}{self.first}").lower()
        return f"{name}{'_LATE' * late}_{self.canvas}"

    @property
    def anonymous(self):
        return f"aB{self.number:03}"


def clean_filename(name):
    """Moodle's, which leaves signs out (lib/moodlelib.php, PARAM_FILE)."""
    return re.sub(r"""[\x00-\x1f&<>"`|':\\/]|\.\.+""", "", name)


NAMES = [
    "Ada Lovelace", "Grace Hopper", "Alan Turing", "Émilie du Châtelet", "Kurt Gödel",
    "Sofja Kowalewskaja", "Seán O'Brien", "李 雷", "Jane_Mary/Ann \"Jo\" Doe", "Annie Easley-Smith",
]  # fmt: skip


def students(count):
    """So many students, with names as they are in the world."""
    found = []
    for number in range(count):
        first, last = NAMES[number % len(NAMES)].rsplit(" ", 1)
        tail = "" if number < len(NAMES) else " " + "ABCDEFGHIJ"[number // len(NAMES)]
        found.append(Student(first, f"{last}{tail}", number))
    return found


def write_zip(path, files):
    """A zip of {name: content}; a content may be (content, date_time)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            content, when = (
                content if isinstance(content, tuple) else (content, (2026, 10, 2, 9, 0, 0))
            )
            archive.writestr(zipfile.ZipInfo(name, when), content, zipfile.ZIP_DEFLATED)
    return path


MOODLE_WORDS = {
    "en": {
        "header": ["Identifier", "Full name", "ID number", "Email address", "Status", "Grade",
                   "Maximum Grade", "Grade can be changed", "Last modified (submission)",
                   "Online text", "Last modified (grade)", "Feedback comments"],
        "participant": "Participant ", "status": "Submitted for grading - ", "yes": "Yes",
        "no": "No", "time": "Friday, 2 October 2026, 9:11 AM", "comma": False,
    },
    "de": {
        "header": ["Identifikation", "Vollständiger Name", "ID-Nummer", "E-Mail-Adresse", "Status",
                   "Bewertung", "Bestwertung", "Bewertung kann geändert werden",
                   "Zuletzt geändert (Abgabe)", "Texteingabe online",
                   "Zuletzt geändert (Bewertung)", "Feedback als Kommentar"],
        "participant": "Teilnehmer/in", "status": "Zur Bewertung abgegeben - ", "yes": "Ja",
        "no": "Nein", "time": "Freitag, 2. Oktober 2026, 09:11", "comma": True,
    },
    "fr": {
        "header": ["Identifiant", "Nom complet", "Numéro d'identification", "Adresse de courriel",
                   "Statut", "Note", "Note maximale", "La note peut être modifiée",
                   "Dernière modification (travail remis)", "Texte en ligne",
                   "Dernière modification (note)", "Feedback par commentaires"],
        "participant": "Participant ", "status": "Remis pour évaluation - ", "yes": "Oui",
        "no": "Non", "time": "vendredi 2 octobre 2026, 09:11", "comma": True,
    },
    "xx": {  # a language that nobody has heard of
        "header": ["Ka", "Kb", "Kc", "Kd", "Ke", "Kf", "Kg", "Kh", "Ki", "Kj", "Kk", "Kl"],
        "participant": "Zork ", "status": "blip", "yes": "Jub", "no": "Nub", "time": "42",
        "comma": True,
    },
}  # fmt: skip


def moodle_worksheet(
    people, most, language="en", separator=",", ending="\r\n", mark=True, locked=(), grades=None,
    blind=False, groups=None, comments=None,
):  # fmt: skip
    """The offline grading worksheet as bytes.

    groups: the group's name by student. comments: what stands there, by student.
    """
    words = MOODLE_WORDS[language]
    number = f"{most:.2f}".replace(".", ",") if words["comma"] else f"{most:.2f}"
    header = list(words["header"])
    rows = []
    for who in people:
        row = [
            f"{words['participant']}{who.participant}", who.full, who.sis, who.email,
            words["status"], (grades or {}).get(who, ""), number,
            words["no"] if who in locked else words["yes"], words["time"],
            'a "text", with\na line', "-", (comments or {}).get(who, ""),
        ]  # fmt: skip
        if groups is not None:
            row.insert(5, groups.get(who, ""))
        rows.append([row[0], *row[4:]] if blind else row)
    if groups is not None:
        header.insert(5, "Group")
    if blind:
        header = [header[0], *header[4:]]
    return table([header, *rows], separator, ending, mark)


def canvas_gradebook(
    people, columns, separator=",", ending="\n", mark=False, comma=False, values=None, posting=True
):
    """The gradebook as bytes.

    columns: (title, points) of each assignment. values: what stands there, by (student, title).
    """

    def number(value):
        return f"{value:.2f}".replace(".", ",") if comma else f"{value:.2f}"

    titles = [title for title, _ in columns]
    totals = ["Current Score", "Unposted Current Score", "Final Score", "Unposted Final Score"]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles, *totals]]
    if posting:
        rows.append(["", "", "", "", "", *["Manual Posting"] * len(titles), *[""] * 4])
    rows.append(
        [
            "    Points Possible",
            "",
            "",
            "",
            "",
            *[number(most) for _, most in columns],
            *["(read only)"] * 4,
        ]
    )
    for who in people:
        row = [f"{who.last}, {who.first}", who.canvas, who.sis, who.email, "Section 1"]
        row += [(values or {}).get((who, title), "") for title in titles]
        rows.append([*row, number(71.5), number(71.5), "", ""])
    rows.append(["Student, Test", 99, "", "", "Section 1", *[""] * len(titles), *[""] * 4])
    return table(rows, separator, ending, mark)


def sakai_grades(people, title, grades=None, kind="Points"):
    """grades.csv as bytes. grades: by student."""
    head = ["Display ID", "ID", "Last Name", "First Name", "grade", "Submission date", "Late"]
    rows = [[title, kind], [""], head]
    for who in people:
        grade = (grades or {}).get(who, "")
        rows.append([who.sis, who.sis, who.last, who.first, grade, "10/02/2026 9:11 AM", "On time"])
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def table(rows, separator=",", ending="\n", mark=False):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=ending).writerows(rows)
    return (b"\xef\xbb\xbf" if mark else b"") + stream.getvalue().encode()
