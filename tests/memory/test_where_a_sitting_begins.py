"""On which page JupyterLab opens, as `workbook.lab` configures it."""

import os
from datetime import datetime, timedelta

import pytest
from traitlets.config import Config

from workbook.lab import ANSWERS, REVIEW, START_HERE, configure
from workbook.memory.answers_file import NAME


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """A function: the page on which Lab opens in a course's folder; None for Lab's own."""
    monkeypatch.chdir(tmp_path)

    def look():
        configure(c := Config())
        return c.LabApp.get("default_url")

    return look


def put(folder, *pages):
    for page in pages:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text("{}")


def test_a_first_start_and_the_same_day_open_on_start_here(opened, tmp_path):
    put(tmp_path, START_HERE, REVIEW)
    assert opened() == f"/lab/tree/{START_HERE}"
    put(tmp_path, NAME)
    assert opened() == f"/lab/tree/{START_HERE}"


@pytest.mark.parametrize("days", [1, 14])
def test_another_day_opens_on_what_is_due(opened, tmp_path, days):
    put(tmp_path, START_HERE, REVIEW, NAME)
    at = (datetime.now() - timedelta(days=days)).timestamp()
    os.utime(tmp_path / NAME, (at, at))
    assert opened() == f"/lab/tree/{REVIEW}"
    (tmp_path / REVIEW).unlink()
    assert opened() == f"/lab/tree/{START_HERE}"


def test_it_looks_for_the_file_by_its_name():
    assert ANSWERS == NAME


def test_elsewhere_lab_opens_as_it_would(opened, tmp_path):
    assert opened() is None
    put(tmp_path, NAME)
    assert opened() is None
