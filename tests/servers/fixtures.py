"""pytest fixtures for the real servers; one instance of each per test session (and worker).

Where a server cannot run, the test is skipped with the remedy as its reason; with
SECRETARY_REQUIRE_SERVERS=1 it fails instead, so that no continuous integration passes by skipping.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import NoReturn, Protocol, TypeVar

import pytest

from tests.servers import Account, MissingError, program
from tests.servers.browser import Chromium
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.xandikos import Xandikos

REQUIRED = "SECRETARY_REQUIRE_SERVERS"


class Server(Protocol):
    """What every test server offers."""

    def start(self) -> None: ...
    def close(self) -> None: ...


S = TypeVar("S", bound=Server)


def _do_without(missing: MissingError) -> NoReturn:
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{REQUIRED}=1, but {missing}", pytrace=False)
    pytest.skip(str(missing))


def _installed(name: str, package: str) -> str:
    try:
        return program(name, package)
    except MissingError as missing:
        _do_without(missing)


@pytest.fixture
def gpg() -> str:
    """GnuPG, as an office might keep its passwords."""
    return _installed("gpg", "gnupg")


@pytest.fixture
def systemd_analyze() -> str:
    """What tells whether systemd takes a service file."""
    return _installed("systemd-analyze", "systemd")


def running(build: Callable[[], S]) -> Iterator[S]:
    try:
        server = build()
    except MissingError as missing:
        _do_without(missing)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot for the whole session; take `dovecot_account` for an empty mailbox."""
    yield from running(Dovecot)


@pytest.fixture
def dovecot_account(dovecot: Dovecot) -> Account:
    """An account on Dovecot that nobody used before."""
    return dovecot.new_account()


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """A Postfix that delivers into `dovecot`."""
    yield from running(lambda: Postfix(dovecot))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL for the whole session."""
    yield from running(Postgres)


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The SQLAlchemy URL of an empty database."""
    return postgres.new_database()


@pytest.fixture(scope="session")
def xandikos() -> Iterator[Xandikos]:
    """A Xandikos for the whole session."""
    yield from running(Xandikos)


@pytest.fixture
def xandikos_calendar(xandikos: Xandikos) -> str:
    """The URL of an empty calendar."""
    return xandikos.new_calendar()


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    """A Cyrus for the whole session; it schedules by itself."""
    yield from running(Cyrus)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser for a module, since its driver's loop keeps others from running; `visitor()` is somebody new."""
    yield from running(Chromium)
