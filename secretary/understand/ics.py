"""iCalendar text to components (RFC 5545), each text by itself.

Promises: what one text says of a time zone holds for that text only. The library remembers the
VTIMEZONE of every text it reads by its name, for all that come later; a stranger's "W. Europe
Standard Time" would move other people's meetings.
"""

from __future__ import annotations

from threading import Lock

from icalendar import Calendar
from icalendar.timezone import tzp

# What the library raises for a text that is none; OSError as it looks for a zone's name among files.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, OSError)

_one_at_a_time = Lock()


def components_of(text: str) -> Calendar:
    """The calendar that the text is. Raises one of UNREADABLE."""
    with _one_at_a_time:
        tzp.use_default()  # forgets what earlier texts defined
        return Calendar.from_ical(text)
