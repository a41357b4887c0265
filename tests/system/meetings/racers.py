"""One process that books as the secretary does: with the guard read before and after.

Called with the server, the calendars, a seed and a number; prints one JSON line per booking that stands.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta

from secretary.act.calendars import CaldavCalendars, Source
from secretary.act.events import EventWriter
from secretary.domain.effect import Effect, EffectState, StoreEvent
from secretary.domain.event import Interval
from secretary.ledger import SqlLedger
from secretary.ports import Waiting
from secretary.services.appointments.calendar import itip

START = datetime(2026, 7, 6, 7, tzinfo=UTC)
SLOTS = 120  # beginnings to fight for in each calendar


def slot(number: int) -> Interval:
    """Half hours that overlap their neighbours by a quarter: hits are likely."""
    start = START + timedelta(minutes=15 * number)
    return Interval(start, start + timedelta(minutes=30))


async def race(server: str, urls: list[str], seed: int, rounds: int) -> None:
    """Book at random, and print what was booked and when its writing began (monotonic seconds)."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    calendars = CaldavCalendars(server, user="anna", password=lambda: "geheim", calendars={u: Source(u) for u in urls})
    writer = EventWriter(calendars, SqlLedger("sqlite:///:memory:"))
    for number in range(rounds):
        url, wanted = urls[number * len(urls) // rounds], slot(chance.randrange(SLOTS))
        uid = f"secretary-{seed}-{number}@firma.test"
        deed = StoreEvent(url, uid, itip.hold(uid, wanted, "x", START), "", wanted, (url,))
        effect = Effect(f"{seed}-{number}", "main", "CASE", deed, "appointments")
        began = time.monotonic()
        settled = await writer.store(Waiting(effect, 0, START), deed)
        if settled.state is EffectState.SENT:
            print(json.dumps([url, uid, began]), flush=True)  # noqa: T201 - what the test reads
    await calendars.close()


if __name__ == "__main__":
    asyncio.run(race(sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), int(sys.argv[4])))
