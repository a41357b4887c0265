"""A calendar server that invites by itself: from the client's mail to one invitation, on Cyrus and mail servers."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from secretary.embedded.day import Person
from secretary.embedded.office import EmbeddedOffice
from tests.servers import PASSWORD
from tests.servers.cyrus import Cyrus
from tests.system.meetings.test_an_appointment_is_found import body, letters

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
    caldav: {{url: "{caldav}", user: {anna}, password: {{env: CYRUS_PW}}}}
    principals:
      anna: {{name: Anna Muster, address: {anna}@firma.test, calendars: ["{calendar}"]}}
    services: {{appointments: {{scheduling: {scheduling}}}}}
"""


def mail(client: str, text: str, answers: EmailMessage | None = None) -> bytes:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = f"Rita Gast <{client}>", "sekretariat@firma.test", "Termin"
    written["Message-ID"] = f"<{len(text)}.{client}>"
    if answers:
        written["In-Reply-To"] = written["References"] = answers["Message-ID"]
    written.set_content(text)
    return written.as_bytes()


def invitations(cyrus: Cyrus, user: str) -> list[str]:
    inbox = f"{cyrus.home(user)}Inbox/"
    names = re.findall(r"<D:href>([^<]+\.ics)</D:href>", cyrus.request("PROPFIND", inbox, user))
    return [cyrus.request("GET", f"{cyrus.url.removesuffix('/dav/')}{name}", user) for name in names]


@pytest.mark.parametrize("scheduling", ["server", "mail"])
def test_the_attendee_gets_exactly_one_invitation(
    cyrus: Cyrus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheduling: str
) -> None:
    anna, client = cyrus.new_user(), cyrus.new_user()
    people = (
        Person("sekretariat", "Sekretariat", "sekretariat@firma.test"),
        Person(anna, "Anna Muster", f"{anna}@firma.test"),
        Person(client, "Rita Gast", f"{client}@firma.test"),
    )
    with EmbeddedOffice(people) as office:
        monkeypatch.setenv("OFFICE_PW", office.accounts["sekretariat"].password)
        monkeypatch.setenv("CYRUS_PW", PASSWORD)
        names = {"anna": anna, "calendar": f"{cyrus.home(anna)}Default/", "scheduling": scheduling, "caldav": cyrus.url}
        text = CONFIG.format(imap=office.imap_port, smtp=office.smtp_port, **names)
        config = parse_config(text, file="config.yaml")

        def write(words: str, answers: EmailMessage | None = None) -> EmailMessage:
            raw = mail(f"{client}@firma.test", words, answers)
            office.deliver(raw, "sekretariat@firma.test", sender=f"{client}@firma.test")
            asyncio.run(_once(config, tmp_path))
            return letters(office, client)[-1]

        offer = write("Ich hätte gern einen Termin mit Frau Muster.")
        booked = write("Der erste Termin passt mir gut.", offer)
        assert "gebucht" in body(letters(office, anna)[-1])
        by_mail = [p for p in booked.walk() if p.get_content_type() == "text/calendar"]
        by_server = [i for i in invitations(cyrus, client) if "METHOD:REQUEST" in i]
        assert (len(by_mail), len(by_server)) == ((0, 1) if scheduling == "server" else (1, 0))


async def _once(config: Any, folder: Path) -> None:
    [daemon] = daemons(config, folder)
    await daemon.rounds.mailbox.open()
    try:
        await daemon.rounds.executor.recover()
        await daemon.rounds.once()
    finally:
        await daemon.rounds.mailbox.close()
