"""Where a course's gradebook lies, whatever its folder is called, and a new one made whole."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Engine, make_url

#: How long to wait for another program that is writing to an SQLite gradebook, in seconds.
PATIENCE = 20


def address(root: Path) -> str:
    """SQLAlchemy's address of gradebook.db in `root`. What an address would take for its own is escaped."""
    path = os.path.abspath(root / "gradebook.db")
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        # Only SQLite's own kind of address names a file by its bytes.
        return f"sqlite:///{quote('file:' + quote(os.fsencode(path)))}?uri=true"
    return f"sqlite:///{quote(path) if re.search('[?#%]', path) else path}"


def patient(db_url: str) -> str:
    """The same address; on SQLite with a longer wait for another program's lock than its 5 seconds."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or "timeout" in url.query:
        return db_url
    return f"{db_url}{'&' if url.query else '?'}timeout={PATIENCE}"


def file_of(db_url: str) -> Path | None:
    """The file of an SQLite gradebook; None for a database that is no file."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    if "uri" in url.query:
        return Path(os.fsdecode(unquote_to_bytes(url.database.removeprefix("file:"))))
    return Path(url.database)


def complete(engine: Engine) -> None:
    """Note the version of a new gradebook, which nbgrader learns by a program of its own that reads no other folder's
    name than ASCII where the locale is C; and of one that was left without by such a failure."""
    tables = inspect(engine).get_table_names()
    if "alembic_version" in tables:
        return
    # nbgrader's settings import this module, and nbgrader takes its time.
    from alembic.script import ScriptDirectory
    from nbgrader import dbutil
    from nbgrader.api import Base

    if not _is_current(engine, tables, Base.metadata):
        return
    version = ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head()
    with engine.begin() as db:
        # First the version, then the tables: nbgrader adds those that are missing, but never a version.
        db.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": version})
    Base.metadata.create_all(bind=engine)


def _is_current(engine: Engine, tables: list[str], ours: MetaData) -> bool:
    """Whether the tables that are there have the columns of this nbgrader's."""
    return all(
        {column["name"] for column in inspect(engine).get_columns(name)} == set(ours.tables[name].columns.keys())
        for name in tables
        if name in ours.tables
    )
