"""What is put off when nbgrader is imported is there when somebody asks for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST = "import sys\nfrom autograder import quick_imports\n"


def said(code, before="import nbgrader.api\n"):
    """What a new Python prints that runs the code behind the quick imports."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST + before + code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_is_imported_without_a_server_and_without_setuptools():
    names = "'nbgrader.server_extensions', 'jupyter_server', 'setuptools', 'rfc3987_syntax.utils'"
    assert said(f"print({{{names}}} & set(sys.modules))") == "set()"


@pytest.mark.parametrize(
    "asked",
    [
        "print(nbgrader.__version__ != '')",
        "print(callable(nbgrader._load_jupyter_server_extension))",
        "from nbgrader import utils, apps\nprint(utils is sys.modules['nbgrader.utils'])",
        "print(callable(nbgrader.load_formgrader) and type(nbgrader) is type(sys))",
        "import nbgrader.apps.nbgraderapp as app\nprint(app.NbGraderApp.version != '')",
        "import setuptools.archive_util, setuptools\nprint(setuptools.__version__ != '')",
    ],
)
def test_it_is_all_there_for_who_asks(asked):
    assert said(asked) == "True"


@pytest.mark.parametrize(
    "part",
    ["server_extensions.formgrader", "server_extensions.assignment_list", "exchange", "converters"],
)
def test_a_part_of_it_may_be_the_first_that_is_imported(part):
    """Its parts import each other, and ask the package for its version meanwhile."""
    assert said(f"import nbgrader.{part} as it\nprint(it.__name__)", "") == f"nbgrader.{part}"


def test_the_commands_start_where_nbgrader_is_missing():
    """`autograder doctor` then says so."""
    code = (
        "import sys, importlib.util as util\nreal = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'nbgrader' else real(name, *more)\n"
        "import autograder.cli\nprint('nbgrader' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr


def test_what_is_not_there_is_said_as_ever():
    code = "try:\n    nbgrader.nothing\nexcept AttributeError as error:\n    print(error)"
    assert said(code) == "module 'nbgrader' has no attribute 'nothing'"


def test_archives_are_still_opened(tmp_path):
    archive = tmp_path / "one.zip"
    code = (
        f"import zipfile\nwith zipfile.ZipFile({str(archive)!r}, 'w') as z:\n"
        "    z.writestr('a.txt', 'A')\n"
        "from nbgrader.utils import unpack_archive\n"
        f"unpack_archive({str(archive)!r}, {str(tmp_path / 'out')!r})\n"
        f"print(open({str(tmp_path / 'out' / 'a.txt')!r}).read())"
    )
    assert said(code) == "A"


def test_the_newest_tables_are_those_that_alembic_says():
    code = (
        "from pathlib import Path\nfrom alembic.script import ScriptDirectory\n"
        "from autograder.grading.gradebook.quick_nbgrader import newest_migration\n"
        "scripts = Path(nbgrader.api.__file__).parent / 'alembic'\n"
        "print(newest_migration() == ScriptDirectory(str(scripts)).get_current_head())"
    )
    assert said(code) == "True"
