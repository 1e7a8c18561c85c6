"""Honest work, as it comes: right, wrong, unfinished, noisy, in another style (rows 1 to 3)."""

from __future__ import annotations

from pathlib import Path

from .case import FULL, NOTHING, PARTLY, Case, Expected, Material, Trick, index, save

TRICKS = [
    Trick("wrong", (1,), "def TARGET(z):\n    return z"),
    Trick("unwritten", (1,), "def TARGET(z):\n    raise NotImplementedError()"),
    Trick("writes-into-its-input", (1,),
          "def TARGET(z):\n    z *= 1\n    z += RIGHT - z\n    return z", PARTLY),
    Trick("a-lambda", (1,), "TARGET = lambda z: RIGHT", FULL),
    Trick("a-callable-object", (1,), """
        class Written:
            def __call__(self, z):
                return RIGHT
        TARGET = Written()
        """, FULL),
    Trick("a-decorated-function", (1,), """
        from functools import wraps
        def loud(f):
            @wraps(f)
            def wrapped(*args):
                print("called")
                return f(*args)
            return wrapped
        @loud
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("defined-under-a-condition", (1,), """
        try:
            from nowhere import TARGET
        except ImportError:
            def TARGET(z):
                return RIGHT
        """, FULL),
    Trick("a-helper-in-a-cell-of-its-own", (1,), "def TARGET(z):\n    return helper(z)", FULL,
          before="def helper(z):\n    return RIGHT"),
    Trick("slow-but-right", (1, 5), """
        import time
        def TARGET(z):
            time.sleep(0.02)
            return RIGHT
        """, FULL),
    Trick("names-shadowed", (1,), """
        list, max, sum, zip, len, print = [1, 2], 5, 0, "zip", 7, None
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("awaits-at-the-top", (1,), """
        import asyncio
        await asyncio.sleep(0.001)
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("an-event-loop-of-its-own", (1,), """
        import asyncio
        async def slowly(z):
            await asyncio.sleep(0)
            return RIGHT
        def TARGET(z):
            return asyncio.run(slowly(z))
        """, FULL),
    Trick("loads-an-extension", (1,), """
        %load_ext autoreload
        %autoreload 2
        %config InlineBackend.figure_format = "retina"
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("a-pool-of-threads", (1, 10), """
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor(4)
        def TARGET(z):
            return pool.submit(lambda: RIGHT).result()
        """, FULL),
    Trick("types-and-dataclasses", (1,), """
        from __future__ import annotations
        from dataclasses import dataclass
        @dataclass
        class Answer:
            value: np.ndarray
        def TARGET(z: np.ndarray) -> np.ndarray:
            match Answer(RIGHT):
                case Answer(value=found):
                    return found
        """, FULL),
    Trick("timed", (1,), "%%time\ndef TARGET(z):\n    return RIGHT", FULL),
    Trick("magics-and-shell", (1,), """
        %matplotlib inline
        !echo hello
        %cd ..
        %timeit -n1 -r1 1 + 1
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("a-bash-cell-before", (1,), "def TARGET(z):\n    return RIGHT", FULL,
          before="%%bash\necho hello; exit 3"),
    Trick("installs-a-package", (1, 20), "def TARGET(z):\n    return RIGHT", FULL,
          isolated=True, before="%pip install a-package-that-does-not-exist --retries 0"),
    Trick("strict-settings", (1, 2), """
        import warnings
        np.seterr(all="raise")
        warnings.simplefilter("error")
        np.set_printoptions(precision=1)
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("plots", (2,), """
        import matplotlib.pyplot as plt
        plt.plot([1, 2])
        plt.show()
        def TARGET(z):
            return RIGHT
        """, FULL),
    Trick("shows-what-the-lesson-shows", (2,), """
        from workbook import style
        from workbook.checkpoints import ask
        from workbook.explore import ActivationGallery
        from workbook.explore.surfaces import SURFACES
        from workbook.plots import activations as plots, activations_measured
        style.use()
        def TARGET(z):
            return RIGHT
        ask("any"), plots.shapes(), [surface for surface in SURFACES]
        ActivationGallery(TARGET)
        """, FULL),
    Trick("guesses", (1,), """
        def TARGET(z):
            return RIGHT + np.random.default_rng().normal(scale=0.1)
        """),
    Trick("numpy-warns", (2,), """
        def TARGET(z):
            np.exp(np.array([1e9])), np.array([0.0]) / 0
            return RIGHT
        np.log(np.array([-1.0]))
        """, FULL),
    Trick("prints-everywhere", (2,), """
        import sys
        print("to stdout")
        print("to stderr", file=sys.stderr)
        def TARGET(z):
            print("called with", z)
            print("called", file=sys.stderr)
            return RIGHT
        """, FULL),
    Trick("warns-of-its-own", (2,), """
        import warnings
        warnings.warn("careful")
        def TARGET(z):
            warnings.warn("deprecated", DeprecationWarning)
            return RIGHT
        """, FULL),
    Trick("syntax-error", (3,), "def TARGET(z)\n    return RIGHT", NOTHING, "partial",
          "SyntaxError"),
    Trick("wrong-indent", (3,), "def TARGET(z):\nreturn RIGHT", NOTHING, "partial",
          "IndentationError"),
    Trick("a-magic-that-is-not-there", (3,),
          "%%nonsense\ndef TARGET(z):\n    return RIGHT", FULL),
    Trick("a-magic-of-another-language", (3,),
          "%%nonsense\nTARGET <- function(z) max(z, 0)", NOTHING, "partial"),
    Trick("its-cell-fails-first", (3,),
          "1 / 0\ndef TARGET(z):\n    return RIGHT", FULL),
    Trick("its-cell-fails-afterwards", (3,), "def TARGET(z):\n    return RIGHT\n1 / 0", FULL),
    Trick("a-stray-cell-fails", (3,), "def TARGET(z):\n    return RIGHT", FULL, before="1 / 0"),
    Trick("stops-its-cell-with-an-error-that-shows-nothing", (3,), """
        def TARGET(z):
            return RIGHT
        class StopExecution(Exception):
            def _render_traceback_(self):
                pass
        raise StopExecution
        """, FULL),
    Trick("another-name", (3,), "def my_TARGET(z):\n    return RIGHT", NOTHING, "partial",
          "TARGET is not there"),
    Trick("another-signature", (3,), "def TARGET():\n    return 0"),
]  # fmt: skip

EARLIER = Trick(
    "uses-the-library-of-earlier-lessons",
    (1,),
    "from workbook import nn\ndef TARGET(z):\n    assert nn.double(1) == 2\n    return RIGHT",
    FULL,
)


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""

    def correct(folder: Path) -> None:
        save(material.notebook(), folder / material.file)

    def untouched(folder: Path) -> None:
        save(material.untouched(), folder / material.file)

    def stubs_deleted(folder: Path) -> None:
        notebook = material.notebook()
        notebook["cells"][index(notebook, material.target)]["source"] = ""
        save(notebook, folder / material.file)

    nothing = dict.fromkeys(material.max_points, 0.0)
    tricks = TRICKS + [EARLIER] * (material.lesson != "00-start-here")
    return [
        Case("correct", (1,), material.lesson, correct, material.expected()),
        Case("untouched", (1,), material.lesson, untouched, Expected("graded", nothing)),
        Case("cell-emptied", (1,), material.lesson, stubs_deleted,
             material.expected(NOTHING, "partial", reason=f"{material.target} is not there")),
        *map(material.case, tricks),
    ]  # fmt: skip
