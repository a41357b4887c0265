"""Places and the ways between them.

Promises: pure; a place is recognised in the location of an event by its name, as a word; the way is
as long in both directions, and none to where one is already.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from secretary.services.appointments.settings import AppointmentSettings

HERE = ""  # the office's own place: where one is between meetings, and for calls
_ONLINE = re.compile(r"https?:|zoom|teams|meet|webex|jitsi|video|online|telefon|phone|\btel\b", re.IGNORECASE)


def place_of(location: str, settings: AppointmentSettings) -> str:
    """Where an event takes place: HERE, a place that the settings name, or its location as it stands."""
    text = " ".join(location.split()).casefold()
    if not text or _ONLINE.search(text) or _names(settings.place, text):
        return HERE
    return next((place for place in known(settings) if _names(place, text)), text)


def known(settings: AppointmentSettings) -> tuple[str, ...]:
    """All places that the settings name, the longest names first."""
    named = {*settings.travel, *(to for ways in settings.travel.values() for to in ways)}
    named |= {meeting.place for meeting in settings.meetings.values() if meeting.place}
    return tuple(sorted(named - {settings.place}, key=lambda place: (-len(place), place)))


def named_in(text: str, settings: AppointmentSettings) -> str:
    """The place of the settings that a text names, "" for none."""
    lowered = " ".join(text.split()).casefold()
    return next((place for place in known(settings) if _names(place, lowered)), "")


def _names(place: str, text: str) -> bool:
    return bool(place) and _word(place).search(text) is not None


@lru_cache(maxsize=256)
def _word(place: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(' '.join(place.split()).casefold())}(?!\w)")


def way(one: str, other: str, settings: AppointmentSettings) -> timedelta:
    """How long it takes from one place (see `place_of`) to another."""
    if one == other:
        return timedelta()
    a, b = one or settings.place, other or settings.place
    minutes = settings.travel.get(a, {}).get(b, settings.travel.get(b, {}).get(a, settings.travel_minutes))
    return timedelta(minutes=minutes)
