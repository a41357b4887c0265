"""`secretary replay`: what would be done with mails from files; nothing is sent, filed or recorded."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from secretary.cli.errors import told
from secretary.cli.mails import mails_in
from secretary.cli.show import as_plain, json_line


def replay(
    paths: Annotated[list[Path], typer.Argument(help="Mail files (.eml), mbox files, Maildirs or folders.")],
    config: Annotated[Path, typer.Option("--config", "-c", help="The configuration.")] = Path("config.yaml"),
    office: Annotated[str, typer.Option(help="Which office; the first one of the configuration by default.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a mail.")] = False,
) -> None:
    """Show what would be done with each mail, and why. No effects."""
    from secretary.app.settings import load_settings
    from secretary.app.wiring import dry_house

    with told():
        settings = load_settings(config)
        house = dry_house(settings, config.parent, office or next(iter(settings.offices)))
        for name, raw in mails_in(paths):
            shown = asyncio.run(_decided(house, name, raw))
            typer.echo(json_line(shown) if as_json else _in_words(shown))


async def _decided(house: Any, name: str, raw: bytes) -> dict[str, Any]:  # noqa: ANN401 - the house, imported late so that --help is quick
    """The decision on one mail as plain values."""
    from secretary.app.intake import weigh
    from secretary.ports import Arrived

    now = datetime.now(UTC)
    verdict = await weigh(house, Arrived("inbox", 0, 0, len(raw), now, raw), now)
    message = verdict.reading.message
    return {
        "file": name,
        "from": str(message.author),
        "subject": message.subject,
        "kind": verdict.reading.kind.kind.value,
        "intents": [i.name for i in verdict.reading.intents],
        "outcome": verdict.decision.outcome.value,
        "actions": [
            {"action": type(r.action).__name__, **as_plain(r.action), "rule": r.rule, "why": r.why}
            for r in verdict.reasons
        ],
        "near_misses": [as_plain(t) for t in verdict.decision.near_misses()],
    }


def _in_words(shown: dict[str, Any]) -> str:
    lines = [f"{shown['from']}: {shown['subject']}  →  {shown['outcome']}"]
    lines += [
        f"    {a['action']} {a.get('template') or a.get('folder') or a.get('reason') or ''}  ({a['rule']}: {a['why']})"
        for a in shown["actions"]
    ]
    return "\n".join(lines)
