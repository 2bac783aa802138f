"""Reading a file that is sent. How much and how fast it may come is the guard's business."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

#: Bytes of a field beside the file.
FIELD = 16_000


@dataclass(frozen=True)
class Sent:
    """A file that was sent, its name, and the fields beside it."""

    content: bytes = field(repr=False)
    name: str
    fields: dict[str, str]


async def sent_file(request: Request) -> Sent:
    """A form's file, or a body that is one (its name then stands in the address: ?name=). Raises HTTPException."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return Sent(await request.body(), request.query_params.get("name", ""), dict(request.query_params))
    try:
        async with request.form(max_files=1, max_fields=10, max_part_size=FIELD) as form:
            file = form.get("notebook")
            if file is None or isinstance(file, str):
                raise HTTPException(400, "No file was chosen.")
            fields = {key: value for key, value in form.items() if isinstance(value, str)}
            return Sent(await file.read(), file.filename or "", fields)
    except MultiPartException:
        raise HTTPException(400, "The form cannot be read.") from None
