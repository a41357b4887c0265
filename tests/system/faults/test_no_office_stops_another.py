"""Two offices in one process: whatever ails the one, the other answers, and both stop in time."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from secretary.app.daemon import run_offices
from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from tests.servers import free_ports
from tests.servers.chaos import ALWAYS, CLIENT, SERVER, Answer, Chaos, Freeze

OFFICE = """
  {name}:
    name: Muster & Partner
    address: {user}@firma.test
    facts: {{opening_hours: "Montag bis Freitag, 9 bis 17 Uhr", opening_hours_en: "Monday to Friday"}}
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: {user}, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test}}
"""
QUESTION = (
    b"From: Sabine Weber <weber@kunde.test>\r\nTo: sekretariat@firma.test\r\nSubject: Frage\r\n"
    b"Message-ID: <1@kunde.test>\r\n\r\nGuten Tag, wann haben Sie offen? Wie sind Ihre Oeffnungszeiten?\r\n"
)
ANSWER_SECONDS = 20.0  # it takes one; a busy machine must not fail the test


@pytest.fixture(params=["refused", "silent", "unfinished", "goodbye"])
def bad_port(request: pytest.FixtureRequest, embedded_office: Any) -> Iterator[int]:
    """A mail server of one of the sorts that nobody wants."""
    with ExitStack() as stack:
        if request.param == "refused":
            yield free_ports(1)[0]
            return
        network = stack.enter_context(Chaos(embedded_office.imap_port))
        if request.param == "silent":
            network.when(SERVER, rb".*", Freeze(), times=ALWAYS)
        elif request.param == "unfinished":
            network.when(CLIENT, rb"\S+ LIST", Answer(b"* LIST ("), times=ALWAYS)
        else:
            network.when(CLIENT, rb"\S+ LOGIN", Answer(b"* BYE go away\r\n", close=True), times=ALWAYS)
        yield network.port


async def answered(office: Any) -> bool:
    """Deliver the question, and whether its answer comes in time."""
    office.deliver(QUESTION, "sekretariat@firma.test", sender="weber@kunde.test")
    end = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < end:
        if await asyncio.to_thread(office.mailbox, "weber"):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_an_office_without_a_mail_server_keeps_no_other_from_answering(
    bad_port: int, embedded_office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFICE_PW", "geheim")
    smtp = embedded_office.smtp_port
    offices = [
        OFFICE.format(name="a-bad", user="anna", imap=bad_port, smtp=smtp),
        OFFICE.format(name="b-good", user="sekretariat", imap=embedded_office.imap_port, smtp=smtp),
    ]
    config = parse_config("database: sqlite:///x.db\noffices:" + "".join(offices), file="config.yaml")
    stop = asyncio.Event()
    running = asyncio.ensure_future(run_offices(daemons(config, tmp_path), stop))
    assert await answered(embedded_office)
    assert not running.done()
    began = time.monotonic()
    stop.set()
    await running
    assert time.monotonic() - began < 12
