"""What a submission's process answers. A student's code may have written every part of it: nothing is believed unread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.inside.values import Decoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.outcome import Foreign, Outcome
from autograder.sandbox.told import in_words, known_name


@dataclass(frozen=True)
class CellRun:
    """What running a cell showed, not yet made harmless.

    outputs: (kind, text or PNG bytes). fate: how it ended, where that is to be told. left_out: what of its outputs is not
    there. overtime: it was interrupted. bound: which of the names that are looked for it bound
    anew -> whether to something that can be called. failed_import: the import statement that raised, then the names it would
    have bound; () for none.
    """

    outputs: tuple[tuple[str, str | bytes], ...] = ()
    error: str | None = None
    fate: str | None = None
    left_out: str | None = None
    overtime: bool = False
    bound: dict[str, bool] = field(default_factory=dict)
    failed_import: tuple[str, ...] = ()

    @property
    def note(self) -> str | None:
        """What is noted below the cell, None for nothing."""
        return "; ".join(filter(None, [self.fate, self.left_out])) or None


def cell_run(message: dict[str, Any], buffers: list[Any], room: int) -> CellRun:
    """Check the answer to a cell, whose every part a student's code may have written."""
    if message["t"] != "cell" or not isinstance(message["outputs"], list):
        raise ValueError
    outputs: list[tuple[str, str | bytes]] = []
    for kind, body in list(zip(message["outputs"], buffers, strict=True))[:100]:
        if kind == "png":
            outputs.append(("png", bytes(body)))
        elif kind in ("stdout", "stderr", "result"):
            outputs.append((kind, body[:room].decode("utf-8", "ignore")))
    error, fate, left_out, bound = message["error"], message["fate"], message["left_out"], message["bound"]
    failed_import = message["failed_import"] or []
    if not isinstance(bound, list) or not isinstance(failed_import, list):
        raise ValueError
    return CellRun(
        tuple(outputs),
        None if error is None else _text(error, 8_000),
        None if fate is None else _text(fate),
        None if left_out is None else _text(left_out),
        message["overtime"] is True,
        {_text(name): callable_ is True for name, callable_ in bound[:100]},
        tuple(_text(part) for part in failed_import[:20]),
    )


#: An argument without a name, as the child tells of it.
_NUMBERED = re.compile(r"number [0-9]{1,3}")
#: What is told of a function, class, method or object that is not there -> what that means.
ABSENT = {
    "missing": Outcome("missing"),
    "no class": Outcome("missing", error="no class"),
    "method": Outcome("method"),
    "gone": Outcome("died", error="its object went with the process that an earlier call ended"),
}


def outcome(reply: dict[str, Any], buffers: list[Any], seconds: float, sources: str = "") -> Outcome:
    """Check the answer to a call, whose every part a student's code may have written. sources: the notebook's own text."""
    kind = reply["t"]
    if kind == "return":
        value = Decoder(buffers, stranger=_stranger).decode(reply["value"])
        changed = tuple(name if known_name(name, sources) or _NUMBERED.fullmatch(name) else "an argument"
                        for name in _texts(reply["changed"]))
        return Outcome("returned", value, changed=changed, warnings=tuple(map(in_words, _texts(reply["warnings"]))),
                       printed=reply.get("printed") is True)
    if kind == "raise":
        name, text = _text(reply["type"]), in_words(_text(reply["text"]))
        line, shapes = _text(reply["line"]), in_words(_text(reply["shapes"]))
        if not known_name(name, sources):
            name = "an exception of its own"
        told = f"{name}: {text}" if text else name
        # Code that stands in no cell was made up when the function was called.
        shown = bool(line) and line in sources
        place = f" (at `{line}`{f': {shapes}' if shapes else ''})" if shown else ""
        return Outcome("raised", error=told + place, error_type=name)
    if kind == "overtime":
        return Outcome("timed_out", error=f"it took longer than {seconds:g} s")
    if kind in ABSENT:
        return ABSENT[kind]
    raise WireError("not an outcome")


def _stranger(kind: str) -> Foreign:
    return Foreign(in_words(kind, 60))


def _text(value: Any, most: int = 500) -> str:
    if not isinstance(value, str):
        raise WireError("not a text")
    return value[:most]


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise WireError("not texts")
    return tuple(_text(v) for v in values[:20])
