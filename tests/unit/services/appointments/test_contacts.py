"""What is known of people outside: their clock, their hours, their holidays."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from secretary.domain.address import Address
from secretary.services.appointments.contacts import contact_of, hours_of, region_of
from secretary.services.appointments.settings import AppointmentSettings
from tests.unit.services.appointments.conversation import JANE, Talk

TOKYO = ZoneInfo("Asia/Tokyo")


def test_an_address_counts_before_its_domain_and_a_providers_domain_is_nobodys():
    known = AppointmentSettings.model_validate(
        {"contacts": {"kunde.test": {"phone": "1"}, "JANE@kunde.test": {"phone": "2"}, "gmail.com": {"phone": "3"}}}
    )
    found = [
        contact_of(Address(a), known).phone for a in ("jane@kunde.test", "tom@kunde.test", "x@gmail.com", "y@a.test")
    ]
    assert found == ["2", "1", "", ""]


def test_a_zone_says_which_national_holidays_there_are():
    assert region_of("Europe/London") == "GB-ENG"
    assert region_of("America/New_York") == "US"
    assert region_of("Etc/UTC") == ""


def test_of_strangers_nothing_is_supposed():
    assert hours_of(JANE, "", "Europe/Berlin", AppointmentSettings()) is None


def test_nobody_is_offered_a_time_outside_of_their_own_hours():
    talk = Talk(
        AppointmentSettings.model_validate(
            {
                "calendars": {"anna": ["work"]},
                "contacts": {"kunde.test": {"hours": "13:00-15:00", "weekdays": ["mon", "tue"]}},
            }
        )
    )
    talk.ask()
    local = [o.slot.start.astimezone(ZoneInfo("Europe/Berlin")) for o in talk.state.open_offers]
    assert local
    assert all(t.weekday() < 2 and time(13) <= t.time() <= time(14, 30) for t in local)


def test_an_entry_with_a_zone_shows_both_clocks_in_the_offers():
    talk = Talk(
        AppointmentSettings.model_validate(
            {
                "calendars": {"anna": ["work"]},
                "contacts": {"jane@kunde.test": {"zone": "Asia/Tokyo", "hours": "16:00-18:00"}},
            }
        )
    )
    talk.ask()
    slots = talk.mails[0].data["slots"]
    assert {s.zones for s in slots} == {("Europe/Berlin", "Asia/Tokyo")}
    assert all(time(16) <= s.start.astimezone(TOKYO).time() <= time(17, 30) for s in slots)


@pytest.mark.parametrize("region", ["GB-SCT", ""])
def test_a_holiday_of_the_other_side_is_none_of_ours_and_still_off(region):
    """Monday, 31 August 2026 is the summer bank holiday in London, and a working day in Scotland and Stuttgart."""
    talk = Talk(
        AppointmentSettings.model_validate(
            {"calendars": {"anna": ["work"]}, "contacts": {"kunde.test": {"zone": "Europe/London", "region": region}}}
        )
    )
    talk.now = datetime(2026, 8, 24, 8, tzinfo=UTC)
    talk.ask()
    talk.hear("Could we do Monday, 31 August at 3pm London time instead?")
    booked = talk.state.booked is not None and talk.state.booked.slot.start.day == 31
    assert booked is (region == "GB-SCT")


def test_a_zone_that_is_said_later_counts_from_then_on():
    talk = Talk()
    talk.ask()
    talk.hear("None of these work. Mornings New York time would be better, say 9am New York time next week.")
    assert talk.state.parties[0].zone == "America/New_York"


def test_whoever_names_early_hours_means_them():
    talk = Talk()
    talk.ask()
    text = "None of these work. I could do Tuesday, 14 July between 5am and 6:30am New York time."
    talk.hear(text)
    starts = {o.slot.start.astimezone(ZoneInfo("America/New_York")).time() for o in talk.state.open_offers}
    assert starts == {time(5), time(5, 30), time(6)}
