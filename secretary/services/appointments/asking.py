"""How a request becomes a negotiation: who with whom, how long, and when it suits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Answer, EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.event import Interval
from secretary.domain.office import Role
from secretary.domain.reading import Language, Reading, Trust
from secretary.domain.when import Constraints, TimeKind
from secretary.services.appointments.calendar.series import asked_for
from secretary.services.appointments.contacts import contact_of
from secretary.services.appointments.free.agreeing import unbound
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.free.places import named_in
from secretary.services.appointments.free.suits import NOTHING_SAID, Suits, later
from secretary.services.appointments.offering import narrowed, search
from secretary.services.appointments.orders.reading import language_of, on, unclear_days
from secretary.services.appointments.orders.said import Word, choice, said
from secretary.services.appointments.regular import arranged
from secretary.services.appointments.said import named
from secretary.services.appointments.said.thread import Thread, suits_of, thread_of, topic_for
from secretary.services.appointments.settings import Contact
from secretary.services.appointments.state import Party, Phase, State
from secretary.services.appointments.whose import whose
from secretary.services.appointments.world import Outcome, World, ordered, to_person
from secretary.services.face import Asked
from secretary.understand.language import read_language
from secretary.understand.phones import phone_in

_MEDIA = {
    "video": re.compile(r"\b(?:video\w*|zoom|(?:ms|per|via|on|über) teams|online|webex|google meet)\b", re.IGNORECASE),
    "phone": re.compile(r"\b(?:telefon\w*|anruf\w*|phone|call)\b", re.IGNORECASE),
    "on-site": re.compile(r"\b(?:vor ort|persönlich|in person|on site|bei ihnen|im büro)\b", re.IGNORECASE),
}
PEOPLE = frozenset({Role.PRINCIPAL, Role.ASSISTANT})
MAX_PARTIES = 6  # more people than this do not agree by mail
MAX_UNREAD = 120  # characters of what could not be read that a person is shown
MAX_TEXT = 6_000  # characters looked through for names and media


def begin(asked: Asked, world: World) -> Outcome:
    """The first step of a negotiation; whatever is open about it goes to a person."""
    state = wanted(asked, world)
    if not isinstance(state, State):
        return state
    series = asked_for(asked.reading, world.hours(state.person).zone)
    # The words that tell the dates of a series say nothing of when another time would suit.
    return arranged(unbound(state), series, asked.role, world) if series else search(state, world)


def wanted(asked: Asked, world: World) -> State | Outcome:
    """What is to be found, or what is open about it, for a person."""
    reading = asked.reading
    if asked.role is not Role.CLIENT and reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(None, EscalationReason.NOT_AUTHENTICATED, "It is not sure who wrote this order.")
    people = whose(asked, _words(reading), world)
    if not people:
        names = (p.name for p in world.office.principals)
        return to_person(None, EscalationReason.UNCLEAR, "It is not said whose appointment this shall be.", *names)
    parties = _parties(asked, world)
    said_names = {} if _in_headers(asked, world) else asked.named
    if unclear := _unread(reading) or _unknown(said_names):
        return unclear
    several = [name for name, found in said_names.items() if len(found) > 1]
    if not 0 < len(parties) + len(several) <= MAX_PARTIES:
        problem = "Nobody is named to meet with." if not parties else "More people shall take part than may be asked."
        return to_person(None, EscalationReason.NEGOTIATION, problem)
    key, thread = _sort(asked, world), thread_of(reading, world)
    sort = world.settings.meetings.get(key)
    handed_on = _length_in(thread) if asked.role in PEOPLE else None
    length = max(
        _length(reading, asked.params) or handed_on or named.length(sort, world.settings), named.shortest(sort)
    )
    if length > named.longest(sort, world.settings):
        return to_person(None, EscalationReason.NEGOTIATION, "The meeting is longer than may be arranged here.")
    own = _without_length(reading.constraints)
    client = asked.role not in PEOPLE
    state = State(
        phase=Phase.SEARCHING,
        person=people[0].id,
        also=tuple(p.id for p in people[1:]),
        parties=_with_suits(parties, thread, own, asked, world),
        language=reading.language.value if reading.language is not Language.OTHER else world.case.language,
        wish=narrowed(narrowed(Wish(length), _without_length(thread.said)), None if client else own),
        medium=named.medium(sort, str(asked.params.get("medium") or _medium(reading, thread))),
        sort=key,
        place=named_in(_words(reading), world.settings),
        topic=topic_for(thread, parties),
    )
    return _sure(state, several, asked, world)


def _with_suits(
    parties: tuple[Party, ...], thread: Thread, own: Constraints | None, asked: Asked, world: World
) -> tuple[Party, ...]:
    """The parties with what they have said: in their own request, or in the thread that an order hands on."""
    zone, alone = world.office.zone, len(parties) == 1
    if asked.role not in PEOPLE:
        return tuple(replace(p, suits=later(NOTHING_SAID, own, p.zone or zone)) for p in parties) if own else parties
    read = ((p, suits_of(p, thread, zone, alone=alone)) for p in parties)
    return tuple(replace(p, suits=_in_period(suits, own)) for p, suits in read)


def _in_period(suits: Suits, own: Constraints | None) -> Suits:
    """Who orders has the last word: dates of the thread outside of the period that the order names are gone."""
    period = own.allowed if own else ()
    kept = tuple(w for w in suits.allowed if not period or any(w.start < p.end and p.start < w.end for p in period))
    return replace(suits, allowed=kept)


def _length_in(thread: Thread) -> timedelta | None:
    """How long the meeting shall be, by the newest mail of the thread that says so."""
    newest_first = (thread.said, *(said for _, said, _ in reversed(thread.theirs)))
    return next((said.duration for said in newest_first if said and said.duration), None)


def _sure(state: State, names: list[str], asked: Asked, world: World) -> State | Outcome:
    """An order of the office is asked back where a name or a day can be meant in several ways."""
    if names:
        return _who(state, names, asked, world)
    days = unclear_days(asked.reading, world) if asked.role in PEOPLE else ()
    if not days:
        return state
    shown = tuple({"name": "", "day": day, "slot": None} for day in days)
    return _asked_back(replace(state, days=days), {"asks": "day", "choices": shown}, asked, world)


def _unknown(names: Mapping[str, tuple[Address, ...]]) -> Outcome | None:
    """A name that is nobody's on record is for a person to say."""
    unknown = next((name for name, found in names.items() if not found), "")
    return to_person(None, EscalationReason.UNCLEAR, f"Nobody called {unknown} is on record.") if unknown else None


def _who(state: State, names: list[str], asked: Asked, world: World) -> Outcome:
    """Several people bear a name: whoever ordered is asked once, with numbers."""
    found = asked.named[names[0]][:MAX_PARTIES]
    if len(names) > 1:
        why = f"Several people are called {names[0]}."
        return to_person(None, EscalationReason.UNCLEAR, why, *(str(address) for address in found))
    shown = tuple({"name": str(address), "day": None, "slot": None} for address in found)
    data = {"asks": "party", "named": names[0], "choices": shown}
    return _asked_back(replace(state, choices=found), data, asked, world)


def _asked_back(state: State, data: dict[str, Any], asked: Asked, world: World) -> Outcome:
    """One question to whoever ordered; the search waits for the number."""
    sender, language = asked.reading.sender.address, language_of(asked.reading, world)
    mail = Answer("principal_ask", data, (sender,), (), language, choices=True)
    return Outcome(replace(state, phase=Phase.CHOOSING), (ordered(mail, "The order can be meant in several ways."),))


def chosen(state: State, reading: Reading, world: World) -> Outcome:
    """The number of the one who is meant; the search begins. The second time a person is asked."""
    if reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, "An order came unauthenticated.")
    if said(reading.new_text.text).word in {Word.NO, Word.UNDO}:
        return Outcome(replace(state, phase=Phase.ENDED), case_state=CaseState.CLOSED)
    number = choice(reading.new_text.text)
    if not 0 < number <= max(len(state.choices), len(state.days)):
        return to_person(state, EscalationReason.UNCLEAR, "It is still not clear what is meant.")
    if state.days:
        return search(_on_day(state, state.days[number - 1], world), world)
    meant = Party(state.choices[number - 1], apart=True)
    return search(replace(state, phase=Phase.SEARCHING, parties=(*state.parties, meant), choices=()), world)


def _on_day(state: State, meant: date, world: World) -> State:
    """What was said of the unclear days, for the one that is meant; an hour that was named stays."""
    zone = ZoneInfo(world.office.zone)
    allowed = tuple(
        replace(w, start=moved.start, end=moved.end)
        if w.start.astimezone(zone).date() in state.days and (moved := on(meant, Interval(w.start, w.end), zone))
        else w
        for w in state.wish.allowed
    )
    return replace(state, phase=Phase.SEARCHING, wish=replace(state.wish, allowed=allowed), days=())


def _medium(reading: Reading, thread: Thread) -> str:
    return medium_in(reading.new_text.text) or medium_in(thread.text)


def _words(reading: Reading) -> str:
    return f"{reading.message.subject}\n{reading.new_text.text[:MAX_TEXT]}"


def _unread(reading: Reading) -> Outcome | None:
    """Offers that leave out "after the holidays" would be wrong: a person says when that is."""
    spans = reading.constraints.unread if reading.constraints else ()
    words = ", ".join(reading.new_text.text[a:b] for a, b in spans)[:MAX_UNREAD]
    problem = f"These words of time could not be read: {words}"
    return to_person(None, EscalationReason.UNCLEAR_DATE, problem) if words else None


def _sort(asked: Asked, world: World) -> str:
    """The meeting type: the rule's, or the one that is named."""
    ordered = str(asked.params.get("type", ""))
    return ordered if ordered in world.settings.meetings else named.recognised(_words(asked.reading), world.settings)


def _parties(asked: Asked, world: World) -> tuple[Party, ...]:
    """Whom to meet: the writer, or those whom a principal wrote to, copied in, got the mail from, or names."""
    reading = asked.reading
    if asked.role not in PEOPLE:
        address = reading.sender.answer_to
        writer = Address(address.addr_spec, _party_name(address, reading))
        entry = contact_of(address, world.settings)
        phone = phone_in(reading.new_text.text, reading.new_text.signature) or entry.phone
        return (Party(writer, zone=zone_said(reading, world) or _differing(entry, world), phone=phone),)
    copied = {a.key for a in reading.message.cc}
    meant = tuple(found[0] for found in asked.named.values() if len(found) == 1)
    invited = _in_headers(asked, world) or meant
    others = {a.key: a for a in invited if world.office.role_of(a) is Role.CLIENT}
    alone = all(key in copied for key in others)
    spoken = {f.from_.key: read_language(f.text)[0].value for f in reading.new_text.forwarded if f.from_}
    return tuple(
        Party(
            a,
            # With somebody in To, whoever is only copied in need not attend.
            required=alone or key not in copied,
            zone=_differing(contact_of(a, world.settings), world),
            phone=contact_of(a, world.settings).phone,
            language=spoken[key] if spoken.get(key) in world.office.languages else "",
            apart=not _in_thread(a, reading),
        )
        for key, a in others.items()
    )


def _in_headers(asked: Asked, world: World) -> tuple[Address, ...]:
    """The people outside to whom an order was written too, or whose mail it hands on; they need no name."""
    message = asked.reading.message
    forwarded = thread_of(asked.reading, world).people
    return tuple(a for a in (*message.to, *message.cc, *forwarded) if world.office.role_of(a) is Role.CLIENT)


def _party_name(address: Address, reading: Reading) -> str:
    return reading.sender.address.display_name or address.display_name or reading.signature_name


def _in_thread(party: Address, reading: Reading) -> bool:
    message = reading.message
    there = (reading.sender.address, reading.sender.answer_to, *message.from_, *message.to, *message.cc)
    return any(a.key == party.key for a in there)


def _length(reading: Reading, params: Mapping[str, Any]) -> timedelta | None:
    """How long, as the writer or the rule says; None where nobody does."""
    said = reading.constraints.duration if reading.constraints else None
    spoken = (t.likeliest.duration for t in reading.times if t.readings and t.likeliest.kind is TimeKind.DURATION)
    minutes = params.get("minutes")
    ordered = timedelta(minutes=minutes) if isinstance(minutes, int) and minutes > 0 else None
    return said or next((d for d in spoken if d), None) or ordered


def _without_length(said: Constraints | None) -> Constraints | None:
    return replace(said, duration=None) if said else None


def medium_in(text: str) -> str:
    """The medium that a text names, "" for none."""
    return next((medium for medium, words in _MEDIA.items() if words.search(text[:MAX_TEXT])), "")


def _differing(entry: Contact, world: World) -> str:
    return entry.zone if entry.zone and entry.zone != world.office.zone else ""


def zone_said(reading: Reading, world: World) -> str:
    """The zone that the writer named, "" when it is the office's own."""
    zones = (t.likeliest.zone for t in reading.times if t.readings and t.likeliest.zone_said)
    return next((z for z in zones if "/" in z and z != world.office.zone), "")
