"""The local copy of one calendar, and the short way to what happens in a stretch of time.

Promises: what it answers is what a walk over all resources would. A resource is parsed when it
comes; series are expanded for half a year ahead and again only when they change or the time runs
out. What was kept (`save`) is there after a start, unless the calendar is another one now.
Never does: reach a server.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from pydantic import TypeAdapter

from secretary.act.calendars.stored import Source, Stored, occurrences, read_stored, touches
from secretary.domain.event import Event, Interval

BEFORE, AFTER = timedelta(days=7), timedelta(days=60)  # laid out beyond what was asked for: the next days ask again
AHEAD = timedelta(days=180)  # how far series are expanded beyond that: it costs once, and is kept

_START = attrgetter("start")
_EVENT, _EVENTS = TypeAdapter(Event), TypeAdapter(tuple[Event, ...])


@dataclass(frozen=True, slots=True)
class _Laid:
    """The occurrences of a stretch of time, in order; `longest` is the length of the longest."""

    window: Interval
    events: tuple[Event, ...]
    longest: timedelta


class Shelf:
    """Resources by their href, with the tokens up to which they are known."""

    def __init__(self, name: str, source: Source, cache: sqlite3.Connection) -> None:
        """`name` and `source` are those of the calendar."""
        self._name, self._source, self._cache = name, source, cache
        self._laid: _Laid | None = None
        self.token, self.ctag = "", ""
        self._expanded: Interval | None = None
        self._restore()

    def _restore(self) -> None:
        """What an earlier process knew; all of it is forgotten where the calendar is another one now."""
        said = "source, token, ctag, since, until"
        kept = self._one(f"SELECT {said} FROM calendar WHERE name = ?")  # noqa: S608 - fixed words
        if kept is None or kept[0] != _fingerprint(self._source):
            for table in ("resource", "occurrence"):
                self._cache.execute(f"DELETE FROM {table} WHERE calendar = ?", (self._name,))  # noqa: S608 - fixed words
            self.save()
            return
        _, self.token, self.ctag, since, until = kept
        self._expanded = None if since is None else Interval(_instant(since), _instant(until))

    def save(self) -> None:
        """Keep everything as it is now."""
        span = self._expanded
        ends = (span.start.timestamp(), span.end.timestamp()) if span else (None, None)
        row = (self._name, _fingerprint(self._source), self.token, self.ctag, *ends)
        self._cache.execute("INSERT OR REPLACE INTO calendar VALUES (?, ?, ?, ?, ?, ?)", row)
        self._cache.commit()

    def hrefs(self) -> set[str]:
        """The hrefs of all resources."""
        rows = self._cache.execute("SELECT href FROM resource WHERE calendar = ?", (self._name,))
        return {href for (href,) in rows}

    def has(self, href: str, etag: str) -> bool:
        """Whether the resource is here in this very form."""
        return self._one("SELECT 1 FROM resource WHERE calendar = ? AND href = ? AND etag = ?", href, etag) is not None

    def put(self, stored: Stored) -> None:
        """Keep a resource, in place of an earlier one with its href."""
        self.drop(stored.href)
        text = stored.ics.encode("utf-8", "surrogatepass")
        row = (self._name, stored.href, stored.etag, stored.uid, stored.series is not None, text)
        self._cache.execute("INSERT INTO resource VALUES (?, ?, ?, ?, ?, ?)", row)
        if stored.series is None:
            self._put_events(stored.href, stored.fixed)
        elif self._expanded is not None:
            self._put_events(stored.href, occurrences(stored, self._expanded, self._name, self._source))

    def drop(self, href: str) -> None:
        """Forget a resource; one that is not there is fine."""
        for table in ("resource", "occurrence"):
            self._cache.execute(f"DELETE FROM {table} WHERE calendar = ? AND href = ?", (self._name, href))  # noqa: S608 - fixed words
        self._laid = None

    def by_uid(self, uid: str) -> Stored | None:
        """The resource with this UID."""
        row = self._one("SELECT href, etag, ics FROM resource WHERE calendar = ? AND uid = ?", uid)
        return self._read(*row) if row else None

    def between(self, within: Interval) -> tuple[Event, ...]:
        """Occurrences that touch the interval, in order of their start; in UTC."""
        if self._laid is None or not _covers(self._laid.window, within):
            self.foresee(within)
            self._laid = self._lay_out(Interval(within.start - BEFORE, within.end + AFTER))
        events, longest = self._laid.events, self._laid.longest
        # No earlier than the longest one would have to begin; whatever begins inside touches.
        first = bisect_left(events, within.start - longest, key=_START)
        inside = bisect_right(events, within.start, key=_START)
        last = bisect_left(events, within.end, key=_START)
        return (*(e for e in events[first : min(inside, last)] if touches(e, within)), *events[inside:last])

    def foresee(self, within: Interval) -> None:
        """What is going to be asked for: series that come from now on are expanded as they come."""
        window = Interval(within.start - BEFORE, within.end + AFTER)
        if self._expanded is None or not _covers(self._expanded, window):
            self._expand(Interval(window.start, window.end + AHEAD))

    def _lay_out(self, window: Interval) -> _Laid:
        where = "calendar = ? AND begins < ? AND ends >= ?"
        bounds = (self._name, window.end.timestamp(), window.start.timestamp())
        rows = self._cache.execute(f"SELECT event FROM occurrence WHERE {where}", bounds)  # noqa: S608 - fixed words
        found = _EVENTS.validate_json(f"[{','.join(event for (event,) in rows)}]")
        events = tuple(sorted(map(_in_utc, found), key=lambda e: (e.start, e.end, e.uid)))
        return _Laid(window, events, max((e.end - e.start for e in events), default=timedelta()))

    def _expand(self, window: Interval) -> None:
        """All series anew for another stretch of time."""
        self._expanded = window
        recurring = "calendar = ? AND recurs"
        rows = self._cache.execute(f"SELECT href, etag, ics FROM resource WHERE {recurring}", (self._name,)).fetchall()  # noqa: S608 - fixed words
        for row in rows:
            self.put(self._read(*row))
        self.save()

    def _put_events(self, href: str, events: Iterable[Event]) -> None:
        rows = [(self._name, href, *row) for e in events if (row := _row(e))]
        self._cache.executemany("INSERT INTO occurrence VALUES (?, ?, ?, ?, ?)", rows)

    def _read(self, href: str, etag: str, ics: bytes) -> Stored:
        return read_stored(href, etag, ics.decode("utf-8", "surrogatepass"), self._name, self._source)

    def _one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._cache.execute(query, (self._name, *values)).fetchone()
        return row


def _row(event: Event) -> tuple[float, float, str] | None:
    """An event as it is kept; None at the ends of time, where no zone can be changed."""
    try:
        kept = replace(event, start=event.start.astimezone(UTC), end=event.end.astimezone(UTC))
    except OverflowError:
        return None
    return kept.start.timestamp(), kept.end.timestamp(), _EVENT.dump_json(kept).decode()


def _in_utc(kept: Event) -> Event:
    """With the one zone object that datetimes compare fast by; the parser makes one for each time."""
    return replace(kept, start=kept.start.replace(tzinfo=UTC), end=kept.end.replace(tzinfo=UTC))


def _fingerprint(source: Source) -> str:
    """What the reading of a calendar depends on."""
    return " ".join((source.url, source.zone, *sorted(source.addresses)))


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _covers(window: Interval, within: Interval) -> bool:
    return window.start <= within.start and within.end <= window.end
