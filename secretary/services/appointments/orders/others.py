"""Meetings that the secretary did not make, in an order to call off: what may be done with each, and doing it.

Promises: a meeting that a principal organizes is called off to all its attendees, an invitation by somebody else is
declined, and what stands in the calendar for nobody but its owner goes only where the order says so. Each is done
as the plan saw it, or not at all. Series are left to people.
Never does: move any of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from secretary.domain.action import DeleteEvent, EscalationReason
from secretary.domain.decision import Reasoned
from secretary.domain.event import Event, Partstat
from secretary.domain.office import Role
from secretary.services.appointments.attending import answers
from secretary.services.appointments.attending.state import Attendance, Stage
from secretary.services.appointments.attending.texts import cleaned
from secretary.services.appointments.booking import withdraw
from secretary.services.appointments.elsewhere import Found, adopted_by
from secretary.services.appointments.free.availability import OWN_UID
from secretary.services.appointments.orders.plan import Deed, How, Item, Order
from secretary.services.appointments.world import World, ordered, to_person

MAX_TITLE = 80
_PRIVATE = re.compile(
    r"\b(?:(?:auch|samt|inklusive|einschließlich)\s(?:die\s|der\s|das\s|meine\w*\s)?privat\w*|privates auch"
    r"|(?:including|also|even)\s(?:the\s|my\s)?private\b)",
    re.IGNORECASE,
)


def how_of(event: Event, own: Sequence[Event], order: Order, world: World) -> How:
    """What the order does with an event that the secretary does not lead; LED: nothing."""
    series = sum(e.uid == event.uid for e in own) > 1
    if order.deed is not Deed.CANCEL or event.all_day or series or event.uid.startswith(OWN_UID):
        return How.LED
    person, organizer = world.person(order.person), event.organizer
    if person is None:
        return How.LED
    if organizer is None and not event.attendees:
        return How.REMOVE if _PRIVATE.search(order.words) else How.LED
    if organizer is None or person.owns(organizer):
        clients = any(world.office.role_of(a.address) is Role.CLIENT for a in event.attendees)
        return How.CANCEL if clients else How.LED
    if world.office.person_of(organizer) or world.office.is_self(organizer):
        return How.LED
    return How.DECLINE if any(person.owns(a.address) for a in event.attendees) else How.LED


def item_of(event: Event, how: How, world: World) -> Item:
    """The event in a plan."""
    others = [a.address for a in event.attendees if world.office.role_of(a.address) is Role.CLIENT]
    names = ", ".join(a.display_name or a.addr_spec for a in others) if how is How.CANCEL else event.summary
    return Item(0, "", (names or event.summary)[:MAX_TITLE], event.interval, event.uid, event.sequence, how=how)


def carried_out(items: Sequence[Item], order: Order, world: World) -> tuple[Reasoned, ...]:
    """All that is done with the meetings of a plan that was confirmed; `world` has their texts."""
    return tuple(action for item in items if item.how is not How.LED for action in _done(item, order, world))


def _done(item: Item, order: Order, world: World) -> tuple[Reasoned, ...]:
    calendars, person = world.calendars(order.person)[:1], world.person(order.person)
    theirs = [e for e in world.events or () if e.calendar in calendars and e.uid == item.uid]
    text = world.texts.get(item.uid, "")
    same = [e for e in theirs if (e.interval, e.sequence) == (item.slot, item.sequence)]
    if person is None or len(theirs) != 1 or not same or not text or "\nRRULE" in text:
        why = f"A meeting of a plan was changed meanwhile: {item.names}."
        return to_person(None, EscalationReason.CALENDAR, why).actions
    found = Found(person, same[0])
    if item.how is How.CANCEL:
        return _called_off(found, order, world)
    if item.how is How.DECLINE:
        return _declined(found, text, world)
    return (ordered(DeleteEvent(found.event.calendar, item.uid), "The order says that private ones go too."),)


def _called_off(found: Found, order: Order, world: World) -> tuple[Reasoned, ...]:
    """To all attendees, in the name of the principal who organizes it."""
    state = adopted_by(found, order.language, None, world)
    return withdraw(state, world, by="office", grounds=order.grounds.value).actions if state else ()


def _declined(found: Found, text: str, world: World) -> tuple[Reasoned, ...]:
    """A REPLY to whoever organizes it (RFC 5546 section 3.2.3)."""
    event, kept = found.event, cleaned(text)
    own = next((a.address for a in event.attendees if found.person.owns(a.address)), found.person.address)
    if event.organizer is None or not kept:
        return ()
    state = Attendance(
        Stage.OPEN, found.person.id, own, event.organizer, event.uid, kept, event.interval, event.summary,
        event.sequence, answer=event.own_partstat or Partstat.NEEDS_ACTION, word="own",
    )  # fmt: skip
    return answers.declined(state, world).actions
