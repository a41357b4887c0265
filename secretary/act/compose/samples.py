"""What a template is filled with where somebody only wants to see how it reads.

Promises: invented people and times; the client's name is one that a joker would give, so that a
template in which a name could do harm shows it here first. A variable without a sample shows its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from secretary.domain.address import Address

CLIENT = Address("sabine.weber@kunde.example", "Sabine <b>Weber</b> {{ 7 * 7 }}")
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SampleSlot:
    """A time as building blocks hand it to templates."""

    number: int
    start: datetime
    end: datetime
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleEntry:
    """A line of an agenda."""

    slot: SampleSlot
    title: str
    held: bool = False
    whole_day: bool = False


@dataclass(frozen=True, slots=True)
class SampleVenue:
    """How one gets to a meeting."""

    medium: str = "video"
    place: str = ""
    phone: str = ""
    link: str = "https://meet.example/7Yq2"
    caller: str = ""
    name: str = "Anna Muster"
    location: str = "https://meet.example/7Yq2"


def sample_values(variables: Iterable[str], now: datetime, zone: str) -> dict[str, Any]:
    """A value for each variable; times lie in the days after `now` (aware, in the office's zone)."""
    known = _known(now, zone)
    return {name: known.get(name, f"‹{name}›") for name in variables}


def _known(now: datetime, zone: str) -> Mapping[str, Any]:
    day = now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=3)
    slots = tuple(_slot(n, day + timedelta(days=n - 1, hours=n), zone) for n in (1, 2, 3))
    line = {"who": CLIENT.display_name, "subject": "Lieferung", "since": now, "case_id": "ABCDEFGH"}
    return {
        "slot": slots[0],
        "slots": slots,
        "options": slots[:2],
        "old": slots[2],
        "others_stand": False,
        "whole_series": False,
        "missing": None,
        "entries": tuple(SampleEntry(slot, CLIENT.display_name) for slot in slots),
        "owed": ({"name": CLIENT.display_name, "since": now, "round": 1, "reminded": 1, "lapsed": False},),
        "zones": (zone,),
        "question": "which",
        "said": "",
        "refusal": False,
        "with_name": "Anna Muster",
        "several": False,
        "topic": "",
        "party_name": CLIENT.display_name,
        "others": (),
        "duration_minutes": 30,
        "hold_until": day - timedelta(days=1),
        "hold_zone": "",
        "sort": "",
        "venue": SampleVenue(),
        "ask_number": False,
        "goes_on": False,
        "nearest": False,
        "by_office": False,
        "moved": False,
        "round": 1,
        "first": day.date(),
        "last": day.date() + timedelta(days=2),
        "day": day.date(),
        "until": day.date(),
        "since": now,
        "word": "later",  # what an assistant said to a note
        "name": "Petra Lang",
        "waiting": ({**line, "late": True},),
        "outside": (line,),
        "alone": (line,),
        "orders": (
            *({**line, "done": done, "how": "", "ending": ""} for done in ("approved", "rejected", "asked")),
            {**line, "done": "", "how": "browser", "ending": "filed"},
        ),
        "own": False,
        "upcoming": (),
        "proposals": ("invoices-of-acme",),
        "idle_rules": ("old-rule",),
        "idle_count": 1,
        "idle_since": day.date(),
        "for_name": "",
        "failed": 0,
        "queued": 2,
        "matter": "Lieferung",
        "folder": "Sekretariat/Erledigt/Rechnung",
        "count": 3,
        "before": "Ich kümmere mich darum und melde mich bei Ihnen.",
        "after": "Ich kümmere mich darum und rufe Sie morgen an.",
        "letter": "Guten Tag,\n\nich kümmere mich darum und rufe Sie morgen an.",
        "rule": "name: taught-kunde.test-1\nwhen:\n  from: kunde.test\n  subject: Rechnung\n",
        "days": 90,
        "caught": 14,
        "otherwise": 2,
        "text": "Wir rufen morgen an.",
        "case_id": "ABCDEFGH",
        "minutes": 15,
        "about": "search",
        "blocks": ({"head": "Angeboten wurde, mit Punkten:", "lines": ("1. Di, 14. Juli 2026, 10:00–10:30 Uhr: 2",)},),
        "items": tuple(
            {"number": slot.number, "names": CLIENT.display_name, "slot": slot, "booked": slot.number < 3, "how": ""}  # noqa: PLR2004 - the last one is only offered
            for slot in slots
        ),
        "more": (),
        "left": ({"slot": slots[0], "title": "Zahnarzt", "why": "own", "whole_day": False, "by": ""},),
        "left_more": 0,
        "deed": "cancel",
        "grounds": "",
        "whose": "",
        "new_days": (),
        "until_at": day,
        "at": now,
        "outcome": "confirmed",
        "again": True,
        "asks": "meeting",
        "named": "Tom",
        "choices": tuple({"name": CLIENT.display_name, "slot": slot, "day": None} for slot in slots),
        "by": "Karl Meier",
        "dates": slots,
        "left_out": (),
        "skipped": (day.date() + timedelta(days=7),),
        "answer": "accepted",
        "recurs": False,
        "title": "Jour fixe",
        "new": slots[1],
        "kind": "absent",  # what happened to an appointment; other templates only tell a queue from the rest
    }


def _slot(number: int, start: datetime, zone: str) -> SampleSlot:
    return SampleSlot(number, start, start + HALF_AN_HOUR, (zone,))
