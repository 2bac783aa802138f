"""OpenID Connect: a university's own sign-in."""

from __future__ import annotations

import os
import re
from typing import Any

import httpx
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response

from autograder.course.course import Course
from autograder.errors import UserError
from autograder.serve.oauth import DAYS, OAuthSignIn, Refused
from autograder.serve.sessions import DAY, is_secure
from autograder.serve.who import ENDED, Person

#: Where the client's secret comes from: it stands in no file of the course.
SECRET = "AUTOGRADER_OIDC_SECRET"
#: The cookie with what the issuer signed about somebody, by which it knows whom to sign out: only that page of ours gets it. It
#: is never believed here. Browsers keep no cookie above 4 kB.
HINT, LONGEST = "autograder-there", 3800


class OpenID(OAuthSignIn):
    """Sign-in by OpenID Connect. [serve.oidc] names the issuer and which claim says who somebody is.

    An address counts only where the issuer says that it has verified it (or course.toml that this issuer always has):
    elsewhere people choose their own.
    """

    def __init__(self, course: Course, engine: Engine):
        oidc = course.serve.oidc
        if not (oidc.issuer and oidc.client):
            raise UserError('sign_in = "oidc" needs [serve.oidc] with issuer and client in course.toml; '
                            'docs/serve.md has an example.')
        if not os.environ.get(SECRET):
            raise UserError(f"The sign-in's secret is missing: put what the university gave you for {oidc.client} into "
                            f"the variable {SECRET}.")
        self._oidc = oidc
        super().__init__(course, engine, client_id=oidc.client, client_secret=os.environ[SECRET],
                         server_metadata_url=oidc.issuer.rstrip("/") + "/.well-known/openid-configuration",
                         client_kwargs={"scope": oidc.scope, "code_challenge_method": "S256", "timeout": 10})

    async def told(self, token: dict[str, Any]) -> Person:
        claims = dict(token.get("userinfo") or {})
        if not claims:
            raise Refused("The sign-in service did not say who you are.")
        metadata = await self._client.load_server_metadata()
        if metadata.get("issuer", "").rstrip("/") != self._oidc.issuer.rstrip("/"):
            raise Refused("The sign-in service goes by another name than course.toml says.")
        if self._oidc.claim not in claims and "userinfo_endpoint" in metadata:
            more = dict(await self._client.userinfo(token=token))
            # An answer about somebody else than the signed one is no answer (OpenID Connect Core 5.3.2).
            claims = {**more, **claims} if more.get("sub") == claims.get("sub") else claims
        if self._oidc.claim == "email" and claims.get("email_verified") is not True and not self._oidc.verified:
            raise Refused("The sign-in service has not verified your address.")
        value = claims.get(self._oidc.claim)
        person = self.roll.called(str(value)) if isinstance(value, str | int) else None
        if person is None:
            raise Refused(f"Nobody on the class list has your {self._oidc.claim}" + (f", {value!s:.100}." if value else "."))
        return person

    def keep(self, request: Request, answer: Response, token: dict[str, Any]) -> None:
        hint = str(token.get("id_token", ""))
        if re.fullmatch(r"[A-Za-z0-9_.-]+", hint) and len(hint) <= LONGEST:
            answer.set_cookie(HINT, hint, httponly=True, samesite="lax", secure=is_secure(self.course, request),
                              path=self._sign_out, max_age=int(DAYS * DAY))

    async def end(self, request: Request, answer: Response) -> None:
        await super().end(request, answer)
        answer.delete_cookie(HINT, path=self._sign_out, httponly=True, samesite="lax",
                             secure=is_secure(self.course, request))

    async def away(self, request: Request) -> str:
        """RP-Initiated Logout, where the issuer offers it. Without the hint it asks whether that is meant."""
        try:
            end = (await self._client.load_server_metadata()).get("end_session_endpoint")
            if not isinstance(end, str) or not re.fullmatch(r"https?://[!-~]+", end):
                return ""
            told = {"client_id": self._oidc.client, "state": ENDED,
                    "post_logout_redirect_uri": self.address(request, "/signed-out")}
            if hint := request.cookies.get(HINT):
                told["id_token_hint"] = hint
            return str(httpx.URL(end).copy_merge_params(told))
        except (httpx.HTTPError, httpx.InvalidURL, RuntimeError, ValueError):
            # Away, or with an answer that is none: here somebody is signed out all the same.
            return ""

    @property
    def _sign_out(self) -> str:
        return f"{self.course.serve.path}/sign-out"
