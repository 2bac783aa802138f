"""A course that began on SQLite moves to the database that its course.toml names: all or nothing, and once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, delete, func, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.course import Course
from autograder.errors import UserError
from autograder.records import database
from autograder.records.gradebook import Book
from autograder.records.lock import recording, serving
from autograder.serve import state

#: What an SQLite file is called when another database has all that it held.
MOVED = ".moved"
#: Rows held in memory at once; the Result of a hand-in may have some hundred kB.
TOGETHER = 100


def move(course: Course) -> dict[str, int]:
    """Copy the service's state and the gradebook from their SQLite files into the database that course.toml names; table -> rows.

    The files are kept, under another name. Raises UserError where anything is in the way; nothing is changed then.
    """
    address = course.serve.database
    if make_url(address or "sqlite://").get_backend_name() == "sqlite":
        raise UserError('course.toml names no other database to move to. Add database = "postgresql+psycopg://..." to [serve].')
    files = _files(course, address)
    if not files:
        raise UserError("There is nothing to move: the course has neither .autograder/serve.db nor a gradebook.db of its own.")
    with serving(course.root, alone=True), recording(course.root):
        told = _copied(files, address)
        for file in files:
            file.rename(file.with_name(file.name + MOVED))
    return told


def _files(course: Course, address: str) -> dict[Path, MetaData]:
    """The SQLite files that there are, each with its tables. A gradebook that nbgrader_config.py has elsewhere stays there."""
    from nbgrader.api import Base

    there = {state.file(course.root): state.metadata}
    if make_url(Book(course.root).db_url) == make_url(address):
        there[course.root / "gradebook.db"] = Base.metadata
    return {file: metadata for file, metadata in there.items() if file.exists()}


def _copied(files: dict[Path, MetaData], address: str) -> dict[str, int]:
    told: dict[str, int] = {}
    target = _understood(address)
    try:
        with _said(address):
            state.metadata.create_all(target)
            database.complete(target)
        # In one transaction: a move that ends half-way has moved nothing.
        with _said(address), target.begin() as there:
            for metadata in files.values():
                _require_empty(there, metadata, address)
            for file, metadata in files.items():
                with _opened(file, metadata) as here:
                    told |= {table.name: _table(here, there, table) for table in metadata.sorted_tables}
    finally:
        target.dispose()
    return told


def _understood(address: str) -> Engine:
    with _said(address):
        return create_engine(address)


@contextlib.contextmanager
def _opened(file: Path, metadata: MetaData) -> Iterator[Connection]:
    """A file of SQLite in which nobody can write meanwhile."""
    address = f"sqlite:///{file}"
    engine = create_engine(address, connect_args={"timeout": 2})
    try:
        with _said(address):
            if metadata is not state.metadata:
                database.complete(engine)
            with engine.connect() as here:
                here.exec_driver_sql("BEGIN EXCLUSIVE")
                yield here
                here.rollback()
    finally:
        engine.dispose()


def _require_empty(there: Connection, metadata: MetaData, address: str) -> None:
    for table in metadata.sorted_tables:
        # Whoever opens a gradebook makes the course known there.
        count = 0 if table.name == "course" else there.execute(select(func.count()).select_from(table)).scalar_one()
        if count:
            name = make_url(address).render_as_string(hide_password=True)
            raise UserError(f"{name} is not empty: its table {table.name} has rows ({count}). Nothing was moved. Make a new "
                            f"database (createdb), name it in course.toml, and run this again.")


def _table(here: Connection, there: Connection, table: Table) -> int:
    if table.name == "course":
        there.execute(delete(table))
    order = list(table.primary_key.columns)
    for rows in here.execute(select(table).order_by(*order), execution_options={"yield_per": TOGETHER}).partitions():
        there.execute(insert(table), [dict(row._mapping) for row in rows])
    counted = select(func.count()).select_from(table)
    count, came = here.execute(counted).scalar_one(), there.execute(counted).scalar_one()
    if count != came:
        raise UserError(f"Of the table {table.name} {came} of {count} rows came over. Nothing was moved.")
    for column in order:
        if column.autoincrement is True and count and there.dialect.name == "postgresql":
            # The next row's number comes after those that were given already.
            last = there.execute(select(func.max(column))).scalar_one()
            there.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"),
                          {"table": table.name, "column": column.name, "last": last})
    return count


@contextlib.contextmanager
def _said(address: str) -> Iterator[None]:
    """What a database says is wrong, in a sentence."""
    try:
        yield
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise UserError(database.reason(error, address, "database", "Nothing was moved; run this again afterwards.")) from None
