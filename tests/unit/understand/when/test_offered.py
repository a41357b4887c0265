"""A bare number is an hour where it is said to suit; read from Wednesday, 8 July 2026."""

from datetime import UTC, datetime

import pytest

from secretary.understand.when import read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)


def clocks_of(text: str) -> list[str]:
    found = (e.likeliest for e in read_times(text, at=AT, zone="Europe/Berlin"))
    return [f"{r.start:%H:%M}" for r in found if r.start]


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("Would 7 work?", "07:00"),
        ("Is 4.30 any good?", "16:30"),
        ("10 till 11 is fine by me.", "10:00"),
        ("eight forty-five works for me", "08:45"),
        ("eight forty-five", "08:45"),
        ("Würde 9 passen?", "09:00"),
        ("Geht 8 auch?", "08:00"),
        ("8 or 9 works", "08:00"),
    ],
)
def test_a_number_that_is_said_to_suit_is_an_hour(text: str, clock: str) -> None:
    assert clocks_of(text)[0] == clock


@pytest.mark.parametrize(
    "text",
    [
        "2 works for me",  # the number of an offer
        "Would 3 work?",
        "Seven will be enough.",
        "We have 9 works of art.",
        "I make it 9, not 10.",
        "Es fehlen 7, das geht.",
        "The size is 4.30 m.",
        "rate us from 1 to 10",
    ],
)
def test_a_number_that_may_count_something_is_none(text: str) -> None:
    assert clocks_of(text) == []
