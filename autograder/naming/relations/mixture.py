"""One part of an answer as a sum of the arguments' parts, each with a factor that has a name: what an update step does."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Call, numeric, same
from autograder.naming.finding import Finding
from autograder.naming.relations.parts import Pair, Role

#: A term's name -> its entries.
Terms = dict[str, Array]


def mixed(pairs: Sequence[Pair], role: Role, it: str) -> Finding | None:
    """Which term of the sum has another factor than in the right answer, the same in every call; None where it is no such sum."""
    calls: dict[int, list[Pair]] = {}
    for pair in pairs:
        calls.setdefault(pair.call.number, []).append(pair)
    entries = [(them[0].call, _pooled(them, "got"), _pooled(them, "want"), _terms(them, role)) for them in calls.values()]
    for products in (False, True):
        sets = [(call, got, want, _with_products(terms) if products else terms) for call, got, want, terms in entries]
        got = _factors([(call, got, terms) for call, got, _, terms in sets])
        want = _factors([(call, want, terms) for call, _, want, terms in sets])
        if got and want and (other := [name for name in got if got[name] != want[name]]):
            return _finding(got, other, it, frozenset(calls))
    return None


def _finding(got: Mapping[str, str], other: Sequence[str], it: str, calls: frozenset[int]) -> Finding:
    told = " and ".join(f"{name} has no part" if got[name] == "0" else f"{name} comes with the factor {got[name]}" for name in other)
    return Finding(" and ".join(f"{name} times {got[name]}" for name in other),
                   f"In {it}, {told}, in every call: is that what was asked for, its sign too?", calls)


def _pooled(pairs: Sequence[Pair], which: str) -> Array | None:
    found = [numeric(getattr(p, which)) for p in pairs]
    if any(a is None or a.shape != np.shape(p.want) for a, p in zip(found, pairs, strict=True)):
        return None
    return np.concatenate([a.ravel() for a in found if a is not None])


def _terms(pairs: Sequence[Pair], role: Role) -> Terms:
    """The arguments, or their parts in the same place, that have the answer's shape in every layer."""
    found: Terms = {}
    for i, name in enumerate(pairs[0].call.names):
        parts = [_place(p.call.args[i], p, role) for p in pairs]
        if all(a is not None and a.shape == np.shape(p.want) for a, p in zip(parts, pairs, strict=True)):
            found[name] = np.concatenate([a.ravel() for a in parts if a is not None])
    return found


def _place(arg: Any, pair: Pair, role: Role) -> Array | None:
    if isinstance(arg, (list, tuple)):
        if "*" not in role or len(arg) != pair.layers or not isinstance(role[-1], int):
            return None
        layer = arg[pair.layer]
        return numeric(layer[role[-1]]) if isinstance(layer, (list, tuple)) and len(layer) > role[-1] else None
    return numeric(arg)


def _with_products(terms: Terms) -> Terms:
    return {**terms, **{f"{a} times {b}": terms[a] * terms[b] for a, b in itertools.combinations(terms, 2)}}


def _factors(entries: Sequence[tuple[Call, Array | None, Terms]]) -> dict[str, str] | None:
    """Term -> its factor's name, the same in every call; None where the sum does not account for all."""
    if len(entries) < 2 or not all(len(terms) > 1 and terms.keys() == entries[0][2].keys() for _, _, terms in entries):
        return None
    labels: dict[str, list[str]] = {}
    for call, values, terms in entries:
        if values is None or not np.isfinite(values).all():
            return None
        matrix = np.stack(list(terms.values()), axis=1)
        if len(values) < matrix.shape[1] + 2 or np.linalg.matrix_rank(matrix) < matrix.shape[1]:
            continue
        factors = np.linalg.lstsq(matrix, values, rcond=None)[0]
        if not same(matrix @ factors, values, 1e-8, 1e-10):
            return None
        for name, factor in zip(terms, factors, strict=True):
            fitting = [label for label, value in _named(call).items() if abs(value - factor) <= 1e-7 * max(1e-3, abs(value))]
            labels[name] = [label for label in labels.get(name, fitting) if label in fitting]
    chosen = {name: min(fitting, key=lambda label: (len(label), label)) for name, fitting in labels.items() if fitting}
    if not labels or len(chosen) < len(labels):
        return None
    for call, values, terms in entries:
        made = sum(_named(call)[chosen[name]] * term for name, term in terms.items())
        if values is None or not same(values, np.asarray(made), 1e-7, 1e-9):
            return None
    return chosen


def _named(call: Call) -> dict[str, float]:
    """What a factor may be called: a number, or a product of the call's single numbers."""
    single = {name: float(a) for name, a in zip(call.names, call.args, strict=True) if isinstance(a, float) and not isinstance(a, bool)}
    found = {"0": 0.0, "1": 1.0, "2": 2.0, "1/2": 0.5}
    for name, value in single.items():
        found |= {name: value, f"(1 - {name})": 1 - value, f"(1 + {name})": 1 + value, f"{name}²": value * value}
    for (a, x), (b, y) in itertools.permutations(single.items(), 2):
        found |= {f"(1 - {a})·{b}": (1 - x) * y, f"(1 + {a})·{b}": (1 + x) * y, f"{a}²·{b}": x * x * y, f"(1 - {a}·{b})": 1 - x * y}
    found |= {f"{a}·{b}": x * y for (a, x), (b, y) in itertools.combinations(single.items(), 2)}
    return found | {f"-{label}": -value for label, value in found.items() if value}
