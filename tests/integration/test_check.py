"""`secretary check` against Dovecot, Postfix and Radicale, as an office has them, with TLS."""

import pytest

from secretary.app.check import Level, check_servers
from secretary.config.load import parse_config
from secretary.embedded.office import EmbeddedOffice
from secretary.embedded.play import calendars
from tests.servers import PASSWORD

CONFIG = """
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    imap: {{host: {host}, port: {imap}, security: {imap_security}, user: sekretariat, password: {{env: PW}}{imap_ca}}}
    smtp: {{host: {host}, port: {smtp}, security: {smtp_security}, user: sekretariat, password: {{env: PW}}{smtp_ca}}}
    caldav: {{url: "{caldav}", user: anna, password: {{env: PW}}}}
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test, calendars: ["{calendar}"]}}
"""


@pytest.fixture(scope="module")
def radicale():
    from datetime import UTC, datetime

    with EmbeddedOffice(calendars=calendars(datetime.now(UTC).date())) as office:
        yield office


@pytest.fixture
def found(dovecot, postfix, radicale, monkeypatch):
    monkeypatch.setenv("PW", PASSWORD)

    async def check(**changed):
        values = {
            "host": "127.0.0.1",
            "imap": dovecot.tls_port,
            "imap_security": "tls",
            "imap_ca": f", ca_file: {dovecot.authority}",
            "smtp": postfix.port,
            "smtp_security": "starttls",
            "smtp_ca": f", ca_file: {postfix.authority}",
            "caldav": radicale.caldav_url,
            "calendar": radicale.calendar_url("anna"),
            **changed,
        }
        settings = parse_config(CONFIG.format(**values), file="config.yaml").offices["muster"]
        return [f async for f in check_servers("muster", settings, 3)]

    return check


def told(findings, level):
    return [f"{f.area}: {f.told}" for f in findings if f.level is level]


def remedy(findings, area):
    return next(f.remedy for f in findings if f.level is Level.PROBLEM and f.area == area)


async def test_an_office_with_tls_passes(found):
    findings = await found()
    assert told(findings, Level.PROBLEM) == []
    good = "\n".join(told(findings, Level.OK))
    assert "Sent (marked by the server)" in good
    assert "an event was written and removed" in good
    assert "test mail: came back after" in good
    assert any("no mail carries Authentication-Results" in n for n in told(findings, Level.NOTE))
    assert not any("SPECIAL-USE" in n or "MOVE" in n or "IDLE" in n for n in told(findings, Level.NOTE))


async def test_a_certificate_that_nobody_vouches_for_is_told(found):
    findings = await found(imap_ca="", smtp_ca="")
    for area in ("imap", "smtp"):
        assert f"{area}.ca_file" in remedy(findings, area)


async def test_tls_on_the_port_for_starttls_and_the_reverse_are_told(found, dovecot):
    findings = await found(imap=dovecot.port, smtp_security="tls")
    for area in ("imap", "smtp"):
        assert f"set {area}.security to starttls" in remedy(findings, area)
    findings = await found(imap_security="starttls")
    assert "security" in remedy(findings, "imap")


async def test_a_rejected_password_is_told(found, monkeypatch):
    monkeypatch.setenv("PW", "falsch")
    findings = await found()
    for area in ("imap", "smtp", "caldav"):
        assert f"{area}.password" in remedy(findings, area)
