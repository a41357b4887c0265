"""Takes the pictures of the desk: an invented office, played in one process and seen in Chromium.

    python -m docs.images.desk

Writes desk-*.png beside this file. Run from the repository, where the tests' servers are.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from secretary.embedded.office import EmbeddedOffice
from tests.servers.browser import Chromium
from tests.system.conftest import CONFIG, OnServers
from tests.system.desk.browsing import Desk, at_work, until

HERE = Path(__file__).parent
MAILS = (
    (
        "weber@kunde.test",
        "Sabine Weber",
        "Gespräch zum Angebot",
        "Guten Tag,\n\nkönnten wir nächste Woche 30 Minuten sprechen?\n",
    ),
    (
        "kern@kunde.test",
        "Karl Kern",
        "Lieferung 4711",
        "Guten Tag,\n\nich beschwere mich: die Lieferung kam beschädigt an.\n",
    ),
    (
        "lang@kunde.test",
        "Ute Lang",
        "Bitte um Rückruf",
        "Guten Tag,\n\nich möchte bitte mit einem Menschen sprechen.\n",
    ),
)

EACH_WITH_NOTE = 4  # two mails before a person, and their cover notes


def main() -> None:
    """Play the office and take the pictures."""
    chromium = Chromium()
    chromium.start()
    with EmbeddedOffice() as servers, tempfile.TemporaryDirectory() as folder:
        text = CONFIG.format(
            imap=servers.imap_port, smtp=servers.smtp_port, caldav=servers.caldav_url, anna=servers.calendar_url("anna")
        )
        (Path(folder) / "config.yaml").write_text(text, "utf-8")
        office = OnServers(servers, Path(folder), servers.accounts["anna"].password)
        with at_work(office) as desk:
            _mails(office)
            _pictures(desk, chromium)
    chromium.close()


def _mails(office: OnServers) -> None:
    for number, (sender, name, subject, text) in enumerate(MAILS, start=1):
        office.receive(text, subject=subject, number=number, sender=sender, name=name)
    until(lambda: len(office.servers.mailbox("sekretariat", "Sekretariat/Zu prüfen")) >= EACH_WITH_NOTE, 60)
    until(lambda: office.servers.mailbox("weber"), 60)


def _pictures(desk: Desk, chromium: Chromium) -> None:
    page = chromium.visitor()
    desk.sign_in(page, "eva")
    page.locator(".cards summary").first.click()
    _take(page, "queue")
    page.goto(f"{desk.url}/muster/week")
    for _ in range(4):
        if page.locator(".days .held").count():
            break
        page.locator(".ways a").last.click()
    _take(page, "week")
    phone = chromium.visitor(phone=True)
    desk.sign_in(phone, "eva")
    phone.locator(".cards h2 a").last.click()
    _take(phone, "case")


def _take(page: Page, name: str) -> None:
    page.screenshot(path=HERE / f"desk-{name}.png", animations="disabled", caret="hide")


if __name__ == "__main__":
    main()
