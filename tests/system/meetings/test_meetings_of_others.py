"""Somebody outside invites a principal from a calendar program; a word to the note answers, on real servers."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from secretary.embedded.office import EmbeddedOffice
from tests.system.meetings.dialogues.house import OFFICE, PEOPLE, REVIEW, House
from tests.unit.services.appointments.programs import OUTLOOK

JANE = PEOPLE["Jane"]
INVITATION = OUTLOOK.replace("jane@kunde.test", JANE.address)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with EmbeddedOffice(tuple(PEOPLE.values())) as office, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFICE_PW", office.accounts["anna"].password)
        at_work = House(office, tmp_path_factory.mktemp("office"))
        yield at_work
        at_work.close()


@pytest.fixture
def house(servers: House) -> House:
    servers.begin_anew()
    servers.clock.at = datetime(2026, 7, 6, 8, tzinfo=UTC)
    return servers


def write(
    house: House, who: str, text: str, subject: str, *, ics: str = "", answers: EmailMessage | None = None
) -> None:
    house.written += 1
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = f"{PEOPLE[who].name} <{PEOPLE[who].address}>", OFFICE, subject
    mail["Message-ID"] = f"<itip{house.written}@{PEOPLE[who].address.partition('@')[2]}>"
    mail["Date"] = house.clock.now()
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers["Message-ID"]
    mail.set_content(text)
    if ics:
        method = ics.partition("METHOD:")[2].split()[0]
        mail.add_alternative(ics.replace("\n", "\r\n"), subtype="calendar", params={"method": method})
    with smtplib.SMTP("127.0.0.1", house.office.smtp_port) as server:
        server.login(PEOPLE[who].user, house.office.accounts[PEOPLE[who].user].password)  # vouched for by our server
        server.sendmail(PEOPLE[who].address, [OFFICE], mail.as_bytes())
    house.work()


def newest(house: House, who: str, folder: str = "INBOX") -> EmailMessage:
    house.seen.pop("look", None)  # mails leave folders for people: what came since is no number
    mails = house.new_mails("look", PEOPLE[who].user, folder)
    return [mail for mail in mails if OFFICE in str(mail["From"])][-1]


def calendar_of(mail: EmailMessage) -> Calendar:
    (part,) = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == part.get_param("method")
    return calendar


@pytest.mark.parametrize(("said", "answer"), [("zusagen", "ACCEPTED"), ("2", "DECLINED")])
def test_an_invitation_is_answered_by_a_word_to_its_note_and_an_update_finds_its_case(
    house: House, said: str, answer: str
) -> None:
    write(house, "Jane", "", "Jour fixe", ics=INVITATION.format(method="REQUEST", day=9, sequence=0))
    note = newest(house, "Secretary", REVIEW)
    assert "Do, 9. Juli 2026, 10:00–10:30 Uhr" in note.get_content()
    assert "Der Kalender ist dann frei." in note.get_content()
    write(house, "Eva", said, "Re: Jour fixe", answers=note)
    assert "Gut, ich erledige das." in newest(house, "Eva").get_body(("plain",)).get_content()
    reply = calendar_of(newest(house, "Jane"))
    assert reply["METHOD"] == "REPLY"
    (event,) = reply.walk("VEVENT")
    assert event["ATTENDEE"].params["PARTSTAT"] == answer
    stored = [e["ATTENDEE"].params["PARTSTAT"] for e in house.events("anna")]
    assert stored == (["ACCEPTED"] if answer == "ACCEPTED" else [])
    write(house, "Jane", "", "Canceled: Jour fixe", ics=INVITATION.format(method="CANCEL", day=9, sequence=1))
    assert house.events("anna") == []


def test_another_time_said_to_the_note_is_kept_and_proposed_and_comes_back_accepted(house: House) -> None:
    write(house, "Jane", "", "Jour fixe", ics=INVITATION.format(method="REQUEST", day=9, sequence=0))
    write(house, "Eva", "lieber Freitag um 11 Uhr", "Re: Jour fixe", answers=newest(house, "Secretary", REVIEW))
    counter = calendar_of(newest(house, "Jane"))
    assert counter["METHOD"] == "COUNTER"
    assert counter.walk("VEVENT")[0]["DTSTART"].dt == datetime(2026, 7, 10, 9, tzinfo=UTC)
    assert [str(e["STATUS"]) for e in house.events("anna")] == ["TENTATIVE"]
    agreed = INVITATION.replace("T100000", "T110000").replace("T103000", "T113000")
    write(
        house,
        "Jane",
        "",
        "Jour fixe",
        ics=agreed.replace("2026070{day}", "20260710").format(method="REQUEST", sequence=1),
    )
    assert calendar_of(newest(house, "Jane")).walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    (event,) = house.events("anna")
    assert event["DTSTART"].dt == datetime(2026, 7, 10, 9, tzinfo=UTC)
