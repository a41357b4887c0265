"""What people write back to three numbered offers."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.event import Interval
from secretary.domain.reading import InlineAnswer, NewText
from secretary.services.appointments.said.mentions import Numbered
from secretary.services.appointments.said.replies import Act, bind, bind_booked
from secretary.understand.when import read_all, read_times
from tests.unit.services.appointments.conversation import NOW, reading, replace

OFFERS = tuple(Numbered(n, Interval(NOW + timedelta(days=n), NOW + timedelta(days=n, minutes=30))) for n in (1, 2, 3))
ZONE = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("(2)", 2),
        ("Die 3 bitte", 3),
        ("Der erste passt nicht. 2", 2),
        ("Der erste passt leider nicht, der dritte schon", 3),
        ("Lieber den dritten.", 3),
        ("No problem with number 2", 2),
        ("Vorschlag 1 passt uns gut. Viele Grüße", 1),
        ("The last one please", 3),
        ("I'd go for the first one, thanks", 1),
        ("Termin 2 ist prima, danke", 2),
        ("No. 1 would be great.", 1),
        ("no 2 please", 2),
        ("Nr. 3 wäre schön", 3),
    ],
)
def test_an_offer_is_taken(text, number):
    bound = bind(reading(text), OFFERS, ZONE)
    assert (bound.act, bound.numbers) == (Act.ACCEPT, (number,))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1 oder 3 gehen", (1, 3)), ("2 geht, 3 geht auch", (2, 3)), ("either works for me", (1, 2, 3))],
)
def test_several_offers_are_taken(text, numbers):
    bound = bind(reading(text), OFFERS, ZONE)
    assert (bound.act, bound.numbers) == (Act.ACCEPT, numbers)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Leider passt keiner der Termine.", Act.REJECT),
        ("none of these work for me", Act.REJECT),
        ("Weder 1 noch 2", Act.REJECT),
        ("I can't do 1, 2 or 3", Act.REJECT),
        ("can't do 1, 2, 3", Act.REJECT),
        ("ja", Act.ASK_WHICH),
        ("sounds good", Act.ASK_WHICH),
        ("Wir sind 2 Personen", Act.UNCLEAR),
        ("Ich hätte noch eine zweite Frage", Act.UNCLEAR),
        ("Worum geht es denn?", Act.QUESTION),
        ("Hat sich erledigt", Act.WITHDRAW),
        ("Vielen Dank", Act.NOTHING),
        ("", Act.UNCLEAR),
        ("7", Act.UNCLEAR),
    ],
)
def test_no_offer_is_taken(text, act):
    assert bind(reading(text), OFFERS, ZONE).act is act


def test_an_answer_under_a_quoted_offer_belongs_to_it():
    text = NewText(
        "passt\n", inline=(InlineAnswer("> 2. Thu 14:00", "passt"), InlineAnswer("> 1. Tue 9:00", "geht nicht"))
    )
    bound = bind(replace(reading("passt"), new_text=text), OFFERS, ZONE)
    assert (bound.act, bound.numbers) == (Act.ACCEPT, (2,))


@given(st.text(alphabet="123 .,;!?\nabnichtpaskeineoderthefirsecond", max_size=80))
def test_binding_is_total_and_names_offers_only(text):
    for bound in (bind(reading(text), OFFERS, ZONE), bind_booked(reading(text), OFFERS[0].slot, ZONE)):
        assert set(bound.numbers) <= {1, 2, 3}
        assert bound.rule


def test_a_stretch_between_clock_times_names_no_offer_of_the_night_after_it():
    text = "Möglich wäre am Sonntag, 12. Juli zwischen 10 und 12 Uhr."
    day = datetime(2026, 7, 12, tzinfo=ZoneInfo(ZONE))
    monday = Numbered(1, Interval(day + timedelta(days=1, hours=10), day + timedelta(days=1, hours=10, minutes=30)))
    times = read_times(text, at=NOW, zone=ZONE, lang="de")
    assert bind(reading(text, times=times), (monday,), ZONE).act is not Act.ACCEPT


@pytest.mark.parametrize("text", ["Der Freitag um 13 Uhr passt gut.", "The Friday at 1pm is fine."])
def test_a_weekday_and_a_time_mean_the_offer_and_not_an_earlier_day(text):
    start = datetime(2026, 7, 17, 13, tzinfo=ZoneInfo(ZONE))  # NOW is Monday the 6th
    friday = Numbered(1, Interval(start, start + timedelta(minutes=30)))
    times = read_times(text, at=NOW, zone=ZONE, lang="auto")
    bound = bind(reading(text, times=times), (friday,), ZONE)
    assert (bound.act, bound.numbers) == (Act.ACCEPT, (1,))


def dated(text, zone=ZONE):
    times, constraints = read_all(text, at=NOW, zone=zone, office_zone=ZONE)
    return reading(text, times=times, constraints=constraints)


@pytest.mark.parametrize("text", ["Wednesday at 10:00 works", "10:00 on Wednesday is fine", "8 July at 10 am is great"])
def test_a_writer_elsewhere_may_name_an_offer_on_the_offices_clock(text):
    bound = bind(dated(text, "America/New_York"), OFFERS, ZONE)
    assert (bound.act, bound.numbers) == (Act.ACCEPT, (2,))


@pytest.mark.parametrize(
    "text",
    [
        "Leider passt keiner, erst im Spätherbst wieder.",
        "None of these work, only after the school holidays.",
        "Lieber Freitag um 15 Uhr oder im Spätherbst",
    ],
)
def test_another_time_that_was_not_read_whole_is_for_a_person(text):
    assert bind(dated(text), OFFERS, ZONE).rule == "unread-time-words"


def test_an_offer_that_is_named_is_taken_though_a_word_of_time_was_not_read():
    bound = bind(dated("Der zweite passt uns gut. Im Spätherbst feiern wir."), OFFERS, ZONE)
    assert (bound.act, bound.numbers) == (Act.ACCEPT, (2,))
