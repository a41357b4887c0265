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


def money(value: Decimal, language: str, currency: str = "EUR") -> str:
    """1.234,56 € / €1,234.56."""
    return str(format_currency(value, currency, locale=LOCALES[language]))


def _oclock(language: str) -> str:
    return " Uhr" if language == "de" else ""
