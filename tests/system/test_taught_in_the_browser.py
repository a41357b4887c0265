"""A person settles a case in the browser, and the secretary learns what it is told to, by buttons alone."""

from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from tests.servers.browser import Chromium
from tests.system.browsing import accessible, at_work, fits, until
from tests.system.conftest import OnServers

DELIVERY = "Guten Tag,\n\nwann kommt unsere Lieferung 4711?\n"
REVIEW = "Sekretariat/Zu prüfen"


@pytest.mark.parametrize(("language", "phone", "scripts"), [("de", True, False), ("en", False, True)])
def test_what_was_settled_is_taught_by_a_click_works_from_the_next_mail_on_and_is_taken_back(
    on_servers: OnServers, chromium: Chromium, language: str, *, phone: bool, scripts: bool
) -> None:
    on_servers.change("address: eva@firma.test", f"address: eva@firma.test, language: {language}")
    with at_work(on_servers) as desk:
        mailbox = on_servers.servers.mailbox
        on_servers.receive(DELIVERY, subject="Lieferung", number=1)
        until(lambda: len(mailbox("sekretariat", REVIEW)) == 2)
        page = chromium.visitor(language=language, phone=phone, scripts=scripts)
        desk.sign_in(page, "eva")
        page.locator(".cards h2 a").click()
        page.locator("input[name=folder]").fill("Lieferungen")
        page.locator("button[data-key=f]").click()
        page.locator(".told a").click()
        expect(page.locator(".lead")).to_contain_text("weber@kunde.test")
        expect(page.locator(".lead")).to_contain_text("Lieferungen")
        _proper(page, scripts=scripts)
        page.locator("main button[data-key=y]").click()
        lesson = page.locator("#lessons li")
        expect(lesson).to_contain_text("taught-kunde.test-1")
        _proper(page, scripts=scripts)
        until(lambda: not mailbox("sekretariat", REVIEW))
        on_servers.receive(DELIVERY, subject="Lieferung 2", number=2)
        assert until(lambda: len(mailbox("sekretariat", "Lieferungen")) == 2)
        assert mailbox("sekretariat", REVIEW) == []
        lesson.locator("button").click()
        expect(page.locator("#lessons button")).to_have_count(0)
        on_servers.receive(DELIVERY, subject="Lieferung 3", number=3)
        until(lambda: len(mailbox("sekretariat", REVIEW)) == 2)
        page.goto(f"{desk.url}/muster/")
        page.locator(".cards h2 a").click()
        page.locator("select[name=person]").select_option("anna")
        page.locator("form.aside button").last.click()
        expect(page.locator(".told")).to_contain_text("Lieferung 3")
        passed = message_from_bytes(until(lambda: mailbox("anna"))[-1], policy=policy.default)
        [inner] = [part for part in passed.walk() if part.get_content_type() == "message/rfc822"]
        assert "4711" in inner.get_payload(0).get_content()
    assert mailbox("weber") == []


def _proper(page: Page, *, scripts: bool) -> None:
    fits(page)
    if scripts:  # axe is one
        accessible(page)
