"""The desk as its people use it: a real browser on the real daemon."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.servers.browser import Chromium
from tests.system.conftest import OnServers

LINK = re.compile(r"http://127\.0\.0\.1:\d+/sign-in/[\w-]+")


@dataclass
class Desk:
    url: str
    office: OnServers

    def link_for(self, user: str, *, after: int = 0) -> str:
        """The newest sign-in link in somebody's mailbox."""
        mails = _until(lambda: self.office.servers.mailbox(user)[after:])
        parsed = message_from_bytes(mails[-1], policy=policy.default)
        return LINK.search(parsed.get_body(("plain",)).get_content()).group()

    def sign_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.url}/sign-in")
        before = len(self.office.servers.mailbox(user))
        page.locator("input[name=address]").fill(self.office.servers.accounts[user].address)
        page.locator("main button").click()
        page.goto(self.link_for(user, after=before))
        page.locator("main button").click()


def _until(found, seconds: float = 20):
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)
    return value


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def desk(on_servers: OnServers) -> Iterator[Desk]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    on_servers.change("offices:", f"desk: {{port: {port}, url: '{url}', operators: [ben@firma.test]}}\noffices:")
    env = {**os.environ, "OFFICE_PW": on_servers.password}
    command = [sys.executable, "-m", "secretary", "run"]
    with subprocess.Popen(command, cwd=on_servers.folder, env=env, stderr=subprocess.PIPE, text=True) as running:
        _until(lambda: _answers(port) or running.poll() is not None)
        try:
            yield Desk(url, on_servers)
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(15) == 0


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("language", "phone"), [("de", False), ("en", True)])
def test_an_assistant_signs_in_by_mail_and_sees_what_waits(
    desk: Desk, chromium: Chromium, language: str, *, phone: bool
) -> None:
    desk.office.receive("Guten Tag,\n\nich möchte bitte mit einem Menschen sprechen.\n", subject="Frage <b>an Sie</b>")
    _until(lambda: desk.office.servers.mailbox("sekretariat", "Sekretariat/Zu prüfen"))
    page = chromium.visitor(language=language, phone=phone)
    desk.sign_in(page, "eva")
    card = page.locator(".cards li")
    expect(card).to_contain_text("Frage <b>an Sie</b>")
    expect(card).to_contain_text("Mensch")
    accessible(page)
    fits(page)
    card.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Frage <b>an Sie</b>")
    accessible(page)
    fits(page)
    page.get_by_role("link", name="Stand").click()
    expect(page.locator("h1")).to_have_text("Stand")
    accessible(page)
    fits(page)


def test_a_link_works_once_and_without_scripts(desk: Desk, chromium: Chromium) -> None:
    page = chromium.visitor(scripts=False)
    desk.sign_in(page, "eva")
    expect(page.locator("h1")).to_contain_text("Zu prüfen")
    link = desk.link_for("eva")
    again = chromium.visitor()
    again.goto(link)
    again.locator("main button").click()
    expect(again.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Abmelden").click()
    page.goto(f"{desk.url}/muster/")
    expect(page.locator("h1")).to_have_text("Anmelden")


def test_a_stranger_gets_the_same_words_and_no_mail(desk: Desk, chromium: Chromium) -> None:
    shown = []
    for address in ("weber@kunde.test", "eva@firma.test"):
        page = chromium.visitor()
        page.goto(f"{desk.url}/sign-in")
        page.locator("input[name=address]").fill(address)
        page.locator("main button").click()
        shown.append(page.locator("main").inner_text())
    assert shown[0] == shown[1]
    desk.link_for("eva")
    assert desk.office.servers.mailbox("weber") == []


def _status(url: str, *, method: str = "GET", **headers: str) -> int:
    request = Request(url, headers=headers, method=method)  # noqa: S310 - our own server
    try:
        with urlopen(request, timeout=10) as response:  # noqa: S310 - as above
            return int(response.status)
    except HTTPError as error:
        return error.code


def test_forms_of_other_sites_and_foreign_names_are_refused(desk: Desk, chromium: Chromium) -> None:
    page = chromium.visitor()
    desk.sign_in(page, "eva")
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
    [kept] = page.context.cookies()
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Lax"

    def post(**headers: str) -> int:
        return _status(f"{desk.url}/sign-out", method="POST", Cookie=cookie, **headers)

    assert post(Origin="https://evil.example") == 403
    assert post(**{"Sec-Fetch-Site": "cross-site"}) == 403
    assert post() == 403  # without the token of the page
    assert _status(f"{desk.url}/sign-in", Host="evil.example") == 400
    page.goto(f"{desk.url}/muster/")
    expect(page.locator("h1")).to_contain_text("Zu prüfen")
    page.goto(f"{desk.url}/another/")
    expect(page.locator("h1")).to_have_text("Das gibt es hier nicht.")


def _waiting(desk: Desk) -> list[bytes]:
    return desk.office.servers.mailbox("sekretariat", "Sekretariat/Zu prüfen")


def test_two_people_at_once_settle_a_case_once(desk: Desk, chromium: Chromium) -> None:
    desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage")
    _until(lambda: len(_waiting(desk)) == 2)
    pages = []
    for user in ("eva", "anna"):
        page = chromium.visitor()
        desk.sign_in(page, user)
        page.locator(".cards a").click()
        letter = page.locator("textarea")
        expect(page.locator("article.mail")).to_contain_text("mit einem Menschen sprechen")
        assert letter.input_value().startswith("Guten Tag Sabine Weber,")
        letter.fill(f"Guten Tag Frau Weber,\n\nich rufe Sie gleich an.\n\nFreundliche Grüße\n{user}\n")
        accessible(page)
        pages.append(page)
    first, second = pages
    first.get_by_role("button", name="Senden und erledigen").click()
    expect(first.locator("h1")).to_contain_text("Zu prüfen")
    second.get_by_role("button", name="Senden und erledigen").click()
    expect(second.get_by_role("alert")).to_contain_text("inzwischen etwas geschehen")
    [raw] = _until(lambda: desk.office.servers.mailbox("weber"))
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail.get_body(("plain",)).get_content().splitlines()[-1] == "eva"
    assert mail["In-Reply-To"] == "<1@kunde.test>"
    assert mail["Auto-Submitted"] is None
    _until(lambda: not _waiting(desk))
    assert len(desk.office.servers.mailbox("weber")) == 1


def test_a_case_is_settled_without_a_letter(desk: Desk, chromium: Chromium) -> None:
    desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage")
    _until(lambda: len(_waiting(desk)) == 2)
    page = chromium.visitor(language="en", phone=True)
    desk.sign_in(page, "eva")
    page.locator(".cards a").click()
    page.locator("textarea").fill("")
    page.locator("form.letter button").click()
    expect(page.get_by_role("alert")).to_contain_text("nichts gesendet")
    page.locator("button.second").click()
    expect(page.locator("main")).to_contain_text("Nichts wartet auf Sie.")
    _until(lambda: not _waiting(desk))
    assert desk.office.servers.mailbox("weber") == []


@pytest.mark.parametrize("phone", [False, True])
def test_a_mail_is_tried_out_and_nothing_happens(desk: Desk, chromium: Chromium, *, phone: bool) -> None:
    page = chromium.visitor(phone=phone)
    desk.sign_in(page, "eva")
    page.get_by_role("link", name="Regeln").click()
    expect(page.locator(".cards li").filter(has_text="opening-hours")).to_be_visible()
    accessible(page)
    fits(page)
    page.get_by_label("Betreff").fill("Öffnungszeiten")
    page.get_by_label("Text").fill("Guten Tag, wann haben Sie geöffnet?\n<script>alert(1)</script>")
    page.get_by_role("button", name="Ausprobieren").click()
    shown = page.get_by_role("status")
    expect(shown).to_contain_text("opening_hours")
    expect(shown).to_contain_text("Montag bis Freitag, 9 bis 17 Uhr")
    accessible(page)
    fits(page)
    page.get_by_role("link", name="Zahlen").click()
    expect(page.locator("figure")).to_have_count(5)
    expect(page.locator("figure").first).to_contain_text("Eingegangen")
    accessible(page)
    fits(page)
    assert desk.office.servers.mailbox("weber") == []


def _asked(desk: Desk, path: str) -> str:
    with urlopen(desk.url + path, timeout=10) as response:  # noqa: S310 - our own server
        return response.read().decode()


def _figure(desk: Desk, name: str) -> float:
    line = next(line for line in _asked(desk, "/metrics").splitlines() if line.startswith(f'{name}{{office="muster"'))
    return float(line.rpartition(" ")[2])


def test_an_operator_stops_everything_and_nothing_moves_until_told(desk: Desk, chromium: Chromium) -> None:
    _until(lambda: _status(f"{desk.url}/readyz") == 200)
    assert _asked(desk, "/healthz") == "ok\n"
    page = chromium.visitor(phone=True)
    desk.sign_in(page, "ben")
    page.goto(f"{desk.url}/operator")
    accessible(page)
    fits(page)
    page.locator("button.danger").click()
    expect(page.locator(".cards")).to_contain_text("ben@firma.test")
    assert _figure(desk, "secretary_resting") == 1
    desk.office.receive("Guten Tag, wann haben Sie geöffnet?", subject="Öffnungszeiten")
    delivered = time.monotonic()
    _until(lambda: _figure(desk, "secretary_round_age_seconds") < time.monotonic() - delivered - 0.5)
    assert len(desk.office.servers.mailbox("sekretariat")) == 1
    assert desk.office.servers.mailbox("weber") == []
    page.locator(".cards button").click()
    assert len(_until(lambda: desk.office.servers.mailbox("weber"))) == 1
    assert "weber" not in _asked(desk, "/metrics")


def test_the_operators_page_is_not_for_assistants(desk: Desk, chromium: Chromium) -> None:
    page = chromium.visitor()
    desk.sign_in(page, "eva")
    page.goto(f"{desk.url}/operator")
    expect(page.locator("h1")).to_have_text("Das gibt es hier nicht.")
