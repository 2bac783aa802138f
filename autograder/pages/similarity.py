"""Pairs of students whose answers are unusually alike: a list for a person to look at, never a verdict.

copydetect turns an answer into fingerprints: overlapping pieces of its tokens, in which every name is the same (so
renaming hides nothing) and blanks and comments are gone. From those are taken away the ones

- of the release, its text and what it hands out: everybody has them;
- of the course's own ways to write the exercise, right and wrong: there are only so many ways to write X @ W + b;
- that many in the class share: what is common is no sign of anything.

What is left of an answer is what is its own. Two answers are compared only where both have enough of it left, so a
one-line solution never appears. The fingerprints of all are counted at once as a matrix product, and copydetect
compares in full only the pairs that share most.

Winnowing: Schleimer, Wilkerson and Aiken, Winnowing: Local Algorithms for Document Fingerprinting (2003).
"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from copydetect import CodeFingerprint, compare_files
from copydetect.utils import get_token_coverage
from rich.progress import track

from autograder.course.amounts import counted
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.variants import variants
from autograder.marking.result import MarkedCell
from autograder.pages.templates import template
from autograder.records.store import Store
from autograder.sandbox.budget import Over, within

#: Characters of filtered code in a fingerprint, where every name is one character; and of plain words.
CODE_LENGTH, PROSE_LENGTH = 16, 40
#: A fingerprint in more answers than this share of the class (and than this many) is common.
COMMON_SHARE, COMMON_FEWEST = 0.15, 5
#: How much of its own an answer must have left, in the same characters, and how much of that must be shared.
LEAST_OWN = {"code": 40, "prose": 120}
LEAST_SHARED = 0.4
#: An answer is read up to here, in characters.
LONGEST = 20_000
#: For code in cells that a student added.
OWN_CELLS = "cells of their own"


@dataclass(frozen=True)
class Side:
    """One of the two answers. students: whose it is; several where theirs are the same but for names and blanks.
    pieces: its text in order, each with whether the other answer has it too."""

    students: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...] = field(repr=False)


@dataclass(frozen=True)
class Pair:
    """Two answers to an exercise. shared: filtered characters in common. share: of what is their own, 0 to 1."""

    exercise: str
    left: Side
    right: Side
    shared: int
    share: float

    @property
    def weight(self) -> float:
        return self.shared * self.share

    @property
    def who(self) -> str:
        return " – ".join(", ".join(side.students) for side in (self.left, self.right))


@dataclass(frozen=True)
class Found:
    """What there is to look at. compared: exercise -> how many answers had enough of their own."""

    students: int
    by_exercise: dict[str, list[Pair]]
    compared: dict[str, int]

    @property
    def pairs(self) -> list[Pair]:
        return [pair for pairs in self.by_exercise.values() for pair in pairs]

    @property
    def together(self) -> list[tuple[tuple[str, str], list[Pair]]]:
        """Two students who are alike in more than one exercise, with these, the likest first."""
        met: dict[tuple[str, str], list[Pair]] = {}
        for pair in self.pairs:
            for who in itertools.product(pair.left.students, pair.right.students):
                met.setdefault((min(who), max(who)), []).append(pair)
        several = [(who, pairs) for who, pairs in met.items() if len(pairs) > 1]
        return sorted(several, key=lambda item: -sum(pair.weight for pair in item[1]))


def similar(course: Course, week_id: str, most: int = 20, progress: bool = False) -> Found:
    """Compare all graded submissions of a week, exercise by exercise; at most `most` pairs each, the likest first.

    Raises UserError when fewer than two have been graded.
    """
    week, store = Week.load(course.root, week_id), Store(course.root)
    students = store.students(week_id)
    if len(students) < 2:
        raise UserError(f"Of {week_id} {counted(len(students), 'submission')} can be compared, and it takes two. "
                        f"Run: autograder grade {week_id}")
    answers: dict[str, dict[str, str]] = {}
    for student in track(students, "reading", disable=not progress, transient=True):
        if (stored := store.read(week_id, student)) is not None:
            for exercise, text in _answers(stored[1].cells, week).items():
                answers.setdefault(exercise, {})[student] = text[:LONGEST]
    exercises = [e for e in [*(e.id for e in week.exercises), OWN_CELLS] if e in answers]
    found, compared = {}, {}
    code = _known_code(week)
    for exercise in track(exercises, "comparing", disable=not progress, transient=True):
        prose = exercise in week.by_id and week.by_id[exercise].written
        own = own_of(answers[exercise], _known_prose(week, exercise) if prose else code, prose)
        compared[exercise] = len(own)
        found[exercise] = sorted(_pairs(exercise, own, most, prose), key=lambda pair: -pair.weight)[:most]
    return Found(len(students), found, compared)


def own_of(answers: dict[str, str], known: set[int], prose: bool) -> dict[str, CodeFingerprint]:
    """student -> the fingerprints that are the answer's own, for the students who have enough of them.

    known: the fingerprints that anybody may have.
    """
    prints = _fingerprints(sorted(set(answers.values())), prose)
    everywhere = set(known)
    counts = Counter(h for text in answers.values() if (known_by := prints[text]) for h in known_by.hashes)
    limit = max(COMMON_FEWEST, COMMON_SHARE * len(answers))
    everywhere |= {h for h, count in counts.items() if count > limit}
    for fingerprint in filter(None, prints.values()):
        fingerprint.hashes -= everywhere
        fingerprint.hash_idx = {h: at for h, at in fingerprint.hash_idx.items() if h not in everywhere}
        fingerprint.token_coverage = get_token_coverage(
            fingerprint.hash_idx, fingerprint.k, len(fingerprint.filtered_code))
    least = LEAST_OWN["prose" if prose else "code"]
    return {s: found for s, text in sorted(answers.items()) if (found := prints[text]) and found.token_coverage >= least}


def _pairs(exercise: str, own: dict[str, CodeFingerprint], most: int, prose: bool) -> Iterator[Pair]:
    """Pairs to look at, at least `most` where there are so many.

    Answers with the same fingerprints stand as one, so that no group fills the list.
    """
    same: dict[frozenset[int], list[str]] = {}
    for student, fingerprint in own.items():
        same.setdefault(frozenset(fingerprint.hashes), []).append(student)
    groups = list(same.values())
    alike = [(group[:1], group[1:]) for group in groups if len(group) > 1]
    alike += [(groups[a], groups[b]) for a, b in _likest([set(hashes) for hashes in same], 4 * most)]
    least = LEAST_OWN["prose" if prose else "code"]
    for left, right in alike:
        one, other = own[left[0]], own[right[0]]
        shared, shares, slices = compare_files(one, other)
        share = float(min(1.0, max(shares)))
        if shared >= least and share >= LEAST_SHARED:
            mine, theirs = (Side(tuple(who), _pieces(own[who[0]].raw_code, s)) for who, s in zip((left, right), slices))
            yield Pair(exercise, mine, theirs, int(shared), share)


def _likest(hashes: list[set[int]], most: int) -> list[tuple[int, int]]:
    """The pairs that share most fingerprints for their size, as indices a < b.

    The counts of all pairs are M Mᵀ, where M (students x fingerprints) has a 1 where an answer has a fingerprint; M is
    taken a block of fingerprints at a time, so memory grows with the square of the class only.
    """
    n = len(hashes)
    column = {h: i for i, h in enumerate(sorted(set().union(*hashes)))} if hashes else {}
    at = [(row, column[h]) for row, answer in enumerate(hashes) for h in answer]
    rows, columns = np.array(at, dtype=np.intp).reshape(-1, 2).T
    counts = np.zeros((n, n), np.float32)
    for start in range(0, len(column), 4096):
        here = (columns >= start) & (columns < start + 4096)
        M = np.zeros((n, min(4096, len(column) - start)), np.float32)
        M[rows[here], columns[here] - start] = 1
        counts += M @ M.T
    size = np.maximum(1, np.diag(counts))
    weight = np.triu(counts**2 / np.minimum(size, size[:, None]), 1)
    best = np.argsort(-weight, axis=None, kind="stable")[:most]
    return [(int(i // n), int(i % n)) for i in best if weight.flat[i] > 0]


def _answers(cells: tuple[MarkedCell, ...], week: Week) -> dict[str, str]:
    """Exercise -> what the student wrote there; code in added cells under OWN_CELLS. Untouched ones are left out."""
    released = {c.grade_id: c.source.strip() for c in week.release}
    found = {}
    for cell in cells:
        if cell.grade_id in week.by_id and cell.source.strip() not in ("", released.get(cell.grade_id)):
            found[cell.grade_id] = cell.source
    added = [c.source for c in cells if c.type == "code" and c.position is None and c.source.strip()]
    return found | ({OWN_CELLS: "\n\n".join(added)} if added else {})


def _known_prose(week: Week, exercise: str) -> set[int]:
    """Fingerprints of what anybody may have read: the release, and the model answer."""
    texts = [c.source for c in week.release if c.type == "markdown"] + [week.solution(exercise)]
    return {h for text in texts for h in _fingerprint(text, True).hashes}


def _known_code(week: Week) -> set[int]:
    """Fingerprints of code that anybody may have: the release, what it hands out, and the ways the course knows."""
    texts = [c.source for c in (*week.release, *week.source) if c.type == "code"]
    texts += [content.decode("utf-8", "replace") for name, content in week.files.items() if name.endswith(".py")]
    texts += [v.source for kind in ("right", "mistakes") for v in variants(week, kind)]
    return {h for text in texts for h in _fingerprint(text, False).hashes}


def _fingerprints(texts: list[str], prose: bool) -> dict[str, CodeFingerprint | None]:
    """text -> its fingerprints, None for one that takes more than a submission's budget to read."""
    def made(some: list[str]) -> dict[str, CodeFingerprint]:
        return {text: _fingerprint(text, prose) for text in some}

    try:
        return within(made, texts)
    except Over:
        if len(texts) == 1:
            return {texts[0]: None}
    # The whole class may need more than one submission may, and who needs too much is found on the way.
    half = len(texts) // 2
    return _fingerprints(texts[:half], prose) | _fingerprints(texts[half:], prose)


def _fingerprint(text: str, prose: bool) -> CodeFingerprint:
    """Every fingerprint of the text: with a window of 1 none is skipped, so short answers keep all they have."""
    text = " ".join(text.split()) if prose else text
    length = PROSE_LENGTH if prose else CODE_LENGTH
    return CodeFingerprint("answer.py", length, 1, filter=not prose, fp=io.StringIO(text))


def _pieces(text: str, slices: np.ndarray) -> tuple[tuple[str, bool], ...]:
    """The text cut at the shared parts: (piece, shared?). Slices may touch or run over the end."""
    mine = np.zeros(len(text) + 1, bool)
    for start, end in slices.T.astype(int):
        mine[max(0, start):min(len(text), end)] = True
    cuts = [0, *(np.flatnonzero(np.diff(mine[:-1])) + 1).tolist(), len(text)]
    return tuple((text[a:b], bool(mine[a])) for a, b in itertools.pairwise(cuts) if a < b)


def page(course: Course, week_id: str, found: Found) -> str:
    """The list as one HTML page that stands on its own."""
    return template("similarity.html.j2").render(course=course, week=week_id, title=course.week(week_id).title, found=found,
                              common=COMMON_SHARE)
