"""The folder of submissions: whose is what, and for which lesson; nothing in it is passed over.

Work lies in STUDENT/LESSON/. What lies elsewhere is taken where one lesson alone fits it, by its
name, by its notebooks' names or by their cells; everything else is named, with the reason why it
was left out. What systems leave behind is nobody's. A folder that holds what a platform named, or
is called late/ or submissions/, is no student's: its students are in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .finding import is_left_behind, notebooks_by_content, shown, without_courses_own
from .naming import Names, alike, from_exchange, is_crowd, student_of, students
from .platform_names import (
    SAKAI,
    PlatformName,
    from_platform,
    is_platforms_own,
    is_sakais_own,
)
from .teams import NOT_HANDED_IN, is_submitted, is_working, newest_version
from .telling import work_of_file, works_in

_MOST = 2_000
_GRADESCOPES_LIST = "submission_metadata.yml"
_COLLECT = "take it in with `autograder collect`."


@dataclass(frozen=True)
class Handed:
    """What one student handed in for one lesson or assignment.

    folder: where it lies. files: where it lies loose in that folder, those files alone. refused:
    why nobody is to grade it. notes: what there is to say of where it was found. when: in a form
    that sorts, where its name says so.
    """

    student: str
    work: str
    folder: Path
    files: tuple[Path, ...] = ()
    refused: str = ""
    notes: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Something in the folder of submissions that was not graded, and why."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass
class Search:
    """One look through a folder of submissions. names: what can be handed in at all."""

    submitted: Path
    names: Names
    found: list[Handed] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def look(self) -> None:
        """Find everything; what is found is in `found` and `left` afterwards."""
        entries = _entries(self.submitted) or []
        self._names: dict[Path, str] = {}
        self._unsure: set[Path] = set()  # taken for an unpacked zip, and a student's own perhaps
        self._look_at(self._of_teams(entries))
        self._join_platform()
        self._tell_apart()
        self.found.sort(key=lambda each: (each.student, each.work))

    def _look_at(self, entries: list[Path]) -> None:
        """Look through what should be the students' folders."""
        self._names |= dict(zip(entries, students(entries), strict=True))
        platforms = {told.platform for path in entries if (told := self._told(path.name))}
        listed = any(path.name == _GRADESCOPES_LIST for path in entries)
        for path in entries:
            if listed and path.name.startswith("submission_"):
                if path.name != _GRADESCOPES_LIST:
                    self._leave(path, f"it is part of Gradescope's export; {_COLLECT}")
            elif is_platforms_own(path.name, platforms):
                continue
            elif is_left_behind(path.name):
                self._say_hidden(path)
            elif os.path.islink(path):
                self._link(path)
            elif not os.path.isdir(path):
                self._loose_at_the_top(path)
            elif self.names.exact(path.name):
                self._swapped(path)
            elif path.parent == self.submitted and (inside := self._crowd(path)):
                if not is_crowd(path.name):
                    self._unsure.add(path)
                self._look_at(inside)
            else:
                self._student(path)

    def _of_teams(self, entries: list[Path]) -> list[Path]:
        """The entries; of a download from Teams the students' folders of what was handed in.

        It may lie in a folder that a zip made. What is only among the working files is left out.
        """
        submitted = next((path for path in entries if is_submitted(path.name)), None)
        if submitted is None:
            found = []
            for path in entries:
                is_library = any(is_submitted(each.name) for each in _folders_in(path))
                found += self._of_teams(_entries(path) or []) if is_library else [path]
            return found
        working = next((path for path in entries if is_working(path.name)), None)
        students = _entries(submitted) or []
        there = {path.name for path in students}
        for path in (_entries(working) if working else None) or ():
            if path.name not in there and not is_left_behind(path.name):
                self._leave(path, NOT_HANDED_IN)
        return [path for path in entries if path not in (submitted, working)] + students

    def _crowd(self, folder: Path) -> list[Path]:
        """What is in a folder of several students' work, such as an unpacked zip; else nothing.

        What one person handed in is none, whoever's names the folders in it bear.
        """
        if self._whose(folder.name):
            return []
        there = [path for path in _entries(folder) or () if not _is_nothing(path)]
        platforms = {told.platform for path in there if (told := self._told(path.name))}
        entries = [path for path in there if not is_platforms_own(path.name, platforms)]
        named = [self._whose(path.name) for path in entries]
        if entries and all(named):
            return entries if len(set(named)) > 1 or is_crowd(folder.name) else []
        plain = all(os.path.isdir(p) and not self.names.fitting(p.name) for p in entries)
        return entries if plain and is_crowd(folder.name) else []

    # A student's folder --------------------------------------------------------------------------

    def _student(self, folder: Path) -> None:
        student, notes, when = self._names[folder], (), ""
        entries = _entries(folder)
        if entries is None:
            self._leave(folder, "this folder cannot be opened.")
            return
        given = [path for path in entries if not _is_nothing(path)]
        exact = {path.name: path for path in given if path.name in self.names.works}
        near = [path for path in given if path.name not in exact]
        told = from_exchange(folder.name)
        if not exact and told and (work := self.names.exact(told[1])):
            notes = ("from nbgrader's exchange",)
            self._near(student_of(told[0]), work, [folder], notes, told[2])
            return
        if any(path.name == _GRADESCOPES_LIST for path in near):
            self._leave(folder, f"it is Gradescope's export; {_COLLECT}")
            return
        if not exact and (of := self._told(folder.name)):
            student, notes, when = of.student, (_named_by(of),), of.when
            near = [p for p in near if of.platform != SAKAI or not is_sakais_own(p.name)]
        elif not exact and (behind := self.names.student_behind(folder.name)):
            student, notes = behind, (f"the folder was named {shown(folder.name)}",)
        empty = {work for work, path in exact.items() if near and _is_empty(path)}
        for work, path in exact.items():
            if work not in empty:
                self.found.append(Handed(student, work, path))
        taken = exact.keys() - empty
        folders = without_courses_own([p for p in near if os.path.isdir(p)])
        files = [path for path in near if not os.path.isdir(path)]
        self._folders(student, folders, taken, notes, when)
        self._loose(student, folder, files, taken, notes, when)
        if not given:
            self._leave(folder, "nothing is in it.")

    def _folders(
        self, student: str, folders: list[Path], taken: set[str], notes: tuple, when: str
    ) -> None:
        """Folders that are not called as they should be, for a lesson that is not there else."""
        fitting: dict[str, list[Path]] = {}
        for path in folders:
            if os.path.islink(path):
                self._leave(path, "this is a link; the folder itself was not handed in.")
                continue
            name = self.names.fitting(path.name)
            for work, place in works_in(path, self.names) if not name else [(name, path)]:
                if work:
                    fitting.setdefault(work, []).append(place)
                else:
                    self._leave(place, "no lesson or assignment of this course fits it.")
        for work, places in fitting.items():
            if work in taken and not self._gives_way(student, work, places):
                self._leave_all(places, f"it may be {work}, but there is a {work}/, too.")
            elif work in {e.work for e in self.found if e.student == student and not when}:
                self._leave_all(places, f"it may be {work}, but there is another one.")
            else:
                self._near(student, work, places, notes, when)

    def _gives_way(self, student: str, work: str, places: list[Path]) -> bool:
        """Whether the folder that is called as it should be holds nothing that was worked in, while
        another place does; then it is left out."""
        there = next(e for e in self.found if (e.student, e.work) == (student, work))
        untouched = self.names.untouched
        if there.folder.name != work or not untouched(work, there.folder):
            return False
        if all(untouched(work, place) for place in places):
            return False
        self.found.remove(there)
        names = ", ".join(shown(place.name) for place in places)
        self._leave(there.folder, f"it was not worked in, but {names} beside it.")
        return True

    def _near(
        self, student: str, work: str, places: list[Path], notes: tuple = (), when: str = ""
    ) -> None:
        if len(places) > 1:
            names = ", ".join(sorted(shown(path.name) for path in places))
            self._leave_all(
                places, f"several folders may be {work}: {names}; a person has to look."
            )
            return
        said = f"the folder was named {shown(places[0].name)}"
        self.found.append(Handed(student, work, places[0], notes=(*notes, said), when=when))

    def _loose(
        self,
        student: str,
        folder: Path,
        files: list[Path],
        taken: set[str],
        notes: tuple,
        when: str,
    ) -> None:
        """Files that lie in a student's folder itself, the notebooks among them by their lesson."""
        by_work: dict[str, list[Path]] = {}
        others = []
        for path in files:
            work = "" if os.path.islink(path) else work_of_file(path, self.names)
            if os.path.islink(path):
                self._leave(path, "this is a link; the file itself was not handed in.")
            elif work:
                by_work.setdefault(work, []).append(path)
            else:
                others.append(path)
        there = taken | {e.work for e in self.found if e.student == student and e.when == when}
        for work in sorted(by_work.keys() & there):
            if not self._gives_way(student, work, by_work[work]):
                reason = f"it may be {work}, but there is a folder for it."
                self._leave_all(by_work.pop(work), reason)
        for work, notebooks in by_work.items():
            said = f"it lay in {shown(folder.name)}/ itself"
            files = tuple(notebooks + others)
            handed = Handed(student, work, folder, files, notes=(*notes, said), when=when)
            self.found.append(handed)
        if not by_work:
            self._leave_all(others, "no lesson or assignment of this course fits it.")

    # What lies beside the students' folders ------------------------------------------------------

    def _loose_at_the_top(self, path: Path) -> None:
        """A file of its own: the student may be told by its name."""
        told = self._told(path.name)
        if not told and self._is_platforms(path):
            self._leave(path, f"this is a platform's zip; {_COLLECT}")
            return
        if told:
            student, notes, when = told.student, (_named_by(told),), told.when
            work = self.names.fitting(told.file) or work_of_file(path, self.names)
        else:
            student, work = self.names.student_beside(path.stem)
            notes, when = (), ""
        if student and work and path.suffix.lower() != ".html":
            said = "it lay among the students' folders"
            place, notes = path.parent, (*notes, said)
            self.found.append(Handed(student, work, place, (path,), notes=notes, when=when))
        elif work := work_of_file(path, self.names):
            self._leave(path, f"it may be {work}, but it does not say whose it is.")
        else:
            self._leave(path, "this is no student's folder.")

    def _link(self, path: Path) -> None:
        """A student's folder that leads elsewhere, to a classmate's perhaps."""
        reason = "is a link; the folder itself was not handed in"
        folders = self.names.folders.items()
        works = {work for name, work in folders if os.path.exists(path / name)}
        for work in sorted(works):
            refused = f"{shown(path.name)} {reason}."
            self.found.append(Handed(self._names[path], work, path, refused=refused))
        if not works:
            self._leave(path, f"this {reason}.")

    def _swapped(self, folder: Path) -> None:
        """A lesson's folder at the top, with students in it."""
        for path in _entries(folder) or ():
            if is_left_behind(path.name):
                continue
            told = self._told(path.name)
            if told and told.is_receipt:
                continue
            name = path.stem if os.path.isfile(path) else path.name
            student = told.student if told else student_of(name)
            files = (path,) if os.path.isfile(path) else ()
            place = folder if files else path
            if os.path.islink(path):
                self._leave(path, "this is a link; the work itself was not handed in.")
            elif files and not work_of_file(path, self.names):
                self._leave(path, "this is no student's folder.")
            elif files and not told and self.names.fitting(path.stem):
                self._leave(path, "it is named after the lesson and does not say whose it is.")
            else:
                said = f"it lay in {folder.name}/{shown(path.name)}"
                work = self.names.exact(folder.name)
                when = told.when if told else ""
                self.found.append(Handed(student, work, place, files, notes=(said,), when=when))

    def _say_hidden(self, path: Path) -> None:
        """A folder whose name begins with a dot is nobody's, unless there is work in it."""
        hidden = path.name.startswith(".") and os.path.isdir(path) and not os.path.islink(path)
        if hidden and any(os.path.exists(path / name) for name in self.names.folders):
            self._leave(path, "its name begins with a dot.")

    # Afterwards ----------------------------------------------------------------------------------

    def _join_platform(self) -> None:
        """Put files together that a platform gave one by one: several of one student."""
        joined: dict[tuple, Handed] = {}
        rest = []
        for each in self.found:
            key = each.student, each.work, each.folder, each.when
            if not each.files:
                rest.append(each)
            elif key in joined:
                joined[key] = replace(joined[key], files=joined[key].files + each.files)
            else:
                joined[key] = each
        self.found = rest + list(joined.values())

    def _tell_apart(self) -> None:
        """Leave out what would take a classmate's place; say where names are hardly different."""
        first: dict[tuple[str, str], Handed] = {}
        newest_first = sorted(self.found, key=lambda each: each.when, reverse=True)
        for each in sorted(newest_first, key=lambda each: (self._is_unsure(each), *_surest(each))):
            key = each.student, each.work
            if key in first:
                there = _relative(first[key], self.submitted)
                older = bool(each.when) and each.when < first[key].when
                reason = f"{each.work} of {shown(each.student)} is in {there} already; rename one."
                reason = f"it is older than {there}, which was graded." if older else reason
                self._leave_all(each.files or [each.folder], reason)
            else:
                first[key] = each
        looks: dict[str, set[str]] = {}
        for student, _ in first:
            looks.setdefault(alike(student), set()).add(student)
        self.found = []
        for each in first.values():
            others = looks[alike(each.student)] - {each.student}
            said = [f"hardly another name than that of {shown(o)}" for o in sorted(others)]
            self.found.append(_newest(replace(each, notes=(*each.notes, *said))))

    def _is_unsure(self, each: Handed) -> bool:
        """Whether it lies where a student may have put it; then it takes nobody's place."""
        return not self._unsure.isdisjoint((each.folder, *each.folder.parents))

    def _told(self, name: str) -> PlatformName | None:
        return from_platform(name, self.names.fitting)

    def _whose(self, name: str) -> str:
        """The student in a name that a platform made, "" where none did."""
        if told := self._told(name):
            return told.student
        exchanged = from_exchange(name)
        return exchanged[0] if exchanged else ""

    def _is_platforms(self, path: Path) -> bool:
        """Whether a file is a whole class's zip, as a platform makes it."""
        packed = (each.packed for each in notebooks_by_content([path], path.parent))
        return any(self._whose(part) for each in packed if each for part in Path(each.name).parts)

    def _leave(self, path: Path, reason: str) -> None:
        self.left.append(LeftOut(shown(str(path.relative_to(self.submitted)), 200), reason))

    def _leave_all(self, paths: Iterable[Path], reason: str) -> None:
        for path in paths:
            self._leave(path, reason)


def _surest(each: Handed) -> tuple:
    """Of two that would be one student's, the folder that is called so comes first."""
    called_so = each.folder.parent.name == each.student or each.folder.name == each.student
    return (not called_so, bool(each.files), "" if each.when else str(each.folder))


def _named_by(told: PlatformName) -> str:
    return f"as a learning platform named it: {shown(told.who)}"


def _relative(each: Handed, submitted: Path) -> str:
    path = each.files[0] if each.files else each.folder
    return shown(str(path.relative_to(submitted)), 200)


def _entries(folder: Path) -> list[Path] | None:
    """What is in a folder; None where it cannot be opened, or has no end."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return None


def _is_nothing(path: Path) -> bool:
    """What a platform or a system puts beside a student's work."""
    return is_left_behind(path.name) or path.name == "timestamp.txt"


def _folders_in(folder: Path) -> list[Path]:
    """The folders in one; none of a link."""
    entries = [] if os.path.islink(folder) or not os.path.isdir(folder) else _entries(folder)
    return [each for each in entries or () if os.path.isdir(each) and not os.path.islink(each)]


def _newest(each: Handed) -> Handed:
    """The same in its newest version, where all that its folder holds are such."""
    there = [path for path in _entries(each.folder) or () if not _is_nothing(path)]
    folders = {path.name: path for path in _folders_in(each.folder)}
    full = [name for name, path in folders.items() if not _is_empty(path)]
    newest = newest_version(full) if len(folders) == len(there) else ""
    if not newest or each.files:
        return each
    others = f", the newest of {len(full)}" if len(full) > 1 else ""
    return replace(each, folder=folders[newest], notes=(*each.notes, f"{newest}{others}"))


def _is_empty(path: Path) -> bool:
    entries = _entries(path) if os.path.isdir(path) and not os.path.islink(path) else [path]
    return entries is not None and not any(not _is_nothing(each) for each in entries)
