"""What a person does by themselves counts: their answer closes the case, and the secretary stands back."""

from datetime import timedelta
from email.message import EmailMessage

from tests.system.town import EVA, HANDLED, OFFICE, REVIEW, WEBER, Town, words

COMPLAINT = "Guten Tag,\n\nich möchte mich beschweren, Ihre Lieferung kam zu spät.\n\nSabine Weber"
HOURS = "Guten Tag, wann haben Sie geöffnet?"


def answer_from_the_mailbox(town: Town, asked: EmailMessage, text: str = "Das tut uns leid.") -> EmailMessage:
    """The assistant answers in the shared mailbox; their program keeps the copy."""
    mail = town.mail(text, f"Re: {asked['Subject']}", sender=f"Muster <{OFFICE}>", to=WEBER, answers=asked)
    town.put("Sent", mail)
    return mail


def test_an_answer_found_in_sent_closes_the_case_and_clears_the_desk(town: Town) -> None:
    asked = town.write(COMPLAINT, "Lieferung")
    town.write("Ich habe eine Frage zu Ihrer Rechnung 4711.", "Rechnung")
    town.work()
    assert town.subjects(REVIEW) == ["Lieferung", "Re: Lieferung", "Re: Rechnung", "Rechnung"]
    assert len(town.subjects(town.drafts)) == 2
    answer_from_the_mailbox(town, asked)
    town.work()
    assert town.subjects(REVIEW) == ["Re: Rechnung", "Rechnung"], "the other case stays with the person"
    cleared = ["Lieferung", "Re: Lieferung", "Re: Lieferung"]
    assert town.subjects(HANDLED) == cleared, "the mail, its note, and the draft that nobody needs"
    assert town.subjects(town.drafts) == ["Re: Rechnung"]
    answered = town.work(), town.subjects(HANDLED)
    assert answered == (0, cleared), "once is enough"


def test_a_mail_without_message_id_is_cleared_too(box: Town) -> None:
    raw = f"From: {WEBER}\r\nTo: {OFFICE}\r\nSubject: Lieferung\r\n\r\nIch bin unzufrieden.\r\n".encode()
    box.deliver(raw)
    box.work()
    [note] = [m for m in box.folder("sekretariat", REVIEW) if m["Subject"] == "Re: Lieferung"]
    answer_from_the_mailbox(box, note)
    box.work()
    assert box.subjects(REVIEW) == []
    assert len(box.subjects(HANDLED)) == 3


def test_after_a_persons_answer_the_secretary_may_answer_again(box: Town) -> None:
    asked = box.write(COMPLAINT, "Lieferung")
    box.work()
    answered = answer_from_the_mailbox(box, asked)
    box.work()
    box.write(HOURS, "Re: Lieferung", answers=answered)
    box.work()
    [reply] = box.folder("weber")
    assert "Montag bis Freitag" in words(reply)


def test_an_assistant_who_answers_from_their_own_address_closes_the_case(town: Town) -> None:
    asked = town.write(COMPLAINT, "Lieferung")
    town.work()
    town.write(
        "Liebe Frau Weber, das tut uns leid.", "Re: Lieferung",
        sender=EVA, to=f"{WEBER}, {OFFICE}", answers=asked, authenticated=True,
    )  # fmt: skip
    town.work()
    assert town.subjects(REVIEW) == []


def test_nobody_closes_a_case_in_an_assistants_name(box: Town) -> None:
    asked = box.write(COMPLAINT, "Lieferung")
    box.work()
    box.write("Erledigt.", "Re: Lieferung", sender=EVA, to=f"{WEBER}, {OFFICE}", answers=asked)
    box.work()
    assert "Lieferung" in box.subjects(REVIEW)


def test_our_own_mail_in_sent_is_nobodys_answer(box: Town) -> None:
    box.write(HOURS, "Frage")
    asked = box.write(COMPLAINT, "Lieferung")
    box.work()
    assert len(box.folder("sekretariat", "Sent")) == 1
    absent = box.mail("Ich bin nicht da.", "Re: Lieferung", sender=f"Muster <{OFFICE}>", to=WEBER, answers=asked)
    absent["Auto-Submitted"] = "auto-replied"
    box.put("Sent", absent)
    box.work()
    assert "Lieferung" in box.subjects(REVIEW), "an absence note of the shared mailbox is no answer"


def test_a_machines_mail_does_not_take_a_case_from_people(box: Town) -> None:
    asked = box.write(COMPLAINT, "Lieferung")
    box.work()
    box.write("Ich bin im Urlaub.", "Re: Lieferung", answers=asked, headers={"Auto-Submitted": "auto-replied"})
    box.work()
    box.write(HOURS, "Re: Lieferung", answers=asked)
    box.work()
    assert box.folder("weber") == [], "the case is still with a person"


def test_whom_the_office_writes_to_is_known(box: Town) -> None:
    box.rules = "rules:\n- {name: friends, when: {known: true, intent: question.hours}, then: [answer: opening_hours], why: x}\n"
    box.put("Sent", box.mail("Schöne Grüße", "Angebot", sender=f"Muster <{OFFICE}>", to=WEBER))
    box.work()
    box.write(HOURS, "Frage")
    box.write(HOURS, "Frage", sender="Tom Cole <tom@client.test>")
    box.work()
    assert len(box.folder("weber")) == 1
    assert box.folder("tom") == []


def test_turns_of_a_thread_begin_anew_when_a_person_writes(box: Town) -> None:
    box.rules = "rules:\n" + "".join(
        f"- {{name: r{n}, when: {{text: 'Nummer {n}'}}, then: [answer: {template}], why: x}}\n"
        for n, template in enumerate(("opening_hours", "address", "receipt_confirmed", "callback_confirmed"))
    )
    last = box.write("Nummer 0", "Frage")
    box.work()
    for n in (1, 2, 3):
        last = box.write(f"Nummer {n}", "Re: Frage", answers=box.folder("weber")[-1])
        box.work()
    assert len(box.folder("weber")) == 3, "the fourth answer in a thread without a person is held back"
    answer_from_the_mailbox(box, last)
    box.work()
    box.clock.turn(timedelta(days=1, minutes=1))
    box.write("Nummer 3, bitte", "Re: Frage", answers=last)
    box.work()
    assert len(box.folder("weber")) == 4
