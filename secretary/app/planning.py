"""From ordered actions to effects and timers, ready for the record.

Promises: deterministic. The key of each effect comes from the case, the cause and its place in the
list, so that the same step planned twice gives the same rows.
Never does: reach a server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from secretary.act.compose import Composer
from secretary.act.compose.notes import Facts
from secretary.act.compose.ready import ready_answers
from secretary.decide.hours import after_hours
from secretary.domain.action import (
    OVERDUE,
    REMINDER,
    Action,
    Answer,
    Close,
    DeleteEvent,
    DropTimer,
    Escalate,
    FileInto,
    Flag,
    FolderRole,
    Forward,
    PutEvent,
    Remind,
    SetTimer,
)
from secretary.domain.case import Case
from secretary.domain.decision import Decision, History, Reasoned
from secretary.domain.effect import (
    AppendMessage,
    Deed,
    Effect,
    FileMessage,
    FlagMessage,
    GatherMessages,
    MailClass,
    MessageRef,
    RemoveEvent,
    SendMail,
    StoreEvent,
    effect_key,
    message_id_for,
)
from secretary.domain.errors import SecretaryError
from secretary.domain.office import Office, Role
from secretary.domain.reading import Reading
from secretary.ports import CaseMails


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a step is about: the case, what caused it, and the mail at hand where there is one.

    `cause` is the mail's digest, the key of a settled effect, or a timer's name and time.
    `references` are the Message-IDs of the thread, oldest first. `mails` are those that lie in the
    mailbox because of the case; needed where the case is closed.
    """

    case: Case
    cause: str
    now: datetime
    reading: Reading | None = None
    ref: MessageRef | None = None
    raw: bytes = field(default=b"", repr=False)
    decision: Decision | None = None
    service: str = ""
    references: tuple[str, ...] = ()
    history: History | None = None
    mails: CaseMails = field(default_factory=CaseMails)


@dataclass(frozen=True, slots=True)
class Plan:
    """Effects in order, and timers to set or drop."""

    effects: tuple[Effect, ...]
    timers: tuple[SetTimer | DropTimer, ...]


def plan(reasons: Iterable[Reasoned], occasion: Occasion, composer: Composer) -> Plan:
    """All effects and timers of a step."""
    actions = tuple(r.action for r in reasons)
    effects = tuple(
        Effect(key, occasion.case.office, occasion.case.id, deed, occasion.service)
        for index, action in enumerate(actions)
        for key, deed in _deeds(action, _key(occasion, index), occasion, composer)
    )
    return Plan(effects, tuple(t for a in actions for t in _timers(a, occasion, composer.office)))


def trial(occasion: Occasion, composer: Composer) -> Callable[[Action], object]:
    """Writes the mail of an action, to see whether it can be written; raises SecretaryError where not."""

    def written(action: Action) -> object:
        return _mail(action, "trial", occasion, composer) if isinstance(action, Answer | Forward) else None

    return written


def _key(occasion: Occasion, index: int) -> str:
    return effect_key(occasion.case.office, occasion.case.id, occasion.cause, str(index))


def _timers(action: Action, occasion: Occasion, office: Office) -> tuple[SetTimer | DropTimer, ...]:
    now = occasion.now
    match action:
        case Remind(after=after, note=note):
            return (SetTimer(REMINDER, now + after, note),)
        case Escalate() if office.attention.answer_hours:
            due = after_hours(now, timedelta(hours=office.attention.answer_hours), office.hours)
            # Only the first: further mails do not begin the time anew.
            return (SetTimer(OVERDUE, due, now.isoformat(), first=True),)
        case Close():
            return (DropTimer(REMINDER), DropTimer(OVERDUE))
        case SetTimer() | DropTimer():
            return (action,)
        case _:
            return ()


def _deeds(action: Action, key: str, occasion: Occasion, composer: Composer) -> list[tuple[str, Deed]]:
    """The deeds of one action, each under its own key."""
    match action:
        case Answer() | Forward():
            return [(key, _mail(action, key, occasion, composer))]
        case Escalate():
            return _escalation(action, key, occasion, composer)
        case Close():
            return _tidied(action, key, occasion.mails)
        case FileInto() | Flag() if occasion.ref:
            return [(key, _filing(action, occasion.ref))]
        case PutEvent() | DeleteEvent():
            return [(key, _written(action))]
        case _:
            return []


def _written(action: PutEvent | DeleteEvent) -> Deed:
    """What shall stand in a calendar, or no longer."""
    match action:
        case PutEvent(calendar, uid, ics, etag, guard, guard_calendars, guard_ignores):
            return StoreEvent(calendar, uid, ics, etag, guard, guard_calendars, guard_ignores)
        case DeleteEvent(calendar, uid):
            return RemoveEvent(calendar, uid)


def _filing(action: FileInto | Flag, ref: MessageRef) -> Deed:
    return FlagMessage(ref, action.flag) if isinstance(action, Flag) else FileMessage(ref, action.folder)


def _mail(action: Answer | Forward, key: str, occasion: Occasion, composer: Composer) -> SendMail:
    if isinstance(action, Forward):
        return composer.forward(action, key=key, case=occasion.case, raw=occasion.raw, now=occasion.now)
    answers_mail = occasion.reading is not None and not action.new_thread and not action.to
    mail_class = MailClass.AUTO_REPLIED if answers_mail else MailClass.AUTO_GENERATED
    mail = composer.compose(
        action,
        key=key,
        case=occasion.case,
        reading=occasion.reading,
        now=occasion.now,
        mail_class=mail_class,
        references=occasion.references,
    )
    return replace(mail, conversation=bool(occasion.service))


def _tidied(close: Close, key: str, mails: CaseMails) -> list[tuple[str, Deed]]:
    """What lay before a person goes where it belongs; our notes, and a draft that nobody needs, to what is settled."""
    ours = tuple(("", name) for name in mails.notes)
    review, drafts, handled = FolderRole.REVIEW.value, FolderRole.DRAFTS.value, FolderRole.HANDLED.value
    apart = close.folder != handled
    moved = (
        ("filed", GatherMessages(review, close.folder, mails.received if apart else ())),
        (review, GatherMessages(review, handled, ours if apart else (*mails.received, *ours))),
        (drafts, GatherMessages(drafts, handled, ours)),
    )
    return [(effect_key(key, name), deed) for name, deed in moved if deed.mails]


def _escalation(action: Escalate, key: str, occasion: Occasion, composer: Composer) -> list[tuple[str, Deed]]:
    """The cover note, and the draft where there is one; the original is moved by the decision."""
    note_key = effect_key(key, "note")
    domain = composer.office.address.domain
    draft, problem = _draft(action, key, occasion, composer)
    told = replace(action, suggestions=(*action.suggestions, problem)) if problem else action
    facts = _facts(told, occasion, composer.office, drafted=bool(draft))
    note = composer.cover_note(facts, key=note_key, now=occasion.now, references=occasion.references)
    put = AppendMessage(FolderRole.REVIEW.value, note, message_id_for(note_key, domain), ("\\Flagged",))
    return [*_brought_back(key, occasion), (note_key, put), *draft]


def _brought_back(key: str, occasion: Occasion) -> list[tuple[str, Deed]]:
    """Where no mail is at hand, the last one of the case comes back beside the note."""
    if occasion.ref is not None or not occasion.mails.received:
        return []
    last = occasion.mails.received[-1:]
    return [(effect_key(key, "back"), GatherMessages(FolderRole.HANDLED.value, FolderRole.REVIEW.value, last))]


def _facts(escalate: Escalate, occasion: Occasion, office: Office, *, drafted: bool) -> Facts:
    reading = occasion.reading
    return Facts(
        escalate=escalate,
        case=occasion.case,
        language=office.language,
        zone=office.zone,
        reading=reading,
        decision=occasion.decision,
        history=occasion.history,
        role=office.role_of(reading.sender.address) if reading else Role.CLIENT,
        drafted=drafted,
        ready=ready_answers(reading, drafted=drafted, orders=escalate.orders),
    )


def _draft(action: Escalate, key: str, occasion: Occasion, composer: Composer) -> tuple[list[tuple[str, Deed]], str]:
    """The draft's row, or why there is none."""
    if action.draft is None:
        return [], ""
    draft_key = effect_key(key, "draft")
    try:
        mail = composer.compose(
            action.draft,
            key=draft_key,
            case=occasion.case,
            reading=occasion.reading,
            now=occasion.now,
            mail_class=MailClass.HUMAN,
            references=occasion.references,
        )
    except SecretaryError as error:
        return [], f"No draft could be written: {error}"
    return [(draft_key, AppendMessage(FolderRole.DRAFTS.value, mail.raw, mail.message_id, ("\\Draft",)))], ""
