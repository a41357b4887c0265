"""What has happened lies behind the writer, what is planned ahead; read from Wednesday, 8 July 2026."""

from datetime import UTC, date, datetime

import pytest

from secretary.understand.when import read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)
LAST_MONDAY, NEXT_MONDAY = date(2026, 7, 6), date(2026, 7, 13)


def day_of(text: str) -> date:
    [found] = read_times(text, at=AT, zone="Europe/Berlin")
    start = found.likeliest.start
    assert start is not None
    return start.date()


@pytest.mark.parametrize(
    "text",
    [
        "Wir haben am Montag telefoniert.",
        "wie am Montag besprochen",
        "Die am Montag gelieferten Fliesen sind beschädigt.",
        "Der Monteur war Montag da.",
        "Am Montag ist das Paket angekommen.",
        "Ihr Schreiben vom Montag liegt mir vor.",
        "We spoke on Monday.",
        "As discussed on Monday, here is the quote.",
        "Thank you for your letter of Monday.",
        "The parcel delivered on Monday is damaged.",
        "Could you send me again what you sent on Monday?",
        "Wir waren am Montag ausgebucht.",
        "Sie haben mir am Montag zugesagt.",
        "Thanks for meeting with us on Monday.",
        "Im Anhang die Fotos vom Montag.",
        "We had a visit on Monday where you agreed to pay.",
    ],
)
def test_a_day_on_which_something_happened_lies_behind(text: str) -> None:
    assert day_of(text) == LAST_MONDAY


@pytest.mark.parametrize(
    "text",
    [
        "Wir haben den Termin auf Montag verschoben.",
        "Am Montag habe ich Zeit.",
        "Am Montag haben wir geschlossen.",
        "Ich hatte an Montag gedacht.",
        "Ich habe Ihre Mail bekommen, Montag passt.",
        "Ich habe Ihre Mail bekommen und Montag passt.",
        "Der Termin am Montag wurde bestätigt.",
        "I booked Monday at 3.",
        "The parcel is delivered on Monday.",
        "I was hoping to meet on Monday.",
        "I got your message and can do Monday.",
        "I have attached the agenda for our call on Monday.",
        "You asked for Monday.",
        "Danke für die Einladung am Montag.",
        "Der Termin vom Montag muss verschoben werden.",
        "Ab hier gilt vom Montag an die neue Zeit.",
    ],
)
def test_a_day_that_was_planned_asked_or_offered_lies_ahead(text: str) -> None:
    assert day_of(text) == NEXT_MONDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ihre Rechnung vom 4.5.", date(2026, 5, 4)),
        ("We paid on 30 April.", date(2026, 4, 30)),
        ("Am 22.12. haben wir gekündigt.", date(2025, 12, 22)),
        ("Im August waren wir in Wien.", date(2025, 8, 1)),
        ("Weihnachten waren wir zu Hause.", date(2025, 12, 24)),
        ("Am 20. haben wir geliefert.", date(2026, 6, 20)),
        ("Anfang der Woche hatten wir telefoniert.", date(2026, 7, 6)),
    ],
)
def test_dates_without_a_year_go_back_in_the_past_tense(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "Sie wollten am Montag liefern, bisher ist nichts angekommen.",
        "Am Montag wollte Ihr Monteur kommen, es war aber niemand da.",
        "The parcel was supposed to arrive on Monday but it never came.",
        "The delivery was due on Monday and nobody rang.",
        "On Monday, I spoke with Janet in billing.",
    ],
)
def test_a_plan_that_is_told_to_have_failed_lies_behind(text: str) -> None:
    assert day_of(text) == LAST_MONDAY


@pytest.mark.parametrize(
    "text",
    [
        "Wir wollten uns am Montag treffen, mir ist aber etwas dazwischengekommen.",
        "We were supposed to meet on Monday, but something came up.",
        "Wir wollten am Montag telefonieren.",
    ],
)
def test_where_nobody_knows_how_a_plan_ended_both_days_come(text: str) -> None:
    [found] = read_times(text, at=AT, zone="Europe/Berlin")
    assert [r.start.date() for r in found.readings if r.start] == [NEXT_MONDAY, LAST_MONDAY]


def test_a_date_just_passed_is_meant_where_something_was_planned_for_it() -> None:
    assert day_of("Der Termin war für den 3. Juli vereinbart.") == date(2026, 7, 3)
