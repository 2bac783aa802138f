"""Values as they stand in a message: what each is turned into, and what may be made of one that anybody may have written.

Plain values travel as themselves; all else is a tagged list: ["a", buffer, dtype, shape] an array, ["s", buffer, dtype] a numpy
scalar, ["l", items] a list, ["t", items] a tuple, ["d", pairs] a dict, ["i", digits] a large int, ["f", id] or ["f", id, code] a
function of the sender and what it is recognised by, ["g", state] a random generator, ["D", ...] a data frame and ["S", ...] a
series (see frames.py), ["h", number] an object that is kept inside (see objects.py), ["x", name] a value that cannot travel.
There are no pickles and no arrays of objects.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from . import frames
from .objects import Handle
from .wire import BUFFERS, STRUCTURE, WireError

DEPTH = 16
PAIRS = 1_000
DIGITS = 4000
CODE = 64
DTYPES = frozenset("?bBhHiIlLqQefdFD")


class Stranger:
    """A value of the other side that cannot travel; only what it is called is known."""

    def __init__(self, kind: str):
        self.kind = kind


class Encoder:
    """Turns values into what `send` takes. `functions`: where callables are kept that the other side may call;
    without it a callable cannot travel. `code_of`: what tells a function by what it does, or None."""

    def __init__(
        self,
        functions: dict[Any, Callable[..., Any]] | None = None,
        room: int = BUFFERS,
        code_of: Callable[[Callable[..., Any]], str | None] = lambda function: None,
    ):
        self.functions = functions
        self.code_of = code_of
        self.buffers: list[Any] = []
        self._room = room
        # Each part takes a byte at least, so that more cannot be sent.
        self._values = STRUCTURE

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The value as plain parts. A subclass of a plain type (a NamedTuple, a defaultdict) travels as that type."""
        self._values -= 1
        if self._values < 0:
            raise WireError("a value of too many parts")
        value = _plain(value)
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is int:
            if -(2**63) <= value < 2**63:
                return value
            return ["i", str(value)] if abs(value).bit_length() < 3 * DIGITS else ["x", "a very large int"]
        if type(value) is str:
            return value if len(value) <= 10_000 else ["x", f"a text of {len(value)} characters"]
        if depth > DEPTH:
            return ["x", "a deeply nested value"]
        if type(value) is np.ndarray:
            return self._array(value)
        if type(value) is np.str_:
            return self.encode(str(value), depth)
        if isinstance(value, np.generic) and type(value).__module__ == "numpy":
            return self._scalar(value)
        if type(value) in (list, tuple):
            if len(value) > 20_000:
                return ["x", f"a {type(value).__name__} of {len(value)}"]
            return ["l" if type(value) is list else "t", [self.encode(v, depth + 1) for v in value]]
        if type(value) is dict:
            if len(value) > PAIRS:
                return ["x", f"a dict of {len(value)}"]
            return ["d", [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()]]
        if type(value) is np.random.Generator:
            return self._generator(value)
        if isinstance(value, Handle):
            return ["h", value.number]
        if frames.is_frame(value):
            return frames.encoded(value, lambda part: self.encode(part, depth + 1))
        if self.functions is not None and callable(value):
            self.functions[id(value)] = value
            code = self.code_of(value)
            return ["f", id(value)] if code is None else ["f", id(value), code]
        return ["x", _called(value)]

    def _array(self, value: np.ndarray) -> list[Any]:
        # longdouble has no portable form; float64 says the same to every check.
        dtype = np.dtype(np.float64) if value.dtype == np.longdouble else value.dtype
        if dtype.char not in DTYPES:
            return ["x", f"an array of dtype {str(dtype)[:60]}"]
        size = math.prod(value.shape) * dtype.itemsize
        if size > self._room or value.ndim > 32:
            return ["x", f"a very large array, of shape {value.shape}"[:200]]
        self._room -= size
        self.buffers.append(np.ascontiguousarray(value, dtype=dtype.newbyteorder("=")).reshape(-1).view(np.uint8))
        return ["a", len(self.buffers) - 1, dtype.newbyteorder("=").char, list(value.shape)]

    def _scalar(self, value: np.generic) -> list[Any]:
        encoded = self._array(np.asarray(value))
        return encoded if encoded[0] == "x" else ["s", encoded[1], encoded[2]]

    def _generator(self, value: np.random.Generator) -> list[Any]:
        state = value.bit_generator.state
        if state["bit_generator"] != "PCG64":
            return ["x", "a random generator"]
        inner = state["state"]
        return ["g", [str(inner["state"]), str(inner["inc"]), state["has_uint32"], state["uinteger"]]]


class Decoder:
    """Turns a received message into values, believing nothing.

    functions: makes a callable of the other side's function id and its code, if any; without it such a value is a
    Stranger. stranger: makes the stand-in for a value that could not travel. pandas: gives the library that frames are made
    with, None for none: on the grader's side only where a test has imported it. objects: gives the object that a number
    stands for, inside alone.
    """

    def __init__(
        self,
        buffers: list[bytearray],
        functions: Callable[[int, str | None], Callable[..., Any]] | None = None,
        stranger: Callable[[str], object] = Stranger,
        pandas: Callable[[], Any] = frames.loaded,
        objects: Callable[[int], object] | None = None,
    ):
        self.objects = objects
        self.buffers = buffers
        self.pandas = pandas
        self.functions = functions
        self.stranger = stranger
        self._used: set[int] = set()

    def decode(self, value: Any, depth: int = 0) -> Any:
        if value is None or type(value) in (bool, int, float):
            return value
        if type(value) is str:
            return value
        if depth > DEPTH + 2 or type(value) is not list or len(value) < 2 or type(value[0]) is not str:
            raise WireError("not a value")
        tag, body = value[0], value[1]
        if tag == "a" and len(value) == 4:
            return self._array(body, value[2], value[3])
        if tag == "s" and len(value) == 3:
            return self._array(body, value[2], [])[()]
        if tag in ("l", "t") and len(value) == 2 and type(body) is list:
            items = [self.decode(v, depth + 1) for v in body]
            return items if tag == "l" else tuple(items)
        if tag == "d" and type(body) is list and len(body) <= PAIRS and all(type(p) is list and len(p) == 2 for p in body):
            try:
                return {self.decode(k, depth + 1): self.decode(v, depth + 1) for k, v in body}
            except TypeError:
                raise WireError("not a dict") from None
        if tag == "i" and type(body) is str and len(body) <= DIGITS and body.lstrip("-").isascii():
            try:
                return int(body)
            except ValueError:
                raise WireError("not an int") from None
        if tag == "x" and type(body) is str:
            return self.stranger(body[:200])
        if tag == "f" and type(body) is int:
            code = value[2] if len(value) > 2 else None
            if code is not None and (type(code) is not str or len(code) > CODE):
                raise WireError("not a function")
            return self.functions(body, code) if self.functions else self.stranger("a function")
        if tag == "g":
            return _generator_of(body)
        if tag == "h" and self.objects is not None:
            return self.objects(body)
        if tag in ("D", "S"):
            return self._frame(value)
        raise WireError("not a value")

    def _frame(self, value: list[Any]) -> Any:
        pandas = self.pandas()
        if pandas is None:
            return self.stranger("a data frame" if value[0] == "D" else "a series")
        try:
            return frames.decoded(value, pandas, self.decode)
        except WireError:
            raise
        except Exception:
            # Whatever pandas thinks of parts that a student's code may have written.
            raise WireError("not a data frame") from None

    def _array(self, index: Any, char: Any, shape: Any) -> np.ndarray:
        if type(index) is not int or not 0 <= index < len(self.buffers) or type(char) is not str or char not in DTYPES:
            raise WireError("not an array")
        if len(char) != 1 or type(shape) is not list or len(shape) > 32:
            raise WireError("not an array")
        if not all(type(n) is int and 0 <= n <= 2**40 for n in shape):
            raise WireError("not a shape")
        if index in self._used:
            # A thousand arrays over one buffer would be a thousand times its size as soon as somebody copies them.
            raise WireError("two arrays in one buffer")
        self._used.add(index)
        dtype = np.dtype(char)
        buffer = self.buffers[index]
        if math.prod(shape) * dtype.itemsize != len(buffer):
            raise WireError("an array and its buffer differ in size")
        if 0 in shape:
            # np.reshape refuses some shapes whose other dimensions are absurd; nobody needs them.
            if math.prod(n for n in shape if n) > 2**31:
                raise WireError("not a shape")
            return np.empty(shape, dtype)
        if char == "?":
            # Any byte but 0 and 1 in a bool array is undefined behaviour in numpy.
            return (np.frombuffer(buffer, np.uint8) != 0).reshape(shape)
        return np.frombuffer(buffer, dtype).reshape(shape)


def drawn(args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
    """Where the random generators among the arguments are now, encoded: a copy of each travelled, and its owner's is to
    follow."""
    return [Encoder().encode(generator) for generator in _generators(args, kwargs)]


def follow(args: tuple[Any, ...], kwargs: dict[str, Any], told: list[Any]) -> None:
    """Bring the generators among the arguments to where the other side's copies are. Raises WireError."""
    for generator, there in zip(_generators(args, kwargs), told):
        generator.bit_generator.state = _generator_of(there[1]).bit_generator.state


def _generators(args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[np.random.Generator]:
    return [value for value in (*args, *kwargs.values())
            if type(value) is np.random.Generator and type(value.bit_generator) is np.random.PCG64]


def _generator_of(body: Any) -> np.random.Generator:
    try:
        state, inc, has_uint32, uinteger = body
        bits = np.random.PCG64()
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": int(state), "inc": int(inc)},
            "has_uint32": int(has_uint32),
            "uinteger": int(uinteger),
        }
    except Exception:
        raise WireError("not a random generator") from None
    return np.random.Generator(bits)


def _plain(value: Any) -> Any:
    """An instance of a subclass of one of Python's plain types as one of that type, made by that type's own means."""
    for kind in (bool, float, int, str, list, tuple, dict):
        if type(value) is kind:
            return value
    for kind in (int, float, str, list, tuple, dict):
        if isinstance(value, kind) and not isinstance(value, (bool, np.generic)):
            try:
                return _MADE[kind](value)
            except Exception:
                return value
    return value


#: A plain type -> how one is made of an instance of a subclass, without any method that the subclass may have replaced.
_MADE: dict[type, Callable[..., Any]] = {
    int: int.__int__, float: float.__float__, str: lambda value: str.__str__(str.__getitem__(value, slice(None))),
    list: lambda value: list(list.__iter__(value)), tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
}


def _called(value: Any) -> str:
    """What a person would call a value that cannot travel."""
    name = getattr(type(value), "__name__", "?")
    if not isinstance(name, str):
        name = "?"
    if name == "generator":
        return "a generator"
    return f"a value of type {name[:60]}"
