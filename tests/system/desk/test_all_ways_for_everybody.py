"""Each way to settle a case, in both languages, at a desk and on a phone: one office, four visitors."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.servers.browser import Chromium
from tests.system.conftest import OnServers
from tests.system.desk.browsing import Desk, accessible, at_work, fits, until

REVIEW = "Sekretariat/Zu prüfen"
COMPLAINT = "Guten Tag,\n\nich beschwere mich: die Lieferung kam beschädigt an.\n"
PERSON = "Guten Tag,\n\nich möchte bitte mit einem Menschen sprechen.\n"
DELIVERY = "Guten Tag,\n\nwann kommt unsere Lieferung 4711?\n"
WAYS = {"approve": COMPLAINT, "edit": COMPLAINT, "answer": PERSON, "pass": PERSON, "file": DELIVERY}
VISITORS = tuple((who, language, phone) for who, language in (("eva", "de"), ("anna", "en")) for phone in (False, True))
NAMES = {
    "de": {
        "approve": "So senden",
        "send": "Senden und erledigen",
        "pass": "Weitergeben",
        "file": "Ohne Antwort erledigen",
    },
    "en": {
        "approve": "Send as it is",
        "send": "Send and settle",
        "pass": "Pass on",
        "file": "Settle without an answer",
    },
}


class Visit:
    """Somebody at the desk, who sees to it that each page is for them."""

    def __init__(self, desk: Desk, page: Page, who: str, language: str, number: int) -> None:
        self.page, self.number = page, number
        self._url, self._names = f"{desk.url}/muster", NAMES[language]
        desk.sign_in(page, who)

    def at(self, way: str) -> None:
        """On the page of the case that is to be settled this way."""
        self.page.goto(f"{self._url}/")
        self.page.get_by_role("link", name=f"{way} {self.number}", exact=True).click()
        expect(self.page.locator("h1")).to_have_text(f"{way} {self.number}")

    def press(self, name: str, about: str = "") -> None:
        """A button by its name, and the queue after it says what was settled."""
        self.page.get_by_role("button", name=f"{self._names[name]}{about}", exact=True).click()
        expect(self.page.locator(".told")).to_be_visible()

    def proper(self) -> None:
        fits(self.page)
        accessible(self.page)

    def approve(self) -> None:
        self.page.goto(f"{self._url}/")
        subject = f"approve {self.number}"
        card = self.page.locator(".cards > li").filter(has=self.page.get_by_role("link", name=subject, exact=True))
        card.locator("summary").click()
        self.proper()
        self.press("approve", f": {subject}")

    def write(self, way: str, words: str) -> None:
        self.at(way)
        self.page.locator("textarea[name=letter]").fill(words)
        self.press("send")

    def hand_over(self) -> None:
        self.at("pass")
        self.press("pass")

    def file(self) -> None:
        self.at("file")
        self.proper()
        self.page.locator("input[name=folder]").fill(f"Abgelegt {self.number}")
        self.press("file")

    def teach_and_take_back(self) -> None:
        """What was filed just now."""
        self.page.locator(".told a").click()
        expect(self.page.locator(".lead")).to_contain_text(f"Abgelegt {self.number}")
        self.proper()
        self.page.locator("main button[data-key=y]").click()
        standing = self.page.locator("#lessons button")
        expect(standing).to_have_count(1)
        self.proper()
        standing.click()
        expect(standing).to_have_count(0)


def letters(office: OnServers, user: str = "weber") -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for raw in office.servers.mailbox(user)]


def test_every_way_works_in_both_languages_at_both_widths(on_servers: OnServers, chromium: Chromium) -> None:
    on_servers.change("address: anna@firma.test", "address: anna@firma.test, language: en")
    subjects = [(f"{way} {number}", text) for number in range(len(VISITORS)) for way, text in WAYS.items()]
    for place, (subject, text) in enumerate(subjects):
        on_servers.receive(text, subject=subject, number=place)
    mailbox = on_servers.servers.mailbox
    with at_work(on_servers) as desk:
        until(lambda: len(mailbox("sekretariat", REVIEW)) == 2 * len(subjects), 60)
        for number, (who, language, phone) in enumerate(VISITORS):
            visit = Visit(desk, chromium.visitor(language=language, phone=phone), who, language, number)
            visit.approve()
            visit.write("edit", f"Ersatz {number} kommt.")
            visit.write("answer", f"Ich rufe {number} an.")
            visit.hand_over()
            visit.file()
            visit.teach_and_take_back()
        until(lambda: not mailbox("sekretariat", REVIEW))
        until(lambda: len(letters(on_servers)) == 3 * len(VISITORS))
    sent = {str(mail["Subject"]): mail.get_body(("plain",)).get_content().strip() for mail in letters(on_servers)}
    for number in range(len(VISITORS)):
        assert re.search("Ich (kümmere|sehe)", sent[f"Re: approve {number}"])
        assert sent[f"Re: edit {number}"] == f"Ersatz {number} kommt."
        assert sent[f"Re: answer {number}"] == f"Ich rufe {number} an."
        assert mailbox("sekretariat", f"Abgelegt {number}")
    passed = [mail["Subject"] for user in ("anna", "eva") for mail in letters(on_servers, user)]
    assert sum("pass" in subject for subject in passed) == len(VISITORS)
