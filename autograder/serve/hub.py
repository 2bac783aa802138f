"""JupyterHub: the service as one of the hub's, whose users sign in by its OAuth.

The hub tells a service what it needs in the environment (JUPYTERHUB_...), as it does for its own HubOAuth class; that one is
made for tornado, and would bring all of JupyterHub along.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Engine
from starlette.requests import Request

from autograder.course.course import Course
from autograder.errors import UserError
from autograder.serve.oauth import OAuthSignIn, Refused
from autograder.serve.who import Person

NEEDED = ("JUPYTERHUB_API_URL", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_CLIENT_ID", "JUPYTERHUB_SERVICE_PREFIX")


def placed(course: Course, environment: Mapping[str, str] = os.environ) -> Course:
    """The course with its path, address and port where the hub expects this service. Raises UserError outside a hub."""
    if missing := [name for name in NEEDED if not environment.get(name)]:
        raise UserError(f'sign_in = "jupyterhub" works as a service of JupyterHub, which sets {", ".join(missing)}; '
                        f"docs/serve.md has the lines for jupyterhub_config.py.")
    place = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", ""))
    told: dict[str, str | int] = {"path": environment["JUPYTERHUB_SERVICE_PREFIX"].rstrip("/")}
    if place.hostname and place.port:
        told |= {"address": place.hostname, "port": place.port}
    return course.model_copy(update={"serve": course.serve.model_copy(update=told)})


class Hub(OAuthSignIn):
    """Sign-in by JupyterHub. A hub's user is whom the class list, or course.toml, calls so."""

    callback = "/oauth_callback"

    def __init__(self, course: Course, engine: Engine, environment: Mapping[str, str] = os.environ):
        api = environment["JUPYTERHUB_API_URL"].rstrip("/")
        base = environment.get("JUPYTERHUB_BASE_URL", "/").rstrip("/")
        self._user = api + "/user"
        self._scopes = set(json.loads(environment.get("JUPYTERHUB_OAUTH_ACCESS_SCOPES") or "[]"))
        self._back_to = environment.get("JUPYTERHUB_OAUTH_CALLBACK_URL", "")
        super().__init__(course, engine, client_id=environment["JUPYTERHUB_CLIENT_ID"],
                         client_secret=environment["JUPYTERHUB_API_TOKEN"],
                         # The browser goes there by the hub's public name, whatever that is; we go by its inner one.
                         authorize_url=environment.get("JUPYTERHUB_HOST", "") + base + "/hub/api/oauth2/authorize",
                         access_token_url=api + "/oauth2/token",
                         client_kwargs={"code_challenge_method": "S256", "token_endpoint_auth_method": "client_secret_post",
                                        "timeout": 10})

    def back_to(self, request: Request) -> str:
        return self._back_to or request.scope.get("root_path", "") + self.callback

    async def told(self, token: dict[str, Any]) -> Person:
        try:
            async with httpx.AsyncClient(timeout=10) as client:
                answer = await client.get(self._user, headers={"Authorization": f"token {token.get('access_token', '')}"})
            user = answer.json() if answer.status_code == 200 else {}
        except (httpx.HTTPError, ValueError):
            user = {}
        if user.get("kind") != "user" or not isinstance(user.get("name"), str):
            raise Refused("JupyterHub did not say who you are. Try again.")
        # Either this very service, or all services.
        allowed = self._scopes | {scope.partition("!")[0] for scope in self._scopes}
        if self._scopes and not allowed & set(user.get("scopes", ())):
            raise Refused("JupyterHub does not let you use this service.")
        person = self.roll.called(user["name"])
        if person is None:
            raise Refused(f"Nobody on the class list is called {user['name'][:100]}, as JupyterHub calls you.")
        return person
