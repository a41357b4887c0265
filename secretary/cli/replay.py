"""`secretary replay`: what would be done with mails from files; nothing is sent, filed or recorded."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from secretary.cli.errors import told
from secretary.cli.mails import Mails
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath, OneOffice
from secretary.cli.show import as_plain, json_line, printable

if TYPE_CHECKING:
    from secretary.app.intake import House, Verdict
    from secretary.decide import TaughtText

NO_SERVICE = "house.no-service"  # a dry run has no calendars; what a building block would do is left open


def replay(
    paths: Annotated[list[Path], typer.Argument(help="Mail files (.eml), mbox files, Maildirs or folders.")],
    config: ConfigPath = DEFAULT_CONFIG,
    office: OneOffice = "",
    rules: Annotated[
        Path | None, typer.Option(help="Other rules: only mails that they decide otherwise are shown, old → new.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a mail.")] = False,
) -> None:
    """Show what would be done with mails that you have, and why. Nothing is sent, filed or recorded.

    Each mail is decided as if it came alone, at the time that its Date says. What a building block
    would do next depends on calendars and is left open. With --rules two sets of rules are compared.
    """
    from secretary.app.rules.rulebook import taught_file
    from secretary.app.rules.taught import taught_text
    from secretary.app.settings import load_settings
    from secretary.app.wiring import dry_house, office_named

    with told():
        settings = load_settings(config)
        name = office or next(iter(settings.offices))
        office_named(settings, name)
        house = dry_house(settings, config.parent, name)
        taught = taught_text(taught_file(settings, config.parent, name))
        other = _with_rules(house, rules, taught) if rules else None
        mails = Mails(paths)
        asyncio.run(_compare(house, other, mails, as_json) if other else _show(house, mails, as_json))
    mails.finish()


def _with_rules(house: House, folder: Path, taught: TaughtText) -> House:
    """The same house with the rules of another folder, behind what it was taught. Raises SetupErrors."""
    from dataclasses import replace

    from secretary.app.rules.rulebook import rule_set
    from secretary.domain.errors import SetupError

    office = house.office
    rules = rule_set(folder, house.composer.catalogue(), office.languages, house.reader.lexicon, taught)
    if not rules.rules:
        raise SetupError("No rule is there.", file=str(folder), remedy="Name the folder that the files lie in.")
    return replace(house, rules=rules)


@dataclass(frozen=True, slots=True)
class Shown:
    """What would be done with one mail, as plain values."""

    file: str
    values: dict[str, Any]

    @property
    def gist(self) -> str:
        """Outcome and actions on one line."""
        actions = ", ".join(f"{_action(a)} ({a['rule']})" for a in self.values["actions"])
        return f"{self.values['outcome']}: {actions}"


async def _show(house: House, mails: Iterable[tuple[str, bytes]], as_json: bool) -> None:
    outcomes: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for name, raw in mails:
        shown = await _decided(house, name, raw)
        outcomes[shown.values["outcome"]] += 1
        rules.update({a["rule"] for a in shown.values["actions"]})
        _tell([json_line(shown.values)] if as_json else _in_words(shown))
    if not as_json:
        _tell([_summed(outcomes), *(f"  {count:5} {rule}" for rule, count in rules.most_common())])


async def _compare(house: House, other: House, mails: Iterable[tuple[str, bytes]], as_json: bool) -> None:
    seen = changed = 0
    for name, raw in mails:
        old, new = await _decided(house, name, raw), await _decided(other, name, raw)
        seen += 1
        if old.gist == new.gist:
            continue
        changed += 1
        head = f"{name}  {old.values['from']}: {old.values['subject']}"
        both = {"file": name, "old": old.values, "new": new.values}
        _tell([json_line(both)] if as_json else [head, f"    - {old.gist}", f"    + {new.gist}"])
    if not as_json:
        _tell([f"{changed} of {seen} mails are decided otherwise."])


def _tell(lines: Iterable[str]) -> None:
    typer.echo("\n".join(map(printable, lines)))


def _summed(outcomes: Counter[str]) -> str:
    parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return f"{outcomes.total()} mails: {parts or 'none'}"


async def _decided(house: House, name: str, raw: bytes) -> Shown:
    """The decision on one mail."""
    from secretary.app.intake import weigh
    from secretary.ports import Arrived
    from secretary.understand.mime import parse_message

    at = _when(parse_message(raw).date)
    verdict = await weigh(house, Arrived("inbox", 0, 0, len(raw), at, raw), at)
    return Shown(name, _values(name, verdict))


def _when(date: datetime | None) -> datetime:
    """The time that the mail's Date says, so that "tomorrow" means what it meant."""
    return date.astimezone(UTC) if date and date.tzinfo else datetime.now(UTC)


def _values(name: str, verdict: Verdict) -> dict[str, Any]:
    reasons = [r for r in verdict.reasons if r.rule != NO_SERVICE]
    left_open = len(reasons) < len(verdict.reasons)
    actions: list[dict[str, Any]] = [
        {"action": type(r.action).__name__, **as_plain(r.action), "rule": r.rule, "why": r.why} for r in reasons
    ]
    message = verdict.reading.message
    return {
        "file": name,
        "from": str(message.author),
        "subject": message.subject,
        "kind": verdict.reading.kind.kind.value,
        "intents": [i.name for i in verdict.reading.intents],
        "outcome": "in the hands of a building block" if left_open else verdict.decision.outcome.value,
        "actions": [a for a in actions if not (left_open and a["action"] == "FileInto")],
        "near_misses": [as_plain(t) for t in verdict.decision.near_misses()],
    }


def _action(shown: dict[str, Any]) -> str:
    what = shown.get("template") or shown.get("folder") or shown.get("request") or shown.get("reason") or ""
    return f"{shown['action']} {what}".strip()


def _in_words(shown: Shown) -> Iterator[str]:
    values = shown.values
    yield f"{values['from']}: {values['subject']}  →  {values['outcome']}"
    yield from (f"    {_action(a)}  ({a['rule']}: {a['why']})" for a in values["actions"])
