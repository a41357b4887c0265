"""Mail that wants to be more than mail makes nobody fetch or send anything, and none of it is lost."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import imapclient
import pytest

from secretary.desk.web.letters import shown
from secretary.understand.mime import parse_message
from tests.servers import PASSWORD
from tests.servers.browser import Chromium
from tests.servers.credulous import Credulous
from tests.servers.trap import Trap, outward
from tests.system.conftest import OnServers
from tests.system.desk.browsing import at_work, opened, until
from tests.system.hostile import ENDS, SEALED, SMUGGLED, calling, sealed, smuggling
from tests.system.town import HANDLED, REVIEW, Town, words

RULES = """rules:
- {name: pass, when: {subject: Pläne}, then: [forward: eva@firma.test], why: x}
- {name: hours, when: {intent: question.hours}, then: [answer: opening_hours], why: x}
"""
INVITED = "- {name: invited, when: {kind: calendar}, then: [negotiate: invitation], why: x}\n"
UNLIMITED = "    limits: {same_template_days: 0, per_sender_per_day: 99, per_subject_per_day: 99}\n"


@pytest.fixture
def trap() -> Iterator[Trap]:
    with Trap() as set_:
        yield set_


def test_no_mail_makes_the_house_speak_to_anybody_but_its_servers(box: Town, embedded_office: Any, trap: Trap) -> None:
    box.principal = f', calendars: ["{embedded_office.calendar_url("anna")}"]'
    caldav = embedded_office.caldav_url
    box.more = f'    caldav: {{url: "{caldav}", user: anna, password: {{env: OFFICE_PW}}}}\n'
    box.rules = f"{RULES}{INVITED}"
    mails = [*calling(trap.url), *calling("http://fremd.test", 10)]
    for mail in mails:
        box.deliver(mail.as_bytes())
    with outward({box.imap, box.smtp, int(caldav.rstrip("/").rpartition(":")[2])}) as spoken:
        assert box.work() == len(mails)
        lying = [*box.raws("sekretariat", REVIEW), *box.raws("sekretariat", HANDLED)]
        assert len(shown([parse_message(raw) for raw in lying])) >= len(mails)
        assert spoken == []
        assert (trap.sprung(), trap.works()) == (0, True)
        assert spoken, "the watch hears what is said"
    assert [m for m in box.folder("weber") if m["Subject"] == "Re: Frage"], "they were read"
    assert box.raws("sekretariat") == []


def test_no_mail_makes_the_browser_at_the_desk_speak_to_anybody_else(
    on_servers: OnServers, chromium: Chromium, trap: Trap
) -> None:
    mails = calling(trap.url)[1:]
    for mail in mails:
        on_servers.servers.deliver(mail.as_bytes(), "sekretariat@firma.test", sender="weber@kunde.test")
    with at_work(on_servers) as desk:
        until(
            lambda: on_servers.servers.mailbox("sekretariat", REVIEW) and not on_servers.servers.mailbox("sekretariat")
        )
        page, asked = chromium.visitor(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        desk.sign_in(page, "eva")
        cards = page.locator(".cards li a").evaluate_all("links => links.map(link => link.href)")
        assert cards
        pages = 0
        for card in cards:
            page.goto(card)
            opened(page)
            pages += page.locator(".foreign").count()
        assert pages, "the HTML of a mail is shown"
    assert [url for url in asked if not url.startswith(f"{desk.url}/")] == []
    assert (trap.sprung(), trap.works()) == (0, True)


def as_it_is(town: Town, raw: bytes) -> None:
    """Into the INBOX octet by octet; a server that delivers would mend the ends of its lines."""
    with imapclient.IMAPClient("127.0.0.1", town.imap, ssl=False, timeout=20) as session:
        session.login("sekretariat", PASSWORD)
        session.append("INBOX", raw)


def smuggle(town: Town) -> int:
    """Mails within mails, to be passed on and to be answered; how many letters must leave."""
    town.rules, town.more = RULES, UNLIMITED
    raws = [*smuggling("Pläne", 1), *smuggling("Frage", 4)]
    for raw in raws:
        as_it_is(town, raw)
    assert town.work() == len(raws)
    return len(raws)


def test_the_most_credulous_server_gets_one_mail_for_each_that_was_sent(box: Town) -> None:
    with Credulous() as server:
        box.smtp = server.port
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as careless:
            careless.sendall(f"DATA\r\nMAIL FROM:<x>\r\nDATA\r\nx{SMUGGLED}\r\nQUIT\r\n".encode())
            until(lambda: len(server.taken) == 1 + len(ENDS))
        server.taken.clear()
        leaving = smuggle(box)
        assert len(server.taken) == leaving
        assert {mail.sender for mail in server.taken} == {"sekretariat@firma.test"}
        assert {to for mail in server.taken for to in mail.recipients} == {
            "eva@firma.test", "weber@kunde.test", "sekretariat@firma.test",
        }  # fmt: skip
        assert all(message_from_bytes(mail.raw, policy=policy.default)["Message-ID"] for mail in server.taken)


@pytest.mark.parametrize("town", ["dovecot"], indirect=True)
def test_what_is_smuggled_reaches_nobody_behind_postfix(town: Town) -> None:
    leaving = smuggle(town)
    arrived = town.raws("eva", at_least=3) + town.raws("weber", at_least=3)
    assert len(arrived) == leaving
    assert town.raws("ben") == []
    assert town.raws("sekretariat", REVIEW) == []


def test_what_is_encrypted_comes_before_a_person_whole_and_is_never_answered(box: Town) -> None:
    box.rules = RULES
    raws = {way: sealed(way, number) for number, way in enumerate(SEALED)}
    for raw in raws.values():
        box.deliver(raw)
    assert box.work() == len(raws)
    assert box.raws("weber") == []
    assert box.raws("sekretariat") == []
    review = box.raws("sekretariat", REVIEW)
    assert [way for way, raw in raws.items() if not any(raw in lying for lying in review)] == [], "none is lost"
    notes = [words(mail) for mail in box.folder("sekretariat", REVIEW) if mail["From"].startswith("Sekretariat")]
    assert len(notes) == len(raws)
    for note in notes:
        assert "verschlüsselt oder gepackt" in " ".join(note.split())
        assert "Montag10" not in note, "nothing is read out of a cipher"
    assert box.raws("sekretariat", box.drafts) == []
