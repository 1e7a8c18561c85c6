"""Attempts on the process that runs the code: patched libraries, hooks (rows 17, 18).

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
    "arrays-themselves": """
        import gc
        inside = gc.get_referents(np.ndarray.__dict__)[0]
        inside["tobytes"] = lambda self, *a: b""
        """,
    "numbers-themselves": """
        import ctypes, gc
        for kind in (float, np.float64):
            gc.get_referents(kind.__dict__)[0]["__eq__"] = lambda self, other: True
            ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))
        """,
    "the-modules-list": """
        import sys, types
        for name in [n for n in sys.modules if n.split(".")[0] == "autograder"]:
            sys.modules[name] = types.SimpleNamespace(
                observe=lambda *a: {"value": 2.0}, plain=lambda value: 2.0, same=lambda *a: True)
        """,
    "the-namespace": """
        class Names(dict):
            def __getitem__(self, name): return 2.0
            def __contains__(self, name): return True
        get_ipython().user_ns = Names(get_ipython().user_ns)
        """,
    "the-kernels-messages": """
        try:
            kernel, result = get_ipython().kernel, {"data": {"text/plain": "2.0"}}
            kernel.session.send(kernel.iopub_socket, "execute_result", result)
        except AttributeError:
            pass
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
    Trick("registers-forks", (10, 18), """
        import os
        os.register_at_fork(after_in_child=lambda: os._exit(0), before=lambda: os._exit(0))
        def TARGET(z):
            if os.fork() == 0:
                os._exit(0)
            return z
        """, NOTHING, EITHER),
    Trick("a-finaliser-that-ends-python", (4, 18), """
        import os
        class Last:
            def __del__(self): os._exit(0)
        def TARGET(z):
            Last()
            return z
        """, NOTHING, EITHER),
    Trick("says-nothing-any-more", (5, 18), """
        import socket
        socket.SocketIO.write = lambda self, data: len(data)
        def TARGET(z):
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
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    forgeries = [
        Trick(f"forges-{name}", (17, 18), dedent(source).strip("\n") + WRONG, NOTHING, EITHER)
        for name, source in FORGERIES.items()
    ]
    return [material.case(trick) for trick in forgeries + TRICKS]
