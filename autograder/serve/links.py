"""Personal links: who has one is that person. A link opens a session, whose cookie is all that a browser keeps."""

from __future__ import annotations

import secrets
import time

from sqlalchemy import Engine, delete, insert, select, update
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.course.course import Course
from autograder.serve.roll import Roll
from autograder.serve.service import service_of
from autograder.serve.sessions import Sessions, bearer, hashed, is_secure
from autograder.serve.state import links, sessions, set_notice
from autograder.serve.who import Person, Role

#: A session by a link lasts for a term: a student opens the mail once.
DAYS = 180.0


def make_link(engine: Engine, person: str, role: Role) -> str:
    """A new link's token (128 bits); only its hash is kept."""
    token = secrets.token_urlsafe(16)
    with engine.begin() as db:
        db.execute(insert(links).values(token_hash=hashed(token), person=person, role=role, made=time.time()))
    return token


def has_link(engine: Engine, person: str) -> bool:
    """Whether somebody has a link that works."""
    with engine.connect() as db:
        return db.execute(select(links.c.person).where(links.c.person == person, links.c.revoked.is_(None))).first() is not None


def revoke(engine: Engine, person: str) -> int:
    """Make all of somebody's links and sessions worthless; how many links there were."""
    with engine.begin() as db:
        theirs = update(links).where(links.c.person == person, links.c.revoked.is_(None))
        count = db.execute(theirs.values(revoked=time.time())).rowcount
        db.execute(delete(sessions).where(sessions.c.person == person))
    # A service that runs beside this looks for it, and ends what is open.
    set_notice(engine, "revoked", secrets.token_hex(8))
    return count


class Links:
    """Sign-in by personal links. A program shows the link's token itself: `Authorization: Bearer TOKEN`."""

    def __init__(self, course: Course, engine: Engine):
        self.course, self.engine = course, engine
        self.roll = Roll(course)
        self.sessions = Sessions(course, engine, self.roll, DAYS)

    def routes(self) -> list[BaseRoute]:
        return [Route("/in/{token}", self._enter, name="enter", methods=["GET", "POST"])]

    async def person(self, request: Request) -> Person | None:
        if token := bearer(request.headers):
            return await run_in_threadpool(self._of_link, token)
        return await self.sessions.person(request)

    async def begin(self, request: Request) -> Response:
        return await service_of(request).page(request, "stranger.html.j2", 401, why="", way="link")

    async def end(self, request: Request, answer: Response) -> None:
        await self.sessions.end(request, answer)

    async def away(self, request: Request) -> str:
        return ""

    async def _enter(self, request: Request) -> Response:
        service = service_of(request)
        person = await run_in_threadpool(self._of_link, request.path_params["token"])
        if person is None:
            return await service.page(request, "stranger.html.j2", 404, way="link",
                                      why="This link is not known here, or no longer works.")
        here = await self.sessions.person(request)
        # Somebody else's link must not quietly make a signed-in student hand in as another.
        if request.method == "GET" and here and here.id != person.id:
            return await service.page(request, "another.html.j2", here=here, other=person)
        answer = RedirectResponse(request.scope.get("root_path", "") + "/", 303)
        if here is None or here.id != person.id:
            await self.sessions.begin(answer, person, is_secure(self.course, request))
        return answer

    def _of_link(self, token: str) -> Person | None:
        with self.engine.connect() as db:
            found = db.execute(select(links.c.person).where(links.c.token_hash == hashed(token),
                                                            links.c.revoked.is_(None))).first()
        return self.roll.person(found.person) if found else None
