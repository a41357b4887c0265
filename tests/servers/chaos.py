r"""A TCP proxy that plays the faults of networks and servers between the house and a real server.

    with Chaos(dovecot.port) as network:
        account = ImapAccount(network.host, network.port, ...)
        network.when(SERVER, rb"\* CAPABILITY", Rewrite(rb" MOVE\b", b""), times=ALWAYS)
        network.when(CLIENT, rb"\.\r\n", Cut(after=True))            # SMTP: the dot arrives, its answer never
        network.when(CLIENT, rb"RCPT TO", Answer(b"451 4.7.1 Greylisted\r\n"))
        network.when(CLIENT, rb"PUT ", Answer(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", close=True))
        network.when(SERVER, rb"HTTP/1.1 201", Cut())                # CalDAV: stored, but nobody is told
        network.when(SERVER, rb"250 2.0.0", Cut(blow=process.kill))  # SMTP: taken, and the one who sent it is dead
    network.freeze()                                             # half-open: connections stay, bytes vanish

Promises: without a rule every byte passes unchanged and at once. A rule fires on the first lines
that match (a pattern is searched from the start of the line), `times` times after `skip` matches;
of several rules the first that matches is taken. Rules may be set while connections are open.
Works line by line; what comes without a line end (a literal, an HTTP body, TLS) passes after
FLUSH_SECONDS. Inside TLS no line can be matched, but all that counts bytes and time works.
Never: listens beyond loopback.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar

from tests.servers import LOOPBACK, wait_until

Side = Literal["client", "server"]
CLIENT: Final = "client"  # lines from the house to the server
SERVER: Final = "server"  # lines from the server to the house
ALWAYS = 1_000_000_000
FLUSH_SECONDS = 0.02  # a line that is not whole by then was none
CALL_SECONDS = 10.0  # a call into the proxy's own loop takes milliseconds
CHUNK = 65_536
REMEMBERED = 200  # octets of each line that `count` can look at
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Pass the line on with everything that `old` matches replaced; with `old` b"" the whole line."""

    old: bytes
    new: bytes

    def of(self, line: bytes) -> bytes:
        return re.sub(self.old, self.new, line) if self.old else self.new


@dataclass(frozen=True, slots=True)
class Cut:
    """End the connection, before the line or right `after` it has arrived; `blow` is struck just then."""

    after: bool = False
    blow: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class CutAt:
    """End the connection after so many more octets in this direction, the line's included."""

    octets: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """Half-open from here on: this connection stays, and nothing passes any more, either way."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Hold the line and all behind it back for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Drip:
    """From here on let single octets through, this many in a second."""

    octets_per_second: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Swallow the line and answer in the other side's name; `close` ends the connection then.

    An HTTP request must be closed: what is left of it would reach the server as a new one.
    """

    raw: bytes
    close: bool = False


Fault = Rewrite | Cut | CutAt | Freeze | Wait | Drip | Answer


@dataclass(slots=True)
class Rule:
    """When a line of one side matches, do something to it."""

    side: Side
    pattern: re.Pattern[bytes]
    fault: Fault
    times: int
    skip: int
    fired: int = 0

    def takes(self, side: Side, line: bytes) -> bool:
        """Whether it is this rule's turn; counts."""
        if side != self.side or self.fired >= self.times or not self.pattern.match(line):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.fired += 1
        return True


class _EndError(Exception):
    """The connection shall end here."""


@dataclass(eq=False, slots=True)
class _Way:
    """One direction of a connection; `back` is where answers in the other side's name go."""

    side: Side
    source: asyncio.StreamReader
    target: asyncio.StreamWriter
    back: asyncio.StreamWriter
    allowance: int | None = None
    pace: float = 0.0


@dataclass(eq=False, slots=True)
class _Connection:
    writers: tuple[asyncio.StreamWriter, ...]
    frozen: bool = False
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class Chaos:
    """A proxy before 127.0.0.1:`target`. Its methods may be called from any thread."""

    host = LOOPBACK

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.accepted = 0
        self.seen: list[tuple[Side, bytes]] = []
        self._rules: list[Rule] = []
        self._open: set[_Connection] = set()
        self._refusing = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chaos", daemon=True)

    # --- what a test orders

    def when(self, side: Side, pattern: bytes, fault: Fault, *, times: int = 1, skip: int = 0) -> Rule:
        """Set a rule; its `fired` tells how often it did. The pattern must match from the line's start."""
        rule = Rule(side, re.compile(pattern, re.IGNORECASE), fault, times, skip)
        self._rules.append(rule)
        return rule

    def calm(self) -> None:
        """Forget all rules and accept connections again; what is frozen stays so."""
        self._rules.clear()
        self._refusing = False

    def cut(self) -> None:
        """End every open connection; new ones are accepted."""
        self._call(self._cut())

    def freeze(self) -> None:
        """Make every open connection half-open; new ones pass."""
        for connection in tuple(self._open):
            connection.frozen = True

    def refuse(self) -> None:
        """End every connection, and each new one at once, until `calm`."""
        self._refusing = True
        self.cut()

    def count(self, side: Side, pattern: bytes) -> int:
        """How many lines of a side matched so far, whatever became of them."""
        found = re.compile(pattern, re.IGNORECASE)
        return sum(1 for where, line in tuple(self.seen) if where == side and found.match(line))

    def wait_for(self, side: Side, pattern: bytes, times: int = 1) -> None:
        """Block until so many lines matched; ServerError after a while."""
        wait_until(lambda: self.count(side, pattern) >= times, f"{times} × {pattern!r} from the {side}")

    # --- life

    def start(self) -> None:
        """Listen on a free port."""
        self._thread.start()
        self._call(self._listen())

    def close(self) -> None:
        """End all connections and listen no longer."""
        self._refusing = True
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CALL_SECONDS)
        self._loop.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        await self._cut()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(CALL_SECONDS)

    # --- connections

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self._refusing:
            _close(writer)
            return
        try:
            answers, requests = await asyncio.open_connection(LOOPBACK, self.target)
        except OSError:
            _close(writer)
            return
        for end in (writer, requests):
            end.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = _Connection((writer, requests))
        ways = (_Way(CLIENT, reader, requests, writer), _Way(SERVER, answers, writer, requests))
        connection.tasks = [asyncio.ensure_future(self._carry(connection, way)) for way in ways]
        self._open.add(connection)
        await asyncio.wait(connection.tasks, return_when=asyncio.FIRST_COMPLETED)
        self._close(connection)

    def _close(self, connection: _Connection) -> None:
        for task in connection.tasks:
            task.cancel()
        for writer in connection.writers:
            _close(writer)
        self._open.discard(connection)

    async def _cut(self) -> None:
        for connection in tuple(self._open):
            self._close(connection)

    async def _carry(self, connection: _Connection, way: _Way) -> None:
        """Pass one direction on, line by line, until it ends or a fault ends it."""
        held = b""
        with suppress(OSError, _EndError):
            while True:
                data = await _read(way.source, held)
                if data == b"":
                    await self._pass(connection, way, held)
                    return
                *lines, held = (held + (data or b"")).splitlines(keepends=True) or [b""]
                if data is None or held.endswith(b"\n"):
                    lines, held = [*lines, held], b""
                for line in filter(None, lines):
                    await self._treat(connection, way, line)

    async def _treat(self, connection: _Connection, way: _Way, line: bytes) -> None:
        self.seen.append((way.side, line[:REMEMBERED]))
        rule = next((r for r in self._rules if r.takes(way.side, line)), None)
        match rule.fault if rule else None:
            case Rewrite() as rewrite:
                line = rewrite.of(line)
            case Cut(after, blow):
                if after:
                    await self._pass(connection, way, line)
                blow()
                raise _EndError
            case CutAt(octets):
                way.allowance = octets
            case Freeze():
                connection.frozen = True
            case Wait(seconds):
                await asyncio.sleep(seconds)
            case Drip(octets_per_second):
                way.pace = 1 / octets_per_second
            case Answer(raw, close):
                way.back.write(raw)
                await way.back.drain()
                if close:
                    raise _EndError
                return
        await self._pass(connection, way, line)

    async def _pass(self, connection: _Connection, way: _Way, data: bytes) -> None:
        if connection.frozen:
            return
        whole = data
        if way.allowance is not None:
            data = data[: way.allowance]
            way.allowance -= len(data)
        if way.pace:
            await _drip(way, data)
        elif data:
            way.target.write(data)
            await way.target.drain()
        if way.allowance == 0 or len(data) < len(whole):
            raise _EndError


async def _read(source: asyncio.StreamReader, held: bytes) -> bytes | None:
    """The next octets, b"" at the end, None where an unfinished line is not continued for a while."""
    try:
        return await asyncio.wait_for(source.read(CHUNK), FLUSH_SECONDS if held else None)
    except TimeoutError:
        return None


async def _drip(way: _Way, data: bytes) -> None:
    for octet in data:
        way.target.write(bytes([octet]))
        await way.target.drain()
        await asyncio.sleep(way.pace)


def _close(writer: asyncio.StreamWriter) -> None:
    """What was written still goes out; both sides then read an end of file or a reset."""
    with suppress(OSError, RuntimeError):
        writer.close()
