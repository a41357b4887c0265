"""Stored calendar objects, and the occurrences they have in a stretch of time.

Promises: series are expanded in bounded ranges only; a series that recurs by the minute or second
counts as busy throughout instead of being expanded; an object that cannot be read has no
occurrences and is named in `defect`.
Never does: reach a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component

from secretary.domain.event import Event, EventStatus, Interval, Partstat
from secretary.understand import itip
from secretary.understand.ics import UNREADABLE, components_of

MAX_OBJECT_CHARS = 1_000_000  # a series with hundreds of exceptions; larger ones are not calendar entries
TOO_DENSE = frozenset({"SECONDLY", "MINUTELY"})  # no meeting recurs like that, an attack does


@dataclass(frozen=True, slots=True)
class Source:
    """One calendar: its URL (absolute or below the server's), its owner's zone and addresses."""

    url: str
    zone: str = "Europe/Berlin"
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stored:
    """One resource of a calendar (RFC 4791 section 4.1: all components share one UID)."""

    href: str
    etag: str
    ics: str = field(repr=False)
    uid: str = ""
    fixed: tuple[Event, ...] = ()
    series: Calendar | None = field(default=None, repr=False)
    defect: str = ""


def read_stored(href: str, etag: str, ics: str, name: str, source: Source) -> Stored:
    """Parse a resource once; total."""
    try:
        if len(ics) > MAX_OBJECT_CHARS:
            return Stored(href, etag, ics, defect="larger than is read")
        calendar = components_of(ics)
        components = calendar.walk("VEVENT")
        uid = next((u for c in components if (u := itip.text_of(c, "UID"))), "")
        if any(_recurs(c) for c in components):
            return Stored(href, etag, ics, uid, series=calendar)
        return Stored(href, etag, ics, uid, fixed=tuple(_events(components, etag, name, source)))
    except UNREADABLE as error:
        return Stored(href, etag, ics, defect=f"not iCalendar: {type(error).__name__}")


def occurrences(stored: Stored, within: Interval, name: str, source: Source) -> tuple[Event, ...]:
    """The occurrences that touch the interval."""
    if stored.series is None:
        return tuple(e for e in stored.fixed if touches(e, within))
    try:
        if any(_too_dense(c) for c in stored.series.walk("VEVENT")):
            return (Event(stored.uid, within.start, within.end, calendar=name, etag=stored.etag),)
        start, end = within.start.astimezone(UTC), within.end.astimezone(UTC)
        found = recurring_ical_events.of(stored.series, skip_bad_series=True).between(start, end)
        return tuple(e for e in _events(found, stored.etag, name, source) if touches(e, within))
    except UNREADABLE:
        # A series that defies expansion must not become free time by that.
        return (Event(stored.uid, within.start, within.end, calendar=name, etag=stored.etag),)


def expanded(ics: str, within: Interval, name: str, source: Source) -> tuple[Event, ...]:
    """The occurrences of a text that stands in no calendar yet."""
    return occurrences(read_stored("", "", ics, name, source), within, name, source)


def master(stored: Stored, name: str, source: Source) -> Event | None:
    """The stored event itself: the first component, unexpanded."""
    if stored.series is None:
        return stored.fixed[0] if stored.fixed else None
    return next(iter(_events(stored.series.walk("VEVENT"), stored.etag, name, source)), None)


def same_event(one: str, other: str) -> bool:
    """Whether two texts say the same of an event, whatever a server did to them."""
    found = [_said(text) for text in (one, other)]
    return found[0] is not None and found[0] == found[1]


ANSWERS = frozenset({"PARTSTAT", "SCHEDULE-STATUS", "RSVP", "SCHEDULE-FORCE-SEND"})  # what a server notes by itself
UNTOLD = frozenset({"DTSTAMP", "LAST-MODIFIED", "REQUEST-STATUS", "BEGIN", "END"})  # change with an answer, or are none


def same_but_answers(one: str, other: str) -> bool:
    """Whether two texts say the same of an event but for who has answered how (RFC 6638 section 3.2.10)."""
    try:
        return _lines_of(one) == _lines_of(other)
    except UNREADABLE:
        return False


def _lines_of(ics: str) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each property of the events, without answers."""
    return sorted(
        (name, str(sorted((k, str(v)) for k, v in _params(value).items() if not _of_answer(k))), str(_bare(value)))
        for component in components_of(ics).walk("VEVENT")
        for name, value in component.property_items(recursive=False)
        if name not in UNTOLD
    )


def _of_answer(parameter: str) -> bool:
    return parameter in ANSWERS or parameter.startswith("X-")


def _bare(value: Any) -> bytes:  # noqa: ANN401 - properties have many types
    return bytes(value.to_ical())


def with_answers_of(ics: str, stored: str) -> str:
    """The text with the answers that stand beside the same Attendees, unless it sets another time.

    Who agreed to the old time has not agreed to a new one.
    """
    ours, theirs = components_of(ics), components_of(stored).walk("VEVENT")
    given = {str(line): _params(line).get("PARTSTAT") for e in theirs for line in _attendees(e)}
    starts = {itip.value_of(e, "DTSTART") for e in theirs}
    for event in ours.walk("VEVENT"):
        for line in _attendees(event) if itip.value_of(event, "DTSTART") in starts else ():
            if given.get(str(line)) and line.params.get("PARTSTAT") == Partstat.NEEDS_ACTION.value:
                line.params["PARTSTAT"] = given[str(line)]
    return bytes(ours.to_ical()).decode("utf-8")


def _attendees(event: Component) -> list[Any]:
    held = event.get("ATTENDEE")
    return held if isinstance(held, list) else [] if held is None else [held]


def _params(value: object) -> Mapping[str, object]:
    held: Mapping[str, object] = getattr(value, "params", {})
    return held


def _said(ics: str) -> tuple[object, ...] | None:
    nowhere = Source("")
    event = master(read_stored("", "", ics, "", nowhere), "", nowhere)
    if event is None:
        return None
    attendees = frozenset((a.address.key, a.partstat) for a in event.attendees)
    return event.uid, event.start, event.end, event.status, event.sequence, event.summary, attendees


def _recurs(component: Component) -> bool:
    return any(name in component for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _too_dense(component: Component) -> bool:
    rules = component.get("RRULE")
    held = rules if isinstance(rules, list) else [rules] if rules else []
    return any(str(f).upper() in TOO_DENSE for rule in held for f in rule.get("FREQ", []))


def touches(event: Event, within: Interval) -> bool:
    """Whether an event shares time with the interval; one without length counts at its start."""
    return event.start < within.end and max(event.end, event.start) >= within.start and event.end != within.start


def _events(components: Iterable[Component], etag: str, name: str, source: Source) -> Iterable[Event]:
    for component in components:
        start, end = itip.span_of(component, ZoneInfo(source.zone))
        if start is not None and end is not None:
            yield _event(component, Interval(start, end), etag, name, source)


def _event(component: Component, span: Interval, etag: str, name: str, source: Source) -> Event:
    attendees = itip.attendees_of(component)
    own: Partstat | None = next((a.partstat for a in attendees if a.address.key in source.addresses), None)
    status = itip.text_of(component, "STATUS").upper()
    return Event(
        uid=itip.text_of(component, "UID"),
        start=span.start,
        end=span.end,
        summary=itip.text_of(component, "SUMMARY"),
        status=EventStatus(status) if status in EventStatus.__members__ else EventStatus.CONFIRMED,
        transparent=itip.text_of(component, "TRANSP").upper() == "TRANSPARENT",
        all_day=itip.all_day(component),
        own_partstat=own,
        calendar=name,
        etag=etag,
        sequence=itip.number_of(component, "SEQUENCE"),
        location=itip.text_of(component, "LOCATION"),
        description=itip.text_of(component, "DESCRIPTION"),
        organizer=itip.organizer_of(component),
        attendees=attendees,
    )
