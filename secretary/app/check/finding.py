"""One result of a check, and the sentence that mends it.

Promises: every problem has a remedy in one sentence. What a library says decides only how a remedy
is worded, never what the house does.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from secretary.domain.errors import CredentialsRejected, SecretaryError, SetupError

MAX_CAUSES = 20  # a chain of causes is short; a ring would have no end


class Level(StrEnum):
    """DOING is progress; a NOTE works but should be known; a PROBLEM must be mended."""

    DOING = "doing"
    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`area` is what was looked at ("imap", "rules"…). `setup` marks what must be mended in a file."""

    level: Level
    area: str
    told: str
    remedy: str = ""
    setup: bool = False


def doing(area: str, told: str) -> Finding:
    """What is tried now."""
    return Finding(Level.DOING, area, told)


def good(area: str, told: str) -> Finding:
    """What works."""
    return Finding(Level.OK, area, told)


def note(area: str, told: str, remedy: str = "") -> Finding:
    """What should be known."""
    return Finding(Level.NOTE, area, told, remedy)


def problem(area: str, error: SecretaryError, place: Door | None = None) -> Finding:
    """An error as a finding; `place` is the server that was spoken to."""
    if isinstance(error, SetupError):
        where = f"{error.where}: " if error.where else ""
        return Finding(Level.PROBLEM, area, f"{where}{error.problem}", error.remedy, setup=True)
    known = place and next((r for cause in causes(error) if (r := _remedy(cause, place))), "")
    return Finding(Level.PROBLEM, area, error.problem, known or error.remedy or "Try again, and ask the operator.")


@dataclass(frozen=True, slots=True)
class Door:
    """A server as the configuration names it; `key` is the section ("imap")."""

    key: str
    host: str
    port: int
    security: str
    seconds: float


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, also where a library keeps it in its arguments."""
    found: list[BaseException] = [error]
    for cause in found:
        yield cause
        more = (cause.__cause__, cause.__context__, *cause.args, getattr(cause, "reason", None))
        found += [e for e in more if isinstance(e, BaseException) and e not in found][: MAX_CAUSES - len(found)]


def _remedy(error: BaseException, door: Door) -> str:
    """What a person does about a connection that does not come to stand; "" where this cause tells nothing."""
    return next((told(door) for matches, told in REMEDIES if matches(error)), "")


def _is(*kinds: type[BaseException]) -> Callable[[BaseException], bool]:
    return lambda error: isinstance(error, kinds)


def _says(*words: str) -> Callable[[BaseException], bool]:
    """Libraries with exceptions of their own leave only the text of the system's."""
    return lambda error: not isinstance(error, SecretaryError) and any(w in str(error).casefold() for w in words)


def _no_name(door: Door) -> str:
    return f"No server is called {door.host}: correct {door.key}.host, or look at the name service of this machine."


def _bad_certificate(door: Door) -> str:
    return (
        f"Set {door.key}.host to the name in the server's certificate, "
        f"or {door.key}.ca_file to the authority that signed it."
    )


def _no_tls(door: Door) -> str:
    other = "starttls" if door.security == "tls" else "tls"
    return f"Port {door.port} does not speak TLS in this way: set {door.key}.security to {other}, or another port."


def _no_starttls(door: Door) -> str:
    return f"The server offers no STARTTLS on port {door.port}: set {door.key}.security to tls, and its port."


def _closed(door: Door) -> str:
    return f"Nothing listens on port {door.port} of {door.host}: correct {door.key}.port, or start the server."


def _silent(door: Door) -> str:
    return (
        f"{door.host} does not answer on port {door.port} within {door.seconds:g} s: correct {door.key}.host, "
        f"port and security, or let the firewall pass."
    )


def _rejected(door: Door) -> str:
    return f"Correct {door.key}.user and the password that {door.key}.password names (or {door.key}.oauth gets)."


REMEDIES: tuple[tuple[Callable[[BaseException], bool], Callable[[Door], str]], ...] = (
    (_is(CredentialsRejected), _rejected),
    (_is(ssl.SSLCertVerificationError), _bad_certificate),
    (_says("certificate_verify_failed", "certificate verify failed"), _bad_certificate),
    (_says("starttls"), _no_starttls),
    (_is(ssl.SSLError), _no_tls),
    (_says("wrong_version_number", "wrong version number", "record layer"), _no_tls),
    (_is(socket.gaierror), _no_name),
    (_says("name or service not known", "name resolution", "nodename nor servname"), _no_name),
    (_is(ConnectionRefusedError), _closed),
    (_says("connection refused"), _closed),
    (_is(TimeoutError), _silent),
    (_says("timed out"), _silent),
)
