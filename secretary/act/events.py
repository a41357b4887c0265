"""Writing events with a guard: the time is read again right before and checked right after.

Promises: an event whose time was taken meanwhile does not stay: a new one is removed, one that was
replaced is put back, also when a crash came in between. What others wrote is never touched.
Never does: retry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from secretary.act.calendars import Source, expanded, same_event
from secretary.domain.effect import EffectState, RemoveEvent, Settled, StoreEvent
from secretary.domain.event import Event, EventStatus, Interval
from secretary.ports import Calendars, Ledger, Waiting

GUARDED = timedelta(days=370)  # of a series: a year, and less than may be asked of a calendar at once


@dataclass(frozen=True, slots=True)
class EventWriter:
    """The calendars of one office."""

    calendars: Calendars
    ledger: Ledger

    async def remove(self, waiting: Waiting, deed: RemoveEvent) -> Settled:
        """Gone already is success."""
        there = await self.calendars.delete(deed.calendar, deed.uid)
        return Settled(waiting.effect.key, deed, EffectState.SENT, "" if there else "gone")

    async def store(self, waiting: Waiting, deed: StoreEvent) -> Settled:
        """Written, or refused as "busy"; raises what the calendars raise."""
        former = await self._former(waiting, deed)
        if await self._is_taken(deed, former):
            if waiting.attempts:  # an earlier try may have written it and not come to its check
                await self._take_back(deed, former)
            return _busy(waiting, deed, "The time is no longer free.")
        etag = await self.calendars.put(deed.calendar, deed.uid, deed.ics, etag=deed.etag)
        if await self._is_taken(deed, former):
            await self._take_back(deed, former)
            return _busy(waiting, deed, "Somebody booked the time in between.")
        return Settled(waiting.effect.key, deed, EffectState.SENT, etag=etag)

    async def _former(self, waiting: Waiting, deed: StoreEvent) -> str:
        """What a guarded write replaces, on record before it is replaced."""
        if deed.guard is None or not deed.etag or waiting.undo:
            return waiting.undo
        former = await self.calendars.text(deed.calendar, deed.uid)
        self.ledger.keep_undo(waiting.effect.key, former)
        return former

    async def _take_back(self, deed: StoreEvent, former: str) -> None:
        """Undo our own writing, and nobody else's."""
        standing = await self.calendars.text(deed.calendar, deed.uid)
        if not same_event(standing, deed.ics):
            return
        if former:
            await self.calendars.put(deed.calendar, deed.uid, former, etag="*")
        else:
            await self.calendars.delete(deed.calendar, deed.uid)

    async def _is_taken(self, deed: StoreEvent, former: str) -> bool:
        """Whether anything but this event and the case's own holds stands in the guarded time."""
        if deed.guard is None:
            return False
        ours = {deed.uid, *deed.guard_ignores}
        dates = _dates(deed, deed.guard, former)
        whole = Interval(deed.guard.start, max(date.end for date in dates))
        for calendar in deed.guard_calendars:
            for event in await self.calendars.events(calendar, whole, fresh=True):
                if event.uid not in ours and _blocks(event) and any(event.interval.overlaps(d) for d in dates):
                    return True
        return False


def _dates(deed: StoreEvent, guard: Interval, former: str) -> tuple[Interval, ...]:
    """The guarded time; of a series all dates that `former` does not have, for as long as a calendar is read at once.

    A date that stands already is nobody's to refuse: the principal may have put something else on it.
    """
    if "\nRRULE" not in deed.ics:
        return (guard,)
    ahead, source = Interval(guard.start, guard.start + GUARDED), Source(deed.calendar)
    stood = {event.interval for event in expanded(former, ahead, deed.calendar, source)} if former else set()
    dates = (event.interval for event in expanded(deed.ics, ahead, deed.calendar, source))
    return (guard, *(date for date in dates if date not in stood))


def _blocks(event: Event) -> bool:
    return not event.transparent and event.status is not EventStatus.CANCELLED


def _busy(waiting: Waiting, deed: StoreEvent, why: str) -> Settled:
    return Settled(waiting.effect.key, deed, EffectState.REFUSED, "busy", why)
