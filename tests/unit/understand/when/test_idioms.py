"""Words of time that are none in their sentence; read from Wednesday, 8 July 2026."""

from datetime import UTC, datetime

import pytest

from secretary.understand.when import read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)


def texts_of(text: str) -> list[str]:
    return [e.text for e in read_times(text, at=AT, zone="Europe/Berlin")]


@pytest.mark.parametrize(
    "text",
    [
        "At the end of the day, it's your call.",
        "Am Ende des Tages zählt das Ergebnis.",
        "The first thing to do is to reboot.",
        "Das geht nicht von heute auf morgen.",
        "Das ist Schnee von gestern.",
        "The match ended 14:12 after overtime.",
        "Mischungsverhältnis 1:30",
        "The spread widened from 10 to 12.",
        "Der Umsatz stieg um 8.",
        "Gas traded at 3.15 to 3.20.",
        "We charge 75 an hour.",
        "Sunday House is a lovely place.",
        "TGI Fridays gift cards",
        "We have moved to 15 May Street.",
        "either one will do",
        "I am here the whole day.",
    ],
)
def test_an_idiom_a_score_an_amount_or_a_name_is_no_time(text: str) -> None:
    assert texts_of(text) == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("by the end of the day", "by the end of the day"),
        ("I'll call first thing tomorrow.", "first thing tomorrow"),
        ("von heute bis morgen", "von heute bis morgen"),
        ("The match begins at 14:12.", "at 14:12"),
        ("half an hour would do", "half an hour"),
        ("We bought it on 7/9.", "on 7/9."),
    ],
)
def test_the_same_words_are_a_time_elsewhere(text: str, read: str) -> None:
    assert texts_of(text)[0].rstrip(".") == read.rstrip(".")
