"""Two processes book at random in the same calendars while somebody books by hand: nothing is doubled.

`SECRETARY_RACES` is the number of attempts of each process; a long run is `make races`.
"""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
import sys
import time
import urllib.error
import urllib.request
from itertools import combinations

import pytest
from icalendar import Calendar

from secretary.services.appointments.calendar import itip
from tests.system.meetings.racers import SLOTS, START, slot

RACES = int(os.environ.get("SECRETARY_RACES", "75"))
pytestmark = pytest.mark.timeout(120 + RACES)
HAND_SECONDS = 0.1  # between two looks of the hand: people are slower
PER_CALENDAR = 75  # attempts of one process in a calendar, until it is nearly full


def _request(url: str, method: str, body: bytes = b"") -> bytes:
    request = urllib.request.Request(url, data=body or None, method=method)  # noqa: S310 - loopback
    request.add_header("Authorization", "Basic " + base64.b64encode(b"anna:geheim").decode())
    request.add_header("Content-Type", "text/calendar")
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        return bytes(answer.read())


def _events(url: str) -> dict[str, tuple[object, object]]:
    found = Calendar.from_ical(_request(url, "GET")).walk("VEVENT")
    return {str(e["UID"]): (e["DTSTART"].dt, e["DTEND"].dt) for e in found}


def _by_hand(urls: list[str], processes: list[subprocess.Popen[bytes]]) -> dict[str, float]:
    """Somebody writes now and then into times that look free, until the processes are done; when it was there."""
    chance, written = random.Random(7), {}  # noqa: S311 - no secret
    while any(_still_runs(p) for p in processes):
        url, wanted = chance.choice(urls), slot(chance.randrange(SLOTS))
        if not any(a < wanted.end and wanted.start < b for a, b in _events(url).values()):  # type: ignore[operator]
            uid = f"hand-{len(written)}@anna"
            _request(f"{url}{uid}.ics", "PUT", itip.hold(uid, wanted, "hand", START).encode())
            written[uid] = time.monotonic()
    return written


def _still_runs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(HAND_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def test_nothing_is_booked_twice_by_two_processes_and_a_hand(embedded_office, tmp_path):
    base = embedded_office.calendar_url("anna").removesuffix("kalender/")
    urls = [f"{base}race-{n}/" for n in range(max(1, RACES // PER_CALENDAR))]
    for url in urls:
        _request(url, "MKCALENDAR")
    command = (sys.executable, "-m", "tests.system.meetings.racers", embedded_office.caldav_url, ",".join(urls))
    told = [tmp_path / f"{seed}.jsonl" for seed in (1, 2)]  # files, as a long run says more than a pipe holds
    processes = [
        subprocess.Popen((*command, str(seed), str(RACES)), stdout=path.open("w"))
        for seed, path in enumerate(told, start=1)
    ]
    by_hand = _by_hand(urls, processes)
    settled = [json.loads(line) for path in told for line in path.read_text().splitlines()]
    assert all(p.returncode == 0 for p in processes)
    assert len(settled) > RACES // 20
    began = {uid: at for _, uid, at in settled}
    print(f"{2 * RACES} attempts in {len(urls)} calendars: {len(settled)} booked, {len(by_hand)} by hand")  # noqa: T201
    for url in urls:
        there = _events(url)
        ours = {uid for uid in there if uid.startswith("secretary-")}
        assert ours == {uid for place, uid, _ in settled if place == url}, "what is told as booked stands, and no more"
        for one, other in combinations(there, 2):
            if there[one][0] < there[other][1] and there[other][0] < there[one][1]:  # type: ignore[operator]
                # The hand may write on top of what stands; the secretary never does.
                assert {one, other} & by_hand.keys(), (one, other)
                hand, mine = sorted((one, other), key=lambda u: u in began)
                assert by_hand[hand] > began[mine], (hand, mine)
