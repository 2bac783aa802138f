"""Who somebody is: the one interface that every way to sign in fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

Role = Literal["student", "assistant", "instructor"]
#: The parameter "state" with which the other side, having ended somebody's session there, leads back to /signed-out.
ENDED = "ended"


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in. id: a student's is that of the class list."""

    id: str
    name: str
    role: Role

    @property
    def teaches(self) -> bool:
        return self.role != "student"


class SignIn(Protocol):
    """A way to sign in. routes: its own pages. person: who sent a request, None for a stranger; never raises for what a
    request holds. begin: the answer to a stranger who asks for a page. end: makes the session that a request carries worthless;
    `answer` takes its cookie away. away: the address at which the session that somebody has elsewhere ends, "" where there is
    none."""

    def routes(self) -> list[BaseRoute]: ...

    async def person(self, request: Request) -> Person | None: ...

    async def begin(self, request: Request) -> Response: ...

    async def end(self, request: Request, answer: Response) -> None: ...

    async def away(self, request: Request) -> str: ...
