"""The language of the transcripts.

== Title
at 2026-07-06 10:00             the clock (Berlin); everything due by then is done
busy Anna 2026-07-07 09:00-17:00 Messe
busy Anna 2026-07-07 Urlaub     a whole day
Weber: Guten Tag, …             a mail; further lines are indented
Weber (new, subject Frage): …   options: new · subject … · to … · cc … · in … · forward who words · iTIP words
-> Weber: two words ; two more  a mail that came in this step, with these words in this order
-> person: Es geht um Geld      a note that lies before the assistant
-> nobody                       nothing left the house
calendar Anna: Wed 8 Jul 14:00-14:30, …   what is booked (empty: nothing), holds apart
held Anna: 3                    how many times are held
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
_SAYS = re.compile(r"(?P<who>[A-Z]\w+)(?: \((?P<options>[^)]*)\))?: ?(?P<text>.*)")
_EXPECTS = re.compile(r"-> (?P<who>\w+)(?:: (?P<words>.*))?")
_ASKS = re.compile(r"(?P<what>calendar|held) (?P<who>\w+): ?(?P<value>.*)")
_MOVES = re.compile(r"moves (?P<who>\w+) (?P<day>\S+) to (?P<to>\S+ \d\d:\d\d)")
_BUSY = re.compile(r"(?:busy|free) (?P<who>\w+) (?P<day>\S+)(?: (?P<from>\d\d:\d\d)-(?P<to>\d\d:\d\d))? ?(?P<title>.*)")


@dataclass(slots=True)
class Step:
    """One line of a transcript. `kind` is at, busy, free, says, expects, calendar or held."""

    kind: str
    line: int
    who: str = ""
    text: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Dialogue:
    """One transcript."""

    title: str
    place: str
    steps: list[Step]


def dialogues(folder: Path) -> Iterator[Dialogue]:
    """All transcripts of a folder."""
    for path in sorted(folder.glob("*.txt")):
        yield from _read(path)


def _read(path: Path) -> Iterator[Dialogue]:
    current: Dialogue | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("== "):
            if current:
                yield current
            current = Dialogue(line[3:].strip(), f"{path.name}:{number}", [])
        elif line.startswith("  ") and current and current.steps:
            current.steps[-1].text += f"\n{line.strip()}"
        elif line.strip() and not line.startswith("#"):
            if current is None:
                raise ValueError(f"{path.name}:{number}: a dialogue begins with ==")
            current.steps.append(_step(line, number, path.name))
    if current:
        yield current


def _step(line: str, number: int, file: str) -> Step:
    if line.startswith("at "):
        return Step("at", number, text=line[3:].strip())
    for kind, pattern in (("expects", _EXPECTS), ("asks", _ASKS), ("busy", _BUSY), ("moves", _MOVES), ("says", _SAYS)):
        found = pattern.fullmatch(line)
        if found:
            return _matched(kind, found, number, line)
    raise ValueError(f"{file}:{number}: not understood: {line}")


def _matched(kind: str, found: re.Match[str], number: int, line: str) -> Step:
    said = found.groupdict()
    if kind == "expects":
        return Step("expects", number, said["who"], said["words"] or "")
    if kind == "asks":
        return Step(said["what"], number, said["who"], said["value"])
    if kind == "moves":
        return Step("moves", number, said["who"], "", {"day": said["day"], "to": said["to"]})
    if kind == "busy":
        return Step(line[:4], number, said["who"], said["title"], {k: said[k] or "" for k in ("day", "from", "to")})
    options = dict(_option(o.strip()) for o in (said["options"] or "").split(",") if o.strip())
    return Step("says", number, said["who"], said["text"], options)


def _option(text: str) -> tuple[str, str]:
    name, _, value = text.partition(" ")
    return name, value


def instant(text: str) -> datetime:
    """A local time of the transcripts."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)
