"""Calendars by CalDAV (RFC 4791), with a local copy kept by sync-collection (RFC 6578).

Promises: reading asks the server only for what changed; where it knows no sync-collection, the
entity tags are compared, guarded by the calendar's tag where there is one. A write is a PUT with
If-None-Match: * or If-Match. A write whose answer was lost may be repeated: if the same event
already stands there, that is success. Every failure is a TemporaryError, a PermanentError, or a Conflict.
Never does: let the server expand series, search without bounds, send invitations, or wait on a
rate limit; it says TemporaryError with the server's Retry-After instead.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urljoin
from xml.sax.saxutils import escape

import structlog
from caldav.davclient import DAVClient
from caldav.lib import error as dav
from caldav.response import CalendarQueryResult

from secretary.act.calendars.cache import open_cache, remove_cache
from secretary.act.calendars.failures import ForgottenError, UidTakenError, raise_for, refusal
from secretary.act.calendars.inbox import OwnersWord
from secretary.act.calendars.reports import CTAG, CTAG_NAME, ETAGS, MULTIGET, SYNC, folder_of, path_of, resource_name_of
from secretary.act.calendars.shelf import Shelf
from secretary.act.calendars.stored import (
    Source,
    Stored,
    master,
    read_stored,
    same_but_answers,
    same_event,
    with_answers_of,
)
from secretary.domain.errors import Conflict, PermanentError, TemporaryError, Unreachable
from secretary.domain.event import Event, Interval

TIMEOUT_SECONDS = 30  # a month's query on a large calendar takes a slow server up to 5 s
FRESH_SECONDS = 20.0  # how old the copy may be when nobody asked for a fresh look
MAX_RANGE = timedelta(days=400)  # a year and a bit; more is a mistake, and expansion costs per day
BATCH = 100  # resources asked for in one calendar-multiget
MAX_PAGES = 200  # of a truncated sync-collection (RFC 6578 section 3.6)
GONE_TOKEN = frozenset({403, 409, 410, 412, 507})  # what servers say to a token they forgot
OK, MULTI_STATUS, NOT_FOUND, PRECONDITION = 200, 207, 404, 412

T = TypeVar("T")
log = structlog.get_logger("secretary.calendars")


@dataclass(slots=True)
class _Copy:
    """The local copy of one calendar. `syncs` turns False once sync-collection was refused."""

    url: str
    objects: Shelf
    syncs: bool = True
    looked: float | None = None
    owner: OwnersWord = field(default_factory=OwnersWord)


@dataclass(frozen=True, slots=True)
class _News:
    """Changed (href → etag) and gone resources, and up to where that is known."""

    changed: dict[str, str]
    gone: set[str]
    token: str = ""
    ctag: str = ""


class CaldavCalendars:
    """The calendars of one account; fulfils `secretary.ports.Calendars`.

    `password` is called at log-in only. `calendars` maps the office's names to their sources.
    `cache` is the file that keeps the copies between starts; None: they are in memory only.
    """

    def __init__(
        self,
        server: str,
        *,
        user: str,
        password: Callable[[], str],
        calendars: Mapping[str, Source],
        ca_file: str = "",
        timeout: int = TIMEOUT_SECONDS,
        cache: Path | None = None,
    ) -> None:
        self._server = server if server.endswith("/") else f"{server}/"
        self._user, self._password, self._ca_file, self._timeout = user, password, ca_file, timeout
        self._sources = dict(calendars)
        self._cache_file, self._cache = cache, None  # type: Path | None, sqlite3.Connection | None
        self._copies: dict[str, _Copy] = {}
        self._session: DAVClient | None = None
        # The session is synchronous and not made for several threads: one thread owns it.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="caldav")

    async def events(self, calendar: str, within: Interval, *, fresh: bool = False) -> tuple[Event, ...]:
        """Occurrences that touch the interval, in order of their start."""
        if within.length > MAX_RANGE:
            raise PermanentError("More than 400 days of a calendar were asked for.", remedy="Shorten the horizon.")
        return await self._run(lambda: self._events(calendar, within, fresh=fresh))

    async def find(self, calendar: str, uid: str) -> Event | None:
        """The stored event with this UID, after a fresh look."""
        return await self._run(lambda: self._find(calendar, uid))

    async def put(self, calendar: str, uid: str, ics: str, *, etag: str = "") -> str:
        """Create, replace or overwrite; the new entity tag. Raises Conflict."""
        return await self._run(lambda: self._put(calendar, uid, ics, etag))

    async def delete(self, calendar: str, uid: str) -> bool:
        """Remove; False when it was gone already."""
        return await self._run(lambda: self._delete(calendar, uid))

    async def text(self, calendar: str, uid: str) -> str:
        """The stored event as iCalendar text, after a fresh look; "" where there is none."""
        return await self._run(lambda: self._text(calendar, uid))

    async def availability(self, calendar: str) -> str:
        """What the calendar's owner says of when they can be met (RFC 7953), read anew after some minutes."""
        return await self._run(lambda: self._copy(calendar).owner.said(self._request, self._copy(calendar).url))

    async def offered(self) -> tuple[str, ...]:
        """The addresses of all calendars that the server shows to this account (RFC 4791 section 6.2.1)."""
        return await self._run(self._offered)

    async def close(self) -> None:
        """Close the session. Idempotent."""
        session, self._session = self._session, None
        loop = asyncio.get_running_loop()
        if session is not None:
            await loop.run_in_executor(self._thread, session.close)
        await loop.run_in_executor(self._thread, self._close_cache)
        self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._safely(work))

    def _safely(self, work: Callable[[], T]) -> T:
        """A cache that breaks under way is begun anew; the next try reads from the server."""
        try:
            return work()
        except sqlite3.Error as error:
            log.warning("calendar-cache-begun-anew", problem=str(error))
            self._close_cache()
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                remove_cache(self._cache_file)
            else:
                self._cache_file = None  # a full disk: the copy is in memory from here on
            raise TemporaryError("The copy of the calendars broke and is read anew.") from error

    def _close_cache(self) -> None:
        cache, self._cache = self._cache, None
        self._copies.clear()
        if cache is not None:
            cache.close()

    # --- on the session's thread ---------------------------------------------------------

    def _copy(self, calendar: str) -> _Copy:
        if calendar not in self._sources:
            known = ", ".join(sorted(self._sources)) or "none"
            raise PermanentError(f"There is no calendar {calendar!r}.", remedy=f"Known calendars: {known}.")
        if calendar not in self._copies:
            self._cache = self._cache or open_cache(self._cache_file)
            source = self._sources[calendar]
            shelf = Shelf(calendar, source, self._cache)
            self._copies[calendar] = _Copy(folder_of(urljoin(self._server, source.url)), shelf)
        return self._copies[calendar]

    def _offered(self) -> tuple[str, ...]:
        try:
            return tuple(sorted(str(c.url) for c in self._open().principal().calendars()))  # type: ignore[no-untyped-call]
        except (OSError, dav.DAVError, AttributeError, ValueError):
            return ()  # a help for the operator; a server that does not tell is not wrong

    def _events(self, calendar: str, within: Interval, *, fresh: bool) -> tuple[Event, ...]:
        copy = self._copy(calendar)
        copy.objects.foresee(within)
        if fresh or copy.looked is None or time.monotonic() - copy.looked > FRESH_SECONDS:
            self._refresh(calendar)
        return copy.objects.between(within)

    def _find(self, calendar: str, uid: str) -> Event | None:
        copy = self._copy(calendar)
        self._refresh(calendar)
        stored = copy.objects.by_uid(uid)
        return master(stored, calendar, self._sources[calendar]) if stored else None

    def _text(self, calendar: str, uid: str) -> str:
        copy = self._copy(calendar)
        self._refresh(calendar)
        stored = copy.objects.by_uid(uid)
        return stored.ics if stored else ""

    def _put(self, calendar: str, uid: str, ics: str, etag: str) -> str:
        copy = self._copy(calendar)
        known = copy.objects.by_uid(uid)
        url = urljoin(copy.url, quote(known.href)) if known else f"{copy.url}{resource_name_of(uid)}"
        condition = {} if etag == "*" else {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        try:
            answer = self._request(url, "PUT", ics, headers)
        except UidTakenError:
            return self._stands_already(calendar, uid, ics)
        if answer.status in {PRECONDITION, 409} or (answer.status == NOT_FOUND and etag not in {"", "*"}):
            newer = self._only_answered(calendar, uid, known) if known and known.etag == etag else None
            if newer is None:
                return self._stands_already(calendar, uid, ics)
            return self._put(calendar, uid, with_answers_of(ics, newer.ics), newer.etag)
        raise_for(answer.status, "write an event")
        return self._remember(calendar, url, ics, str(answer.headers.get("ETag") or ""))

    def _only_answered(self, calendar: str, uid: str, known: Stored) -> Stored | None:
        """What stands now, where nothing but answers of Attendees came since.

        A server that schedules notes them by itself. RFC 6638 section 3.2.10 has Schedule-Tag for this; some servers
        keep that tag through changes of the time too, so that it would guard nothing.
        """
        self._refresh(calendar)
        stored = self._copy(calendar).objects.by_uid(uid)
        changed = stored is not None and stored.etag != known.etag
        return stored if stored and changed and same_but_answers(known.ics, stored.ics) else None

    def _stands_already(self, calendar: str, uid: str, ics: str) -> str:
        """The etag of the very event that was to be written, or Conflict: somebody else's stands there."""
        self._refresh(calendar)
        stored = self._copy(calendar).objects.by_uid(uid)
        if stored and same_event(stored.ics, ics):
            return stored.etag
        raise Conflict("The event was changed or exists already.", remedy="Read the calendar again before writing.")

    def _remember(self, calendar: str, url: str, ics: str, etag: str) -> str:
        """Write through: what was just stored is in the copy at once, with the tag the server gave it."""
        if not etag:  # the server rewrote the text (RFC 4791 section 5.3.4): ask for what stands there
            answer = self._request(url, "GET")
            raise_for(answer.status, "read an event back")
            etag, ics = str(answer.headers.get("ETag") or ""), str(answer.raw)
        href = path_of(url)
        shelf = self._copy(calendar).objects
        shelf.put(read_stored(href, etag, ics, calendar, self._sources[calendar]))
        shelf.save()
        return etag

    def _delete(self, calendar: str, uid: str) -> bool:
        copy = self._copy(calendar)
        self._refresh(calendar)
        stored = copy.objects.by_uid(uid)
        if stored is None:
            return False
        # Nobody is told by the server: whoever cancels writes the mail (RFC 6638 section 8.1).
        answer = self._request(urljoin(copy.url, quote(stored.href)), "DELETE", "", {"Schedule-Reply": "F"})
        if answer.status != NOT_FOUND:
            raise_for(answer.status, "remove an event")
        copy.objects.drop(stored.href)
        copy.objects.save()
        return bool(answer.status != NOT_FOUND)

    def _refresh(self, calendar: str) -> None:
        """Bring the copy up to date; a copy that was begun and not finished is not taken as looked at."""
        copy = self._copy(calendar)
        news = (self._by_token(copy) if copy.syncs else None) or self._by_etags(copy)
        self._fetch(calendar, [h for h, e in news.changed.items() if not copy.objects.has(h, e)])
        for href in news.gone:
            copy.objects.drop(href)
        # Only now: what was told and not fetched would not be told again.
        if (copy.objects.token, copy.objects.ctag) != (news.token, news.ctag) or news.changed or news.gone:
            copy.objects.token, copy.objects.ctag = news.token, news.ctag
            copy.objects.save()
        copy.looked = time.monotonic()

    def _by_token(self, copy: _Copy) -> _News | None:
        """What happened since the token; None where that is not spoken."""
        changed: dict[str, str] = {}
        gone: set[str] = set()
        token, whole = copy.objects.token, not copy.objects.token
        for _ in range(MAX_PAGES):
            answer = self._sync(copy, token)
            if answer is None:
                token, whole, changed, gone = "", True, {}, set()
                continue
            if answer.status not in {OK, MULTI_STATUS}:
                self._no_sync(copy, answer.status)
                return None
            page = answer.parse_sync_collection()
            changed |= {path_of(r.href): r.etag or "" for r in page.changed if _is_resource(r.href, copy)}
            gone |= {path_of(href) for href in page.deleted}
            token = page.sync_token or ""
            if not page.truncated:
                break
        if not token:
            self._no_sync(copy, MULTI_STATUS)
            return None
        gone = copy.objects.hrefs() if whole else gone
        return _News(changed, gone - set(changed), token=token)

    def _sync(self, copy: _Copy, token: str) -> Any:  # noqa: ANN401 - the library's answer
        """The server's answer, or None when it has forgotten the token (RFC 6578 section 3.2)."""
        try:
            answer = self._request(copy.url, "REPORT", SYNC.format(escape(token)), {"Depth": "0"})
        except ForgottenError:
            if not token:
                raise
            return None
        return None if token and answer.status in GONE_TOKEN else answer

    def _no_sync(self, copy: _Copy, status: int) -> None:
        """Give sync-collection up for good where it is not spoken; a broken server is another matter."""
        if status >= 500 and status != 501:  # noqa: PLR2004 - RFC 9110 section 15.6: the server's own failures
            raise_for(status, "read a calendar")
        if status == NOT_FOUND:
            raise_for(status, "read a calendar")
        copy.syncs = False

    def _by_etags(self, copy: _Copy) -> _News:
        """The same by comparing all entity tags, unless the calendar's own tag says nothing changed."""
        ctag = self._ctag(copy)
        if ctag and ctag == copy.objects.ctag:
            return _News({}, set(), ctag=ctag)
        answer = self._request(copy.url, "REPORT", ETAGS, {"Depth": "1"})
        raise_for(answer.status, "read a calendar")
        there = {path_of(r.href): r.etag or "" for r in answer.parse_calendar_query() if _is_resource(r.href, copy)}
        return _News(there, copy.objects.hrefs() - set(there), ctag=ctag)

    def _ctag(self, copy: _Copy) -> str:
        answer = self._request(copy.url, "PROPFIND", CTAG, {"Depth": "0"})
        if answer.status != MULTI_STATUS:
            return ""
        return next((str(p.properties.get(CTAG_NAME) or "") for p in answer.parse_propfind()), "")

    def _fetch(self, calendar: str, hrefs: Sequence[str]) -> None:
        copy, source = self._copy(calendar), self._sources[calendar]
        for first in range(0, len(hrefs), BATCH):
            for got in self._multiget(copy, hrefs[first : first + BATCH]):
                href = path_of(got.href)
                if got.calendar_data is None:
                    copy.objects.drop(href)
                    continue
                stored = read_stored(href, got.etag or "", got.calendar_data, calendar, source)
                copy.objects.put(stored)
                if stored.defect:
                    log.warning("calendar-entry-unreadable", calendar=calendar, href=href, problem=stored.defect)

    def _multiget(self, copy: _Copy, hrefs: Iterable[str]) -> list[CalendarQueryResult]:
        names = "".join(f"<d:href>{escape(quote(href))}</d:href>" for href in hrefs)
        answer = self._request(copy.url, "REPORT", MULTIGET.format(names), {"Depth": "0"})
        raise_for(answer.status, "read events")
        return list(answer.parse_calendar_query())

    def _request(self, url: str, method: str, body: str = "", headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - the library's answer
        try:
            return self._open().request(url, method, body, {"Content-Type": "text/xml", **(headers or {})})
        except dav.RateLimitError as error:
            busy = "The calendar server asks to wait."
            raise Unreachable(busy, retry_after=error.retry_after_seconds) from error
        except dav.AuthorizationError as error:
            named = " ".join(map(str, error.preconditions or ()))
            raise refusal(error.status or 0, method, named) from error
        except (OSError, dav.DAVError) as error:
            # Repeating a write is safe here: every write has a precondition and knows its own event.
            self._session, broken = None, f"The calendar server does not answer ({type(error).__name__})."
            raise Unreachable(broken, remedy="Check the server and the network.") from error

    def _open(self) -> DAVClient:
        if self._session is None:
            self._session = DAVClient(
                url=self._server,
                username=self._user or None,
                password=self._password() if self._user else None,
                timeout=self._timeout,
                ssl_verify_cert=self._ca_file or True,
                enable_rfc6764=False,
                rate_limit_handle=False,
            )
        return self._session


def _is_resource(href: str, copy: _Copy) -> bool:
    return not href.endswith("/") and path_of(href) != path_of(copy.url)
