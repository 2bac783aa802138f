"""What every request and every answer passes: who may send how much how fast from where, and what a browser may do with it."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from autograder.course.course import Course
from autograder.serve.attempts import Attempts
from autograder.serve.sessions import bearer, csrf_of, hashed, token_of
from autograder.serve.trouble import trouble

LOG = logging.getLogger("autograder.serve")
SAFE = ("GET", "HEAD", "OPTIONS")
#: A form of ours has a few short fields.
FORM_BYTES = 64 * 1024
#: Changes that one session may send at the same time.
AT_ONCE = 4
#: Within so many bytes of an upload its first field has come.
UPLOAD_HEAD = 4096
_FIELD = re.compile(rb'name="csrf"\r\n(?:[^\r\n]+\r\n)*\r\n([0-9a-f]{32})\r\n')
#: Between two parts of a body, and for all of it: a slow line gets 20 MB through in that time, a trickle does not.
PART_SECONDS, BODY_SECONDS = 15.0, 180.0
#: Of a body that is refused so much is let by, for so long, before the answer; who sends nothing for the last is told at once.
DRAINED, DRAIN_SECONDS, DRAIN_PAUSE = 64_000_000, 10.0, 2.0
HEADERS = {
    # Nothing from elsewhere, and no script or style that stands in a page: what a student writes can only ever be text.
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                               "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With "no-referrer" a browser would call the origin of our own forms null.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class _Refused(Exception):
    """A request that is answered here. The text is for whoever sent it."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status


class Guard:
    """Stands before the whole application.

    Sets `scope["csrf"]`, what forms send along as `csrf` (or programs as X-CSRF-Token, or uploads in their address). A request
    that changes something needs it where it comes with a cookie; with none, or with a bearer token, no other site can have
    sent it in somebody's name.
    """

    def __init__(self, inner: ASGIApp, course: Course):
        self._inner, self._serve = inner, course.serve
        self._largest = course.serve.largest_mb * 1_000_000 + FORM_BYTES
        self._hosts = _hosts(course)
        #: What changes something, by session; what was refused as a stranger's, by address (a lecture hall may share one).
        self._changes, self._strangers = Attempts(60, 60.0), Attempts(120, 60.0)
        self._at_once: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # There are no websockets here.
            await (self._inner(scope, receive, send) if scope["type"] == "lifespan" else send({"type": "websocket.close"}))
            return
        began, status = time.monotonic(), 0
        scope["csrf"] = csrf_of(token_of(HTTPConnection(scope)))

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(message, scope)
            await send(message)

        body = _Body(receive, Headers(scope=scope), self._largest)
        try:
            with self._bounded(scope):
                await self._admit(scope, body)
                await self._inner(scope, body.receive, sent)
        except _Refused as refused:
            if status:
                raise
            if refused.status != 408:
                await body.drain()
            # What is left of it is not read: the connection ends here.
            await _answer(scope, str(refused), refused.status, {"connection": "close"})(scope, receive, sent)
        except ClientDisconnect:
            # Whoever asked has gone; nginx calls it so in its logs, too.
            status = 499
        except Exception as error:
            passing = trouble(error)
            if passing:
                LOG.warning("%s %s: %s", scope["method"], _told(scope["path"]), passing)
            else:
                LOG.exception("%s %s", scope["method"], _told(scope["path"]))
            if status:
                raise
            what = f"{passing} Try again in a minute." if passing else "Something went wrong here."
            await _answer(scope, f"{what} What was acknowledged is kept.", 503 if passing else 500)(scope, receive, sent)
        finally:
            if status == 401 or (status == 404 and "/in/" in scope["path"]):
                self._strangers.count(_address(scope))
            LOG.info("%s %s %d %.0f ms %s", scope["method"], _told(scope["path"]), status, (time.monotonic() - began) * 1000,
                     getattr(scope.get("person"), "id", "-"))

    @contextlib.contextmanager
    def _bounded(self, scope: Scope) -> Iterator[None]:
        """One session, or one address of strangers, sends a few things at once that change something: bodies take memory."""
        if scope["method"] in SAFE:
            yield
            return
        key = _key(scope)
        if self._at_once[key] >= AT_ONCE:
            raise _Refused(429, "Another hand-in of yours is still coming. Wait for it.")
        self._at_once[key] += 1
        try:
            yield
        finally:
            self._at_once[key] -= 1
            if not self._at_once[key]:
                del self._at_once[key]

    async def _admit(self, scope: Scope, body: _Body) -> None:
        """Raises _Refused for what is not let through to the application."""
        headers, connection = Headers(scope=scope), HTTPConnection(scope)
        if len(headers.getlist("host")) != 1 or (self._hosts and _name(headers["host"]) not in self._hosts):
            raise _Refused(400, "This service goes by another name.")
        if len(scope["path"]) > 1000 or "\0" in scope["path"] or len(scope["query_string"]) > 4000:
            raise _Refused(400, "No address here is so long.")
        token = token_of(connection)
        if (not token or bearer(headers) or "/in/" in scope["path"]) and not self._strangers.left(_address(scope)):
            raise _Refused(429, "Too many attempts from your address. Wait a minute.")
        if scope["method"] in SAFE:
            return
        if body.announced > self._largest:
            raise _Refused(413, f"This is larger than {_size(self._largest)}, the most that is taken here.")
        if not self._changes.count(_key(scope)):
            raise _Refused(429, "That was a lot in a minute. Wait a little.")
        self._not_from_elsewhere(headers)
        if token and not bearer(headers) and not _same(scope["csrf"], await _csrf_sent(scope, headers, body)):
            raise _Refused(403, "This page was too old, or not ours. Go back, load it again, and try once more.")

    def _not_from_elsewhere(self, headers: Headers) -> None:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        own = {urlsplit(self._serve.url).netloc.casefold(), headers.get("host", "").casefold()} - {""}
        if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc.casefold() not in own):
            raise _Refused(403, "This request came from another site.")

    def _dress(self, message: Message, scope: Scope) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._serve.url.startswith("https:"):
            headers.setdefault("strict-transport-security", "max-age=31536000")
        if "/static/" not in scope["path"]:
            headers.setdefault("cache-control", "no-store")


class _Body:
    """A request's body, bounded while it is read: in bytes, in seconds for a part and in seconds for all."""

    def __init__(self, receive: Receive, headers: Headers, most: int):
        self._receive, self._most = receive, most
        self._read, self._ends = 0, time.monotonic() + BODY_SECONDS
        self._again: list[Message] = []
        self._whole = False
        self._waits = "100-continue" in headers.get("expect", "")
        announced = headers.get("content-length", "0")
        self.announced = int(announced) if announced.isascii() and announced.isdigit() else 0

    def bound(self, most: int) -> None:
        """Let it be no more than so many bytes."""
        self._most = most

    async def receive(self) -> Message:
        if self._again:
            return self._again.pop(0)
        if self._whole:
            # What comes now is only that the browser has gone: that may take as long as a page with events is open.
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, min(PART_SECONDS, self._ends - time.monotonic()))):
                message = await self._receive()
        except TimeoutError:
            raise _Refused(408, "The rest did not come in time. Try again, on a better line.") from None
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._read > self._most:
                raise _Refused(413, f"This is larger than {_size(self._most)}, the most that is taken here.")
        return message

    async def drain(self) -> None:
        """Let the rest of a body come that is not wanted, keeping nothing: a proxy or a browser that is still sending when the
        connection ends never reads the answer. Who waits to be told to go on sends nothing."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while not self._whole and not self._waits and self._read < DRAINED:
                    async with asyncio.timeout(DRAIN_PAUSE):
                        message = await self._receive()
                    self._read += len(message.get("body", b""))
                    self._whole = not message.get("more_body", False)

    async def start(self, most: int) -> bytes:
        """The first so many bytes of the body, or all of it; the application then reads them as if nobody had."""
        parts: list[Message] = []
        while not self._whole and self._read < most:
            parts.append(await self.receive())
            if parts[-1]["type"] != "http.request":
                break
        self._again = parts
        return b"".join(part.get("body", b"") for part in parts)


async def _csrf_sent(scope: Scope, headers: Headers, body: _Body) -> str:
    if sent := headers.get("x-csrf-token"):
        return sent
    query = parse_qs(scope["query_string"].decode("latin-1")).get("csrf")
    if query:
        return query[0]
    kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind == "application/x-www-form-urlencoded":
        body.bound(FORM_BYTES)
        return _first(parse_qs((await body.start(FORM_BYTES)).decode("utf-8", "replace")).get("csrf", ()))
    if kind == "multipart/form-data":
        # A page's forms have the token in their first field, before any file.
        found = _FIELD.search(await body.start(UPLOAD_HEAD))
        return found[1].decode() if found else ""
    return ""


def _answer(scope: Scope, text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """A sentence, for a program as JSON."""
    if "application/json" in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"error": text}, status, headers)
    return PlainTextResponse(text + "\n", status, headers)


def _size(size: int) -> str:
    return f"{size // 1_000_000} MB" if size >= 1_000_000 else f"{size // 1000} kB"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "")


def _hosts(course: Course) -> frozenset[str]:
    """The names that this service goes by; none where only its proxy knows them. A page elsewhere whose name is made to
    lead here (DNS rebinding) is not ours."""
    serve = course.serve
    if serve.sign_in == "jupyterhub" or (not serve.url and serve.address not in ("127.0.0.1", "localhost", "::1")):
        return frozenset()
    return frozenset({"127.0.0.1", "localhost", "::1", serve.address, _name(urlsplit(serve.url).netloc)} - {""})


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    return (urlsplit(f"//{host}").hostname or "") if not set(host) & set("/\\@?# ") else ""


def _key(scope: Scope) -> str:
    """What attempts are counted by: a session's or a program's token, a stranger's address."""
    connection = HTTPConnection(scope)
    token = bearer(connection.headers) or token_of(connection)
    return hashed(token) if token else _address(scope)


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else "?"


def _told(path: str) -> str:
    """A path as the log may have it: without a link's token."""
    before, mark, _ = path.partition("/in/")
    return (before + mark + "..." if mark else path).encode("unicode_escape").decode()
