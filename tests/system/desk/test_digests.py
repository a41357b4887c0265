"""Assistants hear at set times what waits and what was done, and deputies when they are away."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from secretary.app.people.orders import take_order
from secretary.desk.orders import Given, Reception, Reply, Settle
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState, case_id
from secretary.domain.event import Interval
from secretary.ports import Entry
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.state import Booking, Party, Phase, State
from tests.system.desk.test_done_by_folder import note_of
from tests.system.desk.test_orders_by_moving import APPROVE, drafted
from tests.system.town import ANNA, EVA, REVIEW, Town, words

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
DEPUTY = "      petra: {name: Petra Lang, address: tom@client.test}\n"
CLIENT = Address("weber@kunde.test", "Sabine Weber")
HOURS = "Guten Tag, wann haben Sie geöffnet?"


def told(town: Town, user: str = "eva", count: int = 1) -> str:
    mails = town.folder(user, at_least=count)
    assert len(mails) == count
    return " ".join(words(mails[-1]).split())


@pytest.mark.parametrize("town", ["dovecot"], indirect=True)
def test_the_digest_tells_what_waits_what_was_sent_and_what_the_folders_did(town: Town) -> None:
    town.eva = ', digest: ["10:00"]'
    town.clock.at = MONDAY
    _, draft = drafted(town)
    town.move(town.drafts, APPROVE, str(draft["Message-ID"]))
    town.work()
    town.write("Ich habe eine Frage zu Ihrer Rechnung 4711.", "Rechnung")
    town.write(HOURS, "Zeiten")
    town.clock.turn(timedelta(minutes=59))
    town.work()
    assert not town.folder("eva"), "it is not ten yet"
    town.clock.turn(timedelta(minutes=2))
    town.work()
    text = told(town)
    assert "auf eine Entscheidung warten: 1. Sabine Weber, „Rechnung“, seit Mo, 30. November 2026, 09:59 Uhr" in text
    assert "Sabine Weber, „Lieferung“: Entwurf gesendet" in text
    assert "an Sabine Weber, „Zeiten“" in text
    town.work()
    assert len(town.folder("eva")) == 1, "once"


def test_the_digest_tells_what_was_settled_in_the_browser_and_by_a_word(box: Town) -> None:
    box.eva, box.clock.at = ', digest: ["10:00"]', MONDAY
    asked = box.write("Ich habe eine Frage zu Ihrer Rechnung 4711.", "Rechnung")
    box.write("Ich möchte mich beschweren, das kam zu spät.", "Ärger")
    box.work()
    house = box.daemon().rounds.house
    case = house.ledger.case_by_thread("muster", [str(asked["Message-ID"])])
    assert case is not None
    given = Given(Settle(), case.id, "eva@firma.test", 1)
    assert take_order(house, given, box.clock.now(), lambda _: 1) is Reception.TAKEN
    note = note_of(box, "Re: Ärger")
    box.write("erledigt", str(note["Subject"]), sender=EVA, answers=note, authenticated=True)
    box.work()
    box.clock.turn(timedelta(minutes=61))
    box.work()
    text = told(box, count=2)
    assert "Sabine Weber, „Rechnung“: abgelegt, im Browser" in text
    assert "Sabine Weber, „Ärger“: abgelegt, auf Ihr Wort hin" in text


def test_the_digest_tells_whoever_came_second_that_it_was_settled_already(box: Town) -> None:
    """One in the browser is faster; the other one's draft lay in the folder for approvals meanwhile."""
    box.eva, box.clock.at = ', digest: ["10:00"]', MONDAY
    asked, draft = drafted(box)
    house = box.daemon().rounds.house
    case = house.ledger.case_by_thread("muster", [str(asked["Message-ID"])])
    assert case is not None
    box.move(box.drafts, APPROVE, str(draft["Message-ID"]))
    box.work()
    given = Given(Reply("Wir rufen an."), case.id, "petra@firma.test", 1)
    assert take_order(house, given, box.clock.now(), lambda _: 1) is Reception.TAKEN
    box.clock.turn(timedelta(minutes=1))
    box.work()
    box.clock.turn(timedelta(hours=1))
    box.work()
    text = told(box)
    assert "Sabine Weber, „Lieferung“: geänderter Entwurf gesendet, im Browser" in text
    assert "Sabine Weber, „Lieferung“: war schon erledigt, nichts weiter getan" in text
    assert len(box.folder("weber")) == 1


def agreed(town: Town, name: str, start: datetime, person: str = "anna") -> None:
    """A meeting of half an hour that stands on record."""
    booked = Booking(f"{name}@firma.test", Interval(start, start + timedelta(minutes=30)))
    wish = Wish(timedelta(minutes=30))
    state = State(Phase.BOOKED, person, (Party(CLIENT),), "de", wish, booked=booked, topic=name)
    case = Case(case_id("muster", name), "muster", name, CLIENT, MONDAY, CaseState.CLOSED, "appointments")
    town.daemon().rounds.house.ledger.record(Entry("muster", case, MONDAY, state=state.to_json()))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "de",
            "Ihre nächsten vereinbarten Termine: - Di, 1. Dezember 2026, 09:00–09:30 Uhr mit Sabine Weber, „Angebot“",
        ),
        ("en", "Your next agreed appointments: - Tue, 1 December 2026, 09:00–09:30 with Sabine Weber, “Angebot”"),
    ],
)
def test_a_principals_digest_tells_what_is_agreed_for_the_next_working_day(box: Town, language: str, line: str) -> None:
    box.principal, box.clock.at = f', digest: ["10:00"], language: {language}', MONDAY
    agreed(box, "Angebot", MONDAY + timedelta(days=1))
    agreed(box, "Heute", MONDAY)
    agreed(box, "Mittwoch", MONDAY + timedelta(days=2))
    agreed(box, "Pauls", MONDAY + timedelta(days=1), person="paul")
    box.work()
    box.clock.turn(timedelta(minutes=61))
    box.work()
    text = told(box, "anna")
    assert line in text
    for other in ("Heute", "Mittwoch", "Pauls"):
        assert other not in text


def test_a_principals_digest_tells_of_the_own_cases_only(box: Town) -> None:
    box.principal, box.clock.at = ', digest: ["10:00"]', MONDAY
    box.write("Ich habe eine Frage zu Ihrer Rechnung 4711.", "Rechnung")
    box.write("Was halten Sie davon?", "Angebot", sender=ANNA, authenticated=True)
    box.work()
    assert len(box.folder("sekretariat", REVIEW)) >= 4, "both wait"
    box.clock.turn(timedelta(minutes=61))
    box.work()
    text = told(box, "anna")
    assert "1. Anna Muster, „Angebot“" in text
    assert "Rechnung" not in text
    assert "Technisch" not in text


def test_with_nothing_to_tell_none_comes_unless_it_is_wanted(box: Town) -> None:
    box.clock.at = MONDAY
    for more, count in (("", 0), ("    attention: {digest_empty: true}\n", 1)):
        box.eva, box.more = ', digest: ["10:00"]', more
        box.work()
        box.clock.turn(timedelta(days=1))
        box.work()
        assert len(box.folder("eva", at_least=count)) == count
    assert "auf eine Entscheidung wartet nichts." in told(box)


def test_what_waits_too_long_is_told_to_the_deputy_and_what_is_settled_to_nobody(box: Town) -> None:
    box.eva = ", deputy: petra, away: [[2026-11-30, 2026-12-04]]"
    box.more = DEPUTY + "    attention: {answer_hours: 4}\n"
    box.clock.at = MONDAY
    drafted(box)
    asked = box.write("Ich habe eine Frage zu Ihrer Rechnung 4711.", "Rechnung")
    box.work()
    box.write("Und noch eine Frage zu dieser Rechnung 4711.", "Re: Rechnung", answers=asked)
    box.clock.turn(timedelta(hours=3))
    box.work()
    [delivery] = [m for m in box.folder("sekretariat", REVIEW) if m["Subject"] == "Lieferung"]
    box.move(REVIEW, "Sekretariat/Selbst erledigt", str(delivery["Message-ID"]))
    box.work()
    box.clock.turn(timedelta(minutes=61))
    box.work()
    text = told(box, "tom")
    assert "„Rechnung“ von Sabine Weber wartet seit Mo, 30. November 2026, 09:00 Uhr" in text
    assert not box.folder("eva")
