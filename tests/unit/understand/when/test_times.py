"""Times as people write them, read from a Wednesday morning in Berlin."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.when import TimeKind
from secretary.understand.when import read_constraints, read_times

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def shown(text: str) -> list[str]:
    """Each expression's likeliest reading as "kind start end"."""
    found = (e.likeliest for e in read_times(text, at=AT, zone=BERLIN))
    return [f"{r.kind} {r.start:%d.%m. %H:%M}" if r.start else f"{r.kind} {r.duration or r.end:}" for r in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dienstag um 15 Uhr", "instant 14.07. 15:00"),
        ("next Tuesday at 3pm", "instant 14.07. 15:00"),
        ("morgen um halb drei", "instant 09.07. 14:30"),
        ("tomorrow at half past two", "instant 09.07. 14:30"),
        ("übermorgen viertel vor vier", "instant 10.07. 15:45"),
        ("on July 14 at 10 am", "instant 14.07. 10:00"),
        ("am 14.7. um 10:30 Uhr", "instant 14.07. 10:30"),
        ("2026-07-14", "interval 14.07. 00:00"),
        ("Mittwoch ab 15 Uhr", "from 15.07. 15:00"),
        ("nicht vor dem 12.", "from 12.07. 00:00"),
        ("KW 30", "interval 20.07. 00:00"),
        ("nächste Woche", "interval 13.07. 00:00"),
        ("übernächste Woche", "interval 20.07. 00:00"),
        ("Montag nächster Woche", "interval 13.07. 00:00"),
        ("Tuesday afternoon", "interval 14.07. 12:00"),
        ("in acht Tagen", "interval 15.07. 00:00"),
        ("in anderthalb Stunden", "instant 08.07. 11:30"),
        ("30 Minuten", "duration 0:30:00"),
        ("for half an hour", "duration 0:30:00"),
        ("Freitag in einer Woche", "interval 17.07. 00:00"),
        ("a week from Friday", "interval 17.07. 00:00"),
        ("heute in acht Tagen", "interval 15.07. 00:00"),
        ("Ende KW 30", "interval 23.07. 00:00"),
        ("fünf vor halb drei", "instant 08.07. 14:25"),
        ("fünf vor dreiviertel drei", "instant 08.07. 14:40"),
        ("zwischen zwei und halb drei am Freitag", "interval 10.07. 14:00"),
        ("at half two on Friday", "instant 10.07. 14:30"),
        ("since a quarter to nine", "from 08.07. 08:45"),
        ("this time tomorrow", "instant 09.07. 10:00"),
        ("Mittwoch in zwei Wochen", "interval 22.07. 00:00"),
        ("by the end of Friday", "until 2026-07-11 00:00:00+02:00"),
        ("morgen viertel drei", "instant 09.07. 14:15"),
        ("dreiviertel drei", "instant 08.07. 14:45"),
        ("any time after 3", "from 08.07. 15:00"),
        ("from 2 to 3 pm", "interval 08.07. 14:00"),
        ("Dienstag um 15", "instant 14.07. 15:00"),
        ("bis Freitag", "until 2026-07-11 00:00:00+02:00"),
        ("Mittwoch, den 3. März 2027 um 14:00 Uhr", "instant 03.03. 14:00"),
        ("Di oder Do", "interval 14.07. 00:00"),
        ("2026-07-14T14:00+02:00", "instant 14.07. 14:00"),
        ("letzte Woche", "interval 29.06. 00:00"),
        ("last Tuesday", "interval 07.07. 00:00"),
        ("Anfang August", "interval 01.08. 00:00"),
        ("the front end of August", "interval 01.08. 00:00"),
        ("the first two weeks of August", "interval 01.08. 00:00"),
        ("within two weeks of 20 July", "interval 20.07. 00:00"),
        ("in the week of the 18th", "interval 13.07. 00:00"),
        ("Mon-Fri 8-6", "set 09.07. 08:00"),
        ("at 9.15 every morning", "set 09.07. 09:15"),
        ("every year on the second Saturday in October", "set 10.10. 00:00"),
        ("at 20 of eight", "instant 09.07. 07:40"),
        ("two Thursdays from now", "interval 16.07. 00:00"),
        ("a week ago Friday", "interval 26.06. 00:00"),
        ("11am GMT+1", "instant 08.07. 11:00"),
        ("Easter next year", "interval 28.03. 00:00"),
        ("gültig bis 12/2026", "until 2027-01-01 00:00:00+01:00"),
        ("in drei Wochen am Dienstag um 7:45", "instant 28.07. 07:45"),
        ("in der Nacht vom 15. auf den 16. August", "interval 15.08. 22:00"),
        ("from 5pm on Friday until 9am on Monday", "interval 10.07. 17:00"),
        ("3pm, Mon 13 July", "instant 13.07. 15:00"),
        ("12 Oct 26", "interval 12.10. 00:00"),
        ("the last business day of the quarter", "interval 30.09. 00:00"),
        ("every morning next week", "set 13.07. 06:00"),
        ("weekday evenings", "set 08.07. 18:00"),
        ("on alternate Thursdays", "set 09.07. 00:00"),
        ("six-thirty on Saturday", "instant 11.07. 18:30"),
        ("8 till 8, seven days a week", "set 09.07. 08:00"),
        ("seit Ostern", "from 05.04. 00:00"),
        ("1 hr 30", "duration 1:30:00"),
        ("Mitte September wäre mir lieber", "interval 11.09. 00:00"),
        ("late July", "interval 21.07. 00:00"),
        ("end of next month", "interval 21.08. 00:00"),
        ("Anfang des nächsten Quartals", "interval 01.10. 00:00"),
        ("next month", "interval 01.08. 00:00"),
        ("Q4", "interval 01.10. 00:00"),
        ("vom 3. bis 5. August", "interval 03.08. 00:00"),
        ("3.-5. August", "interval 03.08. 00:00"),
        ("Mo-Mi", "interval 13.07. 00:00"),
        ("zwischen den Jahren", "interval 27.12. 00:00"),
        ("nach Ostern", "from 30.03. 00:00"),
        ("Pfingstmontag", "interval 17.05. 00:00"),
        ("vor Weihnachten", "until 2026-12-24 00:00:00+01:00"),
        ("jeden Dienstag um 10 Uhr", "set 14.07. 10:00"),
        ("every other Thursday", "set 09.07. 00:00"),
        ("an jedem ersten Montag im Monat", "set 03.08. 00:00"),
        ("dienstags", "set 14.07. 00:00"),
        ("tomorrow at 3pm London time", "instant 09.07. 15:00"),
        ("am Montag um 10 Uhr MEZ", "instant 13.07. 10:00"),
    ],
)
def test_a_phrase_is_read_as_people_mean_it(text: str, expected: str) -> None:
    assert shown(text)[0] == expected


def test_a_range_of_clock_times_has_both_ends() -> None:
    [one] = read_times("14. Juli 2026, 10:00-10:30 Uhr", at=AT, zone=BERLIN)
    reading = one.likeliest
    assert reading.start
    assert reading.end
    assert (reading.end - reading.start, reading.start.hour) == (timedelta(minutes=30), 10)


def test_where_people_differ_both_readings_come() -> None:
    [friday] = read_times("nächsten Freitag", at=AT, zone=BERLIN)
    assert [r.start.day for r in friday.readings if r.start] == [17, 10]
    [slashed] = read_times("12/11", at=AT, zone=BERLIN, lang="en")
    assert [(r.start.month, r.start.day) for r in slashed.readings if r.start] == [(12, 11), (11, 12)]


def test_a_weekday_that_contradicts_its_date_is_reported_not_repaired() -> None:
    [expression] = read_times("Mittwoch, 14. Juli", at=AT, zone=BERLIN)
    assert expression.likeliest.contradiction == "weekday"
    assert str(expression.likeliest.start).startswith("2026-07-14")


@pytest.mark.parametrize(
    "text",
    [
        "Rechnung 4711 über 30 EUR",
        "Version 3.11 ist da",
        "Tel. 0711 12 34 56",
        "Zimmer 12",
        "50 % Rabatt",
        "So machen wir das",
        "Das may be, march on",
        "et al.",
        "Guten Morgen Frau Weber,",
        "Good morning,",
        "Do you have any questions?",
        "at last",
        "3/4 der Kunden",
        "24/7",
        "Seite 3 von 10",
        "ab 5 Personen",
        "at 20 Main Street",
        "2. und 3. Punkt",
        "IBAN DE02 1203 0000 0000 2020 51",
    ],
)
def test_a_number_that_is_no_time_is_left_alone(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bitte nicht vor 14 Uhr, da passt nichts davon.",
        "Nicht vor 14 Uhr, da passt keiner der Termine.",
        "Nicht vor 14 Uhr, das geht leider nicht.",
        "Bitte nicht vor 14 Uhr, nichts davon passt.",
        "Bitte nicht vor 14 Uhr. Da passt nichts davon.",
        "Please not before 2pm, that doesn't work for me.",
        "Not before 2pm, I can't make any of these.",
        "No earlier than 2pm, none of these work.",
    ],
)
def test_a_refusal_behind_a_time_with_its_own_no_does_not_refuse_what_that_leaves_open(text: str) -> None:
    (window,) = read_constraints(text, at=AT, zone=BERLIN).daily
    assert (window.start.hour, window.allowed) == (14, True)


@pytest.mark.parametrize(
    "text", ["Nicht vor dem 12., da bin ich im Urlaub.", "Not before the 12th, I'm away until then."]
)
def test_a_day_with_its_own_no_is_where_the_time_begins_that_suits(text: str) -> None:
    said = read_constraints(text, at=AT, zone=BERLIN)
    assert [w.start.day for w in said.allowed] == [12]
    assert not said.excluded


@pytest.mark.parametrize(
    "text", ["Ab 14 Uhr, da passt nichts davon.", "Von 14 Uhr an geht es nicht.", "After 2pm, then I can't."]
)
def test_a_refusal_behind_a_time_without_a_no_refuses_it(text: str) -> None:
    (window,) = read_constraints(text, at=AT, zone=BERLIN).daily
    assert (window.start.hour, window.allowed) == (14, False)


def test_a_no_holds_for_its_own_clause() -> None:
    said = read_constraints("Dienstag passt nicht, aber Mittwoch ab 15 Uhr, zur Not Donnerstag", at=AT, zone=BERLIN)
    assert [w.text for w in said.excluded] == ["Dienstag"]
    assert [(w.text, w.weight) for w in said.allowed] == [("Mittwoch ab 15 Uhr", 0), ("Donnerstag", -1)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nach den Sommerferien wäre gut.", ["Sommerferien"]),
        ("erst nach meinem Urlaub", ["nach meinem Urlaub"]),
        ("vor den Feiertagen", ["Feiertagen"]),
        ("any day after the school holidays", ["after the school holidays"]),
        ("during half-term", ["during half-term"]),
        ("im Spätherbst, Dienstag passt", ["Spätherbst"]),
    ],
)
def test_what_looks_like_time_and_is_not_read_is_said(text: str, words: list[str]) -> None:
    said = read_constraints(text, at=AT, zone=BERLIN)
    assert [text[a:b] for a, b in said.unread] == words


@pytest.mark.parametrize("text", ["Dienstag um 15 Uhr", "Herr Montag meldet sich.", "bis Freitag", "I'm on vacation."])
def test_what_was_read_or_is_no_time_is_not_said_to_be_unread(text: str) -> None:
    assert read_constraints(text, at=AT, zone=BERLIN).unread == ()


@given(st.text(max_size=200))
def test_reading_is_total_deterministic_and_stays_inside_the_text(text: str) -> None:
    first = read_times(text, at=AT, zone=BERLIN)
    assert first == read_times(text, at=AT, zone=BERLIN)
    for expression in first:
        assert 0 <= expression.span[0] < expression.span[1] <= len(text)
    read_constraints(text, at=AT, zone=BERLIN)


@given(st.datetimes(datetime(2026, 7, 9), datetime(2027, 6, 30)))  # noqa: DTZ001 - a wall clock's
def test_a_written_date_reads_back_as_itself(moment: datetime) -> None:
    for written in (f"{moment:%d.%m.%Y}", f"{moment:%Y-%m-%d}", f"{moment.day}. {moment:%m.%Y}".replace(" ", "")):
        reading = read_times(written, at=AT, zone=BERLIN)[0].readings[0]
        assert reading.kind is TimeKind.INTERVAL
        assert str(reading.start).startswith(str(moment.date()))


def test_each_day_of_a_list_keeps_its_hours_and_its_zone() -> None:
    text = (
        "I am free on Thursday 9 July from 10am to 1pm (New York time), Friday 10 July from 3pm to 4pm (UK time) "
        "or on Monday 13 July from 10am to 12:30pm (New York time)."
    )
    found = read_times(text, at=datetime(2026, 7, 8, 6, tzinfo=UTC), zone="Europe/Berlin", lang="en")
    starts = [e.likeliest.start.astimezone(UTC) for e in found]
    assert starts == [
        datetime(2026, 7, 9, 14, tzinfo=UTC),
        datetime(2026, 7, 10, 14, tzinfo=UTC),
        datetime(2026, 7, 13, 14, tzinfo=UTC),
    ]


def test_a_long_list_of_days_with_zones_is_cut_between_the_days() -> None:
    day = "on Tuesday {} July from 5am to 7am (New York time)"
    text = "I could do " + ", ".join(day.format(n) for n in (14, 21, 28)) + " or on Tuesday 4 August from 9am to 10am."
    found = read_times(text, at=datetime(2026, 7, 8, 6, tzinfo=UTC), zone="Europe/Berlin", lang="en")
    starts = [e.likeliest.start.astimezone(UTC) for e in found]
    assert starts[:3] == [datetime(2026, 7, n, 9, tzinfo=UTC) for n in (14, 21, 28)]
    assert [e.text.count("Tuesday") for e in found] == [1, 1, 1, 1]
