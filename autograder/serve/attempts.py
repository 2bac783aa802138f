"""How often somebody may try."""

from __future__ import annotations

import time

#: More keys than this are not kept: the oldest go.
MOST = 20_000


class Attempts:
    """At most `most` attempts in any `seconds` for each key, refilled evenly (a token bucket)."""

    def __init__(self, most: int, seconds: float):
        self._most, self._rate = most, most / seconds
        self._known: dict[str, tuple[float, float]] = {}

    def left(self, key: str) -> bool:
        """Whether there is an attempt left."""
        return self._now(key) >= 1

    def count(self, key: str) -> bool:
        """Take one attempt, where one is left; whether it was."""
        left = self._now(key)
        self._known.pop(key, None)
        if len(self._known) >= MOST:
            self._known.pop(next(iter(self._known)))
        self._known[key] = (left - 1 if left >= 1 else left, time.monotonic())
        return left >= 1

    def _now(self, key: str) -> float:
        left, when = self._known.get(key, (float(self._most), 0.0))
        return min(float(self._most), left + (time.monotonic() - when) * self._rate)
