"""What waits to be marked: the newest hand-in of each student first, one at a time for each student, and one large one at a
time of all: to read its JSON may take twenty times its bytes in memory."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from sqlalchemy import Row

#: Bytes from which on a hand-in is a large one. A smaller one holds too few values to fill the memory.
LARGE = 5_000_000
#: A marking that has taken so many seconds keeps no core to itself any longer: the next begins beside it, so that nobody waits
#: for another's endless loop.
LONG = 3.0


@dataclass(frozen=True)
class Waiting:
    """A hand-in that waits. number: in the order in which they came. size: its bytes."""

    number: int
    id: str
    student: str
    week: str
    size: int = 0

    @property
    def is_large(self) -> bool:
        return self.size >= LARGE


@dataclass
class Begun:
    """A hand-in that a worker has. since: when, of time.monotonic(); None once the answer is there."""

    one: Waiting
    hand_in: Row
    since: float | None

    @property
    def soon_long(self) -> float:
        """Seconds until it is a long one, 0 where it is, or is over."""
        return 0.0 if self.since is None else max(0.0, self.since + LONG - time.monotonic())


class Backlog:
    """May be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, dict[str, Waiting]] = {}
        self._running: dict[str, Waiting] = {}
        self.paused = False

    def __len__(self) -> int:
        with self._lock:
            return sum(map(len, self._waiting.values()))

    @property
    def running(self) -> list[Waiting]:
        with self._lock:
            return list(self._running.values())

    def add(self, one: Waiting) -> None:
        with self._lock:
            self._waiting.setdefault(one.student, {})[one.id] = one

    def take(self) -> Waiting | None:
        """The next: of the student who has waited longest, and of theirs the newest."""
        with self._lock:
            free = [theirs for student, theirs in self._waiting.items() if student not in self._running]
            if any(one.is_large for one in self._running.values()):
                free = [theirs for theirs in free if not _newest(theirs).is_large]
            if self.paused or not free:
                return None
            theirs = min(free, key=lambda theirs: min(one.number for one in theirs.values()))
            one = _newest(theirs)
            self._running[one.student] = one
            del theirs[one.id]
            if not theirs:
                del self._waiting[one.student]
            return one

    def done(self, one: Waiting) -> None:
        with self._lock:
            self._running.pop(one.student, None)

    def ahead(self, hand_in: str) -> int:
        """How many others are marked before this one at the latest, where nothing new comes."""
        with self._lock:
            own = next((one for theirs in self._waiting.values() for one in theirs.values() if one.id == hand_in), None)
            if own is None:
                return 0
            return len(self._running) + sum(
                any(one.number < own.number for one in theirs.values())
                for student, theirs in self._waiting.items()
                if student != own.student
            )


def _newest(theirs: dict[str, Waiting]) -> Waiting:
    return max(theirs.values(), key=lambda one: one.number)
