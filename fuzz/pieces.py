"""What the fuzz targets have in common: texts made of a few repeated pieces, a bound on work, and how a target is run.

What is slow about a parser shows in long repetitions, which a mutation of single bytes hardly ever makes: so an input is a list
of pieces and of how often each stands there.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import atheris


def text_of(choices: atheris.FuzzedDataProvider, pieces: Sequence[str], longest: int) -> str:
    """A text of at most `longest` characters: pieces, groups of pieces again and again, and letters of the fuzzer's own."""
    found: list[str] = []
    room = longest
    while room > 0 and choices.remaining_bytes():
        group = "".join(_piece(choices, pieces) for _ in range(choices.ConsumeIntInRange(1, 3)))
        times = 2 ** choices.ConsumeIntInRange(0, 15) if choices.ConsumeBool() else 1
        found.append((group * min(times, room // max(1, len(group)) + 1))[:room])
        room -= len(found[-1])
    return "".join(found)


def _piece(choices: atheris.FuzzedDataProvider, pieces: Sequence[str]) -> str:
    at = choices.ConsumeIntInRange(0, len(pieces))
    return choices.ConsumeUnicodeNoSurrogates(6) if at == len(pieces) else pieces[at]


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Fail where the block takes more processor time. The fuzzer's own instruments make all about five times slower."""
    started = time.process_time()
    yield
    used = time.process_time() - started
    assert used < seconds, f"{used:.1f} s of work where {seconds:g} are enough"


def run(one: Callable[[bytes], None], seeds: Sequence[bytes]) -> None:
    """Fuzz `one`; with `--seeds FOLDER` write the inputs to begin with."""
    if sys.argv[1:2] == ["--seeds"]:
        for number, seed in enumerate(seeds):
            with open(f"{sys.argv[2]}/seed{number}", "wb") as file:
                file.write(seed)
        return
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
