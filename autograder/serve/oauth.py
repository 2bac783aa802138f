"""Signing in somewhere else: what JupyterHub and OpenID Connect have in common, by Authlib's client for Starlette."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from sqlalchemy import Engine
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from autograder.course.course import Course
from autograder.serve.roll import Roll
from autograder.serve.service import service_of
from autograder.serve.sessions import Sessions, is_secure
from autograder.serve.who import Person

#: What was signed in for elsewhere is asked for again after half a day: who leaves the university leaves us.
DAYS = 0.5
#: How long somebody may take for their password.
SECONDS = 900
LOG = logging.getLogger("autograder.serve")


class Refused(Exception):
    """A sign-in that is worth nothing. The text is for who tried."""


class OAuthSignIn:
    """Sign-in by OAuth 2: `/sign-in` sends the browser away, `callback` takes it back. Subclasses say to where, and whom
    the answer is about.

    What must be remembered between the two (state, nonce, PKCE's verifier) lies in a signed cookie of its own that only
    these two pages get; its key is this process's own.
    """

    #: The path that the other side sends the browser back to.
    callback = "/sign-in/back"

    def __init__(self, course: Course, engine: Engine, **client: Any):
        self.course = course
        self.roll = Roll(course)
        self.sessions = Sessions(course, engine, self.roll, DAYS)
        self._client = OAuth().register("other", **client)
        self._key = secrets.token_hex(32)

    def routes(self) -> list[BaseRoute]:
        out = Route("/sign-in", self._out, name="sign_in", methods=["GET"])
        back = Route(self.callback, self._back, name="signed_in", methods=["GET"])
        for route in (out, back):
            route.app = SessionMiddleware(route.app, self._key, session_cookie="autograder-sign-in", max_age=SECONDS,
                                          path=self.course.serve.path or "/", same_site="lax",
                                          https_only=self.course.serve.url.startswith("https:"))
        return [out, back]

    async def person(self, request: Request) -> Person | None:
        return await self.sessions.person(request)

    async def begin(self, request: Request) -> Response:
        if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            return await self._refused(request, "", 401)
        root = request.scope.get("root_path", "")
        page = request.scope["path"].removeprefix(root)
        return RedirectResponse(f"{root}{request.app.url_path_for('sign_in')}?{httpx.QueryParams(page=page)}", 303)

    async def end(self, request: Request, answer: Response) -> None:
        await self.sessions.end(request, answer)

    async def away(self, request: Request) -> str:
        return ""

    def back_to(self, request: Request) -> str:
        """The address that the other side must know as ours."""
        return self.address(request, self.callback)

    def address(self, request: Request, path: str) -> str:
        """A path of ours as the world reaches it."""
        place = request.scope.get("root_path", "") + path
        return (self.course.serve.url or f"{request.url.scheme}://{request.url.netloc}") + place

    async def told(self, token: dict[str, Any]) -> Person:
        """Whom an access token, as the other side gave it, is about. Raises Refused."""
        raise NotImplementedError

    def keep(self, request: Request, answer: Response, token: dict[str, Any]) -> None:
        """Let the browser keep what `away` will want to know."""

    async def _out(self, request: Request) -> Response:
        request.session["page"] = _ours(request.query_params.get("page", "/"))
        try:
            return await self._client.authorize_redirect(request, self.back_to(request))
        except (httpx.HTTPError, OAuthError, RuntimeError, ValueError) as error:
            LOG.warning("sign-in: the other side does not answer: %s", type(error).__name__)
            return await self._refused(request, "The sign-in service does not answer. Try again in a minute.", 503)

    async def _back(self, request: Request) -> Response:
        try:
            token = await self._token(request)
            person = await self.told(token)
        except Refused as refused:
            LOG.warning("sign-in refused from %s: %s", request.client.host if request.client else "?", refused)
            return await self._refused(request, str(refused), 403)
        answer = RedirectResponse(request.scope.get("root_path", "") + _ours(request.session.pop("page", "/")), 303)
        await self.sessions.begin(answer, person, is_secure(self.course, request))
        self.keep(request, answer, token)
        return answer

    async def _token(self, request: Request) -> dict[str, Any]:
        if not await self._client.framework.get_state_data(request.session, request.query_params.get("state", "")):
            raise Refused("This sign-in was not begun here, or was left too long. Try again.")
        try:
            return await self._client.authorize_access_token(request)
        except OAuthError as error:
            raise Refused(f"The sign-in service refused ({error.error}).") from None
        except (httpx.HTTPError, JoseError, RuntimeError, ValueError, KeyError) as error:
            LOG.warning("sign-in: an answer that is none: %s: %s", type(error).__name__, error)
            raise Refused("What the sign-in service answered could not be read. Try again.") from None

    async def _refused(self, request: Request, why: str, status: int) -> Response:
        return await service_of(request).page(request, "stranger.html.j2", status, why=why, way="elsewhere")


def _ours(page: str) -> str:
    """A path below us to go back to; the first page for anything else: no one is sent to another site."""
    return page if re.fullmatch(r"/(?![/\\])[A-Za-z0-9/_.~-]*", page) else "/"
