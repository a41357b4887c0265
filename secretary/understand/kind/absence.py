"""What an absence notice tells: when somebody is back, and who stands in. Information, no more.

Promises: total; a date counts only in a sentence that speaks of return or absence.
Never does: write to the stand-in, or take a date for certain that the text leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from secretary.domain.address import Address
from secretary.domain.reading import Absence, Evidence
from secretary.domain.when import Grain, TimeExpression, TimeKind, TimeReading
from secretary.understand.kind import wording
from secretary.understand.patterns import said, words

MAX_STAND_INS = 5  # more are a telephone list
_RETURN = words(
    r"back", r"return\l*", r"wieder", r"zurück", r"rückkehr", r"kehre", r"available again", r"resume\l*", r"will be in(?: the office)?", r"de retour", r"again",
)  # fmt: skip
_UNTIL = words(r"until", r"till?", r"through", r"bis", r"thru", r"up to", r"jusqu\l*", r"inklusive", r"einschließlich")
_RETURNS_NOT = words(
    r"not (?:be )?(?:return\l*|back|available|in)", r"nicht vor", r"not before", r"erst (?:ab|am|wieder)"
)
_STANDS_IN = words(
    r"contact", r"e-?mail", r"write to", r"reach(?: out)?(?: to)?", r"call", r"turn to", r"wenden", r"kontaktieren", r"schreiben", r"vertr\l+", r"stellvertret\l+", r"erreichen",
    r"urgent\l*", r"dringend\l*", r"eilig\l*", r"notf\l+", r"assist\l*", r"help\l*", r"hilft", r"helfen", r"weiterhelfen", r"zur verfügung", r"ansprechpartner\l*", r"kümmer\l+", r"instead", r"übern(?:imm|omm)\l+", r"look\l* after", r"handl\l+", r"in charge", r"zuständig", r"springt", r"deputi\l+", r"cover\l*", r"richten", r"direct",
)  # fmt: skip
_SENTENCE = re.compile(
    r"(?<![\d])(?<!Dr)(?<!Fr)(?<!Hr)(?<!Nr)(?<!Tel)(?<!Prof)(?<!\.[a-z])[.!?](?=\s+[A-ZÄÖÜ]|\s*$)|\n[ \t]*\n",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'“”„@=]{1,64}@[A-Za-z0-9äöü.-]{1,200}\.[A-Za-z]{2,24}")
_TITLE = r"(?:(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.|Prof\.|Mrs?\.?|Ms\.?|Kollegin|Kollegen|colleague)\s+)"
_NAME = re.compile(
    rf"{_TITLE}{{0,3}}((?:[A-ZÄÖÜ][\wäöüß'-]{{1,30}}\s+){{0,2}}[A-ZÄÖÜ][\wäöüß'-]{{1,30}})[\s,:;(<–-]{{0,6}}(?:unter|at|via|über|per|on|E-?Mail:?|mail:?|Tel\.?:?)?[\s(<:]{{0,4}}$"
)
_PERSON = re.compile(
    rf"(?:(?i:an|contact|call|reach|to|durch|übernimmt|vertritt mich|vertreten von|vertretung:?|colleague|kollegin|kollege|kollegen|assistant|assistentin)\s+(?:(?i:meine|meinen|my|our|unsere|die|den|unseren)\s+)?{_TITLE}{{0,3}})"
    r"((?:[A-ZÄÖÜ][\wäöüß'-]{1,30})(?:\s+[A-ZÄÖÜ][\wäöüß'-]{1,30}){0,2})"
)
_NO_NAME = frozenset(
    """Kollegin Kollegen Kollege Frau Herr Herrn Assistentin Sekretariat Zentrale Büro Office Team Support Reception The Our My Telefon Tel Mail
    E-Mail Email Monday Tuesday Wednesday Thursday Friday Montag Dienstag Mittwoch Donnerstag Freitag Sie Ihnen Bitte Please In Für For If Or And""".split()
)


def read_absence(text: str, times: Iterable[TimeExpression], absent: Address) -> Absence | None:
    """The absence that a text tells, None where it tells nothing; `absent` is who wrote."""
    text = text[: wording.MAX_TEXT]
    sentences = tuple(_sentences(text))
    back, back_evidence = _back_on(sentences, tuple(times))
    stand_ins, who = _stand_ins(sentences, absent)
    if back is None and not stand_ins:
        return None
    return Absence(back, stand_ins, (*back_evidence, *who))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in (*(m.end() for m in _SENTENCE.finditer(text)), len(text)):
        if text[start:end].strip():
            yield start, text[start:end]
        start = end


def _back_on(
    sentences: tuple[tuple[int, str], ...], times: tuple[TimeExpression, ...]
) -> tuple[datetime | None, tuple[Evidence, ...]]:
    """The return that is said; else the end of the absence; the last of several."""
    ends: list[tuple[datetime, str]] = []
    for start, sentence in sentences:
        inside = [t for t in times if start <= t.span[0] < start + len(sentence) and t.readings]
        returns = said(_RETURN, sentence) or said(_RETURNS_NOT, sentence)
        if not (inside and (returns or said(_UNTIL, sentence) or said(wording.ABSENT, sentence))):
            continue
        for expression in inside:
            before = sentence[: expression.span[0] - start]
            moment = _return(expression.likeliest, f"{before[-30:]}{expression.text}", returns=bool(returns))
            if moment:
                ends.append((moment, " ".join(sentence.split())[:120]))
    if not ends:
        return None, ()
    moment, words_ = max(ends, key=lambda found: found[0])
    return moment, (Evidence("absence-until", words_),)


def _return(reading: TimeReading, near: str, *, returns: bool) -> datetime | None:
    """When somebody is back by one expression of a sentence about it."""
    if reading.kind is TimeKind.UNTIL:
        # "will not return until 10 August", "away until Monday": back on that day; "bis 10. August": after it.
        back_that_day = returns or reading.text.casefold().startswith(("until", "till"))
        return _day_of(reading) if back_that_day else reading.end
    if reading.kind is TimeKind.FROM:
        return reading.start if returns else None
    if reading.kind is TimeKind.INSTANT:
        return reading.start if returns else None
    if reading.kind is not TimeKind.INTERVAL or reading.start is None:
        return None
    until = said(_UNTIL, near)
    if returns and not until:
        return reading.start
    several_days = reading.grain is Grain.DAY and reading.end is not None and (reading.end - reading.start).days > 1
    return reading.end if until or several_days or reading.grain in {Grain.WEEK, Grain.MONTH} else None


def _day_of(reading: TimeReading) -> datetime | None:
    """The day that an UNTIL names: its end is exclusive, so the day before that."""
    return reading.end - timedelta(days=1) if reading.end and reading.grain is Grain.DAY else reading.end


# --- who stands in ------------------------------------------------------------------------


def _stand_ins(
    sentences: tuple[tuple[int, str], ...], absent: Address
) -> tuple[tuple[Address, ...], tuple[Evidence, ...]]:
    """Addresses, else names, in sentences that send the reader to somebody else."""
    found: dict[str, Address] = {}
    evidence: list[Evidence] = []
    for _, sentence in sentences:
        if not said(_STANDS_IN, sentence):
            continue
        people = tuple(_addresses(sentence, absent)) or tuple(_named(sentence))
        if people:
            evidence.append(Evidence("stand-in", " ".join(sentence.split())[:160]))
        for person in people:
            found.setdefault(person.key or person.display_name, person)
    return tuple(found.values())[:MAX_STAND_INS], tuple(evidence[:MAX_STAND_INS])


def _addresses(sentence: str, absent: Address) -> Iterator[Address]:
    for hit in _ADDRESS.finditer(sentence):
        spec = hit.group().strip(".<>'")
        name = _NAME.search(sentence[max(0, hit.start() - 90) : hit.start()])
        if spec.casefold() != absent.key:
            yield Address(spec, _person(name.group(1)) if name else "")


def _named(sentence: str) -> Iterator[Address]:
    for hit in _PERSON.finditer(sentence):
        name = _person(hit.group(1))
        if name:
            yield Address("", name)


def _person(name: str) -> str:
    kept = [word for word in name.split() if word not in _NO_NAME]
    return " ".join(kept)
