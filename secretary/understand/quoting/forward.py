"""The inner mail of a forwarded one, from the header block that the program printed.

Never does: invent a zone; a date without one is read in the zone the caller names.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from secretary.domain.address import Address
from secretary.domain.reading import ForwardedMail
from secretary.understand.mime.addresses import parse_addresses

_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mar": 3, "mrz": 3, "mae": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})\b")
_DAY_MONTH = re.compile(r"(?i)\b(\d{1,2})(?:\.|st|nd|rd|th)?\s+([a-zä]{3})[a-zä]{0,7}\.?,?\s+(\d{4}|\d{2})\b")
_MONTH_DAY = re.compile(r"(?i)\b([a-zä]{3})[a-zä]{0,7}\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_CLOCK = re.compile(r"(?i)\b(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\b)?")
_DOTTED = re.compile(r"(?i)\b(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?:\s?([ap])\.?m\b)?")
_OFFSET = re.compile(r"(?:GMT|UTC)?\s?([+-])(\d{2}):?(\d{2})\b|\b(?:GMT|UTC)([+-])(\d{1,2})\b")
_ZONES = {
    "mez": 1,
    "cet": 1,
    "mesz": 2,
    "cest": 2,
    "gmt": 0,
    "utc": 0,
    "bst": 1,
    "est": -5,
    "edt": -4,
    "pst": -8,
    "pdt": -7,
}
_ZONE = re.compile(r"(?i)\b(" + "|".join(_ZONES) + r")\b")
_LINK = re.compile(r"(?i)<mailto:[^<>]{1,300}>|\[mailto:([^\[\]]{1,300})\]")
_CENTURY = 2000


def forwarded_mail(values: dict[str, str], text: str, zone: tzinfo | None) -> ForwardedMail:
    """A ForwardedMail of header values by role ("from", "sent", "to", "subject") and its text."""
    writers = addresses(values.get("from", ""))
    sent = values.get("sent", "")
    return ForwardedMail(
        from_=writers[0] if writers else None,
        to=addresses(values.get("to", "")),
        date=read_date(sent, zone),
        date_text=sent,
        subject=values.get("subject", ""),
        text=text,
    )


def addresses(value: str) -> tuple[Address, ...]:
    """The people of a printed header value; where only a name was printed, a name without address."""
    value = _LINK.sub(lambda found: f"<{found.group(1)}>" if found.group(1) else "", value).strip()
    found = parse_addresses(value)
    if found or not value:
        return found
    return tuple(Address("", name.strip("\"' ")) for name in value.split(";") if name.strip("\"' "))


def read_date(text: str, zone: tzinfo | None) -> datetime | None:
    """The moment a printed date means; None where it has no zone and none is given, or is no date."""
    day = _day(text)
    if day is None:
        return None
    clock = _CLOCK.search(text) or _DOTTED.search(text, day[1])
    hour, minute = (int(clock.group(1)), int(clock.group(2))) if clock else (0, 0)
    if clock and clock.group(4):
        hour = hour % 12 + (12 if clock.group(4).lower() == "p" else 0)
    place = _zone(text) or zone
    try:
        return datetime(*day[0], hour, minute, tzinfo=place) if place else None
    except ValueError:
        return None


def _day(text: str) -> tuple[tuple[int, int, int], int] | None:
    """Year, month, day, and where the date ends in the text."""
    if found := _ISO.search(text):
        return (int(found.group(1)), int(found.group(2)), int(found.group(3))), found.end()
    if found := _NUMBERS.search(text):
        first, second, year = int(found.group(1)), int(found.group(3)), _year(found.group(4))
        # "3/14/2026" and, with am or pm, "3/4/2026" are American.
        american = found.group(2) == "/" and (second > 12 or (first <= 12 and re.search(r"(?i)\d ?[ap]\.?m\b", text)))  # noqa: PLR2004
        return ((year, first, second) if american else (year, second, first)), found.end()
    if found := _DAY_MONTH.search(text):
        month = _MONTHS.get(found.group(2).lower())
        return ((_year(found.group(3)), month, int(found.group(1))), found.end()) if month else None
    if found := _MONTH_DAY.search(text):
        month = _MONTHS.get(found.group(1).lower())
        return ((int(found.group(3)), month, int(found.group(2))), found.end()) if month else None
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else _CENTURY + int(digits)  # noqa: PLR2004 - two digits


def _zone(text: str) -> tzinfo | None:
    if found := _OFFSET.search(text):
        sign = found.group(1) or found.group(4)
        hours, minutes = int(found.group(2) or found.group(5)), int(found.group(3) or 0)
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(offset if sign == "+" else -offset) if offset < timedelta(hours=24) else None
    named = _ZONE.search(text)
    if not named:
        return None
    hours = _ZONES[named.group(1).lower()]
    return timezone(timedelta(hours=hours)) if hours else UTC
