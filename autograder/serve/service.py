"""What every page of the service is made from: the course, the database, who is there, and the pages' templates."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import jinja2
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse

from autograder.course.course import Course
from autograder.course.week import Week
from autograder.grading.cluster import DaskPool
from autograder.grading.pool import LocalPool
from autograder.pages.templates import environment
from autograder.serve.backlog import LARGE
from autograder.serve.desk import Desk
from autograder.serve.events import Hub
from autograder.serve.overview import Results
from autograder.serve.roll import Roll
from autograder.serve.state import notice
from autograder.serve.who import Person, SignIn

HERE = Path(__file__).parent
#: Seconds between two looks whether another process has revoked a link.
WATCH = 2.0


@dataclass
class Service:
    """One course, served. Stands in `request.app.state.service`."""

    course: Course
    engine: Engine
    sign_in: SignIn
    weeks: dict[str, Week] = field(repr=False)
    pool: LocalPool = field(repr=False)
    cluster: DaskPool | None = None
    _one_large: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    def start(self) -> None:
        """Begin to mark. In the event loop."""
        self.hub = Hub()
        self.desk = Desk(self.course, self.engine, self.weeks, self.hub.tell, self.pool, self.cluster)
        self.desk.start()

    async def watch(self) -> None:
        """Let the events of somebody end whose link another process has revoked: for ever, in the event loop."""
        known = None
        while True:
            with contextlib.suppress(SQLAlchemyError):
                now = await run_in_threadpool(notice, self.engine, "revoked")
                if known not in (None, now):
                    self.hub.look_again()
                known = now
            await asyncio.sleep(WATCH)

    def stop(self) -> None:
        self.hub.end()
        self.desk.stop()

    @contextlib.asynccontextmanager
    async def parsing(self, size: int) -> AsyncIterator[None]:
        """While a file of so many bytes is parsed here: one large one at a time, since its JSON may take twenty times as much."""
        async with self._one_large if size >= LARGE else contextlib.nullcontext():
            yield

    @cached_property
    def results(self) -> Results:
        """What hand-ins came to, for the instructor's pages."""
        return Results(self.engine)

    @cached_property
    def roll(self) -> Roll:
        return Roll(self.course)

    @cached_property
    def templates(self) -> jinja2.Environment:
        made = environment(HERE / "templates")
        made.filters["clock"] = lambda moment: f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M}"
        return made

    def url(self, request: Request, name: str, **parameters: object) -> str:
        """The address of a page on this server, without its name: what a request calls the server is not believed."""
        return request.scope.get("root_path", "") + str(request.app.url_path_for(name, **parameters))

    async def page(self, request: Request, template: str, code: int = 200, **values: object) -> HTMLResponse:
        """A page from templates/. It has `person`, `course`, `message`, `csrf` and `url(name, **parameters)`."""
        message = await run_in_threadpool(notice, self.engine, "message")
        html = self.templates.get_template(template).render(
            person=person_of(request), course=self.course, message=message, csrf=request.scope.get("csrf", ""),
            url=partial(self.url, request), **values)
        return HTMLResponse(html, code)


def service_of(request: Request) -> Service:
    return request.app.state.service


def person_of(request: Request) -> Person | None:
    """Who is signed in, as serve/app.py found; None on the pages of a stranger."""
    return request.scope.get("person")
