"""What a calendar's owner has said of when they can be met at all (RFC 7953 section 7).

The owner's inbox for scheduling holds it as a property, calendar-availability. Few servers have it; one that
does not, or does not show it to this account, says nothing, and that is no failure.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from secretary.domain.errors import PermanentError

PROPFIND = (
    '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:prop>{}</d:prop></d:propfind>"
)
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
# From the calendar to its owner, from there to the inbox, and there to the property.
STEPS = (
    ("<d:owner/>", "{DAV:}owner"),
    ("<c:schedule-inbox-URL/>", f"{CALDAV}schedule-inbox-URL"),
    ("<c:calendar-availability/>", f"{CALDAV}calendar-availability"),
)
MULTI_STATUS = 207

SAID_SECONDS = 900.0  # people change when they can be met a few times a year

Request = Callable[[str, str, str, dict[str, str]], Any]


def availability_of(request: Request, calendar: str) -> str:
    """The iCalendar text for the owner of the calendar at this address; "" where nothing is said.

    `request` sends a method with a body and headers to an address, and the account's password with it: so only the
    calendar's own server is asked, wherever its answers point.
    """
    found = calendar
    for asked, name in STEPS:
        there = _on_own_server(calendar, found)
        if not there:
            return ""
        answer = request(there, "PROPFIND", PROPFIND.format(asked), {"Depth": "0"})
        if answer.status != MULTI_STATUS:
            return ""
        found = next((str(p.properties.get(name) or "") for p in answer.parse_propfind()), "")
        if not found:
            return ""
    return found


def _on_own_server(calendar: str, href: str) -> str:
    """The address that is meant; "" for one elsewhere, and for none at all."""
    try:
        there = urljoin(calendar, href)
        return there if urlsplit(there)[:2] == urlsplit(calendar)[:2] else ""
    except ValueError:
        return ""


@dataclass(slots=True)
class OwnersWord:
    """What was said when it was asked for last; asked for anew after some minutes."""

    text: str = ""
    asked: float | None = None

    def said(self, request: Request, calendar: str) -> str:
        """The iCalendar text; one that this account may not see says nothing."""
        if self.asked is None or time.monotonic() - self.asked > SAID_SECONDS:
            try:
                self.text = availability_of(request, calendar)
            except PermanentError:
                self.text = ""
            self.asked = time.monotonic()
        return self.text
