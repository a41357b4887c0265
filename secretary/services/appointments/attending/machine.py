"""Calendar messages about meetings that others organize: (what is known, event) → (what is known, actions).

Promises: pure and total. An invitation is answered by rule, or put before a person with what calendar
and rules say of its time; the answer leaves after the event stands. What stands in the principal's
calendar is changed for its own Organizer only, and only when the office's server vouches for the sender.
Older messages and repetitions change nothing, and that is told. Whoever is not sure asks a person.
Never does: put a stranger's event into a calendar before somebody said so, or guess what a change to
"this and all later dates" means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from secretary.domain.action import Close, DeleteEvent, EscalationReason, Ignore, PutEvent
from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.effect import EffectState, Settled, StoreEvent
from secretary.domain.event import CalendarMessage, Event, Method, Partstat
from secretary.domain.office import Person, Role
from secretary.domain.reading import MailKind, Reading, Trust
from secretary.services.appointments.attending import answers
from secretary.services.appointments.attending.choices import Choice, Finding
from secretary.services.appointments.attending.dates import known_of, with_date, without_date
from secretary.services.appointments.attending.free_busy import free_busy
from secretary.services.appointments.attending.outcome import step, to_person
from secretary.services.appointments.attending.state import Attendance, Stage
from secretary.services.appointments.attending.texts import storable
from secretary.services.appointments.attending.weighing import checked, chosen, weigh
from secretary.services.appointments.attending.words import Will, Word, of_choice, word_of
from secretary.services.appointments.calendar.freshness import AGAIN, too_late
from secretary.services.appointments.exact import OFFER
from secretary.services.appointments.said.shifts import moved_to
from secretary.services.appointments.world import HOLD_TIMER, Outcome, World, ordered
from secretary.services.face import Asked, EffectSettled, Replied, ServiceEvent, TimerFired, Told

_NOT_OURS = "A calendar message that belongs to no appointment of ours is for a person."


@dataclass(frozen=True, slots=True)
class _News:
    """One message of an Organizer, with what is known: the event that stands, the attendance on record."""

    told: CalendarMessage
    reading: Reading
    person: Person
    own: Address
    standing: Event | None
    state: Attendance | None
    policy: Mapping[str, str]

    @property
    def sure(self) -> bool:
        """Whether the office's own server vouches for whoever sent it."""
        return self.reading.sender.trust is Trust.AUTHENTICATED


def of_others(
    reading: Reading,
    world: World,
    params: Mapping[str, object] | None = None,
    state: Attendance | None = None,
    *,
    allowed: bool = False,
) -> Outcome:
    """What a calendar message about somebody else's meeting does; total but for a rule's wrong words.

    `allowed` tells that a rule lets the sender know when a principal is busy.
    """
    if not reading.calendar:
        return to_person(state, EscalationReason.CALENDAR, _NOT_OURS)
    told = next((c for c in reading.calendar if not c.recurrence_id), reading.calendar[0])
    if told.defects:
        return to_person(state, EscalationReason.UNREADABLE, "; ".join(told.defects))
    invited = _invited(told, world)
    if invited is None or told.method not in {Method.REQUEST, Method.CANCEL, Method.DECLINECOUNTER, Method.ADD}:
        return to_person(state, EscalationReason.CALENDAR, _NOT_OURS)
    if world.events is None:
        return to_person(state, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    person, own = invited
    if told.free_busy:
        return free_busy(reading, person.id, own, world, allowed=allowed)
    policy = checked(params or {}) or (state.policy if state else {})
    news = _News(told, reading, person, own, _standing(told, person, world), state, policy)
    return _refused(news, world) or _late(news, world) or _by_method(news, world)


def _invited(told: CalendarMessage, world: World) -> tuple[Person, Address] | None:
    """The one principal among the Attendees, and under which address; of several a person decides."""
    found = [(p, a.address) for p in world.office.principals for a in told.attendees if p.owns(a.address)]
    return found[0] if len({p.id for p, _ in found}) == 1 else None


def _standing(told: CalendarMessage, person: Person, world: World) -> Event | None:
    theirs = (e for e in world.events or () if e.calendar in world.calendars(person.id)[:1])
    return next((e for e in theirs if e.uid == told.uid), None)


def _refused(news: _News, world: World) -> Outcome | None:
    """Nobody changes a meeting but its Organizer; a principal may hand an invitation on."""
    sender, told, known = news.reading.sender.address, news.told, news.state
    theirs = {
        o.key for o in (told.organizer, news.standing and news.standing.organizer, known and known.organizer) if o
    }
    if theirs == {sender.key}:
        return None
    by_office = world.office.role_of(sender) in {Role.PRINCIPAL, Role.ASSISTANT} and news.sure
    if by_office and len(theirs) == 1 and told.method is Method.REQUEST:
        return None
    why = "A calendar message about a meeting came from somebody who is not its organizer."
    return to_person(known, EscalationReason.UNKNOWN_SENDER, why)


def _late(news: _News, world: World) -> Outcome | None:
    """Older than what is known; what a person of the office hands on once more has a meaning."""
    told, known = news.told, news.state
    if known and known.recurrence_id == told.recurrence_id:
        sequence, stamp = known.sequence, known.stamp
    else:
        sequence, stamp = known_of(world.texts.get(told.uid, ""), told.recurrence_id)
    standing = news.standing.sequence if news.standing and not told.recurrence_id else 0
    sequence, stamp = max(sequence, standing), stamp if sequence >= standing else None
    why = too_late(told.sequence, told.dtstamp, sequence, stamp)
    handed_on = why == AGAIN and world.office.role_of(news.reading.sender.address) is not Role.CLIENT
    return _ignored(known, why) if why and not handed_on else None


def _by_method(news: _News, world: World) -> Outcome:
    if news.told.onwards or len({c.uid for c in news.reading.calendar}) > 1:
        why = "A change of all later dates of a series, or of several meetings at once, is for a person."
        return to_person(news.state, EscalationReason.CALENDAR, why)
    if news.told.method is Method.CANCEL:
        return _cancelled(news, world)
    if news.told.method is Method.DECLINECOUNTER:
        return _counter_declined(news, world)
    return _requested(news, world) if news.told.method is Method.REQUEST else _added(news, world)


# --- an invitation, or an update of one -------------------------------------------------


def _requested(news: _News, world: World) -> Outcome:
    if news.standing and not news.sure:
        why = "It is not sure that the organizer wrote this; the calendar is as it was."
        return to_person(news.state, EscalationReason.NOT_AUTHENTICATED, why)
    one_date = bool(news.told.recurrence_id)
    text = with_date(world.texts.get(news.told.uid, ""), news.told) if one_date else storable(news.told)
    slot = news.told.slot
    if slot is None or not text:
        why = "{} invites in a way that is not followed here: to one date of a series, or without a readable time."
        return to_person(news.state, EscalationReason.CALENDAR, why.format(news.told.organizer))
    before = news.state or _begun(news, text)
    state = before.renewed(news.told, text, slot)
    state = replace(state, policy=news.policy)
    if not state.recurs and any(e.uid == news.told.uid and e.interval == slot for e in world.events or ()):
        return answers.kept_up(state, _given(news), world)
    if before.proposal and before.proposal == slot and news.sure:
        return answers.accepted(state, world, guarded=True)
    return _decided(news, state, world)


def _begun(news: _News, text: str) -> Attendance:
    told, slot = news.told, news.told.slot
    if told.organizer is None or slot is None:
        raise ValueError("an invitation without organizer or time")
    return Attendance(Stage.OPEN, news.person.id, news.own, told.organizer, told.uid, text, slot)


def _given(news: _News) -> Partstat:
    """The answer that was given to the meeting as it stands."""
    if news.state and news.state.answer is not Partstat.NEEDS_ACTION:
        return news.state.answer
    there = news.standing.attendees if news.standing else ()
    return next((a.partstat for a in there if a.address.key == news.own.key), Partstat.NEEDS_ACTION)


def _decided(news: _News, state: Attendance, world: World) -> Outcome:
    """By the word of who hands it on, by rule, or by a person."""
    by_office = world.office.role_of(news.reading.sender.address) is not Role.CLIENT
    if by_office:
        said = word_of(news.reading, state.slot, world.hours(state.person).zone)
        if said.will is not Will.UNCLEAR:
            return answers.as_told(replace(state, word="other"), said, world)
    weighed = weigh(state.person, state.slot, state.dates, world, answers.own_uids(state))
    choice = chosen(weighed, state.policy, world) if news.sure else Choice.ASK
    if choice is Choice.ACCEPT:
        return answers.accepted(state, world, guarded=weighed.finding is not Finding.BUSY)
    if choice is Choice.ASK:
        return answers.put_before_person(state, weighed, world, moved=news.standing is not None)
    return answers.declined(state, world) if choice is Choice.DECLINE else answers.countered(state, world)


def _added(news: _News, world: World) -> Outcome:
    """A date is added to a series: the whole is asked for (RFC 5546 sections 3.2.4 and 3.2.6)."""
    if news.standing is None or not news.sure:
        return to_person(news.state, EscalationReason.CALENDAR, _NOT_OURS)
    slot = news.standing.interval
    state = news.state or replace(_begun_of(news, news.standing), slot=slot)
    return answers.refreshed(state, world)


def _begun_of(news: _News, standing: Event) -> Attendance:
    organizer = standing.organizer or news.reading.sender.address
    answer = standing.own_partstat or Partstat.NEEDS_ACTION
    return Attendance(
        Stage.ANSWERED, news.person.id, news.own, organizer, standing.uid, "", standing.interval,
        sequence=standing.sequence, answer=answer,
    )  # fmt: skip


# --- what else an Organizer says --------------------------------------------------------


def _cancelled(news: _News, world: World) -> Outcome:
    state, standing = news.state, news.standing
    if standing and not news.sure:
        why = "It is not sure that the organizer wrote this; the calendar is as it was."
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, why)
    if news.told.recurrence_id:
        return _date_cancelled(news, world)
    why = "Its organizer cancelled the meeting."
    ended = replace(state, stage=Stage.ENDED, sequence=news.told.sequence, stamp=news.told.dtstamp) if state else None
    freed, released = answers.released(ended, world) if ended else (None, ())
    gone = (ordered(DeleteEvent(standing.calendar, standing.uid), why),) if standing else ()
    if not (gone or released or (state and state.stage is Stage.OPEN)):
        return _ignored(freed, "It cancels a meeting that does not stand in the calendar.")
    # Nobody needs to answer any more what was put before a person.
    asked = (ordered(Close(), why),) if state and state.stage is Stage.OPEN else ()
    return step(freed, (*gone, *released, *asked), CaseState.CLOSED)


def _date_cancelled(news: _News, world: World) -> Outcome:
    """One date of a series is off; the others stand."""
    why = "Its organizer called off one date of the series."
    text = without_date(world.texts.get(news.told.uid, ""), news.told.recurrence_id)
    if not text or news.standing is None:
        why = "The organizer calls off one date of a series, in a way that is not followed here."
        return to_person(news.state, EscalationReason.CALENDAR, why)
    put = PutEvent(news.standing.calendar, news.told.uid, text, news.standing.etag or "*")
    return step(news.state, (ordered(put, why),), CaseState.CLOSED)


def _counter_declined(news: _News, world: World) -> Outcome:
    """The Organizer keeps to the old time: a person says what now."""
    state = news.state
    if state is None or state.proposal is None:
        return _ignored(state, "It refuses a time that nobody has proposed.")
    freed, freeing = answers.released(replace(state, stage=Stage.OPEN), world)
    weighed = weigh(state.person, state.slot, state.dates, world, answers.own_uids(freed))
    asked = answers.put_before_person(freed, weighed, world, why="{} keeps to the time of the invitation.")
    return replace(asked, actions=(*freeing, *asked.actions))


def _ignored(state: Attendance | None, why: str) -> Outcome:
    closed = state is None or state.stage in {Stage.ANSWERED, Stage.ENDED}
    return step(state, (ordered(Ignore(), why),), CaseState.CLOSED if closed else CaseState.WAITING)


# --- a case that is on record -----------------------------------------------------------


def attend(state: Attendance, event: ServiceEvent, world: World) -> Outcome:
    """The next step of an attendance."""
    match event:
        case Replied(reading):
            return of_others(reading, world, state=state) if reading.calendar else _written(state, reading)
        case Told():
            return _told(state, event, world)
        case Asked(reading=reading) if event.request == OFFER:
            return _offered(state, reading, world)
        case EffectSettled(settled):
            return _settled(state, settled, world)
        case TimerFired(name) if name == HOLD_TIMER and state.stage is Stage.PROPOSED:
            return _unanswered(state, world)
        case _:
            return step(state)


def _unanswered(state: Attendance, world: World) -> Outcome:
    freed, freeing = answers.released(replace(state, stage=Stage.OPEN), world)
    why = "The organizer has not answered to another time proposed."
    asked = to_person(freed, EscalationReason.CALENDAR, why)
    return replace(asked, actions=(*freeing, *asked.actions))


def _written(state: Attendance, reading: Reading) -> Outcome:
    """Plain words of the Organizer's, or a mail that came back, are for a person; a machine's are not."""
    if reading.kind.may_answer or reading.kind.kind is MailKind.BOUNCE:
        return to_person(state, EscalationReason.CALENDAR, f"{state.organizer} writes about an invitation.")
    return step(state)


def _told(state: Attendance, event: Told, world: World) -> Outcome:
    """A person's word to the note; one that is not understood orders nothing, and is asked back."""
    if state.stage is Stage.ENDED or world.events is None:
        return step(state, case_state=CaseState.ESCALATED)
    word = (
        of_choice(event.choice) if event.choice else word_of(event.reading, state.slot, world.hours(state.person).zone)
    )
    if word.will is Will.UNCLEAR:
        return step(state, case_state=CaseState.ESCALATED)
    sender = event.reading.sender.address
    own = any(p.id == state.person and p.owns(sender) for p in world.office.principals)
    return answers.as_told(replace(state, word="own" if own else "other"), word, world)


def _offered(state: Attendance, reading: Reading, world: World) -> Outcome:
    """A person names the time that the Organizer shall be offered."""
    start = moved_to(reading.constraints, state.slot.length)
    if start is None or world.events is None:
        return to_person(state, EscalationReason.UNCLEAR_DATE, "It is not said which time is meant.")
    return answers.as_told(replace(state, word="other"), Word(Will.COUNTER, start), world)


def _settled(state: Attendance, settled: Settled, world: World) -> Outcome:
    if not isinstance(settled.deed, StoreEvent):
        return step(state)
    if settled.deed.uid == state.hold_uid and state.stage is Stage.HOLDING:
        return answers.held(state, settled, world)
    if settled.deed.uid != state.uid or state.stage is not Stage.WRITING:
        return step(state)
    if settled.state is EffectState.SENT:
        return answers.answered(state, world)
    open_again = replace(state, stage=Stage.OPEN, answer=Partstat.NEEDS_ACTION)
    if settled.reason == "busy":
        weighed = weigh(state.person, state.slot, state.dates, world, answers.own_uids(state))
        return answers.put_before_person(open_again, weighed, world)
    why = f"The event could not be written: {settled.detail}"
    return to_person(open_again, EscalationReason.CALENDAR, why)
