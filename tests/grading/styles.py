"""Some hundred ways in which people write one function in a notebook, each a small variation.

A style is what stands in the function's own cell; or, where more cells matter, the cells "before"
it, its "own", those in the "gap" between it and its check, and those "after". Most are right, some
are wrong or right in part: what each is worth, a kernel says.
"""

from __future__ import annotations

import textwrap

_OWN = {
    "plain": "def relu(z):\n    return np.maximum(z, 0)",
    "wrong": "def relu(z):\n    return z",
    "wrong for negative numbers": "def relu(z):\n    return np.abs(z)",
    "writes into its argument": """
        def relu(z):
            z[...] = np.maximum(z, 0)
            return z
        """,
    "warns of nothing that matters": """
        def relu(z):
            np.log(np.array(-1.0))
            return np.maximum(z, 0)
        """,
    "fails for one number": "def relu(z):\n    return z * (z > 0).astype(float)",
    "fails": "def relu(z):\n    return np.maximum(z, nought)",
    "fails without words for no numbers": """
        class Empty(Exception):
            def __str__(self):
                print('nothing there')
        def relu(z):
            if np.size(z) == 0:
                raise Empty
            return np.maximum(z, 0)
        """,
    "opens a figure in every call": """
        import matplotlib.pyplot as plt
        def relu(z):
            plt.figure()
            return np.maximum(z, 0)
        """,
    "closes standard output": """
        import sys
        def relu(z):
            sys.stdout.close()
            return np.maximum(z, 0)
        """,
    "asks for help": "help(np.maximum)\ndef relu(z):\n    return np.maximum(z, 0)",
    "asks for a hint": """
        from autograder import check
        check(sigmoid).hint()
        def relu(z):
            return np.maximum(z, 0)
        """,
    "returns nothing": "def relu(z):\n    np.maximum(z, 0)",
    "returns integers": "def relu(z):\n    return np.maximum(z, 0).astype(int)",
    "returns a list": "def relu(z):\n    return np.maximum(z, 0).tolist()",
    "half written": """
        def relu(z):
            if np.ndim(z) > 1:
                raise NotImplementedError()
            return np.maximum(z, 0)
        """,
    "untouched": "def relu(z):\n    raise NotImplementedError()",
    "syntax error": "def relu(z)\n    return np.maximum(z, 0)",
    "fails before it": """
        1 / 0
        def relu(z):
            return np.maximum(z, 0)
        """,
    "fails behind it": """
        def relu(z):
            return np.maximum(z, 0)
        1 / 0
        """,
    "lambda": "relu = lambda z: np.maximum(z, 0)",
    "alias": "rectify = lambda z: np.maximum(z, 0)\nrelu = rectify",
    "partial": "from functools import partial\nrelu = partial(np.maximum, 0)",
    "vectorize": """
        @np.vectorize
        def relu(z):
            return max(z, 0.0)
        """,
    "callable object": """
        class Rectifier:
            def __call__(self, z):
                return np.maximum(z, 0)
        relu = Rectifier()
        """,
    "static method": """
        class Functions:
            @staticmethod
            def relu(z):
                return np.maximum(z, 0)
        relu = Functions.relu
        """,
    "decorator": """
        from functools import wraps
        def floats(f):
            @wraps(f)
            def wrapped(z):
                return f(np.asarray(z, dtype=float))
            return wrapped
        @floats
        def relu(z):
            return np.where(z > 0, z, 0.0)
        """,
    "decorator without wraps": """
        def loud(f):
            def wrapped(*args, **kwargs):
                print("called")
                return f(*args, **kwargs)
            return wrapped
        @loud
        def relu(z):
            return np.maximum(z, 0)
        """,
    "no-op jit": """
        try:
            from numba import njit
        except ImportError:
            def njit(f):
                return f
        @njit
        def relu(z):
            return np.maximum(z, 0.0)
        """,
    "cached": """
        from functools import cache
        @cache
        def nought():
            return 0.0
        def relu(z):
            return np.maximum(z, nought())
        """,
    "closure": """
        def above(limit):
            def clipped(z):
                return np.maximum(z, limit)
            return clipped
        relu = above(0)
        """,
    "nested": """
        def relu(z):
            def one(row):
                return np.where(row > 0, row, 0.0)
            return one(np.asarray(z))
        """,
    "nonlocal": """
        def counted():
            calls = 0
            def relu(z):
                nonlocal calls
                calls += 1
                return np.maximum(z, 0)
            return relu
        relu = counted()
        """,
    "recursion": """
        def relu(z):
            z = np.asarray(z)
            if z.ndim == 0:
                return z * 1.0 if z > 0 else 0.0
            return np.array([relu(part) for part in z]).reshape(z.shape)
        """,
    "generator": """
        def positives(z):
            for value in np.ravel(z):
                yield value if value > 0 else 0.0
        def relu(z):
            return np.fromiter(positives(z), float).reshape(np.shape(z))
        """,
    "is a generator": "def relu(z):\n    yield np.maximum(z, 0)",
    "comprehension and walrus": """
        def relu(z):
            flat = [w if (w := float(v)) > 0 else 0.0 for v in np.ravel(z)]
            return np.array(flat).reshape(np.shape(z))
        """,
    "match": """
        def relu(z):
            match np.ndim(z):
                case 0:
                    return max(float(z), 0.0)
                case _:
                    return np.maximum(z, 0)
        """,
    "type hints": """
        from __future__ import annotations
        def relu(z: np.ndarray | float) -> Undefined:
            return np.maximum(z, 0)
        """,
    "positional only and defaults": "def relu(z, /, *, at=0.0):\n    return np.maximum(z, at)",
    "another name of the argument": "def relu(values):\n    return np.maximum(values, 0)",
    "two arguments": "def relu(z, alpha):\n    return np.maximum(z, alpha)",
    "conditional": """
        if np.__version__ > '1':
            def relu(z):
                return np.maximum(z, 0)
        else:
            relu = None
        """,
    "try and except": """
        try:
            from torch.nn.functional import relu
        except Exception:
            def relu(z):
                return np.maximum(z, 0)
        """,
    "exec": "exec('def relu(z):\\n    return np.maximum(z, 0)')",
    "into globals": "globals()['relu'] = lambda z: np.maximum(z, 0)",
    "global state": """
        CALLS = []
        def relu(z):
            global LAST
            LAST = np.maximum(z, 0)
            CALLS.append(1)
            return LAST
        """,
    "state that spoils": """
        TIMES = [0]
        def relu(z):
            TIMES[0] += 1
            return np.maximum(z, 0) if TIMES[0] < 3 else z
        """,
    "dataclass": """
        from dataclasses import dataclass
        @dataclass(frozen=True)
        class Floor:
            at: float = 0.0
            def under(self, z):
                return np.maximum(z, self.at)
        def relu(z):
            return Floor().under(z)
        """,
    "named tuple and enum": """
        from enum import Enum
        from typing import NamedTuple
        class Sign(Enum):
            PLUS = 1
        class Pair(NamedTuple):
            z: object
            sign: Sign
        def relu(z):
            pair = Pair(z, Sign.PLUS)
            return np.maximum(pair.sign.value * pair.z, 0)
        """,
    "prints": """
        def relu(z):
            print('z =', z)
            return np.maximum(z, 0)
        print('ready')
        """,
    "asserts": """
        def relu(z):
            return np.maximum(z, 0)
        assert np.all(relu(np.array([-1.0, 2.0])) == [0, 2])
        """,
    "assert that fails": """
        def relu(z):
            return np.maximum(z, 0)
        assert relu(np.array([-1.0]))[0] == 1
        """,
    "doctest": """
        def relu(z):
            \"\"\"
            >>> relu(-1.0)
            0.0
            \"\"\"
            return np.maximum(z, 0)
        import doctest
        doctest.run_docstring_examples(relu, globals())
        """,
    "timed": """
        %%time
        def relu(z):
            return np.maximum(z, 0)
        """,
    "timeit": """
        def relu(z):
            return np.maximum(z, 0)
        %timeit -n1 -r1 relu(np.zeros(3))
        """,
    "shows its own help": """
        def relu(z):
            return np.maximum(z, 0)
        relu?
        """,
    "awaits": """
        import asyncio
        await asyncio.sleep(0)
        def relu(z):
            return np.maximum(z, 0)
        """,
    "starts a task": """
        import asyncio
        async def nothing():
            pass
        task = asyncio.create_task(nothing())
        def relu(z):
            return np.maximum(z, 0)
        """,
    "asks where it runs": """
        if get_ipython().__class__.__name__ == "ZMQInteractiveShell":
            def relu(z):
                return np.maximum(z, 0)
        """,
    "lists its folder": """
        files = !ls
        np.maximum?
        def relu(z):
            return np.maximum(z, 0)
        """,
    "is async": "async def relu(z):\n    return np.maximum(z, 0)",
    "threads": """
        from concurrent.futures import ThreadPoolExecutor
        def relu(z):
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(np.maximum, z, 0).result()
        """,
    "subclass": """
        class Mine(np.ndarray):
            pass
        def relu(z):
            return np.maximum(z, 0).view(Mine)
        """,
    "semicolons": "import math; floor = 0.0; relu = lambda z: np.maximum(z, floor)",
    "figures": """
        import matplotlib.pyplot as plt
        plt.rcParams['figure.dpi'] = 50
        def relu(z):
            return np.maximum(z, 0)
        plt.plot([1, 2]);
        """,
    "uses nn of earlier lessons": """
        def relu(z):
            assert nn.double(2) == 4
            return np.maximum(z, 0)
        """,
    "uses its own tanh through nn": """
        def relu(z):
            nn.tanh(np.zeros(1))
            return np.maximum(z, 0)
        """,
    "uses a part of its own through nn": """
        from functools import partial
        tanh = partial(np.multiply, 1.0)
        def relu(z):
            nn.tanh(np.zeros(1))
            return np.maximum(z, 0)
        """,
}

_CELLS = {
    "runs a notebook": {
        "before": """
            import json
            cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
            cell["source"] = "def helper(z):\\n    return z * (z > 0)"
            whole = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
            json.dump(whole, open("part.ipynb", "w"))
            """,
        "own": """
            %run part.ipynb
            def relu(z):
                return helper(z)
            """,
    },
    "progress bars": {
        "before": """
            from tqdm.notebook import tqdm
            for _ in tqdm(range(3)):
                floor = 0.0
            """,
        "own": """
            def relu(z):
                return np.maximum(z, floor)
            """,
    },
    "widgets": {
        "before": """
            import ipywidgets
            from IPython.display import display
            display(ipywidgets.IntSlider(value=3))
            floor = ipywidgets.FloatText(value=0.0).value
            """,
        "own": """
            def relu(z):
                return np.maximum(z, floor)
            """,
    },
    "helper before": {
        "before": "def helper(z):\n    return np.maximum(z, 0)",
        "own": "def relu(z):\n    return helper(z)",
    },
    "helper in the gap": {
        "own": "def relu(z):\n    return helper(z)",
        "gap": "def helper(z):\n    return np.maximum(z, 0)",
    },
    "helper patched in the gap": {
        "before": "class Tool:\n    floor = 5.0",
        "own": "def relu(z):\n    return np.maximum(z, Tool.floor)",
        "gap": "Tool.floor = 0.0",
    },
    "helper spoilt after": {
        "before": "FLOOR = 0.0",
        "own": "def relu(z):\n    return np.maximum(z, FLOOR)",
        "after": "FLOOR = 5.0",
    },
    "made quick in the gap": {
        "own": "def relu(z):\n    return max(z, 0.0)",
        "gap": "relu = np.vectorize(relu, otypes=[float])",
    },
    "class in two cells": {
        "before": "class Tool:\n    pass",
        "own": "def relu(z):\n    return Tool().rectify(z)",
        "gap": "Tool.rectify = lambda self, z: np.maximum(z, 0)",
    },
    "deleted and defined": {
        "before": "relu = 3\ndel relu",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "star import": {
        "before": "from math import *",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "star import of NumPy": {
        "before": "from numpy import *",
        "own": "def relu(z):\n    return maximum(z, 0)",
    },
    "imports NumPy by its name": {
        "before": "import numpy",
        "own": "def relu(z):\n    return numpy.maximum(z, 0)",
    },
    "rebinds np after": {
        "own": "def relu(z):\n    return np.maximum(z, 0)",
        "after": "keep = np\nnp = keep",
    },
    "rebinds np to what it cannot be": {
        "before": "import numpy as xp\nnp = None",
        "own": "def relu(z):\n    return xp.maximum(z, 0)",
        "after": "np = xp",
    },
    "seeds": {
        "before": "np.random.seed(3)\nrng = np.random.default_rng(1)",
        "own": """
            def relu(z):
                np.random.rand(), rng.normal()
                return np.maximum(z, 0)
            """,
    },
    "raises on floating point": {
        "before": "np.seterr(all='raise')",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "raises on warnings": {
        "before": "import warnings\nwarnings.simplefilter('error')",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "ignores warnings": {
        "before": "import warnings\nwarnings.filterwarnings('ignore')",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "shadows built-ins": {
        "before": "list, max, sum, zip, len = [1], 5, 0, 'zip', 7",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "loop variables": {
        "before": "for z in range(3):\n    z2 = z * z",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
        "after": "with open('note.txt', 'w') as z:\n    z.write('x')",
    },
    "reads what a cell wrote": {
        "before": "with open('floor.txt', 'w') as file:\n    file.write('0')",
        "own": """
            def relu(z):
                return np.maximum(z, float(open('floor.txt').read()))
            """,
    },
    "writes a module": {
        "before": """
            %%writefile my_tools_a.py
            import numpy as np
            def helper(z):
                return np.maximum(z, 0)
            """,
        "own": """
            from my_tools_a import helper
            def relu(z):
                return helper(z)
            """,
    },
    "runs a file": {
        "before": """
            open('part.py', 'w').write('def helper(z):\\n    return z * (z > 0)')
            """,
        "own": """
            %run part.py
            def relu(z):
                return helper(z)
            """,
    },
    "captured": {
        "before": """
            %%capture said
            print('unseen')
            def helper(z):
                return np.maximum(z, 0)
            """,
        "own": "def relu(z):\n    return helper(z)",
    },
    "changes folder": {
        "before": """
            import os
            os.makedirs('below', exist_ok=True)
            os.chdir('below')
            open('my_tools_b.py', 'w').write('floor = 0.0')
            """,
        "own": """
            from my_tools_b import floor
            def relu(z):
                return np.maximum(z, floor)
            """,
        "after": "os.chdir('..')",
    },
    "shell": {
        "before": "!echo 0 > floor2.txt\nfloor = !cat floor2.txt",
        "own": "def relu(z):\n    return np.maximum(z, float(floor[0]))",
    },
    "magics": {
        "before": """
            %load_ext autoreload
            %autoreload 2
            %matplotlib inline
            %config InlineBackend.figure_format = 'retina'
            """,
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "a cell that fails before": {
        "before": "1 / 0",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "asks IPython": {
        "before": """
            get_ipython().run_line_magic('matplotlib', 'inline')
            get_ipython().user_ns['floor'] = 0.0
            """,
        "own": "def relu(z):\n    return np.maximum(z, floor)",
    },
    "file of a script": {
        "before": """
            %%writefile make_floor.py
            open("floor3.txt", "w").write("0")
            """,
        "own": """
            !python make_floor.py
            floor = float(open("floor3.txt").read())
            def relu(z):
                return np.maximum(z, floor)
            """,
    },
    "module that is loaded anew": {
        "before": """
            %load_ext autoreload
            %autoreload 2
            import os
            open("my_tools_c.py", "w").write("def helper(z):\\n    return z")
            import my_tools_c
            open("my_tools_c.py", "w").write("def helper(z):\\n    return z * (z > 0)")
            os.utime("my_tools_c.py", (2e9, 2e9))
            """,
        "own": """
            def relu(z):
                return my_tools_c.helper(z)
            """,
    },
    "folder above": {
        "before": """
            import os
            os.makedirs("../results", exist_ok=True)
            np.save("../results/floor.npy", 0.0)
            """,
        "own": """
            floor = np.load("../results/floor.npy")
            def relu(z):
                return np.maximum(z, floor)
            """,
    },
    "a magic by its bare name": {
        "before": "pwd",
        "own": "def relu(z):\n    return np.maximum(z, 0)",
    },
    "taken from a table in the gap": {
        "own": "def relu(z):\n    return z\nBEST = {'relu': lambda z: np.maximum(z, 0)}",
        "gap": "relu = BEST['relu']",
    },
    "object in the gap": {
        "own": "def relu(z):\n    raise NotImplementedError()",
        "gap": """
            class Rectifier:
                def __call__(self, z):
                    return np.maximum(z, 0)
            relu = Rectifier()
            """,
    },
    "imported in the gap": {
        "before": """
            %%writefile my_relu.py
            import numpy as np
            def relu(z):
                return np.maximum(z, 0)
            """,
        "own": "def relu(z):\n    raise NotImplementedError()",
        "gap": "from my_relu import *",
    },
    "redefined below, right": {
        "own": "def relu(z):\n    return np.minimum(z, 0)",
        "gap": "def relu(z):\n    return np.maximum(z, 0)",
    },
}


def _cell(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


STYLES: dict[str, dict[str, str]] = {
    **{name: {"own": _cell(source)} for name, source in _OWN.items()},
    **{name: {k: _cell(source) for k, source in cells.items()} for name, cells in _CELLS.items()},
}
