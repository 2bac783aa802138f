"""The service as one ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from autograder.course.course import Course
from autograder.serve import instructor, student
from autograder.serve.guard import Guard
from autograder.serve.service import HERE, Service
from autograder.serve.who import SignIn


def app(course: Course, engine: Engine, sign_in: SignIn) -> Starlette:
    """The service of a course. sign_in: says who somebody is; its pages and static files alone are open to strangers."""
    service = Service(course, engine, sign_in)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield

    made = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
            *sign_in.routes(),
            *(_guarded(route, sign_in, ("student", "assistant", "instructor")) for route in student.routes()),
            *(_guarded(route, sign_in, ("assistant", "instructor")) for route in instructor.routes()),
        ],
        middleware=[Middleware(_UnderPath, course.serve.path), Middleware(Guard, course)],
        lifespan=lifespan,
    )
    made.state.service = service
    return made


def _guarded(route: Route, sign_in: SignIn, roles: tuple[str, ...]) -> Route:
    """The route for those of these roles only; what others ask for is not there."""
    inner: ASGIApp = route.app

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        person = await sign_in.person(request)
        if person is None:
            await (await sign_in.begin(request))(scope, receive, send)
            return
        scope["person"] = person
        if person.role not in roles:
            await (await request.app.state.service.page(request, "nothing.html.j2", 404))(scope, receive, send)
            return
        await inner(scope, receive, send)

    route.app = guarded
    return route


class _UnderPath:
    """Tells the application below which path it lies, whether or not the proxy before it takes that off."""

    def __init__(self, inner: ASGIApp, path: str):
        self._inner, self._path = inner, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._inner({**scope, "root_path": self._path} if self._path else scope, receive, send)


