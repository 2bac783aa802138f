"""Hashes that tell whether a stored Result is still what grading would give."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

from autograder.course.course import Limits
from autograder.course.week import Week
from autograder.graders.variants import variants
from autograder.naming import groups

PACKAGE = Path(__file__).parents[1]

#: The folders a mark depends on, beside the hidden tests, and what authors' files import. The others only show, record or count.
_MARKING = ("marking", "naming", "graders", "submission", "sandbox", "course", "checks.py", "variants.py", "kernel.py")


@functools.cache
def code() -> str:
    """Of the code that marks, without the hidden tests, and of the versions it runs on."""
    found = [PACKAGE / name for name in _MARKING]
    paths = sorted(path for one in found for path in ([one] if one.is_file() else one.rglob("*.py")))
    texts = [path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes() for path in paths]
    versions = [sys.version, *(version(name) for name in ("numpy", "matplotlib", "ipython", "pytest"))]
    return _hash(*texts, *(v.encode() for v in versions))


def of_submission(raw: bytes, found: tuple[str, ...], file: str, week: str) -> str:
    """Of everything that decides a Result but the hidden tests. `week` is `of_week`'s."""
    return _hash(raw, json.dumps([found, file, week]).encode())


def of_week(week: Week, limits: Limits) -> str:
    """Of a week's release and solutions, the limits and the code."""
    cells = [[c.type, c.source, c.metadata] for c in (*week.source, *week.release)]
    files = {name: hashlib.sha256(content).hexdigest() for name, content in week.files.items()}
    return _hash(json.dumps([week.id, cells, files, limits.model_dump(), code()], sort_keys=True).encode())


def of_exercises(week: Week) -> dict[str, str]:
    """Exercise id -> of its hidden tests, its known mistakes and what all the week's tests share."""
    own = {f"test_{e.id}.py": e.id for e in week.coded}
    shared = [name.encode() + content for name, content in sorted(week.hidden.items())
              if name not in own and name not in ("mistakes.py", "right.py", groups.FILE)]
    shared += [week.secret] if week.secret else []
    found, hints = {}, groups.hints(week)
    for name, exercise in own.items():
        known = [f"{v.name}{v.hint}{v.replay}{v.text}".encode() for v in variants(week, "mistakes", exercise)]
        if any(v.shows for v in variants(week, "mistakes", exercise)):
            # What an answer tells of a mistake stands anywhere in that file.
            known.append(week.hidden["mistakes.py"])
        # A hint that was given to a group of this exercise's wrong solutions.
        given = [json.dumps(hints[exercise], sort_keys=True).encode()] if exercise in hints else []
        found[exercise] = _hash(week.hidden.get(name, b""), *known, *given, *shared)
    return found


def _hash(*parts: bytes) -> str:
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big") + part)
    return hasher.hexdigest()
