"""What the service manager is told (systemd's sd_notify protocol): ready, well, alive, stopping.

Promises: without NOTIFY_SOCKET nothing happens; a manager that does not listen is no trouble. The
watchdog is fed only while every office moves, so that a secretary that hangs is started anew; an
office that rests, or waits for a server, moves.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from secretary.app.daemon import OfficeDaemon

MICROSECONDS = 1_000_000
OFTENER = 3  # times in the span that the manager waits for a sign of life
PAUSE = 15.0  # seconds between two looks where the manager asks for no sign of life


@dataclass(frozen=True, slots=True)
class Manager:
    """The service manager's socket; `patience` in seconds is how long it waits for a sign of life, 0 for ever."""

    address: str = ""
    patience: float = 0.0

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Manager:
        """As NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID say (sd_notify(3), sd_watchdog_enabled(3))."""
        meant = environment.get("WATCHDOG_PID", "") in {"", str(os.getpid())}
        span = environment.get("WATCHDOG_USEC", "") if meant else ""
        return cls(environment.get("NOTIFY_SOCKET", ""), int(span) / MICROSECONDS if span.isdigit() else 0.0)

    def tell(self, **said: str) -> None:
        """One datagram, a line each; "@" begins the name of an abstract socket."""
        if not self.address.startswith(("/", "@")):
            return
        text = "\n".join(f"{name.upper()}={value}" for name, value in said.items())
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(0.0)
            line.sendto(text.encode(), f"\0{self.address[1:]}" if self.address.startswith("@") else self.address)


@asynccontextmanager
async def supervised(offices: Sequence[OfficeDaemon], stop: asyncio.Event, manager: Manager) -> AsyncIterator[None]:
    """While inside, the manager hears how the offices are; told to stop, it hears that too."""
    manager.tell(ready="1", status=state_of(offices))
    tasks = [asyncio.create_task(_watched(offices, manager)), asyncio.create_task(_ended(stop, manager))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watched(offices: Sequence[OfficeDaemon], manager: Manager) -> None:
    while True:
        await asyncio.sleep(manager.patience / OFTENER or PAUSE)
        still = [office.name for office in offices if not office.health.moves(office.rounds.clock.now())]
        if still:
            manager.tell(status=f"standing still: {', '.join(still)}")
        elif manager.patience:
            manager.tell(status=state_of(offices), watchdog="1")
        else:
            manager.tell(status=state_of(offices))


async def _ended(stop: asyncio.Event, manager: Manager) -> None:
    await stop.wait()
    manager.tell(stopping="1", status="ending what is in flight")


def state_of(offices: Sequence[OfficeDaemon]) -> str:
    """One line for an operator, with nothing that a server or a mail said."""
    return ", ".join(f"{office.name} {_state(office)}" for office in offices)


def _state(office: OfficeDaemon) -> str:
    if office.rests:
        return "resting"
    return "in trouble" if office.health.trouble else "at work"
