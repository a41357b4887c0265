"""Every key of config.yaml, with its default and a sentence for the example and the reference.

Promises: an unknown key, a wrong type or an impossible value is an error that names the key.
Never does: read a file or a secret.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from secretary.config.folders import FoldersConfig
from secretary.config.keys import Keys, LanguageCode, MailAddress, Zone
from secretary.config.people import AttentionConfig, Hours, PersonConfig
from secretary.config.secret import Secret
from secretary.config.servers import LOOPBACK as LOOPBACK
from secretary.config.servers import Server as Server
from secretary.domain.office import Autonomy


def _appointments_only() -> dict[str, dict[str, Any]]:
    return {"appointments": {}}


class CaldavServer(Keys):
    """How to reach the calendar server."""

    url: str = Field(description="Where the calendars are, as the server's manual gives it.")
    user: str = Field("", description="Log-in name.")
    password: Secret | None = Field(None, description="Where the password comes from: env, file or command.")
    ca_file: str = Field("", description="A private certificate authority, as a PEM file.")

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("this is no web address; write one like https://calendar.example.com/")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("a password would cross the network in the clear; write https://")
        return url


class LimitsConfig(Keys):
    """How much automatic mail may leave."""

    same_template_days: int = Field(
        7, ge=0, le=365, description="Days before one address gets the same template again."
    )
    per_sender_per_day: int = Field(4, ge=0, le=100, description="Automatic mails to one address in a day.")
    per_subject_per_day: int = Field(
        20, ge=0, le=10_000, description="Automatic mails with one subject to the addresses of one domain in a day."
    )
    conversation_per_day: int = Field(
        12,
        ge=0,
        le=100,
        description="Automatic mails to one address in a day, those of a negotiation that it answers included.",
    )
    turns_per_thread: int = Field(3, ge=0, le=20, description="Automatic mails in a thread until a person takes part.")
    per_hour: int = Field(
        60, ge=0, le=10_000, description="Automatic mails of the whole office in an hour; further ones wait."
    )
    tries: int = Field(
        30,
        ge=1,
        le=1000,
        description="Tries for a mail or event that its server puts off before a person is told; 30 take about a day.",
    )
    retry_seconds: int = Field(
        30, ge=1, le=3600, description="Pause before the second try; it doubles with each further one, up to an hour."
    )
    doubt_seconds: int = Field(
        900,
        ge=1,
        le=86_400,
        description="How long a mail is looked for whose sending broke off, before a person is told of it.",
    )
    message_bytes: int = Field(
        25_000_000,
        ge=10_000,
        description="Larger mails are not fetched whole: header and text are read, and a person looks at them.",
    )
    message_parts: int = Field(
        500, ge=10, le=100_000, description="Mails of more parts (texts, attachments) are treated likewise."
    )
    message_seconds: int = Field(
        120,
        ge=5,
        le=3600,
        description="Fetching one mail may take so long; after the third time it goes to quarantine.",
    )


class TimingConfig(Keys):
    """How long to wait for servers, in seconds."""

    connect_seconds: int = Field(15, ge=1, le=300, description="Until a mail server greets.")
    answer_seconds: int = Field(60, ge=1, le=600, description="Until a mail server answers a command.")
    calendar_seconds: int = Field(30, ge=1, le=600, description="Until the calendar server answers.")
    idle_seconds: int = Field(
        540, ge=30, le=540, description="IDLE is begun anew after so long, before anybody on the way forgets it."
    )
    longest_pause_seconds: int = Field(
        300, ge=1, le=3600, description="A mailbox that is away is tried again at least this often."
    )
    settling_seconds: int = Field(
        20,
        ge=0,
        le=3600,
        description="So long a mail must lie in a folder for orders before it counts; a slip can be undone until then.",
    )
    rejected_seconds: int = Field(
        1800, ge=60, le=86_400, description="Pause after a rejected log-in, so that no account is locked."
    )


class TeachingConfig(Keys):
    """What the secretary learns from people, never by itself."""

    replay_days: int = Field(
        90, ge=1, le=365, description="Days back on whose mails a rule is tried before it is proposed."
    )
    approvals: int = Field(
        10,
        ge=1,
        le=1000,
        description="Drafts of a rule on suggest sent unchanged, one after the other, before act is offered for it.",
    )
    corrections: int = Field(
        3, ge=1, le=1000, description="Answers of a rule on act that people corrected before suggest is offered for it."
    )
    changes: int = Field(
        3, ge=2, le=1000, description="Drafts in which people changed the same words alike before a template is."
    )


class OfficeConfig(Keys):
    """One service address with its people, servers and habits."""

    name: str = Field(description="The office's name, as it signs.")
    address: MailAddress = Field(description="The service address that clients write to.")
    aliases: tuple[MailAddress, ...] = Field((), description="Further addresses that reach the same mailbox.")
    language: LanguageCode = Field("de", description="Language when the writer's cannot be told.")
    languages: tuple[LanguageCode, ...] = Field(("de", "en"), description="Languages that are answered.")
    zone: Zone = Field("Europe/Berlin", description="Time zone of the office.")
    region: str = Field("DE", description="Region for public holidays: DE, DE-BW, GB-ENG; empty for none.")
    hours: Hours = Field(default_factory=Hours, description="Working hours.")
    signature: dict[LanguageCode, str] = Field(default_factory=dict, description="How mails are signed, per language.")
    facts: dict[str, str] = Field(
        default_factory=dict, description="Texts for templates: address, opening_hours, phone…"
    )
    authserv_ids: tuple[str, ...] = Field(
        (), description="Names under which your own mail server writes Authentication-Results; only these are believed."
    )
    imap: Server = Field(description="The mailbox.")
    smtp: Server = Field(description="The way out.")
    caldav: CaldavServer | None = Field(None, description="The calendars; without them no appointments.")
    principals: dict[str, PersonConfig] = Field(default_factory=dict, description="Whom the secretary works for.")
    assistants: dict[str, PersonConfig] = Field(default_factory=dict, description="Who settles what is unclear.")
    folders: FoldersConfig = Field(default_factory=FoldersConfig, description="Folder names and orders by moving.")
    limits: LimitsConfig = Field(default_factory=LimitsConfig, description="Limits of automatic mail.")
    sent_copy: Literal["auto", "receipt", "sent", "append"] = Field(
        "auto",
        description=(
            "Where the copy of a sent mail comes from, which also proves that it left. receipt: it is sent to the "
            "service address as well, and filed; sent: the mail server keeps one by itself; append: the secretary puts "
            "one into the sent folder; auto: sent for servers known to do so, else receipt."
        ),
    )
    since: date | None = Field(
        None,
        description="Mails that came before this day stay where they are; the day on which the secretary began.",
    )
    autonomy: Autonomy = Field(
        Autonomy.ACT,
        description="act, or suggest: whatever a rule would send is first shown to a person, as a draft.",
    )
    attention: AttentionConfig = Field(
        default_factory=AttentionConfig, description="How people hear of what waits for them."
    )
    timing: TimingConfig = Field(default_factory=TimingConfig, description="How long to wait for servers.")
    teaching: TeachingConfig = Field(
        default_factory=TeachingConfig, description="When the secretary offers what it could learn."
    )
    poll_seconds: int = Field(
        60, ge=5, le=3600, description="A look into the mailbox at least this often, IDLE or not."
    )
    services: dict[str, dict[str, Any]] = Field(
        default_factory=_appointments_only, description="Building blocks switched on, with their settings."
    )

    @model_validator(mode="after")
    def _deputies_are_known(self) -> Self:
        people = self.principals | self.assistants
        unknown = next((p.deputy for p in people.values() if p.deputy and p.deputy not in people), "")
        if unknown:
            raise ValueError(f"deputy {unknown!r} is neither a principal nor an assistant: {', '.join(people)}")
        return self

    @model_validator(mode="after")
    def _each_folder_its_own(self) -> Self:
        """A move into a folder is an order, so that it must mean one thing."""
        names = self.folders.names(self.language)
        shared = next((name for name, count in Counter(n.casefold() for n in names.values()).items() if count > 1), "")
        if shared:
            raise ValueError(f"folders: several of them are called {shared!r}; give each a name of its own")
        return self


class DeskConfig(Keys):
    """The desk in a browser."""

    host: str = Field("127.0.0.1", description="Address to listen on; only this machine itself by default.")
    port: int = Field(8585, ge=1, le=65535, description="Port to listen on.")
    url: str = Field(
        "http://127.0.0.1:8585",
        description="Address that people open; sign-in links begin with it.",
        pattern="https?://",
    )
    session_hours: int = Field(12, ge=1, le=720, description="Hours until one has to sign in again.")
    operators: tuple[MailAddress, ...] = Field(
        (), description="Addresses that may see all offices, besides the people of each office."
    )


class AlarmConfig(Keys):
    """Mails to whoever keeps the secretary running."""

    to: tuple[MailAddress, ...] = Field((), description="Addresses that are told of trouble; without one, nobody is.")
    after_minutes: int = Field(
        15, ge=1, le=1440, description="Minutes that something has been wrong before they hear of it."
    )
    language: Literal["de", "en"] = Field("de", description="Language of these mails.")


class RetentionConfig(Keys):
    """How long the record keeps what, in days; 0 keeps it for ever.

    Only what belongs to settled cases is erased, and nothing that `secretary hold` covers.
    """

    texts_days: int = Field(
        90,
        ge=0,
        le=36_500,
        description="Texts of mails, notes and events that the secretary wrote; the mailbox keeps its own copies.",
    )
    decisions_days: int = Field(
        365, ge=0, le=36_500, description="What was read and decided, and why; `secretary why` knows no more then."
    )
    cases_days: int = Field(
        1095, ge=0, le=36_500, description="Who wrote when in which matter, since the last that happened in it."
    )
    audit_days: int = Field(
        3650, ge=0, le=36_500, description="The audit log, which holds digests only; business letters are kept 6 years."
    )


class PrivacyConfig(Keys):
    """What only you know for the record of processing activities (`secretary processing`)."""

    controller: str = Field("", description="Who is responsible: name and postal address.")
    contact: str = Field("", description="How to reach them: telephone, mail.")
    officer: str = Field("", description="The data protection officer, or why there is none.")
    basis: str = Field("", description="The legal basis, such as Art. 6 (1) b and f GDPR, with your reasons.")
    transfers: str = Field(
        "", description="Transfers to third countries with their safeguards, or that there are none."
    )


class Config(Keys):
    """The whole file."""

    database: str = Field("sqlite:///secretary.db", description="Where the ledger lives: an SQLAlchemy URL.")
    rules: str = Field("rules", description="Folder of rule files; without the key, the shipped ones do.")
    templates: str = Field("templates", description="Folder of templates; without the key, the shipped ones do.")
    lexicon: str = Field(
        "lexicon", description="Folder of your own words (de.yaml, en.yaml) for what writers want; may be missing."
    )
    taught: str = Field(
        "taught", description="Folder of what the offices are taught at the desk, a file each; may be missing."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    desk: DeskConfig | None = Field(None, description="The desk in a browser; null runs none.")
    alarm: AlarmConfig = Field(
        default_factory=AlarmConfig, description="Who is told when something has been wrong for a while."
    )
    retention: RetentionConfig = Field(
        default_factory=RetentionConfig, description="How long the record keeps what, in days; 0 keeps it for ever."
    )
    privacy: PrivacyConfig = Field(
        default_factory=PrivacyConfig, description="What only you know for the record of processing activities."
    )
    reload_seconds: int = Field(
        5,
        ge=0,
        le=3600,
        description="Changed rules and templates are taken within so many seconds; 0: only when told by SIGHUP.",
    )
    offices: dict[str, OfficeConfig] = Field(
        min_length=1, description="The offices, each under a short name of its own."
    )
