"""When a mail that lies in a folder for orders counts as one.

Promises: one that has lain still for the delay counts, so that a slip of the hand can be undone; since
when it lies there is on record, so that a restart, or a run that looks only now and then, forgets
nothing. What is carried out is forgotten; one that could not be filed then waits anew.
Never does: fetch a mail again that is known not to count yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from secretary.ports import Arrived, Ledger, Mailbox

LOOK = 100  # mails of one look; what a person drags at once


async def ripe_mails(
    ledger: Ledger, mailbox: Mailbox, office: str, folder: str, delay: timedelta, now: datetime
) -> Sequence[Arrived]:
    """Those of a folder that count now, the oldest first; the others are remembered."""
    known = ledger.settling(office, folder)
    unripe = {place: due for place, due in known.items() if due > now}
    mails = await mailbox.arrivals(folder, skip=frozenset(unripe), most=LOOK)
    due = {_place(mail): known.get(_place(mail), now + delay) for mail in mails}
    ripe = [mail for mail in mails if due[_place(mail)] <= now]
    # A ripe one stays known until it is carried out: after a crash it counts at once.
    remembered = unripe | due
    if remembered != known:
        ledger.keep_settling(office, folder, remembered)
    return ripe


def carried_out(ledger: Ledger, office: str, folder: str, mails: Sequence[Arrived]) -> None:
    """Forget them: they are gone from the folder, or wait anew."""
    done = {_place(mail) for mail in mails}
    known = ledger.settling(office, folder)
    ledger.keep_settling(office, folder, {place: due for place, due in known.items() if place not in done})


def _place(mail: Arrived) -> tuple[int, int]:
    return mail.uidvalidity, mail.uid
