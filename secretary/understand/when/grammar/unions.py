"""Names in patterns that stand for several categories, and `P`, `L`: productions that know them.

A category that only says "one of these" would cost an edge for every member over every stretch; a name
that is replaced when the grammar is built costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from secretary.understand.when.chart import Production, listing, production

UNIONS = {
    # stretches of days: a day or longer ones, bare or with what stands before them
    "DPST": "THEDAY|ONDAY",
    "NST": "THEDAY|SPANST|MONTHST",
    "PST": "THEDAY|ONDAY|SPANST|MONTHST|ONSPAN|YEARST",
    "DAYS": "THEDAY|ONDAY|SPANST|ONSPAN",  # those that have a time of day beside them
    # times of day: one beyond doubt, and a number that may be one
    "CLOCKS": "POINT|CLOCK|UHR",
    "TOD": "POINT|CLOCK|UHR|RANGE|OPENTOD|PARTD",
    "WHEN": "TIMED|WHENDAY",
}


def P(  # noqa: N802 - a mark in the tables
    name: str, cat: str, pattern: str, make: Callable[..., object], *, weight: int = 0, adds: int = 0, clears: int = 0
) -> list[Production]:
    """As `production`, over `UNIONS`."""
    return production(name, cat, _spelled_out(pattern), make, weight=weight, adds=adds, clears=clears)


def L(  # noqa: N802 - a mark in the tables
    name: str, cat: str, pattern: str, make: Callable[..., object], *, weight: int = 0, adds: int = 0, clears: int = 0
) -> list[Production]:
    """As `listing`, over `UNIONS`."""
    return listing(name, cat, _spelled_out(pattern), make, weight=weight, adds=adds, clears=clears)


def _spelled_out(pattern: str) -> str:
    return " ".join(_choices(symbol) for symbol in pattern.split())


def _choices(symbol: str) -> str:
    """The members of all names in a choice, each once; "?" stays at its end."""
    names = [member for name in symbol.rstrip("?").split("|") for member in UNIONS.get(name, name).split("|")]
    return "|".join(dict.fromkeys(names)) + ("?" if symbol.endswith("?") else "")
