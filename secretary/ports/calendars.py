"""The calendars of the office's people."""

from __future__ import annotations

from typing import Protocol

from secretary.domain.event import Event, Interval


class Calendars(Protocol):
    """The calendars of the office's people, by the names the configuration gives them."""

    async def events(self, calendar: str, within: Interval, *, fresh: bool = False) -> tuple[Event, ...]:
        """Occurrences that touch the interval, series expanded; `fresh` asks the server first."""
        ...

    async def find(self, calendar: str, uid: str) -> Event | None:
        """The stored event with this UID, from the server."""
        ...

    async def put(self, calendar: str, uid: str, ics: str, *, etag: str = "") -> str:
        """Create (no etag: If-None-Match), replace (If-Match) or overwrite ("*"); the new etag.

        Raises Conflict when the precondition failed.
        """
        ...

    async def delete(self, calendar: str, uid: str) -> bool:
        """Remove; False when it was gone already."""
        ...

    async def availability(self, calendar: str) -> str:
        """VAVAILABILITY of the calendar's owner (RFC 7953) as iCalendar text; "" where the server has none."""
        ...

    async def text(self, calendar: str, uid: str) -> str:
        """The stored event as iCalendar text, from the server; "" where there is none."""
        ...
