"""The service as one ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from autograder.course import packages
from autograder.course.course import Course
from autograder.course.week import Week
from autograder.errors import UserError
from autograder.graders.exam import require_tests
from autograder.grading.cluster import DaskPool
from autograder.grading.pool import LocalPool
from autograder.pages.feedback import EXERCISES_CSS
from autograder.records.ledger import built_weeks
from autograder.serve import instructor, student
from autograder.serve.guard import Guard
from autograder.serve.service import HERE, Service, service_of
from autograder.serve.who import ENDED, SignIn

EVERYBODY = ("student", "assistant", "instructor")


def app(course: Course, engine: Engine, sign_in: SignIn, pool: LocalPool | None = None,
        cluster: DaskPool | None = None) -> Starlette:
    """The service of a course.

    sign_in: says who somebody is; its pages and static files alone are open to strangers. pool: where it is marked; None for this
    machine's cores. cluster: where it is marked instead. Raises UserError where no week has been built.
    """
    service = Service(course, engine, sign_in, weeks_to_serve(course), pool or LocalPool(), cluster)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        service.start()
        watching = asyncio.create_task(service.watch())
        try:
            yield
        finally:
            watching.cancel()
            await run_in_threadpool(service.stop)

    made = Starlette(
        routes=[
            Route("/static/exercises.css", _exercises_css),
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
            Route("/signed-out", _signed_out, name="signed_out"),
            *sign_in.routes(),
            _guarded(Route("/sign-out", _sign_out, name="sign_out", methods=["POST"]), sign_in, EVERYBODY),
            *(_guarded(route, sign_in, EVERYBODY) for route in student.routes()),
            *(_guarded(route, sign_in, ("assistant", "instructor")) for route in instructor.routes()),
        ],
        middleware=[Middleware(_UnderPath, course.serve.path), Middleware(Guard, course)],
        lifespan=lifespan,
        exception_handlers={HTTPException: _told},
    )
    made.state.service = service
    return made


def weeks_to_serve(course: Course) -> dict[str, Week]:
    """The weeks that are built and have hidden tests: id -> week."""
    weeks = {week.id: week for week in built_weeks(course) if week.coded}
    if not weeks:
        raise UserError("No week has been built, so that there is nothing to hand in. Run: make release")
    packages.require(course.packages)
    for week in weeks.values():
        require_tests(week)
    return weeks


async def _exercises_css(request: Request) -> Response:
    """What the pages in feedback/ are styled by, too."""
    return FileResponse(EXERCISES_CSS)


async def _sign_out(request: Request) -> Response:
    service = service_of(request)
    away = await service.sign_in.away(request)
    answer: Response = RedirectResponse(service.url(request, "signed_out"), 303)
    if away:
        # The page's own header leads on: a form's answer may lead nowhere else (form-action).
        stranger = Request({**request.scope, "person": None, "csrf": ""})
        answer = await service.page(stranger, "signed_out.html.j2", away=away)
        answer.headers["refresh"] = f"0; url={away}"
    await service.sign_in.end(request, answer)
    service.hub.look_again()
    return answer


async def _signed_out(request: Request) -> Response:
    ended = request.query_params.get("state") == ENDED
    return await service_of(request).page(request, "signed_out.html.j2", away="", ended=ended)


async def _told(request: Request, error: Exception) -> Response:
    """A refusal: a sentence, for a program as JSON."""
    assert isinstance(error, HTTPException)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": error.detail}, error.status_code)
    service = service_of(request)
    return await service.page(request, "nothing.html.j2", error.status_code, status=error.status_code, why=error.detail)


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
            await (await _told(request, HTTPException(404)))(scope, receive, send)
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


