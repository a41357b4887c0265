"""The rules of the house, before any of the office's: what no rule file can overrule.

Promises: our own mail is never answered, a machine's never either, "Mensch" and "human" bring a
person, and nobody gives orders in another's name (RFC 3834, RFC 8601).
"""

from __future__ import annotations

from collections.abc import Callable

from secretary.domain.action import Action, Engage, Escalate, EscalationReason, FileInto, FolderRole, Ignore
from secretary.domain.case import CaseState
from secretary.domain.decision import Context
from secretary.domain.message import AttachmentKind
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Reading, Trust

LOOP_HEADER = "X-Secretary-Loop"
APPOINTMENTS = "appointments"
AUTOMATED = frozenset(MailKind) - {MailKind.PERSON, MailKind.CALENDAR}

Actions = tuple[Action, ...]
Ruling = tuple[str, str, Callable[[Reading, Context], bool], Callable[[Reading, Context], Actions]]


def _of_service(c: Context) -> bool:
    return bool(c.case and c.case.service in c.services)


def _reply(_: Reading, c: Context) -> Actions:
    return (Engage(c.case.service if c.case else "", "reply"),)


def _to_person(reason: EscalationReason, detail: str = "") -> Callable[[Reading, Context], Actions]:
    return lambda r, _: (Escalate(reason, detail or "; ".join(r.unread)),)


def _sealed(r: Reading) -> bool:
    return any(p.kind is AttachmentKind.ENCRYPTED for p in r.message.attachments)


def _order(r: Reading, c: Context) -> bool:
    return c.role in {Role.PRINCIPAL, Role.ASSISTANT} and r.sender.trust is not Trust.AUTHENTICATED


RULINGS: tuple[Ruling, ...] = (
    (
        "house.own-mail",
        "It is our own mail; answering it would be a loop.",
        lambda r, c: c.role is Role.SELF or bool(r.message.header(LOOP_HEADER)),
        lambda _r, _c: (Ignore(),),
    ),
    (
        "house.seen-before",
        "This very mail was decided before.",
        lambda _, c: c.seen_before,
        lambda _r, _c: (Ignore(),),
    ),
    (
        "house.spam",
        "The mail server marked it as spam.",
        lambda r, _: r.kind.kind is MailKind.SPAM,
        lambda _r, _c: (FileInto(FolderRole.SPAM.value),),
    ),
    (
        "house.automated-in-case",
        "A machine's mail in a running case is information for it.",
        lambda r, c: r.kind.kind in AUTOMATED and _of_service(c),
        _reply,
    ),
    (
        "house.wants-human",
        "The writer asks for a person; that word always works.",
        lambda r, _: r.wants_human and r.kind.kind not in AUTOMATED,
        _to_person(EscalationReason.WANTS_HUMAN),
    ),
    (
        "house.unreadable",
        "The mail is encrypted and cannot be read here.",
        lambda r, _: _sealed(r),
        _to_person(EscalationReason.UNREADABLE),
    ),
    (
        "house.not-authenticated",
        "It comes in the name of a person of the office, and our server could not confirm that.",
        lambda r, c: r.kind.kind not in AUTOMATED and _order(r, c),
        _to_person(EscalationReason.NOT_AUTHENTICATED),
    ),
    (
        "house.with-a-person",
        "The case is already with a person.",
        lambda r, c: r.kind.kind not in AUTOMATED and bool(c.case and c.case.state is CaseState.ESCALATED),
        _to_person(EscalationReason.RULE, "A further mail in a case that a person looks after."),
    ),
    (
        "house.itip",
        "It answers an invitation of ours.",
        lambda r, c: bool(r.calendar) and c.uid_known and APPOINTMENTS in c.services,
        lambda _r, _c: (Engage(APPOINTMENTS, "itip"),),
    ),
    (
        "house.running-case",
        "It belongs to a running case.",
        lambda _, c: _of_service(c),
        _reply,
    ),
)
