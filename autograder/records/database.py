"""Where a course's gradebook lies, whatever its folder is called; a new one made whole; what is wrong with one, in a sentence."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Engine, make_url

#: How long to wait for another program that is writing to an SQLite gradebook, in seconds.
PATIENCE = 20


def address(root: Path) -> str:
    """SQLAlchemy's address of the gradebook of the course in `root`: the `database` that its course.toml names, else gradebook.db
    there. What an address would take for its own is escaped."""
    return _named(root) or _in(root)


def _named(root: Path) -> str:
    """The one line of course.toml, "" without. nbgrader's settings ask, whose programs may run beside a course.toml that is
    being written: what is wrong with it is the commands' to tell."""
    try:
        serve = tomllib.loads((root / "course.toml").read_text(encoding="utf-8")).get("serve")
    except (OSError, ValueError):
        return ""
    named = serve.get("database") if isinstance(serve, dict) else ""
    return named if isinstance(named, str) else ""


def _in(root: Path) -> str:
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


def reason(error: Exception, db_url: str, what: str = "gradebook",
           then: str = "All results are kept; run the same command again afterwards.") -> str:
    """What is wrong with a database that cannot be used, and what to do. No password stands in it."""
    try:
        name = make_url(db_url).set(query={}).render_as_string(hide_password=True).removeprefix("sqlite:///")
    except Exception:
        name = "that course.toml or nbgrader_config.py names"
    text = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if isinstance(error, ModuleNotFoundError):
        hint = "'ccn-autograder[postgres]', and begin the address with postgresql+psycopg://"
        return f"The {what} {name} needs a driver that is not installed: pip install " + (
            hint if "psycopg" in str(error.name) else str(error.name))
    for signs, told in (
        ("locked", f"is locked by another program (formgrader, a backup?). Close it. {then}"),
        ("readonly|read-only", f"cannot be written. Make it and its folder writable (chmod u+w). {then}"),
        ("no such column|no column named|column .* does not exist",
         f"is of another nbgrader. Copy it, then run: nbgrader db upgrade. {then}"),
        ("Connection refused|No such file or directory",
         f"does not answer. Start it, or mend `database` in course.toml. {then}"),
    ):
        if re.search(signs, text):
            return f"The {what} {name} {told}"
    if re.search("disk.*full|full.*disk|No space left", text):
        return f"There is no room left for the {what} {name}. Free some disk space. {then}"
    return f"The {what} {name} cannot be used: {text}. {then}"


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
