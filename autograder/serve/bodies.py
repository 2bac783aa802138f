"""Reading what is sent, as it comes: so much and no more, and not for ever."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

#: Seconds in which a whole body has to come; bytes of a form without a file; bytes of headers and fields beside a file.
PATIENCE, FORM, BESIDE = 120, 64_000, 16_000


@dataclass(frozen=True)
class Sent:
    """A file that was sent, its name, and the fields beside it."""

    content: bytes = field(repr=False)
    name: str
    fields: dict[str, str]


async def sent_file(request: Request, largest: int) -> Sent:
    """A form's file, or a body that is one (its name then stands in the address: ?name=). Raises HTTPException with a sentence."""
    _bound(request, largest + BESIDE)
    try:
        async with asyncio.timeout(PATIENCE):
            if not request.headers.get("content-type", "").startswith("multipart/form-data"):
                return Sent(await request.body(), request.query_params.get("name", ""), dict(request.query_params))
            async with request.form(max_files=1, max_fields=10, max_part_size=BESIDE) as form:
                file = form.get("notebook")
                if file is None or isinstance(file, str):
                    raise HTTPException(400, "No file was chosen.")
                fields = {key: value for key, value in form.items() if isinstance(value, str)}
                return Sent(await file.read(), file.filename or "", fields)
    except TimeoutError:
        raise HTTPException(408, "The file took too long to come. Try again.") from None
    except MultiPartException:
        raise HTTPException(400, "The form cannot be read.") from None


def _bound(request: Request, largest: int) -> None:
    """Let no more than so many bytes of the body be read."""
    too_large = HTTPException(413, f"This is larger than {largest // 1_000_000} MB. Clear the outputs of your notebook, save it and try again.")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > largest:
        raise too_large
    receive, left = request._receive, largest

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise too_large
        return message

    request._receive = bounded
