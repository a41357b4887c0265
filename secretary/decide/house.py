"""The rules of the house, before any of the office's: what no rule file can overrule.

Promises: our own mail is never answered, a machine's never either, "Mensch" and "human" bring a
person, and nobody gives orders in another's name (RFC 3834, RFC 8601).
"""

from __future__ import annotations

from collections.abc import Callable

from secretary.domain.action import (
    Action,
    Close,
    Ending,
    Engage,
    Escalate,
    EscalationReason,
    FileInto,
    FolderRole,
    Ignore,
)
from secretary.domain.case import CaseState
from secretary.domain.decision import Context
from secretary.domain.event import Method
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Reading, Trust
from secretary.understand.sealed import sealed_in

LOOP_HEADER = "X-Secretary-Loop"
APPOINTMENTS = "appointments"
PEOPLE = frozenset({Role.PRINCIPAL, Role.ASSISTANT})
WITH_PEOPLE = frozenset({CaseState.ESCALATED, CaseState.HANDED_OVER})
OF_ORGANIZER = frozenset({Method.REQUEST, Method.CANCEL, Method.ADD, Method.DECLINECOUNTER})
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
    return any(sealed_in(r.message))


def _unopened(r: Reading, _: Context) -> tuple[Action, ...]:
    names = ", ".join(what.partition(": ")[2] for what in sealed_in(r.message))
    detail = f"It is encrypted or packed, and nothing of it was answered; your own mail program may open it: {names}"
    return (Escalate(EscalationReason.UNREADABLE, detail),)


def _asks_for_person(r: Reading, c: Context) -> bool:
    """The word works before everything else; an answer of a person counts even where it looks like spam."""
    by_person = r.kind.kind not in AUTOMATED or (r.kind.kind is MailKind.SPAM and c.ours_in_thread)
    return r.wants_human and by_person


def _forged(r: Reading, c: Context) -> bool:
    return c.role in PEOPLE and r.sender.trust is not Trust.AUTHENTICATED


def is_order(r: Reading, c: Context) -> bool:
    """Whether a person of the office wrote it, and our own server confirms that (RFC 8601)."""
    return c.role in PEOPLE and r.sender.trust is Trust.AUTHENTICATED and r.kind.kind not in AUTOMATED


def _answers_party(r: Reading, c: Context) -> bool:
    """A person of the office writes in an escalated case to somebody outside, with us in copy."""
    readers = (*r.message.to, *r.message.cc)
    outside = any(c.office.role_of(a) is Role.CLIENT for a in readers)
    return is_order(r, c) and outside and c.case is not None and c.case.state is CaseState.ESCALATED


def _with_person(c: Context) -> bool:
    return bool(c.case and c.case.state in WITH_PEOPLE)


def _of_organizer(r: Reading) -> bool:
    """Whether a calendar message is one that an Organizer sends (RFC 5546 section 1.4)."""
    return any(told.method in OF_ORGANIZER for told in r.calendar)


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
        "house.wants-human",
        "The writer asks for a person; that word always works.",
        _asks_for_person,
        _to_person(EscalationReason.WANTS_HUMAN),
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
        "house.unreadable",
        "The mail, or its only content, is encrypted or packed and cannot be read here.",
        lambda r, _: _sealed(r),
        _unopened,
    ),
    (
        "house.read-in-part",
        "The mail is beyond the limits of this office: only its header and text were fetched.",
        lambda r, _: bool(r.message.in_part),
        _to_person(EscalationReason.TOO_LARGE),
    ),
    (
        "house.not-authenticated",
        "It comes in the name of a person of the office, and our server could not confirm that.",
        lambda r, c: r.kind.kind not in AUTOMATED and _forged(r, c),
        _to_person(EscalationReason.NOT_AUTHENTICATED),
    ),
    (
        "house.person-answered",
        "Somebody of the office has answered in a case that was with a person.",
        _answers_party,
        lambda _r, _c: (Close(Ending.ANSWERED),),
    ),
    (
        "house.meeting-of-others",
        "It is news of a meeting that somebody else organizes and that is with a person.",
        lambda r, c: _of_organizer(r) and _with_person(c) and bool(c.case and c.case.service == APPOINTMENTS),
        lambda _r, _c: (Engage(APPOINTMENTS, "itip"),),
    ),
    (
        "house.with-a-person",
        "The case is already with a person.",
        lambda r, c: r.kind.kind not in AUTOMATED and _with_person(c),
        _to_person(EscalationReason.RULE, "A further mail in a case that a person looks after."),
    ),
    (
        "house.itip",
        "It is about a meeting that is on record.",
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
