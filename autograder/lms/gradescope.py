"""Gradescope's export: a folder for each submission, and one list that says whose they are."""

from __future__ import annotations

import yaml

from ..course import CourseError
from ..grading.intake.finding import shown
from ..grading.intake.folders import LeftOut
from .archives import Archive, Entry
from .deliveries import GRADESCOPE, Delivery, Piece, Told

_GRADESCOPE = "submission_metadata.yml"
_LARGEST_LIST = 10 * 2**20


def from_gradescope(archive: Archive, entries: list[Entry]) -> Told | None:
    """Whose is what in an export, None where it is none. A team's work is each member's."""
    lists = [entry for entry in entries if entry.parts[-1] == _GRADESCOPE]
    if not lists:
        return None
    listed = min(lists, key=lambda entry: len(entry.parts))
    base, about = listed.parts[:-1], _metadata(archive, listed)
    inside: dict[str, list[Entry]] = {}
    left = []
    for entry in entries:
        folder = entry.parts[len(base)] if len(entry.parts) > len(base) + 1 else ""
        if entry.parts[: len(base)] == base and isinstance(about.get(folder), dict):
            inside.setdefault(folder, []).append(entry)
        elif entry is not listed:
            left.append(LeftOut(shown(entry.path, 200), f"{_GRADESCOPE} does not name it."))
    deliveries = []
    for folder, files in inside.items():
        pieces = [Piece(entry, entry.parts[len(base) + 1 :]) for entry in files]
        when = str(about[folder].get(":created_at") or "")
        for one in _submitters(about[folder]):
            sid, email, name = (str(one.get(k) or "") for k in (":sid", ":email", ":name"))
            key = sid or email or name or folder
            deliveries.append(Delivery(GRADESCOPE, key, name, pieces, when, email=email, sid=sid))
    return Told(GRADESCOPE, deliveries, left)


def _submitters(about: dict) -> list[dict]:
    given = about.get(":submitters")
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return found or [{}]


class _Plain(yaml.SafeLoader):
    """YAML in which a tag of another language means nothing, and times stay as they are written."""


_Plain.add_multi_constructor("!", lambda loader, tag, node: _untagged(loader, node))
_Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def _untagged(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


def _metadata(archive: Archive, entry: Entry) -> dict:
    try:
        if entry.size > _LARGEST_LIST:
            raise CourseError("it is too large.")
        about = yaml.load(archive.read(entry), _Plain)
    except (yaml.YAMLError, ValueError, RecursionError, CourseError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{_GRADESCOPE} cannot be read: {shown(reason, 200)}") from None
    if not isinstance(about, dict):
        raise CourseError(f"{_GRADESCOPE} cannot be read: it names no submissions.")
    return about
