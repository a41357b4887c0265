"""Who looks at the desk, and what they may see. Pure.

Promises: roles come from the configuration as it stands now, so that who is taken out of it is out at
once. Never does: trust what a browser says about itself.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from secretary.domain.address import Address
from secretary.domain.office import Office, Person, Role

SAME_SITE = frozenset({"same-origin", "none"})  # Sec-Fetch-Site: our own pages, or typed by hand


class Sight(StrEnum):
    """What a page shows or does.

    CASES with the mail of clients, FIGURES without a name, the WORKINGS of the office; TEACHING changes its rules.
    """

    CASES = "cases"
    FIGURES = "figures"
    WORKINGS = "workings"
    TEACHING = "teaching"


ALL = frozenset(Sight)
SIGHTS: Mapping[Role, frozenset[Sight]] = {
    Role.ASSISTANT: ALL,
    Role.PRINCIPAL: frozenset({Sight.CASES, Sight.FIGURES}),
}
OPERATOR = frozenset({Sight.FIGURES, Sight.WORKINGS})  # servers and rules, but nobody's mail


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in: who they are in each office they belong to.

    `alone` names the offices in which they are the only principal: whatever comes there is their own.
    """

    address: Address
    name: str
    language: str
    people: Mapping[str, Person]
    alone: frozenset[str] = frozenset()
    operator: bool = False

    def sees(self, office: str, sight: Sight) -> bool:
        """Whether such a page of an office is for this visitor."""
        return sight in self._sights(office)

    def belongs(self, office: str) -> bool:
        """Whether any page of an office is for this visitor."""
        return bool(self._sights(office))

    def sees_all_cases(self, office: str) -> bool:
        """Whether all cases of an office are theirs to see, or only their own."""
        person = self.people.get(office)
        return person is not None and (person.role is Role.ASSISTANT or office in self.alone)

    def _sights(self, office: str) -> frozenset[Sight]:
        person = self.people.get(office)
        own = SIGHTS[person.role] if person else frozenset()
        return (ALL if office in self.alone else own) | (OPERATOR if self.operator else frozenset())


def visitor_of(
    address: str, offices: Iterable[Office], operators: frozenset[str], language: str = "en"
) -> Visitor | None:
    """The visitor behind an address, or None for one who has no business here.

    `language` is for an operator who belongs to no office, and of whom nobody has said one.
    """
    wanted = Address(address)
    known = {office.id: (office, person) for office in offices if (person := office.person_of(wanted))}
    operator = wanted.key in operators
    if not (known or operator):
        return None
    people = {name: person for name, (_, person) in known.items()}
    first = next(iter(people.values()), None)
    return Visitor(
        wanted,
        first.name if first else address,
        first.language if first else language,
        people,
        frozenset(name for name, (office, person) in known.items() if office.principals == (person,)),
        operator,
    )


def form_token(session: str) -> str:
    """What each form must carry: known to the session's own pages only."""
    return hmac.new(session.encode(), b"desk form", hashlib.sha256).hexdigest()


def token_fits(session: str, given: str) -> bool:
    """Whether a form came from one of the session's own pages."""
    return hmac.compare_digest(form_token(session), given)


def from_own_page(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a form was sent from a page of this site (Fetch Metadata, Origin)."""
    site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
    same_host = not origin or urlsplit(origin).netloc == headers.get("host", "")
    return (not site or site in SAME_SITE) and same_host
