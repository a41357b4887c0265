"""Under a long and mixed load nothing is lost, doubled or hoarded, and without load nothing is done.

`make test` soaks for some seconds, `make soak MINUTES=10` for as long as it is told. A busy office
gets some two hundred mails in a working day, one in two minutes; here they come every second.
"""

import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.servers import wait_until
from tests.system.faults.wreck import QUESTION, REQUEST, UNCLEAR, Wreck, check

SECONDS = float(os.environ.get("SECRETARY_SOAK_SECONDS", "12"))
PACE = 1.0  # seconds from mail to mail
MOST_QUESTIONS = 90  # to one client in a day; the office's limit is a hundred
MOST_REQUESTS = 15  # three times each; next week has eighty
WARM = 0.4  # of the soak: pools, caches and compiled patterns are filled by then
MOST_GROWTH = 24 << 20  # octets: what the allocator keeps of a larger mail; a leak has no bound
MOST_FILES = 4  # a connection and what belongs to it
IDLE_SECONDS = 10
IDLE_CPU = 0.01
TICKS = os.sysconf("SC_CLK_TCK")

pytestmark = pytest.mark.timeout(SECONDS * 3 + 400)


def memory(pid: int) -> int:
    """Octets resident."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def processor(pid: int) -> float:
    """Seconds of the processor, spent so far."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / TICKS


def quiet(wreck: Wreck) -> None:
    wait_until(wreck.quiet, "an empty outbox and INBOX", 200)


def test_a_long_load_loses_doubles_and_hoards_nothing_and_rest_costs_nothing(wreck: Wreck) -> None:
    chance = random.Random(1)  # noqa: S311 - a die
    load: dict[str, list[str]] = {QUESTION: [], REQUEST: [], UNCLEAR: []}
    asked: Counter[str] = Counter()
    wreck.start()
    pid, began = wreck.pid, time.monotonic()
    warm = (0, 0)
    while (passed := time.monotonic() - began) < SECONDS:
        client = chance.choice(wreck.ports.clients)
        kind = chance.choice((QUESTION, UNCLEAR, REQUEST, "machine"))
        if (kind == REQUEST and len(load[REQUEST]) >= MOST_REQUESTS) or asked[client] >= MOST_QUESTIONS:
            kind = UNCLEAR
        if kind == "machine":
            wreck.write(QUESTION, client, automatic=True)
        else:
            asked[client] += kind != UNCLEAR
            load[kind].append(wreck.write(kind, client))
        if passed > SECONDS * WARM and warm == (0, 0):
            warm = memory(pid), files(pid)
        wait_until(lambda due=began + passed + PACE: time.monotonic() >= due, "the next mail", PACE * 2)
    quiet(wreck)
    grown, opened = memory(pid) - warm[0], files(pid) - warm[1]
    assert grown < MOST_GROWTH, f"{grown >> 20} MiB more than when warm"
    assert opened <= MOST_FILES, f"{opened} more open files"

    before, began = processor(pid), time.monotonic()
    wait_until(lambda: time.monotonic() - began >= IDLE_SECONDS, "the end of the rest", IDLE_SECONDS * 2)
    share = (processor(pid) - before) / (time.monotonic() - began)
    assert share < IDLE_CPU, f"{share:.1%} of a processor at rest"

    wreck.work_off()
    audit = wreck.audit()
    check(audit, load[QUESTION], load[REQUEST])
    assert len(audit.uids) == audit.offered
    sys.stdout.write(f"{len(wreck.written)} mails; {grown >> 10} KiB and {opened} files more; at rest {share:.2%}\n")
