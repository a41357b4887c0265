"""How an office at work is doing, as its daemon sees it.

Promises: values of this process only; what is on record is told by `ledger`. Nothing here decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

STALE_ROUNDS = 3  # a round that did not come for so many intervals is missed
STANDSTILL = timedelta(minutes=15)  # nothing that an office does at a stretch takes as long
LEAST_STALE = timedelta(minutes=2)  # a slow server may take its time


@dataclass(slots=True)
class Health:
    """`last_round` is when a round last ended well; `trouble` what broke off the last one, "" when well.

    `expected` is when the office meant to move next.
    """

    interval: timedelta
    started: datetime
    last_round: datetime | None = None
    trouble: str = ""
    trouble_since: datetime | None = None
    expected: datetime | None = None

    def expect(self, at: datetime) -> None:
        """By then the office will have done the next thing: begun a round, ended a wait or a rest."""
        self.expected = at

    def moves(self, now: datetime) -> bool:
        """Whether what was expected has not been overdue for long."""
        return now - (self.expected or self.started) <= STANDSTILL

    def well(self, at: datetime) -> None:
        """A round has ended well."""
        self.last_round, self.trouble, self.trouble_since = at, "", None

    def ill(self, problem: str, at: datetime) -> None:
        """A round was broken off."""
        self.trouble = problem
        self.trouble_since = self.trouble_since or at

    def ready(self, now: datetime) -> bool:
        """Whether the last good round is not too long ago."""
        patience = max(STALE_ROUNDS * self.interval, LEAST_STALE)
        return not self.trouble and self.last_round is not None and now - self.last_round <= patience
