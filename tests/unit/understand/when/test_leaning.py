"""Hours whose half of the day the matter tells; read from Wednesday, 8 July 2026."""

from datetime import UTC, datetime

import pytest

from secretary.understand.when import read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)


def clocks(text: str) -> list[str]:
    found = read_times(text, at=AT, zone="Europe/Berlin")
    return [f"{r.start or r.end:%H:%M}" for r in found[0].readings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dinner at 8 on Friday?", ["20:00", "08:00"]),
        ("Das Konzert beginnt am Freitag um 8.", ["20:00", "08:00"]),
        ("Breakfast at 6:30 on Friday", ["06:30", "18:30"]),
        ("The meeting is on Friday at 8.", ["08:00", "20:00"]),
        ("Dinner is on Friday. We meet at 9 on Monday.", ["00:00"]),
    ],
)
def test_the_matter_tells_which_half_of_the_day_comes_first(text: str, expected: list[str]) -> None:
    assert clocks(text) == expected


def test_an_exact_hour_is_what_it_says() -> None:
    assert clocks("Breakfast meeting on Friday at 18:00") == ["18:00"]
