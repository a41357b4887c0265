"""How long to wait before the next try, and how long to leave a server alone. Pure.

Promises: pauses grow with each failure and never beyond their bound, whatever a server asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_RETRY = 3600.0
FIRST_REST = 5.0  # seconds; a server that restarts is back soon
LONGEST_REST = 600.0
REJECTED_REST = 1800.0  # servers lock accounts after a few wrong passwords in a quarter of an hour
LONGEST_LEFT_ALONE = timedelta(hours=1)  # twice the longest rest
JITTER = 0.25  # of the pause, so that many offices do not come back in the same second
_BEYOND = 20  # doublings after which every bound is reached


def retry_pause(attempts: int, first: float, named: float | None, chance: float) -> timedelta:
    """Before the next try of one effect; `first` and the server's wish in seconds, `chance` in [0, 1)."""
    return _spread(min(first * 2 ** min(attempts, _BEYOND) if named is None else named, LONGEST_RETRY), chance)


def _spread(seconds: float, chance: float) -> timedelta:
    return timedelta(seconds=max(seconds, 0.0) * (1 + JITTER * chance))


@dataclass(slots=True)
class Breaker:
    """One server: in use while it serves, left alone for a while after it did not."""

    failures: int = 0
    _until: datetime | None = None

    def resting(self, now: datetime) -> datetime | None:
        """Until when the server is left alone; None when it may be asked, or when the clock was set back."""
        return self._until if self._until and now < self._until <= now + LONGEST_LEFT_ALONE else None

    def failed(self, now: datetime, named: float | None, chance: float, first: float = FIRST_REST) -> datetime:
        """The server did not serve; until when it is left alone now, `first` seconds the first time."""
        wished = first * 2 ** min(self.failures, _BEYOND) if named is None else named
        self.failures += 1
        self._until = now + _spread(min(wished, LONGEST_REST), chance)
        return self._until

    def rejected(self, now: datetime) -> datetime:
        """The server refused the log-in; until when it is left alone now."""
        self.failures += 1
        self._until = now + timedelta(seconds=REJECTED_REST)
        return self._until

    def served(self) -> None:
        """The server did what it was asked for."""
        self.failures, self._until = 0, None
