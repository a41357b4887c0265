"""The whole house on real servers: mail in by SMTP, answers read by IMAP."""

import asyncio
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from secretary.app.wiring import daemons
from secretary.config.load import parse_config

CONFIG = """
database: sqlite:///secretary.db
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    signature: {{de: Sekretariat Muster & Partner, en: Office of Muster & Partner}}
    facts:
      opening_hours: Montag bis Freitag, 9 bis 17 Uhr
      opening_hours_en: "Monday to Friday, 9:00 to 17:00"
      street: Hauptstraße 1, 70173 Stuttgart
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test}}
"""


def mail(text: str, subject: str, number: int, extra: str = "") -> bytes:
    head = (
        f"From: Sabine Weber <weber@kunde.test>\r\nTo: sekretariat@firma.test\r\nSubject: {subject}\r\n"
        f"Date: Wed, 08 Jul 2026 10:00:00 +0200\r\nMessage-ID: <{number}@kunde.test>\r\n{extra}"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + text).encode()


@pytest.fixture
def office(embedded_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("OFFICE_PW", embedded_office.accounts["sekretariat"].password)
    text = CONFIG.format(imap=embedded_office.imap_port, smtp=embedded_office.smtp_port)
    config = parse_config(text, file="config.yaml")

    def work() -> int:
        async def once() -> int:
            [daemon] = daemons(config, tmp_path)
            await daemon.rounds.mailbox.open()
            try:
                await daemon.rounds.executor.recover()
                return await daemon.rounds.once()
            finally:
                await daemon.rounds.mailbox.close()

        return asyncio.run(once())

    return embedded_office, work


def subjects(raws: list[bytes]) -> list[str]:
    return [str(message_from_bytes(raw, policy=policy.default)["Subject"]) for raw in raws]


def test_a_question_is_answered_once_and_filed(office: Any) -> None:
    embedded, work = office
    embedded.deliver(
        mail("Guten Tag, wann haben Sie geöffnet?", "Frage", 1), "sekretariat@firma.test", sender="weber@kunde.test"
    )
    assert work() == 1
    [answer] = embedded.mailbox("weber")
    parsed = message_from_bytes(answer, policy=policy.default)
    body = parsed.get_body(("plain",))
    assert body is not None
    assert "Montag bis Freitag, 9 bis 17 Uhr" in body.get_content()
    assert (parsed["Subject"], parsed["In-Reply-To"]) == ("Re: Frage", "<1@kunde.test>")
    assert parsed["Auto-Submitted"] == "auto-replied"
    assert embedded.mailbox("sekretariat") == []
    assert subjects(embedded.mailbox("sekretariat", "Sekretariat/Erledigt")) == ["Frage"]
    assert work() == 0
    assert len(embedded.mailbox("weber")) == 1


def test_the_same_mail_delivered_twice_is_answered_once(office: Any) -> None:
    embedded, work = office
    for _ in range(2):
        embedded.deliver(
            mail("Guten Tag, wann haben Sie geöffnet?", "Frage", 1), "sekretariat@firma.test", sender="weber@kunde.test"
        )
    work()
    work()
    assert len(embedded.mailbox("weber")) == 1
    assert embedded.mailbox("sekretariat") == []


def test_what_is_unclear_goes_to_a_person_with_the_reason_beside_it(office: Any) -> None:
    embedded, work = office
    embedded.deliver(
        mail("Ich habe eine Frage zu Ihrer Rechnung 4711.", "Rechnung", 2),
        "sekretariat@firma.test",
        sender="weber@kunde.test",
    )
    work()
    review = embedded.mailbox("sekretariat", "Sekretariat/Zu prüfen")
    assert sorted(subjects(review)) == ["Re: Rechnung", "Rechnung"]
    assert any(b"Warum hier" in raw for raw in review)
    assert embedded.mailbox("sekretariat") == []


def test_a_machine_is_never_answered(office: Any) -> None:
    embedded, work = office
    for number in range(20):
        raw = mail("Wann haben Sie geöffnet?", "Frage", number, "Auto-Submitted: auto-replied\r\n")
        embedded.deliver(raw, "sekretariat@firma.test", sender="weber@kunde.test")
    assert work() == 20
    assert embedded.mailbox("weber") == []
    assert embedded.mailbox("sekretariat") == []


def test_the_word_mensch_brings_a_person(office: Any) -> None:
    embedded, work = office
    embedded.deliver(
        mail("Bitte einen Menschen. Wann haben Sie geöffnet?", "Frage", 3),
        "sekretariat@firma.test",
        sender="weber@kunde.test",
    )
    work()
    assert embedded.mailbox("weber") == []
    assert "Frage" in subjects(embedded.mailbox("sekretariat", "Sekretariat/Zu prüfen"))


def test_two_mails_with_one_message_id_and_another_text_are_two_mails(office: Any) -> None:
    embedded, work = office
    for text in ("Wann haben Sie geöffnet?", "Ich habe eine Frage zu Ihrer Rechnung 4711."):
        embedded.deliver(mail(text, "Frage", 1), "sekretariat@firma.test", sender="weber@kunde.test")
    work()
    assert len(embedded.mailbox("weber")) == 1
    assert "Frage" in subjects(embedded.mailbox("sekretariat", "Sekretariat/Zu prüfen"))


def test_an_encoded_newline_in_a_subject_becomes_no_header_of_ours(office: Any) -> None:
    embedded, work = office
    subject = "=?UTF-8?Q?A=0ABcc:_eva=40firma.test?="
    embedded.deliver(mail("Wann haben Sie geöffnet?", subject, 5), "sekretariat@firma.test", sender="weber@kunde.test")
    work()
    [answer] = embedded.mailbox("weber")
    assert message_from_bytes(answer)["Bcc"] is None
    assert embedded.mailbox("eva") == []
