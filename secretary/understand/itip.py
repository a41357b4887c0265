"""Calendar parts of a mail, read as iTIP messages (RFC 5545, RFC 5546, RFC 6047).

Promises: total on hostile input: sizes, lines, components and attendees are bounded before the
parser sees them; what cannot be read is named in `defects` and never raises.
Never does: judge whether a message is stale or who may send it; that is the negotiation's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, TypeVar

from icalendar import Component

from secretary.domain.address import Address
from secretary.domain.event import Attendee, CalendarMessage, EventStatus, Method, Partstat
from secretary.domain.message import Message, Part
from secretary.understand.ics import UNREADABLE, components_of

MAX_BYTES = 256 * 1024  # an invitation has some kilobytes; a picture inlined as ATTACH is not read
MAX_LINES = 8_000  # as above: unfolding and parsing cost per line
MAX_COMPONENTS = 60  # BEGIN lines: an event with time zone and alarms has fewer than twenty
MAX_PARTS = 4  # the inline part and its attached copy, and once more for a forwarded one
MAX_ATTENDEES = 200  # more is a mailing, not a meeting
MAX_TEXT = 2_000  # characters kept of a summary, place or comment

E = TypeVar("E", bound=StrEnum)


def read_calendar_parts(message: Message) -> tuple[CalendarMessage, ...]:
    """The calendar messages of a mail, each once: the attached copy repeats the inline part."""
    found: dict[tuple[str, str, str], CalendarMessage] = {}
    for part in message.calendar_parts[:MAX_PARTS]:
        for told in read_calendar_part(part):
            found.setdefault((told.method.value, told.uid, told.recurrence_id), told)
    return tuple(found.values())


def read_calendar_part(part: Part) -> tuple[CalendarMessage, ...]:
    """One text/calendar part; unreadable ones give a message without UID and with the defect."""
    text = _decoded(part)
    asked = _method(part.param("method"))
    problem = _too_much(part, text)
    if problem:
        return (_broken(asked, "", problem),)
    try:
        calendar = components_of(text)
        return _messages(calendar, asked, text)
    except UNREADABLE as error:
        return (_broken(asked, text, f"not iCalendar: {type(error).__name__}"),)


def _decoded(part: Part) -> str:
    try:
        return part.content.decode(part.charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return part.content.decode("utf-8", "replace")


def _too_much(part: Part, text: str) -> str:
    """What is beyond the bounds, "" for nothing."""
    if part.truncated or len(part.content) > MAX_BYTES:
        return "larger than is read"
    if text.count("\n") > MAX_LINES:
        return "more lines than are read"
    if text.upper().count("BEGIN:") > MAX_COMPONENTS:
        return "more components than are read"
    return ""


def _broken(method: Method | None, raw: str, defect: str) -> CalendarMessage:
    return CalendarMessage(method or Method.PUBLISH, "", raw=raw, defects=(defect,))


def _messages(calendar: Component, asked: Method | None, raw: str) -> tuple[CalendarMessage, ...]:
    said = _method(str(calendar.get("METHOD", "")))
    defects = ["METHOD and the method parameter differ"] if said and asked and said is not asked else []
    if not (said or asked):
        defects.append("no METHOD")
    method = said or asked or Method.PUBLISH
    events = calendar.walk("VEVENT") or calendar.walk("VFREEBUSY")
    if not events:
        return (_broken(method, raw, "no VEVENT"),)
    return tuple(_message(event, method, raw, tuple(defects)) for event in events)


def _message(event: Component, method: Method, raw: str, defects: tuple[str, ...]) -> CalendarMessage:
    problems = list(defects)
    start, end = span_of(event, UTC)
    if floating(event):
        problems.append("a time without a zone, taken as UTC")
    if start is None and method in {Method.REQUEST, Method.COUNTER}:
        problems.append("no start")
    uid = text_of(event, "UID")
    if not uid:
        problems.append("no UID")
    return CalendarMessage(
        method=method,
        uid=uid,
        sequence=number_of(event, "SEQUENCE"),
        dtstamp=instant_of(value_of(event, "DTSTAMP"), UTC),
        recurrence_id=_recurrence(event),
        start=start,
        end=end,
        summary=text_of(event, "SUMMARY"),
        location=text_of(event, "LOCATION"),
        comment=text_of(event, "COMMENT"),
        status=_member(EventStatus, text_of(event, "STATUS")),
        organizer=organizer_of(event),
        attendees=attendees_of(event),
        raw=raw,
        defects=tuple(problems),
        onwards=_onwards(event),
        recurs="RRULE" in event or "RDATE" in event,
        free_busy=event.name == "VFREEBUSY",
    )


def _onwards(event: Component) -> bool:
    """Whether one date stands for all later ones too (RFC 5545 section 3.2.13)."""
    params = getattr(_first(event.get("RECURRENCE-ID")), "params", {})
    return str(params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _recurrence(event: Component) -> str:
    at = instant_of(value_of(event, "RECURRENCE-ID"), UTC)
    return at.astimezone(UTC).isoformat() if at else ""


def _method(text: str) -> Method | None:
    return _member(Method, text.strip().upper().replace("DECLINE-COUNTER", "DECLINECOUNTER"))


def _member(kind: type[E], text: str) -> E | None:
    try:
        return kind(text.strip().upper())
    except ValueError:
        return None


# --- properties of one component, for everybody who reads iCalendar ---------------------


def value_of(component: Component, name: str) -> Any:  # noqa: ANN401 - iCalendar values have many types
    """The Python value of a property (datetime, date, timedelta), None where absent or unreadable."""
    held = _first(component.get(name))
    return getattr(held, "dt", None)


def text_of(component: Component, name: str) -> str:
    """The text of a property without control characters, at most MAX_TEXT characters."""
    held = _first(component.get(name))
    text = "" if held is None else str(held)[:MAX_TEXT]
    return "".join(c if c.isprintable() else " " for c in text).strip()


def number_of(component: Component, name: str) -> int:
    """A property that counts, 0 where absent, negative or unreadable."""
    try:
        return max(0, int(_first(component.get(name)) or 0))
    except (ValueError, TypeError, OverflowError):
        return 0


def _first(held: object) -> Any:  # noqa: ANN401 - a property or a list of them
    return held[0] if isinstance(held, list) and held else None if isinstance(held, list) else held


def instant_of(value: object, zone: tzinfo) -> datetime | None:
    """An aware instant: a date is its midnight in `zone`, a floating time is one of `zone`."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return datetime.combine(value, time(), zone) if isinstance(value, date) else None


def floating(component: Component) -> bool:
    """Whether DTSTART is a time without a zone (RFC 5545 section 3.3.5, form 1)."""
    value = value_of(component, "DTSTART")
    return isinstance(value, datetime) and value.tzinfo is None


def all_day(component: Component) -> bool:
    """Whether DTSTART is a date (RFC 5545 section 3.6.1)."""
    value = value_of(component, "DTSTART")
    return isinstance(value, date) and not isinstance(value, datetime)


def span_of(component: Component, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Start and exclusive end; without DTEND by DURATION, else a day for dates, else nothing."""
    start = instant_of(value_of(component, "DTSTART"), zone)
    end = instant_of(value_of(component, "DTEND"), zone)
    if start is None or end is not None:
        return start, end if start is None or end is None or end >= start else start
    lasts = value_of(component, "DURATION")
    if not isinstance(lasts, timedelta):
        lasts = timedelta(days=1) if all_day(component) else timedelta()
    try:
        return start, start + max(lasts, timedelta())
    except OverflowError:
        return start, start


def address_of(held: object) -> Address | None:
    """The address of a CAL-ADDRESS with its CN, None where it is no mail address."""
    text = "" if held is None else str(held)
    text = text[7:] if text[:7].lower() == "mailto:" else text
    if "@" not in text or any(c.isspace() or not c.isprintable() or c in "<>,;" for c in text):
        return None
    name = str(getattr(held, "params", {}).get("CN", ""))[:MAX_TEXT]
    return Address(text, "".join(c for c in name if c.isprintable()).strip())


def organizer_of(component: Component) -> Address | None:
    """The Organizer, None where missing (outlook.com leaves it out of replies)."""
    return address_of(_first(component.get("ORGANIZER")))


def attendees_of(component: Component) -> tuple[Attendee, ...]:
    """All Attendees with a mail address."""
    held = component.get("ATTENDEE")
    lines: Iterable[object] = held if isinstance(held, list) else [] if held is None else [held]
    return tuple(a for line in list(lines)[:MAX_ATTENDEES] if (a := _attendee(line)))


def _attendee(line: object) -> Attendee | None:
    address = address_of(line)
    params = getattr(line, "params", {})
    partstat = _member(Partstat, str(params.get("PARTSTAT", ""))) or Partstat.NEEDS_ACTION
    if address is None:
        return None
    required = str(params.get("ROLE", "")).upper() != "OPT-PARTICIPANT"
    to, by = (_addresses(params.get(name)) for name in ("DELEGATED-TO", "DELEGATED-FROM"))
    return Attendee(address, partstat, required, to, by)


def _addresses(held: object) -> tuple[Address, ...]:
    """The addresses in a parameter, of one or several."""
    lines = held if isinstance(held, list) else [] if held is None else [held]
    return tuple(a for line in lines[:MAX_ATTENDEES] if (a := address_of(line)))
