"""`secretary times`: how a phrase is read, for those who write rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from secretary.cli.errors import told, zone_named

LANGUAGES = ("auto", "de", "en")


def times(
    phrases: Annotated[list[str] | None, typer.Argument(help="Phrases; without any, one a line from stdin.")] = None,
    lang: Annotated[str, typer.Option(help="de, en or auto.")] = "auto",
    at: Annotated[str, typer.Option(help="When it was written, as ISO 8601; now by default.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone of the writer.")] = "Europe/Berlin",
    office_zone: Annotated[str, typer.Option(help='Time zone of the reader, whom the writer calls "you".')] = "",
    region: Annotated[str, typer.Option(help="Where holidays are those of, such as DE-BY, AT or GB-ENG.")] = "DE",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a phrase.")] = False,
) -> None:
    """Print how each phrase is read as a time.

    `end` is exclusive; a day is an interval from midnight to midnight; an instant has no end; "from"
    and "until" have one open end. A line on stdin may be a JSON object with text, at, lang and zone,
    office_zone and region.
    """
    defaults = {"lang": lang, "at": at, "zone": zone, "office_zone": office_zone, "region": region}
    with told():
        for asked in _asked(phrases, defaults):
            shown = _shown(asked)
            typer.echo(json.dumps(shown, ensure_ascii=False) if as_json else _in_words(shown))


def _asked(phrases: list[str] | None, defaults: dict[str, str]) -> Iterator[dict[str, str]]:
    if phrases:
        yield from ({**defaults, "text": phrase} for phrase in phrases)
        return
    for line in sys.stdin:
        yield {**defaults, **_line(line.rstrip("\r\n"))}


def _line(line: str) -> dict[str, str]:
    """A line is a phrase, or a JSON object that names one."""
    try:
        found = json.loads(line) if line.startswith("{") else None
    except ValueError:
        found = None
    if isinstance(found, dict) and isinstance(found.get("text"), str):
        return {key: value for key, value in found.items() if isinstance(value, str)}
    return {"text": line}


def _shown(asked: dict[str, str]) -> dict[str, Any]:
    """The phrase with its readings: the likeliest of each expression first, then the others."""
    from secretary.cli.show import as_plain
    from secretary.domain.errors import SetupError
    from secretary.understand.when import read_times

    zone = zone_named(asked["zone"])
    if asked["lang"] not in LANGUAGES:
        raise SetupError(f"{asked['lang']!r} is no language here.", remedy=f"Write {', '.join(LANGUAGES)}.")
    try:
        at = datetime.fromisoformat(asked["at"]) if asked["at"] else datetime.now(UTC)
    except ValueError as error:
        raise SetupError(f"{asked['at']!r} is no time.", remedy="Write it like 2026-07-08T10:00.") from error
    found = read_times(
        asked["text"],
        at=at if at.tzinfo else at.replace(tzinfo=zone),
        zone=zone.key,
        lang=asked["lang"],
        region=asked["region"],
        office_zone=zone_named(asked["office_zone"] or zone.key).key,
    )
    first = [e.readings[0] for e in found]
    others = [r for e in found for r in e.readings[1:]]
    return {"text": asked["text"], "readings": [as_plain(r) for r in (*first, *others)]}


def _in_words(shown: dict[str, Any]) -> str:
    lines = [shown["text"]]
    for reading in shown["readings"]:
        span = f"{reading['start'] or '…'} – {reading['end'] or '…'}" if reading["start"] or reading["end"] else ""
        length = f"{reading['duration'] / 60:g} minutes" if reading["duration"] else ""
        lines.append(f"    {reading['kind']:9} {span}{length}  {reading['contradiction'] and 'contradiction'}".rstrip())
    return "\n".join(lines)
