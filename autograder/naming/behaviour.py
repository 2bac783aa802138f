"""What a function did rather than returned: raised, changed an argument, printed, kept to its own random numbers."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.graders.checks import kind_of
from autograder.graders.student import digest
from autograder.naming.calls import Call, Seen, agree, numeric
from autograder.naming.conditions import BY_VALUES, separating
from autograder.naming.finding import Finding
from autograder.naming.relations.parts import is_leaf, leaves, listed, role_name
from autograder.sandbox.outcome import Foreign, Outcome

#: Types of exceptions that what an argument holds brings about, and not its size.
_OF_LARGE_OR_ZERO = ("OverflowError", "ZeroDivisionError", "FloatingPointError")


def raised(seen: Seen, calls: Sequence[Call]) -> Iterator[Finding]:
    """Why calls raised: one finding for each type of exception, with what sets its calls apart."""
    kinds: dict[str, list[Call]] = {}
    for call in calls:
        if call.got.status == "raised":
            kinds.setdefault(call.got.error_type, []).append(call)
    # Where it stops in every call, in one way or another, nothing is left open.
    throughout = all(c.got.status == "raised" for c in calls)
    for kind, them in kinds.items():
        # Where all stop, what is different in how they do needs no word.
        where = None if throughout else separating(seen, calls, [c in them for c in calls], lambda c, kind=kind: c.got.error_type == kind,
                                                   1 if kind in _OF_LARGE_OR_ZERO else BY_VALUES)
        every = len(them) == len(calls)
        when = "in every call" if every else f"where {where}" if where else f"in {len(them)} of {len(calls)} calls"
        name = f"raises {kind}" + ("" if every else f" where {where}" if where else " in some calls")
        yield Finding(name, f"It stops {when}: {_meaning(them[0].got)}", frozenset(c.number for c in them), firm=throughout or bool(where), where=where)
    late = [c for c in calls if c.got.status == "timed_out"]
    if late:
        where = separating(seen, calls, [c in late for c in calls], lambda c: False)
        when = f"where {where}" if where else "in every call" if len(late) == len(calls) else f"in {len(late)} of {len(calls)} calls"
        yield Finding("takes too long", f"It does not come to an end in time {when}: what ends its loop?",
                      frozenset(c.number for c in late))


#: What Python and numpy say -> what it means, as a sentence that ends in what to look at.
_MEANINGS: tuple[tuple[str, str], ...] = (
    (r"matmul.*mismatch|shapes .* not aligned|size .* is different from",
     "a matrix product of two arrays whose inner axes differ: the columns of the left one must be as many as the rows of the right one."),
    (r"could not be broadcast|operands could not",
     "an operation entry by entry on two arrays whose shapes do not fit: which axis of the one belongs to which of the other?"),
    (r"matmul.*does not have enough dimensions", "a matrix product with a number: one side has no axes."),
    (r"only (integer|length-1|0-dimensional|size-1)|setting an array element with a sequence",
     "an array stands where a single number must: should this go entry by entry, or be summed first?"),
    (r"truth value of an array", "an `if` (or max, and, or) asks one question of a whole array: ask it entry by entry."),
    (r"axis \d+ is out of bounds", "an axis is asked for that the array does not have: it counts on one axis more."),
    (r"not enough values to unpack|too many values to unpack|cannot unpack",
     "what is taken apart has another number of parts: it counts on a certain number of layers, axes or parts."),
    (r"too many indices", "more indices than the array has axes: it counts on two axes."),
    (r"index -?\d+ is out of bounds|list index out of range|tuple index out of range",
     "an index beyond the end: what is the largest index, and is it a label, a row or a layer?"),
    (r"arrays used as indices must be|indices must be integers", "something that is no integer is used as an index."),
    (r"object is not callable", "something that is no function is called: has a name been used twice?"),
    (r"object is not subscriptable|not iterable|has no len", "a single thing is treated as a list."),
    (r"must be real number, not|only .*arrays can be converted|can only convert", "a function of the module math takes single numbers; np's take arrays."),
    (r"has no attribute", "something is asked for that this kind of value does not have: is it the kind you think it is?"),
    (r"cannot reshape", "a reshape to a shape of another number of entries: it counts on sizes that divide."),
    (r"referenced before assignment|cannot access local|not associated with a value", "a variable is used before it has a value: is it set before the loop, in every case?"),
    (r"is not defined", "a name is not known: is it spelled as where it is set, and is it set in this function?"),
    (r"unsupported operand|can't multiply sequence|must be str|can only concatenate", "two things are put together that do not go together, such as a tuple and a number: what is in each pair?"),
    (r"positional argument|unexpected keyword", "a function is called with other arguments than it takes."),
    (r"read-only|assignment destination", "it writes into an array that must not be written into."),
    (r"Cannot cast ufunc|same_kind|cannot cast", "floats are put in place into an array of integers."),
    (r"high <= 0|low >= high", "a number is drawn from an empty range: how many are there to draw from, the last one included?"),
    (r"zero-size array|empty", "something is empty: does a selection leave nothing over?"),
    (r"division by zero", "a division by zero."),
    (r"math (domain|range) error|Numerical result out of range|overflow", "a number that is too large for the function: in which order can it be worked out safely?"),
)


def _meaning(got: Outcome) -> str:
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, got.error):
            return f"{meaning} ({got.error})"
    return f"{got.error}. Look at that line with the shapes of what stands in it."


def did(seen: Seen, calls: Sequence[Call], wrong: Sequence[Call]) -> Iterator[Finding]:
    """What else can be told of calls that returned, apart from the numbers."""
    back = [c for c in calls if c.got.status == "returned"]
    every = frozenset(c.number for c in calls)
    if back and all(c.got.value is None for c in back):
        yield from _nothing(back, every)
        return
    none = [c for c in back if c.got.value is None]
    if none:
        where = separating(seen, back, [c in none for c in back], lambda c: c.got.value is None if c.got.status == "returned" else None)
        yield Finding("returns None in some cases", f"Nothing comes back (None) where {where or 'one of the cases applies'}: does every "
                                                    f"branch end in a return?", frozenset(c.number for c in none))
    kinds = {kind for c in wrong if (kind := _strange(c.got.value))}
    if kinds:
        kind = sorted(kinds)[0]
        more = " list(...) makes a list of it." if "generator" in kind or kind in ("map", "zip", "range") else ""
        yield Finding(f"returns {kind}", f"What comes back is of type {kind}, which is not what was asked for.{more}",
                      frozenset(c.number for c in wrong if _strange(c.got.value)))
    yield from _changing(back, wrong, every)
    yield from _warning(back, wrong, every)
    yield from _wrapped(seen, back)
    yield from _of_other_kinds(seen, back)
    yield from _random(seen, back)


def _nothing(back: Sequence[Call], every: frozenset[int]) -> Iterator[Finding]:
    """Of calls that all gave None: whether something was printed in place of it."""
    if all(c.got.printed for c in back):
        yield Finding("prints and returns None", "Nothing comes back (None), and something is printed: print shows a value to you, return gives "
                                                 "it back to who asked.", every)
    else:
        yield Finding("returns None", "Nothing comes back (None): is a return missing, or does the last line only change something?", every)


def _strange(value: Any) -> str | None:
    """What a value is that is no plain one, or what all parts of a list are."""
    if isinstance(value, Foreign):
        return value.kind
    if isinstance(value, (types.GeneratorType, map, zip, range, filter, set, frozenset)):
        return type(value).__name__
    if isinstance(value, (list, tuple)) and value:
        kinds = {_strange(v) for v in value}
        kind = kinds.pop()
        return f"{type(value).__name__} of {kind}" if kind and not kinds else None
    return None


def besides(seen: Seen, calls: Sequence[Call]) -> Iterator[Finding]:
    """What can be told without knowing what should have come back."""
    back = [c for c in calls if c.got.status == "returned"]
    if back:
        yield from _changing(back, (), frozenset(c.number for c in calls))
        yield from _random(seen, back)


def _changing(back: Sequence[Call], wrong: Sequence[Call], every: frozenset[int]) -> Iterator[Finding]:
    changed = [c for c in back if c.changed]
    if changed and not any(c.want.changed for c in back):
        names = sorted({name for c in changed for name in c.changed})
        yield Finding(f"changes {', '.join(names)}",
                      f"It changes the caller's own {' and '.join(names)}: an operation in place, or a second name for the same "
                      f"array. Which line writes into it? Work on a copy, or make a new array.",
                      every if not wrong else frozenset(), firm=not wrong)


def _warning(back: Sequence[Call], wrong: Sequence[Call], every: frozenset[int]) -> Iterator[Finding]:
    warned = [c for c in back if c.got.warnings and not c.want.warnings]
    if warned and not wrong and not any(c.changed for c in back):
        text = warned[0].got.warnings[0]
        yield Finding("warns", f"The values are right, yet numpy warns ({text}): something overflows or is undefined on the way, "
                               f"although the answer is not.", every)


#: Coarse kinds of numbers -> digits that they keep, less one that may be lost on the way.
DIGITS = {np.dtype(np.float32): 6, np.dtype(np.float16): 2}


def _wrapped(seen: Seen, back: Sequence[Call]) -> Iterator[Finding]:
    """Right values in the wrong kind of value."""
    told = [c for c in back if not agree(c.got.value, c.want.value)]
    coarse = [c for c in back if isinstance(c.got.value, np.ndarray) and c.got.value.dtype in DIGITS and isinstance(c.want.value, np.ndarray)]
    if coarse and len(coarse) == len(back) and all(agree(c.got.value, c.want.value, (10.0**-DIGITS[c.got.value.dtype], 1e-9)) for c in coarse):
        kind = coarse[0].got.value.dtype
        yield Finding(f"in {kind}", f"The numbers are right as far as {kind} goes, which keeps about {DIGITS[kind] + 1} digits; float64 was asked for.",
                      _numbers(coarse))
        return
    if told and is_leaf(told[0].want.value) and all(
            isinstance(c.got.value, (list, tuple)) and any(agree(v, c.want.value) for v in c.got.value) for c in told):
        yield Finding("more than was asked for", f"{kind_of(told[0].got.value)} comes back; what was asked for is one part of it: "
                                                 f"return that alone.".replace("a list", "A list").replace("a tuple", "A tuple"), _numbers(told))
        return
    if told and all(listed(c.got.value, c.want.value) for c in told):
        yield Finding("a list", "The right numbers come back in lists; a numpy array was asked for.", _numbers(told))
    elif told and all(_stacked(c.got.value, c.want.value) for c in told):
        yield Finding("an array for a list", "The right arrays come back as the rows of one array; a list of arrays was asked for.", _numbers(told))
    elif told and all(isinstance(c.got.value, str) for c in told):
        yield Finding("text", "What comes back is text; a number was asked for. Formatting is for printing.", _numbers(told))
    elif told and all(isinstance(c.got.value, np.ndarray) and c.got.value.dtype.kind in "cOSU" for c in told):
        asked = "float64" if isinstance(told[0].want.value, np.ndarray) else f"a plain {type(told[0].want.value).__name__}"
        yield Finding("dtype", f"The array's dtype is {told[0].got.value.dtype}; {asked} was asked for.", _numbers(told))
    elif told and all(_kind(c.got.value) != _kind(c.want.value) and _kind(c.got.value) == _kind(told[0].got.value) for c in told):
        first = told[0]
        yield Finding(f"returns {_kind(first.got.value)}", f"What comes back is {kind_of(first.got.value)}; {kind_of(first.want.value)} "
                                                           f"was asked for.", _numbers(told), firm=False)
    if names := [role_name(role, seen.parts) or "each part" for role in _lists_inside(back)]:
        which = names[0] if len(names) == 1 else f"each of {', '.join(names[:-1])} and {names[-1]}"
        says = f"{which} holds the right numbers in a list; a numpy array was asked for."
        yield Finding(f"{' and '.join(names)} a list", says[:1].upper() + says[1:] if len(names) > 1 or which == "each part" else says, _numbers(told))


def _of_other_kinds(seen: Seen, back: Sequence[Call]) -> Iterator[Finding]:
    """Floats where there should be whole numbers, and a part with something else in it than numbers."""
    if is_leaf(back[0].want.value) if back else True:
        return
    floats, odd = 0, dict[Any, Any]()
    for call in back:
        try:
            parts = list(leaves(call.want.value, call.got.value))
        except ValueError:
            return
        floats += bool(parts) and all(isinstance(g, np.ndarray) and g.dtype.kind == "f" and isinstance(w, np.ndarray) and w.dtype.kind in "iu"
                                      for _, _, _, g, w in parts)
        odd |= {role: got[0] for role, _, _, got, want in parts if isinstance(want, list) and want and isinstance(got, list)
                and len(got) == len(want) and all(isinstance(v, (list, tuple)) for v in got)}
    if floats == len(back):
        yield Finding("floats for integers", "The arrays hold floats; whole numbers (integers) were asked for.", _numbers(back))
    for role, entry in odd.items():
        name = role_name(role, seen.parts) or "The list"
        yield Finding(f"{name} holds {type(entry).__name__}s", f"{name} holds {kind_of(entry)} in each place, where a single number was asked for.",
                      _numbers(back))


def _stacked(got: Any, want: Any) -> bool:
    """Whether a list's arrays came back as one array."""
    return isinstance(got, np.ndarray) and isinstance(want, list) and got.ndim > 1 and agree(list(got), want)


def _lists_inside(back: Sequence[Call]) -> list[Any]:
    """The role of each part that came back in a list, in the answer's order: the same in every process."""
    found: dict[Any, None] = {}
    for call in back:
        if is_leaf(call.want.value):
            return []
        try:
            found |= {role: None for role, _, _, got, want in leaves(call.want.value, call.got.value) if listed(got, want)}
        except ValueError:
            return []
    return list(found)


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.ndim} axes" if value.ndim else "a number"
    return "a number" if numeric(value) is not None else type(value).__name__


def _random(seen: Seen, back: Sequence[Call]) -> Iterator[Finding]:
    """Randomness that does not come from the generator it was given."""
    place = next((i for i, a in enumerate(seen.calls[0].args) if isinstance(a, np.random.Generator)), None)
    if place is None:
        return
    groups: dict[str, list[Call]] = {}
    for call in back:
        rest = digest([a for i, a in enumerate(call.args) if i != place and not callable(a)])
        groups.setdefault(rest, []).append(call)
    alike = different = False
    for them in groups.values():
        states: dict[Any, list[Call]] = {}
        for call in them:
            states.setdefault(repr(call.args[place].bit_generator.state), []).append(call)
        distinct = [group[0] for group in states.values()]
        if len(distinct) > 1 and _tells(distinct[0].got.value):
            same = all(agree(c.got.value, distinct[0].got.value) for c in distinct[1:])
            alike, different = alike or same, different or not same
        for group in states.values():
            if any(not agree(c.got.value, group[0].got.value) for c in group[1:]):
                yield Finding("another generator", "The same rng gave two different answers: some of the randomness comes from elsewhere, "
                                                   "such as np.random. Draw from the argument rng.", _numbers(back), firm=True)
                return
    # In some calls, of a single batch, say, whatever is drawn may make no difference.
    if alike and not different:
        yield Finding("rng is not used", "Two different generators gave the very same answer: the randomness does not come from "
                                         "rng. Is a generator made inside, or nothing drawn at all?", _numbers(back), firm=True)


def _tells(value: Any) -> bool:
    """Whether two answers could differ at all: None and nan are alike however they were drawn."""
    if isinstance(value, (list, tuple)):
        return any(map(_tells, value))
    array = numeric(value)
    return array is not None and bool(np.isfinite(array).all())


def _numbers(calls: Sequence[Call]) -> frozenset[int]:
    return frozenset(c.number for c in calls)
