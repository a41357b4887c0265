"""Orders given by moving mails, on Dovecot, by programs that re-save drafts, copy and delete, or were offline."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest

from secretary.app.people.orders import take_order
from secretary.desk.orders import Given, Reception, Reply
from tests.system.desk.test_done_by_folder import copy_and_delete, note_of, settled_after_the_delay
from tests.system.town import HANDLED, OFFICE, REVIEW, WEBER, Town, words

COMPLAINT = "Guten Tag,\n\nich möchte mich beschweren, Ihre Lieferung kam zu spät.\n\nSabine Weber"
INVOICE = "Guten Tag,\n\nanbei unsere Rechnung 4711 über 100 Euro.\n\nSabine Weber"
APPROVE, REJECT = "Sekretariat/Freigeben", "Sekretariat/Ablehnen"
BACK, TEACH = "Sekretariat/Zurück ans Sekretariat", "Sekretariat/Lehren"
RULES = "rules:\n- {name: late, when: {text: 'zu spät'}, then: [answer: receipt_confirmed], why: x}\n"

on_dovecot = pytest.mark.parametrize("town", ["dovecot"], indirect=True)


def drafted(town: Town) -> tuple[EmailMessage, EmailMessage]:
    """A complaint, and the draft about it."""
    asked = town.write(COMPLAINT, "Lieferung")
    town.work()
    [draft] = town.folder("sekretariat", town.drafts)
    return asked, draft


def resaved(town: Town, draft: EmailMessage, text: str, *, to: str = WEBER, threaded: bool = True) -> EmailMessage:
    """A program saves a changed draft: a new mail with a new Message-ID, without our headers; the old one is marked."""
    edited = town.mail(text, str(draft["Subject"]), sender=f"Muster <{OFFICE}>", to=to)
    if threaded:
        edited["In-Reply-To"], edited["References"] = draft["In-Reply-To"], draft["References"]
    edited["X-Mozilla-Draft-Info"] = "internal/draft; vcard=0; receipt=0"
    with town.session("sekretariat") as session:
        session.select_folder(town.drafts)
        session.delete_messages(session.search(["HEADER", "Message-ID", str(draft["Message-ID"])]))
    town.put(town.drafts, edited)
    return edited


def empty(town: Town, *names: str) -> bool:
    return not any(town.subjects(name) for name in names)


@on_dovecot
@pytest.mark.parametrize("threaded", [True, False], ids=["thread kept", "thread lost"])
def test_what_a_person_made_of_the_draft_is_what_is_sent_and_once(town: Town, *, threaded: bool) -> None:
    _, draft = drafted(town)
    edited = resaved(town, draft, "Liebe Frau Weber,\n\nwir senden Ersatz.\n", threaded=threaded)
    copy_and_delete(town, town.drafts, APPROVE, str(edited["Message-ID"]))
    town.put(APPROVE, edited)  # a program that lost the connection copies once more
    settled_after_the_delay(town)
    town.clock.turn(timedelta(hours=1))
    town.work()
    [letter] = town.folder("weber", at_least=1)
    assert words(letter) == "Liebe Frau Weber,\n\nwir senden Ersatz.\n"
    assert letter["Message-ID"] not in {edited["Message-ID"], draft["Message-ID"]}
    assert str(letter["References"]).split()[-1] == str(draft["In-Reply-To"])
    assert letter["X-Mozilla-Draft-Info"] is None
    assert empty(town, APPROVE, REVIEW, town.drafts)


@on_dovecot
def test_approving_the_note_sends_the_draft_that_lies_there(town: Town) -> None:
    _, draft = drafted(town)
    town.move(REVIEW, APPROVE, str(note_of(town)["Message-ID"]))
    settled_after_the_delay(town)
    [letter] = town.folder("weber", at_least=1)
    assert words(letter).strip() == words(draft).strip()
    assert empty(town, APPROVE, REVIEW, town.drafts)


def test_approving_a_note_without_a_draft_sends_nothing_and_a_note_says_what_to_do(box: Town) -> None:
    box.write("Ich möchte bitte mit einem Menschen sprechen.", "Rückruf")
    box.work()
    assert empty(box, box.drafts)
    box.move(REVIEW, APPROVE, str(note_of(box, "Re: Rückruf")["Message-ID"]))
    settled_after_the_delay(box)
    told = [" ".join(words(mail).split()) for mail in box.folder("sekretariat", REVIEW)]
    assert sum("Es gibt keinen Entwurf" in text for text in told) == 1
    assert box.subjects(APPROVE) == []
    assert "Rückruf" in box.subjects(REVIEW), "it still waits"


def other_recipient(town: Town, asked: EmailMessage, draft: EmailMessage) -> None:
    edited = resaved(town, draft, "Ersatz kommt.", to=f"{WEBER}, tom@client.test")
    town.move(town.drafts, APPROVE, str(edited["Message-ID"]))


def client_wrote_since(town: Town, asked: EmailMessage, draft: EmailMessage) -> None:
    """An assistant approves on a train without a network; it reaches the server an hour later."""
    town.clock.turn(timedelta(hours=1))
    town.write("Ich will außerdem mein Geld zurück.", "Re: Lieferung", answers=asked)
    town.move(town.drafts, APPROVE, str(draft["Message-ID"]))


def two_versions(town: Town, asked: EmailMessage, draft: EmailMessage) -> None:
    edited = resaved(town, draft, "Ersatz kommt.")
    town.put(APPROVE, edited)
    town.put(APPROVE, draft)


@on_dovecot
@pytest.mark.parametrize(
    ("doing", "told"),
    [
        (other_recipient, "Die Empfänger des Entwurfs sind andere"),
        (client_wrote_since, "Seit der Entwurf entstand, ist eine weitere Mail gekommen."),
        (two_versions, "Dort lagen mehrere Fassungen des Entwurfs."),
    ],
)
def test_what_was_not_approved_as_it_is_is_not_sent_and_a_note_asks(
    town: Town, doing: Callable[[Town, EmailMessage, EmailMessage], None], told: str
) -> None:
    asked, draft = drafted(town)
    doing(town, asked, draft)
    settled_after_the_delay(town)
    notes = [" ".join(words(m).split()) for m in town.folder("sekretariat", REVIEW) if "sekretariat@" in m["From"]]
    assert sum(told in note for note in notes) == 1
    assert not town.folder("weber")
    assert empty(town, APPROVE)
    assert town.subjects(town.drafts), "it lies there to be looked at again"


@on_dovecot
def test_what_is_rejected_is_settled_without_a_letter(town: Town) -> None:
    _, draft = drafted(town)
    town.move(town.drafts, REJECT, str(draft["Message-ID"]))
    settled_after_the_delay(town)
    assert not town.folder("weber")
    assert empty(town, REJECT, REVIEW, town.drafts)
    assert town.subjects(HANDLED) == ["Lieferung", "Re: Lieferung", "Re: Lieferung"]


@on_dovecot
def test_what_is_taught_by_a_move_becomes_a_rule_by_another(town: Town) -> None:
    town.make_folder(f"{TEACH}/Rechnung")
    invoice = town.write(INVOICE, "Rechnung 4711")
    town.work()
    town.move(REVIEW, f"{TEACH}/Rechnung", str(invoice["Message-ID"]))
    settled_after_the_delay(town)
    assert (town.subjects(f"{HANDLED}/Rechnung"), town.subjects(f"{TEACH}/Rechnung")) == (["Rechnung 4711"], [])
    [proposal] = town.folder("sekretariat", REVIEW)
    assert "file: Sekretariat/Erledigt/Rechnung" in words(proposal)
    town.move(REVIEW, APPROVE, str(proposal["Message-ID"]))
    settled_after_the_delay(town)
    assert empty(town, APPROVE, REVIEW)
    town.write(INVOICE.replace("4711", "4712"), "Rechnung 4712")
    town.work()
    assert town.subjects(f"{HANDLED}/Rechnung") == ["Rechnung 4711", "Rechnung 4712"]


@on_dovecot
def test_what_goes_back_to_the_secretary_is_decided_by_the_rules_of_today(town: Town) -> None:
    asked, _ = drafted(town)
    town.rules = RULES
    town.move(REVIEW, BACK, str(asked["Message-ID"]))
    settled_after_the_delay(town)
    [letter] = town.folder("weber", at_least=1)
    assert "Auto-Submitted" in letter
    assert empty(town, BACK, REVIEW, town.drafts)
    assert town.subjects(HANDLED) == ["Lieferung", "Re: Lieferung", "Re: Lieferung"]


@on_dovecot
def test_programs_that_copy_and_delete_and_come_back_after_an_hour_are_understood_in_every_folder(town: Town) -> None:
    """What was dragged without a network reaches the server together, an hour later."""
    town.make_folder(f"{TEACH}/Rechnung")
    rejected = town.write(COMPLAINT, "Lieferung 1")
    again = town.write(COMPLAINT, "Lieferung 2")
    taught = town.write(INVOICE, "Rechnung 4711")
    town.work()
    town.clock.turn(timedelta(hours=1))
    town.rules = RULES
    for folder, mail in ((REJECT, rejected), (BACK, again), (f"{TEACH}/Rechnung", taught)):
        copy_and_delete(town, REVIEW, folder, str(mail["Message-ID"]))
    settled_after_the_delay(town)
    assert empty(town, REJECT, BACK, f"{TEACH}/Rechnung", town.drafts)
    assert town.subjects(f"{HANDLED}/Rechnung") == ["Rechnung 4711"]
    [letter] = town.folder("weber", at_least=1)
    assert letter["Subject"] == "Re: Lieferung 2", "what was rejected is not answered"
    assert "Auto-Submitted" in letter, "what went back is decided by the rules of today"


def test_a_draft_that_its_writer_has_sent_is_not_sent_again_when_a_colleague_approves_it(box: Town) -> None:
    _, draft = drafted(box)
    edited = resaved(box, draft, "Ersatz kommt.")
    box.put("Sent", edited)
    box.put(APPROVE, edited)
    box.work()
    assert empty(box, REVIEW), "the mail in the sent folder has settled the case"
    box.clock.turn(timedelta(minutes=1))
    box.work()
    assert not box.folder("weber"), "their own program has sent it"
    assert empty(box, APPROVE)


@pytest.mark.parametrize("browser_first", [True, False])
def test_of_two_assistants_one_in_folders_and_one_in_the_browser_one_answers(box: Town, *, browser_first: bool) -> None:
    """Both were shown the same state of the case; the browser's letter is another one than the draft."""
    asked, draft = drafted(box)
    house = box.daemon().rounds.house
    case = house.ledger.case_by_thread("muster", [str(asked["Message-ID"])])
    assert case is not None
    given = Given(Reply("Wir rufen an."), case.id, "eva@firma.test", 1)
    box.move(box.drafts, APPROVE, str(draft["Message-ID"]))
    box.work()
    box.clock.turn(timedelta(hours=1))
    if not browser_first:
        box.work()
    taken = take_order(house, given, box.clock.now(), lambda _: 1)
    assert taken is (Reception.TAKEN if browser_first else Reception.MOVED)
    settled_after_the_delay(box)
    [letter] = box.folder("weber", at_least=1)
    assert ("Wir rufen an." in words(letter)) is browser_first
    assert empty(box, APPROVE, REVIEW, box.drafts)
