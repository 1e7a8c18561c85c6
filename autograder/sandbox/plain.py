"""Plain data: the only thing that crosses between a student's process and the one that judges.

Plain data are None, booleans, numbers, strings, NumPy arrays of these, and lists and
dictionaries of plain data. Anything else is turned into an `Alien`, which keeps the name of its
type and no more.
On the wire an object is JSON, with each array as a `.npy` block behind it; nothing is unpickled.
"""

from __future__ import annotations

import io
import json
import math
import struct
import sys
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

import numpy as np

MAX_BYTES = 32 * 2**20
MAX_LETTERS = 2_000_000  # of all texts in what a function answered; to compare them takes long
MAX_DEPTH = 8
MAX_ITEMS = 100_000
MAX_BLOCKS = 10_000
MAX_AXES = 16
MAX_NAME = 100
MAX_BITS = 10_000  # of a whole number; Python writes down no more than 4,300 digits
MAX_MARKS = 2_000_000  # of JSON's punctuation: what is made of a message grows with it
_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))
_DEEPEST = MAX_DEPTH + 8  # a value lies within a few layers of its message
_LENGTHS = struct.Struct("<I")
_HEADER_LENGTH = struct.Struct("<H")


class Alien(NamedTuple):
    """Stands for a value that is not plain data: a function, a figure, an array of objects."""

    type_name: str


class Code(NamedTuple):
    """Python source in place of an argument: a function, a random generator.

    The process that runs the implementation evaluates it; nothing that a student's process says is.
    """

    text: str


class Script(NamedTuple):
    """Statements that use an implementation under the name `name`; the last line is the result."""

    text: str
    name: str = ""


class TooLarge(ValueError):
    """A value or a message that is larger than may cross."""


class Room:
    """How much may still be handed over: bytes of arrays, and letters of texts.

    Both raise TooLarge where there is no room, before anything is copied.
    """

    def __init__(self):
        self.bytes, self.letters = MAX_BYTES, MAX_LETTERS

    def take(self, array: np.ndarray | np.generic) -> None:
        if array.nbytes > self.bytes:
            raise TooLarge(_too_large(MAX_BYTES - self.bytes + array.nbytes))
        self.bytes -= array.nbytes
        if array.dtype.kind == "U":
            self.take_text(array.nbytes // 4)

    def take_text(self, letters: int) -> None:
        if letters > self.letters:
            all_letters = MAX_LETTERS - self.letters + letters
            raise TooLarge(f"{all_letters:,} letters are more than the {MAX_LETTERS:,} that may be "
                           "handed over")  # fmt: skip
        self.letters -= letters


def plain(value: Any, depth: int = 0, room: Room | None = None) -> Any:
    """Copy a value into plain data. Array subclasses become arrays, NumPy scalars 0-d arrays.

    room: what this and other values may take together. Raises TooLarge where it takes more.
    """
    room = Room() if room is None else room
    if value is None or type(value) in (bool, float):
        return value
    if type(value) is str:
        room.take_text(len(value))
        return value
    if type(value) is int:
        return value if value.bit_length() <= MAX_BITS else Alien("int of thousands of digits")
    if isinstance(value, np.ndarray | np.generic):
        room.take(value)
        array = np.array(value, copy=True, subok=False)
        return (
            _few_axes(array) if array.dtype.kind in "biufcU" else Alien(f"array of {array.dtype}")
        )
    if depth < MAX_DEPTH and isinstance(value, list | tuple | dict) and len(value) <= MAX_ITEMS:
        if isinstance(value, dict):
            room.take_text(sum(len(key) for key in value if isinstance(key, str)))
            return {str(key): plain(item, depth + 1, room) for key, item in value.items()}
        return [plain(item, depth + 1, room) for item in value]
    if isinstance(value, str):
        room.take_text(len(value))
    if isinstance(value, complex | bool | int | float | str):
        return np.array(value)[()].item()
    return Alien(type(value).__name__[:MAX_NAME])


def pack(message: Any) -> bytes:
    """Plain data to bytes."""
    blocks: list[bytes] = []

    def encode(value: Any) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is list:
            return [encode(item) for item in value]
        if kind is dict:
            return {"$dict": {key: encode(item) for key, item in value.items()}}
        if isinstance(value, np.ndarray):
            blocks.append(_header(value.dtype, value.shape) + value.tobytes())
            return {"$array": len(blocks) - 1}
        if isinstance(value, Alien):
            return {"$alien": value.type_name}
        if isinstance(value, Code):
            return {"$code": value.text}
        if isinstance(value, Script):
            return {"$script": list(value)}
        if isinstance(value, complex):
            return {"$complex": [value.real, value.imag]}
        if isinstance(value, dict):
            return {"$dict": {key: encode(item) for key, item in value.items()}}
        if isinstance(value, list | tuple):
            return [encode(item) for item in value]
        return value

    head = json.dumps(encode(message)).encode()
    payload = b"".join(_LENGTHS.pack(len(part)) + part for part in (head, *blocks))
    if len(payload) > MAX_BYTES:
        raise TooLarge(_too_large(len(payload)))
    if len(blocks) > MAX_BLOCKS or _marks(head) > MAX_MARKS:
        raise TooLarge("it has more parts than may be handed over")
    return _LENGTHS.pack(len(payload)) + payload


def unpack(payload: bytes, code: bool = True) -> Any:
    """Bytes (without the leading length) to plain data. Raises ValueError on anything malformed.

    code: whether source may be among it, which is so on the way to a student's process alone.
    """
    parts, at = [], 0
    while at < len(payload):
        (length,) = _LENGTHS.unpack_from(payload, at)
        part = payload[at + _LENGTHS.size : at + _LENGTHS.size + length]
        if len(part) != length:
            raise ValueError("a block of the message is cut off")
        parts.append(part)
        at += _LENGTHS.size + length
    if len(parts) > MAX_BLOCKS + 1 or _marks(parts[0]) > MAX_MARKS:
        raise TooLarge("it has more parts than may be handed over")
    arrays = [_load(part) for part in parts[1:]]

    def decode(value: Any, depth: int = 0) -> Any:
        kind = type(value)  # JSON gives no others
        if kind in _AS_THEY_ARE:
            return value
        if depth > _DEEPEST:
            raise ValueError("a message is nested too deeply")
        if kind is list:
            return [decode(item, depth + 1) for item in value]
        ((kind, content),) = value.items()
        if kind == "$array":
            return arrays[content]
        if kind == "$alien":
            return Alien(str(content)[:MAX_NAME])
        if kind == "$complex":
            return complex(*content)
        if code and kind in ("$code", "$script"):
            return Code(content) if kind == "$code" else Script(*content)
        if kind != "$dict":
            raise ValueError(f"{kind} is nothing that may be handed over")
        return {key: decode(item, depth + 1) for key, item in content.items()}

    return decode(json.loads(parts[0]))


@lru_cache(500)
def _header(dtype: np.dtype, shape: tuple[int, ...]) -> bytes:
    """What a `.npy` block begins with. NumPy takes longer over it than over the data."""
    stream = io.BytesIO()
    content = {"descr": dtype.str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, content)
    return stream.getvalue()


@lru_cache(500)
def _read_header(header: bytes) -> tuple[tuple[int, ...], str, np.dtype]:
    """Shape, order and dtype from what a `.npy` block begins with."""
    stream = io.BytesIO(header)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("an array came in an unknown format")
    shape, column_major, dtype = np.lib.format.read_array_header_1_0(stream, max_header_size=10_000)
    if dtype.kind not in "biufcU" or any(length < 0 for length in shape):
        raise ValueError("an array is not what may be handed over")
    return shape, "F" if column_major else "C", dtype


def _load(block: bytes) -> np.ndarray | Alien:
    """One `.npy` block, whose header must announce exactly the data that the block holds."""
    (length,) = _HEADER_LENGTH.unpack_from(block, 8)
    start = _HEADER_LENGTH.size + 8 + length
    shape, order, dtype = _read_header(bytes(block[:start]))
    if math.prod(shape) * dtype.itemsize != len(block) - start:
        raise ValueError("an array is not what its header says")
    if dtype.kind == "U":
        letters = np.frombuffer(block, np.dtype(np.uint32).newbyteorder(dtype.byteorder), -1, start)
        if letters.max(initial=0) > sys.maxunicode:
            raise ValueError("an array of text holds what are no letters")
    flat = np.frombuffer(block, dtype, math.prod(shape), start)
    return _few_axes(flat.reshape(shape, order=order).copy())


def _few_axes(array: np.ndarray) -> np.ndarray | Alien:
    """The array, or what stands for one with more axes than NumPy's own functions are made for."""
    return array if array.ndim <= MAX_AXES else Alien(f"array with {array.ndim} axes")


def _marks(head: bytes) -> int:
    return sum(map(head.count, (b"[", b"{", b",")))


def _too_large(size: int) -> str:
    return f"{size / 2**20:.0f} MB is more than the {MAX_BYTES // 2**20} MB that may be handed over"


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    stream.write(pack(message))
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message. Raises EOFError where the other side is gone."""
    (length,) = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if length > MAX_BYTES:
        raise TooLarge(f"a message of {length / 2**20:.0f} MB was announced")
    return unpack(_exactly(stream, length))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError("the other process ended")
    return data
