"""A mail from the office to itself: the way out, the way in, the clock, and who vouches for senders.

Promises: it passes the gate's check of form, is marked as automatic, and ends with what is settled.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from secretary.act.compose.letter import Letter, written
from secretary.act.gate import weigh_test
from secretary.act.smtp import SmtpTransport
from secretary.app.check.finding import Finding, doing, good, note, problem
from secretary.domain.action import FolderRole
from secretary.domain.effect import MailClass, MessageRef, SendMail, message_id_for
from secretary.domain.errors import PermanentError, SecretaryError
from secretary.domain.office import Office
from secretary.mailbox import ImapMailbox
from secretary.ports import Arrived
from secretary.understand.mime import parse_message
from secretary.understand.trust import authserv_ids_of

PATIENCE = 60.0  # seconds; a server that filters takes a while
SKEW = timedelta(minutes=2)  # a clock that is further off makes "in five minutes" wrong
RECENT = 30  # mails of the INBOX and of what is settled that are asked who vouches for senders


async def check_test_mail(office: Office, mailbox: ImapMailbox, transport: SmtpTransport) -> AsyncIterator[Finding]:
    """Send, wait, look at what came."""
    now = datetime.now(UTC)
    mail = _mail(office, now)
    yield doing("test mail", f"sending a mail to {office.address.addr_spec}")
    begun = time.monotonic()
    try:
        stop = weigh_test(mail, office)
        if stop:
            raise PermanentError(stop.detail, remedy="Correct the office's address.")
        await transport.transmit(mail)
        yield doing("test mail", f"waiting for it, up to {PATIENCE:g} s")
        came = await _arrival(mailbox, mail.message_id, begun + PATIENCE)
        if came is None:
            yield problem("test mail", _lost(office))
            return
        yield good("test mail", f"came back after {time.monotonic() - begun:.1f} s")
        for finding in (*_clock(came, now), *_vouching(await _recent(mailbox, came), office)):
            yield finding
        await mailbox.file([_ref(came, mail)], FolderRole.HANDLED.value)
    except SecretaryError as error:
        yield problem("test mail", error)


def _mail(office: Office, now: datetime) -> SendMail:
    key = f"check{secrets.token_hex(12)}"
    own = office.address
    letter = Letter(
        from_=own,
        to=(own,),
        subject="secretary check",
        text="A test mail of `secretary check`. Nobody needs to do anything.\n",
        message_id=message_id_for(key, own.domain),
        date=now,
        mail_class=MailClass.AUTO_GENERATED,
        case="CHECK",
        html=False,
    )
    to = (own.addr_spec,)
    return SendMail(written(letter), letter.message_id, own.addr_spec, to, MailClass.AUTO_GENERATED, subject="check")


async def _arrival(mailbox: ImapMailbox, message_id: str, until: float) -> Arrived | None:
    """The mail, where it arrives or where a running secretary has filed it."""
    while time.monotonic() < until:
        for folder in (FolderRole.INBOX.value, FolderRole.HANDLED.value):
            found = await mailbox.find(folder, message_id)
            if found:
                return found[0]
        await asyncio.sleep(0.2)
    return None


def _lost(office: Office) -> PermanentError:
    return PermanentError(
        f"The mail to {office.address.addr_spec} was accepted and did not come within {PATIENCE:g} s.",
        remedy="See in the mail server's log where it went: another mailbox, a spam folder, a filter, a queue.",
    )


def _clock(came: Arrived, now: datetime) -> Iterable[Finding]:
    skew = came.received - now
    if abs(skew) > SKEW + timedelta(seconds=PATIENCE):
        yield note(
            "clock",
            f"the mail server's clock and this one differ by {skew.total_seconds() / 60:.0f} minutes",
            "Let both keep time by NTP.",
        )


async def _recent(mailbox: ImapMailbox, came: Arrived) -> list[Arrived]:
    """The test mail, and others: many servers vouch for mail from outside only."""
    others: list[Arrived] = []
    for folder in (FolderRole.INBOX.value, FolderRole.HANDLED.value):
        others += await mailbox.headers(folder, after=None, most=RECENT)
    return [came, *others]


def _vouching(mails: Sequence[Arrived], office: Office) -> Iterable[Finding]:
    """Whether the names under which the own server writes Authentication-Results are those configured."""
    seen = [ids[0] for mail in mails if (ids := authserv_ids_of(parse_message(mail.raw)))]
    proposed = list(dict.fromkeys(seen))
    known = {i.casefold() for i in office.authserv_ids}
    if known & set(proposed):
        yield good("senders", f"the server vouches for senders as {', '.join(sorted(known & set(proposed)))}")
    elif proposed:
        yield note(
            "senders",
            f"Authentication-Results come from {', '.join(proposed)}, which is not in authserv_ids",
            f"If that is your own server, set authserv_ids: [{proposed[0]}].",
        )
    else:
        yield note(
            "senders",
            "no mail carries Authentication-Results, so that no order of a principal counts without a question back",
            "Let the mail server check DKIM, SPF and DMARC and write the header.",
        )


def _ref(came: Arrived, mail: SendMail) -> MessageRef:
    return MessageRef(came.folder, came.uidvalidity, came.uid, "", mail.message_id)
