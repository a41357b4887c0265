"""Named meetings: a coffee has its own length, hours, place, calendar and way of being held."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from pydantic import ValidationError

from secretary.domain.action import EscalationReason, PutEvent
from secretary.domain.event import Event
from secretary.domain.office import Role, WorkingHours
from secretary.domain.when import Constraints
from secretary.services.appointments.said import named
from secretary.services.appointments.settings import AppointmentSettings, MeetingType
from secretary.services.face import Asked
from tests.unit.services.appointments.conversation import HOURS, Talk, reading

BERLIN = ZoneInfo("Europe/Berlin")
COFFEE = {
    "names": {"de": ["Kaffee", "Kaffeetermin"], "en": ["coffee", "cup of coffee"]},
    "minutes": 45,
    "longest": 60,
    "hours": "09:00-11:00, 14:00-16:00",
    "weekdays": ["tue", "thu"],
    "place": "Café Nord",
    "calendar": "private",
}
FIRST = {"names": {"de": ["Erstgespräch"], "en": ["first consultation"]}, "minutes": 60, "media": ["video", "phone"]}
VISIT = {
    "names": {"de": ["Ortstermin"], "en": ["site visit"]},
    "minutes": 90,
    "media": ["on-site"],
    "buffer_minutes": 30,
}
SETTINGS = AppointmentSettings.model_validate(
    {
        "calendars": {"anna": ["work", "private"]},
        "meetings": {"coffee": COFFEE, "first": FIRST, "visit": VISIT},
        "place": "Hauptstraße 1",
        "travel": {"Hauptstraße 1": {"Café Nord": 20, "Flughafen": 60}, "Flughafen": {"Café Nord": 50}},
        "travel_minutes": 30,
        "video": "https://meet.firma.test/{room}",
    }
)


def talk(text: str = "Könnten wir einen Kaffee trinken, Frau Muster?", **more) -> Talk:
    one = Talk(SETTINGS)
    one.ask(text, **more)
    return one


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Haben Sie Zeit für einen KAFFEE?", "coffee"),
        ("Shall we have a cup of\ncoffee?", "coffee"),
        ("Ich hätte gern ein Erstgespräch.", "first"),
        ("Could we arrange a site visit, and then a coffee?", "visit"),
        ("Wir liefern Kaffeemaschinen.", ""),
        ("", ""),
    ],
)
def test_a_meeting_is_known_by_any_of_its_names(text, sort):
    assert named.recognised(text, SETTINGS) == sort


def test_a_coffee_is_offered_in_its_hours_on_its_days_at_its_place():
    one = talk()
    slots = [o.slot for o in one.state.offers]
    local = [s.start.astimezone(BERLIN) for s in slots]
    assert slots
    assert all(s.length == timedelta(minutes=45) for s in slots)
    assert {t.weekday() for t in local} <= {1, 3}
    assert all(time(9) <= t.time() <= time(10, 15) or time(14) <= t.time() <= time(15, 15) for t in local)
    (mail,) = one.mails
    assert (mail.data["sort"], mail.data["venue"].place) == ("coffee", "Café Nord")


def test_the_coffee_is_written_to_its_calendar_with_its_place_in_the_event():
    one = talk()
    one.say("1")
    puts = [a for a in one.log if isinstance(a, PutEvent)]
    assert {p.calendar for p in puts} == {"private"}
    assert {p.guard_calendars for p in puts if p.guard} == {("private", "work")}
    (held,) = one.stored.values()
    event = Calendar.from_ical(held[1]).walk("VEVENT")[0]
    assert str(event["LOCATION"]) == "Café Nord"
    assert str(event["SUMMARY"]).startswith("coffee: Anna Muster / Jane")


def test_what_the_client_says_of_its_length_wins_within_the_limits():
    short = talk(constraints=Constraints(duration=timedelta(minutes=30)))
    assert {o.slot.length for o in short.state.offers} == {timedelta(minutes=30)}
    long = talk(constraints=Constraints(duration=timedelta(minutes=90)))
    assert long.escalations[-1].reason is EscalationReason.NEGOTIATION


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Ich hätte gern ein Erstgespräch.", "video"),
        ("Ich hätte gern ein Erstgespräch, am liebsten per Telefon.", "phone"),
        ("Ich hätte gern ein Erstgespräch bei Ihnen vor Ort.", "video"),
        ("Ein Termin per Telefon wäre schön.", "phone"),
    ],
)
def test_the_medium_is_as_said_where_the_meeting_allows_it(text, medium):
    assert talk(text).state.medium == medium


def test_a_rule_may_say_what_kind_of_meeting_it_is():
    one = Talk(SETTINGS)
    one.tell(Asked(reading("Could we meet with Anna Muster?"), Role.CLIENT, "request", {"type": "visit"}))
    assert {o.slot.length for o in one.state.offers} == {timedelta(minutes=90)}


def test_a_video_link_is_drawn_for_each_meeting_and_shown_only_once_it_is_booked():
    one = Talk(SETTINGS, room="dRaWn-1")
    one.ask("Ich hätte gern ein Erstgespräch mit Frau Muster.")
    assert "dRaWn-1" not in repr(one.log)
    one.say("1")
    links = {m.data["venue"].link for m in one.mails if m.template in {"appointment_booked", "principal_booked"}}
    assert links == {"https://meet.firma.test/dRaWn-1"}
    assert "LOCATION:https://meet.firma.test/dRaWn-1" in one.mails[1].invitation.ics.replace("\r\n ", "")
    one.room = "dRaWn-2"
    one.say("Could we move the meeting by an hour?")
    assert one.state.booked.room == "dRaWn-1"  # who has the link keeps it


def test_the_way_between_places_is_kept_free_on_both_sides():
    at = datetime(2026, 7, 9, 7, tzinfo=UTC)  # Thursday, 9:00 in Berlin
    for location, free_from in (
        ("Hauptstraße 1, Stuttgart", 20),
        ("Flughafen Stuttgart", 50),
        ("Anderswo", 30),
        ("", 20),
    ):
        one = Talk(SETTINGS)
        one.busy = [Event("u", at - timedelta(hours=1), at, location=location, calendar="work")]
        one.ask("A coffee, please.", constraints=Constraints())
        gaps = [(o.slot.start - at) / timedelta(minutes=1) for o in one.state.offers if o.slot.start >= at]
        assert min(g for g in gaps) >= free_from, location


def test_hours_are_those_that_the_working_day_and_the_meeting_share():
    short_friday = WorkingHours("Europe/Berlin", {**HOURS.spans, 4: ((time(9), time(12)),)})
    lunch = MeetingType(names={"de": ("Mittagessen",)}, hours="11:30-13:30")
    assert named.within(short_friday, lunch).spans[4] == ((time(11, 30), time(12)),)
    dinner = MeetingType(names={"de": ("Abendessen",)}, hours="19:00-22:00", weekdays=("thu",))
    assert named.within(short_friday, dinner).spans == {3: ((time(19), time(22)),)}
    assert named.within(HOURS, None) is HOURS


def test_a_dinner_can_be_offered_in_the_evening():
    settings = AppointmentSettings.model_validate(
        {"calendars": {"anna": ["work"]}, "meetings": {"dinner": {"names": {"en": ["dinner"]}, "hours": "19:00-22:00"}}}
    )
    one = Talk(settings)
    one.ask("Would you have dinner with us?")
    assert one.state.offers
    assert all(o.slot.start.astimezone(BERLIN).hour >= 19 for o in one.state.offers)


@pytest.mark.parametrize(
    ("names", "language", "title"),
    [
        ({"de": ["Erstgespräch"]}, "de", "das Erstgespräch"),
        ({"de": ["Kaffee"]}, "de", "den Kaffee"),
        ({"de": ["Yogastunde"]}, "de", "den Termin „Yogastunde“"),
        ({"de": ["Besichtigung"], "en": ["viewing"]}, "en", "viewing"),
        ({"en": ["viewing"]}, "de", "den Termin „viewing“"),
    ],
)
def test_mails_call_it_as_people_do(names, language, title):
    assert named.title(MeetingType.model_validate({"names": names}), language) == title


@pytest.mark.parametrize(
    "wrong",
    [
        {"meetings": {"x": {"names": {}}}},
        {"meetings": {"x": {"names": {"de": [" "]}}}},
        {"meetings": {"x": {"names": {"de": ["X"]}, "minutes": 90, "longest": 60}}},
        {"meetings": {"x": {"names": {"de": ["X"]}, "hours": "9 to 5"}}},
        {"video": "https://meet.firma.test/room"},
        {"video": "http://meet.firma.test/{room}"},
        {"travel": {"A": {"B": -1}}},
    ],
)
def test_a_setting_that_cannot_be_meant_is_an_error(wrong):
    with pytest.raises(ValidationError):
        AppointmentSettings.model_validate(wrong)


def test_who_is_rung_up_is_asked_for_the_number_once_and_not_when_it_is_known():
    one = talk("Ein Telefonat mit Frau Muster, bitte: ein Termin per Telefon.")
    assert one.mails[-1].data["ask_number"]
    one.say("None of these work for me.")
    assert not one.mails[-1].data["ask_number"]
    known = talk("Ein Termin per Telefon wäre schön. Meine Nummer ist 0711 123456.")
    assert not known.mails[-1].data["ask_number"]
    known.say("1")
    assert "LOCATION:Tel. 0711 123456" in known.mails[1].invitation.ics
