"""What a student's process tells of itself: arguments that were changed, warnings that were given.

Each trick computes the right values, changes its argument or lets NumPy warn, and tries to have
neither told. None of it may earn the aspect that asks for it, and none may cost another one.
"""

import pytest

PURE = "def relu(z):\n    {trick}\n    z[...] = np.maximum(z, 0)\n    return z.copy()"
QUIET = """
def sigmoid(z):
    {trick}
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))
"""
MODULES = "[m for m in sys.modules.values() if 'autograder' in getattr(m, '__name__', '')]"

HIDES = {  # by what is done before anything is asked
    "nothing": "pass",
    "comparison patched": f"""
for m in {MODULES}:
    for name in ("same", "fingerprints", "_fingerprint", "blake2b"):
        if hasattr(m, name):
            setattr(m, name, lambda *a, **k: True)
""",
    "fingerprints of what was": f"""
import copy
for m in {MODULES}:
    if hasattr(m, "fingerprints"):
        honest = m.fingerprints
        m.fingerprints = lambda before, after, key: honest(before, before, key)
""",
    "arguments handed over as copies": f"""
for m in {MODULES}:
    if hasattr(m, "given"):
        honest_given, keep = m.given, []
        def given(a):
            keep.append(honest_given(a))
            return keep[-1]
        m.given = given
    if hasattr(m, "fingerprints"):
        honest = m.fingerprints
        m.fingerprints = lambda was, now, key: honest(was, [honest_given(b) for b in was], key)
""",
    "warnings not recorded": """
import warnings
class Deaf:
    def __init__(self, *a, **k): pass
    def __enter__(self): return []
    def __exit__(self, *a): return False
warnings.catch_warnings = Deaf
""",
    "errstate patched": """
import contextlib
np.errstate = lambda **k: contextlib.nullcontext()
np.seterr(all="ignore")
""",
    "filters patched": """
import warnings
hidden = ("ignore", None, Warning, None, 0)
warnings.simplefilter = lambda *a, **k: warnings.filters.insert(0, hidden)
""",
    "replies edited": f"""
for m in {MODULES}:
    if callable(getattr(m, "send", None)):
        honest_send = m.send
        def send(stream, message, honest_send=honest_send):
            rows = message.get("seen", [])
            for row in rows:
                row.update(warned=[], changed=[], left=rows[0].get("left", ""))
            honest_send(stream, message)
        m.send = send
""",
    "the probe wrapped": f"""
for m in {MODULES}:
    if callable(getattr(m, "observe_call", None)):
        honest_observe = m.observe_call
        def observe_call(f, args, kwargs, *more):
            copying = lambda *a, **k: f(*[m_given(x) for x in a], **k)
            row = honest_observe(copying, args, kwargs, *more)
            row["warned"] = []
            return row
        m_given = m.observe_call.__globals__["given"]
        m.observe_call = observe_call
""",
}  # fmt: skip
CALLED = {  # by what the function itself does
    "nothing": "pass",
    "the original changed too": "for a in sys._getframe(1).f_locals['args']: "
    "isinstance(a, np.ndarray) and np.maximum(a, 0, out=a)",
    "the record emptied": "sys.setprofile(lambda f, e, a: "
    "f.f_locals.get('caught', []).clear() if e == 'return' else None)",
}


@pytest.fixture(scope="module")
def grade(grader, write_in, solutions):
    def run(before, trick):
        cells = {
            "relu": f"import sys\n{before}\n" + PURE.format(trick=trick),
            "sigmoid": "import sys\n" + QUIET.format(trick=trick),
        }
        return grader.grade(write_in(**{**solutions, **cells})).verdicts

    return run


def states(verdict):
    return {aspect.name: aspect.state for aspect in verdict.aspects}


@pytest.mark.parametrize("trick", CALLED)
@pytest.mark.parametrize("before", HIDES)
def test_what_is_hidden_earns_nothing(grade, before, trick):
    found = grade(HIDES[before], CALLED[trick])
    assert states(found["relu"])["pure"] != "passed"
    assert states(found["sigmoid"])["finite"] != "passed"
    others = {n: v for n, v in found.items() if n not in ("relu", "sigmoid")}
    wrong = {n for n, v in others.items() if v.max_points and v.points < 1}
    assert not wrong, "only what is asked of arguments and warnings may be in doubt"


@pytest.mark.parametrize(
    "harmless",
    [
        "import warnings\nwarnings.simplefilter('ignore')",
        "import warnings\nwarnings.simplefilter('error')",
        "np.seterr(all='ignore')",
        "np.seterr(all='raise')",
        "import warnings\nwarnings.warn = warnings.showwarning = lambda *a, **k: None",
        "import logging\nlogging.captureWarnings(True)",
        "np.seterrcall(print)\nnp.seterr(all='call')",
    ],
)
def test_honest_settings_raise_no_doubt(grader, write_in, solutions, harmless):
    for inside in (False, True):
        body = harmless.replace("\n", "\n    ")
        first, rest = solutions["relu"].split("\n", 1)
        cell = f"{first}\n    {body}\n{rest}" if inside else f"{harmless}\n{solutions['relu']}"
        graded = grader.grade(write_in(**{**solutions, "relu": cell}))
        assert graded.points == graded.max_points, states(graded.verdicts["relu"])
