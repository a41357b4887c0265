"""The town, on both kinds of servers."""

from pathlib import Path
from typing import Any

import pytest

from tests.servers import ACCOUNTS, PASSWORD
from tests.system.town import Town


@pytest.fixture(params=["embedded", "dovecot"])
def town(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """An office with nothing in its folders: in the box, and on Dovecot and Postfix."""
    monkeypatch.setenv("OFFICE_PW", PASSWORD)
    if request.param == "embedded":
        return embedded_town(request, tmp_path)
    dovecot: Any = request.getfixturevalue("dovecot")
    postfix: Any = request.getfixturevalue("postfix")
    for user in ACCOUNTS:
        dovecot.empty(user)
    return Town(dovecot.port, postfix.port, tmp_path, drafts="Drafts")  # the server names its own (RFC 6154)


@pytest.fixture
def box(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The same in the box only, for what no server can change."""
    monkeypatch.setenv("OFFICE_PW", PASSWORD)
    return embedded_town(request, tmp_path)


def embedded_town(request: pytest.FixtureRequest, home: Path) -> Town:
    office: Any = request.getfixturevalue("embedded_office")
    return Town(office.imap_port, office.smtp_port, home)
