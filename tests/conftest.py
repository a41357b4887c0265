"""What all tests share: the real servers, and Hypothesis without a stop-watch."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from tests.servers.fixtures import chromium as chromium
from tests.servers.fixtures import cyrus as cyrus
from tests.servers.fixtures import dovecot as dovecot
from tests.servers.fixtures import dovecot_account as dovecot_account
from tests.servers.fixtures import gpg as gpg
from tests.servers.fixtures import postfix as postfix
from tests.servers.fixtures import postgres as postgres
from tests.servers.fixtures import postgres_url as postgres_url
from tests.servers.fixtures import systemd_analyze as systemd_analyze
from tests.servers.fixtures import xandikos as xandikos
from tests.servers.fixtures import xandikos_calendar as xandikos_calendar

# A busy machine is no defect of the code: the time of one example says nothing.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture
def embedded_office() -> Iterator["EmbeddedOffice"]:  # noqa: F821 - imported only where asked for
    """An office in a box of its own: IMAP, SMTP and CalDAV on loopback."""
    from secretary.embedded.office import EmbeddedOffice

    with EmbeddedOffice() as office:
        yield office


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """A command that a test calls sets the log up for a stream that ends with it: the next test needs another."""
    yield
    structlog.reset_defaults()
