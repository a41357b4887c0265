"""How long to wait before the next try to reach a server.

Promises: waits double from FIRST to LONGEST seconds, each with jitter, so that many offices do
not come back in step. Never does: sleep, or read a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0  # a server back from maintenance is noticed within five minutes
MOST_DOUBLINGS = 12  # beyond the longest wait anyway; keeps the power small


@dataclass(slots=True)
class Backoff:
    """Counts failures. `chance` yields numbers in [0, 1)."""

    chance: Callable[[], float]
    failures: int = 0

    def failed(self) -> float:
        """Seconds to wait now: between half and all of the doubled step."""
        step = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(self.failures, MOST_DOUBLINGS))
        self.failures += 1
        return step * (0.5 + self.chance() / 2)

    def succeeded(self) -> None:
        """Begin anew."""
        self.failures = 0
