"""What crosses between a student's process and the judge, and what is seen of a call."""

import contextlib
import io
import struct
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.judging.comparison import compare
from autograder.sandbox import probes
from autograder.sandbox.plain import (
    MAX_BYTES,
    MAX_LETTERS,
    Alien,
    Room,
    TooLarge,
    pack,
    plain,
    receive,
    unpack,
)

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | arrays(float, array_shapes(max_dims=3, max_side=3))
    | arrays(np.int64, array_shapes(min_dims=0, max_dims=2, max_side=3))
)
messages = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=10,
)


@given(messages)
def test_plain_data_cross_unchanged(message):
    there = receive(io.BytesIO(pack(message)))
    assert type(there) is type(message)
    assert compare([message], [there], rtol=0) is None


@given(st.binary(max_size=200))
def test_noise_never_becomes_more_than_an_error(noise):
    known = (ValueError, TypeError, LookupError, RecursionError, struct.error, AttributeError)
    with contextlib.suppress(*known):
        unpack(noise)


def test_an_array_may_not_announce_more_than_it_holds():
    honest = pack(np.zeros(4))
    boast = honest.replace(b"(4,)", b"(9,)")
    with pytest.raises(ValueError, match="header"):
        receive(io.BytesIO(boast))


def test_no_pickle_crosses():
    stream = io.BytesIO()
    np.save(stream, np.array([{}], dtype=object), allow_pickle=True)
    block, head = stream.getvalue(), b'{"$array": 0}'
    payload = b"".join(struct.pack("<I", len(part)) + part for part in (head, block))
    with pytest.raises(ValueError):
        unpack(payload)


def test_size_is_bounded():
    with pytest.raises(TooLarge):
        plain(np.zeros(MAX_BYTES // 8 + 1))
    with pytest.raises(TooLarge):
        pack([np.zeros(MAX_BYTES // 16)] * 3)


class EqualToEverything(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __array_function__(self, function, types, args, kwargs):
        return True


def test_foreign_things_lose_their_powers():
    assert type(plain(np.zeros(3).view(EqualToEverything))) is np.ndarray
    assert plain(lambda: 0) == Alien("function")
    assert plain(np.array([None])) == Alien("array of object")
    assert plain([object(), (1, 2)]) == [Alien("object"), [1, 2]]


def observed(function, *args):
    return probes.observe(function, args, {})


def test_an_observation_says_what_was_changed():
    def in_place(z):
        z[0] = 9.0
        return z

    z = np.array([1.0, 2.0])
    assert observed(in_place, z)["changed"] == [0]
    assert z[0] == 1.0
    assert observed(np.negative, np.array([np.nan]))["changed"] == []


def test_an_observation_says_what_numpy_warned_of():
    assert "overflow" in observed(np.exp, np.array([1000.0]))["warned"][0]
    assert observed(np.exp, np.array([-1000.0]))["warned"] == []


def test_an_observation_holds_what_was_printed():
    assert observed(lambda: print("here"))["printed"] == "here\n"


def test_an_error_is_seen_as_data():
    def exits(z):
        raise SystemExit(3)

    seen = observed(exits, 1.0)
    assert seen["error"]["type"] == "SystemExit"
    assert "raise SystemExit(3)" in seen["error"]["line"]


class Evil:
    """Fails at whatever it is asked."""

    def __repr__(self):
        raise KeyError("evil")

    __eq__ = __call__ = __str__ = __repr__
    __class__ = property(__repr__)
    __hash__ = None


class Endless(list):
    def __iter__(self):
        while True:
            yield 1


class Unreadable(np.ndarray):
    shape = nbytes = property(Evil.__repr__)

    def tobytes(self):
        raise KeyError


LEFT_IN_AN_ARGUMENT = {
    "itself": lambda a: a.append(a),
    "itself many times": lambda a: a.extend([a] * 50),
    "itself in a dictionary": lambda a: a.append({"all": a}),
    "something evil": lambda a: a.append(Evil()),
    "something evil in place of an entry": lambda a: a.__setitem__(0, Evil()),
    "a list without an end": lambda a: a.append(Endless([1])),
    "an array that cannot be read": lambda a: a.append(np.zeros(3).view(Unreadable)),
    "an array without an end": lambda a: a.append(np.broadcast_to(0.0, (10**9, 10**3))),
    "a dictionary with a key of its own": lambda a: a.append({Evil: 1, (2, 3): 4}),
    "a number of thousands of digits": lambda a: a.append(10**9_999),
}


@pytest.mark.parametrize("what", LEFT_IN_AN_ARGUMENT)
def test_whatever_is_left_in_an_argument_it_was_changed_and_the_value_counts(what):
    def leaves_it(a):
        LEFT_IN_AN_ARGUMENT[what](a)
        return 7.0

    argument, key = [np.zeros(2), 1.0], b"key"
    assert observed(leaves_it, argument)["changed"] == [0]
    seen = probes.observe(leaves_it, (argument,), {}, key)
    assert seen["value"] == 7.0
    assert seen["left"] != probes.fingerprints([argument], [argument], key)


def test_an_error_without_words_costs_its_own_call_alone():
    class Silent(Exception):
        def __str__(self):
            print("forgot to return")

    def fails(z):
        raise Silent

    error = observed(fails, 1.0)["error"]
    assert (error["type"], error["message"], error["where"]) == ("Silent", "", "fails")


def test_who_closes_standard_output_is_seen_all_the_same():
    def closes(z):
        print("here")
        sys.stdout.close()
        return z

    seen = observed(closes, 2.0)
    assert seen["value"] == 2.0 and seen["printed"] == "here\n"


def test_many_figures_are_no_warning_of_numpys():
    def draws(z):
        warnings.warn("More than 20 figures (see `figure.max_open_warning`)", RuntimeWarning, 2)
        return np.log(z)

    assert observed(draws, np.array(1.0))["warned"] == []
    assert len(observed(draws, np.array(-1.0))["warned"]) == 1


def test_a_number_of_thousands_of_digits_is_named():
    assert plain([10**2_000, 10**9_999]) == [10**2_000, Alien("int of thousands of digits")]


LARGE = {
    "a text": "'x' * size",
    "a list of one text": "['x' * (size // 100)] * 100",
    "an array": "np.zeros(size, np.uint8)",
    "names": "{'x' * size: 1}",
    "a text of NumPy's": "np.str_('x' * size)",
}


@pytest.mark.parametrize("what", LARGE)
def test_an_answer_that_is_too_large_is_refused_at_once(what):
    """And so are the rest of several answers that are too large together."""
    answer = eval(f"lambda size: {LARGE[what]}", {"np": np})
    most = MAX_BYTES if what == "an array" else MAX_LETTERS
    alone = probes.observe(answer, (most + 100,), {})
    assert alone["error"]["type"] == "TooLarge" and "more than the " in alone["error"]["message"]
    room = Room()
    seen = [probes.observe(answer, (most // 4,), {}, room=room) for _ in range(6)]
    assert ["error" in row for row in seen] == [False] * 4 + [True] * 2


def test_of_what_is_said_the_beginning_is_kept():
    def tells():
        for _ in range(1_000):
            print("x" * 1_000)
        warnings.warn("y" * 10_000, RuntimeWarning, stacklevel=1)
        raise ValueError("z" * 1_000_000)

    seen = probes.observe(tells, (), {})
    assert len(seen["printed"]) == 2_000 and seen["printed"].startswith("xxx")
    assert [len(word) for word in seen["warned"]] == [2_000]
    assert len(seen["error"]["message"]) == 500
