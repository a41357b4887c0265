"""Which cases are a visitor's own.

Promises: an assistant sees all cases of the office, a principal those that they had a part in: they wrote
in it, are its party, or it is about their time. A state that cannot be read is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator

from secretary.desk.web.visitors import Visitor
from secretary.domain.errors import PermanentError
from secretary.domain.office import Office, Person
from secretary.ledger import Records
from secretary.ledger.engaged import Engaged
from secretary.services.appointments.state import State

NEGOTIATIONS = "appointments"  # the building block


def own_cases(records: Records, office: Office, who: Visitor) -> frozenset[str] | None:
    """The ids of the cases that a visitor may see; None: all of them."""
    if who.sees_all_cases(office.id):
        return None
    person = who.people.get(office.id)
    if person is None:
        return frozenset()
    wrote = records.cases_with(office.id, (a.key for a in (person.address, *person.aliases)))
    return wrote | frozenset(_negotiated_for(person, records.engaged(office.id, NEGOTIATIONS)))


def _negotiated_for(person: Person, engaged: tuple[Engaged, ...]) -> Iterator[str]:
    return (one.case for one, state in negotiations(engaged) if person.id in state.people)


def negotiations(engaged: tuple[Engaged, ...]) -> Iterator[tuple[Engaged, State]]:
    """The negotiations that can be read."""
    for one in engaged:
        try:
            yield one, State.of_json(one.state)
        except PermanentError:
            continue
