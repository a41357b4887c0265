"""The tables of words as entries: each word with the category and the value that it may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from secretary.domain.when import Grain, TimeKind
from secretary.understand.when import words_de, words_en
from secretary.understand.when.days import Rel, day_of_month, relative_day
from secretary.understand.when.doubt import BARE_MONTH, HABIT, HOMOGRAPH, SHORT_DAY
from secretary.understand.when.feasts import FEASTS
from secretary.understand.when.hours import HOUR, at_seconds, part_of_day
from secretary.understand.when.joints import CLASSES
from secretary.understand.when.periods import nth_day, related
from secretary.understand.when.values import Hours, Length
from secretary.understand.when.zones import ABBREVIATIONS, named_zones


class Entry(NamedTuple):
    """One meaning of a word or a row of words.

    `as_written` demands the spelling given ("Mo", "EST"), `dotted` a full stop behind it ("die.").
    """

    phrase: str
    cat: str
    value: object = None
    doubt: int = 0
    as_written: str = ""
    dotted: bool = False


_MONTHS_OF = {"half-year": 6, "quarter": 3}
_LONG = 6  # letters of a whole name
_SOFT_WEEKDAYS = frozenset({"sat", "sun", "wed", "mon"})
_NAMELIKE_MONTHS = frozenset({"may", "march", "mai", "april", "june", "august"})
_SOFT_PARTS = frozenset(
    {
        "früh",
        "frühe",
        "nacht",
        "night",
        "abend",
        "morgen",
        "vm",
        "nm",
        "mittagspause",
        "morn",
        "lunch break",
        "lunch hour",
    }
)
_NO_COMPOUND = frozenset({"mittagspause", "mittagszeit", "vorabend"})
_TABLES = (words_de, words_en)
_EDGES = {
    "eow": (2, Grain.WEEK), "eom": (2, Grain.MONTH), "eoq": (2, Grain.QUARTER), "eoy": (2, Grain.YEAR),
    "midweek": (1, Grain.WEEK), "mid - week": (1, Grain.WEEK), "mid week": (1, Grain.WEEK),
    "month end": (2, Grain.MONTH), "month - end": (2, Grain.MONTH), "quarter end": (2, Grain.QUARTER),
    "quarter - end": (2, Grain.QUARTER), "year end": (2, Grain.YEAR), "year - end": (2, Grain.YEAR),
}  # fmt: skip
_MONTHS_END = nth_day(-1, related(Rel.THIS, Grain.MONTH), working=False)
_NEW_YEAR = ("new year", "neuen jahr", "neues jahr", "neue jahr", "neuen jahres")
_TIMES = {
    "einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "once": 1, "twice": 2, "three times": 3, "four times": 4,
    "1 x": 1, "2 x": 2, "3 x": 3, "1 mal": 1, "2 mal": 2, "3 mal": 3,
}  # fmt: skip
_HALF_DAYS = {"pm": "pm", "p . m .": "pm", "p . m": "pm", "am": "am", "a . m .": "am", "a . m": "am"}


def entries() -> Iterator[Entry]:
    """Every entry of both languages."""
    yield from (entry for table in _KINDS for entry in table())


def _weekdays() -> Iterator[Entry]:
    for word, day in words_de.WEEKDAYS.items():
        dotted = word in words_de.ABBREVIATED_WEEKDAYS
        yield Entry(word, "WD", day, HOMOGRAPH if dotted or word == "mon" else 0, dotted=dotted)
        if len(word) >= _LONG:
            endings = ("s",) if word == "montag" else ("s", "e", "en")  # "Montage" are set up, not lived through
            yield from (Entry(word + ending, "WDS", day) for ending in endings)
    for word, day in words_en.WEEKDAYS.items():
        whole = len(word) >= _LONG
        yield Entry(word, "WD", day, HOMOGRAPH if word in _SOFT_WEEKDAYS else 0 if whole else SHORT_DAY)
        if whole:
            yield Entry(word + "s", "WDS", day)
    for word, day in words_de.SHORT_WEEKDAYS.items():
        doubt = HOMOGRAPH if word == "So" else SHORT_DAY
        yield from (Entry(word, "WD", day, doubt, written) for written in (word, word.upper()))
        if word != "So":  # "so 8 Uhr" is about eight
            yield Entry(word, "WD", day, HOMOGRAPH, word.lower())


def _months() -> Iterator[Entry]:
    for table in _TABLES:
        for word, number in table.MONTHS.items():
            soft = word in _NAMELIKE_MONTHS or len(word) < 4  # noqa: PLR2004 - abbreviated
            yield Entry(word, "MN", number, BARE_MONTH if soft else 0)
    for month, number in words_de.MONTHS.items():
        yield Entry(month + "hälfte", "HALVEDM", number)
        yield Entry(month + "woche", "MONTHWEEK", number)


def _days() -> Iterator[Entry]:
    for table in _TABLES:
        yield from (Entry(word, "RELDAY", relative_day(shift)) for word, shift in table.DAYS.items())
        yield from (Entry(word, "SEASON", which) for word, which in table.SEASONS.items())
    for stem, shift in words_de.DAY_STEMS.items():
        yield from (Entry(stem + ending, "RELDAY", relative_day(shift)) for ending in words_de.ENDINGS)
    yield Entry("monatsersten", "RELDAY", day_of_month(1))
    yield Entry("monatsersten", "MONTHDAY", 1)
    yield from (Entry(word, "RELDAY", _MONTHS_END) for word in ("monatsletzten", "ultimo"))
    yield from (Entry(word, "MONTHDAY", -1) for word in ("monatsletzten", "ultimo"))
    yield from (Entry(word, "MONTHDAY", -1) for word in ("last day", "letzten tag"))
    yield from (Entry(word, "MONTHDAY", 1) for word in ("first day", "ersten tag"))
    yield from (Entry(name, "FEAST", name) for name in FEASTS)


def _relatives() -> Iterator[Entry]:
    for stem, name in words_de.RELATIVES.items():
        yield from (Entry(stem + ending, "REL", Rel[name]) for ending in words_de.ENDINGS)
    yield Entry("dies", "REL", Rel.THIS)
    yield from (Entry(word, "REL", Rel[name]) for word, name in words_en.RELATIVES.items())


def _rows() -> Iterator[Entry]:
    yield from (Entry("we", "weekendw", as_written=written) for written in ("WE", "we"))
    for table in _TABLES:
        yield from (Entry(word, cat) for word, cat in table.ROWS.items() if cat)
        yield from (Entry(word, "THIRD", which) for word, which in table.THIRDS.items())


def _edges() -> Iterator[Entry]:
    for stem, grain in words_de.ROW_STEMS.items():
        yield Entry(stem + "hälfte", "HALVED", Grain(grain))
        for ending, which in words_de.THIRD_ENDINGS.items():
            if stem + ending != "wochenende":  # that is Saturday and Sunday
                yield from (Entry(stem + ending + e, "EDGE", (which, Grain(grain))) for e in ("", "s"))
    yield from (Entry(word, "EDGE", edge) for word, edge in _EDGES.items())
    for word, (rel, grain) in words_de.NEIGHBOURS.items():
        cat = {"week": "WEEK", "month": "RMONTH", "quarter": "QUARTER", "year": "YEARST"}[grain]
        yield from (Entry(word + e, cat, related(Rel[rel], Grain(grain))) for e in ("", "s", "es"))
    yield Entry("heuer", "YEARST", related(Rel.THIS, Grain.YEAR))
    yield from (Entry(word, "newyear") for word in _NEW_YEAR)
    yield from (Entry(word, "NTHFEAST", first) for word, first in words_de.NUMBERED_FEASTS.items())
    yield from (Entry(word, "TIMESW", count) for word, count in _TIMES.items())


def _units() -> Iterator[Entry]:
    for table in _TABLES:
        yield from (Entry(word, "UNIT", unit) for word, unit in table.UNITS.items())
        yield from (Entry(word, "FRAC", float(count)) for word, count in table.FRACTIONS.items())
        yield from (Entry(word, "ART", 1.0) for word in table.ARTICLES)
    for stem, unit in words_de.ADJECTIVE_UNITS.items():
        yield from (Entry(stem + ending, "UNIT", unit) for ending in ("", *words_de.ENDINGS))
    yield Entry("½", "FRAC", 0.5)


def _lengths() -> Iterator[Entry]:
    for table in _TABLES:
        for word, (seconds, unit) in table.LENGTHS.items():
            if unit in _MONTHS_OF:
                yield Entry(word, "LENGTH", Length(0, Grain.MONTH, _MONTHS_OF[unit]))
            else:
                yield Entry(word, "LENGTH", Length(seconds, Grain(unit)))

    for stem, (seconds, unit) in words_de.LENGTH_STEMS.items():
        yield from (Entry(stem + e, "LENGTH", Length(seconds, Grain(unit))) for e in words_de.ENDINGS)

    yield Entry("monatsfrist", "LENGTH", Length(0, Grain.MONTH, 1))
    yield Entry("jahresfrist", "LENGTH", Length(0, Grain.YEAR, 12))


def _parts() -> Iterator[Entry]:
    for table in _TABLES:
        for word, name in table.PARTS.items():
            yield Entry(word, "PART", part_of_day(name), HOMOGRAPH if word in _SOFT_PARTS else 0)
        yield from (Entry(word, "PARTS", part_of_day(name)) for word, name in table.DAILY_PARTS.items())
        yield from (Entry(word, "early") for word in table.EARLY)
        yield from (Entry(word, "late") for word in table.LATE)
    yield from (Entry(word, "PLURALPART", part_of_day(name)) for word, name in words_en.PLURAL_PARTS.items())
    yield from (
        Entry(word, "TONIGHT", part_of_day("evening")) for word in ("tonight", "this evening", "tonite", "2nite")
    )
    yield Entry("vorm", "PART", part_of_day("forenoon"), dotted=True)


def _compounds() -> Iterator[Entry]:
    """As in "Freitagvormittag" and "dienstagabends"."""
    parts = {p: n for p, n in words_de.PARTS.items() if " " not in p and p not in _NO_COMPOUND}
    for day, number in words_de.WEEKDAYS.items():
        if len(day) >= _LONG:
            for part, name in parts.items():
                yield Entry(day + part, "WDPART", (number, part_of_day(name)))
                yield Entry(day + part + "s", "WDPARTS", (number, part_of_day(name)))


def _clocks() -> Iterator[Entry]:
    for table in _TABLES:
        yield from (Entry(w, "CLOCK", at_seconds(h * HOUR, grain=Grain.HOUR)) for w, h in table.CLOCKS.items())
        for word, hour in table.DEADLINES.items():
            yield Entry(word, "DEADLINE", Hours(TimeKind.UNTIL, ((None, hour * HOUR),), Grain.HOUR))
    yield from (Entry(word, "AMPM", half) for word, half in _HALF_DAYS.items())
    yield from (Entry(word, "HALFDAY", part_of_day("afternoon")) for word in ("pm", "p . m ."))
    yield Entry("lunch", "HALFDAY", part_of_day("noon"))
    yield Entry("a . m .", "HALFDAY", part_of_day("morning"))
    yield Entry("am", "HALFDAY", part_of_day("morning"), HABIT)  # a preposition unless it ends its clause


def _sets() -> Iterator[Entry]:
    for table in _TABLES:
        yield from (Entry(word, "EVERY", rule) for word, rule in table.MULTIPLES.items())
        yield from (Entry(w, "SET", f"FREQ=WEEKLY;BYDAY={days}") for w, days in table.DAY_SETS.items())
    for letters, days in words_en.DAY_LETTERS.items():
        doubt = HOMOGRAPH if letters in words_en.SOFT_LETTERS else 0
        yield Entry(letters.lower(), "SET", f"FREQ=WEEKLY;BYDAY={days}", doubt, letters.split()[0])
    for stem, rule in words_de.MULTIPLE_STEMS.items():
        yield from (Entry(stem + ending, "EVERY", rule) for ending in ("", *words_de.ENDINGS))


def _zones() -> Iterator[Entry]:
    yield from (Entry(name, "ZONE", zone) for name, zone in named_zones().items())
    yield from (Entry(name, "ZONE", zone, as_written=name) for name, zone in ABBREVIATIONS.items())


def _joints() -> Iterator[Entry]:
    yield Entry("e", "ee", as_written="e")  # "10e"
    for cat, members in CLASSES.items():
        yield from (Entry(word, cat) for word in members)


_KINDS = (
    _weekdays, _months, _days, _relatives, _rows, _edges, _units, _lengths, _parts, _compounds, _clocks, _sets, _zones,
    _joints,
)  # fmt: skip
