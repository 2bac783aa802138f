"""What keeps the service from its work and passes by itself or by the instructor's hand: a locked database, a lost connection,
a full disk."""

from __future__ import annotations

import errno

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def trouble(error: BaseException) -> str:
    """The sentence for it, without anything of the machine's inside; "" for what is no such trouble."""
    if isinstance(error, OSError):
        return "There is no room left on the course's disk." if error.errno in FULL else ""
    if not isinstance(error, SQLAlchemyError) or isinstance(error, IntegrityError):
        return ""
    text = str(getattr(error, "orig", None) or error)
    if "locked" in text:
        return "Another program keeps the course's database locked."
    if "full" in text or "No space left" in text:
        return "There is no room left for the course's database."
    return "The course's database does not answer."
