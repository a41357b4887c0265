"""Named meeting types: recognised in what people write, and what they change about a search.

Promises: pure; of several names in a text the longest counts, then the first. A name counts as a
word of its own, whatever its case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time, timedelta
from functools import lru_cache

from secretary.config.hours import parse_spans
from secretary.domain.office import WorkingHours
from secretary.services.appointments.settings import WEEKDAYS, AppointmentSettings, MeetingType

MAX_TEXT = 6_000  # characters looked through for names

Spans = tuple[tuple[time, time], ...]

# What stands after "für" in German: the article by the last part of the word, as nobody asks the office for it.
_ENDINGS = (
    ("das", "gespräch treffen essen telefonat meeting interview frühstück briefing coaching".split()),
    ("die", "besprechung beratung besichtigung führung sitzung schulung prüfung begehung abnahme".split()),
    ("den", "termin kaffee besuch call workshop rundgang tee lunch austausch anruf".split()),
)


def recognised(text: str, settings: AppointmentSettings) -> str:
    """The short name of the meeting type that a text names, "" for none."""
    found = [
        (-len(hit[0]), hit.start(), key)
        for key, pattern in _patterns(tuple((k, tuple(_names(m))) for k, m in settings.meetings.items()))
        if (hit := pattern.search(text[:MAX_TEXT]))
    ]
    return min(found)[2] if found else ""


@lru_cache(maxsize=16)
def _patterns(named: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, _pattern(names)) for key, names in named)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    words = (r"\s{1,3}".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _names(meeting: MeetingType) -> Iterator[str]:
    for names in meeting.names.values():
        yield from names


def called(meeting: MeetingType | None, language: str) -> str:
    """Its name in a language, else in the one that there is; "" for no type."""
    if meeting is None:
        return ""
    own = [names for code, names in meeting.names.items() if code == language]
    return (own or list(meeting.names.values()))[0][0]


def title(meeting: MeetingType | None, language: str) -> str:
    """What a mail calls it behind "für" or "for your": "das Erstgespräch", "coffee"; "" for no type."""
    name = called(meeting, language)
    return _with_article(name) if name and language == "de" else name


def _with_article(name: str) -> str:
    lowered = name.casefold()
    article = next((a for a, ends in _ENDINGS if lowered.endswith(tuple(ends))), "")
    return f"{article} {name}" if article else f"den Termin „{name}“"


def length(meeting: MeetingType | None, settings: AppointmentSettings) -> timedelta:
    """How long it takes when nobody says."""
    return timedelta(minutes=meeting.minutes if meeting else settings.duration_minutes)


def longest(meeting: MeetingType | None, settings: AppointmentSettings) -> timedelta:
    """How long it may be before a person arranges it."""
    most = settings.max_duration_minutes
    return timedelta(minutes=min(meeting.longest, most) if meeting else most)


def shortest(meeting: MeetingType | None) -> timedelta:
    """How short it may be."""
    return timedelta(minutes=meeting.shortest if meeting else 5)


def medium(meeting: MeetingType | None, said: str) -> str:
    """How it is held: as somebody said, where it may be so; else the usual way, "" where that is open."""
    media = meeting.media if meeting else ()
    if meeting and meeting.place and not media:
        media = ("on-site",)
    return said if said and (not media or said in media) else media[0] if media else ""


def within(hours: WorkingHours, meeting: MeetingType | None) -> WorkingHours:
    """The hours in which such a meeting may be."""
    if meeting is None:
        return hours
    own = parse_spans(meeting.hours)
    days = {WEEKDAYS.index(day) for day in meeting.weekdays} or set(hours.spans)
    open_days = {day: spans for day, spans in hours.spans.items() if spans and day in days}
    common = {day: shared(spans, own) for day, spans in open_days.items()} if own else open_days
    outside = own and not any(common.values())
    return replace(hours, spans=dict.fromkeys(open_days, own) if outside else common)


def shared(some: Spans, others: Spans) -> Spans:
    """The hours that lie in both."""
    shared = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple(sorted((start, end) for start, end in shared if start < end))


def adjusted(settings: AppointmentSettings, meeting: MeetingType | None) -> AppointmentSettings:
    """The office's settings as they are for such a meeting."""
    if meeting is None or meeting.buffer_minutes is None:
        return settings
    return settings.model_copy(update={"buffer_minutes": meeting.buffer_minutes})
