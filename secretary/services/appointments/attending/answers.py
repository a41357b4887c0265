"""What an Organizer gets for an answer, and what stands in the principal's calendar for it.

Promises: an acceptance leaves after the event stands, and a time is proposed after it is kept free.
The principal hears of each answer once, unless they gave it themselves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import (
    Answer,
    DeleteEvent,
    DropTimer,
    EscalationReason,
    Invitation,
    PutEvent,
    SetTimer,
)
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled
from secretary.domain.event import Event, Interval, Method, Partstat
from secretary.services.appointments.attending import texts
from secretary.services.appointments.attending.choices import Finding
from secretary.services.appointments.attending.outcome import step, to_person
from secretary.services.appointments.attending.state import Attendance, Stage
from secretary.services.appointments.attending.weighing import Weighed, weigh
from secretary.services.appointments.attending.words import Will, Word
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.offering import find, ignored
from secretary.services.appointments.state import Party, Phase, State
from secretary.services.appointments.world import HOLD_TIMER, Outcome, Shown, World, ordered

MAX_TRIES = 3  # of keeping a time free that others took meanwhile
_FINDINGS = {
    Finding.FREE: "The calendar is free then.",
    Finding.OUTSIDE: "The calendar is free then, but the secretary would not offer that time.",
}


def own_uids(state: Attendance) -> frozenset[str]:
    """UIDs that do not stand in the way of the meeting."""
    return frozenset(uid for uid in (state.uid, state.hold_uid) if uid)


def put_before_person(
    state: Attendance, weighed: Weighed, world: World, *, moved: bool = False, why: str = ""
) -> Outcome:
    """The finding and what may be answered; a meeting that was moved stands at its new time meanwhile."""
    why = why or ("{} changes a meeting." if moved else "{} invites to a meeting.")
    why = why.format(state.organizer)
    found = _FINDINGS.get(weighed.finding, f"Entries of the calendar in that time: {weighed.clashes}.")
    followed = (
        (_put(replace(state, answer=Partstat.NEEDS_ACTION), world, "Its organizer changed it."),) if moved else ()
    )
    opened = replace(state, stage=Stage.OPEN, answer=Partstat.NEEDS_ACTION)
    asked = to_person(opened, EscalationReason.CALENDAR, why, found)
    return replace(asked, actions=(*followed, *asked.actions))


def as_told(state: Attendance, word: Word, world: World) -> Outcome:
    """What a person said."""
    if word.will is Will.ACCEPT:
        return accepted(state, world)
    if word.will is Will.TENTATIVE:
        return accepted(state, world, Partstat.TENTATIVE)
    if word.will is Will.DECLINE:
        return declined(state, world)
    return (
        proposed(state, Interval(word.start, word.start + state.slot.length), world)
        if word.start
        else (countered(state, world))
    )


def accepted(
    state: Attendance, world: World, answer: Partstat = Partstat.ACCEPTED, *, guarded: bool = False
) -> Outcome:
    """Write the event first; `guarded` where its time must still be free when it is written."""
    state, freeing = released(state, world)
    writing = replace(state, stage=Stage.WRITING, answer=answer)
    put = _put(writing, world, "The invitation is accepted.", guarded=guarded)
    return step(writing, (*freeing, put))


def _put(state: Attendance, world: World, why: str, *, guarded: bool = False) -> Reasoned:
    calendars = world.calendars(state.person)
    text = texts.with_answer(state, world.settings.scheduling)
    guard = state.slot if guarded and not state.recurrence_id else None
    ignores = (*ignored(_search(state, world), world), *own_uids(state)) if guarded else ()
    there = standing(state, world)
    etag = (there.etag or "*") if there else ""
    return ordered(PutEvent(calendars[0], state.uid, text, etag, guard, calendars, ignores), why)


def answered(state: Attendance, world: World) -> Outcome:
    """The event stands: the Organizer hears of it."""
    done = replace(state, stage=Stage.ANSWERED, word="")
    kind = "tentative" if state.answer is Partstat.TENTATIVE else "accepted"
    mails = (_reply(done, kind, world), *_noted(state, kind, world))
    return step(done, mails, CaseState.CLOSED)


def declined(state: Attendance, world: World) -> Outcome:
    """Refused; an event that stands already shows it."""
    state, freeing = released(replace(state, answer=Partstat.DECLINED), world)
    done = replace(state, stage=Stage.ANSWERED, word="")
    shown = (_put(done, world, "The stored event shows the refusal."),) if standing(state, world) and state.text else ()
    mails = (_reply(done, "declined", world), *_noted(state, "declined", world))
    return step(done, (*freeing, *shown, *mails), CaseState.CLOSED)


def standing(state: Attendance, world: World) -> Event | None:
    """The event as it stands in the principal's calendar."""
    theirs = (e for e in world.events or () if e.calendar in world.calendars(state.person)[:1])
    return next((e for e in theirs if e.uid == state.uid), None)


def kept_up(state: Attendance, answer: Partstat, world: World) -> Outcome:
    """Something else than the time has changed: the answer that was given holds."""
    known = replace(state, answer=answer, stage=Stage.ANSWERED if answer is not Partstat.NEEDS_ACTION else state.stage)
    return step(known, (_put(known, world, "Its organizer changed it."),), CaseState.CLOSED)


def refreshed(state: Attendance, world: World) -> Outcome:
    """Ask for the meeting as it stands."""
    text = texts.refresh(state, world.office.address, world.now)
    mail = _mail("invitation_refresh", state, world, Invitation(Method.REFRESH, text))
    return step(state, (ordered(mail, "Dates were added; the whole series is asked for."),))


# --- another time -----------------------------------------------------------------------


def countered(state: Attendance, world: World) -> Outcome:
    """The nearest time that the office would offer; none is for a person."""
    found = find(_search(state, world), world)
    if not found or state.tries >= MAX_TRIES or state.recurs:
        why = "No other time could be found to propose."
        return _asked_back(state, why)
    return proposed(state, min(found, key=lambda s: abs(s.start - state.slot.start)), world)


def proposed(state: Attendance, slot: Interval, world: World) -> Outcome:
    """Keep a time free, to propose it when it is."""
    if weigh(state.person, slot, "", world, own_uids(state)).finding is Finding.BUSY:
        return _asked_back(state, "The time to be proposed is taken in the calendar.")
    state, freeing = released(state, world)
    serial = state.serial + 1
    uid = f"secretary-{world.case.id.lower()}-counter{serial}@{world.office.address.domain}"
    holding = replace(state, stage=Stage.HOLDING, proposal=slot, hold_uid=uid, serial=serial, tries=state.tries + 1)
    calendars = world.calendars(state.person)
    ics = itip.hold(uid, slot, f"({world.case.id}) {state.organizer.display_name or state.organizer}", world.now)
    ignores = (*ignored(_search(holding, world), world), *own_uids(holding))
    put = PutEvent(calendars[0], uid, ics, "", slot, calendars, ignores)
    return step(holding, (*freeing, ordered(put, "A time that is proposed is kept free.")))


def held(state: Attendance, settled: Settled, world: World) -> Outcome:
    """The time is kept: propose it. Or somebody was first: another one."""
    if settled.state is not EffectState.SENT or state.proposal is None:
        return countered(replace(state, proposal=None, hold_uid=""), world)
    waits = replace(state, stage=Stage.PROPOSED, tries=0, word="")
    text = texts.counter(waits, state.proposal, world.office.address, world.now)
    old, new = _shown(state.slot, state, world), _shown(state.proposal, state, world)
    mail = _mail("invitation_countered", waits, world, Invitation(Method.COUNTER, text), slot=new, old=old)
    until = min(world.now + timedelta(hours=world.settings.hold_hours), state.proposal.start)
    timer = ordered(SetTimer(HOLD_TIMER, until), "A time that is proposed is kept free for so long.")
    told = ordered(mail, "Another time is proposed.")
    return step(waits, (told, timer, *_noted(state, "countered", world)))


def released(state: Attendance, world: World) -> tuple[Attendance, tuple[Reasoned, ...]]:
    """Give a proposed time back."""
    if not state.hold_uid or state.proposal is None:
        return state, ()
    why = "A time that is no longer proposed is released."
    freed = replace(state, proposal=None, hold_uid="")
    return freed, (_delete(state, world, why), ordered(DropTimer(HOLD_TIMER), why))


def _asked_back(state: Attendance, why: str) -> Outcome:
    return to_person(replace(state, stage=Stage.OPEN, tries=0), EscalationReason.CALENDAR, why)


def _search(state: Attendance, world: World) -> State:
    """What is looked for, as a negotiation would."""
    wish = Wish(state.slot.length, excluded=(state.slot,), near=max(state.slot.start, world.now))
    return State(Phase.SEARCHING, state.person, (Party(state.organizer),), world.case.language, wish)


# --- mails ------------------------------------------------------------------------------


def _reply(state: Attendance, kind: str, world: World) -> Reasoned:
    text = texts.reply(state, world.office.address, world.now)
    slot = _shown(state.slot, state, world)
    mail = _mail("invitation_answered", state, world, Invitation(Method.REPLY, text), answer=kind, slot=slot)
    return ordered(mail, "The invitation is answered.")


def _mail(template: str, state: Attendance, world: World, invitation: Invitation, **more: Any) -> Answer:  # noqa: ANN401 - template data
    data = {"with_name": world.name(state.person), "recurs": state.recurs} | more
    return Answer(template, data, (state.organizer,), (), world.case.language, invitation=invitation)


def _noted(state: Attendance, kind: str, world: World) -> tuple[Reasoned, ...]:
    """To the principal, in a thread of its own; who gave the word has been told already."""
    person = world.person(state.person)
    if person is None or state.word == "own":
        return ()
    shows = {"slot": _shown(state.slot, state, world), "title": state.summary, "answer": kind, "recurs": state.recurs}
    new = _shown(state.proposal, state, world) if kind == "countered" and state.proposal else None
    name = state.organizer.display_name or state.organizer.addr_spec
    data = {"party_name": name, "new": new} | shows
    mail = Answer("principal_invitation", data, (person.address,), (), person.language, new_thread=True)
    return (ordered(mail, "The principal is told once."),)


def _shown(slot: Interval, state: Attendance, world: World) -> Shown:
    zone = world.hours(state.person).zone
    start, end = slot.start.astimezone(ZoneInfo(zone)), slot.end.astimezone(ZoneInfo(zone))
    return Shown(0, start, end, (zone,))


def _delete(state: Attendance, world: World, why: str) -> Reasoned:
    return ordered(DeleteEvent(world.calendars(state.person)[0], state.hold_uid), why)
