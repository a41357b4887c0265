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
from secretary.app.wiring import daemons, records
from secretary.config.load import parse_config
from secretary.embedded.day import SECRETARY, Scene
from secretary.embedded.office import EmbeddedOffice
from secretary.embedded.play import CONFIG, letter, mail_of
from secretary.ledger import Records
from secretary.ledger.views.story import Story

PASSWORD = "SECRETARY_DEMO"  # noqa: S105 - the name of a variable
PATIENCE = 30.0  # seconds for one scene; the slowest takes two
LOOK = 0.05  # seconds between two looks at the record
EFFECTS = 1  # one due effect is enough to know that work is left


@dataclass(slots=True)
class Stage:
    """A running office with its secretary, and what is on record of it."""

    office: EmbeddedOffice
    secretary: OfficeDaemon
    records: Records
    letters: list[bytes] = field(default_factory=list)  # what was written to the secretary

    async def play(self, scene: Scene) -> AsyncIterator[bytes]:
        """The scene's mails as they come: what is written, then what anybody gets for it."""
        echoes = scene.echoes
        while True:
            before = self._mailboxes()
            last = before[scene.writer.user][-1:]
            raw = mail_of(scene, self._number(), datetime.now(UTC), letter(last[0]) if last else None)
            self.letters.append(raw)
            yield raw
            writer = scene.writer.address
            self.office.deliver(raw, SECRETARY.address, sender=writer, authenticated=scene.logged_in)
            await self.settled()
            new = {user: mails[len(before[user]) :] for user, mails in self._mailboxes().items()}
            for mails in new.values():
                for mail in mails:
                    yield mail
            if not (new[scene.writer.user] and echoes):
                return
            echoes -= 1
            scene = replace(scene, answers=True)

    def _mailboxes(self) -> dict[str, list[bytes]]:
        """What lies in everybody's INBOX, the secretary's apart."""
        return {user: self.office.mailbox(user) for user in self.office.accounts if user != SECRETARY.user}

    def stories(self) -> list[Story]:
        """What each letter to the secretary set off, from the record, in the order of writing."""
        asked = (str(letter(raw)["Message-ID"]) for raw in self.letters)
        return [story for message_id in asked for story in self.records.stories(message_id, self.secretary.name)]

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
        return len(self.letters) + 1


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
    parsed = parse_config(config, file="demo")
    offices = daemons(parsed, folder)
    stop = asyncio.Event()
    running = asyncio.create_task(run_offices(offices, stop))
    try:
        yield Stage(office, offices[0], records(parsed, folder))
    finally:
        stop.set()
        await running
