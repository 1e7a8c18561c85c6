"""Zips that mean harm, or that somebody packed badly: bounded, and each thing said in one line."""

import io
import stat
import struct
import zipfile

import pytest

from autograder.cli import NOT_EVERYTHING
from autograder.course import CourseError
from autograder.lms import archives
from autograder.lms.archives import open_archive

from .conftest import LESSON, autograder
from .platform_files import write_zip

GOOD = f"ada/{LESSON}/start-here.ipynb"


def looked_through(path):
    with open_archive(path) as archive:
        return {each.path for each in archive.entries}, {e.path: e.reason for e in archive.left}


def entry(name, mode=stat.S_IFREG | 0o644, **about):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for key, value in about.items():
        setattr(info, key, value)
    return info


LEFT = {
    "../../evil.txt": "leads out", "/etc/passwd": "leads out", "C:/x.txt": "leads out",
    "..\\evil2.txt": "leads out", "a/../../b": "leads out", "/".join("abcdefghijklm"): "too many",
    "x" * 201: "too long",
}  # fmt: skip


def test_names_that_lead_elsewhere(tmp_path):
    path = write_zip(tmp_path / "z.zip", {GOOD: b"{}"} | dict.fromkeys(LEFT, b"x"))
    taken, left = looked_through(path)
    assert taken == {GOOD} and len(left) == len(LEFT)
    for name, why in LEFT.items():
        assert why in left[name[:200]], name


def test_links_devices_and_what_is_encrypted(tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry("link", stat.S_IFLNK | 0o777), "/etc/passwd")
        archive.writestr(entry("pipe", stat.S_IFIFO | 0o644), "")
        archive.writestr(entry("device", stat.S_IFCHR | 0o644), "")
        archive.writestr(entry("secret"), "x")
        archive.writestr(entry(GOOD), "{}")
    content = bytearray(path.read_bytes())
    at = content.rfind(b"secret", 0, content.rfind(b"PK\5\6")) - 46
    content[at + 8] |= 1  # its flags in the list of entries
    path.write_bytes(content)
    taken, left = looked_through(path)
    assert taken == {GOOD}
    assert left == {
        "link": "it is a link.", "pipe": "it is no file.", "device": "it is no file.",
        "secret": "it is encrypted.",
    }  # fmt: skip


def test_bombs(tmp_path, monkeypatch):
    zeros = b"\0" * (11 * 2**20)
    path = write_zip(tmp_path / "z.zip", {"bomb": zeros, GOOD: b"{}"})
    assert looked_through(path) == (
        {GOOD},
        {"bomb": "it would grow more than 200 times when unpacked."},
    )
    monkeypatch.setattr(archives, "LARGEST", 100)
    path = write_zip(tmp_path / "z.zip", {"large": bytes(range(101)), GOOD: b"{}"})
    assert "larger than" in looked_through(path)[1]["large"]
    monkeypatch.setattr(archives, "TOGETHER", 250)
    path = write_zip(tmp_path / "z.zip", {name: bytes(range(100)) for name in "abc"})
    taken, left = looked_through(path)
    assert taken == {"a", "b"} and "together" in left["c"]


def test_a_size_that_is_a_lie_costs_that_file(tmp_path):
    for size in (10, 5001, 9_000):
        path = write_zip(tmp_path / "z.zip", {"liar": b"x" * 5000, GOOD: b"{}"})
        content = bytearray(path.read_bytes())
        at = content.rfind(b"liar", 0, content.rfind(b"PK\5\6")) - 46
        content[at + 24 : at + 28] = struct.pack("<I", size)
        path.write_bytes(content)
        with open_archive(path) as archive:
            liar, good = archive.entries
            with pytest.raises(CourseError, match="damaged"):
                archive.read(liar)
            assert archive.read(good) == b"{}"


def test_fifty_thousand_entries_are_refused_before_they_are_read(tmp_path, monkeypatch):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "")
    record = bytearray(path.read_bytes())
    at = record.rfind(b"PK\5\6")
    record[at + 8 : at + 12] = struct.pack("<HH", 50_000, 50_000)
    path.write_bytes(record)
    with pytest.raises(CourseError, match="50,000 entries; more than 20,000"):
        looked_through(path)
    monkeypatch.setattr(archives, "MOST", 5)
    with pytest.raises(CourseError, match="more than 5"):
        looked_through(write_zip(path, dict.fromkeys("abcdef", b"")))


def test_names_in_other_encodings(tmp_path):
    """UTF-8 with and without its mark, and a code page of Windows."""
    path = tmp_path / "z.zip"
    names = {"Gödel.ipynb": "cp437", "Émilie.ipynb": "utf-8", "李雷.ipynb": "utf-8"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, encoding in names.items():
            archive.writestr(name.encode(encoding).hex() + "é", "x")
    content = path.read_bytes()
    for name, encoding in names.items():
        raw = name.encode(encoding)
        marked = (raw.hex() + "é").encode()
        content = content.replace(marked, raw + b"/" * (len(marked) - len(raw)))
    content = _without_the_mark_of_utf8(content)
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    assert {archives._parts(archives._name(info))[-1] for info in infos} == set(names)


def _without_the_mark_of_utf8(content):
    content = bytearray(content)
    for sign, at in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        start = content.find(sign)
        while start >= 0:
            content[start + at] &= 0xF7
            start = content.find(sign, start + 1)
    return bytes(content)


def test_names_that_are_there_twice(tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(GOOD, "old")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(GOOD, "new")
    with open_archive(path) as archive:
        assert [archive.read(each) for each in archive.entries] == [b"new"]
        assert [(each.path, each.reason) for each in archive.left] == [
            (GOOD, "a later file has the same name; that one counts.")
        ]


def test_names_that_differ_in_their_letters_size_alone(course, tmp_path, notebook, tree):
    """On some disks they are one name; nothing is lost on those either."""
    files = {f"{who}/{LESSON}/start-here.ipynb": notebook() for who in ("ada", "Ada")}
    files |= {f"ada/{LESSON}/{name}": name.encode() for name in ("x.txt", "X.TXT", "d/1", "D/2")}
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == 0, done.output
    written = tree()
    assert len({name.casefold() for name in written}) == len(written) == len(files)
    assert {b"x.txt", b"X.TXT", b"d/1", b"D/2"} < set(written.values())
    assert len({name.split("/")[0].casefold() for name in written}) == 2


NOT_ZIPS = {
    "empty": b"", "text": b"no zip at all", "torn": b"PK\3\4" + b"\0" * 30,
    "no end": b"PK\5\6" + b"\xff" * 18, "html": b"<!DOCTYPE html><title>Log in</title>",
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_ZIPS)
def test_what_is_no_zip_is_one_line(course, tmp_path, kind):
    (tmp_path / "z.zip").write_bytes(NOT_ZIPS[kind])
    done = autograder("collect", tmp_path / "z.zip", "0")
    assert done.exit_code == 1 and len(done.output.strip().splitlines()) == 1
    assert "z.zip" in done.output and not (course / "submitted").exists()


def test_what_is_left_alone_is_listed_and_the_rest_is_done(course, tmp_path, notebook, tree):
    files = {GOOD: notebook(), "../../evil.txt": b"x", f"ada/{LESSON}/bomb": b"\0" * 11 * 2**20}
    done = autograder("collect", write_zip(tmp_path / "z.zip", files), "0")
    assert done.exit_code == NOT_EVERYTHING
    assert "evil.txt: its name leads out" in done.output and "bomb: it would grow" in done.output
    assert set(tree()) == {GOOD} and not (tmp_path.parent / "evil.txt").exists()


def test_a_file_that_cannot_be_unpacked_costs_itself(course, tmp_path, notebook, tree):
    path = write_zip(
        tmp_path / "z.zip", {GOOD: notebook(), f"grace/{LESSON}/start-here.ipynb": notebook()}
    )
    content = bytearray(path.read_bytes())
    at = content.rfind(b"grace", 0, content.find(b"PK\1\2"))
    content[at + 60 : at + 80] = b"\xff" * 20
    path.write_bytes(content)
    done = autograder("collect", path, "0")
    assert done.exit_code == NOT_EVERYTHING and "damaged" in done.output
    assert GOOD in tree() and "no notebook" in done.output


def test_reading_is_bounded_whatever_the_list_says(tmp_path):
    """A zip whose list of entries is said to be larger than any class's is not read into memory."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x", "")
    content = bytearray(stream.getvalue())
    at = content.rfind(b"PK\5\6")
    content[at + 12 : at + 16] = struct.pack("<I", 2**31)
    (tmp_path / "z.zip").write_bytes(content)
    with pytest.raises(CourseError):
        looked_through(tmp_path / "z.zip")
