# ruff: noqa: PLC0415 - each library is imported only where it is there
"""Other libraries that read times, behind the face that `tests.accuracy.times` measures.

They are optional and no dependency of anything: those that can be imported are measured. They say
less about a time than the corpus asks for, so they are judged by less: the first expression only,
its start (the day alone, where no clock time was written) and its end where they give one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.accuracy.times import Case, Gold, Reader

CTPARSE_UNITS = {"minutes": 1, "hours": 60, "days": 1440, "nights": 1440, "weeks": 10080, "months": 43200}


@dataclass(frozen=True, slots=True)
class Found:
    """What a library says about an expression, on the wall of the writer's zone unless aware."""

    start: datetime | None = None
    end: datetime | None = None
    duration: timedelta | None = None


def readers() -> Iterator[tuple[str, Reader | None]]:
    """Every library by name; None for one that is not there."""
    for name, build in (("dateparser", _dateparser), ("ctparse", _ctparse), ("parsedatetime", _parsedatetime)):
        try:
            yield name, build()
        except ImportError:
            yield name, None


def _reference(case: Case) -> datetime:
    return datetime.fromisoformat(case["at"]).replace(tzinfo=None)


def _dateparser() -> Reader:
    import dateparser
    from dateparser.search import search_dates

    def read(case: Case) -> list[list[Found]]:
        options = {
            "languages": [case["lang"]],
            "settings": {"RELATIVE_BASE": _reference(case), "PREFER_DATES_FROM": "future"},
        }
        whole = dateparser.parse(case["text"], **options)  # a bare phrase is read better so
        found = [("", whole)] if whole else search_dates(case["text"], **options) or []
        return [[Found(moment)] for _, moment in found[:1]]

    return read


def _ctparse() -> Reader:
    import logging

    from ctparse import ctparse

    logging.getLogger("ctparse").setLevel(logging.CRITICAL)

    def read(case: Case) -> list[list[Found]]:
        production = ctparse(case["text"], ts=_reference(case), timeout=1.0)
        found = _of_ctparse(production.resolution) if production else None
        return [[found]] if found else []

    return read


def _of_ctparse(resolution: Any) -> Found | None:
    if hasattr(resolution, "unit"):
        return Found(duration=timedelta(minutes=resolution.value * CTPARSE_UNITS[resolution.unit.value]))
    if not hasattr(resolution, "t_from"):
        start = _moment(resolution.start)
        return Found(start) if start else None
    first, last = resolution.t_from, resolution.t_to
    return Found(_moment(first), _moment(last.end if last and last.hour is None else last))


def _moment(point: Any) -> datetime | None:
    """The moment that ctparse gives; None for half a date."""
    return point.dt if point and None not in {point.year, point.month, point.day} else None


def _parsedatetime() -> Reader:
    import parsedatetime

    calendars = {
        language: parsedatetime.Calendar(parsedatetime.Constants(locale, usePyICU=False))
        for language, locale in (("de", "de_DE"), ("en", "en_US"))
    }

    def read(case: Case) -> list[list[Found]]:
        found = calendars[case["lang"]].nlp(case["text"], sourceTime=_reference(case)) or ()
        return [[Found(moment)] for moment, *_ in found[:1]]

    return read


# --- judging by what they say -----------------------------------------------------------


def first_only(case: Case) -> Mapping[str, Any]:
    """The case with its first expression alone."""
    return {name: value for name, value in case.items() if name not in {"more", "otherwise"}}


def fits_loosely(found: Found, gold: Gold, zone: str = "UTC") -> bool:
    """Whether what a library found agrees with an accepted reading, as far as it goes."""
    kind = gold.get("kind", "interval")
    if kind in {"set", "duration"}:
        return kind == "duration" and "duration" in gold and found.duration == timedelta(seconds=gold["duration"])
    if kind == "until":
        return _same(found.end or found.start, gold["end"], zone, last_day=found.end is None)
    if "start" not in gold:
        return found.start is not None and _within(found.start, gold["inside"], zone)
    ends_well = found.end is None or "end" not in gold or _same(found.end, gold["end"], zone, last_day=True)
    return _same(found.start, gold["start"], zone) and ends_well


def _aware(moment: datetime, zone: str) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _within(moment: datetime, stretch: list[str], zone: str) -> bool:
    first, last = map(datetime.fromisoformat, stretch)
    return first <= _aware(moment, zone) <= last


def _same(moment: datetime | None, wanted: str, zone: str, *, last_day: bool = False) -> bool:
    """The same minute; of midnight the same day, or the day that ends then."""
    if moment is None:
        return False
    expected, aware = datetime.fromisoformat(wanted), _aware(moment, zone)
    if expected.hour or expected.minute:
        return abs(aware - expected) < timedelta(minutes=1)
    return aware.date() == expected.date() or (last_day and aware.date() == expected.date() - timedelta(days=1))
