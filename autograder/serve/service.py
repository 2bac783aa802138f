"""What every page of the service is made from: the course, the database, who is there, and the pages' templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse

from autograder.course.course import Course
from autograder.serve.state import notice
from autograder.serve.who import Person, SignIn

HERE = Path(__file__).parent


@dataclass
class Service:
    """One course, served. Stands in `request.app.state.service`."""

    course: Course
    engine: Engine
    sign_in: SignIn
    weeks: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def templates(self) -> jinja2.Environment:
        return jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True,
                                  lstrip_blocks=True, undefined=jinja2.StrictUndefined)

    async def page(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page from templates/. It has `person`, `course`, `message`, `csrf` and `url(name, **parameters)`."""
        root = request.scope.get("root_path", "")
        message = await run_in_threadpool(notice, self.engine, "message")
        html = self.templates.get_template(template).render(
            person=person_of(request), course=self.course, message=message, csrf=request.scope.get("csrf", ""),
            url=lambda name, **parameters: root + str(request.app.url_path_for(name, **parameters)), **values)
        return HTMLResponse(html, status)


def service_of(request: Request) -> Service:
    return request.app.state.service


def person_of(request: Request) -> Person | None:
    """Who is signed in, as serve/app.py found; None on the pages of a stranger."""
    return request.scope.get("person")
