"""From a configuration to offices at work: the one place that knows every adapter.

Promises: nothing is reached before it is needed; all files are read and checked at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import SystemRandom

from secretary.act.calendars import CaldavCalendars, Source
from secretary.act.compose import Composer
from secretary.act.events import EventWriter
from secretary.act.executor import Executor
from secretary.act.sending import Sender, SentCopies
from secretary.act.smtp import SmtpAccount, SmtpTransport
from secretary.app.daemon import OfficeDaemon
from secretary.app.intake import House
from secretary.app.operating.health import Health
from secretary.app.people.beside import Beside
from secretary.app.rounds import Rounds
from secretary.app.rules.files import office_lexicon, read_folder
from secretary.app.rules.reload import Reloader
from secretary.app.rules.rulebook import TEMPLATES, folders_of, proven, rule_set, taught_file
from secretary.app.rules.taught import School, reworded_files, taught_text
from secretary.config.models import Config, OfficeConfig, Server
from secretary.config.oauth import OAuth
from secretary.config.office import office_of
from secretary.config.secret import Secret
from secretary.decide import RuleSet, TaughtText
from secretary.decide.load import wordings_of
from secretary.domain.errors import SecretaryError, SetupError, flat
from secretary.ledger import Lessons, Pauses, Records, SqlLedger
from secretary.mailbox import FetchLimits, ImapAccount, ImapMailbox, PersonalInbox, Timing
from secretary.ports import Calendars, Ledger
from secretary.services.appointments import Appointments, AppointmentSettings
from secretary.services.face import Service
from secretary.understand.read import Reader

# Providers whose SMTP servers put what they send into the account's sent folder.
KEEP_SENT_MAIL = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


def daemons(config: Config, base: Path) -> list[OfficeDaemon]:
    """Every office of a configuration, ready to run; `base` is the folder of the file."""
    days = {name: office.limits.same_template_days for name, office in config.offices.items()}
    ledger = SqlLedger(database(config.database, base), template_days=days)
    ledger.claim()
    pauses = Pauses(database(config.database, base))
    return [_daemon(office_id, config, base, ledger, pauses) for office_id in config.offices]


def _daemon(office_id: str, config: Config, base: Path, ledger: Ledger, pauses: Pauses) -> OfficeDaemon:
    settings = config.offices[office_id]
    calendars = calendars_of(settings, cache_file(config, base, office_id))
    lessons = Lessons(database(config.database, base))
    house = build_house(office_id, config, base, ledger, calendars, lessons)
    mailbox, clock, stop = mailbox_of(settings), SystemClock(), asyncio.Event()
    sender = Sender(house.office, ledger, mailbox, transport_of(settings), clock, sent_copies(settings))
    events = EventWriter(calendars, ledger) if calendars else None
    executor = Executor(house.office, ledger, mailbox, sender, events, clock, stop, SystemRandom())
    reloader = Reloader(
        (base / config.rules, base / config.templates, base / config.lexicon, base / config.taught),
        lambda: build_house(office_id, config, base, ledger, calendars, lessons),
    )
    settling = timedelta(seconds=settings.timing.settling_seconds)
    rounds = Rounds(house, mailbox, executor, clock, settling=settling, besides=besides_of(settings))
    health = Health(timedelta(seconds=settings.poll_seconds), clock.now())
    return OfficeDaemon(
        rounds,
        settings.poll_seconds,
        SystemRandom(),
        reloader,
        pauses,
        health,
        config.reload_seconds,
        longest_pause=settings.timing.longest_pause_seconds,
        rejected_pause=settings.timing.rejected_seconds,
        stop=stop,
    )


def sent_copies(settings: OfficeConfig) -> SentCopies:
    """Where the copy of a sent mail comes from; "auto" knows the servers that keep one by themselves."""
    way = settings.sent_copy
    if way == "auto":
        host = settings.smtp.host.lower()
        way = "sent" if any(host == h or host.endswith(f".{h}") for h in KEEP_SENT_MAIL) else "receipt"
    wait = timedelta(seconds=settings.limits.doubt_seconds)
    return SentCopies(settings.address if way == "receipt" else "", way == "append", wait)


def office_named(config: Config, name: str) -> OfficeConfig:
    """The office with this short name. Raises SetupError with those that there are."""
    if name not in config.offices:
        known = ", ".join(config.offices)
        raise SetupError(f"There is no office {name!r}.", remedy=f"The configuration has: {known}.")
    return config.offices[name]


def build_house(
    office_id: str,
    config: Config,
    base: Path,
    ledger: Ledger,
    calendars: Calendars | None,
    lessons: Lessons | None = None,
) -> House:
    """The part of an office that reads and decides. Raises SetupError for rules and templates.

    Without `lessons` it learns nothing new.
    """
    settings = config.offices[office_id]
    office = office_of(office_id, settings)
    lexicon = office_lexicon(base / config.lexicon)
    folders = folders_of(config, base)
    file = taught_file(config, base, office_id)
    texts, in_force = read_folder(folders.templates, TEMPLATES), wordings_of(taught_text(file))

    def compose(taught: TaughtText) -> Composer:
        return Composer(office, reworded_files(texts, wordings_of(taught))[0])

    composer = compose(taught_text(file))
    services = _services(settings, calendars, ledger)
    own = (office.address, *office.aliases)
    beside = [p for p in office.principals if settings.principals[p.id].mailbox]
    # What is found in a principal's own mailbox was written to them alone, and may be answered.
    reached = (*own, *(a for p in beside for a in (p.address, *p.aliases)))
    known = (*own, *(a for p in office.people for a in (p.address, *p.aliases)))
    reader = Reader(lexicon, office.authserv_ids, office.zone, office.hours.region, office.language, known, reached)

    def prove(taught: TaughtText) -> RuleSet:
        wordings = wordings_of(taught)
        writes = composer if wordings == in_force else compose(taught)
        rules = rule_set(folders.rules, writes.catalogue(), office.languages, lexicon, taught)
        rules = replace(rules, warnings=(*rules.warnings, *reworded_files(texts, wordings)[1]))
        return proven(rules, reader, office)

    school = School(file, lessons, prove, compose, **_pace(settings)) if lessons else None
    names = settings.folders.names(settings.language)
    return House(office, reader, prove(taught_text(file)), composer, ledger, services, school, names)


def _pace(settings: OfficeConfig) -> dict[str, int]:
    teaching = settings.teaching
    return {
        "days": teaching.replay_days,
        "approvals": teaching.approvals,
        "corrections": teaching.corrections,
        "changes": teaching.changes,
    }


def database(url: str, base: Path) -> str:
    """A relative SQLite file lies beside the configuration, wherever the command was called."""
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    return f"{prefix}{base.resolve() / path}" if url.startswith(prefix) and path != ":memory:" else url


def records(config: Config, base: Path) -> Records:
    """What is on record, to be read. Raises SetupError where nothing is."""
    return Records(database(config.database, base))


def rules_trouble(config: Config, base: Path, office_id: str) -> tuple[SecretaryError, ...]:
    """What is wrong with an office's rules and templates as they lie on disk now."""
    found: list[SecretaryError] = []
    try:
        dry_house(config, base, office_id)
    except* SecretaryError as group:
        found += flat(group)
    return tuple(found)


def _services(settings: OfficeConfig, calendars: Calendars | None, ledger: Ledger) -> Mapping[str, Service]:
    """The building blocks that are switched on and can work."""
    if "appointments" not in settings.services or calendars is None:
        return {}
    wished = dict(settings.services["appointments"])
    if not wished.get("calendars"):
        wished["calendars"] = {i: p.calendars for i, p in settings.principals.items() if p.calendars}
    wished["place"] = wished.get("place") or settings.facts.get("street", "")
    appointments = AppointmentSettings.model_validate(wished)
    _known_calendars(appointments)
    _known_principals(appointments, settings)
    return {"appointments": Appointments(calendars, appointments, ledger.promised_events, asked_by=ledger.asked_by)}


def _known_principals(appointments: AppointmentSettings, settings: OfficeConfig) -> None:
    """Raises SetupError for somebody who shall get an agenda and is no principal of the office."""
    for name in appointments.daily_agenda:
        if name not in settings.principals:
            raise SetupError(
                f"{name!r} is to get an agenda and is no principal.",
                key=f"services.appointments.daily_agenda.{name}",
                remedy=f"Name one of: {', '.join(sorted(settings.principals))}.",
            )


def _known_calendars(settings: AppointmentSettings) -> None:
    """Raises SetupError for a kind of meeting that shall be written where nobody looks for free time."""
    known = {calendar for calendars in settings.calendars.values() for calendar in calendars}
    for name, meeting in settings.meetings.items():
        if meeting.calendar and meeting.calendar not in known:
            raise SetupError(
                f"The meeting {name!r} is to be written to {meeting.calendar!r}, which is nobody's calendar.",
                key=f"services.appointments.meetings.{name}.calendar",
                remedy=f"Name one of: {', '.join(sorted(known))}.",
            )


def _secret(secret: Secret | OAuth | None) -> Callable[[], str]:
    return secret.fetch if secret else lambda: ""


def mailbox_of(settings: OfficeConfig, timing: Timing | None = None) -> ImapMailbox:
    """The office's mailbox; reached when it is opened."""
    folders = settings.folders.names(settings.language)
    folders |= {f"teach/{name}": f"{folders['teach']}/{name}" for name in settings.folders.teach_as}
    limits = _fetch_limits(settings)
    return ImapMailbox(
        _account(settings.imap), folders, limits=limits, timing=timing or _timing(settings), since=settings.since
    )


def besides_of(settings: OfficeConfig, timing: Timing | None = None) -> tuple[Beside, ...]:
    """The principals' own mailboxes, where they are configured; reached when they are first looked into."""
    limits, timing = _fetch_limits(settings), timing or _timing(settings)
    return tuple(
        Beside(name, PersonalInbox(_account(person.mailbox), limits=limits, timing=timing))
        for name, person in settings.principals.items()
        if person.mailbox
    )


def _account(imap: Server) -> ImapAccount:
    return ImapAccount(
        host=imap.host,
        port=imap.port_for("imap"),
        user=imap.user,
        password=_secret(imap.oauth or imap.password),
        security=imap.security,
        ca_file=imap.ca_file,
        token=imap.oauth is not None,
    )


def _fetch_limits(settings: OfficeConfig) -> FetchLimits:
    limits = settings.limits
    return FetchLimits(limits.message_bytes, limits.message_parts, limits.message_seconds)


def _timing(settings: OfficeConfig) -> Timing:
    waits = settings.timing
    return Timing(
        connect=waits.connect_seconds,
        read=waits.answer_seconds,
        idle=waits.idle_seconds,
        rejected=waits.rejected_seconds,
    )


def transport_of(settings: OfficeConfig, patience: float | None = None) -> SmtpTransport:
    """The office's way out."""
    smtp = settings.smtp
    password, token = _secret(smtp.oauth or smtp.password), smtp.oauth is not None
    port, timeout = smtp.port_for("smtp"), patience or settings.timing.answer_seconds
    return SmtpTransport(SmtpAccount(smtp.host, port, smtp.security, smtp.user, password, smtp.ca_file, timeout, token))


def cache_file(config: Config, base: Path, office_id: str) -> Path:
    """Where the copies of an office's calendars lie: beside an SQLite record, else beside the configuration."""
    path = config.database.removeprefix("sqlite:///")
    beside = path not in (config.database, ":memory:")
    folder = (base.resolve() / path).parent if beside else base.resolve()
    return folder / f"calendars-{office_id}.sqlite3"


def calendars_of(settings: OfficeConfig, cache: Path | None = None) -> CaldavCalendars | None:
    """All calendars of the principals, each by the name the configuration gives it; `cache` keeps copies."""
    if settings.caldav is None:
        return None
    sources = {
        calendar: Source(calendar, person.zone or settings.zone, _addresses(person.address, person.aliases))
        for person in settings.principals.values()
        for calendar in person.calendars
    }
    server = settings.caldav
    password = _secret(server.password)
    return CaldavCalendars(
        server.url,
        user=server.user,
        password=password,
        calendars=sources,
        ca_file=server.ca_file,
        timeout=settings.timing.calendar_seconds,
        cache=cache,
    )


def _addresses(address: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(a.casefold() for a in (address, *aliases))


def dry_house(config: Config, base: Path, office_id: str) -> House:
    """A house for trying out: with an empty record in memory and without calendars."""
    return build_house(office_id, config, base, SqlLedger("sqlite:///:memory:"), None)
