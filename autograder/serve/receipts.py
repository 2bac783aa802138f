"""Receipts: what was handed in and when, signed with the course's secret, so that no one can make one up."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from pathlib import Path

from sqlalchemy import Row

from autograder.course import secret
from autograder.course.course import Course
from autograder.errors import UserError

FIELDS = ("course", "student", "week", "hand-in", "file", "time", "bytes", "sha256")
LARGEST = 10_000


def receipt(course: Course, hand_in: Row) -> str:
    """The receipt of a hand-in, a text of a line for each field."""
    moment = datetime.datetime.fromtimestamp(hand_in.time, datetime.UTC)
    values = (
        course.name,
        hand_in.student,
        hand_in.week,
        hand_in.id,
        hand_in.name,
        moment.isoformat(timespec="seconds"),
        hand_in.size,
        hand_in.sha256,
    )
    text = "".join(f"{key}: {' '.join(str(value).split())}\n" for key, value in zip(FIELDS, values, strict=True))
    return f"{text}signature: {_signature(course.root, text)}\n"


def verified(course: Course, path: Path) -> dict[str, str]:
    """The fields of a receipt. Raises UserError where it is none, or not one of this course's."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UserError(f"{path.name} is no receipt: it is not UTF-8 text.") from None
    signed, mark, signature = text.partition("signature: ")
    fields = dict(line.split(": ", 1) for line in signed.splitlines() if ": " in line)
    if not mark or tuple(fields) != FIELDS:
        raise UserError(f"{path.name} is no receipt of `autograder serve`.")
    if not hmac.compare_digest(signature.strip().encode(), _signature(course.root, signed).encode()):
        raise UserError(f"{path.name} was not made by this course, or was changed since: its signature does not fit.")
    return fields


def _signature(root: Path, text: str) -> str:
    key = secret.read(root)
    if not key:
        raise UserError(
            "This course has no secret, with which receipts are signed. Put back course.secret, or run `autograder secret`."
        )
    return hmac.new(hmac.digest(key, b"receipts", "sha256"), text.encode(), hashlib.sha256).hexdigest()
