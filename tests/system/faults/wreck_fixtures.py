"""The wreck, on both kinds of servers."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secretary.embedded.caldav import CALENDAR, CaldavServer
from tests.servers import ACCOUNTS, PASSWORD
from tests.system.faults.wreck import Ports, Wreck

KILLS = int(os.environ.get("SECRETARY_KILLS", "8"))  # at random; `make crash` sets a thousand
AT_LENGTH = KILLS > 100  # whether all is run on the servers in the box as well


def embedded_ports(request: pytest.FixtureRequest) -> Iterator[Ports]:
    office: Any = request.getfixturevalue("embedded_office")
    caldav = int(office.caldav_url.rsplit(":", 1)[1].strip("/"))
    yield Ports(office.imap_port, office.smtp_port, caldav, f"anna/{CALENDAR}/", ("weber",))


def real_ports(request: pytest.FixtureRequest) -> Iterator[Ports]:
    dovecot: Any = request.getfixturevalue("dovecot")
    postfix: Any = request.getfixturevalue("postfix")
    for user in ACCOUNTS:
        dovecot.empty(user)
    radicale = CaldavServer({"anna": PASSWORD}, {})
    radicale.start()
    yield Ports(dovecot.port, postfix.port, radicale.port, f"anna/{CALENDAR}/", ("weber", "tom", "jane", "keller"))
    radicale.stop()


@pytest.fixture(params=["embedded", "real"])
def ports(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ports]:
    """Each kind of servers, with empty mailboxes and an empty calendar."""
    monkeypatch.setenv("OFFICE_PW", PASSWORD)
    if request.param == "embedded":
        if "everywhere" not in request.keywords and not AT_LENGTH:
            pytest.skip("on real servers only; `make crash` runs it in the box as well")
        yield from embedded_ports(request)
    else:
        yield from real_ports(request)


@pytest.fixture
def wreck(ports: Ports, tmp_path: Path) -> Iterator[Wreck]:
    """An office with nothing in its folders."""
    with Wreck(ports, tmp_path) as wreck:
        yield wreck
