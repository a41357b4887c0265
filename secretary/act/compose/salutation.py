"""How a letter greets: by title where one was written, by name where it can be read safely, else plainly.

Promises: total and linear on anything a stranger may call themselves; no title is guessed from a
first name; a firm, a department or a program is never greeted like a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.domain.address import Address

MAX_NAME = 80  # characters; longer is no name
_START = {"de": "Guten Tag", "en": "Hello"}
_TITLES = {
    "frau": ("Frau", "Ms"), "herr": ("Herr", "Mr"), "herrn": ("Herr", "Mr"),
    "ms": ("Frau", "Ms"), "mrs": ("Frau", "Mrs"), "mr": ("Herr", "Mr"),
}  # fmt: skip
_DEGREES = frozenset({"dr", "prof", "professor"})
_PARTICLES = frozenset("von vom van der den de del della di da du la le zu zum zur ten ter bin ibn al el".split())
_NO_PERSON = frozenset(
    """
    gmbh ag kg ug ohg gbr eg ev mbh se ltd limited inc llc plc corp company co group holding partner partners
    team support info service services office büro buero kanzlei praxis sekretariat empfang reception verwaltung
    hausverwaltung buchhaltung einkauf vertrieb verkauf sales marketing newsletter noreply kundenservice kundendienst
    customer care shop store bank versicherung hotel restaurant studio agentur agency institut universität hochschule
    schule verein stiftung verlag amt stadt gemeinde redaktion zentrale personal bewerbung hr human resources admin
    administrator mailer daemon system bot department abteilung rechnung invoice billing
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[|/·•–—].*|\bvia\b.*|\s-\s.*")


def greeting(name: str, to: Address, language: str) -> str:
    """The first line of a letter; `name` is as signed or on record, "" where neither is known."""
    found = (line for shown in (name, to.display_name) if (line := _greeted(shown, language)))
    titled = next(iter(sorted(found, key=lambda line: not line[0])), (False, ""))[1]
    return f"{_START[language]} {titled}," if titled else f"{_START[language]},"


def _greeted(name: str, language: str) -> tuple[bool, str] | None:
    """(whether a title was written, how to address), None for a name that cannot be read safely."""
    words = tuple(_words(name))
    if len(words) < 2:  # noqa: PLR2004 - a single word may be anything
        return None
    title = _TITLES.get(_bare(words[0]))
    rest = words[1:] if title else words
    degrees = tuple(w for w in rest if _bare(w) in _DEGREES)
    names = tuple(w for w in rest if _bare(w) not in _DEGREES)
    if not _is_name(names, least=1 if title else 2):
        return None
    learned = "Prof. " if any(_bare(d) != "dr" for d in degrees) else ""
    learned += "Dr. " if any(_bare(d) == "dr" for d in degrees) else ""
    learned = learned if language == "de" else learned.replace("Prof.", "Professor").replace("Dr.", "Dr")
    if title:
        return True, f"{title[0 if language == 'de' else 1]} {learned}{_surname(names)}"
    if language == "de":
        return False, f"{learned}{' '.join(names)}"
    return False, f"{learned}{_surname(names)}" if learned else names[0]


def _words(name: str) -> Iterator[str]:
    """The words of a name in their usual order; none where there is anything else in it."""
    plain = _ASIDE.sub("", name[:MAX_NAME]).strip(" \t\"'„“”,;")
    last, comma, first = plain.partition(",")
    if comma and "," not in first:
        plain = f"{first} {last}"
    words = plain.split()
    if len(name) > MAX_NAME or not all(_WORD.fullmatch(w) for w in words):
        return
    yield from (w.title() if w.isupper() and len(w) > 2 else w for w in words)  # noqa: PLR2004 - JR, KO are initials


def _bare(word: str) -> str:
    return word.rstrip(".").casefold()


def _is_name(names: tuple[str, ...], *, least: int) -> bool:
    capital = [n for n in names if n[:1].isupper()]
    lower_only_particles = all(n[:1].isupper() or n in _PARTICLES for n in names)
    person = not any(part in _NO_PERSON for n in names for part in _bare(n).split("-"))
    return least <= len(capital) <= 4 and lower_only_particles and person  # noqa: PLR2004 - first, middle, last, last


def _surname(names: tuple[str, ...]) -> str:
    """The last name with the particles in front of it."""
    first = len(names) - 1
    while first > 0 and names[first - 1] in _PARTICLES:
        first -= 1
    return " ".join(names[first:])
