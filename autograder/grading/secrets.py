"""Proof of a week with other secrets: each draws all inputs anew, so that what held by luck for one does not for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.authoring.proof import Proof, local_trial, prove_exercise
from autograder.course.week import Week
from autograder.grading.names import Named, Names, with_secret


@dataclass(frozen=True)
class Drawn:
    """A week with one secret: what was proved of its exercises, and how wrong solutions of them were named."""

    secret: int
    proofs: Sequence[Proof]
    named: Sequence[Named]

    @property
    def faults(self) -> list[str]:
        """A sentence about all that must not be so with any secret."""
        return [*(f"{proof.exercise}: {fault}" for proof in self.proofs for fault in proof.faults),
                *(sentence for named in self.named for sentence in (*named.falsely, *named.by_luck))]


def drawn(week: Week, names: Sequence[Names], secret: int, progress: Callable[[int, int, str], None]) -> Drawn:
    """The week as a course with this secret has it. In this process: all that runs is the course's own."""
    proofs: list[Proof] = []
    named: list[Named] = []
    for one in names:
        progress(len(proofs), len(names), f"{week.id}: secret {secret}")
        proofs.append(prove_exercise(with_secret(week, secret), one.exercise, local_trial))
        named.append(one.compared(other=secret))
    progress(len(proofs), len(names), f"{week.id}: secret {secret}")
    return Drawn(secret, proofs, named)
