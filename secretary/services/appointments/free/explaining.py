"""What a search looked at, in words: the same by mail to a principal and in `secretary why`.

Promises: short lines in German or English; times and points only, nothing of what stands in a calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.act.compose.formats import day, span
from secretary.domain.errors import PermanentError
from secretary.domain.event import Interval
from secretary.services.appointments.free.ranking import Scored
from secretary.services.appointments.free.weighing import Fallen, Fell, Weighed
from secretary.services.appointments.state import State
from secretary.services.appointments.world import Shown

MOST_LINES = 15  # stretches that fell out in one mail; the nearest days first
WHOLE_DAY = timedelta(days=1)

_HEADS = {
    "offered": ("Angeboten wurde, mit Punkten:", "Offered, with points:"),
    "more": ("Auch frei gewesen wäre:", "Free as well:"),
    "fallen": ("Nicht in Frage kam:", "Fell out:"),
}
_FELL: Mapping[Fell, tuple[str, str]] = {
    Fell.NOTICE: ("zu kurzfristig", "too soon"),
    Fell.HOLIDAY: ("Feiertag", "a public holiday"),
    Fell.FULL: ("schon genug Termine an diesem Tag", "enough meetings on that day"),
    Fell.UNWISHED: ("nicht gewünscht", "not asked for"),
    Fell.FOCUS: ("für Arbeit ohne Termine freigehalten", "kept for work without meetings"),
    Fell.ELSEWHERE: (
        "bei der anderen Seite zu früh, zu spät oder frei",
        "too early, too late or a day off where the others are",
    ),
    Fell.REJECTED: ("schon abgelehnt oder vergeben", "refused before, or taken"),
    Fell.HELD: ("für jemand anderen vorgemerkt", "held for somebody else"),
    Fell.BUSY: ("belegt", "busy"),
    Fell.BUFFER: ("zu nah an einem anderen Termin", "too close to another meeting"),
}
_POINTS = {
    "days away": "Tage entfernt",
    "hours from the old time": "andere Uhrzeit als bisher",
    "full hour": "volle Stunde",
    "first thing in the morning": "gleich zu Beginn",
    "lunch": "Mittagszeit",
    "preferred": "bevorzugt",
    "meetings that day": "andere Termine an dem Tag",
    "leaves a crumb": "lässt eine kurze Lücke",
    "early or late for the other side": "früh oder spät für die andere Seite",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A head with its lines."""

    head: str
    lines: tuple[str, ...]


def explained(weighed: Weighed, language: str, zone: str, about: Iterable[Interval] = ()) -> tuple[Block, ...]:
    """What was weighed, in blocks; only what touches `about`, where that touches anything."""
    asked = tuple(about)
    fallen = [f for f in weighed.fallen if any(f.stretch.overlaps(a) for a in asked)]
    # Days that nobody asked for are told only to whoever asks for them.
    shown = fallen or [f for f in weighed.fallen if f.why is not Fell.UNWISHED]
    parts = (
        ("offered", (_scored(s, language, zone, f"{n}. ") for n, s in enumerate(weighed.offered, start=1))),
        ("more", (_scored(s, language, zone, "– ") for s in weighed.more)),
        ("fallen", _stretches(shown, language, zone)),
    )
    blocks = (Block(in_words(language, _HEADS[name]), tuple(lines)) for name, lines in parts)
    return tuple(b for b in blocks if b.lines)


def told_of(held: Mapping[str, Any], zone: str, language: str = "en") -> tuple[Block, ...]:
    """The same for a negotiation as it is kept; nothing where it cannot be read."""
    try:
        weighed = State.of_json(held).weighed
    except PermanentError:
        return ()
    return explained(weighed, language, zone) if weighed else ()


def in_words(language: str, words: tuple[str, str]) -> str:
    """The German or the English of two."""
    return words[0] if language == "de" else words[1]


def time_in_words(slot: Interval, language: str, zone: str) -> str:
    """A stretch of time on the clock of a zone; a whole day by its date."""
    local = ZoneInfo(zone)
    start, end = slot.start.astimezone(local), slot.end.astimezone(local)
    whole = slot.length >= WHOLE_DAY - timedelta(hours=1)  # a day of a clock change is an hour shorter
    return day(start.date(), language) if whole else span(Shown(0, start, end, (zone,)), language)


def _scored(scored: Scored, language: str, zone: str, mark: str) -> str:
    reasons = ", ".join(f"{_reason(name, language)} {points:+d}" for name, points in scored.reasons)
    return f"{mark}{time_in_words(scored.slot, language, zone)}: {scored.points}{f' ({reasons})' if reasons else ''}"


def _reason(name: str, language: str) -> str:
    return _POINTS.get(name, name) if language == "de" else name


def _stretches(fallen: Iterable[Fallen], language: str, zone: str) -> Iterator[str]:
    ordered = sorted(fallen, key=lambda f: f.stretch.start)
    for one in ordered[:MOST_LINES]:
        yield f"– {time_in_words(one.stretch, language, zone)}: {in_words(language, _FELL[one.why])}"
    if len(ordered) > MOST_LINES:
        more = len(ordered) - MOST_LINES
        yield in_words(language, (f"– und {more} weitere Zeiten", f"– and {more} more"))
