"""Where a mail's writer is, by the offset of its Date."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.understand.read import Reader
from secretary.understand.when.senders_zone import zone_of_writer

BERLIN = "Europe/Berlin"
MAIL = "From: jane@client.example\nTo: office@office.example\nDate: {}\nSubject: Meeting\n\n{}\n"


def dated(month: int, hours: float) -> datetime:
    return datetime(2026, month, 7, 23, 30, tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("month", "hours", "zone"),
    [
        (7, 2, BERLIN),
        (1, 1, BERLIN),
        (7, 1, "Europe/London"),
        (1, 2, "Europe/Athens"),
        (7, -4, "America/New_York"),
        (1, -5, "America/New_York"),
        (7, -5, "America/Chicago"),
        (7, 5.5, "Asia/Kolkata"),
        (7, 0, BERLIN),  # written by programs wherever they are
        (7, -11, "Etc/GMT+11"),
        (7, 5.75, BERLIN),  # no zone is known for it
    ],
)
def test_an_offset_names_the_likeliest_zone(month: int, hours: float, zone: str) -> None:
    assert zone_of_writer(dated(month, hours), BERLIN) == zone


def read(date: str, text: str) -> list[str]:
    reader = Reader(lexicon=shipped_lexicon(), zone=BERLIN)
    reading = reader.read_bytes(MAIL.format(date, text).encode(), received=datetime(2026, 7, 8, 12, tzinfo=UTC))
    return [
        f"{r.start.astimezone(UTC):%d.%m. %H:%M}{'' if r.zone_said else '?'}"
        for e in reading.times
        for r in e.readings
        if r.start
    ]


def test_a_clock_time_from_elsewhere_is_read_on_both_clocks_the_writers_first() -> None:
    assert read("Tue, 7 Jul 2026 17:00:00 -0400", "Could we meet on Thursday at 15:00?") == [
        "09.07. 19:00?",
        "09.07. 13:00?",
    ]


def test_tomorrow_is_the_writers() -> None:
    assert read("Tue, 7 Jul 2026 23:30:00 -0700", "Tomorrow would suit.") == ["08.07. 07:00?"]


def test_a_zone_that_is_named_is_the_only_one() -> None:
    assert read("Tue, 7 Jul 2026 17:00:00 -0400", "Thursday at 15:00 CEST?") == ["09.07. 13:00"]


def test_an_offset_of_zero_leaves_the_offices_zone() -> None:
    assert read("Tue, 7 Jul 2026 21:00:00 +0000", "Thursday at 15:00?") == ["09.07. 13:00?"]
