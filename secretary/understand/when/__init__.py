"""Times as people write them, in German and English: readings, constraints, and what was not read.

Promises: pure, total and deterministic; the conventions are those of docs/reference/times.md.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from secretary.domain.when import Constraints, TimeExpression
from secretary.understand.when.constraints import constraints_of
from secretary.understand.when.language import day_comes_first
from secretary.understand.when.lexer import Tokens, tokens_of
from secretary.understand.when.parse import Found, found_times
from secretary.understand.when.values import Now


def read_times(
    text: str, *, at: datetime, zone: str | ZoneInfo, lang: str = "auto", region: str = "DE", office_zone: str = ""
) -> tuple[TimeExpression, ...]:
    """All expressions of time in a text.

    `at` is the aware instant of writing, `zone` the writer's; `lang` is "de", "en" or "auto"; `region` the
    office's, such as "DE-BY"; `office_zone` is what the writer calls "your time", the writer's by default.
    """
    _, found = _read(text, at, str(zone), lang, region, office_zone)
    return tuple(one.expression for one in found)


def read_constraints(
    text: str, *, at: datetime, zone: str | ZoneInfo, lang: str = "auto", region: str = "DE", office_zone: str = ""
) -> Constraints:
    """What the text allows and excludes, clause by clause; the arguments are those of `read_times`."""
    return read_all(text, at=at, zone=zone, lang=lang, region=region, office_zone=office_zone)[1]


def read_all(
    text: str, *, at: datetime, zone: str | ZoneInfo, lang: str = "auto", region: str = "DE", office_zone: str = ""
) -> tuple[tuple[TimeExpression, ...], Constraints]:
    """What `read_times` and `read_constraints` give, from one pass."""
    tokens, found = _read(text, at, str(zone), lang, region, office_zone)
    return tuple(one.expression for one in found), constraints_of(tokens, found, at.astimezone(ZoneInfo(str(zone))))


def _read(
    text: str, at: datetime, zone: str, lang: str, region: str, office_zone: str
) -> tuple[Tokens, tuple[Found, ...]]:
    tokens = tokens_of(text)
    wall_clock = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    day_first = day_comes_first(lang, tokens.words, zone)
    return tokens, found_times(tokens, Now(wall_clock, zone, region, day_first=day_first, office_zone=office_zone))
