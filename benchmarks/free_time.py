"""How long the search for free time takes with large calendars, beside plain expansion.

    python benchmarks/free_time.py

Five people with 10,000 events each over five years, a tenth of them recurring. "first fill" is paid
once in the life of a copy; "cold" is a new process with the file that an earlier one left, without the
server's answer that nothing changed; "warm" searches again; "plain" expands all events anew with
recurring-ical-events, as a program without a copy of its own would.
"""

from __future__ import annotations

import random
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from tempfile import TemporaryDirectory

import recurring_ical_events
from icalendar import Calendar

from secretary.act.calendars.cache import open_cache
from secretary.act.calendars.shelf import Shelf
from secretary.act.calendars.stored import Source, read_stored
from secretary.domain.event import Interval
from secretary.domain.office import WorkingHours
from secretary.services.appointments.free.availability import Terms, Wish, busy_events, free_slots
from secretary.services.appointments.free.ranking import board, choose
from secretary.services.appointments.settings import AppointmentSettings

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)
PEOPLE, EVENTS, RECURRING = 5, 10_000, 10
HOURS = WorkingHours("Europe/Berlin", {d: ((clock(9), clock(17)),) for d in range(5)}, "DE-BW")
SETTINGS = AppointmentSettings(daily_max=50)
WITHIN = Interval(NOW - timedelta(days=1), NOW + timedelta(days=SETTINGS.horizon_max_days))


def texts(seed: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = []
    for number in range(EVENTS):
        start = NOW + timedelta(days=chance.randrange(-1300, 500), minutes=30 * chance.randrange(-16, 32))
        rule = f"RRULE:FREQ=WEEKLY;COUNT={chance.randrange(2, 30)}\r\n" if number % RECURRING == 0 else ""
        found.append(
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{seed}-{number}\r\n"
            f"DTSTAMP:20260701T000000Z\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT30M\r\n{rule}"
            "SUMMARY:Termin\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    return found


def search(shelves: list[Shelf]) -> tuple[Interval, ...]:
    wish, terms = Wish(timedelta(minutes=30)), Terms(HOURS, SETTINGS, NOW + timedelta(hours=24))
    until = NOW + timedelta(days=SETTINGS.horizon_days)
    events = busy_events((e for s in shelves for e in s.between(Interval(WITHIN.start, until))), SETTINGS)
    return choose(free_slots(wish, terms, events), board(wish, terms, events, NOW), 3)


def timed(name: str, work: object) -> object:
    began = time.perf_counter()
    result = work()  # type: ignore[operator]
    print(f"{name:42} {1000 * (time.perf_counter() - began):10.1f} ms")
    return result


def shelves(cache: sqlite3.Connection) -> list[Shelf]:
    return [Shelf(f"c{number}", Source(f"c{number}/"), cache) for number in range(PEOPLE)]


def fill(opened: list[Shelf], calendars: list[list[str]]) -> None:
    for number, (shelf, one) in enumerate(zip(opened, calendars, strict=True)):
        shelf.foresee(WITHIN)
        for index, text in enumerate(one):
            shelf.put(read_stored(f"/{number}/{index}.ics", "1", text, f"c{number}", Source(f"c{number}/")))
        shelf.save()


def plain(calendars: list[list[str]]) -> int:
    return sum(
        len(recurring_ical_events.of(Calendar.from_ical(text)).between(WITHIN.start, WITHIN.end))
        for one in calendars
        for text in one
    )


def started(file: Path) -> tuple[list[Shelf], tuple[Interval, ...]]:
    opened = shelves(open_cache(file))
    return opened, search(opened)


def main() -> None:
    calendars = [texts(seed) for seed in range(PEOPLE)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "calendars.sqlite3"
        cache = open_cache(file)
        opened = shelves(cache)
        timed("first fill: parse and expand 50,000", lambda: fill(opened, calendars))
        timed("first search after it", lambda: search(opened))
        cache.close()
        opened, first = timed("cold: start with the file, and search", lambda: started(file))  # type: ignore[misc]
        assert timed("warm: search again", lambda: search(opened)) == first
        assert timed("warm: search again", lambda: search(opened)) == first
    timed("plain: parse and expand all anew", lambda: plain(calendars))


if __name__ == "__main__":
    main()
