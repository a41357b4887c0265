"""One in the browser, one in folders, one by mail, all at once: each item is settled exactly once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from random import Random

from secretary.app.daemon import OfficeDaemon
from secretary.app.desk import OfficeAtWork
from secretary.desk.orders import Given, Reception, Reply
from secretary.ledger import Records
from tests.system.test_orders_by_moving import APPROVE, COMPLAINT
from tests.system.town import EVA, REVIEW, Town

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
