"""Why a plan is as it is, and why a meeting of an agenda is when it is: what a principal is told who asks "why?".

Promises: told to the principal whose calendar it is and to nobody else, at their own address; nothing changes by it.
A question below an agenda that may mean several meetings is asked back once, by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from secretary.domain.action import Answer
from secretary.domain.case import Running
from secretary.domain.decision import Reasoned
from secretary.domain.event import Interval
from secretary.domain.office import Person
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.free.explaining import MOST_LINES, Block, explained, in_words, time_in_words
from secretary.services.appointments.orders.drafting import Draft, Left, draft, state_of
from secretary.services.appointments.orders.plan import Deed, How, Item, Order, Plan, Standing
from secretary.services.appointments.orders.reading import language_of, read_windows
from secretary.services.appointments.orders.said import asks_why
from secretary.services.appointments.world import World, ordered
from secretary.services.face import Replied, Told

WHY = "principal_why"  # the template
Words = tuple[str, str]  # German and English

_HEADS: Mapping[str, Words] = {
    "items": ("Im Plan steht:", "In the plan:"),
    "left": ("Unverändert bleibt:", "This stays as it is:"),
    "entries": ("Dazu steht im Kalender:", "In the calendar I find:"),
}
_ITEMS: Mapping[How, Words] = {
    How.LED: ("von mir vereinbart, in der Zeit, die Sie meinen", "arranged by me, in the time that you mean"),
    How.CANCEL: (
        "Sie haben eingeladen und können es für alle absagen",
        "you invited, and so can call it off for everybody",
    ),
    How.DECLINE: (
        "jemand anderes hat eingeladen, Sie können nur für sich absagen",
        "somebody else invited, you can only decline for yourself",
    ),
    How.REMOVE: ("privat, und Privates haben Sie ausdrücklich genannt", "private, and you said private ones as well"),
}
_OFFERED: Words = (
    "nur angeboten: die Zeiten lägen in der, die Sie meinen",
    "only offered: the times would lie in the one that you mean",
)
_LEFT: Mapping[str, Words] = {
    "own": (
        "nicht von mir vereinbart, und Privates rühre ich nur an, wo der Auftrag es nennt",
        "not arranged by me, and private entries I touch only where the order says so",
    ),
    "attended": (
        "nicht von mir vereinbart, die anderen wissen nur, was Sie ihnen selbst sagen",
        "not arranged by me, the others know only what you tell them yourself",
    ),
    "invited": ("jemand anderes hat eingeladen", "somebody else invited you"),
    "person": ("darum kümmert sich jemand im Büro", "somebody in the office looks after it"),
    "kept-free": ("von Ihnen freigehalten", "kept free by you"),
    "changed": ("gerade im Kalender geändert", "just changed in the calendar"),
    "moving": ("wird schon verlegt", "being moved already"),
    "series": (
        "Teil einer Serie, die ich nicht im Ganzen ändere",
        "part of a series, which I do not change as a whole",
    ),
}
_ENTRY: Words = ("nicht von mir vereinbart", "not arranged by me")


def asker(reading: Reading, world: World) -> Person | None:
    """The principal who asks why, vouched for; None for any other word and anybody else."""
    person = world.office.person_of(reading.sender.address)
    sure = reading.sender.trust is Trust.AUTHENTICATED and reading.kind.may_answer
    return person if sure and person in world.office.principals and asks_why(reading.new_text.text) else None


def of_plan(plan: Plan, event: Replied | Told, world: World) -> Reasoned | None:
    """Why each meeting is in the plan, and the rest is not; None for any other word and anybody else.

    What is under way comes with an answer in the plan's own thread only; else the rest is not told of.
    """
    person = asker(event.reading, world)
    if person is None or person.id != plan.order.person or plan.order.deed is Deed.EXPLAIN:
        return None
    language = language_of(event.reading, world)
    if plan.standing is Standing.ASKED:
        return _mail("asked", "", (), language, person)
    zone = world.hours(person.id).zone
    running = event.running if isinstance(event, Replied) and plan.standing is Standing.PROPOSED else None
    left = draft(plan.order, running, world).left if running is not None and world.events is not None else ()
    lines = tuple(_line(i.slot, i.names, _why(i), language, zone) for i in plan.items)
    blocks = (_block("items", lines, language), _block("left", _lines_of(left, _LEFT["own"], language, zone), language))
    return _mail("plan", "", blocks, language, person)


def of_agenda(reading: Reading, running: Sequence[Running], world: World) -> tuple[Order, Draft] | None:
    """What of the asker's calendar the question may be about; None for any other word and anybody else."""
    person = asker(reading, world)
    if person is None or world.events is None or not world.calendars(person.id):
        return None
    text, within = reading.new_text.text.strip(), read_windows(reading, world)
    order = Order(
        Deed.EXPLAIN, person.address, language_of(reading, world), person.id, within, several=True, words=text
    )
    return order, draft(order, running, world)


def of_meeting(order: Order, item: Item, running: Sequence[Running], world: World) -> Reasoned:
    """What was weighed for this meeting."""
    state = next((state_of(one) for one in running if one.case.id == item.case), None)
    zone = world.hours(order.person).zone
    blocks = explained(state.weighed, order.language, zone) if state and state.weighed else ()
    return _mail("search", item.names, blocks, order.language, world.person(order.person))


def of_entries(order: Order, left: Iterable[Left], world: World) -> Reasoned:
    """What stands in the calendar at the time in question without the secretary's doing, or nothing at all."""
    lines = _lines_of(left, _ENTRY, order.language, world.hours(order.person).zone)
    block = _block("entries", lines, order.language)
    return _mail("entries", "", (block,), order.language, world.person(order.person))


def _why(item: Item) -> Words:
    return _ITEMS[item.how] if item.booked else _OFFERED


def _lines_of(left: Iterable[Left], own: Words, language: str, zone: str) -> tuple[str, ...]:
    return tuple(_line(x.slot, x.title, own if x.why == "own" else _LEFT[x.why], language, zone) for x in left)


def _line(slot: Interval, title: str, why: Words, language: str, zone: str) -> str:
    named = f", {title}" if title else ""
    return f"– {time_in_words(slot, language, zone)}{named}: {in_words(language, why)}"


def _block(name: str, lines: tuple[str, ...], language: str) -> Block:
    return Block(in_words(language, _HEADS[name]), lines[:MOST_LINES])


def _mail(about: str, names: str, blocks: Iterable[Block], language: str, person: Person | None) -> Reasoned:
    shown = tuple({"head": b.head, "lines": b.lines} for b in blocks if b.lines)
    data = {"about": about, "party_name": names, "blocks": shown}
    to = (person.address,) if person else ()
    return ordered(Answer(WHY, data, to, (), language), "The principal asks why.")
