"""Names a student's mistake: what accounts for all that the student's function did, on the same inputs."""

from __future__ import annotations

import numpy as np

from autograder.course.week import Exercise, Week
from autograder.graders.student import Record
from autograder.graders.variants import variants
from autograder.marking.result import Mistake
from autograder.marking.shown.sanitize import safe_text
from autograder.naming.deciding import Ask
from autograder.naming.finding import Finding
from autograder.naming.groups import group_of, hint_for
from autograder.naming.search import findings
from autograder.sandbox import Unavailable

#: Characters of a name and of a hint.
NAME, HINT = 300, 1_500
#: The name of a mistake that an instructor wrote a hint for.
OF_THIS_CLASS = "a mistake of this class"


def diagnose(week: Week, exercise: Exercise, records: list[Record], ask: Ask | None = None) -> Mistake | None:
    """What accounts for the recorded calls, None where nothing does. ask: makes one more call of the student's function."""
    try:
        found = findings(week, exercise, records, ask)
        hint = None if _explained(found) else hint_for(week, exercise, group_of(exercise, records))
    except Unavailable:
        raise
    except Exception:
        # A name is a help beside the marks: an answer that nobody foresaw must not cost the submission its marks.
        return None
    if hint is not None:
        return Mistake(name=OF_THIS_CLASS, hint=safe_text(hint, HINT))
    return as_mistake(found) if found else None


@np.errstate(all="ignore")
def group(exercise: Exercise, mistake: Mistake | None, records: list[Record]) -> str | None:
    """Of a wrong exercise that no name explains: a few letters that all share who do the same."""
    if mistake is not None and mistake.sure and mistake.name != OF_THIS_CLASS:
        return None
    try:
        return group_of(exercise, records)
    except Exception:
        return None


def _explained(found: list[Finding]) -> bool:
    return bool(found) and all(f.firm for f in found)


def as_mistake(found: list[Finding]) -> Mistake:
    """The findings of one exercise as one name and one hint."""
    hint = " ".join(dict.fromkeys(f.says for f in found))
    if not _explained(found):
        hint += " (This tells where to look; it does not explain everything that was seen.)"
    elif not all(f.known for f in found):
        hint += " (So in every call that was tried.)"
    return Mistake(name=safe_text("; ".join(f.name for f in found), NAME), hint=safe_text(hint, HINT), sure=_explained(found))


def may_be_named(week: Week, exercise: Exercise, records: list[Record]) -> bool:
    """Whether another look at a failed exercise is worth its time: mistakes of it are known, and every call had an end."""
    return any(v.replay for v in variants(week, "mistakes", exercise.id)) and all(
        r.outcome.status in ("returned", "raised", "refused") for r in records
    )
