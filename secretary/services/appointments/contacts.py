"""What the office knows of people outside before they say it: their zone, hours, holidays, number, place.

Promises: pure; an address counts before its domain, and the domain of a mail provider is nobody's.
"""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from importlib import resources

from secretary.config.hours import parse_spans
from secretary.domain.address import SHARED_DOMAINS, Address
from secretary.domain.office import WorkingHours
from secretary.services.appointments.settings import WEEKDAYS, AppointmentSettings, Contact

REGIONS = {"Europe/London": "GB-ENG"}  # the kingdom as a whole has hardly a holiday in common
SANE_HOURS = (time(8), time(18))  # of everybody whose zone is known and whose hours are not


def contact_of(address: Address, settings: AppointmentSettings) -> Contact:
    """The entry of an address, or of its domain; an empty one for strangers."""
    entries = settings.contacts
    own = next((entry for key, entry in entries.items() if key.casefold() == address.addr_spec.casefold()), None)
    domain = "" if address.domain in SHARED_DOMAINS else address.domain
    return own or next((entry for key, entry in entries.items() if key.casefold() == domain), None) or Contact()


def hours_of(address: Address, zone: str, office_zone: str, settings: AppointmentSettings) -> WorkingHours | None:
    """When somebody outside can be met, with the holidays of their region; None where nothing is known.

    `zone` is what they said, "" for none: then the entry's, or the office's.
    """
    entry = contact_of(address, settings)
    known = zone or entry.zone or ""
    if not (known or entry.hours or entry.region):
        return None
    spans = parse_spans(entry.hours)
    days = [WEEKDAYS.index(day) for day in entry.weekdays] if spans else range(7)
    region = entry.region or region_of(known)
    return WorkingHours(known or office_zone, dict.fromkeys(days, spans or (SANE_HOURS,)), region)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """The country of each zone, as the time zone database lists them (zone.tab: code, place, zone)."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows if len(row) > 2}  # noqa: PLR2004 - the third column


def region_of(zone: str) -> str:
    """The region of a zone's public holidays, the country's where they differ inside it, "" for an unknown one."""
    return REGIONS.get(zone) or _countries().get(zone, "")
