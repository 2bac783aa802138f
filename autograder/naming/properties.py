"""What a wrong function does not heed though it should, and heeds though it should not: told by a few more calls, each with its
arguments changed in one way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, Seen
from autograder.naming.finding import Finding
from autograder.naming.probing import Probing, flat, replaced

#: Calls that must bear out that something is not heeded, and that something is; and calls of another draw for the first.
UNHEEDED, HEEDED, CONFIRMED = 3, 2, 3


@dataclass(frozen=True)
class Property:
    """A way to change the arguments. variants: of a call, its arguments so changed, several times. name, says: of an answer that stays
    the same, though the right one does not. otherwise: of one that changes, though the right one stays; "" where that is not said.
    counting: the arguments so changed that an answer of which this is said does change."""

    name: str
    says: str
    variants: Callable[[Call], Iterator[tuple[Any, ...]]]
    otherwise: str = ""
    counting: Callable[[Call], Iterator[tuple[Any, ...]]] = lambda call: iter(())


def unheeded(probing: Probing) -> list[Finding]:
    """What makes no difference to the student's answers and to the right ones does: it accounts for all that is wrong with them."""
    for one in properties(probing.look.seen):
        if _unheeded(probing, one):
            explained = frozenset(c.number for c in probing.look.wrong if c.got.status == "returned")
            return [Finding(one.name, _told(one.says, probing.look.seen), explained)]
    return []


def heeded(probing: Probing) -> list[Finding]:
    """What makes a difference to the student's answers and to the right ones does not: something to look at."""
    for one in properties(probing.look.seen):
        if one.otherwise and _heeded(probing, one):
            says = f"What can be said: {one.otherwise.replace('{it}', _it(probing.look.seen))}"
            return [Finding(f"heeds: {one.name}", says, frozenset(), firm=False)]
    return []


def _told(says: str, seen: Seen) -> str:
    says = says.replace("{it}", _it(seen))
    return f"{says[:1].upper()}{says[1:]}"


def _it(seen: Seen) -> str:
    return f"your {seen.it}" if seen.it else "your answer"


def _unheeded(probing: Probing, one: Property) -> bool:
    borne_out = 0
    for base in probing.bases:
        for args in one.variants(base):
            if probing.reference_stays(args, base) is not False:
                continue
            if not probing.stays(args, base):
                return False
            borne_out += 1
    return borne_out >= UNHEEDED and _confirmed(probing, one)


def _confirmed(probing: Probing, one: Property) -> bool:
    """Whether it is so on other inputs, too, and whether what is said to count does: an entry may make no difference by chance."""
    for base in probing.bases[:2]:
        for args in one.counting(base):
            if probing.reference_stays(args, base) is False and probing.stays(args, base) is not False:
                return False
    confirmed = 0
    for call in probing.others():
        for args in itertools.islice(one.variants(call), 2):
            if probing.reference_stays(args, call) is False:
                if not probing.stays(args, call):
                    return False
                confirmed += 1
    return confirmed >= CONFIRMED


def _heeded(probing: Probing, one: Property) -> bool:
    borne_out = 0
    for base in probing.bases:
        variants = list(one.variants(base))
        if not all(probing.reference_stays(args, base) for args in variants):
            return False
        for args in variants[:2]:
            if probing.stays(args, base) is not False:
                return False
            borne_out += 1
    return borne_out >= HEEDED


def properties(seen: Seen) -> Iterator[Property]:
    """All that is looked at, what says most first."""
    arrays = [(i, name, arg) for i, (name, arg) in enumerate(zip(seen.names, seen.calls[0].args, strict=True))
              if isinstance(arg, (np.ndarray, float)) and not isinstance(arg, bool)]
    for i, name, _ in arrays:
        yield Property(f"{name} is not used", f"{{it}} stays the same whatever {name} is, in each of the further calls that were tried: where does {name} "
                                              f"come in?", _whole(i))
    for i, name, arg in arrays:
        if isinstance(arg, np.ndarray) and arg.ndim:
            yield from _of_places(i, name, arg)
    yield from _of_order(seen, arrays)
    for i, name, arg in arrays:
        if isinstance(arg, np.ndarray) and arg.dtype.kind == "f":
            yield from _of_values(i, name, arg)


def _whole(i: int) -> Callable[[Call], Iterator[tuple[Any, ...]]]:
    return lambda call: (replaced(call, i, changed) for changed in _others(call.args[i], slice(None)))


def _others(arg: Any, where: Any) -> Iterator[Any]:
    """The argument with other numbers in some places: near, far, smaller, turned round; of whole numbers, in another order."""
    if isinstance(arg, float):
        yield from (arg * 1.7 + 0.31, arg * 0.05 + 0.02, arg + 4.0)
        return
    rng = np.random.default_rng(arg.size)
    for scale, shift in ((1.0, 1.0), (1.0, 9.0), (0.01, 0.0), (-1.0, 0.5)):
        changed = arg.copy()
        part = changed[where]
        if arg.dtype.kind == "f":
            changed[where] = scale * part + shift * (part.std() or 1.0) * rng.normal(size=part.shape)
        else:
            # Only numbers that are there: they may be labels or places.
            changed[where] = rng.permutation(part.ravel()).reshape(part.shape)
        yield changed


def _of_places(i: int, name: str, arg: Array) -> Iterator[Property]:
    """Along each axis: only the first or the last one counts, or it does not."""
    for axis in range(arg.ndim):
        word = "entry" if arg.ndim == 1 else ("row", "column")[axis] if arg.ndim == 2 else f"place along axis {axis}"
        for label, rest, asked in (
                ("first", slice(1, None), "is an index fixed, or does a loop or a return end too early?"),
                ("last", slice(None, -1), "is something overwritten, or started anew in every turn of a loop?")):
            yield Property(f"only the {label} {word} of {name} counts",
                           f"{{it}} depends on nothing of {name} but its {label} {word}: all else in {name} was changed in further calls, and it stayed "
                           f"the same: {asked}", _changing(i, axis, rest))
        for label, part, asked in (("last", slice(-1, None), "where does it end?"), ("first", slice(0, 1), "where does it begin?")):
            yield Property(f"the {label} {word} of {name} is left out",
                           f"{{it}} does not depend on the {label} {word} of {name}: that was changed in further calls, and it stayed the same: {asked}",
                           _changing(i, axis, part), counting=_each_place(i, axis, part))


def _changing(i: int, axis: int, part: slice, few: bool = False) -> Callable[[Call], Iterator[tuple[Any, ...]]]:
    def variants(call: Call) -> Iterator[tuple[Any, ...]]:
        arg = call.args[i]
        if arg.ndim > axis and arg.shape[axis] > 1:
            changed = (replaced(call, i, other) for other in _others(arg, (slice(None),) * axis + (part,)))
            yield from itertools.islice(changed, 1, 2) if few else changed

    return variants


def _each_place(i: int, axis: int, but: slice) -> Callable[[Call], Iterator[tuple[Any, ...]]]:
    """Each place along an axis by itself, but for some."""
    def variants(call: Call) -> Iterator[tuple[Any, ...]]:
        length = call.args[i].shape[axis] if call.args[i].ndim > axis else 0
        for place in set(range(length)) - set(range(length)[but]):
            yield from _changing(i, axis, slice(place, place + 1), few=True)(call)

    return variants


def _of_order(seen: Seen, arrays: list[tuple[int, str, Any]]) -> Iterator[Property]:
    """Observations in another order, and one argument's alone."""
    axes = [seen.letters.get(name, ()) for name in seen.names]
    letter = next((a[0] for a in axes if a), "")
    together = [i for i, a in enumerate(axes) if a[:1] == (letter,)]
    if letter and not any(letter in a[1:] for a in axes):
        names = " and ".join(seen.names[i] for i in together)

        def moved(call: Call, which: list[int]) -> Iterator[tuple[Any, ...]]:
            for places in (1, 2, -1):
                yield tuple(np.roll(a, places, axis=0) if k in which else a for k, a in enumerate(call.args))

        yield Property(f"the order of {names}", f"{{it}} stays the same when the rows of {names} come in another order: does it put together what belongs "
                                                f"to one row each?", lambda c: moved(c, together),
                       f"with the rows of {names} in another order {{it}} changes; the right answer does not. Which row belongs to which place, or which "
                       f"counts more than the others?")
        for i in together if len(together) > 1 else ():
            name = seen.names[i]
            yield Property(f"no difference: the order of {name}", f"{{it}} stays the same when {name} alone comes in another order: it does not heed which entry "
                                                         f"of {name} belongs to which observation.", lambda c, i=i: moved(c, [i]))


def _rowwise(arg: Array, of: Callable[[Array], Array]) -> Array:
    return of(arg) if arg.ndim > 1 else arg


def _of_values(i: int, name: str, arg: Array) -> Iterator[Property]:
    """What is done to all numbers of an argument at once."""
    every: tuple[tuple[str, str, str, Callable[[Array], list[Array]]], ...] = (
        ("a number added to all", "a number is added to all entries of {}", "what is done to it that does not heed that, such as an argmax or a difference?",
         lambda a: [a + 1.3, a - 0.7, a + 4.1]),
        ("a number added to each row", "a number is added to each row of {}", "what is done to a row that does not heed that, such as an argmax or a difference?",
         lambda a: [_rowwise(a, lambda v, s=s: v + s * np.arange(1, len(v) + 1)[:, None]) for s in (0.7, -0.4, 1.1)] if a.ndim == 2 else []),
        ("the size", "all of {} is multiplied by the same positive number", "is it made a share, a sign or a place (argmax) before it should be?", lambda a: [a * 2, a / 3, a * 1.7]),
        ("the sign", "all of {} changes its sign", "is a sign, or a square or absolute value, in its place?", lambda a: [-a]),
        ("the signs", "the signs of {}'s entries change", "is something squared, or an absolute value taken, before it should be?",
         lambda a: [a * s for s in _signs(a)]),
        ("the digits", "{} is rounded to one digit", "is something rounded, or made a whole number?", lambda a: [np.round(a, 1), np.round(a, 1) + 0.01]),
        ("the negative entries", "the negative entries of {} are changed", "they should count, too", lambda a: [
            np.where(a < 0, a * s, a) for s in (0.3, 2.0, 0.01)] if (a < 0).any() else []),
        ("the positive entries", "the positive entries of {} are changed", "they should count, too", lambda a: [
            np.where(a > 0, a * s, a) for s in (0.3, 2.0, 0.01)] if (a > 0).any() else []),
        ("the order in the rows", "the entries within each row of {} come in another order", "which place belongs to what?",
         lambda a: [np.roll(a, k, axis=-1) for k in (1, 2)] + [a[..., ::-1]]),
        ("the order in the columns", "the entries within each column of {} come in another order", "which row belongs to what?",
         lambda a: [np.roll(a, k, axis=0) for k in (1, 2)] + [a[::-1]] if a.ndim == 2 else []),
    )
    for short, what, asked, make in every:
        changed = what.format(name)
        yield Property(f"no difference: {short} of {name}", f"{{it}} stays the same when {changed}, in each of the further calls that were tried: {asked}.".replace("?.", "?"),
                       _made(i, make), f"when {changed}, {{it}} changes; the right answer stays the same.")


def _signs(a: Array) -> list[Array]:
    rng = np.random.default_rng(a.size)
    return [rng.choice([-1.0, 1.0], a.shape) for _ in range(3)]


def _made(i: int, make: Callable[[Array], list[Array]]) -> Callable[[Call], Iterator[tuple[Any, ...]]]:
    return lambda call: (replaced(call, i, changed) for changed in make(call.args[i]) if flat(changed) is not None)
