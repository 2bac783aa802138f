"""Server-sent events: what becomes of a student's hand-ins, told to every page that the student has open."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

#: Seconds between two lines that say nothing, so that no proxy ends a quiet connection and a lost one is noticed.
BEAT = 15
#: Events that wait for a slow reader; the oldest go first.
MOST = 50

Event = dict[str, Any]


class Hub:
    """Who listens. Made and listened to in the event loop; `tell` may be called from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._listeners: defaultdict[str, set[asyncio.Queue[Event]]] = defaultdict(set)
        self._ended = False

    def tell(self, student: str, event: Event) -> None:
        """Tell a student's open pages."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, student, event)

    def end(self) -> None:
        """Let all streams end."""
        self._ended = True
        for queues in self._listeners.values():
            for queue in queues:
                _add(queue, {})

    def look_again(self) -> None:
        """Somebody has signed out: let each stream see whether it is still allowed. In the event loop."""
        for student in list(self._listeners):
            self._put(student, {})

    async def stream(self, student: str, first: list[Event], allowed: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        """The events of a student as text/event-stream, beginning with `first`. allowed: asked before each line; at a no the
        stream ends."""
        queue: asyncio.Queue[Event] = asyncio.Queue(MOST)
        self._listeners[student].add(queue)
        try:
            yield "retry: 2000\n\n"
            for known in first:
                yield f"data: {json.dumps(known)}\n\n"
            while not self._ended:
                event: Event | None = None
                with contextlib.suppress(TimeoutError):
                    event = await asyncio.wait_for(queue.get(), BEAT)
                if not await allowed():
                    break
                if event != {}:
                    yield ": \n\n" if event is None else f"data: {json.dumps(event)}\n\n"
        finally:
            self._listeners[student].discard(queue)
            if not self._listeners[student]:
                del self._listeners[student]

    def _put(self, student: str, event: Event) -> None:
        for queue in self._listeners.get(student, ()):
            _add(queue, event)


def _add(queue: asyncio.Queue[Event], event: Event) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(event)
