"""The record in each database, empty."""

import pytest

from secretary.ledger import SqlLedger


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'ledger.db'}"


@pytest.fixture
def ledger(url):
    opened = SqlLedger(url)
    yield opened
    opened.close()
