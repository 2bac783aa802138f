"""The student's side: the weeks, a week's hand-ins, one hand-in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.serve.service import service_of


def routes() -> list[Route]:
    return [Route("/", _weeks, name="weeks")]


async def _weeks(request: Request) -> Response:
    return await service_of(request).page(request, "weeks.html.j2")
