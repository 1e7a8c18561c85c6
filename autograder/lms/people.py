"""Who a platform means: the student in the course whose work it is, and how that is known.

First counts what was collected before, then the roster's numbers and addresses, then a name that
one person alone has. With a roster, who is not on it is nobody; without one, each is called as the
platform calls them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..grading.intake.finding import is_left_behind, shown
from .archives import WINDOWS
from .deliveries import CANVAS, MOODLE, Delivery
from .rosters import Person, Roster, turned
from .sheets import same
from .way_back import Known

LONGEST_NAME = 100


@dataclass(frozen=True)
class Match:
    """A delivery, the student that it is of, and how that is known; why not, where it is not."""

    delivery: Delivery
    student: str = ""
    how: str = ""
    why_not: str = ""


@dataclass
class Directory:
    """What is known of the people of a course. lesson: the one that is collected.

    taken: names that are no student's, in the form in which a disk may compare them.
    """

    lesson: str
    roster: Roster
    known: list[Known] = field(default_factory=list)
    taken: frozenset[str] = frozenset()

    def match(self, deliveries: Iterable[Delivery]) -> list[Match]:
        """Each delivery with its student. Several of one person are one student's."""
        deliveries = list(deliveries)
        called = Counter()
        for _, name in {(each.key, each.name) for each in deliveries}:
            called[same(name)] += 1
        found = [self._before(each) or self._listed(each) for each in deliveries]
        used = {m.student.casefold(): m.delivery.key for m in found if m.student}
        used |= {each.student.casefold(): each.key for each in self._of_lesson()}
        for at, match in enumerate(found):
            if not match.student and not match.why_not:
                student = self._own_name(match.delivery, called, used)
                used[student.casefold()] = match.delivery.key
                found[at] = replace(
                    match, student=student, how=match.how or "as the platform names them"
                )
        return self._once(found)

    def missing(self, matches: Iterable[Match]) -> list[Person]:
        """Who is on the roster and handed in nothing."""
        there = {match.student for match in matches if match.student}
        keys = {(m.delivery.platform, m.delivery.key) for m in matches if m.student}
        names = {turned(m.delivery.name) for m in matches if m.student and m.delivery.name}
        return [
            person
            for person in self.roster.people
            if not (person.id and as_folder(person.id) in there)
            and not person.keys & keys
            and not (not person.id and person.name and turned(person.name) in names)
            and not {turned(word) for word in person.words} & names
        ]

    def _of_lesson(self) -> list[Known]:
        return [each for each in self.known if each.lesson == self.lesson]

    def _before(self, delivery: Delivery) -> Match | None:
        """The student that this person was before, unless the roster has another name for them."""
        of_person = delivery.platform == CANVAS  # whose numbers are the same in all assignments
        for each in self.known:
            here = of_person or (each.lesson == self.lesson and each.name == delivery.name)
            if here and (each.platform, each.key) == (delivery.platform, delivery.key):
                listed = not self.roster.has_ids or any(
                    as_folder(person.id) == each.student for person in self.roster.people
                )
                return Match(delivery, each.student, "as before") if listed else None
        return None

    def _listed(self, delivery: Delivery) -> Match:
        """The person on the roster; where there is none, nobody or not known yet."""
        if not self.roster.people:
            return Match(delivery)
        found, how = self._by_number(delivery), "by number or address"
        if not found and delivery.name:
            found, how = self._by_name(delivery), "by name"
        if not found:  # a roster of the platform's own numbers
            found = [each for each in self.roster.people if each.id == delivery.key]
        if len(found) > 1:
            names = ", ".join(sorted(person.shown for person in found)[:3])
            reason = f"several on the roster may be meant: {names}; give their numbers there."
            return Match(delivery, why_not=reason)
        if found:
            return Match(delivery, as_folder(found[0].id) if found[0].id else "", how)
        if self._is_group(delivery):
            return Match(delivery, how="a group of the roster")
        return Match(delivery, why_not="not on the roster.")

    def _by_number(self, delivery: Delivery) -> list[Person]:
        wanted = {same(word) for word in (delivery.sid, delivery.email) if word}
        if delivery.platform != MOODLE:
            wanted.add(same(delivery.key))
        keys = {(delivery.platform, delivery.key)}
        if delivery.platform != MOODLE:  # Moodle's number is of the assignment, not of the person
            keys.add(("", delivery.key))
        people = self.roster.people
        found = [person for person in people if person.keys & keys]
        if delivery.platform == MOODLE and delivery.name and not delivery.nameless:
            name = turned(delivery.name)
            found = [each for each in found if not each.name or turned(each.name) == name]
        return found or [person for person in people if wanted & person.words]

    def _by_name(self, delivery: Delivery) -> list[Person]:
        people = self.roster.people
        if delivery.platform == CANVAS:
            return [each for each in people if delivery.name in as_canvas_has_it(each.name)]
        name = turned(delivery.name)
        return [each for each in people if name in {turned(each.name), turned(each.id)}]

    def _is_group(self, delivery: Delivery) -> bool:
        name = turned(delivery.name)
        return any(name in map(turned, person.words) for person in self.roster.people)

    def _own_name(self, delivery: Delivery, called: Counter, used: dict[str, str]) -> str:
        """A name for somebody that no roster names, which no two people share."""
        key = delivery.key
        if delivery.platform == CANVAS:
            wanted = f"{delivery.name or 'anon'}_{key}"
        elif delivery.nameless or (delivery.platform == MOODLE and called[same(delivery.name)] > 1):
            wanted = f"{delivery.name} {key}".strip()
        else:
            wanted = delivery.name or key
        student = as_folder(wanted)
        for number in ("", f" {as_folder(key)}", *(f" {n}" for n in range(2, 1000))):
            name = f"{student}{number}"
            if name.casefold() not in self.taken and used.get(name.casefold(), key) == key:
                return name
        return name

    def _once(self, found: list[Match]) -> list[Match]:
        """Matches without those that would be somebody else's place in the class."""
        keys: dict[str, set[str]] = {}
        for match in found:
            if match.student:
                keys.setdefault(match.student, set()).add(match.delivery.key)
        return [
            replace(
                match, student="", how="",
                why_not=f"another one is {shown(match.student)}, too; give their numbers in the "
                "roster.",
            )
            if match.student and len(keys[match.student]) > 1
            else match
            for match in found
        ]  # fmt: skip


def as_folder(name: str) -> str:
    """A name as a folder on this disk can have it, and as the grader takes it for a student's."""
    plain = "".join(letter if letter.isprintable() else "_" for letter in name)
    plain = re.sub(r'[/\\:*?"<>|]' if WINDOWS else "/", "_", plain)
    plain = " ".join(plain.split())[:LONGEST_NAME].rstrip(" .")
    return f"_{plain}" if not plain or is_left_behind(plain) else plain


def as_canvas_has_it(name: str) -> set[str]:
    """The forms in which Canvas may write a name in its zip: word characters alone, any order."""
    words = name.replace(",", " ").split()
    turns = [words[at:] + words[:at] for at in range(len(words))]
    return {re.sub(r"[^\w]", "", "".join(turn)).lower() for turn in turns}
