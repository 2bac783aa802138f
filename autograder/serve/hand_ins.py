"""Hand-ins: taken in so that none is lost, and found again."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import secrets
import threading
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, func, insert, select, update

from autograder.course.course import Course
from autograder.lms.collect import place
from autograder.marking.result import Marked
from autograder.serve.state import hand_ins, results

#: Not yet marked.
UNFINISHED = ("waiting", "running")

_placing = threading.Lock()


def bytes_of(course: Course, hand_in: str) -> Path:
    """Where the bytes of a hand-in lie."""
    return course.root / ".autograder" / "hand_ins" / hand_in[:2] / f"{hand_in}.ipynb"


def take_in(course: Course, engine: Engine, student: str, week: str, content: bytes, name: str) -> Row:
    """Keep a hand-in. When this returns its bytes and its record are on disk, and it lies in collected/ and submitted/ as
    `collect` would have put it."""
    known: dict[str, Any] = {
        "id": secrets.token_hex(16),
        "student": student,
        "week": week,
        "time": time.time(),
        "name": name[:200],
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "state": "waiting",
    }
    _keep(bytes_of(course, known["id"]), content)
    with engine.begin() as db:
        db.execute(insert(hand_ins).values(**known))
    hand_in = by_id(engine, known["id"])
    assert hand_in is not None
    # Where this does not work now, on a full disk, the desk does it before it marks.
    with contextlib.suppress(OSError):
        put(course, hand_in)
    return hand_in


def put(course: Course, hand_in: Row) -> None:
    """Put a hand-in into collected/ and, if it is the latest, submitted/. To do so twice changes nothing."""
    moment = datetime.datetime.fromtimestamp(hand_in.time, datetime.UTC)
    with _placing:
        place(course, hand_in.week, hand_in.student, bytes_of(course, hand_in.id), hand_in.name, moment)


def by_id(engine: Engine, hand_in: str) -> Row | None:
    with engine.connect() as db:
        return db.execute(select(hand_ins).where(hand_ins.c.id == hand_in)).first()


def of_student(engine: Engine, student: str, week: str | None = None) -> Sequence[Row]:
    """A student's hand-ins, the newest first."""
    chosen = select(hand_ins).where(hand_ins.c.student == student).order_by(hand_ins.c.number.desc())
    with engine.connect() as db:
        return db.execute(chosen if week is None else chosen.where(hand_ins.c.week == week)).all()


def unfinished(engine: Engine) -> Sequence[Row]:
    """All that is still to be marked, in the order in which it came."""
    with engine.connect() as db:
        return db.execute(select(hand_ins).where(hand_ins.c.state.in_(UNFINISHED)).order_by(hand_ins.c.number)).all()


def others_with(engine: Engine, student: str, week: str, content: bytes) -> int:
    """How many others handed in the very same bytes for the week."""
    same = hand_ins.c.sha256 == hashlib.sha256(content).hexdigest()
    with engine.connect() as db:
        return db.execute(
            select(func.count(hand_ins.c.student.distinct())).where(same, hand_ins.c.week == week, hand_ins.c.student != student)
        ).scalar_one()


def begin(engine: Engine, hand_in: str) -> None:
    """Note that its marking has begun, once more."""
    with engine.begin() as db:
        db.execute(update(hand_ins).where(hand_ins.c.id == hand_in).values(state="running", tries=hand_ins.c.tries + 1))


def wait_again(engine: Engine, hand_in: str, tries: int | None = None) -> None:
    """Put it back among those that wait."""
    values = {"state": "waiting"} | ({} if tries is None else {"tries": tries, "told": ""})
    with engine.begin() as db:
        db.execute(update(hand_ins).where(hand_ins.c.id == hand_in).values(**values))


def finish(engine: Engine, hand_in: str, marked: str, score: float) -> None:
    """Keep its Result."""
    with engine.begin() as db:
        packed = zlib.compress(marked.encode(), 1)
        if not db.execute(update(results).where(results.c.hand_in == hand_in).values(marked=packed)).rowcount:
            db.execute(insert(results).values(hand_in=hand_in, marked=packed))
        db.execute(update(hand_ins).where(hand_ins.c.id == hand_in).values(state="done", done=time.time(), score=score, told=""))


def fail(engine: Engine, hand_in: str, why: str) -> None:
    with engine.begin() as db:
        db.execute(update(hand_ins).where(hand_ins.c.id == hand_in).values(state="failed", done=time.time(), told=why))


def marked_text(engine: Engine, hand_in: str) -> str | None:
    """The Marked of a hand-in as JSON, None where it has none."""
    with engine.connect() as db:
        packed = db.execute(select(results.c.marked).where(results.c.hand_in == hand_in)).scalar()
    return None if packed is None else zlib.decompress(packed).decode()


def marked_of(engine: Engine, hand_in: str) -> Marked | None:
    text = marked_text(engine, hand_in)
    return None if text is None else Marked.model_validate_json(text)


def _keep(path: Path, content: bytes) -> None:
    """Write a file, and wait until it and its name are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
