"""The local copy of one calendar, and the short way to what happens in a stretch of time.

Promises: what it answers is what a walk over all resources would. Series are expanded once for some
months and again only when they change; single events are found by their beginning.
Never does: reach a server.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from secretary.act.calendars.stored import Source, Stored, occurrences, touches
from secretary.domain.event import Event, Interval

BEFORE, AFTER = timedelta(days=7), timedelta(days=60)  # expanded beyond what was asked for: the next days ask again


@dataclass(frozen=True, slots=True)
class _Laid:
    """The occurrences of a stretch of time, in order; `longest` is the length of the longest."""

    window: Interval
    events: list[Event]
    longest: timedelta


class Shelf(Mapping[str, Stored]):
    """Resources by their href."""

    def __init__(self, name: str, source: Source) -> None:
        """`name` and `source` are those of the calendar."""
        self._name, self._source = name, source
        self._objects: dict[str, Stored] = {}
        self._by_uid: dict[str, str] = {}
        self._series: dict[str, Stored] = {}
        self._expanded: dict[str, tuple[Interval, tuple[Event, ...]]] = {}
        self._laid: _Laid | None = None

    def __getitem__(self, href: str) -> Stored:
        return self._objects[href]

    def __iter__(self) -> Iterator[str]:
        return iter(self._objects)

    def __len__(self) -> int:
        return len(self._objects)

    def put(self, stored: Stored) -> None:
        """Keep a resource, in place of an earlier one with its href."""
        self.drop(stored.href)
        self._objects[stored.href] = stored
        self._by_uid[stored.uid] = stored.href
        if stored.series is not None:
            self._series[stored.href] = stored
        self._laid = None

    def drop(self, href: str) -> None:
        """Forget a resource; one that is not there is fine."""
        gone = self._objects.pop(href, None)
        self._expanded.pop(href, None)
        self._series.pop(href, None)
        if gone is not None:
            self._laid = None
            if self._by_uid.get(gone.uid) == href:
                del self._by_uid[gone.uid]

    def by_uid(self, uid: str) -> Stored | None:
        """The resource with this UID."""
        href = self._by_uid.get(uid)
        return self._objects[href] if href is not None else None

    def between(self, within: Interval) -> tuple[Event, ...]:
        """Occurrences that touch the interval, in order of their start."""
        if self._laid is None or not _covers(self._laid.window, within):
            self._laid = self._lay_out(Interval(within.start - BEFORE, within.end + AFTER))
        events, longest = self._laid.events, self._laid.longest
        # No earlier than the longest one would have to begin.
        first = bisect_left(events, within.start - longest, key=lambda e: e.start)
        last = bisect_left(events, within.end, key=lambda e: e.start)
        return tuple(e for e in events[first:last] if touches(e, within))

    def _lay_out(self, window: Interval) -> _Laid:
        """All occurrences of some months in order; what did not change was expanded before."""
        found = [e for s in self._objects.values() for e in s.fixed if touches(e, window)]
        for href, stored in self._series.items():
            kept = self._expanded.get(href)
            if kept is None or not _covers(kept[0], window):
                wider = Interval(window.start - BEFORE, window.end + BEFORE)
                kept = self._expanded[href] = (wider, occurrences(stored, wider, self._name, self._source))
            found += (e for e in kept[1] if touches(e, window))
        found.sort(key=lambda e: (e.start, e.end, e.uid))
        return _Laid(window, found, max((e.end - e.start for e in found), default=timedelta()))


def _covers(window: Interval, within: Interval) -> bool:
    return window.start <= within.start and within.end <= window.end
