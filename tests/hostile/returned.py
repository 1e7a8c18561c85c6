"""What a function may return, or be, instead of an answer (rows 17 and 22)."""

from __future__ import annotations

from .case import EITHER, FULL, NOTHING, Case, Material, Trick

#: Wrong answers that try to pass for right ones, by what stands behind `return`.
WRONG_EXPRESSIONS = {
    "none": "None",
    "ellipsis": "...",
    "a-string": "str(RIGHT)",
    "a-list": "[z]",
    "a-list-of-right-entries": "[np.ravel(RIGHT).tolist()]",
    "a-generator": "(entry for entry in np.ravel(RIGHT))",
    "an-endless-generator": "__import__('itertools').count()",
    "a-memoryview": "memoryview(np.array(RIGHT, float, ndmin=1))",
    "bytes": "np.asarray(RIGHT).tobytes()",
    "a-lambda-of-it": "lambda: RIGHT",
    "nan": "np.full(np.shape(z), np.nan)",
    "infinity": "np.full(np.shape(z), np.inf)",
    "complex": "RIGHT + 0j",
    "objects": "np.asarray(RIGHT, dtype=object)",
    "text": "np.asarray(RIGHT).astype(str)",
    "dates": "np.asarray(RIGHT).astype('M8[s]')",
    "records": "np.zeros(np.shape(z), [('a', 'f8'), ('b', 'O')])",
    "one-axis-more": "np.asarray(RIGHT)[None]",
    "an-exception": "NotImplementedError('an answer')",
    "a-number-of-10000-digits": "10**10_000",
    "a-long-text": "'x' * 5_000_000",
    "gigantic-by-broadcasting": "np.broadcast_to(0.0, (10**9, 10**6))",
    "empty-but-enormous": "np.empty((0, 2**60))",
    "ninety-megabytes": "np.zeros(12_000_000)",
    "four-megabytes-a-call": "np.zeros(500_000)",
    "many-axes": "np.zeros((1,) * 32)",
    "a-class": "type('Answer', (), {})",
    "numpy-itself": "np",
    "a-mapping-of-everything": "globals()",
    "ten-thousand-keys": "{f'key-{i}' * 5: i for i in range(10_000)}",
    "a-set": "set(np.ravel(RIGHT).tolist())",
}

#: Right answers in a form that NumPy users meet.
RIGHT_EXPRESSIONS = {
    "column-major": "np.array(RIGHT, order='F')",
    "a-strided-view": "np.stack([RIGHT, RIGHT])[0]",
    "read-only": "(a := np.array(RIGHT), a.setflags(write=False))[0]",
    "other-byte-order": "np.asarray(RIGHT).astype('>f8')",
    "longdouble": "np.asarray(RIGHT).astype(np.longdouble)",
}

TRICKS = [
    Trick("equal-to-everything", (17,), """
        class Always:
            def __eq__(self, other): return True
            def __getattr__(self, name): return self
            def __call__(self, *args, **kwargs): return self
            def __float__(self): return 1.0
            def __len__(self): return 1
            def __iter__(self): return iter([self])
            def __array__(self, *args, **kwargs): return np.zeros(1)
            def __repr__(self): return "2.0"
        def TARGET(z):
            return Always()
        """),
    Trick("array-equal-to-everything", (17,), """
        class Always(np.ndarray):
            def __eq__(self, other): return True
            def __array_function__(self, *args): return True
            def __array_ufunc__(self, *args, **kwargs): return True
            def __array_finalize__(self, other): pass
        def TARGET(z):
            return np.zeros(np.shape(z)).view(Always)
        """),
    Trick("array-that-lies-about-itself", (17, 22), """
        class Liar(np.ndarray):
            nbytes = property(lambda self: 0)
            shape = property(lambda self: (4,))
            dtype = property(lambda self: np.dtype(float))
            __reduce__ = __reduce_ex__ = __deepcopy__ = None
        def TARGET(z):
            return np.broadcast_to(0.0, (5, 2**20)).view(Liar)
        """, NOTHING, EITHER, isolated=True),
    Trick("array-that-answers-late", (17,), """
        class Answers:
            def __init__(self, z): self.z = z
            def __array__(self, dtype=None, copy=None): return self.z
        def TARGET(z):
            return Answers(z)
        """),
    Trick("text-that-lies", (17,), """
        class Text(str):
            def __eq__(self, other): return True
            def __hash__(self): return 0
            def __str__(self): return self
            def __getitem__(self, at): return self
        def TARGET(z):
            return {Text("a" * 1000): Text("2.0")}
        """),
    Trick("number-that-lies", (17,), """
        class Number(float):
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
            def __abs__(self): return 0.0
        def TARGET(z):
            return Number(99)
        """),
    Trick("keys-that-raise", (17, 22), """
        class Key:
            def __str__(self): raise SystemExit("no")
        def TARGET(z):
            return {Key(): 1, None: 2, (1, 2): 3, 1.5: 4}
        """),
    Trick("keys-that-collide", (17,), """
        def TARGET(z):
            return {1: "a", "1": "b", True: "c", "$array": 0, "$dict": {}, "$alien": []}
        """),
    Trick("a-list-of-itself", (22,), """
        def TARGET(z):
            endless = []
            endless.append(endless)
            return endless
        """),
    Trick("a-list-of-itself-a-hundred-times", (22,), """
        def TARGET(z):
            endless = []
            endless.extend([endless] * 100)
            return endless
        """, NOTHING, EITHER, isolated=True),
    Trick("a-hundred-thousand-lists-deep", (22,), """
        def TARGET(z):
            deep = []
            for _ in range(100_000):
                deep = [deep]
            return deep
        """),
    Trick("a-list-that-grows", (22,), """
        class Growing(list):
            def __len__(self): return 1
            def __iter__(self):
                while True: yield 1
        def TARGET(z):
            return Growing()
        """, NOTHING, EITHER, isolated=True),
    Trick("a-pickle-bomb", (22,), """
        import os
        class Bomb:
            def __reduce__(self): return os._exit, (1,)
            def __deepcopy__(self, memo): os._exit(1)
        def TARGET(z):
            return np.array([Bomb()], dtype=object)
        """),
    Trick("an-array-by-its-class-alone", (17,), """
        class Impostor:
            __class__ = property(lambda self: np.ndarray)
            nbytes, shape, dtype = 8, (), np.dtype(float)
            def __array__(self, *args, **kwargs): raise SystemExit
            def tobytes(self): return b"12345678"
        def TARGET(z):
            return Impostor()
        """, NOTHING, EITHER),
    Trick("a-class-with-a-long-name", (9, 22), """
        Long = type("<script>" * 1_000_000, (), {})
        def TARGET(z):
            return Long()
        """),
    Trick("text-of-pages", (9, 22), """
        def TARGET(z):
            return {"<script>" * 10_000: ["x" * 100_000] * 8, "a": np.array(["y" * 100_000] * 3)}
        """),
    Trick("lists-in-lists", (9, 22), """
        def TARGET(z):
            inner = [1.5] * 40
            return [[[inner] * 20] * 20] * 2
        """, NOTHING, EITHER),
    Trick("a-masked-array", (17,), """
        def TARGET(z):
            return np.ma.masked_array(np.asarray(z), mask=True)
        """),
    Trick("an-error-that-raises", (17,), """
        class Evil(Exception):
            def __str__(self): raise KeyboardInterrupt
            __repr__ = __str__
        def TARGET(z):
            raise Evil
        """, NOTHING, EITHER),
    Trick("an-error-without-a-name", (17,), """
        class Meta(type):
            __name__ = property(lambda cls: 1 / 0)
        class Evil(Exception, metaclass=Meta): pass
        def TARGET(z):
            raise Evil("x" * 10_000_000)
        """, NOTHING, EITHER),
    Trick("a-warning-that-raises", (2, 17), """
        import warnings
        class Evil(RuntimeWarning):
            def __str__(self): raise SystemExit
        def TARGET(z):
            warnings.warn(Evil())
            return z
        """, NOTHING, EITHER),
    Trick("a-long-chain-of-errors", (17,), """
        def TARGET(z):
            error = None
            for number in range(20_000):
                new = ValueError(number)
                new.__cause__, error = error, new
            raise error
        """),
    Trick("is-a-number", (17,), "TARGET = 2.0"),
    Trick("is-a-class", (17,), "class TARGET:\n    def __init__(self, z): self.z = z"),
    Trick("is-a-coroutine", (17,), "async def TARGET(z):\n    return RIGHT"),
    Trick("is-a-generator", (17,), "def TARGET(z):\n    yield RIGHT"),
    Trick("is-a-mock", (17,), "from unittest.mock import MagicMock\nTARGET = MagicMock()"),
    Trick("is-partial", (1,), """
        from functools import partial
        TARGET = partial(lambda extra, z: RIGHT, None)
        """, FULL),
    Trick("counts-its-calls", (17,), """
        calls = []
        def TARGET(z):
            calls.append(z)
            return RIGHT if len(calls) == 1 else z - 1
        """),
    Trick("answers-after-the-check", (17,), """
        import threading
        def TARGET(z):
            answer = np.array(z, float, ndmin=1)
            threading.Timer(0.3, answer.fill, (0,)).start()
            return answer
        """),
]  # fmt: skip


def cases(material: Material) -> list[Case]:
    """Every case of this module, for one lesson."""
    tricks = [
        Trick(f"returns-{name}", (17, 22), f"def TARGET(z):\n    return {expression}", NOTHING,
              EITHER)
        for name, expression in WRONG_EXPRESSIONS.items()
    ] + [
        Trick(f"returns-{name}", (1,), f"def TARGET(z):\n    return {expression}", FULL)
        for name, expression in RIGHT_EXPRESSIONS.items()
    ]  # fmt: skip
    return [material.case(trick) for trick in tricks + TRICKS]
