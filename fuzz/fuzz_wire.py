"""Coverage-guided fuzzing of all that reads what a student's process writes: `make fuzz`.

The input is one message: its structure, then bytes for its buffers; or, where it begins with an odd byte, choices by which a
nearly right message is put together. Whatever it is, reading it either gives plain values
or raises WireError (Lost, in the grader's terms); anything else is a crash. So is more memory or time than a message of
its size can need: run with -rss_limit_mb and -timeout.
"""

from __future__ import annotations

import contextlib

import atheris

with atheris.instrument_imports(include=["autograder.sandbox", "msgpack"]):
    import msgpack
    import numpy as np
    import pandas as pd

    from autograder.graders.checks import Foreign
    from autograder.sandbox import answer, process
    from autograder.sandbox.inside import frames, values, wire

from fuzz.pieces import run

#: Shapes of messages to begin with: without them a mutation rarely is msgpack at all.
SEEDS = [
    {"t": "return", "value": ["a", 0, "d", [2, 3]], "changed": ["Z"], "warnings": ["overflow"]},
    {"t": "return", "value": ["t", [["s", 0, "d"], ["l", [1, 2.0, None, True]], ["d", [["k", ["i", "9" * 30]]]]]], "changed": [],
     "warnings": []},
    {"t": "return", "value": ["g", ["1", "3", 0, 0]], "changed": [], "warnings": []},
    {"t": "return", "value": ["l", [["x", "a value"], ["f", 7], ["f", 7, "c0de"], ["a", 0, "?", [0, 4]]]], "changed": [],
     "warnings": []},
    {"t": "return", "value": ["D", ["R", 0, 2, 1, None], ["I", ["U", ["x", "t", "d"]], "k"],
                              [["a", 0, "d", [2]], ["U", ["a", None]], ["O", [1, "b"]]]], "changed": [], "warnings": []},
    {"t": "return", "value": ["S", ["I", ["O", ["a", 1]], None], ["M", "ns", ["a", 0, "q", [2]]], "when"],
     "changed": [], "warnings": []},
    {"t": "raise", "type": "ValueError", "text": "no", "line": "x = 1", "shapes": "x is 1"},
    {"t": "callback", "id": 1, "args": ["l", [["a", 0, "f", [3]]]], "kwargs": ["d", []]},
    {"t": "cell", "outputs": ["stdout", "png", "result"], "error": None, "fate": "n", "left_out": None, "overtime": False,
     "bound": [["f", True]], "failed_import": None},
]


def one(data: bytes) -> None:
    """Read `data` as the grader would read a message, in every way it ever does."""
    if data[:1] and data[0] & 1:
        structure, rest = composed(atheris.FuzzedDataProvider(data[1:]))
    else:
        size = int.from_bytes(data[1:3], "big")
        structure, rest = data[3:3 + size], data[3 + size:]
    if len(structure) > wire.STRUCTURE:
        # `receive` has refused it by its announced length, before reading on.
        return
    try:
        message, lengths = wire.unpack(structure)
    except wire.WireError:
        return
    if sum(lengths) > len(rest):
        lengths = [len(rest)] if lengths else []
    buffers = [bytearray(rest[sum(lengths[:i]):sum(lengths[:i + 1])]) for i in range(min(len(lengths), 50))]
    for value in list(message.values())[:20]:
        decoder = values.Decoder(buffers, functions=lambda known, code: print, stranger=Foreign)
        with contextlib.suppress(wire.WireError):
            _plain(decoder.decode(value))
    for read in (_cell, _outcome):
        try:
            read(message, buffers)
        except (process.Lost, wire.WireError, KeyError, TypeError, ValueError, IndexError):
            # What Child.run and Server.call turn into Lost.
            continue


def _cell(message: dict, buffers: list) -> None:
    run = answer.cell_run(message, buffers, 1000)
    assert all(len(body) <= 1000 for kind, body in run.outputs if kind != "png")


def _outcome(message: dict, buffers: list) -> None:
    outcome = answer.outcome(message, buffers, 1.0)
    assert len(outcome.error) < 2000 and len(outcome.warnings) <= 20
    _plain(outcome.value)


def _plain(value) -> None:
    """Fail for anything but the few types a hidden test may ever see; touch every array."""
    if isinstance(value, np.ndarray):
        assert type(value) is np.ndarray and value.dtype.char in values.DTYPES
        value.sum()
    elif type(value) in (pd.DataFrame, pd.Series):
        repr(value)
        assert frames.same(value, value) and len(value) <= frames.ROWS
    elif type(value) in (list, tuple):
        for item in value:
            _plain(item)
    elif type(value) is dict:
        for key, item in value.items():
            _plain(key)
            _plain(item)
    else:
        allowed = (type(None), bool, int, float, str, np.generic, Foreign, np.random.Generator, type(print))
        assert isinstance(value, allowed), type(value)


def seeds() -> list[bytes]:
    made = []
    for message in SEEDS:
        structure = msgpack.packb([message, [48]])
        made.append(b"\0" + len(structure).to_bytes(2, "big") + structure + bytes(range(48)))
    return [*made, *(bytes([1]) + bytes((17 * i + n) % 256 for i in range(300)) for n in range(7))]


def composed(choices: atheris.FuzzedDataProvider) -> tuple[bytes, bytes]:
    """A message of the right kind, whose parts are sometimes not."""
    lengths = [choices.ConsumeIntInRange(0, 64) for _ in range(choices.ConsumeIntInRange(0, 4))]
    message = {
        "t": choices.PickValueInList(["return", "raise", "cell", "callback", "overtime", "missing", 7, None]),
        "id": _part(choices, 0), "value": _part(choices, 0), "args": _part(choices, 0), "kwargs": _part(choices, 0),
        "changed": _part(choices, 14), "warnings": _part(choices, 14), "outputs": _part(choices, 12),
        "error": _part(choices, 15), "fate": _part(choices, 15), "left_out": None, "text": _part(choices, 15), "line": "x",
        "shapes": "x is (2,)", "type": "E", "overtime": choices.ConsumeBool(),
    }
    try:
        return msgpack.packb([message, lengths]), bytes(sum(lengths))
    except (ValueError, OverflowError):
        return b"", b""


_CHARS = [*sorted(values.DTYPES), "O", "V", "dd", ""]
_LENGTHS = [0, 1, 2, 3, 8, -1, 2**33, 2**62]


def _part(choices: atheris.FuzzedDataProvider, depth: int):
    """A value as it travels, or something like one."""
    def some(most: int) -> range:
        return range(choices.ConsumeIntInRange(0, most))

    def items() -> list:
        return [_part(choices, depth + 1) for _ in some(3)]

    kinds = [
        lambda: None, lambda: choices.ConsumeInt(8), choices.ConsumeFloat, choices.ConsumeBool,
        lambda: choices.ConsumeUnicodeNoSurrogates(12),
        lambda: ["a", choices.ConsumeIntInRange(-1, 4), choices.PickValueInList(_CHARS),
                 [choices.PickValueInList(_LENGTHS) for _ in some(4)]],
        lambda: ["s", choices.ConsumeIntInRange(-1, 4), choices.PickValueInList(_CHARS)],
        lambda: ["i", choices.ConsumeUnicodeNoSurrogates(30)], lambda: ["x", choices.ConsumeUnicodeNoSurrogates(30)],
        lambda: ["g", ["1", choices.ConsumeUnicodeNoSurrogates(9), choices.ConsumeInt(2), choices.ConsumeInt(9)]],
        lambda: ["l", items()], lambda: ["t", items()], lambda: ["d", [[key, None] for key in items()]], items,
        lambda: ["D", _axis(choices, depth), _axis(choices, depth), [_column(choices, depth) for _ in some(3)]],
        lambda: ["S", _axis(choices, depth), _column(choices, depth), _part(choices, 15)],
    ]
    return kinds[choices.ConsumeIntInRange(0, 15 if depth < 16 else 4)]()


def _axis(choices: atheris.FuzzedDataProvider, depth: int):
    """The labels of a frame, or something like them."""
    if choices.ConsumeBool():
        return ["R", *(choices.PickValueInList([0, 1, 2, 3, -1, 2**61]) for _ in range(3)), _part(choices, 15)]
    return ["I", _column(choices, depth), _part(choices, 15)]


def _column(choices: atheris.FuzzedDataProvider, depth: int):
    """A column of a frame, or something like one."""
    kind = choices.PickValueInList(["a", "M", "m", "U", "O", "?"])
    if kind in ("U", "O"):
        return [kind, [_part(choices, 15) for _ in range(choices.ConsumeIntInRange(0, 3))]]
    array = ["a", choices.ConsumeIntInRange(-1, 4), choices.PickValueInList(_CHARS), [choices.PickValueInList(_LENGTHS)]]
    return array if kind == "a" else [kind, choices.PickValueInList(["ns", "s", "Y", 7]), array]


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        run(one, list(seeds()))
