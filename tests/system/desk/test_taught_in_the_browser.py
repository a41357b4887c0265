"""A person settles a case in the browser, and the secretary learns what it is told to, by buttons alone."""

import re
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Page, expect

from tests.servers.browser import Chromium
from tests.system.conftest import OnServers
from tests.system.desk.browsing import accessible, at_work, fits, opened, until

DELIVERY = "Guten Tag,\n\nwann kommt unsere Lieferung 4711?\n"
REVIEW = "Sekretariat/Zu prüfen"


def test_what_was_settled_is_taught_without_scripts_works_from_the_next_mail_on_and_is_taken_back(
    on_servers: OnServers, chromium: Chromium
) -> None:
    with at_work(on_servers) as desk:
        mailbox = on_servers.servers.mailbox
        on_servers.receive(DELIVERY, subject="Lieferung", number=1)
        until(lambda: len(mailbox("sekretariat", REVIEW)) == 2)
        page = chromium.visitor(phone=True, scripts=False)
        desk.sign_in(page, "eva")
        page.locator(".cards h2 a").click()
        page.locator("input[name=folder]").fill("Lieferungen")
        page.locator("button[data-key=f]").click()
        page.locator(".told a").click()
        expect(page.locator(".lead")).to_contain_text("weber@kunde.test")
        expect(page.locator(".lead")).to_contain_text("Lieferungen")
        fits(page)
        page.locator("main button[data-key=y]").click()
        lesson = page.locator("#lessons li")
        expect(lesson).to_contain_text("taught-kunde.test-1")
        fits(page)
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


def _proper(page: Page) -> None:
    fits(page)
    accessible(page)


RULES = """
rules:
- name: complaints
  when: {intent: complaint}
  then: [{escalate: {reason: complaint, draft: complaint_draft}}]
  why: A complaint is a person's.
- {name: deliveries, when: {intent: delivery}, then: [answer: receipt_confirmed], autonomy: suggest, why: A receipt.}
"""
CLIENTS = (("weber@kunde.test", "Sabine Weber"), ("tom@client.test", "Tom Cole"))
COMPLAINT = "Guten Tag,\n\nich möchte mich beschweren, Ihre Lieferung kam zu spät.\n"
OURS = "Ich sehe mir an, was geschehen ist, und melde mich dann bei Ihnen."
THEIRS = "Wir senden Ihnen noch heute Ersatz."


@pytest.fixture
def learning(on_servers: OnServers) -> OnServers:
    """An office that learns fast."""
    (on_servers.folder / "own").mkdir()
    (on_servers.folder / "own" / "10-own.yaml").write_text(RULES, "utf-8")
    on_servers.change("offices:", "rules: own\noffices:")
    on_servers.change("    poll_seconds", "    teaching: {approvals: 2, changes: 2}\n    poll_seconds")
    return on_servers


def proposals(on_servers: OnServers) -> int:
    return sum(b"Subject: Vorschlag" in raw for raw in on_servers.servers.mailbox("sekretariat", REVIEW))


def test_words_changed_alike_are_offered_shown_as_a_letter_taken_by_a_click_and_taken_back(
    learning: OnServers, chromium: Chromium
) -> None:
    with at_work(learning) as desk:
        page = chromium.visitor(phone=True)
        desk.sign_in(page, "eva")
        for number, (sender, name) in enumerate(CLIENTS):
            learning.receive(COMPLAINT, subject=f"Ärger {number}", number=number, sender=sender, name=name)
            letter = _letter(page, desk.url)
            assert OURS in " ".join(letter.split())
            page.locator(".cards textarea").fill(re.sub(r"Ich\s+sehe.*?Ihnen\.", THEIRS, letter, flags=re.DOTALL))
            page.locator(".cards form.letter button").click()
            expect(page.locator("main")).to_contain_text("Nichts wartet auf Sie.")
        until(lambda: proposals(learning) == 1)
        page.goto(f"{desk.url}/muster/rules")
        expect(page.locator("#offered ins")).to_have_text(THEIRS)
        opened(page)
        expect(page.locator("#offered .sample")).to_contain_text(THEIRS)
        _proper(page)
        page.locator("#offered button").first.click()
        expect(page.locator("#offered")).to_have_count(0)
        until(lambda: proposals(learning) == 0)
        sender, name = CLIENTS[0]
        learning.receive(COMPLAINT, subject="Ärger 2", number=2, sender=sender, name=name)
        assert THEIRS in _letter(page, desk.url)
        page.goto(f"{desk.url}/muster/rules")
        page.locator("#lessons button").click()
        expect(page.locator("#lessons button")).to_have_count(0)


def _letter(page: Page, url: str) -> str:
    """The letter that lies ready in the queue, once it does."""
    page.goto(f"{url}/muster/")
    page.locator(".cards summary").click(timeout=20_000)
    return page.locator(".cards textarea").input_value()


def test_more_freedom_is_offered_after_approvals_taken_by_a_click_and_the_rule_acts_on_the_next_mail(
    learning: OnServers, chromium: Chromium
) -> None:
    learning.change("address: eva@firma.test", "address: eva@firma.test, language: en")
    sender, name = CLIENTS[0]
    with at_work(learning) as desk:
        page = chromium.visitor(language="en")
        desk.sign_in(page, "eva")
        for number in range(2):
            learning.receive(DELIVERY, subject=f"Lieferung {number}", number=number, sender=sender, name=name)
            _letter(page, desk.url)
            page.locator(".cards form.letter button").click()
            expect(page.locator("main")).to_contain_text("Nothing waits for you.")
        until(lambda: proposals(learning) == 1)
        page.goto(f"{desk.url}/muster/rules")
        expect(page.locator("#offered")).to_contain_text("Its last 2 drafts were sent unchanged.")
        _proper(page)
        page.locator("#offered button").first.click()
        expect(page.locator("#lessons")).to_contain_text("deliveries: acts by itself")
        until(lambda: proposals(learning) == 0)
        sender, name = CLIENTS[1]
        learning.receive(DELIVERY, subject="Lieferung 2", number=2, sender=sender, name=name)
        [raw] = until(lambda: learning.servers.mailbox("tom"))
        assert b"Auto-Submitted: auto-replied" in raw
        assert not learning.servers.mailbox("sekretariat", REVIEW)
