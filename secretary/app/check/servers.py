"""The second half of a check: each server as the secretary will use it.

Promises: what is written is removed again: the probe event at once, the test mail is filed where
settled mail lies. Everything is tried, whatever failed before, as far as it can work at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from secretary.act.smtp import SmtpTransport
from secretary.app.check.calendars import check_calendars
from secretary.app.check.finding import Door, Finding, Level, doing, good, note, problem
from secretary.app.check.roundtrip import check_test_mail
from secretary.app.wiring import besides_of, mailbox_of, transport_of
from secretary.config.models import OfficeConfig
from secretary.config.office import office_of
from secretary.domain.errors import SecretaryError
from secretary.mailbox import ImapMailbox, Timing
from secretary.mailbox.survey import USED, Survey

PATIENCE = 10.0  # seconds for a server that a person waits for; the daemon is more patient


async def check_servers(name: str, settings: OfficeConfig, patience: float = PATIENCE) -> AsyncIterator[Finding]:
    """All findings about the servers of an office; `patience` in seconds, for each to answer."""
    mailbox = mailbox_of(settings, Timing(connect=patience, read=2 * patience))
    transport = transport_of(settings, patience)
    mail_works = True
    try:
        for mail_server in (check_mailbox(settings, mailbox, patience), check_transport(settings, transport, patience)):
            async for finding in mail_server:
                mail_works = mail_works and finding.level is not Level.PROBLEM
                yield finding
        async for finding in check_own_mailboxes(settings, patience):
            yield finding
        async for finding in check_calendars(settings):
            yield finding
        if mail_works:
            async for finding in check_test_mail(office_of(name, settings), mailbox, transport):
                yield finding
    finally:
        await mailbox.close()


async def check_mailbox(settings: OfficeConfig, mailbox: ImapMailbox, patience: float) -> AsyncIterator[Finding]:
    """Log-in, what the server can, the folders."""
    server = settings.imap
    door = Door("imap", server.host, server.port_for("imap"), server.security, patience)
    yield doing("imap", f"logging in at {door.host}:{door.port} as {server.user}")
    try:
        survey = await mailbox.survey()
    except SecretaryError as error:
        yield problem("imap", error, door)
        return
    yield good("imap", f"logged in at {door.host}:{door.port} as {server.user}")
    for capability, without in USED.items():
        if capability not in survey.capabilities:
            yield note("imap", f"the server knows no {capability}: {without}")
    yield doing("imap", "looking for the folders")
    try:
        await mailbox.open()
    except SecretaryError as error:
        yield problem("imap", error, door)
        return
    for finding in _folders(survey):
        yield finding


async def check_own_mailboxes(settings: OfficeConfig, patience: float) -> AsyncIterator[Finding]:
    """Log-in at the mailbox of each principal who has one configured, and that its INBOX opens, read only."""
    for beside in besides_of(settings, Timing(connect=patience, read=2 * patience)):
        person = settings.principals[beside.person]
        server, key = person.mailbox, f"principals.{beside.person}.mailbox"
        if server is None:
            continue
        door = Door(key, server.host, server.port_for("imap"), server.security, patience)
        yield doing("own mailbox", f"logging in at {door.host}:{door.port} as {server.user} for {person.name}")
        try:
            await beside.inbox.look()
        except SecretaryError as error:
            yield problem("own mailbox", error, door)
        else:
            yield good("own mailbox", f"the INBOX of {person.name} opens, read only")
        finally:
            await beside.inbox.close()


def _folders(survey: Survey) -> list[Finding]:
    there = [f"{f.name}{' (marked by the server)' if f.marked else ''}" for f in survey.folders if f.there]
    new = [f.name for f in survey.folders if not f.there]
    found = [good("imap", f"folders there: {', '.join(there)}")]
    return [*found, good("imap", f"folders created: {', '.join(new)}")] if new else found


async def check_transport(settings: OfficeConfig, transport: SmtpTransport, patience: float) -> AsyncIterator[Finding]:
    """Log-in at the way out."""
    server = settings.smtp
    door = Door("smtp", server.host, server.port_for("smtp"), server.security, patience)
    who = f" as {server.user}" if server.user else " without log-in"
    yield doing("smtp", f"connecting to {door.host}:{door.port}{who}")
    try:
        offered = await transport.greet()
    except SecretaryError as error:
        yield problem("smtp", error, door)
        return
    yield good("smtp", f"connected to {door.host}:{door.port}{who}")
    if "SMTPUTF8" not in offered:
        yield note("smtp", "the server knows no SMTPUTF8: addresses with ü or é cannot be written to")
