"""Days told by the one named before them, and sets of opening hours; read from Wednesday, 8 July 2026."""

from datetime import UTC, datetime

import pytest

from secretary.understand.when import read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)


def shown(text: str, zone: str = "Europe/Berlin") -> list[str]:
    readings = (e.likeliest for e in read_times(text, at=AT, zone=zone))
    return [f"{r.kind} {r.start:%d.%m. %H:%M} {r.recurrence}".strip() for r in readings if r.start]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir kommen am 3. August und fahren am Tag darauf.", ["interval 03.08. 00:00", "interval 04.08. 00:00"]),
        ("Is Monday ok, or the day after?", ["interval 13.07. 00:00", "interval 14.07. 00:00"]),
        ("I leave on 3 August; back that Tuesday.", ["interval 03.08. 00:00", "interval 04.08. 00:00"]),
        ("Am 3. August, am selben Tag um 15 Uhr", ["interval 03.08. 00:00", "instant 03.08. 15:00"]),
        ("The fair is on 3 August, the day before we meet again.", ["interval 03.08. 00:00"]),
    ],
)
def test_a_day_told_by_another_one_is_counted_from_it(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", ["am Tag darauf", "the day after", "am Vortag", "the day after we signed"])
def test_without_a_day_before_it_such_a_day_is_no_time(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sprechzeiten: Mo-Do 8-16 Uhr, Fr 8-13 Uhr",
            ["set 09.07. 08:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", "set 10.07. 08:00 FREQ=WEEKLY;BYDAY=FR"],
        ),
        ("The class meets T/Th at 3.", ["set 09.07. 15:00 FREQ=WEEKLY;BYDAY=TU,TH"]),
        ("MWF 9-10", ["set 10.07. 09:00 FREQ=WEEKLY;BYDAY=MO,WE,FR"]),
        ("immer am Monatsersten", ["set 01.08. 00:00 FREQ=MONTHLY;BYMONTHDAY=1"]),
        ("the first Monday of each quarter", ["set 05.10. 00:00 FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO"]),
    ],
)
def test_opening_hours_and_customs_are_sets(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_feasts_are_those_of_the_writers_country_where_its_clock_is_another_one() -> None:
    assert shown("on Labour Day", "Australia/Sydney") == ["interval 05.10. 00:00"]
    assert shown("the bank holiday weekend", "Europe/London") == ["interval 29.08. 00:00"]
