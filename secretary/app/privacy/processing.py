"""The record of processing activities (GDPR article 30 (1)), as the configuration makes it.

Promises: each statement follows from a setting or from how the secretary works; what only the operator knows
stands in brackets with the key to set. Markdown, in German or English; no password, no address of a client.
Never does: give legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from secretary.app.privacy.processing_words import PERIOD_KINDS, SERVICES, TEXTS, Words
from secretary.config.models import Config, OfficeConfig


def record_of_processing(config: Config, language: str, day: date) -> str:
    """The whole record, to be read by people and kept with the office's papers."""
    words = TEXTS[language]
    return "\n".join((*_head(config, words, day), *_activities(config, words), *_common(config, words))) + "\n"


def _head(config: Config, words: Words, day: date) -> Iterator[str]:
    privacy = config.privacy
    yield from (f"# {words['title']}", "", words["made"].format(day=day.isoformat()), "")
    for name in ("controller", "contact", "officer"):
        said = getattr(privacy, name)
        yield f"- **{words[name]}**: {said or words['to fill in'].format(key=f'privacy.{name}')}"
    yield ""


def _activities(config: Config, words: Words) -> Iterator[str]:
    for number, office in enumerate(config.offices.values(), 1):
        yield from (f"## {number}. {words['activity'].format(office=office.name, address=office.address)}", "")
        yield from _section(words, "purposes", _purposes(office, words))
        yield from _section(words, "basis", [config.privacy.basis or words["to fill in"].format(key="privacy.basis")])
        yield from _section(words, "subjects", words["subjects are"].splitlines())
        yield from _section(words, "data", words["data are"].splitlines())
        yield from _section(words, "recipients", _recipients(config, office, words))


def _section(words: Words, title: str, points: Iterator[str] | list[str]) -> Iterator[str]:
    yield from (f"### {words[title]}", "", *(f"- {point}" for point in points), "")


def _purposes(office: OfficeConfig, words: Words) -> Iterator[str]:
    yield words["purpose mail"]
    yield from (SERVICES[words["language"]][name] for name in office.services if name in SERVICES[words["language"]])


def _recipients(config: Config, office: OfficeConfig, words: Words) -> Iterator[str]:
    people = [p.name for p in (*office.principals.values(), *office.assistants.values())]
    yield words["inside"].format(people=", ".join(people) or "–")
    hosts = {office.imap.host: words["mail server"], office.smtp.host: words["mail server"]}
    if office.caldav:
        hosts.setdefault(urlsplit(office.caldav.url).hostname or "", words["calendar server"])
    for host, kind in hosts.items():
        yield words["server"].format(kind=kind, host=host)
    if config.alarm.to:
        yield words["operator"]
    yield config.privacy.transfers or words["transfer"].format(key="privacy.transfers")


def _common(config: Config, words: Words) -> Iterator[str]:
    yield from (f"## {words['retention']}", "")
    for kind in PERIOD_KINDS:
        days = getattr(config.retention, f"{kind}_days")
        yield f"- {words[f'kind {kind}']}: {words['days'].format(days=days) if days else words['for ever']}"
    yield from (f"- {words['digests stay']}", f"- {words['holds']}", "")
    yield from _section(words, "measures", _measures(config, words))


def _measures(config: Config, words: Words) -> Iterator[str]:
    offices = config.offices.values()
    encrypted = all(s.security != "plain" for o in offices for s in (o.imap, o.smtp))
    yield words["encrypted" if encrypted else "loopback"]
    yield words["secrets"]
    yield words["roles"] if config.desk else words["no desk"]
    yield words["disk"].format(database="PostgreSQL" if config.database.startswith("postgresql") else "SQLite")
    yield from words["measures are"].splitlines()
