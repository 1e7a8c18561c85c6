"""What a student's process can import of this project: a folder with the parts that may be seen.

It holds the sandbox's own modules under the name `autograder`, and `workbook` without the solutions
of the lesson that is graded and of the lessons after it, and without their figures, which may hold
as much as a solution.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import workbook

from .. import sandbox
from ..exercises import LESSONS, module_name


def make_stage(folder: Path, lesson: str) -> None:
    """Fill an empty folder with what a submission of this lesson may import.

    lesson: of an assignment that is no lesson, anything else; then every solution is left out.
    """
    leave = shutil.ignore_patterns("__pycache__", "nn")
    shutil.copytree(Path(sandbox.__file__).parent, folder / "autograder", ignore=leave)
    library = Path(workbook.__file__).parent
    shutil.copytree(library, folder / "workbook", ignore=leave)
    before = LESSONS[: LESSONS.index(lesson)] if lesson in LESSONS else []
    earlier = [module_name(name) for name in before]
    target = folder / "workbook" / "nn"
    target.mkdir()
    for module in earlier:
        package = library / "nn" / module  # a lesson with many functions is a folder
        if package.is_dir():
            shutil.copytree(package, target / module, ignore=leave)
        else:
            shutil.copy(package.with_suffix(".py"), target)
    imports = "".join(f"from .{module} import *\n" for module in earlier)
    (target / "__init__.py").write_text(f'"""The library up to this lesson."""\n{imports}')
    for later in LESSONS[len(before) :]:
        for figures in (folder / "workbook" / "plots").glob(f"{module_name(later)}*.py"):
            figures.unlink()
    for path in (folder, *folder.rglob("*")):  # submissions run as another user where root grades
        path.chmod(0o755 if path.is_dir() else 0o644)
