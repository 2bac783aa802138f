"""What hidden tests say of texts, dicts and truth values: the same ladder as for arrays, one sentence for each rung."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.graders.checks import ATOL, RTOL, _because, _cap, _none_hint, expect_array, expect_scalar, kind_of
from autograder.graders.student import digest
from autograder.graders.tables import expect_frame, expect_series, quoted
from autograder.sandbox.inside.frames import is_frame
from autograder.sandbox.outcome import Failure

#: A dict's keys that a sentence names.
KEYS = 8


def expect_text(got: object, want: str, what: str = "the result", *, why: str = "") -> None:
    """The ladder for a text: its type, then its words. Where only capitals or spaces differ, the sentence says so."""
    if not isinstance(got, str):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a text was expected.{_none_hint(got)}")
    if got == want:
        return
    if got.strip() == want.strip():
        raise Failure(f"{_cap(what)} is right but for spaces at its ends.")
    if got.split() == want.split():
        raise Failure(f"{_cap(what)} is right but for the spaces in it.")
    if got.casefold() == want.casefold():
        raise Failure(f"{_cap(what)} is right but for capital and small letters; {quoted(want)} was expected.")
    raise Failure(f"{_cap(what)} is {quoted(got)}; {quoted(want)} was expected{_because(why)}.")


def expect_truth(got: object, want: bool, what: str = "the result", *, why: str = "") -> None:
    """The ladder for True or False, Python's or numpy's."""
    if not isinstance(got, (bool, np.bool_)):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; True or False was expected.{_none_hint(got)}")
    if bool(got) != want:
        raise Failure(f"{_cap(what)} is {bool(got)}; {want} was expected{_because(why)}.")


def expect_keys(got: object, keys: Mapping[Any, Any] | list[Any], what: str = "the result") -> None:
    """A dict with exactly these keys, in any order."""
    if not isinstance(got, dict):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a dict was expected.{_none_hint(got)}")
    named = f"the keys {', '.join(map(quoted, list(keys)[:KEYS]))}{', ...' if len(keys) > KEYS else ''} were expected"
    for key in keys:
        if key not in got:
            raise Failure(f"{_cap(what)} has no key {quoted(key)}; {named}.")
    for key in got:
        if key not in keys:
            raise Failure(f"{_cap(what)} has a key {quoted(key)} too many; {named}.")


def expect_dict(
    got: object, want: Mapping[Any, Any], what: str = "the result", *, rtol: float = RTOL, atol: float = ATOL, why: str = ""
) -> None:
    """The ladder for a dict: its type, its keys, then each value by its own ladder, in the order of `want`."""
    expect_keys(got, want, what)
    assert isinstance(got, dict)
    for key, value in want.items():
        expect_value(got[key], value, f"{what}[{quoted(key)}]", rtol=rtol, atol=atol, why=why)


def expect_value(got: Any, want: Any, what: str = "the result", *, rtol: float = RTOL, atol: float = ATOL, why: str = "") -> None:
    """The ladder that fits what is expected: for None, a truth value, a text, a number, an array, a dict, a list or tuple of
    such values, a data frame or a series."""
    if want is None:
        if got is not None:
            raise Failure(f"{_cap(what)} is {kind_of(got)}; None was expected{_because(why)}.")
    elif isinstance(want, (bool, np.bool_)):
        expect_truth(got, bool(want), what, why=why)
    elif isinstance(want, str):
        expect_text(got, want, what, why=why)
    elif isinstance(want, numbers.Real):
        expect_scalar(got, float(want), what, rtol=rtol, atol=atol, why=why)
    elif isinstance(want, Mapping):
        expect_dict(got, want, what, rtol=rtol, atol=atol, why=why)
    elif isinstance(want, (list, tuple)):
        _expect_parts(got, want, what, rtol, atol, why)
    elif is_frame(want):
        (expect_series if want.ndim == 1 else expect_frame)(got, want, what, rtol=rtol, atol=atol, why=why)
    else:
        expect_array(got, want, what, rtol=rtol, atol=atol, why=why)


def expect_same_again(call: Callable[[], Any], what: str, between: Callable[[], Any] | None = None) -> None:
    """A call gives the same a second time: nothing of an earlier one is left in an object, a class or a global variable.

    call: `lambda: layer.forward(X)`. what: its name, "forward". between: something else that is done in between.
    """
    first = digest([call()])
    if between is not None:
        between()
    if digest([call()]) != first:
        after = " after another call" if between is not None else ""
        raise Failure(f"{_cap(what)} gives something else the second time{after}, with the same arguments: something of an "
                      f"earlier call is left.")


def expect_separate(
    make: Callable[[], Any], other: Callable[[], Any], use: Callable[[Any], Any], what: str = "an object of the class"
) -> None:
    """Two objects of a class do not disturb each other.

    Args:
        make: makes one, `lambda: student.new("Linear", W, b)`; it is called twice. other: makes another one, of other arguments.
        use: what is asked of each, `lambda layer: layer.forward(X)`.
        what: what an object is called in the sentence, "a layer".
    """
    first = make()
    alone = digest([use(first), use(first)])
    second, answer = make(), []
    answer.append(use(second))
    use(other())
    answer.append(use(second))
    if digest(answer) != alone:
        raise Failure(f"What {what} answers changes when another one is made and used: what it keeps has to be its own (self.x), "
                      f"and neither the class's nor a global variable.")


def _expect_parts(got: Any, want: list[Any] | tuple[Any, ...], what: str, rtol: float, atol: float, why: str) -> None:
    kind = type(want).__name__
    if not isinstance(got, (list, tuple)):
        raise Failure(f"{_cap(what)} is {kind_of(got)}; a {kind} of {len(want)} was expected.{_none_hint(got)}")
    if len(got) != len(want):
        raise Failure(f"{_cap(what)} has {len(got)} parts; {len(want)} were expected{_because(why)}.")
    for number, (part, wanted) in enumerate(zip(got, want, strict=True)):
        expect_value(part, wanted, f"{what}[{number}]", rtol=rtol, atol=atol, why=why)
