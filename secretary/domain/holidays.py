"""Public holidays of a region such as "DE-BW" (ISO 3166-2), the same for everybody who asks.

Promises: an empty or unknown region has none.
Never does: say whether anybody works on them.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=64)
def holidays_of(region: str, year: int) -> frozenset[date]:
    """The days of a year."""
    return frozenset(day for day, _ in named_holidays(region, year))


@lru_cache(maxsize=64)
def named_holidays(region: str, year: int, language: str = "en") -> tuple[tuple[date, str], ...]:
    """The same in order, with their names, in a language where they have names in it, else in the region's own."""
    import holidays  # noqa: PLC0415 - takes a tenth of a second to load, and few steps need it

    country, _, part = region.partition("-")
    if not country:
        return ()
    try:
        known = holidays.country_holidays(country, subdiv=part or None, years=year)
        spoken = next((name for name in known.supported_languages if name.startswith(language)), None)
        if spoken:
            known = holidays.country_holidays(country, subdiv=part or None, years=year, language=spoken)
    except NotImplementedError:
        return ()
    return tuple(sorted(known.items()))
