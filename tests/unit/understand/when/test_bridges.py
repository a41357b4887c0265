"""A day and its time apart in one clause, and what goes on about a day; read from Wednesday, 8 July 2026."""

from datetime import UTC, datetime

import pytest

from secretary.understand.when import read_constraints, read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def shown(text: str) -> list[str]:
    readings = (e.likeliest for e in read_times(text, at=AT, zone=BERLIN))
    return [f"{r.kind} {(r.start or r.end):%d.%m. %H:%M}" for r in readings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am Samstag haben wir bis 12 Uhr offen.", ["until 11.07. 12:00"]),
        ("On Friday we close at 1pm.", ["instant 10.07. 13:00"]),
        ("Ab 15 Uhr bin ich am Dienstag frei.", ["from 14.07. 15:00"]),
        ("Würde Ihnen der Freitag passen, so um 14 Uhr?", ["instant 10.07. 14:00"]),
        ("Friday works, but only after 3", ["from 10.07. 15:00"]),
        ("Nächste Woche bin ich ab Donnerstag im Urlaub.", ["from 16.07. 00:00"]),
        ("Freitags schließen wir ab 13 Uhr.", ["set 10.07. 13:00"]),
    ],
)
def test_a_day_and_its_time_are_one_wherever_they_stand_in_the_clause(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dienstag ist schlecht, rufen Sie mich heute um 15 Uhr an", ["interval 14.07. 00:00", "instant 08.07. 15:00"]),
        ("Am Montag bin ich in Wien und ab 15 Uhr im Büro.", ["interval 13.07. 00:00", "from 08.07. 15:00"]),
        ("I spoke to Anna today. 3pm is fine.", ["interval 08.07. 00:00", "instant 08.07. 15:00"]),
    ],
)
def test_what_begins_something_new_is_not_joined(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_a_later_time_of_day_keeps_the_day_that_was_named() -> None:
    assert shown("Donnerstag um 10 geht nicht, um 14 Uhr schon") == ["instant 09.07. 10:00", "instant 09.07. 14:00"]


def test_the_week_behind_is_the_one_after_the_week_that_was_named() -> None:
    assert shown("Nächste Woche nicht, in der Woche darauf gern")[1] == "interval 20.07. 00:00"


def test_words_between_a_day_and_its_time_still_refuse() -> None:
    said = read_constraints("Dienstag bin ich verhindert ab 15 Uhr", at=AT, zone=BERLIN)
    assert not said.allowed
    assert [f"{w.start:%d.%m. %H:%M}" for w in said.excluded] == ["14.07. 15:00"]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("Montag wäre mir lieber als Dienstag.", [1, 0]),
        ("I'd rather do Monday than Tuesday.", [1, 0]),
        ("Am liebsten Montag, sonst Dienstag.", [1, -1]),
        ("Monday would work, Tuesday if need be.", [0, -1]),
    ],
)
def test_what_is_preferred_weighs_more(text: str, weights: list[int]) -> None:
    assert [w.weight for w in read_constraints(text, at=AT, zone=BERLIN).allowed] == weights


@pytest.mark.parametrize(
    "text",
    [
        "Donnerstag? Leider nein.",
        "Donnerstag sind wir auf der Messe.",
        "Thursday? I'm on a course all day.",
        "On Thursday I have a hearing.",
        "Any day but Thursday.",
        "Donnerstag, da geht es nicht.",
    ],
)
def test_a_day_on_which_somebody_is_elsewhere_is_closed(text: str) -> None:
    said = read_constraints(text, at=AT, zone=BERLIN)
    assert [w.start.day for w in said.excluded] == [9]
    assert not said.allowed


def test_what_one_sentence_says_holds_for_its_own_times() -> None:
    said = read_constraints("Zur Not Donnerstag. Freitag bin ich im Urlaub.", at=AT, zone=BERLIN)
    assert [(f"{w.start:%d.%m.}", w.weight) for w in said.allowed] == [("09.07.", -1)]
    assert [f"{w.start:%d.%m.}" for w in said.excluded] == ["10.07."]
