"""A person moves a mail into "Selbst erledigt", and its case is settled: once, after a delay, as they saw it."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage

import pytest

from secretary.app.folders.orders import DONE as RULE
from secretary.app.people.orders import take_order
from secretary.desk.orders import Given, Reception, Settle
from tests.system.town import DONE, HANDLED, OFFICE, REVIEW, WEBER, Town, words

COMPLAINT = "Guten Tag,\n\nich möchte mich beschweren, Ihre Lieferung kam zu spät.\n\nSabine Weber"
DELAY = timedelta(seconds=21)


def escalated(town: Town) -> EmailMessage:
    asked = town.write(COMPLAINT, "Lieferung")
    town.work()
    assert town.subjects(REVIEW) == ["Lieferung", "Re: Lieferung"]
    return asked


def settled_after_the_delay(town: Town) -> None:
    town.work()
    town.clock.turn(DELAY)
    town.work()


def copy_and_delete(town: Town, source: str, target: str, message_id: str) -> None:
    """What mail programs do that do not know MOVE: the old mail stays, marked, until somebody expunges."""
    with town.session("sekretariat") as session:
        session.select_folder(source)
        uids = session.search(["HEADER", "Message-ID", message_id])
        session.copy(uids, target)
        session.delete_messages(uids)


def settlings(town: Town) -> list[str]:
    """The rules by which cases were settled, as they stand in the record."""
    with closing(sqlite3.connect(town.home / "secretary.db")) as record:
        rows = record.execute("SELECT reasons_json FROM decision ORDER BY seq").fetchall()
    rules = [reason["rule"] for (text,) in rows for reason in json.loads(text)]
    return [rule for rule in rules if rule in {"desk", RULE}]


def note_of(town: Town, subject: str = "Re: Lieferung") -> EmailMessage:
    return next(m for m in town.folder("sekretariat", REVIEW) if m["Subject"] == subject)


def test_a_mail_moved_there_closes_its_case_and_clears_the_desk(town: Town) -> None:
    asked = escalated(town)
    town.move(REVIEW, DONE, asked["Message-ID"])
    settled_after_the_delay(town)
    assert (town.subjects(DONE), town.subjects(REVIEW), town.subjects(town.drafts)) == ([], [], [])
    assert town.subjects(HANDLED) == ["Lieferung", "Re: Lieferung", "Re: Lieferung"]


def test_moving_the_cover_note_does_the_same(town: Town) -> None:
    escalated(town)
    town.move(REVIEW, DONE, note_of(town)["Message-ID"])
    settled_after_the_delay(town)
    assert (town.subjects(DONE), town.subjects(REVIEW), town.subjects(town.drafts)) == ([], [], [])


def test_a_program_that_copies_and_deletes_is_understood(town: Town) -> None:
    asked = escalated(town)
    copy_and_delete(town, REVIEW, DONE, asked["Message-ID"])
    settled_after_the_delay(town)
    assert town.subjects(DONE) == []
    assert "Re: Lieferung" not in town.subjects(REVIEW)
    assert town.subjects(HANDLED).count("Lieferung") >= 1


def test_a_slip_of_the_hand_can_be_undone(town: Town) -> None:
    asked = escalated(town)
    town.move(REVIEW, DONE, asked["Message-ID"])
    town.work()
    assert town.subjects(DONE) == ["Lieferung"], "it may still be a slip"
    town.move(DONE, REVIEW, asked["Message-ID"])
    town.clock.turn(DELAY)
    town.work()
    assert town.subjects(REVIEW) == ["Lieferung", "Re: Lieferung"]


def test_deleting_or_archiving_settles_nothing(box: Town) -> None:
    asked = escalated(box)
    with box.session("sekretariat") as session:
        session.create_folder("Archiv")
    box.move(REVIEW, "Archiv", asked["Message-ID"])
    settled_after_the_delay(box)
    assert box.subjects(REVIEW) == ["Re: Lieferung"], "the case is still before a person"


def test_what_the_client_wrote_meanwhile_is_not_settled_unseen(town: Town) -> None:
    asked = escalated(town)
    town.move(REVIEW, DONE, asked["Message-ID"])
    town.clock.turn(timedelta(minutes=1))
    town.write("Ich will außerdem mein Geld zurück.", "Re: Lieferung", answers=asked)
    settled_after_the_delay(town)
    assert town.subjects(DONE) == []
    assert "Lieferung" in town.subjects(REVIEW), "back, beside the newer mail"
    assert town.subjects(HANDLED) == []


def test_a_mail_of_no_case_goes_to_review_with_a_note_once_and_is_not_lost(town: Town) -> None:
    strange = town.mail("Hallo", "Fremdes", sender=WEBER, to=OFFICE)
    town.put(DONE, strange)
    settled_after_the_delay(town)
    assert (town.subjects(DONE), town.subjects(REVIEW)) == ([], ["Fremdes", "Re: Fremdes"])
    assert "Diese Mail lag in einem Ordner für Aufträge" in words(note_of(town, "Re: Fremdes"))
    town.move(REVIEW, DONE, strange["Message-ID"])
    settled_after_the_delay(town)
    assert town.subjects(REVIEW) == [], "it is known now, and settled like any other"


def test_what_a_stranger_gets_delivered_into_the_folder_is_no_order(box: Town) -> None:
    """Some servers deliver to office+folder@ into that folder."""
    asked = escalated(box)
    mail = box.mail("Erledigt.", "Re: Lieferung", sender="Mallory <mallory@boese.test>", to=OFFICE, answers=asked)
    mail["Received"] = "from boese.test by mx.firma.test; Mon, 30 Nov 2026 09:00:00 +0100"
    box.put(DONE, mail)
    settled_after_the_delay(box)
    assert box.subjects(DONE) == []
    assert box.subjects(REVIEW) == ["Lieferung", "Re: Lieferung", "Re: Lieferung", "Re: Lieferung"], (
        "both wait for a person"
    )


@pytest.mark.parametrize("folder_first", [True, False])
def test_of_two_assistants_at_once_exactly_one_settles(box: Town, *, folder_first: bool) -> None:
    """Eva drags the mail; her colleague clicks in the browser upon the same state of the case."""
    asked = escalated(box)
    house = box.daemon().rounds.house
    case = house.ledger.case_by_thread("muster", [asked["Message-ID"]])
    assert case is not None
    given, steps = Given(Settle(), case.id, "eva@firma.test", 1), lambda _: 1
    box.move(REVIEW, DONE, asked["Message-ID"])
    if folder_first:
        settled_after_the_delay(box)
        assert take_order(house, given, box.clock.now(), steps) is Reception.MOVED
    else:
        box.work()
        assert take_order(house, given, box.clock.now(), steps) is Reception.TAKEN
        settled_after_the_delay(box)
    assert settlings(box) == (["house.done-by-person"] if folder_first else ["desk"])
    assert (box.subjects(DONE), box.subjects(REVIEW)) == ([], [])
