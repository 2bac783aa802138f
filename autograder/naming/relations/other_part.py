"""One part of an answer that is the same part of what another function gives: a slip that touches one part alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, agree
from autograder.naming.evidence import ENOUGH, bits_of
from autograder.naming.finding import Finding
from autograder.naming.relations.parts import Pair, Role, leaves
from autograder.naming.relations.relation import as_array
from autograder.naming.stand_ins.changes import is_vague
from autograder.naming.stand_ins.kept import Kept
from autograder.naming.stand_ins.made import SAME
from autograder.naming.stand_ins.signatures import Signatures
from autograder.naming.stand_ins.stand_in import StandIn, may_match

#: As near as two ways to work out the same come.
NEAR = (1e-9, 1e-12)
#: What is tried: so many functions may give a part by chance.
MORE = 6.0


def part_of_another(pairs: Sequence[Pair], name: str, role: Role, stand_ins: Kept, known: Sequence[StandIn], near: tuple[float, float]) -> list[Finding]:
    """The function whose part this is in every call, where it tells enough; no vague one."""
    wrong = [p for p in pairs if not p.agrees(near)]
    found = [a.ravel() for p in wrong if (a := as_array(p.got)) is not None]
    if not found or bits_of(np.concatenate(found)) < ENOUGH + MORE or not stand_ins.known([p.call for p in wrong]):
        return []
    ordered = [*sorted(wrong, key=lambda p: np.size(p.want)), *(p for p in pairs if p.agrees(near))]
    numbers = frozenset(p.call.number for p in pairs)
    for mistake in known:
        if all(_is_part(p, role, mistake) and _is_only_part(p, role, mistake) for p in ordered):
            return [Finding(mistake.name, mistake.says, numbers, known=True)]
    for stand_in in stand_ins.fitting([lambda kept, p=p: _may_have(kept, p, role) for p in ordered]):
        if not is_vague(stand_in.says) and all(_is_part(p, role, stand_in) for p in ordered):
            says = stand_in.says.replace(SAME, f"{name} is the same as that of a solution", 1).replace("{it}", name)
            return [Finding(stand_in.name, says[:1].upper() + says[1:] if says.startswith("the ") else says, numbers)]
    return []


def _may_have(kept: Signatures, pair: Pair, role: Role) -> Array:
    """Which functions may give this part. Of those in lists of pairs nothing is kept."""
    return kept.may_have_part(pair.got, int(role[0]), pair.call) if role[1:] == () and role != ("*",) else np.ones(len(kept.table), bool)


def _is_part(pair: Pair, role: Role, stand_in: StandIn) -> bool:
    value = _part(stand_in, pair.call, role, pair.layer)
    return value is not None and may_match(pair.got, value) and agree(pair.got, value, NEAR)


def _is_only_part(pair: Pair, role: Role, mistake: StandIn) -> bool:
    """Whether all other parts of what a mistake gives are right: what is said of it is then said of this one."""
    try:
        return all(agree(g, w, NEAR) for r, _, _, g, w in leaves(pair.call.want.value, mistake.outcome(pair.call).value) if r != role)
    except ValueError:
        return False


def _part(stand_in: StandIn, call: Call, role: Role, layer: int) -> Any:
    """The part of what a function gives, None where it gives something that is built otherwise."""
    known = stand_in.outcome(call)
    if known.status != "returned":
        return None
    try:
        return next((g for r, k, _, g, _ in leaves(call.want.value, known.value) if (r, k) == (role, layer)), None)
    except ValueError:
        return None
