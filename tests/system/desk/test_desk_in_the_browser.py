"""The desk as its people use it: a real browser on the real daemon."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email import message_from_bytes, policy
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.servers.browser import Chromium
from tests.system.conftest import OnServers
from tests.system.desk.browsing import Desk, accessible, at_work, fits, opened, until


@pytest.fixture
def desk(on_servers: OnServers) -> Iterator[Desk]:
    with at_work(on_servers) as desk:
        yield desk


@pytest.fixture
def desk_in(on_servers: OnServers) -> Callable[[str], AbstractContextManager[Desk]]:
    """The desk of an assistant who speaks this language."""

    def _desk(language: str) -> AbstractContextManager[Desk]:
        on_servers.change("address: eva@firma.test", f"address: eva@firma.test, language: {language}")
        return at_work(on_servers)

    return _desk


@pytest.mark.parametrize(("language", "phone"), [("de", False), ("en", True)])
def test_an_assistant_signs_in_by_mail_and_sees_what_waits(
    desk: Desk, chromium: Chromium, language: str, *, phone: bool
) -> None:
    desk.office.receive("Guten Tag,\n\nich möchte bitte mit einem Menschen sprechen.\n", subject="Frage <b>an Sie</b>")
    until(lambda: desk.office.servers.mailbox("sekretariat", "Sekretariat/Zu prüfen"))
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
    page.get_by_role("link", name="Stand", exact=True).click()
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
    until(lambda: len(_waiting(desk)) == 2)
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
    [raw] = until(lambda: desk.office.servers.mailbox("weber"))
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail.get_body(("plain",)).get_content().splitlines()[-1] == "eva"
    assert mail["In-Reply-To"] == "<1@kunde.test>"
    assert mail["Auto-Submitted"] is None
    until(lambda: not _waiting(desk))
    assert len(desk.office.servers.mailbox("weber")) == 1


def test_a_case_is_settled_without_a_letter(desk: Desk, chromium: Chromium) -> None:
    desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage")
    until(lambda: len(_waiting(desk)) == 2)
    page = chromium.visitor(language="en", phone=True)
    desk.sign_in(page, "eva")
    page.locator(".cards a").click()
    page.locator("textarea").fill("")
    page.locator("form.letter button").click()
    expect(page.get_by_role("alert")).to_contain_text("nichts gesendet")
    page.locator("button[data-key=f]").click()
    expect(page.locator("main")).to_contain_text("Nichts wartet auf Sie.")
    until(lambda: not _waiting(desk))
    assert desk.office.servers.mailbox("weber") == []


@pytest.mark.parametrize("phone", [False, True])
def test_a_mail_is_tried_out_and_nothing_happens(desk: Desk, chromium: Chromium, *, phone: bool) -> None:
    page = chromium.visitor(phone=phone)
    desk.sign_in(page, "eva")
    page.get_by_role("link", name="Regeln").click()
    page.get_by_label("In Regeln suchen").fill("öffnungszeiten opening-hours")
    page.locator("form[role=search] button").click()
    expect(page.locator("#rules .cards li")).to_have_count(1)
    expect(page.locator("#rules .cards li").filter(has_text="opening-hours")).to_be_visible()
    accessible(page)
    fits(page)
    page.locator("#try > summary").click()
    page.get_by_label("Betreff").fill("Öffnungszeiten")
    page.get_by_label("Text", exact=True).fill("Guten Tag, wann haben Sie geöffnet?\n<script>alert(1)</script>")
    page.get_by_role("button", name="Ausprobieren").click()
    shown = page.get_by_role("status")
    expect(shown).to_contain_text("opening_hours")
    expect(shown).to_contain_text("Montag bis Freitag, 9 bis 17 Uhr")
    accessible(page)
    fits(page)
    page.locator("form.letter summary").click()
    page.locator("textarea[name=raw]").fill("From: news@shop.test\nList-Id: <news.shop.test>\nSubject: News\n\nNews.\n")
    page.get_by_role("button", name="Ausprobieren").click()
    expect(shown).to_contain_text("newsletters")
    accessible(page)
    fits(page)
    mail = b"From: post@shop.test\r\nAuto-Submitted: auto-replied\r\nSubject: Abwesend\r\n\r\nIch bin nicht da.\r\n"
    page.locator("input[name=mail]").set_input_files({"name": "a.eml", "mimeType": "message/rfc822", "buffer": mail})
    page.get_by_role("button", name="Ausprobieren").click()
    expect(shown).to_contain_text("out-of-office")
    page.get_by_role("link", name="Zahlen").click()
    expect(page.locator("figure")).to_have_count(6)
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
    until(lambda: _status(f"{desk.url}/readyz") == 200)
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
    until(lambda: _figure(desk, "secretary_round_age_seconds") < time.monotonic() - delivered - 0.5)
    assert len(desk.office.servers.mailbox("sekretariat")) == 1
    assert desk.office.servers.mailbox("weber") == []
    page.locator(".cards button").click()
    assert len(until(lambda: desk.office.servers.mailbox("weber"))) == 1
    assert _figure(desk, "secretary_mailbox_silence_seconds") < 60
    assert _figure(desk, "secretary_quarantined_mails") == 0
    assert "weber" not in _asked(desk, "/metrics")


def test_the_operators_page_is_not_for_assistants(desk: Desk, chromium: Chromium) -> None:
    page = chromium.visitor()
    desk.sign_in(page, "eva")
    page.goto(f"{desk.url}/operator")
    expect(page.locator("h1")).to_have_text("Das gibt es hier nicht.")


def everybody(page: Page) -> None:
    """For everybody: with a screen reader, on a small screen, by day and by night."""
    accessible(page)
    fits(page)
    page.emulate_media(color_scheme="dark")
    accessible(page)
    page.emulate_media(color_scheme="light")


PAGES = ("", "running", "week", "rules", "templates", "days", "log", "standing")
NAMES = {
    "de": ("Zu prüfen", "Laufend", "Woche", "Regeln", "Vorlagen", "Zahlen", "Protokoll", "Stand"),
    "en": ("To review", "Running", "Week", "Rules", "Templates", "Figures", "Log", "Standing"),
}


@pytest.mark.parametrize(("language", "phone"), [("de", False), ("de", True), ("en", False), ("en", True)])
def test_every_page_speaks_the_persons_language_and_is_for_everybody(
    desk_in: Callable[[str], AbstractContextManager[Desk]], chromium: Chromium, language: str, *, phone: bool
) -> None:
    with desk_in(language) as desk:
        desk.office.receive("Guten Tag, könnten wir nächste Woche 30 Minuten sprechen?", subject="Termin", number=1)
        desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage", number=2)
        until(lambda: len(_waiting(desk)) == 2)
        until(lambda: desk.office.servers.mailbox("weber"))
        operator = chromium.visitor(language=language, phone=phone)
        operator.goto(f"{desk.url}/sign-in")
        everybody(operator)
        desk.sign_in(operator, "ben")
        operator.goto(f"{desk.url}/operator")
        expect(operator.locator("h1")).to_have_text({"de": "Betrieb", "en": "Operation"}[language])
        everybody(operator)
        page = chromium.visitor(language=language, phone=phone)
        desk.sign_in(page, "eva")
        for place, name in zip(PAGES, NAMES[language], strict=True):
            page.goto(f"{desk.url}/muster/{place}")
            expect(page.locator("h1")).to_contain_text(name)
            opened(page)
            everybody(page)
        page.goto(f"{desk.url}/muster/week")
        while page.locator(".days .held").count() == 0:
            page.locator(".ways a").last.click()
        expect(page.locator(".days .held").first).to_contain_text("Sabine Weber")
        accessible(page)
        fits(page)


def test_an_open_page_learns_what_happened_and_nothing_typed_is_lost(desk: Desk, chromium: Chromium) -> None:
    first, second = chromium.visitor(), chromium.visitor()
    desk.sign_in(first, "eva")
    desk.sign_in(second, "anna")
    expect(first.locator("main")).to_contain_text("Nichts wartet auf Sie.")
    desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage")
    expect(first.locator(".cards a")).to_have_text("Frage", timeout=20_000)
    expect(second.locator(".cards a")).to_have_text("Frage", timeout=20_000)
    second.locator(".cards a").click()
    second.locator("textarea").fill("Guten Tag Frau Weber, halb")
    first.get_by_role("button", name="Ablegen: Frage").click()
    expect(second.get_by_role("alert")).to_contain_text("gerade etwas geschehen", timeout=20_000)
    assert second.locator("textarea").input_value() == "Guten Tag Frau Weber, halb"
    accessible(second)


def test_a_case_is_answered_by_keys_alone(desk: Desk, chromium: Chromium) -> None:
    desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage")
    until(lambda: len(_waiting(desk)) == 2)
    page = chromium.visitor()
    desk.sign_in(page, "eva")
    expect(page.locator(".keys")).to_be_visible()  # the script is there
    page.keyboard.press("j")
    expect(page.locator(".cards a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_be_visible()
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Guten Tag, siehe f und s.")
    expect(page.locator("textarea")).to_have_value("Guten Tag, siehe f und s.")
    page.keyboard.press("Tab")
    page.keyboard.press("s")
    expect(page.locator("main")).to_contain_text("Nichts wartet auf Sie.")
    [raw] = until(lambda: desk.office.servers.mailbox("weber"))
    assert "siehe f und s." in message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()


def test_who_wants_no_keys_switches_them_off(desk: Desk, chromium: Chromium) -> None:
    desk.office.receive("Ich möchte bitte mit einem Menschen sprechen.", subject="Frage")
    until(lambda: len(_waiting(desk)) == 2)
    page = chromium.visitor()
    desk.sign_in(page, "eva")
    page.locator(".cards a").click()
    page.locator(".keys summary").click()
    page.get_by_role("button", name="Tasten ausschalten").click()
    page.locator("h1").click()
    page.keyboard.press("f")
    page.reload()
    expect(page.locator("textarea")).to_be_visible()
    assert len(_waiting(desk)) == 2


def test_a_letter_that_lies_ready_is_sent_from_the_queue_in_one_move(desk: Desk, chromium: Chromium) -> None:
    desk.office.receive(
        "Guten Tag,\n\nich beschwere mich: die Lieferung ist zu spät und beschädigt.", subject="Beschwerde"
    )
    until(lambda: len(_waiting(desk)) == 2)
    page = chromium.visitor(phone=True, scripts=False)
    desk.sign_in(page, "eva")
    page.locator(".cards summary").click()
    letter = page.locator(".cards textarea").input_value()
    page.get_by_role("button", name="So senden: Beschwerde").click()
    expect(page.locator("main")).to_contain_text("Nichts wartet auf Sie.")
    [raw] = until(lambda: desk.office.servers.mailbox("weber"))
    sent = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
    assert sent.split() == letter.split()
