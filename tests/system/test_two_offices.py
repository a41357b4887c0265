"""Two offices in one process and one record: neither ever sees the other's people, cases or counts."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from secretary.embedded.smtp import stamped
from tests.system.town import REVIEW, WEBER, Town, words

REVIEWS = {"anna": REVIEW, "ben": "Secretary/To review"}  # in the language of each office

CONFIG = """
database: sqlite:///both.db
rules: rules
offices:
  links:
    name: Kanzlei Links
    address: anna@firma.test
    signature: {{de: Kanzlei Links}}
    facts: {{opening_hours: Montag bis Freitag}}
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: anna, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    assistants: {{eva: {{name: Eva Klein, address: eva@firma.test}}}}
  right:
    name: Right Ltd
    address: ben@firma.test
    language: en
    signature: {{en: Right Ltd}}
    facts: {{opening_hours: every day}}
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: ben, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
"""
RULES = """
rules:
- {name: friends, when: {known: true, intent: question.hours}, then: [answer: opening_hours], why: x}
- {name: complaints, when: {intent: complaint}, then: [escalate: complaint], why: x}
"""


def work(town: Town) -> None:
    (town.home / "rules").mkdir(exist_ok=True)
    (town.home / "rules" / "a.yaml").write_text(RULES)
    config = parse_config(CONFIG.format(imap=town.imap, smtp=town.smtp), file="config.yaml")

    async def once() -> None:
        for office in daemons(config, town.home):
            await office.rounds.mailbox.open()
            await office.rounds.executor.recover()
            await office.rounds.once()
            await office.rounds.mailbox.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(once())).result()


def deliver(town: Town, mail: EmailMessage, *users: str, authenticated: str = "") -> None:
    for user in users:
        raw = stamped(mail.as_bytes(), envelope_from="x@kunde.test", logged_in=authenticated)
        with town.session(user) as session:
            session.append("INBOX", raw)


def notes(town: Town, user: str) -> list[str]:
    return [words(m) for m in town.folder(user, REVIEWS[user]) if "firma.test" in str(m["Message-ID"])]


def test_the_same_mail_to_both_is_two_matters_in_two_languages(box: Town) -> None:
    complaint = box.mail("Ich bin unzufrieden.", "Lieferung", sender=WEBER, to="anna@firma.test, ben@firma.test")
    deliver(box, complaint, "anna", "ben")
    work(box)
    assert notes(box, "anna")[0].startswith("Warum hier:  Es ist eine Beschwerde.")
    assert notes(box, "ben")[0].startswith("Why here:    It is a complaint.")
    answer = box.mail("Das tut uns leid.", "Re: Lieferung", sender="anna@firma.test", to=WEBER, answers=complaint)
    box.put("Sent", answer, "anna")
    work(box)
    assert notes(box, "anna") == []
    assert len(notes(box, "ben")) == 1, "what one office has settled is still open in the other"


def test_whom_one_office_knows_the_other_does_not(box: Town) -> None:
    box.put("Sent", box.mail("Gruß", "Angebot", sender="anna@firma.test", to=WEBER), "anna")
    work(box)
    deliver(box, box.mail("Wann haben Sie geöffnet?", "Frage", sender=WEBER, to="anna@firma.test"), "anna", "ben")
    work(box)
    [answer] = box.folder("weber")
    assert "Montag bis Freitag" in words(answer)
    assert len(notes(box, "ben")) == 1


def test_one_offices_assistant_is_nobody_in_the_other(box: Town) -> None:
    complaint = box.mail("Ich bin unzufrieden.", "Lieferung", sender=WEBER, to="ben@firma.test")
    deliver(box, complaint, "ben")
    work(box)
    reply = box.mail(
        "Erledigt.", "Re: Lieferung", sender="eva@firma.test", to=f"{WEBER}, ben@firma.test", answers=complaint
    )
    deliver(box, reply, "ben", authenticated="eva@firma.test")
    work(box)
    assert any(m["Subject"] == "Lieferung" for m in box.folder("ben", REVIEWS["ben"]))


def test_a_thread_of_one_office_leads_nowhere_in_the_other(box: Town) -> None:
    complaint = box.mail("Ich bin unzufrieden.", "Lieferung", sender=WEBER, to="anna@firma.test")
    deliver(box, complaint, "anna")
    work(box)
    [note] = [m for m in box.folder("anna", REVIEW) if "firma.test" in str(m["Message-ID"])]
    deliver(
        box, box.mail("Ich bin unzufrieden.", "Re: Lieferung", sender=WEBER, to="ben@firma.test", answers=note), "ben"
    )
    work(box)
    case = words(note).split()[-1]
    assert case not in notes(box, "ben")[0]
    assert "frühere" not in notes(box, "ben")[0]
    assert "writes for the first time" in notes(box, "ben")[0]
