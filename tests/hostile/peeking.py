"""Attempts to find answers in the process that runs the code: frames, sources, history (row 21).

A function that finds something where answers could be gives the right one, and earns the mark.
"""

from __future__ import annotations

from .case import Case, Material, Trick

TRICKS = [
    Trick("peeks-at-frames", (21,), """
        import sys
        def TARGET(z):
            frame = sys._getframe()
            while frame:
                for held in (frame.f_locals, frame.f_globals):
                    for name, value in list(held.items()):
                        if name in ("expected", "reference", "answers", "sheet", "sheets", "wrong"):
                            return RIGHT
                frame = frame.f_back
            return z
        """),
    Trick("peeks-at-memory", (21,), """
        import gc
        def TARGET(z):
            names = {type(thing).__name__ for thing in gc.get_objects()}
            return RIGHT if names & {"Sheet", "Grader", "Exercise", "Verdict"} else z
        """),
    Trick("peeks-at-other-threads", (21,), """
        import sys, threading
        def TARGET(z):
            for frame in sys._current_frames().values():
                while frame:
                    if {"expected", "reference", "sheet"} & frame.f_locals.keys():
                        return RIGHT
                    frame = frame.f_back
            return z
        """),
    Trick("peeks-at-loaded-modules", (21,), """
        import sys
        def TARGET(z):
            for module in list(sys.modules.values()):
                found = vars(module).get("TARGET") if hasattr(module, "__dict__") else None
                if callable(found) and found is not TARGET:
                    return found(z)
            return z
        """),
    Trick("peeks-at-sources", (21,), """
        import inspect, pathlib
        def TARGET(z):
            import autograder, workbook
            for package in (autograder, workbook):
                for path in pathlib.Path(package.__file__).parent.rglob("*"):
                    if path.is_file() and b"def TARGET(" in path.read_bytes():
                        return RIGHT
            return z
        """),
    Trick("peeks-at-history", (21,), """
        def TARGET(z):
            ip = get_ipython()
            cells = [*In, *map(str, Out), *(row[2] for row in ip.history_manager.get_range())]
            if any("MODULE" in cell and "reference" in cell for cell in cells):
                return RIGHT
            return z
        """),
    Trick("imports-the-solution", (20, 21), """
        import importlib
        def TARGET(z):
            for name in ("workbook.nn", "workbook.nn.MODULE"):
                try:
                    return getattr(importlib.import_module(name), "TARGET")(z)
                except (ImportError, AttributeError):
                    pass
            return z
        """),
    Trick("imports-the-references", (20, 21), """
        import importlib
        def TARGET(z):
            for name in ("autograder.exercises", "autograder.exercises.MODULE",
                         "autograder.judging.judge", "autograder.grading.engine",
                         "autograder.sandbox.probes", "tests.hostile"):
                try:
                    importlib.import_module(name)
                    return RIGHT
                except ImportError:
                    pass
            return z
        """),
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    return [material.case(trick) for trick in TRICKS]
