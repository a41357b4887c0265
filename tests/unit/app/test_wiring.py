"""What the wiring refuses before anything runs."""

from pathlib import Path

import pytest

from secretary.app.settings import parse_settings
from secretary.app.wiring import build_house, calendars_of
from secretary.domain.errors import SetupError
from secretary.ledger import SqlLedger
from secretary.services.appointments import Appointments

CONFIG = """
offices:
  main:
    name: Muster
    address: office@firma.test
    facts: {{street: Hauptstraße 1}}
    imap: {{host: 127.0.0.1, security: plain, user: x}}
    smtp: {{host: 127.0.0.1, security: plain}}
    caldav: {{url: "http://127.0.0.1:1/"}}
    principals: {{anna: {{name: Anna, address: anna@firma.test, calendars: [work]}}}}
    services: {{appointments: {{meetings: {{coffee: {{names: {{en: [coffee]}}, calendar: {calendar}}}}}}}}}
"""


def service(calendar: str) -> Appointments:
    config = parse_settings(CONFIG.format(calendar=calendar), file="config.yaml")
    calendars = calendars_of(config.offices["main"])
    house = build_house("main", config, Path("/nowhere"), SqlLedger("sqlite:///:memory:"), calendars)
    served = house.services["appointments"]
    assert isinstance(served, Appointments)
    return served


def test_a_meeting_written_to_nobodys_calendar_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(SetupError, match=r"meetings\.coffee\.calendar: .*'wrok'.*Name one of: work"):
        service("wrok")
    assert service("work").settings.place == "Hauptstraße 1"


def test_an_agenda_for_somebody_unknown_is_refused_with_those_that_are_known():
    text = CONFIG.format(calendar="work").replace("{meetings:", "{daily_agenda: {bob: {}}, meetings:")
    config = parse_settings(text, file="config.yaml")
    calendars = calendars_of(config.offices["main"])
    with pytest.raises(SetupError, match="'bob' is to get an agenda") as refused:
        build_house("main", config, Path("/nowhere"), SqlLedger("sqlite:///:memory:"), calendars)
    assert "anna" in refused.value.remedy
