"""What a party wants otherwise than offered: longer or shorter, another medium or place, one more person.

Promises: pure; a change within what the office allows is made, any other is told as a problem for a
person. With several parties nobody decides length, medium and place for the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from secretary.domain.address import SHARED_DOMAINS, Address
from secretary.domain.office import Role
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.asking import MAX_PARTIES, medium_in, zone_said
from secretary.services.appointments.contacts import contact_of
from secretary.services.appointments.free.places import named_in
from secretary.services.appointments.said import named
from secretary.services.appointments.state import Party, State
from secretary.services.appointments.venue import ON_SITE, PHONE, search_place
from secretary.services.appointments.world import World
from secretary.understand.people import addresses_in
from secretary.understand.phones import phone_in

_AT_THEIRS = re.compile(
    r"\b(?:(?:bei|zu) (?:uns|mir)|in unser\w*|in mein\w*|(?:at|to) (?:our|my)|at ours|our (?:office|place))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """The negotiation with what was changed in it; `problem` is what a person must settle.

    `asked` tells that a change was asked for, `apart` that free time must be looked for anew.
    """

    state: State
    asked: bool = False
    apart: bool = False
    problem: str = ""


def heard(party: Party, reading: Reading, state: State, world: World) -> Party:
    """The party with what they tell by the way: their name, their clock, and the number for a call."""
    if not party.address.display_name:
        party = replace(party, address=Address(party.address.addr_spec, reading.sender.address.display_name))
    party = replace(party, zone=zone_said(reading, world) or party.zone)
    if state.medium != PHONE or party.phone:
        return party
    return replace(party, phone=phone_in(reading.new_text.text, reading.new_text.signature))


def changed(state: State, party: Party, reading: Reading, said: Constraints | None, world: World) -> Change:
    """The negotiation as the party wants it."""
    found = _with_people(state, party, reading, world)
    for change in (_length, _place, _medium):
        if found.problem:
            break
        made = change(found.state, party, reading, said, world)
        found = Change(made.state, found.asked or made.asked, found.apart or made.apart, made.problem)
    if found.asked and len(state.parties) > 1 and _concerns_all(state, found.state):
        return Change(state, asked=True, problem=f"{party.address} wants the meeting otherwise, which concerns all.")
    return found


def _concerns_all(before: State, after: State) -> bool:
    return replace(after, parties=before.parties) != before


def _length(state: State, _: Party, reading: Reading, said: Constraints | None, world: World) -> Change:
    length = said.duration if said else None
    if not reading.has_intent("act.change-duration") or length is None or length == state.wish.length:
        return Change(state)
    sort = world.sort(state)
    if not named.shortest(sort) <= length <= named.longest(sort, world.settings):
        return Change(state, asked=True, problem=f"The party asks for {length // timedelta(minutes=1)} minutes.")
    return Change(replace(state, wish=replace(state.wish, length=length)), asked=True, apart=True)


def _place(state: State, party: Party, reading: Reading, _: Constraints | None, world: World) -> Change:
    if not reading.has_intent("act.change-place"):
        return Change(state)
    text = reading.new_text.text
    place = named_in(text, world.settings)
    if not place and _AT_THEIRS.search(text):
        place = contact_of(party.address, world.settings).place
    if not place or named.medium(world.sort(state), ON_SITE) != ON_SITE:
        return Change(state, asked=True, problem="The party wants to meet elsewhere.")
    return _moved(state, replace(state, place=place, medium=ON_SITE), world)


def _medium(state: State, _: Party, reading: Reading, __: Constraints | None, world: World) -> Change:
    words = " ".join(i.words for i in reading.intents if i.name == "act.change-medium")
    wanted = medium_in(words) if words else ""
    if not wanted or wanted == state.medium:
        return Change(state)
    if named.medium(world.sort(state), wanted) != wanted:
        return Change(state, asked=True, problem=f"The party wants to meet otherwise: {wanted}.")
    return _moved(state, replace(state, medium=wanted), world)


def _moved(before: State, after: State, world: World) -> Change:
    apart = search_place(before, world.settings) != search_place(after, world.settings)
    return Change(after, asked=True, apart=apart)


def _with_people(state: State, party: Party, reading: Reading, world: World) -> Change:
    """Colleagues of a party whose addresses are known attend as well; others are the principal's to invite."""
    if not reading.has_intent("act.add-person"):
        return Change(state)
    new = newcomers(state, reading, world)
    ours = [a for a in new if a.domain == party.address.domain and a.domain not in SHARED_DOMAINS]
    if not ours or len(ours) != len(new) or len(state.parties) + len(ours) > MAX_PARTIES:
        return Change(state, asked=True, problem="The party wants to bring somebody along.")
    copied = {a.key for a in reading.message.cc}
    added = (Party(a, required=False, zone=party.zone, apart=a.key not in copied) for a in ours)
    return Change(replace(state, parties=(*state.parties, *added)), asked=True)


def newcomers(state: State, reading: Reading, world: World) -> list[Address]:
    """People outside whom a mail copies in or names by address, and who take no part yet."""
    written = (*reading.message.cc, *addresses_in(reading.new_text.text))
    new = {a.key: a for a in written if world.office.role_of(a) is Role.CLIENT and state.party_of(a) is None}
    return list(new.values())
