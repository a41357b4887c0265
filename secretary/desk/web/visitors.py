"""Who looks at the desk, and what they may see. Pure.

Promises: roles come from the configuration as it stands now, so that who is taken out of it is out at
once. Never does: trust what a browser says about itself.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from secretary.domain.address import Address
from secretary.domain.office import Office, Role

SAME_SITE = frozenset({"same-origin", "none"})  # Sec-Fetch-Site: our own pages, or typed by hand


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in: the role in each office they belong to."""

    address: Address
    name: str
    language: str
    roles: Mapping[str, Role]
    operator: bool = False

    def sees(self, office: str) -> bool:
        """Whether an office's pages are for this visitor."""
        return office in self.roles or self.operator


def visitor_of(address: str, offices: Iterable[Office], operators: frozenset[str]) -> Visitor | None:
    """The visitor behind an address, or None for one who has no business here."""
    wanted = Address(address)
    known = {office.id: person for office in offices if (person := office.person_of(wanted))}
    operator = wanted.key in operators
    if not (known or operator):
        return None
    first = next(iter(known.values()), None)
    return Visitor(
        wanted,
        first.name if first else address,
        first.language if first else "en",
        {office: person.role for office, person in known.items()},
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
