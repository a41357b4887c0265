"""`secretary check`: everything that can be found out before a client does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import FAILED, UNUSABLE, told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath, OneOffice

if TYPE_CHECKING:
    from secretary.app.check import Finding
    from secretary.config.models import OfficeConfig

MARKS = {"ok": "✓", "note": "!", "problem": "✗"}


def check(
    config: ConfigPath = DEFAULT_CONFIG,
    office: OneOffice = "",
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Only what lies on this machine; no server.")] = False,
    patience: Annotated[float, typer.Option(min=1, help="Seconds that a server may take to answer.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a finding.")] = False,
) -> None:
    """Check configuration, rules and templates, then every server: log-in, folders, calendars, a test mail.

    Each problem (✗) comes with what to do; a note (!) is good to know. Missing folders are created; a
    probe event is written and removed; a test mail goes to the office itself and is filed as settled.
    The exit code is 0 when all is well, 1 when a server is not, 2 when something here must be mended.
    """
    from secretary.app.check import check_papers
    from secretary.app.settings import load_settings
    from secretary.app.wiring import office_named
    from secretary.cli.words import counted

    with told():
        settings = load_settings(config)
        offices = {office: office_named(settings, office)} if office else dict(settings.offices)
        findings = list(_shown(check_papers(settings, config.parent, offices, offline=offline), as_json=as_json))
        if not offline:
            findings += asyncio.run(_servers(offices, patience, as_json=as_json))
    problems = [f for f in findings if f.level == "problem"]
    if not as_json:
        notes = sum(f.level == "note" for f in findings)
        typer.echo(f"{counted(len(problems), 'problem')}, {counted(notes, 'note')}.")
    if problems:
        raise typer.Exit(UNUSABLE if any(f.setup for f in problems) else FAILED)


def _shown(findings: Iterator[Finding], *, as_json: bool) -> Iterator[Finding]:
    for finding in findings:
        _show(finding, as_json=as_json)
        yield finding


async def _servers(offices: dict[str, OfficeConfig], patience: float, *, as_json: bool) -> list[Finding]:
    from secretary.app.check import check_servers

    found = []
    for name, settings in offices.items():
        async for finding in check_servers(name, settings, patience):
            _show(finding, as_json=as_json)
            found.append(finding)
    return found


def _show(finding: Finding, *, as_json: bool) -> None:
    from secretary.cli.show import json_line, printable

    if finding.level == "doing":
        # Progress is for eyes only: it is overwritten by what comes of it.
        if sys.stderr.isatty():
            typer.echo(f"\r\x1b[K… {finding.area}: {printable(finding.told)}", nl=False, err=True)
        return
    if sys.stderr.isatty():
        typer.echo("\r\x1b[K", nl=False, err=True)
    if as_json:
        typer.echo(json_line(finding))
        return
    typer.echo(f"{MARKS[finding.level]} {finding.area}: {printable(finding.told)}")
    if finding.remedy:
        typer.echo(f"  → {printable(finding.remedy)}")
