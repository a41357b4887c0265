"""Every night what has been kept long enough is erased, as the configuration says.

Promises: once a day and soon after a start, beside the offices at work; a fault is logged and tried again the
next day. Never does: erase what a person asked to be kept (`secretary hold`).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from secretary.config.models import RetentionConfig
from secretary.domain.errors import SetupError
from secretary.ledger.privacy.retention import Periods, sweep
from secretary.ports import Clock

FIRST = 60.0  # seconds after a start: what waits in the mailbox comes first
DAILY = 86_400.0

log = structlog.get_logger("secretary.retention")


def periods_of(settings: RetentionConfig) -> Periods:
    """As the configuration says; 0 days are for ever."""

    def days(number: int) -> timedelta | None:
        return timedelta(days=number) if number else None

    return Periods(
        texts=days(settings.texts_days),
        decisions=days(settings.decisions_days),
        cases=days(settings.cases_days),
        audit=days(settings.audit_days),
    )


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """The record at a URL; `settings` say how long what is kept. `first`: seconds before the first sweep."""

    url: str
    settings: RetentionConfig
    clock: Clock
    first: float = FIRST

    async def keep_clean(self, stop: asyncio.Event) -> None:
        """Sweep each day until `stop` is set."""
        pause = self.first
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            if not stop.is_set():
                await self.sweep(stop)
            pause = DAILY

    async def sweep(self, stop: asyncio.Event) -> None:
        """One pass, on a thread of its own."""
        periods = periods_of(self.settings)
        try:
            counts = await asyncio.to_thread(sweep, self.url, periods, self.clock.now(), stop.is_set)
        except (SetupError, SQLAlchemyError) as error:
            log.warning("nothing erased", error=type(error).__name__)
        else:
            log.info("kept long enough", **{f"erased_{name.rstrip('_')}": n for name, n in sorted(counts.items())})
