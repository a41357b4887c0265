"""Dates, times and money as a good secretary writes them, in German and English.

Promises: weekday, date, time, and the zone where anyone could wonder; never a relative word.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency

LOCALES = {"de": "de_DE", "en": "en_GB"}


class Span(Protocol):
    """A time to show: aware start and end, and the zones to name, the first one's clock first."""

    @property
    def start(self) -> datetime:
        """When it begins."""
        ...

    @property
    def end(self) -> datetime:
        """When it ends."""
        ...

    @property
    def zones(self) -> tuple[str, ...]:
        """IANA names; one or none when all parties share a clock."""
        ...


class Venue(Protocol):
    """How one gets to a meeting; "" for what is not known. `caller` is "office" or "party" where somebody rings up."""

    @property
    def place(self) -> str:
        """Where, on site."""
        ...

    @property
    def link(self) -> str:
        """The video room."""
        ...

    @property
    def phone(self) -> str:
        """The number that is rung."""
        ...

    @property
    def caller(self) -> str:
        """Who rings up."""
        ...

    @property
    def name(self) -> str:
        """The person of the office."""
        ...


def day(value: date, language: str) -> str:
    """Di, 14. Juli 2026 / Tue, 14 July 2026."""
    weekday = format_date(value, "EEE", locale=LOCALES[language]).rstrip(".")
    pattern = "d. MMMM y" if language == "de" else "d MMMM y"
    return f"{weekday}, {format_date(value, pattern, locale=LOCALES[language])}"


def moment(value: datetime, language: str) -> str:
    """Di, 14. Juli 2026, 12:00 Uhr."""
    return f"{day(value.date(), language)}, {value:%H:%M}{_oclock(language)}"


def span(value: Span, language: str) -> str:
    """Di, 14. Juli 2026, 10:00–10:30 Uhr; with other zones: (Berlin) / 09:00 (London)."""
    zones = value.zones
    start, end = _in_zone(value.start, zones), _in_zone(value.end, zones)
    shown = f"{day(start.date(), language)}, {start:%H:%M}–{end:%H:%M}{_oclock(language)}"
    if len(zones) < 2:  # noqa: PLR2004 - one zone needs no name
        return shown
    others = (_elsewhere(value.start, start, zone, language) for zone in zones[1:])
    return " / ".join((f"{shown} ({city(zones[0])})", *others))


def _in_zone(value: datetime, zones: tuple[str, ...]) -> datetime:
    return value.astimezone(ZoneInfo(zones[0])) if zones else value


def _elsewhere(value: datetime, first: datetime, zone: str, language: str) -> str:
    there = value.astimezone(ZoneInfo(zone))
    date_too = f"{day(there.date(), language)}, " if there.date() != first.date() else ""
    return f"{date_too}{there:%H:%M} ({city(zone)})"


def city(zone: str) -> str:
    """Europe/Berlin is Berlin."""
    return zone.rpartition("/")[2].replace("_", " ")


def where(value: Venue, language: str) -> str:
    """How one gets to a meeting, in a sentence: place, link, or who rings up whom; "" where nothing is known."""
    return " ".join(_WHERE[language].get(_way(value), "").format(v=value).split())


def _way(value: Venue) -> str:
    if value.place or value.link:
        return "place" if value.place else "link"
    return f"{value.caller}-{'number' if value.phone else 'unknown'}" if value.caller else ""


_WHERE = {
    "de": {
        "place": "Ort: {v.place}",
        "link": "Zum Video: {v.link}",
        "office-number": "{v.name} ruft Sie unter {v.phone} an.",
        "office-unknown": "{v.name} ruft Sie an.",
        "party-number": "Bitte rufen Sie {v.name} unter {v.phone} an.",
    },
    "en": {
        "place": "Place: {v.place}",
        "link": "Video link: {v.link}",
        "office-number": "{v.name} will ring you at {v.phone}.",
        "office-unknown": "{v.name} will ring you.",
        "party-number": "Please ring {v.name} at {v.phone}.",
    },
}


def money(value: Decimal, language: str, currency: str = "EUR") -> str:
    """1.234,56 € / €1,234.56."""
    return str(format_currency(value, currency, locale=LOCALES[language]))


def _oclock(language: str) -> str:
    return " Uhr" if language == "de" else ""
