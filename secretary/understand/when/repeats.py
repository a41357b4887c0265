"""Sets of times: what recurs, as an RRULE value (RFC 5545 section 3.3.10) and its next day."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from secretary.understand.when.words import WEEKDAYS

_NAMES = "|".join(sorted((w for w in WEEKDAYS if len(w) > 5), key=len, reverse=True))  # noqa: PLR2004 - whole names only
_WHICH = {
    "zweite": 2, "zweiten": 2, "other": 2, "second": 2, "erste": 1, "ersten": 1, "first": 1, "dritten": 3, "third": 3,
    "vierten": 4, "fourth": 4, "letzten": -1, "last": -1,
}  # fmt: skip
PATTERN = (
    rf"(?:an\s+)?(?:jede[nrsm]?|every)\s+(?:(?:{'|'.join(_WHICH)})\s+)?"
    rf"(?:{_NAMES}|werktag|tag|woche|monat|weekday|day|week|month)(?:\s+(?:im\s+monat|des\s+monats|of\s+(?:the|every)\s+month))?"
)
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLURAL = re.compile(r"(?:tags|mittwochs|sonnabends|days)$")


def rule_of(words: str) -> str:
    """The RRULE of "jeden zweiten donnerstag", "every day", "dienstags"; "" where nothing recurs."""
    if words in WEEKDAYS:
        return f"FREQ=WEEKLY;BYDAY={_CODES[WEEKDAYS[words]]}" if _PLURAL.search(words) else ""
    if not words.startswith(("an ", "jede", "every")):
        return ""
    which = next((n for w, n in _WHICH.items() if re.search(rf"\b{w}\b", words)), None)
    monthly = re.search(r"\s(?:im\s+monat|des\s+monats|of\s+(?:the|every)\s+month)$", words)
    unit = words[: monthly.start()].rsplit(maxsplit=1)[-1] if monthly else words.rsplit(maxsplit=1)[-1]
    if unit in WEEKDAYS and monthly:
        return f"FREQ=MONTHLY;BYDAY={which or ''}{_CODES[WEEKDAYS[unit]]}"
    every = f";INTERVAL={which}" if which and which > 1 else ""
    if unit in WEEKDAYS:
        return f"FREQ=WEEKLY{every};BYDAY={_CODES[WEEKDAYS[unit]]}"
    if unit in {"werktag", "weekday"}:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    kind = {"tag": "DAILY", "day": "DAILY", "woche": "WEEKLY", "week": "WEEKLY"}.get(unit, "MONTHLY")
    return f"FREQ={kind}{every}"


def next_day(rule: str, today: date) -> date:
    """The next day of the rule, today included."""
    start = datetime.combine(today, time())
    found = rrulestr(rule, dtstart=start).after(start, inc=True)
    return found.date() if found else today
