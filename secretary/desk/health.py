"""How an office at work is doing, as its operator sees it. A value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OfficeHealth:
    """`last_round` is when a round last ended well, `trouble` what broke off the last one, "" when well.

    `ready` says whether that is recent enough; `resting_by` who told the office to rest, "" where nobody did.
    `silence`: seconds since the mail server last answered, None where it has not yet.
    """

    ready: bool
    last_round: datetime | None
    trouble: str = ""
    trouble_since: datetime | None = None
    resting_by: str = ""
    resting_since: datetime | None = None
    silence: float | None = None
