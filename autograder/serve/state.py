"""What the service knows, in one database: hand-ins, looks, links, sessions, notices, and what instructors did.

Times are seconds since 1970, UTC. Every write is on disk when its function returns (SQLite in WAL mode with synchronous=FULL;
PostgreSQL as it is). All functions wait for the database: call them in a thread.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.course import Course
from autograder.errors import UserError
from autograder.records.database import PATIENCE, reason

metadata = MetaData()

#: state: waiting, running, done, failed (told says why) or paused (an instructor took it out). number: in the order they came.
hand_ins = Table(
    "hand_ins", metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("student", String(64), nullable=False),
    Column("week", String(32), nullable=False),
    Column("time", Float, nullable=False),
    Column("name", String(200), nullable=False, default=""),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String(8), nullable=False, default="waiting"),
    Column("tries", Integer, nullable=False, default=0),
    Column("done", Float),
    Column("score", Float),
    Column("told", Text, nullable=False, default=""),
    Index("by_student", "student", "week", "number"),
    Index("by_state", "state", "number"),
)
#: The Marked of a hand-in, as JSON packed by zlib.
results = Table(
    "results", metadata,
    Column("hand_in", String(32), primary_key=True),
    Column("marked", LargeBinary, nullable=False),
)
#: A look: this hand-in is seen in full.
looks = Table(
    "looks", metadata,
    Column("hand_in", String(32), primary_key=True),
    Column("student", String(64), nullable=False),
    Column("week", String(32), nullable=False),
    Column("time", Float, nullable=False),
)
links = Table(
    "links", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", String(254), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("made", Float, nullable=False),
    Column("revoked", Float),
)
sessions = Table(
    "sessions", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", String(254), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("name", String(200), nullable=False, default=""),
    Column("made", Float, nullable=False),
    Column("seen", Float, nullable=False),
)
audit = Table(
    "audit", metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("time", Float, nullable=False),
    Column("who", String(254), nullable=False),
    Column("what", Text, nullable=False),
)
#: Single values: "message" on all pages, "paused" (non-empty: marking is), "shown:WEEK" (since when all is shown),
#: "revoked" (another value each time that somebody's links and sessions were).
notices = Table("notices", metadata, Column("key", String(80), primary_key=True), Column("value", Text, nullable=False))


def engine_of(course: Course) -> Engine:
    """The database that course.toml names, with its tables made; SQLite in .autograder/serve.db where it names none. Raises
    UserError where it cannot be used."""
    here = file(course.root)
    address = course.serve.database or f"sqlite:///{here}"
    if make_url(address).get_backend_name() != "sqlite" and here.exists():
        raise UserError(f"course.toml names another database, and what was handed in so far is in {here}. "
                        "Take it there: autograder move-database")
    try:
        engine = _opened(address)
        metadata.create_all(engine)
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise UserError(reason(error, address, "service's database", "Then start `autograder serve` again.")) from None
    return engine


def _opened(address: str) -> Engine:
    backend, driver = make_url(address).get_backend_name(), make_url(address).get_driver_name()
    if backend == "sqlite":
        engine = create_engine(address, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _durable)
        return engine
    # As many connections as threads that answer requests; and a server that is gone without a word is given up.
    gone = {"connect_timeout": 5, "tcp_user_timeout": 1000 * PATIENCE} if driver == "psycopg" else {}
    return create_engine(address, pool_pre_ping=True, pool_size=40, connect_args=gone)


def file(root: Path) -> Path:
    """Where SQLite has it; the folder is made."""
    folder = root / ".autograder"
    folder.mkdir(exist_ok=True)
    return Path(os.path.abspath(folder / "serve.db"))


def _durable(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def notice(engine: Engine, key: str) -> str:
    """A single value, "" where it was never set."""
    with engine.connect() as db:
        return db.execute(select(notices.c.value).where(notices.c.key == key)).scalar() or ""


def set_notice(engine: Engine, key: str, value: str) -> None:
    with engine.begin() as db:
        if not db.execute(update(notices).where(notices.c.key == key).values(value=value)).rowcount:
            db.execute(insert(notices).values(key=key, value=value))


def note(engine: Engine, who: str, what: str) -> None:
    """Add to the audit trail what an instructor did."""
    with engine.begin() as db:
        db.execute(insert(audit).values(time=time.time(), who=who, what=what))
