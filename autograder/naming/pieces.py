"""Where nothing explains all calls: one thing in some calls and another in others, all calls but one, what sets the wrong ones apart."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from autograder.naming.behaviour import raised
from autograder.naming.calls import Array, Call
from autograder.naming.conditions import separating
from autograder.naming.evidence import ENOUGH
from autograder.naming.finding import Finding
from autograder.naming.look import Look
from autograder.naming.stand_ins.signatures import Signatures
from autograder.naming.stand_ins.stand_in import StandIn

#: Wrong calls of which a name may leave out one and still be worth telling.
FEWEST = 4


def in_pieces(look: Look, behaved: list[Finding]) -> list[Finding]:
    """One thing in some calls and another in others, as far as they can be told; then what sets the wrong calls apart."""
    partly = list(_partly(look))
    pieces = [f for f in (*partly, *behaved, *raised(look.seen, look.calls), *look.open) if f.explains or f.firm]
    wrong = {c.number for c in look.wrong}
    for one in pieces:
        if one.firm and wrong <= one.explains:
            return [_there(look, one)]
    for i, one in enumerate(pieces):
        for other in pieces[:i]:
            if one.firm and other.firm and wrong <= one.explains | other.explains:
                return [_in_some(look, f) if f in partly else f for f in (other, one)]
    if found := _but_for_one(look):
        return [found]
    loose = [f for f in (*look.open, *raised(look.seen, look.calls), *behaved) if not f.known]
    if loose:
        # Together they leave some wrong call unexplained.
        return [dataclasses.replace(f, firm=False) for f in loose[:3]]
    where = _set_apart(look)
    if where:
        return [Finding(f"wrong where {where}", f"The answers are wrong where {where}, and right in all other calls: what is "
                                                f"different there?", frozenset(wrong), firm=False, where=where)]
    return []


def _set_apart(look: Look) -> str | None:
    """What sets the wrong calls apart."""
    wrong = {c.number for c in look.wrong}
    return separating(look.seen, look.calls, [c.number in wrong for c in look.calls], look.differs)


def _there(look: Look, one: Finding) -> Finding:
    """What explains all wrong calls, and not what is right in the others: firm only with what sets them apart."""
    wrong = {c.number for c in look.wrong}
    if len(wrong) == len(look.calls):
        return one
    where = _set_apart(look)
    if where is None:
        return dataclasses.replace(one, says=f"In {len(wrong)} of {len(look.calls)} calls, those that are wrong, it is as if this were so: {one.says} "
                                             f"In the others the answers are right.", firm=False)
    return dataclasses.replace(one, name=f"{one.name} (where {where})", says=f"{one.says} This is so where {where}; elsewhere all is right.",
                               where=where)


def _in_some(look: Look, one: Finding) -> Finding:
    """What explains some of the wrong calls, and something else the others."""
    number = sum(c.number in one.explains for c in look.wrong)
    return dataclasses.replace(one, says=f"In {number} of {len(look.calls)} calls: {one.says}")


def _but_for_one(look: Look) -> Finding | None:
    """What agrees with all calls but one: not a name, but nearly."""
    calls = look.by_telling
    if len(look.wrong) < FEWEST or look.told_apart() < ENOUGH:
        return None
    known = look.kept().known(calls)

    def nearly(kept: Signatures) -> Array:
        return np.add.reduce([kept.may_be(c.got, c, look.unbounded) for c in known], dtype=int) >= len(known) - 1

    # Of one call that was tried in advance all could be the one that is missed.
    others = look.kept().fitting([nearly]) if len(known) > 1 else ()
    for stand_in in itertools.chain(look.known, others):
        missed = list(itertools.islice((c for c in calls if not look.matches(stand_in, c)), 2))
        if len(missed) == 1:
            found = look.as_finding(stand_in, [c for c in calls if c is not missed[0]])
            agrees = found.says.replace("does the same as", "agrees with")
            says = f"{agrees} This is so in all calls but one of {len(calls)}: there something else happens."
            return dataclasses.replace(found, name=f"{found.name}, but for one call", says=says, firm=False)
    return None


def _partly(look: Look) -> Iterator[Finding]:
    """Stand-ins that account for some of the wrong calls; where the answer is right they need not hold."""
    best: dict[frozenset[int], Finding] = {}
    wrong = [c for c in look.by_telling if c in look.wrong]
    for stand_in in look.known:
        few = [c for c in wrong[:3] if look.matches(stand_in, c)]
        if few:
            _keep(best, look, stand_in, [*few, *(c for c in wrong[3:] if look.matches(stand_in, c))])
    # Others are run only where they do the same on a call that they were tried on in advance, and not as one before did on these.
    kept, tried = look.kept(), look.kept().known(wrong)
    masks = np.array([look.may_be([c])(kept.signatures) for c in tried])
    seen: set[bytes] = set()
    for row in np.flatnonzero(masks[:3].any(axis=0)) if tried else ():
        pattern = masks[:, row].tobytes()
        if pattern not in seen:
            stand_in = kept.stand_ins[int(row)]
            which = [c for c, may in zip(tried, masks[:, row], strict=True) if may and look.matches(stand_in, c)]
            if which:
                seen.add(pattern)
                _keep(best, look, stand_in, [*which, *(c for c in wrong if c not in tried and look.matches(stand_in, c))])
    # Answers of one or two values, such as a share that is 0, are much else's answers, too.
    telling = (f for f in best.values() if look.told_apart([c for c in wrong if c.number in f.explains]) >= ENOUGH)
    yield from sorted(telling, key=lambda f: -len(f.explains))[:40]


def _keep(best: dict[frozenset[int], Finding], look: Look, stand_in: StandIn, which: Sequence[Call]) -> None:
    """The first stand-in that accounts for just these calls."""
    best.setdefault(frozenset(c.number for c in which), look.as_finding(stand_in, which))
