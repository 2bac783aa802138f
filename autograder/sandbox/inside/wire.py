"""The wire between a grader and a student's process: small msgpack messages, arrays as raw buffers beside them.

A frame is a header (two lengths), a msgpack structure of at most STRUCTURE bytes, then the buffers; values.py says how values
stand in it. Neither pickle nor extension types exist here, and every length is checked before anything is allocated.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any, NoReturn

import msgpack

STRUCTURE = 256 * 1024
BUFFERS = 64 * 1024 * 1024
#: The most that one answer to a call, or a callback, may carry: the grader keeps them while it tests an exercise.
ANSWER = 8 * 1024 * 1024
#: A message with at most so many bytes of buffers is sent in one piece.
TOGETHER = 128 * 1024
_HEADER = struct.Struct("!IQ")


class WireError(Exception):
    """What arrived is not a message, or is too large."""


class Closed(WireError):
    """The other side is gone."""


class TooLate(Exception):
    """The deadline passed before the whole message was there."""


def send(sock: socket.socket, message: dict[str, Any], buffers: Sequence[Any] = (), deadline: float | None = None) -> None:
    """Send one message. Raises TooLate when the other side does not take it in time."""
    # "replace": half a surrogate pair in a text has no UTF-8, and must not cost the process that says it.
    structure = msgpack.packb([message, [memoryview(b).nbytes for b in buffers]], unicode_errors="replace")
    if len(structure) > STRUCTURE:
        raise WireError(f"a message of {len(structure)} bytes is too large")
    total = sum(memoryview(b).nbytes for b in buffers)
    parts = [_HEADER.pack(len(structure), total) + structure, *(memoryview(b).cast("B") for b in buffers if len(b))]
    # What is small goes in one piece: the other side wakes up once.
    for part in [b"".join(parts)] if total <= TOGETHER else parts:
        view = memoryview(part)
        while view:
            try:
                view = view[sock.send(view, socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                wait(sock, select.POLLOUT, deadline)
            except OSError as error:
                raise Closed(str(error)) from None


def receive(
    sock: socket.socket, deadline: float | None = None, most: int = BUFFERS
) -> tuple[dict[str, Any], list[bytearray]]:
    """Receive one message and its buffers.

    deadline: of time.monotonic(), for the whole message however slowly it drips. most: bytes of all buffers together.
    Raises Closed, TooLate or WireError.
    """
    size, total = _HEADER.unpack(_exactly(sock, _HEADER.size, deadline))
    if size > STRUCTURE or total > most:
        raise WireError(f"a message of {size} and {total} bytes is too large")
    message, lengths = unpack(bytes(_exactly(sock, size, deadline)))
    if sum(lengths) != total:
        raise WireError("the buffers are not as long as announced")
    return message, [_exactly(sock, length, deadline) for length in lengths]


def unpack(structure: bytes) -> tuple[dict[str, Any], list[int]]:
    """The message and the lengths of its buffers. Raises WireError for anything else."""
    try:
        unpacked = msgpack.unpackb(structure, raw=False, strict_map_key=True, ext_hook=_no_extension)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"not a message: {type(error).__name__}") from None
    if not (isinstance(unpacked, list) and len(unpacked) == 2):
        raise WireError("not a message")
    message, lengths = unpacked
    if not isinstance(message, dict) or not isinstance(lengths, list):
        raise WireError("not a message")
    if not all(type(n) is int and 0 <= n <= BUFFERS for n in lengths) or len(lengths) > 20_000:
        raise WireError("not lengths of buffers")
    return message, lengths


def within(text: str, room: int) -> bytes:
    """As much of the beginning of a text as fits into `room` bytes of UTF-8, whole characters. Half a surrogate pair, which
    has no UTF-8, becomes "?"."""
    # No character takes less than a byte: of what cannot fit nothing needs to be encoded.
    encoded = text[: max(room, 0)].encode("utf-8", "replace")
    return encoded if len(encoded) <= room else encoded[:room].decode("utf-8", "ignore").encode()


def _no_extension(code: int, data: bytes) -> NoReturn:
    raise WireError("an extension type")


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        if deadline is not None and time.monotonic() >= deadline:
            raise TooLate
        try:
            count = sock.recv_into(view)
        except BlockingIOError:
            wait(sock, select.POLLIN, deadline)
            continue
        except OSError as error:
            raise Closed(str(error)) from None
        if count == 0:
            raise Closed("the other side is gone")
        view = view[count:]
    return data


def wait(sock: socket.socket, event: int, deadline: float | None) -> None:
    """Wait until the socket is ready for `event`. Raises TooLate."""
    if deadline is None:
        return
    poll = select.poll()
    poll.register(sock, event)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLate
        if poll.poll(left * 1000 + 1):
            return
