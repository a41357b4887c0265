"""An assistant answers a cover note in plain words; the house does it and says so in one line.

Promises: counts only from a person of the office whom our own server vouches for, in answer to the very
note (its Message-ID is the token), and only while that note is the newest of its case. A draft is sent
only as it lies in the folder, and as it was written. What is unclear is asked back once; the second
time the mail goes the way of any other, to a person, and so does one that this room stumbles over.
Never does: guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from secretary.act.compose.as_it_lies import as_it_lies
from secretary.act.compose.ready import READY, Ready
from secretary.act.compose.sentences import told
from secretary.app.arrivals import message_of
from secretary.app.cases import state_after
from secretary.app.folders.lessons import learn
from secretary.app.intake import House
from secretary.app.people.worded import OF_SERVICES, RULE, Outcome, appoint, explain, hand_over, offering, order, teach
from secretary.app.planning import Occasion, Plan, plan
from secretary.app.rules.offers import to_look
from secretary.app.rules.rewording import closed_by
from secretary.decide.house import APPOINTMENTS, AUTOMATED, WITH_PEOPLE
from secretary.desk.said import Said, Wish, said
from secretary.domain.action import Answer, Close, Ending, FileInto, FolderRole, Remind
from secretary.domain.case import Case
from secretary.domain.decision import Reasoned
from secretary.domain.effect import AppendMessage, Effect, MailClass, MessageRef, effect_key
from secretary.domain.errors import TemporaryError
from secretary.domain.office import Role
from secretary.domain.reading import Reading, Trust
from secretary.ports import Arrived, Entry, Mailbox
from secretary.understand.mime import parse_message
from secretary.understand.when import read_times

WORD, LETTER = "desk_word", "desk_letter"  # the templates
MORNING = time(9)
MAX_HEAD = 65_536  # octets in which a mail program's In-Reply-To stands
ANSWERS = b"in-reply-to:"  # most mails answer nothing, and are parsed once only
SHOWN_AGAIN = "You asked to be shown it again."
_OPTION = re.compile(r"^\s*(\d)\. (.+)$", re.MULTILINE)

log = structlog.get_logger("secretary.desk")


@dataclass(frozen=True, slots=True)
class Note:
    """The note that was answered: what it suggested, by number, and whether a later one has come."""

    options: Mapping[int, Ready]
    newest: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as it was said: in which case, to which note, and the mail that says it."""

    case: Case
    note: Note
    puts: Sequence[AppendMessage]
    word: Said
    reading: Reading


async def take_word(house: House, mailbox: Mailbox, arrived: Arrived, now: datetime) -> bool:
    """Do what an answer to a cover note says; False where the mail is none, or cannot be taken so.

    Raises TemporaryError where the mailbox cannot be asked for a draft; the mail is well, and comes again.
    """
    if arrived.problem or arrived.cut or ANSWERS not in arrived.raw[:MAX_HEAD].lower():
        return False
    try:
        return await _taken(house, mailbox, arrived, now)
    except TemporaryError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad mail must never stop the mailbox; the usual way has its quarantine
        log.warning("word not taken", office=house.office.id, error=type(error).__name__)
        return False


async def _taken(house: House, mailbox: Mailbox, arrived: Arrived, now: datetime) -> bool:
    message = message_of(arrived)
    if not message.in_reply_to:
        return False
    case = house.ledger.case_by_thread(house.office.id, message.in_reply_to[:1])
    if case is None or house.ledger.origin(house.office.id, message.in_reply_to[0]) != "note":
        return False
    reading = house.reader.read(message, received=arrived.received)
    if not _is_word(house, reading):
        return False
    puts = house.ledger.puts(case.id)
    note = _note_of(puts, message.in_reply_to[0])
    if note is None:
        return False
    outcome = await _outcome(house, mailbox, Heard(case, note, puts, said(reading.new_text.text), reading), now)
    case, before = house.ledger.case(house.office.id, case.id) or case, case
    if case != before:
        # While the mailbox was asked, somebody else has settled it, or more has come.
        outcome = Outcome("newer" if case.state in WITH_PEOPLE else "settled")
    if outcome.word == "unclear" and WORD in house.ledger.templates_of(case.id):
        return False
    house.ledger.record(_entry(house, case, arrived, reading, outcome, now))
    log.info("word", office=house.office.id, case=case.id, word=outcome.word)
    if outcome.lesson:
        await learn(house, mailbox, case.id, outcome.lesson, now)
    return True


def _is_word(house: House, reading: Reading) -> bool:
    """By somebody of the office, vouched for, to the office alone."""
    role = house.office.role_of(reading.sender.address)
    by_people = role in {Role.ASSISTANT, Role.PRINCIPAL} and reading.sender.trust is Trust.AUTHENTICATED
    readers = (*reading.message.to, *reading.message.cc)
    alone = all(house.office.role_of(reader) is not Role.CLIENT for reader in readers)
    return by_people and alone and reading.kind.kind not in AUTOMATED


def _note_of(puts: Sequence[AppendMessage], message_id: str) -> Note | None:
    notes = [put for put in puts if put.folder == FolderRole.REVIEW.value]
    answered = next((put for put in notes if put.message_id == message_id), None)
    if answered is None:
        return None
    known = {words: ready for ready, both in READY.items() for words in both}
    lines = _OPTION.findall(parse_message(answered.raw).text)
    options = {int(number): known[text.strip()] for number, text in lines if text.strip() in known}
    return Note(options, newest=answered is notes[0])


async def _outcome(house: House, mailbox: Mailbox, heard: Heard, now: datetime) -> Outcome:
    if heard.case.state not in WITH_PEOPLE or not heard.note.newest:
        return Outcome("newer" if heard.case.state in WITH_PEOPLE else "settled")
    case, note, word = heard.case, heard.note, heard.word
    if word.wish is Wish.CHOICE and (option := note.options.get(word.number)) in OF_SERVICES:
        return await order(house, case, heard.reading, option, now)
    if word.wish is Wish.WHY:
        return await explain(house, case, heard.reading, now)
    return await _done(house, mailbox, heard, _chosen(word, note), now)


async def _done(house: House, mailbox: Mailbox, heard: Heard, wish: Wish, now: datetime) -> Outcome:
    case, word, cause = heard.case, heard.word, heard.reading.message.digest
    match wish:
        case Wish.APPROVE | Wish.WRITE:
            return await _sent(house, mailbox, heard, wish)
        case Wish.HAND_OVER:
            return await hand_over(house, mailbox, case, word.text, cause, now)
        case Wish.APPOINT:
            return await appoint(house, mailbox, case, heard.reading, now)
        case Wish.UNCLEAR:
            return await order(house, case, heard.reading, None, now)
        case Wish.TEACH:
            return await teach(house, mailbox, word.text)
        case _:
            return _at_once(house, wish, word.text, now)


def _at_once(house: House, wish: Wish, text: str, now: datetime) -> Outcome:
    """What needs no look into the mailbox."""
    match wish:
        case Wish.LATER:
            until = _until(house, text, now)
            return Outcome("later", actions=(Remind(until - now, SHOWN_AGAIN),), until=until)
        case Wish.DONE:
            return Outcome("done", actions=(Close(Ending.FILED),))
        case _:
            return Outcome("unclear")


async def _sent(house: House, mailbox: Mailbox, heard: Heard, wish: Wish) -> Outcome:
    """What goes to the party: the words that were dictated, or the draft as it lies there."""
    note, puts, word = heard.note, heard.puts, heard.word
    suggested = set(note.options.values())
    if not {Ready.SEND_DRAFT, Ready.ANSWER} & suggested:
        return Outcome("unanswerable")
    if wish is Wish.WRITE:
        return Outcome("sent", letter=word.text, actions=(Close(closed_by(house, heard.case, word.text).ending),))
    if Ready.SEND_DRAFT not in suggested:
        return Outcome("unclear")
    draft = next(put for put in puts if put.folder == FolderRole.DRAFTS.value)
    lying = [mail.raw for mail in await mailbox.fetch(FolderRole.DRAFTS.value, draft.message_id)]
    if lying != [draft.raw]:
        return Outcome("changed")
    return Outcome("sent", draft=draft.raw, actions=(Close(Ending.APPROVED),))


def _chosen(word: Said, note: Note) -> Wish:
    """A number stands for what the note suggested under it."""
    if word.wish is not Wish.CHOICE:
        return word.wish
    meant = {Ready.SEND_DRAFT: Wish.APPROVE, Ready.DONE: Wish.DONE}
    return meant.get(note.options.get(word.number, Ready.ANSWER), Wish.UNCLEAR)


def _until(house: House, words: str, now: datetime) -> datetime:
    """The time that was said, where it is one to come; else the next morning of a working day."""
    zone = ZoneInfo(house.office.zone)
    for found in read_times(words, at=now, zone=zone, region=house.office.hours.region):
        start = found.likeliest.start
        if start and start > now:
            return start if start.timetz().replace(tzinfo=None) != time() else _at_nine(start, zone)
    day = now.astimezone(zone) + timedelta(days=1)
    while house.office.hours.spans and day.weekday() not in house.office.hours.spans:
        day += timedelta(days=1)
    return _at_nine(day, zone)


def _at_nine(day: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.astimezone(zone).date(), MORNING, zone)


def _entry(house: House, case: Case, arrived: Arrived, reading: Reading, outcome: Outcome, now: datetime) -> Entry:
    message = reading.message
    reasons = _reasons(house, case, reading, outcome)
    ref = MessageRef(arrived.folder, arrived.uidvalidity, arrived.uid, message.digest, message.message_id)
    occasion = Occasion(case, message.digest, now, reading, ref, arrived.raw, mails=house.ledger.mails_of(case.id))
    planned = plan(reasons, occasion, house.composer)
    offered = offering(house, case, outcome.taken, message.digest, now) if outcome.taken else Plan((), ())
    return Entry(
        office=house.office.id,
        case=_case_after(case, outcome),
        at=now,
        effects=(
            *_letter(house, case, outcome, message.digest, now),
            *offered.effects,
            *outcome.effects,
            *planned.effects,
        ),
        reasons=(*(outcome.taken.step.actions if outcome.taken else ()), *reasons),
        ref=ref,
        reading=reading,
        state=outcome.taken.step.state if outcome.taken else None,
        timers=(*offered.timers, *planned.timers, *to_look(house, reasons, now)),
        person=True,
    )


def _reasons(house: House, case: Case, reading: Reading, outcome: Outcome) -> tuple[Reasoned, ...]:
    office, by = house.office, reading.sender.address
    person = office.person_of(by)
    until = outcome.until.astimezone(ZoneInfo(office.zone)) if outcome.until else None
    facts = {
        "word": outcome.word,
        "case_id": case.id,
        "party_name": case.party.display_name or case.party.addr_spec,
        "until": until,
        "name": outcome.name,
        "detail": told(outcome.detail, person.language if person else office.language),
    }
    why = f"{person.name if person else by.addr_spec} answered the note."
    actions = (*outcome.actions, outcome.reply or Answer(WORD, facts, to=(by,)), FileInto(FolderRole.HANDLED.value))
    return tuple(Reasoned(action, outcome.rule or RULE, why) for action in actions)


def _case_after(case: Case, outcome: Outcome) -> Case:
    if outcome.taken:
        return replace(case, service=APPOINTMENTS, state=outcome.taken.step.case_state)
    return replace(case, state=state_after(case, outcome.actions, case.state))


def _letter(house: House, case: Case, outcome: Outcome, cause: str, now: datetime) -> tuple[Effect, ...]:
    if not outcome.letter and not outcome.draft:
        return ()
    key = effect_key(case.office, case.id, cause, "letter")
    references = tuple(house.ledger.references(case.id))
    if outcome.draft:
        mail = as_it_lies(outcome.draft, office=house.office, case=case, key=key, references=references, now=now)
    else:
        mail = house.composer.compose(
            Answer(LETTER, {"text": outcome.letter}, to=(case.party,), language=case.language),
            key=key,
            case=case,
            reading=None,
            now=now,
            mail_class=MailClass.HUMAN,
            references=references,
        )
    return (Effect(key, case.office, case.id, mail),)
