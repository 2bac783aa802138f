"""What the targets of `make fuzz` call is still there, and holds for what they begin with: each runs here without the fuzzer."""

from __future__ import annotations

import contextlib
import runpy
import sys
from types import ModuleType

import pytest

from tests.conftest import ROOT


class Choices:
    """The fuzzer's FuzzedDataProvider in plain words: what a target asks for is made of the bytes one after another."""

    def __init__(self, data: bytes):
        self._left = list(data)

    def remaining_bytes(self) -> int:
        return len(self._left)

    def ConsumeIntInRange(self, least: int, most: int) -> int:
        return least + (self._left.pop() if self._left else 0) % (most - least + 1)

    def ConsumeBool(self) -> bool:
        return bool(self.ConsumeIntInRange(0, 1))

    def PickValueInList(self, values: list) -> object:
        return values[self.ConsumeIntInRange(0, len(values) - 1)]

    def ConsumeBytes(self, count: int) -> bytes:
        return bytes(self._left.pop() for _ in range(min(count, len(self._left))))

    def ConsumeInt(self, count: int) -> int:
        return int.from_bytes(self.ConsumeBytes(count), "little", signed=True)

    def ConsumeFloat(self) -> float:
        return self.ConsumeInt(8) / 256

    def ConsumeUnicodeNoSurrogates(self, count: int) -> str:
        return self.ConsumeBytes(count).decode("latin-1")


@pytest.fixture
def targets(monkeypatch):
    """run(name): the target on what it begins with; how many inputs these were."""
    fuzzer = ModuleType("atheris")
    fuzzer.instrument_imports = lambda **_: contextlib.nullcontext()
    fuzzer.FuzzedDataProvider = Choices
    monkeypatch.setitem(sys.modules, "atheris", fuzzer)
    monkeypatch.delitem(sys.modules, "fuzz.pieces", raising=False)
    pieces = __import__("fuzz.pieces").pieces
    done: list[bytes] = []

    def on_its_seeds(one, seeds) -> None:
        for seed in seeds[:4]:
            one(seed)
            done.append(seed)

    monkeypatch.setattr(pieces, "run", on_its_seeds)

    def run(name: str) -> int:
        done.clear()
        runpy.run_path(str(ROOT / "fuzz" / name), run_name="__main__")
        return len(done)

    yield run
    sys.modules.pop("fuzz.pieces", None)


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("fuzz/fuzz_*.py")))
def test_a_target_holds_for_what_it_begins_with(targets, name):
    assert targets(name) > 0
