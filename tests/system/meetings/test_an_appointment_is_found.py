"""An appointment found over several mails, on real servers: IMAP, SMTP and CalDAV."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
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
    facts: {{opening_hours: Montag bis Freitag, street: Weg 1}}
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    caldav: {{url: "{caldav}", user: anna, password: {{env: OFFICE_PW}}}}
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test, calendars: ["{calendar}"]}}
"""


@pytest.fixture
def office(embedded_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("OFFICE_PW", embedded_office.accounts["anna"].password)
    text = CONFIG.format(
        imap=embedded_office.imap_port,
        smtp=embedded_office.smtp_port,
        caldav=embedded_office.caldav_url,
        calendar=embedded_office.calendar_url("anna"),
    )
    config = parse_config(text, file="config.yaml")

    def work() -> None:
        async def once() -> None:
            [daemon] = daemons(config, tmp_path)
            await daemon.rounds.mailbox.open()
            try:
                await daemon.rounds.executor.recover()
                await daemon.rounds.once()
            finally:
                await daemon.rounds.mailbox.close()

        asyncio.run(once())

    return embedded_office, work


def letters(embedded: Any, user: str) -> list[EmailMessage]:
    raws = embedded.mailbox(user)
    return [message_from_bytes(raw, policy=policy.default) for raw in raws]  # type: ignore[misc]


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def write(embedded: Any, text: str, number: int, answers: EmailMessage | None = None) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Sabine Weber <weber@kunde.test>"
    mail["To"] = "sekretariat@firma.test"
    mail["Subject"] = "Re: Termin" if answers else "Termin"
    mail["Message-ID"] = f"<{number}@kunde.test>"
    if answers:
        mail["In-Reply-To"] = answers["Message-ID"]
        mail["References"] = answers["Message-ID"]
    mail.set_content(text)
    embedded.deliver(mail.as_bytes(), "sekretariat@firma.test", sender="weber@kunde.test")


def test_three_offers_are_held_and_the_answer_books_one(office: Any) -> None:
    embedded, work = office
    write(embedded, "Guten Tag, ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.", 1)
    work()
    [offer] = letters(embedded, "weber")
    offered = re.findall(r"^\d\. (.*)$", body(offer).replace("\r", ""), re.MULTILINE)
    assert len(offered) == 3
    assert len({line[:16] for line in offered}) >= 2, "the offers lie on two days at least"
    write(embedded, "Der zweite Termin passt mir gut.", 2, offer)
    work()
    booked = letters(embedded, "weber")[-1]
    assert offered[1].split(",")[1].strip() in body(booked)
    [invitation] = [p for p in booked.walk() if p.get_content_type() == "text/calendar"]
    assert invitation.get_param("method") == "REQUEST"
    assert "METHOD:REQUEST" in invitation.get_content()
    assert "gebucht" in body(letters(embedded, "anna")[-1])
    write(embedded, "Ich muss den Termin leider verschieben. Ginge es auch später in der Woche?", 3, booked)
    work()
    again = letters(embedded, "weber")[-1]
    assert len(re.findall(r"^\d\. ", body(again), re.MULTILINE)) >= 1, body(again)
    assert embedded.mailbox("sekretariat") == []


@pytest.mark.parametrize("word", ["Mensch, bitte.", "The second one is fine, but first I want to talk to a HUMAN."])
def test_the_word_stops_a_negotiation_for_a_person(office: Any, word: str) -> None:
    embedded, work = office
    write(embedded, "Guten Tag, ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.", 1)
    work()
    [offer] = letters(embedded, "weber")
    write(embedded, word, 2, offer)
    work()
    write(embedded, "Der zweite Termin passt mir gut.", 3, offer)
    work()
    assert len(letters(embedded, "weber")) == 1, "from now on a person answers"
    raws = embedded.mailbox("sekretariat", "Sekretariat/Zu prüfen")
    review = [message_from_bytes(raw, policy=policy.default) for raw in raws]
    assert [m["Message-ID"] for m in review if "kunde.test" in str(m["Message-ID"])] == [
        "<2@kunde.test>",
        "<3@kunde.test>",
    ]
    assert embedded.mailbox("anna") == []
