"""Sessions: the cookie of a browser that somebody has signed in with, or the token of a program that they let in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from sqlalchemy import Engine, delete, insert, select, update
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response

from autograder.course.course import Course
from autograder.serve.roll import Roll
from autograder.serve.state import sessions
from autograder.serve.who import Person

#: The cookie. A proxy, or another service under the same name, may have cookies of its own.
COOKIE = "autograder"
DAY = 86400.0
#: How often it is written down that a session is in use: not with every picture of a page.
SEEN_EVERY = 3600.0


def hashed(token: str) -> str:
    """What is kept of a token. It has 128 random bits, so that one round is as good as many."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def token_of(connection: HTTPConnection) -> str:
    """The session's token that a request carries, "" without."""
    return connection.cookies.get(COOKIE, "")


def bearer(headers: Headers) -> str:
    """What a program sends in the place of a cookie: `Authorization: Bearer TOKEN`; "" without."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.casefold() == "bearer" else ""


def csrf_of(token: str) -> str:
    """What a form of this session must send along: made from the session's token, which no other site can read."""
    return hmac.new(token.encode("utf-8", "surrogateescape"), b"csrf", "sha256").hexdigest()[:32] if token else ""


class Sessions:
    """The sessions of a course. days: how long one lasts after it began."""

    def __init__(self, course: Course, engine: Engine, roll: Roll, days: float):
        self._course, self._engine, self._roll, self._days = course, engine, roll, days

    async def person(self, connection: HTTPConnection) -> Person | None:
        """Who sent a request: whose session it carries, if they are still on the course."""
        token = token_of(connection)
        return await run_in_threadpool(self._person, token) if token else None

    async def begin(self, answer: Response, person: Person, secure: bool) -> None:
        """Open a session for `person`; `answer` brings its cookie. secure: only over TLS."""
        token = await run_in_threadpool(self._opened, person)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure, path=self._course.serve.path or "/",
                          max_age=int(self._days * DAY))

    async def end(self, connection: HTTPConnection, answer: Response) -> None:
        """Forget the session that a request carries: its cookie is worth nothing from now on, wherever it was copied to, and
        `answer` takes it from the browser."""
        await run_in_threadpool(self._ended, token_of(connection))
        answer.delete_cookie(COOKIE, path=self._course.serve.path or "/", httponly=True, samesite="lax",
                             secure=is_secure(self._course, connection))

    def _person(self, token: str) -> Person | None:
        now = time.time()
        with self._engine.connect() as db:
            found = db.execute(select(sessions).where(sessions.c.token_hash == hashed(token))).first()
        if found is None or found.made < now - self._days * DAY:
            return None
        if found.seen < now - SEEN_EVERY:
            with self._engine.begin() as db:
                db.execute(update(sessions).where(sessions.c.token_hash == hashed(token)).values(seen=now))
        person = self._roll.person(found.person)
        # The role is today's: who was an assistant last year is none now.
        return person and Person(person.id, found.name or person.name, person.role)

    def _opened(self, person: Person) -> str:
        token, now = secrets.token_urlsafe(16), time.time()
        with self._engine.begin() as db:
            db.execute(delete(sessions).where(sessions.c.made < now - self._days * DAY))
            db.execute(insert(sessions).values(token_hash=hashed(token), person=person.id, role=person.role,
                                               name=person.name[:200], made=now, seen=now))
        return token

    def _ended(self, token: str) -> None:
        with self._engine.begin() as db:
            db.execute(delete(sessions).where(sessions.c.token_hash == hashed(token)))


def is_secure(course: Course, connection: HTTPConnection) -> bool:
    """Whether the browser talks TLS to us, or to the proxy before us."""
    return course.serve.url.startswith("https:") or connection.url.scheme == "https"
