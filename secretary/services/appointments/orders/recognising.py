"""A new order in a thread that nothing leads: below an agenda, or below a plan that has ended.

Promises: pure; only what people of the office write becomes an order, and only where its intent is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secretary.domain.errors import PermanentError
from secretary.domain.office import Role
from secretary.domain.reading import Reading
from secretary.services.appointments.orders.confirming import CHANGE
from secretary.services.appointments.orders.plan import Deed, Plan, Standing, is_plan
from secretary.services.appointments.orders.said import Word, asks_why, said
from secretary.services.face import Asked, Replied, ServiceEvent

_REQUESTS = (
    ("calendar.clear", CHANGE),
    ("calendar.shift", CHANGE),
    ("calendar.agenda", "agenda"),
    ("calendar.owed", "owed"),
    ("calendar.block", "block"),
    ("appointment.request", "find"),
    ("appointment.cancel", CHANGE),
    ("appointment.move", CHANGE),
)  # in the order of the rules


def as_order(event: ServiceEvent, held: Mapping[str, Any] | None) -> ServiceEvent:
    """The event, as a new order where it is one."""
    if not isinstance(event, Replied) or event.role not in {Role.PRINCIPAL, Role.ASSISTANT}:
        return event
    request = request_of(event.reading)
    if not request or asks_why(event.reading.new_text.text) or not _leads_nothing(event.reading, held):
        return event
    return Asked(event.reading, event.role, request, named=event.named, running=event.running)


def request_of(reading: Reading) -> str:
    """What of the service an order asks for, "" for nothing that is known."""
    return next((request for intent, request in _REQUESTS if reading.has_intent(intent)), "")


def _leads_nothing(reading: Reading, held: Mapping[str, Any] | None) -> bool:
    if not held:
        return True
    try:
        plan = Plan.of_json(held) if is_plan(held) else None
    except PermanentError:
        return False
    ended = plan is not None and (plan.standing is Standing.ENDED or plan.order.deed is Deed.EXPLAIN)
    return ended and said(reading.new_text.text).word is Word.UNCLEAR
