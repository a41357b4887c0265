"""The one outbound gate: directly before SMTP, and nothing passes beside it.

Promises: `weigh` is pure and total; no automatic mail passes that would exceed a limit, answer a
machine or ourselves, lack its marks (RFC 3834 section 5), or carry a header that was smuggled in.
A mail written by a person passes the limits, never the checks of its form.
Never does: change a mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as ParsedMail

from secretary.act.invitations import flaw
from secretary.domain.address import Address
from secretary.domain.effect import MailClass, SendMail
from secretary.domain.office import Limits, Office
from secretary.ports import Counts
from secretary.understand.kind.addresses import is_machine_address

BRAKE = "brake"  # the one stop that passes by itself: the mail waits
MAX_RECIPIENTS = 20  # an office's mail goes to a table's worth of people; more is a flood
ONCE_HEADERS = ("From", "Subject", "Date", "Message-ID", "To")  # RFC 5322 section 3.6: at most one each
_BRAKED = "{} automatic mails have left in this hour."
_BARE_NEWLINE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a mail may not leave: a machine word ("limit", "form", "address", BRAKE) and a sentence."""

    reason: str
    detail: str


def weigh(mail: SendMail, counts: Counts, limits: Limits, office: Office) -> Stop | None:
    """None lets the mail pass."""
    return _form(mail) or _invitation(mail, office) or _addresses(mail, office) or _limits(mail, counts, limits)


def _invitation(mail: SendMail, office: Office) -> Stop | None:
    wrong = flaw(mail, office)
    return Stop("form", wrong) if wrong else None


def weigh_test(mail: SendMail, office: Office) -> Stop | None:
    """For the one mail that the office may write to itself: the test mail of `secretary check`."""
    own = mail.envelope_to == (office.address.addr_spec,) and mail.envelope_from == office.address.addr_spec
    return _form(mail) if own else Stop("address", "A test mail goes to the office itself.")


def _form(mail: SendMail) -> Stop | None:
    """The bytes themselves: bare newlines smuggle mails (RFC 5321 section 2.3.8), doubled headers too."""
    if _BARE_NEWLINE.search(mail.raw):
        return Stop("form", "The mail has a bare newline.")
    head, _, _ = mail.raw.partition(b"\r\n\r\n")
    if _CONTROL.search(head):
        return Stop("form", "A header holds a control character.")
    parsed = message_from_bytes(head + b"\r\n\r\n")
    doubled = next((name for name in ONCE_HEADERS if len(parsed.get_all(name, [])) > 1), None)
    if doubled or parsed.get("Bcc") is not None:
        return Stop("form", f"The header {doubled or 'Bcc'} has no place here.")
    return _marks(mail, parsed)


def _marks(mail: SendMail, parsed: ParsedMail) -> Stop | None:
    if parsed.get("From") is None or str(parsed.get("Message-ID", "")).strip() != mail.message_id:
        return Stop("form", "The mail lacks its From, or its Message-ID is not the one on record.")
    marked = str(parsed.get("Auto-Submitted", "")).strip()
    if mail.mail_class is not MailClass.HUMAN and marked != mail.mail_class.value:
        return Stop("form", "An automatic mail must say Auto-Submitted.")
    return None


def _addresses(mail: SendMail, office: Office) -> Stop | None:
    if not 0 < len(mail.envelope_to) <= MAX_RECIPIENTS:
        return Stop("address", f"A mail to {len(mail.envelope_to)} recipients does not leave.")
    stops = (_address(Address(text), mail, office) for text in mail.envelope_to)
    return next((stop for stop in stops if stop), None)


def _address(address: Address, mail: SendMail, office: Office) -> Stop | None:
    if not (address.local_part and address.domain) or re.search(r"[\s<>,;]", address.addr_spec):
        return Stop("address", "A recipient is no mail address.")
    if office.is_self(address):
        return Stop("address", "The secretary does not write to itself.")
    if mail.mail_class is not MailClass.HUMAN and is_machine_address(address):
        return Stop("address", f"Nobody reads mail to {address.local_part}@….")
    return None


def _limits(mail: SendMail, counts: Counts, limits: Limits) -> Stop | None:
    """Limits hold for automatic mail; mail to the office's own people is only braked globally."""
    if mail.mail_class is MailClass.HUMAN:
        return None
    reached = () if mail.internal else (*_of_address(mail, counts, limits), *_of_thread(mail, counts, limits))
    stop = next((Stop("limit", words) for hit, words in reached if hit), None)
    braked = counts.office_this_hour >= limits.per_hour
    return stop or (Stop(BRAKE if limits.per_hour else "limit", _BRAKED.format(limits.per_hour)) if braked else None)


def _of_address(mail: SendMail, counts: Counts, limits: Limits) -> tuple[tuple[bool, str], ...]:
    """What holds whatever is written about: to one address, and with one subject to one domain."""
    # Who finds a time, moves it and moves it again on one day must not be left without the confirmation.
    daily = limits.conversation_per_day if mail.conversation else limits.per_sender_per_day
    alike = limits.per_subject_per_day
    return (
        (counts.to_address_today >= daily, f"This address has had {daily} automatic mails today."),
        # Robots answer from ever new addresses, and relays rewrite everything but the subject.
        (counts.same_subject_today >= alike, f"{alike} automatic mails with this subject went to this domain today."),
    )


def _of_thread(mail: SendMail, counts: Counts, limits: Limits) -> tuple[tuple[bool, str], ...]:
    """What a building block that limits its own rounds is exempt from."""
    days, turns = limits.same_template_days, limits.turns_per_thread
    if mail.conversation:
        return ()
    again = bool(mail.template and days and counts.same_template)
    return (
        (counts.turns_in_thread >= turns, f"{turns} automatic answers in this thread without a person."),
        (again, f"The same answer went to this address within {days} days."),
    )
