"""Proof of a week with other secrets: each draws all inputs anew, so that what held by luck for one does not for all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.authoring.proof import Proof, local_trial, prove_exercise
from autograder.course.week import Week
from autograder.grading.names import ALWAYS, Named, Names, Told, with_secret
from autograder.grading.pool import LocalPool

#: What is tried in one go: an exercise's id, and the number of a secret.
Draw = tuple[str, int]


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


def trying(root: Path, name: str) -> Callable[[Draw], tuple[list[Told], Proof | None]]:
    """Makes the function that tries an exercise on the inputs of a secret, in a worker: what came of each wrong solution, and
    the proof where the secret is another than ALWAYS. All that runs is the course's own."""
    week = Week.load(root, name)
    names: dict[str, Names] = {}

    def tried(draw: Draw) -> tuple[list[Told], Proof | None]:
        exercise_id, secret = draw
        exercise = week.by_id[exercise_id]
        if exercise_id not in names:
            names[exercise_id] = Names(week, exercise)
        proof = None if secret in ALWAYS else prove_exercise(with_secret(week, secret), exercise, local_trial)
        return names[exercise_id].on(secret), proof

    return tried


def learned(week: Week, names: Sequence[Names], secrets: Sequence[int], progress: Callable[[int, int, str], None],
            stage: str) -> Generator[tuple[int, list[Proof]]]:
    """Try all exercises with each of the secrets, on all cores; a secret and its proofs, in the exercises' order, as soon as they
    are there. The names learn what came of it."""
    assert week.root is not None, "only weeks of a course folder are tried"
    by_id = {one.exercise.id: one for one in names}
    draws = [(exercise_id, secret) for secret in secrets for exercise_id in by_id]
    proofs: dict[int, dict[str, list[Proof]]] = {secret: {} for secret in secrets}
    with LocalPool().opened() as pool, contextlib.closing(pool.each(partial(trying, week.root, week.id), draws)) as answers:
        for done, ((exercise_id, secret), answer) in enumerate(answers, 1):
            if answer is None:
                proofs[secret][exercise_id] = [Proof(exercise_id, faults=(
                    f"it could not be tried with secret {secret}: the process ended each time. Is there memory enough?",))]
            else:
                told, proof = answer
                by_id[exercise_id].learn(secret, told)
                proofs[secret][exercise_id] = [] if proof is None else [proof]
            progress(done, len(draws), stage)
            if len(proofs[secret]) == len(by_id):
                yield secret, [proof for one in by_id for proof in proofs[secret][one]]


def drawn(week: Week, names: Sequence[Names], secrets: Sequence[int],
          progress: Callable[[int, int, str], None]) -> Generator[Drawn]:
    """The week as courses with these secrets have it, each as soon as it has been tried."""
    for secret, proofs in learned(week, names, secrets, progress, f"{week.id}: other secrets"):
        named = [one.compared(other=secret) if one.knows(secret) else Named(one.exercise.id) for one in names]
        yield Drawn(secret, proofs, named)
