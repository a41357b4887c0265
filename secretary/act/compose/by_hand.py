"""A letter that a person of the office wrote at the desk.

Promises: the words are the person's and nothing is added to them; only the headers are ours. It does
not say that it is automatic, since it is not (RFC 3834 section 5 is about what no person wrote).
"""

from __future__ import annotations

from datetime import datetime

from secretary.act.compose.composer import reply_subject, stable
from secretary.act.compose.letter import Letter, written
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import MailClass, SendMail, message_id_for
from secretary.domain.office import Office


def letter_by_hand(
    text: str, *, office: Office, case: Case, key: str, references: tuple[str, ...], now: datetime
) -> SendMail:
    """The finished mail to the case's party, in its thread. Raises PermanentError for an address unfit for a header."""
    message_id = message_id_for(key, office.address.domain)
    subject = reply_subject(case, None)
    letter = Letter(
        from_=Address(office.address.addr_spec, office.signature.get(case.language, office.name)),
        to=(case.party,),
        subject=subject,
        text=text.replace("\r\n", "\n").rstrip() + "\n",
        message_id=message_id,
        date=now,
        mail_class=MailClass.HUMAN,
        case=case.id,
        in_reply_to=references[-1] if references else "",
        references=references,
    )
    return SendMail(
        raw=stable(written(letter), key),
        message_id=message_id,
        envelope_from=office.address.addr_spec,
        envelope_to=(case.party.addr_spec,),
        mail_class=MailClass.HUMAN,
        subject=subject,
        internal=office.person_of(case.party) is not None,
    )
