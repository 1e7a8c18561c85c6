"""Codespaces and Binder: their files name what exists. No image can be built here."""

import json
import os
import re
import subprocess
import tomllib

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from workbook.lab import START_HERE

from ..conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHON = SpecifierSet(PROJECT["requires-python"])


def test_codespaces_sets_up_as_make_does_and_opens_start_here():
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    assert re.fullmatch(r".*/python:(3\.\d+)", container["image"])[1] in PYTHON
    program, target = container["postCreateCommand"].split()
    assert program == "make"
    told = subprocess.run(
        ["make", "--dry-run", "--always-make", target], cwd=ROOT, check=True, capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    assert "-m pip install --quiet -r requirements.txt" in told
    opened = container["customizations"]["codespaces"]["openFiles"]
    assert opened == [START_HERE] and (ROOT / START_HERE).is_file()
    interpreter = container["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert interpreter == f"{target.rsplit('/', 1)[0]}/bin/python"


def test_binder_installs_our_requirements_and_trusts_our_lessons():
    folder = ROOT / ".binder"
    assert (folder / "runtime.txt").read_text().strip().removeprefix("python-") in PYTHON
    (line,) = (folder / "requirements.txt").read_text().splitlines()
    assert (folder / line.removeprefix("-r ")).resolve() == ROOT / "requirements.txt"
    # Binder installs in the project's folder, which is what `-e .` means there.
    assert "-e ." in (ROOT / "requirements.txt").read_text().splitlines()
    assert os.access(folder / "postBuild", os.X_OK)
    patterns = re.findall(r"\S+\.ipynb", (folder / "postBuild").read_text())
    assert patterns and all(list(ROOT.glob(pattern)) for pattern in patterns)


def test_the_hub_is_an_extra_that_the_tests_install_too():
    extras = PROJECT["optional-dependencies"]
    (hub,) = map(Requirement, extras["hub"])
    assert str(hub) in {str(Requirement(each)) for each in extras["test"]}
