"""Personal links: who has one is that person. A link opens a session, whose cookie is all that a browser keeps."""

from __future__ import annotations

import hashlib
import secrets
import time

from sqlalchemy import Engine, insert, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.course.class_list import ClassList
from autograder.course.course import Course
from autograder.serve.state import links, sessions
from autograder.serve.who import Person, Role

COOKIE = "autograder"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(engine: Engine, person: str, role: Role) -> str:
    """A new link's token (128 bits); only its hash is kept."""
    token = secrets.token_urlsafe(16)
    with engine.begin() as db:
        db.execute(insert(links).values(token_hash=hashed(token), person=person, role=role, made=time.time()))
    return token


class Links:
    """Sign-in by personal links."""

    def __init__(self, course: Course, engine: Engine):
        self.course, self.engine = course, engine

    def routes(self) -> list[BaseRoute]:
        return [Route("/in/{token}", self._enter, name="enter")]

    async def person(self, request: Request) -> Person | None:
        token = request.cookies.get(COOKIE)
        return await run_in_threadpool(self._of_session, token) if token else None

    def begin(self, request: Request) -> Response:
        return HTMLResponse("<!doctype html><title>Sign in</title><p>Open your personal link from the mail.", 401)

    async def _enter(self, request: Request) -> Response:
        token = await run_in_threadpool(self._opened, request.path_params["token"])
        if token is None:
            return HTMLResponse("<!doctype html><title>No such link</title><p>This link is not known here. "
                                "Ask for a new one.", 404)
        answer = RedirectResponse(request.scope.get("root_path", "") + "/", 303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", path=self.course.serve.path or "/", max_age=180 * 86400)
        return answer

    def _opened(self, token: str) -> str | None:
        with self.engine.begin() as db:
            found = db.execute(select(links).where(links.c.token_hash == hashed(token), links.c.revoked.is_(None))).first()
            if found is None:
                return None
            session, now = secrets.token_urlsafe(16), time.time()
            db.execute(insert(sessions).values(token_hash=hashed(session), person=found.person, role=found.role,
                                               name=self._name(found.person), made=now, seen=now))
        return session

    def _of_session(self, token: str) -> Person | None:
        with self.engine.connect() as db:
            found = db.execute(select(sessions).where(sessions.c.token_hash == hashed(token))).first()
        return found and Person(found.person, found.name or found.person, found.role)

    def _name(self, person: str) -> str:
        listed = ClassList.load(self.course.root / self.course.class_list)
        return next((s.name for s in listed.students if s.id == person), "")
