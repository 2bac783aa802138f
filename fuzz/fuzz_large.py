"""Fuzzing of the reader of large notebooks, against Python's own: what it leaves of one is the notebook without outputs."""

from __future__ import annotations

import io
import json
from typing import Any

import atheris

with atheris.instrument_imports(include=["autograder.submission"]):
    from autograder.submission import large

from fuzz.pieces import bounded, run, text_of

PIECES = ["{", "}", "[", "]", ",", ": ", '"', "\\\\", '\\"', '"cells": [', '"outputs": [', '"source"', '"a"', "1e3", "9",
          "null", "true", " ", "\n",
          "\\u0041", "\\ud83d\\ude00", "é", "\U0001f600", "[[]],", '{"text": "x"},', '"text": ["', "outputs"]


def one(data: bytes) -> None:
    """Read JSON, or something like it, a few bytes at a time."""
    choices = atheris.FuzzedDataProvider(data)
    large.CHUNK = choices.PickValueInList([16, 40, 300, 8_000_000])
    raw = made(choices) if choices.ConsumeBool() else text_of(choices, PIECES, 20_000).encode("utf-8", "surrogatepass")
    with bounded(10):
        try:
            left, _ = large.without_outputs(io.BytesIO(raw), 1_000_000)
        except (ValueError, large.TooMuch):
            left = None
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError):
        return
    if left is not None and large.CHUNK == 8_000_000:
        assert _same(json.loads(left), stripped(whole)), (raw, left)


def made(choices: atheris.FuzzedDataProvider) -> bytes:
    cells = [{"source": text_of(choices, ["a", '"', "\\", "é", "\n", "outputs"], 2000), "outputs": _value(choices, 0),
              "metadata": _value(choices, 0)} for _ in range(choices.ConsumeIntInRange(0, 4))]
    return json.dumps({"cells": cells}, ensure_ascii=choices.ConsumeBool()).encode()


def _value(choices: atheris.FuzzedDataProvider, depth: int) -> Any:
    kind = choices.ConsumeIntInRange(0, 6 if depth < 5 else 4)
    if kind == 5:
        return [_value(choices, depth + 1) for _ in range(choices.ConsumeIntInRange(0, 3))]
    if kind == 6:
        names = [choices.PickValueInList(["a", "outputs", '"', "é"]) for _ in range(choices.ConsumeIntInRange(0, 2))]
        return {name: _value(choices, depth + 1) for name in names}
    return [None, True, 7, 0.5, text_of(choices, ["a", '"', "\\", "é", "\U0001f600"], 500)][kind]


def stripped(value: Any) -> Any:
    """The value without whatever is called outputs."""
    if isinstance(value, dict):
        return {key: stripped(item) for key, item in value.items() if key != "outputs"}
    return [stripped(item) for item in value] if isinstance(value, list) else value


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


if __name__ == "__main__":
    run(one, [bytes(range(256)), b"\x01" * 300, b'{"cells": [{"outputs": [1, 2], "source": "x"}]}'])
