"""The relations that hold in all calls of an exercise, for the whole answer or part by part."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import LOOSE, Array, Call, Seen, agree, numeric, same
from autograder.naming.conditions import separating
from autograder.naming.evidence import ENOUGH, bits_of
from autograder.naming.finding import Finding
from autograder.naming.relations.composition import argued, composed
from autograder.naming.relations.mixture import mixed
from autograder.naming.relations.other_part import part_of_another
from autograder.naming.relations.parts import Pair, Role, built, is_leaf, leaves, role_name
from autograder.naming.relations.related import constants, fixed, related
from autograder.naming.relations.relation import Relation, as_array
from autograder.naming.stand_ins.kept import Kept
from autograder.naming.stand_ins.stand_in import StandIn, may_match

Search = Callable[[Array, Array, Call], Iterator[Relation]]

#: Calls in which a part holds one value for that to be more than how their inputs were drawn.
FIXED = 3


FIRST: tuple[Search, ...] = (related, composed)
#: Looked for once no other function explains all.
ARGUED: tuple[Search, ...] = (argued,)
LATE: tuple[Search, ...] = (*FIRST, *ARGUED, fixed)


def compared(seen: Seen, calls: Sequence[Call], near: tuple[float, float] = LOOSE,
             searches: Sequence[Search] = FIRST, stand_ins: Kept | None = None, known: Sequence[StandIn] = ()) -> list[Finding]:
    """What relates all answers that differ to the right ones; empty where nothing does.

    searches: LATE looks also for what is less telling than another function on the same arguments. stand_ins: what a part may be in
    its place, where no relation accounts for it. known: authors' mistakes, which one part may be of.
    """
    returned = [c for c in calls if c.got.status == c.want.status == "returned"]
    wrong = [c for c in returned if not agree(c.got.value, c.want.value, near)]
    if not wrong:
        return []
    if is_leaf(wrong[0].want.value):
        return _of_leaves(seen, [Pair(c.got.value, c.want.value, c) for c in returned], "", (), near, searches)
    if found := _of_building(seen, wrong):
        return [found]
    return _by_parts(seen, returned, near, searches, stand_ins, known)


def _of_building(seen: Seen, wrong: Sequence[Call]) -> Finding | None:
    """The parts are right and put together otherwise, in every answer that differs."""
    common: dict[str, str] | None = None
    for call in wrong:
        found = dict(built(call.got.value, call.want.value, seen.parts))
        common = found if common is None else {k: v for k, v in common.items() if k in found}
        if not common:
            return None
    name, says = next(iter((common or {}).items()))
    return Finding(name, says, _numbers(wrong))


def _by_parts(seen: Seen, returned: Sequence[Call], near: tuple[float, float], searches: Sequence[Search],
              stand_ins: Kept | None, known: Sequence[StandIn]) -> list[Finding]:
    roles: dict[Role, list[Pair]] = {}
    for call in returned:
        try:
            for role, layer, layers, got, want in leaves(call.want.value, call.got.value):
                roles.setdefault(role, []).append(Pair(got, want, _sized(call, role, want, seen), layer, layers))
        except ValueError:
            return []
    found: dict[str, tuple[Finding, list[str]]] = {}
    unexplained = False
    for role, pairs in roles.items():
        if all(p.agrees(near) for p in pairs):
            continue
        name = role_name(role, seen.parts)
        one = _of_leaves(seen, pairs, name, role, near, searches)
        if not all(f.firm for f in one) or not one:
            sums = (mixed(pairs, role, name) or _mixed_in_layers(pairs, role, name, near)) if searches == LATE else None
            # One value everywhere says more than whose slip gives that.
            same_value = _of_leaves(seen, pairs, name, role, near, (fixed,)) if _is_fixed(pairs) else []
            one = [sums] if sums else same_value or _stood_in(seen, pairs, name, role, stand_ins) or (
                part_of_another(pairs, name, role, stand_ins, known, near) if searches == LATE and stand_ins is not None else []) or one
        if not one:
            unexplained = True
            # A part that nothing explains leaves what is known of the others: it says where not to look.
            others = [role_name(r, seen.parts) for r, ps in roles.items() if all(p.agrees(near) for p in ps)]
            if not others or not name:
                continue
            also = f"{', '.join(others)} {'is' if len(others) == 1 else 'are'} right"
            one = [Finding(f"{name} alone wrong", f"{name} is not what it should be; {also}.", frozenset(), firm=False)]
        for finding in one:
            key = finding.name
            if key in found:
                found[key][1].append(name)
            else:
                found[key] = (finding, [name])
    return [Finding(f"{' and '.join(names)}: {f.name}" if any(names) else f.name, _of_all(f.says, names),
                    f.explains, f.firm and not unexplained) for f, names in found.values()]


def _is_fixed(pairs: Sequence[Pair]) -> bool:
    """Whether a part is the same array, with one value in it, whatever should have come back, in calls enough."""
    return len({p.call.number for p in pairs}) >= FIXED and not _various(p.got for p in pairs) and _various(p.want for p in pairs)


def _mixed_in_layers(pairs: Sequence[Pair], role: Role, name: str, near: tuple[float, float]) -> Finding | None:
    """A sum with other factors in some of the layers, in all others the right one."""
    wrong = [p for p in pairs if not p.agrees(near)]
    where = _layers(wrong, [p for p in pairs if p.agrees(near)])
    found = mixed(wrong, role, name) if where and "*" in role else None
    if found is None:
        return None
    return dataclasses.replace(found, name=f"{found.name} ({where})", says=f"{found.says} This is so {where}; elsewhere it is right.")


def _stood_in(seen: Seen, pairs: Sequence[Pair], name: str, role: Role, stand_ins: Kept | None) -> list[Finding]:
    """One part that is something else on the same arguments, in every call."""
    if "*" in role or stand_ins is None or not stand_ins.known([p.call for p in pairs]):
        return []
    told_by = [a.ravel() for p in pairs if not p.agrees(LOOSE) and (a := as_array(p.got)) is not None]
    if bits_of(np.concatenate([np.zeros(0), *told_by])) < ENOUGH:
        # One of two numbers, a choice say, is soon the same by chance.
        return []
    ordered = sorted(pairs, key=lambda p: p.agrees(LOOSE))
    for stand_in in stand_ins.fitting([lambda kept, p=p: kept.may_give(p.got, p.call) for p in ordered]):
        if all((known := stand_in.outcome(p.call)).status == "returned" and may_match(p.got, known.value)
               and agree(p.got, known.value, (1e-9, 1e-12)) and (p.call.changed or not known.changed) for p in ordered):
            return [Finding(stand_in.name, told(stand_in.says, name, pairs[0].call), _numbers([p.call for p in pairs]))]
    return []


def _sized(call: Call, role: Role, want: Any, seen: Seen) -> Call:
    """The call with the sizes of one matrix of a list of pairs: those of its layer."""
    if "*" not in role or not isinstance(want, np.ndarray) or want.ndim != 2:
        return call
    name = role_name(role, seen.parts)
    return dataclasses.replace(call, sizes={f"rows of {name}": want.shape[0], f"columns of {name}": want.shape[1], **call.sizes})


def _of_all(says: str, names: list[str]) -> str:
    """The sentence about one part as one about all of these."""
    if len(names) < 2:
        return says
    says = re.sub(rf"(?<!\w){re.escape(names[0])}(?!\w)", _all(names), says, count=1, flags=re.I)
    return says[:1].upper() + says[1:]


def _all(names: list[str]) -> str:
    """Both halves of each pair of something are that as a whole."""
    wholes = [n.removeprefix("the first of each pair of ") for n in names]
    left = [n if n == whole or f"the second of each pair of {whole}" not in names else f"all arrays in {whole}" for n, whole in zip(names, wholes, strict=True)]
    left = [n for n in left if f"all arrays in {n.removeprefix('the second of each pair of ')}" not in left]
    joined = " and ".join(filter(None, (", ".join(left[:-1]), left[-1])))
    return joined if any(n.startswith("all arrays") for n in left) else f"each of {joined}"


def _of_leaves(seen: Seen, pairs: Sequence[Pair], part: str, role: Role, near: tuple[float, float],
               searches: Sequence[Search] = FIRST) -> list[Finding]:
    wrong = [p for p in pairs if not p.agrees(near)]
    it = part or (f"your {seen.it}" if seen.it else "your answer")
    open_ones: list[Finding] = []
    if not _various(p.got for p in wrong) or not _various(p.want for p in pairs):
        # On top of another mistake one value everywhere says nothing of that mistake.
        searches = (constants,) if searches == FIRST else (fixed,) if fixed in searches else ()
    elif len(wrong) > 60:
        searches = searches[:1]
    for search in searches:
        for relation in _common(wrong, search):
            finding = _finding(relation, it, wrong, seen, pairs, lambda c: _differs(c, role, near))
            if finding.firm:
                return [finding]
            if not relation.free:
                open_ones.append(finding)
    return open_ones[:1]


def _various(values: Iterable[Any]) -> bool:
    """Whether there are two different numbers among the entries of all values."""
    found = [a.ravel() for a in map(as_array, values) if a is not None and a.size]
    return len(np.unique(np.concatenate(found)[:2_000])) > 1 if found else True


def _common(wrong: Sequence[Pair], search: Search) -> Iterator[Relation]:
    """Relations found in the most telling answer that hold in all others."""
    arrays = [(as_array(p.got) if p.got is not None else None, numeric(p.want) if not isinstance(p.want, list) else as_array(p.want), p)
              for p in wrong]
    if any(g is None or w is None for g, w, _ in arrays):
        return
    usable = [(g, w, p) for g, w, p in arrays if g is not None and w is not None]
    # What has the right numbers, in a list, say, tells nothing of numbers.
    right = [g.shape == w.shape and same(g, w, 1e-12, 1e-14) for g, w, _ in usable]
    if all(right):
        return
    usable = [t for _, t in sorted(zip(right, usable, strict=True), key=lambda pair: (pair[0], *_telling(pair[1][0], pair[1][1])))]
    got, want, first = usable[0]
    for relation in search(got, want, first.call):
        with np.errstate(all="ignore"):
            if all(_holds(relation, g, w, p.call) for g, w, p in usable[1:]):
                yield relation


def _telling(got: Array, want: Array) -> tuple[int, int]:
    """Small answers that are not all alike come first."""
    poor = want.size < 4 or bool(np.ptp(want) == 0) or not np.isfinite(got).all() or len(set(want.shape)) < want.ndim or 1 in want.shape
    return int(poor), -want.size if poor else want.size


def _holds(relation: Relation, got: Array, want: Array, call: Call) -> bool:
    try:
        return relation.holds(got, want, call)
    except (ValueError, TypeError, IndexError, ZeroDivisionError, KeyError, np.linalg.LinAlgError):
        return False


def _finding(relation: Relation, it: str, wrong: Sequence[Pair], seen: Seen, pairs: Sequence[Pair],
             tell: Callable[[Call], bool | None]) -> Finding:
    """The relation as a finding. Where the answer is right and it does not hold, something must set those calls apart: else
    it is left open. tell: whether another call is wrong there."""
    says, name, firm, of_calls = told(relation.says, it, wrong[0].call), relation.name, relation.firm, None
    right = [p for p in pairs if not any(p is w for w in wrong)]
    also = [_also(relation, p) for p in right]
    confirmed = sum(_entries(p) for p in wrong) + sum(_entries(p) for p, holds in zip(right, also, strict=True) if holds)
    if relation.constant:
        firm = not _various(p.want for p in pairs)
    elif confirmed < 2 or (relation.free and (len({p.call.number for p in wrong}) < 2 or _tell_little(wrong))):
        # What may be chosen freely, to fit one call, is confirmed by others.
        firm = False
    if not all(also):
        where = _layers(wrong, right) or (of_calls := _calls(seen, wrong, right, tell))
        firm = firm and where is not None
        if where:
            name, says = f"{name} ({where})", f"{says} This is so {where}; elsewhere {it} is right."
        else:
            says = f"{says} This is so where the answers are wrong; in other calls they are right."
    return Finding(name, says, _numbers([p.call for p in wrong]), firm, where=of_calls)


def _entries(pair: Pair, telling: bool = False) -> int:
    """How many different numbers there are in the answer. telling: but for 0, which is 0 times anything."""
    found = as_array(pair.got)
    different = 0 if found is None else np.unique(found.ravel()[:50])
    return 1 if found is None else int(np.count_nonzero(different)) if telling else np.size(different)


def _tell_little(wrong: Sequence[Pair]) -> bool:
    """Whether what may be chosen freely fits these answers by chance: few numbers in them are different."""
    entries = [a.ravel()[:50] for p in wrong if (a := as_array(p.got)) is not None]
    return bits_of(np.concatenate([np.zeros(0), *entries])) < ENOUGH or sum(_entries(p, telling=True) for p in wrong) < 3


def _also(relation: Relation, pair: Pair) -> bool:
    got, want = as_array(pair.got), as_array(pair.want)
    return got is not None and want is not None and _holds(relation, got, want, pair.call)


def _layers(wrong: Sequence[Pair], right: Sequence[Pair]) -> str | None:
    tests: dict[str, Callable[[Pair], bool]] = {
        "in the first layer": lambda p: p.layer == 0,
        "in the last layer": lambda p: p.layer == p.layers - 1,
        "in all layers but the last": lambda p: p.layer < p.layers - 1,
        "in all layers but the first": lambda p: p.layer > 0,
    }
    if all(p.layers == 1 for p in (*wrong, *right)):
        return None
    return next((where for where, test in tests.items() if all(map(test, wrong)) and not any(map(test, right))), None)


def _differs(call: Call, role: Role, near: tuple[float, float]) -> bool | None:
    """Whether a part of an answer is not what it should be; None where there is no such part."""
    if call.got.status != "returned" or call.want.status != "returned":
        return None
    try:
        parts = [agree(got, want, near) for which, _, _, got, want in leaves(call.want.value, call.got.value) if which == role]
    except ValueError:
        return None
    return not all(parts) if parts else None


def _calls(seen: Seen, wrong: Sequence[Pair], right: Sequence[Pair], tell: Callable[[Call], bool | None]) -> str | None:
    calls = list({p.call.number: p.call for p in (*wrong, *right)}.values())
    bad = {p.call.number for p in wrong}
    phrase = separating(seen, calls, [c.number in bad for c in calls], tell)
    return phrase and f"where {phrase}"


def told(says: str, it: str, call: Call) -> str:
    """A sentence with what it is about and the sizes it quotes, a capital in front."""
    def sizes(match: re.Match[str]) -> str:
        letters = [a for a in call.sizes if re.search(rf"(?<![A-Za-z_]){re.escape(a)}(?![A-Za-z_])", match[1])]
        return ", ".join(f"{a} = {call.sizes[a]}" for a in letters) or "in every call"

    if numeric(call.want.value) is not None and np.ndim(call.want.value) == 0:
        says = says.replace("Every entry of {it}", "{it}")
    text = re.sub(r"\{sizes:([^}]*)\}", sizes, says).replace("{it}", it)
    return text[:1].upper() + text[1:] if text.startswith("your ") or text.startswith("the ") else text


def _numbers(calls: Iterable[Call]) -> frozenset[int]:
    return frozenset(c.number for c in calls)
