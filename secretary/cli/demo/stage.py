"""The demo's stage: the embedded office, the real daemon, and the day's scenes one after the other.

Promises: a scene ends when the secretary has nothing left to do for it, not after a guessed time.
Never does: print; `Scene` after `Scene` it gives the letters to show.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from secretary.app.daemon import OfficeDaemon, run_offices
from secretary.app.wiring import daemons
from secretary.config.load import parse_config
from secretary.embedded.day import SECRETARY, Scene
from secretary.embedded.office import EmbeddedOffice
from secretary.embedded.play import CONFIG, letter, mail_of

PASSWORD = "SECRETARY_DEMO"  # noqa: S105 - the name of a variable
PATIENCE = 30.0  # seconds for one scene; the slowest takes two
LOOK = 0.05  # seconds between two looks at the record
EFFECTS = 1  # one due effect is enough to know that work is left


@dataclass(slots=True)
class Stage:
    """A running office with its secretary."""

    office: EmbeddedOffice
    secretary: OfficeDaemon
    written: int = field(default=0)

    async def play(self, scene: Scene) -> AsyncIterator[bytes]:
        """The scene's mails as they come: what is written, then what the writer gets for it."""
        echoes = scene.echoes
        while True:
            before = self.office.mailbox(scene.writer.user)
            raw = mail_of(scene, self._number(), datetime.now(UTC), letter(before[-1]) if before else None)
            yield raw
            writer = scene.writer.address
            self.office.deliver(raw, SECRETARY.address, sender=writer, authenticated=scene.logged_in)
            await self.settled()
            answers = self.office.mailbox(scene.writer.user)[len(before) :]
            for answer in answers:
                yield answer
            if not (answers and echoes):
                return
            echoes -= 1
            scene = replace(scene, answers=True)

    async def settled(self) -> None:
        """Until the record says that nothing is left to do now."""
        until = time.monotonic() + PATIENCE
        quiet = 0
        while time.monotonic() < until and quiet < 2:  # noqa: PLR2004 - twice, since the looks below are not one instant
            await asyncio.sleep(LOOK)
            quiet = 0 if self._busy() else quiet + 1

    def _busy(self) -> bool:
        ledger, name = self.secretary.rounds.house.ledger, self.secretary.name
        return bool(
            self.office.mailbox(SECRETARY.user)
            or ledger.due_effects(name, datetime.now(UTC), EFFECTS)
            or ledger.left_transmitting(name)
            or ledger.unheard(name)
        )

    def _number(self) -> int:
        self.written += 1
        return self.written


@asynccontextmanager
async def staged(office: EmbeddedOffice, folder: Path) -> AsyncIterator[Stage]:
    """The daemon at work against the embedded office, its record in `folder`."""
    os.environ[PASSWORD] = office.accounts["anna"].password
    config = CONFIG.format(
        imap=office.imap_port,
        smtp=office.smtp_port,
        caldav=office.caldav_url,
        anna=office.calendar_url("anna"),
        ben=office.calendar_url("ben"),
    )
    offices = daemons(parse_config(config, file="demo"), folder)
    stop = asyncio.Event()
    running = asyncio.create_task(run_offices(offices, stop))
    try:
        yield Stage(office, offices[0])
    finally:
        stop.set()
        await running
