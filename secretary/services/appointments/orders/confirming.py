"""An order of a person of the office on its way: asked back, planned, confirmed, handed to the meetings, taken back.

Promises: nothing is done to several people before the plan was confirmed; what has changed since the plan
was shown is told and left alone. Silence drops a plan, and says so. What was confirmed goes out together
after the time to take it back; what is taken back before that never happened, and what went is told.
An order counts only from an authenticated person of the office.
Each meeting's own negotiation is given the order by a timer of its case; what has none is called off or declined
when the plan's own timer fires.
Never does: touch a meeting before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Answer, DropTimer, Escalate, EscalationReason, SetTimer
from secretary.domain.case import CaseState, Running
from secretary.domain.decision import Reasoned
from secretary.domain.office import Person, Role
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.orders.agenda import BLOCK, keep_free
from secretary.services.appointments.orders.carrying import TIMER, told_to
from secretary.services.appointments.orders.drafting import Draft, Left, draft, first_of, shown_slot
from secretary.services.appointments.orders.others import carried_out
from secretary.services.appointments.orders.plan import Deed, How, Item, Order, Plan, Standing, Subject
from secretary.services.appointments.orders.reading import on_day, read_order
from secretary.services.appointments.orders.reasons import asker, of_agenda, of_entries, of_meeting, of_plan
from secretary.services.appointments.orders.said import Said, Word, choice, said
from secretary.services.appointments.world import World, ordered, to_person
from secretary.services.face import Asked, Replied, ServiceEvent, Step, TimerFired, Told

CHANGE = "change"  # the request
WAKE = "plan"  # the timer of the plan's own case
SILENCE = timedelta(hours=24)  # a plan nobody confirmed is dropped then, or when its first meeting begins
LEAST = timedelta(minutes=30)  # time to confirm, however soon the first meeting is
AGAIN = timedelta(minutes=5)  # between two tries at calendars that do not answer
SHOWN_LEFT = 12  # things left alone that a mail names
PLAN, ASK, WORD = "principal_plan", "principal_ask", "principal_plan_word"  # the templates


def give(plan: Plan | None, event: ServiceEvent, world: World) -> Step:
    """The next step of an order; total."""
    match event:
        case Asked():
            return _begin(event, world)
        case Replied() if (plan is None or _explains(plan)) and asker(event.reading, world):
            return _asked_why(plan, event, world)
        case Replied() | Told() if plan is not None and (told := of_plan(plan, event, world)):
            return replace(_still(plan), actions=(told,))
        case Replied() if plan is not None:
            return _answered(plan, event, world)
        case TimerFired(name=name) if plan is not None and name == WAKE:
            return _woken(plan, world)
        case _:
            return _still(plan)


def _explains(plan: Plan) -> bool:
    return plan.order.deed is Deed.EXPLAIN


def _still(plan: Plan | None) -> Step:
    ended = plan is None or plan.standing is Standing.ENDED
    return Step(plan.to_json() if plan else {}, (), CaseState.CLOSED if ended else CaseState.WAITING)


def _person_step(plan: Plan | None, reason: EscalationReason, detail: str, *suggestions: str) -> Step:
    told = to_person(None, reason, detail, *suggestions)
    return Step(plan.to_json() if plan else {}, told.actions, told.case_state)


# --- the order --------------------------------------------------------------------------


def _begin(asked: Asked, world: World) -> Step:
    reading = asked.reading
    if asked.role not in {Role.PRINCIPAL, Role.ASSISTANT} or reading.sender.trust is not Trust.AUTHENTICATED:
        return _person_step(None, EscalationReason.NOT_AUTHENTICATED, "It is not sure who wrote this order.")
    whose = _whose(reading, world)
    order, days = read_order(reading, whose[0].id if len(whose) == 1 else "", world)
    if asked.request == BLOCK:
        order = replace(order, deed=Deed.BLOCK)
    plan = Plan(order, Standing.ASKED)
    if len(whose) != 1:
        return _ask(plan, Subject.PERSON, tuple(p.id for p in whose), world)
    if days:
        return _ask(plan, Subject.DAY, tuple(d.isoformat() for d in days), world)
    return _drafted(order, asked.running, world)


def _whose(reading: Reading, world: World) -> tuple[Person, ...]:
    """A principal's own meetings; an assistant names the principal, or there is only one."""
    principals = world.office.principals
    sender = world.office.person_of(reading.sender.address)
    if sender in principals:
        return tuple(p for p in principals if p == sender)
    words = set(reading.new_text.text.casefold().split())
    named = tuple(p for p in principals if words & {w for w in p.name.casefold().split() if len(w) > 2})  # noqa: PLR2004 - "de" names nobody
    return named if len(named) == 1 else principals


def _drafted(order: Order, running: Sequence[Running], world: World, *, asked: int = 0) -> Step:
    """What the order comes to: nothing, one meeting, a question which one, or a plan."""
    if world.events is None or not world.calendars(order.person):
        return _person_step(None, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    if order.deed is Deed.BLOCK:
        return _blocked(order, asked, world)
    found = draft(order, running, world)
    if not found.items:
        step = Plan(order, Standing.ENDED, asked=asked)
        return _told(step, PLAN, _shown(step, world, found.left), "There is nothing to do.")
    if order.several or any(i.how is not How.LED for i in found.items):
        return _proposed(order, found, world)
    if len(found.items) > 1:
        plan = Plan(order, Standing.ASKED, found.items, asked=asked)
        return _ask(plan, Subject.MEETING, tuple(i.case for i in found.items), world)
    return _confirmed(Plan(order, Standing.PROPOSED, found.items), found.items, (), world)


def _blocked(order: Order, asked: int, world: World) -> Step:
    """A time kept free concerns nobody else, and needs no plan once the day is clear."""
    person = world.person(order.person)
    plan = Plan(order, Standing.ENDED, asked=asked)
    if person is None or len(order.within) != 1:
        return _person_step(plan, EscalationReason.UNCLEAR_DATE, "It is not said which time shall be kept free.")
    kept = keep_free(person, order.within[0], world, order.language)
    return Step(plan.to_json(), kept.actions, kept.case_state)


def _proposed(order: Order, found: Draft, world: World) -> Step:
    first = first_of(found.items) or world.now
    until = max(min(world.now + SILENCE, first), world.now + LEAST)
    plan = Plan(order, Standing.PROPOSED, found.items, until)
    data = _shown(plan, world, found.left)
    told = _told(plan, PLAN, data, "An order with effects on several people is confirmed first.")
    return replace(told, actions=(*told.actions, _wake(until, "Silence drops the plan.")))


def _wake(at: datetime, why: str) -> Reasoned:
    return ordered(SetTimer(WAKE, at), why)


# --- questions back ---------------------------------------------------------------------


def _ask(plan: Plan, subject: Subject, options: tuple[str, ...], world: World) -> Step:
    """One question with numbered answers; the second time a person."""
    if plan.asked:
        return _person_step(plan, EscalationReason.UNCLEAR, "It is still not clear what is meant.")
    until = world.now + SILENCE
    asking = replace(plan, standing=Standing.ASKED, subject=subject, options=options, asked=1, until=until)
    data = {"asks": subject.value, "choices": tuple(_option(o, asking, world) for o in options)}
    told = _told(asking, ASK, data, "The order can be meant in several ways.", choices=True)
    return replace(told, actions=(*told.actions, _wake(until, "Silence drops the order.")))


def _option(option: str, plan: Plan, world: World) -> dict[str, Any]:
    if plan.subject is Subject.DAY:
        return {"day": date.fromisoformat(option), "name": "", "slot": None}
    if plan.subject is Subject.MEETING:
        item = next(i for i in plan.items if i.case == option)
        return {"day": None, "name": item.names, "slot": shown_slot(item.slot, plan.order, world)}
    return {"day": None, "name": world.name(option), "slot": None}


def _chosen(plan: Plan, word: Said, event: Replied, world: World) -> Step:
    """The number of an answer, or no."""
    if word.word in {Word.NO, Word.UNDO}:
        return _dropped(plan, "no", world)
    number = choice(event.reading.new_text.text)
    if not 0 < number <= len(plan.options):
        return _person_step(plan, EscalationReason.UNCLEAR, "It is still not clear what is meant.")
    chosen, order = plan.options[number - 1], plan.order
    if plan.subject is Subject.PERSON:
        return _drafted(replace(order, person=chosen), event.running, world, asked=plan.asked)
    if plan.subject is Subject.DAY:
        zone = ZoneInfo(world.hours(order.person).zone)
        meant = on_day(order, date.fromisoformat(chosen), zone)
        return _drafted(meant, event.running, world, asked=plan.asked)
    items = tuple(i for i in plan.items if i.case == chosen)
    if _explains(plan):
        return _ended(plan, of_meeting(order, items[0], event.running, world))
    return _checked(replace(plan, items=items), items, event, world)


def _asked_why(plan: Plan | None, event: Replied, world: World) -> Step:
    """A "why?" below an agenda: about the one meeting that it can mean, or asked back once."""
    found = of_agenda(event.reading, event.running, world)
    if found is None:
        return _person_step(plan, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    order, drafted = found
    new = Plan(order, Standing.ASKED, drafted.items, asked=plan.asked if plan else 0)
    if len(new.items) > 1:
        return _ask(new, Subject.MEETING, tuple(i.case for i in new.items), world)
    if new.items:
        return _ended(new, of_meeting(order, new.items[0], event.running, world))
    return _ended(new, of_entries(order, drafted.left, world))


def _ended(plan: Plan, told: Reasoned) -> Step:
    return Step(replace(plan, standing=Standing.ENDED, until=None).to_json(), (told,), CaseState.CLOSED)


# --- the answer -------------------------------------------------------------------------


def _answered(plan: Plan, event: Replied, world: World) -> Step:
    reading = event.reading
    if not reading.kind.may_answer:
        return _still(plan)
    if event.role not in {Role.PRINCIPAL, Role.ASSISTANT} or reading.sender.trust is not Trust.AUTHENTICATED:
        return _person_step(plan, EscalationReason.UNKNOWN_SENDER, "Somebody else answered a plan of the office.")
    word = said(reading.new_text.text)
    if plan.standing is Standing.ASKED:
        return _chosen(plan, word, event, world)
    if plan.standing is Standing.CONFIRMED or (plan.standing is Standing.ENDED and word.word is Word.UNDO):
        return _taken_back(plan, word, event, world)
    if plan.standing is Standing.ENDED:
        return _too_late(plan, word, event, world)
    return _decided(plan, word, event, world)


def _decided(plan: Plan, word: Said, event: Replied, world: World) -> Step:
    """Yes, no, or a part of the plan; what is not understood is asked once more."""
    numbers = {i.number for i in plan.items}
    known = set(word.numbers) <= numbers
    if word.word in {Word.NO, Word.UNDO}:
        return _dropped(plan, "no", world)
    if word.word is Word.YES:
        return _checked(plan, plan.items, event, world)
    if word.word is Word.ALL_BUT and known:
        return _checked(plan, _these(plan, numbers - set(word.numbers)), event, world)
    if word.word is Word.ONLY and known:
        return _checked(plan, _these(plan, set(word.numbers)), event, world)
    if plan.asked:
        return _person_step(plan, EscalationReason.UNCLEAR, "It is still not clear what is meant.")
    return _told(replace(plan, asked=1), WORD, {"outcome": "unclear"}, "The answer was not understood.")


def _these(plan: Plan, numbers: set[int]) -> tuple[Item, ...]:
    return tuple(i for i in plan.items if i.number in numbers)


def _checked(plan: Plan, wanted: tuple[Item, ...], event: Replied, world: World) -> Step:
    """Only what is as it was is done; what has changed, or come in addition, is told."""
    if world.events is None:
        return _told(plan, WORD, {"outcome": "unread"}, "The calendars do not answer.")
    now = draft(replace(plan.order, several=True), event.running, world).items
    same = tuple(i for i in wanted if any(i.same(n) for n in now))
    changed = tuple(i for i in wanted if i not in same)
    planned = {i.key for i in plan.items}
    added = tuple(n for n in now if n.key not in planned) if plan.order.several else ()
    if not same:
        return _dropped(replace(plan, items=wanted), "changed", world)
    return _confirmed(plan, same, (*changed, *added), world)


def _confirmed(plan: Plan, items: tuple[Item, ...], changed: tuple[Item, ...], world: World) -> Step:
    """Each meeting's case is given the order, all for one instant; until then it can be taken back."""
    at = world.now + timedelta(minutes=world.settings.undo_minutes)
    done = replace(plan, standing=Standing.CONFIRMED, items=items, until=at)
    orders = tuple(
        ordered(SetTimer(_timer(world), at, told_to(item, plan.order), item.case), "It was confirmed.")
        for item in items
        if item.how is How.LED
    )
    zone = ZoneInfo(world.hours(plan.order.person).zone)
    data = _shown(done, world) | {
        "outcome": "confirmed",
        "at": at.astimezone(zone),
        "more": _lines(changed, plan, world),
    }
    told = _told(done, WORD, data, "The plan was confirmed.")
    return replace(told, actions=(*orders, *told.actions, _wake(at, "From then on it cannot be taken back.")))


def _timer(world: World) -> str:
    """One name for each plan, so that two plans never overwrite each other's orders."""
    return f"{TIMER} {world.case.id}"


def _taken_back(plan: Plan, word: Said, event: Replied, world: World) -> Step:
    """What no meeting has carried out yet never happens; what went is told honestly."""
    if word.word not in {Word.UNDO, Word.NO}:
        kind = "under-way" if plan.standing is Standing.CONFIRMED else "over"
        return _told(plan, WORD, _shown(plan, world) | {"outcome": kind}, "It was confirmed before.")
    now = draft(replace(plan.order, within=(), several=True), event.running, world).items if world.events else ()
    open_ = plan.standing is Standing.CONFIRMED
    back = tuple(i for i in plan.items if open_ and (i.how is not How.LED or any(i.same(n) for n in now)))
    gone = tuple(i for i in plan.items if i not in back)
    drops = tuple(ordered(DropTimer(_timer(world), i.case), "It was taken back.") for i in back if i.case)
    ended = replace(plan, standing=Standing.ENDED, items=gone, until=None)
    data = _shown(replace(ended, items=back), world) | {"outcome": "taken-back", "more": _lines(gone, plan, world)}
    told = _told(ended, WORD, data, "The order was taken back.")
    return replace(told, actions=(*drops, *told.actions, ordered(DropTimer(WAKE), "Nothing is left to do.")))


def _too_late(plan: Plan, word: Said, event: Replied, world: World) -> Step:
    """A yes to a plan that was dropped makes it anew, as things stand now."""
    if word.word in {Word.YES, Word.ALL_BUT, Word.ONLY} and plan.until is not None:
        return _drafted(replace(plan.order, several=True), event.running, world)
    if word.word is Word.UNCLEAR:
        return _person_step(plan, EscalationReason.UNCLEAR, "The matter was closed already.")
    return _still(plan)


def _dropped(plan: Plan, kind: str, world: World) -> Step:
    """No, or nothing of it stands as it was: nothing is done."""
    ended = replace(plan, standing=Standing.ENDED, until=None)
    told = _told(ended, WORD, _shown(plan, world) | {"outcome": kind}, "The plan was dropped.")
    return replace(told, actions=(*told.actions, ordered(DropTimer(WAKE), "Nothing is left to do.")))


def _woken(plan: Plan, world: World) -> Step:
    """Silence, or the end of the time to take it back."""
    if plan.standing is Standing.CONFIRMED:
        return _carried_out(plan, world)
    if plan.standing is Standing.ENDED or _explains(plan):
        return _still(replace(plan, standing=Standing.ENDED))
    # A yes that comes late makes the plan anew; a question that nobody answered is forgotten.
    until = plan.until if plan.standing is Standing.PROPOSED else None
    ended = replace(plan, standing=Standing.ENDED, until=until)
    return _told(
        ended,
        WORD,
        _shown(plan, world) | {"outcome": "silence", "again": until is not None},
        "Nobody confirmed the plan.",
    )


def _carried_out(plan: Plan, world: World) -> Step:
    """What has no negotiation of its own is done now; while the calendars do not answer, later."""
    if world.events is None and any(i.how is not How.LED for i in plan.items):
        again = _wake(world.now + AGAIN, "The calendars do not answer.")
        return Step(plan.to_json(), (again,), CaseState.WAITING)
    done = carried_out(plan.items, plan.order, world)
    state = CaseState.ESCALATED if any(isinstance(r.action, Escalate) for r in done) else CaseState.CLOSED
    return Step(replace(plan, standing=Standing.ENDED, until=None).to_json(), done, state)


# --- what is shown ----------------------------------------------------------------------


def _told(plan: Plan, template: str, data: dict[str, Any], why: str, *, choices: bool = False) -> Step:
    order = plan.order
    mail = Answer(template, data | {"deed": order.deed.value}, (order.by,), (), order.language, choices=choices)
    state = CaseState.CLOSED if plan.standing is Standing.ENDED else CaseState.WAITING
    return Step(plan.to_json(), (ordered(mail, why),), state)


def _shown(plan: Plan, world: World, left: Sequence[Left] = ()) -> dict[str, Any]:
    """All that the templates of plans may show: to the office's own people only."""
    order, zone = plan.order, ZoneInfo(world.hours(plan.order.person).zone)
    return {
        "items": _lines(plan.items, plan, world),
        "left": tuple(_left(one, order, world) for one in left[:SHOWN_LEFT]),
        "left_more": max(0, len(left) - SHOWN_LEFT),
        "grounds": order.grounds.value,
        "until_at": plan.until.astimezone(zone) if plan.until else None,
        "new_days": tuple(_span_of(order, zone)),
        "whose": "" if _owns(order, world) else world.name(order.person),
    }


def _owns(order: Order, world: World) -> bool:
    person = world.person(order.person)
    return person is not None and person.owns(order.by)


def _span_of(order: Order, zone: ZoneInfo) -> Iterator[date]:
    """The first and the last day on which new times are looked for; none where any will do."""
    if order.to:
        yield min(w.start for w in order.to).astimezone(zone).date()
        yield (max(w.end for w in order.to) - timedelta(microseconds=1)).astimezone(zone).date()


def _lines(items: Iterable[Item], plan: Plan, world: World) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "number": i.number,
            "names": i.names,
            "slot": shown_slot(i.slot, plan.order, world),
            "booked": i.booked,
            "how": i.how.value,
        }
        for i in items
    )


def _left(one: Left, order: Order, world: World) -> dict[str, Any]:
    slot = shown_slot(one.slot, order, world)
    return {"slot": slot, "title": one.title, "why": one.why, "whole_day": one.whole_day, "by": one.by}
