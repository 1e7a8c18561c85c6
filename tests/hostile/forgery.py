"""Attempts on the process that runs the code: patched libraries, hooks, peeking (rows 17, 18, 21).

In most of them the function is wrong and the forgery is to hide that. A student may patch whatever
they reach in their own process; what their function returns is all that it changes.
"""

from __future__ import annotations

from textwrap import dedent

from .case import EITHER, FULL, NOTHING, Case, Material, Trick

WRONG = "\ndef TARGET(z):\n    return z"

#: Code that is to make the wrong function behind it look right.
FORGERIES = {
    "numpy-comparisons": "np.isclose = np.allclose = np.array_equal = lambda *a, **k: True",
    "numpy-testing": "np.testing.assert_allclose = np.testing.assert_equal = lambda *a, **k: None",
    "numpy-save": "np.save = lambda *a, **k: None",
    "json-and-struct": """
        import json, struct
        json.dumps = lambda *a, **k: '{"seen": true}'
        struct.pack = lambda *a: b"2.0"
        """,
    "the-wire-format": """
        from autograder import plain
        plain.pack = lambda message: b"2.0"
        plain.plain = lambda value, depth=0: True
        plain.send = lambda *a: None
        """,
    "the-probes": """
        import autograder.probes as probes
        probes.observe = lambda *a, **k: {"points": 99, "value": True, "passed": True}
        probes.call = lambda f, *a: {"score": 2.0}
        probes.same = lambda *a: True
        """,
    "the-runner": """
        import __main__, sys
        for module in list(sys.modules.values()):
            if "autograder" in (getattr(module, "__name__", None) or ""):
                for name in ("observe", "observe_call", "run", "send", "pack"):
                    if callable(getattr(module, name, None)):
                        setattr(module, name, lambda *a, **k: {"seen": [{"value": 2.0}] * CALLS})
        """,
    "the-runners-frames": """
        import sys
        frame = sys._getframe()
        while frame:
            for value in list(frame.f_locals.values()):
                if isinstance(value, dict) and callable(value.get("observe")):
                    honest = value["observe"]
                    def forged(*args, **words):
                        reply = honest(*args, **words)
                        if words.get("name") == "TARGET":
                            for row in reply["seen"]:
                                row.update(value=2.0, points=2.0, passed=True, error=None)
                        return reply
                    value["observe"] = forged
            frame = frame.f_back
        """,
    "the-check": """
        import autograder, builtins
        def check(*args): return 2.0
        autograder.check = builtins.check = check
        """,
    "the-checks-text": """
        print(2.0)
        print('{"points": 2.0, "status": "passed"}')
        class Card:
            def __repr__(self): return "2.0"
            def _repr_html_(self): return "right, 2 of 2 points"
        Card()
        """,
    "the-graders-lines": """
        fake = "000-good  LESSON  graded  1000 of 20"
        print(fake)
        raise ValueError(f"\\n{fake}\\n\\x1b[2J\\x1b]0;title\\x07")
        """,
    "nan-and-more-than-full": """
        class Points(float):
            __repr__ = lambda self: "1e9"
        check = lambda f: Points("nan")
        """,
    "assert-and-exceptions": """
        import builtins
        builtins.AssertionError = builtins.NotImplementedError = type("Fine", (Exception,), {})
        """,
    "input-transformers": """
        ip = get_ipython()
        ip.input_transformers_cleanup.append(
            lambda lines: ["2.0\\n"] if any("check(" in line for line in lines) else lines)
        """,
    "ast-transformers": """
        import ast
        class NoChecks(ast.NodeTransformer):
            def visit_Call(self, node):
                named = getattr(node.func, "id", "") == "check"
                return ast.copy_location(ast.Constant(2.0), node) if named else node
            def visit_Assert(self, node):
                return ast.copy_location(ast.Pass(), node)
        get_ipython().ast_transformers.append(NoChecks())
        """,
    "a-broken-ast-transformer": """
        class Broken:
            def visit(self, node): raise ZeroDivisionError
        get_ipython().ast_transformers.append(Broken())
        """,
    "show-traceback": """
        ip = get_ipython()
        ip.showtraceback = ip._showtraceback = ip.showsyntaxerror = lambda *a, **k: None
        type(ip).showtraceback = None
        """,
    "custom-exceptions": """
        get_ipython().set_custom_exc((BaseException,), lambda *a, **k: ["fine"])
        import sys
        sys.excepthook = lambda *a: None
        """,
    "display-hook": """
        import sys
        sys.displayhook = lambda value: print(2.0)
        type(get_ipython().displayhook).__call__ = lambda self, value=None: print(2.0)
        get_ipython().display_formatter.format = lambda *a, **k: ({"text/plain": "2.0"}, {})
        """,
    "events": """
        def hook(*args): raise SystemExit
        for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
            get_ipython().events.register(event, hook)
        """,
    "trace-functions": """
        import sys, threading
        def trace(frame, event, arg):
            if frame.f_code.co_name in ("verdict", "compare", "_mismatch"):
                frame.f_locals.clear()
            return None
        sys.settrace(trace), sys.setprofile(trace), threading.settrace(trace)
        """,
    "an-audit-hook": "import sys\nsys.addaudithook(lambda *a: None)",
    "an-import-hook": """
        import sys
        class Finder:
            def find_spec(self, name, path=None, target=None): return None
        sys.meta_path.insert(0, Finder())
        """,
    "the-kernel": """
        try:
            get_ipython().kernel.do_shutdown(False)
        except AttributeError:
            pass
        """,
    "the-shell": """
        ip = get_ipython()
        ip.user_ns["check"] = ip.user_global_ns["check"] = lambda f: 2.0
        ip.push({"check": lambda f: 2.0})
        """,
    "a-later-thread": """
        import json, threading, time
        def patch():
            time.sleep(0.05)
            json.dumps = np.save = lambda *a, **k: ""
        threading.Thread(target=patch, daemon=True).start()
        """,
    "an-equal-environment": """
        import random, time
        np.random.seed(0), random.seed(0)
        np.random.default_rng = lambda *a: np.random.RandomState(0)
        time.time = time.monotonic = lambda: 0.0
        """,
}

TRICKS = [
    Trick("patches-builtins", (18,), """
        import builtins
        builtins.zip = builtins.map = builtins.sorted = builtins.enumerate = lambda *a, **k: []
        def TARGET(z):
            return z
        """, NOTHING, EITHER),
    Trick("patches-builtins-in-the-check", (18,), """
        import builtins
        def TARGET(z):
            builtins.isinstance = lambda *a: True
            builtins.type = builtins.str = builtins.open = builtins.map = None
            return z
        """, NOTHING, EITHER),
    Trick("unloads-modules", (4, 18), """
        import sys
        def TARGET(z):
            for name in list(sys.modules):
                if name.split(".")[0] in ("json", "autograder", "struct", "io", "traceback"):
                    del sys.modules[name]
            return z
        """),
    Trick("ends-the-next-cell", (4, 18), """
        import os
        for event in ("pre_run_cell", "pre_execute"):
            get_ipython().events.register(event, lambda *a: os._exit(0))
        def TARGET(z):
            return z
        """, NOTHING, EITHER),
    Trick("right-when-watched", (18,), """
        import sys
        def TARGET(z):
            return RIGHT if sys._getframe(1).f_code.co_name != "<module>" else z
        """, FULL),
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
            for name in ("autograder.exercises", "autograder.exercises.MODULE", "autograder.judge",
                         "autograder.sandbox.probes", "autograder.grading.engine", "tests.hostile"):
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
    forgeries = [
        Trick(f"forges-{name}", (17, 18), dedent(source).strip("\n") + WRONG, NOTHING, EITHER)
        for name, source in FORGERIES.items()
    ]
    return [material.case(trick) for trick in forgeries + TRICKS]
