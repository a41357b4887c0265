"""`secretary forget` and `secretary hold`: a person is forgotten, or may not be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath

if TYPE_CHECKING:
    from secretary.ledger import LegalHold
    from secretary.ledger.privacy.forgetting import Forgotten

Person = Annotated[str, typer.Argument(metavar="ADDRESS", help="The person's address, such as jane@example.org.")]
Subject = Annotated[str, typer.Argument(metavar="[ADDRESS|CASE]", help="Whom or what it holds; none lists all holds.")]
Reason = Annotated[str, typer.Option(help="Why it must not be erased: a lawsuit, an audit.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Its last day, like 2028-12-31; without it, until released.")]
Release = Annotated[bool, typer.Option("--release", help="End the hold on this address or case.")]
DAY_SHOWN = "%Y-%m-%d"


def forget(
    address: Person,
    config: ConfigPath = DEFAULT_CONFIG,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, it is only told what would go.")] = False,
    even_open: Annotated[
        bool, typer.Option("--even-open", help="Also cases that are not settled; what waits in them is never done.")
    ] = False,
) -> None:
    """Erase what the record holds on a person, and tell what of them lies elsewhere.

    Their cases are emptied: decisions, texts, answers, drafts, and who wrote when. In other people's cases the
    rows that name the address are. It stays known that their mails were taken in, by digests, so that none is
    answered again, and the audit log still holds. A person with several addresses is forgotten by each. Take
    the answer to `secretary export` first, if they asked for it. It may be used while the secretary runs.
    """
    from secretary.app.privacy.forget import address_named, forget_person
    from secretary.app.settings import load_settings
    from secretary.cli.show import printable

    with told():
        person = address_named(address)
        settings = load_settings(config)
        done = forget_person(settings, config.parent, person, datetime.now(UTC), really=yes, even_open=even_open)
        for line in _lines(done, person.addr_spec, really=yes):
            typer.echo(printable(line))


def _lines(done: Forgotten, address: str, *, really: bool) -> Iterator[str]:
    rows = ", ".join(f"{count} {table.rstrip('_')}" for table, count in sorted(done.rows.items()))
    yield f"{'Erased' if really else 'Would be erased'}: {len(done.cases)} cases ({rows})."
    yield "Stays in the record: digests of the mails, so that none is answered again, and the audit log."
    if done.running:
        yield f"Other people's cases that are under way still name {address}: {', '.join(done.running)}."
        yield "  → Run this again when they are closed."
    yield from _elsewhere(done)
    if not really:
        yield "Nothing has changed yet. To do it: the same with --yes."


def _elsewhere(done: Forgotten) -> Iterator[str]:
    mails = ", ".join(f"{count} in {folder}" for folder, count in sorted(done.mails.items()))
    if mails:
        yield f"Lies in your mailbox, as the mails are yours to keep or delete: received {mails}."
    if done.sent or done.notes:
        yield f"  Besides them {done.sent} sent mails, and {done.notes} cover notes and drafts."
    for calendar, uid in done.events:
        yield f"May still stand in a calendar: {calendar} {uid}"
    for rule in done.taught:
        yield f"Still names the person, as a rule that was taught: {rule}"
    if done.taught:
        yield "  → Take it back at the desk, or edit the file: its example holds their mail."
    yield "Backups taken until today still hold it all: keep them no longer than you must, and after a restore"
    yield "forget this person again. What was sent lies with those who got it."


def hold(
    subject: Subject = "",
    reason: Reason = "",
    until: Until = "",
    config: ConfigPath = DEFAULT_CONFIG,
    *,
    release: Release = False,
) -> None:
    """Keep an address or a case from being erased, list what is kept so, or end it.

    A hold on an address covers each case in which that person is the party, has written or was written to.
    While it stands, neither `secretary forget` nor the periods under `retention` erase anything of it.
    """
    from secretary.app.privacy.forget import address_named, legal_holds, place_hold
    from secretary.app.settings import load_settings
    from secretary.cli.show import printable
    from secretary.domain.errors import SetupError
    from secretary.ledger import LegalHold

    with told():
        settings = load_settings(config)
        holds = legal_holds(settings, config.parent)
        name = address_named(subject).key if "@" in subject else subject.strip("[] ").upper()
        if release:
            if not holds.release(name):
                raise SetupError(f"There is no hold on {subject}.", remedy="`secretary hold` lists them.")
            typer.echo(printable(f"{name}: released."))
        elif subject:
            if not reason:
                raise SetupError("A hold needs a reason.", remedy='Say it: --reason "lawsuit 4 O 12/26".')
            now = datetime.now(UTC)
            place_hold(settings, config.parent, LegalHold(name, reason, now, _end(until)))
            typer.echo(printable(f"{name}: held{f' until {until}' if until else ''}."))
        for each in () if subject else holds.all():
            typer.echo(printable(_shown(each, datetime.now(UTC))))
        holds.close()


def _end(until: str) -> datetime | None:
    from secretary.domain.errors import SetupError

    if not until:
        return None
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        raise SetupError(f"{until!r} is no date.", remedy="Write it like 2028-12-31.") from error
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _shown(hold: LegalHold, now: datetime) -> str:
    ends = "until released"
    if hold.until:
        last = (hold.until - timedelta(days=1)).strftime(DAY_SHOWN)
        ends = f"until {last}" if hold.until > now else f"ended on {last}"
    return f"{hold.subject}  since {hold.since:{DAY_SHOWN}}, {ends}  {hold.reason}"
