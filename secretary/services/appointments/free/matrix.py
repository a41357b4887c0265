"""Who can make which of the offered times: the table of parties and offers.

Promises: pure; a party that is not required never stands in the way of a time, it only counts among
equals.
"""

from __future__ import annotations

from secretary.services.appointments.state import Party, State


def required(state: State) -> tuple[Party, ...]:
    """Those without whom there is no meeting; where nobody is required, everybody is."""
    return tuple(p for p in state.parties if p.required) or state.parties


def common(state: State, *, without: Party | None = None) -> frozenset[int]:
    """Offers that every required party who has answered can make, one of them left aside."""
    numbers = frozenset(o.number for o in state.open_offers)
    for party in required(state):
        if party.answered and not (without and party.address.key == without.address.key):
            numbers &= frozenset(party.yes)
    return numbers


def unanswered(state: State) -> bool:
    """Whether somebody required has not answered yet."""
    return any(not p.answered for p in required(state))


def best(state: State) -> int:
    """The common offer that most can make, the earlier among equals."""
    liked = {n: sum(n in p.yes for p in state.parties) for n in common(state)}
    return min(liked, key=lambda n: (-liked[n], n))


def in_the_way(state: State, latest: Party) -> Party | None:
    """The one required party without whom all others agree on an offered time.

    Where it could be either of several, it is the one that wrote last; None where it is nobody alone.
    """
    if unanswered(state) or len(required(state)) == 1 or common(state):
        return None
    found = [p for p in required(state) if common(state, without=p)]
    own = [p for p in found if p.address.key == latest.address.key]
    return (own or found)[0] if own or len(found) == 1 else None
