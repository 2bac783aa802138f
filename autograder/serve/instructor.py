"""The instructor's side."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.serve.service import service_of


def routes() -> list[Route]:
    return [Route("/class", _class, name="class")]


async def _class(request: Request) -> Response:
    return await service_of(request).page(request, "class.html.j2")
