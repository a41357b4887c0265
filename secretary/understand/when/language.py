"""Which of the two languages a short text is in, as far as reading a date depends on it."""

from __future__ import annotations

from collections.abc import Iterable

_GERMAN = frozenset(
    """
    der die das den dem des und oder am um im ab bis vom zum zur nicht auch ich wir sie ihr uns mir mich ist sind
    wäre würde
    passt geht uhr heute morgen übermorgen montag dienstag mittwoch donnerstag freitag samstag sonntag woche
    wochen tag tage
    nächste nächsten nächster kommende kommenden diese diesen dieser vormittag nachmittag abend mittag stunde
    stunden minuten
    termin für mit von vor nach zwischen spätestens gerne bitte danke könnten können haben hätte einen eine ein kw
    quartal
    januar februar märz mai juni juli oktober dezember jahr monat gegen wann wie ginge
    """.split()
)
_ENGLISH = frozenset(
    """
    the and or on at in by to of from until is are we you i my your our this next last week weeks day days month
    today tomorrow
    monday tuesday wednesday thursday friday saturday sunday morning afternoon evening noon pm hour hours minutes
    for with
    before after between please thanks could can would works meeting call suits works me us it let how what when
    january february march may june july october december year half quarter past later than no not any time est
    edt pst pdt
    mon tue wed thu fri sat sun
    """.split()
)
_DAY_FIRST = (
    "Europe/London",
    "Europe/Dublin",
    "Europe/Belfast",
    "Australia/",
    "Pacific/Auckland",
    "Africa/",
    "Asia/Kolkata",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Colombo",
    "Asia/Singapore",
    "Asia/Hong_Kong",
    "Asia/Kuala_Lumpur",
    "Asia/Dubai",
)


def is_german(words: Iterable[str]) -> bool:
    """More German than English words; where there are none of either, German."""
    found = list(words)
    return sum(w in _GERMAN for w in found) >= sum(w in _ENGLISH for w in found)


def day_comes_first(lang: str, words: Iterable[str], zone: str) -> bool:
    """Whether 12/11 is the 12th of November for its writer."""
    german = is_german(words) if lang == "auto" else lang == "de"
    return german or zone.startswith(_DAY_FIRST)
