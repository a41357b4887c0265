"""What is asked of a CalDAV server, as it goes over the wire (RFC 4791, RFC 6578), and the names of resources."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote, urlsplit

MAX_PLAIN_NAME = 120  # file systems below the server end at 255 bytes, quoting included

SYNC = (
    '<?xml version="1.0" encoding="utf-8"?><d:sync-collection xmlns:d="DAV:"><d:sync-token>{}</d:sync-token>'
    "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
)
MULTIGET = (
    '<?xml version="1.0" encoding="utf-8"?><c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:prop><d:getetag/><c:calendar-data/></d:prop>{}</c:calendar-multiget>"
)
ETAGS = (
    '<?xml version="1.0" encoding="utf-8"?><c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    '<d:prop><d:getetag/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/>'
    "</c:comp-filter></c:filter></c:calendar-query>"
)
CTAG = (
    '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:cs="http://calendarserver.org/ns/">'
    "<d:prop><cs:getctag/></d:prop></d:propfind>"
)
CTAG_NAME = "{http://calendarserver.org/ns/}getctag"


def resource_name_of(uid: str) -> str:
    """The UID itself where it is plain, else its hash: servers refuse slashes however they are quoted."""
    plain = all(c.isascii() and (c.isalnum() or c in "-_.@") for c in uid) and len(uid) < MAX_PLAIN_NAME
    return f"{uid if plain else hashlib.sha256(uid.encode()).hexdigest()}.ics"


def folder_of(url: str) -> str:
    """The address of a collection, with its slash (RFC 4918 section 5.2)."""
    return url if url.endswith("/") else f"{url}/"


def path_of(href: str) -> str:
    """The path of a resource, unquoted: servers quote it in different ways."""
    return unquote(urlsplit(href).path)
