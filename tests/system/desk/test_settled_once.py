"""One in the browser, one in folders, one by mail, all at once: each item is settled exactly once."""

import asyncio
import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from random import Random

import pytest
from playwright.sync_api import Page, expect

from secretary.app.daemon import OfficeDaemon
from secretary.app.desk import OfficeAtWork
from secretary.app.folders.approval import APPROVED
from secretary.desk.orders import Given, Reception, Reply
from secretary.ledger import Records
from tests.servers import ACCOUNTS, PASSWORD
from tests.servers.browser import Chromium
from tests.system.conftest import OnServers
from tests.system.desk.browsing import at_work, until
from tests.system.desk.test_orders_by_moving import APPROVE, COMPLAINT
from tests.system.town import EVA, REVIEW, Town, words

CASES = 6


def complaints(town: Town) -> dict[str, EmailMessage]:
    """Complaints of one client, by case, each with its draft."""
    for number in range(CASES):
        town.write(f"{COMPLAINT}\n{number}", f"Lieferung {number}")
    town.work()
    drafts = town.folder("sekretariat", town.drafts)
    return {str(draft["X-Secretary-Loop"]): draft for draft in drafts}


async def at_once(town: Town, daemon: OfficeDaemon, cases: list[str], order: Random) -> list[Reception]:
    """The round of the secretary, and a person who clicks through the list meanwhile."""
    desk = OfficeAtWork(daemon, Records(f"sqlite:///{town.home / 'secretary.db'}"))

    async def clicks() -> list[Reception]:
        taken = []
        for case in order.sample(cases, len(cases)):
            await asyncio.sleep(order.random() / 20)
            taken.append(await desk.take(Given(Reply("Aus dem Browser."), case, "petra@firma.test", 1)))
        return taken

    await daemon.rounds.mailbox.open()
    try:
        taken, _ = await asyncio.gather(clicks(), daemon.rounds.once())
        await daemon.rounds.once()
    finally:
        await daemon.rounds.mailbox.close()
    return taken


def test_each_is_answered_by_exactly_one(box: Town) -> None:
    drafts = complaints(box)
    notes = {str(m["X-Secretary-Loop"]): m for m in box.folder("sekretariat", REVIEW) if "sekretariat@" in m["From"]}
    for draft in drafts.values():
        box.move(box.drafts, APPROVE, str(draft["Message-ID"]))
    box.work()
    box.clock.turn(timedelta(seconds=21))
    for note in list(notes.values())[:2]:
        box.write("Antwort: Aus der Mail.", str(note["Subject"]), sender=EVA, answers=note, authenticated=True)
    with ThreadPoolExecutor(1) as thread:
        run = at_once(box, box.daemon(), list(drafts), Random(1))  # noqa: S311 - a seed of this test
        taken = thread.submit(lambda: asyncio.run(run)).result()
    letters = box.folder("weber", at_least=CASES)
    assert sorted(str(mail["Subject"]) for mail in letters) == [f"Re: Lieferung {n}" for n in range(CASES)]
    texts = " ".join(str(mail.get_body(("plain",)).get_content()) for mail in letters)
    ways = [texts.count(words) for words in ("Aus dem Browser.", "Aus der Mail.", "Es tut mir leid")]
    assert ways[0] == taken.count(Reception.TAKEN)
    assert sum(ways) == CASES
    box.work()
    assert (box.subjects(APPROVE), box.subjects(REVIEW), box.subjects(box.drafts)) == ([], [], [])


# --- a real browser, a real mail server, the real process ----------------------------------


@dataclass(frozen=True)
class OfTheTown:
    """The town's mailboxes, as the desk's tests ask for them."""

    town: Town
    accounts = ACCOUNTS

    def mailbox(self, user: str, folder: str = "INBOX") -> list[bytes]:
        return self.town.raws(user, folder)


def dragged(town: Town, drafts: list[str], turns: threading.Barrier, together: int) -> None:
    """An assistant drags one draft after the other into the folder for approvals, in their own program.

    The first ones `together` with the other assistant, each in the same moment as a click.
    """
    with town.session("sekretariat") as session:
        session.select_folder(town.drafts)
        for turn, message_id in enumerate(drafts):
            if turn < together:
                turns.wait()
            uids = session.search(["HEADER", "Message-ID", message_id])
            if uids:  # the other one may have been faster
                session.move(uids, APPROVE)


def send(tab: Page) -> None:
    tab.get_by_role("button", name="Senden und erledigen").click()


@pytest.mark.parametrize("town", ["dovecot"], indirect=True)
def test_two_assistants_in_chromium_and_on_dovecot_settle_each_item_once_and_the_loser_is_told(
    town: Town, chromium: Chromium
) -> None:
    town.more = "    timing: {settling_seconds: 0}\n    poll_seconds: 60\n"  # a click wakes it
    drafts = complaints(town)
    (town.home / "config.yaml").write_text(town.config(), "utf-8")
    with at_work(OnServers(OfTheTown(town), town.home, PASSWORD)) as desk:
        page = chromium.visitor()
        desk.sign_in(page, "eva")
        tabs = [page.context.new_page() for _ in drafts]
        for tab, case in zip(tabs, drafts, strict=True):
            tab.goto(f"{desk.url}/muster/case/{case}")
            tab.locator("textarea[name=letter]").fill("Aus dem Browser.")
        *meanwhile, woken, late, last = reversed(tabs)
        turns = threading.Barrier(2, timeout=30)
        names = [str(draft["Message-ID"]) for draft in drafts.values()]
        colleague = threading.Thread(target=dragged, args=(town, names, turns, len(meanwhile)))
        colleague.start()
        for tab in meanwhile:
            turns.wait()
            send(tab)
        colleague.join()
        send(woken)
        until(lambda: APPROVED in recorded_rules(town))
        for tab in (late, last):
            send(tab)
        refused = [tab for tab in tabs if tab.get_by_role("alert").count()]
        letters = town.folder("weber", at_least=CASES)
        until(lambda: not town.subjects(APPROVE) and not town.subjects(REVIEW) and not town.subjects(town.drafts))
    assert sorted(str(mail["Subject"]) for mail in letters) == [f"Re: Lieferung {n}" for n in range(CASES)]
    assert len(town.folder("weber")) == CASES
    in_browser = sum("Aus dem Browser." in words(mail) for mail in letters)
    assert (in_browser, len(refused)) == (CASES - len(refused), CASES - in_browser)
    assert 0 < in_browser < CASES, "both have settled some"
    for tab in refused:
        expect(tab.get_by_role("alert")).to_contain_text("inzwischen etwas geschehen")
    rules = recorded_rules(town)
    assert rules.count("desk") == in_browser
    assert rules.count(APPROVED) == len(refused)


def recorded_rules(town: Town) -> list[str]:
    """The rule of each reason on record."""
    with closing(sqlite3.connect(town.home / "secretary.db")) as record:
        rows = record.execute("SELECT reasons_json FROM decision").fetchall()
    return [reason["rule"] for (text,) in rows for reason in json.loads(text)]
